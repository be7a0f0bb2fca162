"""The things that can move through a clip: names, glyphs and sprites.

Every thing is one glyph of the Noto Color Emoji font (SIL Open Font License 1.1). The font
holds 136x128 bitmaps, which are resampled once per clip with a pre-filter, never per frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT_PATH = Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")
"""Where Debian's fonts-noto-color-emoji package puts the font."""

_STRIKE_SIZE = 109
"""The only bitmap size in the font; FreeType refuses every other one."""

SPRITE_SIZE = 128
"""Side of the square canvas that a glyph is centred on."""


@dataclass(frozen=True)
class Thing:
    """One drawable noun.

    names: the nouns that captions use, the plain one first, without article.
    heading: degrees (counter-clockwise, 0 = right) in which the glyph's nose points when the
        sprite has to turn into its direction of travel; None for things that stay upright.
    faces_left: the glyph is a side view looking left, so that it is mirrored on its way right.
    """

    key: str
    glyph: str
    names: tuple[str, ...]
    heading: float | None = None
    faces_left: bool = False


THINGS: tuple[Thing, ...] = (
    Thing("rocket", "\U0001f680", ("rocket", "rocket", "rocket ship", "spaceship"), heading=45.0),
    Thing("cat", "\U0001f431", ("cat", "cat", "kitten", "kitty")),
    Thing("dog", "\U0001f436", ("dog", "dog", "puppy")),
    Thing("fish", "\U0001f420", ("fish", "fish", "tropical fish"), faces_left=True),
    Thing("balloon", "\U0001f388", ("balloon", "balloon", "red balloon")),
    Thing("car", "\U0001f697", ("car", "car", "red car"), faces_left=True),
    Thing("star", "⭐", ("star", "star", "yellow star", "golden star")),
    Thing("heart", "❤", ("heart", "heart", "red heart")),
    Thing("apple", "\U0001f34f", ("apple", "apple", "green apple")),
    Thing("pizza", "\U0001f355", ("pizza", "slice of pizza", "pizza slice")),
    Thing("ghost", "\U0001f47b", ("ghost", "ghost", "spook")),
    Thing("robot", "\U0001f916", ("robot", "robot", "robot head", "android")),
    Thing("butterfly", "\U0001f98b", ("butterfly", "butterfly", "orange butterfly")),
    Thing("bee", "\U0001f41d", ("bee", "bee", "honeybee", "bumblebee"), faces_left=True),
    Thing("turtle", "\U0001f422", ("turtle", "turtle", "tortoise"), faces_left=True),
    Thing("octopus", "\U0001f419", ("octopus", "octopus", "squid")),
    Thing("umbrella", "☂", ("umbrella", "umbrella", "parasol")),
    Thing("sunflower", "\U0001f33b", ("sunflower", "sunflower", "yellow flower")),
    Thing("mushroom", "\U0001f344", ("mushroom", "mushroom", "toadstool")),
    Thing("football", "⚽", ("football", "soccer ball", "ball")),
    Thing("donut", "\U0001f369", ("donut", "donut", "doughnut")),
    Thing("pumpkin", "\U0001f383", ("pumpkin", "pumpkin", "jack-o'-lantern", "Halloween pumpkin")),
    Thing("penguin", "\U0001f427", ("penguin", "penguin", "little penguin")),
    Thing("frog", "\U0001f438", ("frog", "frog", "green frog", "toad")),
)


@lru_cache(maxsize=None)
def sprite(index: int) -> Image.Image:
    """Glyph of THINGS[index] as RGBA with straight alpha, SPRITE_SIZE square.

    The alpha bounding box is scaled so that its longer side fills the canvas, which gives all
    things the same apparent size. Straight alpha, because Pillow premultiplies by itself
    whenever it resamples an RGBA image.
    """
    font = ImageFont.truetype(str(FONT_PATH), size=_STRIKE_SIZE)
    canvas = Image.new("RGBA", (160, 160), (0, 0, 0, 0))
    ImageDraw.Draw(canvas).text((12, 12), THINGS[index].glyph, font=font, embedded_color=True)
    box = canvas.getchannel("A").getbbox()
    if box is None:
        raise ValueError(f"the font has no glyph for {THINGS[index].key}")
    glyph = canvas.crop(box)
    scale = SPRITE_SIZE / max(glyph.size)
    size = (max(1, round(glyph.width * scale)), max(1, round(glyph.height * scale)))
    glyph = glyph.resize(size, Image.Resampling.BICUBIC)
    square = Image.new("RGBA", (SPRITE_SIZE, SPRITE_SIZE), (0, 0, 0, 0))
    square.paste(glyph, ((SPRITE_SIZE - size[0]) // 2, (SPRITE_SIZE - size[1]) // 2))
    return square
