"""How the four panes share the room: as a grid, or with the original alone on the left where there is much width."""

from __future__ import annotations

import json
from typing import Literal

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.panes import Pane

Arrangement = Literal["grid", "side"]
_SIDE_FROM_RATIO = 2.3
_GRID_BELOW_RATIO = 2.1
_SIZES: dict[Arrangement, tuple[tuple[int, int], ...]] = {
    "grid": ((55, 45), (60, 40), (50, 50)),
    "side": ((54, 46), (50, 50), (50, 50)),
}
_HANDLE_PX = 8
_MARGIN_PX = 8


class PaneLayout(QWidget):
    """Three nested splitters around ``original``, ``face``, ``heat`` and ``guided``.

    ``grid``: original and face above heat and guided. ``side``: original on the left, face above heat and guided on its
    right. Which one is used follows from the shape of the room; sizes that the user drags are kept for each.
    """

    def __init__(self, panes: dict[str, Pane], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panes = panes
        self._maximised: str | None = None
        self._sizes = {name: [list(pair) for pair in pairs] for name, pairs in _SIZES.items()}
        self.arrangement: Arrangement = "side"
        self._outer, self._inner, self._below = (QSplitter() for _ in range(3))
        self._splitters = (self._outer, self._inner, self._below)
        for splitter in self._splitters:
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(_HANDLE_PX)
        self._below.addWidget(panes["heat"])
        self._below.addWidget(panes["guided"])
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        column.addWidget(self._outer)
        self._arrange("grid")

    def _arrange(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        original, face = self._panes["original"], self._panes["face"]
        parts: tuple[tuple[QSplitter, Qt.Orientation, QWidget, QWidget], ...]
        if arrangement == "grid":
            parts = ((self._outer, down, self._inner, self._below), (self._inner, across, original, face))
        else:
            parts = ((self._outer, across, original, self._inner), (self._inner, down, face, self._below))
        for splitter, orientation, first, second in parts:
            splitter.setOrientation(orientation)
            splitter.insertWidget(0, first)
            splitter.insertWidget(1, second)
        self._apply_sizes()

    def _apply_sizes(self) -> None:
        """Sizes as shares of the room; ``QSplitter`` scales them to what is there."""
        for splitter, sizes in zip(self._splitters, self._sizes[self.arrangement], strict=True):
            splitter.setSizes([size * 100 for size in sizes])
            for i, size in enumerate(sizes):
                splitter.setStretchFactor(i, size)

    def _remember_sizes(self) -> None:
        if self._maximised is None and self.isVisible():
            self._sizes[self.arrangement] = [splitter.sizes() for splitter in self._splitters]

    def maximise(self, name: str | None) -> None:
        """Give all the room to one pane, or share it again."""
        self._remember_sizes()
        self._maximised = name
        for pane in self._panes.values():
            pane.setVisible(name in (None, pane.name))
        self._below.setVisible(name in (None, "heat", "guided"))
        outside = "original" if self.arrangement == "side" else ("heat", "guided")
        self._inner.setVisible(name is None or name not in outside)
        if name is None:
            self._apply_sizes()
            self._fit()

    def save(self) -> list[QByteArray]:
        """Sizes in both arrangements, one value for each splitter."""
        self._remember_sizes()
        shares = ({name: pairs[i] for name, pairs in self._sizes.items()} for i in range(3))
        return [QByteArray(json.dumps(share).encode()) for share in shares]

    def restore(self, states: list[QByteArray]) -> None:
        """Sizes as saved; what cannot be read is left as it is."""
        try:
            found = [json.loads(bytes(state.data())) for state in states]
            sizes = {name: [[int(size) for size in share[name]] for share in found] for name in self._sizes}
        except (ValueError, KeyError, TypeError):
            return
        if all(len(pairs) == 3 and all(len(pair) == 2 for pair in pairs) for pairs in sizes.values()):
            self._sizes = sizes
            self._apply_sizes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the arrangement for the shape of the room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        ratio = self.width() / max(self.height(), 1)
        wanted = self.arrangement
        if ratio > _SIDE_FROM_RATIO:
            wanted = "side"
        elif ratio < _GRID_BELOW_RATIO:
            wanted = "grid"
        if wanted != self.arrangement and self._maximised is None:
            self._arrange(wanted)
