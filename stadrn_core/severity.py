"""The four severity bands of the BDI-II (paper 4.1), on the unrounded score."""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Literal

Theme = Literal["light", "dark"]

SCORE_RANGE = 63.0
"""Highest score of the BDI-II questionnaire. The network's score is not capped there."""


class Severity(IntEnum):
    """A severity band; a higher value is more severe."""

    MINIMAL = 0
    MILD = 1
    MODERATE = 2
    SEVERE = 3

    @property
    def label(self) -> str:
        """The word for tables and for the interface."""
        return self.name.lower()

    @property
    def low(self) -> float:
        """Lowest score of the band."""
        return _LOWS[self]

    @property
    def high(self) -> float:
        """Score at which the next band begins; 63 for the last, which has no upper bound in fact."""
        return _LOWS[self + 1] if self < Severity.SEVERE else SCORE_RANGE

    @property
    def points_label(self) -> str:
        """The band in the questionnaire's whole points, such as ``14–19``."""
        last = int(self.high) if self is Severity.SEVERE else int(self.high) - 1
        return f"{int(self.low)}–{last}"

    def colour(self, theme: Theme = "dark") -> tuple[int, int, int]:
        """Colour of the band, sRGB 0–255: four steps of one hue, further from the background with severity."""
        return _COLOURS[theme][self]


_LOWS = (0.0, 14.0, 20.0, 29.0)
_COLOURS: dict[str, tuple[tuple[int, int, int], ...]] = {
    "dark": ((62, 56, 92), (93, 80, 145), (136, 117, 200), (188, 172, 244)),
    "light": ((226, 221, 243), (186, 174, 226), (136, 117, 196), (84, 62, 148)),
}


def severity(score: float) -> Severity:
    """Band of a score in BDI-II points. Scores above 63 are severe.

    Raises:
        ValueError: the score is negative or not a number; scores are clamped at 0 where they are made.
    """
    if math.isnan(score) or score < 0:
        raise ValueError(f"score must be 0 or more, got {score}")
    return Severity(sum(score >= low for low in _LOWS) - 1)


def format_score(score: float) -> str:
    """A score with one decimal, or with as many as keep it on its own side of a threshold: 13.96, not 14.0."""
    decimals = 1
    text = f"{score:.{decimals}f}"
    while severity(float(text)) is not severity(score) and decimals < 6:
        decimals += 1
        text = f"{score:.{decimals}f}"
    return text
