"""The latent space: principal components of 4 x 4 blocks of pixels.

    python components.py --work WORK

The autoencoder's encoder is not trained but set (../shared/cell_encoder.py) to compute these, so that denoiser and
decoder can be trained at once and independently of each other. The best linear code of the shape is
a good one: coarse to fine, and the same for every picture; what it leaves out the decoder draws from
a cell's neighbours.

Writes WORK/components.npz and WORK/latents/train.npy: float16 [N, 14, 8, 16, 16], unit deviation over all.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from models import CELL, LATENT_CHANNELS, LATENT_SIDE
from pixels import to_model
from render import FRAMES

FLATTENING = 0.5
"""Power of a component's deviation that is divided out. With 0 the fine components would drown in
noise until the last steps, with 1 they would be as loud as the coarse ones from the start."""
FITTED_ON = 3000


class Components:
    """weight [8, 3, 4, 4] and bias [8] of the convolution, with the cell as its stride, that encodes."""

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor) -> None:
        self.weight, self.bias = weight, bias

    @classmethod
    def fit(cls, pictures: np.ndarray) -> Components:
        """Of uint8 pictures [N, H, W, 3]."""
        pixels = to_model(pictures)
        blocks = F.unfold(pixels, CELL, stride=CELL).transpose(1, 2).reshape(-1, 3 * CELL**2).double()
        mean = blocks.mean(0)
        variances, vectors = torch.linalg.eigh(torch.cov((blocks - mean).T))
        chosen = torch.arange(len(mean) - 1, len(mean) - 1 - LATENT_CHANNELS, -1)
        deviations, basis = variances[chosen].sqrt(), vectors[:, chosen]
        gains = deviations**-FLATTENING
        gains = gains / (gains * deviations).square().mean().sqrt()
        weight = (basis * gains).T
        return cls(weight.reshape(LATENT_CHANNELS, 3, CELL, CELL).float(), -(weight @ mean).float())

    @classmethod
    def load(cls, path: Path) -> Components:
        with np.load(path) as arrays:
            return cls(torch.from_numpy(arrays["weight"]), torch.from_numpy(arrays["bias"]))

    def save(self, path: Path) -> None:
        np.savez(path, weight=self.weight.numpy(), bias=self.bias.numpy())

    def encode(self, pixels: torch.Tensor) -> torch.Tensor:
        """Latents [N, 8, H / 4, W / 4] of pixels in [-1, 1], [N, 3, H, W]."""
        return F.conv2d(pixels, self.weight, self.bias, stride=CELL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    args = parser.parse_args()
    pool = args.work / "pools/train"
    clips = np.load(pool / "clips.npy", mmap_mode="r")
    components = Components.fit(clips[:FITTED_ON, 0])
    components.save(args.work / "components.npz")
    latents = np.empty((len(clips), FRAMES, LATENT_CHANNELS, LATENT_SIDE, LATENT_SIDE), np.float16)
    for index, clip in enumerate(clips):
        latents[index] = components.encode(to_model(clip)).numpy()
    folder = args.work / "latents"
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "train.npy", latents)
    shares = latents[:500].std(axis=(0, 1, 3, 4), dtype=np.float32)
    print(f"deviation {latents.std(dtype=np.float32):.3f}, of each channel {np.round(shares, 3)}")


if __name__ == "__main__":
    main()
