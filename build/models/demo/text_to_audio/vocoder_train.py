"""Train the HiFi-GAN vocoder on our own spectrograms.

    python vocoder_train.py --work WORK --minutes 32 [--resume]

First spectral losses alone, at several resolutions: they bring pitch and loudness within minutes, but leave
the phases of neighbouring partials loose, which sounds metallic. Then light adversaries join in. Part of the
crops come with the spectrogram that the VAE makes of them, because that is what the vocoder gets in use.
"""

from __future__ import annotations

import argparse
import wave
from pathlib import Path

import numpy as np
import torch
from checkpoint import Averaged, load_checkpoint, rate_at, save_checkpoint, set_rate
from muon import Muon, split
from threads import backward, make_workers
from torch import nn
from transformers import SpeechT5HifiGan

from clock import Clock
from discriminator import Discriminators, fooling_loss, judge_loss, matching_loss
from mel import HOP, mel
from models import make_vocoder
from noises import RATE
from pool import load_pool, to_float
from sheet import save_sheet

MUON_RATE = 0.01
ADAMW_RATE = 1e-3
JUDGE_RATE = 2e-4
RECONSTRUCTED_SHARE = 0.35
ADVERSARIES_FROM = 0.45
"""Progress at which the adversaries come in."""
MEL_WEIGHT, SPECTRUM_WEIGHT, FOOLING_WEIGHT, MATCHING_WEIGHT = 6.0, 1.0, 0.5, 1.0
RESOLUTIONS = ((2048, 240), (1024, 160), (512, 80), (256, 40), (128, 20))
"""(samples of a transform, hop): the long one for pitch, the short ones for attacks."""
FRAMES = 32
CONTEXT = 4
"""Frames of the spectrogram on either side of a crop that the vocoder sees but is not judged on."""
BEYOND = 12
"""Frames by which a crop may begin before its clip or end after it."""


class CropPool:
    """Random crops: spectrogram [B, 40, 64] with its context and waveform [B, 40 * 160].

    They may reach beyond the ends of a clip, into silence, so that silence is learnt as well.
    """

    def __init__(self, work: Path, seed: tuple[int, ...]) -> None:
        self.waves, _ = load_pool(work, "train")
        self.reconstructed = np.load(work / "latents/reconstructed.npy", mmap_mode="r")
        self.rng = np.random.default_rng(seed)

    def draw(self, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        frames, edge = FRAMES + 2 * CONTEXT, CONTEXT * HOP
        mels, waves = [], []
        for _ in range(count):
            again = self.rng.uniform() < RECONSTRUCTED_SHARE
            clip = int(self.rng.integers(len(self.reconstructed) if again else len(self.waves)))
            start = int(self.rng.integers(-BEYOND, self.waves.shape[1] // HOP + BEYOND - frames + 1))
            wave = to_float(cut(self.waves[clip], start * HOP - edge, (start + frames) * HOP + edge))
            waves.append(wave[edge:-edge])
            if again:
                mels.append(cut(self.reconstructed[clip], start, start + frames).astype(np.float32))
            else:
                mels.append(mel(torch.from_numpy(wave[None]))[0, CONTEXT:-CONTEXT].numpy())
        return torch.from_numpy(np.stack(mels)), torch.from_numpy(np.stack(waves))


def cut(array: np.ndarray, start: int, stop: int) -> np.ndarray:
    """array[start:stop], with zeros for what lies beyond its ends."""
    part = array[max(start, 0) : min(stop, len(array))]
    missing = ((max(-start, 0), max(stop - len(array), 0)), *[(0, 0)] * (array.ndim - 1))
    return np.pad(part, missing)


def spectrum_loss(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Spectral convergence and logarithmic distance at all resolutions, waveforms [B, N].

    The floor under the logarithm is soft: a hard one has no slope for an output that is too quiet.
    """
    losses = []
    for size, hop in RESOLUTIONS:
        ours, theirs = (_magnitudes(waves, size, hop) for waves in (output, target))
        convergence = torch.linalg.norm(theirs - ours, dim=(1, 2)) / (torch.linalg.norm(theirs, dim=(1, 2)) + 0.1)
        losses.append(convergence.mean() + (ours.log() - theirs.log()).abs().mean())
    return torch.stack(losses).mean()


def _magnitudes(waves: torch.Tensor, size: int, hop: int) -> torch.Tensor:
    """[B, frequencies, frames], above 70 dB below a full-scale tone."""
    spectra = torch.view_as_real(torch.stft(waves, size, hop, size, torch.hann_window(size), return_complex=True))
    return (spectra.square().sum(dim=-1) + 1e-6 * size).sqrt()


@torch.no_grad()
def initialise(vocoder: SpeechT5HifiGan) -> None:
    """PyTorch's own initialisation: with the tiny weights of transformers the first output is silence."""
    for module in vocoder.modules():
        if isinstance(module, (nn.Conv1d, nn.ConvTranspose1d)):
            module.reset_parameters()


def inner(waves: torch.Tensor) -> torch.Tensor:
    """Without the context, [B, 32 * 160]."""
    return waves[:, CONTEXT * HOP : -CONTEXT * HOP]


def spectral(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """The losses without adversaries, of waveforms [B, 40 * 160]."""
    ours, theirs = inner(output), inner(target)
    return MEL_WEIGHT * (mel(ours) - mel(theirs)).abs().mean() + SPECTRUM_WEIGHT * spectrum_loss(ours, theirs)


def save_wave(samples: np.ndarray, path: Path) -> None:
    """Write float samples in [-1, 1], [N], as a 16-bit WAV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.rint(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


@torch.no_grad()
def judge_vocoder(vocoder: SpeechT5HifiGan, probe: torch.Tensor, out: Path) -> None:
    """Vocode held-out clips [N, samples] and print how far they are off; write the first few and a sheet."""
    target = mel(probe)
    output = torch.cat([vocoder(part) for part in target.split(4)])
    again = mel(output)
    figures = f"held-out mel L1 {(again - target).abs().mean():.4f} spectrum {spectrum_loss(output, probe):.4f}"
    print(f"{figures} peak {output.abs().max():.3f}", flush=True)
    for index in range(4):
        save_wave(output[index].numpy(), out / f"{index}.wav")
        save_wave(probe[index].numpy(), out / f"{index}-original.wav")
    save_sheet(torch.stack([target, again], dim=1).flatten(0, 1).numpy(), out / "sheet.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True, help="training time in all, over all resumptions")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--seed", type=int, default=15)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    workers = make_workers(args.threads)
    probe = torch.from_numpy(to_float(load_pool(args.work, "held_out")[0][:12]))
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
    clock = Clock(args.minutes)
    if args.resume:
        state = load_checkpoint(path)
        vocoder.load_state_dict(state["vocoder"])
        judges.load_state_dict(state["judges"])
        for name, optimizer in optimizers.items():
            optimizer.load_state_dict(state["optimizers"][name])
        average.load(state["average"])
        clock = Clock(args.minutes, state["step"], state["spent"])
    pools = [CropPool(args.work, (args.seed, clock.step, thread)) for thread in range(args.threads)]

    def judge(waves: torch.Tensor) -> list[list[torch.Tensor]]:
        with torch.autocast("cpu", torch.bfloat16, cache_enabled=False):
            return [[layer.float() for layer in features] for features in judges(waves)]

    def generate(mels: torch.Tensor) -> torch.Tensor:
        with torch.autocast("cpu", torch.bfloat16, cache_enabled=False):
            return vocoder(mels).float()

    def spectral_loss(part: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        mels, waves = part
        return spectral(generate(mels), waves)

    def adversarial_loss(part: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        mels, waves = part
        output = generate(mels)
        with torch.no_grad():
            real = judge(inner(waves))
        fake = judge(inner(output))
        fooling = FOOLING_WEIGHT * fooling_loss(fake) + MATCHING_WEIGHT * matching_loss(real, fake)
        return spectral(output, waves) + fooling

    def verdict_loss(part: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        mels, waves = part
        with torch.no_grad():
            output = generate(mels)
        return judge_loss(judge(inner(waves)), judge(inner(output)))

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
        judge_vocoder(judged, probe, args.work / "vocoder/probe")

    for progress in clock.steps(checkpoint):
        set_rate(optimizers["muon"], rate_at(progress, MUON_RATE))
        set_rate(optimizers["adamw"], rate_at(progress, ADAMW_RATE))
        parts = list(workers.map(lambda pool: pool.draw(args.batch // args.threads), pools))
        adversarial = progress >= ADVERSARIES_FROM
        if adversarial:
            clock.note(judges=backward(workers, verdict_loss, parts, judge_parameters))
            nn.utils.clip_grad_norm_(judge_parameters, 5.0)
            optimizers["judges"].step()
        loss = backward(workers, adversarial_loss if adversarial else spectral_loss, parts, parameters)
        clock.note(**{"loss with judges" if adversarial else "loss": loss})
        nn.utils.clip_grad_norm_(parameters, 5.0)
        optimizers["muon"].step()
        optimizers["adamw"].step()
        average.update({"vocoder": vocoder})


if __name__ == "__main__":
    main()
