"""Recordings × regions as a table whose cells have the colours of their numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app import theme
from app.region_raster import face_and_background
from app.region_track import coloured, table_name
from app.region_words import SHORT_NAMES, figure, number_words
from app.translation import translate
from stadrn_core.regions.atlas import DOWN_THE_FACE
from stadrn_core.severity import format_score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.cohort_tasks import CohortRecording
    from stadrn_core.regions.numbers import HeatQuantity
    from stadrn_core.regions.sums import Measure

    Index = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()
_ROW_PX = 24
FACTS = (
    translate("CohortTable", "recording"),
    translate("CohortTable", "score"),
    translate("CohortTable", "group"),
)


_BREAKS = re.compile("(?<=naso)(?=labial)|(?<=back)(?=ground)|(?<=fore)(?=head)|(?<=gla)(?=bella)")
_NARROW_NAMES = {region: _BREAKS.sub("-\n", name).replace(" ", "\n") for region, name in SHORT_NAMES.items()}


class CohortModel(QAbstractTableModel):
    """A row for each recording: name, score, group, and a measure of each region."""

    def __init__(self) -> None:
        super().__init__()
        self._recordings: list[CohortRecording] = []
        self._measure: Measure = "relative_share"
        self._quantity: HeatQuantity = "weighted"
        self._groups: Mapping[str, str] = {}
        self._values = np.zeros((0, len(DOWN_THE_FACE)))
        self._colours = np.zeros((0, len(DOWN_THE_FACE), 3), dtype=np.uint8)
        self.limits = (0.0, 1.0)

    def show_recordings(
        self,
        recordings: Sequence[CohortRecording],
        measure: Measure,
        quantity: HeatQuantity,
        groups: Mapping[str, str],
        colormap: str,
    ) -> None:
        """Show these, those of one group together."""
        self.beginResetModel()
        self._recordings = sorted(recordings, key=lambda one: (groups.get(one.run, ""), one.run))
        self._measure, self._quantity, self._groups = measure, quantity, groups
        sums = [one.found.sums.of(measure) for one in self._recordings]
        self._values = np.array([values[list(DOWN_THE_FACE)] for values in sums]).reshape(len(sums), len(DOWN_THE_FACE))
        high = max((face_and_background(values)[0] for values in sums), default=0.0) or 1.0
        self.limits = (-high if measure == "points" else 0.0, high)
        self._colours = coloured(self._values, *self.limits, table_name(measure, colormap))
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Recordings."""
        return 0 if parent.isValid() else len(self._recordings)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Facts and regions."""
        return 0 if parent.isValid() else len(FACTS) + len(DOWN_THE_FACE)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words and numbers, in the colours of the scale."""
        one, column = self._recordings[index.row()], index.column() - len(FACTS)
        if column < 0:
            score = "–" if one.score is None else format_score(one.score)
            texts = (one.manifest.recording.name, score, self._groups.get(one.run, "–"))
            return texts[index.column()] if role in (0, int(Qt.ItemDataRole.ToolTipRole)) else None
        value = float(self._values[index.row(), column])
        if role == Qt.ItemDataRole.DisplayRole:
            return figure(self._measure, value)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = number_words(self._measure, value, self._quantity)
            return f"{one.manifest.recording.name}, {translate('Core', DOWN_THE_FACE[column].label)}: {words}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return theme.figures_font(theme.TEXT_POINTS - 1)
        if np.isnan(value):
            return None
        colour = QColor(*self._colours[index.row(), column].tolist())
        if role == Qt.ItemDataRole.BackgroundRole:
            return colour
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor("#000000" if colour.lightnessF() > 0.45 else "#ffffff")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Regions from the forehead down."""
        if orientation == Qt.Orientation.Vertical or role not in (0, int(Qt.ItemDataRole.ToolTipRole)):
            return None
        if section < len(FACTS):
            return FACTS[section]
        region = DOWN_THE_FACE[section - len(FACTS)]
        return _NARROW_NAMES[region] if role == 0 else translate("Core", region.label)


class CohortTable(QTableView):
    """The table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.numbers = CohortModel()
        self.setModel(self.numbers)
        self.setAccessibleName(translate("CohortTable", "Recordings by region"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(_ROW_PX)
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.horizontalHeader().setFont(theme.text_font(theme.TEXT_POINTS - 2))
        self.horizontalHeader().setStyleSheet("QHeaderView::section { padding: 3px; }")
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setHighlightSections(False)
