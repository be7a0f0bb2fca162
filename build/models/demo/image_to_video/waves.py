"""What camera motions and habits are made of: positions, turns, swings and travelling waves.

Positions are float32 (column, row) in pixels from the middle of the canvas, [T, VIEW, VIEW, 2]; two
pixels of the canvas make one of the clip. Time is in seconds, [T].
"""

from __future__ import annotations

import numpy as np

VIEW = 128
"""Side of the part of the canvas that the clip shows."""


def still(frames: int) -> np.ndarray:
    """Positions of a picture at rest."""
    line = np.arange(VIEW, dtype=np.float32) - (VIEW - 1) / 2
    grid = np.stack(np.meshgrid(line, line), axis=-1)
    return np.broadcast_to(grid, (frames, VIEW, VIEW, 2))


def per_frame(values: np.ndarray) -> np.ndarray:
    """[T] shaped to be multiplied with positions, [T, 1, 1, 1]."""
    return np.asarray(values, np.float32)[:, None, None, None]


def turn(grid: np.ndarray, angle: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Rotate positions by angles in radians [T] about a centre [2]."""
    cos, sin = per_frame(np.cos(angle))[..., 0], per_frame(np.sin(angle))[..., 0]
    x, y = grid[..., 0] - centre[0], grid[..., 1] - centre[1]
    return np.stack([cos * x - sin * y + centre[0], sin * x + cos * y + centre[1]], axis=-1)


def swing(rng: np.random.Generator, time: np.ndarray, slow: float = 0.3, fast: float = 0.7) -> np.ndarray:
    """A sine between -1 and 1 that starts at zero, with a frequency in Hz between two, [T]."""
    return np.sin(2 * np.pi * rng.uniform(slow, fast) * time) * rng.choice((-1.0, 1.0))


def heading(rng: np.random.Generator) -> np.ndarray:
    """A unit vector in any direction, [2]."""
    angle = rng.uniform(0, 2 * np.pi)
    return np.asarray((np.cos(angle), np.sin(angle)), np.float32)


class Waves:
    """A sum of plane waves that travel in random directions, less its value at time 0."""

    def __init__(self, rng: np.random.Generator, count: int, shortest: float, longest: float) -> None:
        """Wavelengths in pixels of the canvas."""
        self.vectors = [heading(rng) * 2 * np.pi / rng.uniform(shortest, longest) for _ in range(count)]
        self.phases = rng.uniform(0, 2 * np.pi, count)
        self.paces = 2 * np.pi * rng.uniform(0.35, 0.8, count)

    def __call__(self, grid: np.ndarray, time: np.ndarray) -> np.ndarray:
        """[T, VIEW, VIEW], mostly between -1 and 1."""
        total = np.zeros(grid.shape[:-1], np.float32)
        for vector, phase, pace in zip(self.vectors, self.phases, self.paces, strict=True):
            rest = grid @ vector.astype(np.float32) + np.float32(phase)
            total += np.sin(rest - per_frame(pace * time)[..., 0]) - np.sin(rest)
        return total / len(self.vectors)


class Lean:
    """Grass in the wind: sideways to and fro, the more the higher above the lower edge."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.waves = Waves(rng, 2, 90.0, 200.0)

    def __call__(self, grid: np.ndarray, time: np.ndarray, reach: float) -> np.ndarray:
        height = np.clip(0.5 - grid[..., 1] / VIEW, 0.0, 1.2) ** 1.4
        sideways = reach * height * self.waves(grid * np.float32((1.0, 0.3)), time)
        return grid + np.stack([sideways, np.zeros_like(sideways)], axis=-1)
