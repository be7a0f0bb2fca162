"""What both video demos share, taken from the folder of the text-to-video model.

That folder goes to the end of the search path, so that a module of the same name here wins.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "text_to_video"))

from checkpoint import Averaged, load_checkpoint, rate_at, save_checkpoint, set_rate
from muon import Muon, split
from sheet import save_sheet
from things import THINGS, sprite
from threads import backward, make_workers, mixed_precision

__all__ = [
    "THINGS",
    "Averaged",
    "Muon",
    "backward",
    "load_checkpoint",
    "make_workers",
    "mixed_precision",
    "rate_at",
    "save_checkpoint",
    "save_sheet",
    "set_rate",
    "split",
    "sprite",
]
