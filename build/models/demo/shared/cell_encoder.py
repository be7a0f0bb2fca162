"""Set an autoencoder's encoder to compute a linear code of cells of 4 x 4, instead of training it.

All of it is linear but the last normalisation and its activation: residual branches end in a zero and leave the
identity. Where the network normalises, a signal s stands in a group with -s and two references +R and -R: the group's
mean is zero and its deviation proportional to R for any s much smaller than R, so normalising only scales. A bias lifts
the result onto the straight part of SiLU.

    channels after          hold
    conv_in                 the values of a place, such as red, green and blue
    first downsampling      those of 2 x 2 places
    second downsampling     the code of 4 x 4
    widening                s, -s, +R, -R in one group for each number of the code
"""

from __future__ import annotations

import torch
from diffusers import AutoencoderKL, AutoencoderKLTemporalDecoder

CELL = 4
REFERENCE = 512.0
"""Latents stay below 16, so the deviation is off by less than a thousandth."""
LIFT = 24.0
"""SiLU's argument then stays above 8, where SiLU is the identity to within 0.003."""
LOG_VARIANCE = -12.0
"""Sampling hardly differs from the mode."""


@torch.no_grad()
def set_encoder(vae: AutoencoderKL | AutoencoderKLTemporalDecoder, weight: torch.Tensor, bias: torch.Tensor) -> None:
    """Overwrite encoder and quant_conv of a three-level autoencoder, and make a post_quant_conv the identity.

    weight [L, C, 4, 4] and bias [L]: the convolution, with the cell as its stride, that encodes C values of a place.
    """
    encoder = vae.encoder
    levels = encoder.down_blocks
    latents, values = weight.shape[:2]
    if len(levels) != 3 or weight.shape[2:] != (CELL, CELL):
        raise ValueError("the construction is for three levels and cells of 4 x 4")
    for module in encoder.modules():
        if hasattr(module, "conv2"):
            _zero(module.conv2)
    for attention in encoder.mid_block.attentions:
        _zero(attention.to_out[0])

    def channel(value: int, row: int, column: int) -> int:
        """Where the first downsampling puts a value of a place of its 2 x 2."""
        return values * (2 * row + column) + value

    _zero(encoder.conv_in)
    encoder.conv_in.weight[range(values), range(values), 1, 1] = 1.0

    first = levels[0].downsamplers[0].conv
    _zero(first)
    for row in range(2):
        for column in range(2):
            channels = [channel(value, row, column) for value in range(values)]
            first.weight[channels, range(values), row, column] = 1.0

    if levels[1].resnets[0].conv_shortcut is not None:
        _keep(levels[1].resnets[0].conv_shortcut, 4 * values)
    second = levels[1].downsamplers[0].conv
    _zero(second)
    for row in range(CELL):
        for column in range(CELL):
            for value in range(values):
                source = channel(value, row % 2, column % 2)
                second.weight[:latents, source, row // 2, column // 2] = weight[:, value, row, column]
    second.bias[:latents] = bias

    widen = levels[2].resnets[0].conv_shortcut
    norm = encoder.conv_norm_out
    group = norm.num_channels // norm.num_groups
    signals = [group * k for k in range(latents)]
    _zero(widen)
    for k, signal in enumerate(signals):
        widen.weight[signal, k] = 1.0
        widen.weight[signal + 1, k] = -1.0
        widen.bias[signal + 2] = REFERENCE
        widen.bias[signal + 3] = -REFERENCE

    norm.weight.zero_()
    norm.bias.zero_()
    # Two of the group's channels are the references, all others next to nothing.
    norm.weight[signals] = REFERENCE * (2 / group) ** 0.5
    norm.bias[signals] = LIFT

    _zero(encoder.conv_out)
    for k, signal in enumerate(signals):
        encoder.conv_out.weight[k, signal, 1, 1] = 1.0
        encoder.conv_out.bias[k] = -LIFT
    encoder.conv_out.bias[latents:] = LOG_VARIANCE
    _keep(vae.quant_conv, 2 * latents)
    if isinstance(vae, AutoencoderKL):
        _keep(vae.post_quant_conv, latents)


@torch.no_grad()
def encoder_error(
    vae: AutoencoderKL | AutoencoderKLTemporalDecoder, inputs: torch.Tensor, expected: torch.Tensor
) -> float:
    """Largest difference between the network's latents of inputs [N, C, H, W] and those expected."""
    return float((vae.encode(inputs).latent_dist.mode() - expected).abs().max())


def _keep(layer: torch.nn.Conv2d, channels: int) -> None:
    """Let the first `channels` through as they are, and nothing else."""
    _zero(layer)
    layer.weight[range(channels), range(channels), 0, 0] = 1.0


def _zero(layer: torch.nn.Module) -> None:
    layer.weight.zero_()
    if layer.bias is not None:
        layer.bias.zero_()
