"""The text and audio branches of CLAP as two graphs (transformers' ClapModel)."""

from __future__ import annotations

import torch
from torch import nn
from transformers import ClapFeatureExtractor, ClapModel

from ..graph import Graph, Sizes, TensorSpec
from ..modules import shared_copy
from .masks import padding_mask


class TextBranch(nn.Module):
    """input_ids and attention_mask [batch, tokens] -> text_embeds [batch, dim] of length one."""

    def __init__(self, clap: ClapModel) -> None:
        super().__init__()
        self.text_model, self.text_projection = shared_copy(clap.text_model), clap.text_projection

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        pooled = self.text_model(input_ids, attention_mask).pooler_output
        return nn.functional.normalize(self.text_projection(pooled), dim=-1)


class AudioBranch(nn.Module):
    """input_features [batch, 1, frames, mels], decibels -> audio_embeds [batch, dim] of length one."""

    def __init__(self, clap: ClapModel) -> None:
        super().__init__()
        self.audio_model, self.audio_projection = shared_copy(clap.audio_model), clap.audio_projection

    def forward(self, input_features: torch.Tensor) -> torch.Tensor:
        pooled = self.audio_model(input_features).pooler_output
        return nn.functional.normalize(self.audio_projection(pooled), dim=-1)


def text_graph(clap: ClapModel) -> Graph:
    config = clap.config.text_config
    # The first position is one after the padding token's, which RoBERTa leaves to padding.
    longest = config.max_position_embeddings - config.pad_token_id - 1
    return Graph(
        name="model",
        file="model.onnx",
        module=TextBranch(clap),
        reference=lambda ids, mask: clap.get_text_features(ids, mask).pooler_output,
        inputs=(
            TensorSpec("input_ids", ("batch", "tokens"), torch.int64, config.vocab_size),
            TensorSpec("attention_mask", ("batch", "tokens"), torch.int64, make=padding_mask),
        ),
        outputs=(TensorSpec("text_embeds", ("batch", clap.config.projection_dim), clap.dtype),),
        traced={"batch": 2, "tokens": 7},
        checked=({"batch": 1, "tokens": 1}, {"batch": 3, "tokens": longest}),
        request={"batch": 1, "tokens": longest},
    )


def audio_graph(clap: ClapModel, extractor: ClapFeatureExtractor) -> Graph:
    """The graph for what the feature extractor makes of any sound: always as many frames, repeated or cut to fit."""
    frames = extractor.nb_max_samples // extractor.hop_length + 1

    def decibels(sizes: Sizes) -> torch.Tensor:
        generator = torch.Generator().manual_seed(sizes["batch"])
        return torch.randn(sizes["batch"], 1, frames, extractor.feature_size, generator=generator) * 20 - 30

    shape = ("batch", 1, frames, extractor.feature_size)
    return Graph(
        name="audio",
        file="audio.onnx",
        module=AudioBranch(clap),
        reference=lambda features: clap.get_audio_features(features).pooler_output,
        inputs=(TensorSpec("input_features", shape, clap.dtype, make=decibels),),
        outputs=(TensorSpec("audio_embeds", ("batch", clap.config.projection_dim), clap.dtype),),
        traced={"batch": 2},
        checked=({"batch": 1}, {"batch": 3}),
        request={"batch": 1},
    )
