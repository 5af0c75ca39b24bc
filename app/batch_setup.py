"""What a batch is to do: recordings, checkpoints, a folder for the results, settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import batch_tasks, theme
from app.batch_options import BatchOptions
from app.controls import label, labelled
from app.dialogs.kind import KindDialog
from app.file_filters import CHECKPOINT_FILTER, VIDEO_FILTER
from app.tasks import KindQuestion
from app.translation import translate
from app.workspace import CHECKPOINT_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.messages import UserMessage
    from app.workspace import Workspace
    from stadrn_core.batch_plan import BatchSettings, Plan

PATH, KIND = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
LIST_FILTER = "Tables (*.csv)"


class FileList(QListWidget):
    """Files; while there are none, what to do about it."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self._hint = hint
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)
        self.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setMinimumHeight(120)

    @property
    def paths(self) -> list[Path]:
        """In the order in which they were added."""
        return [Path(self.item(row).data(PATH)) for row in range(self.count())]

    def add(self, path: Path, text: str) -> QListWidgetItem | None:
        """Append a file that is not there yet."""
        if path in self.paths:
            return None
        item = QListWidgetItem(text)
        item.setData(PATH, str(path))
        item.setToolTip(str(path))
        self.addItem(item)
        return item

    def remove_chosen(self) -> None:
        """Take chosen files off the list."""
        for item in self.selectedItems():
            self.takeItem(self.row(item))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Files, or the hint."""
        super().paintEvent(event)
        if not self.count():
            painter = QPainter(self.viewport())
            painter.setPen(theme.current().text_muted)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(16, 8, -16, -8), int(flags), self._hint)


class BatchSetup(QWidget):
    """Chosen by buttons, or dropped on the dialog."""

    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._checks: set[int] = set()
        self._known: set[str] = set()
        self._plan: Plan | None = None
        self._make_lists()
        self.folder = QLineEdit()
        self.folder.setPlaceholderText(translate("Batch", "A folder for the results; each analysis has one of its own"))
        self.browse_button = QPushButton(translate("Batch", "Choose…"))
        self.browse_button.setAccessibleName(translate("Batch", "Choose the folder for the results"))
        preferences = workspace.preferences
        self.options = BatchOptions(preferences.guided, preferences.deidentify)
        self.fixed = label(
            translate(
                "Batch", "The settings are those of the batch that is added to; they are the same for all of it."
            ),
            "small",
            wrap=True,
        )
        self.problem = label("", "warning", wrap=True, selectable=True)
        self._lay_out()
        self.browse_button.clicked.connect(self._browse)
        self.folder.textChanged.connect(self._tell)
        workspace.checkpoints_changed.connect(self._take_open_checkpoints)
        self._take_open_checkpoints()
        self.begin_new()

    def _make_lists(self) -> None:
        self.recordings = FileList(
            translate("Batch", "Recordings"),
            translate("Batch", "Drop videos, folders of videos, or a table (CSV) with a column 'path' here."),
        )
        self.checkpoints = FileList(
            translate("Batch", "Checkpoints"),
            translate("Batch", "Drop checkpoints here. Those that are ticked are used."),
        )
        self.checkpoints.itemChanged.connect(self._tell)
        self.files_button = _button(translate("Batch", "Add files…"), self._ask_for_files)
        self.folder_button = _button(translate("Batch", "Add a folder…"), self._ask_for_folder)
        self.remove_button = _button(translate("Batch", "Take off the list"), self._remove)
        self.checkpoint_button = _button(translate("Batch", "Add checkpoints…"), self._ask_for_checkpoints)

    def _lay_out(self) -> None:
        lists = QHBoxLayout()
        lists.setSpacing(16)
        buttons = (self.files_button, self.folder_button, self.remove_button)
        lists.addLayout(_under(translate("Batch", "Recordings"), self.recordings, buttons), 3)
        lists.addLayout(_under(translate("Batch", "Checkpoints"), self.checkpoints, (self.checkpoint_button,)), 2)
        where = QWidget()
        row = QHBoxLayout(where)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder, 1)
        row.addWidget(self.browse_button)
        self.folder.setAccessibleName(translate("Batch", "Folder for the results"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(lists, 1)
        column.addWidget(labelled(translate("Batch", "Results in"), where))
        column.addWidget(self.options)
        column.addWidget(self.fixed)
        column.addWidget(self.problem)

    # -- what is chosen ------------------------------------------------------------

    @property
    def sources(self) -> list[Path]:
        """Videos, folders and tables."""
        return self.recordings.paths

    @property
    def chosen_checkpoints(self) -> dict[Path, str | None]:
        """Those that are ticked, with their kind where it is known."""
        items = [self.checkpoints.item(row) for row in range(self.checkpoints.count())]
        return {
            Path(item.data(PATH)): item.data(KIND) or None
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        }

    @property
    def target(self) -> Path | None:
        """The folder for the results."""
        text = self.folder.text().strip()
        return Path(text).expanduser().absolute() if text else None

    @property
    def settings(self) -> BatchSettings:
        """As chosen, or those of the batch that is added to."""
        return self._plan.settings if self._plan is not None else self.options.settings()

    @property
    def is_ready(self) -> bool:
        """Everything is chosen that is needed."""
        is_whole = bool(self.sources and self.chosen_checkpoints and self.target)
        return is_whole and not self._checks

    # -- filling ------------------------------------------------------------

    def begin_new(self) -> None:
        """Choose for a new batch."""
        self._fill(None)
        self.folder.clear()

    def add_to(self, plan: Plan) -> None:
        """Choose what is added to a batch."""
        self._fill(plan)
        self.folder.setText(str(plan.folder))
        self.options.show_settings(plan.settings)

    def _fill(self, plan: Plan | None) -> None:
        self._plan = plan
        self.recordings.clear()
        self.problem.setText("")
        for widget in (self.options, self.folder, self.browse_button):
            widget.setEnabled(plan is None)
        self.fixed.setVisible(plan is not None)
        self._tell()

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Recordings, folders, tables and checkpoints, by what they are."""
        self.problem.setText("")
        for path in (path.absolute() for path in paths):
            if path.suffix.lower() in CHECKPOINT_SUFFIXES:
                self.check(path)
            else:
                self.recordings.add(path, f"{path.name}{os.sep}" if path.is_dir() else path.name)
                self._suggest_folder(path)
        self._tell()

    def check(self, path: Path, kind: str | None = None) -> None:
        """Add a checkpoint if it can be loaded; asked for its kind where only the user knows it."""

        def take_in(found: batch_tasks.CheckpointChecked | KindQuestion) -> None:
            if isinstance(found, KindQuestion):
                dialog = KindDialog(found, self)
                dialog.chosen.connect(lambda chosen: self.check(path, chosen))
                dialog.open()
            else:
                self._add_checkpoint(found.path, found.path.name, found.kind)

        def end(_state: str, message: UserMessage | None) -> None:
            self._checks.discard(number)
            if message is not None:
                self.problem.setText(f"{message.title}. {message.text}")
            self._tell()

        title = translate("Batch", "{name} cannot be used").format(name=path.name)
        number = self._workspace.run_side_task(
            lambda: batch_tasks.check_checkpoint(path, kind), title, take_in, end, "batch"
        )
        self._checks.add(number)

    def abandon(self) -> None:
        """Hear no more of checkpoints that are being looked at."""
        for number in list(self._checks):
            self._workspace.abandon_side_task(number)

    def _take_open_checkpoints(self) -> None:
        for checkpoint in self._workspace.checkpoints:
            path = checkpoint.path.absolute()
            if str(path) not in self._known:
                name = self._workspace.looks.of(checkpoint).name
                self._add_checkpoint(path, name, getattr(checkpoint.config, "kind", None))

    def _add_checkpoint(self, path: Path, name: str, kind: str | None) -> None:
        self._known.add(str(path))
        item = self.checkpoints.add(path, name)
        if item is not None:
            item.setData(KIND, kind or "")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)

    def _suggest_folder(self, path: Path) -> None:
        if self._plan is None and not self.folder.text().strip():
            place = path.parent if os.access(path.parent, os.W_OK) else Path.home()
            self.folder.setText(str(place / translate("Batch", "{name} analysed").format(name=path.stem)))

    def _tell(self, _changed: object = None) -> None:
        self.changed.emit()

    # -- asking ------------------------------------------------------------

    def _ask_for_files(self) -> None:
        filters = f"{VIDEO_FILTER};;{LIST_FILTER}"
        paths, _ = QFileDialog.getOpenFileNames(self, translate("Batch", "Add recordings"), self._last(), filters)
        self.add_paths([Path(path) for path in paths])

    def _ask_for_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, translate("Batch", "Add a folder of recordings"), self._last())
        if path:
            self.add_paths([Path(path)])

    def _ask_for_checkpoints(self) -> None:
        title = translate("Batch", "Add checkpoints")
        paths, _ = QFileDialog.getOpenFileNames(self, title, "", CHECKPOINT_FILTER)
        self.add_paths([Path(path) for path in paths])

    def _browse(self) -> None:
        title = translate("Batch", "Choose the folder for the results")
        path = QFileDialog.getExistingDirectory(self, title, self.folder.text())
        if path:
            self.folder.setText(path)

    def _remove(self) -> None:
        self.recordings.remove_chosen()
        self._tell()

    def _last(self) -> str:
        recent = self._workspace.preferences.recent("recordings")
        return str(recent[0].parent) if recent else ""


def _button(text: str, then: Any) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(then)
    return button


def _under(name: str, files: FileList, buttons: Sequence[QPushButton]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(5)
    column.addWidget(label(name, "small"))
    column.addWidget(files, 1)
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    column.addLayout(row)
    return column
