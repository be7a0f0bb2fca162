"""Clips: 5.12 seconds of a sound, 16 kHz mono, of even loudness, silent at both ends."""

from __future__ import annotations

from functools import cache

import numpy as np

from fluidsynth import DRUMS, Synthesizer
from mel import RATE
from noises import noise
from phrases import drumming, melody
from sounds import Sound

SAMPLES = 81_920
"""128 frames of 640 samples."""
SECONDS = SAMPLES / RATE
_LEAD = 0.08
"""Seconds of silence before the sound."""
_FADE_IN, _FADE_OUT, _TAIL = 0.002, 0.35, 0.06
"""Seconds; the tail is silent."""
_LOUDNESS, _PEAK = 0.1, 0.8
"""Root mean square of the sounding parts (-20 dB), and the highest peak allowed."""


@cache
def _synthesizer() -> Synthesizer:
    return Synthesizer(RATE)


def render(sound: Sound, rng: np.random.Generator) -> np.ndarray:
    """One clip, float32 [SAMPLES]."""
    lead = int(_LEAD * RATE)
    length = SAMPLES - lead
    if sound.instrument:
        notes = melody(sound.instrument, sound.motif, sound.pace, rng)
        body = _synthesizer().play(notes, sound.instrument.program, 0, length)
    elif sound.source == "drums":
        body = _synthesizer().play(drumming(sound.motif, sound.pace, rng), 0, DRUMS, length)
    else:
        body = noise(sound.motif, sound.pace, length, rng)
    return np.concatenate([np.zeros(lead), _levelled(_faded(body))]).astype(np.float32)


def _faded(wave: np.ndarray) -> np.ndarray:
    """Rise in 2 ms, which keeps the attack of a drum; fall to a silent tail."""
    time = np.arange(len(wave)) / RATE
    end = len(wave) / RATE - _TAIL
    envelope = np.clip(time / _FADE_IN, 0, 1) * np.clip((end - time) / _FADE_OUT, 0, 1)
    return wave * np.sin(0.5 * np.pi * envelope) ** 2


def _levelled(wave: np.ndarray) -> np.ndarray:
    """Scale to `_LOUDNESS`, or as near as `_PEAK` permits."""
    blocks = np.sqrt(np.mean(wave[: len(wave) // RATE * RATE].reshape(-1, RATE // 50) ** 2, axis=1))
    sounding = blocks[blocks > 0.1 * blocks.max()]
    gain = min(_LOUDNESS / np.sqrt(np.mean(sounding**2)), _PEAK / np.abs(wave).max())
    return wave * gain
