"""The prepared network against autograd in float64, torch's own pool, and the authors' numbers."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from stadrn_core.explain import GuidedReLUs, engine, explain_by_autograd, explain_clip
from stadrn_core.explain.prepared_adjoint import adjoint_of_stride_2
from stadrn_core.model import KINDS, STADRN, ModelConfig
from tests.golden import golden, kept_goldens, relative_error, seeded_clip, seeded_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from stadrn_core.types import Explanation

SMALL = {"features": 4, "stem_width": 8, "layers": (1, 1, 1, 1), "clip_length": 8, "frame_size": 40}


def small_config(**changes: object) -> ModelConfig:
    return ModelConfig(**{**SMALL, **changes})  # type: ignore[arg-type]


def table_1(**changes: object) -> ModelConfig:
    return ModelConfig.table_1(**{**SMALL, **changes})


def clip_of(num_frames: int, height: int, width: int) -> Tensor:
    return seeded_clip(num_frames, max(height, width))[:, :, :height, :width].contiguous()


def by_hooks(model: STADRN, clip: Tensor) -> tuple[float, Tensor, Tensor]:
    """Raw output, feature maps of the last stage and guided map by autograd, in the model's own dtype."""
    kept: list[Tensor] = []
    with GuidedReLUs(model) as relus:
        handle = model.layer_4.register_forward_hook(lambda _m, _i, out: kept.append(out))
        inputs = clip[None].clone().requires_grad_()
        y = model(inputs)
        handle.remove()
        relus.active = True
        (guided,) = torch.autograd.grad(y.sum(), inputs)
    return y.item(), kept[0][0].detach(), guided[0]


def prepared(model: STADRN, clip: Tensor) -> tuple[float, Tensor, Tensor]:
    known = engine.prepared(model)
    assert known is not None
    with torch.inference_mode():
        found = known.explain(clip, guided=True)
        alone = known.explain(clip, guided=False)
    assert found.guided is not None
    assert alone.guided is None
    assert torch.equal(alone.means, found.means)
    assert torch.equal(alone.activations, found.activations)
    return known.raw_output(found.means), found.activations, found.guided


def assert_same(ours: tuple[float, Tensor, Tensor], theirs: tuple[float, Tensor, Tensor], bound: float) -> None:
    assert ours[0] == pytest.approx(theirs[0], rel=bound)
    for a, b in zip(ours[1:], theirs[1:], strict=True):
        assert a.shape == b.shape
        assert b.norm() > 0
        assert (a - b).norm() <= bound * b.norm()


@pytest.mark.parametrize("geometry", [small_config, table_1])
@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("kind", KINDS)
def test_everything_equals_autograd_in_float64(kind: str, groups: int, geometry: Callable[..., ModelConfig]) -> None:
    model = seeded_model(geometry(kind=kind, groups=groups)).double()
    clip = clip_of(6, 24, 29).double()
    assert_same(prepared(model, clip), by_hooks(model, clip), 1e-10)


@pytest.mark.parametrize("shape", [(1, 16, 16), (2, 17, 18), (4, 33, 16), (5, 21, 31), (9, 16, 35)])
@pytest.mark.parametrize("stem_width", [1, 16])
def test_any_size_and_stem_width(stem_width: int, shape: tuple[int, int, int]) -> None:
    model = seeded_model(small_config(stem_width=stem_width)).double()
    clip = clip_of(*shape).double()
    assert_same(prepared(model, clip), by_hooks(model, clip), 1e-10)


@pytest.mark.parametrize("num_frames", range(1, 14))
def test_any_number_of_frames(num_frames: int) -> None:
    model = seeded_model(small_config()).double()
    clip = clip_of(num_frames, 16, 16).double()
    assert_same(prepared(model, clip), by_hooks(model, clip), 1e-10)


@pytest.mark.parametrize("changes", [{"shortcut_kernel": 1}, {"layers": (2, 1, 2, 1), "blocks_times_groups": False}])
def test_other_shortcuts_and_numbers_of_blocks(changes: dict[str, object]) -> None:
    model = seeded_model(small_config(**changes)).double()
    clip = clip_of(5, 21, 24).double()
    assert_same(prepared(model, clip), by_hooks(model, clip), 1e-10)


def test_ties_go_where_torch_s_pool_sends_them() -> None:
    # Whole numbers in the stem: equal ones abound and are equal exactly, whatever the order of summation.
    model = seeded_model(small_config()).double()
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        model.conv_1.weight.copy_(torch.randint(-1, 2, model.conv_1.weight.shape, generator=generator))
        model.bn1.weight.fill_(1)
        model.bn1.bias.fill_(8)
        assert model.bn1.running_mean is not None
        assert model.bn1.running_var is not None
        model.bn1.running_mean.zero_()
        model.bn1.running_var.fill_(1 - model.bn1.eps)
    frame = torch.randint(0, 2, (3, 1, 29, 24), generator=generator).double()
    moving = torch.randint(0, 2, (3, 6, 29, 24), generator=generator).double()
    letterboxed = moving.clone()
    letterboxed[:, :, :8] = letterboxed[:, :, -8:] = 0
    for clip in (frame.expand(3, 6, 29, 24), letterboxed, torch.zeros_like(moving)):
        assert_same(prepared(model, clip), by_hooks(model, clip), 1e-10)


@pytest.mark.parametrize("picture", ["moving", "static", "letterboxed"])
def test_float32_is_as_near_to_float64_as_autograd_is(picture: str) -> None:
    our_distance = their_distance = 0.0
    for seed in range(3):
        clip = seeded_clip(6, 40, seed)
        if picture == "static":
            clip = clip[:, :1].expand(3, 6, 40, 40)
        if picture == "letterboxed":
            clip[:, :, :12] = clip[:, :, -12:] = -2.1
        model = seeded_model(small_config(), seed)
        ours, theirs = explain_clip(model, clip), explain_by_autograd(model, clip)
        maps, their_maps = prepared(model, clip)[1], by_hooks(model, clip)[1]
        exact, exact_maps = explain_by_autograd(model.double(), clip), by_hooks(model, clip.double())[1]
        assert (ours.way, theirs.way, exact.way) == ("prepared", "autograd", "autograd")
        our_distance += float((maps - exact_maps).norm() / exact_maps.norm())
        their_distance += float((their_maps - exact_maps).norm() / exact_maps.norm())
        assert ours.raw_output == pytest.approx(exact.raw_output, rel=1e-4)
        assert relative_error(ours.gradcampp, exact.gradcampp) <= 1e-4
        assert relative_error(ours.signed_points, exact.signed_points) <= 1e-4
        assert l2_error(ours, exact) <= 5e-3
    assert our_distance <= 2 * their_distance


def l2_error(ours: Explanation, reference: Explanation) -> float:
    assert ours.guided is not None
    assert reference.guided is not None
    return float(np.linalg.norm(ours.guided - reference.guided) / np.linalg.norm(reference.guided))


def test_maps_equal_the_authors_numbers() -> None:
    name = "fusion_vector_k1_f16_seed0_16x64"
    made, kept = golden(name), kept_goldens()[name]
    ours = explain_clip(made.model, made.clip, guided=False)
    assert ours.way == "prepared"
    assert relative_error(ours.raw_output, kept["raw_output"]) <= 1e-4
    assert relative_error(ours.gradcampp.ravel(), kept["gradcampp_layer_4"]) <= 1e-4


def test_the_adjoint_of_the_stem_is_torch_s_transposed_convolution() -> None:
    weight = torch.randn(5, 3, 7, 7, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    gradient = torch.randn(2, 5, 6, 9, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    expected = nn.functional.conv_transpose2d(gradient, weight, stride=2, padding=3, output_padding=1)
    phases = nn.functional.conv2d(gradient, adjoint_of_stride_2(weight), padding=2)[:, :, 1:, 1:]
    assert torch.allclose(nn.functional.pixel_shuffle(phases, 2), expected, rtol=0, atol=1e-12)


def change_in_place(model: STADRN) -> None:
    with torch.no_grad():
        model.layer_3[0].conv1.weight.mul_(1.5)  # type: ignore[union-attr]


def change_through_data(model: STADRN) -> None:
    model.layer_1[0].conv2.fc_spatial.weight.data.neg_()  # type: ignore[union-attr]


def change_statistics(model: STADRN) -> None:
    assert model.bn1.running_mean is not None
    model.bn1.running_mean += 0.5


def load_others(model: STADRN) -> None:
    model.load_state_dict(seeded_model(model.config, seed=1).state_dict())


def exchange_parameter(model: STADRN) -> None:
    model.fc.weight = nn.Parameter(-model.fc.weight.detach())


def to_float64(model: STADRN) -> None:
    model.double()


@pytest.mark.parametrize(
    "change", [change_in_place, change_through_data, change_statistics, load_others, exchange_parameter, to_float64]
)
def test_changed_weights_are_noticed(change: Callable[[STADRN], None]) -> None:
    model, clip = seeded_model(small_config()), clip_of(4, 24, 24)
    before = engine.prepared(model)
    assert engine.prepared(model) is before
    explain_clip(model, clip)
    assert engine.prepared(model) is before
    change(model)
    ours, theirs = explain_clip(model, clip), explain_by_autograd(model, clip)
    assert engine.prepared(model) is not before
    assert ours.way == "prepared"
    assert ours.raw_output == pytest.approx(theirs.raw_output, rel=1e-4)
    assert relative_error(ours.gradcampp, theirs.gradcampp) <= 1e-4
    assert l2_error(ours, theirs) <= 5e-3


def test_the_prepared_form_dies_with_the_model() -> None:
    model = seeded_model(small_config())
    form = weakref.ref(engine.prepared(model))
    assert form() is not None
    del model
    gc.collect()
    assert form() is None


class Tamed(STADRN):
    def forward(self, clip: Tensor) -> Tensor:
        return super().forward(clip).clamp(max=1.0)


def with_hook(model: STADRN) -> STADRN:
    model.layer_2[0].relu1.register_forward_hook(lambda _m, _i, out: out * 0.5)  # type: ignore[union-attr]
    return model


def with_subclass(model: STADRN) -> STADRN:
    tamed = Tamed(model.config).eval()
    tamed.load_state_dict(model.state_dict())
    return tamed


def with_other_layer(model: STADRN) -> STADRN:
    model.relu = nn.GELU()  # type: ignore[assignment]
    return model


def with_other_settings(model: STADRN) -> STADRN:
    model.max_pool = nn.MaxPool3d(3, stride=(1, 2, 2), padding=1, ceil_mode=True)
    return model


def with_other_pool(model: STADRN) -> STADRN:
    model.layer_1[0].conv2.pool = lambda x: x.amax(2, keepdim=True)  # type: ignore[union-attr, assignment]
    return model


def with_own_forward(model: STADRN) -> STADRN:
    model.avg_pool.forward = lambda x: x.amax((2, 3, 4), keepdim=True)  # type: ignore[method-assign]
    return model


@pytest.mark.parametrize(
    "modify", [with_hook, with_subclass, with_other_layer, with_other_settings, with_other_pool, with_own_forward]
)
def test_networks_that_are_not_known_take_autograd(modify: Callable[[STADRN], STADRN]) -> None:
    model, clip = modify(seeded_model(small_config(kind="spatial"))), clip_of(4, 24, 24)
    ours = explain_clip(model, clip)
    assert ours.way == "autograd"
    with torch.no_grad():
        assert ours.raw_output == pytest.approx(model(clip[None]).item(), rel=1e-5)


def test_a_hook_for_all_modules_is_heeded() -> None:
    model, calls = seeded_model(small_config()), []
    handle = nn.modules.module.register_module_forward_hook(lambda module, _i, _o: calls.append(module))
    try:
        assert explain_clip(model, clip_of(4, 24, 24), guided=False).way == "autograd"
    finally:
        handle.remove()
    assert model.fc in calls


def test_other_layers_and_autocast_take_autograd() -> None:
    model, clip = seeded_model(small_config()), clip_of(4, 24, 24)
    assert explain_clip(model, clip, "layer_3", guided=False).way == "autograd"
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert explain_clip(model, clip, guided=False).way == "autograd"
    assert explain_clip(model, clip, guided=False).way == "prepared"


def test_the_model_is_left_as_it_was_found() -> None:
    model = seeded_model(small_config()).train()
    model.layer_2.eval()
    model.fc.bias.requires_grad_(False)
    weights = {name: value.clone() for name, value in model.state_dict().items()}
    modes = [module.training for module in model.modules()]
    clip = clip_of(4, 24, 24)
    kept = clip.clone()
    assert explain_clip(model, clip).way == "prepared"
    assert all(torch.equal(value, weights[name]) for name, value in model.state_dict().items())
    assert [module.training for module in model.modules()] == modes
    assert [name for name, parameter in model.named_parameters() if not parameter.requires_grad] == ["fc.bias"]
    assert all(parameter.grad is None for parameter in model.parameters())
    assert torch.equal(clip, kept)


def test_prepared_inside_or_outside_of_inference_mode_is_the_same() -> None:
    clip = clip_of(4, 24, 24)
    with torch.inference_mode():
        model = seeded_model(small_config())
        inside = explain_clip(model, clip)
    outside = explain_clip(model, clip)
    assert inside.way == outside.way == "prepared"
    assert np.array_equal(inside.guided, outside.guided)  # type: ignore[arg-type]
    model = seeded_model(small_config()).requires_grad_(False)
    with torch.no_grad():
        assert np.array_equal(explain_clip(model, clip).guided, outside.guided)  # type: ignore[arg-type]
