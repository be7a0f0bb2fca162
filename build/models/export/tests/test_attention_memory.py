"""What attention takes of memory at the token counts of the published models' default sizes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from torch import nn

from export.attention import attend

HEAD_DIM = 64
FLOAT = 4

# Peak resident memory, before and after one run at the true number of tokens, in a process of its own.
PROBE = """
import sys
from pathlib import Path
import numpy as np
import onnxruntime

path, tokens, width = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
x = np.random.default_rng(0).standard_normal((1, tokens, width), np.float32)

def peak():
    # Not `ru_maxrss`: that begins with what the parent had.
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) * 1024

before = peak()
(y,) = session.run(None, {"x": x})
print(peak() - before, np.isfinite(y).all())
"""


class SelfAttention(nn.Module):
    def __init__(self, heads: int, fused: bool) -> None:
        super().__init__()
        self.heads, self.fused = heads, fused

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return attend(x, x * 0.5, x, self.heads, self.fused)


def _export(path: Path, heads: int, fused: bool) -> Path:
    torch.onnx.export(
        SelfAttention(heads, fused),
        (torch.randn(1, 8, heads * HEAD_DIM),),
        str(path),
        input_names=["x"],
        output_names=["y"],
        dynamic_axes={"x": {1: "tokens"}, "y": {1: "tokens"}},
        opset_version=17,
        dynamo=False,
    )
    return path


def _growth(path: Path, tokens: int, heads: int) -> int:
    arguments = [sys.executable, "-c", PROBE, str(path), str(tokens), str(heads * HEAD_DIM)]
    bytes_, finite = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.split()
    assert finite == "True"
    print(f"{path.stem}, {tokens} tokens, {heads} heads: {int(bytes_) / 2**20:.0f} MiB")
    return int(bytes_)


# CogVideoX-2b at 49 frames of 720 x 480: 13 x 30 x 45 patches and 226 tokens of text, with one of its 30 heads.
# SVD at 1024 x 576: 72 x 128 latent pixels, with all five heads of the level that has so many.
@pytest.mark.parametrize(("tokens", "heads"), [(17_550 + 226, 1), (9_216, 5)])
def test_never_holds_the_scores(tokens: int, heads: int, tmp_path: Path) -> None:
    scores = heads * tokens**2 * FLOAT
    grown = _growth(_export(tmp_path / "fused.onnx", heads, fused=True), tokens, heads)
    values = tokens * heads * HEAD_DIM * FLOAT
    # Query, key, value and output, as they are and by head; the scores are over forty times as much.
    assert grown < 12 * values + 64 * 2**20
    assert grown < scores / 8


def test_the_probe_sees_scores(tmp_path: Path) -> None:
    tokens, heads = 4_096, 2
    grown = _growth(_export(tmp_path / "plain.onnx", heads, fused=False), tokens, heads)
    assert grown >= heads * tokens**2 * FLOAT


def test_fused_and_plain_agree(tmp_path: Path) -> None:
    x = np.random.default_rng(1).standard_normal((1, 50, 2 * HEAD_DIM), np.float32)
    outputs = [
        onnxruntime.InferenceSession(
            str(_export(tmp_path / f"{fused}.onnx", 2, fused)), providers=["CPUExecutionProvider"]
        ).run(None, {"x": x})[0]
        for fused in (True, False)
    ]
    np.testing.assert_allclose(outputs[0], outputs[1], atol=2e-6)
