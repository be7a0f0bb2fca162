"""Give the text encoder a start: from every text state, thing, motion and background can be read.

    python text_train.py --work WORK --steps 800

The denoiser's own loss says little about words at first: learning nouns through it alone takes
thousands of costly steps, while a step here costs a thirtieth. Every state is asked, padding
included, because CogVideoX attends to all of them. The linear heads are kept for
transformer_train.py, which goes on asking, and are no part of the model.
"""

from __future__ import annotations

import argparse
from dataclasses import astuple
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from transformers import T5Tokenizer

from backgrounds import BACKGROUNDS
from captions import caption
from checkpoint import rate_at, save_checkpoint, set_rate
from models import MAX_TOKENS, TEXT_WIDTH, make_text_encoder
from motions import MOTIONS
from render import scenes
from things import THINGS

PEAK_RATE = 3e-3
QUESTIONS = (len(THINGS), len(MOTIONS), len(BACKGROUNDS))


def make_heads() -> nn.Linear:
    """Text states [..., 128] to the logits of all three questions side by side."""
    return nn.Linear(TEXT_WIDTH, sum(QUESTIONS))


def tokenize(tokenizer: T5Tokenizer, texts: list[str]) -> torch.Tensor:
    """Token ids as the pipeline makes them, int64 [len(texts), 24]; there is no attention mask."""
    return tokenizer(
        texts, padding="max_length", max_length=MAX_TOKENS, truncation=True, return_tensors="pt"
    ).input_ids


def entropy(answers: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross entropy, averaged over states and questions; [B, 24, sum(QUESTIONS)] and [B, 3]."""
    labels = labels[:, None, :].expand(-1, answers.shape[1], -1)
    parts = answers.float().split(QUESTIONS, dim=-1)
    losses = [F.cross_entropy(logits.transpose(1, 2), labels[..., i]) for i, logits in enumerate(parts)]
    return torch.stack(losses).mean()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--seed", type=int, default=15)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    tokenizer = T5Tokenizer.from_pretrained(args.work / "tokenizer")
    encoder, heads = make_text_encoder(len(tokenizer)), make_heads()
    parameters = [*encoder.parameters(), *heads.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=PEAK_RATE, betas=(0.9, 0.99))
    every = scenes(held_out=False)
    losses = []
    for step in range(args.steps):
        set_rate(optimizer, rate_at(step / args.steps, PEAK_RATE))
        chosen = [every[index] for index in rng.integers(len(every), size=args.batch)]
        tokens = tokenize(tokenizer, [caption(scene, rng) for scene in chosen])
        answers = heads(encoder(tokens).last_hidden_state)
        loss = entropy(answers, torch.tensor([astuple(scene) for scene in chosen]))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % 100 == 0:
            print(f"step {step + 1} loss {np.mean(losses):.4f}", flush=True)
            losses = []
    state = {"text_encoder": encoder.state_dict(), "text_heads": heads.state_dict()}
    save_checkpoint(state, args.work / "text/checkpoint.pt")


if __name__ == "__main__":
    main()
