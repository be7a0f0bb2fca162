"""Plain English captions of a scene, drawn from many templates."""

from __future__ import annotations

import numpy as np

from backgrounds import BACKGROUNDS
from motions import MOTIONS
from render import Scene
from things import THINGS

# Each pair is (participle, third person), so that both "is rising" and "rises" can be said.
_VERBS: dict[str, tuple[tuple[str, str], ...]] = {
    "up": (
        ("flying up", "flies up"),
        ("rising", "rises"),
        ("going up", "goes up"),
        ("moving up", "moves up"),
        ("moving upwards", "moves upwards"),
        ("floating up", "floats up"),
        ("soaring up", "soars up"),
        ("climbing", "climbs"),
        ("shooting up", "shoots up"),
        ("ascending", "ascends"),
        ("taking off", "takes off"),
        ("drifting upward", "drifts upward"),
        ("rising from the bottom to the top", "rises from the bottom to the top"),
    ),
    "down": (
        ("falling", "falls"),
        ("falling down", "falls down"),
        ("going down", "goes down"),
        ("moving down", "moves down"),
        ("moving downwards", "moves downwards"),
        ("dropping", "drops"),
        ("sinking", "sinks"),
        ("descending", "descends"),
        ("coming down", "comes down"),
        ("flying down", "flies down"),
        ("drifting downward", "drifts downward"),
        ("falling from the top to the bottom", "falls from the top to the bottom"),
    ),
    "right": (
        ("moving from left to right", "moves from left to right"),
        ("moving right", "moves right"),
        ("moving to the right", "moves to the right"),
        ("going right", "goes right"),
        ("flying to the right", "flies to the right"),
        ("flying from left to right", "flies from left to right"),
        ("gliding to the right", "glides to the right"),
        ("sliding right", "slides right"),
        ("travelling right", "travels right"),
        ("crossing from left to right", "crosses from left to right"),
        ("heading right", "heads right"),
        ("drifting rightwards", "drifts rightwards"),
    ),
    "left": (
        ("moving from right to left", "moves from right to left"),
        ("moving left", "moves left"),
        ("moving to the left", "moves to the left"),
        ("going left", "goes left"),
        ("flying to the left", "flies to the left"),
        ("flying from right to left", "flies from right to left"),
        ("gliding to the left", "glides to the left"),
        ("sliding left", "slides left"),
        ("travelling left", "travels left"),
        ("crossing from right to left", "crosses from right to left"),
        ("heading left", "heads left"),
        ("drifting leftwards", "drifts leftwards"),
    ),
    "spin": (
        ("spinning", "spins"),
        ("spinning around", "spins around"),
        ("rotating", "rotates"),
        ("turning around", "turns around"),
        ("turning in a circle", "turns in a circle"),
        ("whirling", "whirls"),
        ("twirling", "twirls"),
        ("tumbling round and round", "tumbles round and round"),
    ),
    "grow": (
        ("growing", "grows"),
        ("growing bigger", "grows bigger"),
        ("growing larger and larger", "grows larger and larger"),
        ("getting bigger", "gets bigger"),
        ("getting larger", "gets larger"),
        ("becoming huge", "becomes huge"),
        ("coming closer", "comes closer"),
        ("coming towards us", "comes towards us"),
        ("approaching", "approaches"),
    ),
}

_PLACES: dict[str, tuple[str, ...]] = {
    "night": (
        "through a night sky",
        "in the night sky",
        "at night",
        "under the stars",
        "in front of the moon and the stars",
        "in a starry sky",
        "among the stars",
        "on a starry night",
        "in the moonlight",
        "through the dark night",
        "in a dark blue night with a moon",
    ),
    "day": (
        "through a blue sky",
        "in a blue sky",
        "in the sky",
        "among the clouds",
        "through the clouds",
        "in a cloudy sky",
        "in a blue sky with white clouds",
        "in front of the clouds",
        "in the daytime sky",
        "between fluffy clouds",
    ),
    "meadow": (
        "over a green meadow",
        "in a meadow",
        "in a green meadow with flowers",
        "over green hills",
        "over the grass",
        "in a field of flowers",
        "in the green countryside",
        "above a grassy field",
        "through a meadow",
        "on a green hill",
    ),
    "ocean": (
        "over the sea",
        "above the ocean",
        "over the ocean",
        "over the waves",
        "by the sea",
        "across the sea",
        "above the water",
        "in front of the sea at sunset",
        "in the ocean",
        "at sea",
    ),
    "desert": (
        "in the desert",
        "over the desert",
        "over sand dunes",
        "across the desert",
        "above the dunes",
        "in a sandy desert",
        "through the desert",
        "over the hot sand",
        "among the dunes",
    ),
    "snow": (
        "in the snow",
        "in front of snowy mountains",
        "over snowy mountains",
        "in the snowy mountains",
        "over the snow",
        "among snowy peaks",
        "in winter",
        "above snow-covered mountains",
        "in the mountains",
        "through a snowy landscape",
    ),
}

_ADJECTIVES = ("small", "little", "big", "cute", "funny", "lovely", "cartoon", "bright", "beautiful", "lonely", "single")
_OPENINGS = ("a video of", "a clip of", "an animation of", "a short film of", "a cartoon of", "here is", "there is", "we see", "look at")
_ENDINGS = (", cartoon style", ", animated", ", high quality", ", emoji", ", in bright colours", ", smooth motion", ", 8 frames per second")


def _article(words: str) -> str:
    return ("an " if words[0].lower() in "aeiou" else "a ") + words


def _pick(options: tuple[str, ...], rng: np.random.Generator) -> str:
    return options[int(rng.integers(len(options)))]


def caption(scene: Scene, rng: np.random.Generator, complete: bool = False) -> str:
    """One caption; now and then it leaves motion or place open, unless `complete` is set."""
    verbs = _VERBS[MOTIONS[scene.motion]]
    participle, verb = verbs[int(rng.integers(len(verbs)))]
    place = _pick(_PLACES[BACKGROUNDS[scene.background]], rng)
    noun = _pick(THINGS[scene.thing].names, rng)
    if rng.uniform() < 0.15:
        noun = f"{_pick(_ADJECTIVES, rng)} {noun}"
    subject = f"the {noun}" if rng.uniform() < 0.12 else _article(noun)
    forms = (
        (0.30, f"{subject} {participle} {place}"),
        (0.10, f"{subject} {verb} {place}"),
        (0.08, f"{subject} is {participle} {place}"),
        (0.08, f"{place}, {subject} {verb}"),
        (0.06, f"{place}, {subject} is {participle}"),
        (0.08, f"{noun}, {participle}, {place}"),
        (0.06, f"{noun} {participle} {place}"),
        (0.06, f"{subject} {place}, {participle}"),
        (0.05, f"{_article(participle + ' ' + noun)} {place}" if " " not in participle else f"{subject} {participle} {place}"),
        (0.07, f"{_pick(_OPENINGS, rng)} {subject} {participle} {place}"),
        (0.02, f"{subject} {participle}"),
        (0.02, f"{subject} {place}"),
        (0.02, noun),
    )
    usable = forms[:-3] if complete else forms
    shares = np.asarray([share for share, _ in usable])
    text = usable[int(rng.choice(len(usable), p=shares / shares.sum()))][1]
    if rng.uniform() < 0.06:
        text += _pick(_ENDINGS, rng)
    if rng.uniform() < 0.25:
        text += "."
    return _cased(text, rng.uniform())


def _cased(text: str, draw: float) -> str:
    """Lower case as written, sentence case, capitals or title case."""
    if draw < 0.5:
        return text
    if draw < 0.92:
        return text[0].upper() + text[1:]
    return text.upper() if draw < 0.96 else text.title()
