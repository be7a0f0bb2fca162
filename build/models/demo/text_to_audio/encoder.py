"""Set the autoencoder's encoder to compute the principal components of components.py.

All of it is linear but the last normalisation and its activation: residual branches end in a zero
and leave the identity. Where the network normalises, a signal s stands in a group with -s and two
references +R and -R: the group's mean is zero and its deviation proportional to R for any s much smaller
than R, so normalising only scales. A bias lifts the result onto the straight part of SiLU.

    channels after          hold
    conv_in                 the value of a bin in a frame
    first downsampling      the 4 values of 2 x 2
    second downsampling     the 8 components of 4 x 4
    widening                s, -s, +R, -R in one group for each component
"""

from __future__ import annotations

import torch
from diffusers import AutoencoderKL

from components import Components
from models import CELL, LATENT_CHANNELS

REFERENCE = 512.0
"""Latents stay below 16, so the deviation is off by less than a thousandth."""
LIFT = 24.0
"""SiLU's argument then stays above 8, where SiLU is the identity to within 0.003."""
LOG_VARIANCE = -12.0
"""Sampling hardly differs from the mode."""


@torch.no_grad()
def set_encoder(vae: AutoencoderKL, components: Components) -> None:
    """Overwrite encoder and quant_conv of a three-level autoencoder, and make its post_quant_conv the identity."""
    encoder = vae.encoder
    levels = encoder.down_blocks
    if len(levels) != 3 or CELL != 4:
        raise ValueError("the construction is for cells of 4 x 4")
    for module in encoder.modules():
        if hasattr(module, "conv2"):
            _zero(module.conv2)
    for attention in encoder.mid_block.attentions:
        _zero(attention.to_out[0])

    _zero(encoder.conv_in)
    encoder.conv_in.weight[0, 0, 1, 1] = 1.0

    first = levels[0].downsamplers[0].conv
    _zero(first)
    for row in range(2):
        for column in range(2):
            first.weight[2 * row + column, 0, row, column] = 1.0

    _keep(levels[1].resnets[0].conv_shortcut, 4)
    second = levels[1].downsamplers[0].conv
    _zero(second)
    for row in range(CELL):
        for column in range(CELL):
            source = 2 * (row % 2) + column % 2
            second.weight[:LATENT_CHANNELS, source, row // 2, column // 2] = components.weight[:, 0, row, column]
    second.bias[:LATENT_CHANNELS] = components.bias

    widen = levels[2].resnets[0].conv_shortcut
    norm = encoder.conv_norm_out
    group = norm.num_channels // norm.num_groups
    signals = [group * k for k in range(LATENT_CHANNELS)]
    _zero(widen)
    for k, channel in enumerate(signals):
        widen.weight[channel, k] = 1.0
        widen.weight[channel + 1, k] = -1.0
        widen.bias[channel + 2] = REFERENCE
        widen.bias[channel + 3] = -REFERENCE

    norm.weight.zero_()
    norm.bias.zero_()
    norm.weight[signals] = REFERENCE * (2 / group) ** 0.5
    norm.bias[signals] = LIFT

    _zero(encoder.conv_out)
    for k, channel in enumerate(signals):
        encoder.conv_out.weight[k, channel, 1, 1] = 1.0
        encoder.conv_out.bias[k] = -LIFT
    encoder.conv_out.bias[LATENT_CHANNELS:] = LOG_VARIANCE
    _keep(vae.quant_conv, 2 * LATENT_CHANNELS)
    _keep(vae.post_quant_conv, LATENT_CHANNELS)


def _keep(layer: torch.nn.Conv2d, channels: int) -> None:
    """Let the first `channels` through as they are, and nothing else."""
    _zero(layer)
    layer.weight[range(channels), range(channels), 0, 0] = 1.0


def _zero(layer: torch.nn.Module) -> None:
    layer.weight.zero_()
    if layer.bias is not None:
        layer.bias.zero_()


@torch.no_grad()
def encoder_error(vae: AutoencoderKL, components: Components, mels: torch.Tensor) -> float:
    """Largest difference between the network's latents and the components of spectrograms [N, T, 64]."""
    return float((vae.encode(mels[:, None]).latent_dist.mode() - components.encode(mels)).abs().max())
