"""The regions over time, as arrays: filled clip by clip, and reduced to columns of pixels when they are drawn.

A repaint costs as much as the visible sampled frames are many: some milliseconds for an hour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.regions.atlas import NUM_REGIONS, Region
from stadrn_core.regions.sums import Measure, RegionSums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.region_tasks import RegionStretch
    from stadrn_core.types import Float64Array, IntArray

SHOWN_MEASURES: tuple[Measure, ...] = ("relative_share", "share", "mean", "points")


class RegionRaster:
    """Sums over the pixels of each region for every sampled frame.

    Attributes:
        seconds: (N,) time of every sampled frame, ascending.
        limits: for each measure the largest absolute value in a region of the face on a sampled frame so far.
        saturates: for each measure whether the background, which is larger than any region, goes beyond.
    """

    def __init__(self, seconds: Float64Array) -> None:
        self.seconds = seconds
        self.limits: dict[Measure, float] = dict.fromkeys(SHOWN_MEASURES, 0.0)
        self.saturates: dict[Measure, bool] = dict.fromkeys(SHOWN_MEASURES, False)
        num = len(seconds)
        # Zeros where there is no number, so that columns are plain sums; how many there are is counted beside them.
        self._heat, self._area, self._points = (np.zeros((NUM_REGIONS, num), np.float32) for _ in range(3))
        self._has_heat, self._has_points = (np.zeros(num, np.float32) for _ in range(2))
        self._largest: dict[int, dict[Measure, tuple[float, float]]] = {}

    def add(self, stretch: RegionStretch) -> None:
        """Take over the frames of one clip; those that were there are replaced."""
        sums = stretch.sums
        place = slice(stretch.first_position, stretch.first_position + sums.heat.shape[1])
        for kept, counted, values in (
            (self._heat, self._has_heat, sums.heat),
            (self._points, self._has_points, sums.points),
        ):
            known = ~np.isnan(values).any(axis=0)
            kept[:, place], counted[place] = np.where(known, values, 0), known
        self._area[:, place] = np.where(self._has_heat[place] > 0, sums.area_px, 0)
        self._largest[stretch.clip.clip_index] = {m: face_and_background(sums.of(m)) for m in SHOWN_MEASURES}
        for measure in SHOWN_MEASURES:
            face, background = (
                max(both) for both in zip(*(one[measure] for one in self._largest.values()), strict=True)
            )
            self.limits[measure], self.saturates[measure] = face, background > face

    @property
    def is_empty(self) -> bool:
        """Whether no clip is here."""
        return not self._largest

    def columns(self, measure: Measure, edges: Float64Array) -> Float64Array:
        """(16, W) of a measure in the columns between ``edges`` (W + 1 times); NaN where there is no number.

        A column is one of its sampled frames together; where it has none of its own, it is the one shown there.
        """
        num = len(self.seconds)
        if num == 0:
            return np.full((NUM_REGIONS, len(edges) - 1), np.nan)
        borders = np.searchsorted(self.seconds, edges - 1e-9, side="left")
        shown = np.maximum(np.searchsorted(self.seconds, edges[:-1] + 1e-9, side="right") - 1, 0)
        if measure == "points":
            values, count = (_reduced(part, borders, shown) for part in (self._points, self._has_points))
            return np.divide(values, count, out=np.full(values.shape, np.nan), where=count > 0)
        heat, area, count = (_reduced(part, borders, shown) for part in (self._heat, self._area, self._has_heat))
        heat[:, count == 0] = np.nan
        return RegionSums(area, heat, heat, heat).of(measure)

    def at(self, measure: Measure, seconds: float) -> Float64Array:
        """(16,) of the sampled frame shown at a time."""
        return self.columns(measure, np.array([seconds, seconds]))[:, 0]


def _reduced(values: NDArray[np.float32], borders: IntArray, shown: IntArray) -> Float64Array:
    """Sums along the last axis between ``borders`` (W + 1); where that is empty, the value at ``shown`` (W)."""
    result = values[..., shown].astype(np.float64)
    first, stop = borders[:-1], borders[1:]
    some = stop > first
    if some.any():
        begin, end = int(first[some][0]), int(stop[some][-1])
        result[..., some] = np.add.reduceat(values[..., begin:end], first[some] - begin, axis=-1, dtype=np.float64)
    return result


def face_and_background(values: Float64Array) -> tuple[float, float]:
    """Largest absolute value of (16, …) among the regions of the face, and in the background; 0 where there is none."""
    known = np.abs(np.nan_to_num(values))
    is_face = np.arange(NUM_REGIONS) != Region.BACKGROUND
    return float(known[is_face].max(initial=0.0)), float(known[~is_face].max(initial=0.0))
