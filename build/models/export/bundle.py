"""The bundle folder: layout, manifest, hashes. Written beside its place, then moved there whole."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import Any

from .errors import ExportError
from .graph import Component, Graph, TensorSpec

MANIFEST = "parastep.json"
FORMAT_VERSION = 1


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Gives a folder to write into. It becomes `out` if all goes well and vanishes if not."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ExportError(f"{out} exists and is not an empty folder.")
    out.parent.mkdir(parents=True, exist_ok=True)
    # A sibling, because only within one file system is the move at the end a rename.
    staging = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        yield staging
        staging.chmod(0o755)  # mkdtemp makes private folders.
        if out.exists():
            out.rmdir()
        staging.rename(out)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def write_json(path: Path, value: Any) -> None:
    """Readable JSON with a final newline."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def public_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """A component's configuration without the private entries, such as the one that remembers the folder it was read
    from; the same for configurations within it."""
    return {
        key: public_config(value) if isinstance(value, Mapping) else value
        for key, value in config.items()
        if key not in ("_name_or_path", "_use_default_values")
    }


def component_entry(component: Component, weight_bytes: int, activations: Mapping[str, int | None]) -> dict[str, Any]:
    """A component in the manifest, with the bytes of the values in flight by graph, where they are known."""
    return {
        "precision": component.precision,
        "weightBytes": weight_bytes,
        "parameters": component.parameters,
        "graphs": {
            graph.name: _graph_entry(component.folder, graph, activations.get(graph.name)) for graph in component.graphs
        },
    }


def write_manifest(bundle: Path, head: Mapping[str, Any], components: Mapping[str, Any]) -> None:
    """Writes parastep.json, with the size and hash of every other file."""
    files = {
        path.relative_to(bundle).as_posix(): _fingerprint(path) for path in sorted(bundle.rglob("*")) if path.is_file()
    }
    manifest = {"formatVersion": FORMAT_VERSION, **head, "files": files, "components": components}
    write_json(bundle / MANIFEST, manifest)


def _fingerprint(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": file_digest(file, "sha256").hexdigest()}


def _graph_entry(folder: str, graph: Graph, activations: int | None) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "path": f"{folder}/{graph.file}",
        "inputs": [_tensor_entry(spec) for spec in graph.inputs],
        "outputs": [_tensor_entry(spec) for spec in graph.outputs],
    }
    if activations is not None and graph.request is not None:
        entry["activations"] = {"bytes": activations, "at": dict(graph.request)}
    return entry


def _tensor_entry(spec: TensorSpec) -> dict[str, Any]:
    return {"name": spec.name, "type": str(spec.dtype).removeprefix("torch."), "shape": list(spec.shape)}
