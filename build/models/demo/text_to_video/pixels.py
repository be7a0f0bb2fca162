"""Clips as bytes and as what networks see, and how far two clips are apart."""

from __future__ import annotations

import numpy as np
import torch


def to_model(clips: np.ndarray) -> torch.Tensor:
    """uint8 [B, T, H, W, 3] to float32 in [-1, 1], [B, 3, T, H, W]."""
    return torch.from_numpy(np.ascontiguousarray(clips)).permute(0, 4, 1, 2, 3).float().div_(127.5).sub_(1.0)


def to_pixels(video: torch.Tensor) -> np.ndarray:
    """float [-1, 1], [B, 3, T, H, W] to uint8 [B, T, H, W, 3]."""
    return video.float().add(1.0).mul(127.5).round().clamp(0, 255).byte().permute(0, 2, 3, 4, 1).numpy()


def psnr(output: np.ndarray, target: np.ndarray) -> float:
    """Mean over clips of the peak signal-to-noise ratio in dB, uint8 [B, T, H, W, 3]."""
    error = (output.astype(np.float32) - target.astype(np.float32)) ** 2
    return float(np.mean(10 * np.log10(255.0**2 / error.mean(axis=(1, 2, 3, 4)))))
