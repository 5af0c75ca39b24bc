"""Writes what is shown to files, beside whatever else is going on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QWidget

from app.controls import Segmented, label, labelled
from app.dialogs.frame import Dialog
from app.export_tasks import ExportJob, Kind, run
from app.figures import format_time, group_digits

if TYPE_CHECKING:
    from app.messages import UserMessage
    from app.workspace import Workspace
    from stadrn_core.types import Progress

KIND_LABELS: dict[str, str] = {"picture": "Frame", "video": "Overlay video", "figure": "Figure", "tables": "Tables"}
KIND_TEXTS: dict[str, str] = {
    "picture": "The frame under the playhead: original, aligned face, guided map, colour scale, score (PNG).",
    "video": "Original beside overlay beside guided map, with colour scale and scores, at the recording's own times.",
    "figure": "A page with representative frames, the one under the playhead among them, and the timeline.",
    "tables": "summary.json (scores, settings, hashes, warnings) and frames.csv (a row for each frame), in a folder.",
}
SUFFIXES: dict[str, str] = {
    "picture": "Pictures (*.png)",
    "video": "Videos (*.mp4 *.mov *.mkv)",
    "figure": "Figures (*.pdf *.svg *.png)",
}
_ENDINGS: dict[str, str] = {"picture": ".png", "video": ".mp4", "figure": ".pdf"}


class ExportDialog(Dialog):
    """Choose what and where; a bar shows how far it is; Cancel leaves nothing half-written."""

    ended = Signal(str)
    """done, failed or cancelled"""

    def __init__(self, workspace: Workspace, kind: Kind = "picture", parent: QWidget | None = None) -> None:
        super().__init__("Export", "", parent, width_px=560)
        self._workspace = workspace
        self._task: int | None = None
        self._target: Path | None = None
        self.kind = Segmented("What to export", KIND_LABELS)
        self.kind.set_value(kind)
        self.text = label("", "muted", wrap=True)
        self.path = QLineEdit()
        self.path.setAccessibleName("Where to write")
        self.browse = QPushButton("Choose…")
        row = QWidget()
        fields = QHBoxLayout(row)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.addWidget(self.path, 1)
        fields.addWidget(self.browse)
        self.scope = label("", "small", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the export")
        self.bar.hide()
        self.state = label("", "small figures", wrap=True, selectable=True)
        self.add(self.kind, self.text, labelled("Write to", row), self.scope, self.bar, self.state)
        self.close_button = self.add_close("Close")
        self.open_button = self.add_button("Show in folder")
        self.open_button.hide()
        self.export_button = self.add_button("Export", primary=True)
        self.kind.chosen.connect(self._show_kind)
        self.browse.clicked.connect(self._browse)
        self.export_button.clicked.connect(self.export)
        self.open_button.clicked.connect(self._open_folder)
        self._show_kind(kind)

    @property
    def is_running(self) -> bool:
        """Whether an export is under way."""
        return self._task is not None

    def export(self) -> None:
        """Begin."""
        store, recording = self._workspace.store, self._workspace.recording
        text = self.path.text().strip()
        if store is None or recording is None or self.is_running:
            return
        if not text:
            self.state.setText("Choose where to write.")
            return
        kind = cast("Kind", self.kind.value)
        self._target = target = Path(text).expanduser()
        selected = self._workspace.selected_range if kind == "video" else None
        job = ExportJob(
            kind, target, store.path, recording.path, self._workspace.view, self._workspace.playhead, selected
        )
        self._set_running(True)
        self.state.setText("")
        self._task = self._workspace.run_side_task(
            lambda: run(job), "The export was not written", self._show_progress, self._on_end
        )

    def _show_progress(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        left = f" · {format_time(progress.seconds_left, 0)} left" if progress.seconds_left else ""
        count = f"{group_digits(progress.done)} of {group_digits(progress.total)} {progress.unit}"
        self.state.setText(f"{progress.stage} · {count}{left}")

    def _on_end(self, state: str, message: UserMessage | None) -> None:
        self._task = None
        self._set_running(False)
        if state == "done":
            self.state.setText(f"Written: {self._target}")
        elif state == "cancelled":
            self.state.setText("Cancelled; nothing was left behind.")
        elif message is not None:
            self.state.setText(f"{message.title}. {message.text}")
        self.open_button.setVisible(state == "done")
        self.ended.emit(state)

    def _set_running(self, running: bool) -> None:
        self.bar.setVisible(running)
        self.bar.setRange(0, 0)
        self.close_button.setText("Cancel" if running else "Close")
        for widget in (self.kind, self.path, self.browse, self.export_button):
            widget.setEnabled(not running)

    def reject(self) -> None:
        """Cancel a running export, else close."""
        if self._task is not None:
            self._workspace.cancel_side_task(self._task)
            self.state.setText("cancelling…")
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A running export is cancelled with its window."""
        if self._task is not None:
            self._workspace.abandon_side_task(self._task)
            self._task = None
        super().closeEvent(event)

    def _show_kind(self, name: str) -> None:
        self.text.setText(KIND_TEXTS[name])
        recording = self._workspace.recording
        if recording is not None:
            before = Path(self.path.text()) if self.path.text().strip() else None
            folder = (before.parent if before and before.suffix else before) or _writable_folder(recording.path.parent)
            stem = recording.path.stem
            frame = f" frame {self._workspace.playhead}" if name == "picture" else ""
            target = (
                folder / f"{stem} explained"
                if name == "tables"
                else folder / f"{stem} explained{frame}{_ENDINGS[name]}"
            )
            if before and not before.suffix and name != "tables":
                target = before.parent / target.name
            self.path.setText(str(target))
        selected = self._workspace.selected_range
        scope = "the whole recording" if selected is None else f"frames {selected[0]} – {selected[1]}, as selected"
        self.scope.setText(f"Writes {scope}. Select a range on the timeline to write less." if name == "video" else "")
        self.scope.setVisible(name == "video")

    def _browse(self) -> None:
        name = self.kind.value
        if name == "tables":
            path = QFileDialog.getExistingDirectory(self, "Choose a folder", str(Path(self.path.text()).parent))
        else:
            path, _ = QFileDialog.getSaveFileName(self, "Write to", self.path.text(), SUFFIXES[name])
        if path:
            self.path.setText(path)

    def _open_folder(self) -> None:
        if self._target is not None:
            folder = self._target if self._target.is_dir() else self._target.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _writable_folder(folder: Path) -> Path:
    return folder if os.access(folder, os.W_OK) else Path.home()
