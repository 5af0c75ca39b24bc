"""Tables of words about compared checkpoints: one row for each pair, one for each fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app import theme
from app.core_sentences import in_own_words
from app.translation import translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.checkpoint_looks import Look
    from stadrn_core.compare.facts import Fact

ROW_PX = 24
DIFFERS = "≠"


class WordTable(QTableWidget):
    """A table that is read, as high as its rows."""

    def __init__(self, name: str, titles: Sequence[str] = ()) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._set_titles(titles)

    def _set_titles(self, titles: Sequence[str]) -> None:
        self.setColumnCount(len(titles))
        self.setHorizontalHeaderLabels(list(titles))
        for column in range(len(titles)):
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Words by row; each cell's tool tip has them whole."""
        self.setRowCount(len(rows))
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                if c:
                    item.setFont(theme.figures_font(theme.TEXT_POINTS - 1))
                self.setItem(r, c, item)
        header = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(header + len(rows) * ROW_PX + 2 * self.frameWidth() + 14)


class FactTable(WordTable):
    """What is known of each checkpoint; where they differ, the row is marked."""

    def __init__(self) -> None:
        super().__init__(translate("CompareTables", "Configuration and metadata of the checkpoints"))

    def show_facts(self, facts: Sequence[Fact], looks: Sequence[Look], *, only_differing: bool) -> None:
        """A row for each fact, a column for each checkpoint.

        Args:
            facts: values in the order of ``looks``.
            looks: of the checkpoints.
            only_differing: leave out what is the same for all.
        """
        shown = [fact for fact in facts if fact.differs or not only_differing]
        self._set_titles(
            [
                "",
                translate("CompareTables", "Group"),
                translate("CompareTables", "Fact"),
                *(look.name for look in looks),
            ]
        )
        for column, look in enumerate(looks, start=3):
            header = self.horizontalHeaderItem(column)
            if header is not None:
                header.setForeground(QColor(look.colour))
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.show_rows(
            [[DIFFERS if fact.differs else "", in_own_words(fact.group), fact.name, *fact.values] for fact in shown]
        )
        for r, fact in enumerate(shown):
            mark = self.item(r, 0)
            if mark is not None:
                mark.setData(
                    Qt.ItemDataRole.AccessibleTextRole,
                    translate("CompareTables", "differs") if fact.differs else translate("CompareTables", "the same"),
                )
                mark.setForeground(QColor(theme.current().warning))
            for column in range(2, self.columnCount()):
                item = self.item(r, column)
                if item is not None and fact.differs:
                    bold = QFont(item.font())
                    bold.setWeight(QFont.Weight.DemiBold)
                    item.setFont(bold)
