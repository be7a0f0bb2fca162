"""Contact sheets of spectrograms: time to the right, pitch upwards."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image


def save_sheet(mels: np.ndarray, path: Path, columns: int = 4, top: float = 2.0) -> None:
    """Write spectrograms [N, T, 64] as a grey PNG; silence is black, `top` and above white."""
    levels = np.clip(mels.astype(np.float32) / top, 0, 1) * 255
    tiles = [np.pad(level.T[::-1], 2, constant_values=90).astype(np.uint8) for level in levels]
    while len(tiles) % columns:
        tiles.append(np.zeros_like(tiles[0]))
    rows = [np.concatenate(tiles[i : i + columns], axis=1) for i in range(0, len(tiles), columns)]
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.concatenate(rows)).save(path)
