"""The AudioLDM2 denoiser and what prepares its conditioning, as graphs (diffusers' AudioLDM2UNet2DConditionModel and
AudioLDM2ProjectionModel)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from diffusers import AudioLDM2ProjectionModel, AudioLDM2UNet2DConditionModel
from torch import nn

from ..errors import ExportError
from ..graph import Graph, Sizes, TensorSpec
from ..modules import shared_copy
from .diffusers_attention import lower_attention
from .masks import padding_mask

SPECIAL_TOKENS = 4
"""A start and an end for each of the two sequences that the projection joins."""


class Denoiser(nn.Module):
    """sample [batch, channels, height, width], timestep [batch], encoder_hidden_states [batch, generated, dim],
    encoder_hidden_states_1 [batch, tokens, dim_1] and encoder_attention_mask_1 [batch, tokens] -> noise [batch,
    channels, height, width]. Height is time, width is pitch.
    """

    def __init__(self, unet: AudioLDM2UNet2DConditionModel, fused_attention: bool) -> None:
        super().__init__()
        self.unet = shared_copy(unet)
        lower_attention(self.unet, fused_attention)

    def forward(
        self,
        sample: torch.Tensor,
        timestep: torch.Tensor,
        encoder_hidden_states: torch.Tensor,
        encoder_hidden_states_1: torch.Tensor,
        encoder_attention_mask_1: torch.Tensor,
    ) -> torch.Tensor:
        return _denoise(
            self.unet,
            sample,
            timestep,
            encoder_hidden_states,
            encoder_hidden_states_1,
            encoder_attention_mask_1,
        )


def denoiser_graph(unet: AudioLDM2UNet2DConditionModel, fused_attention: bool) -> Graph:
    """The graph, for any length and any batch. Sizes are chosen as `svd_unet` says."""
    config, dtype = unet.config, unet.dtype
    dim, dim_1 = _conditioning(config.cross_attention_dim)
    image = ("batch", "height", "width")

    def sizes(batch: int, height: int, width: int, generated: int, tokens: int) -> Sizes:
        return {"batch": batch, "height": height, "width": width, "generated": generated, "tokens": tokens}

    return Graph(
        name="model",
        file="model.onnx",
        module=Denoiser(unet, fused_attention),
        reference=lambda *inputs: _denoise(unet, *inputs),
        inputs=(
            TensorSpec("sample", (image[0], config.in_channels, *image[1:]), dtype),
            TensorSpec("timestep", ("batch",), torch.int64, 1000),
            TensorSpec("encoder_hidden_states", ("batch", "generated", dim), dtype),
            TensorSpec("encoder_hidden_states_1", ("batch", "tokens", dim_1), dtype),
            TensorSpec("encoder_attention_mask_1", ("batch", "tokens"), torch.int64, make=padding_mask),
        ),
        outputs=(TensorSpec("out_sample", (image[0], config.out_channels, *image[1:]), dtype),),
        traced=sizes(2, 17, 13, 3, 6),
        checked=(sizes(1, 16, 24, 8, 1), sizes(3, 24, 16, 8, 9), sizes(1, 21, 12, 2, 4)),
        # Over the pixels of the spectrogram; where tokens are masked it is of standard operators.
        fused=True,
        # 10.24 seconds.
        request=sizes(2, 256, 16, 8, 24),
        shrunk=(sizes(2, 16, 16, 8, 24), sizes(2, 32, 16, 8, 24)),
    )


def projection_graph(model: AudioLDM2ProjectionModel) -> Graph:
    """hidden_states [batch, 1, dim] (CLAP) and hidden_states_1 [batch, tokens, dim_1] (T5) with their masks ->
    projected_states [batch, sequence, dim_2] and projected_mask [batch, sequence]: start, CLAP, end, start, T5, end."""
    if model.use_learned_position_embedding is not None:
        raise ExportError("This AudioLDM2 projection is for speech (Vits), which is not supported.")
    dtype, config = model.dtype, model.config

    def sizes(batch: int, tokens: int) -> Sizes:
        return {"batch": batch, "tokens": tokens, "sequence": 1 + tokens + SPECIAL_TOKENS}

    return Graph(
        name="model",
        file="model.onnx",
        module=Projection(model),
        reference=lambda *inputs: tuple(model(*inputs).values()),
        inputs=(
            TensorSpec("hidden_states", ("batch", 1, config.text_encoder_dim), dtype),
            TensorSpec("hidden_states_1", ("batch", "tokens", config.text_encoder_1_dim), dtype),
            TensorSpec("attention_mask", ("batch", 1), torch.int64, 2),
            TensorSpec("attention_mask_1", ("batch", "tokens"), torch.int64, make=padding_mask),
        ),
        outputs=(
            TensorSpec("projected_states", ("batch", "sequence", config.langauge_model_dim), dtype),
            TensorSpec("projected_mask", ("batch", "sequence"), torch.int64),
        ),
        traced=sizes(2, 7),
        checked=(sizes(1, 1), sizes(3, 12)),
        request=sizes(1, 24),
    )


class Projection(nn.Module):
    """AudioLDM2ProjectionModel, with a tuple for a result."""

    def __init__(self, model: AudioLDM2ProjectionModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
        return tuple(self.model(*inputs).values())


def _denoise(
    unet: AudioLDM2UNet2DConditionModel,
    sample: torch.Tensor,
    timestep: torch.Tensor,
    generated: torch.Tensor,
    states: torch.Tensor,
    mask: torch.Tensor,
) -> torch.Tensor:
    return unet(
        sample,
        timestep,
        encoder_hidden_states=generated,
        encoder_hidden_states_1=states,
        encoder_attention_mask_1=mask,
        return_dict=False,
    )[0]


def _conditioning(cross_attention_dim: object) -> tuple[int, int]:
    """Widths of the two conditionings. A level's list has an entry per attention layer: none for self-attention; the
    first two places read the one conditioning, later places the other."""
    if not isinstance(cross_attention_dim, Sequence) or not all(
        isinstance(level, Sequence) for level in cross_attention_dim
    ):
        raise ExportError("This AudioLDM2 UNet has a single conditioning, which is not supported.")
    first = {dim for level in cross_attention_dim for dim in level[:2] if dim is not None}
    second = {dim for level in cross_attention_dim for dim in level[2:] if dim is not None}
    if len(first) != 1 or len(second) != 1:
        raise ExportError("This AudioLDM2 UNet has not two conditionings of one width each, which is not supported.")
    return first.pop(), second.pop()
