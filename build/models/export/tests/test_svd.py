"""Written graphs of Stable Video Diffusion against diffusers, and what its bundle says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKLTemporalDecoder, UNetSpatioTemporalConditionModel
from transformers import CLIPVisionModelWithProjection

from export.__main__ import main

from .conftest import Export
from .running import run


@pytest.fixture
def source(exported: Export) -> Path:
    return exported("svd").source


@pytest.fixture
def bundle(exported: Export) -> Path:
    return exported("svd").bundle


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("batch", "frames", "height", "width"), [(2, 5, 4, 6), (1, 1, 2, 4), (1, 4, 3, 5), (3, 2, 1, 7), (2, 25, 4, 6)]
)
@torch.no_grad()
def test_unet(bundle: Path, source: Path, batch: int, frames: int, height: int, width: int) -> None:
    """Any size, divisible by the levels or not, and another timestep for each sample. Not the smallest: groups here are
    one channel, and a norm over two pixels that happen to be alike blows up the last bit."""
    unet = UNetSpatioTemporalConditionModel.from_pretrained(source / "unet")
    generator = torch.Generator().manual_seed(frames)
    feeds = {
        "sample": torch.randn(batch, frames, 8, height, width, generator=generator),
        "timestep": torch.tensor([1.6377, -0.4, -1.5537])[:batch],
        "encoder_hidden_states": torch.randn(batch, 1, 16, generator=generator),
        "added_time_ids": torch.tensor([[6, 127, 0.02], [24, 255, 0.5], [1, 1, 0]])[:batch],
    }
    actual = run(bundle / "unet" / "model.onnx", **feeds)["out_sample"]
    np.testing.assert_allclose(actual, unet(**feeds).sample.numpy(), atol=2e-5)


@torch.no_grad()
def test_steps_share_a_call(bundle: Path) -> None:
    """Samples of one call do not see one another: two timesteps in one batch give what they give alone."""
    generator = torch.Generator().manual_seed(0)
    feeds = {
        "sample": torch.randn(2, 3, 8, 4, 6, generator=generator),
        "timestep": torch.tensor([1.2, -0.7]),
        "encoder_hidden_states": torch.randn(2, 1, 16, generator=generator),
        "added_time_ids": torch.tensor([[6, 127, 0.02], [11, 40, 0.1]]),
    }
    path = bundle / "unet" / "model.onnx"
    both = run(path, **feeds)["out_sample"]
    for i in range(2):
        alone = run(path, **{name: tensor[i : i + 1] for name, tensor in feeds.items()})["out_sample"]
        np.testing.assert_allclose(both[i], alone[0], atol=2e-5)


@pytest.mark.parametrize(("frames", "height", "width"), [(1, 2, 3), (2, 4, 1), (5, 3, 2), (14, 2, 2)])
@torch.no_grad()
def test_decoder(bundle: Path, source: Path, frames: int, height: int, width: int) -> None:
    vae = AutoencoderKLTemporalDecoder.from_pretrained(source / "vae")
    latents = torch.randn(frames, 4, height, width, generator=torch.Generator().manual_seed(frames))
    actual = run(bundle / "vae_decoder" / "model.onnx", latent_sample=latents)["sample"]
    np.testing.assert_allclose(actual, vae.decode(latents, num_frames=frames).sample.numpy(), atol=2e-5)


@pytest.mark.parametrize(("batch", "height", "width"), [(1, 8, 12), (2, 20, 4)])
@torch.no_grad()
def test_encoder(bundle: Path, source: Path, batch: int, height: int, width: int) -> None:
    """The mean, which the pipeline takes, is the first half of the output."""
    vae = AutoencoderKLTemporalDecoder.from_pretrained(source / "vae")
    image = torch.randn(batch, 3, height, width, generator=torch.Generator().manual_seed(height))
    actual = run(bundle / "vae_encoder" / "model.onnx", sample=image)["latent_parameters"]
    np.testing.assert_allclose(actual[:, :4], vae.encode(image).latent_dist.mode().numpy(), atol=2e-5)


@torch.no_grad()
def test_image_encoder(bundle: Path, source: Path) -> None:
    encoder = CLIPVisionModelWithProjection.from_pretrained(source / "image_encoder")
    pixels = torch.randn(2, 3, 224, 224, generator=torch.Generator().manual_seed(0))
    actual = run(bundle / "image_encoder" / "model.onnx", pixel_values=pixels)["image_embeds"]
    np.testing.assert_allclose(actual, encoder(pixels).image_embeds.numpy(), atol=2e-5)


def test_manifest(bundle: Path) -> None:
    manifest = read(bundle / "parastep.json")
    assert set(manifest["components"]) == {"image_encoder", "vae_encoder", "unet", "vae_decoder"}
    assert manifest["defaults"]["frames"] == manifest["defaults"]["decodeChunk"] == 5
    assert manifest["parastep"] == {"warmup": 5, "cooldown": 0}
    assert read(bundle / "scheduler" / "scheduler_config.json")["final_sigmas_type"] == "zero"
    assert len(read(bundle / "feature_extractor" / "preprocessor_config.json")["image_mean"]) == 3


def test_half_graphs_encode_in_single(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["--pipeline", str(source), "--out", str(out), "--dtype", "float16"]) == 0
    components = read(out / "parastep.json")["components"]
    precisions = {name: component["precision"] for name, component in components.items()}
    assert precisions.pop("vae_encoder") == "float32"
    assert set(precisions.values()) == {"float16"}
    types = {value["name"]: value["type"] for value in components["unet"]["graphs"]["model"]["inputs"]}
    assert types["timestep"] == "float32" and types["sample"] == types["added_time_ids"] == "float16"
