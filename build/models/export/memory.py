"""How much memory the values in flight take when a written graph runs.

Running a published model at its full size takes a machine that can. The size of every value is a fixed part and a part
that grows with the latents, so two runs at small sizes tell both, and with them the sizes in any run.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from .graph import Graph, Sizes, resolve


def activation_bytes(path: Path, graph: Graph) -> int | None:
    """Most bytes of inputs, outputs and values between them that are alive at the same time in a run at
    `graph.request`, if every operator frees what nobody reads any more. None if the graph says no such sizes.

    What operators take for themselves while they run is not in it: fused attention takes little, a convolution that
    is computed as a matrix product takes a copy of its input's windows.
    """
    if graph.request is None:
        return None
    if graph.shrunk is None:
        return _peak(path, _value_bytes(path, graph, graph.request))
    small, large = graph.shrunk
    few, many, wanted = (_elements(graph, sizes) for sizes in (small, large, graph.request))
    at_small, at_large = (_value_bytes(path, graph, sizes) for sizes in (small, large))
    grown = {
        name: at_small[name] + (at_large[name] - at_small[name]) * (wanted - few) / (many - few) for name in at_small
    }
    return _peak(path, grown)


def _elements(graph: Graph, sizes: Sizes) -> int:
    """Of the first input, which is what grows."""
    return int(np.prod([resolve(dim, sizes) for dim in graph.inputs[0].shape]))


@torch.no_grad()
def _value_bytes(path: Path, graph: Graph, sizes: Sizes) -> Mapping[str, float]:
    """Bytes of every value in a run at `sizes`, by its name."""
    model = onnx.load(str(path), load_external_data=False)
    inputs = {value.name for value in model.graph.input}
    known = inputs | {value.name for value in model.graph.output}
    for node in model.graph.node:
        # Without a type: ONNX Runtime finds it.
        model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in node.output if name and name not in known)
    # Beside the graph, where the names of its weight files lead to them.
    probe = path.with_name(f".{path.name}.probe")
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = torch.get_num_threads()
    options.log_severity_level = 3
    try:
        onnx.save_model(model, str(probe))
        session = onnxruntime.InferenceSession(str(probe), options, providers=["CPUExecutionProvider"])
    finally:
        probe.unlink(missing_ok=True)
    generator = torch.Generator().manual_seed(0)
    feeds = {spec.name: spec.sample(sizes, generator).numpy() for spec in graph.inputs}
    names = [value.name for value in session.get_outputs()]
    values = dict(zip(names, session.run(None, feeds), strict=True)) | feeds
    return {name: float(np.asarray(value).nbytes) for name, value in values.items()}


def _peak(path: Path, sizes: Mapping[str, float]) -> int:
    """The highest sum of values that are alive after one node and before the next."""
    graph = onnx.load(str(path), load_external_data=False).graph
    last_read = {name: number for number, node in enumerate(graph.node) for name in node.input}
    kept = {value.name for value in graph.output} | {value.name for value in graph.input}
    alive = sum(sizes[value.name] for value in graph.input)
    peak = alive
    for number, node in enumerate(graph.node):
        alive += sum(sizes.get(name, 0.0) for name in node.output)
        peak = max(peak, alive)
        alive -= sum(
            sizes.get(name, 0.0) for name in set(node.input) if name not in kept and last_read[name] == number
        )
        alive -= sum(sizes.get(name, 0.0) for name in node.output if name not in kept and name not in last_read)
    return int(peak)
