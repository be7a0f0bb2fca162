"""The one place where attention is written for ONNX: every denoiser calls `attend`."""

from __future__ import annotations

import math
from typing import Any

import torch


def attend(
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    heads: int,
    fused: bool = True,
    bias: torch.Tensor | None = None,
) -> torch.Tensor:
    """softmax(q k^T / sqrt(head_dim) + bias) v per head; all arguments and the result [batch, sequence, heads *
    head_dim], but `bias` [batch, queries or 1, keys].

    `fused` gives ONNX Runtime's MultiHeadAttention, which never holds the scores [batch, heads, sequence, sequence] at
    once: for CogVideoX-2b at its full size these are 38 GB in float32. Without it the graph is of standard operators,
    and with a bias, too: that masks the tokens of a prompt, and these are few.
    """
    if fused and bias is None:
        return _MultiHeadAttention.apply(query, key, value, heads)
    head_dim = query.shape[-1] // heads
    # Scaling the query costs less than scaling the scores, and keeps these in range in float16.
    query = _split(query * (1 / math.sqrt(head_dim)), heads)
    scores = torch.matmul(query, _split(key, heads).transpose(2, 3))
    if bias is not None:
        scores = scores + bias[:, None]
    return torch.matmul(scores.softmax(dim=-1), _split(value, heads)).transpose(1, 2).flatten(-2)


def _split(x: torch.Tensor, heads: int) -> torch.Tensor:
    """[batch, sequence, heads * head_dim] -> [batch, heads, sequence, head_dim]."""
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


class _MultiHeadAttention(torch.autograd.Function):
    """`attend` as one node: PyTorch runs `forward`, the tracer writes what `symbolic` says."""

    @staticmethod
    def forward(ctx: Any, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, heads: int) -> torch.Tensor:
        return attend(query, key, value, heads, fused=False)

    @staticmethod
    def symbolic(
        g: Any,
        query: torch.Value,
        key: torch.Value,
        value: torch.Value,
        heads: int,
    ) -> torch.Value:
        # Its default scale is 1 / sqrt(head_dim).
        attended = g.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        attended.setType(query.type())
        return attended
