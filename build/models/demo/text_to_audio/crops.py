"""Random crops of the training clips for the vocoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from components import Components
from mel import HOP
from pool import load_pool, to_float

PREDICTED_SHARE, RECONSTRUCTED_SHARE = 0.6, 0.25
"""Of the spectrograms, as the linear stand-in for the VAE's decoder makes them, from latents that the denoiser has
predicted (predicted.py) and from a clip's own: such ones are what a vocoder is given in use."""
LATENT_NOISE = 0.12
"""Most deviation of the noise in reconstructed spectrograms, of latents' unit deviation."""
CONTEXT = 8
"""Frames of the spectrogram on either side of a crop that the vocoder sees but is not judged on."""
BEYOND = 8
"""Frames by which a crop may begin before its clip or end after it."""


class CropPool:
    """Random crops: spectrogram [B, frames + 16, 64] with its context and waveform [B, frames * 640] without.

    They may reach beyond the ends of a clip, into silence, so that silence is learnt as well.
    """

    def __init__(self, work: Path, seed: tuple[int, ...]) -> None:
        self.waves, _ = load_pool(work, "train")
        self.mels = np.load(work / "latents/mels.npy", mmap_mode="r")
        self.latents = np.load(work / "latents/train.npy", mmap_mode="r")
        predicted = work / "latents/predicted.npy"
        self.predicted = np.load(predicted, mmap_mode="r") if predicted.exists() else self.latents[:0]
        self.components = Components.load(work)
        self.rng = np.random.default_rng(seed)

    def draw(self, count: int, frames: int) -> tuple[torch.Tensor, torch.Tensor]:
        total = self.waves.shape[1] // HOP
        mels, waves = [], []
        for clip in self.rng.integers(len(self.waves), size=count):
            start = int(self.rng.integers(-BEYOND, total + BEYOND - frames + 1))
            mels.append(_cut(self._spectrogram(clip), start - CONTEXT, start + frames + CONTEXT).astype(np.float32))
            waves.append(to_float(_cut(self.waves[clip], start * HOP, (start + frames) * HOP)))
        return torch.from_numpy(np.stack(mels)), torch.from_numpy(np.stack(waves))

    def _spectrogram(self, clip: int) -> np.ndarray:
        """[T, 64], in one of three forms."""
        form = self.rng.uniform()
        if form < PREDICTED_SHARE and clip < len(self.predicted):
            latents = self.predicted[clip : clip + 1].astype(np.float32)
            return self.components.decode(torch.from_numpy(latents))[0].numpy()
        if form > PREDICTED_SHARE + RECONSTRUCTED_SHARE:
            return self.mels[clip]
        latents = self.latents[clip : clip + 1].astype(np.float32)
        noise = self.rng.standard_normal(latents.shape, dtype=np.float32) * np.float32(self.rng.uniform(0, LATENT_NOISE))
        return self.components.decode(torch.from_numpy(latents + noise))[0].numpy()


def _cut(array: np.ndarray, start: int, stop: int) -> np.ndarray:
    """array[start:stop], with zeros for what lies beyond its ends."""
    part = array[max(start, 0) : min(stop, len(array))]
    missing = ((max(-start, 0), max(stop - len(array), 0)), *[(0, 0)] * (array.ndim - 1))
    return np.pad(part, missing)
