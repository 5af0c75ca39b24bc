"""Clips under way on a stand-in for a GPU: the same numbers as one by one, and what happens without memory."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from stadrn_core.device import Device
from stadrn_core.explain import engine, explain_clip
from stadrn_core.explain.clip import ClipExplainer
from stadrn_core.explain.queue import MOST_AT_ONCE, ClipQueue, Finished
from stadrn_core.model import ModelConfig
from stadrn_core.types import Explanation, Fallback
from tests.devices import FAKE, FakeGpu
from tests.golden import relative_error, seeded_clip, seeded_model

CONFIG = ModelConfig(features=2, stem_width=8, layers=(1, 1, 1, 1), clip_length=8, frame_size=32)
MODEL = seeded_model(CONFIG)
CLIPS = [(seeded_clip(8, 32) * (1 + i / 4)).numpy() for i in range(8)]


def queue_on(device: Device, **options: Any) -> ClipQueue:
    return ClipQueue(MODEL, device, "layer_4", **{"guided": True, **options})


def assert_same(ours: Explanation, theirs: Explanation) -> None:
    for field in dataclasses.fields(Explanation):
        np.testing.assert_array_equal(getattr(ours, field.name), getattr(theirs, field.name))


def filled(queue: ClipQueue, num_clips: int) -> list[Finished]:
    """Put clips in as an analysis does, and wait where the queue is full; all that came out, in order."""
    found: list[Finished] = []
    for i in range(num_clips):
        while queue.is_full:
            found += queue.take(wait=True)
        queue.put(i, CLIPS[i])
        found += queue.take(wait=False)
    while queue.clips:
        found += queue.take(wait=True)
    return found


@pytest.mark.parametrize("device", [Device(torch.device("cpu")), FakeGpu(), FakeGpu(room=2), FakeGpu(room=0)])
def test_each_clip_is_explained_as_if_alone(device: Device) -> None:
    found = filled(queue_on(device), 6)
    assert [one.clip_index for one in found] == list(range(6))
    for one in found:
        assert_same(one.explanation, explain_clip(MODEL, CLIPS[one.clip_index]))


def test_the_cpu_takes_one_at_a_time() -> None:
    queue = queue_on(Device(torch.device("cpu")))
    for i in range(3):
        queue.put(i, CLIPS[i])
        (one,) = queue.take(wait=False)
        assert (one.clip_index, one.device) == (i, "cpu")
        assert not queue.is_full
        assert not queue.clips


def test_a_gpu_is_not_waited_for() -> None:
    gpu = FakeGpu()
    queue = queue_on(gpu)
    queue.put(0, CLIPS[0])
    assert queue.is_full  # how much memory a clip takes is known after the first
    (first,) = queue.take(wait=True)
    for i in range(1, MOST_AT_ONCE + 1):
        assert not queue.is_full
        queue.put(i, CLIPS[i])
        assert not [*queue.take(wait=False)]
    assert queue.is_full
    assert gpu.waits == [1]
    assert queue.clips == {1, 2, 3, 4}
    gpu.finish(2)
    assert [one.clip_index for one in queue.take(wait=False)] == [1, 2]
    assert first.device == str(FAKE)


def test_as_many_as_memory_takes() -> None:
    each = 2 * 3 * 8 * 32 * 32 * 4
    for free, expected in ((0, 1), (5 * each, 2), (7 * each, 3), (2**40, MOST_AT_ONCE), (None, 1)):
        queue = queue_on(FakeGpu(free=free))
        queue.put(0, CLIPS[0])
        [*queue.take(wait=True)]
        num = 0
        while not queue.is_full:
            num += 1
            queue.put(num, CLIPS[num])
        assert num == expected, free


def test_without_memory_fewer_at_once_are_under_way() -> None:
    gpu = FakeGpu(room=3)
    queue = queue_on(gpu)
    found = filled(queue, 4)
    assert not [*queue.told()]
    queue.put(4, CLIPS[4])
    queue.put(5, CLIPS[5])
    queue.put(6, CLIPS[6])
    queue.put(7, CLIPS[7])  # one too many: the three before it are finished first
    (fallback,) = queue.told()
    assert fallback.device == str(FAKE)
    assert "for so many clips at once; one clip at a time" in fallback.text
    assert gpu.num_released == 1
    found += filled_up(queue)
    assert [one.clip_index for one in found] == list(range(8))
    assert {one.device for one in found} == {str(FAKE)}
    queue.put(0, CLIPS[0])
    assert queue.is_full
    filled_up(queue)


def filled_up(queue: ClipQueue) -> list[Finished]:
    found: list[Finished] = []
    while queue.clips:
        found += queue.take(wait=True)
    return found


def test_without_any_memory_the_cpu_goes_on() -> None:
    gpu = FakeGpu(room=0)
    queue = queue_on(gpu)
    queue.put(0, CLIPS[0])
    assert [*queue.told()] == [
        Fallback(f"The memory of {FAKE} did not suffice; the analysis goes on with the CPU.", "cpu")
    ]
    (one,) = queue.take(wait=False)
    assert one.device == "cpu"
    assert_same(one.explanation, explain_clip(MODEL, CLIPS[0]))
    assert gpu.num_released == 1


def test_a_precision_that_the_cpu_lacks_ends_with_the_gpu() -> None:
    queue = queue_on(FakeGpu(room=0), precision="tf32")
    queue.put(0, CLIPS[0])
    (fallback,) = queue.told()
    assert fallback.text.endswith("goes on with the CPU, in float32 instead of tf32.")
    (one,) = queue.take(wait=False)
    assert_same(one.explanation, explain_clip(MODEL, CLIPS[0]))
    queue = queue_on(FakeGpu(room=0), precision="bfloat16")
    queue.put(0, CLIPS[0])
    (fallback,) = queue.told()
    assert fallback.text.endswith("goes on with the CPU.")
    assert queue.precision == "bfloat16"


def test_other_errors_are_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Tensor:
        raise RuntimeError("illegal memory access")

    monkeypatch.setattr(FakeGpu, "send", fail)
    with pytest.raises(RuntimeError, match="illegal"):
        queue_on(FakeGpu()).put(0, CLIPS[0])
    plain = Device(torch.device("cpu"))
    monkeypatch.setattr(plain, "send", lambda _: (_ for _ in ()).throw(torch.OutOfMemoryError("none left")))
    with pytest.raises(torch.OutOfMemoryError):
        queue_on(plain).put(0, CLIPS[0])


def test_reduced_precision_is_near_and_goes_by_autograd() -> None:
    exact = explain_clip(MODEL, CLIPS[0])
    queue = queue_on(Device(torch.device("cpu")), precision="bfloat16")
    queue.put(0, CLIPS[0])
    (one,) = queue.take(wait=True)
    found = one.explanation
    assert (exact.way, found.way) == ("prepared", "autograd")
    assert 0 < relative_error(found.gradcampp, exact.gradcampp) < 0.05
    assert found.raw_output == pytest.approx(exact.raw_output, rel=0.1)
    assert found.gradcampp.dtype == np.float32


def moved(thing: Any, device: str) -> Any:
    """Move all tensors that an object holds, and what it is made of."""
    if isinstance(thing, Tensor):
        return thing.to(device)
    if isinstance(thing, list | tuple):
        return type(thing)(moved(one, device) for one in thing)
    if type(thing).__module__.startswith("stadrn_core"):
        for name, value in vars(thing).items():
            setattr(thing, name, moved(value, device))
    return thing


@pytest.mark.parametrize("guided", [True, False])
@pytest.mark.parametrize("kind", ["spatial", "temporal", "fusion_feature", "fusion_vector"])
def test_nothing_in_the_engine_waits_for_the_device_or_leaves_it(kind: Any, guided: bool) -> None:
    """On torch's meta device nothing has a value: whatever asks for one, or mixes in a tensor of the CPU, fails."""
    known = moved(engine.PreparedNetwork(seeded_model(dataclasses.replace(CONFIG, kind=kind))), "meta")
    with torch.inference_mode():
        found = known.explain(torch.empty(3, 8, 32, 32, device="meta"), guided=guided)
    assert found.means.device.type == "meta"
    assert found.activations.shape[1:] == dataclasses.replace(CONFIG, kind=kind).map_shape("layer_4")
    assert (found.guided is None) != guided
    with pytest.raises(RuntimeError, match="meta"):
        found.means.sum().item()


class WaitsForNothing(TorchDispatchMode):
    """Fails where the values of a tensor are asked for, which on a GPU waits for all that it has to do."""

    WAITS = ("_local_scalar_dense", "nonzero", "masked_select", "equal", "is_nonzero", "unique")

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = func.overloadpacket.__name__
        if name in self.WAITS or (
            name == "index" and any(one is not None and one.dtype == torch.bool for one in args[1])
        ):
            raise AssertionError(f"{name} waits")
        return func(*args, **(kwargs or {}))


@pytest.mark.parametrize("target_layer", ["layer_4", "layer_2"])
@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_nothing_waits_between_clip_and_maps(precision: Any, target_layer: str) -> None:
    explainer = ClipExplainer(MODEL, target_layer, precision=precision)
    with WaitsForNothing():
        under_way = explainer.begin(CLIPS[0])
        with pytest.raises(AssertionError, match="_local_scalar_dense waits"):
            torch.ones(1).item()
        with pytest.raises(AssertionError, match="index waits"):
            torch.ones(2)[torch.tensor([True, False])]
    assert under_way.explanation().guided is not None


def test_an_explainer_keeps_its_weights_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    prepared = engine.prepared
    monkeypatch.setattr("stadrn_core.explain.clip.prepared", lambda model: calls.append(model) or prepared(model))
    explainer = ClipExplainer(MODEL)
    for clip in CLIPS[:3]:
        explainer.begin(clip).explanation()
    assert len(calls) == 1
