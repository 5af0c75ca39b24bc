"""Catmull-Clark subdivision: a mesh is analysed once, then any frame's vertices are refined in milliseconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadrn_core.types import Float64Array, IntArray


@dataclass(frozen=True)
class Subdivision:
    """A refined mesh and how its vertices follow from the V coarse ones.

    The refined vertices are the V moved ones, then one for each edge, then one for each face.

    Attributes:
        quads: (4 F, 4) int64 faces of the refined mesh; coarse face f gives faces 4f … 4f + 3.
        coarse_quads: (F, 4) int64.
        edges: (E, 2) int64 vertex numbers.
        edge_of_side: (F, 4) int64, the edge from each corner to the next.
        is_border: (E,) bool, edges that do not have exactly two faces.
        num_vertices: V.
    """

    quads: IntArray
    coarse_quads: IntArray
    edges: IntArray
    edge_of_side: IntArray
    is_border: NDArray[np.bool_]
    num_vertices: int

    def apply(self, coarse: Float64Array) -> Float64Array:
        """Refined vertex values (V + E + F, C) from coarse ones (V, C)."""
        face_points = coarse[self.coarse_quads].mean(axis=1)
        middles = coarse[self.edges].mean(axis=1)
        sides = self.edge_of_side.ravel()
        face_share = _sum_by(sides, np.repeat(face_points, 4, axis=0), len(self.edges)) / 2
        edge_points = np.where(self.is_border[:, None], middles, (middles + face_share) / 2)
        return np.concatenate([self._move(coarse, face_points, middles), edge_points, face_points])

    def _move(self, coarse: Float64Array, face_points: Float64Array, middles: Float64Array) -> Float64Array:
        """New places of the old vertices: (Q + 2 R + (n - 3) P) / n inside, half P and half its curve on a border."""
        count, corners, ends = self.num_vertices, self.coarse_quads.ravel(), self.edges.ravel()
        valence = np.bincount(ends, minlength=count)
        border_valence = np.bincount(self.edges[self.is_border].ravel(), minlength=count)
        is_inner = (valence > 0) & (border_valence == 0)
        n = np.maximum(valence, 1)[:, None]
        num_faces = np.maximum(np.bincount(corners, minlength=count), 1)[:, None]
        mean_face = _sum_by(corners, np.repeat(face_points, 4, axis=0), count) / num_faces
        mean_middle = _sum_by(ends, np.repeat(middles, 2, axis=0), count) / n
        inner = (mean_face + 2 * mean_middle + (n - 3) * coarse) / n
        border_ends = self.edges[self.is_border].ravel()
        curve = coarse / 2 + _sum_by(border_ends, np.repeat(middles[self.is_border], 2, axis=0), count) / 4
        moved = np.where(is_inner[:, None], inner, coarse)
        return np.where((border_valence == 2)[:, None], curve, moved)


def catmull_clark(quads: IntArray, num_vertices: int) -> Subdivision:
    """Prepare one step of Catmull-Clark subdivision (Catmull and Clark, 1978) with smooth borders.

    Args:
        quads: (F, 4) int64 vertex numbers, consistently wound.
        num_vertices: V; vertices that no face uses stay where they are.
    """
    num_faces = len(quads)
    ends = np.stack([quads.ravel(), np.roll(quads, -1, axis=1).ravel()], axis=1)
    edges, edge_of_side = np.unique(np.sort(ends, axis=1), axis=0, return_inverse=True)
    edge_of_side = edge_of_side.reshape(num_faces, 4)
    side = num_vertices + edge_of_side
    middle = np.repeat(num_vertices + len(edges) + np.arange(num_faces), 4)
    fine = np.stack([quads.ravel(), side.ravel(), middle, np.roll(side, 1, axis=1).ravel()], axis=1)
    return Subdivision(
        quads=fine,
        coarse_quads=quads,
        edges=edges,
        edge_of_side=edge_of_side,
        is_border=np.bincount(edge_of_side.ravel(), minlength=len(edges)) != 2,
        num_vertices=num_vertices,
    )


def _sum_by(keys: IntArray, values: Float64Array, count: int) -> Float64Array:
    """Sums (count, C) of the rows of ``values`` (N, C) that share a key (N,)."""
    columns = [np.bincount(keys, weights=column, minlength=count) for column in values.T]
    return np.stack(columns, axis=1)
