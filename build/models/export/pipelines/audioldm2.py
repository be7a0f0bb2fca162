"""AudioLDM2Pipeline: a prompt becomes a sound (Liu et al., "AudioLDM 2", arXiv 2308.05734; cvssp/audioldm2,
-large and -music)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from diffusers import AudioLDM2ProjectionModel, AudioLDM2UNet2DConditionModel, AutoencoderKL
from transformers import ClapFeatureExtractor, ClapModel, GPT2Model, SpeechT5HifiGan, T5EncoderModel

from ..errors import ExportError
from ..graph import Component, Graph, TensorSpec
from ..tokenizer import write_tokenizer
from .audioldm2_sound import decoder_graph, vocoder_graph
from .audioldm2_unet import denoiser_graph, projection_graph
from .base import ClassNames, PipelineExport
from .clap import audio_graph, text_graph
from .gpt2 import language_graph
from .masks import padding_mask
from .t5 import TextEncoder

GENERATED = 8
"""Embeddings that the language model generates, where its configuration does not say."""


class AudioLDM2Export(PipelineExport):
    """Two text encoders, projection, language model, denoiser, mel decoder and vocoder; CLAP's audio branch for ranking.

    The VAE's encoder stays behind: text to audio never encodes.
    """

    parts = (
        "feature_extractor",
        "language_model",
        "projection_model",
        "scheduler",
        "text_encoder",
        "text_encoder_2",
        "tokenizer",
        "tokenizer_2",
        "unet",
        "vae",
        "vocoder",
    )

    def components(self) -> Iterator[Component]:
        yield self._text_encoder()
        yield self._text_encoder_2()
        yield self._projection_model()
        yield self._language_model()
        yield self._unet()
        yield self._vae_decoder()
        yield self._vocoder()

    def write_files(self, out: Path) -> None:
        for part in ("tokenizer", "tokenizer_2"):
            self.attempt(part, lambda folder: write_tokenizer(folder, out / folder.name))
        self._feature_extractor().save_pretrained(out / "feature_extractor")
        self.write_scheduler(out)

    def model_index(self) -> Mapping[str, ClassNames]:
        kept = {part: self.index[part] for part in self.parts if part != "vae"}
        return dict(sorted({**kept, "vae_decoder": self.index["vae"]}.items()))

    def manifest_defaults(self) -> Mapping[str, Any]:
        """The defaults of AudioLDM2Pipeline.__call__; the length is what the published UNets were made for."""
        return {
            "defaults": {
                "steps": 200,
                "guidanceScale": 3.5,
                "seconds": 10.24,
                "waveforms": 1,
                "negativePrompt": "",
            },
            "parastep": {"warmup": 5, "cooldown": 0},
        }

    def _text_encoder(self) -> Component:
        clap = self.load(ClapModel, "text_encoder")
        graphs = [text_graph(clap)]
        # With fusion the branch wants several views of a sound, drawn at random. The published models are without.
        if not clap.config.audio_config.enable_fusion:
            graphs.append(audio_graph(clap, self._feature_extractor()))
        return self.component("text_encoder", clap.config.to_dict(), clap, tuple(graphs))

    def _text_encoder_2(self) -> Component:
        if self.index["text_encoder_2"][1] != "T5EncoderModel":
            raise ExportError(f"The second text encoder is a {self.index['text_encoder_2'][1]}, not a T5.")
        encoder = self.load(T5EncoderModel, "text_encoder_2")
        config = encoder.config
        graph = Graph(
            name="model",
            file="model.onnx",
            module=TextEncoder(encoder),
            reference=lambda ids, mask: encoder(ids, mask).last_hidden_state,
            inputs=(
                TensorSpec("input_ids", ("batch", "tokens"), torch.int64, config.vocab_size),
                TensorSpec("attention_mask", ("batch", "tokens"), torch.int64, make=padding_mask),
            ),
            outputs=(TensorSpec("last_hidden_state", ("batch", "tokens", config.d_model), self.options.dtype),),
            traced={"batch": 2, "tokens": 7},
            # Beyond the distance from which all positions share a bucket.
            checked=({"batch": 1, "tokens": 1}, {"batch": 3, "tokens": 140}),
            request={"batch": 1, "tokens": 140},
        )
        return self.component("text_encoder_2", config.to_dict(), encoder, (graph,))

    def _projection_model(self) -> Component:
        model = self.load(AudioLDM2ProjectionModel, "projection_model")
        return self.component("projection_model", model.config, model, (projection_graph(model),))

    def _language_model(self) -> Component:
        model = self.load(GPT2Model, "language_model")
        del model.wte  # Embeds words; this model gets embeddings.
        config = {"max_new_tokens": GENERATED, **model.config.to_dict()}
        return self.component("language_model", config, model, (language_graph(model),))

    def _unet(self) -> Component:
        unet = self.load(AudioLDM2UNet2DConditionModel, "unet")
        graph = denoiser_graph(unet, self.options.fused_attention)
        return self.component("unet", unet.config, unet, (graph,), check=self.one_step(graph))

    def _vae_decoder(self) -> Component:
        vae = self.load(AutoencoderKL, "vae")
        del vae.encoder, vae.quant_conv
        graph = decoder_graph(vae, self.options.fused_attention)
        return self.component("vae_decoder", vae.config, vae, (graph,))

    def _vocoder(self) -> Component:
        vocoder = self.load(SpeechT5HifiGan, "vocoder")
        return self.component("vocoder", vocoder.config.to_dict(), vocoder, (vocoder_graph(vocoder),))

    def _feature_extractor(self) -> ClapFeatureExtractor:
        return self.attempt("feature_extractor", ClapFeatureExtractor.from_pretrained)
