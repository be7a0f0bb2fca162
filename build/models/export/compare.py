"""When an ONNX graph and PyTorch count as agreeing.

Both compute the same sums in another order, so they differ by rounding: about `eps * sqrt(terms)` per layer, which over
the depth of these networks measured 1e-7 to 2e-5 of the largest value in float32. A graph that is wrong (a branch or a
size frozen by the trace, a cache in the wrong place) is off by 1e-2 to 1. The tolerances lie between, a decade and more
from either side.

In float16 every layer rounds to 11 bits (eps = 1e-3), and the two sides round at other places: ONNX Runtime's CPU
kernels compute in float32 between casts. Single values may then differ by several eps, so the whole tensor is judged by
its relative L2 distance as well as its worst value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .errors import VerificationError

WORST = {"float32": 2e-4, "float16": 5e-2}
"""Largest absolute difference over the largest absolute value of the reference."""

DISTANCE = {"float32": 1e-4, "float16": 1e-2}
"""L2 norm of the difference over the L2 norm of the reference."""


@dataclass(frozen=True)
class Comparison:
    """What ONNX Runtime gave against what PyTorch gave, both [...] of the same shape."""

    what: str
    actual: np.ndarray
    expected: np.ndarray
    precision: str

    @property
    def worst(self) -> float:
        scale = np.abs(self._reference).max(initial=0)
        return float(np.abs(self._difference).max(initial=0) / scale) if scale > 0 else 0.0

    @property
    def distance(self) -> float:
        norm = np.linalg.norm(self._reference)
        return float(np.linalg.norm(self._difference) / norm) if norm > 0 else 0.0

    def require(self) -> None:
        """Raises unless the two agree."""
        if self.actual.shape != self.expected.shape:
            raise VerificationError(
                f"{self.what}: shape {list(self.actual.shape)} instead of {list(self.expected.shape)}."
            )
        if not np.isfinite(self._reference).all():
            raise VerificationError(f"{self.what}: PyTorch itself gives infinities or NaN in {self.precision}.")
        # Written so that a NaN fails.
        if not (self.worst <= WORST[self.precision] and self.distance <= DISTANCE[self.precision]):
            raise VerificationError(
                f"{self.what}: differs from PyTorch by {self.worst:.2e} (worst value, relative to the largest) and "
                f"{self.distance:.2e} (whole tensor); allowed are {WORST[self.precision]:.0e} and "
                f"{DISTANCE[self.precision]:.0e}."
            )

    @property
    def _reference(self) -> np.ndarray:
        return self.expected.astype(np.float64).ravel()

    @property
    def _difference(self) -> np.ndarray:
        return self.actual.astype(np.float64).ravel() - self._reference
