"""Plain English captions of a sound, drawn from many templates."""

from __future__ import annotations

import numpy as np

from sounds import Sound

_PHRASES: dict[str, tuple[str, ...]] = {
    "rising": (
        "a rising scale",
        "an ascending scale",
        "a scale going up",
        "a scale upwards",
        "notes climbing up a scale",
        "rising notes",
        "notes going up",
        "an upward scale",
        "a scale from low to high",
    ),
    "falling": (
        "a falling scale",
        "a descending scale",
        "a scale going down",
        "a scale downwards",
        "notes walking down a scale",
        "falling notes",
        "notes going down",
        "a downward scale",
        "a scale from high to low",
    ),
    "arpeggio": (
        "an arpeggio",
        "a broken chord",
        "an arpeggio up and down",
        "arpeggios",
        "broken chords",
        "arpeggiated notes",
        "a chord note by note, up and down",
    ),
    "repeated": (
        "a repeated note",
        "the same note again and again",
        "one note over and over",
        "a single note repeated",
        "repeated notes",
        "a repeating note",
        "one note many times",
    ),
    "chords": (
        "chords",
        "a chord progression",
        "a few chords",
        "block chords",
        "full chords",
        "a series of chords",
        "harmonies",
    ),
}

_PACES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "slow": (
        ("slow", "calm", "leisurely", "unhurried"),
        ("slowly", "at a slow tempo", "in a slow tempo", "calmly", "without haste"),
    ),
    "fast": (
        ("fast", "quick", "rapid", "lively"),
        ("quickly", "fast", "at a fast tempo", "rapidly", "at high speed", "in a fast tempo"),
    ),
}
"""Adjectives and adverbs."""

_VERBS = (("playing", "plays"), ("performing", "performs"))

_PATTERNS: dict[str, tuple[str, ...]] = {
    "rock": ("a rock beat", "a rock drum beat", "a drum kit playing a rock beat", "rock drums", "a rock drum pattern"),
    "march": (
        "a marching snare drum",
        "a military march on snare drums",
        "a march drum beat",
        "marching drums",
        "a snare drum march",
    ),
    "disco": ("a disco beat", "a disco drum beat", "a dance beat", "disco drums", "a four to the floor drum beat"),
    "bongos": ("bongos", "bongo drums", "a bongo rhythm", "a latin rhythm on bongos", "someone playing the bongos"),
    "cymbals": ("cymbals", "ride and crash cymbals", "a rhythm on cymbals", "crashing cymbals", "a cymbal pattern"),
}

_NOISES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "wind": (
        ("gentle wind", "a light breeze", "a soft wind blowing", "calm wind", "a quiet breeze"),
        ("strong wind", "a howling storm", "a strong wind howling", "gusts of wind", "a wild wind blowing"),
    ),
    "rain": (
        ("light rain", "gentle rain", "rain drops falling", "a drizzle", "soft rain dripping"),
        ("heavy rain", "pouring rain", "a downpour", "a rain storm", "rain falling heavily"),
    ),
    "waves": (
        ("gentle waves", "calm waves on a beach", "slow ocean waves", "a calm sea", "the sea rolling slowly"),
        ("strong waves", "stormy waves", "fast ocean waves crashing", "a rough sea", "waves breaking on rocks"),
    ),
    "siren": (
        (
            "a slow siren",
            "a siren wailing slowly",
            "a slow wailing siren",
            "a slow two-tone siren",
            "a siren going slowly up and down",
        ),
        ("a fast siren", "a police siren", "a fast two-tone siren", "an ambulance siren", "a quick siren going up and down"),
    ),
    "beeps": (
        ("slow beeps", "a slow beeping", "a machine beeping slowly", "a monitor beeping calmly", "a beep every second"),
        ("fast beeps", "a fast beeping", "a machine beeping quickly", "an alarm clock beeping fast", "rapid beeps"),
    ),
    "clock": (
        (
            "a slow ticking clock",
            "a clock ticking slowly",
            "a grandfather clock ticking",
            "slow tick tock",
            "the slow ticking of a clock",
        ),
        (
            "a fast ticking clock",
            "a clock ticking fast",
            "a stopwatch ticking",
            "quick tick tock",
            "the rapid ticking of a watch",
        ),
    ),
}
"""Calm or slow, and strong or fast."""

_OPENINGS = ("the sound of", "a recording of", "we hear", "listen to", "audio of", "here is")
_ENDINGS = (
    ", high quality",
    ", clear recording",
    ", solo",
    ", no background noise",
    ", studio recording",
    ", 5 seconds",
)


def _pick(options: tuple[str, ...], rng: np.random.Generator) -> str:
    return options[int(rng.integers(len(options)))]


def _article(words: str) -> str:
    return ("an " if words[0].lower() in "aeiou" else "a ") + words


def _hurried(phrase: str, adjective: str) -> str:
    """Put an adjective into a noun phrase, after its article if it has one."""
    for article in ("an ", "a "):
        if phrase.startswith(article):
            return _article(f"{adjective} {phrase.removeprefix(article)}")
    return f"{adjective} {phrase}"


def _musical(sound: Sound, rng: np.random.Generator, complete: bool) -> str:
    name = _pick(sound.instrument.names, rng)
    plural = name.endswith("bells")
    noun = name if plural else _article(name)
    phrase = _pick(_PHRASES[sound.motif], rng)
    adjectives, adverbs = _PACES[sound.pace]
    quick, quickly = _hurried(phrase, _pick(adjectives, rng)), _pick(adverbs, rng)
    participle, verb = _VERBS[int(rng.uniform() < 0.15)]
    verb = participle.removesuffix("ing") if plural else verb
    subject = f"the {name}" if rng.uniform() < 0.15 else noun
    forms = (
        (0.20, f"{subject} {participle} {quick}"),
        (0.12, f"{subject} {participle} {phrase} {quickly}"),
        (0.10, f"{subject} {verb} {quick}"),
        (0.06, f"{subject} {verb} {phrase} {quickly}"),
        (0.14, f"{quick} on {noun}"),
        (0.08, f"{phrase} on {noun}, {quickly}"),
        (0.06, f"{name}, {quick}"),
        (0.05, f"{quick}, {name}"),
        (0.04, f"{quickly}, {subject} {verb} {phrase}"),
        (0.03, f"{quick} played on {noun}"),
        (0.04, f"{subject} {participle} {phrase}"),
        (0.03, f"{phrase} on {noun}"),
        (0.03, f"{subject} {participle} {quickly}"),
        (0.02, name),
        (0.06, quick),
        (0.04, f"{phrase}, {quickly}"),
        (0.02, f"someone playing {quick}"),
        (0.02, phrase),
    )
    usable = forms[:-8] if complete else forms
    shares = np.asarray([share for share, _ in usable])
    return usable[int(rng.choice(len(usable), p=shares / shares.sum()))][1]


def _drumming(sound: Sound, rng: np.random.Generator) -> str:
    pattern = _pick(_PATTERNS[sound.motif], rng)
    adjectives, adverbs = _PACES[sound.pace]
    return _hurried(pattern, _pick(adjectives, rng)) if rng.uniform() < 0.6 else f"{pattern}, {_pick(adverbs, rng)}"


def caption(sound: Sound, rng: np.random.Generator, complete: bool = False) -> str:
    """One caption; now and then it leaves instrument, phrase or pace open, unless `complete` is set.

    A phrase without an instrument teaches what it is apart from who plays it, which unheard combinations need.
    """
    if sound.instrument:
        text = _musical(sound, rng, complete)
    elif sound.source == "drums":
        text = _drumming(sound, rng)
    else:
        text = _pick(_NOISES[sound.motif][sound.pace == "fast"], rng)
    if rng.uniform() < 0.08:
        text = f"{_pick(_OPENINGS, rng)} {text}"
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
