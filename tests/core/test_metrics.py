"""Metrics against NumPy's formulas, intervals against a plain bootstrap and against normal theory."""

from __future__ import annotations

import json

import numpy as np
import pytest

from stadrn_core.metrics import METRIC_NAMES, agreement


def drawn(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    labels = rng.uniform(0, 63, count)
    return 0.8 * labels + 4 + rng.normal(0, 6, count), labels


def by_numpy(scores: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    covariance = np.cov(scores, labels)
    gap = scores.mean() - labels.mean()
    return {
        "MAE": float(np.abs(scores - labels).mean()),
        "RMSE": float(np.sqrt(((scores - labels) ** 2).mean())),
        "PCC": float(np.corrcoef(scores, labels)[0, 1]),
        "CCC": float(2 * covariance[0, 1] / (covariance[0, 0] + covariance[1, 1] + gap**2)),
    }


@pytest.mark.parametrize("count", [2, 3, 50])
def test_values_equal_numpy(count: int) -> None:
    scores, labels = drawn(count)
    found = agreement(scores, labels, resamples=10)
    for name, value in by_numpy(scores, labels).items():
        assert found[name].value == pytest.approx(value, rel=1e-12), name  # type: ignore[index]


def test_values_by_hand() -> None:
    found = agreement([1, 2, 6], [2, 2, 5], resamples=1)
    assert found["MAE"].value == pytest.approx(2 / 3)
    assert found["RMSE"].value == pytest.approx(np.sqrt(2 / 3))
    # means 3 and 3; sums of squares 14 and 6; of products 2 + 1 + 6 = 9
    assert found["PCC"].value == pytest.approx(9 / np.sqrt(14 * 6))
    assert found["CCC"].value == pytest.approx(2 * 9 / (14 + 6))


@pytest.mark.parametrize("with_subjects", [False, True])
def test_intervals_equal_a_plain_bootstrap(with_subjects: bool) -> None:
    scores, labels = drawn(20, 1)
    # Subjects with one to three recordings, so that resamples differ in length.
    subjects = [f"s{min(i // 3, 9)}" if i < 15 else f"t{i}" for i in range(20)] if with_subjects else None
    found = agreement(scores, labels, subjects, resamples=300, confidence=0.9, seed=7)
    names = np.array(subjects if subjects else [f"{i:02d}" for i in range(20)])
    units = sorted(set(names))
    rng, tables = np.random.default_rng(7), []
    for _ in range(300):
        rows = np.concatenate([np.flatnonzero(names == units[u]) for u in rng.integers(len(units), size=len(units))])
        tables.append(by_numpy(scores[rows], labels[rows]))
    for name in METRIC_NAMES:
        low, high = np.quantile([table[name] for table in tables], [0.05, 0.95])
        assert (found[name].low, found[name].high) == (pytest.approx(low), pytest.approx(high)), name
    assert found.num_drawn == len(units)
    assert found.interval_words == f"90% percentile bootstrap over {len(units)} " + (
        "subjects" if with_subjects else "recordings"
    )


def test_interval_of_the_mean_error_follows_normal_theory() -> None:
    scores, labels = drawn(400, 2)
    errors = np.abs(scores - labels)
    half = 1.96 * errors.std() / np.sqrt(len(errors))
    found = agreement(scores, labels)["MAE"]
    assert found.low == pytest.approx(errors.mean() - half, abs=0.1 * half)
    assert found.high == pytest.approx(errors.mean() + half, abs=0.1 * half)


def test_recordings_of_one_subject_widen_the_interval() -> None:
    scores, labels = drawn(30, 3)
    many_scores, many_labels = np.repeat(scores, 8), np.repeat(labels, 8)
    subjects = [f"{i:02d}" for i in np.repeat(np.arange(30), 8)]
    plain, grouped = (agreement(many_scores, many_labels, who)["MAE"] for who in (None, subjects))
    alone = agreement(scores, labels)["MAE"]
    widths = [found.high - found.low for found in (plain, grouped) if found.low is not None and found.high is not None]
    assert widths[1] > 2 * widths[0]
    assert (grouped.low, grouped.high) == (pytest.approx(alone.low), pytest.approx(alone.high))


def test_the_same_seed_gives_the_same_interval() -> None:
    scores, labels = drawn(12)
    assert agreement(scores, labels, seed=4) == agreement(scores, labels, seed=4)
    assert agreement(scores, labels, seed=4) != agreement(scores, labels, seed=5)


def test_equal_scores_have_no_correlation_and_it_is_said() -> None:
    found = agreement([10, 10, 10], [4, 9, 20])
    assert found["PCC"].value is None
    assert str(found["PCC"]) == "undefined (all scores are equal)"
    assert found["CCC"].value == 0.0
    assert found["MAE"].value == pytest.approx(17 / 3)
    assert "nan" not in json.dumps(found.to_json(), allow_nan=False).lower()
    same = agreement([5, 5], [5, 5])
    assert (same["PCC"].value, same["CCC"].value, same["RMSE"].value) == (None, None, 0.0)
    assert str(same["CCC"]) == "undefined (all scores and all labels are equal)"


def test_one_recording_has_errors_but_neither_correlation_nor_interval() -> None:
    found = agreement([3.0], [5.0])
    assert (found["MAE"].value, found["MAE"].low) == (2.0, None)
    assert str(found["MAE"]) == "2.00"
    assert str(found["PCC"]) == str(found["CCC"]) == "undefined (only one recording)"


def test_resamples_without_a_value_are_counted() -> None:
    found = agreement([1, 2], [3, 5])["PCC"]
    assert (found.low, found.high) == (pytest.approx(1), pytest.approx(1))
    assert found.note.endswith("of 2000 resamples without a value are left out")


@pytest.mark.parametrize(
    ("scores", "labels", "subjects"),
    [([], [], None), ([1], [1, 2], None), ([np.nan], [1], None), ([1, 2], [1, 2], ["a"])],
)
def test_what_is_no_list_of_pairs_is_refused(scores: list[float], labels: list[float], subjects: list[str]) -> None:
    with pytest.raises(ValueError, match=r"scores|subjects"):
        agreement(scores, labels, subjects)
