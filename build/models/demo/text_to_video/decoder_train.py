"""Refine the VAE's decoder while the encoder, and with it every cached latent, stays as it is.

    python decoder_train.py --work WORK --minutes 60 [--resume]

The denoiser only ever sees latents, so this may run after it has been trained: it makes the
pictures sharper without touching anything else. The first run starts from the averaged weights of
vae_train.py. The averaged result replaces the decoder in WORK/vae/pretrained.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKLCogVideoX

from checkpoint import Averaged, load_checkpoint, rate_at, save_checkpoint, set_rate
from muon import Muon, split
from threads import backward, make_workers
from vae_train import ADAMW_RATE, GRADIENT_WEIGHT, MUON_RATE, psnr, reconstruct, reconstruction_loss, to_model

CELL = 8
"""Pixels along a side of a latent cell."""
SAVE_SECONDS = 240
PHASES = ((0.6, 4, 4), (1.0, 8, 2))
"""(progress at which the phase ends, crop side in latent cells, batch size)."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True, help="processor minutes of each thread, over all resumptions")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--seed", type=int, default=50)
    args = parser.parse_args()
    workers = make_workers(args.threads)
    with np.load(args.work / "latents/train.npz") as arrays:
        mean, deviation = arrays["mean"], arrays["deviation"]
    clips = np.load(args.work / "pools/train/clips.npy", mmap_mode="r")
    probe = np.load(args.work / "pools/held_out/clips.npy", mmap_mode="r")[:16]
    path = args.work / "vae/decoder_checkpoint.pt"

    vae = AutoencoderKLCogVideoX.from_pretrained(args.work / "vae/pretrained")
    vae.encoder.requires_grad_(False)
    modules = {"decoder": vae.decoder}
    matrices, others = split(modules.values(), ("conv_in", "conv_out", "conv_y", "conv_b"))
    parameters = matrices + others
    optimizers = {
        "muon": Muon(matrices, lr=MUON_RATE / 2, workers=workers),
        "adamw": torch.optim.AdamW(others, lr=ADAMW_RATE / 2, betas=(0.9, 0.99), weight_decay=1e-4),
    }
    average = Averaged(modules, decay=0.998)
    step, spent = 0, 0.0
    if args.resume:
        state = load_checkpoint(path)
        vae.decoder.load_state_dict(state["decoder"])
        for name, optimizer in optimizers.items():
            optimizer.load_state_dict(state["optimizers"][name])
        average.load(state["average"])
        step, spent = state["step"], state["spent"]
    rng = np.random.default_rng((args.seed, step))

    def draw(side: int, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Aligned crops of latents [count, 16, 5, side, side] and pixels [count, 3, 17, 8 side, 8 side]."""
        latents, pixels = [], []
        for index in rng.integers(len(clips), size=count):
            top, left = rng.integers(mean.shape[-1] - side + 1, size=2)
            cells = np.s_[index, :, :, top : top + side, left : left + side]
            noise = rng.standard_normal(mean[cells].shape, dtype=np.float32)
            latents.append(mean[cells] + deviation[cells] * noise)
            rows, columns = slice(top * CELL, (top + side) * CELL), slice(left * CELL, (left + side) * CELL)
            pixels.append(clips[index, :, rows, columns])
        return torch.from_numpy(np.stack(latents)).transpose(1, 2), to_model(np.stack(pixels))

    def loss_of(part: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        latents, target = part
        with torch.autocast("cpu", torch.bfloat16, cache_enabled=False):
            output = vae.decode(latents).sample
        return reconstruction_loss(output.float(), target, GRADIENT_WEIGHT)

    def checkpoint() -> None:
        state = {
            "decoder": vae.decoder.state_dict(),
            "optimizers": {name: optimizer.state_dict() for name, optimizer in optimizers.items()},
            "average": average.state(),
        }
        save_checkpoint({**state, "step": step, "spent": spent}, path)
        judged = AutoencoderKLCogVideoX.from_pretrained(args.work / "vae/pretrained")
        judged.decoder.load_state_dict(average.weights["decoder"])
        print(f"step {step} minutes {spent / 60:.1f} held-out PSNR {psnr(reconstruct(judged, probe), probe):.2f} dB", flush=True)

    began, saved, losses = time.process_time() - spent * args.threads, time.monotonic(), []
    while spent < args.minutes * 60:
        progress = spent / (args.minutes * 60)
        side, count = next(phase[1:] for phase in PHASES if progress < phase[0])
        set_rate(optimizers["muon"], rate_at(progress, MUON_RATE / 2))
        set_rate(optimizers["adamw"], rate_at(progress, ADAMW_RATE / 2))
        latents, target = draw(side, count)
        parts = list(zip(latents.chunk(args.threads), target.chunk(args.threads), strict=True))
        losses.append(backward(workers, loss_of, parts, parameters))
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        for optimizer in optimizers.values():
            optimizer.step()
        average.update(modules)
        step += 1
        spent = (time.process_time() - began) / args.threads
        if step % 50 == 0:
            print(f"step {step} minutes {spent / 60:.2f} side {side} loss {np.mean(losses):.4f}", flush=True)
            losses = []
        if time.monotonic() - saved > SAVE_SECONDS:
            saved = time.monotonic()
            checkpoint()
    checkpoint()
    vae.decoder.load_state_dict(average.weights["decoder"])
    vae.save_pretrained(args.work / "vae/pretrained")


if __name__ == "__main__":
    main()
