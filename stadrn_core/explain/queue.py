"""Clips under way on a device: as many at once as its memory takes, fewer where it does not suffice, at last the CPU.

Several are under way so that the GPU need not wait for the CPU, which finds, aligns and sends the next clip's faces and
stores the last clip's maps meanwhile. They are computed one after the other, not as one tensor: what one is computed in
serves the next, so only inputs and results take memory of their own. Whether one clip keeps a GPU busy by itself has
not been measured.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import torch

from stadrn_core.device import Device
from stadrn_core.explain.clip import ClipExplainer
from stadrn_core.types import Fallback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stadrn_core.explain.clip import UnderWay
    from stadrn_core.networks import Network
    from stadrn_core.types import Explanation, Float32Array, Precision

MOST_AT_ONCE = 4
"""More would only delay the clip under the playhead."""


class Finished(NamedTuple):
    """An explained clip, and where it was explained."""

    clip_index: int
    explanation: Explanation
    device: str


@dataclass
class ClipQueue:
    """Explains clips in the order in which they come.

    Attributes:
        model: its weights stay as they are meanwhile; moved to the CPU when nothing else helps.
        device: where it is.
        target_layer: as for ``ClipExplainer``.
        guided: likewise.
        precision: likewise; float32 once the CPU goes on that does not compute in it.
    """

    model: Network
    device: Device
    target_layer: str
    guided: bool
    precision: Precision = "float32"
    _at_once: int = 1
    _has_fallen_back: bool = False
    _under_way: dict[int, UnderWay] = field(default_factory=dict)
    _finished: list[Finished] = field(default_factory=list)
    _fallbacks: list[Fallback] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._explainer = self._new_explainer()

    @property
    def clips(self) -> set[int]:
        """Clips that were put in and not yet taken out."""
        return self._under_way.keys() | {one.clip_index for one in self._finished}

    @property
    def is_full(self) -> bool:
        """Whether a clip should be taken out before another is put in."""
        return len(self._under_way) >= self._at_once

    def put(self, clip_index: int, clip: Float32Array) -> None:
        """Begin with a clip (3, T, H, W) float32."""
        while True:
            try:
                self._under_way[clip_index] = self._explainer.begin(clip)
                return
            except RuntimeError as error:
                is_last = self.device.is_cpu and not self._under_way
                if is_last or not self.device.is_out_of_memory(error):
                    raise
            self._make_room()

    def take(self, *, wait: bool) -> Iterator[Finished]:
        """Clips that are explained.

        Args:
            wait: for the first of those that are under way, if none is.
        """
        for clip_index in list(self._under_way):
            if self._under_way[clip_index].is_done or (wait and not self._finished):
                self._finish(clip_index)
        while self._finished:
            yield self._finished.pop(0)

    def told(self) -> Iterator[Fallback]:
        """What has to be told and was not yet."""
        while self._fallbacks:
            yield self._fallbacks.pop(0)

    def _finish(self, clip_index: int) -> None:
        explanation = self._under_way.pop(clip_index).explanation()
        self._finished.append(Finished(clip_index, explanation, str(self.device.torch_device)))
        if not self._has_fallen_back:
            self._at_once = self._room()

    def _room(self) -> int:
        """How many clips may be under way, after one was: what it was computed in is kept for the next."""
        free = self.device.free_bytes() if self.device.works_alongside else None
        if free is None:
            return 1
        num_frames, side = self.model.config.clip_length, self.model.config.frame_size
        each = (2 if self.guided else 1) * 3 * num_frames * side**2 * 4  # the clip, and its guided map
        return min(max(free // (2 * each), 1), MOST_AT_ONCE)

    def _make_room(self) -> None:
        self._has_fallen_back = True
        before = self.device.torch_device
        if self._under_way:
            self._at_once = max(len(self._under_way) // 2, 1)
            for clip_index in list(self._under_way):
                self._finish(clip_index)
            at_once = "one clip" if self._at_once == 1 else f"{self._at_once} clips"
            text = f"The memory of {before} did not suffice for so many clips at once; {at_once} at a time from now on."
        else:
            self._at_once = 1
            self.model.cpu()
            self.device.release()
            self.device = Device(torch.device("cpu"))
            text = f"The memory of {before} did not suffice; the analysis goes on with the CPU."
            if self.precision not in self.device.precisions():
                text = (
                    f"The memory of {before} did not suffice; the analysis goes on with the CPU, in float32 instead of "
                    f"{self.precision}."
                )
                self.precision = "float32"
        self.device.release()
        self._explainer = self._new_explainer()
        self._fallbacks.append(Fallback(text, str(self.device.torch_device)))

    def _new_explainer(self) -> ClipExplainer:
        return ClipExplainer(
            self.model, self.target_layer, guided=self.guided, precision=self.precision, device=self.device
        )
