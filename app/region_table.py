"""The numbers of all regions as a table, the measure that is looked at first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app import theme
from app.region_words import MEASURE_COLUMNS, MEASURE_TIPS, SHORT_NAMES, figure
from app.translation import translate
from stadrn_core.regions.atlas import DOWN_THE_FACE, Region
from stadrn_core.regions.sums import MEASURES

if TYPE_CHECKING:
    from stadrn_core.regions.sums import Measure, RegionSums
    from stadrn_core.types import Float64Array

    Index = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()
_ROW_PX = 22


class RegionModel(QAbstractTableModel):
    """A row for each region from the forehead down; name, chosen measure with its interval, the other measures."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: list[tuple[str, str, list[str]]] = []
        """title, tip, texts"""

    def show_numbers(self, sums: RegionSums | None, first: Measure, interval: Float64Array | None) -> None:
        """Show sums (16,), or no numbers; ``interval`` (16, 2) is the chosen measure's."""
        self.beginResetModel()
        self._columns = [
            (
                translate("RegionTable", "region"),
                translate("RegionTable", "Left (L) and right (R) are the subject's"),
                [SHORT_NAMES[region] for region in DOWN_THE_FACE],
            )
        ]
        if sums is not None:
            for measure in (first, *(other for other in MEASURES if other != first)):
                values = sums.of(measure)
                texts = [figure(measure, float(values[region])) for region in DOWN_THE_FACE]
                self._columns.append((MEASURE_COLUMNS[measure], MEASURE_TIPS[measure], texts))
                if measure == first and interval is not None and not np.isnan(interval).all():
                    ends = [
                        translate("RegionTable", " to ").join(figure(first, float(end)) for end in interval[region])
                        for region in DOWN_THE_FACE
                    ]
                    self._columns.append(
                        (
                            translate("RegionTable", "95 % interval"),
                            translate("RegionTable", "Of resampled stretches of clips"),
                            ends,
                        )
                    )
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Regions."""
        return 0 if parent.isValid() else len(DOWN_THE_FACE)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Name and numbers."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts; numbers at the right in a fixed-width face."""
        title, tip, texts = self._columns[index.column()]
        is_number = index.column() > 0
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and is_number:
            return theme.figures_font(theme.TEXT_POINTS - 1)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip if is_number else translate("Core", DOWN_THE_FACE[index.row()].label)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = translate("Core", DOWN_THE_FACE[index.row()].label)
            return f"{name}, {title}: {texts[index.row()]}" if is_number else name
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns."""
        if orientation == Qt.Orientation.Vertical:
            return None
        title, tip, _ = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class RegionTable(QTableView):
    """The table; its current row is the chosen region."""

    region_picked = Signal(object)
    """Region"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.numbers = RegionModel()
        self.setModel(self.numbers)
        self.setAccessibleName(translate("RegionTable", "Numbers by region"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.verticalHeader().setMinimumSectionSize(_ROW_PX)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self._region: Region | None = None

    def show_numbers(self, sums: RegionSums | None, first: Measure, interval: Float64Array | None) -> None:
        """Show numbers, the chosen row staying."""
        region = self._region
        self.numbers.show_numbers(sums, first, interval)
        self.select(region)
        self.setFixedHeight(
            self.horizontalHeader().sizeHint().height() + len(DOWN_THE_FACE) * _ROW_PX + 2 * self.frameWidth() + 12
        )

    def select(self, region: Region | None) -> None:
        """Choose a row without telling."""
        self._region = region
        model = self.selectionModel()
        if region is None:
            model.clear()
            return
        index = self.numbers.index(DOWN_THE_FACE.index(region), 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        model.setCurrentIndex(index, flags)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and DOWN_THE_FACE[current.row()] != self._region:
            self._region = DOWN_THE_FACE[current.row()]
            self.region_picked.emit(self._region)
