"""The CogVideoX denoiser as a graph (diffusers' CogVideoXTransformer3DModel, text to video, sincos positions)."""

from __future__ import annotations

import types

import torch
from diffusers import CogVideoXTransformer3DModel
from diffusers.models.attention_processor import Attention
from diffusers.models.embeddings import CogVideoXPatchEmbed
from diffusers.models.normalization import CogVideoXLayerNormZero
from torch import nn

from ..attention import attend
from ..errors import ExportError
from ..modules import shared_copy


class Denoiser(nn.Module):
    """hidden_states [batch, frames, channels, height, width], encoder_hidden_states [batch, tokens, dim],
    timestep [batch] and pos_embed [1, tokens + patches, inner_dim] -> v prediction, shaped like hidden_states.

    The position embedding is an input because diffusers computes it in Python from the size: a trace would freeze it
    at the traced size. Its rows for text are zeros.
    """

    def __init__(self, transformer: CogVideoXTransformer3DModel, fused_attention: bool) -> None:
        super().__init__()
        _require_supported(transformer)
        self.transformer = shared_copy(transformer)
        self.transformer.patch_embed = PatchEmbed(transformer.patch_embed)
        self.transformer.set_attn_processor(JointAttention(fused_attention))
        for module in self.transformer.modules():
            if isinstance(module, CogVideoXLayerNormZero):
                module.forward = types.MethodType(_modulate_both, module)

    def forward(
        self,
        hidden_states: torch.Tensor,
        encoder_hidden_states: torch.Tensor,
        timestep: torch.Tensor,
        pos_embed: torch.Tensor,
    ) -> torch.Tensor:
        self.transformer.patch_embed.pos_embed = pos_embed
        return self.transformer(
            hidden_states=hidden_states,
            encoder_hidden_states=encoder_hidden_states,
            timestep=timestep,
            return_dict=False,
        )[0]


class Reference:
    """`Denoiser` by diffusers' own code, which makes the position embedding itself."""

    def __init__(self, transformer: CogVideoXTransformer3DModel) -> None:
        self.transformer = transformer

    def __call__(
        self,
        hidden_states: torch.Tensor,
        encoder_hidden_states: torch.Tensor,
        timestep: torch.Tensor,
        pos_embed: torch.Tensor,
    ) -> torch.Tensor:
        # Other token counts than its own are asked for in checks only.
        self.transformer.patch_embed.max_text_seq_length = encoder_hidden_states.shape[1]
        return self.transformer(hidden_states, encoder_hidden_states, timestep, return_dict=False)[0]

    def positions(self, tokens: int, frames: int, height: int, width: int) -> torch.Tensor:
        """What diffusers adds for latents of this size: [1, tokens + patches, inner_dim] float64."""
        patch_embed = self.transformer.patch_embed
        patch_embed.max_text_seq_length = tokens
        pixel_frames = (frames - 1) * patch_embed.temporal_compression_ratio + 1
        return patch_embed._get_positional_embeddings(height, width, pixel_frames)


class PatchEmbed(nn.Module):
    """CogVideoXPatchEmbed with patch_size_t None: text and patches in one sequence [batch, tokens + patches, dim]."""

    def __init__(self, original: CogVideoXPatchEmbed) -> None:
        super().__init__()
        self.proj = original.proj
        self.text_proj = original.text_proj
        self.pos_embed: torch.Tensor | None = None

    def forward(self, text_embeds: torch.Tensor, image_embeds: torch.Tensor) -> torch.Tensor:
        batch, _, channels, height, width = image_embeds.shape
        patches = self.proj(image_embeds.reshape(-1, channels, height, width))
        patches = patches.flatten(2).transpose(1, 2)  # [batch * frames, rows * columns, dim]
        patches = patches.reshape(batch, -1, patches.shape[-1])  # frame-major, then rows, then columns
        return torch.cat([self.text_proj(text_embeds), patches], dim=1) + self.pos_embed


class JointAttention:
    """CogVideoXAttnProcessor2_0 without rotary embedding, over the attention that the exporter lowers to ONNX."""

    def __init__(self, fused: bool) -> None:
        self.fused = fused

    def __call__(
        self,
        attn: Attention,
        hidden_states: torch.Tensor,
        encoder_hidden_states: torch.Tensor,
        attention_mask: None = None,
        image_rotary_emb: None = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        tokens = encoder_hidden_states.shape[1]
        sequence = torch.cat([encoder_hidden_states, hidden_states], dim=1)  # [batch, sequence, inner_dim]
        query = _normalized(attn.to_q(sequence), attn.heads, attn.norm_q)
        key = _normalized(attn.to_k(sequence), attn.heads, attn.norm_k)
        attended = attn.to_out[0](attend(query, key, attn.to_v(sequence), attn.heads, self.fused))
        return attended[:, tokens:], attended[:, :tokens]


def _modulate_both(
    self: CogVideoXLayerNormZero, hidden_states: torch.Tensor, encoder_hidden_states: torch.Tensor, temb: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """CogVideoXLayerNormZero.forward: normalised, scaled and shifted patches and text [batch, ..., dim], and the gate
    of either [batch, 1, dim].

    The original's `chunk(6)` computes in the graph what a sixth is; the width of the layer is known here.
    """
    width = self.linear.out_features // 6
    parts = self.linear(self.silu(temb)).unsqueeze(1).split(width, dim=-1)
    shift, scale, gate, text_shift, text_scale, text_gate = parts
    hidden_states = self.norm(hidden_states) * (1 + scale) + shift
    encoder_hidden_states = self.norm(encoder_hidden_states) * (1 + text_scale) + text_shift
    return hidden_states, encoder_hidden_states, gate, text_gate


def _normalized(x: torch.Tensor, heads: int, norm: nn.Module | None) -> torch.Tensor:
    """Normalises each head of [batch, sequence, heads * head_dim] for itself."""
    if norm is None:
        return x
    return norm(x.unflatten(-1, (heads, -1))).flatten(-2)


def _require_supported(transformer: CogVideoXTransformer3DModel) -> None:
    """Refuses the later CogVideoX models, which the graph above does not describe."""
    config = transformer.config
    unsupported = {
        "rotary position embedding (CogVideoX-5b)": config.use_rotary_positional_embeddings,
        "learned position embedding (image to video)": config.use_learned_positional_embeddings,
        "patches in time (CogVideoX 1.5)": config.patch_size_t is not None,
        "an ofs embedding (CogVideoX 1.5 image to video)": config.ofs_embed_dim is not None,
    }
    found = [name for name, present in unsupported.items() if present]
    if found:
        raise ExportError(f"This CogVideoX transformer has {' and '.join(found)}, which is not supported yet.")
