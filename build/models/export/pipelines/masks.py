"""Attention masks to trace and compare with."""

from __future__ import annotations

import torch

from ..graph import Sizes


def padding_mask(sizes: Sizes) -> torch.Tensor:
    """[batch, tokens]: ones, followed by zeros where samples are shorter, each to another extent."""
    tokens = sizes["tokens"]
    lengths = torch.linspace(tokens, (tokens + 1) // 2, sizes["batch"]).round()
    return (torch.arange(tokens) < lengths[:, None]).long()


def joined_mask(sizes: Sizes) -> torch.Tensor:
    """`padding_mask` with a last token that is always there, as the projection of AudioLDM2 ends its sequences."""
    mask = padding_mask(sizes)
    mask[:, -1] = 1
    return mask
