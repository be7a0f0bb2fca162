"""The part of libfluidsynth that offline rendering needs, by ctypes."""

from __future__ import annotations

import ctypes
import ctypes.util
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from phrases import Note
from tuning import deviation, frequency

SOUNDFONT = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")
"""Where Debian's fluid-soundfont-gm puts it."""
DRUMS = 128
"""Bank of the drum kits."""
_MEASURED, _ATTACK, _VELOCITY = 0.8, 0.06, 98
"""Seconds of a note by which its tuning is measured, of its attack, which does not count, and how hard it is struck."""


def _library() -> ctypes.CDLL:
    name = ctypes.util.find_library("fluidsynth")
    if name is None:
        raise FileNotFoundError("libfluidsynth is not installed (Debian package: fluidsynth)")
    library = ctypes.CDLL(name)
    for function in (library.new_fluid_settings, library.new_fluid_synth):
        function.restype = ctypes.c_void_p
    pointer = ctypes.c_void_p
    library.new_fluid_synth.argtypes = [pointer]
    library.fluid_settings_setnum.argtypes = [pointer, ctypes.c_char_p, ctypes.c_double]
    library.fluid_settings_setint.argtypes = [pointer, ctypes.c_char_p, ctypes.c_int]
    library.fluid_synth_sfload.argtypes = [pointer, ctypes.c_char_p, ctypes.c_int]
    library.fluid_synth_system_reset.argtypes = [pointer]
    library.fluid_synth_program_select.argtypes = [pointer, *[ctypes.c_int] * 4]
    library.fluid_synth_tune_notes.argtypes = [pointer, *[ctypes.c_int] * 3, pointer, pointer, ctypes.c_int]
    library.fluid_synth_activate_tuning.argtypes = [pointer, *[ctypes.c_int] * 4]
    library.fluid_synth_noteon.argtypes = [pointer, *[ctypes.c_int] * 3]
    library.fluid_synth_noteoff.argtypes = [pointer, *[ctypes.c_int] * 2]
    library.fluid_synth_write_float.argtypes = [pointer, ctypes.c_int, *[pointer, ctypes.c_int, ctypes.c_int] * 2]
    return library


class Synthesizer:
    """FluidR3 in memory; loading it takes a second, so one serves many clips."""

    def __init__(self, rate: int, soundfont: Path = SOUNDFONT) -> None:
        self._library = _library()
        settings = self._library.new_fluid_settings()
        self._library.fluid_settings_setnum(settings, b"synth.sample-rate", float(rate))
        self._library.fluid_settings_setnum(settings, b"synth.gain", 0.5)
        for effect in (b"synth.reverb.active", b"synth.chorus.active"):
            self._library.fluid_settings_setint(settings, effect, 0)
        self._synth = self._library.new_fluid_synth(settings)
        self._font = self._library.fluid_synth_sfload(self._synth, str(soundfont).encode(), 1)
        if self._font < 0:
            raise FileNotFoundError(f"{soundfont} cannot be read (Debian package: fluid-soundfont-gm)")
        self._rate = rate
        self._corrections: dict[tuple[int, float], float] = {}

    def play(self, notes: Sequence[Note], program: int, bank: int, length: int) -> np.ndarray:
        """Both channels mixed, float32 [length]; bank is 0 or `DRUMS`. No reverberation, no chorus.

        Melodies sound exactly as high as their keys say, fractions included.
        """
        corrections = {} if bank == DRUMS else {note.key: self._correction(program, note.key) for note in notes}
        return self._played(notes, program, bank, length, corrections)

    def _correction(self, program: int, key: float) -> float:
        """Keys by which the recording of an instrument is to be shifted for its pitch to be that of the key."""
        if (program, key) not in self._corrections:
            nominal, correction = frequency(key), 0.0
            for _ in range(2):
                note = Note(0.0, _MEASURED, key, _VELOCITY)
                wave = self._played([note], program, 0, int(_MEASURED * self._rate), {key: correction})
                correction -= 12 * math.log2(1 + deviation(wave[int(_ATTACK * self._rate) :], nominal) / nominal)
            self._corrections[program, key] = correction
        return self._corrections[program, key]

    def _played(
        self, notes: Sequence[Note], program: int, bank: int, length: int, corrections: dict[float, float]
    ) -> np.ndarray:
        library, synth = self._library, self._synth
        channel = 9 if bank == DRUMS else 0
        library.fluid_synth_system_reset(synth)
        library.fluid_synth_program_select(synth, channel, self._font, bank, program)
        if bank != DRUMS:
            self._tune(60, 60.0)
            library.fluid_synth_activate_tuning(synth, channel, 0, 0, 0)
        # At one time, releases come before strikes, so that a repeated key sounds again.
        events = [(int(note.end * self._rate), 0, note) for note in notes]
        events += [(int(note.start * self._rate), 1, note) for note in notes]
        output = np.zeros((2, length), dtype=np.float32)
        now = 0
        for time, kind, note in sorted(events, key=lambda event: event[:2]):
            self._write(output, now, min(time, length))
            now = min(time, length)
            if kind:
                if bank != DRUMS:
                    self._tune(round(note.key), note.key + corrections[note.key])
                library.fluid_synth_noteon(synth, channel, round(note.key), note.velocity)
            else:
                library.fluid_synth_noteoff(synth, channel, round(note.key))
        self._write(output, now, length)
        return output.mean(axis=0)

    def _tune(self, key: int, pitch: float) -> None:
        """Let a key sound as the fractional key `pitch` whenever it is struck from now on."""
        keys, pitches = ctypes.c_int(key), ctypes.c_double(100 * pitch)
        self._library.fluid_synth_tune_notes(self._synth, 0, 0, 1, ctypes.byref(keys), ctypes.byref(pitches), 0)

    def _write(self, output: np.ndarray, start: int, stop: int) -> None:
        if stop > start:
            left, right = (output[side].ctypes.data for side in (0, 1))
            self._library.fluid_synth_write_float(self._synth, stop - start, left, start, 1, right, start, 1)
