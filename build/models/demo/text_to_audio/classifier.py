"""The judge: a small network that names family, source, motif and pace of a waveform.

    python classifier.py --work WORK --steps 1200

It shares no weights and no clips with the generator. It hears rendered clips of all combinations (so that it is
not biased against those the generator never saw), a part of them passed through VAE and vocoder, because the
judged sounds come out of the vocoder.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from checkpoint import load_checkpoint, rate_at, save_checkpoint
from diffusers import AutoencoderKL
from threads import mixed_precision
from torch import nn
from transformers import SpeechT5HifiGan

from components import Components
from decoder_train import reconstruct
from mel import mel
from pool import labels, load_pool, pool_mels
from sounds import QUESTIONS

PEAK_RATE = 2e-3


def _layer(inputs: int, outputs: int, stride: int | tuple[int, int]) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )


class Classifier(nn.Module):
    """Spectrograms [B, 128, 64] to logits per question.

    Two looks: what it sounds like at any time (mean over time), and what happens when (32 places in time kept).
    """

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            _layer(1, 24, (1, 2)),
            _layer(24, 24, 1),
            _layer(24, 48, 2),
            _layer(48, 48, 1),
            _layer(48, 96, 2),
            _layer(96, 96, 1),
        )
        self.course = nn.Sequential(_layer(96, 96, (1, 2)), nn.Conv2d(96, 32, 1), nn.ReLU(inplace=True), nn.Flatten())
        self.hidden = nn.Sequential(nn.Dropout(0.3), nn.Linear(32 * 32 * 4 + 96 * 8, 192), nn.ReLU(inplace=True))
        self.heads = nn.ModuleDict({name: nn.Linear(192, classes) for name, classes in QUESTIONS.items()})

    def forward(self, mels: torch.Tensor) -> dict[str, torch.Tensor]:
        features = self.features(mels[:, None])
        timbre = features.mean(dim=2).flatten(1)
        hidden = self.hidden(torch.cat([self.course(features), timbre], dim=1))
        return {name: head(hidden) for name, head in self.heads.items()}


def augment(mels: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    """Loudness, a shift in time, a little noise, and pitch detail lost at random, [B, 128, 64]."""
    gain = torch.from_numpy(rng.uniform(-0.08, 0.08, (len(mels), 1, 1)).astype(np.float32))
    mels = (mels + gain * (mels > 0.02)).clamp(min=0)
    mels = mels.roll(int(rng.integers(-3, 4)), dims=1)
    if rng.uniform() < 0.3:
        mels = F.avg_pool1d(mels.transpose(1, 2), 3, 1, 1).transpose(1, 2)
    return mels + torch.randn_like(mels) * float(rng.uniform(0, 0.05))


@torch.no_grad()
def classify(model: Classifier, mels: torch.Tensor, batch: int = 32) -> np.ndarray:
    """Predicted family, source, motif and pace of spectrograms [N, 128, 64], int64 [N, 4]."""
    model.eval()
    rows = []
    for part in mels.split(batch):
        logits = model(part)
        rows.append(torch.stack([logits[name].argmax(1) for name in QUESTIONS], dim=1).numpy())
    return np.concatenate(rows)


def accuracy(predicted: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    """Share of right answers per question, and of sounds with all right."""
    right = predicted == truth
    return {**{name: float(right[:, i].mean()) for i, name in enumerate(QUESTIONS)}, "all": float(right.all(1).mean())}


def load_classifier(work: Path) -> Classifier:
    """The trained judge."""
    model = Classifier()
    model.load_state_dict(load_checkpoint(work / "classifier/checkpoint.pt"))
    return model.eval()


@torch.no_grad()
def passed_through(work: Path, mels: torch.Tensor, batch: int = 8) -> torch.Tensor:
    """What is left of spectrograms [N, T, 64] after VAE and vocoder."""
    vae = AutoencoderKL.from_pretrained(work / "vae/pretrained").eval()
    components = Components.load(work)
    vocoder = SpeechT5HifiGan.from_pretrained(work / "vocoder/pretrained").eval()
    return torch.cat([mel(vocoder(reconstruct(vae, components, part))) for part in mels.split(batch)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--passed", type=int, default=400, help="clips passed through VAE and vocoder")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=30)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = np.random.default_rng(args.seed)
    waves, indices = load_pool(args.work, "judge")
    mels, truth = pool_mels(waves), torch.from_numpy(labels(indices))
    passed = passed_through(args.work, mels[: args.passed])

    model = Classifier()
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=0.02)
    losses = []
    for step in range(args.steps):
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step / args.steps, PEAK_RATE)
        through = rng.integers(len(passed), size=args.batch // 3)
        direct = rng.integers(len(mels), size=args.batch - len(through))
        batch = augment(torch.cat([passed[through], mels[direct]]), rng)
        target = truth[np.concatenate([through, direct])]
        model.train()
        with mixed_precision():
            logits = model(batch)
        loss = sum(F.cross_entropy(logits[name].float(), target[:, i]) for i, name in enumerate(QUESTIONS))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % 100 == 0:
            print(f"step {step + 1} loss {np.mean(losses):.4f}", flush=True)
            losses = []

    save_checkpoint(model.state_dict(), args.work / "classifier/checkpoint.pt")
    held_waves, held_indices = load_pool(args.work, "held_out")
    held, answers = pool_mels(held_waves), labels(held_indices)
    figures = {
        "rendered": accuracy(classify(model, held), answers),
        "reconstructed": accuracy(classify(model, passed_through(args.work, held)), answers),
        "clips": len(held),
    }
    (args.work / "classifier/figures.json").write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
