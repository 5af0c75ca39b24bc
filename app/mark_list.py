"""The marks of the recording as a list: set, written, jumped to, exchanged with other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.controls import label
from app.core_sentences import in_own_words
from app.figures import format_time
from app.key_tips import set_key_tip
from app.messages import UserMessage
from app.translation import translate
from stadrn_core.errors import StaDrnError

if TYPE_CHECKING:
    from app.workspace import Workspace
    from stadrn_core.marks import Mark

TIME, CATEGORY, TEXT = range(3)
ID_ROLE = Qt.ItemDataRole.UserRole
FILTERS = {".eaf": translate("MarkList", "ELAN documents (*.eaf)"), ".csv": translate("MarkList", "Tables (*.csv)")}
HINT = translate("MarkList", "A mark is set at the playhead, or on the chosen range (menu Range).")


class MarkList(QWidget):
    """A row for each mark. Choosing a row goes there; category and note are written in place."""

    chosen_changed = Signal()
    """a mark is chosen, or none any more"""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._marking = workspace.marking
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels(
            [translate("MarkList", "Time"), translate("MarkList", "Category"), translate("MarkList", "Note")]
        )
        self.table.setAccessibleName(translate("MarkList", "Marks"))
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.table.setWordWrap(True)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        self._fit_cells(True)
        self.hint = label(HINT, "small", wrap=True)
        self.set_button = QPushButton(translate("MarkList", "Mark"))
        set_key_tip(
            self.set_button, translate("MarkList", "Set a mark at the playhead, or on the chosen range"), "mark"
        )
        self.set_button.clicked.connect(self.set_mark)
        self.remove_button = QPushButton(translate("MarkList", "Remove"))
        self.remove_button.setToolTip(translate("MarkList", "Remove the chosen mark (Delete)"))
        self.remove_button.clicked.connect(self.remove_chosen)
        self.more_button = QToolButton()
        self.more_button.setText(translate("MarkList", "File"))
        self.more_button.setAccessibleName(translate("MarkList", "Import and export marks"))
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more_button)
        self.import_action = menu.addAction(translate("MarkList", "Import marks…"), self._ask_import)
        self.export_action = menu.addAction(translate("MarkList", "Export marks…"), self._ask_export)
        self.more_button.setMenu(menu)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.set_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        buttons.addWidget(self.more_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(buttons)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove_chosen)
        self.table.itemChanged.connect(self._on_written)
        self.table.itemSelectionChanged.connect(self._go_to_chosen)
        self._marking.changed.connect(self.refresh)
        self._marking.picked.connect(self.pick)
        self.refresh()

    # -- what is shown ------------------------------------------------------------

    def refresh(self) -> None:
        """Read all marks anew; the chosen one stays chosen."""
        chosen = self.chosen
        marks, timing = self._marking.marks, self._marking.timing
        self._fit_cells(False)
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(marks) if timing else 0)
            for row, mark in enumerate(marks if timing else ()):
                start = format_time(timing.pts_seconds[mark.first_frame]) if timing else ""
                end = format_time(timing.span(mark.first_frame, mark.last_frame)[1]) if timing else ""
                self._write(row, TIME, f"{start} –\n{end}" if mark.is_range else start, mark, editable=False)
                self._write(row, CATEGORY, mark.category, mark)
                self._write(row, TEXT, mark.text, mark)
                if mark.id == chosen:
                    self.table.selectRow(row)
        self._fit_cells(True)
        can_edit = self._marking.can_edit
        self.set_button.setEnabled(can_edit)
        self.import_action.setEnabled(can_edit)
        self.export_action.setEnabled(bool(marks))
        self._show_chosen()

    def _fit_cells(self, fits: bool) -> None:
        """Rows and columns as large as what is in them; not while they are filled, when each cell would measure all."""
        mode = QHeaderView.ResizeMode.ResizeToContents if fits else QHeaderView.ResizeMode.Fixed
        self.table.verticalHeader().setSectionResizeMode(mode)
        for column in (TIME, CATEGORY):
            self.table.horizontalHeader().setSectionResizeMode(column, mode)

    def _show_chosen(self) -> None:
        self.remove_button.setEnabled(self.chosen is not None)
        self.chosen_changed.emit()

    def _write(self, row: int, column: int, text: str, mark: Mark, *, editable: bool = True) -> None:
        item = QTableWidgetItem(text)
        item.setData(ID_ROLE, mark.id)
        item.setToolTip(
            translate("MarkList", "Frames {first_frame} to {last_frame}").format(
                first_frame=mark.first_frame, last_frame=mark.last_frame
            )
            if column == TIME and mark.is_range
            else text
        )
        if not editable:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
        self.table.setItem(row, column, item)

    @property
    def chosen(self) -> str | None:
        """The chosen mark."""
        items = self.table.selectedItems()
        return items[0].data(ID_ROLE) if items else None

    # -- what is done ------------------------------------------------------------

    def set_mark(self) -> None:
        """Set a mark on the chosen range, else at the playhead, and write its note."""
        workspace = self._workspace
        first, last = workspace.selected_range or (workspace.playhead, workspace.playhead)
        mark = self._marking.add(first, last)
        if mark is None:
            return
        workspace.clear_range()
        row = next(row for row, other in enumerate(self._marking.marks) if other.id == mark.id)
        with QSignalBlocker(self.table):
            self.table.selectRow(row)
        self._show_chosen()
        item = self.table.item(row, TEXT)
        if self.isVisible() and item is not None:
            self.table.setFocus()
            self.table.setCurrentItem(item)
            self.table.editItem(item)

    def pick(self, mark_id: str) -> None:
        """Choose a mark, and go there."""
        row = next(row for row, mark in enumerate(self._marking.marks) if mark.id == mark_id)
        with QSignalBlocker(self.table):
            self.table.selectRow(row)
        self._go_to_chosen()

    def move_chosen(self) -> None:
        """Put the chosen mark on the chosen range, else at the playhead."""
        if self.chosen is not None:
            workspace = self._workspace
            self._marking.move(self.chosen, *(workspace.selected_range or (workspace.playhead, workspace.playhead)))

    def remove_chosen(self) -> None:
        """Remove the chosen mark."""
        if self.chosen is not None:
            self._marking.remove(self.chosen)

    def _on_written(self, item: QTableWidgetItem) -> None:
        field = {CATEGORY: "category", TEXT: "text"}.get(item.column())
        text = item.text().strip()
        if field == "category" and not text:
            self.refresh()
        elif field is not None:
            self._marking.edit(item.data(ID_ROLE), **{field: text})

    def _go_to_chosen(self) -> None:
        self._show_chosen()
        mark = next((mark for mark in self._marking.marks if mark.id == self.chosen), None)
        if mark is not None:
            self._workspace.set_playing(False)
            self._workspace.set_playhead(mark.first_frame)
            if mark.is_range:
                self._workspace.set_range(mark.first_frame, mark.last_frame)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter writes the note of the chosen mark."""
        item = self.table.item(self.table.currentRow(), TEXT)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.table.editItem(item)
            return
        super().keyPressEvent(event)

    # -- files ------------------------------------------------------------

    def _ask_import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, translate("MarkList", "Import marks"), "", translate("MarkList", "Marks (*.eaf *.csv)")
        )
        if path:
            self.import_from(Path(path))

    def _ask_export(self) -> None:
        recording = self._workspace.recording
        name = f"{recording.path.stem}-marks" if recording else "marks"
        path, chosen = QFileDialog.getSaveFileName(
            self, translate("MarkList", "Export marks"), name, ";;".join(FILTERS.values())
        )
        if path:
            target = Path(path)
            if target.suffix.lower() not in FILTERS:
                suffix = next(suffix for suffix, text in FILTERS.items() if text == chosen)
                target = target.with_name(target.name + suffix)
            self.export_to(target)

    def import_from(self, path: Path) -> None:
        """Add the marks of a file; what cannot be read is told, and then nothing is added."""
        from stadrn_core.marks import read_csv, read_elan

        timing = self._marking.timing
        if timing is None:
            return
        try:
            marks = (read_elan if path.suffix.lower() == ".eaf" else read_csv)(path, timing)
        except StaDrnError as error:
            self._workspace.message_raised.emit(
                UserMessage("error", translate("MarkList", "The marks were not imported"), in_own_words(error))
            )
            return
        self._marking.add_all(marks)

    def export_to(self, path: Path) -> None:
        """Write all marks. The document does not name the recording, whose name may tell who was recorded."""
        from stadrn_core.marks import write_csv, write_elan

        timing = self._marking.timing
        if timing is None:
            return
        try:
            (write_elan if path.suffix.lower() == ".eaf" else write_csv)(path, self._marking.marks, timing)
        except StaDrnError as error:
            self._workspace.message_raised.emit(
                UserMessage("error", translate("MarkList", "The marks were not exported"), in_own_words(error))
            )
