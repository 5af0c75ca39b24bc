"""How much each cell of a map counts in each region of one aligned face.

A map between cells is a weighted mean of them, so the sum of the drawn map over a region is a weighted sum of cells.
The weights depend on the face's landmarks alone; with them, no map needs to be drawn to be summed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.geometry import Placement, axis_weights
from stadrn_core.regions.atlas import NUM_REGIONS, RegionRuns, region_runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadrn_core.types import Float32Array, Float64Array


@dataclass(frozen=True)
class CellGrid:
    """Where the cells of a map lie on the aligned face (see ``geometry``).

    Attributes:
        size_px: side S of the aligned face.
        rows: cells down the face (H').
        columns: cells across it (W').
        stride: pixels from one cell to the next.
        placement: ``centred`` or ``resize``.
        native: every cell as its rectangle instead of linear between centres.
    """

    size_px: int
    rows: int
    columns: int
    stride: int
    placement: Placement = "centred"
    native: bool = False

    @cached_property
    def row_weights(self) -> Float64Array:
        """(S, H') float64, read-only: each cell's weight in each row of pixels."""
        weights = axis_weights(self.rows, self.size_px, self.stride, self.placement, self.native)
        return weights.astype(np.float64)

    @cached_property
    def columns_before(self) -> Float64Array:
        """(S + 1, W') float64: each cell's weight in all columns of pixels before this one."""
        weights = axis_weights(self.columns, self.size_px, self.stride, self.placement, self.native)
        return np.concatenate([np.zeros((1, self.columns)), np.cumsum(weights, axis=0, dtype=np.float64)])

    @cached_property
    def cell_px(self) -> Float64Array:
        """(H', W') float64: for how many pixels each cell stands; they sum to S²."""
        return np.outer(self.row_weights.sum(axis=0), self.columns_before[-1])


@dataclass(frozen=True)
class FaceRegions:
    """The regions of one aligned face, ready for sums over any map of the grid.

    Attributes:
        grid: where the cells lie.
        runs: which pixel belongs to which region.
        area_px: (16,) float64 pixels of each region, in the order of ``Region``.
        weights: (16, H', W') float64: a region's sum over the drawn map is that of weights × cells. Over all regions
            they sum to ``grid.cell_px``.
    """

    grid: CellGrid
    runs: RegionRuns
    area_px: Float64Array
    weights: Float64Array

    def heat(self, cells: NDArray[np.floating]) -> Float64Array:
        """(16,) float64: the sum of the drawn map over the pixels of each region, from its cells (H', W')."""
        return _weighted(self.weights, np.asarray(cells, np.float64))

    def points(self, cells: NDArray[np.floating]) -> Float64Array:
        """(16,) float64: how much of the cells' total belongs to each region.

        A cell is divided among the regions as the pixels for which it stands are. So all regions add up to the sum of
        the cells, which is what signed evidence has to do; the drawn map's sum does not, because cells at the border
        stand for more or fewer pixels than others.
        """
        return _weighted(self.weights, np.asarray(cells, np.float64) / self.grid.cell_px)

    def maxima(self, drawn: Float32Array) -> Float64Array:
        """(16,) float64: the largest pixel of a drawn map (S, S) in each region; NaN for one outside the picture."""
        largest = np.full(NUM_REGIONS, -np.inf)
        np.maximum.at(largest, self.runs.regions, np.maximum.reduceat(drawn.reshape(-1), self.runs.starts))
        return np.where(self.area_px > 0, largest, np.nan)


def face_regions(landmarks: NDArray[np.floating], grid: CellGrid) -> FaceRegions:
    """The regions of an aligned face over a grid of cells.

    Args:
        landmarks: (68, 2) px in the aligned face.
        grid: where the cells lie.

    Raises:
        ValueError: landmarks of a wrong shape, or not finite.
    """
    runs = region_runs(landmarks, grid.size_px)
    row, column = np.divmod(runs.starts, grid.size_px)
    across = grid.columns_before[column + runs.lengths] - grid.columns_before[column]
    # Runs that share region and row are added first: (16, S, W'), then the rows by their weights.
    place = runs.regions.astype(np.int64) * grid.size_px + row
    num_places = NUM_REGIONS * grid.size_px
    by_row = np.stack([np.bincount(place, column_sums, num_places) for column_sums in across.T], axis=-1)
    weights = grid.row_weights.T @ by_row.reshape(NUM_REGIONS, grid.size_px, grid.columns)
    area_px = np.bincount(runs.regions, runs.lengths, NUM_REGIONS).astype(np.float64)
    return FaceRegions(grid, runs, area_px, weights)


def _weighted(weights: Float64Array, cells: Float64Array) -> Float64Array:
    return np.asarray(weights.reshape(len(weights), -1) @ cells.reshape(-1))
