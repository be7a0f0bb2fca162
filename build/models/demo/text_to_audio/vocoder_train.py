"""Train the HiFi-GAN vocoder on our own spectrograms.

    python vocoder_train.py --work WORK --minutes 28 [--resume]

First spectral losses alone, at several resolutions, then light adversaries as well. A spectrogram says nothing about
phases, and partials whose phases are loose sound metallic; but a sampled instrument always starts alike, so what
follows the strike of a note can be learnt, and a small loss of complex spectra asks for it. Part of the crops come
with what the linear stand-in for the VAE's decoder makes of their spectrograms, because decoded ones are what the
vocoder gets in use.
"""

from __future__ import annotations

import json
import wave
from pathlib import Path

import numpy as np
import torch
from arguments import training_parser
from checkpoint import Averaged, load_checkpoint, rate_at, save_checkpoint, set_rate
from muon import Muon, split
from threads import backward, make_workers, mixed_precision
from torch import nn
from transformers import SpeechT5HifiGan

from clock import Clock
from components import Components
from discriminator import Discriminators, fooling_loss, judge_loss, matching_loss
from mel import HOP, mel
from models import make_vocoder
from noises import RATE
from pool import load_pool, to_float
from sheet import save_sheet

MUON_RATE = 0.01
ADAMW_RATE = 1e-3
JUDGE_RATE = 2e-4
RECONSTRUCTED_SHARE = 0.5
LATENT_NOISE = 0.12
"""Most deviation of the noise in reconstructed spectrograms, of latents' unit deviation."""
ADVERSARIES_FROM = 0.6
"""Progress at which the adversaries come in."""
MEL_WEIGHT, SPECTRUM_WEIGHT, PHASE_WEIGHT = 6.0, 1.0, 0.2
FOOLING_WEIGHT, MATCHING_WEIGHT = 0.5, 1.0
RESOLUTIONS = ((2048, 480), (1024, 240), (512, 120), (256, 60), (128, 32))
"""(samples of a transform, hop): the long one for pitch, the short ones for attacks."""
FRAMES = 72
CONTEXT = 12
"""Frames of the spectrogram on either side of a crop that the vocoder sees but is not judged on."""
PROBED = 18
"""Held-out clips, one of each combination, that are vocoded at every checkpoint."""
BEYOND = 16
"""Frames by which a crop may begin before its clip or end after it."""


class CropPool:
    """Random crops: spectrogram [B, 96, 64] with its context and waveform [B, 72 * 320] without.

    They may reach beyond the ends of a clip, into silence, so that silence is learnt as well.
    """

    def __init__(self, work: Path, seed: tuple[int, ...]) -> None:
        self.waves, _ = load_pool(work, "train")
        self.mels = np.load(work / "latents/mels.npy", mmap_mode="r")
        self.latents = np.load(work / "latents/train.npy", mmap_mode="r")
        self.components = Components.load(work)
        self.rng = np.random.default_rng(seed)

    def draw(self, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        total = self.waves.shape[1] // HOP
        mels, waves = [], []
        for clip in self.rng.integers(len(self.waves), size=count):
            start = int(self.rng.integers(-BEYOND, total + BEYOND - FRAMES + 1))
            spectrogram = self._reconstructed(clip) if self.rng.uniform() < RECONSTRUCTED_SHARE else self.mels[clip]
            mels.append(cut(spectrogram, start - CONTEXT, start + FRAMES + CONTEXT).astype(np.float32))
            waves.append(to_float(cut(self.waves[clip], start * HOP, (start + FRAMES) * HOP)))
        return torch.from_numpy(np.stack(mels)), torch.from_numpy(np.stack(waves))

    def _reconstructed(self, clip: int) -> np.ndarray:
        latents = self.latents[clip : clip + 1].astype(np.float32)
        noise = self.rng.standard_normal(latents.shape, dtype=np.float32) * np.float32(self.rng.uniform(0, LATENT_NOISE))
        return self.components.decode(torch.from_numpy(latents + noise))[0].numpy()


def cut(array: np.ndarray, start: int, stop: int) -> np.ndarray:
    """array[start:stop], with zeros for what lies beyond its ends."""
    part = array[max(start, 0) : min(stop, len(array))]
    missing = ((max(-start, 0), max(stop - len(array), 0)), *[(0, 0)] * (array.ndim - 1))
    return np.pad(part, missing)


def spectrum_loss(output: torch.Tensor, target: torch.Tensor, phase_weight: float = 0.0) -> torch.Tensor:
    """Spectral convergence and logarithmic distance at all resolutions, waveforms [B, N], and, weighted, the distance
    of the complex spectra.

    The floor under the logarithm is soft: a hard one has no slope for an output that is too quiet.
    """
    losses = []
    for size, hop in RESOLUTIONS:
        spectra = [_spectra(waves, size, hop) for waves in (output, target)]
        ours, theirs = ((parts.square().sum(dim=-1) + 1e-6 * size).sqrt() for parts in spectra)
        convergence = torch.linalg.norm(theirs - ours, dim=(1, 2)) / (torch.linalg.norm(theirs, dim=(1, 2)) + 0.1)
        losses.append(convergence.mean() + (ours.log() - theirs.log()).abs().mean())
        if phase_weight:
            apart = (spectra[0] - spectra[1]).abs().sum(dim=(1, 2, 3)) / (theirs.sum(dim=(1, 2)) + 1.0)
            losses[-1] = losses[-1] + phase_weight * apart.mean()
    return torch.stack(losses).mean()


def _spectra(waves: torch.Tensor, size: int, hop: int) -> torch.Tensor:
    """Real and imaginary parts, [B, frequencies, frames, 2]."""
    return torch.view_as_real(torch.stft(waves, size, hop, size, torch.hann_window(size), return_complex=True))


@torch.no_grad()
def initialise(vocoder: SpeechT5HifiGan) -> None:
    """PyTorch's own initialisation: with the tiny weights of transformers the first output is silence."""
    for module in vocoder.modules():
        if isinstance(module, (nn.Conv1d, nn.ConvTranspose1d)):
            module.reset_parameters()


def inner(waves: torch.Tensor) -> torch.Tensor:
    """Without the context, [B, 72 * 320]."""
    return waves[:, CONTEXT * HOP : -CONTEXT * HOP]


def spectral(ours: torch.Tensor, theirs: torch.Tensor) -> torch.Tensor:
    """The losses without adversaries, of waveforms [B, 72 * 320]."""
    return MEL_WEIGHT * (mel(ours) - mel(theirs)).abs().mean() + SPECTRUM_WEIGHT * spectrum_loss(ours, theirs, PHASE_WEIGHT)


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


def convergence(output: torch.Tensor, target: torch.Tensor) -> float:
    """Spectral convergence of waveforms [N, samples]: the error of the magnitudes relative to them, windows of 1024."""
    ours, theirs = (_spectra(waves, 1024, 256).square().sum(dim=-1).sqrt() for waves in (output, target))
    return float((torch.linalg.norm(theirs - ours, dim=(1, 2)) / torch.linalg.norm(theirs, dim=(1, 2))).mean())


def main() -> None:
    parser = training_parser(__doc__, seed=15)
    parser.add_argument("--batch", type=int, default=6)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    workers = make_workers(args.threads)
    components = Components.load(args.work)
    probe = torch.from_numpy(to_float(load_pool(args.work, "held_out")[0][:PROBED]))
    path = args.work / "vocoder/checkpoint.pt"

    vocoder, judges = make_vocoder(), Discriminators()
    initialise(vocoder)
    matrices, others = split([vocoder], ("conv_pre", "conv_post", "upsampler"))
    parameters, judge_parameters = matrices + others, list(judges.parameters())
    optimizers = {
        "muon": Muon(matrices, lr=MUON_RATE, workers=workers),
        "adamw": torch.optim.AdamW(others, lr=ADAMW_RATE, betas=(0.8, 0.99), weight_decay=0.0),
        "judges": torch.optim.AdamW(judge_parameters, lr=JUDGE_RATE, betas=(0.5, 0.9), weight_decay=0.0),
    }
    average = Averaged({"vocoder": vocoder}, decay=0.998)
    clock = Clock(args.minutes, args.threads)
    if args.resume:
        state = load_checkpoint(path)
        vocoder.load_state_dict(state["vocoder"])
        judges.load_state_dict(state["judges"])
        for name, optimizer in optimizers.items():
            optimizer.load_state_dict(state["optimizers"][name])
        average.load(state["average"])
        clock = Clock(args.minutes, args.threads, state["step"], state["spent"])
    outputs: list[tuple[torch.Tensor, torch.Tensor]] = []
    pools = [CropPool(args.work, (args.seed, clock.step, thread)) for thread in range(args.threads)]

    def judge(waves: torch.Tensor) -> list[list[torch.Tensor]]:
        with mixed_precision():
            return [[layer.float() for layer in features] for features in judges(waves)]

    def generate(mels: torch.Tensor) -> torch.Tensor:
        with mixed_precision():
            return inner(vocoder(mels).float())

    def spectral_loss(part: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        mels, waves = part
        return spectral(generate(mels), waves)

    def adversarial_loss(part: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        mels, waves = part
        output = generate(mels)
        outputs.append((output.detach(), waves))
        with torch.no_grad():
            real = judge(waves)
        fake = judge(output)
        fooling = FOOLING_WEIGHT * fooling_loss(fake) + MATCHING_WEIGHT * matching_loss(real, fake)
        return spectral(output, waves) + fooling

    def verdict_loss(part: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        output, waves = part
        return judge_loss(judge(waves), judge(output))

    def checkpoint() -> None:
        state = {
            "vocoder": vocoder.state_dict(),
            "judges": judges.state_dict(),
            "optimizers": {name: optimizer.state_dict() for name, optimizer in optimizers.items()},
            "average": average.state(),
        }
        save_checkpoint({**state, "step": clock.step, "spent": clock.spent}, path)
        judged = make_vocoder()
        judged.load_state_dict(average.weights["vocoder"])
        judged.save_pretrained(args.work / "vocoder/pretrained")
        figures = judge_vocoder(judged.eval(), components, probe, args.work / "vocoder/probe")
        (args.work / "vocoder/figures.json").write_text(json.dumps({**figures, "clips": len(probe)}, indent=2) + "\n")
        print(f"step {clock.step} held-out {figures}", flush=True)

    for progress in clock.steps(checkpoint):
        set_rate(optimizers["muon"], rate_at(progress, MUON_RATE))
        set_rate(optimizers["adamw"], rate_at(progress, ADAMW_RATE))
        parts = list(workers.map(lambda pool: pool.draw(args.batch // args.threads), pools))
        adversarial = progress >= ADVERSARIES_FROM
        loss = backward(workers, adversarial_loss if adversarial else spectral_loss, parts, parameters)
        clock.note(**{"loss with judges" if adversarial else "loss": loss})
        nn.utils.clip_grad_norm_(parameters, 5.0)
        optimizers["muon"].step()
        optimizers["adamw"].step()
        average.update({"vocoder": vocoder})
        if adversarial:
            clock.note(judges=backward(workers, verdict_loss, outputs, judge_parameters))
            outputs.clear()
            nn.utils.clip_grad_norm_(judge_parameters, 5.0)
            optimizers["judges"].step()


if __name__ == "__main__":
    main()
