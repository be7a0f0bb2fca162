"""Pictures of many kinds, painted by script; a model that has seen them should cope with any photograph.

Nothing but formulas, the glyphs of Noto Color Emoji (SIL Open Font License 1.1) and letters of
DejaVu Sans (free) goes into them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import objects
import views
from scene import Layer, Scene

KINDS: dict[str, tuple[float, Callable[[np.random.Generator], list[Layer]]]] = {
    "abstract": (0.08, objects.abstract),
    "leaves": (0.22, objects.leaves),
    "still life": (0.12, objects.still_life),
    "landscape": (0.16, views.landscape),
    "sea": (0.06, views.sea),
    "things": (0.15, objects.things),
    "letters": (0.04, objects.letters),
    "city": (0.06, views.city),
    "lights": (0.04, views.lights),
    "plants": (0.05, views.plants),
    "pattern": (0.02, objects.pattern),
}
"""Painters, each with its share of the clips."""


def paint(rng: np.random.Generator) -> Scene:
    """A random scene, as a camera would have taken it."""
    names = list(KINDS)
    kind = names[int(rng.choice(len(names), p=[KINDS[name][0] for name in names]))]
    return Scene(kind, expose(KINDS[kind][1](rng), rng))


def expose(layers: list[Layer], rng: np.random.Generator) -> list[Layer]:
    """The same contrast, colour cast, focus and grain for all layers; sometimes black and white."""
    gamma, contrast = np.exp(rng.normal(0.0, 0.2)), np.exp(rng.normal(0.0, 0.12))
    cast = np.exp(rng.normal(0.0, 0.05, 3)).astype(np.float32)
    grey, grain = rng.uniform() < 0.06, rng.uniform(0.0, 0.02) if rng.uniform() < 0.3 else 0.0
    exposed = []
    for layer in layers:
        cover = layer.pixels[..., 3:]
        pixels = np.clip(layer.pixels[..., :3] / np.maximum(cover, 1e-3), 0.0, 1.0) ** gamma * cast
        pixels = (pixels - 0.5) * contrast + 0.5
        if grey:
            pixels = np.repeat(pixels.mean(axis=-1, keepdims=True), 3, axis=-1)
        if grain:
            pixels = pixels + rng.normal(0.0, grain, pixels.shape)
        pixels = np.clip(pixels, 0.0, 1.0) * cover
        exposed.append(
            Layer(np.concatenate([pixels, cover], axis=-1).astype(np.float32), layer.depth, layer.habit, layer.anchor)
        )
    return exposed
