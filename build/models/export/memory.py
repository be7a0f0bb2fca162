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
from onnx import TensorProto, helper

from .fusion import loose_attention
from .graph import Graph, Sizes, resolve


def activation_bytes(path: Path, graph: Graph) -> int | None:
    """Most bytes of inputs, outputs and values between them that are alive at the same time in a run at
    `graph.request`, if every operator frees what nobody reads any more. None if the graph says no such sizes, or if
    they cannot be told from small ones: the scores of attention that is not fused grow with the square of the latents.

    Weights are not in it, nor what is computed of weights alone. Nor is what operators take for themselves while they
    run: fused attention takes little, a convolution that is computed as a matrix product takes a copy of its input's
    windows.
    """
    if graph.request is None:
        return None
    if graph.shrunk is None:
        return _peak(path, _value_bytes(path, graph, graph.request))
    if loose_attention(path, graph):
        return None
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


def _fixed(graph: onnx.GraphProto) -> set[str]:
    """Names of weights, constants and what is computed of them alone, such as weights cast from the type that they are
    stored in. ONNX Runtime computes these once, when it loads the graph: in a run they are not in flight."""
    fixed = {tensor.name for tensor in graph.initializer}
    for node in graph.node:
        # Graphs within a node may read values that are not among its inputs.
        plain = not any(attribute.HasField("g") for attribute in node.attribute)
        if plain and all(name in fixed for name in node.input if name):
            fixed.update(node.output)
    return fixed


@torch.no_grad()
def _value_bytes(path: Path, graph: Graph, sizes: Sizes) -> Mapping[str, int]:
    """Bytes of every value that is in flight in a run at `sizes`, by its name.

    The run gives the shape and the type of each and drops the value itself as soon as nobody reads it any more: the
    values of a large model together would fill the memory of most machines.
    """
    model = onnx.load(str(path), load_external_data=False)
    outputs = {value.name for value in model.graph.output}
    measured = outputs.union(*(node.output for node in model.graph.node)) - {""}
    names = sorted(measured - (_fixed(model.graph) - outputs))
    _ask_for_kinds(model.graph, names)
    # Beside the graph, where the names of its weight files lead to them.
    probe = path.with_name(f".{path.name}.probe")
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    # Takes shapes first. The other order takes them last, and keeps all values until then.
    options.execution_order = onnxruntime.ExecutionOrder.PRIORITY_BASED
    options.intra_op_num_threads = torch.get_num_threads()
    options.log_severity_level = 3
    try:
        onnx.save_model(model, str(probe))
        session = onnxruntime.InferenceSession(str(probe), options, providers=["CPUExecutionProvider"])
    finally:
        probe.unlink(missing_ok=True)
    generator = torch.Generator().manual_seed(0)
    feeds = {spec.name: spec.sample(sizes, generator).numpy() for spec in graph.inputs}
    kinds = session.run(None, feeds)
    shapes, examples = kinds[: len(names)], kinds[len(names) :]
    found = {
        name: int(np.prod(shape, dtype=np.int64)) * example.itemsize
        for name, shape, example in zip(names, shapes, examples, strict=True)
    }
    return found | {name: value.nbytes for name, value in feeds.items()}


def _ask_for_kinds(graph: onnx.GraphProto, names: list[str]) -> None:
    """Lets `graph` put out, instead of what it does: the shape of every value of `names`, and after these a single
    number of the type of each."""
    del graph.output[:]
    anything = helper.make_tensor("any number", TensorProto.FLOAT, [], [0.0])
    graph.initializer.append(anything)
    for name in names:
        graph.node.add(op_type="Shape", input=[name], output=[f"shape of {name}"])
        graph.node.add(op_type="CastLike", input=[anything.name, name], output=[f"type of {name}"])
    # Without types: ONNX Runtime finds them.
    graph.output.extend(onnx.ValueInfoProto(name=f"{what} of {name}") for what in ("shape", "type") for name in names)


def _peak(path: Path, sizes: Mapping[str, float]) -> int:
    """The highest sum of values that are alive after one node and before the next. Values without a size do not
    count."""
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
