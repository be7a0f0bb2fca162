"""Put the trained parts together as a diffusers CogVideoXPipeline and sample from it.

    python assemble.py --work WORK --guidance 5

Writes WORK/pipeline (float32, averaged weights), WORK/parameters.json and WORK/manifest_extra.json,
which is what the app shows and uses beside the weights.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKLCogVideoX, CogVideoXPipeline
from transformers import T5Tokenizer

from backgrounds import SIZE
from checkpoint import load_checkpoint
from components import Components, to_blocks
from models import LATENT_CHANNELS, MAX_TOKENS, make_scheduler, make_text_encoder, make_transformer
from render import FPS, FRAMES

EXAMPLES = (
    "a rocket flying up through a night sky",
    "a heart growing over the ocean",
    "a red car moving to the right in the desert",
    "a penguin getting bigger in the snow",
    "an apple falling through a blue sky",
    "a ghost rising at night",
    "a pumpkin moving to the left in a meadow",
    "a star falling through the night sky",
    "a balloon floating up over the sea",
)


def build_pipeline(work: Path) -> CogVideoXPipeline:
    """The pipeline with the averaged weights of the latest checkpoint."""
    tokenizer = T5Tokenizer.from_pretrained(work / "tokenizer")
    transformer, text_encoder = make_transformer(), make_text_encoder(len(tokenizer))
    weights = load_checkpoint(work / "transformer/checkpoint.pt")["average"]["weights"]
    transformer.load_state_dict(weights["transformer"])
    text_encoder.load_state_dict(weights["text_encoder"])
    vae = AutoencoderKLCogVideoX.from_pretrained(work / "vae/pretrained").eval()
    # diffusers notes the folder that weights came from, which is nobody's business.
    vae.register_to_config(_name_or_path="")
    pipeline = CogVideoXPipeline(
        tokenizer=tokenizer,
        text_encoder=text_encoder.eval(),
        vae=vae,
        transformer=transformer.eval(),
        scheduler=make_scheduler(),
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def sample(pipeline: CogVideoXPipeline, prompts: list[str], steps: int, guidance: float, seed: int) -> np.ndarray:
    """Generate one clip per prompt, uint8 [N, 17, 64, 64, 3]."""
    frames = pipeline(
        prompt=prompts,
        negative_prompt=[""] * len(prompts),
        height=SIZE,
        width=SIZE,
        num_frames=FRAMES,
        num_inference_steps=steps,
        guidance_scale=guidance,
        max_sequence_length=MAX_TOKENS,
        generator=torch.Generator().manual_seed(seed),
        output_type="np",
    ).frames
    return np.rint(frames * 255.0).astype(np.uint8)


def fit_preview(work: Path, clips: int = 600) -> dict[str, list[list[float]] | list[float]]:
    """Least-squares map of a latent cell [8] to the mean RGB in [0, 1] of its pixels.

    A cell covers 4 x 4 pixels of one frame (the first latent frame) or of four frames.
    """
    video = np.load(work / "pools/train/clips.npy", mmap_mode="r")[:clips]
    cells = np.moveaxis(Components.load(work / "components.npz").encode(video), 2, -1).reshape(-1, LATENT_CHANNELS)
    colours = to_blocks(video).reshape(len(cells), -1, 3).mean(axis=1) / 2 + 0.5
    design = np.concatenate([cells, np.ones((len(cells), 1))], axis=1).astype(np.float64)
    solution, *_ = np.linalg.lstsq(design, colours.astype(np.float64), rcond=None)
    return {"factors": np.round(solution[:-1], 5).tolist(), "bias": np.round(solution[-1], 5).tolist()}


def count_parameters(pipeline: CogVideoXPipeline) -> dict[str, int]:
    """Parameters per component; the bundle ships all but the VAE's encoder."""
    parts = {
        "text_encoder": pipeline.text_encoder,
        "transformer": pipeline.transformer,
        "vae_decoder": pipeline.vae.decoder,
        "vae_encoder": pipeline.vae.encoder,
    }
    return {name: sum(weight.numel() for weight in part.parameters()) for name, part in parts.items()}


def manifest(work: Path, guidance: float) -> dict[str, object]:
    """Texts and defaults of the demo bundle."""
    return {
        "title": "Demo: text to video",
        "license": "Apache-2.0",
        "description": (
            "A small CogVideoX trained from scratch on drawn clips: one of 24 things makes one of six motions "
            "in front of one of six backgrounds. 17 frames of 64 x 64 pixels."
        ),
        "defaults": {
            "steps": 50,
            "guidanceScale": guidance,
            "frames": FRAMES,
            "width": SIZE,
            "height": SIZE,
            "fps": FPS,
            "negativePrompt": "",
        },
        "parastep": {"warmup": 5},
        "preview": fit_preview(work),
        "examples": list(EXAMPLES),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--guidance", type=float, required=True, help="default guidance scale in the app")
    args = parser.parse_args()
    pipeline = build_pipeline(args.work)
    pipeline.save_pretrained(args.work / "pipeline")
    counts = count_parameters(pipeline)
    (args.work / "parameters.json").write_text(json.dumps(counts, indent=2) + "\n")
    (args.work / "manifest_extra.json").write_text(json.dumps(manifest(args.work, args.guidance), indent=1) + "\n")
    shipped = sum(counts.values()) - counts["vae_encoder"]
    print(f"{counts}, shipped {shipped} parameters, {shipped * 2 / 1e6:.1f} MB in float16")


if __name__ == "__main__":
    main()
