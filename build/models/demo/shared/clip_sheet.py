"""Contact sheets: one row per clip, one column per shown frame."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image


def save_sheet(clips: np.ndarray, path: Path, every: int = 2, scale: int = 1, columns: int = 1) -> None:
    """Write clips (uint8, [N, T, H, W, 3]) as a PNG, `columns` clips side by side in a row."""
    shown = clips[:, ::every]
    strips = [np.concatenate(list(clip), axis=1) for clip in shown]
    while len(strips) % columns:
        strips.append(np.zeros_like(strips[0]))
    rows = [np.concatenate(strips[i : i + columns], axis=1) for i in range(0, len(strips), columns)]
    image = Image.fromarray(np.concatenate(rows, axis=0))
    if scale > 1:
        image = image.resize((image.width * scale, image.height * scale), Image.Resampling.NEAREST)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)
