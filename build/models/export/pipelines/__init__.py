"""The pipelines that can be exported, by the class that model_index.json names."""

from __future__ import annotations

from .audioldm2 import AudioLDM2Export
from .base import PipelineExport
from .cogvideox import CogVideoXExport
from .svd import StableVideoDiffusionExport

REGISTRY: dict[str, type[PipelineExport]] = {
    "AudioLDM2Pipeline": AudioLDM2Export,
    "CogVideoXPipeline": CogVideoXExport,
    "StableVideoDiffusionPipeline": StableVideoDiffusionExport,
}
