"""Identifiers of bundles."""

from __future__ import annotations

from pathlib import Path

import pytest

from export.errors import ExportError
from export.identifier import FORM, checked_id, default_id


@pytest.mark.parametrize(
    ("folder", "made"),
    [
        ("cogvideox-2b", "cogvideox-2b"),
        ("CogVideoX 2b (mine)", "cogvideox-2b-mine"),
        ("_draft_", "draft_"),
        (".-_hidden", "hidden"),
        ("a" * 70, "a" * 64),
        ("a" * 63 + "-b", "a" * 63),
        ("模型", "model"),
        ("..", "model"),
    ],
)
def test_any_folder_name_makes_an_identifier(folder: str, made: str) -> None:
    assert default_id(Path("models") / folder) == made
    assert FORM.fullmatch(made)


@pytest.mark.parametrize("wanted", ["a", "0.1_b-c", "a" * 64])
def test_takes_what_the_app_takes(wanted: str) -> None:
    assert checked_id(wanted) == wanted


@pytest.mark.parametrize("wanted", ["", "_a", "-a", "Big", "a b", "a/b", "a\n", "a" * 65])
def test_refuses_what_the_app_refuses(wanted: str) -> None:
    with pytest.raises(ExportError, match="no identifier"):
        checked_id(wanted)
