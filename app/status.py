"""The status bar: progress with Cancel at the left; device and disclaimer at the right, always."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar, QPushButton, QStatusBar, QWidget

from app.controls import label
from app.facts import clips_words
from app.figures import format_time, group_digits
from app.key_tips import set_key_tip
from app.panels import DISCLAIMER
from app.translation import translate

if TYPE_CHECKING:
    from app.workspace import Workspace
    from stadrn_core.types import Progress


class StatusBar(QStatusBar):
    """What is being done now, and what stands always."""

    def __init__(
        self, workspace: Workspace, beside_device: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setSizeGripEnabled(False)
        self.setContentsMargins(10, 2, 10, 2)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(150)
        self.bar.setAccessibleName(translate("StatusBar", "Progress of the analysis"))
        self.text = label("", "small figures")
        self.cancel = QPushButton(translate("StatusBar", "Cancel"))
        set_key_tip(self.cancel, translate("StatusBar", "Finished clips are kept"), "cancel")
        self.cancel.clicked.connect(workspace.cancel)
        self.device = label("", "small")
        self.device.setToolTip(translate("StatusBar", "Where the network is computed"))
        self.disclaimer = label(DISCLAIMER, "warning")
        self.addWidget(self.bar)
        self.addWidget(self.text)
        self.addWidget(self.cancel)
        self.device.setContentsMargins(0, 0, 14, 0)
        if beside_device is not None:
            self.addPermanentWidget(beside_device)
        self.addPermanentWidget(self.device)
        self.addPermanentWidget(self.disclaimer)
        workspace.progress_changed.connect(self.refresh)
        workspace.task_state_changed.connect(self.refresh)
        workspace.activity_changed.connect(self.refresh)
        workspace.store_changed.connect(self.refresh)
        workspace.device_changed.connect(self._show_device)
        self._show_device(workspace.device_label)
        self.refresh()

    def refresh(self, _changed: object = None) -> None:
        """Show how far the analysis is, or what else is being done."""
        workspace = self._workspace
        busy, progress = workspace.is_busy, workspace.progress
        self.bar.setVisible(busy)
        self.cancel.setVisible(busy)
        self.cancel.setEnabled(workspace.task_state == "running")
        if not busy:
            self.text.setText(workspace.activity or _state_words(workspace))
            return
        store = workspace.store
        done, total = (len(store.records), store.plan.num_clips) if store else (0, 0)
        # A progress bar paints itself, and with it the whole window, within setValue unless its updates are off.
        self.bar.setUpdatesEnabled(False)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar.setUpdatesEnabled(True)
        if workspace.task_state == "cancelling":
            self.text.setText(translate("StatusBar", "cancelling after this clip; finished clips are kept"))
        elif progress is not None:
            self.text.setText(progress_words(progress, done, total))

    def _show_device(self, text: str) -> None:
        self.device.setText(text)


def progress_words(progress: Progress, clips_done: int, num_clips: int) -> str:
    """``explaining clip 5 of 12 · 0.31 clips/s · 22 s left``, or what is being done before a clip can be explained."""
    clip = translate("StatusBar", "clip {clip} of {total}").format(clip=min(clips_done + 1, num_clips), total=num_clips)
    stage = translate("Core", progress.stage)
    if progress.unit == "clips" and num_clips:
        parts = [translate("StatusBar", "{stage} {clip}").format(stage=stage, clip=clip)]
    else:
        counted = (
            translate("StatusBar", " {done} of {total}").format(
                done=group_digits(progress.done), total=group_digits(progress.total)
            )
            if progress.total > 1
            else ""
        )
        parts = [clip] if num_clips else []
        parts.append(f"{stage}{counted}")
    if progress.rate is not None:
        parts.append(
            translate("StatusBar", "{rate:.2f} {unit}/s").format(
                rate=progress.rate, unit=translate("Core", progress.unit)
            )
        )
    if progress.seconds_left is not None:
        parts.append(translate("StatusBar", "{time} left").format(time=time_left(progress.seconds_left)))
    return " · ".join(parts)


def time_left(seconds: float) -> str:
    """``22 s`` or ``3:40 min``."""
    return (
        translate("StatusBar", "{seconds:.0f} s").format(seconds=seconds)
        if seconds < 90
        else translate("StatusBar", "{time} min").format(time=format_time(seconds, 0).lstrip("0"))
    )


def _state_words(workspace: Workspace) -> str:
    store = workspace.store
    if store is None:
        return {
            "cancelled": translate("StatusBar", "analysis cancelled"),
            "failed": translate("StatusBar", "analysis failed"),
        }.get(workspace.task_state, "")
    return translate("StatusBar", "explained {clips}").format(clips=clips_words(store))
