"""Regions and their measures in the words of the window."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from app.figures import format_figure
from app.translation import translate
from stadrn_core.regions.atlas import Region
from stadrn_core.view import QUANTITY_UNITS

if TYPE_CHECKING:
    from typing import Any

    from stadrn_core.regions.sums import Measure

SHORT_NAMES: dict[Region, str] = {
    Region.FOREHEAD: translate("Regions", "forehead"),
    Region.GLABELLA: translate("Regions", "glabella"),
    Region.RIGHT_BROW: translate("Regions", "brow R"),
    Region.LEFT_BROW: translate("Regions", "brow L"),
    Region.RIGHT_EYE: translate("Regions", "eye socket R"),
    Region.LEFT_EYE: translate("Regions", "eye socket L"),
    Region.NOSE: translate("Regions", "nose"),
    Region.RIGHT_CHEEK: translate("Regions", "cheek R"),
    Region.LEFT_CHEEK: translate("Regions", "cheek L"),
    Region.RIGHT_NASOLABIAL: translate("Regions", "nasolabial R"),
    Region.LEFT_NASOLABIAL: translate("Regions", "nasolabial L"),
    Region.RIGHT_MOUTH_CORNER: translate("Regions", "mouth corner R"),
    Region.LEFT_MOUTH_CORNER: translate("Regions", "mouth corner L"),
    Region.LIPS: translate("Regions", "lips"),
    Region.CHIN_JAW: translate("Regions", "chin, jaw"),
    Region.BACKGROUND: translate("Regions", "background"),
}
GROUP_NAMES: list[tuple[int, int, str]] = [
    (0, 0, translate("Regions", "forehead")),
    (1, 1, translate("Regions", "glabella")),
    (2, 3, translate("Regions", "brows R, L")),
    (4, 5, translate("Regions", "eyes R, L")),
    (6, 6, translate("Regions", "nose")),
    (7, 8, translate("Regions", "cheeks R, L")),
    (9, 10, translate("Regions", "nasolabial R, L")),
    (11, 12, translate("Regions", "mouth corners")),
    (13, 13, translate("Regions", "lips")),
    (14, 14, translate("Regions", "chin, jaw")),
    (15, 15, translate("Regions", "background")),
]
"""First and last row, and a name for both, where there is no room for each."""
MEASURE_NAMES: dict[Measure, str] = {
    "share": translate("Regions", "Share of the heat"),
    "relative_share": translate("Regions", "Density (heat ÷ area)"),
    "mean": translate("Regions", "Mean heat"),
    "points": translate("Regions", "Signed points"),
    "maximum": translate("Regions", "Largest heat"),
}
MEASURE_TIPS: dict[Measure, str] = {
    "share": translate("Regions", "Part of the map's heat that lies in the region, in percent"),
    "relative_share": translate(
        "Regions", "Share of the heat divided by the share of the area: 1 is the mean of the whole picture"
    ),
    "mean": translate("Regions", "Heat for each pixel of the region"),
    "points": translate("Regions", "BDI-II points that the region adds to the raw score, or takes from it"),
    "maximum": translate("Regions", "Largest pixel of the drawn map in the region"),
}
MEASURE_COLUMNS: dict[Measure, str] = {
    "share": translate("Regions", "% of heat"),
    "relative_share": translate("Regions", "density"),
    "mean": translate("Regions", "mean"),
    "points": translate("Regions", "points"),
    "maximum": translate("Regions", "max"),
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
        return translate("Regions", "% of the heat")
    if measure == "relative_share":
        return translate("Regions", "× the mean density")
    if measure == "points":
        return translate("Regions", "BDI-II points")
    return translate("Core", QUANTITY_UNITS[quantity])


def number_words(measure: Measure, value: float, quantity: Any) -> str:
    """``12.3 % of the heat``; in words where there is no number."""
    return (
        translate("Regions", "no number")
        if math.isnan(value)
        else f"{figure(measure, value)} {unit(measure, quantity)}"
    )


def limit_words(measure: Measure, value: float) -> str:
    """The number at an end of the scale."""
    if measure == "share":
        return f"{value * 100:.0f}"
    sign = "+" if measure == "points" and value > 0 else ""
    return sign + format_figure(value).replace("-", "\N{MINUS SIGN}")
