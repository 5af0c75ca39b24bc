"""The style sheet: spacing, borders and focus rings. Colours come from the palette by name."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHEET = Template("")


def style_sheet(colours: Mapping[str, str], figures_family: str) -> str:
    """Fill in a palette.

    Args:
        colours: palette field → hex string.
        figures_family: family of the fixed-width font.
    """
    return _SHEET.substitute(colours, figures=figures_family)
