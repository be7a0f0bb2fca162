"""Latents as the denoiser takes them to be, for the vocoder to learn from.

    python predicted.py --work WORK --clips 4000

What a denoiser makes is not as sharp as what was rendered, and a vocoder that has only seen the latter answers with
silence where it is unsure. Each clip gets noise of a random timestep, and one prediction of what is under it, with its
caption. Writes WORK/latents/predicted.npy, float16 [clips, 8, 32, 16], of the first clips of the pool.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from threads import mixed_precision

from captions import caption
from conditioning import load_denoiser, predict_noise, tokenize
from models import make_scheduler
from pool import load_pool
from sounds import sounds
from text_tokenizers import load_tokenizers

TIMESTEPS = (40, 400)
BATCH = 16


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--clips", type=int, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=25)
    args = parser.parse_args()
    torch.set_num_threads(1)
    tokenizers = load_tokenizers(args.work)
    unet, conditioner = load_denoiser(args.work, *map(len, tokenizers))
    latents = np.load(args.work / "latents/train.npy", mmap_mode="r")
    indices, every = load_pool(args.work, "train")[1], sounds()
    signal = make_scheduler().alphas_cumprod.float()

    @torch.no_grad()
    def predict(start: int) -> np.ndarray:
        rows = range(start, min(start + BATCH, args.clips))
        rng = np.random.default_rng((args.seed, start))
        clean = torch.from_numpy(latents[rows.start : rows.stop].astype(np.float32))
        timesteps = torch.from_numpy(rng.integers(*TIMESTEPS, size=len(rows)))
        noise = torch.from_numpy(rng.standard_normal(clean.shape, dtype=np.float32))
        tokens = tokenize(*tokenizers, [caption(every[indices[row]], rng) for row in rows])
        a = signal[timesteps].view(-1, 1, 1, 1)
        noisy = a.sqrt() * clean + (1 - a).sqrt() * noise
        with mixed_precision():
            conditions = conditioner(tokens)
            output = predict_noise(unet, noisy, timesteps, conditions)
        return ((noisy - (1 - a).sqrt() * output.float()) / a.sqrt()).half().numpy()

    with ThreadPoolExecutor(args.threads, initializer=torch.set_num_threads, initargs=(1,)) as workers:
        parts = list(workers.map(predict, range(0, args.clips, BATCH)))
    np.save(args.work / "latents/predicted.npy", np.concatenate(parts))


if __name__ == "__main__":
    main()
