"""From AudioLDM2's latents to sound: mel decoder and vocoder as graphs (diffusers' AutoencoderKL, transformers'
SpeechT5HifiGan)."""

from __future__ import annotations

import torch
from diffusers import AutoencoderKL
from torch import nn
from transformers import SpeechT5HifiGan, SpeechT5HifiGanConfig

from ..graph import Graph, Sizes, TensorSpec
from ..modules import shared_copy
from .diffusers_attention import lower_attention


class Decoder(nn.Module):
    """latent_sample [batch, channels, height, width] -> sample [batch, 1, 4*height, 4*width], a log-mel spectrogram:
    time, then pitch."""

    def __init__(self, vae: AutoencoderKL, fused_attention: bool) -> None:
        super().__init__()
        self.post_quant_conv, self.decoder = vae.post_quant_conv, shared_copy(vae.decoder)
        lower_attention(self.decoder, fused_attention)

    def forward(self, latent_sample: torch.Tensor) -> torch.Tensor:
        if self.post_quant_conv is not None:
            latent_sample = self.post_quant_conv(latent_sample)
        return self.decoder(latent_sample)


def decoder_graph(vae: AutoencoderKL, fused_attention: bool) -> Graph:
    config, dtype = vae.config, vae.dtype
    scale = 2 ** (len(config.block_out_channels) - 1)
    mel = ("batch", config.out_channels, f"{scale}*height", f"{scale}*width")
    return Graph(
        name="model",
        file="model.onnx",
        module=Decoder(vae, fused_attention),
        reference=lambda latent_sample: vae.decode(latent_sample).sample,
        inputs=(TensorSpec("latent_sample", ("batch", config.latent_channels, "height", "width"), dtype),),
        outputs=(TensorSpec("sample", mel, dtype),),
        traced={"batch": 2, "height": 5, "width": 4},
        checked=({"batch": 1, "height": 3, "width": 3}, {"batch": 3, "height": 9, "width": 4}),
        fused=True,
        loose=0,
        request={"batch": 1, "height": 256, "width": 16},
        shrunk=({"batch": 1, "height": 8, "width": 16}, {"batch": 1, "height": 16, "width": 16}),
    )


def vocoder_graph(vocoder: SpeechT5HifiGan) -> Graph:
    """spectrogram [batch, frames, mels] -> waveform [batch, samples] in [-1, 1]."""
    config, dtype = vocoder.config, vocoder.dtype

    def sizes(batch: int, frames: int) -> Sizes:
        return {"batch": batch, "frames": frames, "samples": _samples(config, frames)}

    return Graph(
        name="model",
        file="model.onnx",
        module=vocoder,
        reference=vocoder,
        inputs=(TensorSpec("spectrogram", ("batch", "frames", config.model_in_dim), dtype),),
        outputs=(TensorSpec("waveform", ("batch", "samples"), dtype),),
        traced=sizes(2, 7),
        checked=(sizes(1, 4), sizes(3, 52)),
        request=sizes(1, 1024),
        shrunk=(sizes(1, 16), sizes(1, 32)),
    )


def _samples(config: SpeechT5HifiGanConfig, frames: int) -> int:
    """Samples out of the transposed convolutions: 160 per frame and 32 more in the published vocoder."""
    length = frames
    for rate, kernel in zip(config.upsample_rates, config.upsample_kernel_sizes, strict=True):
        length = (length - 1) * rate - 2 * ((kernel - rate) // 2) + kernel
    return length
