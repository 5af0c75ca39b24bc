"""The machine's loudspeakers, by PortAudio."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Protocol

from stadrn_core.errors import SoundError
from stadrn_core.sound import PLAYED_RATE

if TYPE_CHECKING:
    from stadrn_core.types import Float32Array


class SoundOutput(Protocol):
    """Something that plays blocks of sound one after the other."""

    @property
    def latency_seconds(self) -> float:
        """From a block's being taken to its being heard."""

    def write(self, block: Float32Array) -> None:
        """Take a block (n, 2) at ``PLAYED_RATE``; returns when there is room for it."""

    def finish(self) -> None:
        """Play what was taken, and let go."""

    def close(self) -> None:
        """Let go at once."""


class Loudspeakers:
    """The system's default output. Open while something is played."""

    def __init__(self) -> None:
        """Begin.

        Raises:
            SoundError: PortAudio is missing, or there is no output.
        """
        portaudio = _portaudio()
        try:
            self._stream = portaudio.OutputStream(samplerate=PLAYED_RATE, channels=2, dtype="float32", latency="high")
            self._stream.start()
        except portaudio.PortAudioError as error:
            raise _no_output(error) from error
        self._errors = portaudio.PortAudioError

    @property
    def latency_seconds(self) -> float:
        """As the system says."""
        return float(self._stream.latency)

    def write(self, block: Float32Array) -> None:
        """Take a block.

        Raises:
            SoundError: the output has gone.
        """
        try:
            self._stream.write(block)
        except self._errors as error:
            raise _no_output(error) from error

    def finish(self) -> None:
        """Play what was taken, and let go."""
        if not self._stream.closed:
            self._stream.stop()
            self._stream.close()

    def close(self) -> None:
        """Let go at once."""
        if not self._stream.closed:
            self._stream.abort()
            self._stream.close()


def _portaudio() -> Any:
    try:
        import sounddevice
    except OSError as error:
        how = "sudo apt install libportaudio2" if sys.platform == "linux" else "python -m pip install sounddevice"
        raise SoundError(
            f"The PortAudio library is missing, without which no sound can be played. Install it ({how}; other "
            "systems call it portaudio), then start the program again."
        ) from error
    return sounddevice


def _no_output(error: Exception) -> SoundError:
    return SoundError(
        f"There is no working sound output ({error}). Connect loudspeakers or headphones and choose them in the "
        "system's settings, then play again."
    )
