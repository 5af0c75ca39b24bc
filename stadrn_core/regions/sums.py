"""What is known of each region: area, heat, maximum and points, and the measures that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from stadrn_core.regions.atlas import NUM_REGIONS, PAIRS, Region

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadrn_core.types import Float64Array

Measure = Literal["mean", "maximum", "share", "relative_share", "points"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
MEASURE_LABELS: dict[Measure, str] = {
    "mean": "mean heat",
    "maximum": "largest heat",
    "share": "share of the heat",
    "relative_share": "share of the heat ÷ share of the area",
    "points": "signed evidence (BDI-II points)",
}
HIGH_BACKGROUND_SHARE = 0.25
"""From this share of the heat outside the face on, the map is called into question: a convention, not a finding."""


@dataclass(frozen=True)
class RegionSums:
    """Sums over the pixels of each region: of one frame, of a clip, of a recording, or of many of these at once.

    Attributes:
        area_px: (16, …) float64 pixels, in the order of ``Region``; for a clip, those of all its positions together.
        heat: (16, …) float64, the drawn map summed over these pixels; never negative.
        maximum: (16, …) float64, the largest pixel of the drawn map.
        points: (16, …) float64 BDI-II points; NaN where there is no signed evidence. All regions add up to the map's.

    NaN says that there is no number: no face, no map, or a region outside the picture.
    """

    area_px: Float64Array
    heat: Float64Array
    maximum: Float64Array
    points: Float64Array

    def __post_init__(self) -> None:
        for name in ("area_px", "heat", "maximum", "points"):
            found = getattr(self, name).shape
            if found[:1] != (NUM_REGIONS,) or found != self.area_px.shape:
                raise ValueError(f"{name} must be (16, …) like the others, got {found}")

    @property
    def mean(self) -> Float64Array:
        """Heat for each pixel."""
        return _ratio(self.heat, self.area_px)

    @property
    def share(self) -> Float64Array:
        """Part of the map's heat, 0–1; NaN where the map is 0 everywhere."""
        return _ratio(self.heat, np.asarray(self.heat.sum(axis=0)))

    @property
    def area_share(self) -> Float64Array:
        """Part of the aligned face's pixels, 0–1."""
        return _ratio(self.area_px, np.asarray(self.area_px.sum(axis=0)))

    @property
    def relative_share(self) -> Float64Array:
        """Share of the heat by share of the area: 1 where the heat is as dense as in the whole picture."""
        return _ratio(self.share, self.area_share)

    @property
    def background_is_high(self) -> NDArray[np.bool_]:
        """(…) bool: the alarm, at least ``HIGH_BACKGROUND_SHARE`` of the heat outside the face."""
        return np.asarray(self.share[Region.BACKGROUND] >= HIGH_BACKGROUND_SHARE)

    def of(self, measure: Measure) -> Float64Array:
        """(16, …) float64 of one measure by its name.

        Raises:
            ValueError: there is no such measure.
        """
        if measure not in MEASURES:
            raise ValueError(f"measure must be one of {MEASURES}, got {measure!r}")
        return np.asarray(getattr(self, measure))

    @property
    def asymmetry(self) -> Float64Array:
        """(pairs, …) float64 in [-1, 1]: (L - R) / (L + R) of the mean heat, for each of ``PAIRS``.

        Above 0 there is more on the subject's left. Means are compared, so a side that a turned head shows narrower
        does not count for less.
        """
        left, right = (self.mean[list(side)] for side in zip(*PAIRS.values(), strict=True))
        return _ratio(left - right, left + right)


def stacked(sums: list[RegionSums]) -> RegionSums:
    """Several as one, along a new last axis."""
    return RegionSums(*(np.stack([getattr(one, name) for one in sums], axis=-1) for name in _FIELDS))


def nothing(*shape: int) -> RegionSums:
    """No number anywhere: arrays (16, *shape) of NaN."""
    return RegionSums(*(np.full((NUM_REGIONS, *shape), np.nan) for _ in _FIELDS))


_FIELDS = ("area_px", "heat", "maximum", "points")


def _ratio(value: Float64Array, by: Float64Array) -> Float64Array:
    by = np.broadcast_to(by, value.shape)
    return np.asarray(np.divide(value, by, out=np.full(value.shape, np.nan), where=by > 0))
