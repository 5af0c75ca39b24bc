"""Catmull-Clark subdivision as one sparse matrix: build it once for a mesh, apply it to every frame's vertices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from stadrn_core.types import Float64Array, IntArray


@dataclass(frozen=True)
class Subdivision:
    """A refined mesh and how its vertices follow from the coarse ones.

    Attributes:
        operator: (V', V) sparse float64, rows sum to 1: ``fine = operator @ coarse``.
        quads: (F', 4) int64 faces of the refined mesh; face f of the coarse mesh gives faces 4f … 4f + 3.
    """

    operator: sparse.csr_array
    quads: IntArray

    def apply(self, coarse: Float64Array) -> Float64Array:
        """Refined vertex values (V', C) from coarse ones (V, C)."""
        fine: Float64Array = self.operator @ coarse
        return fine


def catmull_clark(quads: IntArray, num_vertices: int) -> Subdivision:
    """One step of Catmull-Clark subdivision (Catmull and Clark, 1978) with smooth boundary curves.

    Args:
        quads: (F, 4) int64 vertex numbers, consistently wound.
        num_vertices: number of vertices V; those that no face uses are carried along unchanged.

    Returns:
        The refined mesh: the V moved vertices first, then one new vertex for each edge, then one for each face.
    """
    num_faces = len(quads)
    corners = quads.ravel()
    ends = np.stack([corners, np.roll(quads, -1, axis=1).ravel()], axis=1)
    edges, edge_of_side = np.unique(np.sort(ends, axis=1), axis=0, return_inverse=True)
    edge_of_side = edge_of_side.ravel()
    num_edges = len(edges)
    face_of_side = np.repeat(np.arange(num_faces), 4)
    is_boundary = np.bincount(edge_of_side, minlength=num_edges) != 2

    face_points = _matrix(face_of_side, corners, 0.25, (num_faces, num_vertices))
    midpoints = _matrix(np.repeat(np.arange(num_edges), 2), edges.ravel(), 0.5, (num_edges, num_vertices))
    faces_at_edge = _matrix(edge_of_side, face_of_side, 0.5, (num_edges, num_faces))
    inner = sparse.diags_array((~is_boundary).astype(float))
    border = sparse.diags_array(is_boundary.astype(float))
    edge_points = inner @ (0.5 * midpoints + 0.5 * (faces_at_edge @ face_points)) + border @ midpoints

    vertex_points = _moved_vertices(quads, edges, is_boundary, face_points, midpoints, num_vertices)
    operator = sparse.csr_array(sparse.vstack([vertex_points, edge_points, face_points]))
    side = num_vertices + edge_of_side.reshape(num_faces, 4)
    middle = np.repeat(num_vertices + num_edges + np.arange(num_faces), 4)
    fine = np.stack([quads.ravel(), side.ravel(), middle, np.roll(side, 1, axis=1).ravel()], axis=1)
    return Subdivision(operator=operator, quads=fine)


def _moved_vertices(
    quads: IntArray,
    edges: IntArray,
    is_boundary: np.ndarray,
    face_points: sparse.csr_array,
    midpoints: sparse.csr_array,
    num_vertices: int,
) -> sparse.csr_array:
    """New places of the old vertices: (Q + 2 R + (n - 3) P) / n inside, (6 P + both neighbours) / 8 on a boundary."""
    valence = np.bincount(edges.ravel(), minlength=num_vertices).astype(float)
    num_faces_at = np.bincount(quads.ravel(), minlength=num_vertices).astype(float)
    border_valence = np.bincount(edges[is_boundary].ravel(), minlength=num_vertices)
    is_border, is_used = border_valence > 0, valence > 0
    is_inner = is_used & ~is_border
    is_curve = is_border & (border_valence == 2)
    stays = ~(is_inner | is_curve)

    per_face = np.divide(1.0, num_faces_at, out=np.zeros(num_vertices), where=num_faces_at > 0)
    per_edge = np.divide(1.0, valence, out=np.zeros(num_vertices), where=is_used)
    to_faces = _matrix(quads.ravel(), np.repeat(np.arange(len(quads)), 4), 1.0, (num_vertices, len(quads)))
    to_edges = _matrix(edges.ravel(), np.repeat(np.arange(len(edges)), 2), 1.0, (num_vertices, len(edges)))
    to_border = _matrix(
        edges[is_boundary].ravel(), np.repeat(np.flatnonzero(is_boundary), 2), 1.0, (num_vertices, len(edges))
    )
    own = per_edge * (valence - 3.0) * is_inner + 0.5 * is_curve + stays
    return sparse.csr_array(
        sparse.diags_array(per_face * per_edge * is_inner) @ to_faces @ face_points
        + sparse.diags_array(2.0 * per_edge * per_edge * is_inner) @ to_edges @ midpoints
        + sparse.diags_array(0.25 * is_curve) @ to_border @ midpoints
        + sparse.diags_array(own)
    )


def _matrix(rows: IntArray, columns: IntArray, value: float, shape: tuple[int, int]) -> sparse.csr_array:
    return sparse.csr_array((np.full(len(rows), value), (rows, columns)), shape=shape)
