"""Brushes: colours, noise and shapes that every picture is painted with.

A canvas is float32 RGB in [0, 1], [SIDE, SIDE, 3]; a mask float32 in [0, 1], [SIDE, SIDE].
"""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIDE = 224
"""Side of a canvas. The clip shows its middle 128 x 128 at half the size; the rest is for motion."""

_ROW, _COLUMN = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
_FREQUENCY = np.hypot(np.fft.fftfreq(SIDE)[:, None], np.fft.rfftfreq(SIDE)[None, :]) * SIDE

Colour = np.ndarray
"""RGB in [0, 1], [3]."""


def rows() -> np.ndarray:
    """Vertical position of every pixel, 0 at the top, [SIDE, SIDE]."""
    return _ROW


def columns() -> np.ndarray:
    """Horizontal position of every pixel, 0 at the left, [SIDE, SIDE]."""
    return _COLUMN


def colour(rng: np.random.Generator, hue: float | None = None, lively: float = 1.0) -> Colour:
    """A random colour; less than fully lively ones tend to grey, as most of the world does."""
    hue = rng.uniform() if hue is None else hue % 1.0
    return np.asarray(colorsys.hsv_to_rgb(hue, lively * rng.beta(2.0, 1.6), rng.beta(2.2, 1.4)), np.float32)


def palette(rng: np.random.Generator, count: int) -> np.ndarray:
    """Colours that belong together, [count, 3]: one or two hues, or any."""
    kind = rng.uniform()
    base = rng.uniform()
    lively = rng.uniform(0.3, 1.0)
    hues: list[float | None] = [None] * count
    if kind < 0.45:
        hues = [base + rng.normal(0.0, 0.06) for _ in range(count)]
    elif kind < 0.75:
        other = base + rng.uniform(0.3, 0.7)
        hues = [(base if rng.uniform() < 0.5 else other) + rng.normal(0.0, 0.04) for _ in range(count)]
    return np.stack([colour(rng, hue, lively) for hue in hues])


def near(base: Colour, rng: np.random.Generator, amount: float = 0.06) -> Colour:
    """A colour like another."""
    return np.clip(base + rng.normal(0.0, amount) + rng.normal(0.0, amount / 2, 3), 0.0, 1.0).astype(np.float32)


def noise(
    rng: np.random.Generator, slope: float, stretch: tuple[float, float] = (1.0, 1.0), low: float = 1.0
) -> np.ndarray:
    """Fractal noise with spectrum 1 / f^slope, in [0, 1], [SIDE, SIDE].

    stretch: how much longer its features are along (rows, columns); low: the lowest frequency, in
    waves per canvas.
    """
    frequency = _FREQUENCY
    if stretch != (1.0, 1.0):
        frequency = np.hypot(
            np.fft.fftfreq(SIDE)[:, None] * SIDE * stretch[0], np.fft.rfftfreq(SIDE)[None, :] * SIDE * stretch[1]
        )
    spectrum = np.fft.rfft2(rng.standard_normal((SIDE, SIDE), dtype=np.float32))
    field = np.fft.irfft2(spectrum / np.maximum(frequency, low) ** slope, s=(SIDE, SIDE))
    bottom, top = np.percentile(field, (1, 99))
    return np.clip((field - bottom) / (top - bottom + 1e-9), 0.0, 1.0).astype(np.float32)


def ramp(values: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """Map values in [0, 1] to evenly spaced colours [K, 3], [SIDE, SIDE, 3]."""
    position = np.clip(values, 0.0, 1.0) * (len(colours) - 1)
    index = np.minimum(position.astype(np.int32), len(colours) - 2)
    weight = (position - index)[..., None].astype(np.float32)
    return colours[index] * (1.0 - weight) + colours[index + 1] * weight


def blend(under: np.ndarray, over: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Paint over a canvas where the mask says so; `over` is a canvas or one colour."""
    return under + (over - under) * mask[..., None]


def blur(canvas: np.ndarray, radius: float) -> np.ndarray:
    """Gaussian blur of a canvas, [SIDE, SIDE, 3]."""
    image = Image.fromarray(np.rint(np.clip(canvas, 0, 1) * 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), np.float32) / 255.0


def mask_of(points: Sequence[tuple[float, float]]) -> np.ndarray:
    """A filled polygon with smooth edges; points are (column, row) in pixels of the canvas."""
    image = Image.new("L", (2 * SIDE, 2 * SIDE), 0)
    ImageDraw.Draw(image).polygon([(2 * x, 2 * y) for x, y in points], fill=255)
    return np.asarray(image.reduce(2), np.float32) / 255.0


def disc(x: float, y: float, radius: float, softness: float = 1.0) -> np.ndarray:
    """A disc mask around (x, y) in pixels; softness is the width of its edge in pixels."""
    distance = np.hypot(_COLUMN * SIDE - x, _ROW * SIDE - y)
    return np.clip((radius - distance) / max(softness, 1e-3) + 0.5, 0.0, 1.0).astype(np.float32)


def ridge(rng: np.random.Generator, level: float, height: float, roughness: float) -> np.ndarray:
    """A fractal skyline: the row of each column in pixels, [SIDE]."""
    frequency = np.maximum(np.fft.rfftfreq(SIDE) * SIDE, 1.0)
    line = np.fft.irfft(np.fft.rfft(rng.standard_normal(SIDE)) / frequency**roughness, n=SIDE)
    return ((level + height * line / (np.abs(line).max() + 1e-9)) * SIDE).astype(np.float32)


def below(line: np.ndarray) -> np.ndarray:
    """The mask of everything under a skyline [SIDE]."""
    return np.clip(_ROW * SIDE - line[None, :] + 0.5, 0.0, 1.0)
