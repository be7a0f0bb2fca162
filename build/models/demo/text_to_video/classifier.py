"""The judge: a small video classifier that names thing, motion and background of a clip.

    python pool.py --work WORK --name judge --clips 5184 --seed 4
    python classifier.py --work WORK --steps 2400

It shares no weights and no clips with the generator. It is trained on rendered clips of all
combinations (so that it is not biased against those the generator never saw), a part of them
blurred, noised or passed through the VAE, because the judged clips come out of the VAE.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKLCogVideoX
from torch import nn

from backgrounds import BACKGROUNDS
from checkpoint import load_checkpoint, rate_at, save_checkpoint
from components import Components
from decoder_train import decode
from motions import MOTIONS
from pixels import to_model
from things import THINGS
from threads import mixed_precision

QUESTIONS = {"thing": len(THINGS), "motion": len(MOTIONS), "background": len(BACKGROUNDS)}
PEAK_RATE = 2e-3
FRAME_STEP = 2
"""Nine of the 17 frames are enough to name a motion."""


def _layer(inputs: int, outputs: int, kernel: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride=2, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Classifier(nn.Module):
    """Looks at each of nine frames [B, 3, 9, 64, 64] in [-1, 1] alone, then at all together; logits per question."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = nn.Sequential(
            _layer(3, 16, 5),
            _layer(16, 32, 3),
            _layer(32, 64, 3),
            _layer(64, 64, 3),
            nn.Flatten(),
            nn.Linear(64 * 4 * 4, 64),
            nn.ReLU(inplace=True),
        )
        self.hidden = nn.Sequential(nn.Dropout(0.3), nn.Linear(64 * 9, 192), nn.ReLU(inplace=True))
        self.heads = nn.ModuleDict({name: nn.Linear(192, classes) for name, classes in QUESTIONS.items()})

    def forward(self, clips: torch.Tensor) -> dict[str, torch.Tensor]:
        frames = self.frame(clips.transpose(1, 2).flatten(0, 1))
        hidden = self.hidden(frames.view(len(clips), -1))
        return {name: head(hidden) for name, head in self.heads.items()}


def augment(clips: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    """Blur, add noise and shift the colours of a batch at random strengths, [B, 3, 9, 64, 64]."""
    if rng.uniform() < 0.4:
        weight = float(rng.uniform(0.3, 1.0))
        blurred = F.avg_pool3d(clips, (1, 3, 3), stride=1, padding=(0, 1, 1), count_include_pad=False)
        clips = clips * (1 - weight) + blurred * weight
    count = len(clips)
    gain = torch.from_numpy(rng.uniform(0.9, 1.1, (count, 3, 1, 1, 1)).astype(np.float32))
    offset = torch.from_numpy(rng.uniform(-0.08, 0.08, (count, 3, 1, 1, 1)).astype(np.float32))
    return clips * gain + offset + torch.randn_like(clips) * float(rng.uniform(0.0, 0.08))


@torch.no_grad()
def classify(model: Classifier, clips: np.ndarray, batch: int = 32) -> np.ndarray:
    """Predicted (thing, motion, background) of uint8 clips [N, 17, 64, 64, 3], int64 [N, 3]."""
    model.eval()
    rows = []
    for start in range(0, len(clips), batch):
        logits = model(to_model(clips[start : start + batch, ::FRAME_STEP]))
        rows.append(torch.stack([logits[name].argmax(1) for name in QUESTIONS], dim=1).numpy())
    return np.concatenate(rows)


def accuracy(predicted: np.ndarray, scenes: np.ndarray) -> dict[str, float]:
    """Share of right answers per question, and of clips with all three right."""
    right = predicted == scenes
    return {**{name: float(right[:, i].mean()) for i, name in enumerate(QUESTIONS)}, "all": float(right.all(1).mean())}


def load_classifier(work: Path) -> Classifier:
    """The trained judge."""
    model = Classifier()
    model.load_state_dict(load_checkpoint(work / "classifier/checkpoint.pt"))
    return model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--reconstructed", type=int, default=300, help="clips passed through the VAE")
    parser.add_argument("--judged", type=int, default=330, help="held-out clips to measure the judge on")
    parser.add_argument("--seed", type=int, default=30)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)  # A second thread would mostly wait for the first, and longer when the machine is busy.
    rng = np.random.default_rng(args.seed)
    vae = AutoencoderKLCogVideoX.from_pretrained(args.work / "vae/pretrained")
    clips = np.load(args.work / "pools/judge/clips.npy", mmap_mode="r")
    scenes = np.load(args.work / "pools/judge/scenes.npy")
    components = Components.load(args.work / "components.npz")
    passed = decode(vae, components.encode(clips[: args.reconstructed]))

    model = Classifier()
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=0.02)
    losses = []
    for step in range(args.steps):
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step / args.steps, PEAK_RATE)
        through_vae = rng.integers(len(passed), size=args.batch // 4)
        direct = rng.integers(len(clips), size=args.batch - len(through_vae))
        batch = np.concatenate([passed[through_vae, ::FRAME_STEP], clips[direct, ::FRAME_STEP]])
        labels = torch.from_numpy(scenes[np.concatenate([through_vae, direct])])
        model.train()
        with mixed_precision():
            logits = model(augment(to_model(batch), rng))
        loss = sum(F.cross_entropy(logits[name].float(), labels[:, i]) for i, name in enumerate(QUESTIONS))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % 100 == 0:
            print(f"step {step + 1} loss {np.mean(losses):.4f}", flush=True)
            losses = []

    save_checkpoint(model.state_dict(), args.work / "classifier/checkpoint.pt")
    held_out = np.load(args.work / "pools/held_out/clips.npy", mmap_mode="r")[: args.judged]
    truth = np.load(args.work / "pools/held_out/scenes.npy")[: args.judged]
    figures = {
        "rendered": accuracy(classify(model, held_out), truth),
        "reconstructed": accuracy(classify(model, decode(vae, components.encode(held_out))), truth),
        "clips": len(held_out),
    }
    (args.work / "classifier/figures.json").write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
