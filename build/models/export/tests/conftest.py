"""The tiny pipeline of the fixtures, saved once, and its export."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from export.__main__ import main
from fixtures.cogvideox.tiny import tiny_pipeline


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A diffusers pipeline folder."""
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("source")
    tiny_pipeline(folder / "scratch").save_pretrained(folder / "pipeline")
    return folder / "pipeline"


@pytest.fixture(scope="session")
def bundle(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its export with the default settings."""
    out = tmp_path_factory.mktemp("bundle") / "tiny"
    assert main(["--pipeline", str(source), "--out", str(out)]) == 0
    return out
