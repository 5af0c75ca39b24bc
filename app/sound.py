"""Sound beside the pictures: on or off, how loud, and whether the recording has any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.sound_thread import SoundRequest, SoundThread

if TYPE_CHECKING:
    from app.messages import UserMessage
    from app.preferences import Preferences
    from stadrn_core.types import RecordingInfo

SLOWEST_HEARD, FASTEST_HEARD = 0.25, 2.0
"""Speeds at which speech can be followed; its pitch is kept."""


class Sound(QObject):
    """What is heard while the recording is played forward in real time."""

    changed = Signal()
    """on or off, volume, or whether there is sound"""
    switched = Signal()
    """on or off"""
    message_raised = Signal(object)
    """UserMessage"""

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._has_sound = False
        self._has_failed = False
        self.player = SoundThread()
        self.player.failed.connect(self._on_failed)
        self._take_gain()

    @property
    def has_sound(self) -> bool:
        """Whether the open recording has sound."""
        return self._has_sound

    @property
    def is_on(self) -> bool:
        """Whether the user wants to hear it."""
        return self._preferences.sound_is_on

    @property
    def volume(self) -> int:
        """0 to 100."""
        return self._preferences.volume

    def set_has_sound(self, has_sound: bool) -> None:
        """Another recording is open."""
        self._has_sound = has_sound
        self.changed.emit()

    def set_on(self, on: bool) -> None:
        """Hear it, or not; also in the middle of playback."""
        if on != self.is_on:
            self._preferences.sound_is_on = on
            self._has_failed = False
            self.changed.emit()
            self.switched.emit()

    def set_volume(self, volume: int) -> None:
        """0 to 100; moving it turns sound on, moving it to 0 off."""
        self._preferences.volume = volume
        self._take_gain()
        self.changed.emit()
        self.set_on(volume > 0)

    def start(self, recording: RecordingInfo, seconds: float, speed: float) -> None:
        """Begin at a time of the recording, where sound can be followed at this speed."""
        if self.is_on and self._has_sound and not self._has_failed and SLOWEST_HEARD <= speed <= FASTEST_HEARD:
            self.player.play(SoundRequest(recording, seconds, speed))
        else:
            self.stop()

    def stop(self) -> None:
        """Be silent."""
        self.player.silence()

    def heard_seconds(self) -> float | None:
        """The time of the recording that is heard now, if any."""
        return self.player.heard_seconds()

    def _take_gain(self) -> None:
        # Loudness is heard by its power: half way up should be half as loud.
        self.player.set_gain((self.volume / 100) ** 2)

    def _on_failed(self, message: UserMessage) -> None:
        """Say it once; playback goes on without sound."""
        if not self._has_failed:
            self._has_failed = True
            self.message_raised.emit(message)
