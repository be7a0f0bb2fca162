"""Put the trained parts together as a diffusers StableVideoDiffusionPipeline and animate pictures with it.

    python assemble.py --work WORK

Writes WORK/pipeline (float32, averaged weights), WORK/parameters.json and WORK/manifest_extra.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKLTemporalDecoder, StableVideoDiffusionPipeline
from PIL import Image

from checkpoint import load_checkpoint
from models import CELL, LATENT_SIDE, make_feature_extractor, make_image_encoder, make_scheduler, make_unet
from render import FPS, FRAMES, SIZE

DEFAULTS = {
    "steps": 25,
    "minGuidance": 1.8,
    "maxGuidance": 2.2,
    "frames": FRAMES,
    "width": SIZE,
    "height": SIZE,
    "fps": FPS,
    "motionBucketId": 60,
    "noiseAugStrength": 0.02,
    "decodeChunk": 7,
}
"""Two chunks, so that two devices can share the decoding."""


def build_pipeline(work: Path) -> StableVideoDiffusionPipeline:
    """The pipeline with the averaged weights of the latest checkpoint."""
    # diffusers notes the folder that weights came from, which is nobody's business.
    vae = AutoencoderKLTemporalDecoder.from_pretrained(work / "vae/pretrained").eval()
    vae.register_to_config(_name_or_path="")
    unet, image_encoder = make_unet(), make_image_encoder()
    weights = load_checkpoint(work / "unet/checkpoint.pt")["average"]["weights"]
    unet.load_state_dict(weights["unet"])
    image_encoder.load_state_dict(weights["image_encoder"])
    pipeline = StableVideoDiffusionPipeline(
        vae=vae,
        image_encoder=image_encoder.eval(),
        unet=unet.eval(),
        scheduler=make_scheduler(),
        feature_extractor=make_feature_extractor(),
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def animate(
    pipeline: StableVideoDiffusionPipeline,
    pictures: Sequence[Image.Image],
    bucket: int,
    seed: int,
    steps: int = DEFAULTS["steps"],
    guidance: float = DEFAULTS["maxGuidance"],
) -> np.ndarray:
    """Pictures of one size to one clip each, uint8 [N, 14, 64, 64, 3]."""
    frames = pipeline(
        list(pictures),
        height=SIZE,
        width=SIZE,
        num_frames=FRAMES,
        num_inference_steps=steps,
        min_guidance_scale=DEFAULTS["minGuidance"],
        max_guidance_scale=guidance,
        fps=DEFAULTS["fps"],
        motion_bucket_id=bucket,
        noise_aug_strength=DEFAULTS["noiseAugStrength"],
        decode_chunk_size=DEFAULTS["decodeChunk"],
        generator=torch.Generator().manual_seed(seed),
        output_type="np",
    ).frames
    return np.rint(np.asarray(frames) * 255.0).astype(np.uint8)


def fit_preview(work: Path, clips: int = 600) -> dict[str, list[list[float]] | list[float]]:
    """Least-squares map of a latent cell [8] to the mean RGB in [0, 1] of its 4 x 4 pixels."""
    latents = np.load(work / "latents/train.npy", mmap_mode="r")[:clips].astype(np.float64)
    video = np.load(work / "pools/train/clips.npy", mmap_mode="r")[: len(latents)] / 255.0
    colours = video.reshape(-1, LATENT_SIDE, CELL, LATENT_SIDE, CELL, 3).mean(axis=(2, 4)).reshape(-1, 3)
    cells = np.moveaxis(latents, 2, -1).reshape(len(colours), -1)
    design = np.concatenate([cells, np.ones((len(cells), 1))], axis=1)
    solution, *_ = np.linalg.lstsq(design, colours, rcond=None)
    return {"factors": np.round(solution[:-1], 5).tolist(), "bias": np.round(solution[-1], 5).tolist()}


def count_parameters(pipeline: StableVideoDiffusionPipeline) -> dict[str, int]:
    """Parameters per component of the bundle, which ships them all."""
    parts = {
        "image_encoder": [pipeline.image_encoder],
        "vae_encoder": [pipeline.vae.encoder, pipeline.vae.quant_conv],
        "unet": [pipeline.unet],
        "vae_decoder": [pipeline.vae.decoder],
    }
    return {name: sum(w.numel() for module in modules for w in module.parameters()) for name, modules in parts.items()}


def manifest_extra(work: Path) -> dict[str, object]:
    """What the exporter's --extra wants to know: all that is not measured from the graphs."""
    return {
        "title": "Demo: image to video",
        "description": (
            "A small Stable Video Diffusion, trained from scratch on pictures and clips drawn by script. "
            f"{FRAMES} frames of {SIZE} x {SIZE} pixels from any picture."
        ),
        "license": "Apache-2.0",
        "source": "build/models/demo/image_to_video",
        "defaults": DEFAULTS,
        "parastep": {"warmup": 5},
        "preview": fit_preview(work),
        "examples": [],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    args = parser.parse_args()
    pipeline = build_pipeline(args.work)
    pipeline.save_pretrained(args.work / "pipeline")
    counts = count_parameters(pipeline)
    (args.work / "parameters.json").write_text(json.dumps(counts, indent=2) + "\n")
    (args.work / "manifest_extra.json").write_text(json.dumps(manifest_extra(args.work), indent=2) + "\n")
    total = sum(counts.values())
    print(f"{counts}, {total} parameters, {total * 2 / 1e6:.1f} MB in float16")


if __name__ == "__main__":
    main()
