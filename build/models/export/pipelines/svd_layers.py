"""The layers of space and time that the UNet and the decoder of SVD share, in fewer nodes."""

from __future__ import annotations

import types

import torch
from diffusers.models.resnet import AlphaBlender, SpatioTemporalResBlock
from torch import nn


def only_videos(model: nn.Module) -> None:
    """Specialises the layers in `model` for videos: diffusers can mark single frames as images, and SVD marks none."""
    for module in model.modules():
        if isinstance(module, AlphaBlender):
            module.forward = types.MethodType(_blend, module)
        elif isinstance(module, SpatioTemporalResBlock):
            module.forward = types.MethodType(_space_then_time, module)


def _blend(
    self: AlphaBlender,
    x_spatial: torch.Tensor,
    x_temporal: torch.Tensor,
    image_only_indicator: torch.Tensor | None = None,
) -> torch.Tensor:
    """AlphaBlender.forward: a constant mix of two tensors of one shape."""
    alpha = torch.sigmoid(self.mix_factor).to(x_spatial.dtype)
    if self.switch_spatial_to_temporal_mix:
        alpha = 1 - alpha
    return alpha * x_spatial + (1 - alpha) * x_temporal


def _space_then_time(
    self: SpatioTemporalResBlock,
    hidden_states: torch.Tensor,
    temb: torch.Tensor | None = None,
    image_only_indicator: torch.Tensor | None = None,
) -> torch.Tensor:
    """SpatioTemporalResBlock.forward: hidden_states [batch * frames, channels, height, width] and temb
    [batch * frames, dim] -> [batch * frames, channels, height, width]. Only the shape [batch, frames] of
    `image_only_indicator` counts."""
    frames = image_only_indicator.shape[-1]
    spatial = self.spatial_res_block(hidden_states, temb)
    _, *picture = spatial.shape
    # `unflatten` would say the same, but a trace freezes the size that it infers.
    video = spatial.reshape(-1, frames, *picture).transpose(1, 2)
    temporal = self.temporal_res_block(video, None if temb is None else temb.reshape(-1, frames, temb.shape[-1]))
    return self.time_mixer(video, temporal).transpose(1, 2).reshape(-1, *picture)
