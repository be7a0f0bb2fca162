"""Written graphs of AudioLDM2 against diffusers and transformers, and what its bundle says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AudioLDM2Pipeline, AudioLDM2UNet2DConditionModel, AutoencoderKL
from tokenizers import Tokenizer
from transformers import AutoTokenizer, ClapModel, SpeechT5HifiGan, T5EncoderModel

from export.__main__ import main
from fixtures.tokens import TEXTS

from .conftest import Export
from .running import run

DIM, DIM_1 = 16, 32
"""Widths of the generated embeddings and of T5's states."""


@pytest.fixture
def source(exported: Export) -> Path:
    return exported("audioldm2").source


@pytest.fixture
def bundle(exported: Export) -> Path:
    return exported("audioldm2").bundle


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def conditioned(batch: int, height: int, tokens: int) -> dict[str, torch.Tensor]:
    """Inputs of the denoiser, with another timestep and another padding for each sample."""
    generator = torch.Generator().manual_seed(height)
    mask = torch.ones(batch, tokens, dtype=torch.int64)
    for i in range(1, batch):
        mask[i, -i:] = 0
    return {
        "sample": torch.randn(batch, 4, height, 4, generator=generator),
        "timestep": torch.tensor([981, 401, 1])[:batch],
        "encoder_hidden_states": torch.randn(batch, 8, DIM, generator=generator),
        "encoder_hidden_states_1": torch.randn(batch, tokens, DIM_1, generator=generator),
        "encoder_attention_mask_1": mask,
    }


@pytest.mark.parametrize(("batch", "height", "tokens"), [(2, 8, 5), (1, 13, 1), (3, 7, 24), (1, 256, 9)])
@torch.no_grad()
def test_unet(bundle: Path, source: Path, batch: int, height: int, tokens: int) -> None:
    unet = AudioLDM2UNet2DConditionModel.from_pretrained(source / "unet")
    feeds = conditioned(batch, height, tokens)
    actual = run(bundle / "unet" / "model.onnx", **feeds)["out_sample"]
    np.testing.assert_allclose(actual, unet(**feeds).sample.numpy(), atol=2e-5)


@pytest.mark.parametrize("name", ["encoder_hidden_states", "encoder_hidden_states_1", "encoder_attention_mask_1"])
def test_unet_listens_to_both_conditionings(bundle: Path, name: str) -> None:
    feeds = conditioned(2, 8, 5)
    path = bundle / "unet" / "model.onnx"
    before = run(path, **feeds)["out_sample"]
    after = run(path, **{**feeds, name: 1 - feeds[name]})["out_sample"]
    assert np.abs(after - before).max() > 1e-2


def test_masked_states_do_not_count(bundle: Path) -> None:
    feeds = conditioned(2, 8, 5)
    path = bundle / "unet" / "model.onnx"
    before = run(path, **feeds)["out_sample"]
    feeds["encoder_hidden_states_1"][1, -1] = 100
    np.testing.assert_array_equal(run(path, **feeds)["out_sample"], before)


@pytest.mark.parametrize("tokens", [1, 9, 32])
@torch.no_grad()
def test_text_branch_ignores_padding(bundle: Path, source: Path, tokens: int) -> None:
    clap = ClapModel.from_pretrained(source / "text_encoder")
    ids = torch.ones(1, 32, dtype=torch.int64)
    ids[0, :tokens] = torch.randint(4, 400, (tokens,), generator=torch.Generator().manual_seed(tokens))
    mask = (torch.arange(32) < tokens).long()[None]
    path = bundle / "text_encoder" / "model.onnx"
    expected = clap.get_text_features(ids, mask).pooler_output.numpy()
    np.testing.assert_allclose(run(path, input_ids=ids, attention_mask=mask)["text_embeds"], expected, atol=1e-5)
    bare = run(path, input_ids=ids[:, :tokens], attention_mask=mask[:, :tokens])["text_embeds"]
    np.testing.assert_allclose(bare, expected, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(expected, axis=-1), 1, atol=1e-5)


@torch.no_grad()
def test_audio_branch(bundle: Path, source: Path) -> None:
    clap = ClapModel.from_pretrained(source / "text_encoder")
    features = torch.randn(3, 1, 101, 16, generator=torch.Generator().manual_seed(0)) * 20 - 30
    actual = run(bundle / "text_encoder" / "audio.onnx", input_features=features)["audio_embeds"]
    np.testing.assert_allclose(actual, clap.get_audio_features(features).pooler_output.numpy(), atol=1e-5)


@pytest.mark.parametrize("tokens", [1, 24, 200])
@torch.no_grad()
def test_second_text_encoder(bundle: Path, source: Path, tokens: int) -> None:
    encoder = T5EncoderModel.from_pretrained(source / "text_encoder_2")
    ids = torch.randint(0, 200, (2, tokens), generator=torch.Generator().manual_seed(tokens))
    mask = torch.ones_like(ids)
    mask[1, (tokens + 1) // 2 :] = 0
    actual = run(bundle / "text_encoder_2" / "model.onnx", input_ids=ids, attention_mask=mask)["last_hidden_state"]
    np.testing.assert_allclose(actual, encoder(ids, mask).last_hidden_state.numpy(), atol=1e-5)


@torch.no_grad()
def test_eight_calls_generate_like_the_pipeline(bundle: Path, source: Path) -> None:
    """Projection and language model in turn; the pipeline's loop keeps a cache, the graph computes all anew."""
    pipeline = AudioLDM2Pipeline.from_pretrained(source, vocoder=None, vae=None, unet=None)
    generator = torch.Generator().manual_seed(0)
    mask = torch.tensor([[1] * 9, [1] * 4 + [0] * 5])
    feeds = {
        "hidden_states": torch.randn(2, 1, 12, generator=generator),
        "hidden_states_1": torch.randn(2, 9, DIM_1, generator=generator),
        "attention_mask": torch.ones(2, 1, dtype=torch.int64),
        "attention_mask_1": mask,
    }
    expected = pipeline.projection_model(**feeds)
    projected = run(bundle / "projection_model" / "model.onnx", **feeds)
    np.testing.assert_allclose(projected["projected_states"], expected.hidden_states.numpy(), atol=1e-5)
    np.testing.assert_array_equal(projected["projected_mask"], expected.attention_mask.numpy())
    states, attended = expected.hidden_states, expected.attention_mask
    generated = pipeline.generate_language_model(states, max_new_tokens=8, attention_mask=attended)
    for _ in range(8):
        path = bundle / "language_model" / "model.onnx"
        hidden = run(path, inputs_embeds=states, attention_mask=attended)["last_hidden_state"]
        states = torch.cat([states, torch.from_numpy(hidden[:, -1:])], dim=1)
        attended = torch.cat([attended, torch.ones(2, 1, dtype=torch.int64)], dim=1)
    np.testing.assert_allclose(states[:, -8:].numpy(), generated.numpy(), atol=2e-5)


@pytest.mark.parametrize("frames", [4, 52, 300])
@torch.no_grad()
def test_vocoder(bundle: Path, source: Path, frames: int) -> None:
    vocoder = SpeechT5HifiGan.from_pretrained(source / "vocoder")
    mel = torch.randn(2, frames, 16, generator=torch.Generator().manual_seed(frames))
    actual = run(bundle / "vocoder" / "model.onnx", spectrogram=mel)["waveform"]
    np.testing.assert_allclose(actual, vocoder(mel).numpy(), atol=1e-5)


@pytest.mark.parametrize("height", [1, 8, 13])
@torch.no_grad()
def test_mel_decoder(bundle: Path, source: Path, height: int) -> None:
    vae = AutoencoderKL.from_pretrained(source / "vae")
    latents = torch.randn(2, 4, height, 4, generator=torch.Generator().manual_seed(height))
    actual = run(bundle / "vae_decoder" / "model.onnx", latent_sample=latents)["sample"]
    np.testing.assert_allclose(actual, vae.decode(latents).sample.numpy(), atol=2e-5)


@pytest.mark.parametrize("part", ["tokenizer", "tokenizer_2"])
def test_tokenizers(bundle: Path, source: Path, part: str) -> None:
    written = Tokenizer.from_file(str(bundle / part / "tokenizer.json"))
    original = AutoTokenizer.from_pretrained(source / part)
    for text in TEXTS:
        assert written.encode(text).ids == original(text).input_ids


def test_manifest(bundle: Path) -> None:
    manifest = read(bundle / "parastep.json")
    assert list(manifest["components"]) == [
        "text_encoder",
        "text_encoder_2",
        "projection_model",
        "language_model",
        "unet",
        "vae_decoder",
        "vocoder",
    ]
    assert set(manifest["components"]["text_encoder"]["graphs"]) == {"model", "audio"}
    assert manifest["parastep"] == {"warmup": 5, "cooldown": 0}
    assert manifest["defaults"]["guidanceScale"] == 3.5
    assert read(bundle / "language_model" / "config.json")["max_new_tokens"] == 8
    assert read(bundle / "feature_extractor" / "preprocessor_config.json")["nb_max_samples"] == 6000
    # The table of words is not in the graph, which gets embeddings.
    assert "vocab_size" in read(bundle / "language_model" / "config.json")
    assert manifest["components"]["language_model"]["parameters"] == 7616


def test_half_graphs(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["--pipeline", str(source), "--out", str(out), "--dtype", "float16"]) == 0
    components = read(out / "parastep.json")["components"]
    assert {component["precision"] for component in components.values()} == {"float16"}


@pytest.mark.parametrize("dims", [16, [[None, 16], [None, 16]]])
def test_other_conditioning(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], dims: object) -> None:
    damaged = Path(shutil.copytree(source, tmp_path / "pipeline"))
    unet = AudioLDM2UNet2DConditionModel.from_pretrained(source / "unet")
    AudioLDM2UNet2DConditionModel.from_config(unet.config, cross_attention_dim=dims).save_pretrained(damaged / "unet")
    assert main(["--pipeline", str(damaged), "--out", str(tmp_path / "out")]) == 2
    assert "conditioning" in capsys.readouterr().err
