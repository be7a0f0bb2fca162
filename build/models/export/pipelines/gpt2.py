"""The body of GPT-2 as a graph (transformers' GPT2Model)."""

from __future__ import annotations

import types
from typing import Any

import torch
from torch import nn
from transformers import GPT2Model
from transformers.models.gpt2.modeling_gpt2 import GPT2Attention

from ..attention import attend
from ..graph import Graph, TensorSpec
from ..modules import shared_copy
from .masks import joined_mask

HIDDEN = -10000.0
"""Added to the scores of tokens that must not be seen: in float16, too, no exponential of it is above zero."""


class Body(nn.Module):
    """inputs_embeds [batch, tokens, dim] and attention_mask [batch, tokens] -> last_hidden_state [batch, tokens, dim].

    AudioLDM2 generates by appending the last state to the input, eight times. Without a cache of keys and values these
    are eight calls of a graph without state; the sequence has a hundred tokens, so that costs little.
    """

    def __init__(self, model: GPT2Model) -> None:
        super().__init__()
        self.model = shared_copy(model)
        for block in self.model.h:
            block.attn.forward = types.MethodType(_attend, block.attn)

    def forward(self, inputs_embeds: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        # The mask by hand: what transformers makes of it is traced to attention in float32 for float16 models.
        position = torch.arange(inputs_embeds.shape[1])
        seen = (position[None, :] <= position[:, None]) & attention_mask[:, None, :].bool()
        bias = (~seen).to(inputs_embeds.dtype) * HIDDEN  # [batch, queries, keys]
        hidden = inputs_embeds + self.model.wpe(position)
        for block in self.model.h:
            hidden = block(hidden, attention_mask=bias)
        return self.model.ln_f(hidden)


def _attend(
    self: GPT2Attention, hidden_states: torch.Tensor, attention_mask: torch.Tensor, **_options: Any
) -> tuple[torch.Tensor, None]:
    """GPT2Attention.forward without a cache: [batch, tokens, dim] -> the same, with a bias [batch, tokens, tokens]."""
    query, key, value = self.c_attn(hidden_states).split(self.split_size, dim=2)
    return self.c_proj(attend(query, key, value, self.num_heads, bias=attention_mask)), None


def language_graph(model: GPT2Model) -> Graph:
    config = model.config
    states = ("batch", "tokens", config.n_embd)
    return Graph(
        name="model",
        file="model.onnx",
        module=Body(model),
        reference=lambda embeds, mask: (
            model(inputs_embeds=embeds, attention_mask=mask, use_cache=False).last_hidden_state
        ),
        inputs=(
            TensorSpec("inputs_embeds", states, model.dtype),
            TensorSpec("attention_mask", ("batch", "tokens"), torch.int64, make=joined_mask),
        ),
        outputs=(TensorSpec("last_hidden_state", states, model.dtype),),
        traced={"batch": 2, "tokens": 7},
        checked=(
            {"batch": 1, "tokens": 1},
            {"batch": 3, "tokens": 12},
            {"batch": 1, "tokens": min(config.n_positions, 160)},
        ),
        request={"batch": 1, "tokens": min(config.n_positions, 160)},
    )
