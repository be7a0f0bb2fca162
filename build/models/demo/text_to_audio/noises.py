"""Wind, rain, waves, siren, beeps and a clock, made of noise and sines; float32 waveforms at 16 kHz."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mel import RATE
from tuning import GRID

_WINDOW = 512


def _curve(length: int, knots: int, rng: np.random.Generator) -> np.ndarray:
    """A smooth random curve in [0, 1] through `knots` points, [length]."""
    points = rng.uniform(size=knots)
    place = np.linspace(0, knots - 1, length)
    left = np.minimum(place.astype(int), knots - 2)
    share = 0.5 - 0.5 * np.cos(np.pi * (place - left))
    return points[left] * (1 - share) + points[left + 1] * share


def _coloured(gain: Callable[[np.ndarray, int], np.ndarray], length: int, rng: np.random.Generator) -> np.ndarray:
    """White noise with a spectrum that changes: `gain(frequencies, frames)` is [frames, frequencies]."""
    hop = _WINDOW // 2
    frames = length // hop + 2
    window = np.sqrt(np.hanning(_WINDOW + 1)[:-1])
    spectra = np.fft.rfft(rng.standard_normal((frames, _WINDOW)) * window)
    spectra *= gain(np.fft.rfftfreq(_WINDOW, 1 / RATE), frames)
    pieces = np.fft.irfft(spectra) * window
    output = np.zeros((frames + 1) * hop)
    for index, piece in enumerate(pieces):
        output[index * hop : index * hop + _WINDOW] += piece
    return output[hop : hop + length]


def _wind(length: int, strong: bool, rng: np.random.Generator) -> np.ndarray:
    """A wandering resonance; strong wind is higher and gusts."""

    def gain(frequencies: np.ndarray, frames: int) -> np.ndarray:
        gust = _curve(frames, 8 if strong else 4, rng)[:, None]
        centre = (450 + 900 * gust) if strong else (180 + 240 * gust)
        width = centre * 0.3
        resonance = 1 / (1 + ((frequencies - centre) / width) ** 2)
        return (0.25 + gust) * (resonance + 0.3 / (1 + (frequencies / 300) ** 2))

    return _coloured(gain, length, rng)


def _rain(length: int, strong: bool, rng: np.random.Generator) -> np.ndarray:
    """A hiss, and drops as short chirping bursts."""

    def gain(frequencies: np.ndarray, frames: int) -> np.ndarray:
        level = 0.9 + 0.2 * _curve(frames, 6, rng)[:, None]
        return level * np.clip(frequencies / 2500, 0.05, 1) / (1 + (frequencies / 6000) ** 4)

    output = _coloured(gain, length, rng) * (0.5 if strong else 0.06)
    time = np.arange(400) / RATE
    for _ in range(int(rng.integers(450, 550) if strong else rng.integers(60, 90))):
        start = int(rng.integers(length - len(time)))
        pitch, decay = rng.uniform(1500, 5000), rng.uniform(200, 600)
        output[start : start + len(time)] += (
            rng.uniform(0.2, 1) * np.sin(2 * np.pi * pitch * time) * np.exp(-decay * time)
        )
    return output


def _waves(length: int, strong: bool, rng: np.random.Generator) -> np.ndarray:
    """Surf that swells, brightens and drains away."""
    period = rng.uniform(1.6, 1.8) if strong else rng.uniform(2.4, 2.6)
    phase = rng.uniform(0, 0.2)

    def gain(frequencies: np.ndarray, frames: int) -> np.ndarray:
        place = (np.arange(frames) * (_WINDOW // 2) / RATE / period + phase) % 1
        swell = np.where(
            place < 0.45, np.sin(np.pi * place / 0.9) ** 2, np.exp(-(place - 0.45) * 5) * (1 - place) / 0.55
        )[:, None]
        cutoff = (500 if strong else 250) + 2500 * swell
        return (0.06 + swell) / (1 + (frequencies / cutoff) ** 2)

    return _coloured(gain, length, rng)


def _one_of(options: tuple[int, ...], rng: np.random.Generator) -> int:
    """Few pitches, far apart, as of melodies (`phrases.ROOTS`): of many, a denoiser in doubt takes the mean, which is quiet."""
    return options[int(rng.integers(len(options)))]


def _siren(length: int, fast: bool, rng: np.random.Generator) -> np.ndarray:
    """Two tones in turn, a fourth apart and on the grid of pitches, each with two overtones."""
    low = _one_of((18, 21), rng)
    place = np.arange(length) / RATE / (0.32 if fast else 0.80)
    pitch = GRID * np.where(place % 2 < 1, low, round(low * 4 / 3))
    angle = 2 * np.pi * np.cumsum(pitch) / RATE
    return np.sin(angle) + 0.3 * np.sin(2 * angle) + 0.15 * np.sin(3 * angle)


def _pulses(length: int, interval: float, duration: float) -> np.ndarray:
    """An envelope of rounded pulses, [length]."""
    place = np.arange(length) / RATE % interval
    rise = np.clip(place / 0.008, 0, 1) * np.clip((duration - place) / 0.008, 0, 1)
    return np.sin(0.5 * np.pi * rise) ** 2


def _beeps(length: int, fast: bool, rng: np.random.Generator) -> np.ndarray:
    """Tones of 900 to 1500 Hz, on the grid of pitches."""
    interval = 0.24 if fast else 0.96
    tone = np.sin(2 * np.pi * GRID * _one_of((36, 44, 52, 60), rng) * np.arange(length) / RATE)
    return tone * _pulses(length, interval, interval * 0.5 if fast else 0.3)


def _clock(length: int, fast: bool, rng: np.random.Generator) -> np.ndarray:
    """Tick and tock: short knocks, the second one lower."""
    interval = 0.24 if fast else 0.64
    output = np.zeros(length)
    time = np.arange(1200) / RATE
    tick = _one_of((2000, 2400), rng)
    for index in range(int(length / RATE / interval)):
        start = int(index * interval * RATE)
        pitch = tick * (0.75 if index % 2 else 1.0)
        knock = np.sin(2 * np.pi * pitch * time) * np.exp(-130 * time) + 0.5 * np.sin(
            2 * np.pi * pitch * 0.37 * time
        ) * np.exp(-70 * time)
        knock += 0.4 * rng.standard_normal(len(time)) * np.exp(-400 * time)
        part = output[start : start + len(time)]
        part += (knock * np.clip(time / 0.001, 0, 1))[: len(part)]
    return output


_NOISES: dict[str, Callable[[int, bool, np.random.Generator], np.ndarray]] = {
    "wind": _wind,
    "rain": _rain,
    "waves": _waves,
    "siren": _siren,
    "beeps": _beeps,
    "clock": _clock,
}


def noise(motif: str, pace: str, length: int, rng: np.random.Generator) -> np.ndarray:
    """One noise of any loudness, [length]."""
    return _NOISES[motif](length, pace == "fast", rng)
