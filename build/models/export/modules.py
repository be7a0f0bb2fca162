"""Changing a model for tracing while keeping the original to compare with."""

from __future__ import annotations

import copy
from itertools import chain
from typing import TypeVar

from torch import nn

Model = TypeVar("Model", bound=nn.Module)


def shared_copy(model: Model) -> Model:
    """A copy whose modules can be replaced and patched, over the same weights: these are not copied."""
    tensors = chain(model.parameters(), model.buffers())
    return copy.deepcopy(model, {id(tensor): tensor for tensor in tensors})
