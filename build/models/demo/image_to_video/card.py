"""Write the model card of the demo bundle from what was measured.

    python card.py --work WORK --bundle assets/models/demo-image-to-video
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from assemble import DEFAULTS
from checkpoint import load_checkpoint
from pictures import KINDS
from render import FPS, FRAMES, SIZE

EVALUATIONS = {"held-out painted pictures": "held_out", "photographs": "photographs"}


def figures_of(work: Path, name: str) -> dict:
    """What evaluate.py has measured at the guidance that the bundle asks for."""
    return json.loads((work / f"evaluation/{name}-g{DEFAULTS['maxGuidance']:g}.json").read_text())


def rows(work: Path) -> str:
    """The table's lines, one for every kind of picture and motion bucket."""
    lines = []
    for title, name in EVALUATIONS.items():
        figures = figures_of(work, name)
        lines += [
            f"| {figures['pictures']} {title} | {row['bucket']} | {row['psnr_first_frame_db']:.1f} dB "
            f"| {row['share_below_required']:.0%} | {row['motion']:.2f} |"
            for row in figures["buckets"]
        ]
    return "\n".join(lines)


def card(work: Path) -> str:
    """Markdown."""
    counts = json.loads((work / "parameters.json").read_text())
    minutes = {
        name: load_checkpoint(work / path)["spent"] / 60
        for name, path in (("denoiser", "unet/checkpoint.pt"), ("decoder", "vae/checkpoint.pt"))
    }
    held_out = figures_of(work, "held_out")
    clips = len(np.load(work / "pools/train/labels.npy", mmap_mode="r"))
    return f"""# Demo: image to video

A Stable Video Diffusion of {sum(counts.values()):,} parameters, trained from scratch, for trying ParaStep Studio without
a download: {FRAMES} frames of {SIZE} x {SIZE} pixels, {FPS} a second, from any picture. The classes are diffusers' own,
at small sizes. It is made by
[`build/models/demo/image_to_video`](../../../build/models/demo/image_to_video/README.md).

**What it does.** The picture comes alive: the camera zooms, drifts, sways or rolls with parallax, water ripples, grass
leans, clouds pass, lights twinkle, things hop and swing. The motion bucket says how much. It does not know what things
are, so it never turns a head or opens a door; at {SIZE} x {SIZE} pixels small print becomes texture. Painted pictures
stay whole at any motion bucket. Of the photographs below, all do at 20 and all but one at 127; at 230, what moves in
them may break into coloured blocks.

**Data.** {clips:,} clips drawn by script from pictures that are painted in {len(KINDS)} ways, with our own code, glyphs
of Noto Color Emoji (SIL Open Font License 1.1) and letters of DejaVu. No photograph was used, nor any model that has
seen some.

**Training.** {minutes["denoiser"]:.0f} minutes of two processor cores for denoiser and image encoder, and
{minutes["decoder"]:.0f} for the decoder; the encoder of the autoencoder is set, not trained.

**Quality**, {held_out["steps"]} steps, guidance {DEFAULTS["minGuidance"]:g} to {held_out["guidance"]:g}, in diffusers.
Likeness is the PSNR of the first frame to the picture; motion is the mean absolute difference of neighbouring frames, in
grey levels, with the same random numbers for every bucket. The photographs are public domain or CC0.

| pictures | motion bucket | likeness | below 22 dB | motion |
| --- | --- | --- | --- | --- |
{rows(work)}

The autoencoder alone gives the painted pictures back at {held_out["psnr_autoencoder_db"]:.1f} dB and the photographs at
{figures_of(work, "photographs")["psnr_autoencoder_db"]:.1f} dB.

Weights and card: Apache-2.0.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    args = parser.parse_args()
    (args.bundle / "README.md").write_text(card(args.work))


if __name__ == "__main__":
    main()
