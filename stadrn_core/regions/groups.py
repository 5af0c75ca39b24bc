"""Do groups of people differ in where the map lies? Rank tests, effect sizes and corrected p-values.

The units are people, or recordings where nobody says whose they are: never frames or clips, of which a recording has
as many as one likes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from stadrn_core.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stadrn_core.types import Float64Array

LEAST_UNITS = 3
RESAMPLES = 2000
CONFIDENCE = 0.95
_LARGEST_TABLE = 4_000_000
"""Comparisons of pairs that are computed at once."""


@dataclass(frozen=True)
class Comparison:
    """One test of one row (a region, or a pair of them).

    Attributes:
        row: what was compared, such as ``left_cheek``.
        test: ``Mann–Whitney U`` of two groups, ``Kruskal–Wallis H`` of more.
        groups: their names.
        counts: units with a number, in each group.
        medians: of each group; NaN in one without a number.
        statistic: U of the first group, or H; NaN where there is no test.
        p: two-sided; NaN where there is no test.
        p_holm: corrected for all tests of its kind in this analysis.
        effect_name: ``rank-biserial r`` or ``epsilon²``.
        effect: rank-biserial r in [-1, 1], above 0 where the first group is higher; epsilon² in [0, 1].
        low: lower end of the effect's bootstrap interval; NaN for epsilon², which has none here.
        high: upper end.
        note: why there is no test; empty otherwise.
    """

    row: str
    test: str
    groups: tuple[str, ...]
    counts: tuple[int, ...]
    medians: tuple[float, ...]
    statistic: float
    p: float
    p_holm: float
    effect_name: str
    effect: float
    low: float
    high: float
    note: str = ""


def check_groups(counts: Mapping[str, int], what: str) -> None:
    """Refuse groups that cannot be compared.

    Args:
        counts: units in each group.
        what: plural noun of a unit.

    Raises:
        DataError: fewer than two groups, or one with fewer than ``LEAST_UNITS`` units.
    """
    listed = ", ".join(f"{name} {count}" for name, count in counts.items())
    if len(counts) < 2:
        raise DataError(f"There is nothing to compare: one group only ({listed or 'none'}). Choose another column.")
    small = [name for name, count in counts.items() if count < LEAST_UNITS]
    if small:
        raise DataError(
            f"Groups cannot be compared: fewer than {LEAST_UNITS} {what} in {', '.join(small)} ({listed}). "
            "Add recordings, or join groups in the labels."
        )


def compare(
    rows: Sequence[str],
    groups: Mapping[str, Float64Array],
    *,
    resamples: int = RESAMPLES,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> tuple[Comparison, ...]:
    """Test every row: all groups at once, and where there are more than two, also each two of them.

    p-values are corrected after Holm, which holds however the rows depend on each other (shares sum to 1): those over
    all groups among themselves, and those of pairs of groups among themselves.

    Args:
        rows: name of each row.
        groups: for each group (rows, units) float64; NaN where a unit has no number.
        resamples: bootstrap resamples for the intervals of effects.
        confidence: share of resamples inside an interval.
        seed: equal seeds give equal intervals.

    Raises:
        ValueError: shapes do not fit, or there are fewer than two groups.
    """
    if len(groups) < 2 or any(values.ndim != 2 or len(values) != len(rows) for values in groups.values()):
        raise ValueError(f"need at least two groups of ({len(rows)}, units), got {[v.shape for v in groups.values()]}")
    rng = np.random.default_rng(seed)
    families = [tuple(groups)] if len(groups) == 2 else [tuple(groups), *combinations(groups, 2)]
    found = []
    for names in families:
        for i, row in enumerate(rows):
            samples = [groups[name][i][~np.isnan(groups[name][i])] for name in names]
            found.append(_compared(row, names, samples, rng, resamples, confidence))
    first = len(rows)
    return (*_corrected(found[:first]), *_corrected(found[first:]))


def rank_biserial(a: Float64Array, b: Float64Array) -> float:
    """How often a number of ``a`` is above one of ``b``, less how often it is below: in [-1, 1]."""
    return float(np.sign(a[:, None] - b[None]).mean())


def holm(p_values: Float64Array) -> Float64Array:
    """p-values corrected for their number after Holm (1979); NaN stays, and does not count."""
    adjusted = np.full(len(p_values), np.nan)
    order = np.argsort(p_values)[: int((~np.isnan(p_values)).sum())]
    factors = len(order) - np.arange(len(order))
    adjusted[order] = np.minimum(np.maximum.accumulate(p_values[order] * factors), 1.0)
    return adjusted


def _compared(
    row: str,
    names: tuple[str, ...],
    samples: list[Float64Array],
    rng: np.random.Generator,
    resamples: int,
    confidence: float,
) -> Comparison:
    two = len(names) == 2
    counts = tuple(len(sample) for sample in samples)
    medians = tuple(float(np.median(sample)) if len(sample) else np.nan for sample in samples)
    test, effect_name = ("Mann–Whitney U", "rank-biserial r") if two else ("Kruskal–Wallis H", "epsilon²")
    note = ""
    statistic = p = effect = low = high = np.nan
    if min(counts) < LEAST_UNITS:
        note = f"a group has fewer than {LEAST_UNITS} numbers"
    elif np.ptp(np.concatenate(samples)) == 0:
        note = "all numbers are equal"
    elif two:
        statistic, p = (float(x) for x in stats.mannwhitneyu(*samples, alternative="two-sided"))
        effect = rank_biserial(*samples)
        low, high = _interval(samples[0], samples[1], rng, resamples, confidence)
    else:
        statistic, p = (float(x) for x in stats.kruskal(*samples))
        effect = statistic / (sum(counts) - 1)
    return Comparison(row, test, names, counts, medians, statistic, p, np.nan, effect_name, effect, low, high, note)


def _interval(
    a: Float64Array, b: Float64Array, rng: np.random.Generator, resamples: int, confidence: float
) -> tuple[float, float]:
    """Percentile bootstrap of the rank-biserial correlation: units are drawn within each group."""
    signs = np.sign(a[:, None] - b[None])
    block = max(1, _LARGEST_TABLE // signs.size)
    effects = []
    for start in range(0, resamples, block):
        num = min(block, resamples - start)
        rows, columns = rng.integers(len(a), size=(num, len(a))), rng.integers(len(b), size=(num, len(b)))
        effects.append(signs[rows[:, :, None], columns[:, None, :]].mean(axis=(1, 2)))
    low, high = np.quantile(np.concatenate(effects), [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def _corrected(found: list[Comparison]) -> list[Comparison]:
    adjusted = holm(np.array([one.p for one in found]))
    return [replace(one, p_holm=float(p)) for one, p in zip(found, adjusted, strict=True)]
