"""How well scores agree with labels: MAE, RMSE, PCC and CCC (eq. 14–17), with bootstrap confidence intervals."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import torch
from torchmetrics.functional.regression import (
    concordance_corrcoef,
    mean_absolute_error,
    mean_squared_error,
    pearson_corrcoef,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike

    from stadrn_core.types import Float64Array, IntArray, Json

MetricName = Literal["MAE", "RMSE", "PCC", "CCC"]
METRIC_NAMES: tuple[MetricName, ...] = get_args(MetricName)
RESAMPLES = 2000
CONFIDENCE = 0.95
_LARGEST_TABLE = 4_000_000
"""Numbers in a table of resamples that are computed at once."""


@dataclass(frozen=True)
class Metric:
    """One number with its interval.

    Attributes:
        name: MAE and RMSE in BDI-II points, PCC and CCC in [-1, 1].
        value: None where the formula has no value.
        low: lower end of the confidence interval; None where there is none.
        high: upper end.
        note: why there is no value or no interval; empty otherwise.
    """

    name: MetricName
    value: float | None
    low: float | None
    high: float | None
    note: str = ""

    def __str__(self) -> str:
        if self.value is None:
            return f"undefined ({self.note})"
        interval = "" if self.low is None else f" [{self.low:.2f}, {self.high:.2f}]"
        return f"{self.value:.2f}{interval}"


@dataclass(frozen=True)
class Agreement:
    """All four metrics of one set of scores.

    Attributes:
        metrics: by name.
        num_recordings: pairs of score and label.
        num_drawn: units that a resample draws: subjects where they were given, else recordings.
        drawn: ``recordings`` or ``subjects``.
        resamples: bootstrap resamples.
        confidence: of the intervals.
        seed: of the resamples.
    """

    metrics: dict[MetricName, Metric]
    num_recordings: int
    num_drawn: int
    drawn: Literal["recordings", "subjects"]
    resamples: int
    confidence: float
    seed: int

    def __getitem__(self, name: MetricName) -> Metric:
        return self.metrics[name]

    @property
    def interval_words(self) -> str:
        """What the intervals are, for a caption."""
        return f"{self.confidence:.0%} percentile bootstrap over {self.num_drawn} {self.drawn}"

    def to_json(self) -> Json:
        """Plain values for JSON; a number that does not exist is null."""
        return asdict(self) | {"formulas": FORMULAS}


FORMULAS = {
    "MAE": "eq. 14, BDI-II points",
    "RMSE": "eq. 15, BDI-II points",
    "PCC": "eq. 16",
    "CCC": "eq. 17 with variances over N - 1; 0 where one side is constant (its numerator is twice the covariance)",
}


def agreement(
    scores: ArrayLike,
    labels: ArrayLike,
    subjects: Sequence[str] | None = None,
    *,
    resamples: int = RESAMPLES,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> Agreement:
    """MAE, RMSE, PCC and CCC of scores against labels, each with a percentile bootstrap interval.

    A resample draws recordings with replacement, or, where subjects are given, subjects with all their recordings.
    Resamples in which a metric has no value (PCC of equal scores) are left out of its interval and counted in its note.

    Args:
        scores: (N,) BDI-II points.
        labels: (N,) BDI-II points.
        subjects: (N,) name of each recording's subject.
        resamples: bootstrap resamples.
        confidence: share of resamples inside an interval.
        seed: equal seeds give equal intervals.

    Raises:
        ValueError: lengths differ, there is nothing, a number is not finite, or an argument is out of range.
    """
    predicted, true = np.asarray(scores, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    if predicted.ndim != 1 or predicted.shape != true.shape or not len(predicted):
        raise ValueError(f"scores and labels must be two lists of one length, got {predicted.shape} and {true.shape}")
    if not (np.isfinite(predicted).all() and np.isfinite(true).all()):
        raise ValueError("scores and labels must be finite")
    if subjects is not None and len(subjects) != len(predicted):
        raise ValueError(f"{len(predicted)} scores, but {len(subjects)} subjects")
    if not 0 < confidence < 1 or resamples < 1:
        raise ValueError(f"confidence must be in (0, 1) and resamples at least 1, got {confidence} and {resamples}")
    units = np.arange(len(predicted)) if subjects is None else np.unique(list(subjects), return_inverse=True)[1]
    values = _metrics(predicted[:, None], true[:, None])
    num_units = int(units.max()) + 1
    drawn: dict[MetricName, Float64Array] = {}
    if num_units > 1:
        tables = [_metrics(predicted[rows], true[rows]) for rows in _resampled_rows(units, resamples, seed)]
        drawn = {name: np.concatenate([table[name] for table in tables]) for name in METRIC_NAMES}
    why_not = _undefined_reason(predicted, true)
    return Agreement(
        metrics={name: _with_interval(name, values[name][0], drawn.get(name), confidence, why_not) for name in values},
        num_recordings=len(predicted),
        num_drawn=num_units,
        drawn="recordings" if subjects is None else "subjects",
        resamples=resamples,
        confidence=confidence,
        seed=seed,
    )


def _with_interval(
    name: MetricName, value: float, drawn: Float64Array | None, confidence: float, why_not: str
) -> Metric:
    if np.isnan(value):
        return Metric(name, None, None, None, why_not)
    if drawn is None:
        return Metric(name, float(value), None, None, "no interval: only one to draw from")
    defined = drawn[~np.isnan(drawn)]
    missing = len(drawn) - len(defined)
    note = f"{missing} of {len(drawn)} resamples without a value are left out" if missing else ""
    if not len(defined):
        return Metric(name, float(value), None, None, note)
    low, high = np.quantile(defined, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Metric(name, float(value), float(low), float(high), note)


def _undefined_reason(scores: Float64Array, labels: Float64Array) -> str:
    if len(scores) == 1:
        return "only one recording"
    equal = [name for name, values in (("scores", scores), ("labels", labels)) if np.ptp(values) == 0]
    return f"all {' and all '.join(equal)} are equal"


def _metrics(scores: Float64Array, labels: Float64Array) -> dict[MetricName, Float64Array]:
    """Metrics of each column: (N, R) scores and labels → (R,) each, NaN where a formula has no value."""
    predicted, true = torch.from_numpy(scores), torch.from_numpy(labels)
    columns = scores.shape[1]
    mae = mean_absolute_error(predicted, true, num_outputs=columns)
    rmse = mean_squared_error(predicted, true, squared=False, num_outputs=columns)
    pcc, ccc = np.full(columns, np.nan), np.zeros(columns)
    both_constant = (np.ptp(scores, axis=0) == 0) & (np.ptp(labels, axis=0) == 0)
    ccc[both_constant & (scores[0] == labels[0])] = np.nan  # 0 / 0
    if len(scores) == 1:
        ccc[:] = np.nan  # variances over N - 1
    varied = np.flatnonzero((np.ptp(scores, axis=0) > 0) & (np.ptp(labels, axis=0) > 0))
    if len(varied):
        pcc[varied] = np.atleast_1d(pearson_corrcoef(predicted[:, varied], true[:, varied]).numpy())
        ccc[varied] = np.atleast_1d(concordance_corrcoef(predicted[:, varied], true[:, varied]).numpy())
    return {
        "MAE": np.atleast_1d(mae.numpy()),
        "RMSE": np.atleast_1d(rmse.numpy()),
        "PCC": pcc,
        "CCC": ccc,
    }


def _resampled_rows(units: IntArray, resamples: int, seed: int) -> Iterator[IntArray]:
    """Tables (n, R) of row numbers, a resample in each column; those of equal length come in one table."""
    rng = np.random.default_rng(seed)
    num_units = int(units.max()) + 1
    order = np.argsort(units, kind="stable")
    sizes = np.bincount(units)
    firsts = np.cumsum(sizes) - sizes
    block = max(1, _LARGEST_TABLE // len(units))
    for start in range(0, resamples, block):
        draws = rng.integers(num_units, size=(min(block, resamples - start), num_units))
        lengths = sizes[draws].sum(1)
        for length in np.unique(lengths):
            # The rows of a unit follow each other in ``order``: its first one, and as many steps as it has rows.
            drawn = draws[lengths == length].ravel()
            begins = np.repeat(firsts[drawn], sizes[drawn])
            ends = np.cumsum(sizes[drawn])
            steps = np.arange(ends[-1]) - np.repeat(ends - sizes[drawn], sizes[drawn])
            yield order[begins + steps].reshape(-1, length).T
