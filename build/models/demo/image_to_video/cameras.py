"""Camera motions: how a picture as a whole is looked at over time.

A motion starts at rest, so that the first frame is the picture itself, and all of its amplitudes
are proportional to `amount`, which the motion bucket stands for.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from waves import Lean, Waves, heading, per_frame, swing, turn

Camera = Callable[[np.ndarray, float], np.ndarray]
"""(positions [T, VIEW, VIEW, 2], depth of the layer) to the positions where the layer is looked up."""


def _zoom(amount: float, time: np.ndarray, rng: np.random.Generator) -> Camera:
    """In or, less often, out; a little sideways."""
    rate = amount * rng.uniform(0.08, 0.2) * rng.choice((-1.0, 1.0), p=(0.65, 0.35))
    middle = rng.uniform(-24.0, 24.0, 2).astype(np.float32)
    drift = amount * rng.uniform(0.0, 6.0) * heading(rng)

    def look(grid: np.ndarray, depth: float) -> np.ndarray:
        near = (grid - middle) * np.exp(depth * rate * per_frame(time)) + middle
        return near + depth * per_frame(time) * drift

    return look


def _drift(amount: float, time: np.ndarray, rng: np.random.Generator) -> Camera:
    """Straight in one direction."""
    velocity = amount * rng.uniform(9.0, 18.0) * heading(rng)
    return lambda grid, depth: grid + depth * per_frame(time) * velocity


def _sway(amount: float, time: np.ndarray, rng: np.random.Generator) -> Camera:
    """To and fro like a boat, turning a little."""
    reach = amount * rng.uniform(7.0, 14.0) * heading(rng)
    tilt = amount * rng.uniform(-0.1, 0.1)
    middle = rng.uniform(-24.0, 24.0, 2).astype(np.float32)
    wave = swing(rng, time)
    return lambda grid, depth: turn(grid + depth * per_frame(wave) * reach, depth * tilt * wave, middle)


def _roll(amount: float, time: np.ndarray, rng: np.random.Generator) -> Camera:
    """Turning, and usually coming closer."""
    rate = amount * rng.uniform(0.12, 0.28) * rng.choice((-1.0, 1.0))
    growth = amount * rng.uniform(-0.14, 0.02)
    middle = np.zeros(2, np.float32)
    return lambda grid, depth: turn(grid, depth * rate * time, middle) * np.exp(depth * growth * per_frame(time))


def _wave(amount: float, time: np.ndarray, rng: np.random.Generator) -> Camera:
    """The picture as a flag, or seen through water."""
    across, along = Waves(rng, 2, 50.0, 130.0), Waves(rng, 2, 50.0, 130.0)
    reach = amount * rng.uniform(2.5, 5.0)
    return lambda grid, depth: grid + reach * depth * np.stack([across(grid, time), along(grid, time)], axis=-1)


def _breeze(amount: float, time: np.ndarray, rng: np.random.Generator) -> Camera:
    """The picture leans to and fro on its lower edge."""
    lean, reach = Lean(rng), amount * rng.uniform(6.0, 12.0)
    return lambda grid, depth: lean(grid, time, reach * depth)


CAMERAS: dict[str, tuple[float, Callable[[float, np.ndarray, np.random.Generator], Camera]]] = {
    "zoom": (0.34, _zoom),
    "drift": (0.26, _drift),
    "sway": (0.16, _sway),
    "roll": (0.08, _roll),
    "wave": (0.10, _wave),
    "breeze": (0.06, _breeze),
}
"""Each with its share of the clips."""


def draw_camera(amount: float, time: np.ndarray, rng: np.random.Generator) -> Camera:
    """A random camera motion for times in seconds [T]."""
    names = list(CAMERAS)
    return CAMERAS[names[int(rng.choice(len(names), p=[CAMERAS[name][0] for name in names]))]][1](amount, time, rng)


def fixed(grid: np.ndarray, depth: float) -> np.ndarray:
    """A camera on a tripod."""
    del depth
    return grid
