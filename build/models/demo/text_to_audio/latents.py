"""Encode the training pool once; decode a part of it, for the vocoder.

    python latents.py --work WORK

Writes WORK/latents/train.npz (mean and deviation, float16 [N, 8, 128, 16]) and WORK/latents/reconstructed.npy
(float16 [M, 512, 64], of the first M clips), and sets the VAE's scaling_factor so that scaled latents have unit
deviation.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL

from mel import mel
from pool import load_pool, to_float


@torch.no_grad()
def encode(vae: AutoencoderKL, waves: np.ndarray, batch: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Mean and deviation of the posteriors of int16 waves [N, samples], float16 [N, 8, 128, 16]."""
    means, deviations = [], []
    for start in range(0, len(waves), batch):
        mels = mel(torch.from_numpy(to_float(waves[start : start + batch])))
        with torch.autocast("cpu", torch.bfloat16):
            posterior = vae.encode(mels[:, None]).latent_dist
        means.append(posterior.mean.half().numpy())
        deviations.append(posterior.std.half().numpy())
    return np.concatenate(means), np.concatenate(deviations)


@torch.no_grad()
def decode(vae: AutoencoderKL, means: np.ndarray, batch: int = 8) -> np.ndarray:
    """Spectrograms of unscaled latents [N, 8, 128, 16], float16 [N, 512, 64]."""
    spectrograms = []
    for start in range(0, len(means), batch):
        with torch.autocast("cpu", torch.bfloat16):
            output = vae.decode(torch.from_numpy(means[start : start + batch]).float()).sample
        spectrograms.append(output[:, 0].half().numpy())
    return np.concatenate(spectrograms)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--reconstructed", type=int, default=2000, help="clips to decode again")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    folder = args.work / "vae/pretrained"
    vae = AutoencoderKL.from_pretrained(folder).eval()
    out = args.work / "latents"
    out.mkdir(parents=True, exist_ok=True)
    means, deviations = encode(vae, load_pool(args.work, "train")[0])
    np.savez(out / "train.npz", mean=means, deviation=deviations)
    np.save(out / "reconstructed.npy", decode(vae, means[: args.reconstructed]))
    mean, deviation = means.astype(np.float32), deviations.astype(np.float32)
    scale = float(1 / np.sqrt(mean.var() + np.mean(deviation**2)))
    vae.register_to_config(scaling_factor=scale)
    vae.save_pretrained(folder)
    figures = {
        "scaling_factor": scale,
        "latent_mean": float(mean.mean()),
        "posterior_deviation": float(deviation.mean()),
        "channel_deviations": np.round(mean.std(axis=(0, 2, 3)) * scale, 3).tolist(),
    }
    (out / "figures.json").write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
