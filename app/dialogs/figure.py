"""Builds a figure for a paper: its options at the left, what it will look like at the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app import tasks
from app.controls import label
from app.dialogs.figure_options import OPTIONS_PX, FigureOptions
from app.dialogs.frame import Dialog
from app.figure_tasks import FigureJob, picture, preview, write
from app.translation import translate

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from app.messages import UserMessage
    from app.workspace import Workspace

TEXT = str(
    QT_TRANSLATE_NOOP(
        "Figure",
        "The maps look as in the window: change quantity, colours and scale there. The file carries its recipe.",
    )
)
PREVIEW_PX = 600
WAIT_MS = 350


class FigureDialog(Dialog):
    """Changes appear in the preview a moment later; nothing waits for it."""

    previewed = Signal(bool)
    """whether a preview could be drawn"""
    saved = Signal(str)
    """done, failed or cancelled, of a file and of what goes to the clipboard"""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None, truth: float | None = None) -> None:
        width_px = OPTIONS_PX + PREVIEW_PX + 60
        super().__init__(translate("Figure", "Figure"), translate("Figure", TEXT), parent, width_px=width_px)
        self._workspace = workspace
        self._task: int | None = None
        self._saving: int | None = None
        self._looking: int | None = None
        self._picture = QPixmap()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.draw)
        self._others: tuple[Path, ...] = ()
        self.options = FigureOptions(workspace, truth)
        self.state = label("", "small", wrap=True, selectable=True)
        self._lay_out()
        self.add_close()
        self.copy_button = self.add_button(translate("Figure", "Copy figure"))
        self.copy_button.setToolTip(translate("Figure", "Puts it on the clipboard as a picture, with the dpi chosen"))
        self.command_button = self.add_button(translate("Figure", "Copy command"))
        self.command_button.setToolTip(translate("Figure", "The command line that makes the same figure"))
        self.save_button = self.add_button(translate("Figure", "Save…"), primary=True)
        self.copy_button.clicked.connect(self.copy)
        self.command_button.clicked.connect(self._copy_command)
        self.save_button.clicked.connect(self._ask_where)
        self.options.changed.connect(self._timer.start)
        workspace.view_changed.connect(self._timer.start)
        self._look_for_others()
        self._timer.start()

    def _lay_out(self) -> None:
        left, column = QWidget(), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.options)
        column.addWidget(self.state)
        column.addStretch(1)
        left.setLayout(column)
        left.setFixedWidth(OPTIONS_PX)
        self.picture = QLabel(translate("Figure", "The preview appears here."))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(translate("Figure", "Preview of the figure"))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setMinimumSize(PREVIEW_PX, 460)
        self.area.setWidget(self.picture)
        self.area.setProperty("card", True)
        # One that comes and goes would change the width that the preview is fitted to.
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        both = QHBoxLayout()
        both.setSpacing(18)
        both.addWidget(left)
        both.addWidget(self.area, 1)
        self.column.addLayout(both, 1)

    # -- what is asked for ------------------------------------------------------------

    @property
    def job(self) -> FigureJob | None:
        """The figure as the options say; None where there is none to draw."""
        workspace = self._workspace
        if workspace.store is None or workspace.recording is None:
            return None
        options = self.options
        look, others = options.look(), self._others if options.kind.currentData() == "checkpoints" else ()
        return FigureJob(
            workspace.store.path, workspace.recording.path, workspace.view, options.frame_indices, look, others
        )

    def _look_for_others(self) -> None:
        """Analyses of the recording by the other open checkpoints."""
        workspace = self._workspace
        if workspace.recording is None or workspace.store is None:
            return
        path, own = workspace.recording.path, workspace.store.path
        wanted = [one for one in workspace.settings_of_each() if one[0] is not workspace.checkpoint]

        def take(found: tuple[Path | None, ...]) -> None:
            self._others = tuple(folder for folder in found if folder is not None and folder != own)
            self._timer.start()

        if wanted:
            title = translate("Figure", "Analyses cannot be looked for")
            self._looking = workspace.run_side_task(
                lambda: tasks.find_compared(path, wanted), title, take, lambda _state, _message: None, "pictures"
            )

    # -- the preview ------------------------------------------------------------

    def draw(self) -> None:
        """Draw it anew; an older preview that is still being drawn is let go."""
        job = self.job
        if self._task is not None:
            self._workspace.abandon_side_task(self._task)
            self._task = None
        if job is None:
            return
        if not self.options.is_complete:
            self._show_problem(translate("Figure", "Choose at least one thing to show."))
            return
        if not self.options.are_frames_numbers:
            self._show_problem(translate("Figure", "Name frames by their numbers, such as 100, 300."))
            return
        if job.look["kind"] == "checkpoints" and not job.others:
            self._show_problem(
                translate("Figure", "Open a second checkpoint and analyse the recording with it, then come back.")
            )
            return
        self.state.setText(translate("Figure", "Drawing…"))
        self._task = self._workspace.run_side_task(
            lambda: preview(job),
            translate("Figure", "This figure cannot be drawn"),
            self._show_picture,
            self._on_drawn,
            "pictures",
        )

    def _show_picture(self, content: bytes) -> None:
        self._picture.loadFromData(content)
        self._fit()
        self.state.setText("")

    def _on_drawn(self, state: str, message: UserMessage | None) -> None:
        if state == "cancelled":
            return
        self._task = None
        if message is not None:
            self._show_problem(message.text)
        else:
            self._offer(True)
            self.previewed.emit(True)

    def _show_problem(self, text: str) -> None:
        self._picture = QPixmap()
        self.picture.clear()
        self.state.setText(text)
        self._offer(False)
        self.previewed.emit(False)

    def _offer(self, is_drawn: bool) -> None:
        for button in (self.copy_button, self.command_button, self.save_button):
            button.setEnabled(is_drawn)

    def _fit(self) -> None:
        if not self._picture.isNull():
            width = min(self.area.viewport().width() - 8, self._picture.width())
            self.picture.setPixmap(
                self._picture.scaledToWidth(max(width, 100), Qt.TransformationMode.SmoothTransformation)
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview is as wide as there is room."""
        super().resizeEvent(event)
        self._fit()

    # -- files ------------------------------------------------------------

    def _copy_command(self) -> None:
        job = self.job
        if job is not None:
            QGuiApplication.clipboard().setText(job.command(Path("figure.pdf")))
            self.state.setText(
                translate("Figure", "The command is on the clipboard. It names the analysis by its path.")
            )

    def _ask_where(self) -> None:
        recording = self._workspace.recording
        if recording is None:
            return
        stem = recording.path.stem if self.options.faces.currentData() == "none" else "recording"
        files = translate("Figure", "Figures (*.pdf *.svg *.png *.tif)")
        path, _ = QFileDialog.getSaveFileName(self, translate("Figure", "Save the figure"), f"{stem} figure.pdf", files)
        if path:
            self.save(Path(path))

    def save(self, target: Path) -> None:
        """Write the figure to a file."""
        done = translate("Figure", "Written: {target}").format(target=target)
        failed = translate("Figure", "The figure was not written")
        self._finish(lambda job: write(job, target), failed, done, lambda _progress: None)

    def copy(self) -> None:
        """Put the figure on the clipboard, as fine as it would be written."""
        done = translate("Figure", "The figure is on the clipboard.")

        def take(content: bytes) -> None:
            QGuiApplication.clipboard().setImage(QImage.fromData(content))

        self._finish(picture, translate("Figure", "The figure was not copied"), done, take)

    def _finish(
        self,
        work: Callable[[FigureJob], Generator[Any, None, None]],
        failed: str,
        done: str,
        take: Callable[[Any], None],
    ) -> None:
        """Draw the figure once more, for good; one at a time."""
        job = self.job
        if job is None or self._saving is not None:
            return

        def end(state: str, message: UserMessage | None) -> None:
            self._saving = None
            if not self.is_open:
                if message is not None:
                    self._workspace.message_raised.emit(message)
            elif message is not None:
                self.state.setText(f"{message.title}. {message.text}")
            elif state == "done":
                self.state.setText(done)
            if self.is_open:
                self.saved.emit(state)

        self.state.setText(translate("Figure", "Writing…"))
        self._saving = self._workspace.run_side_task(lambda: work(job), failed, take, end)

    def done(self, result: int) -> None:
        """Let go of a preview that is being drawn; a file that is being written is finished."""
        self._timer.stop()
        for task in (self._task, self._looking):
            if task is not None:
                self._workspace.abandon_side_task(task)
        self._task = self._looking = None
        super().done(result)
