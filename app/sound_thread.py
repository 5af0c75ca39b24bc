"""Plays the recording's sound in a thread of its own, and knows what is heard now."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.translation import translate
from app.worker import Worker, failure

if TYPE_CHECKING:
    from stadrn_core.sound_output import SoundOutput
    from stadrn_core.types import RecordingInfo

BLOCK = 960
"""Samples between two looks at what is wanted: 20 ms."""


@dataclass(frozen=True, eq=False)
class SoundRequest:
    """Play a recording's sound from a time on, at a tempo."""

    recording: RecordingInfo
    start_seconds: float
    tempo: float


@dataclass(frozen=True)
class _Heard:
    """Which time of the recording is heard at a time of the system's clock, and the last that can be heard."""

    request: SoundRequest
    seconds: float
    at: float
    last_seconds: float


def open_loudspeakers() -> SoundOutput:
    """The system's output.

    Raises:
        SoundError: there is none.
    """
    # PortAudio asks the system for its outputs when it is loaded: with the first sound only.
    from stadrn_core.sound_output import Loudspeakers

    return Loudspeakers()


class SoundThread(Worker):
    """Plays what is wanted last. The picture follows ``heard_seconds``, so that both stay together."""

    failed = Signal(object)
    """UserMessage"""

    def __init__(self) -> None:
        super().__init__("sound")
        self._wanted: SoundRequest | None = None
        self._served: SoundRequest | None = None
        self._heard: _Heard | None = None
        self._gain = 1.0

    def play(self, request: SoundRequest) -> None:
        """Play this instead of what is played."""
        with self._changed:
            self._wanted = request
            self._wake()

    def silence(self) -> None:
        """Play nothing."""
        with self._changed:
            self._wanted = None

    def set_gain(self, gain: float) -> None:
        """Factor of the loudness, from the next 20 ms on."""
        self._gain = gain

    def heard_seconds(self) -> float | None:
        """The time of the recording that is heard now; None while nothing is."""
        heard = self._heard
        if heard is None or heard.request is not self._wanted:
            return None
        now = heard.seconds + (time.monotonic() - heard.at) * heard.request.tempo
        # An output that takes nothing more stands still, whatever the clock says.
        return min(now, heard.last_seconds)

    def _run(self) -> None:
        while (request := self._next()) is not None:
            try:
                self._play(request)
            except Exception as error:  # noqa: BLE001  # outermost frame of a thread: shown and logged, never lost
                self.failed.emit(failure(error, translate("Sound", "The sound cannot be played")))
            finally:
                self._heard = None

    def _next(self) -> SoundRequest | None:
        with self._changed:
            while not self._stopping and (self._wanted is None or self._wanted is self._served):
                self._changed.wait()
            self._served = self._wanted
            return None if self._stopping else self._wanted

    def _play(self, request: SoundRequest) -> None:
        from stadrn_core.sound import PLAYED_RATE, sound_blocks

        output = open_loudspeakers()
        try:
            num_written = 0
            for block in sound_blocks(request.recording, request.start_seconds, request.tempo):
                for start in range(0, len(block), BLOCK):
                    if self._stopping or self._wanted is not request:
                        return
                    part = block[start : start + BLOCK]
                    output.write(part * self._gain)
                    num_written += len(part)
                    last = request.start_seconds + num_written / PLAYED_RATE * request.tempo
                    now = last - output.latency_seconds * request.tempo
                    self._heard = _Heard(request, now, time.monotonic(), last)
            output.finish()
        finally:
            output.close()
