"""Write the model card of the demo bundle from what was measured.

    python card.py --work WORK --bundle assets/models/demo-text-to-video --evaluation held_out-g3
"""

from __future__ import annotations

import json
from pathlib import Path

from arguments import write_card
from assemble import EXAMPLES
from backgrounds import BACKGROUNDS
from checkpoint import load_checkpoint
from motions import MOTIONS
from render import scenes
from things import THINGS


def card(work: Path, evaluation: dict, judge: dict) -> str:
    """Markdown."""
    counts = json.loads((work / "parameters.json").read_text())
    minutes = {
        name: load_checkpoint(work / path)["spent"] / 60
        for name, path in (("denoiser", "transformer/checkpoint.pt"), ("decoder", "vae/checkpoint.pt"))
    }
    decoder = json.loads((work / "vae/figures.json").read_text())
    right = evaluation["accuracy"]
    return f"""# Demo: text to video

A CogVideoX of {sum(counts.values()) - counts["vae_encoder"]:,} parameters, trained from scratch, for trying ParaStep
Studio without a download: 17 frames of 64 x 64 pixels, 8 a second. The classes are diffusers' own, at small sizes. It
is made by [`build/models/demo/text_to_video`](../../../build/models/demo/text_to_video/README.md).

**What it draws.** One of {len(THINGS)} things ({", ".join(thing.names[0] for thing in THINGS)}) making one of
{len(MOTIONS)} motions ({", ".join(MOTIONS)}) in front of one of {len(BACKGROUNDS)} backgrounds
({", ".join(BACKGROUNDS)}), in plain English of many forms. Other words it does not know. Small things and fine lines
come out soft, and some things are hard to tell.

    {chr(10).join("    " + example for example in EXAMPLES[:6]).strip()}

**Data.** 5,000 clips drawn by script. The things are glyphs of Noto Color Emoji (SIL Open Font License 1.1); the
backgrounds are drawn by our own code. {len(scenes(held_out=True))} of the {len(scenes())} combinations of thing, motion
and background were kept from training.

**Training.** {minutes["denoiser"]:.0f} minutes of two processor cores for denoiser and text encoder, and {minutes["decoder"]:.0f} for
the decoder.

**Quality**, on {evaluation["clips"]} clips of held-out combinations, {evaluation["steps"]} steps, guidance
{evaluation["guidance"]:g}, in diffusers: a small classifier that shares neither weights nor clips with the model
recognises

| | thing | motion | background |
| --- | --- | --- | --- |
| of generated clips | {right["thing"]:.0%} | {right["motion"]:.0%} | {right["background"]:.0%} |
| of drawn clips | {judge["rendered"]["thing"]:.0%} | {judge["rendered"]["motion"]:.0%} | {judge["rendered"]["background"]:.0%} |

The decoder gives back {decoder["clips"]} held-out clips at {decoder["psnr_db"]:.1f} dB.

Weights and card: Apache-2.0.
"""


if __name__ == "__main__":
    write_card(__doc__, card)
