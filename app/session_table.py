"""The sessions of the library as a table, a small face before each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.translation import translate
from stadrn_core.severity import format_score

if TYPE_CHECKING:
    from stadrn_core.library import Session

COLUMNS = (
    "",
    translate("Library", "Patient"),
    translate("Library", "Date"),
    translate("Library", "Recording"),
    translate("Library", "Score"),
    translate("Library", "Known"),
    translate("Library", "Tags"),
)
NAME = 3
NUMBERS = (4, 5)
"""Columns of points."""
ICON_PX = 40
MEASURED_ROWS = 100
"""By which the widths of columns are found: measuring all of a large library would take seconds."""


class SessionTable(QTableWidget):
    """One session is chosen, or none."""

    def __init__(self) -> None:
        super().__init__(0, len(COLUMNS))
        self._sessions: Sequence[Session] = ()
        self._icons: dict[bytes, QIcon] = {}
        self.setHorizontalHeaderLabels(list(COLUMNS))
        self.setAccessibleName(translate("Library", "Sessions"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ICON_PX + 6)
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMinimumSize(560, 296)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(MEASURED_ROWS)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self._fit_columns()

    def show_sessions(self, sessions: Sequence[Session], missing: Collection[str]) -> None:
        """Show these, in this order, none chosen.

        Args:
            sessions: one for each row.
            missing: hashes of the recordings that are not where they were.
        """
        self._sessions = sessions
        with QSignalBlocker(self):
            self.setRowCount(len(sessions))
            for row, session in enumerate(sessions):
                self._fill(row, session, session.recording in missing)
            self.clearSelection()
        self._fit_columns()

    @property
    def chosen(self) -> Session | None:
        """The session of the chosen row."""
        row = self.currentRow()
        return self._sessions[row] if 0 <= row < len(self._sessions) and self.selectedItems() else None

    def choose(self, recording: str | None) -> None:
        """Choose a session; the first one where it is not shown."""
        rows = [row for row, one in enumerate(self._sessions) if one.recording == recording]
        if self._sessions:
            self.selectRow(rows[0] if rows else 0)

    def _fit_columns(self) -> None:
        """As wide as they need; names take what is left."""
        for column in range(self.columnCount()):
            if column != NAME:
                self.resizeColumnToContents(column)

    def _fill(self, row: int, session: Session, is_missing: bool) -> None:
        known = "" if session.known_points is None else f"{session.known_points:g}"
        points = "" if session.points is None else format_score(session.points)
        name = translate("Library", "{name} (moved?)").format(name=session.name) if is_missing else session.name
        words = ("", session.pseudonym, session.when, name, points, known, ", ".join(session.tags))
        for column, text in enumerate(words):
            item = QTableWidgetItem(text)
            if column in NUMBERS:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if column == 0 and session.thumbnail is not None:
                item.setIcon(self._icon(session.thumbnail))
            self.setItem(row, column, item)

    def _icon(self, png: bytes) -> QIcon:
        if png not in self._icons:
            picture = QPixmap()
            picture.loadFromData(png)
            self._icons[png] = QIcon(picture)
        return self._icons[png]
