"""The parts of a clip that are taken away: space-time cells, regions of the face, time slots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.geometry import nearest_cells
from stadrn_core.regions.atlas import Region, region_labels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadrn_core.trust.case import Case, Grid
    from stadrn_core.types import Float64Array, IntArray

NO_LANDMARKS = "the recording consists of aligned faces, for which no landmarks are known"


@dataclass(frozen=True)
class Units:
    """A division of a clip's pixels: each belongs to exactly one unit.

    Attributes:
        names: of the units.
        labels: (T, S, S) int64, the number of each pixel's unit; may be a broadcast view.
    """

    names: tuple[str, ...]
    labels: IntArray

    @property
    def sizes(self) -> IntArray:
        """(U,) int64 pixels of each unit."""
        return np.bincount(self.labels.reshape(-1), minlength=len(self.names))

    def means(self, drawn: NDArray[np.floating]) -> Float64Array:
        """(U,) float64 mean of a map (T, S, S) over each unit; NaN for a unit without pixels."""
        sums = np.bincount(self.labels.reshape(-1), drawn.reshape(-1).astype(np.float64), len(self.names))
        sizes = self.sizes
        return np.where(sizes > 0, sums / np.maximum(sizes, 1), np.nan)

    def mask(self, chosen: NDArray[np.integer]) -> NDArray[np.bool_]:
        """(T, S, S) bool: the pixels of the chosen units."""
        taken = np.zeros(len(self.names), dtype=bool)
        taken[chosen] = True
        return np.asarray(taken[self.labels])


def cell_units(grid: Grid) -> Units:
    """Space-time cells, each the pixels and frames nearest to its centre; named slot/row/column."""
    slots, rows, columns = grid.map_shape
    in_time = nearest_cells(slots, grid.num_frames, grid.temporal_stride)
    down = nearest_cells(rows, grid.size_px, grid.spatial_stride)
    across = nearest_cells(columns, grid.size_px, grid.spatial_stride)
    labels = (in_time[:, None, None] * rows + down[None, :, None]) * columns + across[None, None, :]
    names = tuple(f"{t}/{y}/{x}" for t in range(slots) for y in range(rows) for x in range(columns))
    return Units(names, labels)


def slot_units(grid: Grid) -> Units:
    """Time slots: the frames nearest to the centre of each."""
    slots = grid.map_shape[0]
    in_time = nearest_cells(slots, grid.num_frames, grid.temporal_stride)
    return Units(tuple(f"slot {t}" for t in range(slots)), np.broadcast_to(in_time[:, None, None], grid.pixel_shape))


def region_units(case: Case) -> Units:
    """Regions of the face at each position, the background among them.

    Raises:
        ValueError: no landmarks are known.
    """
    if case.landmarks is None:
        raise ValueError(NO_LANDMARKS)
    labels = [region_labels(landmarks, case.grid.size_px) for landmarks in case.landmarks]
    return Units(tuple(region.key for region in Region), np.stack(labels).astype(np.int64))
