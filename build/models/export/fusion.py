"""Whether attention over long sequences is one operator in a written graph.

At the published sizes the scores of unfused attention take tens of gigabytes a sample, so a graph in which the tracer
has taken attention apart again must not leave the exporter.
"""

from __future__ import annotations

from pathlib import Path

import onnx

from .errors import VerificationError
from .graph import Graph

FUSED = "MultiHeadAttention"


def require_fused(path: Path, graph: Graph) -> None:
    """Raises VerificationError unless attention is fused in the written graph as `graph` says."""
    if fault := loose_attention(path, graph):
        raise VerificationError(fault)


def loose_attention(path: Path, graph: Graph) -> str | None:
    """What attention over long sequences in the written graph is not one operator, as a sentence; None if all is that
    `graph` says is."""
    nodes = [node.op_type for node in onnx.load(str(path), load_external_data=False).graph.node]
    where = f"{path.parent.name}/{graph.file}"
    if graph.fused and FUSED not in nodes:
        return f"{where} has no fused attention."
    loose = nodes.count("Softmax")
    if graph.loose is not None and loose > graph.loose:
        return f"{where} has {loose} attention layers that are not fused."
    return None
