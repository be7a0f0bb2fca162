"""The CogVideoX video decoder as four graphs (diffusers' AutoencoderKLCogVideoX).

`vae.decode` walks over the latent frames two at a time, the first chunk taking the odd one out, and hands what each
causal convolution saw last to the next chunk. Loop and parity are Python, which a trace would freeze, so every kind of
chunk becomes a graph of its own with those caches as inputs and outputs:

    first_1, first_2, first_3    one, two, three latent frames at the start of a video
    next_2                       two more, anywhere after

The chunks must be cut exactly so: group normalisation spans a chunk, so other cuts give other pixels.
"""

from __future__ import annotations

import re
import types
from collections.abc import Sequence

import torch
from diffusers import AutoencoderKLCogVideoX
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import CogVideoXCausalConv3d, CogVideoXSpatialNorm3D
from torch import nn
from torch.nn import functional as F

from ..graph import Graph, TensorSpec
from ..modules import shared_copy

CHUNK = 2
"""Latent frames per chunk; AutoencoderKLCogVideoX.num_latent_frames_batch_size."""

CACHED_FRAMES = 2
"""Frames a convolution of three in time keeps for the next chunk."""


class DecoderChunk(nn.Module):
    """latent_sample [batch, channels, frames, height, width] and the caches of the chunk before (none at the start)
    -> sample [batch, 3, more frames, 8*height, 8*width] and the caches for the next chunk.

    Of the caches that diffusers returns only those of the convolutions with three frames in time are kept. The others
    belong to 1x1x1 convolutions, which never read them.
    """

    def __init__(self, vae: AutoencoderKLCogVideoX) -> None:
        super().__init__()
        self.post_quant_conv = vae.post_quant_conv
        self.decoder = vae.decoder
        self.paths = cache_paths(vae)

    def for_tracing(self) -> DecoderChunk:
        """The same function in fewer nodes."""
        chunk = shared_copy(self)
        for module in chunk.decoder.modules():
            if isinstance(module, CogVideoXSpatialNorm3D):
                module.forward = types.MethodType(_spatial_norm, module)
        return chunk

    def forward(self, latent_sample: torch.Tensor, *caches: torch.Tensor) -> tuple[torch.Tensor, ...]:
        if self.post_quant_conv is not None:
            latent_sample = self.post_quant_conv(latent_sample)
        sample, after = self.decoder(latent_sample, conv_cache=_nest(self.paths, caches) if caches else None)
        return sample, *(_get(after, path) for path in self.paths)


def _spatial_norm(
    self: CogVideoXSpatialNorm3D, f: torch.Tensor, zq: torch.Tensor, conv_cache: dict | None = None
) -> tuple[torch.Tensor, dict]:
    """CogVideoXSpatialNorm3D.forward: features f [batch, channels, frames, height, width], normalised, then scaled and
    shifted by convolutions of the latents zq, resized to them. `conv_cache` is never read: the convolutions are 1x1x1.

    The original resizes to the size of f; all sizes are whole multiples, so here it is a factor. A factor is a constant
    in the graph, where a size takes a dozen nodes to compute and hides that layers of one resolution share the result.
    """
    if f.shape[2] > 1 and f.shape[2] % 2 == 1:
        resized = torch.cat([_enlarge(zq[:, :, :1], f[:, :, :1]), _enlarge(zq[:, :, 1:], f[:, :, 1:])], dim=2)
    else:
        resized = _enlarge(zq, f)
    return self.norm_layer(f) * self.conv_y(resized)[0] + self.conv_b(resized)[0], {}


def _enlarge(x: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """Repeats the voxels of x [batch, channels, frames, height, width] to the size of `like`."""
    factors = [int(large) // int(small) for large, small in zip(like.shape[2:], x.shape[2:], strict=True)]
    if all(factor == 1 for factor in factors):
        return x
    return F.interpolate(x, scale_factor=[float(factor) for factor in factors])


CachePath = tuple[str, ...]
"""Where diffusers keeps a cache in its nested dictionary, such as ("up_block_0", "resnet_1", "conv2")."""


def cache_paths(vae: AutoencoderKLCogVideoX) -> tuple[CachePath, ...]:
    """The caches that are read, in the order of the decoder's modules, which both kinds of graph share."""
    return tuple(
        # A list of modules such as "resnets.1" is the key "resnet_1" in the dictionary of caches.
        tuple(re.sub(r"s\.(\d+)", r"_\1", name).split("."))
        for name, module in vae.decoder.named_modules()
        if isinstance(module, CogVideoXCausalConv3d) and module.time_kernel_size > 1
    )


def decoder_graphs(vae: AutoencoderKLCogVideoX) -> tuple[Graph, ...]:
    """The four graphs, over the same weights."""
    chunk = DecoderChunk(vae).eval()
    traced = chunk.for_tracing()
    return (
        *(_graph(vae, chunk, traced, f"first_{frames}", frames, with_caches=False) for frames in (1, 2, 3)),
        _graph(vae, chunk, traced, f"next_{CHUNK}", CHUNK, with_caches=True),
    )


def chunk_names(frames: int) -> list[tuple[str, int]]:
    """The graphs that decode `frames` latent frames, in order, with the frames each takes."""
    first = frames if frames < CHUNK else CHUNK + frames % CHUNK
    return [(f"first_{first}", first)] + [(f"next_{CHUNK}", CHUNK)] * ((frames - first) // CHUNK)


def _graph(
    vae: AutoencoderKLCogVideoX,
    chunk: DecoderChunk,
    traced: DecoderChunk,
    name: str,
    frames: int,
    with_caches: bool,
) -> Graph:
    dtype = vae.dtype
    shapes = _cache_shapes(vae, chunk)
    latent = TensorSpec("latent_sample", ("batch", vae.config.latent_channels, frames, "height", "width"), dtype)
    scale = 2 ** (len(vae.config.block_out_channels) - 1)
    sample_shape = ("batch", vae.config.out_channels, _pixel_frames(vae, frames), f"{scale}*height", f"{scale}*width")
    caches_in = [TensorSpec(f"cache_in_{i:03}", shape, dtype) for i, shape in enumerate(shapes)]
    caches_out = [TensorSpec(f"cache_out_{i:03}", shape, dtype) for i, shape in enumerate(shapes)]
    return Graph(
        name=name,
        file=f"{name}.onnx",
        module=traced,
        reference=chunk,
        inputs=(latent, *(caches_in if with_caches else ())),
        outputs=(TensorSpec("sample", sample_shape, dtype), *caches_out),
        traced={"batch": 2, "height": 3, "width": 4},
        checked=({"batch": 1, "height": 2, "width": 2}, {"batch": 1, "height": 5, "width": 3}),
        request={"batch": 1, "height": 480 // scale, "width": 720 // scale},
        shrunk=({"batch": 1, "height": 4, "width": 4}, {"batch": 1, "height": 4, "width": 8}),
    )


def _pixel_frames(vae: AutoencoderKLCogVideoX, frames: int) -> int:
    """Frames out of a chunk: levels that compress time double them, sparing the first if their number is odd."""
    for _ in range(int(vae.config.temporal_compression_ratio).bit_length() - 1):
        frames = 2 * frames - frames % 2
    return frames


@torch.no_grad()
def _cache_shapes(vae: AutoencoderKLCogVideoX, chunk: DecoderChunk) -> list[tuple[int | str, ...]]:
    """Shapes [batch, channels, 2, k*height, k*width], read off a decode of the smallest latent there is."""
    _, *caches = chunk(torch.zeros(1, vae.config.latent_channels, 1, 1, 1, dtype=vae.dtype))
    return [("batch", cache.shape[1], CACHED_FRAMES, *_scaled(cache.shape[3:])) for cache in caches]


def _scaled(factors: Sequence[int]) -> list[str]:
    named = zip(factors, ("height", "width"), strict=True)
    return [name if factor == 1 else f"{factor}*{name}" for factor, name in named]


def _nest(paths: Sequence[CachePath], caches: Sequence[torch.Tensor]) -> dict:
    """The nested dictionary of diffusers, with the caches at their paths."""
    root: dict = {}
    for path, cache in zip(paths, caches, strict=True):
        node = root
        for key in path[:-1]:
            node = node.setdefault(key, {})
        node[path[-1]] = cache
    return root


def _get(nested: dict, path: CachePath) -> torch.Tensor:
    for key in path:
        nested = nested[key]
    return nested
