"""A stand-in for a GPU: computes on the CPU, has room for so many clips, and finishes when a test lets it."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from stadrn_core.device import Device, Results

FAKE = torch.device("cpu:0")
"""Not equal to ``torch.device("cpu")``."""


class LateResults(Results):
    """Not here before the device has ``finish``ed them, or somebody waits."""

    def __init__(self, tensors: Sequence[Tensor], device: FakeGpu) -> None:
        super().__init__(tensors)
        self._device, self._number = device, device.num_begun

    @property
    def are_here(self) -> bool:
        return self._number <= self._device.num_finished

    def wait(self) -> Sequence[Tensor]:
        self._device.waits.append(self._number)
        self._device.num_finished = max(self._device.num_finished, self._number)
        return super().wait()


class FakeGpu(Device):
    """Works alongside, and runs out of memory with more than ``room`` clips under way."""

    def __init__(self, room: int = 100, free: int | None = 2**40) -> None:
        super().__init__(FAKE)
        self.room, self.free = room, free
        self.num_begun = self.num_finished = self.num_released = 0
        self.waits: list[int] = []

    is_cpu = False
    works_alongside = True

    def free_bytes(self) -> int | None:
        return self.free

    def send(self, tensor: Tensor) -> Tensor:
        if self.num_begun - self.num_finished >= self.room:
            raise torch.OutOfMemoryError("out of memory")
        self.num_begun += 1
        return super().send(tensor)

    def fetch(self, tensors: Sequence[Tensor]) -> Results:
        return LateResults(super().fetch(tensors).wait(), self)

    def finish(self, count: int = 1) -> None:
        """So many more clips are done."""
        self.num_finished += count

    def release(self) -> None:
        self.num_released += 1
