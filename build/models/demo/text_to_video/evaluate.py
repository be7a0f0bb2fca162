"""Generate clips for captions of chosen scenes and let the classifier judge them.

    python evaluate.py --work WORK --split train --clips 96 --guidance 3 4 5 6
    python evaluate.py --work WORK --split held_out --clips 165 --guidance 5

Writes WORK/evaluation/<split>-g<guidance>.json and a contact sheet (a row shows two clips).
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import astuple
from pathlib import Path

import numpy as np

from assemble import build_pipeline, sample
from captions import caption
from classifier import accuracy, classify, load_classifier
from render import scenes
from clip_sheet import save_sheet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--split", choices=("train", "held_out"), required=True)
    parser.add_argument("--clips", type=int, required=True, help="scenes drawn without repetition, one clip each")
    parser.add_argument("--guidance", type=float, nargs="+", required=True)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--seed", type=int, default=40)
    args = parser.parse_args()
    pipeline, judge = build_pipeline(args.work), load_classifier(args.work)
    candidates = scenes(args.split == "held_out")
    for guidance in args.guidance:
        rng = np.random.default_rng(args.seed)
        chosen = [candidates[index] for index in rng.permutation(len(candidates))[: args.clips]]
        prompts = [caption(scene, rng, complete=True) for scene in chosen]
        began = time.monotonic()
        clips = np.concatenate(
            [
                sample(pipeline, prompts[start : start + args.batch], args.steps, guidance, args.seed + start)
                for start in range(0, len(prompts), args.batch)
            ]
        )
        truth = np.asarray([astuple(scene) for scene in chosen])
        predicted = classify(judge, clips)
        figures = {
            "split": args.split,
            "clips": len(clips),
            "steps": args.steps,
            "guidance": guidance,
            "seed": args.seed,
            "seconds_per_clip": (time.monotonic() - began) / len(clips),
            "accuracy": accuracy(predicted, truth),
        }
        print(json.dumps(figures), flush=True)
        rows = [
            {"prompt": prompt, "truth": real.tolist(), "predicted": guess.tolist()}
            for prompt, real, guess in zip(prompts, truth, predicted, strict=True)
        ]
        folder = args.work / "evaluation"
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{args.split}-g{guidance:g}"
        (folder / f"{name}.json").write_text(json.dumps({**figures, "rows": rows}, indent=1) + "\n")
        save_sheet(clips[:32], folder / f"{name}.png", every=3, scale=1, columns=2)


if __name__ == "__main__":
    main()
