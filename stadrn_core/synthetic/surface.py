"""The head's refined mesh, on which hair and garment are the body's own surface, lifted along its normals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from stadrn_core.synthetic.head import Part
from stadrn_core.synthetic.subdivision import catmull_clark

if TYPE_CHECKING:
    from stadrn_core.synthetic.head import Head
    from stadrn_core.synthetic.subdivision import Subdivision
    from stadrn_core.types import Float32Array, Float64Array, IntArray

FloatArray = NDArray[np.floating[Any]]

MASKS = ("lips", "eyelids", "ears", "inside_mouth", "lash_tip")


@dataclass(frozen=True)
class Surface:
    """A refined mesh with V' vertices.

    Attributes:
        triangles: (T, 3) int64.
        triangle_parts: (T,) int64 of ``Part``.
        canonical: (V', 3) float32 place on the average head.
        masks: (V', 5) float32 in the order of ``MASKS``.
        lift_m: (V',) float64 thickness of hair or garment.
        eye_centres: (2, 3) float32 canonical, the subject's left eye first.
        subdivision: refines vertices.
    """

    triangles: IntArray
    triangle_parts: IntArray
    canonical: Float32Array
    masks: Float32Array
    lift_m: Float64Array
    eye_centres: Float32Array
    subdivision: Subdivision

    def refine(self, coarse: Float64Array) -> tuple[Float64Array, Float64Array]:
        """Refined vertices and unit normals, both (V', 3) float64, of a deformed head."""
        vertices = self.subdivision.apply(coarse)
        lifted = vertices + vertex_normals(vertices, self.triangles) * self.lift_m[:, None]
        return lifted, vertex_normals(lifted, self.triangles)


def make_surface(head: Head) -> Surface:
    """Refine a head's mesh once and find where hair and garment lie."""
    subdivision = catmull_clark(head.quads, len(head.canonical))
    quads = subdivision.quads
    parts = np.repeat(head.parts, 4)
    canonical = subdivision.apply(head.canonical)
    masks = np.clip(subdivision.apply(np.stack([head.masks[name] for name in MASKS], axis=1)), 0, 1)
    is_skin = np.zeros(len(canonical), dtype=bool)
    is_skin[quads[parts == Part.SKIN]] = True
    return Surface(
        triangles=np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]),
        triangle_parts=np.concatenate([parts, parts]),
        canonical=canonical.astype(np.float32),
        masks=masks.astype(np.float32),
        lift_m=_lift(canonical, masks[:, MASKS.index("ears")]) * is_skin,
        eye_centres=np.stack([_eye_centre(head, side) for side in (1.0, -1.0)]).astype(np.float32),
        subdivision=subdivision,
    )


def _lift(canonical: Float64Array, ears: Float64Array) -> Float64Array:
    """Thickness (V',) of hair, longer on top and uneven, and of the pullover."""
    hair = hair_height(canonical) * (1.0 - np.clip(2.5 * ears, 0, 1))
    top = smoothstep(canonical[:, 2], 0.675, 0.735)
    hair_m = (0.006 + 0.010 * top) * smoothstep(hair, -0.002, 0.016 + 0.014 * top)
    x, y, z = canonical.T
    tufts = np.sin(130 * x + 45 * z + 2 * np.sin(60 * y)) * np.sin(120 * y - 70 * z + 1.3)
    tufts += 0.5 * np.sin(260 * x - 180 * y + 150 * z)
    below = garment_depth(canonical)
    garment_m = 0.0045 * smoothstep(below, 0.0, 0.005) + 0.004 * smoothstep(below, 0.02, 0.08)
    lift: Float64Array = hair_m * (1.0 + 0.09 * tufts) + garment_m
    return lift


def _eye_centre(head: Head, side: float) -> Float64Array:
    is_own = (head.parts == Part.EYE) & (head.canonical[head.quads, 0].mean(axis=1) * side > 0)
    points = head.canonical[np.unique(head.quads[is_own])]
    centre: Float64Array = (points.max(axis=0) + points.min(axis=0)) / 2
    return centre


def vertex_normals(vertices: Float64Array, triangles: IntArray) -> Float64Array:
    """Unit normals (V, 3): area-weighted mean over the triangles at each vertex."""
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    normals = np.repeat(np.cross(b - a, c - a), 3, axis=0)
    corners = triangles.ravel()
    columns = [np.bincount(corners, weights=column, minlength=len(vertices)) for column in normals.T]
    total = np.stack(columns, axis=1)
    unit: Float64Array = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-20)
    return unit


def smoothstep(x: FloatArray, low: float, high: float | FloatArray) -> FloatArray:
    """0 below ``low``, 1 above ``high``, smooth between."""
    share = np.clip((x - low) / (high - low), 0.0, 1.0)
    smooth: FloatArray = share * share * (3.0 - 2.0 * share)
    return smooth


# Height of the hairline, from the forehead (0°) over temple, sideburn and ear to the nape (180°).
_HAIRLINE_DEGREES = np.array([0.0, 20, 35, 46, 56, 64, 70, 75, 80, 86, 95, 106, 116, 130, 180])
_HAIRLINE_Z_MM = np.array([723.0, 722.5, 716.5, 706, 693, 672, 648, 628, 634, 652, 658, 645, 618, 592, 585])


def hair_height(canonical: FloatArray) -> FloatArray:
    """How far (metres, about) above the hairline canonical points (N, 3) lie; negative on bare skin."""
    azimuth = np.degrees(np.arctan2(np.abs(canonical[:, 0]), -(canonical[:, 1] + 0.035)))
    height: FloatArray = canonical[:, 2] - np.interp(azimuth, _HAIRLINE_DEGREES, _HAIRLINE_Z_MM / 1000)
    return height.astype(canonical.dtype)


def garment_depth(canonical: FloatArray) -> FloatArray:
    """How far (metres, about) below the collar canonical points (N, 3) lie; negative on bare skin."""
    depth: FloatArray = 0.488 + 0.38 * (canonical[:, 1] + 0.058) - canonical[:, 2]
    return depth
