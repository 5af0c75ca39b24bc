"""A recording's numbers from its clips, and block bootstrap against plain loops and a known spread."""

from __future__ import annotations

import numpy as np
import pytest

from stadrn_core.regions.atlas import NUM_REGIONS, PAIRS
from stadrn_core.regions.intervals import LEAST_CLIPS, block_length, circular_blocks, recording_regions
from stadrn_core.regions.numbers import ClipRegions
from stadrn_core.regions.sums import RegionSums


def clips_of(heat: np.ndarray) -> list[ClipRegions]:
    """A clip for each column of (16, n) heats, with varied areas and points."""
    rng = np.random.default_rng(1)
    made = []
    for i, column in enumerate(heat.T):
        area = rng.integers(50, 100, NUM_REGIONS).astype(float)
        made.append(ClipRegions(i, 10.0, 0, 64, RegionSums(area, column, column / area, column - 5)))
    return made


def random_clips(num: int) -> list[ClipRegions]:
    return clips_of(np.random.default_rng(2).random((NUM_REGIONS, num)) * 10)


def test_a_recording_is_the_sum_of_its_clips() -> None:
    clips = random_clips(7)
    found = recording_regions(clips)
    heat, area = sum(c.sums.heat for c in clips), sum(c.sums.area_px for c in clips)
    assert found.sums.share == pytest.approx(heat / np.sum(heat))
    assert found.sums.mean == pytest.approx(heat / area)
    assert found.sums.points == pytest.approx(np.mean([c.sums.points for c in clips], axis=0))
    assert found.sums.maximum == pytest.approx(np.max([c.sums.maximum for c in clips], axis=0))


def test_intervals_are_quantiles_of_resampled_recordings() -> None:
    clips = random_clips(9)
    found = recording_regions(clips, resamples=300, confidence=0.9, seed=4)
    assert found.block_clips == 3
    rows = circular_blocks(9, 300, 3, 4)
    redone = [recording_regions([clips[i] for i in row], resamples=1).sums for row in rows]
    for measure in ("mean", "share", "relative_share", "points"):
        values = [one.of(measure) for one in redone]
        assert found.interval(measure) == pytest.approx(np.quantile(values, [0.05, 0.95], axis=0).T)
    ends = np.quantile([one.asymmetry for one in redone], [0.05, 0.95], axis=0).T
    assert found.asymmetry[:, 1:] == pytest.approx(ends)
    assert found.asymmetry.shape == (len(PAIRS), 3)
    assert np.isnan(found.interval("maximum")).all()
    assert found.interval_words == "90% percentile bootstrap over stretches of 3 neighbouring clips (9 clips)"


def test_resamples_are_stretches_of_neighbours_and_fair() -> None:
    drawn = circular_blocks(10, 4000, 4, seed=3)
    assert drawn.shape == (4000, 10)
    for start in (0, 4):
        assert ((drawn[:, start + 1 : start + 4] - drawn[:, start : start + 3]) % 10 == 1).all()
    assert np.bincount(drawn.reshape(-1)) == pytest.approx(4000, rel=0.05)
    assert (circular_blocks(5, 3, 1, 0) == np.random.default_rng(0).integers(5, size=(3, 5))).all()
    assert [block_length(n) for n in (1, 6, 8, 9, 27, 28, 64)] == [1, 2, 2, 3, 3, 4, 4]


def test_dependent_clips_need_blocks() -> None:
    """A series in which neighbours resemble each other: single draws take its mean for far too sure."""
    rng, num, persistence = np.random.default_rng(8), 64, 0.8
    covered = {1: 0, 8: 0}
    for trial in range(150):
        series = np.empty(num)
        series[0] = rng.standard_normal() / np.sqrt(1 - persistence**2)
        for i in range(1, num):
            series[i] = persistence * series[i - 1] + rng.standard_normal()
        for block in covered:
            means = series[circular_blocks(num, 300, block, trial)].mean(axis=1)
            low, high = np.quantile(means, [0.025, 0.975])
            covered[block] += low <= 0 <= high
    assert covered[8] / 150 > 0.78
    assert covered[8] > covered[1] + 30


def test_few_clips_have_no_interval() -> None:
    found = recording_regions(random_clips(LEAST_CLIPS - 1))
    assert found.drawn is None
    assert np.isnan(found.interval("share")).all()
    assert np.isnan(found.asymmetry[:, 1:]).all()
    assert np.isfinite(found.asymmetry[:, 0]).all()
    assert found.interval_words == "no intervals: 5 clips, at least 6 are needed"


def test_a_recording_without_heat_has_no_share() -> None:
    found = recording_regions(clips_of(np.zeros((NUM_REGIONS, 8))))
    assert np.isnan(found.sums.share).all()
    assert np.isnan(found.interval("share")).all()


def test_refusals() -> None:
    with pytest.raises(ValueError, match="there is no clip"):
        recording_regions([])
    with pytest.raises(ValueError, match="confidence"):
        recording_regions(random_clips(3), confidence=1)
    with pytest.raises(ValueError, match="block"):
        circular_blocks(3, 10, 4, 0)
