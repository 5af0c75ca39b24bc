"""One command of the window: its words, its keys and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.translation import translate

if TYPE_CHECKING:
    from collections.abc import Callable

MENU_TITLES = {
    "File": translate("MainWindow", "File"),
    "Analysis": translate("MainWindow", "Analysis"),
    "Playback": translate("MainWindow", "Playback"),
    "Range": translate("MainWindow", "Range"),
    "Marks": translate("MainWindow", "Marks"),
    "View": translate("MainWindow", "View"),
    "Compare": translate("MainWindow", "Compare"),
    "Window": translate("MainWindow", "Window"),
    "Help": translate("MainWindow", "Help"),
}
"""Menus and headings of commands, by group."""


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes:
        group: menu and heading.
        text: what it does.
        keys: the first is shown.
        run: does it.
        repeats: holding the key repeats it.
    """

    group: str
    text: str
    keys: tuple[str, ...]
    run: Callable[[], object]
    repeats: bool = False
