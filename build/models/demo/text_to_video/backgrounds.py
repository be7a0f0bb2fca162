"""Six procedural backgrounds, drawn at four times the size and reduced, for smooth edges."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

SIZE = 64
_OVERSAMPLING = 4
_SIDE = SIZE * _OVERSAMPLING

Colour = tuple[float, float, float]


def _jitter(colour: Colour, rng: np.random.Generator, amount: float = 10.0) -> Colour:
    shift = rng.uniform(-amount, amount) + rng.uniform(-amount / 2, amount / 2, 3)
    red, green, blue = np.clip(np.asarray(colour) + shift, 0, 255)
    return float(red), float(green), float(blue)


def _fill(colour: Colour) -> tuple[int, int, int]:
    return round(colour[0]), round(colour[1]), round(colour[2])


def _gradient(top: Colour, bottom: Colour) -> Image.Image:
    """Vertical gradient, _SIDE square."""
    weight = np.linspace(0.0, 1.0, _SIDE)[:, None, None]
    rows = np.asarray(top) * (1.0 - weight) + np.asarray(bottom) * weight
    pixels = np.broadcast_to(rows, (_SIDE, _SIDE, 3))
    return Image.fromarray(np.rint(pixels).astype(np.uint8), "RGB")


def _disc(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: Colour) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_fill(colour))


def _ridge(rng: np.random.Generator, level: float, height: float, waves: float) -> np.ndarray:
    """A rolling line: y of each column, [_SIDE]."""
    x = np.linspace(0.0, 1.0, _SIDE)
    line = np.zeros(_SIDE)
    for octave, share in ((1.0, 1.0), (2.1, 0.35)):
        line += share * np.sin(2 * np.pi * (waves * octave * x + rng.uniform()))
    return (level + height * line) * _SIDE


def _below(draw: ImageDraw.ImageDraw, line: np.ndarray, colour: Colour) -> None:
    """Fill everything below a line."""
    points = [(float(x), float(y)) for x, y in enumerate(line)]
    draw.polygon([*points, (_SIDE, _SIDE), (0, _SIDE)], fill=_fill(colour))


def _cloud(draw: ImageDraw.ImageDraw, x: float, y: float, width: float, rng: np.random.Generator) -> None:
    for offset, radius in ((-0.32, 0.17), (-0.1, 0.25), (0.14, 0.21), (0.34, 0.14)):
        _disc(draw, x + offset * width, y - radius * width * 0.45, radius * width * rng.uniform(0.9, 1.1), (250, 252, 255))
    draw.rounded_rectangle(
        (x - 0.48 * width, y - 0.12 * width, x + 0.47 * width, y + 0.09 * width), 0.1 * width, fill=(250, 252, 255)
    )


def night(rng: np.random.Generator) -> Image.Image:
    """Dark blue sky, a moon (full or crescent) and stars."""
    top = _jitter((10, 12, 42), rng, 6)
    image = _gradient(top, _jitter((42, 40, 98), rng))
    draw = ImageDraw.Draw(image)
    for _ in range(int(rng.integers(14, 22))):
        x, y = rng.uniform(0, _SIDE, 2)
        _disc(draw, x, y, rng.uniform(1.8, 3.6), _jitter((236, 236, 214), rng, 14))
    x = rng.choice((rng.uniform(0.12, 0.25), rng.uniform(0.75, 0.88))) * _SIDE
    y, radius = rng.uniform(0.12, 0.22) * _SIDE, rng.uniform(0.08, 0.11) * _SIDE
    _disc(draw, x, y, radius, (246, 238, 196))
    if rng.uniform() < 0.6:
        _disc(draw, x + radius * 0.5, y - radius * 0.25, radius * 0.88, top)
    return image


def day(rng: np.random.Generator) -> Image.Image:
    """Blue sky with white clouds."""
    image = _gradient(_jitter((64, 146, 232), rng), _jitter((168, 216, 248), rng, 6))
    draw = ImageDraw.Draw(image)
    corners = [(0.2, 0.25), (0.8, 0.2), (0.25, 0.82), (0.8, 0.78), (0.5, 0.5)]
    for index in rng.permutation(5)[: int(rng.integers(3, 5))]:
        x, y = np.asarray(corners[index]) + rng.uniform(-0.08, 0.08, 2)
        _cloud(draw, x * _SIDE, y * _SIDE, rng.uniform(0.32, 0.5) * _SIDE, rng)
    return image


def meadow(rng: np.random.Generator) -> Image.Image:
    """Green hills with flowers under a pale sky."""
    image = _gradient(_jitter((150, 208, 240), rng), _jitter((222, 240, 236), rng, 6))
    draw = ImageDraw.Draw(image)
    _below(draw, _ridge(rng, rng.uniform(0.36, 0.44), 0.03, rng.uniform(0.7, 1.1)), _jitter((124, 190, 88), rng))
    _below(draw, _ridge(rng, rng.uniform(0.56, 0.64), 0.03, rng.uniform(0.7, 1.1)), _jitter((82, 164, 62), rng))
    colours = ((250, 246, 240), (250, 220, 70), (240, 130, 170))
    for _ in range(int(rng.integers(10, 16))):
        x, y = rng.uniform(0, _SIDE), rng.uniform(0.7, 0.97) * _SIDE
        _disc(draw, x, y, rng.uniform(3.5, 5.5), colours[int(rng.integers(3))])
    return image


def ocean(rng: np.random.Generator) -> Image.Image:
    """Bands of turquoise waves to a high horizon, a low sun above it."""
    image = _gradient(_jitter((250, 214, 160), rng), _jitter((252, 236, 206), rng, 6))
    draw = ImageDraw.Draw(image)
    level = rng.uniform(0.26, 0.32)
    _disc(draw, rng.uniform(0.2, 0.8) * _SIDE, (level - 0.06) * _SIDE, rng.uniform(0.08, 0.11) * _SIDE, (255, 176, 92))
    near, far = np.asarray(_jitter((8, 84, 140), rng)), np.asarray(_jitter((44, 178, 196), rng))
    bands = 5
    for band in range(bands):
        share = band / (bands - 1)
        x = np.arange(_SIDE) / _SIDE
        crest = 0.006 + 0.02 * share
        waves = (6.0 - 3.0 * share) * x + rng.uniform()
        line = (level + (1.0 - level) * 0.92 * share**1.15) - crest * np.abs(np.sin(np.pi * waves))
        colour = far * (1.0 - share) + near * share
        if band:
            _below(draw, line * _SIDE - 5, (208, 240, 240))
        _below(draw, line * _SIDE, (float(colour[0]), float(colour[1]), float(colour[2])))
    return image


def desert(rng: np.random.Generator) -> Image.Image:
    """Orange dunes with a lit and a shaded side."""
    image = _gradient(_jitter((240, 160, 110), rng), _jitter((255, 226, 170), rng, 6))
    draw = ImageDraw.Draw(image)
    _disc(draw, rng.uniform(0.15, 0.85) * _SIDE, rng.uniform(0.1, 0.18) * _SIDE, rng.uniform(0.06, 0.09) * _SIDE, (255, 246, 214))
    for level, colour in ((0.42, (226, 164, 96)), (0.58, (212, 142, 74)), (0.76, (190, 116, 56))):
        line = _ridge(rng, level + rng.uniform(-0.03, 0.03), 0.045, rng.uniform(0.6, 1.0))
        lit = _jitter(colour, rng, 7)
        _below(draw, line, (min(255.0, lit[0] + 26), min(255.0, lit[1] + 26), min(255.0, lit[2] + 20)))
        _below(draw, line + 12, lit)
    return image


def snow(rng: np.random.Generator) -> Image.Image:
    """White peaks with grey flanks above a snow field."""
    image = _gradient(_jitter((120, 150, 200), rng), _jitter((204, 218, 236), rng, 6))
    draw = ImageDraw.Draw(image)
    base = rng.uniform(0.68, 0.74) * _SIDE
    rock = _jitter((96, 108, 136), rng)
    for centre in np.asarray((0.12, 0.88, 0.48)) + rng.uniform(-0.07, 0.07, 3):
        x, top = centre * _SIDE, rng.uniform(0.14, 0.32) * _SIDE
        half = rng.uniform(0.34, 0.44) * _SIDE
        draw.polygon([(x, top), (x + half, base), (x - half, base)], fill=_fill(rock))
        draw.polygon([(x, top), (x + half * 0.2, base), (x - half, base)], fill=_fill(_jitter((140, 152, 178), rng, 5)))
        cap, drop = 0.42, base - top
        zigzag = [
            (x + half * cap, top + drop * cap),
            (x + half * cap * 0.45, top + drop * cap * 0.72),
            (x, top + drop * cap * 1.05),
            (x - half * cap * 0.45, top + drop * cap * 0.72),
            (x - half * cap, top + drop * cap),
        ]
        draw.polygon([(x, top), *zigzag], fill=(248, 250, 255))
    _below(draw, _ridge(rng, 0.7, 0.02, rng.uniform(0.6, 1.0)), _jitter((232, 238, 250), rng, 5))
    _below(draw, _ridge(rng, 0.86, 0.015, rng.uniform(0.6, 1.0)), _jitter((206, 218, 240), rng, 5))
    return image


_PAINTERS: dict[str, Callable[[np.random.Generator], Image.Image]] = {
    "night": night,
    "day": day,
    "meadow": meadow,
    "ocean": ocean,
    "desert": desert,
    "snow": snow,
}

BACKGROUNDS: tuple[str, ...] = tuple(_PAINTERS)

VIEWS = 3
"""Pictures of each background. Few, so that a small network can learn all of them by heart."""


@lru_cache(maxsize=None)
def view(background: str, index: int) -> np.ndarray:
    """One of the VIEWS pictures of a background as float32 RGB in [0, 255], [SIZE, SIZE, 3]."""
    rng = np.random.default_rng((BACKGROUNDS.index(background), index))
    image = _PAINTERS[background](rng).resize((SIZE, SIZE), Image.Resampling.BOX)
    return np.asarray(image, dtype=np.float32)


def paint(background: str, rng: np.random.Generator) -> np.ndarray:
    """A random view of a background."""
    return view(background, int(rng.integers(VIEWS)))
