"""Phrases and drum patterns as notes in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sounds import Instrument
from tuning import on_grid

ENDS_AT = 4.6
"""Seconds by which the last note is released; what rings on fades out."""
_MAJOR = (0, 2, 4, 5, 7, 9, 11, 12)
_TRIAD = (0, 4, 7)
ROOTS = (0, 6)
"""Semitones above an instrument's lowest root: few enough to be learnt in an hour, and far apart. While a denoiser cannot
tell yet which it will be, it takes the mean, and keys that lie near each other leave that smeared for long."""

_KICK, _SNARE, _CLOSED, _OPEN, _CRASH, _RIDE = 36, 38, 42, 46, 49, 51
_BONGO_HIGH, _BONGO_LOW = 60, 61


@dataclass(frozen=True)
class Note:
    """A MIDI key from `start` to `end`, in seconds, struck with `velocity` of 127; melodies have keys between keys."""

    start: float
    end: float
    key: float
    velocity: int


def _line(keys: Sequence[int], start: float, interval: float, legato: float, rng: np.random.Generator) -> list[Note]:
    """Keys one after the other, each held for `legato` of the interval, all struck about alike."""
    velocity = int(rng.integers(92, 105))
    return [Note(start + i * interval, start + (i + legato) * interval, key, velocity) for i, key in enumerate(keys)]


def _tempo(rng: np.random.Generator, *intervals: float) -> float:
    """One of the intervals, in seconds. Those of melodies are whole latents (0.16 s), those of drums whole frames of a
    spectrogram: what happens at few places within one looks alike more often."""
    return intervals[int(rng.integers(len(intervals)))]


def _scales(root: int, fast: bool, falling: bool, rng: np.random.Generator) -> list[Note]:
    """One slow octave, or a fast octave three times."""
    steps = [root + step for step in _MAJOR]
    if falling:
        steps.reverse()
    if not fast:
        return _line(steps, 0.0, 0.48, 0.95, rng)
    return [note for run in range(3) for note in _line(steps, run * 10 * 0.16, 0.16, 0.95, rng)]


def _rising(root: int, fast: bool, rng: np.random.Generator) -> list[Note]:
    return _scales(root, fast, False, rng)


def _falling(root: int, fast: bool, rng: np.random.Generator) -> list[Note]:
    return _scales(root, fast, True, rng)


def _arpeggio(root: int, fast: bool, rng: np.random.Generator) -> list[Note]:
    """A broken triad up to the octave and down again."""
    wave = [root + step for step in (0, 4, 7, 12, 7, 4)]
    interval = 0.16 if fast else 0.48
    return _line([wave[i % 6] for i in range(round(4.4 / interval))], 0.0, interval, 0.95, rng)


def _repeated(root: int, fast: bool, rng: np.random.Generator) -> list[Note]:
    key = root + 7
    interval = 0.16 if fast else _tempo(rng, 0.64, 0.80)
    return _line([key] * round(4.4 / interval), 0.0, interval, 0.6, rng)


def _chords(root: int, fast: bool, rng: np.random.Generator) -> list[Note]:
    """Triads of a simple cadence: two long ones, or many short ones, two on each step."""
    interval = 0.32 if fast else _tempo(rng, 1.92, 2.08)
    count = round(4.4 / interval)
    steps = (_TRIAD, (-3, 0, 5), (-1, 2, 7), _TRIAD) if fast else (_TRIAD, (-3, 0, 5))
    velocity = int(rng.integers(88, 101))
    notes = []
    for i in range(count):
        chord = steps[(i // 2 if fast else i) % len(steps)]
        start = i * interval
        notes += [Note(start, start + (0.6 if fast else 0.95) * interval, root + 5 + step, velocity) for step in chord]
    return notes


_PHRASES: dict[str, Callable[[int, bool, np.random.Generator], list[Note]]] = {
    "rising": _rising,
    "falling": _falling,
    "arpeggio": _arpeggio,
    "repeated": _repeated,
    "chords": _chords,
}


def melody(instrument: Instrument, phrase: str, pace: str, rng: np.random.Generator) -> list[Note]:
    """A phrase from one of the instrument's roots, on the grid of pitches and over by `ENDS_AT`."""
    root = instrument.lowest + ROOTS[int(rng.integers(len(ROOTS)))]
    notes = _PHRASES[phrase](root, pace == "fast", rng)
    return [
        Note(note.start, min(note.end, ENDS_AT), on_grid(note.key, root), note.velocity)
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
    step = 0.12 if pace == "fast" else _tempo(rng, 0.20, 0.24)
    velocity = int(rng.integers(96, 113))
    return [
        Note(i * step, i * step + 0.08, drum, velocity)
        for i in range(int(ENDS_AT / step))
        for drum, bar in _BARS[pattern].items()
        if bar[i % 16] == "x"
    ]
