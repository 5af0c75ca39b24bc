"""What the threads are asked and what they answer: frozen values, each complete in itself.

Those that others can overtake carry numbers, by which the workspace drops stale ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from stadrn_core.compare.drawn import Scale
    from stadrn_core.compare.pairs import ComparedQuantity
    from stadrn_core.render import DisplayFrame
    from stadrn_core.types import Float32Array, RecordingInfo
    from stadrn_core.video import RecordingIndex
    from stadrn_core.view import ViewSettings


@dataclass(frozen=True)
class OpenedRecording:
    """A recording that can be shown: its facts, the index with which others open it at once, whether it has sound."""

    info: RecordingInfo
    index: RecordingIndex
    has_sound: bool = False


@dataclass(frozen=True)
class ComparedView:
    """How compared analyses are drawn.

    Attributes:
        reference: which of them the others are compared with, by its place.
        quantity: ``signed_points`` have a common unit; magnitudes of ``gradcampp`` have none between networks.
        scale: one colour scale for all, or one for each.
        differences: draw each one's signed evidence less the reference's too.
        is_seen: whether pictures are looked at; else none are drawn.
    """

    reference: int = 0
    quantity: ComparedQuantity = "signed_points"
    scale: Scale = "shared"
    differences: bool = False
    is_seen: bool = True


@dataclass(frozen=True)
class ComparedShown:
    """Pictures of compared analyses on one frame, in the order in which they were named.

    Attributes:
        view: how they are drawn.
        displays: of each.
        differences: of each its signed evidence less the reference's; None for the reference itself and where
            ``refusals`` or a map that is missing stand against it.
        refusals: of each, why its maps cannot be compared with the reference's; empty where they can.
    """

    view: ComparedView = ComparedView()
    displays: tuple[DisplayFrame, ...] = ()
    differences: tuple[DisplayFrame | None, ...] = ()
    refusals: tuple[str, ...] = ()


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
        compared_view: how.
    """

    number: int
    recording_number: int
    store_number: int
    frame_index: int
    view: ViewSettings
    revision: int = 0
    direction: int = 0
    compared_number: int = 0
    compared_view: ComparedView = ComparedView()


@dataclass(frozen=True)
class FrameAnswer:
    """What came of a request: the picture, and those of compared analyses."""

    request: FrameRequest
    display: DisplayFrame
    compared: ComparedShown = ComparedShown()


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
        is_background: it makes a step only while no other task is there.
    """

    number: int
    steps: Callable[[], Generator[Any, None, None]]
    title: str = ""
    action: str | None = None
    is_background: bool = False


@dataclass(frozen=True)
class SmallJob:
    """Short work between two steps of a task.

    Attributes:
        work: does it; what it returns, but for None, is passed on.
        title: what to say when it fails.
    """

    work: Callable[[], Any]
    title: str = ""
