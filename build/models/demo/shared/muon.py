"""Muon: momentum with orthogonalised updates, for the matrices of a network (Jordan et al., 2024).

It needs clearly fewer steps than AdamW, which is what counts when a step takes half a second.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor

import torch

from threads import HALF

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_ITERATIONS = 5


def orthogonalise(matrix: torch.Tensor) -> torch.Tensor:
    """Nearly the orthogonal factor of a matrix [R, C], by a quintic Newton-Schulz iteration."""
    if matrix.shape[0] > matrix.shape[1]:
        return orthogonalise(matrix.T).T
    matrix = matrix / (matrix.norm() + 1e-7)
    return _wide(matrix) if matrix.shape[1] >= (8 if HALF else 2) * matrix.shape[0] else _square(matrix.bfloat16() if HALF else matrix).float()


def _square(matrix: torch.Tensor) -> torch.Tensor:
    a, b, c = _COEFFICIENTS
    for _ in range(_ITERATIONS):
        gram = matrix @ matrix.T
        matrix = torch.addmm(matrix, torch.addmm(gram, gram, gram, beta=b, alpha=c), matrix, beta=a)
    return matrix


def _wide(matrix: torch.Tensor) -> torch.Tensor:
    """All iterates are polynomials of the Gram matrix times the input, so this iterates on the
    small Gram matrix and touches the long side only twice. That takes float32."""
    gram = matrix @ matrix.T
    unit = torch.eye(len(gram))
    product = unit
    a, b, c = _COEFFICIENTS
    for iteration in range(_ITERATIONS):
        factor = a * unit + b * gram + c * gram @ gram
        product = factor @ product if iteration else factor
        if iteration < _ITERATIONS - 1:
            gram = factor @ gram @ factor
    return product @ matrix


class Muon(torch.optim.Optimizer):
    """Nesterov momentum, orthogonalised; convolution kernels count as [out, in * kernel] matrices.

    With `workers`, the matrices are shared out among as many threads as it has.
    """

    def __init__(
        self,
        parameters: Iterable[torch.nn.Parameter],
        lr: float,
        momentum: float = 0.95,
        weight_decay: float = 0.0,
        workers: Executor | None = None,
    ) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})
        self.workers = workers

    def step(self, closure: None = None) -> None:
        for group in self.param_groups:
            weights = [weight for weight in group["params"] if weight.grad is not None]
            if self.workers is None:
                for weight in weights:
                    self._update(weight, group["lr"], group["momentum"], group["weight_decay"])
            else:
                jobs = [
                    self.workers.submit(self._update, weight, group["lr"], group["momentum"], group["weight_decay"])
                    for weight in weights
                ]
                for job in jobs:
                    job.result()

    @torch.no_grad()
    def _update(self, weight: torch.nn.Parameter, rate: float, momentum: float, decay: float) -> None:
        state = self.state[weight]
        if not state:
            state["momentum"] = torch.zeros_like(weight)
        state["momentum"].lerp_(weight.grad, 1.0 - momentum)
        update = weight.grad.lerp(state["momentum"], momentum).flatten(1)
        rows, columns = update.shape
        size = max(1.0, rows / columns) ** 0.5
        weight.mul_(1.0 - rate * decay)
        weight.add_(orthogonalise(update).view_as(weight), alpha=-rate * size)


def split(
    modules: Iterable[torch.nn.Module], ends: tuple[str, ...]
) -> tuple[list[torch.nn.Parameter], list[torch.nn.Parameter]]:
    """(matrices for Muon, everything else for AdamW).

    `ends` are parts of the names of layers that stay with AdamW, such as the first and the last.
    """
    matrices, others = [], []
    for module in modules:
        for name, weight in module.named_parameters():
            inner = weight.ndim >= 2 and min(weight.shape[0], weight[0].numel()) >= 16
            (matrices if inner and not any(end in name for end in ends) else others).append(weight)
    return matrices, others
