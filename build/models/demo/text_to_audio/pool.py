"""Render a pool of clips to disk: waves.npy, int16 [N, 81920], and sounds.npy, indices into `sounds()`, [N].

python pool.py --work WORK --name train --clips 5520 --seed 1
python pool.py --work WORK --name held_out --clips 108 --seed 2 --held-out
python pool.py --work WORK --name judge --clips 2424 --seed 4 --all
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch

from mel import mel
from render import SAMPLES, render
from sounds import sounds

FULL_SCALE = 32767.0


def sound_indices(count: int, seed: int, held_out: bool | None) -> np.ndarray:
    """Indices into `sounds()` of the clips, [count]; every sound equally often, shuffled."""
    wanted = [index for index, sound in enumerate(sounds()) if held_out is None or sound.held_out == held_out]
    rng = np.random.default_rng(seed)
    rounds = -(-count // len(wanted))
    return np.concatenate([rng.permutation(wanted) for _ in range(rounds)])[:count]


def load_pool(work: Path, name: str) -> tuple[np.ndarray, np.ndarray]:
    """(waves as int16 [N, 81920], memory-mapped; indices [N])."""
    folder = work / "pools" / name
    return np.load(folder / "waves.npy", mmap_mode="r"), np.load(folder / "sounds.npy")


def to_float(waves: np.ndarray) -> np.ndarray:
    """int16 to float32 in [-1, 1]."""
    return waves.astype(np.float32) / np.float32(FULL_SCALE)


def pool_mels(waves: np.ndarray, batch: int = 64) -> torch.Tensor:
    """Spectrograms of int16 waves [N, samples], [N, T, 64]."""
    return torch.cat([mel(torch.from_numpy(to_float(waves[i : i + batch]))) for i in range(0, len(waves), batch)])


def labels(indices: np.ndarray) -> np.ndarray:
    """Family, source, motif and pace of clips, int64 [N, 4]."""
    every = np.asarray([sound.labels for sound in sounds()])
    return every[indices]


def _render_part(folder: Path, start: int, stop: int, seed: int) -> None:
    waves = np.load(folder / "waves.npy", mmap_mode="r+")
    indices, every = np.load(folder / "sounds.npy"), sounds()
    for row in range(start, stop):
        wave = render(every[indices[row]], np.random.default_rng((seed, row)))
        waves[row] = np.rint(wave * FULL_SCALE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--clips", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--held-out", action="store_true", help="only the combinations kept from training")
    which.add_argument("--all", action="store_true", help="both these and the others")
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    folder = args.work / "pools" / args.name
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "sounds.npy", sound_indices(args.clips, args.seed, None if args.all else args.held_out))
    np.lib.format.open_memmap(folder / "waves.npy", "w+", np.int16, (args.clips, SAMPLES)).flush()
    bounds = np.linspace(0, args.clips, 8 * args.processes + 1).astype(int)
    with ProcessPoolExecutor(args.processes) as pool:
        parts = [
            pool.submit(_render_part, folder, int(start), int(stop), args.seed) for start, stop in pairwise(bounds)
        ]
        for part in parts:
            part.result()


if __name__ == "__main__":
    main()
