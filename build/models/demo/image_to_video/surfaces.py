"""Surfaces: what walls, tables, skies and backdrops are painted with; canvases [SIDE, SIDE, 3]."""

from __future__ import annotations

import numpy as np

from brushes import SIDE, blend, blur, columns, disc, mask_of, near, noise, palette, ramp, rows


def gradient(rng: np.random.Generator) -> np.ndarray:
    """Smooth light: colours along a line or around a point, sometimes bent by noise."""
    if rng.uniform() < 0.6:
        angle = rng.uniform(0, 2 * np.pi)
        along = 0.5 + 0.9 * ((columns() - 0.5) * np.cos(angle) + (rows() - 0.5) * np.sin(angle))
    else:
        x, y = rng.uniform(0.2, 0.8, 2)
        along = np.hypot(columns() - x, rows() - y) * rng.uniform(1.2, 2.0)
    if rng.uniform() < 0.5:
        along = along + rng.uniform(0.1, 0.5) * (noise(rng, 3.0) - 0.5)
    return ramp(along, palette(rng, int(rng.integers(2, 5))))


def texture(rng: np.random.Generator) -> np.ndarray:
    """Stone, wood, cloth, clouds, marble: noise of random roughness through a random palette."""
    stretch = (1.0, 1.0)
    if rng.uniform() < 0.4:
        stretch = (rng.uniform(2.0, 8.0), 1.0) if rng.uniform() < 0.5 else (1.0, rng.uniform(2.0, 8.0))
    field = noise(rng, rng.uniform(0.9, 2.6), stretch, low=rng.uniform(1.0, 6.0))
    style = rng.uniform()
    if style < 0.2:
        field = 0.5 + 0.5 * np.sin(rng.uniform(6.0, 24.0) * (columns() + rng.uniform(0.2, 0.8) * field))
    elif style < 0.35:
        field = np.abs(2.0 * field - 1.0) ** rng.uniform(0.4, 1.0)
    canvas = ramp(field, palette(rng, int(rng.integers(2, 5))))
    if rng.uniform() < 0.5:
        canvas = canvas + rng.uniform(0.03, 0.2) * (noise(rng, rng.uniform(0.6, 1.2), low=4.0) - 0.5)[..., None]
    return canvas


def roughness(rng: np.random.Generator) -> np.ndarray:
    """Roughness of ground and rock, [SIDE, SIDE] in [0, 1]."""
    return noise(rng, rng.uniform(0.9, 1.8), (1.0, rng.uniform(1.0, 2.0)), low=3.0)


def surface(rng: np.random.Generator) -> np.ndarray:
    """Smooth or rough."""
    return gradient(rng) if rng.uniform() < 0.4 else texture(rng)


def _outline(rng: np.random.Generator, x: float, y: float, radius: float) -> np.ndarray:
    """The mask of a random shape: a disc, a polygon or a blob."""
    kind = rng.uniform()
    if kind < 0.35:
        return disc(x, y, radius)
    corners = int(rng.integers(3, 7)) if kind < 0.75 else 24
    angles = rng.uniform(0, 2 * np.pi) + np.arange(corners) * 2 * np.pi / corners
    if kind < 0.75:
        reach = radius * rng.uniform(0.7, 1.3, corners)
    else:
        reach = radius * (
            1.0 + sum(rng.uniform(0.0, 0.25) * np.sin(k * angles + rng.uniform(0, 6.3)) for k in (1, 2, 3))
        )
    return mask_of([(x + r * np.cos(a), y + r * np.sin(a)) for r, a in zip(reach, angles, strict=True)])


def _shaded(
    rng: np.random.Generator, base: np.ndarray, mask: np.ndarray, x: float, y: float, radius: float
) -> np.ndarray:
    """A surface of one colour, lit from one side and a little rough, [SIDE, SIDE, 3]."""
    angle = rng.uniform(0, 2 * np.pi)
    across = ((columns() * SIDE - x) * np.cos(angle) + (rows() * SIDE - y) * np.sin(angle)) / max(radius, 1.0)
    light = 1.0 + rng.uniform(0.0, 0.45) * np.clip(across, -1.3, 1.3)
    if rng.uniform() < 0.5:
        light = light + rng.uniform(0.1, 0.5) * (noise(rng, rng.uniform(0.8, 2.0), low=3.0) - 0.5)
    return base * light[..., None] * (mask[..., None] > 0)


def heap(rng: np.random.Generator, canvas: np.ndarray, count: int) -> np.ndarray:
    """Shapes over each other, sizes by a power law as in natural images ("dead leaves")."""
    colours = palette(rng, int(rng.integers(3, 8)))
    for _ in range(count):
        radius = float(np.clip(6.0 / rng.uniform(0.02, 1.0) ** 0.7, 6.0, 90.0))
        x, y = rng.uniform(0, SIDE, 2)
        mask = _outline(rng, x, y, radius)
        base = near(colours[int(rng.integers(len(colours)))], rng)
        canvas = blend(canvas, _shaded(rng, base, mask, x, y, radius) if radius > 12 else base, mask)
    return canvas


def backdrop(rng: np.random.Generator) -> np.ndarray:
    """A surface, sometimes with a heap of shapes, out of focus."""
    canvas = surface(rng)
    if rng.uniform() < 0.4:
        canvas = blur(heap(rng, canvas, 25), rng.uniform(0.5, 4.0))
    return canvas
