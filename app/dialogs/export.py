"""Writes what is shown to files, beside whatever else is going on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QWidget

from app.controls import Segmented, label, labelled
from app.dialogs.export_options import ExportOptions
from app.dialogs.export_texts import FILTERS, KIND_LABELS, KIND_TEXTS, faces_words
from app.dialogs.frame import Dialog
from app.export_tasks import WITH_RANGE, ExportJob, Kind, run
from app.figures import format_time, group_digits
from app.translation import translate
from stadrn_core.export.deidentify import WORDS

if TYPE_CHECKING:
    from app.messages import UserMessage
    from app.workspace import Workspace
    from stadrn_core.types import Deidentify, Progress

WIDTH_PX = 700
MARGINS_PX = 44
ENDINGS: dict[Kind, str] = {"picture": ".png", "video": ".mp4", "figure": ".pdf", "report": ".pdf"}
"""Of files; of maps it is chosen."""


class ExportDialog(Dialog):
    """Choose what and where; a bar shows how far it is; Cancel leaves nothing half-written."""

    ended = Signal(str)
    """done, failed or cancelled"""

    def __init__(self, workspace: Workspace, kind: Kind = "picture", parent: QWidget | None = None) -> None:
        super().__init__(translate("ExportDialog", "Export"), "", parent, width_px=WIDTH_PX)
        self._workspace = workspace
        self._task: int | None = None
        self._target: Path | None = None
        self.kind = Segmented(translate("ExportDialog", "What to export"), KIND_LABELS)
        self.kind.set_value(kind)
        self.text = label("", "muted", wrap=True)
        self.options = ExportOptions()
        self.faces = Segmented(
            translate("ExportDialog", "Faces"),
            {mode: translate("Core", words).capitalize() for mode, words in WORDS.items()},
        )
        self.faces.set_value(workspace.preferences.deidentify)
        self.faces_text = label("", "small", wrap=True)
        self._faces_row = labelled(translate("ExportDialog", "Faces"), self.faces)
        self.scope = label("", "small", wrap=True)
        self.add(self.kind, self.text, self.options, self._faces_row, self.faces_text)
        self.add(labelled(translate("ExportDialog", "Write to"), self._path_row()), self.scope)
        self._add_progress()
        self.close_button = self.add_close(translate("ExportDialog", "Close"))
        self.open_button = self.add_button(translate("ExportDialog", "Show in folder"))
        self.open_button.hide()
        self.export_button = self.add_button(translate("ExportDialog", "Export"), primary=True)
        self.kind.chosen.connect(self._show_kind)
        self.options.changed.connect(self._show_option)
        self.faces.chosen.connect(self._choose_faces)
        self.browse.clicked.connect(self._browse)
        self.export_button.clicked.connect(self.export)
        self.open_button.clicked.connect(self._open_folder)
        self._show_kind(kind)

    def _path_row(self) -> QWidget:
        self.path = QLineEdit()
        self.path.setAccessibleName(translate("ExportDialog", "Where to write"))
        self.browse = QPushButton(translate("ExportDialog", "Choose…"))
        result = QWidget()
        row = QHBoxLayout(result)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        return result

    def _add_progress(self) -> None:
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(translate("ExportDialog", "Progress of the export"))
        self.bar.hide()
        self.state = label("", "small figures", wrap=True, selectable=True)
        self.add(self.bar, self.state)

    @property
    def is_running(self) -> bool:
        """Whether an export is under way."""
        return self._task is not None

    def export(self) -> None:
        """Begin."""
        text = self.path.text().strip()
        target = Path(text).expanduser()
        kind = cast("Kind", self.kind.value)
        job = ExportJob.of_shown(self._workspace, kind, target, **self.options.values())
        if job is None or self.is_running:
            return
        if not text:
            self.state.setText(translate("ExportDialog", "Choose where to write."))
            return
        self._target = target
        self._set_running(True)
        self.state.setText("")
        self._task = self._workspace.run_side_task(
            lambda: run(job), translate("ExportDialog", "The export was not written"), self._show_progress, self._on_end
        )

    def _show_progress(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        count = translate("ExportDialog", "{stage} · {done} of {total} {unit}").format(
            stage=translate("Core", progress.stage),
            done=group_digits(progress.done),
            total=group_digits(progress.total),
            unit=translate("Core", progress.unit),
        )
        left = translate("ExportDialog", "{time} left").format(time=format_time(progress.seconds_left or 0, 0))
        self.state.setText(f"{count} · {left}" if progress.seconds_left else count)

    def _on_end(self, state: str, message: UserMessage | None) -> None:
        self._task = None
        self._set_running(False)
        if state == "done":
            self.state.setText(translate("ExportDialog", "Written: {target}").format(target=self._target))
        elif state == "cancelled":
            self.state.setText(translate("ExportDialog", "Cancelled; nothing was left behind."))
        elif message is not None:
            self.state.setText(f"{message.title}. {message.text}")
        self.open_button.setVisible(state == "done")
        self.ended.emit(state)

    def _set_running(self, running: bool) -> None:
        self.bar.setVisible(running)
        self.bar.setRange(0, 0)
        cancel, close = translate("ExportDialog", "Cancel"), translate("ExportDialog", "Close")
        self.close_button.setText(cancel if running else close)
        for widget in (self.kind, self.options, self.faces, self.path, self.browse, self.export_button):
            widget.setEnabled(not running)

    def reject(self) -> None:
        """Cancel a running export, else close."""
        if self._task is not None:
            self._workspace.cancel_side_task(self._task)
            self.state.setText(translate("ExportDialog", "cancelling…"))
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

    def _show_option(self, _value: str) -> None:
        self._show_kind(self.kind.value)

    def _show_kind(self, name: str) -> None:
        kind, mode = cast("Kind", name), self.faces.value
        store = self._workspace.store
        has_guided = store is not None and store.manifest.settings.guided == "stored"
        self.text.setText(KIND_TEXTS[kind])
        self.options.show_kind(kind, mode != "none", has_guided)
        self.faces_text.setText(faces_words(kind, mode))
        for widget in (self._faces_row, self.faces_text):
            widget.setVisible(kind != "tables")
        for words in (self.text, self.faces_text):
            # A window that is as narrow as it may be gives wrapped text the height of a wider one.
            words.setMinimumHeight(words.heightForWidth(WIDTH_PX - MARGINS_PX))
        self._suggest_path(kind, is_named=mode == "none" or kind == "tables")
        self.scope.setText(self._range_words())
        self.scope.setVisible(kind in WITH_RANGE)
        self.adjustSize()

    def _suggest_path(self, kind: Kind, is_named: bool) -> None:
        """A name beside the recording, or where the last export went."""
        recording = self._workspace.recording
        if recording is None:
            return
        ending = self.options.maps_format.value if kind == "maps" else ENDINGS.get(kind, "")
        text = self.path.text().strip()
        folder = Path(text).parent if text else _writable_folder(recording.path.parent)
        # A file's name tells who was recorded as well as its picture does.
        stem = recording.path.stem if is_named else translate("ExportDialog", "recording")
        what = {
            "picture": translate("ExportDialog", "frame {number}").format(number=self._workspace.playhead),
            "frames": translate("ExportDialog", "frames"),
            "report": translate("ExportDialog", "report"),
            "maps": translate("ExportDialog", "maps"),
            "tables": translate("ExportDialog", "tables"),
        }.get(kind, translate("ExportDialog", "explained"))
        target = folder / f"{stem} {what}{ending}"
        is_new_folder = kind == "frames" or ending == ".zarr"
        self.path.setText(str(_free(target) if is_new_folder else target))

    def _range_words(self) -> str:
        selected = self._workspace.selected_range
        if selected is None:
            return translate("ExportDialog", "Writes the whole recording. Select a range (menu Range) to write less.")
        return translate("ExportDialog", "Writes frames {first} to {last}, the selected range.").format(
            first=group_digits(selected[0]), last=group_digits(selected[1])
        )

    def _browse(self) -> None:
        kind = cast("Kind", self.kind.value)
        here = Path(self.path.text())
        if kind not in FILTERS or here.suffix == ".zarr":
            title = translate("ExportDialog", "Choose a folder to write into")
            chosen = QFileDialog.getExistingDirectory(self, title, str(here.parent))
            path = str(_free(Path(chosen) / here.name)) if chosen else ""
        else:
            title = translate("ExportDialog", "Write to")
            path, _ = QFileDialog.getSaveFileName(self, title, str(here), FILTERS[kind])
        if path:
            self.path.setText(path)

    def _open_folder(self) -> None:
        if self._target is not None:
            folder = self._target if self._target.is_dir() else self._target.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _writable_folder(folder: Path) -> Path:
    return folder if os.access(folder, os.W_OK) else Path.home()


def _free(path: Path) -> Path:
    """The path, or one like it with a number where something is there: folders are never written over."""
    number, free = 2, path
    while free.exists():
        free, number = path.with_stem(f"{path.stem} {number}"), number + 1
    return free
