"""Written graphs of CogVideoX against diffusers, independently of the exporter's own check."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKLCogVideoX, CogVideoXTransformer3DModel
from transformers import T5EncoderModel

from export.compare import Comparison
from export.errors import VerificationError
from export.pipelines.cogvideox_vae import chunk_names

from .running import run


@pytest.mark.parametrize("frames", [1, 2, 3, 4, 5, 6, 13])
@torch.no_grad()
def test_chained_chunks_decode_like_the_vae(bundle: Path, source: Path, frames: int) -> None:
    vae = AutoencoderKLCogVideoX.from_pretrained(source / "vae")
    latents = torch.randn(1, 4, frames, 5, 4, generator=torch.Generator().manual_seed(frames))
    expected = vae.decode(latents).sample.numpy()
    pieces, caches, start = [], {}, 0
    for name, length in chunk_names(frames):
        chunk = latents[:, :, start : start + length].contiguous()
        outputs = run(bundle / "vae_decoder" / f"{name}.onnx", latent_sample=chunk, **caches)
        pieces.append(outputs.pop("sample"))
        caches = {key.replace("_out_", "_in_"): torch.from_numpy(value) for key, value in outputs.items()}
        start += length
    np.testing.assert_allclose(np.concatenate(pieces, axis=2), expected, atol=2e-5)


@pytest.mark.parametrize(
    ("frames", "names"),
    [
        (1, ["first_1"]),
        (2, ["first_2"]),
        (3, ["first_3"]),
        (4, ["first_2", "next_2"]),
        (5, ["first_3", "next_2"]),
        (13, ["first_3"] + ["next_2"] * 5),
    ],
)
def test_chunks_take_all_frames(frames: int, names: list[str]) -> None:
    chunks = chunk_names(frames)
    assert [name for name, _ in chunks] == names and sum(length for _, length in chunks) == frames


@pytest.mark.parametrize("tokens", [1, 16, 226])
@torch.no_grad()
def test_text_encoder(bundle: Path, source: Path, tokens: int) -> None:
    encoder = T5EncoderModel.from_pretrained(source / "text_encoder")
    ids = torch.randint(0, 200, (2, tokens), generator=torch.Generator().manual_seed(tokens))
    actual = run(bundle / "text_encoder" / "model.onnx", input_ids=ids)["last_hidden_state"]
    np.testing.assert_allclose(actual, encoder(ids).last_hidden_state.numpy(), atol=1e-5)


@pytest.mark.parametrize(("batch", "frames", "height", "width"), [(2, 3, 4, 4), (1, 1, 2, 8), (2, 5, 6, 4)])
@torch.no_grad()
def test_transformer(bundle: Path, source: Path, batch: int, frames: int, height: int, width: int) -> None:
    transformer = CogVideoXTransformer3DModel.from_pretrained(source / "transformer")
    generator = torch.Generator().manual_seed(frames)
    latents = torch.randn(batch, frames, 4, height, width, generator=generator)
    text = torch.randn(batch, 16, 32, generator=generator)
    timestep = torch.tensor([999, 20])[:batch]
    positions = transformer.patch_embed._get_positional_embeddings(height, width, 4 * (frames - 1) + 1).float()
    feeds = {
        "hidden_states": latents,
        "encoder_hidden_states": text,
        "timestep": timestep,
        "pos_embed": positions,
    }
    actual = run(bundle / "transformer" / "model.onnx", **feeds)["out_hidden_states"]
    np.testing.assert_allclose(actual, transformer(latents, text, timestep).sample.numpy(), atol=1e-5)


@pytest.mark.parametrize(
    "actual", [np.ones(3), np.array([1, 2, 3.01]), np.array([1, 2, np.nan]), np.ones((1, 3))], ids=repr
)
def test_disagreement_is_an_error(actual: np.ndarray) -> None:
    with pytest.raises(VerificationError):
        Comparison("graph", actual, np.array([1.0, 2.0, 3.0]), "float32").require()
