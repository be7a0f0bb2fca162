"""Levels of waveforms: loudness, peaks, and clicks at the ends."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from mel import RATE

EDGE_SECONDS = 0.005
QUIET_EDGE = 0.02
"""The largest sample within 5 ms of an end that counts as no click (-34 dB)."""
LOUDNESS = (-32.0, -12.0)
"""Decibels of the sounding parts that count as sensible; clips are rendered at -20."""


@dataclass(frozen=True)
class Levels:
    """peak and edge: largest sample in all and within 5 ms of the ends, of 1; loudness: root mean square of the
    sounding parts in dB; clipped: share of samples beyond 0.99; steady: mean of all samples."""

    peak: float
    edge: float
    loudness: float
    clipped: float
    steady: float

    @property
    def good(self) -> bool:
        """No click at start or end, neither silent nor overdriven."""
        return self.edge <= QUIET_EDGE and LOUDNESS[0] <= self.loudness <= LOUDNESS[1] and self.clipped < 1e-4


def measure(wave: np.ndarray) -> Levels:
    """Levels of a waveform, float [N]."""
    size = int(EDGE_SECONDS * RATE)
    blocks = np.sqrt(np.mean(wave[: len(wave) // 320 * 320].reshape(-1, 320) ** 2, axis=1))
    sounding = blocks[blocks > 0.1 * blocks.max()] if blocks.max() > 0 else blocks
    return Levels(
        peak=float(np.abs(wave).max()),
        edge=float(max(np.abs(wave[:size]).max(), np.abs(wave[-size:]).max())),
        loudness=float(20 * np.log10(max(np.sqrt(np.mean(sounding**2)), 1e-6))),
        clipped=float(np.mean(np.abs(wave) > 0.99)),
        steady=float(wave.mean()),
    )


def summary(waves: np.ndarray) -> dict[str, float]:
    """Share of good waveforms [N, samples], and the extremes."""
    rows = [measure(wave) for wave in waves]
    columns = {name: np.asarray([asdict(row)[name] for row in rows]) for name in asdict(rows[0])}
    return {
        "good": float(np.mean([row.good for row in rows])),
        "edge_worst": float(columns["edge"].max()),
        "edge_median": float(np.median(columns["edge"])),
        "loudness_mean_db": float(columns["loudness"].mean()),
        "loudness_lowest_db": float(columns["loudness"].min()),
        "loudness_highest_db": float(columns["loudness"].max()),
        "peak_highest": float(columns["peak"].max()),
        "clipped_worst": float(columns["clipped"].max()),
    }
