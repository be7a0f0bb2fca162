"""What the denoiser is told about the picture and the motion, exactly as StableVideoDiffusionPipeline makes it."""

from __future__ import annotations

import numpy as np
import torch
from diffusers.pipelines.stable_video_diffusion.pipeline_stable_video_diffusion import _resize_with_antialiasing
from transformers.image_utils import OPENAI_CLIP_MEAN, OPENAI_CLIP_STD

from components import Components
from pixels import to_model

IMAGE_SIDE = 224
"""What the pipeline resizes every picture to for the image encoder."""
_MEAN = torch.tensor(OPENAI_CLIP_MEAN).view(3, 1, 1)
_STD = torch.tensor(OPENAI_CLIP_STD).view(3, 1, 1)


def pixel_values(pictures: np.ndarray) -> torch.Tensor:
    """uint8 pictures of one size [B, H, W, 3] to the image encoder's input, [B, 3, 224, 224]."""
    resized = _resize_with_antialiasing(to_model(pictures), (IMAGE_SIDE, IMAGE_SIDE))
    return ((resized + 1.0) / 2.0 - _MEAN) / _STD


def picture_latents(
    components: Components, pictures: np.ndarray, strengths: torch.Tensor, generator: torch.Generator
) -> torch.Tensor:
    """uint8 [B, 64, 64, 3] plus noise of strengths [B], encoded: the mode, unscaled, [B, 8, 16, 16]."""
    pixels = to_model(pictures)
    noise = torch.randn(pixels.shape, generator=generator)
    return components.encode(pixels + strengths.view(-1, 1, 1, 1) * noise)


def time_ids(fps: torch.Tensor, buckets: torch.Tensor, strengths: torch.Tensor) -> torch.Tensor:
    """[B] each to [B, 3]. SVD was trained with the frame rate less one."""
    return torch.stack([fps - 1.0, buckets.float(), strengths], dim=1)
