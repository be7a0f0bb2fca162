"""Clips: a painted scene comes alive. 14 frames of 64 x 64 pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from brushes import SIDE
from cameras import draw_camera, fixed
from habits import HABITS, Cue
from scene import Layer, Scene
from waves import VIEW, still

FRAMES = 14
SIZE = VIEW // 2
FPS = 7
SLOWEST, FASTEST = 5, 12
"""Frame rates that clips are drawn at."""
REACH = 0.4
"""How far bucket 255 goes, as a share of what cameras and habits are written for. All of it moves things by four cells
of the latents and more, which a network of this size turns into mush."""
_ON_TRIPOD = 0.4
"""Share of fixed cameras where a layer has a habit of its own."""


@dataclass(frozen=True)
class Clip:
    """frames: uint8 [T, SIZE, SIZE, 3]; picture: the first frame at twice the size, uint8 [VIEW, VIEW, 3]."""

    frames: np.ndarray
    picture: np.ndarray


def render(scene: Scene, bucket: int, fps: int, rng: np.random.Generator, frames: int = FRAMES) -> Clip:
    """Let a scene move; `bucket` in [0, 255] is how much."""
    amount, time = REACH * bucket / 255.0, np.arange(frames) / fps
    alive = any(layer.habit != "rest" for layer in scene.layers)
    camera = fixed if alive and rng.uniform() < _ON_TRIPOD else draw_camera(amount, time, rng)
    rest = still(frames)
    video = np.zeros((frames, VIEW, VIEW, 3), np.float32)
    for layer in scene.layers:
        habit = HABITS[layer.habit](Cue(np.asarray(layer.anchor, np.float32) - (SIDE - 1) / 2, amount, time, rng))
        seen = camera(rest, layer.depth)
        sheet = _look_up(layer, habit.move(seen))
        cover = sheet[..., 3:]
        video = video * (1.0 - cover) + sheet[..., :3] * habit.shine(seen)[..., None]
    small = video.reshape(frames, SIZE, 2, SIZE, 2, 3).mean(axis=(2, 4))
    return Clip(_to_bytes(small), _to_bytes(video[0]))


def _look_up(layer: Layer, positions: np.ndarray) -> np.ndarray:
    """Pixels of a layer at positions [T, VIEW, VIEW, 2], float32 RGBA, [T, VIEW, VIEW, 4].

    What lies beyond the canvas is its mirror image, or nothing where the layer is a cutout that
    does not reach its edges.
    """
    source = torch.from_numpy(layer.pixels).permute(2, 0, 1)[None]
    grid = torch.from_numpy(np.ascontiguousarray(positions, np.float32)).reshape(1, -1, VIEW, 2) / (SIDE / 2)
    found = F.grid_sample(source, grid, mode="bilinear", padding_mode="reflection", align_corners=False)
    return found[0].permute(1, 2, 0).reshape(*positions.shape[:-1], 4).numpy()


def _to_bytes(values: np.ndarray) -> np.ndarray:
    return np.rint(np.clip(values, 0.0, 1.0) * 255.0).astype(np.uint8)
