"""Train the decoder of the autoencoder on single pictures and on short spans of clips.

    python decoder_train.py --work WORK --minutes 30 [--resume]

The encoder is set and not trained (../shared/cell_encoder.py), so this may run before, after or beside unet_train.py.
The decoder convolves over the frames of a chunk, so it sees chunks of one frame (pictures) and of
several (clips) in turn. Training starts on small crops, where a step is cheap, and ends on whole
frames, because group normalisation spans the frame.

The schedule follows processor time, so that a pause or a busy machine delays it but wastes nothing.
Writes WORK/vae/pretrained.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from diffusers import AutoencoderKLTemporalDecoder

from arguments import training_parser
from cell_encoder import encoder_error, set_encoder
from clip_sheet import save_sheet
from components import Components
from models import make_vae
from muon import Muon, split
from pixels import psnr, to_bytes, to_model
from temporal import quicken
from threads import mixed_precision
from training import Rated, Training

MUON_RATE = 0.02
ADAMW_RATE = 1e-3
LATENT_NOISE = 0.12
"""Most deviation of the noise added to the latents: a denoiser's are never exact."""
GRADIENT_WEIGHT = 0.3
GRADIENT_RAMP = (0.35, 0.6)
"""Progress between which the gradient loss fades in. From the start it would hold the decoder at
flat blocks, because no slope is a better guess than a wrong one."""
NORM_GROUPS = 32
"""What diffusers' autoencoders normalise in, whatever their width."""
REFERENCE = 1.0
"""The last channel of every group starts at this; the others start around 0 with deviations near 1."""
PHASES = ((0.6, 4, 32, 16), (0.85, 7, 48, 14), (1.0, 7, 64, 7))
"""(progress at which the phase ends, frames in a chunk of a clip, crop side, frames for each thread)."""
CLIP_SHARE = 0.5
"""Share of steps on clips; the others are on pictures."""


class Frames:
    """Crops of a pool, for one thread."""

    def __init__(self, folder: Path, seed: tuple[int, ...]) -> None:
        self.clips = np.load(folder / "clips.npy", mmap_mode="r")
        self.pictures = np.load(folder / "pictures.npy", mmap_mode="r")
        self.rng = np.random.default_rng(seed)
        self.noise = torch.Generator().manual_seed(int(self.rng.integers(2**62)))

    def draw(self, side: int, chunk: int, count: int) -> torch.Tensor:
        """`count` frames, [count, 3, side, side]; each `chunk` of them follow each other in a clip."""
        if chunk == 1:
            return torch.stack([self._picture(side) for _ in range(count)])
        return torch.cat([self._span(side, chunk) for _ in range(count // chunk)])

    def _span(self, side: int, chunk: int) -> torch.Tensor:
        index, start = self.rng.integers(len(self.clips)), int(self.rng.integers(self.clips.shape[1] - chunk + 1))
        top, left = self.rng.integers(self.clips.shape[2] - side + 1, size=2)
        return to_model(self.clips[index, start : start + chunk, top : top + side, left : left + side])

    def _picture(self, side: int) -> torch.Tensor:
        """A crop of a picture at full, half or a scale between, maybe mirrored, with channels in any order.

        Colours of the sky, of skin or of leaves are not those that we happen to paint.
        """
        wide = min(round(side * self.rng.uniform(1.0, 2.0)), self.pictures.shape[1])
        top, left = self.rng.integers(self.pictures.shape[1] - wide + 1, size=2)
        crop = self.pictures[self.rng.integers(len(self.pictures)), top : top + wide, left : left + wide]
        turned = np.rot90(crop, self.rng.integers(4))[..., self.rng.permutation(3)]
        pixels = to_model(turned[:, ::-1] if self.rng.uniform() < 0.5 else turned)
        if wide == side:
            return pixels
        return torch.nn.functional.interpolate(pixels[None], (side, side), mode="bilinear", antialias=True)[0]


@dataclass(frozen=True)
class Draw:
    """What a step is about; `count` frames for each thread, in chunks of `chunk`."""

    side: int
    chunk: int
    count: int
    gradient_weight: float


def next_draw(progress: float, rng: np.random.Generator) -> Draw:
    """The step at a progress in [0, 1]."""
    frames, side, count = next(phase[1:] for phase in PHASES if progress < phase[0])
    fade = np.clip((progress - GRADIENT_RAMP[0]) / (GRADIENT_RAMP[1] - GRADIENT_RAMP[0]), 0.0, 1.0)
    return Draw(side, frames if rng.uniform() < CLIP_SHARE else 1, count, float(fade) * GRADIENT_WEIGHT)


def reconstruction_loss(output: torch.Tensor, target: torch.Tensor, gradient_weight: float) -> torch.Tensor:
    """Squared error and L1, plus L1 of the spatial gradients, which keeps outlines sharp; [N, 3, H, W]."""
    error = output - target
    loss = (0.5 * error.abs() + 5.0 * error.square()).mean()
    slopes = (error[..., 1:] - error[..., :-1]).abs().mean() + (error[..., 1:, :] - error[..., :-1, :]).abs().mean()
    return loss + gradient_weight * slopes


@torch.no_grad()
def initialise(decoder: nn.Module) -> None:
    """Start with a last layer over time that changes nothing, and with references for brightness.

    Normalisation in groups of two or four channels forgets their mean, and with it how bright the
    picture is, unless one channel of the group stands still beside the others.
    """
    for name, module in decoder.named_modules():
        if name.endswith(("conv_in", "samplers.0.conv", "conv_shortcut")):
            group = module.out_channels // NORM_GROUPS
            module.bias[group - 1 :: group] += REFERENCE
    decoder.time_conv_out.weight.zero_()
    decoder.time_conv_out.bias.zero_()
    decoder.time_conv_out.weight[range(3), range(3), 1] = 1.0


def freeze_unused(vae: AutoencoderKLTemporalDecoder) -> None:
    """The encoder is set; and with one layer per block, diffusers creates attention in the middle of
    the decoder and never calls it."""
    vae.encoder.requires_grad_(False)
    vae.quant_conv.requires_grad_(False)
    vae.decoder.mid_block.attentions.requires_grad_(False)


@torch.no_grad()
def reconstruct(vae: AutoencoderKLTemporalDecoder, frames: np.ndarray) -> np.ndarray:
    """Encode to the posterior mean and decode, chunk by chunk; uint8 [N, T, H, W, 3] in and out."""
    chunks = [to_model(chunk) for chunk in frames]
    return np.stack(
        [to_bytes(vae.decode(vae.encode(chunk).latent_dist.mode(), num_frames=len(chunk)).sample) for chunk in chunks]
    )


def main() -> None:
    args = training_parser(__doc__, seed=10).parse_args()
    torch.manual_seed(args.seed)
    torch.backends.cuda.enable_flash_sdp(False)  # Its backward is slow for so few tokens.
    probe = np.load(args.work / "pools/held_out/clips.npy", mmap_mode="r")[:12, ::2]

    components = Components.load(args.work / "components.npz")
    vae = make_vae()
    set_encoder(vae, components.weight, components.bias)
    initialise(vae.decoder)
    freeze_unused(vae)
    quicken(vae.decoder)
    pixels = to_model(probe[0])
    error = encoder_error(vae, pixels, components.encode(pixels))
    if error > 1e-2:
        raise AssertionError(f"the encoder is off by {error}")
    matrices, others = (
        [weight for weight in group if weight.requires_grad] for group in split([vae.decoder], ("conv_in", "conv_out"))
    )
    training = Training(args, args.work / "vae/checkpoint.pt", {"vae": vae}, average_decay=0.995)
    muon = Muon(matrices, lr=MUON_RATE, workers=training.workers)
    adamw = torch.optim.AdamW(others, lr=ADAMW_RATE, betas=(0.9, 0.99), weight_decay=1e-4)
    seeds = training.begin({"muon": Rated(muon, MUON_RATE), "adamw": Rated(adamw, ADAMW_RATE)})
    pools = [Frames(args.work / "pools/train", seed) for seed in seeds]
    coin = np.random.default_rng((args.seed, training.step))

    def judge() -> None:
        judged = make_vae()
        judged.load_state_dict(training.average.weights["vae"])
        output = reconstruct(judged, probe)
        pairs = np.stack([probe, output], axis=1).reshape(-1, *probe.shape[1:])
        save_sheet(pairs, args.work / "vae/sheet.png", columns=2)
        print(f"step {training.step} held-out PSNR {psnr(output, probe).mean():.2f} dB", flush=True)

    def loss_of(part: tuple[Frames, Draw]) -> torch.Tensor:
        pool, draw = part
        target = pool.draw(draw.side, draw.chunk, draw.count)
        exact = components.encode(target)
        spread = LATENT_NOISE * torch.rand(len(exact), 1, 1, 1, generator=pool.noise)
        latents = exact + spread * torch.randn(exact.shape, generator=pool.noise)
        with mixed_precision():
            output = vae.decode(latents, num_frames=draw.chunk).sample
        return reconstruction_loss(output.float(), target, draw.gradient_weight)

    def parts() -> list[tuple[Frames, Draw]]:
        draw = next_draw(training.progress, coin)
        training.note(side=draw.side)
        return [(pool, draw) for pool in pools]

    training.run(loss_of, parts, on_checkpoint=judge)
    vae.load_state_dict(training.average.weights["vae"])
    vae.save_pretrained(args.work / "vae/pretrained")


if __name__ == "__main__":
    main()
