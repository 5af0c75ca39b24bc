"""Panes beside each other with one zoom and one cursor, each headed by a checkpoint's marker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.checkpoint_list import Marker
from app.controls import ElidedLabel, clear
from app.figures import format_on_scale
from app.panes import WHOLE, Camera, Pane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPointF

    from app.checkpoint_looks import Look
    from stadrn_core.render import DisplayFrame

MOST_COLUMNS = 3


@dataclass(frozen=True)
class Shown:
    """What one pane shows.

    Attributes:
        title: over the picture.
        look: of the checkpoint whose marker heads it.
        display: its picture of the face, or None.
        table: colours of the scale.
        words: beside the marker.
        note: beside the title.
        message: in place of a picture.
        is_filled: fill the marker.
    """

    title: str
    look: Look
    display: DisplayFrame | None
    table: str
    words: str = ""
    note: str = ""
    message: str = ""
    is_filled: bool = False


class ComparedGrid(QWidget):
    """As many panes as there is to show."""

    def __init__(self) -> None:
        super().__init__()
        self.panes: list[Pane] = []
        self.words: list[ElidedLabel] = []
        """Above each pane."""
        self._markers: list[Marker] = []
        self._shown: Sequence[Shown] = ()
        self._cursor: QPointF | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)

    def show_panes(self, shown: Sequence[Shown]) -> None:
        """Pictures and words, with new panes where their number has changed."""
        if len(shown) != len(self.panes):
            clear(self._grid)
            self.panes, self.words, self._markers = [], [], []
            columns = len(shown) if len(shown) <= MOST_COLUMNS else (len(shown) + 1) // 2
            for number in range(len(shown)):
                self._add_pane(number, columns)
            for column in range(self._grid.columnCount()):  # a column that is empty now still counts
                self._grid.setColumnStretch(column, int(column < columns))
        self._shown = shown
        for pane, marker, words, one in zip(self.panes, self._markers, self.words, shown, strict=True):
            pane.view.set_image(None if one.display is None else one.display.face)
            pane.bar.set_scale(None if one.display is None else one.display.limits, one.table)
            pane.set_texts(one.title, one.note, one.message)
            pane.show_bar(not one.message)
            marker.show_look(one.look, one.is_filled)
            words.set_whole(one.words)
        width = max((pane.bar.sizeHint().width() for pane in self.panes), default=0)
        for pane in self.panes:
            pane.set_bar_width(width)
        self._place_cursor()

    def _add_pane(self, number: int, columns: int) -> None:
        pane, marker, words = (
            Pane(f"compared {number}", "", ""),
            Marker(),
            ElidedLabel("", "small", Qt.TextElideMode.ElideRight),
        )
        pane.view.camera_moved.connect(self._move_camera)
        pane.view.hovered.connect(self._hovered)
        pane.fit_button.clicked.connect(lambda: self._move_camera(WHOLE))
        cell = QWidget()
        column, head = QVBoxLayout(cell), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(6)
        head.addWidget(marker)
        head.addWidget(words, 1)
        column.addLayout(head)
        column.addWidget(pane, 1)
        self._grid.addWidget(cell, number // columns, number % columns)
        self.panes.append(pane)
        self.words.append(words)
        self._markers.append(marker)

    def _move_camera(self, camera: Camera) -> None:
        for pane in self.panes:
            pane.set_camera(camera)

    def _hovered(self, point: QPointF | None) -> None:
        self._cursor = point
        self._place_cursor()

    def _place_cursor(self) -> None:
        """The same face point in every pane, with its value."""
        for pane, one in zip(self.panes, self._shown, strict=True):
            value = None if self._cursor is None else value_at(one.display, self._cursor)
            pane.view.mark(self._cursor if pane.view.item.isVisible() else None)
            pane.bar.mark(value)
            pane.set_readout(value_words(one.display, value))


def pane_words() -> ElidedLabel:
    """What stands above a pane, shortened at its end where there is no room."""
    return ElidedLabel("", "small", Qt.TextElideMode.ElideRight)


def value_at(display: DisplayFrame | None, point: QPointF) -> float | None:
    """The number behind a point of the aligned face; None outside, or where there is no map."""
    values = None if display is None else display.heat_values
    if values is None or not (0 <= point.y() < values.shape[0] and 0 <= point.x() < values.shape[1]):
        return None
    return float(values[int(point.y()), int(point.x())])


def value_words(display: DisplayFrame | None, value: float | None) -> str:
    """Such a number as it is written on the picture."""
    if value is None or display is None or display.limits is None:
        return ""
    return format_on_scale(value, display.limits.high, display.limits.low < 0)
