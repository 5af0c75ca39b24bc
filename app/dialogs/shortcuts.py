"""All keys, in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.controls import heading, label
from app.dialogs.frame import Dialog

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS = 3


class ShortcutsDialog(Dialog):
    """Groups of (what it does → keys)."""

    def __init__(self, groups: Mapping[str, Mapping[str, str]], parent: QWidget | None = None) -> None:
        super().__init__("Keys", "", parent, width_px=900)
        columns = QHBoxLayout()
        columns.setSpacing(32)
        sides = [QVBoxLayout() for _ in range(COLUMNS)]
        for side in sides:
            side.setSpacing(14)
            columns.addLayout(side)
        total = sum(len(group) + 2 for group in groups.values())
        filled = 0
        for name, group in groups.items():
            middle = filled + (len(group) + 2) / 2
            sides[min(int(middle / total * COLUMNS), COLUMNS - 1)].addWidget(_group(name, group))
            filled += len(group) + 2
        for side in sides:
            side.addStretch(1)
        self.column.addLayout(columns)
        self.add_close().setDefault(True)


def _group(name: str, keys: Mapping[str, str]) -> QWidget:
    result = QWidget()
    grid = QGridLayout(result)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(3)
    grid.addWidget(heading(name), 0, 0, 1, 2)
    for row, (text, shortcut) in enumerate(keys.items(), start=1):
        grid.addWidget(label(text), row, 0)
        key = label(shortcut, "key")
        key.setAccessibleName(f"{text}: {shortcut}")
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    return result
