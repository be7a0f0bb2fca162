"""The denoising loop that a Python user writes around a graph: ONNX Runtime and numpy, and nothing else.

    python loop.py FOLDER

FOLDER holds `loop.json` and the tensors that it names. Answers every line on standard input with a line of JSON: the
seconds of one whole loop, and how far its latents end from those expected, in parts of the largest.
"""

import json
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
import onnxruntime as ort


def main(folder: Path) -> None:
    loop = json.loads((folder / "loop.json").read_text())

    def read(tensor: dict) -> np.ndarray:
        return np.fromfile(folder / tensor["file"], dtype=tensor["type"]).reshape(tensor["shape"])

    session = open_session(loop)
    types = {node.name: numpy_type(node.type) for node in session.get_inputs()}
    constants = {
        name: read(tensor).astype(types[name], copy=False) for name, tensor in loop["constants"].items()
    }
    initial, expected = read(loop["initial"]), read(loop["expected"])
    appended = read(loop["append"]["tensor"]) if loop["append"] else None

    def denoise() -> np.ndarray:
        latents = initial
        for step in loop["steps"]:
            sample = np.concatenate([latents * np.float32(step["inputScale"])] * loop["branches"])
            if appended is not None:
                sample = np.concatenate([sample, appended], axis=loop["append"]["axis"])
            feeds = {
                **constants,
                loop["latents"]: sample.astype(types[loop["latents"]], copy=False),
                loop["timestep"]: np.full(len(sample), step["timestep"], types[loop["timestep"]]),
            }
            (noise,) = session.run([loop["output"]], feeds)
            noise = guided(noise.astype(np.float32, copy=False), loop["branches"], step["guidanceScales"])
            latents = np.float32(step["latents"]) * latents + np.float32(step["noise"]) * noise
        return latents

    denoise()
    for _ in sys.stdin:
        started = perf_counter()
        latents = denoise()
        seconds = perf_counter() - started
        difference = float(np.abs(latents - expected).max() / np.abs(expected).max())
        print(json.dumps({"seconds": seconds, "difference": difference}), flush=True)


def open_session(loop: dict) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = loop["threads"]
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(loop["graph"], options, providers=["CPUExecutionProvider"])


def numpy_type(onnx_type: str) -> type:
    return {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(int64)": np.int64}[onnx_type]


def guided(noise: np.ndarray, branches: int, scales: list[float]) -> np.ndarray:
    """Classifier-free guidance; several scales are those of the frames, the second axis."""
    if branches == 1:
        return noise
    unconditional, conditional = np.split(noise, 2)
    scale = np.asarray(scales, np.float32)
    if len(scale) > 1:
        scale = scale.reshape(1, -1, *[1] * (noise.ndim - 2))
    return unconditional + scale * (conditional - unconditional)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
