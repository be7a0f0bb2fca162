"""The T5 text encoder as a graph (transformers' T5EncoderModel)."""

from __future__ import annotations

import types

import torch
from torch import nn
from transformers import T5EncoderModel
from transformers.models.t5.modeling_t5 import T5Attention

from ..modules import shared_copy


class TextEncoder(nn.Module):
    """input_ids [batch, tokens] and, if the pipeline gives one, attention_mask [batch, tokens] -> last_hidden_state
    [batch, tokens, dim].

    CogVideoXPipeline gives no mask, so padding is attended to.
    """

    def __init__(self, encoder: T5EncoderModel) -> None:
        super().__init__()
        self.encoder = shared_copy(encoder)
        for module in self.encoder.modules():
            if isinstance(module, T5Attention) and module.has_relative_attention_bias:
                module.compute_bias = types.MethodType(_compute_bias, module)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor | None = None) -> torch.Tensor:
        return self.encoder(input_ids, attention_mask, return_dict=False)[0]


def _compute_bias(
    self: T5Attention,
    query_length: int,
    key_length: int,
    device: torch.device | None = None,
    past_seen_tokens: int = 0,
) -> torch.Tensor:
    """T5Attention.compute_bias [1, heads, query, key], with the buckets looked up instead of computed.

    The original takes `trunc(log(distance / 8) / log(16) * 8)`. At powers of two this is a whole number up to
    rounding, so a logarithm that differs in the last bit from PyTorch's moves a token to another bucket. A table made
    by PyTorch at export cannot; one entry per distance is enough, because all distances beyond the maximum share one.
    """
    far = self.relative_attention_max_distance
    table = self._relative_position_bucket(
        torch.arange(-far, far + 1),
        bidirectional=True,
        num_buckets=self.relative_attention_num_buckets,
        max_distance=far,
    )
    query = torch.arange(query_length)[:, None]
    key = torch.arange(key_length)[None, :]
    bucket = table[torch.clamp(key - query, -far, far) + far]
    return self.relative_attention_bias(bucket).permute(2, 0, 1).unsqueeze(0)
