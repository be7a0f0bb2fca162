"""The attention layers of diffusers' UNets and VAEs, over the attention that the exporter lowers to ONNX."""

from __future__ import annotations

import torch
from diffusers.models.attention_processor import Attention
from torch import nn

from ..attention import attend


def lower_attention(model: nn.Module, fused: bool) -> None:
    """Lets every attention layer in `model` use `attend`."""
    for module in model.modules():
        if isinstance(module, Attention):
            module.set_processor(Lowered(fused))


class Lowered:
    """AttnProcessor2_0 for what UNets and VAEs use of it.

    hidden_states [batch, sequence, dim], or pictures [batch, channels, height, width], attend to
    encoder_hidden_states [batch, tokens, dim], or to themselves; the result is shaped like hidden_states.
    attention_mask [batch, 1, tokens] is added to the scores.
    """

    def __init__(self, fused: bool) -> None:
        self.fused = fused

    def __call__(
        self,
        attn: Attention,
        hidden_states: torch.Tensor,
        encoder_hidden_states: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        picture = hidden_states.ndim == 4
        sequence = hidden_states.flatten(2).transpose(1, 2) if picture else hidden_states
        if attn.group_norm is not None:
            sequence = attn.group_norm(sequence.transpose(1, 2)).transpose(1, 2)
        context = sequence if encoder_hidden_states is None else encoder_hidden_states
        query, key, value = attn.to_q(sequence), attn.to_k(context), attn.to_v(context)
        attended = attn.to_out[0](attend(query, key, value, attn.heads, self.fused, attention_mask))
        if picture:
            attended = attended.transpose(1, 2).reshape(hidden_states.shape)
        return attended + hidden_states if attn.residual_connection else attended


class OneKey:
    """AttnProcessor2_0 where encoder_hidden_states is a single token [batch, 1, dim].

    A softmax over one key is one, whatever the query: the result is the value [batch, 1, dim], the same for the whole
    sequence, to which it is added by broadcasting. Queries and keys need not be computed.
    """

    def __call__(
        self,
        attn: Attention,
        hidden_states: torch.Tensor,
        encoder_hidden_states: torch.Tensor,
        attention_mask: None = None,
    ) -> torch.Tensor:
        return attn.to_out[0](attn.to_v(encoder_hidden_states))
