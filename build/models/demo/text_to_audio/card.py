"""Write the model card of the demo bundle from what was measured.

    python card.py --work WORK --bundle assets/models/demo-text-to-audio --evaluation held_out-g3
"""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from pathlib import Path

import numpy as np

from arguments import write_card
from assemble import EXAMPLES
from checkpoint import load_checkpoint
from pool import load_pool
from sounds import INSTRUMENTS, MOTIFS, PHRASES, sounds
from tuning import GRID

_TRAININGS = (
    ("the denoiser and the text networks", "unet/checkpoint.pt"),
    ("the vocoder's first level", "vocoder/begin.pt"),
    ("the whole vocoder", "vocoder/checkpoint.pt"),
    ("the VAE's decoder", "vae/checkpoint.pt"),
)


QUIET_DB = -26.0
"""Sounds that are this quiet on average are named; clips are rendered at -20."""


def _mistakes(rows: list[dict]) -> str:
    """Which phrases come out as which others, as a sentence."""
    pairs = Counter((row["truth"][2], row["predicted"][2]) for row in rows)
    wrong = [(pair, times) for pair, times in pairs.most_common() if pair[0] != pair[1]]
    if not wrong:
        return "No phrase was mistaken."
    named = ", ".join(f"{MOTIFS[asked]} as {MOTIFS[made]} ({times})" for (asked, made), times in wrong[:4])
    return f"Phrases of untrained combinations that came out as others, most often: {named}."


def _quiet(rows: list[dict]) -> str:
    """Which sounds are quiet, as a sentence."""
    levels = {motif: [row["loudness_db"] for row in rows if row["truth"][2] == motif] for motif in range(len(MOTIFS))}
    means = {MOTIFS[motif]: float(np.mean(each)) for motif, each in levels.items() if each}
    quiet = sorted((level, name) for name, level in means.items() if level < QUIET_DB)
    if not quiet:
        return "No kind of sound is quieter than the others by much."
    return "Quiet on average: " + ", ".join(f"{name} ({level:.0f} dB)" for level, name in quiet) + "."


def _wrapped(text: str) -> str:
    """Paragraphs in lines of 120 characters; lists, tables and code as they are."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(
        each if each.startswith((" ", "|", "#")) else textwrap.fill(each, 120, break_long_words=False, break_on_hyphens=False)
        for each in paragraphs
    ) + "\n"


def card(work: Path, evaluation: dict, judge: dict) -> str:
    """Markdown."""
    counts = json.loads((work / "parameters.json").read_text())
    decoder, vocoder = (json.loads((work / name / "figures.json").read_text()) for name in ("vae", "vocoder"))
    minutes = [f"{load_checkpoint(work / path)['spent'] / 60:.0f} for {name}" for name, path in _TRAININGS]
    levels = evaluation["levels"]
    trained = json.loads((work / f"evaluation/train-g{evaluation['guidance']:g}.json").read_text())
    names = ", ".join(instrument.names[0] for instrument in INSTRUMENTS)
    examples = "\n".join(f"    {example}" for example in EXAMPLES)
    rows = "\n".join(
        f"| {name} | {shares['family']:.0%} | {shares['source']:.0%} | {shares['motif']:.0%} | {shares['pace']:.0%} |"
        for name, shares in (
            ("of generated sounds, combinations that were trained", trained["accuracy"]),
            ("of generated sounds, combinations that were not", evaluation["accuracy"]),
            ("of rendered sounds", judge["rendered"]),
            ("of those after VAE and vocoder", judge["reconstructed"]),
        )
    )
    return _wrapped(f"""# Demo: text to audio

An AudioLDM2 of {sum(counts.values()):,} parameters, trained from scratch, for trying ParaStep Studio without a
download: 5.12 seconds at 16 kHz. The classes are those of diffusers and transformers, at small sizes. It is made by
[`build/models/demo/text_to_audio`](../../../build/models/demo/text_to_audio/README.md).

**What it plays.** One of {len(INSTRUMENTS)} instruments ({names}) with one of {len(PHRASES)} phrases (rising or falling
scale, arpeggio, repeated note, chords), slow or fast; a rock beat, a march, a disco beat, bongos or cymbals; wind, rain,
waves, a siren, beeps or a clock. In plain English of many forms; other words it does not know. Melodies keep to multiples
of {GRID:g} Hz, which is what its vocoder can hold: scales sound just rather than tempered. Each instrument plays from one of two roots.

{examples}

**Data.** {len(load_pool(work, "train")[1]):,} clips made by script: instruments and drums of the FluidR3 GM sound font
(MIT licence), noises by our own code. {len(sounds(held_out=True))} of the {len(sounds())} combinations of source, phrase
and pace were kept from training.

**Training.** On two processor cores, minutes: {", ".join(minutes)}.

**Quality**, on {trained["clips"]} sounds of combinations that were trained and {evaluation["clips"]} of those that were
not, with captions drawn anew, {evaluation["steps"]} steps, guidance {evaluation["guidance"]:g}, in diffusers. A small
classifier that shares neither weights nor clips with the model recognises

| | family | instrument | phrase | pace |
| --- | --- | --- | --- | --- |
{rows}

{_mistakes(evaluation["rows"])} {_quiet(trained["rows"])} {levels["good"]:.0%} of the sounds of untrained combinations start and end without a click and are neither too quiet nor overdriven: the
largest sample within 5 ms of an end is {levels["edge_worst"]:.4f} of 1, the loudness lies between
{levels["loudness_lowest_db"]:.1f} and {levels["loudness_highest_db"]:.1f} dB, and the highest peak is
{levels["peak_highest"]:.2f}. The vocoder gives back {vocoder["clips"]} held-out clips with a spectral convergence of
{vocoder["own_convergence"]:.2f}, the VAE's decoder {decoder["clips"]} spectrograms with a mean error of
{decoder["l1"] * 4 * 8.686:.1f} dB.

Weights and card: Apache-2.0.
""")


if __name__ == "__main__":
    write_card(__doc__, card)
