"""Removes what tracing repeats: equal constants, equal computations, identities, unused nodes.

The tracer writes `x.shape[2]` as three nodes each time Python reads it, and resizes the same tensor for every layer
that wants it. Merging equal nodes makes the CogVideoX decoder a third of its size and saves the repeated resizing. ONNX
Runtime merges too, but not across constants that are equal in value and differ in name, which are everywhere here.
"""

from __future__ import annotations

import onnx

Key = tuple[str, str, int, tuple[str, ...], tuple[bytes, ...]]


def simplify(graph: onnx.GraphProto) -> None:
    """Rewrites `graph` in place. Nodes are in topological order before and after, as ONNX demands."""
    _merge(graph)
    _drop_unused(graph)


def _merge(graph: onnx.GraphProto) -> None:
    """Lets every use of a repeated node or an identity read the first one instead."""
    outputs = {value.name for value in graph.output}
    renamed: dict[str, str] = {}
    seen: dict[Key, onnx.NodeProto] = {}
    kept: list[onnx.NodeProto] = []
    for node in graph.node:
        _read(node, renamed)
        removable = not any(name in outputs for name in node.output)
        if node.op_type == "Identity" and removable:
            renamed[node.output[0]] = node.input[0]
            continue
        twin = seen.setdefault(_key(node), node)
        if twin is not node and removable:
            renamed.update(zip(node.output, twin.output, strict=True))
            continue
        kept.append(node)
    del graph.node[:]
    graph.node.extend(kept)


def _read(node: onnx.NodeProto, renamed: dict[str, str]) -> None:
    """Applies `renamed` to the inputs of `node` and of the graphs in it."""
    for i, name in enumerate(node.input):
        node.input[i] = renamed.get(name, name)
    for attribute in node.attribute:
        for inner in attribute.g.node:
            _read(inner, renamed)
        for value in attribute.g.output:
            value.name = renamed.get(value.name, value.name)


def _key(node: onnx.NodeProto) -> Key:
    """Nodes with equal keys compute equal values: ONNX operators that the exporters use are pure functions."""
    attributes = sorted(attribute.SerializeToString(deterministic=True) for attribute in node.attribute)
    return node.domain, node.op_type, len(node.output), tuple(node.input), tuple(attributes)


def _drop_unused(graph: onnx.GraphProto) -> None:
    """Removes nodes and initializers that no output depends on."""
    needed = {value.name for value in graph.output}
    kept: list[onnx.NodeProto] = []
    for node in reversed(graph.node):
        if needed.intersection(node.output):
            kept.append(node)
            needed.update(_reads(node))
    del graph.node[:]
    graph.node.extend(reversed(kept))
    initializers = [initializer for initializer in graph.initializer if initializer.name in needed]
    del graph.initializer[:]
    graph.initializer.extend(initializers)
    # Shapes that the tracer inferred; ONNX Runtime infers them anew.
    del graph.value_info[:]


def _reads(node: onnx.NodeProto) -> set[str]:
    """Every name that `node` or a graph in it reads."""
    names = set(node.input)
    for attribute in node.attribute:
        names.update(value.name for value in attribute.g.output)
        for inner in attribute.g.node:
            names |= _reads(inner)
    return names
