"""Views: landscapes, seas, cities and meadows, in layers that a moving camera tells apart."""

from __future__ import annotations

import numpy as np

from brushes import SIDE, below, blend, blur, colour, disc, mask_of, near, noise, palette, ramp, ridge, rows
from scene import Layer, cutout, flat, opaque
from surfaces import gradient, roughness, surface


def landscape(rng: np.random.Generator) -> list[Layer]:
    """Sky, sun or moon, clouds, ridges in the haze, and often a lake in which it all is mirrored."""
    hour = rng.uniform()
    top, low = (colour(rng, rng.uniform(0.55, 0.68), 0.9), colour(rng, rng.uniform(0.02, 0.15), 0.9))
    if hour < 0.5:
        top, low = np.asarray((0.25, 0.5, 0.85), np.float32), np.asarray((0.75, 0.87, 0.96), np.float32)
    elif hour < 0.65:
        top, low = np.asarray((0.03, 0.04, 0.12), np.float32), np.asarray((0.15, 0.16, 0.35), np.float32)
    top, low = near(top, rng), near(low, rng)
    horizon = rng.uniform(0.45, 0.62)
    sky = ramp(rows() / horizon, np.stack([top, low]))
    sun = disc(rng.uniform(0.25, 0.75) * SIDE, rng.uniform(0.25, horizon) * SIDE, rng.uniform(7.0, 16.0), 2.0)
    sky = blend(sky, near(np.asarray((1.0, 0.95, 0.8), np.float32), rng, 0.03), sun)
    layers = [opaque(sky, 0.1)]
    if rng.uniform() < 0.7:
        cover = np.clip((noise(rng, 2.0, (1.0, 2.2)) - rng.uniform(0.4, 0.6)) * 3.0, 0.0, 1.0) * np.clip(
            1.4 - rows() / horizon, 0, 1
        )
        layers.append(cutout(near(low * 0.4 + 0.6, rng), cover.astype(np.float32), 0.15, "clouds"))
    ground = colour(rng, rng.uniform(0.05, 0.6), 0.8) * 0.8
    lake = rng.uniform() < 0.5
    count = int(rng.integers(2, 5))
    for index in range(count):
        nearness = (index + 1) / count
        level = horizon - 0.12 + 0.1 * index if not lake else horizon - 0.14 + 0.1 * nearness
        line = ridge(rng, level, rng.uniform(0.05, 0.14), rng.uniform(1.3, 2.2))
        rough = roughness(rng)
        hill = (low * (1.0 - nearness) + ground * nearness) * (0.75 + 0.5 * rough)[..., None]
        layers.append(cutout(hill, below(line), 0.2 + 0.8 * nearness * (0.4 if lake else 1.0)))
    if lake:
        shore = round((horizon + 0.02) * SIDE)
        above = flat(layers)[:shore][::-1]
        water = np.broadcast_to(low, (SIDE, SIDE, 3)).copy()
        fits = min(SIDE - shore, shore)
        water[shore : shore + fits] = above[:fits]
        glitter = noise(rng, 1.4, (0.5, 4.0), low=4.0)
        water = water * near(np.asarray((0.7, 0.8, 0.88), np.float32), rng, 0.04) + 0.15 * (glitter - 0.4)[..., None]
        layers.append(cutout(water, below(np.full(SIDE, shore, np.float32)), 0.6, "ripple"))
    return layers


def sea(rng: np.random.Generator) -> list[Layer]:
    """Open water under a sky, or water from edge to edge."""
    deep, shallow = colour(rng, rng.uniform(0.45, 0.65), 1.0) * 0.7, colour(rng, rng.uniform(0.45, 0.6), 0.9)
    waves = noise(rng, rng.uniform(1.0, 1.8), (0.7, rng.uniform(2.0, 5.0)), low=5.0)
    water = ramp(0.75 * waves + 0.25 * rows(), np.stack([deep, shallow, shallow * 0.5 + 0.5]))
    if rng.uniform() < 0.35:
        return [opaque(water, 1.0, "ripple")]
    horizon = rng.uniform(0.35, 0.6)
    sky = ramp(rows() / horizon, palette(rng, 2) * 0.5 + 0.5)
    return [opaque(sky, 0.1), cutout(water, below(np.full(SIDE, horizon * SIDE, np.float32)), 0.5, "ripple")]


def city(rng: np.random.Generator) -> list[Layer]:
    """Rows of houses, by day or with lit windows at night."""
    night = rng.uniform() < 0.5
    sky = ramp(rows() / 0.7, palette(rng, 2) * (0.35 if night else 0.6) + (0.0 if night else 0.4))
    layers = [opaque(sky, 0.1)]
    rank = int(rng.integers(2, 4))
    for index in range(rank):
        nearness = (index + 1) / rank
        walls, lights = np.zeros((SIDE, SIDE, 3), np.float32), np.zeros((SIDE, SIDE), np.float32)
        mask = np.zeros((SIDE, SIDE), np.float32)
        base = colour(rng, lively=0.5) * (0.35 if night else 0.9)
        left = -int(rng.integers(0, 20))
        while left < SIDE:
            wide = int(rng.integers(16, 44))
            high = int(SIDE * (0.72 - 0.16 * nearness - rng.uniform(0.0, 0.3)))
            span = slice(max(left, 0), max(left + wide - 1, 0))
            walls[high:, span] = near(base, rng, 0.05) * (0.5 + 0.5 * nearness)
            mask[high:, span] = 1.0
            step, pane = int(rng.integers(7, 11)), int(rng.integers(3, 6))
            for row in range(high + 4, SIDE - pane, step):
                for column in range(max(left + 3, 0), min(left + wide - pane - 1, SIDE), step):
                    lights[row : row + pane, column : column + pane] = rng.uniform() < 0.6
            left += wide + int(rng.integers(0, 6))
        glow = np.asarray((1.0, 0.85, 0.5), np.float32) if night else base * 0.35
        layers.append(cutout(blend(walls, glow, lights), mask, 0.2 + 0.8 * nearness))
    return layers


def plants(rng: np.random.Generator) -> list[Layer]:
    """Blades and flowers that lean in the wind."""
    layers = [opaque(blur(surface(rng), rng.uniform(0.5, 3.0)), 0.4)]
    hue = rng.uniform(0.2, 0.42)
    for depth in (0.6, 0.9):
        blades, cover = np.zeros((SIDE, SIDE, 3), np.float32), np.zeros((SIDE, SIDE), np.float32)
        for _ in range(int(rng.integers(10, 22))):
            x, lean, thick = rng.uniform(0, SIDE), rng.normal(0.0, 14.0), rng.uniform(1.5, 5.0)
            tip = SIDE * (rng.uniform(0.22, 0.6) + 0.15 * (depth - 0.6))
            mask = mask_of(
                [
                    (x - thick, SIDE),
                    (x + lean * 0.4 - thick * 0.7, (tip + SIDE) / 2),
                    (x + lean, tip),
                    (x + thick, SIDE),
                ]
            )
            blades, cover = blend(blades, colour(rng, hue + rng.normal(0, 0.03), 1.0), mask), np.maximum(cover, mask)
            if rng.uniform() < 0.3:
                head = disc(x + lean, tip, rng.uniform(4.0, 11.0))
                blades, cover = blend(blades, colour(rng, lively=1.0), head), np.maximum(cover, head)
        layers.append(cutout(blades, cover, depth, "breeze"))
    return layers


def lights(rng: np.random.Generator) -> list[Layer]:
    """Stars, lanterns or bokeh that twinkle in the dark."""
    canvas = gradient(rng) * rng.uniform(0.08, 0.3)
    glow = np.zeros((SIDE, SIDE, 3), np.float32)
    small = rng.uniform() < 0.4
    colours = palette(rng, 4) * 0.6 + 0.4
    for _ in range(int(rng.integers(60, 120) if small else rng.integers(14, 40))):
        x, y = rng.uniform(0, SIDE, 2)
        radius = rng.uniform(1.0, 2.6) if small else rng.uniform(4.0, 17.0)
        strength = rng.uniform(0.4, 1.0) * (1.0 if small else 0.7)
        glow = glow + disc(x, y, radius, rng.uniform(1.0, 4.0))[..., None] * colours[int(rng.integers(4))] * strength
    cover = np.clip(glow.max(axis=-1), 0.0, 1.0)
    tint = np.clip(glow / np.maximum(cover, 1e-3)[..., None], 0.0, 1.0)
    return [opaque(canvas, 0.4), cutout(tint, cover, 0.7, "twinkle")]
