"""Regions and their measures in the words of the window."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from app.figures import format_figure
from stadrn_core.regions import Region
from stadrn_core.view import QUANTITY_UNITS

if TYPE_CHECKING:
    from typing import Any

    from stadrn_core.region_sums import Measure

SHORT_NAMES: dict[Region, str] = {
    Region.FOREHEAD: "forehead",
    Region.GLABELLA: "glabella",
    Region.RIGHT_BROW: "brow R",
    Region.LEFT_BROW: "brow L",
    Region.RIGHT_EYE: "eye socket R",
    Region.LEFT_EYE: "eye socket L",
    Region.NOSE: "nose",
    Region.RIGHT_CHEEK: "cheek R",
    Region.LEFT_CHEEK: "cheek L",
    Region.RIGHT_NASOLABIAL: "nasolabial R",
    Region.LEFT_NASOLABIAL: "nasolabial L",
    Region.RIGHT_MOUTH_CORNER: "mouth corner R",
    Region.LEFT_MOUTH_CORNER: "mouth corner L",
    Region.LIPS: "lips",
    Region.CHIN_JAW: "chin, jaw",
    Region.BACKGROUND: "background",
}
GROUP_NAMES: list[tuple[int, int, str]] = [
    (0, 0, "forehead"),
    (1, 1, "glabella"),
    (2, 3, "brows R, L"),
    (4, 5, "eyes R, L"),
    (6, 6, "nose"),
    (7, 8, "cheeks R, L"),
    (9, 10, "nasolabial R, L"),
    (11, 12, "mouth corners"),
    (13, 13, "lips"),
    (14, 14, "chin, jaw"),
    (15, 15, "background"),
]
"""First and last row, and a name for both, where there is no room for each."""
MEASURE_NAMES: dict[Measure, str] = {
    "share": "Share of the heat",
    "relative_share": "Density (heat ÷ area)",
    "mean": "Mean heat",
    "points": "Signed points",
    "maximum": "Largest heat",
}
MEASURE_TIPS: dict[Measure, str] = {
    "share": "Part of the map's heat that lies in the region, in percent",
    "relative_share": "Share of the heat divided by the share of the area: 1 is the mean of the whole picture",
    "mean": "Heat for each pixel of the region",
    "points": "BDI-II points that the region adds to the raw score, or takes from it",
    "maximum": "Largest pixel of the drawn map in the region",
}
MEASURE_COLUMNS: dict[Measure, str] = {
    "share": "% of heat",
    "relative_share": "density",
    "mean": "mean",
    "points": "points",
    "maximum": "max",
}


def figure(measure: Measure, value: float) -> str:
    """A number without its unit; a dash where there is none."""
    if math.isnan(value):
        return "–"
    if measure == "share":
        return f"{value * 100:.1f}"
    text = f"{value:+.2f}" if measure == "points" else format_figure(value)
    return text.replace("-", "\N{MINUS SIGN}")


def unit(measure: Measure, quantity: Any) -> str:
    """What a number of a measure is a number of."""
    if measure == "share":
        return "% of the heat"
    if measure == "relative_share":
        return "× the mean density"
    if measure == "points":
        return "BDI-II points"
    return QUANTITY_UNITS[quantity]


def number_words(measure: Measure, value: float, quantity: Any) -> str:
    """``12.3 % of the heat``; in words where there is no number."""
    return "no number" if math.isnan(value) else f"{figure(measure, value)} {unit(measure, quantity)}"


def limit_words(measure: Measure, value: float) -> str:
    """The number at an end of the scale."""
    if measure == "share":
        return f"{value * 100:.0f}"
    sign = "+" if measure == "points" and value > 0 else ""
    return sign + format_figure(value).replace("-", "\N{MINUS SIGN}")
