"""Measure what the demo promises, on held-out pictures and on photographs.

    python evaluate.py --work WORK --pictures 96
    python evaluate.py --work WORK --photographs FOLDER

Likeness: PSNR of the first frame to the picture as the pipeline resizes it. Motion: mean absolute
difference of neighbouring frames, in grey levels, at three motion buckets with the same random
numbers. Writes WORK/evaluation/NAME.json and a contact sheet per bucket.
"""

from __future__ import annotations

import argparse
import json
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
from diffusers import AutoencoderKLTemporalDecoder
from PIL import Image, ImageOps

from assemble import DEFAULTS, animate, build_pipeline
from clip_sheet import save_sheet
from pixels import psnr
from render import SIZE
from decoder_train import reconstruct

BUCKETS = (20, 127, 230)
REQUIRED_PSNR = 22.0
PHOTOGRAPH_SIDE = 384
ENDINGS = {".png", ".jpg", ".jpeg", ".webp"}


def pool_pictures(work: Path, count: int) -> list[Image.Image]:
    """Pictures of the held-out pool, 128 x 128."""
    pictures = np.load(work / "pools/held_out/pictures.npy", mmap_mode="r")[:count]
    return [Image.fromarray(np.array(picture)) for picture in pictures]


def photographs(folder: Path) -> list[Image.Image]:
    """All pictures of a folder by name, cut to their middle square."""
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS)
    size = (PHOTOGRAPH_SIDE, PHOTOGRAPH_SIDE)
    return [ImageOps.fit(Image.open(path).convert("RGB"), size, Image.Resampling.LANCZOS) for path in paths]


def as_pipeline(pictures: list[Image.Image]) -> np.ndarray:
    """Pictures as the VAE gets them, uint8 [N, 64, 64, 3]."""
    return np.stack([np.asarray(picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS)) for picture in pictures])


def motion(clips: np.ndarray) -> np.ndarray:
    """Mean absolute difference of neighbouring frames for each clip [N, T, H, W, 3], in grey levels."""
    return np.abs(np.diff(clips.astype(np.float32), axis=1)).mean(axis=(1, 2, 3, 4))


def ceiling(vae: AutoencoderKLTemporalDecoder, targets: np.ndarray) -> float:
    """Mean PSNR of the pictures through the autoencoder alone: likeness cannot exceed it."""
    return float(psnr(reconstruct(vae, targets[:, None])[:, 0], targets).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--pictures", type=int, default=96, help="held-out pictures to animate")
    parser.add_argument("--photographs", type=Path, help="a folder of pictures to animate instead")
    parser.add_argument("--guidance", type=float, default=DEFAULTS["maxGuidance"])
    parser.add_argument("--steps", type=int, default=DEFAULTS["steps"])
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--seed", type=int, default=40)
    args = parser.parse_args()
    pipeline = build_pipeline(args.work)
    name = f"{'photographs' if args.photographs else 'held_out'}-g{args.guidance:g}"
    pictures = photographs(args.photographs) if args.photographs else pool_pictures(args.work, args.pictures)
    targets = as_pipeline(pictures)
    folder = args.work / "evaluation"
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for bucket in BUCKETS:
        began = time.monotonic()
        clips = np.concatenate(
            [
                animate(
                    pipeline, pictures[start : start + args.batch], bucket, args.seed + start, args.steps, args.guidance
                )
                for start in range(0, len(pictures), args.batch)
            ]
        )
        likeness, amount = psnr(clips[:, 0], targets), motion(clips)
        rows.append(
            {
                "bucket": bucket,
                "psnr_first_frame_db": round(float(likeness.mean()), 2),
                "share_below_required": round(float((likeness < REQUIRED_PSNR).mean()), 3),
                "motion": round(float(amount.mean()), 3),
                "seconds_per_clip": round((time.monotonic() - began) / len(clips), 2),
            }
        )
        print(json.dumps(rows[-1]), flush=True)
        shown = np.concatenate([targets[:, None], clips], axis=1)[:32]
        save_sheet(shown, folder / f"{name}-b{bucket}.png", columns=2)
    figures = {
        "pictures": len(pictures),
        "steps": args.steps,
        "guidance": args.guidance,
        "seed": args.seed,
        "psnr_autoencoder_db": round(ceiling(pipeline.vae, targets), 2),
        "likeness_met": all(row["psnr_first_frame_db"] >= REQUIRED_PSNR for row in rows),
        "motion_monotonic": all(low["motion"] < high["motion"] for low, high in pairwise(rows)),
        "buckets": rows,
    }
    (folder / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps({key: value for key, value in figures.items() if key != "buckets"}))


if __name__ == "__main__":
    main()
