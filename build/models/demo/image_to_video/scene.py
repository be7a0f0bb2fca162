"""A scene: layers of a picture from back to front, and how each of them moves by itself."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from brushes import SIDE


@dataclass(frozen=True)
class Layer:
    """One sheet of a scene.

    pixels: float32 RGBA in [0, 1], colours premultiplied, [SIDE, SIDE, 4].
    depth: how much it takes part in camera motion; 0 is infinitely far, 1 is near.
    habit: what it does by itself, a name in habits.HABITS.
    anchor: (column, row) in pixels about which it turns, swings or swells.
    """

    pixels: np.ndarray
    depth: float = 1.0
    habit: str = "rest"
    anchor: tuple[float, float] = (SIDE / 2, SIDE / 2)


@dataclass(frozen=True)
class Scene:
    """kind: the name of its painter; layers: back to front, the first one opaque."""

    kind: str
    layers: list[Layer] = field(default_factory=list)


def opaque(canvas: np.ndarray, depth: float = 1.0, habit: str = "rest") -> Layer:
    """A layer that covers everything, from a canvas [SIDE, SIDE, 3]."""
    cover = np.ones((SIDE, SIDE, 1), np.float32)
    return Layer(np.concatenate([np.clip(canvas, 0, 1), cover], axis=-1).astype(np.float32), depth, habit)


def cutout(
    canvas: np.ndarray,
    mask: np.ndarray,
    depth: float = 1.0,
    habit: str = "rest",
    anchor: tuple[float, float] = (SIDE / 2, SIDE / 2),
) -> Layer:
    """A layer that covers what a mask [SIDE, SIDE] says; the canvas is one [SIDE, SIDE, 3] or one colour."""
    colours = np.broadcast_to(np.clip(canvas, 0, 1), (SIDE, SIDE, 3)) * mask[..., None]
    return Layer(np.concatenate([colours, mask[..., None]], axis=-1).astype(np.float32), depth, habit, anchor)


def flat(layers: list[Layer]) -> np.ndarray:
    """The scene at rest, [SIDE, SIDE, 3]."""
    canvas = np.zeros((SIDE, SIDE, 3), np.float32)
    for layer in layers:
        canvas = canvas * (1.0 - layer.pixels[..., 3:]) + layer.pixels[..., :3]
    return canvas
