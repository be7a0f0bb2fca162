"""Phrases and drum patterns as notes in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sounds import Instrument

ENDS_AT = 4.6
"""Seconds by which the last note is released; what rings on fades out."""
_MAJOR = (0, 2, 4, 5, 7, 9, 11, 12)
_MINOR = (0, 2, 3, 5, 7, 8, 10, 12)

_KICK, _SNARE, _CLOSED, _OPEN, _CRASH, _RIDE = 36, 38, 42, 46, 49, 51
_BONGO_HIGH, _BONGO_LOW = 60, 61


@dataclass(frozen=True)
class Note:
    """A MIDI key from `start` to `end`, in seconds, struck with `velocity` of 127."""

    start: float
    end: float
    key: int
    velocity: int


def _line(keys: Sequence[int], start: float, interval: float, legato: float, rng: np.random.Generator) -> list[Note]:
    """Keys one after the other, each held for `legato` of the interval."""
    return [
        Note(start + i * interval, start + (i + legato) * interval, key, int(rng.integers(84, 108)))
        for i, key in enumerate(keys)
    ]


def _scale(rng: np.random.Generator) -> tuple[int, ...]:
    return _MAJOR if rng.uniform() < 0.6 else _MINOR


def _scales(root: int, fast: bool, falling: bool, rng: np.random.Generator) -> list[Note]:
    """One slow octave, or a fast octave three times."""
    steps = [root + step for step in _scale(rng)]
    if falling:
        steps.reverse()
    if not fast:
        return _line(steps, 0.0, rng.uniform(0.48, 0.57), 0.95, rng)
    interval = rng.uniform(0.14, 0.165)
    return [note for run in range(3) for note in _line(steps, run * 10 * interval, interval, 0.95, rng)]


def _rising(root: int, fast: bool, rng: np.random.Generator) -> list[Note]:
    return _scales(root, fast, False, rng)


def _falling(root: int, fast: bool, rng: np.random.Generator) -> list[Note]:
    return _scales(root, fast, True, rng)


def _arpeggio(root: int, fast: bool, rng: np.random.Generator) -> list[Note]:
    """A broken triad up to the octave and down again."""
    third = 4 if rng.uniform() < 0.6 else 3
    wave = [root + step for step in (0, third, 7, 12, 7, third)]
    interval = rng.uniform(0.13, 0.155) if fast else rng.uniform(0.36, 0.42)
    count = round(4.4 / interval)
    return _line([wave[i % 6] for i in range(count)], 0.0, interval, 0.95, rng)


def _repeated(root: int, fast: bool, rng: np.random.Generator) -> list[Note]:
    key = root + int(rng.integers(13))
    interval = rng.uniform(0.17, 0.21) if fast else rng.uniform(0.62, 0.74)
    return _line([key] * round(4.4 / interval), 0.0, interval, 0.6, rng)


def _chords(root: int, fast: bool, rng: np.random.Generator) -> list[Note]:
    """Triads of a simple cadence: two long ones, or many short ones, two on each step."""
    interval = rng.uniform(0.36, 0.44) if fast else rng.uniform(2.05, 2.25)
    count = round(4.4 / interval)
    steps = ((0, 4, 7), (-3, 0, 5), (-1, 2, 7), (0, 4, 7)) if fast else ((0, 4, 7), (-3, 0, 5))
    notes = []
    for i in range(count):
        chord = steps[(i // 2 if fast else i) % len(steps)]
        start, velocity = i * interval, int(rng.integers(80, 100))
        notes += [Note(start, start + (0.6 if fast else 0.95) * interval, root + 5 + step, velocity) for step in chord]
    return notes


def _trill(root: int, fast: bool, rng: np.random.Generator) -> list[Note]:
    """Two neighbouring notes in quick turn."""
    low = root + int(rng.integers(3, 11))
    high = low + int(rng.integers(1, 3))
    interval = rng.uniform(0.055, 0.07) if fast else rng.uniform(0.14, 0.17)
    return _line([(low, high)[i % 2] for i in range(round(4.4 / interval))], 0.0, interval, 0.95, rng)


def _octaves(root: int, fast: bool, rng: np.random.Generator) -> list[Note]:
    """A note and its octave in turn."""
    low = root + int(rng.integers(5))
    interval = rng.uniform(0.19, 0.23) if fast else rng.uniform(0.5, 0.6)
    return _line([(low, low + 12)[i % 2] for i in range(round(4.4 / interval))], 0.0, interval, 0.95, rng)


_PHRASES: dict[str, Callable[[int, bool, np.random.Generator], list[Note]]] = {
    "rising": _rising,
    "falling": _falling,
    "arpeggio": _arpeggio,
    "repeated": _repeated,
    "chords": _chords,
    "trill": _trill,
    "octaves": _octaves,
}


def melody(instrument: Instrument, phrase: str, pace: str, rng: np.random.Generator) -> list[Note]:
    """A phrase from a random root of the instrument's range, over by `ENDS_AT`."""
    root = int(rng.integers(instrument.lowest, instrument.highest + 1))
    notes = _PHRASES[phrase](root, pace == "fast", rng)
    return [
        Note(note.start, min(note.end, ENDS_AT), note.key, note.velocity)
        for note in notes
        if note.start < ENDS_AT - 0.05
    ]


_BARS: dict[str, dict[int, str]] = {
    "rock": {_KICK: "x...x...x.x.x...", _SNARE: "....x.......x...", _CLOSED: "x.x.x.x.x.x.x.x."},
    "march": {_SNARE: "x.xxx.x.x.xxx.xx", _KICK: "x.......x......."},
    "disco": {_KICK: "x...x...x...x...", _OPEN: "..x...x...x...x.", _SNARE: "....x.......x..."},
    "bongos": {_BONGO_HIGH: "x.xx..x.x.xx..x.", _BONGO_LOW: "...." + "x..." + "...." + "x.x."},
    "cymbals": {_RIDE: "x...x.x.x...x.x.", _CRASH: "x..............."},
}
"""A bar of sixteen steps per drum."""


def drumming(pattern: str, pace: str, rng: np.random.Generator) -> list[Note]:
    """A bar repeated until `ENDS_AT`."""
    step = rng.uniform(0.085, 0.1) if pace == "fast" else rng.uniform(0.165, 0.195)
    return [
        Note(i * step, i * step + 0.08, drum, int(rng.integers(92, 116)))
        for i in range(int(ENDS_AT / step))
        for drum, bar in _BARS[pattern].items()
        if bar[i % 16] == "x"
    ]
