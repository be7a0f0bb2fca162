"""Train the denoiser and the image encoder jointly on cached latents.

    python unet_train.py --work WORK --minutes 60 [--resume]

Objective of SVD: the network predicts v for latents with noise of any sigma, which it is told as
ln(sigma) / 4. Noise on the picture is drawn as for the published checkpoints. A tenth of the
pictures is withheld, latents and embedding at once, which makes the unconditional half of
classifier-free guidance.

An auxiliary loss asks the embedding for the kind of picture through a linear layer that is thrown
away afterwards: all the details are in the picture's latents, and without this help the denoiser
gives the image encoder no reason to look.

The schedule follows processor time, so that a pause or a busy machine delays it but wastes nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import UNetSpatioTemporalConditionModel
from torch import nn

from arguments import training_parser
from components import Components
from conditions import picture_latents, pixel_values, time_ids
from models import EMBEDDING, SIGMA_MAX, SIGMA_MIN, make_image_encoder, make_unet
from muon import Muon, split
from pictures import KINDS
from temporal import quicken
from threads import mixed_precision
from training import Rated, Training

MUON_RATE = 0.02
ADAMW_RATE = 1e-3
ADAMW_LAYERS = (
    "conv_in",
    "conv_out",
    "time_embedding",
    "add_embedding",
    "time_emb_proj",
    "time_pos_embed",
    "patch_embedding",
    "position_embedding",
)
"""Embeddings, inputs, modulations and outputs: not the hidden matrices that Muon is meant for."""
PHASES = ((0.45, 7, 8), (1.0, 14, 4))
"""(progress at which the phase ends, frames, clips for each thread)."""
LOG_SIGMA = (0.3, 1.5)
"""Mean and deviation of ln(sigma) for most clips."""
WIDE_SHARE = 0.15
"""Share of clips with ln(sigma) uniform over all that sampling visits, up to 700."""
LOG_STRENGTH = (-3.0, 0.5)
"""Mean and deviation of the logarithm of the noise on the picture, as for SVD."""
DROPOUT = 0.1
FIRST_FRAME_WEIGHT = 2.0
KIND_WEIGHT = 0.05


@dataclass(frozen=True)
class Batch:
    """latents and noise: float32 [B, T, 8, 16, 16]; sigmas: [B]; pictures: [B, 8, 16, 16];
    pixel_values: [B, 3, 224, 224]; ids: [B, 3]; shown: float [B], 0 where the picture is withheld;
    kinds: int64 [B]."""

    latents: torch.Tensor
    noise: torch.Tensor
    sigmas: torch.Tensor
    pictures: torch.Tensor
    pixel_values: torch.Tensor
    ids: torch.Tensor
    shown: torch.Tensor
    kinds: torch.Tensor


class LatentPool:
    """Cached latents with their pictures, for one thread."""

    def __init__(self, work: Path, components: Components, seed: tuple[int, ...]) -> None:
        self.components = components
        self.latents = np.load(work / "latents/train.npy", mmap_mode="r")
        self.clips, self.pictures, self.labels = (
            np.load(work / f"pools/train/{name}.npy", mmap_mode="r") for name in ("clips", "pictures", "labels")
        )
        self.rng = np.random.default_rng(seed)
        self.generator = torch.Generator().manual_seed(int(self.rng.integers(2**62)))

    def draw(self, frames: int, count: int) -> Batch:
        """The first frames of random clips."""
        index = np.sort(self.rng.integers(len(self.latents), size=count))
        latents = torch.from_numpy(self.latents[index, :frames].astype(np.float32))
        fps, buckets, kinds = torch.from_numpy(self.labels[index]).unbind(1)
        strengths = torch.exp(LOG_STRENGTH[0] + LOG_STRENGTH[1] * self._normal(count))
        # Dropped pictures come large and small, and the image encoder should not mind.
        sharp = self.rng.uniform() < 0.5
        return Batch(
            latents=latents,
            noise=torch.randn(latents.shape, generator=self.generator),
            sigmas=self._sigmas(count),
            pictures=picture_latents(self.components, self.clips[index, 0], strengths, self.generator),
            pixel_values=pixel_values(self.pictures[index] if sharp else self.clips[index, 0]),
            ids=time_ids(fps, buckets, strengths),
            shown=(torch.rand(count, generator=self.generator) >= DROPOUT).float(),
            kinds=kinds,
        )

    def _normal(self, count: int) -> torch.Tensor:
        return torch.randn(count, generator=self.generator)

    def _sigmas(self, count: int) -> torch.Tensor:
        usual = LOG_SIGMA[0] + LOG_SIGMA[1] * self._normal(count)
        low, high = math.log(SIGMA_MIN), math.log(SIGMA_MAX)
        wide = low + (high - low) * torch.rand(count, generator=self.generator)
        chosen = torch.rand(count, generator=self.generator) < WIDE_SHARE
        return torch.where(chosen, wide, usual.clamp(low, high)).exp()


@torch.no_grad()
def initialise(unet: UNetSpatioTemporalConditionModel) -> None:
    """Start as the identity, as diffusion models do: the last layer of every residual branch at zero."""
    for name, module in unet.named_modules():
        if name.endswith(("conv2", "proj_out", "conv_out")):
            module.weight.zero_()
            module.bias.zero_()


def part_loss(modules: dict[str, nn.Module], batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """(mean squared error of v, cross entropy of the kinds of picture)."""
    sigma = batch.sigmas.view(-1, 1, 1, 1, 1)
    scale = (sigma.square() + 1.0).rsqrt()
    noisy = batch.latents + sigma * batch.noise
    target = (batch.noise - sigma * batch.latents) * scale
    frames = batch.latents.shape[1]
    shown = batch.shown.view(-1, 1, 1, 1, 1)
    pictures = (batch.pictures[:, None] * shown).expand(-1, frames, -1, -1, -1)
    with mixed_precision():
        embeddings = modules["image_encoder"](batch.pixel_values).image_embeds
        answers = modules["kind_head"](embeddings)
        output = modules["unet"](
            torch.cat([noisy * scale, pictures], dim=2),
            0.25 * batch.sigmas.log(),
            (embeddings * batch.shown[:, None])[:, None],
            batch.ids,
        ).sample
    error = (output.float() - target).square().mean(dim=(0, 2, 3, 4))
    weight = torch.ones(frames)
    weight[0] = FIRST_FRAME_WEIGHT
    return (weight * error).sum() / weight.sum(), F.cross_entropy(answers.float(), batch.kinds)


def main() -> None:
    args = training_parser(__doc__, seed=20).parse_args()
    torch.manual_seed(args.seed)
    torch.backends.cuda.enable_flash_sdp(False)  # Its backward is slow for so few tokens.

    components = Components.load(args.work / "components.npz")
    modules: dict[str, nn.Module] = {
        "unet": make_unet(),
        "image_encoder": make_image_encoder(),
        "kind_head": nn.Linear(EMBEDDING, len(KINDS)),
    }
    initialise(modules["unet"])
    quicken(modules["unet"])
    training = Training(args, args.work / "unet/checkpoint.pt", modules, average_decay=0.997)
    matrices, others = split(modules.values(), ADAMW_LAYERS)
    muon = Muon(matrices, lr=MUON_RATE, weight_decay=0.01, workers=training.workers)
    adamw = torch.optim.AdamW(others, lr=ADAMW_RATE, betas=(0.9, 0.99), weight_decay=0.0)
    seeds = training.begin({"muon": Rated(muon, MUON_RATE), "adamw": Rated(adamw, ADAMW_RATE)})
    pools = [LatentPool(args.work, components, seed) for seed in seeds]

    def loss_of(part: tuple[LatentPool, int, int]) -> torch.Tensor:
        pool, frames, count = part
        error, entropy = part_loss(modules, pool.draw(frames, count))
        training.note(noise=error.item(), kinds=entropy.item())
        return error + KIND_WEIGHT * entropy

    def parts() -> list[tuple[LatentPool, int, int]]:
        frames, count = next(phase[1:] for phase in PHASES if training.progress < phase[0])
        training.note(frames=frames)
        return [(pool, frames, count) for pool in pools]

    training.run(loss_of, parts)


if __name__ == "__main__":
    main()
