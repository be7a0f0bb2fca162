"""Measure the VAE on rendered clips of held-out combinations.

    python vae_evaluate.py --work WORK --clips 330
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from diffusers import AutoencoderKLCogVideoX

from sheet import save_sheet
from vae_train import psnr, reconstruct


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--clips", type=int, default=330)
    args = parser.parse_args()
    vae = AutoencoderKLCogVideoX.from_pretrained(args.work / "vae/pretrained").eval()
    clips = np.load(args.work / "pools/held_out/clips.npy", mmap_mode="r")[: args.clips]
    output = reconstruct(vae, clips)
    figures = {"psnr_db": psnr(output, clips), "clips": len(clips)}
    (args.work / "vae/figures.json").write_text(json.dumps(figures, indent=2) + "\n")
    pairs = np.stack([clips[:16], output[:16]], axis=1).reshape(32, *clips.shape[1:])
    save_sheet(pairs, args.work / "vae/sheet.png", every=3, columns=2)
    print(figures)


if __name__ == "__main__":
    main()
