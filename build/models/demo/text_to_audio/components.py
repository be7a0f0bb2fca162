"""The latent space: principal components of 4 x 4 cells of a spectrogram.

    python components.py --work WORK

The autoencoder's encoder is not trained but set (../shared/cell_encoder.py) to compute these, so that denoiser, decoder and vocoder
can be trained at once and independently of each other. Eight of sixteen numbers are kept; what the others held, the
decoder draws from a cell's neighbours. A linear stand-in for it, fitted here by least squares, shows the vocoder in
training what decoded spectrograms are like.

Writes WORK/components.npz, WORK/latents/train.npy (float16 [N, 8, 32, 16], unit deviation over all) and
WORK/latents/mels.npy (float16 [N, 128, 64]).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from models import CELL, LATENT_CHANNELS
from pool import load_pool, pool_mels

FLATTENING = 0.5
"""Power of a component's deviation that is divided out. With 0 the fine components would drown in
noise until the last steps, with 1 they would be as loud as the coarse ones from the start."""
FITTED_ON = 400


def to_blocks(mels: torch.Tensor) -> torch.Tensor:
    """Spectrograms [N, T, 64] to the cells' values [N, 16, T / 4, 16]."""
    return F.pixel_unshuffle(mels[:, None], CELL)


class Components:
    """weight [8, 1, 4, 4] and bias [8] of the convolution, with the cell as its stride, that encodes; and inverse
    [16, 8, 3, 3] and inverse_bias [16] of the one that makes a cell's values of it and its neighbours."""

    def __init__(
        self, weight: torch.Tensor, bias: torch.Tensor, inverse: torch.Tensor, inverse_bias: torch.Tensor
    ) -> None:
        self.weight, self.bias, self.inverse, self.inverse_bias = weight, bias, inverse, inverse_bias

    @classmethod
    def fit(cls, mels: torch.Tensor) -> Components:
        """Of spectrograms [N, T, 64]."""
        blocks = to_blocks(mels)
        values = blocks.transpose(0, 1).flatten(1).double()
        mean = values.mean(1)
        variances, vectors = torch.linalg.eigh(torch.cov(values))
        chosen = torch.arange(len(mean) - 1, len(mean) - 1 - LATENT_CHANNELS, -1)
        deviations, basis = variances[chosen].sqrt(), vectors[:, chosen]
        gains = deviations**-FLATTENING
        gains = gains / (gains * deviations).square().mean().sqrt()
        weight = (basis * gains).T
        weight, bias = weight.reshape(-1, 1, CELL, CELL).float(), -(weight @ mean).float()
        return cls(weight, bias, *_fit_inverse(F.conv2d(mels[:, None], weight, bias, stride=CELL), blocks))

    @classmethod
    def load(cls, work: Path) -> Components:
        with np.load(work / "components.npz") as arrays:
            return cls(**{name: torch.from_numpy(array) for name, array in arrays.items()})

    def save(self, work: Path) -> None:
        np.savez(work / "components.npz", **{name: tensor.numpy() for name, tensor in vars(self).items()})

    def encode(self, mels: torch.Tensor) -> torch.Tensor:
        """Latents [N, 8, T / 4, 16] of spectrograms [N, T, 64]."""
        return F.conv2d(mels[:, None], self.weight, self.bias, stride=CELL)

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        """About the spectrograms [N, T, 64] of latents [N, 8, T / 4, 16]."""
        return F.pixel_shuffle(F.conv2d(latents, self.inverse, self.inverse_bias, padding=1), CELL)[:, 0]


def _fit_inverse(latents: torch.Tensor, blocks: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    neighbours = F.unfold(latents, 3, padding=1).transpose(1, 2).flatten(0, 1)
    design = F.pad(neighbours, (0, 1), value=1.0)
    answers = blocks.flatten(2).transpose(1, 2).flatten(0, 1)
    solution = torch.linalg.solve((design.T @ design).double(), (design.T @ answers).double()).float().T
    return solution[:, :-1].reshape(-1, latents.shape[1], 3, 3).contiguous(), solution[:, -1].contiguous()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    waves, _ = load_pool(args.work, "train")
    components = Components.fit(pool_mels(waves[:FITTED_ON]))
    components.save(args.work)
    latents, mels = [], []
    for start in range(0, len(waves), 64):
        part = pool_mels(waves[start : start + 64])
        mels.append(part.half().numpy())
        latents.append(components.encode(part).half().numpy())
    folder = args.work / "latents"
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "train.npy", np.concatenate(latents))
    np.save(folder / "mels.npy", np.concatenate(mels))
    held = pool_mels(load_pool(args.work, "held_out")[0])
    encoded = components.encode(held)
    error = (components.decode(encoded) - held).abs().mean()
    shares = encoded.std(dim=(0, 2, 3)).numpy()
    print(f"deviation {encoded.std():.3f}, of each channel {np.round(shares, 3)}, mean {encoded.mean():.3f}")
    print(f"held-out L1 of the linear decoder {error:.4f}")


if __name__ == "__main__":
    main()
