"""The latent space: principal components of 4 x 4 x 4 blocks of pixels.

    python components.py --work WORK

CogVideoX's autoencoder gives one latent cell to every block of 4 frames (the first frame alone)
and, at three levels, 4 x 4 pixels. Which space the encoder maps to is free, and principal
components are a good one that needs no training: linear, coarse to fine, and known from the start,
so that denoiser and decoder can be trained independently of each other. The decoder
(decoder_train.py) draws what the components leave out from a cell's neighbours.

Writes WORK/components.npz (basis, mean, deviations) and WORK/latents/train.npz:
latents: float16 [N, 5, 8, 16, 16], unit deviation over all; motion: float16 [N, 5, 16, 16], how much
of a cell the moving thing covers; scenes: int64 [N, 3]; the same of single frames under the names
still_latents [M, 1, 8, 16, 16], still_motion and still_scenes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from models import CELL, LATENT_CHANNELS, LATENT_FRAMES, LATENT_SIDE

FLATTENING = 0.5
"""Power of a component's deviation that is divided out. With 0 the fine components would drown in
noise until the last steps, with 1 they would be as loud as the coarse ones from the start."""
FITTED_ON = 600
STILLS = (0, 5, 11)
"""Offsets of the frames of a clip that are kept as single pictures."""


def to_blocks(clips: np.ndarray) -> np.ndarray:
    """uint8 [N, 1 + 4 (F - 1), 4 H, 4 W, 3] to float32 [N, F, H, W, 192] in [-1, 1].

    The first frame counts as four equal ones, as the causal convolutions pad it.
    """
    clips = np.concatenate([np.repeat(clips[:, :1], 3, axis=1), clips], axis=1)
    count, frames, height, width, _ = clips.shape
    blocks = clips.reshape(count, frames // 4, 4, height // CELL, CELL, width // CELL, CELL, 3)
    blocks = blocks.transpose(0, 1, 3, 5, 2, 4, 6, 7)
    return blocks.reshape(*blocks.shape[:4], -1).astype(np.float32) / 127.5 - 1.0


class Components:
    """A fitted basis [192, 8], the mean block [192], and the deviation of each component [8]."""

    def __init__(self, basis: np.ndarray, mean: np.ndarray, deviations: np.ndarray) -> None:
        self.basis, self.mean, self.deviations = basis, mean, deviations
        gains = deviations**-FLATTENING
        # Unit mean square over all channels.
        self.gains = gains / np.sqrt(np.mean((gains * deviations) ** 2))

    @classmethod
    def fit(cls, clips: np.ndarray) -> Components:
        blocks = to_blocks(clips).reshape(-1, 3 * 4 * CELL**2).astype(np.float64)
        mean = blocks.mean(0)
        variances, vectors = np.linalg.eigh(np.cov((blocks - mean).T))
        chosen = slice(-1, -1 - LATENT_CHANNELS, -1)
        return cls(vectors[:, chosen].astype(np.float32), mean.astype(np.float32), np.sqrt(variances[chosen]).astype(np.float32))

    @classmethod
    def load(cls, path: Path) -> Components:
        with np.load(path) as arrays:
            return cls(arrays["basis"], arrays["mean"], arrays["deviations"])

    def save(self, path: Path) -> None:
        np.savez(path, basis=self.basis, mean=self.mean, deviations=self.deviations)

    def encode(self, clips: np.ndarray) -> np.ndarray:
        """Latents of uint8 clips [N, 1 + 4 (F - 1), 4 H, 4 W, 3], float32 [N, F, 8, H, W]."""
        return np.moveaxis((to_blocks(clips) - self.mean) @ self.basis * self.gains, -1, 2)


def covered(clips: np.ndarray) -> np.ndarray:
    """How much of each cell the moving thing covers, float32 [N, 5, 16, 16] in [0, 1].

    The thing is what differs from the median over the clip.
    """
    blocks = to_blocks(clips)
    return np.clip(np.abs(blocks - np.median(blocks, axis=1, keepdims=True)).mean(-1) * 4.0, 0.0, 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    args = parser.parse_args()
    clips = np.load(args.work / "pools/train/clips.npy", mmap_mode="r")
    components = Components.fit(clips[:FITTED_ON])
    components.save(args.work / "components.npz")
    latents = np.empty((len(clips), LATENT_FRAMES, LATENT_CHANNELS, LATENT_SIDE, LATENT_SIDE), np.float16)
    motion = np.empty((len(clips), LATENT_FRAMES, LATENT_SIDE, LATENT_SIDE), np.float16)
    for start in range(0, len(clips), 100):
        part = slice(start, start + 100)
        latents[part], motion[part] = components.encode(clips[part]), covered(clips[part])
    scenes = np.load(args.work / "pools/train/scenes.npy")
    times = [((np.arange(len(clips)) * 7 + shift) % clips.shape[1]) for shift in STILLS]
    stills = [components.encode(clips[np.arange(len(clips)), time][:, None]).astype(np.float16) for time in times]
    # A still lies within the latent frame that holds its time.
    still_motion = [motion[np.arange(len(clips)), (time + 3) // 4][:, None] for time in times]
    folder = args.work / "latents"
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(
        folder / "train.npz",
        latents=latents,
        motion=motion,
        scenes=scenes,
        still_latents=np.concatenate(stills),
        still_motion=np.concatenate(still_motion),
        still_scenes=np.tile(scenes, (len(STILLS), 1)),
    )
    shares = latents.astype(np.float32).std(axis=(0, 1, 3, 4))
    print(f"deviation {latents.std(dtype=np.float32):.3f}, of each channel {np.round(shares, 3)}, moving {motion.mean(dtype=np.float32):.3f}")


if __name__ == "__main__":
    main()
