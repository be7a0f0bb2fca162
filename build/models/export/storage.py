"""Where the weights of a graph lie: inside the .onnx file, or in a data file beside it, in float32 or float16."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .errors import ExportError

EXTERNAL_FROM_BYTES = 64 * 2**20
"""Weights above this leave the .onnx file, so that ONNX Runtime can map them instead of parsing them. Must stay well
under protobuf's limit of 2 GB."""

SMALL_TENSOR_BYTES = 1024
"""Tensors below this always stay in the .onnx file: shapes, scalars, most biases."""

HALF_FROM_ELEMENTS = 256
"""Smaller weights stay float32: a float16 copy with its Cast would be larger."""

PAGE = 4096
"""ONNX asks that large tensors start on a page, so that they can be mapped."""

PAGE_FROM_BYTES = 64 * 2**10

ALIGNMENT = 64


class WeightFile:
    """A file of raw tensors that one or more graphs point into. Equal contents are written once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._offsets: dict[bytes, int] = {}
        self._end = 0
        path.touch()

    def put(self, data: bytes) -> int:
        """Stores `data` unless it is there, and returns its offset."""
        digest = sha256(data).digest()
        if digest not in self._offsets:
            alignment = PAGE if len(data) >= PAGE_FROM_BYTES else ALIGNMENT
            offset = -(-self._end // alignment) * alignment
            with self.path.open("r+b") as file:
                file.seek(offset)
                file.write(data)
            self._offsets[digest] = offset
            self._end = offset + len(data)
        return self._offsets[digest]


def store(model: onnx.ModelProto, traced: Path, target: Path, half: bool, shared: WeightFile | None) -> dict[str, int]:
    """Writes `model`, traced into the folder `traced`, to `target`, and its weights as decided here. Returns the bytes
    of every weight in the type it computes in, by content: graphs that share weights name them alike.

    `half` stores every float32 weight that float16 holds exactly as float16, with a Cast that ONNX Runtime folds when
    it loads the graph. Round the weights before tracing (`round_to_half`) to make them so.
    """
    weights = shared
    if weights is None and sum(map(_size, model.graph.initializer)) > EXTERNAL_FROM_BYTES:
        weights = WeightFile(target.with_name(f"{target.name}_data"))
    casts = []
    sizes = {}
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor, str(traced))
        sizes[sha256(values.tobytes()).hexdigest()] = values.nbytes
        if half and values.dtype == np.float32 and values.size >= HALF_FROM_ELEMENTS and _exact_in_half(values):
            values = values.astype(np.float16)
            stored = f"{tensor.name}_float16"
            casts.append(helper.make_node("Cast", [stored], [tensor.name], f"{tensor.name}_cast", to=TensorProto.FLOAT))
        else:
            stored = tensor.name
        _write(tensor, stored, values, weights)
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend([*casts, *nodes])
    onnx.save_model(model, str(target))
    return sizes


def round_to_half(parameters: Iterator[np.ndarray]) -> None:
    """Rounds weights to float16 in place, keeping their type; biases and norms, being small, stay as they are."""
    for values in parameters:
        if values.ndim < 2 or values.size < HALF_FROM_ELEMENTS:
            continue
        with np.errstate(over="ignore"):
            rounded = values.astype(np.float16)
        if not np.isfinite(rounded).all():
            raise ExportError("A weight exceeds the range of float16; export without --weights float16.")
        values[...] = rounded


def _exact_in_half(values: np.ndarray) -> bool:
    with np.errstate(over="ignore"):
        return np.array_equal(values.astype(np.float16).astype(np.float32), values)


def _write(tensor: TensorProto, name: str, values: np.ndarray, weights: WeightFile | None) -> None:
    """Puts `values` into `tensor`, or into `weights` with a reference to it."""
    data = values.tobytes()
    # Clears where the tracer had put the data, too.
    tensor.CopyFrom(TensorProto(name=name, dims=values.shape, data_type=helper.np_dtype_to_tensor_dtype(values.dtype)))
    if weights is None or len(data) < SMALL_TENSOR_BYTES:
        tensor.raw_data = data
        return
    tensor.data_location = TensorProto.EXTERNAL
    # A plain file name: readers resolve it against the folder of the graph, and refuse anything that leaves it.
    for key, value in (("location", weights.path.name), ("offset", weights.put(data)), ("length", len(data))):
        tensor.external_data.add(key=key, value=str(value))


def _size(tensor: TensorProto) -> int:
    """Bytes of an initializer, read or not."""
    item = helper.tensor_dtype_to_np_dtype(tensor.data_type).itemsize
    return int(np.prod(tensor.dims, dtype=np.int64)) * item
