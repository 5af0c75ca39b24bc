from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from stadrn_core.device import Device, Usable, choose_device, usable_devices

CPU = Device(torch.device("cpu"))


def test_a_fall_back_of_the_device_is_told() -> None:
    assert choose_device("cpu") == (torch.device("cpu"), ())
    device, notes = choose_device("cuda:63")
    assert device.type == "cpu"
    assert "cuda:63 is not available" in notes[0]
    with pytest.raises(ValueError, match="device must be"):
        choose_device("quantum")


def test_the_cpu_has_nothing_to_wait_for() -> None:
    sent = CPU.send(torch.arange(3.0))
    results = CPU.fetch([sent, sent + 1])
    assert results.are_here
    assert [tensor.tolist() for tensor in results.wait()] == [[0, 1, 2], [1, 2, 3]]
    assert (CPU.free_bytes(), CPU.works_alongside, CPU.is_cpu) == (None, False, True)
    assert CPU.precisions() == ("float32", "bfloat16")
    CPU.release()


def test_what_is_out_of_memory() -> None:
    assert CPU.is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory"))
    assert CPU.is_out_of_memory(RuntimeError("MPS backend out of memory (MPS allocated: 1 GB)"))
    assert CPU.is_out_of_memory(RuntimeError("CUDA error: out of memory\nCompile with `TORCH_USE_CUDA_DSA`"))
    assert CPU.is_out_of_memory(RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"))
    assert not CPU.is_out_of_memory(RuntimeError("CUDA error: an illegal memory access was encountered"))
    assert not CPU.is_out_of_memory(RuntimeError("shapes cannot be multiplied"))


@pytest.fixture
def products(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """torch's two settings of what CUDA multiplies in, put back afterwards."""
    settings: list[Any] = [torch.backends.cudnn.conv, torch.backends.cuda.matmul]  # type: ignore[attr-defined]
    before = [setting.fp32_precision for setting in settings]
    yield settings
    for setting, value in zip(settings, before, strict=True):
        setting.fp32_precision = value


def test_float32_on_cuda_is_float32(products: list[Any]) -> None:
    for setting in products:
        setting.fp32_precision = "tf32"
    with CPU.computing("float32"):
        assert [setting.fp32_precision for setting in products] == ["ieee", "ieee"]
        assert not torch.is_autocast_enabled("cpu")
    assert [setting.fp32_precision for setting in products] == ["tf32", "tf32"]
    for setting in products:
        setting.fp32_precision = "ieee"
    with CPU.computing("tf32"):
        assert [setting.fp32_precision for setting in products] == ["tf32", "tf32"]
    assert [setting.fp32_precision for setting in products] == ["ieee", "ieee"]


def test_bfloat16_is_autocast() -> None:
    a = torch.full((8, 8), 1 + 2**-10)
    with CPU.computing("bfloat16"):
        assert (a @ a).dtype == torch.bfloat16
    assert (a @ a).dtype == torch.float32
    with torch.autocast("cpu", torch.bfloat16), CPU.computing("float32"):
        assert (a @ a).dtype == torch.float32


def test_cuda_as_torch_describes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not run on CUDA: what is asked of torch there, with its answers made up."""
    gpu = Device(torch.device("cuda:1"))
    answers = {
        "mem_get_info": (5_000, 80_000),
        "memory_reserved": 3_000,
        "memory_allocated": 1_000,
        "get_device_capability": (7, 5),
    }
    asked: list[tuple[str, torch.device]] = []

    def answer(name: str) -> Any:
        return lambda device: asked.append((name, device)) or answers[name]

    for name in answers:
        monkeypatch.setattr(torch.cuda, name, answer(name))
    assert gpu.free_bytes() == 5_000 + 2_000
    assert gpu.precisions() == ("float32",)
    answers["get_device_capability"] = (9, 0)
    assert gpu.precisions() == ("float32", "tf32", "bfloat16")
    assert {device for _, device in asked} == {torch.device("cuda:1")}
    assert gpu.works_alongside
    assert not gpu.is_cpu


def test_usable_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    cpu = Usable("cpu", f"CPU, {torch.get_num_threads()} threads", None)
    assert usable_devices() == [cpu]
    cards = [SimpleNamespace(name="Small", total_memory=8), SimpleNamespace(name="Large", total_memory=80)]
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda index: cards[index])
    assert usable_devices() == [Usable("cuda:0", "Small", 8), Usable("cuda:1", "Large", 80), cpu]
    assert choose_device("auto")[0] == torch.device("cuda")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    monkeypatch.setattr(torch.mps, "recommended_max_memory", lambda: 16)
    assert usable_devices() == [Usable("mps", "Apple GPU", 16), cpu]


@pytest.mark.parametrize(("is_new", "expected"), [(True, ("float32", "bfloat16")), (False, ("float32",))])
def test_mps_has_bfloat16_from_macos_14(
    is_new: bool, expected: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_macos_or_newer", lambda *version: version == (14, 0) and is_new)
    assert Device(torch.device("mps")).precisions() == expected


def test_results_on_cuda_are_here_when_their_event_is(monkeypatch: pytest.MonkeyPatch) -> None:
    from stadrn_core.device import Results

    state = SimpleNamespace(done=False)

    def synchronize() -> None:
        state.done = True

    event: Any = SimpleNamespace(query=lambda: state.done, synchronize=synchronize)
    results = Results([torch.ones(1)], event)
    assert not results.are_here
    assert results.wait()[0].item() == 1
    assert results.are_here
