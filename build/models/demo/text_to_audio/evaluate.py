"""Generate sounds for captions, let the classifier judge them and measure their levels.

    python evaluate.py --work WORK --split train --clips 184 --steps 50 --guidance 3
    python evaluate.py --work WORK --split held_out --clips 54 --steps 200 --guidance 3

Writes WORK/evaluation/<split>-g<guidance>.json, a sheet of spectrograms and the first sounds as WAV files.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

from assemble import build_pipeline, sample
from captions import caption
from classifier import accuracy, classify, load_classifier
from levels import measure, summary
from mel import mel
from sheet import save_sheet
from sounds import sounds
from vocoder_train import save_wave

WAV_FILES = 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--split", choices=("train", "held_out"), required=True)
    parser.add_argument("--clips", type=int, required=True, help="every sound of the split in turn, each time with another caption")
    parser.add_argument("--guidance", type=float, nargs="+", required=True)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=40)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    pipeline, judge = build_pipeline(args.work), load_classifier(args.work)
    candidates = sounds(args.split == "held_out")
    folder = args.work / "evaluation"
    for guidance in args.guidance:
        rng = np.random.default_rng(args.seed)
        rounds = [rng.permutation(len(candidates)) for _ in range(-(-args.clips // len(candidates)))]
        chosen = [candidates[index] for index in np.concatenate(rounds)[: args.clips]]
        prompts = [caption(sound, rng, complete=True) for sound in chosen]
        began = time.monotonic()
        waves = np.concatenate(
            [
                sample(pipeline, prompts[start : start + args.batch], args.steps, guidance, args.seed + start)
                for start in range(0, len(prompts), args.batch)
            ]
        )
        seconds = time.monotonic() - began
        mels = mel(torch.from_numpy(waves))
        truth = np.asarray([sound.labels for sound in chosen])
        predicted = classify(judge, mels)
        figures = {
            "split": args.split,
            "clips": len(waves),
            "steps": args.steps,
            "guidance": guidance,
            "seed": args.seed,
            "seconds_per_clip": seconds / len(waves),
            "accuracy": accuracy(predicted, truth),
            "levels": summary(waves),
        }
        print(json.dumps(figures), flush=True)
        rows = [
            {"prompt": prompt, "truth": real.tolist(), "predicted": guess.tolist()}
            | {"good": level.good, "loudness_db": level.loudness}
            for prompt, real, guess, level in zip(prompts, truth, predicted, map(measure, waves), strict=True)
        ]
        name = f"{args.split}-g{guidance:g}"
        save_sheet(mels[:32].numpy(), folder / f"{name}.png")
        (folder / f"{name}.json").write_text(json.dumps({**figures, "rows": rows}, indent=1) + "\n")
        for index, wave in enumerate(waves[:WAV_FILES]):
            save_wave(wave, folder / name / f"{index}.wav")


if __name__ == "__main__":
    main()
