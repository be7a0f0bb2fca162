"""Convolutions over time alone, computed faster.

PyTorch has no fast kernel for convolutions of 3 x 1 x 1 in float32; those of two dimensions take half the time.
"""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn


class _OverTime(nn.Conv3d):
    """The same result as Conv3d with a kernel of [k, 1, 1], of [B, C, T, H, W]."""

    def forward(self, input: Tensor) -> Tensor:
        flat = input.flatten(3)
        output = F.conv2d(flat, self.weight.flatten(3), self.bias, padding=(self.padding[0], 0))
        return output.unflatten(3, input.shape[3:])


def quicken(module: nn.Module) -> None:
    """Make all such convolutions of a network in training fast, in place."""
    for part in module.modules():
        if type(part) is nn.Conv3d and part.kernel_size[1:] == (1, 1) and part.stride == (1, 1, 1):
            part.__class__ = _OverTime
