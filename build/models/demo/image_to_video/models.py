"""The networks: unmodified diffusers and transformers classes at small sizes."""

from __future__ import annotations

from diffusers import AutoencoderKLTemporalDecoder, EulerDiscreteScheduler, UNetSpatioTemporalConditionModel
from transformers import CLIPImageProcessorPil, CLIPVisionConfig, CLIPVisionModelWithProjection

from render import FRAMES, SIZE

LATENT_CHANNELS = 8
CELL = 4
"""Pixels along a side of a latent cell."""
LATENT_SIDE = SIZE // CELL
EMBEDDING = 128
"""Width of the image embedding."""
SIGMA_MIN, SIGMA_MAX = 0.002, 700.0


def make_vae() -> AutoencoderKLTemporalDecoder:
    """Pixels [N, 3, 64, 64] to latents [N, 8, 16, 16] and back.

    Three levels instead of four: a cell of 4 pixels moves by whole cells in motions that we draw,
    and 8 channels leave a sixth of the numbers, where 4 would leave a twelfth. The first level is
    64 wide, because diffusers normalises in 32 groups: groups of a single channel would forget
    how bright the picture is.
    """
    return AutoencoderKLTemporalDecoder(
        block_out_channels=(64, 64, 128),
        down_block_types=("DownEncoderBlock2D",) * 3,
        layers_per_block=1,
        latent_channels=LATENT_CHANNELS,
        sample_size=SIZE,
        scaling_factor=1.0,
    )


def make_unet() -> UNetSpatioTemporalConditionModel:
    """Denoiser of latents [B, 14, 8, 16, 16], beside which it gets those of the picture.

    At 16 x 16 cells it only convolves; it attends at 8 x 8 and at the bottom.
    """
    return UNetSpatioTemporalConditionModel(
        sample_size=LATENT_SIDE,
        in_channels=2 * LATENT_CHANNELS,
        out_channels=LATENT_CHANNELS,
        block_out_channels=(64, 96, 128),
        down_block_types=(
            "DownBlockSpatioTemporal",
            "CrossAttnDownBlockSpatioTemporal",
            "DownBlockSpatioTemporal",
        ),
        up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal", "UpBlockSpatioTemporal"),
        layers_per_block=1,
        num_attention_heads=(2, 3, 4),
        cross_attention_dim=EMBEDDING,
        addition_time_embed_dim=32,
        projection_class_embeddings_input_dim=96,
        num_frames=FRAMES,
    )


def make_image_encoder() -> CLIPVisionModelWithProjection:
    """Pictures [B, 3, 224, 224] to embeddings [B, 128], trained together with the denoiser."""
    return CLIPVisionModelWithProjection(
        CLIPVisionConfig(
            hidden_size=128,
            intermediate_size=512,
            projection_dim=EMBEDDING,
            num_hidden_layers=4,
            num_attention_heads=4,
            image_size=224,
            patch_size=32,
            hidden_act="gelu",
        )
    )


def make_scheduler() -> EulerDiscreteScheduler:
    """The configuration of the published checkpoints."""
    return EulerDiscreteScheduler(
        num_train_timesteps=1000,
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        prediction_type="v_prediction",
        interpolation_type="linear",
        use_karras_sigmas=True,
        sigma_min=SIGMA_MIN,
        sigma_max=SIGMA_MAX,
        timestep_spacing="leading",
        timestep_type="continuous",
        steps_offset=1,
    )


def make_feature_extractor() -> CLIPImageProcessorPil:
    """CLIP's mean and standard deviation; the pipeline uses nothing else of it."""
    return CLIPImageProcessorPil()
