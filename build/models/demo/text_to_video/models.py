"""The networks: unmodified diffusers and transformers classes at small sizes."""

from __future__ import annotations

from diffusers import AutoencoderKLCogVideoX, CogVideoXDDIMScheduler, CogVideoXTransformer3DModel
from transformers import T5Config, T5EncoderModel

LATENT_CHANNELS = 8
LATENT_FRAMES = 5
LATENT_SIDE = 16
CELL = 4
"""Pixels along a side of a latent cell; a cell also spans four frames, but the first frame alone."""
MAX_TOKENS = 24
TEXT_WIDTH = 128


def make_vae() -> AutoencoderKLCogVideoX:
    """Pixels [B, 3, 17, 64, 64] to latents [B, 8, 5, 16, 16] and back.

    The narrow first level is where nearly all the time goes; the deep levels cost little.
    """
    return AutoencoderKLCogVideoX(
        in_channels=3,
        out_channels=3,
        down_block_types=("CogVideoXDownBlock3D",) * 3,
        up_block_types=("CogVideoXUpBlock3D",) * 3,
        block_out_channels=(16, 32, 80),
        latent_channels=LATENT_CHANNELS,
        layers_per_block=1,
        norm_num_groups=8,
        temporal_compression_ratio=4,
        sample_height=64,
        sample_width=64,
        scaling_factor=1.0,
    )


def make_transformer() -> CogVideoXTransformer3DModel:
    """Denoiser of latents [B, 5, 8, 16, 16] given text states [B, 24, 128].

    Patches of four cells make 80 tokens of a clip, 104 in all.
    """
    return CogVideoXTransformer3DModel(
        num_attention_heads=4,
        attention_head_dim=64,
        in_channels=LATENT_CHANNELS,
        out_channels=LATENT_CHANNELS,
        time_embed_dim=64,
        text_embed_dim=TEXT_WIDTH,
        num_layers=6,
        sample_width=LATENT_SIDE,
        sample_height=LATENT_SIDE,
        sample_frames=17,
        patch_size=4,
        temporal_compression_ratio=4,
        max_text_seq_length=MAX_TOKENS,
        spatial_interpolation_scale=1.0,
        temporal_interpolation_scale=1.0,
        use_rotary_positional_embeddings=False,
    )


def make_text_encoder(vocabulary: int) -> T5EncoderModel:
    """T5 v1.1 layout (gated GELU, untied) with two layers, trained together with the denoiser."""
    return T5EncoderModel(
        T5Config(
            vocab_size=vocabulary,
            d_model=TEXT_WIDTH,
            d_kv=32,
            d_ff=256,
            num_layers=2,
            num_heads=4,
            dropout_rate=0.0,
            feed_forward_proj="gated-gelu",
            tie_word_embeddings=False,
            relative_attention_num_buckets=32,
            relative_attention_max_distance=24,
            pad_token_id=0,
            eos_token_id=1,
        )
    )


def make_scheduler() -> CogVideoXDDIMScheduler:
    """The configuration of CogVideoX-2b."""
    return CogVideoXDDIMScheduler(
        num_train_timesteps=1000,
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        clip_sample=False,
        set_alpha_to_one=True,
        prediction_type="v_prediction",
        rescale_betas_zero_snr=True,
        snr_shift_scale=3.0,
        timestep_spacing="trailing",
    )
