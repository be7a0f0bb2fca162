"""Objects in front of something: heaps of shapes, lit bodies on a table, things, letters, patterns."""

from __future__ import annotations

import string
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from brushes import SIDE, below, blend, colour, columns, disc, mask_of, noise, palette, ramp, rows
from things import THINGS, sprite
from habits import LIVELY
from scene import Layer, cutout, opaque
from surfaces import backdrop, heap, roughness, surface, texture
from views import landscape

_FONTS = Path("/usr/share/fonts/truetype/dejavu")
"""Where Debian's fonts-dejavu package puts the fonts."""


def abstract(rng: np.random.Generator) -> list[Layer]:
    """Nothing but a surface."""
    return [opaque(surface(rng))]


def leaves(rng: np.random.Generator) -> list[Layer]:
    """A few shapes, or very many."""
    return [opaque(heap(rng, surface(rng), int(rng.choice((15, 40, 110)))))]


def still_life(rng: np.random.Generator) -> list[Layer]:
    """Lit balls and boxes with shadows on a table, in front of a wall; near ones move more."""
    edge = rng.uniform(0.4, 0.62)
    wall, table = surface(rng), texture(rng) * rng.uniform(0.6, 1.0)
    room = blend(wall, table * (0.55 + 0.6 * rows())[..., None], below(np.full(SIDE, edge * SIDE, np.float32)))
    layers = []
    count = int(rng.integers(2, 6))
    light = rng.uniform(-0.7, 0.7)
    for place in np.sort(rng.uniform(edge + 0.02, 0.85, count)):
        radius, x, foot = rng.uniform(16.0, 40.0) * (0.4 + place), rng.uniform(0.15, 0.85) * SIDE, place * SIDE
        shadow = np.exp(
            -(((columns() * SIDE - x - light * radius) / radius) ** 2) - ((rows() * SIDE - foot) / (0.25 * radius)) ** 2
        )
        room = room * (1.0 - 0.6 * shadow[..., None])
        base = colour(rng, lively=0.9)
        if rng.uniform() < 0.6:
            y = foot - 0.9 * radius
            mask = disc(x, y, radius)
            slope = ((columns() * SIDE - x) * -light + (rows() * SIDE - y) * -0.8) / radius
            shine = disc(x - light * 0.4 * radius, y - 0.4 * radius, radius * 0.12, radius * 0.25)
            body = base * (0.55 + 0.5 * slope)[..., None] + 0.6 * shine[..., None]
        else:
            wide, high = radius * rng.uniform(0.5, 1.1), radius * rng.uniform(0.8, 2.0)
            mask = mask_of([(x - wide, foot - high), (x + wide, foot - high), (x + wide, foot), (x - wide, foot)])
            body = base * (0.8 - 0.3 * np.sign(light) * (columns() * SIDE - x) / wide)[..., None]
        layers.append(cutout(body, mask, 0.55 + 0.5 * place, anchor=(x, foot)))
    return [opaque(room, 0.5), *layers]


def things(rng: np.random.Generator) -> list[Layer]:
    """One to three things with a life of their own, in front of anything."""
    behind = landscape(rng) if rng.uniform() < 0.35 else [opaque(backdrop(rng), 0.5)]
    count = int(rng.choice((1, 2, 3), p=(0.6, 0.25, 0.15)))
    layers = []
    for _ in range(count):
        size = int(rng.uniform(44, 84) if count == 1 else rng.uniform(30, 52))
        x, y = SIDE / 2 + rng.uniform(-26, 26, 2) * (1.0 if count == 1 else 1.7)
        glyph = sprite(int(rng.integers(len(THINGS)))).resize((size, size), Image.Resampling.BICUBIC)
        if rng.uniform() < 0.5:
            glyph = glyph.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        sheet = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
        sheet.paste(glyph, (round(x - size / 2), round(y - size / 2)))
        pixels = np.asarray(sheet, np.float32) / 255.0
        habit = LIVELY[int(rng.integers(len(LIVELY)))]
        layers.append(cutout(pixels[..., :3], pixels[..., 3], 1.0, habit, (x, y)))
    return [*behind, *layers]


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONTS / name), size)


def letters(rng: np.random.Generator) -> list[Layer]:
    """Lines of text on paper, on a wall, on a screen."""
    sheet = Image.new("L", (SIDE, SIDE), 0)
    draw = ImageDraw.Draw(sheet)
    size = int(rng.choice((14, 20, 28, 44, 64)))
    name = str(rng.choice(("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSerif.ttf")))
    alphabet = np.asarray(list(string.ascii_letters + string.digits + "      "))
    y = rng.uniform(-size, size)
    while y < SIDE:
        line = "".join(rng.choice(alphabet, size=round(2.2 * SIDE / size)))
        draw.text((rng.uniform(-size, size), y), line, font=_font(name, size), fill=255)
        y += size * rng.uniform(1.1, 1.5)
    sheet = sheet.rotate(rng.normal(0.0, 6.0), Image.Resampling.BICUBIC)
    paper, ink = colour(rng, lively=0.5), colour(rng)
    if abs(float(paper.mean() - ink.mean())) < 0.35:
        paper, ink = np.full(3, 0.94, np.float32), ink * 0.3
    ground = paper * (0.85 + 0.3 * roughness(rng))[..., None]
    return [opaque(blend(ground, ink, np.asarray(sheet, np.float32) / 255.0))]


def pattern(rng: np.random.Generator) -> list[Layer]:
    """Stripes, plaids, tiles."""
    angle, pitch = rng.uniform(0, np.pi), rng.uniform(5.0, 20.0)
    u = columns() * np.cos(angle) + rows() * np.sin(angle)
    v = rows() * np.cos(angle) - columns() * np.sin(angle)
    sharp = rng.uniform(1.0, 8.0)
    first = np.clip(0.5 + sharp * np.sin(2 * np.pi * pitch * u), 0.0, 1.0)
    second = np.clip(0.5 + sharp * np.sin(2 * np.pi * pitch * rng.choice((0.5, 1.0)) * v), 0.0, 1.0)
    style = rng.uniform()
    field = first if style < 0.3 else np.abs(first - second) if style < 0.65 else 0.5 * (first + second)
    shade = 0.8 + 0.4 * noise(rng, 2.2)
    return [opaque(ramp(field, palette(rng, 3)) * shade[..., None])]
