"""All keys, in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.controls import heading, label
from app.dialogs.frame import Dialog

if TYPE_CHECKING:
    from collections.abc import Mapping


class ShortcutsDialog(Dialog):
    """Groups of (what it does → keys)."""

    def __init__(self, groups: Mapping[str, Mapping[str, str]], parent: QWidget | None = None) -> None:
        super().__init__("Keys", "", parent, width_px=720)
        columns = QHBoxLayout()
        columns.setSpacing(36)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(16)
            columns.addLayout(side)
        total = sum(len(group) + 2 for group in groups.values())
        filled = 0
        for name, group in groups.items():
            (left if filled < total / 2 else right).addWidget(_group(name, group))
            filled += len(group) + 2
        left.addStretch(1)
        right.addStretch(1)
        self.column.addLayout(columns)
        self.add_close().setDefault(True)


def _group(name: str, keys: Mapping[str, str]) -> QWidget:
    result = QWidget()
    grid = QGridLayout(result)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(5)
    grid.addWidget(heading(name), 0, 0, 1, 2)
    for row, (text, shortcut) in enumerate(keys.items(), start=1):
        grid.addWidget(label(text), row, 0)
        key = label(shortcut, "key")
        key.setAccessibleName(f"{text}: {shortcut}")
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    return result
