"""Train the CogVideoX autoencoder on rendered clips.

    python vae_train.py --work WORK --minutes 40 [--resume]

Training goes through vae.encode and vae.decode, so it sees the chunks that inference uses
(9 + 8 pixel frames in, 3 + 2 latent frames out) with their carried convolution caches: group
normalisation spans a chunk, which makes a whole-clip forward a different function. It starts on
small crops, where a step is cheap, and ends on whole frames.

The schedule follows processor time, so that a pause or a busy machine delays it but wastes nothing.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKLCogVideoX
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import CogVideoXSpatialNorm3D

from checkpoint import Averaged, load_checkpoint, rate_at, save_checkpoint, set_rate
from models import LATENT_CHANNELS, make_vae
from muon import Muon, split
from sheet import save_sheet
from threads import backward, make_workers

MUON_RATE = 0.02
ADAMW_RATE = 1e-3
KL_WEIGHT = 1e-4
SAVE_SECONDS = 240
GRADIENT_WEIGHT = 0.5
GRADIENT_RAMP = (0.35, 0.6)
"""Progress between which the gradient loss fades in. From the start it would hold the decoder at
flat blocks, because no slope is a better guess than a wrong one."""
PHASES = ((0.4, 9, 32, 6), (0.65, 17, 32, 4), (0.85, 17, 48, 4), (1.0, 17, 64, 2))
"""(progress at which the phase ends, frames, crop side, batch size)."""


def to_model(clips: np.ndarray) -> torch.Tensor:
    """uint8 [B, T, H, W, 3] to float32 in [-1, 1], [B, 3, T, H, W]."""
    return torch.from_numpy(np.ascontiguousarray(clips)).permute(0, 4, 1, 2, 3).float().div_(127.5).sub_(1.0)


def to_pixels(video: torch.Tensor) -> np.ndarray:
    """float [-1, 1], [B, 3, T, H, W] to uint8 [B, T, H, W, 3]."""
    return video.float().add(1.0).mul(127.5).round().clamp(0, 255).byte().permute(0, 2, 3, 4, 1).numpy()


def draw_batch(clips: np.ndarray, frames: int, side: int, count: int, rng: np.random.Generator) -> torch.Tensor:
    """Random clips cut to a random span and square, [count, 3, frames, side, side]."""
    cut = []
    for index in rng.integers(len(clips), size=count):
        start = int(rng.integers(clips.shape[1] - frames + 1))
        top, left = rng.integers(clips.shape[2] - side + 1, size=2)
        cut.append(clips[index, start : start + frames, top : top + side, left : left + side])
    return to_model(np.stack(cut))


def reconstruction_loss(output: torch.Tensor, target: torch.Tensor, gradient_weight: float) -> torch.Tensor:
    """Squared error and L1, plus L1 of the spatial gradients, which keeps outlines sharp.

    Pixels that change over time count more: the sprite is small beside the still background,
    yet it is what the viewer looks at.
    """
    weight = 1.0 + 3.0 * target.std(dim=2, keepdim=True).mean(dim=1, keepdim=True).mul(4.0).clamp(max=1.0)
    error = output - target
    loss = (weight * (0.5 * error.abs() + 5.0 * error.square())).mean()
    slope_x = (error[..., 1:] - error[..., :-1]).abs() * weight[..., 1:]
    slope_y = (error[..., 1:, :] - error[..., :-1, :]).abs() * weight[..., 1:, :]
    return loss + gradient_weight * (slope_x.mean() + slope_y.mean())


@torch.no_grad()
def initialise(vae: AutoencoderKLCogVideoX) -> None:
    """Start from a plain group-normalised autoencoder with little posterior noise.

    By default the spatial norms multiply every feature by a random function of the latents with
    mean zero, and the posterior has unit deviation: both drown the signal for thousands of steps.
    """
    for module in vae.decoder.modules():
        if isinstance(module, CogVideoXSpatialNorm3D):
            module.conv_y.conv.weight.mul_(0.1)
            module.conv_y.conv.bias.fill_(1.0)
            module.conv_b.conv.weight.mul_(0.1)
            module.conv_b.conv.bias.zero_()
    vae.encoder.conv_out.conv.bias[LATENT_CHANNELS:] = -5.0


@torch.no_grad()
def reconstruct(vae: AutoencoderKLCogVideoX, clips: np.ndarray) -> np.ndarray:
    """Encode to the posterior mean and decode, clip by clip in float32; uint8 in, uint8 out."""
    return np.concatenate(
        [to_pixels(vae.decode(vae.encode(to_model(clip[None])).latent_dist.mode()).sample) for clip in clips]
    )


def psnr(output: np.ndarray, target: np.ndarray) -> float:
    """Mean over clips of the peak signal-to-noise ratio in dB, uint8 [B, T, H, W, 3]."""
    error = (output.astype(np.float32) - target.astype(np.float32)) ** 2
    return float(np.mean(10 * np.log10(255.0**2 / error.mean(axis=(1, 2, 3, 4)))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True, help="processor minutes of each thread, over all resumptions")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--seed", type=int, default=10)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    workers = make_workers(args.threads)
    clips = np.load(args.work / "pools/train/clips.npy", mmap_mode="r")
    probe = np.load(args.work / "pools/held_out/clips.npy", mmap_mode="r")[:16]
    path = args.work / "vae/checkpoint.pt"

    vae = make_vae()
    initialise(vae)
    matrices, others = split([vae], ("conv_in", "coder.conv_out", "conv_y", "conv_b"))
    parameters = matrices + others
    optimizers = {
        "muon": Muon(matrices, lr=MUON_RATE, workers=workers),
        "adamw": torch.optim.AdamW(others, lr=ADAMW_RATE, betas=(0.9, 0.99), weight_decay=1e-4),
    }
    average = Averaged({"vae": vae}, decay=0.998)
    step, spent = 0, 0.0
    if args.resume:
        state = load_checkpoint(path)
        vae.load_state_dict(state["vae"])
        for name, optimizer in optimizers.items():
            optimizer.load_state_dict(state["optimizers"][name])
        average.load(state["average"])
        step, spent = state["step"], state["spent"]
    rng = np.random.default_rng((args.seed, step))
    generators = [torch.Generator().manual_seed(args.seed + step + thread) for thread in range(args.threads)]

    def checkpoint() -> None:
        state = {
            "vae": vae.state_dict(),
            "optimizers": {name: optimizer.state_dict() for name, optimizer in optimizers.items()},
            "average": average.state(),
        }
        save_checkpoint({**state, "step": step, "spent": spent}, path)
        judged = make_vae()
        judged.load_state_dict(average.weights["vae"])
        output = reconstruct(judged, probe)
        pairs = np.stack([probe[:12], output[:12]], axis=1).reshape(24, *probe.shape[1:])
        save_sheet(pairs, args.work / "vae/sheet.png", every=3, columns=2)
        print(f"step {step} minutes {spent / 60:.1f} held-out PSNR {psnr(output, probe):.2f} dB", flush=True)

    def loss_of(part: tuple[torch.Tensor, torch.Generator]) -> torch.Tensor:
        target, noise = part
        with torch.autocast("cpu", torch.bfloat16, cache_enabled=False):
            posterior = vae.encode(target).latent_dist
            output = vae.decode(posterior.sample(noise)).sample
        kl = 0.5 * (posterior.mean.float() ** 2 + posterior.var.float() - 1.0 - posterior.logvar.float()).mean()
        return reconstruction_loss(output.float(), target, fade * GRADIENT_WEIGHT) + KL_WEIGHT * kl

    began, saved, losses = time.process_time() - spent * args.threads, time.monotonic(), []
    while spent < args.minutes * 60:
        progress = spent / (args.minutes * 60)
        frames, side, count = next(phase[1:] for phase in PHASES if progress < phase[0])
        fade = float(np.clip((progress - GRADIENT_RAMP[0]) / (GRADIENT_RAMP[1] - GRADIENT_RAMP[0]), 0.0, 1.0))
        set_rate(optimizers["muon"], rate_at(progress, MUON_RATE))
        set_rate(optimizers["adamw"], rate_at(progress, ADAMW_RATE))
        targets = draw_batch(clips, frames, side, count, rng).chunk(args.threads)
        losses.append(backward(workers, loss_of, list(zip(targets, generators, strict=True)), parameters))
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        for optimizer in optimizers.values():
            optimizer.step()
        average.update({"vae": vae})
        step += 1
        spent = (time.process_time() - began) / args.threads
        if step % 50 == 0:
            print(f"step {step} minutes {spent / 60:.2f} side {side} loss {np.mean(losses):.4f}", flush=True)
            losses = []
        if time.monotonic() - saved > SAVE_SECONDS:
            saved = time.monotonic()
            checkpoint()
    checkpoint()


if __name__ == "__main__":
    main()
