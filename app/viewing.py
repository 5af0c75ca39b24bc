"""One half of the workspace: the open recording, the analysis shown of it, the playhead, the view, and playback."""

from __future__ import annotations

import dataclasses
import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.core_sentences import in_own_words
from app.frame_thread import FrameThread
from app.messages import UserMessage
from app.playback import Playback, PlaybackMode
from app.preferences import Preferences
from app.sound import Sound
from app.translation import translate
from app.work import ComparedView, FrameAnswer, FrameRequest, OpenedRecording
from stadrn_core.types import FaceState

if TYPE_CHECKING:
    from pathlib import Path

    from stadrn_core.render import DisplayFrame
    from stadrn_core.store import AnalysisStore
    from stadrn_core.types import ClipPlan, RecordingInfo
    from stadrn_core.view import ViewSettings


class Viewing(QObject):
    """What is looked at. Widgets see it as part of ``Workspace``, which adds checkpoints and analyses."""

    recording_changed = Signal(object)
    """RecordingInfo | None"""
    store_changed = Signal(object)
    """AnalysisStore | None: the analysis that is shown (a read-only handle of the GUI's thread)"""
    playhead_changed = Signal(int)
    view_changed = Signal(object)
    """ViewSettings"""
    display_changed = Signal(object)
    """DisplayFrame | None"""
    compared_changed = Signal(object)
    """tuple[AnalysisStore, ...]: the analyses that are drawn beside each other (handles of the GUI's thread)"""
    compared_shown = Signal(object)
    """ComparedShown: their pictures at the playhead"""
    playing_changed = Signal(bool)
    playback_changed = Signal()
    """speed or mode"""
    dropped_changed = Signal(int)
    """frames that playback in real time has left out"""
    range_changed = Signal(object)
    """(first, last) | None"""
    opening_started = Signal()
    """another recording is being opened: what was said of the one before is past"""
    activity_changed = Signal(str)
    """what is being opened or looked for, in words; empty when nothing"""
    message_raised = Signal(object)
    """UserMessage"""

    def __init__(self, preferences: Preferences | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preferences = preferences or Preferences()
        self._opened: OpenedRecording | None = None
        self._store: AnalysisStore | None = None
        self._opens_store = False
        self._playhead = 0
        self._view = self.preferences.view()
        self._display: DisplayFrame | None = None
        self._range: tuple[int, int] | None = None
        self._speed = 1.0
        self._mode: PlaybackMode = "real time"
        self._numbers = 0
        self._recording_number = self._opening_number = self._store_number = self._shown_number = 0
        self._revision = self._compared_number = 0
        self._compared_view = ComparedView()
        self._activities: dict[int, str] = {}
        self._last_frame_message: UserMessage | None = None
        self._damage_told = 0
        self.sound = Sound(self.preferences, self)
        self.sound.switched.connect(self._start_sound)
        self.sound.message_raised.connect(self.message_raised)
        self._playback = Playback(self.sound.heard_seconds, self)
        self._frames = FrameThread()
        self._playback.frame_due.connect(self._move_playhead)
        self._playback.ended.connect(self._on_playback_ended)
        self._playback.dropped.connect(self.dropped_changed)
        self._frames.recording_opened.connect(self._on_recording_opened)
        self._frames.recording_failed.connect(self._on_recording_failed)
        self._frames.store_opened.connect(self._on_store_opened)
        self._frames.store_failed.connect(self._on_store_failed)
        self._frames.compared_opened.connect(self._on_compared_opened)
        self._frames.frame_ready.connect(self._on_frame_ready)
        self._frames.frame_failed.connect(self._on_frame_failed)

    # -- state ------------------------------------------------------------

    @property
    def recording(self) -> RecordingInfo | None:
        """The open recording."""
        return self._opened.info if self._opened else None

    @property
    def opened(self) -> OpenedRecording | None:
        """The open recording with its index, for work that opens it again."""
        return self._opened

    @property
    def store(self) -> AnalysisStore | None:
        """The analysis that is shown: a read-only handle of the GUI's thread."""
        return self._store

    @property
    def opens_store(self) -> bool:
        """Another analysis is being opened to be shown."""
        return self._opens_store

    @property
    def plan(self) -> ClipPlan | None:
        """The clips of the analysis that is shown."""
        return self._store.plan if self._store else None

    @property
    def playhead(self) -> int:
        """Source frame that all views show."""
        return self._playhead

    @property
    def view(self) -> ViewSettings:
        """What is shown of it."""
        return self._view

    @property
    def display(self) -> DisplayFrame | None:
        """The pictures that were composed last."""
        return self._display

    @property
    def is_playing(self) -> bool:
        """Whether playback runs."""
        return self._playback.is_running

    @property
    def playback_speed(self) -> float:
        """Times real time; negative backwards."""
        return self._speed

    @property
    def playback_mode(self) -> PlaybackMode:
        """``real time`` drops frames where it must and counts them; ``every frame`` shows each, late if need be."""
        return self._mode

    @property
    def num_dropped(self) -> int:
        """Frames dropped since playback began."""
        return self._playback.num_dropped

    @property
    def selected_range(self) -> tuple[int, int] | None:
        """(first, last) source frame, both included."""
        return self._range

    @property
    def activity(self) -> str:
        """What is being opened or looked for, in words; empty when nothing."""
        return next(reversed(self._activities.values()), "")

    # -- looking ------------------------------------------------------------

    def set_playhead(self, frame_index: int) -> None:
        """Show another frame (clamped to the recording)."""
        self._move_playhead(frame_index)
        if self.is_playing:
            self._playback.jump(self._playhead)
            self._start_sound()

    def step_frames(self, count: int) -> None:
        """Stop, and go some frames on, or back."""
        self.set_playing(False)
        self.set_playhead(self._playhead + count)

    def step_clips(self, count: int) -> None:
        """Stop, and go to the beginning of a clip after or before this one; back goes to this one's beginning first."""
        plan = self.plan
        if plan is None:
            return
        starts = [int(i) for i in plan.frame_indices[plan.positions[:, 0]]]
        here = max((k for k, start in enumerate(starts) if start <= self._playhead), default=0)
        if count < 0 and self._playhead > starts[here]:
            here += 1
        self.set_playing(False)
        self.set_playhead(starts[min(max(here + count, 0), len(starts) - 1)])

    def set_view(self, **changes: Any) -> None:
        """Change fields of ``ViewSettings``. Going to manual limits without naming them takes those that are shown."""
        if (
            changes.get("scale_mode") == "manual"
            and not changes.get("manual_limits")
            and self._view.manual_limits is None
        ):
            shown = self._display.limits if self._display else None
            changes["manual_limits"] = (shown.low, shown.high) if shown else (0.0, 1.0)
        view = dataclasses.replace(self._view, **changes)
        if view != self._view:
            self._view = view
            self.preferences.keep_view(view)
            self.view_changed.emit(view)
            self._request_frame()

    def set_range(self, first: int, last: int) -> None:
        """Select source frames [first, last], both included."""
        if self.recording is None:
            return
        top = self.recording.num_frames - 1
        first, last = sorted((min(max(first, 0), top), min(max(last, 0), top)))
        if self._range != (first, last):
            self._range = (first, last)
            self.range_changed.emit(self._range)

    def clear_range(self) -> None:
        """Select nothing."""
        if self._range is not None:
            self._range = None
            self.range_changed.emit(None)

    # -- playing ------------------------------------------------------------

    def set_playing(self, playing: bool) -> None:
        """Play, within the selected range if there is one, or stop. At the end it begins anew."""
        if playing == self.is_playing or self.recording is None:
            return
        if playing:
            first, last = self._range or (0, self.recording.num_frames - 1)
            start = self._playhead
            if not first <= start <= last or start == (last if self._speed > 0 else first):
                start = first if self._speed > 0 else last
            self._playback.start(self.recording, start, first, last, self._speed, self._mode)
            self._move_playhead(start)
            self._start_sound()
            self.dropped_changed.emit(0)
        else:
            self._playback.stop()
            self.sound.stop()
        self.playing_changed.emit(playing)

    def set_playback_speed(self, speed: float) -> None:
        """Times real time; negative backwards."""
        if speed == 0:
            raise ValueError("speed must not be 0: use set_playing(False)")
        if speed != self._speed:
            self._speed = speed
            self.playback_changed.emit()
            self._restart_playback()

    def set_playback_mode(self, mode: PlaybackMode) -> None:
        """``real time`` or ``every frame``."""
        if mode != self._mode:
            self._mode = mode
            self.playback_changed.emit()
            self._restart_playback()

    def set_display_rate(self, hertz: float) -> None:
        """How often the screen shows a picture."""
        self._playback.set_display_rate(hertz)

    def _restart_playback(self) -> None:
        if self.is_playing:
            self.set_playing(False)
            self.set_playing(True)

    def _start_sound(self) -> None:
        if self.is_playing and self.recording is not None and self._mode == "real time":
            self.sound.start(self.recording, float(self.recording.pts_seconds[self._playhead]), self._speed)
        else:
            self.sound.stop()

    def _on_playback_ended(self) -> None:
        self.sound.stop()
        self.playing_changed.emit(False)
        if self._range is not None:
            self.set_playing(True)

    # -- frames ------------------------------------------------------------

    def _next_number(self) -> int:
        self._numbers += 1
        return self._numbers

    def _move_playhead(self, frame_index: int) -> None:
        if self.recording is None:
            return
        frame_index = min(max(int(frame_index), 0), self.recording.num_frames - 1)
        if frame_index != self._playhead:
            self._playhead = frame_index
            self.playhead_changed.emit(frame_index)
            self._request_frame()

    def _request_frame(self) -> None:
        if self._opened is None:
            return
        direction = (1 if self._speed > 0 else -1) if self.is_playing else 0
        self._frames.request(
            FrameRequest(
                number=self._next_number(),
                recording_number=self._recording_number,
                store_number=self._store_number,
                frame_index=self._playhead,
                view=self._view,
                revision=self._revision,
                direction=direction,
                compared_number=self._compared_number,
                compared_view=self._compared_view,
            )
        )

    def _is_stale(self, request: FrameRequest) -> bool:
        """Of a recording that is closed, of an analysis that is shown no more, or older than what is on the screen."""
        return (
            request.recording_number != self._recording_number
            or request.store_number != self._store_number
            or request.number < self._shown_number
        )

    def _on_frame_ready(self, answer: FrameAnswer) -> None:
        if self._is_stale(answer.request):
            return
        self._shown_number = answer.request.number
        self._last_frame_message = None
        self._set_display(answer.display)
        if (answer.request.compared_number, answer.request.compared_view) == (
            self._compared_number,
            self._compared_view,
        ):
            self.compared_shown.emit(answer.compared)
        self._playback.shown(answer.request.frame_index)
        if answer.display.placement.state is FaceState.DAMAGED:
            self._tell_damage(answer.display)

    def _on_frame_failed(self, request: FrameRequest, message: UserMessage) -> None:
        if self._is_stale(request):
            return
        self._playback.shown(request.frame_index)
        if message != self._last_frame_message:
            self._last_frame_message = message
            self.message_raised.emit(message)

    def _tell_damage(self, display: DisplayFrame) -> None:
        """Say, once for a recording, why a picture is empty."""
        if self._opened is None or self._damage_told == self._recording_number:
            return
        self._damage_told = self._recording_number
        text = translate(
            "Viewing",
            "Frame {frame_index} (at {pts_seconds:.2f} s) cannot be decoded, as the file is damaged "
            "there. Such frames are shown as an empty picture; an analysis takes them for frames without a face. Copy "
            "the file again from where it was recorded, if you can.",
        ).format(frame_index=display.frame_index, pts_seconds=display.pts_seconds)
        title = translate("Viewing", "{name} is damaged in places").format(name=self._opened.info.path.name)
        self.message_raised.emit(UserMessage("warning", title, text))

    def _set_display(self, display: DisplayFrame | None) -> None:
        self._display = display
        self.display_changed.emit(display)

    # -- recording and analysis ------------------------------------------------------------

    def _begin_opening(self, path: Path) -> None:
        self.opening_started.emit()
        self._end_activity(self._opening_number)
        self._opening_number = self._next_number()
        self._begin_activity(self._opening_number, translate("Viewing", "Opening {name}…").format(name=path.name))
        self._frames.open_recording(self._opening_number, path)

    def _on_recording_opened(self, number: int, opened: OpenedRecording) -> None:
        if number != self._opening_number:
            return
        self._end_activity(number)
        self.set_playing(False)
        self.clear_range()
        self._recording_number = number
        self._opened = opened
        self.sound.set_has_sound(opened.has_sound)
        self._playhead = 0
        self._show_store(None)
        self._set_display(None)
        self.preferences.add_recent("recordings", opened.info.path)
        self.recording_changed.emit(opened.info)
        self.playhead_changed.emit(0)
        self._request_frame()
        if opened.info.warnings:
            title = translate("Viewing", "{name} was opened, with a warning").format(name=opened.info.path.name)
            self.message_raised.emit(UserMessage("warning", title, " ".join(map(in_own_words, opened.info.warnings))))
        self._recording_ready()

    def _on_recording_failed(self, number: int, message: UserMessage) -> None:
        if number == self._opening_number:
            self._end_activity(number)
            self.message_raised.emit(message)

    def _recording_ready(self) -> None:
        """A recording was opened: the workspace looks for its analysis."""

    def _show_store(self, path: Path | None) -> None:
        self._store_number = self._next_number()
        self._opens_store = path is not None
        self._frames.show_store(self._store_number, path)
        if path is None and self._store is not None:
            self._store = None
            self.store_changed.emit(None)
            self._request_frame()

    def _on_store_opened(self, number: int, store: AnalysisStore) -> None:
        if number != self._store_number:
            return
        self._store, self._opens_store = store, False
        self._revision += 1
        self.store_changed.emit(store)
        self._request_frame()
        self._store_ready(store)

    def set_compared_view(self, view: ComparedView) -> None:
        """Draw the compared analyses in another way."""
        if view != self._compared_view:
            self._compared_view = view
            if self._compared_number:
                self._request_frame()

    def compare_with(self, paths: tuple[Path, ...]) -> None:
        """Draw these stored analyses of the recording beside each other from now on; none ends it."""
        self._compared_number = self._next_number()
        self._frames.show_compared(self._compared_number, paths)

    def _on_compared_opened(self, number: int, stores: tuple[AnalysisStore, ...]) -> None:
        if number == self._compared_number:
            self.compared_changed.emit(stores)
            self._request_frame()

    def _on_store_failed(self, number: int, message: UserMessage) -> None:
        if number == self._store_number:
            self._opens_store = False
        if number in (self._store_number, self._compared_number):
            self.message_raised.emit(message)

    def _store_ready(self, store: AnalysisStore) -> None:
        """An analysis is shown: the workspace says what is to be said of it."""

    # -- activities ------------------------------------------------------------

    def _begin_activity(self, number: int, text: str) -> None:
        self._activities[number] = text
        self.activity_changed.emit(self.activity)

    def _end_activity(self, number: int) -> None:
        if self._activities.pop(number, None) is not None:
            self.activity_changed.emit(self.activity)

    # -- closing ------------------------------------------------------------

    def request_stop(self) -> None:
        """Ask the threads to end; the window may go meanwhile."""
        self._playback.stop()
        self.sound.player.request_stop()
        self._frames.request_stop()

    def wait(self, seconds: float) -> bool:
        """Wait for their end. Returns whether they have ended in time."""
        until = time.monotonic() + seconds
        return self._frames.wait(seconds) & self.sound.player.wait(until - time.monotonic())
