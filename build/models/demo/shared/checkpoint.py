"""What all trainings share: atomic checkpoints, the learning-rate curve, averaged weights."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any

import torch
from torch import nn


def save_checkpoint(state: dict[str, Any], path: Path) -> None:
    """Write beside the target and rename, so that a crash never leaves half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, path)


def load_checkpoint(path: Path) -> dict[str, Any]:
    """Read a checkpoint onto the CPU."""
    return torch.load(path, map_location="cpu", weights_only=True)


def rate_at(progress: float, peak: float, warmup: float = 0.02, floor: float = 0.01) -> float:
    """Linear warm-up, then a cosine from `peak` down to `floor * peak`; progress in [0, 1]."""
    if progress < warmup:
        return peak * max(progress / warmup, 0.01)
    rest = min(1.0, (progress - warmup) / (1.0 - warmup))
    return peak * (floor + (1.0 - floor) * 0.5 * (1.0 + math.cos(math.pi * rest)))


def set_rate(optimizer: torch.optim.Optimizer, rate: float) -> None:
    """Set the learning rate of all groups."""
    for group in optimizer.param_groups:
        group["lr"] = rate


class Averaged:
    """Exponential moving average of the parameters of some modules."""

    def __init__(self, modules: dict[str, nn.Module], decay: float) -> None:
        self.decay = decay
        self.updates = 0
        self.weights = {name: _clone(module) for name, module in modules.items()}

    @torch.no_grad()
    def update(self, modules: dict[str, nn.Module]) -> None:
        """Move towards the current weights; a short memory at first, so that noise is forgotten."""
        self.updates += 1
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        for name, module in modules.items():
            average = self.weights[name]
            current = {key: value for key, value in module.state_dict().items() if value.is_floating_point()}
            keys = list(current)
            torch._foreach_lerp_([average[key] for key in keys], [current[key] for key in keys], 1.0 - decay)

    def state(self) -> dict[str, Any]:
        return {"updates": self.updates, "weights": self.weights}

    def load(self, state: dict[str, Any]) -> None:
        self.updates = state["updates"]
        self.weights = state["weights"]


def _clone(module: nn.Module) -> dict[str, torch.Tensor]:
    return {key: value.detach().clone() for key, value in module.state_dict().items()}
