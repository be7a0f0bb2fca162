"""Command line of the exporter; run `python -m export --help` in the folder above."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch

from .errors import ExportError, VerificationError
from .exporter import Request, export, read_extra
from .identifier import checked_id, default_id
from .logs import quiet_libraries
from .pipelines.base import Options

NEEDS = """\
--out is written only if every graph agrees with PyTorch.

Needs in GB, derived from parameter counts, not measured; README.md beside this program says how:
                                            bundle               free disk   memory
                                  float32   half    float16       (float32)
  CogVideoX-2b                       26.3   13.2       15.2            38       40
  stable-video-diffusion-img2vid      9.0    4.5        4.6            15       13
  audioldm2, audioldm2-music          4.1    2.0        2.2             5        4
  audioldm2-large                     5.6    2.8        2.9             8        7
half: --dtype float32 --weights float16.
"""


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 0 done, 1 a graph disagrees with PyTorch, 2 the request cannot be served."""
    options = _parser().parse_args(arguments)
    quiet_libraries()
    try:
        export(_request(options), lambda line: print(line, flush=True))
    except ExportError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    except VerificationError as error:
        print(f"Error: the exported graphs are wrong. {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m export",
        description="Turn a diffusers pipeline folder into an ONNX model bundle of ParaStep Studio.",
        epilog=NEEDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pipeline", required=True, type=Path, metavar="DIR", help="diffusers pipeline folder")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="bundle folder, absent or empty")
    parser.add_argument(
        "--dtype",
        choices=("float32", "float16"),
        help="what the graphs compute in; default: float16 for pipelines of a gigabyte and more, as all published ones",
    )
    parser.add_argument(
        "--weights",
        choices=("float32", "float16"),
        help="how weights are stored; float16 halves a float32 bundle on disk, not in memory",
    )
    parser.add_argument(
        "--attention",
        choices=("fused", "plain"),
        default="fused",
        help="fused: an operator of ONNX Runtime that saves memory; plain: standard ONNX only",
    )
    parser.add_argument("--extra", type=Path, metavar="FILE", help="JSON with title, license, defaults, preview, ...")
    parser.add_argument(
        "--id",
        help="identifier in the manifest: up to 64 lower-case letters, digits, dots, dashes and underscores; default: "
        "made of the name of the --out folder",
    )
    return parser


def _request(options: argparse.Namespace) -> Request:
    dtype = options.dtype or _default_dtype(options)
    weights = options.weights or dtype
    if dtype == "float16" and weights == "float32":
        raise ExportError("--dtype float16 stores float16 weights; leave --weights out.")
    return Request(
        pipeline=options.pipeline,
        out=options.out,
        options=Options(
            dtype=getattr(torch, dtype),
            half_weights=dtype == "float32" and weights == "float16",
            fused_attention=options.attention == "fused",
        ),
        extra=read_extra(options.extra) if options.extra else {},
        id=default_id(options.out.absolute()) if options.id is None else checked_id(options.id),
    )


LARGE_FROM_BYTES = 10**9
"""Pipelines with weights of this size are for graphics cards, which compute float16 at twice the speed."""


def _default_dtype(options: argparse.Namespace) -> str:
    """float16 for a large pipeline; small ones run on processors, which compute in float32 anyway. Asking for weights of
    either kind asks for float32 graphs."""
    if options.weights:
        return "float32"
    files = (file for suffix in ("safetensors", "bin") for file in options.pipeline.glob(f"*/*.{suffix}"))
    return "float16" if sum(file.stat().st_size for file in files) >= LARGE_FROM_BYTES else "float32"


if __name__ == "__main__":
    sys.exit(main())
