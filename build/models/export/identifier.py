"""The identifier of a bundle, by which the app knows a model and names its folder."""

from __future__ import annotations

import re
from pathlib import Path

from .errors import ExportError

LONGEST = 64

FORM = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,{LONGEST - 1}}}")
"""What the app's reader of manifests takes."""


def checked_id(wanted: str) -> str:
    """`wanted`, as it is; raises ExportError if the app would refuse it."""
    if not FORM.fullmatch(wanted):
        raise ExportError(
            f"--id {wanted!r} is no identifier: it takes 1 to {LONGEST} lower-case letters, digits, dots, dashes and "
            "underscores, the first a letter or digit."
        )
    return wanted


def default_id(out: Path) -> str:
    """The folder's name made fit for an identifier."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", out.name.lower()).lstrip("-._")
    return plain[:LONGEST].rstrip("-.") or "model"
