"""The vocoder's adversaries: convolutions over spectra of several resolutions, and over interleaved samples."""

from __future__ import annotations

from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import nn

_SLOPE = 0.1
_RESOLUTIONS = ((1024, 256), (512, 128), (256, 64))
"""(samples of a transform, hop)."""
_PERIODS = (3, 7)


class SpectrumDiscriminator(nn.Module):
    """Judges patches of a compressed magnitude spectrum (as UnivNet's), waveforms [B, N]."""

    def __init__(self, size: int, hop: int, width: int = 16) -> None:
        super().__init__()
        self.size, self.hop = size, hop
        strides = ((1, 2), (2, 2), (1, 2), (1, 1))
        widths = (1, *[width] * len(strides))
        self.layers = nn.ModuleList(
            nn.utils.parametrizations.weight_norm(nn.Conv2d(inputs, outputs, (3, 5), stride, (1, 2)))
            for inputs, outputs, stride in zip(widths[:-1], widths[1:], strides, strict=True)
        )
        self.last = nn.utils.parametrizations.weight_norm(nn.Conv2d(width, 1, 3, padding=1))

    def forward(self, waves: torch.Tensor) -> list[torch.Tensor]:
        """Features of every layer, the verdicts last."""
        window = torch.hann_window(self.size)
        spectra = torch.stft(waves, self.size, self.hop, self.size, window, return_complex=True).abs()
        hidden = spectra.clamp(min=1e-5).pow(0.3).transpose(1, 2)[:, None]
        features = []
        for layer in self.layers:
            hidden = F.leaky_relu(layer(hidden), _SLOPE)
            features.append(hidden)
        return [*features, self.last(hidden)]


class PeriodDiscriminator(nn.Module):
    """Judges every p-th sample (as HiFi-GAN's), waveforms [B, N]."""

    def __init__(self, period: int, widths: tuple[int, ...] = (1, 16, 32, 64)) -> None:
        super().__init__()
        self.period = period
        self.layers = nn.ModuleList(
            nn.utils.parametrizations.weight_norm(nn.Conv2d(inputs, outputs, (5, 1), (3, 1), (2, 0)))
            for inputs, outputs in pairwise(widths)
        )
        self.last = nn.utils.parametrizations.weight_norm(nn.Conv2d(widths[-1], 1, (3, 1), padding=(1, 0)))

    def forward(self, waves: torch.Tensor) -> list[torch.Tensor]:
        """Features of every layer, the verdicts last."""
        usable = waves.shape[1] // self.period * self.period
        hidden = waves[:, :usable].view(len(waves), 1, -1, self.period)
        features = []
        for layer in self.layers:
            hidden = F.leaky_relu(layer(hidden), _SLOPE)
            features.append(hidden)
        return [*features, self.last(hidden)]


class Discriminators(nn.ModuleList):
    """All adversaries; a list of features from each."""

    def __init__(self) -> None:
        super().__init__(
            [SpectrumDiscriminator(*resolution) for resolution in _RESOLUTIONS]
            + [PeriodDiscriminator(period) for period in _PERIODS]
        )

    def forward(self, waves: torch.Tensor) -> list[list[torch.Tensor]]:
        return [judge(waves) for judge in self]


def judge_loss(real: list[list[torch.Tensor]], fake: list[list[torch.Tensor]]) -> torch.Tensor:
    """Hinge loss of the adversaries."""
    losses = [F.relu(1 - r[-1]).mean() + F.relu(1 + f[-1]).mean() for r, f in zip(real, fake, strict=True)]
    return torch.stack(losses).mean()


def fooling_loss(fake: list[list[torch.Tensor]]) -> torch.Tensor:
    """What the vocoder wants of the verdicts."""
    return torch.stack([-features[-1].mean() for features in fake]).mean()


def matching_loss(real: list[list[torch.Tensor]], fake: list[list[torch.Tensor]]) -> torch.Tensor:
    """Relative L1 distance of the inner features."""
    losses = [
        (ours - theirs.detach()).abs().mean() / (theirs.detach().abs().mean() + 1e-4)
        for fakes, reals in zip(fake, real, strict=True)
        for ours, theirs in zip(fakes[:-1], reals[:-1], strict=True)
    ]
    return torch.stack(losses).mean()
