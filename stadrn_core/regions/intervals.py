"""A recording's numbers by region: its clips put together, with intervals from resampled stretches of clips.

Neighbouring clips show nearly the same and often share frames, so they are no independent draws. The circular block
bootstrap (Politis and Romano 1992) draws stretches of neighbouring clips and so keeps what neighbours have in common.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.regions.atlas import NUM_REGIONS, PAIRS
from stadrn_core.regions.sums import Measure, RegionSums, stacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stadrn_core.regions.numbers import ClipRegions
    from stadrn_core.types import Float64Array, IntArray

RESAMPLES = 2000
CONFIDENCE = 0.95
LEAST_CLIPS = 6
"""With fewer clips there is no interval: a handful of stretches says too little about spread."""


@dataclass(frozen=True)
class RecordingRegions:
    """One recording's numbers by region.

    Attributes:
        clips: the explained clips, in their order.
        sums: arrays (16,): area and heat are sums over the clips, so a share is one of all their heat; the maximum is
            the largest; points are the mean over the clips, as the recording's score is.
        drawn: the same of each resample, arrays (16, resamples); None with fewer than ``LEAST_CLIPS`` clips.
        block_clips: neighbouring clips that are drawn together.
        confidence: share of resamples inside an interval.
        seed: of the resamples.
    """

    clips: tuple[ClipRegions, ...]
    sums: RegionSums
    drawn: RegionSums | None
    block_clips: int
    confidence: float
    seed: int

    def interval(self, measure: Measure) -> Float64Array:
        """(16, 2) float64 ends of the percentile interval; NaN where there is none, as for every maximum.

        The largest value of resampled clips cannot exceed the one that was seen, so no interval follows from it.
        """
        if self.drawn is None or measure == "maximum":
            return np.full((NUM_REGIONS, 2), np.nan)
        return self._ends(self.drawn.of(measure))

    @property
    def asymmetry(self) -> Float64Array:
        """(pairs, 3) float64: (L - R) / (L + R) of the mean heat and its interval's ends, for each of ``PAIRS``."""
        ends = np.full((len(PAIRS), 2), np.nan) if self.drawn is None else self._ends(self.drawn.asymmetry)
        return np.column_stack([self.sums.asymmetry, ends])

    @property
    def interval_words(self) -> str:
        """What the intervals are, or why there are none, for a caption."""
        if self.drawn is None:
            return f"no intervals: {len(self.clips)} clips, at least {LEAST_CLIPS} are needed"
        drawn = "clips" if self.block_clips == 1 else f"stretches of {self.block_clips} neighbouring clips"
        return f"{self.confidence:.0%} percentile bootstrap over {drawn} ({len(self.clips)} clips)"

    def _ends(self, values: Float64Array) -> Float64Array:
        # A resample without a number (no heat at all) counts for no interval.
        tails = [(1 - self.confidence) / 2, (1 + self.confidence) / 2]
        ends = np.full((len(values), 2), np.nan)
        for i, row in enumerate(values):
            defined = row[~np.isnan(row)]
            if len(defined):
                ends[i] = np.quantile(defined, tails)
        return ends


def recording_regions(
    clips: Sequence[ClipRegions],
    *,
    block_clips: int | None = None,
    resamples: int = RESAMPLES,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> RecordingRegions:
    """Put a recording's clips together.

    Args:
        clips: the explained clips, in their order; neighbours in this list count as neighbours in time.
        block_clips: clips in a stretch; ``block_length`` of their number by default.
        resamples: bootstrap resamples.
        confidence: share of resamples inside an interval.
        seed: equal seeds give equal intervals.

    Raises:
        ValueError: there is no clip, or an argument is out of range.
    """
    if not clips:
        raise ValueError("there is no clip")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be in (0, 1), got {confidence}")
    table = stacked([clip.sums for clip in clips])
    block = block_length(len(clips)) if block_clips is None else block_clips
    drawn = None
    if len(clips) >= LEAST_CLIPS:
        drawn = _pooled(table, circular_blocks(len(clips), resamples, block, seed))
    pooled = _pooled(table, np.arange(len(clips))[None])
    sums = RegionSums(pooled.area_px[:, 0], pooled.heat[:, 0], pooled.maximum[:, 0], pooled.points[:, 0])
    return RecordingRegions(tuple(clips), sums, drawn, block, confidence, seed)


def block_length(num_clips: int) -> int:
    """Clips in a stretch: the cube root of their number, rounded up."""
    return max(1, math.ceil(round(math.pow(num_clips, 1 / 3), 9)))


def circular_blocks(num: int, resamples: int, block: int, seed: int) -> IntArray:
    """Resamples of 0 … num - 1 in stretches of neighbours; the last is followed by the first.

    Returns:
        (resamples, num) int64. Every number is drawn equally often on average.

    Raises:
        ValueError: there is nothing to draw, or a stretch is not within it.
    """
    if num < 1 or resamples < 1 or not 1 <= block <= num:
        raise ValueError(f"need 1 ≤ block ≤ num and resamples ≥ 1, got {block}, {num} and {resamples}")
    starts = np.random.default_rng(seed).integers(num, size=(resamples, math.ceil(num / block)))
    drawn = (starts[:, :, None] + np.arange(block)) % num
    return drawn.reshape(resamples, -1)[:, :num]


def _pooled(table: RegionSums, draws: IntArray) -> RegionSums:
    """Clips (16, n) put together for each row of draws (B, n): arrays (16, B)."""
    counts = np.apply_along_axis(np.bincount, 1, draws, minlength=table.area_px.shape[1]).T.astype(np.float64)
    maximum = np.stack([np.fmax.reduce(table.maximum[:, row], axis=1) for row in draws], axis=-1)
    return RegionSums(table.area_px @ counts, table.heat @ counts, maximum, table.points @ counts / draws.shape[1])
