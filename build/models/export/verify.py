"""Runs written graphs in ONNX Runtime and compares them with the PyTorch modules they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from .compare import Comparison
from .errors import VerificationError
from .graph import Component, Graph, Sizes, resolve


class Session:
    """A written graph, ready to run on the CPU."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._outputs = [value.name for value in self._session.get_outputs()]

    def __call__(self, feeds: Mapping[str, torch.Tensor]) -> dict[str, np.ndarray]:
        values = self._session.run(None, {name: tensor.numpy() for name, tensor in feeds.items()})
        return dict(zip(self._outputs, values, strict=True))


def comparisons(component: Component, folder: Path) -> Iterator[Comparison]:
    """Every comparison that the component in `folder` must pass."""
    for graph in component.graphs:
        session = Session(folder / graph.file)
        for number, sizes in enumerate((graph.traced, *graph.checked)):
            yield from _compare(component, graph, session, sizes, seed=number + 1)
    yield from component.check(folder)


@torch.no_grad()
def _compare(component: Component, graph: Graph, session: Session, sizes: Sizes, seed: int) -> Iterator[Comparison]:
    generator = torch.Generator().manual_seed(seed)
    feeds = {spec.name: spec.sample(sizes, generator) for spec in graph.inputs}
    results = graph.reference(*feeds.values())
    expected = results if isinstance(results, tuple) else (results,)
    actual = session(feeds)
    at = ", ".join(f"{name} {size}" for name, size in sizes.items())
    for spec, tensor in zip(graph.outputs, expected, strict=True):
        declared = tuple(resolve(dim, sizes) for dim in spec.shape)
        what = f"{component.folder}/{graph.file}, {spec.name} at {at}"
        if declared != tuple(tensor.shape):
            raise VerificationError(f"{what}: PyTorch gives {list(tensor.shape)}, the manifest would say {declared}.")
        yield Comparison(what, actual[spec.name], tensor.numpy(), component.precision)
