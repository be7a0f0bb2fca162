"""Clips: a thing moves over a background. 17 frames of 64x64 pixels, 8 frames a second."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from PIL import Image

from backgrounds import BACKGROUNDS, SIZE, paint
from motions import MOTIONS, make_path
from things import SPRITE_SIZE, THINGS, sprite

FRAMES = 17
FPS = 8
HELD_OUT_SHARE = 0.15


@dataclass(frozen=True)
class Scene:
    """Indices into THINGS, MOTIONS and BACKGROUNDS."""

    thing: int
    motion: int
    background: int

    @property
    def held_out(self) -> bool:
        """Whether the combination is kept from training. By hash, so it never depends on order."""
        name = f"{THINGS[self.thing].key}/{MOTIONS[self.motion]}/{BACKGROUNDS[self.background]}"
        digest = hashlib.sha256(name.encode()).digest()
        return int.from_bytes(digest[:4], "big") / 2**32 < HELD_OUT_SHARE


def scenes(held_out: bool | None = None) -> list[Scene]:
    """All scenes in a fixed order, or only the held-out ones, or only the others."""
    every = [
        Scene(thing, motion, background)
        for thing in range(len(THINGS))
        for motion in range(len(MOTIONS))
        for background in range(len(BACKGROUNDS))
    ]
    return [scene for scene in every if held_out is None or scene.held_out == held_out]


def render(scene: Scene, rng: np.random.Generator) -> np.ndarray:
    """Draw one clip of a scene, uint8 RGB, [FRAMES, SIZE, SIZE, 3]."""
    thing = THINGS[scene.thing]
    background = paint(BACKGROUNDS[scene.background], rng)
    path = make_path(thing, MOTIONS[scene.motion], FRAMES, rng)
    glyph = sprite(scene.thing)
    if path.mirrored:
        glyph = glyph.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    clip = np.empty((FRAMES, SIZE, SIZE, 3), dtype=np.uint8)
    for frame in range(FRAMES):
        layer = _pose(glyph, path.x[frame], path.y[frame], path.angle[frame], path.size[frame])
        cover = layer[..., 3:] / 255.0
        clip[frame] = np.clip(np.rint(layer[..., :3] * cover + background * (1.0 - cover)), 0, 255)
    return clip


def _pose(glyph: Image.Image, x: float, y: float, angle: float, size: float) -> np.ndarray:
    """Place a sprite with subpixel accuracy, float32 RGBA (straight alpha), [SIZE, SIZE, 4].

    Drawn at twice the size and box-reduced; the sprite is reduced to that scale beforehand,
    because an affine map alone samples too sparsely when it shrinks.
    """
    factor = 2
    side = size * factor
    reduced = max(4, round(side))
    small = glyph.resize((reduced, reduced), Image.Resampling.BOX if reduced > SPRITE_SIZE // 2 else Image.Resampling.HAMMING)
    # Output pixel (u, v) reads the sprite at scale * R(angle) * (u - cx, v - cy) + centre.
    scale = reduced / side
    radians = np.deg2rad(angle)
    cos, sin = np.cos(radians) * scale, np.sin(radians) * scale
    cx, cy = x * factor, y * factor
    middle = reduced / 2
    matrix = (cos, -sin, middle - cos * cx + sin * cy, sin, cos, middle - sin * cx - cos * cy)
    extent = SIZE * factor
    layer = small.transform((extent, extent), Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)
    return np.asarray(layer.reduce(factor), dtype=np.float32)
