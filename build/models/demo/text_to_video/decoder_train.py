"""Train the decoder of the CogVideoX autoencoder: principal components in, clips out.

    python decoder_train.py --work WORK --minutes 20 [--resume]

Training goes through vae.decode, so it sees the chunks that inference uses (3 + 2 latent frames)
with their carried convolution caches: group normalisation spans a chunk, which makes a whole-clip
forward a different function. It starts on crops, where a step is cheap, and ends on whole frames.

The latents are fixed (components.py), so the denoiser may be trained before, after or meanwhile.
The schedule follows processor time, so that a pause or a busy machine delays it but wastes nothing.
Writes WORK/vae/pretrained and WORK/vae/figures.json.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKLCogVideoX
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import CogVideoXSpatialNorm3D

from arguments import training_parser
from components import Components
from models import CELL, LATENT_SIDE, make_vae
from muon import Muon, split
from pixels import psnr, to_model, to_pixels
from clip_sheet import save_sheet
from threads import mixed_precision
from training import Rated, Training

MUON_RATE = 0.02
ADAMW_RATE = 2e-3
JUDGED = 64
"""Held-out clips that the final figure is measured on."""
LATENT_NOISE = 0.12
"""Most deviation of the noise added to the latents, drawn anew for every clip. A denoiser's latents
are never exact; a decoder that has seen only exact ones draws their errors."""
GRADIENT_WEIGHT = 0.3
PHASES = ((0.75, 8, 8), (1.0, LATENT_SIDE, 2))
"""(progress at which the phase ends, crop side in latent cells, batch size)."""


def reconstruction_loss(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Squared error and L1, plus L1 of the spatial gradients, which keeps outlines sharp.

    Pixels that change over time count more: the sprite is small beside the still background,
    yet it is what the viewer looks at.
    """
    weight = 1.0 + 3.0 * target.std(dim=2, keepdim=True).mean(dim=1, keepdim=True).mul(4.0).clamp(max=1.0)
    error = output - target
    loss = (weight * (0.5 * error.abs() + 5.0 * error.square())).mean()
    slope_x = (error[..., 1:] - error[..., :-1]).abs() * weight[..., 1:]
    slope_y = (error[..., 1:, :] - error[..., :-1, :]).abs() * weight[..., 1:, :]
    return loss + GRADIENT_WEIGHT * (slope_x.mean() + slope_y.mean())


@torch.no_grad()
def initialise(vae: AutoencoderKLCogVideoX) -> None:
    """Start from plain group normalisation.

    By default the spatial norms multiply every feature by a random function of the latents with
    mean zero, which drowns the signal for thousands of steps.
    """
    for module in vae.decoder.modules():
        if isinstance(module, CogVideoXSpatialNorm3D):
            module.conv_y.conv.weight.mul_(0.1)
            module.conv_y.conv.bias.fill_(1.0)
            module.conv_b.conv.weight.mul_(0.1)
            module.conv_b.conv.bias.zero_()


@torch.no_grad()
def decode(vae: AutoencoderKLCogVideoX, latents: np.ndarray) -> np.ndarray:
    """Clips uint8 [N, 17, 64, 64, 3] of latents [N, 5, 8, 16, 16], one by one in float32."""
    return np.concatenate(
        [to_pixels(vae.decode(torch.from_numpy(latent[None]).transpose(1, 2)).sample) for latent in latents]
    )


class Pool:
    """Aligned crops of latents and pixels, for one thread."""

    def __init__(self, work: Path, seed: tuple[int, ...]) -> None:
        self.clips = np.load(work / "pools/train/clips.npy", mmap_mode="r")
        self.components = Components.load(work / "components.npz")
        self.rng = np.random.default_rng(seed)

    def draw(self, side: int, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Latents [count, 8, 5, side, side] and pixels [count, 3, 17, 4 side, 4 side]."""
        latents, pixels = [], []
        for index in self.rng.integers(len(self.clips), size=count):
            top, left = self.rng.integers(LATENT_SIDE - side + 1, size=2) * CELL
            crop = self.clips[index, :, top : top + side * CELL, left : left + side * CELL]
            exact = self.components.encode(crop[None])[0]
            spread = self.rng.uniform(0.0, LATENT_NOISE)
            latents.append(exact + self.rng.standard_normal(exact.shape, dtype=np.float32) * np.float32(spread))
            pixels.append(crop)
        return torch.from_numpy(np.stack(latents)).transpose(1, 2), to_model(np.stack(pixels))


def main() -> None:
    args = training_parser(__doc__, seed=50).parse_args()
    torch.manual_seed(args.seed)
    components = Components.load(args.work / "components.npz")
    held_out = np.load(args.work / "pools/held_out/clips.npy", mmap_mode="r")

    vae = make_vae()
    initialise(vae)
    vae.encoder.requires_grad_(False)
    modules = {"decoder": vae.decoder}
    training = Training(args, args.work / "vae/checkpoint.pt", modules, average_decay=0.995)
    matrices, others = split(modules.values(), ("conv_in", "conv_out", "conv_y", "conv_b"))
    muon = Muon(matrices, lr=MUON_RATE, workers=training.workers)
    adamw = torch.optim.AdamW(others, lr=ADAMW_RATE, betas=(0.9, 0.99), weight_decay=1e-4)
    seeds = training.begin({"muon": Rated(muon, MUON_RATE), "adamw": Rated(adamw, ADAMW_RATE)})
    pools = [Pool(args.work, seed) for seed in seeds]

    def loss_of(pool: Pool) -> torch.Tensor:
        side, count = next(phase[1:] for phase in PHASES if training.progress < phase[0])
        latents, target = pool.draw(side, count // args.threads)
        with mixed_precision():
            output = vae.decode(latents).sample
        return reconstruction_loss(output.float(), target)

    def judge(clips: np.ndarray) -> tuple[float, np.ndarray]:
        judged = make_vae()
        judged.decoder.load_state_dict(training.average.weights["decoder"])
        output = decode(judged, components.encode(clips))
        return psnr(output, clips), output

    def tell() -> None:
        print(f"step {training.step} held-out PSNR {judge(held_out[:8])[0]:.2f} dB", flush=True)

    training.run(loss_of, lambda: pools, on_checkpoint=tell)

    quality, output = judge(held_out[:JUDGED])
    (args.work / "vae/figures.json").write_text(json.dumps({"psnr_db": quality, "clips": len(output)}, indent=2) + "\n")
    pairs = np.stack([held_out[:16], output[:16]], axis=1).reshape(32, *held_out.shape[1:])
    save_sheet(pairs, args.work / "vae/sheet.png", every=3, columns=2)
    print(f"held-out PSNR {quality:.2f} dB")
    vae.decoder.load_state_dict(training.average.weights["decoder"])
    vae.save_pretrained(args.work / "vae/pretrained")


if __name__ == "__main__":
    main()
