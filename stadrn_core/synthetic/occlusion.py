"""Where light does not come: the key lamp's shadow, and how much of the sky a point sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.synthetic.light import lamp_frame
from stadrn_core.synthetic.rasterize import nearest_depth

if TYPE_CHECKING:
    from stadrn_core.synthetic.light import Direction
    from stadrn_core.synthetic.quality import RenderQuality
    from stadrn_core.types import Float32Array, Float64Array, IntArray

_LAMP_DISTANCE_M = 2.0
_HALF_WIDTH_M = 0.36
_SHADOW_BLUR_M = 0.0072
_GOLDEN_ANGLE = np.pi * (3.0 - 5.0**0.5)


@dataclass(frozen=True)
class Scene:
    """What stands in the light's way.

    Attributes:
        triangles: (T, 3) int64 of the refined mesh, lashes left out.
        middle: (3,) float64 metres; what is further away than 0.36 m across casts no shadow.
    """

    triangles: IntArray
    middle: Float64Array

    def depth_from(
        self, vertices: Float64Array, towards: Direction, size_px: int
    ) -> tuple[Float64Array, Float64Array, Float32Array]:
        """Seen from a far lamp: pixels (V', 2) and depths (V',) of the vertices, and the depth map (size, size)."""
        right, up, axis = lamp_frame(towards)
        local = vertices - self.middle
        scale = size_px / (2 * _HALF_WIDTH_M)
        points = np.stack([size_px / 2 + scale * (local @ right), size_px / 2 - scale * (local @ up)], axis=1)
        depth = _LAMP_DISTANCE_M - local @ axis
        return points, depth, nearest_depth(points, depth, self.triangles, size_px, size_px)


def key_shadow(
    scene: Scene,
    vertices: Float64Array,
    place: Float32Array,
    normal: Float32Array,
    towards: Direction,
    quality: RenderQuality,
) -> Float32Array:
    """(N,) float32: how much of the key lamp reaches each fragment; soft by averaging neighbouring shadow rays."""
    right, up, axis = (direction.astype(np.float32) for direction in lamp_frame(towards))
    size = quality.shadow_size_px
    nearest = scene.depth_from(vertices, towards, size)[2].ravel()
    scale = np.float32(size / (2 * _HALF_WIDTH_M))
    at = place - scene.middle.astype(np.float32)
    column, row = size / 2 + scale * (at @ right) - 0.5, size / 2 - scale * (at @ up) - 0.5
    slope = np.clip(1.0 - normal @ axis, 0, 1)
    # A coarse map needs more distance before one part of the skin may shade its neighbour.
    coarse = np.float32(900 / size)
    limit = _LAMP_DISTANCE_M - at @ axis - 0.0025 * coarse**0.5 - 0.004 * coarse * slope
    lit = np.zeros(len(place), dtype=np.float32)
    for dx, dy in _disc(quality.shadow_taps, _SHADOW_BLUR_M * size / (2 * _HALF_WIDTH_M)):
        c = np.clip(np.rint(column + dx), 0, size - 1).astype(np.int32)
        r = np.clip(np.rint(row + dy), 0, size - 1).astype(np.int32)
        lit += nearest[r * np.int32(size) + c] > limit
    return lit / np.float32(quality.shadow_taps)


def sky_openness(scene: Scene, vertices: Float64Array, normals: Float64Array, quality: RenderQuality) -> Float32Array:
    """(V',) float32: share of the sky that each vertex sees, weighted by the cosine."""
    size = quality.sky_size_px
    total, reach = np.zeros(len(vertices)), np.zeros(len(vertices))
    for towards in _sphere(quality.sky_directions):
        points, depth, nearest = scene.depth_from(vertices, towards, size)
        cell = np.clip(points.astype(np.int64), 0, size - 1)
        is_open = nearest[cell[:, 1], cell[:, 0]] > depth - 0.006
        weight = np.clip(normals @ np.asarray(towards), 0, None)
        total += weight * is_open
        reach += weight
    openness: Float32Array = (total / np.maximum(reach, 1e-9)).astype(np.float32)
    return openness


def _disc(count: int, radius: float) -> list[tuple[float, float]]:
    """Points spread evenly over a disc (sunflower spiral)."""
    angles = np.arange(count) * _GOLDEN_ANGLE
    radii = radius * np.sqrt((np.arange(count) + 0.5) / count)
    return [(float(r * np.cos(a)), float(r * np.sin(a))) for r, a in zip(radii, angles, strict=True)]


def _sphere(count: int) -> list[Direction]:
    """Directions spread evenly over the sphere (Fibonacci spiral)."""
    z = 1.0 - 2.0 * (np.arange(count) + 0.5) / count
    angles = np.arange(count) * _GOLDEN_ANGLE
    radii = np.sqrt(1.0 - z * z)
    return [(float(r * np.cos(a)), float(r * np.sin(a)), float(h)) for r, a, h in zip(radii, angles, z, strict=True)]
