"""One export from start to end."""

from __future__ import annotations

import gc
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .bundle import component_entry, staged, write_json, write_manifest
from .errors import ExportError
from .fusion import require_fused
from .graph import Component
from .memory import activation_bytes
from .pipelines import REGISTRY
from .pipelines.base import Options, PipelineExport
from .storage import WeightFile, store
from .trace import trace
from .verify import comparisons

EXTRA_KEYS = {"title", "description", "license", "source", "defaults", "parastep", "preview", "examples"}
"""What an `--extra` file may hold: what a person decides. The rest of the manifest is measured."""

NAMING_KEYS = ("title", "license")
"""What every manifest must say in words."""

LONGEST_NAMING = 200
"""Characters of each, as the app takes them."""

UNKNOWN_LICENSE = "unknown"
"""The licence of a bundle where nobody gives one: the app shows it, and takes none that is empty."""


@dataclass(frozen=True)
class Request:
    """An export, as the command line asks for it."""

    pipeline: Path
    out: Path
    options: Options
    extra: Mapping[str, Any]
    id: str


def read_extra(path: Path) -> Mapping[str, Any]:
    """Reads an `--extra` file; raises ExportError with one sentence if it does not fit."""
    extra = _read_json(path)
    if not isinstance(extra, dict):
        raise ExportError(f"{path} does not hold a JSON object.")
    unknown = sorted(set(extra) - EXTRA_KEYS)
    if unknown:
        raise ExportError(f"{path} holds {', '.join(unknown)}; known are {', '.join(sorted(EXTRA_KEYS))}.")
    for key in NAMING_KEYS:
        value = extra.get(key, key)
        if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAMING:
            raise ExportError(f"{key} in {path} is no text of 1 to {LONGEST_NAMING} characters.")
    return extra


def export(request: Request, say: Callable[[str], None]) -> None:
    """Writes the bundle; raises ExportError or VerificationError and leaves nothing behind if it cannot."""
    pipeline = _open(request)
    with staged(request.out) as bundle:
        pipeline.write_files(bundle)
        index = {"_class_name": pipeline.index["_class_name"], **pipeline.model_index()}
        write_json(bundle / "model_index.json", index)
        components = {}
        for component in pipeline.components():
            say(f"{component.folder}: {component.parameters:,} parameters, {component.precision}")
            components[component.folder] = _write_component(component, bundle, request.options, say)
            # Free the weights before the next component loads its own.
            del component
            gc.collect()
        head = {
            "id": request.id,
            **_merge(_blank(request, pipeline), request.extra),
            "pipeline": pipeline.index["_class_name"],
        }
        write_manifest(bundle, head, components)
    say(f"{request.out} is complete.")


def _open(request: Request) -> PipelineExport:
    """The exporter for the pipeline in the folder."""
    index_path = request.pipeline / "model_index.json"
    if not index_path.is_file():
        raise ExportError(f"{request.pipeline} is not a diffusers pipeline folder: it has no model_index.json.")
    index = _read_json(index_path)
    name = index.get("_class_name") if isinstance(index, dict) else None
    if not isinstance(name, str) or name not in REGISTRY:
        known = ", ".join(sorted(REGISTRY))
        raise ExportError(f"{request.pipeline} holds a {name or 'nameless pipeline'}; this exporter knows {known}.")
    return REGISTRY[name](request.pipeline, index, request.options)


def _write_component(component: Component, bundle: Path, options: Options, say: Callable[[str], None]) -> Any:
    """Traces, stores and verifies one component; returns its entry in the manifest."""
    folder = bundle / component.folder
    write_json(folder / "config.json", component.config)
    shared = WeightFile(folder / component.shared_weights) if component.shared_weights else None
    weights: dict[str, int] = {}
    for graph in component.graphs:
        # Beside the bundle, not in the system's temporary folder: a large model fills that.
        with tempfile.TemporaryDirectory(dir=bundle) as scratch:
            model = trace(graph, Path(scratch) / graph.file)
            weights |= store(model, Path(scratch), folder / graph.file, options.half_weights, shared)
        if options.fused_attention:
            require_fused(folder / graph.file, graph)
    worst = 0.0
    for comparison in comparisons(component, folder):
        comparison.require()
        worst = max(worst, comparison.worst)
    say(f"{component.folder}: agrees with PyTorch to {worst:.1e}")
    activations = {graph.name: activation_bytes(folder / graph.file, graph) for graph in component.graphs}
    return component_entry(component, sum(weights.values()), activations)


def _blank(request: Request, pipeline: PipelineExport) -> dict[str, Any]:
    """What the manifest says when nobody says otherwise."""
    return {
        "title": request.id,
        "description": "",
        "license": UNKNOWN_LICENSE,
        "source": "",
        **pipeline.manifest_defaults(),
        "preview": None,
        "examples": [],
    }


def _merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with the entries of `over`, objects entry by entry."""
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ExportError(f"{path} cannot be read as JSON: {error}") from error
