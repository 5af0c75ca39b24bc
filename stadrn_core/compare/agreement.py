"""How far two maps, or two rows of scores, agree: plain numbers, no analyses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadrn_core.types import Float64Array

HOTTEST_SHARE = 0.1
LIMITS_Z = 1.96
"""Bland and Altman (1986): bias ± 1.96 SD holds 95 % of differences, if they are normal."""


@dataclass(frozen=True)
class Overlap:
    """The hottest cells of two maps.

    Attributes:
        jaccard: cells hot in both ÷ cells hot in one of them, 0–1.
        by_chance: its expectation if as many cells lay anywhere, independently. Real maps are smooth and cling to the
            face, so two maps that know nothing of each other's clip may well have more.
        num_hot: hot cells of the two maps.
        num_cells: all cells.
    """

    jaccard: float
    by_chance: float
    num_hot: tuple[int, int]
    num_cells: int


@dataclass(frozen=True)
class BlandAltman:
    """Differences of paired scores (Bland and Altman 1986), in BDI-II points.

    Attributes:
        n: pairs.
        bias: mean difference; NaN without pairs.
        sd: standard deviation of the differences (n - 1); NaN with fewer than two pairs.
    """

    n: int
    bias: float
    sd: float

    @property
    def limits(self) -> tuple[float, float]:
        """Limits of agreement, bias ± 1.96 SD; NaN with fewer than two pairs."""
        return self.bias - LIMITS_Z * self.sd, self.bias + LIMITS_Z * self.sd


def ranks(values: NDArray[np.floating]) -> Float64Array | None:
    """Ranks of all cells as a unit vector around 0 (ties share their mean rank); None where all are equal.

    The scalar product of two of them is Spearman's correlation.
    """
    found = np.asarray(stats.rankdata(np.asarray(values, np.float64).ravel()))
    centred = found - found.mean()
    length = float(np.linalg.norm(centred))
    return None if length == 0 else centred / length


def spearman(a: NDArray[np.floating], b: NDArray[np.floating]) -> float:
    """Spearman's rank correlation over all cells of two maps; NaN where all cells of one are equal.

    Raises:
        ValueError: their shapes differ.
    """
    _check_shapes(a, b)
    first, second = ranks(a), ranks(b)
    return float("nan") if first is None or second is None else float(np.clip(first @ second, -1, 1))


def hottest(values: NDArray[np.floating], share: float = HOTTEST_SHARE) -> NDArray[np.bool_]:
    """The cells with the highest values: the given share of all, rounded up, and what is equal to the last of them.

    Signed evidence counts with its sign: hot is what raises the score most. The lowest value of a map is never hot, so
    a map that is 0 nearly everywhere has fewer hot cells, and one without any contrast none.
    """
    cells = np.asarray(values, np.float64).ravel()
    count = int(np.ceil(round(share * cells.size, 9)))
    threshold = np.partition(cells, cells.size - count)[cells.size - count]
    return np.asarray((cells >= threshold) & (cells > cells.min()))


def overlap(a: NDArray[np.floating], b: NDArray[np.floating], share: float = HOTTEST_SHARE) -> Overlap:
    """Overlap of the hottest cells of two maps; NaN where neither has any.

    Raises:
        ValueError: their shapes differ.
    """
    _check_shapes(a, b)
    first, second = hottest(a, share), hottest(b, share)
    num_hot = int(first.sum()), int(second.sum())
    either = int((first | second).sum())
    jaccard = int((first & second).sum()) / either if either else float("nan")
    return Overlap(jaccard, expected_jaccard(first.size, *num_hot), num_hot, first.size)


def expected_jaccard(num_cells: int, num_a: int, num_b: int) -> float:
    """Mean Jaccard index of two sets of cells drawn independently, all cells alike; NaN where both are empty.

    What they share is hypergeometric; the mean is over all its values, exactly.
    """
    if num_a + num_b == 0:
        return float("nan")
    shared = np.arange(max(0, num_a + num_b - num_cells), min(num_a, num_b) + 1)
    chances = stats.hypergeom(num_cells, num_a, num_b).pmf(shared)
    return float(np.sum(chances * shared / (num_a + num_b - shared)))


def bland_altman(scores: NDArray[np.floating], reference: NDArray[np.floating]) -> BlandAltman:
    """Differences ``scores - reference`` of pairs.

    Raises:
        ValueError: different numbers of scores.
    """
    _check_shapes(scores, reference)
    differences = np.asarray(scores, np.float64) - np.asarray(reference, np.float64)
    n = len(differences)
    bias = float(differences.mean()) if n else float("nan")
    return BlandAltman(n, bias, float(differences.std(ddof=1)) if n > 1 else float("nan"))


def _check_shapes(a: NDArray[np.floating], b: NDArray[np.floating]) -> None:
    if np.shape(a) != np.shape(b):
        raise ValueError(f"both must have the same shape, got {np.shape(a)} and {np.shape(b)}")
