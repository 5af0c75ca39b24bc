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
from stadrn_core.export.deidentify import WORDS

if TYPE_CHECKING:
    from app.messages import UserMessage
    from app.workspace import Workspace
    from stadrn_core.types import Deidentify, Progress

KIND_LABELS: dict[str, str] = {
    "picture": "Frame",
    "video": "Overlay video",
    "figure": "Figure",
    "report": "Report",
    "tables": "Tables",
}
KIND_TEXTS: dict[str, str] = {
    "picture": "The frame under the playhead: original, aligned face, guided map, colour scale, score (PNG).",
    "video": "Original beside overlay beside guided map, with colour scale and scores, at the recording's own times.",
    "figure": "A page with representative frames, the one under the playhead among them, and the timeline.",
    "report": "A session report (PDF): score over time, marks, key frames, regions, methods, sources and limits.",
    "tables": "summary.json (scores, settings, hashes, warnings) and frames.csv (a row for each frame), in a folder.",
}
WIDTH_PX = 640
FACES_KEPT = "The face can be recognised, and the names of recording and checkpoint stand in the picture."
FACES_COARSE = (
    "The whole head of the person who is followed goes (the whole picture where no face was found). Clothes, room and "
    "other people stay, and somebody who knows the person may still recognise them. "
)
FACES_TEXTS: dict[str, str] = {
    "none": FACES_KEPT,
    "blur": FACES_COARSE,
    "pixelate": FACES_COARSE,
    "landmarks": "No pixel of the recording stays, but expression and proportions of the face do. ",
    "drawn_face": "No pixel of the recording stays, nor the expression: the face is the same for everybody. ",
}
FACES_REMAIN = (
    "Names, guided maps, sound and metadata are left out. Score, maps and times remain: the file is still sensitive "
    "data on somebody's health."
)
SUFFIXES: dict[str, str] = {
    "picture": "Pictures (*.png)",
    "video": "Videos (*.mp4 *.mov *.mkv)",
    "figure": "Figures (*.pdf *.svg *.png)",
    "report": "Reports (*.pdf)",
}
_ENDINGS: dict[str, str] = {"picture": ".png", "video": ".mp4", "figure": ".pdf", "report": ".pdf"}


class ExportDialog(Dialog):
    """Choose what and where; a bar shows how far it is; Cancel leaves nothing half-written."""

    ended = Signal(str)
    """done, failed or cancelled"""

    def __init__(self, workspace: Workspace, kind: Kind = "picture", parent: QWidget | None = None) -> None:
        super().__init__("Export", "", parent, width_px=WIDTH_PX)
        self._workspace = workspace
        self._task: int | None = None
        self._target: Path | None = None
        self.kind = Segmented("What to export", KIND_LABELS)
        self.kind.set_value(kind)
        self.text = label("", "muted", wrap=True)
        self.faces = Segmented("Faces", {mode: words.capitalize() for mode, words in WORDS.items()})
        self.faces.set_value(workspace.preferences.deidentify)
        self.faces_text = label("", "small", wrap=True)
        self._faces_row = labelled("Faces", self.faces)
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
        self.add(self.kind, self.text, self._faces_row, self.faces_text)
        self.add(labelled("Write to", row), self.scope, self.bar, self.state)
        self.close_button = self.add_close("Close")
        self.open_button = self.add_button("Show in folder")
        self.open_button.hide()
        self.export_button = self.add_button("Export", primary=True)
        self.kind.chosen.connect(self._show_kind)
        self.faces.chosen.connect(self._choose_faces)
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
        text = self.path.text().strip()
        target = Path(text).expanduser()
        job = ExportJob.of_shown(self._workspace, cast("Kind", self.kind.value), target)
        if job is None or self.is_running:
            return
        if not text:
            self.state.setText("Choose where to write.")
            return
        self._target = target
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
        for widget in (self.kind, self.faces, self.path, self.browse, self.export_button):
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

    def _choose_faces(self, mode: str) -> None:
        self._workspace.preferences.deidentify = cast("Deidentify", mode)
        self._show_kind(self.kind.value)

    def _show_kind(self, name: str) -> None:
        self.text.setText(KIND_TEXTS[name])
        mode = self.faces.value
        self.faces_text.setText(FACES_TEXTS[mode] if mode == "none" else FACES_TEXTS[mode] + FACES_REMAIN)
        for widget in (self._faces_row, self.faces_text):
            widget.setVisible(name != "tables")
        # A window that is as narrow as it may be gives wrapped text the height of a wider one.
        self.faces_text.setMinimumHeight(self.faces_text.heightForWidth(WIDTH_PX - 44))
        recording = self._workspace.recording
        if recording is not None:
            before = Path(self.path.text()) if self.path.text().strip() else None
            folder = (before.parent if before and before.suffix else before) or _writable_folder(recording.path.parent)
            # A file's name tells who was recorded as well as its picture does.
            stem = recording.path.stem if mode == "none" or name == "tables" else "recording"
            frame = f" frame {self._workspace.playhead}" if name == "picture" else ""
            what = "report" if name == "report" else f"explained{frame}"
            target = folder / f"{stem} {what}{_ENDINGS.get(name, '')}"
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
