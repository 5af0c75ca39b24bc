"""Play, step, speed, position in numbers, selected range, zoom: the row below the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from app import theme
from app.figures import format_time, group_digits
from app.glyph_button import GlyphButton
from app.key_tips import set_key_tip
from app.sound_control import SoundControl
from app.translation import translate

if TYPE_CHECKING:
    from app.workspace import Workspace
    from stadrn_core.types import RecordingInfo

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
MODES = {translate("Transport", "Real time"): "real time", translate("Transport", "Every frame"): "every frame"}


class Transport(QWidget):
    """Play/pause, frame steps, speed and mode; frame and time in fixed-width figures."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._recording: RecordingInfo | None = None
        self.previous_button = GlyphButton(
            "previous", translate("Transport", "Previous frame"), translate("Transport", "One frame back"), "back"
        )
        self.play_button = GlyphButton(
            "play", translate("Transport", "Play"), translate("Transport", "Play"), "play", prominent=True
        )
        self.next_button = GlyphButton(
            "next", translate("Transport", "Next frame"), translate("Transport", "One frame on"), "on"
        )
        self.speed_box = QComboBox()
        self.speed_box.setAccessibleName(translate("Transport", "Playback speed"))
        set_key_tip(
            self.speed_box, translate("Transport", "Playback speed"), "shuttle back", "shuttle stop", "shuttle on"
        )
        for speed in SPEEDS:
            self.speed_box.addItem(f"{speed:g}×", speed)
        self.speed_box.setCurrentIndex(SPEEDS.index(1.0))
        self.mode_box = QComboBox()
        self.mode_box.setAccessibleName(translate("Transport", "Playback mode"))
        self.mode_box.setToolTip(
            translate(
                "Transport", "Real time drops frames when it must; every frame shows all of them and may run slower"
            )
        )
        for text, mode in MODES.items():
            self.mode_box.addItem(text, mode)
        self.sound = SoundControl(workspace.sound)
        self.position_label = QLabel()
        self.position_label.setAccessibleName(translate("Transport", "Position"))
        self.position_label.setToolTip(translate("Transport", "Frames are counted from 0, time from the first frame"))
        self.dropped_label = QLabel()
        self.dropped_label.setAccessibleName(translate("Transport", "Dropped frames"))
        self.dropped_label.setToolTip(translate("Transport", "Frames left out since playback began, to keep real time"))
        self.range_label = QLabel()
        self.range_label.setAccessibleName(translate("Transport", "Selected range"))
        set_key_tip(
            self.range_label, translate("Transport", "Selected range; or Shift and drag"), "range in", "range out"
        )
        self.zoom_out_button = GlyphButton(
            "out",
            translate("Transport", "Zoom out"),
            translate("Transport", "Zoom the timeline out (Down, with the timeline in focus)"),
        )
        self.zoom_in_button = GlyphButton(
            "in",
            translate("Transport", "Zoom in"),
            translate("Transport", "Zoom the timeline in (Up, with the timeline in focus)"),
        )
        self.fit_button = GlyphButton(
            "fit",
            translate("Transport", "Whole recording"),
            translate("Transport", "Show the whole recording (double-click on the timeline)"),
        )
        self._lay_out()
        self._read_theme()
        self.previous_button.clicked.connect(lambda: workspace.step_frames(-1))
        self.next_button.clicked.connect(lambda: workspace.step_frames(1))
        self.play_button.clicked.connect(lambda: workspace.set_playing(not workspace.is_playing))
        self.speed_box.activated.connect(lambda index: workspace.set_playback_speed(self.speed_box.itemData(index)))
        self.mode_box.activated.connect(lambda index: workspace.set_playback_mode(self.mode_box.itemData(index)))
        workspace.playing_changed.connect(self.set_playing)
        workspace.playback_changed.connect(self.show_playback)
        workspace.dropped_changed.connect(self.set_dropped)
        self.set_playing(workspace.is_playing)
        self.show_playback()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 12, 6)
        row.setSpacing(4)
        for widget in (self.previous_button, self.play_button, self.next_button):
            row.addWidget(widget)
        row.addSpacing(10)
        row.addWidget(self.speed_box)
        row.addSpacing(4)
        row.addWidget(self.mode_box)
        row.addSpacing(8)
        row.addWidget(self.sound)
        row.addSpacing(12)
        row.addWidget(self.position_label)
        row.addSpacing(16)
        row.addWidget(self.range_label)
        row.addSpacing(16)
        row.addWidget(self.dropped_label)
        row.addStretch(1)
        for widget in (self.zoom_out_button, self.zoom_in_button, self.fit_button):
            row.addWidget(widget)

    def set_recording(self, recording: RecordingInfo | None) -> None:
        """Enable the row for a recording."""
        self._recording = recording
        for widget in (self.previous_button, self.play_button, self.next_button, self.speed_box, self.mode_box):
            widget.setEnabled(recording is not None)
        self.set_position(self._workspace.playhead)

    def set_position(self, frame_index: int) -> None:
        """``frame 1 234 / 18 000 · 00:41.13``."""
        if self._recording is None:
            self.position_label.setText(translate("Transport", "no recording open"))
            return
        total = group_digits(self._recording.num_frames)
        number = group_digits(frame_index).rjust(len(total))
        seconds = float(self._recording.pts_seconds[frame_index])
        self.position_label.setText(
            translate("Transport", "frame {number} / {total} · {time}").format(
                number=number, total=total, time=format_time(seconds)
            )
        )

    def set_playing(self, playing: bool) -> None:
        """Turn the sign of the button over."""
        self.play_button.glyph = "pause" if playing else "play"
        name = translate("Transport", "Pause") if playing else translate("Transport", "Play")
        self.play_button.describe(name, name, "play")
        self.play_button.update()

    def show_playback(self) -> None:
        """Speed and mode in use."""
        self.mode_box.setCurrentIndex(max(self.mode_box.findData(self._workspace.playback_mode), 0))
        speed = float(self._workspace.playback_speed)
        index = self.speed_box.findData(speed)
        if index < 0:
            self.speed_box.addItem(f"{speed:g}×".replace("-", "\N{MINUS SIGN}"), speed)
            index = self.speed_box.count() - 1
        self.speed_box.setCurrentIndex(index)

    def set_dropped(self, count: int) -> None:
        """``12 dropped``, or nothing."""
        self.dropped_label.setText(
            translate("Transport", "{count} dropped").format(count=group_digits(count)) if count else ""
        )

    def set_range(self, selected: tuple[int, int] | None) -> None:
        """``00:10.00 – 00:20.00`` or nothing."""
        if selected is None or self._recording is None:
            self.range_label.clear()
            return
        first, last = (format_time(float(self._recording.pts_seconds[i])) for i in selected)
        self.range_label.setText(translate("Transport", "range {first} – {last}").format(first=first, last=last))

    def changeEvent(self, event: QEvent) -> None:
        """Read colours and fonts again."""
        if event.type() == QEvent.Type.PaletteChange:
            self._read_theme()
        super().changeEvent(event)

    def _read_theme(self) -> None:
        palette = theme.current()
        figures = theme.figures_font()
        figures.setPointSizeF(self.font().pointSizeF())
        for label in (self.position_label, self.range_label, self.dropped_label):
            label.setFont(figures)
        self.position_label.setStyleSheet(f"color: {palette.text};")
        self.range_label.setStyleSheet(f"color: {palette.accent};")
        self.dropped_label.setStyleSheet(f"color: {palette.warning};")
