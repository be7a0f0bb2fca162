"""A training of some minutes: what all of them do alike, from the learning rates to resuming from a checkpoint.

Every thread works on its own part of a batch (`threads.py`); learning rates follow the share of the time that has
passed; the weights are averaged. A checkpoint holds the state of all of this under `modules`, `optimizers`, `average`,
`step` and `spent` (seconds).
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import torch
from torch import nn

from checkpoint import Averaged, load_checkpoint, rate_at, save_checkpoint, set_rate
from clock import Clock
from threads import backward, make_workers

Part = TypeVar("Part")


class Rated(NamedTuple):
    """An optimizer and its highest learning rate."""

    optimizer: torch.optim.Optimizer
    peak: float


def _nothing() -> None:
    pass


class Training:
    """Modules on their way. `options` are those of `training_parser`; with `--resume`, all goes on from `path`.

    `average` holds the averaged weights, by the names of the modules; `progress` is the share of the time that had
    passed when the step began, in [0, 1].
    """

    def __init__(self, options: Namespace, path: Path, modules: dict[str, nn.Module], average_decay: float) -> None:
        self.workers = make_workers(options.threads)
        self.average = Averaged(modules, average_decay)
        self.progress = 0.0
        self._options, self._path, self._modules = options, path, modules
        self._clock = Clock(options.minutes, options.threads)
        self._rated: dict[str, Rated] = {}

    @property
    def step(self) -> int:
        return self._clock.step

    def begin(self, rated: dict[str, Rated]) -> list[tuple[int, int, int]]:
        """Take the optimizers, and all states if this is a resumption; a seed for each thread's random numbers."""
        self._rated = rated
        options = self._options
        if options.resume:
            state = load_checkpoint(self._path)
            for name, module in self._modules.items():
                module.load_state_dict(state["modules"][name])
            for name, (optimizer, _) in rated.items():
                optimizer.load_state_dict(state["optimizers"][name])
            self.average.load(state["average"])
            self._clock = Clock(options.minutes, options.threads, state["step"], state["spent"])
        return [(options.seed, self.step, thread) for thread in range(options.threads)]

    def note(self, **figures: float) -> None:
        """Figures of this step, whose means the log tells."""
        self._clock.note(**figures)

    def run(
        self,
        loss_of: Callable[[Part], torch.Tensor],
        parts: Callable[[], Sequence[Part]],
        *,
        largest_norm: float = 1.0,
        on_gradients: Callable[[], None] = _nothing,
        on_step: Callable[[], None] = _nothing,
        on_checkpoint: Callable[[], None] = _nothing,
    ) -> None:
        """Train until the time is up; `parts` gives each thread its part of a step.

        Gradients are clipped to `largest_norm` after `on_gradients`; `on_step` comes before the average takes the new
        weights, and `on_checkpoint` after each checkpoint, the last one included.
        """
        parameters = [weight for optimizer, _ in self._rated.values() for weight in _weights(optimizer)]

        def checkpoint() -> None:
            self._save()
            on_checkpoint()

        for progress in self._clock.steps(checkpoint):
            self.progress = progress
            for optimizer, peak in self._rated.values():
                set_rate(optimizer, rate_at(progress, peak))
            self.note(loss=backward(self.workers, loss_of, parts(), parameters))
            on_gradients()
            nn.utils.clip_grad_norm_(parameters, largest_norm)
            for optimizer, _ in self._rated.values():
                optimizer.step()
            on_step()
            self.average.update(self._modules)

    def _save(self) -> None:
        state = {
            "modules": {name: module.state_dict() for name, module in self._modules.items()},
            "optimizers": {name: optimizer.state_dict() for name, (optimizer, _) in self._rated.items()},
            "average": self.average.state(),
            "step": self.step,
            "spent": self._clock.spent,
        }
        save_checkpoint(state, self._path)


def _weights(optimizer: torch.optim.Optimizer) -> list[nn.Parameter]:
    return [weight for group in optimizer.param_groups for weight in group["params"]]
