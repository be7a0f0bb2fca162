"""A training that lasts for a time: progress, checkpoints and a log, over resumptions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np


class Clock:
    """Counts steps and the processor seconds of each thread, `spent` before a resumption included.

    Processor time, so that a pause or a busy machine delays a training but wastes nothing of its schedule.
    """

    def __init__(self, minutes: float, threads: int, step: int = 0, spent: float = 0.0) -> None:
        self.total = minutes * 60
        self.step = step
        self._threads = threads
        self._began = time.process_time() - spent * threads
        self._losses: dict[str, list[float]] = {}

    @property
    def spent(self) -> float:
        """Seconds."""
        return (time.process_time() - self._began) / self._threads

    @property
    def progress(self) -> float:
        """The share of the time that has passed, in [0, 1]."""
        return min(1.0, self.spent / self.total)

    def steps(self, checkpoint: Callable[[], None], every_minutes: float = 4.0, log_every: int = 50) -> Iterator[float]:
        """Yield the progress until the time is up; checkpoint every few minutes by the wall and at the end."""
        saved = time.monotonic()
        while self.spent < self.total:
            yield self.progress
            self.step += 1
            if self.step % log_every == 0:
                self._report()
            if time.monotonic() - saved > every_minutes * 60:
                checkpoint()
                saved = time.monotonic()
        checkpoint()

    def note(self, **losses: float) -> None:
        """Remember figures of this step for the log."""
        for name, value in losses.items():
            self._losses.setdefault(name, []).append(value)

    def _report(self) -> None:
        means = " ".join(f"{name} {np.mean(values):.4f}" for name, values in self._losses.items())
        print(f"step {self.step} minutes {self.spent / 60:.2f} {means}", flush=True)
        self._losses.clear()
