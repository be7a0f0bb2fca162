"""The SVD denoiser as a graph (diffusers' UNetSpatioTemporalConditionModel)."""

from __future__ import annotations

import torch
from diffusers import UNetSpatioTemporalConditionModel
from torch import nn

from ..graph import Graph, Sizes, TensorSpec
from ..modules import shared_copy
from .diffusers_attention import Lowered, OneKey
from .svd_layers import only_videos

TIME_IDS = (6.0, 127.0, 0.02)
"""fps - 1, motion bucket and noise strength, as StableVideoDiffusionPipeline gives them by default."""


class Denoiser(nn.Module):
    """sample [batch, frames, 2*channels, height, width], timestep [batch], encoder_hidden_states [batch, 1, dim] and
    added_time_ids [batch, 3] -> v prediction [batch, frames, channels, height, width].
    """

    def __init__(self, unet: UNetSpatioTemporalConditionModel, fused_attention: bool) -> None:
        super().__init__()
        self.unet = shared_copy(unet)
        # The image is one token, and "attn2" are the layers that attend to it.
        processors = {
            name: OneKey() if ".attn2." in name else Lowered(fused_attention) for name in unet.attn_processors
        }
        self.unet.set_attn_processor(processors)
        only_videos(self.unet)

    def forward(
        self,
        sample: torch.Tensor,
        timestep: torch.Tensor,
        encoder_hidden_states: torch.Tensor,
        added_time_ids: torch.Tensor,
    ) -> torch.Tensor:
        return self.unet(sample, timestep, encoder_hidden_states, added_time_ids, return_dict=False)[0]


def denoiser_graph(unet: UNetSpatioTemporalConditionModel, fused_attention: bool) -> Graph:
    """The graph, for any number of frames and any size.

    It is traced at a size that the levels of the UNet do not divide. Only there diffusers enlarges to the size of the
    level above, which is right for every size; where they do divide, it doubles, which is right for those alone. No
    size here is so small that a norm goes over a pixel or two: that magnifies rounding.
    """
    config, dtype = unet.config, unet.dtype

    def time_ids(sizes: Sizes) -> torch.Tensor:
        return torch.tensor(TIME_IDS) * torch.linspace(1, 2, sizes["batch"])[:, None]

    return Graph(
        name="model",
        file="model.onnx",
        module=Denoiser(unet, fused_attention),
        reference=lambda *inputs: unet(*inputs).sample,
        inputs=(
            TensorSpec("sample", ("batch", "frames", config.in_channels, "height", "width"), dtype),
            # 0.25 * log(sigma): a float32 in diffusers, whatever the weights are.
            TensorSpec("timestep", ("batch",)),
            TensorSpec("encoder_hidden_states", ("batch", 1, config.cross_attention_dim), dtype),
            TensorSpec("added_time_ids", ("batch", len(TIME_IDS)), dtype, make=time_ids),
        ),
        outputs=(TensorSpec("out_sample", ("batch", "frames", config.out_channels, "height", "width"), dtype),),
        traced={"batch": 2, "frames": 3, "height": 17, "width": 13},
        checked=(
            {"batch": 1, "frames": 1, "height": 16, "width": 24},
            {"batch": 3, "frames": 2, "height": 24, "width": 16},
            {"batch": 1, "frames": 5, "height": 21, "width": 12},
        ),
        fused=True,
        loose=0,
        # 1024x576 pixels.
        request={"batch": 2, "frames": config.num_frames, "height": 72, "width": 128},
        shrunk=(
            {"batch": 2, "frames": config.num_frames, "height": 8, "width": 8},
            {"batch": 2, "frames": config.num_frames, "height": 8, "width": 16},
        ),
    )
