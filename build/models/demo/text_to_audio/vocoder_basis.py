"""A waveform as a sum of principal components of frames, and a HiFi-GAN whose weights begin as that sum.

Notes start on frames and are tuned to multiples of the frame rate (tuning.py), so a sound that a spectrogram shows has
much the same waveform in a frame whenever it is played. 255 principal components of overlapping frames hold 93 % of
all energy. Their amplitudes can be learnt at 25 frames a second, without any samples, and transposed convolutions add them up: `set_synthesis` writes the components into the second one, and lets the later ones hand
through what it makes.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from transformers import SpeechT5HifiGan

from mel import HOP

COMPONENTS = 255
"""One channel less than the first level has: the last one is a constant."""
_LIFT = 6.0
"""Deviations by which amplitudes are lifted, as leaky rectifiers pass positive values unchanged."""
_SAMPLE_LIFT = 2.0
"""The same for samples."""
_LOUDEST = 0.98
_LATER_WEIGHTS = 0.1
"""What is left of the random weights of channels that begin unused."""


class FrameBasis:
    """components [1280, 255] of overlapping frames of atanh(waveform), each as long as two hops, and deviations [255] of
    their amplitudes."""

    def __init__(self, components: torch.Tensor, deviations: torch.Tensor) -> None:
        self.components, self.deviations = components, deviations

    @classmethod
    def fit(cls, waves: torch.Tensor) -> FrameBasis:
        """Of waveforms [N, 640 T]."""
        covariance = torch.zeros(2 * HOP, 2 * HOP, dtype=torch.double)
        for part in waves.split(64):
            frames = _frames(part).flatten(0, 1)
            covariance += (frames.T @ frames).double()
        variances, vectors = torch.linalg.eigh(covariance / (len(waves) * waves.shape[1] // HOP))
        return cls(vectors.flip(1)[:, :COMPONENTS].float().contiguous(), variances.flip(0)[:COMPONENTS].sqrt().float())

    def amplitudes(self, waves: torch.Tensor) -> torch.Tensor:
        """Of waveforms [B, 640 T], in deviations, [B, T, 255]."""
        return _frames(waves) @ self.components / self.deviations

    def waveforms(self, amplitudes: torch.Tensor) -> torch.Tensor:
        """What amplitudes [B, T, 255] add up to, [B, 640 T]."""
        frames = (amplitudes * self.deviations) @ self.components.T * _window()
        first, second = frames.split(HOP, dim=-1)
        overlapped = F.pad(first, (0, 0, 0, 1)) + F.pad(second, (0, 0, 1, 0))
        return torch.tanh(overlapped.flatten(1)[:, HOP // 2 : -HOP // 2])


def _window() -> torch.Tensor:
    """Its square and that of its neighbour add up to one."""
    return torch.from_numpy(np.sin(np.pi * (np.arange(2 * HOP) + 0.5) / (2 * HOP)).astype(np.float32))


def _frames(waves: torch.Tensor) -> torch.Tensor:
    """[B, T, 1280]; atanh, because the vocoder ends in tanh."""
    before = torch.atanh(waves.clamp(-_LOUDEST, _LOUDEST))
    return F.pad(before, (HOP // 2, HOP // 2)).unfold(1, 2 * HOP, HOP) * _window()


def first_level(vocoder: SpeechT5HifiGan) -> nn.ModuleList:
    """What makes amplitudes of spectrograms."""
    return nn.ModuleList([vocoder.conv_pre, vocoder.upsampler[0], vocoder.resblocks[0]])


def amplitudes_of(vocoder: SpeechT5HifiGan, mels: torch.Tensor) -> torch.Tensor:
    """What the first level of the vocoder, before `set_synthesis`, makes of spectrograms [B, T, 64]; [B, T, 255]."""
    hidden = vocoder.conv_pre(mels.transpose(1, 2))
    hidden = vocoder.upsampler[0](F.leaky_relu(hidden, vocoder.config.leaky_relu_slope))
    return vocoder.resblocks[0](hidden)[:, :COMPONENTS].transpose(1, 2)


@torch.no_grad()
def initialise(vocoder: SpeechT5HifiGan) -> None:
    """PyTorch's own initialisation, as with the tiny weights of transformers the first output is silence; residual
    blocks begin as the identity."""
    for module in vocoder.modules():
        if isinstance(module, (nn.Conv1d, nn.ConvTranspose1d)):
            module.reset_parameters()
    for block in vocoder.resblocks:
        for layer in block.convs2:
            layer.weight.zero_()
            layer.bias.zero_()
    keep_constant(vocoder)


@torch.no_grad()
def keep_constant(vocoder: SpeechT5HifiGan) -> None:
    """Let the last channel of the first level be nothing, so that `set_synthesis` can make a constant of it."""
    vocoder.upsampler[0].weight[:, COMPONENTS:] = 0
    vocoder.upsampler[0].bias[COMPONENTS:] = 0
    for layer in vocoder.resblocks[0].convs2:
        layer.weight[COMPONENTS:] = 0
        layer.bias[COMPONENTS:] = 0


@torch.no_grad()
def set_synthesis(vocoder: SpeechT5HifiGan, basis: FrameBasis) -> None:
    """Let the vocoder add up the amplitudes that its first level makes, after `amplitudes_of` has been learnt."""
    first, *later = vocoder.upsampler[1:]
    _lift(vocoder, 0, slice(COMPONENTS), _LIFT)
    _lift(vocoder, 0, slice(COMPONENTS, None), 1.0)
    steps = first.stride[0]
    samples = HOP // steps
    # [255, 64, 20]: the kernel spans two hops, as a component does.
    kernel = (basis.components * basis.deviations * _window()[:, None]).T.unflatten(1, (2 * steps, samples)).transpose(1, 2)
    first.weight *= _LATER_WEIGHTS
    first.weight[:COMPONENTS, :samples] = kernel
    # What all amplitudes are lifted by, the constant takes away again.
    first.weight[COMPONENTS] = -_LIFT * first.weight[:COMPONENTS].sum(dim=0)
    first.bias[:samples] = 0
    for level, layer in enumerate(later, start=1):
        _lift(vocoder, level, slice(samples), _SAMPLE_LIFT)
        steps = layer.stride[0]
        shorter = samples // steps
        layer.weight *= _LATER_WEIGHTS
        layer.weight[:samples] = 0
        layer.weight[:, :shorter] = 0
        for sample in range(samples):
            layer.weight[sample, sample % shorter, steps // 2 + sample // shorter] = 1
        layer.bias[:shorter] = -_SAMPLE_LIFT
        samples = shorter
    _lift(vocoder, len(later) + 1, slice(samples), _SAMPLE_LIFT)
    vocoder.conv_post.weight.zero_()
    vocoder.conv_post.weight[0, 0, vocoder.conv_post.kernel_size[0] // 2] = 1
    vocoder.conv_post.bias.fill_(-_SAMPLE_LIFT)


def spare_synthesis(vocoder: SpeechT5HifiGan) -> None:
    """Clear the gradients of weights on what is lifted: each of them would shift all samples, and a step that suits the
    other weights would drown the sound in what its lifts no longer cancel. The rest of the vocoder learns around them.
    """
    samples = HOP // vocoder.config.upsample_rates[1]
    vocoder.upsampler[1].weight.grad.zero_()
    for layer in vocoder.upsampler[2:]:
        layer.weight.grad[:samples] = 0
        samples //= layer.stride[0]
    vocoder.conv_post.weight.grad[:, :samples] = 0


def _lift(vocoder: SpeechT5HifiGan, level: int, channels: slice, amount: float) -> None:
    """Add to what comes out of a level."""
    vocoder.resblocks[level].convs2[-1].bias[channels] += amount
