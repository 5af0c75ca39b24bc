"""The clock of playback: which frame is due now.

In real time frames are dropped where they must be, and counted; or every frame is shown, late if need be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from stadrn_core.types import RecordingInfo

PlaybackMode = Literal["real time", "every frame"]
SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
DISPLAY_INTERVAL_MS = 16


class Playback(QObject):
    """Asks for frames at the rate of the display, by their own times.

    ``frame_due`` names the frame to show; ``shown`` tells that a frame has reached the screen. Where sound is heard,
    pictures follow it: ears notice what eyes do not.
    """

    frame_due = Signal(int)
    ended = Signal()
    dropped = Signal(int)
    """Frames that were due and never shown since playback began."""

    def __init__(self, heard_seconds: Callable[[], float | None] = lambda: None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard_seconds = heard_seconds
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(DISPLAY_INTERVAL_MS)
        self._timer.timeout.connect(self._tick)
        self._clock = QElapsedTimer()
        self._info: RecordingInfo | None = None
        self._first, self._last = 0, 0
        self._frame = 0
        self._origin_seconds = 0.0
        self._speed = 1.0
        self._mode: PlaybackMode = "real time"
        self._shown: int | None = None
        self._num_dropped = 0

    @property
    def is_running(self) -> bool:
        """Whether the clock runs."""
        return self._timer.isActive()

    @property
    def num_dropped(self) -> int:
        """Frames dropped since playback began."""
        return self._num_dropped

    def set_display_rate(self, hertz: float) -> None:
        """Tick as often as the display shows a picture."""
        self._timer.setInterval(max(round(1000 / hertz), 4) if hertz > 0 else DISPLAY_INTERVAL_MS)

    def start(self, info: RecordingInfo, frame: int, first: int, last: int, speed: float, mode: PlaybackMode) -> None:
        """Run from ``frame`` within [first, last], backwards where ``speed`` is negative."""
        self._info, self._first, self._last = info, first, last
        self._speed, self._mode = speed, mode
        self._num_dropped = 0
        self._shown = frame
        self._restart_at(frame)
        self._timer.start()

    def stop(self) -> None:
        """Stand still."""
        self._timer.stop()

    def jump(self, frame: int) -> None:
        """Go on from another frame."""
        self._shown = None
        self._restart_at(frame)

    def shown(self, frame: int) -> None:
        """A frame has been shown."""
        if not self.is_running:
            return
        if self._shown is not None and self._mode == "real time":
            missed = abs(frame - self._shown) - 1
            if missed > 0:
                self._num_dropped += missed
                self.dropped.emit(self._num_dropped)
        self._shown = frame

    def _restart_at(self, frame: int) -> None:
        self._frame = frame
        self._origin_seconds = float(self._info.pts_seconds[frame]) if self._info else 0.0
        self._clock.start()

    def _tick(self) -> None:
        info = self._info
        if info is None:
            return
        heard = self._heard_seconds()
        if heard is not None:
            self._origin_seconds = heard
            self._clock.start()
        now = self._origin_seconds + self._clock.nsecsElapsed() / 1e9 * self._speed
        if self._mode == "every frame":
            self._tick_every_frame(info, now)
            return
        due = info.frame_at(now)
        at_end = due >= self._last if self._speed > 0 else due <= self._first
        # Until the first sound comes out of the loudspeakers, pictures are ahead of it: they wait, and never go back.
        due = max(due, self._frame) if self._speed > 0 else min(due, self._frame)
        due = min(max(due, self._first), self._last)
        if due != self._frame:
            self._frame = due
            self.frame_due.emit(due)
        if at_end:
            self._end()

    def _tick_every_frame(self, info: RecordingInfo, now: float) -> None:
        if self._shown != self._frame:
            return
        following = self._frame + (1 if self._speed > 0 else -1)
        if not self._first <= following <= self._last:
            self._end()
            return
        time = float(info.pts_seconds[following])
        late = (now - time) * (1 if self._speed > 0 else -1)
        if late < 0:
            return
        if late > 0.1:
            # Slower than real time: no debt is kept that would be paid by running too fast later.
            self._restart_at(following)
        self._frame = following
        self.frame_due.emit(following)

    def _end(self) -> None:
        self.stop()
        self.ended.emit()
