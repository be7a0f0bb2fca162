"""Requests that cannot be served: one sentence, exit code 2, and nothing left behind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from export import verify
from export.__main__ import main

from .conftest import Export


@pytest.fixture
def damaged(source: Path, tmp_path: Path) -> Path:
    """A copy of the pipeline to damage."""
    return Path(shutil.copytree(source, tmp_path / "pipeline"))


def refuse(pipeline: Path, out: Path, capsys: pytest.CaptureFixture[str], *rest: str) -> str:
    """Expects the export to be refused without a trace of `out`; returns what was said."""
    assert main(["--pipeline", str(pipeline), "--out", str(out), *rest]) == 2
    assert not out.exists() and not list(out.parent.glob(f".{out.name}*"))
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("Error: ")
    return line


def edit(path: Path, **changes: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_not_a_pipeline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no model_index.json" in refuse(tmp_path / "nothing", tmp_path / "out", capsys)


def test_broken_index(damaged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (damaged / "model_index.json").write_text("{")
    assert "JSON" in refuse(damaged, tmp_path / "out", capsys)


@pytest.mark.parametrize("name", ["StableDiffusionPipeline", None, ["list"]])
def test_other_pipeline(damaged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: object) -> None:
    edit(damaged / "model_index.json", _class_name=name)
    assert "CogVideoXPipeline" in refuse(damaged, tmp_path / "out", capsys)


PARTS = [
    *(("cogvideox", part) for part in ("text_encoder", "tokenizer", "transformer", "vae", "scheduler")),
    *(("svd", part) for part in ("feature_extractor", "image_encoder", "unet", "vae")),
    *(("audioldm2", part) for part in ("feature_extractor", "language_model", "tokenizer_2", "vocoder")),
]


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_missing_part(
    exported: Export, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, part: str
) -> None:
    source = exported(name).source
    capsys.readouterr()
    damaged = Path(shutil.copytree(source, tmp_path / "pipeline"))
    shutil.rmtree(damaged / part)
    assert part in refuse(damaged, tmp_path / "out", capsys)


def test_part_missing_from_the_index(damaged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = json.loads((damaged / "model_index.json").read_text())
    del index["vae"]
    (damaged / "model_index.json").write_text(json.dumps(index))
    assert "vae" in refuse(damaged, tmp_path / "out", capsys)


def test_cut_weights(damaged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weights = damaged / "vae" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    assert "vae cannot be read" in refuse(damaged, tmp_path / "out", capsys)


@pytest.mark.parametrize(
    ("part", "file"),
    [("transformer", "diffusion_pytorch_model.safetensors"), ("text_encoder", "model.safetensors")],
)
def test_missing_weights(
    damaged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], part: str, file: str
) -> None:
    tensors = load_file(damaged / part / file)
    name = next(name for name in sorted(tensors) if "norm" in name)
    del tensors[name]
    save_file(tensors, damaged / part / file, metadata={"format": "pt"})
    assert name in refuse(damaged, tmp_path / "out", capsys)


def test_later_models(damaged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(damaged / "transformer" / "config.json", use_rotary_positional_embeddings=True)
    assert "rotary" in refuse(damaged, tmp_path / "out", capsys)


def test_weights_beyond_float16(damaged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = damaged / "transformer" / "diffusion_pytorch_model.safetensors"
    tensors = load_file(path)
    tensors["proj_out.weight"][0, 0] = 1e6
    save_file(tensors, path, metadata={"format": "pt"})
    assert "float16" in refuse(damaged, tmp_path / "out", capsys, "--weights", "float16")


@pytest.mark.parametrize("text", ["[]", "{", '{"files": {}}', '{"license": ""}', '{"title": 1}'])
def test_unfit_extra(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    extra = tmp_path / "extra.json"
    extra.write_text(text)
    assert "extra.json" in refuse(source, tmp_path / "out", capsys, "--extra", str(extra))


@pytest.mark.parametrize("wanted", ["", "_tiny", "Tiny", "a" * 65])
def test_unfit_identifier(tmp_path: Path, capsys: pytest.CaptureFixture[str], wanted: str) -> None:
    """Told before anything else: no pipeline is needed for it."""
    assert "--id" in refuse(tmp_path / "nothing", tmp_path / "out", capsys, "--id", wanted)


def test_full_target_is_left_alone(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    assert main(["--pipeline", str(source), "--out", str(tmp_path / "out")]) == 2
    assert "not an empty folder" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_wrong_graph_is_not_delivered(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = verify.Session.__call__
    monkeypatch.setattr(
        verify.Session, "__call__", lambda *args: {name: value * 1.001 for name, value in run(*args).items()}
    )
    assert main(["--pipeline", str(source), "--out", str(tmp_path / "out")]) == 1
    assert "differs from PyTorch" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
