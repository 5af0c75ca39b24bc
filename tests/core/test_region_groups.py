"""Comparisons of groups against scipy, definitions written out, and a published example."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from stadrn_core.errors import DataError
from stadrn_core.regions.groups import check_groups, compare, holm, rank_biserial

ROWS = ["lips", "nose", "left_cheek"]


def groups(*sizes: int) -> dict[str, np.ndarray]:
    """Random numbers in which the first row of the first group is higher."""
    rng = np.random.default_rng(5)
    made = {f"group {i}": rng.standard_normal((3, size)) for i, size in enumerate(sizes)}
    made["group 0"][0] += 3
    return made


def test_two_groups_by_mann_whitney() -> None:
    given = groups(8, 7)
    found = compare(ROWS, given, resamples=500)
    assert [one.row for one in found] == ROWS
    for i, one in enumerate(found):
        a, b = given["group 0"][i], given["group 1"][i]
        expected = stats.mannwhitneyu(a, b, method="exact")
        assert (one.statistic, one.p) == pytest.approx((expected.statistic, expected.pvalue))
        by_hand = np.mean([[float(x > y) - float(x < y) for y in b] for x in a])
        assert one.effect == pytest.approx(by_hand)
        assert one.effect == pytest.approx(2 * expected.statistic / (8 * 7) - 1)
        assert one.low <= one.effect <= one.high
        assert one.medians == pytest.approx((np.median(a), np.median(b)))
        assert (one.counts, one.test, one.effect_name) == ((8, 7), "Mann–Whitney U", "rank-biserial r")
    assert found[0].p_holm == pytest.approx(3 * found[0].p)
    assert found[0].effect > 0.9, "positive where the first group is higher"
    assert [one.p_holm for one in found] == pytest.approx(holm(np.array([one.p for one in found])))


def test_the_effects_interval_agrees_with_scipys_bootstrap() -> None:
    rng = np.random.default_rng(6)
    a, b = rng.standard_normal(20) + 0.6, rng.standard_normal(18)
    (one,) = compare(["lips"], {"a": a[None], "b": b[None]}, resamples=4000)

    def effect(x: np.ndarray, y: np.ndarray, axis: int) -> np.ndarray:
        above = np.moveaxis(x, axis, -1)[..., :, None] > np.moveaxis(y, axis, -1)[..., None, :]
        return 2 * above.mean(axis=(-1, -2)) - 1

    scipys = stats.bootstrap((a, b), effect, n_resamples=4000, batch=500, vectorized=True, method="percentile", rng=1)
    assert (one.low, one.high) == pytest.approx(scipys.confidence_interval, abs=0.04)


def test_more_groups_by_kruskal_wallis_and_pairs() -> None:
    given = groups(6, 5, 7)
    found = compare(ROWS, given)
    assert len(found) == 3 + 3 * 3
    for i, one in enumerate(found[:3]):
        expected = stats.kruskal(*(values[i] for values in given.values()))
        assert (one.statistic, one.p) == pytest.approx((expected.statistic, expected.pvalue))
        assert one.effect == pytest.approx(expected.statistic * (18 + 1) / (18**2 - 1)), "epsilon squared by definition"
        assert np.isnan(one.low)
    assert [one.groups for one in found[3::3]] == [
        ("group 0", "group 1"),
        ("group 0", "group 2"),
        ("group 1", "group 2"),
    ]
    pairs = found[3:]
    assert [one.p_holm for one in pairs] == pytest.approx(holm(np.array([one.p for one in pairs])))
    assert pairs[0].p == pytest.approx(stats.mannwhitneyu(given["group 0"][0], given["group 1"][0]).pvalue)


def test_holm_by_hand() -> None:
    # 4 × 0.005, 3 × 0.01, then 2 × 0.03, which 0.04 may not fall below.
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    with_gap = holm(np.array([0.01, np.nan, 0.04, 0.6]))
    assert with_gap == pytest.approx([0.03, np.nan, 0.08, 0.6], nan_ok=True)
    assert holm(np.array([0.9, 0.8])).tolist() == [1.0, 1.0]


def test_the_correction_keeps_false_alarms_rare() -> None:
    families = np.random.default_rng(7).random((2000, 16))
    alarms = [holm(p_values).min() < 0.05 for p_values in families]
    assert np.mean(alarms) == pytest.approx(0.05, abs=0.015)
    assert (families.min(axis=1) < 0.05).mean() > 0.5, "without it, there would be one in every second family"


def test_numbers_that_are_missing_or_equal() -> None:
    given = groups(5, 4)
    given["group 0"][1, :3] = np.nan
    given["group 0"][2], given["group 1"][2] = 1.0, 1.0
    found = compare(ROWS, given)
    assert found[1].note == "a group has fewer than 3 numbers"
    assert found[1].counts == (2, 4)
    assert found[2].note == "all numbers are equal"
    assert np.isnan([found[1].p, found[1].p_holm, found[2].effect]).all()
    assert found[0].p_holm == pytest.approx(found[0].p), "tests that were not made do not count"


def test_rank_biserial_of_ties() -> None:
    assert rank_biserial(np.array([1.0, 2.0]), np.array([1.0, 0.0])) == pytest.approx((0 + 1 + 1 + 1) / 4)


def test_groups_that_cannot_be_compared() -> None:
    check_groups({"mild": 3, "severe": 4}, "recordings")
    with pytest.raises(DataError, match=r"fewer than 3 subjects in severe \(mild 5, severe 2\)"):
        check_groups({"mild": 5, "severe": 2}, "subjects")
    with pytest.raises(DataError, match="one group only"):
        check_groups({"mild": 5}, "subjects")
    with pytest.raises(ValueError, match="at least two groups"):
        compare(ROWS, {"a": np.zeros((3, 4))})
