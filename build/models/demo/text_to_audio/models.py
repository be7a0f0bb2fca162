"""The networks: unmodified diffusers and transformers classes at small sizes.

Parameters shipped: UNet 6.4 M, vocoder 2.5 M, VAE decoder 0.4 M, text networks 1.1 M; 10.4 M in all.
"""

from __future__ import annotations

from diffusers import (
    AudioLDM2ProjectionModel,
    AudioLDM2UNet2DConditionModel,
    AutoencoderKL,
    DDIMScheduler,
)
from transformers import (
    ClapAudioConfig,
    ClapConfig,
    ClapFeatureExtractor,
    ClapModel,
    ClapTextConfig,
    GPT2Config,
    GPT2LMHeadModel,
    SpeechT5HifiGan,
    SpeechT5HifiGanConfig,
    T5Config,
    T5EncoderModel,
)

from mel import BINS, RATE

LATENT_CHANNELS = 8
LATENT_TIMES, LATENT_BINS = 32, 16
CELL = 4
"""Frames, and bins, of a spectrogram that make one latent: the published compression."""
UNET_WIDTHS = (64, 96, 112)
CLAP_WIDTH, T5_WIDTH, GPT_WIDTH = 96, 128, 128
MAX_TOKENS = 48
"""Of either tokenizer."""
GENERATED = 8
"""Embeddings that the language model makes; the published number."""


def make_vae() -> AutoencoderKL:
    """Spectrograms [B, 1, 128, 64] to latents [B, 8, 32, 16] and back: 4x in time and pitch, as published."""
    return AutoencoderKL(
        in_channels=1,
        out_channels=1,
        block_out_channels=(16, 32, 64),
        down_block_types=("DownEncoderBlock2D",) * 3,
        up_block_types=("UpDecoderBlock2D",) * 3,
        layers_per_block=1,
        latent_channels=LATENT_CHANNELS,
        norm_num_groups=8,
        sample_size=64,
        scaling_factor=1.0,
    )


def make_unet() -> AudioLDM2UNet2DConditionModel:
    """Denoiser of latents [B, 8, 32, 16], given GPT-2's embeddings [B, 8, 128] and T5's states [B, S, 128].

    Attention is at the coarsest level, where a clip has 8 x 4 places. Each attention layer is the published triple of
    self-attention, attention to the generated embeddings and attention to T5's states, and costs as much as four
    residual blocks.
    """
    return AudioLDM2UNet2DConditionModel(
        sample_size=LATENT_TIMES,
        in_channels=LATENT_CHANNELS,
        out_channels=LATENT_CHANNELS,
        block_out_channels=UNET_WIDTHS,
        layers_per_block=1,
        norm_num_groups=8,
        attention_head_dim=4,
        down_block_types=("DownBlock2D", "DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D", "UpBlock2D"),
        cross_attention_dim=[[None, GPT_WIDTH, T5_WIDTH]] * 3,
    )


def make_clap(vocabulary: int) -> ClapModel:
    """CLAP with a text branch of two RoBERTa layers; texts become unit vectors [B, 96].

    The class cannot be without an audio branch. It is as small as it gets and untrained: the fusion flag marks
    it as not for ranking.
    """
    text = ClapTextConfig(
        vocab_size=vocabulary,
        hidden_size=96,
        intermediate_size=192,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=MAX_TOKENS + 2,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        layer_norm_eps=1e-5,
    )
    audio = ClapAudioConfig(
        num_mel_bins=BINS,
        spec_size=64,
        window_size=4,
        patch_embeds_hidden_size=8,
        hidden_size=16,
        depths=[1, 1],
        num_attention_heads=[1, 2],
        enable_fusion=True,
        fusion_type="daf_2d",
    )
    return ClapModel(ClapConfig(text_config=text, audio_config=audio, projection_dim=CLAP_WIDTH))


def make_feature_extractor() -> ClapFeatureExtractor:
    """Part of the pipeline class; used for ranking only."""
    return ClapFeatureExtractor(feature_size=BINS, sampling_rate=48_000)


def make_t5(vocabulary: int) -> T5EncoderModel:
    """T5 v1.1 layout (gated GELU, untied) with two layers: [B, S] to [B, S, 128]."""
    return T5EncoderModel(
        T5Config(
            vocab_size=vocabulary,
            d_model=T5_WIDTH,
            d_kv=32,
            d_ff=256,
            num_layers=2,
            num_heads=4,
            dropout_rate=0.0,
            feed_forward_proj="gated-gelu",
            tie_word_embeddings=False,
            relative_attention_num_buckets=32,
            relative_attention_max_distance=32,
            pad_token_id=0,
            eos_token_id=1,
        )
    )


def make_projection() -> AudioLDM2ProjectionModel:
    """Joins CLAP's vector and T5's states to one sequence [B, 1 + S + 4, 128]."""
    return AudioLDM2ProjectionModel(CLAP_WIDTH, T5_WIDTH, GPT_WIDTH)


def make_language_model() -> GPT2LMHeadModel:
    """GPT-2 body of two layers. Its words and head are never used: the vocabulary has one word."""
    return GPT2LMHeadModel(
        GPT2Config(
            vocab_size=1,
            n_embd=GPT_WIDTH,
            n_layer=2,
            n_head=4,
            n_inner=256,
            n_positions=64,
            resid_pdrop=0.0,
            embd_pdrop=0.0,
            attn_pdrop=0.0,
            bos_token_id=0,
            eos_token_id=0,
            max_new_tokens=GENERATED,
        )
    )


def make_vocoder() -> SpeechT5HifiGan:
    """Spectrograms [B, T, 64] to waveforms [B, 640 T].

    Most of its work is done at 25 and 250 frames a second, where channels are many and a processor is fast: there
    `vocoder_basis.py` has waveforms come about, and what follows refines them. Kernels as odd or even as their rates
    make the length exactly 640 T.
    """
    return SpeechT5HifiGan(
        SpeechT5HifiGanConfig(
            model_in_dim=BINS,
            sampling_rate=RATE,
            upsample_initial_channel=512,
            upsample_rates=[1, 10, 8, 8],
            upsample_kernel_sizes=[3, 20, 16, 16],
            resblock_kernel_sizes=[3],
            resblock_dilation_sizes=[[1, 3]],
            normalize_before=False,
        )
    )


def make_scheduler() -> DDIMScheduler:
    """The configuration of AudioLDM2."""
    return DDIMScheduler(
        num_train_timesteps=1000,
        beta_start=0.0015,
        beta_end=0.0195,
        beta_schedule="scaled_linear",
        clip_sample=False,
        set_alpha_to_one=False,
        steps_offset=1,
        prediction_type="epsilon",
        timestep_spacing="leading",
    )
