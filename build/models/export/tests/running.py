"""Running a written graph."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import torch


def run(path: Path, **feeds: torch.Tensor) -> dict[str, np.ndarray]:
    """The outputs of the graph by name."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [value.name for value in session.get_outputs()]
    return dict(zip(names, session.run(None, {name: tensor.numpy() for name, tensor in feeds.items()})))
