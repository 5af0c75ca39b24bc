"""Agreement of maps and scores against SciPy, counting by hand, and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from stadrn_core.compare.agreement import bland_altman, expected_jaccard, hottest, overlap, ranks, spearman


def test_spearman_is_that_of_scipy_with_ties() -> None:
    rng = np.random.default_rng(0)
    a, b = (rng.integers(0, 9, (4, 3, 3)).astype(np.float32) for _ in range(2))
    assert spearman(a, b) == pytest.approx(stats.spearmanr(a.ravel(), b.ravel()).statistic, abs=1e-12)
    assert spearman(a, np.exp(a)) == pytest.approx(1)
    assert spearman(a, -a) == pytest.approx(-1)


def test_a_map_without_contrast_has_no_correlation() -> None:
    flat, map_ = np.zeros((2, 2, 2)), np.arange(8.0).reshape(2, 2, 2)
    assert ranks(flat) is None
    assert math.isnan(spearman(flat, map_))
    assert math.isnan(overlap(flat, flat).jaccard)
    with pytest.raises(ValueError, match="same shape"):
        spearman(flat, map_[0])


def test_the_hottest_cells_by_hand() -> None:
    assert hottest(np.arange(20.0)).nonzero()[0].tolist() == [18, 19]
    assert hottest(np.arange(21.0)).sum() == 3, "a tenth of 21, rounded up"
    tied = np.array([0, 0, 0, 0, 0, 0, 5, 5, 5, 1.0])
    assert hottest(tied).nonzero()[0].tolist() == [6, 7, 8], "what is equal to the last hot one is hot too"
    sparse = np.zeros(30)
    sparse[4] = 1
    assert hottest(sparse).nonzero()[0].tolist() == [4], "the lowest value is never hot"
    signed = np.array([-9.0, *range(9)])
    assert hottest(signed).nonzero()[0].tolist() == [9], "evidence that lowers the score is not hot"


def test_overlap_by_hand() -> None:
    a, b = np.zeros(40), np.zeros(40)
    a[[1, 2, 3, 4]] = 1
    b[[3, 4, 5, 6]] = 2
    found = overlap(a.reshape(1, 5, 8), b.reshape(1, 5, 8))
    assert found.jaccard == pytest.approx(2 / 6)
    assert (found.num_hot, found.num_cells) == ((4, 4), 40)


def test_chance_is_what_random_sets_give() -> None:
    rng = np.random.default_rng(1)
    drawn = []
    for _ in range(20_000):
        a, b = (set(rng.choice(30, size, replace=False).tolist()) for size in (4, 7))
        drawn.append(len(a & b) / len(a | b))
    standard_error = np.std(drawn) / math.sqrt(len(drawn))
    assert expected_jaccard(30, 4, 7) == pytest.approx(np.mean(drawn), abs=4 * standard_error)
    assert expected_jaccard(5, 5, 5) == pytest.approx(1)
    assert expected_jaccard(10, 0, 3) == 0
    # Two single cells among two: the same one in half of the draws.
    assert expected_jaccard(2, 1, 1) == pytest.approx(0.5)
    assert math.isnan(expected_jaccard(10, 0, 0))


def test_bland_altman_by_hand() -> None:
    found = bland_altman(np.array([12.0, 20.0, 31.0]), np.array([10.0, 19.0, 25.0]))
    # Differences 2, 1, 6: mean 3, squares about it 1 + 4 + 9 over 2.
    assert (found.n, found.bias) == (3, pytest.approx(3.0))
    assert found.sd == pytest.approx(math.sqrt(7))
    assert found.limits == (pytest.approx(3 - 1.96 * math.sqrt(7)), pytest.approx(3 + 1.96 * math.sqrt(7)))


def test_bland_altman_with_too_few_pairs_says_so() -> None:
    one = bland_altman(np.array([5.0]), np.array([3.0]))
    assert (one.n, one.bias) == (1, 2.0)
    assert all(math.isnan(limit) for limit in one.limits)
    assert math.isnan(bland_altman(np.array([]), np.array([])).bias)
