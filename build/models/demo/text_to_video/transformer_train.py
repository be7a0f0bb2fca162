"""Train the denoiser and its text encoder jointly on cached latents.

    python transformer_train.py --work WORK --minutes 60 [--resume]

Objective of CogVideoX: the network predicts v = sqrt(a_t) * noise - sqrt(1 - a_t) * latents under
the shifted zero-terminal-SNR schedule of the published 2b scheduler, timesteps in all of [0, 1000),
so that the pure-noise end is trained too. A tenth of the captions is empty, which makes the
unconditional half of classifier-free guidance.

The text encoder starts from text_train.py and goes on answering its questions beside the denoiser's
own loss, so that the words stay readable while the two adapt to each other.

The schedule follows processor time, so that a pause or a busy machine delays it but wastes nothing.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import CogVideoXTransformer3DModel
from torch import nn
from transformers import T5Tokenizer

from captions import caption
from arguments import training_parser
from checkpoint import load_checkpoint
from models import make_scheduler, make_text_encoder, make_transformer
from muon import Muon, split
from render import Scene
from text_train import entropy, make_heads, tokenize
from threads import mixed_precision
from training import Rated, Training

MUON_RATE = 0.02
ADAMW_RATE = 1e-3
ADAMW_LAYERS = ("patch_embed", "time_embedding", "norm1.linear", "norm2.linear", "norm_out", "proj_out")
"""Inputs, modulations and outputs: not the hidden matrices that Muon is meant for."""
TEXT_RATE = 2e-4
"""Low, and not Muon, whose steps keep their size: the text encoder is trained already."""
CAPTION_DROPOUT = 0.1
MOTION_WEIGHT = 3.0
"""How much more an error counts where the thing moves: it is small, and what a viewer looks at."""
STILLS_UNTIL = 0.3
"""Progress until which the network sees single pictures, clips of one frame: what things and
backgrounds look like can be learnt from them at a third of the cost of a clip."""
TIMESTEP_POWER = 1.5
"""Timesteps are 1000 u^1.5 with u uniform: the shifted schedule has half of its steps at a signal-to-noise ratio
below 1/8, where little but the background is decided, and shapes come about later."""
TEXT_WEIGHT = 0.1


@dataclass(frozen=True)
class Batch:
    """latents and noise: float32 [B, F, 8, 16, 16]; weights: float32 [B, F, 1, 16, 16]; timesteps: [B];
    tokens: [B, 24]; labels: thing, motion and background, [B, 3]; described: bool [B], False without
    a caption."""

    latents: torch.Tensor
    noise: torch.Tensor
    weights: torch.Tensor
    timesteps: torch.Tensor
    tokens: torch.Tensor
    labels: torch.Tensor
    described: torch.Tensor


@dataclass(frozen=True)
class Latents:
    """values: float16 [N, F, 8, 16, 16]; motion: float16 [N, F, 16, 16]; scenes: int64 [N, 3]."""

    values: np.ndarray
    motion: np.ndarray
    scenes: np.ndarray


class LatentPool:
    """Latents with captions drawn on the fly, for one thread."""

    def __init__(self, work: Path, seed: tuple[int, ...]) -> None:
        with np.load(work / "latents/train.npz") as arrays:
            self.clips = Latents(arrays["latents"], arrays["motion"], arrays["scenes"])
            self.stills = Latents(arrays["still_latents"], arrays["still_motion"], arrays["still_scenes"])
        self.tokenizer = T5Tokenizer.from_pretrained(work / "tokenizer")
        self.rng = np.random.default_rng(seed)

    def draw(self, source: Latents, count: int) -> Batch:
        """A fresh batch."""
        chosen = self.rng.integers(len(source.values), size=count)
        scenes = [Scene(*map(int, row)) for row in source.scenes[chosen]]
        latents = source.values[chosen].astype(np.float32)
        noise = self.rng.standard_normal(latents.shape, dtype=np.float32)
        weights = 1.0 + MOTION_WEIGHT * source.motion[chosen, :, None].astype(np.float32)
        timesteps = torch.from_numpy((1000 * self.rng.uniform(size=count) ** TIMESTEP_POWER).astype(np.int64))
        described = self.rng.uniform(size=count) >= CAPTION_DROPOUT
        texts = [caption(scene, self.rng) if shown else "" for scene, shown in zip(scenes, described, strict=True)]
        return Batch(
            torch.from_numpy(latents),
            torch.from_numpy(noise),
            torch.from_numpy(weights),
            timesteps,
            tokenize(self.tokenizer, texts),
            torch.tensor([astuple(scene) for scene in scenes]),
            torch.from_numpy(described),
        )


@torch.no_grad()
def initialise(transformer: CogVideoXTransformer3DModel) -> None:
    """Start as the identity, as diffusion transformers do: modulations, gates and output at zero."""
    for block in transformer.transformer_blocks:
        for layer in (block.norm1.linear, block.norm2.linear):
            layer.weight.zero_()
            layer.bias.zero_()
    transformer.proj_out.weight.zero_()
    transformer.proj_out.bias.zero_()


def part_loss(modules: dict[str, nn.Module], signal: torch.Tensor, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """(weighted mean squared error of v, mean cross entropy of the text states)."""
    a = signal[batch.timesteps].view(-1, 1, 1, 1, 1)
    noisy = a.sqrt() * batch.latents + (1 - a).sqrt() * batch.noise
    target = a.sqrt() * batch.noise - (1 - a).sqrt() * batch.latents
    with mixed_precision():
        states = modules["text_encoder"](batch.tokens).last_hidden_state
        answers = modules["text_heads"](states[batch.described])
        output = modules["transformer"](noisy, states, batch.timesteps).sample
    error = (batch.weights * (output.float() - target).square()).mean() / batch.weights.mean()
    return error, entropy(answers, batch.labels[batch.described])


def main() -> None:
    parser = training_parser(__doc__, seed=20)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--stills", type=int, default=80, help="batch size of single pictures")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    # For 104 tokens plain attention is faster than the blocked kernel, whose backward is slow.
    torch.backends.cuda.enable_flash_sdp(False)

    modules: dict[str, nn.Module] = {
        "transformer": make_transformer(),
        "text_encoder": make_text_encoder(len(T5Tokenizer.from_pretrained(args.work / "tokenizer"))),
        "text_heads": make_heads(),
    }
    initialise(modules["transformer"])
    for name, weights in load_checkpoint(args.work / "text/checkpoint.pt").items():
        modules[name].load_state_dict(weights)
    training = Training(args, args.work / "transformer/checkpoint.pt", modules, average_decay=0.998)
    matrices, others = split([modules["transformer"]], ADAMW_LAYERS)
    muon = Muon(matrices, lr=MUON_RATE, weight_decay=0.01, workers=training.workers)
    adamw = torch.optim.AdamW(others, lr=ADAMW_RATE, betas=(0.9, 0.99), weight_decay=0.0)
    words = [*modules["text_encoder"].parameters(), *modules["text_heads"].parameters()]
    text = torch.optim.AdamW(words, lr=TEXT_RATE, betas=(0.9, 0.99), weight_decay=0.0)
    seeds = training.begin(
        {"muon": Rated(muon, MUON_RATE), "adamw": Rated(adamw, ADAMW_RATE), "text": Rated(text, TEXT_RATE)}
    )
    pools = [LatentPool(args.work, seed) for seed in seeds]
    signal = make_scheduler().alphas_cumprod.float()

    def loss_of(pool: LatentPool) -> torch.Tensor:
        source, count = (pool.stills, args.stills) if training.progress < STILLS_UNTIL else (pool.clips, args.batch)
        error, misread = part_loss(modules, signal, pool.draw(source, count // args.threads))
        training.note(noise=error.item(), text=misread.item())
        return error + TEXT_WEIGHT * misread

    training.run(loss_of, lambda: pools)


if __name__ == "__main__":
    main()
