"""The CLIP image encoder as a graph (transformers' CLIPVisionModelWithProjection)."""

from __future__ import annotations

import types
from typing import Any

import torch
from torch import nn
from transformers import CLIPVisionModelWithProjection
from transformers.models.clip.modeling_clip import CLIPAttention

from ..attention import attend
from ..modules import shared_copy


class ImageEncoder(nn.Module):
    """pixel_values [batch, 3, size, size], normalised -> image_embeds [batch, dim]."""

    def __init__(self, encoder: CLIPVisionModelWithProjection, fused_attention: bool) -> None:
        super().__init__()
        self.encoder = shared_copy(encoder)
        for module in self.encoder.modules():
            if isinstance(module, CLIPAttention):
                module.forward = types.MethodType(_attend, module)
                module.fused = fused_attention

    def forward(self, pixel_values: torch.Tensor) -> torch.Tensor:
        return self.encoder(pixel_values).image_embeds


def _attend(self: CLIPAttention, hidden_states: torch.Tensor, **_options: Any) -> tuple[torch.Tensor, None]:
    """CLIPAttention.forward without a mask: [batch, patches + 1, dim] -> the same."""
    query, key, value = self.q_proj(hidden_states), self.k_proj(hidden_states), self.v_proj(hidden_states)
    return self.out_proj(attend(query, key, value, self.num_heads, self.fused)), None
