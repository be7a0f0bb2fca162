"""Train the autoencoder of spectrograms.

    python vae_train.py --work WORK --minutes 12 [--resume]

L1 and squared error of the scaled logarithm, L1 of its slopes in time and pitch so that onsets and partials
stay sharp, and a little Kullback-Leibler divergence. It starts on short crops, where a step is cheap, and ends
on long ones.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from checkpoint import Averaged, load_checkpoint, rate_at, save_checkpoint, set_rate
from diffusers import AutoencoderKL
from muon import Muon, split
from threads import backward, make_workers

from clock import Clock
from mel import HOP, mel
from models import LATENT_CHANNELS, make_vae
from pool import load_pool, to_float
from sheet import save_sheet

MUON_RATE = 0.02
ADAMW_RATE = 1e-3
KL_WEIGHT = 1e-4
SLOPE_WEIGHT = 0.5
PHASES = ((0.6, 64, 16), (0.9, 128, 8), (1.0, 256, 4))
"""(progress at which the phase ends, frames of a crop, batch size)."""


def draw_crops(waves: np.ndarray, frames: int, count: int, rng: np.random.Generator) -> torch.Tensor:
    """Random spans of random clips as spectrograms, [count, 1, frames, 64]; waves int16 [N, samples]."""
    context = 4
    length = (frames + 2 * context) * HOP
    starts = rng.integers(0, waves.shape[1] // HOP - frames - 2 * context + 1, size=count) * HOP
    clips = rng.integers(len(waves), size=count)
    cut = np.stack([waves[clip, start : start + length] for clip, start in zip(clips, starts, strict=True)])
    return mel(torch.from_numpy(to_float(cut)))[:, None, context:-context]


def reconstruction_loss(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Mean loss of spectrograms [B, 1, T, 64]."""
    error = output - target
    loss = error.abs().mean() + 2.0 * error.square().mean()
    slopes = error.diff(dim=2).abs().mean() + error.diff(dim=3).abs().mean()
    return loss + SLOPE_WEIGHT * slopes


@torch.no_grad()
def reconstruct(vae: AutoencoderKL, mels: torch.Tensor, batch: int = 8) -> torch.Tensor:
    """Encode to the posterior mean and decode, [N, T, 64] to the same."""
    parts = [vae.decode(vae.encode(part[:, None]).latent_dist.mode()).sample[:, 0] for part in mels.split(batch)]
    return torch.cat(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True, help="training time in all, over all resumptions")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--seed", type=int, default=10)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    workers = make_workers(args.threads)
    waves, _ = load_pool(args.work, "train")
    probe = mel(torch.from_numpy(to_float(load_pool(args.work, "held_out")[0][:16])))
    path = args.work / "vae/checkpoint.pt"

    vae = make_vae()
    with torch.no_grad():
        # Little posterior noise at first; unit deviation would drown the signal for a thousand steps.
        vae.quant_conv.bias[LATENT_CHANNELS:] = -5.0
    matrices, others = split([vae], ("conv_in", "coder.conv_out", "quant_conv"))
    parameters = matrices + others
    optimizers = {
        "muon": Muon(matrices, lr=MUON_RATE, workers=workers),
        "adamw": torch.optim.AdamW(others, lr=ADAMW_RATE, betas=(0.9, 0.99), weight_decay=1e-4),
    }
    average = Averaged({"vae": vae}, decay=0.998)
    clock = Clock(args.minutes)
    if args.resume:
        state = load_checkpoint(path)
        vae.load_state_dict(state["vae"])
        for name, optimizer in optimizers.items():
            optimizer.load_state_dict(state["optimizers"][name])
        average.load(state["average"])
        clock = Clock(args.minutes, state["step"], state["spent"])
    rng = np.random.default_rng((args.seed, clock.step))

    def loss_of(crops: torch.Tensor) -> torch.Tensor:
        with torch.autocast("cpu", torch.bfloat16, cache_enabled=False):
            posterior = vae.encode(crops).latent_dist
            output = vae.decode(posterior.sample()).sample
        return reconstruction_loss(output.float(), crops) + KL_WEIGHT * posterior.kl().mean() / crops[0].numel() * 64

    def checkpoint() -> None:
        state = {
            "vae": vae.state_dict(),
            "optimizers": {name: optimizer.state_dict() for name, optimizer in optimizers.items()},
            "average": average.state(),
        }
        save_checkpoint({**state, "step": clock.step, "spent": clock.spent}, path)
        judged = make_vae()
        judged.load_state_dict(average.weights["vae"])
        judged.save_pretrained(args.work / "vae/pretrained")
        output = reconstruct(judged, probe)
        print(f"held-out L1 {(output - probe).abs().mean():.4f}", flush=True)
        pairs = torch.stack([probe, output], dim=1).flatten(0, 1)
        save_sheet(pairs.numpy(), args.work / "vae/sheet.png")

    for progress in clock.steps(checkpoint):
        frames, count = next(phase[1:] for phase in PHASES if progress < phase[0] or phase[0] == 1.0)
        set_rate(optimizers["muon"], rate_at(progress, MUON_RATE))
        set_rate(optimizers["adamw"], rate_at(progress, ADAMW_RATE))
        crops = draw_crops(waves, frames, count, rng)
        clock.note(loss=backward(workers, loss_of, crops.chunk(args.threads), parameters))
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        for optimizer in optimizers.values():
            optimizer.step()
        average.update({"vae": vae})


if __name__ == "__main__":
    main()
