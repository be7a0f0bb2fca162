"""What a graph is, before and after tracing: module, inputs, outputs, sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import nn

from .compare import Comparison

Dim = int | str
"""A fixed size, the name of a dynamic one ("height"), or a multiple of one ("8*height")."""

Sizes = Mapping[str, int]
"""A value for every dynamic name."""


def resolve(dim: Dim, sizes: Sizes) -> int:
    """The size of `dim` when the dynamic names have the values `sizes`."""
    if isinstance(dim, int):
        return dim
    factor, _, name = dim.rpartition("*")
    return (int(factor) if factor else 1) * sizes[name]


@dataclass(frozen=True)
class TensorSpec:
    """An input or output of a graph."""

    name: str
    shape: tuple[Dim, ...]
    dtype: torch.dtype = torch.float32
    high: int = 0
    """Integers only: values lie in [0, high)."""
    make: Callable[[Sizes], torch.Tensor] | None = None
    """Inputs only: the values, where random ones make no sense."""

    def sample(self, sizes: Sizes, generator: torch.Generator) -> torch.Tensor:
        """Values of this shape, for tracing and for comparing; random if nothing is said."""
        if self.make:
            return self.make(sizes).to(self.dtype)
        shape = [resolve(dim, sizes) for dim in self.shape]
        if self.dtype == torch.int64:
            return torch.randint(0, self.high, shape, generator=generator)
        return torch.randn(shape, generator=generator).to(self.dtype)

    def dynamic_axes(self) -> dict[int, str]:
        """Axis -> name, as torch.onnx.export wants it."""
        return {axis: dim for axis, dim in enumerate(self.shape) if isinstance(dim, str)}


@dataclass(frozen=True)
class Graph:
    """One ONNX graph to be."""

    name: str
    file: str
    module: nn.Module
    """What is traced: its forward takes `inputs` and returns `outputs`, in that order. May be patched for ONNX."""
    reference: Callable[..., torch.Tensor | tuple[torch.Tensor, ...]]
    """The same function by the library's own code, which the written graph must agree with."""
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
    traced: Sizes
    """Sizes of the example that is traced: small, all different, so that no two can be mistaken for one another."""
    checked: tuple[Sizes, ...]
    """Other sizes at which the graph must agree with PyTorch: a branch baked in by the trace shows there."""
    fused: bool = False
    """Attention over long sequences is in it, and must be one operator where fused attention is asked for."""
    loose: int | None = None
    """So many attention layers may be of standard operators all the same; None does not count them."""
    request: Sizes | None = None
    """Sizes of a run at the pipeline's default request; the manifest says what memory that takes."""
    shrunk: tuple[Sizes, Sizes] | None = None
    """Like `request`, but for a height or length that any machine can run: from two of them it is reckoned up."""


@dataclass(frozen=True)
class Component:
    """A folder of the bundle: one part of the pipeline, as one or more graphs."""

    folder: str
    config: Mapping[str, object]
    """The complete diffusers or transformers configuration, defaults filled in."""
    precision: str
    """Type of the activations: "float32" or "float16"."""
    parameters: int
    graphs: tuple[Graph, ...]
    shared_weights: str | None = None
    """File that holds the weights of all graphs once; None gives every graph its own."""
    check: Callable[[Path], Iterable[Comparison]] = field(default=lambda folder: ())
    """Comparisons beyond single graphs, such as chunks chained into a whole decode. Gets the written folder."""
