"""The bundle: layout, manifest, options."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import onnx
import pytest
from onnx.external_data_helper import ExternalDataInfo, uses_external_data
from tokenizers import Tokenizer
from transformers import AutoTokenizer

from export import storage
from export.__main__ import main
from export.tokenizer import write_tokenizer
from fixtures.tokens import TEXTS

from .conftest import Exported


DENOISERS = ("transformer", "unet")


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def test_manifest_lists_every_file_with_its_hash(any_bundle: Path) -> None:
    files = read(any_bundle / "parastep.json")["files"]
    present = {path.relative_to(any_bundle).as_posix() for path in any_bundle.rglob("*") if path.is_file()}
    assert set(files) == present - {"parastep.json"}
    for name, entry in files.items():
        data = (any_bundle / name).read_bytes()
        assert entry == {"bytes": len(data), "sha256": sha256(data).hexdigest()}


def test_manifest_describes_the_graphs_as_they_are(any_bundle: Path) -> None:
    for component in read(any_bundle / "parastep.json")["components"].values():
        for entry in component["graphs"].values():
            graph = onnx.load(any_bundle / entry["path"], load_external_data=False).graph
            for declared, actual in ((entry["inputs"], graph.input), (entry["outputs"], graph.output)):
                assert [value["name"] for value in declared] == [value.name for value in actual]
                for value, proto in zip(declared, actual):
                    dims = proto.type.tensor_type.shape.dim
                    assert value["shape"] == [dim.dim_param or dim.dim_value for dim in dims]


def test_chunks_share_caches_by_name_and_shape(bundle: Path) -> None:
    graphs = read(bundle / "parastep.json")["components"]["vae_decoder"]["graphs"]
    caches = [(value["name"].replace("_in_", "_out_"), value["shape"]) for value in graphs["next_2"]["inputs"][1:]]
    assert len(caches) == 22
    for graph in graphs.values():
        assert [(value["name"], value["shape"]) for value in graph["outputs"][1:]] == caches


def test_weights_are_written_once_and_stay_in_the_folder(bundle: Path) -> None:
    entry = read(bundle / "parastep.json")["components"]["vae_decoder"]
    assert entry["weightBytes"] == pytest.approx(4 * entry["parameters"], rel=0.1)
    weights = bundle / "vae_decoder" / "weights.onnx_data"
    assert weights.stat().st_size < 1.1 * entry["weightBytes"]
    for path in (bundle / "vae_decoder").glob("*.onnx"):
        external = [t for t in onnx.load(path, load_external_data=False).graph.initializer if uses_external_data(t)]
        assert external and {ExternalDataInfo(tensor).location for tensor in external} == {weights.name}


def test_configurations_are_complete(bundle: Path) -> None:
    assert read(bundle / "vae_decoder" / "config.json")["scaling_factor"] == 1.15258426
    assert read(bundle / "transformer" / "config.json")["max_text_seq_length"] == 16


def test_no_local_paths(any_bundle: Path) -> None:
    for path in any_bundle.rglob("*.json"):
        assert "_name_or_path" not in path.read_text(encoding="utf-8")


def test_tokenizer_is_made_where_only_spiece_model_is(source: Path, bundle: Path, tmp_path: Path) -> None:
    """Published T5 folders are of this kind."""
    folder = tmp_path / "tokenizer"
    folder.mkdir()
    shutil.copy(source.parent / "scratch" / "tokenizer" / "spiece.model", folder)
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "T5Tokenizer", "extra_ids": 100}))
    write_tokenizer(folder, tmp_path / "out")
    made, known = (
        Tokenizer.from_file(str(path / "tokenizer.json")) for path in (tmp_path / "out", bundle / "tokenizer")
    )
    for text in TEXTS:
        assert made.encode(text).ids == known.encode(text).ids


def test_a_tokenizer_saved_after_use_neither_pads_nor_cuts(source: Path, bundle: Path, tmp_path: Path) -> None:
    used = AutoTokenizer.from_pretrained(source / "tokenizer")
    used("a boat", padding="max_length", truncation=True, max_length=4)
    used.save_pretrained(tmp_path / "used")
    saved = read(tmp_path / "used" / "tokenizer.json")
    assert saved["padding"] and saved["truncation"]
    write_tokenizer(tmp_path / "used", tmp_path / "out")
    assert read(tmp_path / "out" / "tokenizer.json") == read(bundle / "tokenizer" / "tokenizer.json")


def test_large_weights_leave_the_graph(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "EXTERNAL_FROM_BYTES", 100_000)
    out = tmp_path / "out"
    assert main(["--pipeline", str(source), "--out", str(out)]) == 0
    data = out / "transformer" / "model.onnx_data"
    assert data.stat().st_size > 100_000
    tensors = onnx.load(out / "transformer" / "model.onnx", load_external_data=False).graph.initializer
    assert {ExternalDataInfo(t).location for t in tensors if uses_external_data(t)} == {data.name}
    assert "transformer/model.onnx_data" in read(out / "parastep.json")["files"]


def test_half_weights_halve_the_files_and_not_the_memory(bundle: Path, source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["--pipeline", str(source), "--out", str(out), "--weights", "float16"]) == 0
    whole, half = read(bundle / "parastep.json"), read(out / "parastep.json")
    assert half["components"] == whole["components"]
    name = "vae_decoder/weights.onnx_data"
    assert half["files"][name]["bytes"] < 0.6 * whole["files"][name]["bytes"]


def test_half_graphs_keep_the_feed_forward_of_t5_in_single(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["--pipeline", str(source), "--out", str(out), "--dtype", "float16"]) == 0
    components = read(out / "parastep.json")["components"]
    assert {component["precision"] for component in components.values()} == {"float16"}
    assert components["transformer"]["graphs"]["model"]["inputs"][0]["type"] == "float16"
    tensors = onnx.load(out / "text_encoder" / "model.onnx").graph.initializer
    single = [list(tensor.dims) for tensor in tensors if tensor.data_type == onnx.TensorProto.FLOAT and tensor.dims]
    assert single == [[64, 32], [64, 32]]


def test_every_manifest_names_a_licence(any_bundle: Path) -> None:
    """The app takes none that is empty."""
    assert read(any_bundle / "parastep.json")["license"] == "unknown"


def test_plain_attention_needs_standard_operators_only(any_export: Exported, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["--pipeline", str(any_export.source), "--out", str(out), "--attention", "plain"]) == 0
    for path in out.rglob("*.onnx"):
        assert {node.domain for node in onnx.load(path, load_external_data=False).graph.node} == {""}
        onnx.checker.check_model(path)
    # What it takes at full size cannot be told from small runs.
    for name, component in read(out / "parastep.json")["components"].items():
        assert name not in DENOISERS or "activations" not in component["graphs"]["model"]


def test_extra_goes_over_the_defaults(source: Path, tmp_path: Path) -> None:
    extra = tmp_path / "extra.json"
    extra.write_text(json.dumps({"title": "Tiny", "license": "MIT", "defaults": {"steps": 8}, "examples": ["a"]}))
    out = tmp_path / "out"
    assert main(["--pipeline", str(source), "--out", str(out), "--extra", str(extra), "--id", "tiny-1"]) == 0
    manifest = read(out / "parastep.json")
    assert manifest["id"] == "tiny-1" and manifest["title"] == "Tiny" and manifest["license"] == "MIT"
    assert manifest["defaults"]["steps"] == 8 and manifest["defaults"]["guidanceScale"] == 6
    assert manifest["parastep"] == {"warmup": 13, "cooldown": 0} and manifest["preview"] is None
