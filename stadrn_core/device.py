"""Where a network computes: what differs between a CPU, CUDA and MPS, in one place.

Only the CPU has been run. What differs on the others is written by torch's documentation and tested with a stand-in.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import torch

from stadrn_core.types import Precision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

PRECISIONS: tuple[Precision, ...] = get_args(Precision)
AMPERE = (8, 0)
OUT_OF_MEMORY = (
    "MPS backend out of memory",
    "CUDA error: out of memory",  # of pinned memory, for instance
    "CUBLAS_STATUS_ALLOC_FAILED",
    "CUDNN_STATUS_ALLOC_FAILED",
)
"""What errors say that have no class of their own."""


class Usable(NamedTuple):
    """A device of this machine.

    Attributes:
        wish: as ``choose_device`` takes it.
        title: in words.
        memory_bytes: all that it has, free or not; None for the CPU.
    """

    wish: str
    title: str
    memory_bytes: int | None


def usable_devices() -> list[Usable]:
    """The devices of this machine, that of ``auto`` first."""
    found = []
    if torch.cuda.is_available():
        for index in range(torch.cuda.device_count()):
            properties = torch.cuda.get_device_properties(index)
            found.append(Usable(f"cuda:{index}", properties.name, properties.total_memory))
    if torch.backends.mps.is_available():
        found.append(Usable("mps", "Apple GPU", torch.mps.recommended_max_memory()))
    return [*found, Usable("cpu", f"CPU, {torch.get_num_threads()} threads", None)]


def choose_device(wish: str = "auto") -> tuple[torch.device, tuple[str, ...]]:
    """The device for a wish (``auto``, ``cpu``, ``cuda``, ``cuda:1``, ``mps``) and what the user has to be told.

    Raises:
        ValueError: not a device name.
    """
    available = torch.device("cpu")
    if torch.cuda.is_available():
        available = torch.device("cuda")
    elif torch.backends.mps.is_available():
        available = torch.device("mps")
    if wish == "auto":
        return available, ()
    try:
        device = torch.device(wish)
    except RuntimeError as error:
        raise ValueError(f"device must be auto, cpu, cuda, cuda:N or mps, got {wish!r}") from error
    usable = {
        "cpu": True,
        "cuda": torch.cuda.is_available() and (device.index or 0) < torch.cuda.device_count(),
        "mps": torch.backends.mps.is_available(),
    }.get(device.type, False)
    if usable:
        return device, ()
    return torch.device("cpu"), (f"{wish} is not available on this machine; the CPU is used instead.",)


class Results:
    """Tensors on their way from a device to the CPU."""

    def __init__(self, tensors: Sequence[Tensor], copied: torch.cuda.Event | None = None) -> None:
        self._tensors, self._copied = tensors, copied

    @property
    def are_here(self) -> bool:
        """Whether ``wait`` would not wait."""
        return self._copied is None or self._copied.query()

    def wait(self) -> Sequence[Tensor]:
        """Them, on the CPU."""
        if self._copied is not None:
            self._copied.synchronize()
        return self._tensors


class Device:
    """A CPU or GPU, and how clips get there and back.

    On CUDA nothing waits: what is sent lies in memory that the system may not move, and copies and computations are put
    into one queue, in which the CPU sees only events.
    """

    def __init__(self, torch_device: torch.device) -> None:
        self.torch_device = torch_device

    @property
    def _is_cuda(self) -> bool:
        return self.torch_device.type == "cuda"

    @property
    def is_cpu(self) -> bool:
        """Whether there is nothing to fall back to."""
        return self.torch_device.type == "cpu"

    @property
    def works_alongside(self) -> bool:
        """Whether it computes while the CPU goes on, so that several clips may be under way."""
        return self._is_cuda

    def free_bytes(self) -> int | None:
        """Memory that tensors may still take; None where that is not to be known or not to be asked for."""
        if not self._is_cuda:
            return None
        free, _ = torch.cuda.mem_get_info(self.torch_device)
        kept = torch.cuda.memory_reserved(self.torch_device) - torch.cuda.memory_allocated(self.torch_device)
        return free + kept

    def send(self, tensor: Tensor) -> Tensor:
        """A copy of a CPU tensor on the device."""
        if self._is_cuda:
            return tensor.pin_memory().to(self.torch_device, non_blocking=True)
        return tensor.to(self.torch_device)

    def fetch(self, tensors: Sequence[Tensor]) -> Results:
        """Begin to copy tensors to the CPU."""
        if not self._is_cuda:
            return Results([tensor.cpu() for tensor in tensors])
        here = [torch.empty_like(tensor, device="cpu", pin_memory=True) for tensor in tensors]
        for target, tensor in zip(here, tensors, strict=True):
            target.copy_(tensor, non_blocking=True)
        copied = torch.cuda.Event()
        copied.record(torch.cuda.current_stream(self.torch_device))
        return Results(here, copied)

    def is_out_of_memory(self, error: RuntimeError) -> bool:
        """Whether an error says that the device's memory does not suffice."""
        return isinstance(error, torch.OutOfMemoryError) or any(text in str(error) for text in OUT_OF_MEMORY)

    def release(self) -> None:
        """Give memory that is kept for later back to the system."""
        if self._is_cuda:
            torch.cuda.empty_cache()
        elif self.torch_device.type == "mps":
            torch.mps.empty_cache()

    def precisions(self) -> tuple[Precision, ...]:
        """Those that it computes in; on a CPU without instructions for it, bfloat16 is slower than float32."""
        if self.torch_device.type == "mps" and not torch.backends.mps.is_macos_or_newer(14, 0):
            return ("float32",)
        if not self._is_cuda:
            return ("float32", "bfloat16")
        return PRECISIONS if torch.cuda.get_device_capability(self.torch_device) >= AMPERE else ("float32",)

    @contextmanager
    def computing(self, precision: Precision) -> Iterator[None]:
        """Compute in this precision, and in the one of before again afterwards.

        torch lets convolutions on CUDA use TF32 unless told otherwise, so float32 has to be asked for.
        """
        products = "tf32" if precision == "tf32" else "ieee"
        cudnn: Any = torch.backends.cudnn  # whose stubs lack its parts
        settings = (cudnn.conv, torch.backends.cuda.matmul)
        before = [setting.fp32_precision for setting in settings]
        try:
            for setting in settings:
                setting.fp32_precision = products
            with torch.autocast(self.torch_device.type, torch.bfloat16, enabled=precision == "bfloat16"):
                yield
        finally:
            for setting, value in zip(settings, before, strict=True):
                setting.fp32_precision = value
