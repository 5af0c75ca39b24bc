"""The jobs of a batch as a table: recording, checkpoint, where it stands, score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app import theme
from app.batch_words import job_words
from app.icons import icon
from app.translation import translate
from stadrn_core.severity import format_score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.batch_queue import BatchQueue
    from stadrn_core.batch_plan import Job

    Index = QModelIndex | QPersistentModelIndex

RECORDING, CHECKPOINT, STATE, SCORE = range(4)
_ROOT = QModelIndex()
_ROW_PX = 28


class BatchModel(QAbstractTableModel):
    """A row for each job of the open batch, in the order in which they are done."""

    def __init__(self, queue: BatchQueue) -> None:
        super().__init__()
        self._queue = queue
        self.jobs: Sequence[Job] = queue.jobs
        self._row_of: dict[str, int] = {}
        queue.changed.connect(self._refresh)
        queue.job_changed.connect(self._refresh_job)
        self._refresh()

    def _refresh(self) -> None:
        if self.jobs != self._queue.jobs or not self._row_of:
            self.beginResetModel()
            self.jobs = self._queue.jobs
            self._row_of = {job.name: row for row, job in enumerate(self.jobs)}
            self.endResetModel()
        elif self.jobs:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.jobs) - 1, SCORE))

    def _refresh_job(self, name: str) -> None:
        row = self._row_of.get(name)
        if row is not None:
            self.dataChanged.emit(self.index(row, 0), self.index(row, SCORE))

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Jobs."""
        return 0 if parent.isValid() else len(self.jobs)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Recording, checkpoint, state, score."""
        return 0 if parent.isValid() else SCORE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (
                translate("Batch", "Recording"),
                translate("Batch", "Checkpoint"),
                translate("Batch", "State"),
                translate("Batch", "Score"),
            )[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words; a sign and its colour for the state; paths and reasons as tips."""
        job, column = self.jobs[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(job, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(job, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.DecorationRole if column == STATE:
                return self._sign(job)
        return None

    def _words(self, job: Job, column: int) -> str:
        outcome = self._queue.outcome(job.name)
        if column == SCORE:
            is_done = self._queue.job_state(job.name) == "done" and outcome is not None and outcome.score is not None
            return format_score(outcome.score) if is_done and outcome and outcome.score is not None else ""
        names = {RECORDING: job.folder.parent.name, CHECKPOINT: job.folder.name}
        return names.get(column) or job_words(self._queue, job)

    def _tip(self, job: Job, column: int) -> str:
        if column == RECORDING:
            return str(job.recording)
        return str(job.checkpoint) if column == CHECKPOINT else self._words(job, column)

    def _sign(self, job: Job) -> Any:
        colours = theme.current()
        match self._queue.job_state(job.name):
            case "done":
                return icon("done", colours.ok)
            case "failed":
                return icon("error", colours.error)
            case "running":
                return icon("demo", colours.accent)
        return None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == SCORE else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class BatchTable(QTableView):
    """The table; several rows can be chosen."""

    def __init__(self, queue: BatchQueue) -> None:
        super().__init__()
        self.jobs_model = BatchModel(queue)
        self.setModel(self.jobs_model)
        self.setAccessibleName(translate("Batch", "Analyses of the batch"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Stretch)
        for column, width_px in ((RECORDING, 230), (CHECKPOINT, 170), (SCORE, 70)):
            self.setColumnWidth(column, width_px)
        self.setMinimumHeight(220)

    @property
    def chosen(self) -> list[Job]:
        """The jobs of the chosen rows, in order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.jobs_model.jobs[row] for row in rows]
