"""Bands on the unrounded score, and colours that a colour-blind reader can order."""

from __future__ import annotations

import itertools
import math

import pytest

from stadrn_core.severity import Severity, format_score, severity


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0.0, Severity.MINIMAL),
        (13.0, Severity.MINIMAL),
        (math.nextafter(14, 0), Severity.MINIMAL),
        (14.0, Severity.MILD),
        (19.999, Severity.MILD),
        (20.0, Severity.MODERATE),
        (28.9, Severity.MODERATE),
        (29.0, Severity.SEVERE),
        (63.0, Severity.SEVERE),
        (71.5, Severity.SEVERE),
    ],
)
def test_bands(score: float, expected: Severity) -> None:
    assert severity(score) is expected


@pytest.mark.parametrize("score", [-0.1, math.nan])
def test_impossible_scores_are_refused(score: float) -> None:
    with pytest.raises(ValueError, match="score"):
        severity(score)


def test_labels_and_edges() -> None:
    assert [band.label for band in Severity] == ["minimal", "mild", "moderate", "severe"]
    assert [band.points_label for band in Severity] == ["0–13", "14–19", "20–28", "29–63"]
    assert [(band.low, band.high) for band in Severity] == [(0, 14), (14, 20), (20, 29), (29, 63)]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_colours_step_away_from_the_background_in_one_hue(theme: str) -> None:
    colours = [band.colour(theme) for band in Severity]  # type: ignore[arg-type]
    luminance = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in colours]
    assert luminance == sorted(luminance, reverse=theme == "light")
    assert min(abs(a - b) for a, b in itertools.pairwise(luminance)) > 20
    assert all(b > r > g for r, g, b in colours)


@pytest.mark.parametrize(
    ("score", "text"),
    [(17.24, "17.2"), (13.96, "13.96"), (13.999, "13.999"), (14.04, "14.0"), (28.97, "28.97"), (0.0, "0.0")],
)
def test_a_rounded_score_stays_in_its_band(score: float, text: str) -> None:
    assert format_score(score) == text
    assert severity(float(text)) is severity(score)
