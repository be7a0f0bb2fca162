"""The memory of values in flight, reckoned up from small sizes, against runs at the full size."""

from __future__ import annotations

import json
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper
from torch import nn

from export.graph import Graph, TensorSpec
from export.memory import activation_bytes

WIDTH = 8


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


def test_every_graph_of_a_bundle_says_what_it_takes(any_bundle: Path) -> None:
    manifest = json.loads((any_bundle / "parastep.json").read_text())
    for name, component in manifest["components"].items():
        for graph in component["graphs"].values():
            assert graph["activations"]["bytes"] > 0, name
            assert set(graph["activations"]["at"]), name
