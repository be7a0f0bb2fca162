"""Put the trained parts together as a diffusers AudioLDM2Pipeline and sample from it.

    python assemble.py --work WORK

Writes WORK/pipeline (float32, averaged weights), WORK/parameters.json and WORK/manifest_extra.json, which the
exporter takes as --extra.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from diffusers import AudioLDM2Pipeline, AutoencoderKL
from torch import nn
from transformers import SpeechT5HifiGan

from conditioning import load_denoiser
from models import (
    GENERATED,
    LATENT_BINS,
    LATENT_CHANNELS,
    LATENT_TIMES,
    make_feature_extractor,
    make_scheduler,
)
from render import SECONDS
from text_tokenizers import load_tokenizers

STEPS = 200
GUIDANCE = 3.0
BUNDLE_BYTES = 25_000_000

EXAMPLES = (
    "a church organ playing slow chords",
    "a fast arpeggio on a banjo",
    "a falling scale on a xylophone, quickly",
    "a piano playing a fast rising scale",
    "a harp playing a fast arpeggio",
    "an electric guitar playing fast chords",
    "a rock drum beat at a fast tempo",
    "a slow disco beat",
    "heavy rain",
    "gentle waves",
)


def build_pipeline(work: Path) -> AudioLDM2Pipeline:
    """The pipeline with the averaged weights of the latest checkpoints.

    The language model is a GPT2LMHeadModel, which is what AudioLDM2Pipeline asks for with transformers 5: a bare
    GPT2Model lacks the generation helpers that the pipeline's loop calls.
    """
    clap_tokenizer, t5_tokenizer = load_tokenizers(work)
    unet, conditioner = load_denoiser(work, len(clap_tokenizer), len(t5_tokenizer))
    pipeline = AudioLDM2Pipeline(
        vae=AutoencoderKL.from_pretrained(work / "vae/pretrained").eval(),
        text_encoder=conditioner.text_encoder,
        text_encoder_2=conditioner.text_encoder_2,
        projection_model=conditioner.projection_model,
        language_model=conditioner.language_model,
        tokenizer=clap_tokenizer,
        tokenizer_2=t5_tokenizer,
        feature_extractor=make_feature_extractor(),
        unet=unet,
        scheduler=make_scheduler(),
        vocoder=SpeechT5HifiGan.from_pretrained(work / "vocoder/pretrained").eval(),
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def sample(pipeline: AudioLDM2Pipeline, prompts: list[str], steps: int, guidance: float, seed: int) -> np.ndarray:
    """Generate one clip per prompt, float32 [N, 81920]."""
    return pipeline(
        prompt=prompts,
        negative_prompt=[""] * len(prompts),
        audio_length_in_s=SECONDS,
        num_inference_steps=steps,
        guidance_scale=guidance,
        max_new_tokens=GENERATED,
        generator=torch.Generator().manual_seed(seed),
        output_type="np",
    ).audios


def fit_preview(work: Path, clips: int = 600) -> dict[str, list[list[float]] | list[float]]:
    """Least-squares map of a latent cell [8] to the mean level of its 4 x 4 bins, as grey in [0, 1]."""
    latents = np.load(work / "latents/train.npy", mmap_mode="r")[:clips].astype(np.float64)
    mels = np.load(work / "latents/mels.npy", mmap_mode="r")[:clips].astype(np.float64)
    levels = mels.reshape(len(mels), LATENT_TIMES, 4, LATENT_BINS, 4).mean(axis=(2, 4)).ravel() / 2.0
    cells = np.moveaxis(latents, 1, -1).reshape(-1, LATENT_CHANNELS)
    design = np.concatenate([cells, np.ones((len(cells), 1))], axis=1)
    solution, *_ = np.linalg.lstsq(design, levels, rcond=None)
    grey = [[round(float(value), 5)] * 3 for value in solution]
    return {"factors": grey[:-1], "bias": grey[-1]}


def manifest_extra(work: Path) -> dict[str, object]:
    """What the manifest of the bundle says beyond the pipeline itself."""
    return {
        "title": "Demo: text to audio",
        "description": (
            "A small AudioLDM2, trained from scratch on sounds made by script: eighteen instruments with five phrases, "
            "five drum patterns, wind, rain, waves, a siren, beeps and a clock. 5.12 seconds, 16 kHz."
        ),
        "license": "Apache-2.0 (trained on FluidR3 GM instruments, MIT)",
        "source": "build/models/demo/text_to_audio",
        "defaults": {
            "steps": STEPS,
            "guidanceScale": GUIDANCE,
            "seconds": SECONDS,
            "waveforms": 1,
            "negativePrompt": "",
        },
        "parastep": {"warmup": 5},
        "preview": fit_preview(work),
        "examples": list(EXAMPLES),
    }


def count_parameters(pipeline: AudioLDM2Pipeline) -> dict[str, int]:
    """Parameters per component that the bundle ships: no VAE encoder, no audio branch, no words of GPT-2."""
    parts: dict[str, list[nn.Module]] = {
        "text_encoder": [pipeline.text_encoder.text_model, pipeline.text_encoder.text_projection],
        "text_encoder_2": [pipeline.text_encoder_2],
        "projection_model": [pipeline.projection_model],
        "language_model": [pipeline.language_model.transformer],
        "unet": [pipeline.unet],
        "vae_decoder": [pipeline.vae.decoder, pipeline.vae.post_quant_conv],
        "vocoder": [pipeline.vocoder],
    }
    return {name: sum(w.numel() for module in modules for w in module.parameters()) for name, modules in parts.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    args = parser.parse_args()
    pipeline = build_pipeline(args.work)
    pipeline.save_pretrained(args.work / "pipeline")
    counts = count_parameters(pipeline)
    (args.work / "parameters.json").write_text(json.dumps(counts, indent=2) + "\n")
    (args.work / "manifest_extra.json").write_text(json.dumps(manifest_extra(args.work), indent=2) + "\n")
    size = 2 * sum(counts.values())
    print(f"{counts}, {size / 2e6:.2f} M parameters, {size / 1e6:.1f} MB in float16")
    if size > BUNDLE_BYTES:
        raise SystemExit(f"The bundle would exceed {BUNDLE_BYTES / 1e6:.0f} MB.")


if __name__ == "__main__":
    main()
