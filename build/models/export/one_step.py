"""One denoising step as the app takes it: both guidance branches, guidance, the pipeline's own scheduler."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from .compare import Comparison
from .graph import Graph, resolve
from .verify import Session

STEPS = 50
GUIDANCE = 4.0


@torch.no_grad()
def one_step(folder: Path, graph: Graph, scheduler: Any, precision: str) -> Iterator[Comparison]:
    """Compares the latents after a step in the middle of the schedule, where the noise counts most, made with the
    written denoiser's noise and with PyTorch's.

    The denoiser takes latents first, in both branches, and behind them along the channels whatever conditions it.
    """
    sizes = {**graph.traced, "batch": 2}
    generator = torch.Generator().manual_seed(17)
    feeds = {spec.name: spec.sample(sizes, generator) for spec in graph.inputs}
    latents_spec, output_spec = graph.inputs[0], graph.outputs[0]
    shape = [resolve(dim, sizes) for dim in output_spec.shape]

    scheduler.set_timesteps(STEPS)
    timestep = scheduler.timesteps[STEPS // 2]
    # Schedulers with sigmas keep latents of their size.
    sigma = float(scheduler.sigmas[STEPS // 2]) if hasattr(scheduler, "sigmas") else 0.0
    latents = torch.randn([1, *shape[1:]], generator=generator) * max(1.0, sigma)
    scaled = scheduler.scale_model_input(latents, timestep).expand(shape)

    channels = next(axis for axis, dim in enumerate(output_spec.shape) if isinstance(dim, int))
    given = feeds[latents_spec.name]
    conditions = given.narrow(channels, shape[channels], given.shape[channels] - shape[channels])
    feeds[latents_spec.name] = torch.cat([scaled.to(given.dtype), conditions], dim=channels)
    times = feeds["timestep"]
    feeds["timestep"] = timestep.to(times.dtype).expand(times.shape).contiguous()

    written = Session(folder / graph.file)(feeds)[output_spec.name]
    reference = graph.reference(*feeds.values())
    stepped = [_step(scheduler, timestep, latents, noise) for noise in (torch.from_numpy(written), reference)]
    yield Comparison(f"{folder.name}, one step of {STEPS}", stepped[0].numpy(), stepped[1].numpy(), precision)


def _step(scheduler: Any, timestep: torch.Tensor, latents: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
    """The latents after the step, in float32 as the app keeps them."""
    unconditional, conditional = noise.float().chunk(2)
    guided = unconditional + GUIDANCE * (conditional - unconditional)
    # Some schedulers count their steps.
    scheduler.set_timesteps(STEPS)
    return scheduler.step(guided, timestep, latents, return_dict=False)[0]
