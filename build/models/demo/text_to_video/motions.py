"""The six motions, as smooth paths of a sprite's centre, angle and size over the clip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from things import Thing

MOTIONS: tuple[str, ...] = ("up", "down", "right", "left", "spin", "grow")


@dataclass(frozen=True)
class Path:
    """Pose of the sprite in every frame.

    x, y: centre in pixels of a 64x64 frame, [T]; angle: degrees counter-clockwise, [T];
    size: side of the sprite's square in pixels, [T]; mirrored: the glyph is flipped.
    """

    x: np.ndarray
    y: np.ndarray
    angle: np.ndarray
    size: np.ndarray
    mirrored: bool


_TRAVEL_HEADING = {"up": 90.0, "right": 0.0, "left": 180.0, "down": -90.0}


def make_path(thing: Thing, motion: str, frames: int, rng: np.random.Generator) -> Path:
    """Draw one random path for a motion; travel covers at least 26 pixels of the 64.

    Little is left to chance on purpose: the fewer clips a prompt may mean, the sooner a small
    network draws them sharply.
    """
    t = np.linspace(0.0, 1.0, frames)
    size = np.full(frames, rng.uniform(32.0, 36.0))
    x = np.full(frames, rng.uniform(28.0, 36.0))
    y = np.full(frames, rng.uniform(28.0, 36.0))
    angle = np.zeros(frames)
    mirrored = False
    if motion in _TRAVEL_HEADING:
        travel = rng.uniform(26.0, 30.0)
        centre = 32.0 + rng.uniform(-2.0, 2.0)
        # A little acceleration, so that the pace of two clips is not the same.
        ease = t + rng.uniform(-0.2, 0.2) * t * (1.0 - t)
        along = centre + (ease - 0.5) * travel
        if motion == "up":
            y = 64.0 - along
        elif motion == "down":
            y = along
        elif motion == "right":
            x = along
        else:
            x = 64.0 - along
        if thing.heading is not None:
            angle = angle + _TRAVEL_HEADING[motion] - thing.heading
        mirrored = thing.faces_left and motion == "right"
    elif motion == "spin":
        turns = rng.choice((-1.0, 1.0))
        angle = rng.uniform(-8.0, 8.0) + 360.0 * turns * t
    elif motion == "grow":
        small, large = rng.uniform(10.0, 12.0), rng.uniform(44.0, 48.0)
        size = small + (large - small) * t
        if thing.heading is not None:
            angle = angle + _TRAVEL_HEADING["up"] - thing.heading
    else:
        raise ValueError(f"unknown motion {motion}")
    return Path(x, y, angle, size, mirrored)
