"""Explanations against captum, closed forms in float64, and the authors' numbers."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from captum.attr import GuidedBackprop, LayerGradCam

from stadrn_core.explain import explain_clip, gradcam, gradcampp, signed_points
from stadrn_core.model import KINDS, STADRN, STAGES, ModelConfig
from tests.golden import float32_bounds, golden, guided_abs_sum, kept_goldens, relative_error, seeded_clip, seeded_model

SMALL = {"features": 4, "stem_width": 8, "layers": [1, 1, 1, 1], "clip_length": 8, "frame_size": 40}


def small_config(kind: str = "fusion_vector", groups: int = 2, **changes: object) -> ModelConfig:
    return ModelConfig.from_json({**SMALL, "kind": kind, "groups": groups, **changes})


def captured(model: STADRN, clip: torch.Tensor, layer: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Feature maps and true gradient at a stage by plain autograd."""
    kept: list[torch.Tensor] = []
    handle = model.get_submodule(layer).register_forward_hook(lambda _m, _i, out: kept.append(out))
    y = model(clip[None])
    handle.remove()
    (gradient,) = torch.autograd.grad(y.sum(), kept[0])
    return kept[0][0].detach(), gradient[0]


@pytest.mark.parametrize(
    "name", [name for name in kept_goldens() if "_k1_" in name or name.startswith(("temporal", "fusion_vector"))]
)
def test_maps_equal_the_authors_code(name: str) -> None:
    made, kept = golden(name), kept_goldens()[name]
    has_guided = "guided_probe" in kept
    ours = explain_clip(made.model, made.clip, guided=has_guided)
    assert ours.way == "prepared"
    bounds = float32_bounds(made, "layer_4", guided=has_guided)
    assert relative_error(ours.gradcampp.ravel(), kept["gradcampp_layer_4"]) <= bounds["gradcampp"]
    assert relative_error(ours.gradcam.ravel(), kept["gradcam_layer_4"]) <= bounds["gradcam"]
    if ours.guided is not None:
        probe = ours.guided[:, 8, 31:33, 31:33].ravel()
        assert np.abs(probe - kept["guided_probe"]).max() <= bounds["guided"] * np.abs(ours.guided).max()
        assert guided_abs_sum(ours.guided) == pytest.approx(kept["guided_abs_sum"], rel=bounds["guided_abs_sum"])
    third = explain_clip(made.model, made.clip, "layer_3", guided=False)
    bound = float32_bounds(made, "layer_3")["gradcampp"]
    assert third.gradcampp.sum(dtype=np.float64) == pytest.approx(kept["gradcampp_layer_3_sum"], rel=bound)


@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("kind", KINDS)
def test_gradcam_and_guided_equal_captum(kind: str, groups: int) -> None:
    model, clip = seeded_model(small_config(kind, groups)).double(), seeded_clip(8, 40).double()
    for layer in STAGES:
        ours = explain_clip(model, clip, layer)
        signed = LayerGradCam(model, model.get_submodule(layer)).attribute(clip[None].requires_grad_())[0, 0].detach()
        activations, gradients = captured(model, clip, layer)
        both_signs = gradcam(activations, gradients) - gradcam(activations, -gradients)
        assert relative_error(both_signs, signed) <= 1e-10, layer
        assert np.abs(ours.gradcam - signed.relu().numpy()).max() <= 1e-6 * signed.abs().max(), layer
        with pytest.warns(UserWarning, match="Setting backward hooks"):
            guided = GuidedBackprop(copy.deepcopy(model)).attribute(clip[None].requires_grad_())
        assert ours.guided is not None
        assert relative_error(ours.guided, guided[0].detach()) <= 1e-6, layer


@pytest.mark.parametrize("kind", KINDS)
def test_gradcampp_of_the_last_stage_is_the_closed_form(kind: str) -> None:
    model, clip = seeded_model(small_config(kind)).double(), seeded_clip(8, 40).double()
    activations, gradients = captured(model, clip, "layer_4")
    weights = model.fc.weight.detach()[0]
    mean = activations.mean((1, 2, 3))
    closed = torch.relu(
        torch.einsum("k,kthw->thw", weights.clamp(min=0) / (2 + weights.clamp(min=0) * mean), activations)
    )
    assert relative_error(gradcampp(activations, gradients), closed) <= 1e-8
    assert relative_error(explain_clip(model, clip).gradcampp, closed) <= 1e-6


@pytest.mark.parametrize("layer", STAGES)
def test_gradcampp_reciprocal_form_equals_the_paper_s_quotient(layer: str) -> None:
    model, clip = seeded_model(small_config()).double(), seeded_clip(8, 40).double()
    a, g = captured(model, clip, layer)
    quotient = g**2 / (2 * g**2 + a.sum((1, 2, 3), keepdim=True) * g**3)
    weights = torch.where(g > 0, quotient * g, torch.zeros_like(g)).sum((1, 2, 3))
    expected = torch.relu((weights[:, None, None, None] * a).sum(0))
    assert relative_error(gradcampp(a, g), expected) <= 1e-12


def test_gradcampp_without_positive_gradients_is_zero_not_nan() -> None:
    a = torch.rand(3, 2, 2, 2, generator=torch.Generator().manual_seed(0))
    assert torch.equal(gradcampp(a, -torch.ones_like(a)), torch.zeros(2, 2, 2))
    assert torch.equal(gradcampp(torch.zeros_like(a), torch.zeros_like(a)), torch.zeros(2, 2, 2))


def test_gradcampp_and_gradcam_by_hand() -> None:
    a = torch.tensor([1.0, 3.0]).view(1, 1, 1, 2)
    g = torch.full_like(a, 0.5)
    # S = 4, alpha = 1 / (2 + 4 · 0.5) = 1/4, w = 2 · 1/4 · 0.5 = 1/4
    assert torch.allclose(gradcampp(a, g), torch.tensor([[[0.25, 0.75]]]))
    assert torch.allclose(gradcam(a, g), torch.tensor([[[0.5, 1.5]]]))
    assert torch.allclose(signed_points(a, torch.tensor([-2.0]), 63.0), torch.tensor([[[-63.0, -189.0]]]))


@pytest.mark.parametrize("kind", KINDS)
def test_signed_points_sum_to_the_raw_output_less_bias(kind: str) -> None:
    model, clip = seeded_model(small_config(kind)).double(), seeded_clip(8, 40).double()
    activations, _ = captured(model, clip, "layer_4")
    with torch.no_grad():
        y = model(clip[None]).item()
    total = signed_points(activations, model.fc.weight.detach()[0], 63.0).sum().item()
    assert total == pytest.approx(63 * (y - model.fc.bias.item()), rel=1e-12)
    ours = explain_clip(model, clip, guided=False)
    assert ours.signed_points is not None
    assert ours.signed_points.sum(dtype=np.float64) == pytest.approx(total, rel=1e-5)
    assert explain_clip(model, clip, "layer_3", guided=False).signed_points is None


def test_scores_below_zero_are_clamped_but_still_explained() -> None:
    model, clip = seeded_model(small_config()), seeded_clip(8, 40)
    with torch.no_grad():
        model.fc.bias -= model(clip[None])[0] + 0.1
    ours = explain_clip(model, clip)
    assert ours.raw_output == pytest.approx(-0.1, abs=1e-4)
    assert ours.score == 0.0
    assert ours.gradcampp.max() > 0
    assert not ours.weighted_gradcampp.any()
    assert ours.guided is not None
    assert np.abs(ours.guided).max() > 0


def state_of(model: STADRN) -> tuple[list[bool], list[bool], int]:
    hooks = sum(len(m._forward_hooks) + len(m._backward_hooks) + len(m._forward_pre_hooks) for m in model.modules())
    return [m.training for m in model.modules()], [p.requires_grad for p in model.parameters()], hooks


@pytest.mark.parametrize("fails", [False, True])
def test_the_model_is_left_as_it_was_found(fails: bool) -> None:
    model = seeded_model(small_config())
    model.train()
    model.layer_2.eval()
    model.fc.bias.requires_grad_(False)
    running = model.bn1.running_mean.clone()
    before = state_of(model)
    if fails:
        handle = model.layer_4.register_forward_pre_hook(lambda *_: (_ for _ in ()).throw(RuntimeError("stopped")))
        with pytest.raises(RuntimeError, match="stopped"):
            explain_clip(model, seeded_clip(8, 40))
        handle.remove()
    else:
        explain_clip(model, seeded_clip(8, 40))
    assert state_of(model) == before
    assert torch.equal(model.bn1.running_mean, running)
    assert all(parameter.grad is None for parameter in model.parameters())


@pytest.mark.parametrize("layer", ["layer_2", "layer_4"])
def test_frozen_weights_no_grad_and_inference_mode_change_nothing(layer: str) -> None:
    model, clip = seeded_model(small_config()), seeded_clip(8, 40)
    expected = explain_clip(model, clip, layer)
    model.requires_grad_(False)
    with torch.no_grad():
        frozen = explain_clip(model, clip, layer)
    with torch.inference_mode():
        inference = explain_clip(model, clip.numpy(), layer)
    for other in (frozen, inference):
        assert other.raw_output == expected.raw_output
        assert np.array_equal(other.gradcampp, expected.gradcampp)
        assert np.array_equal(other.guided, expected.guided)


def test_autocast_keeps_map_arithmetic_in_float32() -> None:
    model, clip = seeded_model(small_config()), seeded_clip(8, 40)
    expected = explain_clip(model, clip)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        ours = explain_clip(model, clip)
    assert ours.gradcampp.dtype == np.float32
    assert relative_error(ours.gradcampp, expected.gradcampp) < 0.1
    assert ours.signed_points is not None
    # the total holds to float32 accuracy, which bfloat16 sums would miss by far
    bias = model.fc.bias.item()
    assert ours.signed_points.sum(dtype=np.float64) == pytest.approx(63 * (ours.raw_output - bias), rel=0.05)


def test_guided_can_be_left_out_without_changing_the_rest() -> None:
    model, clip = seeded_model(small_config()), seeded_clip(8, 40)
    for layer in STAGES:
        with_guided, without = explain_clip(model, clip, layer), explain_clip(model, clip, layer, guided=False)
        assert without.guided is None
        assert relative_error(without.gradcampp, with_guided.gradcampp) <= 1e-6
        assert relative_error(without.gradcam, with_guided.gradcam) <= 1e-6


def test_wrong_arguments_are_named() -> None:
    model = seeded_model(small_config())
    with pytest.raises(ValueError, match="target layer must be one of"):
        explain_clip(model, seeded_clip(8, 40), "fc")
    with pytest.raises(ValueError, match=r"clip must be \(3, T, H, W\)"):
        explain_clip(model, seeded_clip(8, 40)[None])
    with pytest.raises(TypeError, match="floating point"):
        explain_clip(model, seeded_clip(8, 40).to(torch.uint8))
