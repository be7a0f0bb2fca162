"""StableVideoDiffusionPipeline: an image becomes a video (Blattmann et al., "Stable Video Diffusion", arXiv 2311.15127;
stabilityai/stable-video-diffusion-img2vid and -img2vid-xt)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKLTemporalDecoder, UNetSpatioTemporalConditionModel
from transformers import CLIPImageProcessorPil, CLIPVisionModelWithProjection

from ..errors import ExportError
from ..graph import Component, Graph, TensorSpec
from .base import ClassNames, PipelineExport
from .clip import ImageEncoder
from .svd_unet import denoiser_graph
from .svd_vae import decoder_graph, encoder_graph


class StableVideoDiffusionExport(PipelineExport):
    """Image encoder, both halves of the VAE and denoiser."""

    parts = ("feature_extractor", "image_encoder", "scheduler", "unet", "vae")

    def components(self) -> Iterator[Component]:
        yield self._image_encoder()
        yield self._vae_encoder()
        yield self._unet()
        yield self._vae_decoder()

    def write_files(self, out: Path) -> None:
        processor = self.attempt("feature_extractor", CLIPImageProcessorPil.from_pretrained)
        processor.save_pretrained(out / "feature_extractor")
        self.write_scheduler(out)

    def model_index(self) -> Mapping[str, ClassNames]:
        return {
            "feature_extractor": self.index["feature_extractor"],
            "image_encoder": self.index["image_encoder"],
            "scheduler": self.index["scheduler"],
            "unet": self.index["unet"],
            "vae_decoder": self.index["vae"],
            "vae_encoder": self.index["vae"],
        }

    def manifest_defaults(self) -> Mapping[str, Any]:
        """The defaults of StableVideoDiffusionPipeline.__call__, where the UNet says how many frames and the decoder
        takes them all at once."""
        frames = self.attempt("unet", UNetSpatioTemporalConditionModel.load_config).get("num_frames", 25)
        return {
            "defaults": {
                "steps": 25,
                "minGuidance": 1,
                "maxGuidance": 3,
                "frames": frames,
                "width": 1024,
                "height": 576,
                "fps": 7,
                "motionBucketId": 127,
                "noiseAugStrength": 0.02,
                "decodeChunk": frames,
            },
            "parastep": {"warmup": 5, "cooldown": 0},
        }

    def _image_encoder(self) -> Component:
        encoder = self.load(CLIPVisionModelWithProjection, "image_encoder")
        config, dtype = encoder.config, self.options.dtype
        pixels = ("batch", config.num_channels, config.image_size, config.image_size)
        graph = Graph(
            name="model",
            file="model.onnx",
            module=ImageEncoder(encoder, self.options.fused_attention),
            reference=lambda pixel_values: encoder(pixel_values).image_embeds,
            inputs=(TensorSpec("pixel_values", pixels, dtype),),
            outputs=(TensorSpec("image_embeds", ("batch", config.projection_dim), dtype),),
            traced={"batch": 2},
            checked=({"batch": 1}, {"batch": 3}),
            fused=True,
            loose=0,
            request={"batch": 1},
        )
        return self.component("image_encoder", config.to_dict(), encoder, (graph,))

    def _vae_encoder(self) -> Component:
        # In float32 always, as in diffusers (`force_upcast`).
        vae = self.load(AutoencoderKLTemporalDecoder, "vae", torch.float32)
        del vae.decoder
        graph = encoder_graph(vae, self.options.fused_attention)
        return self.component("vae_encoder", vae.config, vae, (graph,), torch.float32)

    def _unet(self) -> Component:
        unet = self.load(UNetSpatioTemporalConditionModel, "unet")
        if not isinstance(unet.config.cross_attention_dim, int):
            raise ExportError("This SVD UNet has image embeddings of several widths, which is not supported.")
        graph = denoiser_graph(unet, self.options.fused_attention)
        return self.component("unet", unet.config, unet, (graph,), check=self.one_step(graph))

    def _vae_decoder(self) -> Component:
        vae = self.load(AutoencoderKLTemporalDecoder, "vae")
        del vae.encoder
        graph = decoder_graph(vae, self.options.fused_attention)
        return self.component("vae_decoder", vae.config, vae, (graph,))
