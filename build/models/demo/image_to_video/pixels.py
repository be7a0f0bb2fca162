"""Bytes to numbers and back, and the measure of reconstructions."""

from __future__ import annotations

import numpy as np
import torch


def to_model(frames: np.ndarray) -> torch.Tensor:
    """uint8 [..., H, W, 3] to float32 in [-1, 1], [..., 3, H, W]."""
    return torch.from_numpy(np.ascontiguousarray(frames)).movedim(-1, -3).float().div_(127.5).sub_(1.0)


def to_bytes(frames: torch.Tensor) -> np.ndarray:
    """float in [-1, 1], [..., 3, H, W] to uint8 [..., H, W, 3]."""
    return frames.float().add(1.0).mul(127.5).round().clamp(0, 255).byte().movedim(-3, -1).numpy()


def psnr(output: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Peak signal-to-noise ratio of each picture in dB, uint8 [N, ...] to float [N]."""
    error = (output.astype(np.float64) - target.astype(np.float64)) ** 2
    return 10 * np.log10(255.0**2 / np.maximum(error.reshape(len(error), -1).mean(axis=1), 1e-3))
