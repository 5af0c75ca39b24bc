"""What the threads are asked and what they answer: frozen values, each complete in itself.

Those that others can overtake carry numbers, by which the workspace drops stale ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from stadrn_core.render import DisplayFrame
    from stadrn_core.types import Float32Array, RecordingInfo
    from stadrn_core.video import RecordingIndex
    from stadrn_core.view import ViewSettings


@dataclass(frozen=True)
class OpenedRecording:
    """A recording that can be shown: its facts, and the index with which others open it at once."""

    info: RecordingInfo
    index: RecordingIndex


@dataclass(frozen=True)
class FrameRequest:
    """One picture to be shown, complete in itself.

    Attributes:
        number: ascending.
        recording_number: of the ``open_recording`` it belongs to.
        store_number: of the ``show_store`` it belongs to.
        frame_index: source frame.
        view: what to show of it.
        revision: clips finished when it was made: the thread's own store reads anew when it rises.
        direction: +1 or −1 while playing, so that frames ahead are decoded before they are asked for; else 0.
        compared_number: of the ``show_compared`` whose analyses are drawn beside each other; 0 for none.
    """

    number: int
    recording_number: int
    store_number: int
    frame_index: int
    view: ViewSettings
    revision: int = 0
    direction: int = 0
    compared_number: int = 0


@dataclass(frozen=True)
class FrameAnswer:
    """What came of a request: the picture, and those of compared analyses in their order."""

    request: FrameRequest
    display: DisplayFrame
    compared: tuple[DisplayFrame, ...] = ()


@dataclass(frozen=True)
class GuidedMap:
    """A clip's guided map computed on demand, (3, T, S, S) float32."""

    store_number: int
    clip_index: int
    guided: Float32Array


@dataclass(frozen=True)
class Task:
    """Long work for the compute thread.

    Attributes:
        number: ascending.
        steps: makes the generator that does it; yielded values are passed on, closing it cancels.
        title: what to say when it fails.
        action: likely next step then, or None.
    """

    number: int
    steps: Callable[[], Generator[Any, None, None]]
    title: str = ""
    action: str | None = None


@dataclass(frozen=True)
class SmallJob:
    """Short work between two steps of a task.

    Attributes:
        work: does it; what it returns, but for None, is passed on.
        title: what to say when it fails.
    """

    work: Callable[[], Any]
    title: str = ""
