"""Train the denoiser and all text networks jointly on cached latents.

    python unet_train.py --work WORK --minutes 100 [--resume]

Objective of AudioLDM2: the network predicts the noise under the published schedule, the squared error weighted by
min(SNR, 5) / SNR (Hang et al., 2023), so that the nearly clean steps do not take up a short training. A tenth of the
captions is empty, which makes the unconditional half of classifier-free guidance.

An auxiliary loss asks CLAP's vector, every embedding of GPT-2 and every state of T5 for family, source, motif
and pace through linear layers that are thrown away afterwards. The denoiser's own loss says little about words
at first, and this help spares thousands of steps; it also keeps both conditionings in use.

The schedule follows processor time, so that a pause or a busy machine delays it but wastes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from arguments import training_parser
from diffusers import AudioLDM2UNet2DConditionModel
from muon import Muon, split
from threads import mixed_precision
from torch import nn
from training import Rated, Training

from captions import caption
from conditioning import Conditioner, Conditions, Tokens, predict_noise, tokenize
from models import CLAP_WIDTH, GPT_WIDTH, T5_WIDTH, make_scheduler, make_unet
from pool import labels, load_pool
from sounds import QUESTIONS, sounds
from text_tokenizers import load_tokenizers

MUON_RATE = 0.02
ADAMW_RATE = 1e-3
ADAMW_LAYERS = ("embed", "shared", "relative_attention_bias", "wpe", "conv_in", "conv_out", "time_emb")
"""Embeddings, inputs, modulations and outputs: not the hidden matrices that Muon is meant for."""
CAPTION_DROPOUT = 0.1
TEXT_WEIGHT = 0.1
SNR_LIMIT = 5.0
MIDDLE_SHARE = 0.7
"""Of the timesteps, drawn from a logistic-normal around the middle; the others are uniform. Above 700 of 1000 the
signal is below an eightieth of the noise, and below 200 most of it is to be seen: what a sound is comes about between."""


@dataclass(frozen=True)
class Batch:
    """latents (scaled) and noise: float32 [B, 8, 32, 16]; timesteps: [B]; labels: family, source, motif and
    pace, [B, 4]; described: bool [B], False without a caption."""

    latents: torch.Tensor
    noise: torch.Tensor
    timesteps: torch.Tensor
    tokens: Tokens
    labels: torch.Tensor
    described: torch.Tensor


class LatentPool:
    """Cached latents with captions drawn on the fly, for one thread."""

    def __init__(self, work: Path, seed: tuple[int, ...]) -> None:
        self.latents = np.load(work / "latents/train.npy")
        indices = load_pool(work, "train")[1]
        every = sounds()
        self.sounds = [every[index] for index in indices]
        self.labels = labels(indices)
        self.tokenizers = load_tokenizers(work)
        self.rng = np.random.default_rng(seed)

    def draw(self, count: int) -> Batch:
        """A fresh batch."""
        chosen = self.rng.integers(len(self.latents), size=count)
        latents = self.latents[chosen].astype(np.float32)
        described = self.rng.uniform(size=count) >= CAPTION_DROPOUT
        texts = [caption(self.sounds[i], self.rng) if shown else "" for i, shown in zip(chosen, described, strict=True)]
        return Batch(
            torch.from_numpy(latents).contiguous(memory_format=torch.channels_last),
            torch.from_numpy(self.rng.standard_normal(latents.shape, dtype=np.float32)),
            torch.from_numpy(self._timesteps(count)),
            tokenize(*self.tokenizers, texts),
            torch.from_numpy(self.labels[chosen]),
            torch.from_numpy(described),
        )

    def _timesteps(self, count: int) -> np.ndarray:
        middle = 1 / (1 + np.exp(-self.rng.standard_normal(count)))
        anywhere = self.rng.uniform(size=count)
        return (1000 * np.where(self.rng.uniform(size=count) < MIDDLE_SHARE, middle, anywhere)).astype(np.int64)


class TextHeads(nn.Module):
    """Linear answers to the questions: from CLAP's vector, GPT-2's embeddings and T5's states."""

    def __init__(self) -> None:
        super().__init__()
        answers = sum(QUESTIONS.values())
        self.text = nn.Linear(CLAP_WIDTH, answers)
        self.generated = nn.Linear(GPT_WIDTH, answers)
        self.states = nn.Linear(T5_WIDTH, answers)

    def forward(self, conditions: Conditions, truth: torch.Tensor, described: torch.Tensor) -> torch.Tensor:
        """Mean cross entropy over the texts that there are; truth [B, 4], described bool [B]."""
        # A unit vector of 96 numbers is too small for confident answers.
        answers = [self.text(conditions.text * CLAP_WIDTH**0.5)[:, None]]
        answers += [self.generated(conditions.generated), self.states(conditions.states)]
        masks = [torch.ones_like(answer[..., 0]) for answer in answers[:2]] + [conditions.mask]
        total = torch.zeros(())
        for answer, mask in zip(answers, masks, strict=True):
            weight = mask.float() * described[:, None]
            parts = answer.float().split(list(QUESTIONS.values()), dim=-1)
            entropy = sum(
                F.cross_entropy(part.transpose(1, 2), truth[:, i, None].expand(part.shape[:2]), reduction="none")
                for i, part in enumerate(parts)
            )
            total = total + (entropy * weight).sum() / weight.sum().clamp(min=1)
        return total / (len(answers) * len(QUESTIONS))


@torch.no_grad()
def initialise(unet: AudioLDM2UNet2DConditionModel) -> None:
    """Start as the identity: the last layer of every residual block and the output at zero."""
    for name, module in unet.named_modules():
        if name.endswith(("conv2", "proj_out", "conv_out")):
            module.weight.zero_()
            module.bias.zero_()


def part_loss(modules: dict[str, nn.Module], signal: torch.Tensor, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """(weighted squared error of the noise, mean cross entropy of the texts)."""
    a = signal[batch.timesteps].view(-1, 1, 1, 1)
    noisy = a.sqrt() * batch.latents + (1 - a).sqrt() * batch.noise
    with mixed_precision():
        conditions = modules["conditioner"](batch.tokens)
        output = predict_noise(modules["unet"], noisy, batch.timesteps, conditions)
        entropy = modules["text_heads"](conditions, batch.labels, batch.described)
    ratio = (a / (1 - a)).flatten()
    weight = ratio.clamp(max=SNR_LIMIT) / ratio
    error = (output.float() - batch.noise).square().mean(dim=(1, 2, 3))
    return (weight * error).mean(), entropy


def trainable(modules: Iterable[nn.Module]) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
    """(matrices for Muon, everything else for AdamW), without what is frozen."""
    matrices, others = split(modules, ADAMW_LAYERS)
    return [w for w in matrices if w.requires_grad], [w for w in others if w.requires_grad]


def main() -> None:
    parser = training_parser(__doc__, seed=20)
    parser.add_argument("--batch", type=int, default=32)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    # For 32 places plain attention is faster than the blocked kernel, whose backward is slow.
    torch.backends.cuda.enable_flash_sdp(False)

    clap_tokenizer, t5_tokenizer = load_tokenizers(args.work)
    modules: dict[str, nn.Module] = {
        "unet": make_unet().to(memory_format=torch.channels_last),
        "conditioner": Conditioner(len(clap_tokenizer), len(t5_tokenizer)),
        "text_heads": TextHeads(),
    }
    initialise(modules["unet"])
    training = Training(args, args.work / "unet/checkpoint.pt", modules, average_decay=0.998)
    matrices, others = trainable(modules.values())
    muon = Muon(matrices, lr=MUON_RATE, weight_decay=0.01, workers=training.workers)
    adamw = torch.optim.AdamW(others, lr=ADAMW_RATE, betas=(0.9, 0.99), weight_decay=0.0)
    seeds = training.begin({"muon": Rated(muon, MUON_RATE), "adamw": Rated(adamw, ADAMW_RATE)})
    pools = [LatentPool(args.work, seed) for seed in seeds]
    signal = make_scheduler().alphas_cumprod.float()

    def loss_of(pool: LatentPool) -> torch.Tensor:
        error, entropy = part_loss(modules, signal, pool.draw(args.batch // args.threads))
        training.note(noise=error.item(), text=entropy.item())
        return error + TEXT_WEIGHT * entropy

    training.run(loss_of, lambda: pools)


if __name__ == "__main__":
    main()
