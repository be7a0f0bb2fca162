"""The memory of values in flight, reckoned up from small sizes, against runs at the full size."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from export.graph import Graph, TensorSpec
from export.memory import activation_bytes
from export.storage import store

WIDTH = 8

# Peak resident memory, before and after values are measured, in a process of its own.
PROBE = """
import sys
from pathlib import Path
from export.graph import Graph, TensorSpec
from export.memory import activation_bytes

path, rows, width = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
spec = TensorSpec("x", ("rows", width))
graph = Graph("model", path.name, None, None, (spec,), (spec,), {}, (), request={"rows": rows})

def peak():
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) * 1024

# The first run brings in what every run needs.
activation_bytes(path, Graph("model", path.name, None, None, (spec,), (spec,), {}, (), request={"rows": 1}))
before = peak()
activation_bytes(path, graph)
print(peak() - before)
"""


def _graph(request: dict[str, int] | None, shrunk: tuple[dict[str, int], dict[str, int]] | None) -> Graph:
    return Graph(
        name="model",
        file="model.onnx",
        module=nn.Identity(),
        reference=nn.Identity(),
        inputs=(TensorSpec("x", ("rows", WIDTH)),),
        outputs=(TensorSpec("y", ("rows", WIDTH)),),
        traced={"rows": 2},
        checked=(),
        request=request,
        shrunk=shrunk,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """x -> four copies side by side -> one of them back, plus a constant part that does not grow."""
    nodes = [
        helper.make_node("Concat", ["x", "x", "x", "x"], ["wide"], axis=1),
        helper.make_node("Relu", ["wide"], ["positive"]),
        helper.make_node("ReduceSum", ["positive"], ["sum"], keepdims=0),
        helper.make_node("Add", ["x", "sum"], ["y"]),
    ]
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "graph",
        [value("x", TensorProto.FLOAT, ["rows", WIDTH])],
        [value("y", TensorProto.FLOAT, ["rows", WIDTH])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save_model(model, str(tmp_path / "model.onnx"))
    return tmp_path / "model.onnx"


def test_counts_what_is_alive_together(path: Path) -> None:
    rows = 100
    row = 4 * WIDTH
    # x, `wide` and `positive`; by the time of y both are gone.
    assert activation_bytes(path, _graph({"rows": rows}, None)) == rows * (row + 2 * 4 * row)


def test_reckons_up_from_small_sizes(path: Path) -> None:
    direct = activation_bytes(path, _graph({"rows": 1000}, None))
    assert activation_bytes(path, _graph({"rows": 1000}, ({"rows": 3}, {"rows": 7}))) == direct


def test_leaves_no_file_and_says_nothing_of_unknown_sizes(path: Path) -> None:
    assert activation_bytes(path, _graph(None, None)) is None
    activation_bytes(path, _graph({"rows": 2}, None))
    assert sorted(file.name for file in path.parent.iterdir()) == ["model.onnx"]


def test_weights_stored_in_half_count_as_little_as_others(tmp_path: Path) -> None:
    rows, columns = 4, 512
    value = helper.make_tensor_value_info
    weights = np.ones((columns, WIDTH), np.float32)

    def model() -> onnx.ModelProto:
        """x times a weight that is turned, which is of weights alone as well."""
        nodes = [
            helper.make_node("Transpose", ["weights"], ["turned"]),
            helper.make_node("MatMul", ["x", "turned"], ["wide"]),
            helper.make_node("ReduceSum", ["wide"], ["y"], keepdims=1),
        ]
        graph = helper.make_graph(
            nodes,
            "graph",
            [value("x", TensorProto.FLOAT, ["rows", WIDTH])],
            [value("y", TensorProto.FLOAT, [1, 1])],
            [numpy_helper.from_array(weights, "weights")],
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)

    found = []
    for half in (False, True):
        path = tmp_path / f"{half}.onnx"
        store(model(), tmp_path, path, half, None)
        found.append(activation_bytes(path, _graph({"rows": rows}, None)))
    assert "Cast" in [node.op_type for node in onnx.load(path).graph.node]
    # x, `wide` and y.
    assert found == [4 * (rows * WIDTH + rows * columns + 1)] * 2


def test_says_nothing_where_scores_grow_with_the_square(tmp_path: Path) -> None:
    nodes = [helper.make_node("Softmax", ["x"], ["y"])]
    value = helper.make_tensor_value_info
    info = [value(name, TensorProto.FLOAT, ["rows", WIDTH]) for name in "xy"]
    path = tmp_path / "model.onnx"
    model = helper.make_model(
        helper.make_graph(nodes, "graph", info[:1], info[1:]),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
    )
    onnx.save_model(model, str(path))
    reckoned = _graph({"rows": 100}, ({"rows": 3}, {"rows": 7}))
    assert activation_bytes(path, replace(reckoned, loose=0)) is None
    assert activation_bytes(path, replace(reckoned, fused=True)) is None
    # Attention over few tokens, and a run at the size itself, which needs no reckoning.
    assert activation_bytes(path, reckoned) == 2 * 100 * 4 * WIDTH
    assert activation_bytes(path, _graph({"rows": 100}, None)) == 2 * 100 * 4 * WIDTH


def test_never_holds_all_values(tmp_path: Path) -> None:
    """At the sizes of published models they would fill more memory than the export needs besides."""
    layers, rows, width = 60, 4096, 256
    names = ["x", *(f"layer_{i}" for i in range(layers))]
    nodes = [helper.make_node("Relu" if i % 2 else "Neg", [names[i]], [names[i + 1]]) for i in range(layers)]
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "graph",
        [value("x", TensorProto.FLOAT, ["rows", width])],
        [value(names[-1], TensorProto.FLOAT, ["rows", width])],
    )
    path = tmp_path / "model.onnx"
    onnx.save_model(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))
    arguments = [sys.executable, "-c", PROBE, str(path), str(rows), str(width)]
    folder = Path(__file__).parents[2]
    grown = int(subprocess.run(arguments, check=True, capture_output=True, text=True, cwd=folder).stdout)
    assert grown < layers * rows * width * 4 / 4


def test_every_graph_of_a_bundle_says_what_it_takes(any_bundle: Path) -> None:
    manifest = json.loads((any_bundle / "parastep.json").read_text())
    for name, component in manifest["components"].items():
        for graph in component["graphs"].values():
            assert graph["activations"]["bytes"] > 0, name
            assert set(graph["activations"]["at"]), name
