"""Attention that must be one operator, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper
from torch import nn

from export.errors import VerificationError
from export.fusion import require_fused
from export.graph import Graph


def _graph(path: Path, *operators: str) -> Graph:
    nodes = [
        helper.make_node(name, ["x"], [f"y{i}"], domain="com.microsoft" if name.startswith("Multi") else "")
        for i, name in enumerate(operators)
    ]
    info = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 2])
    onnx.save_model(helper.make_model(helper.make_graph(nodes, "graph", [info], [])), str(path))
    return Graph(
        name="model",
        file=path.name,
        module=nn.Identity(),
        reference=nn.Identity(),
        inputs=(),
        outputs=(),
        traced={},
        checked=(),
        fused=True,
        loose=0,
    )


def test_takes_fused_attention(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    require_fused(path, _graph(path, "MultiHeadAttention", "Relu"))


def test_refuses_attention_that_the_tracer_took_apart(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    graph = _graph(path, "MultiHeadAttention", "Softmax")
    with pytest.raises(VerificationError, match="1 attention layers that are not fused"):
        require_fused(path, graph)
    require_fused(path, replace(graph, loose=1))
    require_fused(path, replace(graph, loose=None))


def test_refuses_a_denoiser_without_it(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    graph = _graph(path, "Relu")
    with pytest.raises(VerificationError, match="no fused attention"):
        require_fused(path, graph)
    require_fused(path, replace(graph, fused=False))
