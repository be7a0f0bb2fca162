"""From a PyTorch module to an ONNX file, with PyTorch's TorchScript exporter.

Why not the newer `dynamo=True` exporter: it refuses the CogVideoX transformer with dynamic frames and sizes, and the
SVD UNet that it accepts fails at run time. Opset 17 is the first with LayerNormalization as one operator and is
understood by every execution provider of ONNX Runtime.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import onnx
import torch

from .graph import Graph
from .simplify import simplify

OPSET = 17


def trace(graph: Graph, path: Path) -> onnx.ModelProto:
    """Exports `graph` to `path`; weights that exceed protobuf's 2 GB land in files beside it and stay there, unread."""
    generator = torch.Generator().manual_seed(0)
    example = tuple(spec.sample(graph.traced, generator) for spec in graph.inputs)
    with torch.no_grad(), warnings.catch_warnings():
        # Every Python branch on a shape warns. Which of them matter is decided by comparing at other sizes, not here.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            graph.module.eval(),
            example,
            str(path),
            input_names=[spec.name for spec in graph.inputs],
            output_names=[spec.name for spec in graph.outputs],
            dynamic_axes={spec.name: spec.dynamic_axes() for spec in (*graph.inputs, *graph.outputs)},
            opset_version=OPSET,
            dynamo=False,
        )
    model = onnx.load(str(path), load_external_data=False)
    simplify(model.graph)
    _name_output_sizes(model, graph)
    return model


def _name_output_sizes(model: onnx.ModelProto, graph: Graph) -> None:
    """Writes the declared shapes of the outputs, where the tracer leaves made-up names."""
    declared = {spec.name: spec for spec in graph.outputs}
    for value in model.graph.output:
        shape = value.type.tensor_type.shape
        del shape.dim[:]
        for dim in declared[value.name].shape:
            if isinstance(dim, int):
                shape.dim.add(dim_value=dim)
            else:
                shape.dim.add(dim_param=dim)
