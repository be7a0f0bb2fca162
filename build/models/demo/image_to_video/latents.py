"""Encode the training clips once, so that an epoch costs no encoder but that of the pictures.

    python latents.py --work WORK

Reads the averaged weights of the VAE checkpoint, writes WORK/vae/pretrained (with the scaling
factor, one over the standard deviation of the latents) and WORK/latents/train.npy: posterior means,
float16 [N, 14, 8, 16, 16], unscaled. Their deviation is small beside them and is not kept.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from common import load_checkpoint, make_workers
from models import LATENT_CHANNELS, LATENT_SIDE, make_vae
from pixels import to_model
from render import FRAMES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    workers = make_workers(args.threads)
    vae = make_vae().eval()
    vae.load_state_dict(load_checkpoint(args.work / "vae/checkpoint.pt")["average"]["weights"]["vae"])
    clips = np.load(args.work / "pools/train/clips.npy", mmap_mode="r")
    means = np.empty((len(clips), FRAMES, LATENT_CHANNELS, LATENT_SIDE, LATENT_SIDE), np.float16)
    deviations = np.empty(len(clips))

    def encode(index: int) -> None:
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, cache_enabled=False):
            posterior = vae.encode(to_model(clips[index])).latent_dist
        means[index] = posterior.mean.float().numpy()
        deviations[index] = posterior.std.float().mean()

    for done, _ in enumerate(workers.map(encode, range(len(clips)))):
        if done % 500 == 0:
            print(f"{done} of {len(clips)}", flush=True)
    deviation = float(means.std(dtype=np.float64))
    vae.register_to_config(scaling_factor=1.0 / deviation)
    vae.save_pretrained(args.work / "vae/pretrained")
    folder = args.work / "latents"
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "train.npy", means)
    print(
        f"scaling factor {1.0 / deviation:.4f}, posterior deviation {deviations.mean() / deviation:.4f} of the latents'"
    )


if __name__ == "__main__":
    main()
