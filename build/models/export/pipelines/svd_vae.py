"""The SVD autoencoder as two graphs (diffusers' AutoencoderKLTemporalDecoder): images are encoded one by one, frames
are decoded in chunks that convolve over time."""

from __future__ import annotations

import torch
from diffusers import AutoencoderKLTemporalDecoder
from torch import nn

from ..graph import Graph, TensorSpec
from ..modules import shared_copy
from .diffusers_attention import lower_attention
from .svd_layers import only_videos


class Encoder(nn.Module):
    """sample [batch, 3, 8*height, 8*width] in [-1, 1] -> latent_parameters [batch, 2*channels, height, width], means
    before log variances."""

    def __init__(self, vae: AutoencoderKLTemporalDecoder, fused_attention: bool) -> None:
        super().__init__()
        self.encoder, self.quant_conv = shared_copy(vae.encoder), vae.quant_conv
        lower_attention(self.encoder, fused_attention)

    def forward(self, sample: torch.Tensor) -> torch.Tensor:
        return self.quant_conv(self.encoder(sample))


class Decoder(nn.Module):
    """latent_sample [frames, channels, height, width], one chunk of a video -> sample [frames, 3, 8*height, 8*width].

    The first and the last frame see zeros beyond them, so other chunks give other frames at their borders.
    """

    def __init__(self, vae: AutoencoderKLTemporalDecoder, fused_attention: bool) -> None:
        super().__init__()
        self.decoder = shared_copy(vae.decoder)
        lower_attention(self.decoder, fused_attention)
        only_videos(self.decoder)

    def forward(self, latent_sample: torch.Tensor) -> torch.Tensor:
        frames = latent_sample.shape[0]
        video = torch.zeros(1, frames, dtype=latent_sample.dtype)
        return self.decoder(latent_sample, image_only_indicator=video, num_frames=frames)


def encoder_graph(vae: AutoencoderKLTemporalDecoder, fused_attention: bool) -> Graph:
    config, dtype, scale = vae.config, vae.dtype, _scale(vae)
    moments = ("batch", 2 * config.latent_channels, "height", "width")
    return Graph(
        name="model",
        file="model.onnx",
        module=Encoder(vae, fused_attention),
        reference=lambda sample: vae.encode(sample).latent_dist.parameters,
        inputs=(TensorSpec("sample", ("batch", config.in_channels, f"{scale}*height", f"{scale}*width"), dtype),),
        outputs=(TensorSpec("latent_parameters", moments, dtype),),
        traced={"batch": 2, "height": 3, "width": 4},
        checked=({"batch": 1, "height": 2, "width": 3}, {"batch": 1, "height": 5, "width": 3}),
        loose=0,
        request={"batch": 1, "height": 576 // scale, "width": 1024 // scale},
        shrunk=({"batch": 1, "height": 8, "width": 8}, {"batch": 1, "height": 8, "width": 16}),
    )


def decoder_graph(vae: AutoencoderKLTemporalDecoder, fused_attention: bool) -> Graph:
    config, dtype, scale = vae.config, vae.dtype, _scale(vae)
    pixels = ("frames", config.out_channels, f"{scale}*height", f"{scale}*width")
    return Graph(
        name="model",
        file="model.onnx",
        module=Decoder(vae, fused_attention),
        reference=lambda latent_sample: vae.decode(latent_sample, num_frames=len(latent_sample)).sample,
        inputs=(TensorSpec("latent_sample", ("frames", config.latent_channels, "height", "width"), dtype),),
        outputs=(TensorSpec("sample", pixels, dtype),),
        traced={"frames": 3, "height": 4, "width": 5},
        checked=(
            {"frames": 1, "height": 3, "width": 4},
            {"frames": 2, "height": 6, "width": 2},
            {"frames": 7, "height": 3, "width": 4},
        ),
        loose=0,
        request={"frames": 8, "height": 576 // scale, "width": 1024 // scale},
        shrunk=({"frames": 8, "height": 4, "width": 4}, {"frames": 8, "height": 4, "width": 8}),
    )


def _scale(vae: AutoencoderKLTemporalDecoder) -> int:
    """Pixels per latent, in height and in width."""
    return 2 ** (len(vae.config.block_out_channels) - 1)
