"""Encode the training pool once: posterior means and deviations, so that an epoch costs no encoder.

    python latents.py --work WORK

Reads the averaged weights of the VAE checkpoint, writes WORK/vae/pretrained (with the scaling
factor, one over the standard deviation of the latents) and WORK/latents/train.npz:
mean, deviation: float16 [N, 5, 16, 8, 8], unscaled; scenes: int64 [N, 3].
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from checkpoint import load_checkpoint
from models import LATENT_CHANNELS, LATENT_FRAMES, LATENT_SIDE, make_vae
from threads import make_workers
from vae_train import to_model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    workers = make_workers(args.threads)
    vae = make_vae().eval()
    vae.load_state_dict(load_checkpoint(args.work / "vae/checkpoint.pt")["average"]["weights"]["vae"])

    clips = np.load(args.work / "pools/train/clips.npy", mmap_mode="r")
    shape = (len(clips), LATENT_FRAMES, LATENT_CHANNELS, LATENT_SIDE, LATENT_SIDE)
    mean, deviation = np.empty(shape, np.float16), np.empty(shape, np.float16)

    def encode(start: int) -> None:
        part = slice(start, start + args.batch)
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, cache_enabled=False):
            posterior = vae.encode(to_model(clips[part])).latent_dist
        mean[part] = posterior.mean.float().transpose(1, 2).numpy()
        deviation[part] = posterior.std.float().transpose(1, 2).numpy()

    for done, _ in enumerate(workers.map(encode, range(0, len(clips), args.batch))):
        if done % 250 == 0:
            print(f"{done * args.batch} of {len(clips)}", flush=True)

    vae.register_to_config(scaling_factor=1.0 / float(mean.astype(np.float32).std()))
    vae.save_pretrained(args.work / "vae/pretrained")
    folder = args.work / "latents"
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "train.npz", mean=mean, deviation=deviation, scenes=np.load(args.work / "pools/train/scenes.npy"))
    print(f"scaling factor {vae.config.scaling_factor:.4f}, posterior deviation {deviation.mean(dtype=np.float32):.4f}")


if __name__ == "__main__":
    main()
