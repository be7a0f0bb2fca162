"""Train the decoder of the autoencoder: principal components in, spectrograms out.

    python decoder_train.py --work WORK --minutes 8 [--resume]

L1 and squared error of the scaled logarithm, and L1 of its slopes in time and pitch so that onsets and partials stay
sharp. It starts on short crops, where a step is cheap, and ends on whole clips, over which its group normalisation
spans in use. The latents are fixed (components.py), so the denoiser may be trained before, after or meanwhile.

Writes WORK/vae/pretrained, WORK/vae/figures.json and WORK/vae/sheet.png.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from arguments import training_parser
from cell_encoder import encoder_error, set_encoder
from diffusers import AutoencoderKL
from muon import Muon, split
from threads import mixed_precision
from training import Rated, Training

from components import Components
from models import CELL, LATENT_TIMES, make_vae
from pool import load_pool, pool_mels
from sheet import save_sheet

MUON_RATE = 0.02
ADAMW_RATE = 2e-3
SLOPE_WEIGHT = 0.5
LATENT_NOISE = 0.12
"""Most deviation of the noise added to the latents, drawn anew for every crop. A denoiser's latents
are never exact; a decoder that has seen only exact ones draws their errors."""
PHASES = ((0.55, 16, 8), (0.8, 32, 4), (1.0, LATENT_TIMES, 2))
"""(progress at which the phase ends, cells in time of a crop, batch size)."""


def reconstruction_loss(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Mean loss of spectrograms [B, T, 64]."""
    error = output - target
    loss = error.abs().mean() + 2.0 * error.square().mean()
    slopes = error.diff(dim=1).abs().mean() + error.diff(dim=2).abs().mean()
    return loss + SLOPE_WEIGHT * slopes


def decode(vae: AutoencoderKL, latents: torch.Tensor) -> torch.Tensor:
    """Spectrograms [N, T, 64] of latents [N, 8, T / 4, 16]."""
    return vae.decode(latents).sample[:, 0]


@torch.no_grad()
def reconstruct(vae: AutoencoderKL, components: Components, mels: torch.Tensor, batch: int = 8) -> torch.Tensor:
    """What the decoder makes of the components of spectrograms [N, T, 64]."""
    return torch.cat([decode(vae, components.encode(part)) for part in mels.split(batch)])


class CropPool:
    """Aligned crops of latents and spectrograms, for one thread."""

    def __init__(self, work: Path, seed: tuple[int, ...]) -> None:
        self.mels = np.load(work / "latents/mels.npy", mmap_mode="r")
        self.components = Components.load(work)
        self.rng = np.random.default_rng(seed)

    def draw(self, cells: int, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Latents [count, 8, cells, 16] and spectrograms [count, 4 cells, 64]."""
        crops = []
        for index in self.rng.integers(len(self.mels), size=count):
            start = int(self.rng.integers(LATENT_TIMES - cells + 1)) * CELL
            crops.append(self.mels[index, start : start + cells * CELL])
        target = torch.from_numpy(np.stack(crops).astype(np.float32))
        latents = self.components.encode(target)
        spread = torch.from_numpy(self.rng.uniform(0.0, LATENT_NOISE, (count, 1, 1, 1)).astype(np.float32))
        noise = torch.from_numpy(self.rng.standard_normal(latents.shape, dtype=np.float32))
        return (latents + spread * noise).contiguous(memory_format=torch.channels_last), target


def main() -> None:
    args = training_parser(__doc__, seed=10).parse_args()
    torch.manual_seed(args.seed)
    components = Components.load(args.work)
    held = pool_mels(load_pool(args.work, "held_out")[0])

    vae = make_vae()
    set_encoder(vae, components.weight, components.bias)
    error = encoder_error(vae, held[:4, None], components.encode(held[:4]))
    print(f"the encoder is off by {error:.5f} at most", flush=True)
    vae.decoder.to(memory_format=torch.channels_last)
    modules = {"decoder": vae.decoder}
    training = Training(args, args.work / "vae/checkpoint.pt", modules, average_decay=0.995)
    matrices, others = split(modules.values(), ("conv_in", "conv_out"))
    muon = Muon(matrices, lr=MUON_RATE, workers=training.workers)
    adamw = torch.optim.AdamW(others, lr=ADAMW_RATE, betas=(0.9, 0.99), weight_decay=1e-4)
    seeds = training.begin({"muon": Rated(muon, MUON_RATE), "adamw": Rated(adamw, ADAMW_RATE)})
    pools = [CropPool(args.work, seed) for seed in seeds]

    def loss_of(pool: CropPool) -> torch.Tensor:
        cells, count = next(phase[1:] for phase in PHASES if training.progress < phase[0])
        latents, target = pool.draw(cells, count // args.threads)
        with mixed_precision():
            output = decode(vae, latents)
        return reconstruction_loss(output.float(), target)

    def finished() -> AutoencoderKL:
        judged = make_vae()
        set_encoder(judged, components.weight, components.bias)
        judged.decoder.load_state_dict(training.average.weights["decoder"])
        judged.save_pretrained(args.work / "vae/pretrained")
        return judged.eval()

    def judge() -> None:
        error = (reconstruct(finished(), components, held[:16]) - held[:16]).abs().mean()
        print(f"step {training.step} held-out L1 {error:.4f}", flush=True)

    training.run(loss_of, lambda: pools, on_checkpoint=judge)

    output = reconstruct(finished(), components, held)
    linear = components.decode(components.encode(held))
    figures = {
        "l1": float((output - held).abs().mean()),
        "linear_l1": float((linear - held).abs().mean()),
        "clips": len(held),
    }
    (args.work / "vae/figures.json").write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures))
    save_sheet(torch.stack([held[:16], output[:16]], dim=1).flatten(0, 1).numpy(), args.work / "vae/sheet.png")


if __name__ == "__main__":
    main()
