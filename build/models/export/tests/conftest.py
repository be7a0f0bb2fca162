"""The tiny pipelines of the fixtures, saved once, and their exports."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import pytest
import torch

from export.__main__ import main
from fixtures.audioldm2 import tiny as audioldm2
from fixtures.cogvideox import tiny as cogvideox
from fixtures.svd import tiny as svd

PIPELINES = {
    "cogvideox": cogvideox.tiny_pipeline,
    "audioldm2": audioldm2.tiny_pipeline,
    "svd": partial(svd.tiny_pipeline, full=True),
}


class Exported(NamedTuple):
    source: Path
    """A diffusers pipeline folder."""
    bundle: Path
    """Its export with the default settings."""


Export = Callable[[str], Exported]


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """Saves and exports a pipeline of PIPELINES when it is first asked for."""
    torch.set_num_threads(1)

    @cache
    def export(name: str) -> Exported:
        folder = tmp_path_factory.mktemp(name)
        PIPELINES[name](folder / "scratch").save_pretrained(folder / "pipeline")
        assert main(["--pipeline", str(folder / "pipeline"), "--out", str(folder / "tiny")]) == 0
        return Exported(folder / "pipeline", folder / "tiny")

    return export


@pytest.fixture
def source(exported: Export) -> Path:
    """CogVideoX as diffusers saves it, where a test file says nothing else."""
    return exported("cogvideox").source


@pytest.fixture
def bundle(exported: Export) -> Path:
    """The bundle made of `source`."""
    return exported("cogvideox").bundle


@pytest.fixture(params=PIPELINES)
def any_export(request: pytest.FixtureRequest, exported: Export) -> Exported:
    """Every pipeline in turn."""
    return exported(request.param)


@pytest.fixture
def any_bundle(any_export: Exported) -> Path:
    """The bundle of every pipeline in turn."""
    return any_export.bundle
