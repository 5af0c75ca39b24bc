from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel

from app import theme
from app.style_sheet import blended, style_sheet

PALETTES = {"dark": theme.DARK, "light": theme.LIGHT}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("ground", ["background", "surface", "surface_raised"])
@pytest.mark.parametrize("text", ["text", "text_muted", "warning", "error", "ok", "accent"])
def test_words_can_be_read_on_every_ground(name: str, ground: str, text: str) -> None:
    palette = PALETTES[name]
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("name", PALETTES)
def test_words_can_be_read_on_the_accent(name: str) -> None:
    assert contrast(PALETTES[name].accent_text, PALETTES[name].accent) >= 4.5


@pytest.mark.parametrize("name", PALETTES)
def test_severity_is_four_steps_away_from_the_ground(name: str) -> None:
    palette = PALETTES[name]
    steps = [contrast(colour, palette.surface) for colour in palette.severity]
    assert steps == sorted(steps)
    assert all(b / a > 1.25 for a, b in pairwise(steps))


@pytest.mark.parametrize("name", PALETTES)
def test_the_style_sheet_is_complete(name: str) -> None:
    palette = PALETTES[name]
    sheet = style_sheet(theme.colours(palette), palette.is_dark, "Mono")
    assert "$" not in sheet
    assert palette.accent in sheet


class Watched(QLabel):
    """Counts how often it is told of another palette."""

    told = 0

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.told += event.type() == QEvent.Type.PaletteChange


def test_the_whole_application_is_dressed_and_widgets_are_told(qapp: Any, qtbot: Any, dressed: None) -> None:
    label = Watched("words")
    qtbot.addWidget(label)
    label.show()
    for mode, palette in (("light", theme.LIGHT), ("dark", theme.DARK)):
        told = label.told
        assert theme.apply(qapp, mode) is palette
        assert theme.current() is palette
        assert qapp.palette().window().color().name() == palette.background
        assert label.told > told


def test_a_desktop_that_does_not_say_gets_dark(qapp: Any) -> None:
    assert theme.resolve("system") is theme.DARK


def test_a_colour_laid_over_another() -> None:
    assert blended("#ffffff", "#000000", 0.5) == "#808080"
    assert blended("#ff0000", "#0000ff", 0.0) == "#0000ff"
