"""Many recordings analysed in the background: what is to be done, and how far it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.batch_setup import BatchSetup
from app.batch_table import BatchTable
from app.batch_words import batch_words
from app.controls import label
from app.core_sentences import in_own_words
from app.dialogs.frame import Dialog
from app.start_page import dropped_paths
from app.translation import translate

if TYPE_CHECKING:
    from app.batch_tasks import ReportWritten
    from app.messages import UserMessage
    from app.workspace import Workspace
    from stadrn_core.batch_plan import Job

WIDTH_PX, HEIGHT_PX = 990, 680


class BatchDialog(Dialog):
    """Closing it stops nothing: a batch goes on, and the status bar tells how far it is."""

    opened = Signal()
    """an analysis was opened in the window"""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        text = translate(
            "Batch",
            "Analyses many recordings in the background, one after the other. What you do in the window goes first.",
        )
        super().__init__(translate("Batch", "Batch"), text, parent, width_px=WIDTH_PX)
        self.resize(WIDTH_PX, HEIGHT_PX)
        self.setAcceptDrops(True)
        self._workspace, self._queue = workspace, workspace.batch
        self.setup = BatchSetup(workspace)
        self.table = BatchTable(self._queue)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.setup)
        self.pages.addWidget(self._jobs_page())
        self.column.addWidget(self.pages, 1)
        self._make_buttons()
        self._connect()
        if self._queue.state == "none" and self._queue.unfinished is not None:
            self._queue.open(self._queue.unfinished)
        self._show_page(self._queue.state != "none")

    # -- assembling ------------------------------------------------------------

    def _jobs_page(self) -> QWidget:
        self.where = label("", "small", selectable=True)
        self.state = label("", "", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(translate("Batch", "Progress of the batch"))
        self.detail = label("", "small", wrap=True, selectable=True)
        self.add_button_ = QPushButton(translate("Batch", "Add recordings…"))
        self.retry_button = QPushButton(translate("Batch", "Retry failed"))
        self.retry_button.setToolTip(translate("Batch", "The chosen ones that failed; all that failed where none is"))
        self.remove_button = QPushButton(translate("Batch", "Remove"))
        self.remove_button.setToolTip(translate("Batch", "Takes the chosen rows out of the batch; their files stay"))
        self.open_button = QPushButton(translate("Batch", "Open analysis"))
        self.open_button.setToolTip(translate("Batch", "Opens the recording with its analysis in the window"))
        self.save_button = QPushButton(translate("Batch", "Save report…"))
        self.save_button.setToolTip(translate("Batch", "All analyses as a table, and what failed as a text beside it"))
        result = QWidget()
        column = QVBoxLayout(result)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        row = QHBoxLayout()
        for button in (self.add_button_, self.retry_button, self.remove_button, self.open_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.save_button)
        for widget in (self.state, self.bar, self.table):
            column.addWidget(widget, 1 if widget is self.table else 0)
        column.addLayout(row)
        column.addWidget(self.detail)
        column.addWidget(self.where)
        return result

    def _make_buttons(self) -> None:
        self.load_button = self.add_button(translate("Batch", "Open a batch…"))
        self.load_button.setToolTip(translate("Batch", "Choose the folder of a batch begun here or by 'stadrn batch'"))
        self.new_button = self.add_button(translate("Batch", "New batch…"))
        self.back_button = self.add_button(translate("Batch", "Back to the analyses"))
        self.close_button = self.add_close(translate("Batch", "Close"))
        self.stop_button = self.add_button(translate("Batch", "Stop"))
        self.stop_button.setToolTip(translate("Batch", "What is computed is kept; it can be continued at any time"))
        self.pause_button = self.add_button(translate("Batch", "Pause"), primary=True)
        self.start_button = self.add_button(translate("Batch", "Start"), primary=True)
        # Enter in a field keeps what it says, and begins nothing.
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
            button.setDefault(False)

    def _connect(self) -> None:
        queue = self._queue
        for button, then in (
            (self.load_button, self._ask_for_batch),
            (self.new_button, self._choose_new),
            (self.back_button, lambda: self._show_page(True)),
            (self.stop_button, queue.stop),
            (self.pause_button, self._pause_or_go_on),
            (self.start_button, self.start),
            (self.add_button_, self._choose_more),
            (self.retry_button, self._retry),
            (self.remove_button, self._remove),
            (self.open_button, self.open_chosen),
            (self.save_button, self._ask_where),
        ):
            button.clicked.connect(lambda _checked=False, then=then: then())
        self.table.doubleClicked.connect(self.open_chosen)
        self.table.selectionModel().selectionChanged.connect(self._refresh)
        self.table.jobs_model.modelReset.connect(self._refresh)
        self.setup.changed.connect(self._refresh)
        queue.changed.connect(self._refresh)
        queue.job_changed.connect(self._refresh)
        queue.problem_raised.connect(self._show_problem)
        queue.report_saved.connect(self._show_saved)
        queue.loaded.connect(lambda: self._show_page(True))

    # -- commands ------------------------------------------------------------

    def start(self) -> None:
        """Begin the batch that is chosen, or do what is added to the open one."""
        target = self.setup.target
        if self.setup.is_ready and target is not None:
            self.setup.problem.setText("")
            self._queue.add(target, self.setup.sources, self.setup.chosen_checkpoints, self.setup.settings)

    def open_chosen(self) -> None:
        """Show the chosen recording with its finished analysis in the window."""
        job = self._finished_choice()
        if job is not None:
            self._workspace.open_analysis(job.store)
            self.opened.emit()

    def save(self, path: Path) -> None:
        """Write the report."""
        self._queue.save_report(path)

    def _pause_or_go_on(self) -> None:
        if self._queue.is_active:
            self._queue.pause()
        else:
            self._queue.start()

    def _retry(self) -> None:
        chosen = [job.name for job in self.table.chosen if self._queue.job_state(job.name) == "failed"]
        self._queue.retry(chosen or None)

    def _remove(self) -> None:
        self._queue.remove([job.name for job in self.table.chosen])

    def _choose_new(self) -> None:
        self.setup.begin_new()
        self._show_page(False)

    def _choose_more(self) -> None:
        if self._queue.plan is not None:
            self.setup.add_to(self._queue.plan)
            self._show_page(False)

    def _ask_for_batch(self) -> None:
        path = QFileDialog.getExistingDirectory(self, translate("Batch", "Open a batch"), "")
        if path:
            self._queue.open(Path(path))

    def _ask_where(self) -> None:
        folder = self._queue.folder
        name = str(folder / translate("Batch", "report.csv")) if folder is not None else ""
        title, filters = translate("Batch", "Save report"), translate("Batch", "Tables (*.csv)")
        path, _ = QFileDialog.getSaveFileName(self, title, name, filters)
        if path:
            self.save(Path(path))

    # -- showing ------------------------------------------------------------

    @property
    def shows_jobs(self) -> bool:
        """The analyses are shown, not what to choose for a batch."""
        return self.pages.currentIndex() == 1

    def _show_page(self, jobs: bool) -> None:
        self.pages.setCurrentIndex(1 if jobs else 0)
        self.detail.setText("")
        self._refresh()

    def _refresh(self, _changed: object = None) -> None:
        queue = self._queue
        if queue.state == "none" and self.shows_jobs:  # the batch is gone
            self.pages.setCurrentIndex(0)
            self.setup.begin_new()
        jobs = self.shows_jobs
        left = queue.count("waiting", "stopped")
        chosen = self.table.chosen
        self.new_button.setVisible(jobs)
        for button in (self.stop_button, self.pause_button):
            button.setVisible(jobs and queue.state != "ended")
        self.load_button.setVisible(not queue.is_active)
        self.start_button.setVisible(not jobs)
        self.back_button.setVisible(not jobs and queue.state != "none")
        self.new_button.setEnabled(not queue.is_active)
        self.stop_button.setEnabled(queue.state in ("running", "pausing", "paused"))
        self.pause_button.setText(translate("Batch", "Pause") if queue.is_active else translate("Batch", "Continue"))
        self.pause_button.setEnabled(queue.state == "running" or (not queue.is_active and left > 0))
        self.start_button.setEnabled(self.setup.is_ready and not queue.is_reading)
        self.retry_button.setEnabled(queue.count("failed") > 0)
        self.remove_button.setEnabled(any(queue.job_state(job.name) != "running" for job in chosen))
        self.open_button.setEnabled(self._finished_choice() is not None)
        self.save_button.setEnabled(bool(queue.jobs))
        self.bar.setRange(0, max(len(queue.jobs), 1))
        self.bar.setValue(queue.count("done", "failed"))
        self.state.setText(batch_words(queue) if queue.jobs else translate("Batch", "No analysis is in this batch."))
        if queue.folder is not None:
            self.where.setText(translate("Batch", "Results in {folder}").format(folder=queue.folder))
        if chosen:
            self._show_chosen(chosen)

    def _show_chosen(self, chosen: list[Job]) -> None:
        outcomes = [(job, self._queue.outcome(job.name)) for job in chosen[:3]]
        reasons = [
            f"{job.name}: {in_own_words(outcome.reason)}"
            for job, outcome in outcomes
            if outcome is not None and self._queue.job_state(job.name) == "failed"
        ]
        self.detail.setText("\n".join(reasons) or str(chosen[0].recording))

    def _show_problem(self, message: UserMessage) -> None:
        words = f"{message.title}. {message.text}"
        (self.detail if self.shows_jobs else self.setup.problem).setText(words)

    def _show_saved(self, written: ReportWritten) -> None:
        words = translate("Batch", "Written: {table}, and what failed: {text}")
        self.detail.setText(words.format(table=written.table, text=written.text.name))

    def _finished_choice(self) -> Job | None:
        chosen = self.table.chosen
        is_finished = len(chosen) == 1 and self._queue.job_state(chosen[0].name) == "done"
        return chosen[0] if is_finished else None

    # -- dropping and closing ------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders are welcome anywhere."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Recordings, tables and checkpoints are added to what is chosen."""
        event.acceptProposedAction()
        if self.shows_jobs:
            self._choose_more()
        self.setup.add_paths(dropped_paths(event.mimeData()))

    def reject(self) -> None:
        """Close; the batch goes on."""
        self.setup.abandon()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The batch goes on."""
        self.setup.abandon()
        super().closeEvent(event)
