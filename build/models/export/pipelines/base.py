"""What the exporter asks of every pipeline."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import diffusers
import torch
from torch import nn

from ..bundle import public_config, write_json
from ..compare import Comparison
from ..errors import ExportError
from ..graph import Component, Graph
from ..one_step import one_step
from ..storage import round_to_half

T = TypeVar("T")

ClassNames = list[str | None]
"""[library, class], as model_index.json names a part."""


@dataclass(frozen=True)
class Options:
    """What the command line decides about the graphs."""

    dtype: torch.dtype
    """Type of the activations and, unless `half_weights`, of the stored weights."""
    half_weights: bool
    """Store float32 weights as float16."""
    fused_attention: bool = True
    """Use ONNX Runtime's MultiHeadAttention instead of standard operators."""


class PipelineExport(ABC):
    """Reads one pipeline folder and describes it as components. Subclasses stand in `pipelines.REGISTRY`."""

    parts: ClassVar[tuple[str, ...]]
    """The parts that model_index.json must name."""

    def __init__(self, source: Path, index: Mapping[str, Any], options: Options) -> None:
        for part in self.parts:
            if not isinstance(index.get(part), list) or len(index[part]) != 2:
                raise ExportError(f"{source / 'model_index.json'} names no {part}.")
        self.source = source
        self.index = index
        self.options = options

    @abstractmethod
    def components(self) -> Iterator[Component]:
        """The graphs, one component after another: each is loaded when asked for and dropped before the next, so that
        only one need fit in memory."""

    @abstractmethod
    def write_files(self, out: Path) -> None:
        """Writes what is no graph: scheduler, tokenizers."""

    @abstractmethod
    def model_index(self) -> Mapping[str, ClassNames]:
        """The parts of the bundle, by folder."""

    @abstractmethod
    def manifest_defaults(self) -> Mapping[str, Any]:
        """Default request and ParaStep settings, which `--extra` may override."""

    def write_scheduler(self, out: Path) -> None:
        """Writes the scheduler's configuration, defaults filled in."""
        write_json(out / "scheduler" / "scheduler_config.json", public_config(self.scheduler().config))

    def one_step(self, graph: Graph) -> Callable[[Path], Iterator[Comparison]]:
        """The check of a denoiser: one step of the pipeline's scheduler with its noise and with PyTorch's."""
        precision = str(self.options.dtype).removeprefix("torch.")
        return lambda folder: one_step(folder, graph, self.scheduler(), precision)

    def scheduler(self) -> Any:
        """The pipeline's scheduler."""
        name = str(self.index["scheduler"][1])
        scheduler_class = getattr(diffusers, name, None)
        if scheduler_class is None:
            raise ExportError(f"Unknown scheduler {name}.")
        return self.attempt("scheduler", scheduler_class.from_pretrained)

    def component(
        self,
        folder: str,
        config: Mapping[str, Any],
        model: nn.Module,
        graphs: tuple[Graph, ...],
        dtype: torch.dtype | None = None,
        **rest: Any,
    ) -> Component:
        """A component with the weights of `model`, which computes in `dtype`, by default the one asked for."""
        parameters = sum(parameter.numel() for parameter in model.parameters())
        precision = str(dtype or self.options.dtype).removeprefix("torch.")
        return Component(folder, public_config(config), precision, parameters, graphs, **rest)

    def load(self, model: Any, part: str, dtype: torch.dtype | None = None) -> Any:
        """`model.from_pretrained` on a part of the pipeline, in evaluation mode; raises ExportError if it is missing
        or damaged."""
        loaded, report = self.attempt(
            part,
            lambda folder: model.from_pretrained(
                folder, torch_dtype=dtype or self.options.dtype, output_loading_info=True, local_files_only=True
            ),
        )
        # Both libraries fill missing weights with random numbers and only warn.
        missing = sorted(report["missing_keys"])
        if missing:
            raise ExportError(f"{part} lacks {len(missing)} weights, such as {missing[0]}.")
        loaded.eval().requires_grad_(False)
        if self.options.half_weights:
            round_to_half(parameter.numpy() for parameter in loaded.parameters())
        return loaded

    def attempt(self, part: str, read: Callable[[Path], T]) -> T:
        """Reads a part of the pipeline folder, turning what the libraries raise into one sentence."""
        folder = self.source / part
        if not folder.is_dir():
            raise ExportError(f"{self.source} has no folder {part}.")
        try:
            return read(folder)
        except Exception as error:
            reason = str(error).strip().splitlines() or [type(error).__name__]
            raise ExportError(f"{part} cannot be read: {reason[0]}") from error
