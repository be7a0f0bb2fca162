"""From token ids to what the UNet is conditioned on: the steps of AudioLDM2Pipeline.encode_prompt, with gradients."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from checkpoint import load_checkpoint
from diffusers import AudioLDM2ProjectionModel, AudioLDM2UNet2DConditionModel
from torch import nn
from transformers import (
    ClapModel,
    DynamicCache,
    GPT2LMHeadModel,
    PreTrainedTokenizerBase,
    T5EncoderModel,
)

from models import GENERATED, MAX_TOKENS, make_clap, make_language_model, make_projection, make_t5, make_unet


@dataclass(frozen=True)
class Tokens:
    """Ids and masks of both tokenizers, int64 [B, S] and [B, S2]."""

    clap_ids: torch.Tensor
    clap_mask: torch.Tensor
    t5_ids: torch.Tensor
    t5_mask: torch.Tensor


@dataclass(frozen=True)
class Conditions:
    """text: CLAP's unit vectors [B, 96]; generated: GPT-2's embeddings [B, 8, 128]; states: T5's [B, S2, 128];
    mask: int64 [B, S2]."""

    text: torch.Tensor
    generated: torch.Tensor
    states: torch.Tensor
    mask: torch.Tensor


def tokenize(clap: PreTrainedTokenizerBase, t5: PreTrainedTokenizerBase, texts: list[str]) -> Tokens:
    """Both padded to the longest text. The pipeline pads CLAP's to the end; its mask makes that the same."""
    options = {"padding": True, "truncation": True, "max_length": MAX_TOKENS, "return_tensors": "pt"}
    first, second = clap(texts, **options), t5(texts, **options)
    return Tokens(first.input_ids, first.attention_mask, second.input_ids, second.attention_mask)


def predict_noise(
    unet: AudioLDM2UNet2DConditionModel, noisy: torch.Tensor, timesteps: torch.Tensor, conditions: Conditions
) -> torch.Tensor:
    """The noise in latents [B, 8, 32, 16] at timesteps [B]."""
    return unet(
        noisy,
        timesteps,
        encoder_hidden_states=conditions.generated,
        encoder_hidden_states_1=conditions.states,
        encoder_attention_mask_1=conditions.mask,
    ).sample


class Conditioner(nn.Module):
    """The four text networks of the pipeline, under their names there."""

    def __init__(self, clap_vocabulary: int, t5_vocabulary: int) -> None:
        super().__init__()
        self.text_encoder: ClapModel = make_clap(clap_vocabulary)
        self.text_encoder_2: T5EncoderModel = make_t5(t5_vocabulary)
        self.projection_model: AudioLDM2ProjectionModel = make_projection()
        self.language_model: GPT2LMHeadModel = make_language_model()
        self.language_model.transformer.wte.requires_grad_(False)
        for name, weight in self.text_encoder.named_parameters():
            weight.requires_grad_(name.startswith("text_"))
        with torch.no_grad():
            # All start at one in diffusers, which no two of them should.
            for name, weight in self.projection_model.named_parameters():
                if name.startswith(("sos", "eos")):
                    weight.normal_(std=0.5)

    def forward(self, tokens: Tokens) -> Conditions:
        text = self.text_encoder.get_text_features(tokens.clap_ids, attention_mask=tokens.clap_mask).pooler_output
        states = self.text_encoder_2(tokens.t5_ids, attention_mask=tokens.t5_mask).last_hidden_state
        projected = self.projection_model(
            hidden_states=text[:, None],
            hidden_states_1=states,
            attention_mask=tokens.t5_mask.new_ones((len(text), 1)),
            attention_mask_1=tokens.t5_mask,
        )
        generated = self._generate(projected.hidden_states, projected.attention_mask)
        return Conditions(text, generated, states, tokens.t5_mask)

    def _generate(self, embeds: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Eight rounds: the last state is the next input; [B, L, 128] to [B, 8, 128]."""
        cache, made = DynamicCache(), []
        for _ in range(GENERATED):
            output = self.language_model.transformer(
                inputs_embeds=embeds, attention_mask=mask, past_key_values=cache, use_cache=True
            )
            embeds = output.last_hidden_state[:, -1:]
            made.append(embeds)
            mask = torch.cat([mask, mask.new_ones((len(mask), 1))], dim=1)
        return torch.cat(made, dim=1)


def load_denoiser(
    work: Path, clap_vocabulary: int, t5_vocabulary: int
) -> tuple[AudioLDM2UNet2DConditionModel, Conditioner]:
    """Denoiser and text networks with the averaged weights of the latest checkpoint, for use."""
    unet, conditioner = make_unet(), Conditioner(clap_vocabulary, t5_vocabulary)
    weights = load_checkpoint(work / "unet/checkpoint.pt")["average"]["weights"]
    unet.load_state_dict(weights["unet"])
    conditioner.load_state_dict(weights["conditioner"])
    return unet.eval(), conditioner.eval()
