"""CogVideoXPipeline: a prompt becomes a video (Yang et al., "CogVideoX", arXiv 2408.06072; THUDM/CogVideoX-2b)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKLCogVideoX, CogVideoXTransformer3DModel
from transformers import T5EncoderModel

from ..compare import Comparison
from ..graph import Component, Graph, Sizes, TensorSpec
from ..tokenizer import write_tokenizer
from ..verify import Session
from .base import ClassNames, PipelineExport
from .cogvideox_transformer import Denoiser, Reference
from .cogvideox_vae import chunk_names, decoder_graphs
from .t5 import TextEncoder


class CogVideoXExport(PipelineExport):
    """Text encoder, denoiser and decoder. The VAE's encoder stays behind: text to video never encodes."""

    parts = ("scheduler", "text_encoder", "tokenizer", "transformer", "vae")

    def components(self) -> Iterator[Component]:
        yield self._text_encoder()
        yield self._transformer()
        yield self._vae_decoder()

    def write_files(self, out: Path) -> None:
        self.attempt("tokenizer", lambda folder: write_tokenizer(folder, out / "tokenizer"))
        self.write_scheduler(out)

    def model_index(self) -> Mapping[str, ClassNames]:
        return {
            "scheduler": self.index["scheduler"],
            "text_encoder": self.index["text_encoder"],
            "tokenizer": self.index["tokenizer"],
            "transformer": self.index["transformer"],
            "vae_decoder": self.index["vae"],
        }

    def manifest_defaults(self) -> Mapping[str, Any]:
        """The defaults of CogVideoXPipeline.__call__ and, for ParaStep, the warm-up its authors use for CogVideoX."""
        return {
            "defaults": {
                "steps": 50,
                "guidanceScale": 6,
                "frames": 49,
                "width": 720,
                "height": 480,
                "fps": 8,
                "negativePrompt": "",
            },
            "parastep": {"warmup": 13, "cooldown": 0},
        }

    def _text_encoder(self) -> Component:
        encoder = self.load(T5EncoderModel, "text_encoder")
        config = encoder.config
        tokens = self._max_tokens()
        graph = Graph(
            name="model",
            file="model.onnx",
            module=TextEncoder(encoder),
            reference=lambda input_ids: encoder(input_ids).last_hidden_state,
            inputs=(TensorSpec("input_ids", ("batch", "tokens"), torch.int64, config.vocab_size),),
            outputs=(TensorSpec("last_hidden_state", ("batch", "tokens", config.d_model), self.options.dtype),),
            traced={"batch": 2, "tokens": 7},
            # The longest prompt reaches the most distant position bucket.
            checked=({"batch": 1, "tokens": 1}, {"batch": 1, "tokens": tokens}),
            request={"batch": 1, "tokens": tokens},
        )
        return self.component("text_encoder", config.to_dict(), encoder, (graph,))

    def _transformer(self) -> Component:
        transformer = self.load(CogVideoXTransformer3DModel, "transformer")
        config = transformer.config
        channels, tokens = config.in_channels, config.max_text_seq_length
        inner_dim = config.num_attention_heads * config.attention_head_dim
        dtype = self.options.dtype

        def sizes(batch: int, frames: int, rows: int, columns: int, tokens: int = tokens) -> Sizes:
            """Sizes for latents of so many patches."""
            return {
                "batch": batch,
                "frames": frames,
                "height": rows * config.patch_size,
                "width": columns * config.patch_size,
                "tokens": tokens,
                "sequence": tokens + frames * rows * columns,
            }

        reference = Reference(transformer)

        def positions(sizes: Sizes) -> torch.Tensor:
            return reference.positions(sizes["tokens"], sizes["frames"], sizes["height"], sizes["width"])

        graph = Graph(
            name="model",
            file="model.onnx",
            module=Denoiser(transformer, self.options.fused_attention),
            reference=reference,
            inputs=(
                TensorSpec("hidden_states", ("batch", "frames", channels, "height", "width"), dtype),
                TensorSpec("encoder_hidden_states", ("batch", "tokens", config.text_embed_dim), dtype),
                TensorSpec("timestep", ("batch",), torch.int64, 1000),
                TensorSpec("pos_embed", (1, "sequence", inner_dim), dtype, make=positions),
            ),
            outputs=(
                TensorSpec("out_hidden_states", ("batch", "frames", config.out_channels, "height", "width"), dtype),
            ),
            traced=sizes(2, 3, 2, 4),
            checked=(sizes(1, 1, 1, 1), sizes(3, 2, 5, 3), sizes(1, 4, 3, 2, tokens=5)),
            fused=True,
            loose=0,
            # 49 frames of 720x480.
            request=sizes(2, 13, 480 // 8 // config.patch_size, 720 // 8 // config.patch_size),
            shrunk=(sizes(2, 13, 2, 2), sizes(2, 13, 2, 4)),
        )
        return self.component("transformer", config, transformer, (graph,), check=self.one_step(graph))

    def _vae_decoder(self) -> Component:
        vae = self.load(AutoencoderKLCogVideoX, "vae")
        del vae.encoder
        return self.component(
            "vae_decoder",
            # diffusers writes only what was set; a reader that guesses the rest decodes to the wrong contrast.
            vae.config,
            vae,
            decoder_graphs(vae),
            shared_weights="weights.onnx_data",
            check=lambda folder: _decodes(vae, folder),
        )

    def _max_tokens(self) -> int:
        config = self.attempt("transformer", CogVideoXTransformer3DModel.load_config)
        return config.get("max_text_seq_length", 226)


@torch.no_grad()
def _decodes(vae: AutoencoderKLCogVideoX, folder: Path) -> Iterator[Comparison]:
    """Chains the written chunks over whole videos, as the app does, against `vae.decode`."""
    sessions: dict[str, Session] = {}
    generator = torch.Generator().manual_seed(0)
    for frames in (1, 2, 3, 4, 5, 6, 13):
        latents = torch.randn(1, vae.config.latent_channels, frames, 3, 2, generator=generator).to(vae.dtype)
        start, caches, pieces = 0, {}, []
        for name, length in chunk_names(frames):
            if name not in sessions:
                sessions[name] = Session(folder / f"{name}.onnx")
            outputs = sessions[name]({"latent_sample": latents[:, :, start : start + length].contiguous(), **caches})
            pieces.append(torch.from_numpy(outputs.pop("sample")))
            caches = {key.replace("out", "in"): torch.from_numpy(value) for key, value in outputs.items()}
            start += length
        yield Comparison(
            f"vae_decoder, {frames} latent frames in chunks",
            torch.cat(pieces, dim=2).numpy(),
            vae.decode(latents).sample.numpy(),
            str(vae.dtype).removeprefix("torch."),
        )
