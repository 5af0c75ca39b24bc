"""Two recordings side by side under the same checkpoint, linked by an offset in time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.chart import Chart
from app.chart_data import ChartData, Series
from app.checkpoint_looks import OKABE_ITO, Look
from app.compared_grid import ComparedGrid, Shown
from app.controls import label
from app.core_sentences import in_own_words
from app.figures import format_difference, format_time
from app.file_filters import VIDEO_FILTER
from app.messages import UserMessage
from app.other_sessions import other_sessions
from app.translation import translate
from stadrn_core.errors import StoreError
from stadrn_core.severity import format_score, severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.viewing import Viewing
    from app.workspace import Workspace
    from stadrn_core.store import AnalysisStore

NONE_OPEN = translate(
    "TwoVideos", "Open a second video, of another session or another task, to see it beside this one."
)
CAUTION = translate(
    "TwoVideos",
    "Known error of the checkpoint: {error}. Light, distance and pose change scores too: a difference between two "
    "recordings is not yet a change of the person.",
)
NO_CHECKPOINT = translate("TwoVideos", "Open a checkpoint to see maps and scores.")
CHART_PX, LOW_PX = 150, 480
_SOON_MS = 60
SCALES = {"shared": translate("TwoVideos", "Scale: that of the left"), "own": translate("TwoVideos", "Scale: own")}


class TwoVideos(QWidget):
    """The open recording at the left, another at the right, their scores below each other's on one time axis."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace, self.second = workspace, workspace.second
        self.setAccessibleName(translate("TwoVideos", "Two recordings side by side"))
        self.choose = QPushButton(translate("TwoVideos", "Second video…"))
        self.choose.setToolTip(
            translate("TwoVideos", "Open another session of this patient, or any recording, beside this one")
        )
        self.menu = QMenu(self.choose)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.choose.setMenu(self.menu)
        self.analyse = _button(
            translate("TwoVideos", "Analyse it"),
            translate("TwoVideos", "Explain every clip of the second recording"),
            self._analyse_or_cancel,
        )
        self.close_button = _button(
            translate("TwoVideos", "Close it"),
            translate("TwoVideos", "Close the second recording"),
            self.second.close_recording,
        )
        self.scale = QComboBox()
        for value, text in SCALES.items():
            self.scale.addItem(text, value)
        self.scale.setAccessibleName(translate("TwoVideos", "Colour scale of the right recording"))
        self.scale.setToolTip(
            translate(
                "TwoVideos", "The same network draws both, so its maps can share one scale; the bars state the limits"
            )
        )
        self.scale.activated.connect(lambda i: self.second.set_scale(self.scale.itemData(i)))
        self.linked = QCheckBox(translate("TwoVideos", "Linked"))
        self.linked.setToolTip(
            translate(
                "TwoVideos", "The second playhead follows the first, so many seconds apart; time is never stretched"
            )
        )
        self.linked.toggled.connect(self.second.set_linked)
        self.reset = _button(
            translate("TwoVideos", "Offset 0"),
            translate("TwoVideos", "Both count from their own beginning"),
            self.second.reset_offset,
        )
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(translate("TwoVideos", "Playhead of the second recording"))
        self.slider.setToolTip(
            translate("TwoVideos", "Move the second recording by itself: linked, this sets the offset")
        )
        self.slider.valueChanged.connect(self.second.set_playhead)
        self.offset = label("", "figures")
        self.hint = label(NONE_OPEN, "muted", wrap=True)
        self.grid = ComparedGrid()
        self.scores = Chart(CHART_PX, follows_time=True)
        self._lay_out()
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._show_scores)
        self._connect()
        self._refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        controls: tuple[QWidget, ...] = (self.choose, self.close_button, self.analyse, self.linked, self.offset)
        for widget in (*controls, self.reset):
            row.addWidget(widget)
        row.addWidget(self.slider, 1)
        row.addStretch(0)
        self.choose.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for control in (self.choose, self.close_button, self.analyse, self.linked, self.reset, self.slider, self.scale):
            control.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.scores.setMinimumHeight(CHART_PX)
        self.scores.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._body.setSpacing(6)
        self._body.addWidget(self.grid, 2)
        self._body.addWidget(self.scores, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.hint)
        column.addLayout(self._body, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scores below the pictures, or beside them where there is no room below."""
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        self._body.setDirection(directions.LeftToRight if self.height() < LOW_PX else directions.TopToBottom)

    def _connect(self) -> None:
        workspace, second = self._workspace, self.second
        for signal in (workspace.display_changed, second.display_changed, second.changed):
            signal.connect(self._refresh)
        for signal in (workspace.store_changed, workspace.clip_finished, second.changed, second.store_changed):
            signal.connect(self._show_scores_soon)
        workspace.task_state_changed.connect(self._refresh)
        workspace.playhead_changed.connect(self._show_playhead)
        self.scores.clicked.connect(self._go_to)

    def _fill_menu(self) -> None:
        """Other sessions under the same pseudonym, then any file."""
        self.menu.clear()
        store = self._workspace.store
        try:
            whose, sessions = ("", []) if store is None else other_sessions(store.manifest.recording.sha256)
        except StoreError as error:
            self._workspace.message_raised.emit(
                UserMessage("warning", translate("TwoVideos", "The library cannot be read"), in_own_words(error))
            )
            whose, sessions = "", []
        if whose:
            words = (
                translate("TwoVideos", "Other sessions of {whose}").format(whose=whose)
                if sessions
                else translate("TwoVideos", "No other session of {whose} in the library").format(whose=whose)
            )
            self.menu.addAction(words).setEnabled(False)
        for session in sessions:
            score = (
                ""
                if session.points is None
                else translate("TwoVideos", " · {score} points").format(score=format_score(session.points))
            )
            path = session.path
            action = self.menu.addAction(f"{session.when} · {session.name}{score}")
            action.triggered.connect(lambda _checked=False, path=path: self.second.open(path))
        self.menu.addSeparator()
        self.menu.addAction(translate("TwoVideos", "Any recording…"), self._ask)

    def _ask(self) -> None:
        recent = self._workspace.preferences.recent("recordings")
        dialog = QFileDialog(
            self, translate("TwoVideos", "Open second video"), str(recent[0].parent) if recent else "", VIDEO_FILTER
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda text: self.second.open(Path(text)))
        dialog.open()

    def _analyse_or_cancel(self) -> None:
        if self.second.progress is None:
            self.second.analyse()
        else:
            self.second.cancel()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self._refresh()
        self._show_scores()

    # -- showing ------------------------------------------------------------

    def _refresh(self, _changed: object = None) -> None:
        if not self.isVisible():
            return
        second = self.second
        is_open = second.recording is not None
        for widget in (self.linked, self.offset, self.reset, self.slider, self.scores):
            widget.setVisible(is_open)
        self.close_button.setVisible(is_open)
        self.scale.setVisible(is_open)
        self.analyse.setVisible(is_open and (second.can_analyse or second.progress is not None))
        self.analyse.setText(
            translate("TwoVideos", "Analyse it") if second.progress is None else translate("TwoVideos", "Cancel")
        )
        self.hint.setText(NONE_OPEN if not is_open else NO_CHECKPOINT)
        self.hint.setVisible(not is_open or self._workspace.checkpoint is None)
        with QSignalBlocker(self.linked), QSignalBlocker(self.slider):
            self.linked.setChecked(second.is_linked)
            self.slider.setMaximum(second.recording.num_frames - 1 if second.recording is not None else 0)
            self.slider.setValue(second.playhead)
        self.scale.setCurrentIndex(self.scale.findData(second.scale))
        self.offset.setText(
            _offset_words(second.offset_seconds) if second.is_linked else translate("TwoVideos", "each by itself")
        )
        shown = [self._shown(self._workspace, 0)]
        self.grid.show_panes([*shown, self._shown(second, 1)] if is_open else shown)

    def _shown(self, viewing: Viewing, side: int) -> Shown:
        display, info = viewing.display, viewing.recording
        title = info.path.name if info is not None else ""
        words = [] if display is None else [format_time(display.pts_seconds)]
        if display is not None and display.score is not None:
            words.append(
                translate("TwoVideos", "score {score} {band}").format(
                    score=format_score(display.score), band=translate("Core", severity(display.score).label)
                )
            )
        note = "" if display is None else in_own_words(display.note or "")
        if side == 1:
            note = self._note_of_second(note)
            if display is not None and display.limits is not None and self.second.scale == "shared":
                display = replace(
                    display, limits=replace(display.limits, mode=translate("TwoVideos", "as at the left"))
                )
        message = "" if display is None or display.face is not None else note or translate("TwoVideos", "No face")
        message = message[:1].upper() + message[1:]
        table = self._workspace.view.heat_table
        return Shown(title, LOOKS[side], display, table, " · ".join(words), "" if message else note, message, True)

    def _note_of_second(self, note: str) -> str:
        second = self.second
        if second.progress is not None:
            return translate("TwoVideos", "{stage}: {done} of {total} {unit}").format(
                stage=translate("Core", second.progress.stage),
                done=second.progress.done,
                total=second.progress.total,
                unit=translate("Core", second.progress.unit),
            )
        if second.is_outside:
            return translate("TwoVideos", "no such moment in this recording")
        if second.store is None and self._workspace.checkpoint is not None:
            return translate("TwoVideos", "not analysed with the active checkpoint yet")
        return note

    # -- scores ------------------------------------------------------------

    def _show_scores_soon(self, _changed: object = None) -> None:
        if self.isVisible():
            self._soon.start()

    def _show_scores(self) -> None:
        """Scores of both on the time of the first, the second shifted by the offset while linked."""
        first, second = self._workspace, self.second
        if first.recording is None or second.recording is None:
            return
        shift = second.offset_seconds if second.is_linked else 0.0
        series = tuple(
            _series(store, look, name, by)
            for store, look, name, by in (
                (first.store, LOOKS[0], translate("TwoVideos", "left"), 0.0),
                (second.store, LOOKS[1], translate("TwoVideos", "right"), shift),
            )
            if store is not None
        )
        highest = max((float(one.y.max()) for one in series if one.y.size), default=0.0)
        start, stop = min(0.0, -shift), max(first.recording.duration_seconds, second.recording.duration_seconds - shift)
        means = [None if store is None else store.video_score for store in (first.store, second.store)]
        data = ChartData(
            _mean_words(means),
            translate("TwoVideos", "On the time of the left, shifted by {offset}").format(offset=_offset_words(-shift))
            if shift
            else translate("TwoVideos", "Each from its beginning"),
            translate("TwoVideos", "time (s)"),
            translate("TwoVideos", "BDI-II points"),
            (start, stop),
            (0.0, max(24.0, 1.15 * highest)),
            series,
            has_bands=True,
            empty="" if any(one.y.size for one in series) else translate("TwoVideos", "No clip is explained yet"),
        )
        error = first.checkpoint.known_error if first.checkpoint is not None else None
        caution = CAUTION.format(error=in_own_words(error) if error else translate("TwoVideos", "unknown"))
        self.scores.setToolTip(caution)
        self.scores.show_data(data, caution)
        self._show_playhead(first.playhead)

    def _show_playhead(self, frame_index: int) -> None:
        if self._workspace.recording is not None:
            self.scores.set_playhead(float(self._workspace.recording.pts_seconds[frame_index]))

    def _go_to(self, seconds: float) -> None:
        recording = self._workspace.recording
        if recording is not None:
            self._workspace.set_playing(False)
            self._workspace.set_playhead(int((recording.pts_seconds <= seconds).sum()) - 1)


LOOKS = (Look("left", OKABE_ITO[0], 0), Look("right", OKABE_ITO[1], 1))


def _series(store: AnalysisStore, look: Look, name: str, shift_seconds: float) -> Series:
    clips = [i for i, record in sorted(store.records.items()) if record.score is not None]
    scores = np.array([store.records[i].score or 0.0 for i in clips])
    times, plan = store.pts_seconds, store.plan
    spans = np.array(
        [(times[plan.span(i)[0]], times[min(plan.span(i)[1], len(times)) - 1]) for i in clips], np.float64
    ).reshape(-1, 2)
    tips = tuple(
        translate("TwoVideos", "{name}, clip {number}: {score} points, {band}").format(
            name=name,
            number=i + 1,
            score=format_score(float(score)),
            band=translate("Core", severity(float(score)).label),
        )
        for i, score in zip(clips, scores, strict=True)
    )
    spans -= shift_seconds
    return Series(look, spans.mean(axis=1), scores, tips, spans)


def _mean_words(means: list[float | None]) -> str:
    """Both means over clips and their difference, in points."""
    left, right = means
    if left is None or right is None:
        return translate("TwoVideos", "Scores")
    return translate("TwoVideos", "Mean {left} and {right}: {difference} points").format(
        left=format_score(left), right=format_score(right), difference=format_difference(right - left)
    )


def _offset_words(seconds: float) -> str:
    return translate("TwoVideos", "{seconds:+.2f} s").format(seconds=seconds).replace("-", "\N{MINUS SIGN}")


def _button(text: str, tip: str, then: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.clicked.connect(lambda _checked=False: then())
    return button
