"""Data parallelism in threads: every thread works on its own part of the batch.

Operators on small tensors gain little from being split among cores, and whenever another program
takes a core the others wait for it at the end of each of hundreds of operators. One-threaded
operators on separate parts meet only once a step. Python's lock is free while an operator runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import torch

Part = TypeVar("Part")

HALF = torch.backends.cpu.get_cpu_capability().startswith("AVX512") and "avx512_bf16" in Path("/proc/cpuinfo").read_text()
"""Whether this processor multiplies bfloat16 matrices faster than float32 ones; many are slower."""


def mixed_precision() -> torch.autocast:
    """Autocast to bfloat16 where that pays, without the cache, which all threads would share."""
    return torch.autocast("cpu", torch.bfloat16, enabled=HALF, cache_enabled=False)


def make_workers(threads: int) -> ThreadPoolExecutor:
    """Threads with one-threaded operators; sets the calling thread to one as well."""
    torch.set_num_threads(1)
    return ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,))


def backward(
    workers: ThreadPoolExecutor,
    loss_of: Callable[[Part], torch.Tensor],
    parts: Sequence[Part],
    parameters: Sequence[torch.nn.Parameter],
) -> float:
    """Set the gradients of the mean loss over the parts, and return that loss.

    torch.autograd.grad instead of backward, because threads must not add to one .grad at a time.
    A loss in half precision uses mixed_precision, which keeps no cache of cast weights: all threads
    would share it, and their graphs must not meet in it.
    """

    def run(part: Part) -> tuple[float, tuple[torch.Tensor, ...]]:
        loss = loss_of(part)
        return loss.item(), torch.autograd.grad(loss, parameters)

    results = list(workers.map(run, parts))
    for index, weight in enumerate(parameters):
        weight.grad = torch.stack([gradients[index] for _, gradients in results]).mean(0)
    return sum(loss for loss, _ in results) / len(results)
