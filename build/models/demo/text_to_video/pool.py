"""Render a pool of clips to disk: clips.npy, uint8 [N, 17, 64, 64, 3], and scenes.npy, int64 [N, 3].

    python pool.py --work WORK --name train --clips 16000 --seed 1
    python pool.py --work WORK --name held_out --clips 330 --seed 2 --held-out
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple
from pathlib import Path

import numpy as np

from backgrounds import SIZE
from render import FRAMES, Scene, render, scenes


def scene_rows(count: int, seed: int, held_out: bool | None) -> np.ndarray:
    """(thing, motion, background) of each clip, [count, 3]; every scene equally often, shuffled."""
    rows = np.asarray([astuple(scene) for scene in scenes(held_out)])
    rng = np.random.default_rng(seed)
    rounds = -(-count // len(rows))
    return np.concatenate([rng.permutation(rows) for _ in range(rounds)])[:count]


def _render_part(folder: Path, start: int, stop: int, seed: int) -> None:
    clips = np.load(folder / "clips.npy", mmap_mode="r+")
    rows = np.load(folder / "scenes.npy")
    for index in range(start, stop):
        clips[index] = render(Scene(*map(int, rows[index])), np.random.default_rng((seed, index)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--clips", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--held-out", action="store_true", help="only the combinations kept from training")
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    folder = args.work / "pools" / args.name
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "scenes.npy", scene_rows(args.clips, args.seed, args.held_out))
    np.lib.format.open_memmap(folder / "clips.npy", "w+", np.uint8, (args.clips, FRAMES, SIZE, SIZE, 3)).flush()
    bounds = np.linspace(0, args.clips, 8 * args.processes + 1).astype(int)
    with ProcessPoolExecutor(args.processes) as pool:
        parts = [
            pool.submit(_render_part, folder, int(start), int(stop), args.seed)
            for start, stop in zip(bounds[:-1], bounds[1:], strict=True)
        ]
        for part in parts:
            part.result()


if __name__ == "__main__":
    main()
