"""Habits: what a layer of a picture does by itself, such as bobbing, rippling or twinkling.

As camera motions do, habits start at rest and grow in proportion to `amount`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from waves import Lean, Waves, per_frame, swing, turn


def _same(grid: np.ndarray) -> np.ndarray:
    return grid


def _steady(grid: np.ndarray) -> np.ndarray:
    return np.ones((len(grid), 1, 1), np.float32)


@dataclass(frozen=True)
class Habit:
    """move: positions [T, VIEW, VIEW, 2] to those looked up; shine: to the brightness, [T, VIEW, VIEW] or [T, 1, 1]."""

    move: Callable[[np.ndarray], np.ndarray] = _same
    shine: Callable[[np.ndarray], np.ndarray] = _steady


@dataclass(frozen=True)
class Cue:
    """pivot: where the layer is anchored, (column, row) from the middle of the canvas, [2]; amount: the motion
    bucket over 255; time: seconds, [T]."""

    pivot: np.ndarray
    amount: float
    time: np.ndarray
    rng: np.random.Generator


_DOWN = np.asarray((0.0, 1.0), np.float32)


def _bob(cue: Cue) -> Habit:
    rise = cue.amount * cue.rng.uniform(8.0, 15.0) * swing(cue.rng, cue.time, 0.4, 0.8)
    tilt = cue.amount * cue.rng.uniform(0.0, 0.2) * swing(cue.rng, cue.time, 0.4, 0.8)
    return Habit(lambda grid: turn(grid + per_frame(rise) * _DOWN, tilt, cue.pivot))


def _hop(cue: Cue) -> Habit:
    height = cue.amount * cue.rng.uniform(14.0, 26.0) * np.abs(np.sin(np.pi * cue.rng.uniform(0.6, 1.1) * cue.time))
    return Habit(lambda grid: grid + per_frame(height) * _DOWN)


def _swing(cue: Cue) -> Habit:
    angle = cue.amount * cue.rng.uniform(0.3, 0.6) * swing(cue.rng, cue.time, 0.35, 0.7)
    nail = cue.pivot + cue.rng.choice((-34.0, 30.0)) * _DOWN
    return Habit(lambda grid: turn(grid, angle, nail))


def _pulse(cue: Cue) -> Habit:
    size = cue.amount * cue.rng.uniform(0.18, 0.35) * swing(cue.rng, cue.time, 0.4, 0.9)
    return Habit(lambda grid: (grid - cue.pivot) * np.exp(-per_frame(size)) + cue.pivot)


def _travel(cue: Cue) -> Habit:
    angle = cue.rng.uniform(0, 2 * np.pi)
    velocity = cue.amount * cue.rng.uniform(14.0, 30.0) * np.asarray((np.cos(angle), 0.6 * np.sin(angle)), np.float32)
    return Habit(lambda grid: grid - per_frame(cue.time) * velocity)


def _clouds(cue: Cue) -> Habit:
    velocity = cue.amount * cue.rng.uniform(7.0, 16.0) * np.asarray((cue.rng.choice((-1.0, 1.0)), 0.0), np.float32)
    return Habit(lambda grid: grid - per_frame(cue.time) * velocity)


def _ripple(cue: Cue) -> Habit:
    """Like a lake: waves are short towards the viewer and long sideways."""
    across, along = Waves(cue.rng, 2, 22.0, 60.0), Waves(cue.rng, 2, 22.0, 60.0)
    reach = cue.amount * cue.rng.uniform(2.5, 5.0) * np.asarray((1.0, 0.5), np.float32)
    squeeze = np.asarray((0.5, 1.5), np.float32)

    def move(grid: np.ndarray) -> np.ndarray:
        return grid + reach * np.stack([across(grid * squeeze, cue.time), along(grid * squeeze, cue.time)], axis=-1)

    return Habit(move)


def _breeze(cue: Cue) -> Habit:
    lean, reach = Lean(cue.rng), cue.amount * cue.rng.uniform(8.0, 16.0)
    return Habit(lambda grid: lean(grid, cue.time, reach))


def _twinkle(cue: Cue) -> Habit:
    waves, depth = Waves(cue.rng, 3, 18.0, 50.0), cue.amount * cue.rng.uniform(0.5, 0.8)
    return Habit(shine=lambda grid: np.clip(1.0 + depth * waves(grid, cue.time), 0.0, 1.6))


def _rest(cue: Cue) -> Habit:
    del cue
    return Habit()


HABITS: dict[str, Callable[[Cue], Habit]] = {
    "rest": _rest,
    "bob": _bob,
    "hop": _hop,
    "swing": _swing,
    "pulse": _pulse,
    "travel": _travel,
    "clouds": _clouds,
    "ripple": _ripple,
    "breeze": _breeze,
    "twinkle": _twinkle,
}
LIVELY: tuple[str, ...] = ("bob", "hop", "swing", "pulse", "travel")
"""What a thing may do."""
