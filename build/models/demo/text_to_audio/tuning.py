"""Pitches on a grid that the vocoder can hold.

A vocoder that treats all frames of a spectrogram alike makes of a steady one a waveform that repeats with every frame,
so that it can hold no other pitches than multiples of the frame rate. Melodies are therefore tuned to those, and
instruments to their nominal pitch, from which recordings are off by some cents: enough for a phase to drift within
a note.
"""

from __future__ import annotations

import math

import numpy as np

from mel import HOP, RATE

GRID = RATE / HOP
"""Hertz between neighbouring pitches."""
_JUST = (1, 16 / 15, 9 / 8, 6 / 5, 5 / 4, 4 / 3, 45 / 32, 3 / 2, 8 / 5, 5 / 3, 9 / 5, 15 / 8)
"""Ratios of the twelve degrees of an octave."""
_WINDOW, _STEP = 0.08, 0.02
"""Seconds of a measurement, and between two: the window keeps partials apart that are 50 Hz apart."""
_PARTIALS = 6


def frequency(key: float) -> float:
    """Hertz of a MIDI key, equal temperament, A4 at 440 Hz."""
    return 440.0 * 2 ** ((key - 69) / 12)


def on_grid(key: int, root: int) -> float:
    """The pitch of the grid nearest to a MIDI key, as a fractional MIDI key.

    The root of the scale comes on the grid first, the others by their just intervals from there: then octaves stay
    pure, and no two degrees of a major scale of 200 Hz and more become one.
    """
    base = round(frequency(root) / GRID)
    octave, degree = divmod(key - root, 12)
    return 69 + 12 * math.log2(round(base * _JUST[degree] * 2.0**octave) * GRID / 440.0)


def deviation(wave: np.ndarray, nominal: float) -> float:
    """By how many hertz the fundamental of a note is higher than `nominal`, of a waveform [N] at 16 kHz.

    The slope of the phases of its partials against those of exact multiples, the louder ones counting more. The
    deviation must stay below half a turn a step, 25 Hz of a partial.
    """
    size, step = int(_WINDOW * RATE), int(_STEP * RATE)
    pieces = np.lib.stride_tricks.sliding_window_view(wave, size)[::step] * np.hanning(size)
    times = (np.arange(len(pieces)) * step)[:, None] + np.arange(size)
    slopes, weights = [], []
    for partial in range(1, _PARTIALS + 1):
        if partial * nominal > 0.45 * RATE:
            break
        values = (pieces * np.exp(-2j * np.pi * partial * nominal / RATE * times)).sum(axis=1)
        turns = values[1:] * np.conj(values[:-1])
        slopes.append(np.angle(turns.sum()) / (2 * np.pi * _STEP) / partial)
        weights.append(np.abs(turns).sum() * partial**2)
    return float(np.average(slopes, weights=weights))
