"""The pipelines that can be exported, by the class that model_index.json names."""

from __future__ import annotations

from .base import PipelineExport
from .cogvideox import CogVideoXExport

REGISTRY: dict[str, type[PipelineExport]] = {
    "CogVideoXPipeline": CogVideoXExport,
}
