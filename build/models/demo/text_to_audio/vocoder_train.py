"""Train the HiFi-GAN vocoder on, as a whole, from what `vocoder_begin.py` made of it.

    python vocoder_train.py --work WORK --minutes 24 [--resume]

By spectral losses alone: adversaries take longer to be of use.
"""

from __future__ import annotations

import json
import wave
from pathlib import Path

import numpy as np
import torch
from arguments import training_parser
from muon import Muon, split
from training import Rated, Training
from torch import nn
from transformers import SpeechT5HifiGan

from components import Components
from crops import CONTEXT, CropPool
from mel import HOP, RATE, mel
from models import make_vocoder
from pool import load_pool, to_float
from sheet import save_sheet
from spectral_loss import convergence, spectral_loss
from vocoder_basis import first_level, spare_synthesis

MUON_RATE = 0.005
ADAMW_RATE = 2e-4
FIRST_SHARE = 0.1
"""Of these rates, for the first level, which has been trained by itself: at full rates it forgets."""
FRAMES = 40
PROBED = 18
"""Held-out clips, one of each combination, that are vocoded at every checkpoint."""
WEIGHED = 48
"""Crops that the loudness is set by."""


def save_wave(samples: np.ndarray, path: Path) -> None:
    """Write float samples in [-1, 1], [N], as a 16-bit WAV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.rint(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


@torch.no_grad()
def judge_vocoder(vocoder: SpeechT5HifiGan, components: Components, probe: torch.Tensor, out: Path) -> dict[str, float]:
    """Vocode held-out clips [N, samples] from their own spectrograms and from decoded ones; say how far they are off,
    and write some of them and a sheet."""
    target = mel(probe)
    figures = {}
    for name, given in (("own", target), ("decoded", components.decode(components.encode(target)))):
        output = torch.cat([vocoder(part) for part in given.split(4)])
        figures[f"{name}_mel_l1"] = float((mel(output) - target).abs().mean())
        figures[f"{name}_convergence"] = convergence(output, probe)
    again = mel(output)
    for index in range(0, len(probe), 3):
        save_wave(output[index].numpy(), out / f"{index}.wav")
        save_wave(probe[index].numpy(), out / f"{index}-original.wav")
    save_sheet(torch.stack([target, again], dim=1).flatten(0, 1).numpy(), out / "sheet.png")
    return figures


@torch.no_grad()
def match_loudness(vocoder: SpeechT5HifiGan, pool: CropPool) -> float:
    """Scale the output, before its tanh, so that it has the energy of what was rendered, of crops as they are in
    training: losses of spectra leave too quiet what is unsure. Returns the factor."""
    mels, waves = pool.draw(WEIGHED, FRAMES)
    output = torch.cat([vocoder(part)[:, CONTEXT * HOP : -CONTEXT * HOP] for part in mels.split(4)])
    factor = (waves.square().sum() / output.square().sum()).sqrt()
    for weight in vocoder.conv_post.parameters():
        weight.mul_(factor)
    return float(factor)


def main() -> None:
    parser = training_parser(__doc__, seed=15)
    parser.add_argument("--batch", type=int, default=6)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    components = Components.load(args.work)
    probe = torch.from_numpy(to_float(load_pool(args.work, "held_out")[0][:PROBED]))

    vocoder = SpeechT5HifiGan.from_pretrained(args.work / "vocoder/begun")
    training = Training(args, args.work / "vocoder/checkpoint.pt", {"vocoder": vocoder}, average_decay=0.998)

    def optimizers(matrices: list[nn.Parameter], others: list[nn.Parameter], share: float) -> tuple[Rated, Rated]:
        muon = Muon(matrices, lr=MUON_RATE, workers=training.workers)
        adamw = torch.optim.AdamW(others, lr=ADAMW_RATE, betas=(0.8, 0.99), weight_decay=0.0)
        return Rated(muon, share * MUON_RATE), Rated(adamw, share * ADAMW_RATE)

    matrices, others = split([vocoder.resblocks[1:]], ())
    others += [*vocoder.upsampler[1:].parameters(), *vocoder.conv_post.parameters()]
    muon, adamw = optimizers(matrices, others, 1.0)
    first_muon, first_adamw = optimizers(*split([first_level(vocoder)], ()), FIRST_SHARE)
    seeds = training.begin({"muon": muon, "adamw": adamw, "first_muon": first_muon, "first_adamw": first_adamw})
    pools = [CropPool(args.work, seed) for seed in seeds]

    def loss_of(pool: CropPool) -> torch.Tensor:
        mels, waves = pool.draw(args.batch // args.threads, FRAMES)
        # Not in half precision: of samples that are lifted (vocoder_basis.py) it would, by reckoning, leave 40 dB.
        output = vocoder(mels)[:, CONTEXT * HOP : -CONTEXT * HOP]
        return spectral_loss(output, waves)

    def judge() -> None:
        judged = make_vocoder()
        judged.load_state_dict(training.average.weights["vocoder"])
        judged.eval()
        louder = match_loudness(judged, CropPool(args.work, (args.seed,)))
        judged.save_pretrained(args.work / "vocoder/pretrained")
        figures = {"louder": louder} | judge_vocoder(judged, components, probe, args.work / "vocoder/probe")
        (args.work / "vocoder/figures.json").write_text(json.dumps({**figures, "clips": len(probe)}, indent=2) + "\n")
        print(f"step {training.step} held-out {figures}", flush=True)

    training.run(
        loss_of,
        lambda: pools,
        largest_norm=5.0,
        on_gradients=lambda: spare_synthesis(vocoder),
        on_checkpoint=judge,
    )


if __name__ == "__main__":
    main()
