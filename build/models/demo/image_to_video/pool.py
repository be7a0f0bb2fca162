"""Render a pool of clips to disk.

    python pool.py --work WORK --name train --clips 5000 --seed 1

Writes to WORK/pools/NAME:
clips.npy: uint8 [N, 14, 64, 64, 3]; pictures.npy: the first frames at twice the size, uint8
[N, 128, 128, 3]; labels.npy: int64 [N, 3] with frames per second, motion bucket and kind of picture.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch

from pictures import KINDS, paint
from render import FASTEST, FPS, FRAMES, SIZE, SLOWEST, render
from waves import VIEW


def _render_part(folder: Path, start: int, stop: int, seed: int) -> None:
    torch.set_num_threads(1)
    clips, pictures, labels = (
        np.load(folder / f"{name}.npy", mmap_mode="r+") for name in ("clips", "pictures", "labels")
    )
    kinds = list(KINDS)
    for index in range(start, stop):
        rng = np.random.default_rng((seed, index))
        bucket = int(rng.integers(256))
        fps = FPS if rng.uniform() < 0.4 else int(rng.integers(SLOWEST, FASTEST + 1))
        scene = paint(rng)
        clip = render(scene, bucket, fps, rng)
        clips[index], pictures[index] = clip.frames, clip.picture
        labels[index] = fps, bucket, kinds.index(scene.kind)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--clips", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    folder = args.work / "pools" / args.name
    folder.mkdir(parents=True, exist_ok=True)
    for name, kind, shape in (
        ("clips", np.uint8, (FRAMES, SIZE, SIZE, 3)),
        ("pictures", np.uint8, (VIEW, VIEW, 3)),
        ("labels", np.int64, (3,)),
    ):
        np.lib.format.open_memmap(folder / f"{name}.npy", "w+", kind, (args.clips, *shape)).flush()
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
