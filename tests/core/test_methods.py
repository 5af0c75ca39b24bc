"""Every method against captum, closed forms or a formula written out again, in float64, over kinds, K and shapes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from captum.attr import IntegratedGradients, LayerGradCam, Occlusion, Saliency
from scipy.interpolate import RegularGridInterpolator
from torch.nn import functional

from stadrn_core.explain.contrast import Baseline
from stadrn_core.explain.guided_gradcampp import guided_gradcampp
from stadrn_core.explain.layercam import layercam
from stadrn_core.explain.methods import CHEAP, METHODS, cost, hindrance, layer_words
from stadrn_core.explain.neutral import neutral_clip
from stadrn_core.explain.passes import capture
from stadrn_core.explain.run import MethodMap, explain_by_methods
from stadrn_core.explain.smoothgrad import noise_of
from stadrn_core.explain.spread import over_clip
from stadrn_core.explain.stage_contrast import MOST_BASELINE_CLIPS, BaselineFeatures
from stadrn_core.explain.task import MethodOptions
from stadrn_core.model import STADRN, STAGES, ModelConfig
from stadrn_core.networks import Network, build_network, network_config_from_json
from stadrn_core.regions.atlas import Region, region_labels
from stadrn_core.types import Float64Array, Progress
from tests.golden import relative_error, seeded_clip, seeded_model

SMALL = {"features": 4, "stem_width": 8, "layers": [1, 1, 1, 1], "clip_length": 8, "frame_size": 40}
CASES = [("spatial", 1, 8, 40), ("fusion_feature", 2, 6, 48), ("fusion_vector", 4, 5, 33)]
"""Kind, K, frames, pixels."""


def case(kind: str, groups: int, num_frames: int, size: int) -> tuple[STADRN, torch.Tensor]:
    changes = {"kind": kind, "groups": groups, "clip_length": num_frames, "frame_size": size}
    model = seeded_model(ModelConfig.from_json({**SMALL, **changes})).double()
    return model, seeded_clip(num_frames, size).double()


def maps_of(model: Network, clip: torch.Tensor, *methods: str, **options: Any) -> dict[str, MethodMap]:
    landmarks = options.pop("landmarks", None)
    events = explain_by_methods(model, clip, methods, MethodOptions(**options), landmarks)
    return {event.name: event for event in events if isinstance(event, MethodMap)}


def drawn_landmarks(num_frames: int, size: int) -> Float64Array:
    """A face that drifts: jaw, brows, nose, eyes and mouth roughly where they lie in an aligned face."""
    angle = np.linspace(np.pi, 0, 17)
    jaw = np.stack([0.5 + 0.38 * np.cos(angle), 0.4 + 0.45 * np.sin(angle)], 1)
    brows = np.stack([np.r_[np.linspace(0.2, 0.42, 5), np.linspace(0.58, 0.8, 5)], np.full(10, 0.27)], 1)
    nose = np.r_[
        np.stack([np.full(4, 0.5), np.linspace(0.36, 0.54, 4)], 1),
        np.stack([np.linspace(0.43, 0.57, 5), np.full(5, 0.58)], 1),
    ]
    turn = np.linspace(np.pi, -np.pi, 6, endpoint=False)
    eyes = [np.stack([x + 0.06 * np.cos(turn), 0.36 - 0.025 * np.sin(turn)], 1) for x in (0.33, 0.67)]
    turn = np.linspace(np.pi, -np.pi, 12, endpoint=False)
    outer = np.stack([0.5 + 0.13 * np.cos(turn), 0.7 - 0.05 * np.sin(turn)], 1)
    turn = np.linspace(np.pi, -np.pi, 8, endpoint=False)
    inner = np.stack([0.5 + 0.08 * np.cos(turn), 0.7 - 0.02 * np.sin(turn)], 1)
    face = np.concatenate([jaw, brows, nose, *eyes, outer, inner]) * size
    assert face.shape == (68, 2)
    return face[None] + np.linspace(0, 0.1 * size, num_frames)[:, None, None]


def activations_of(model: STADRN, clip: torch.Tensor, layer: str) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Feature maps, gradient and output by plain autograd."""
    kept: list[torch.Tensor] = []
    handle = model.get_submodule(layer).register_forward_hook(lambda _m, _i, out: kept.append(out))
    y = model(clip[None])
    handle.remove()
    (gradient,) = torch.autograd.grad(y.sum(), kept[0])
    return kept[0][0].detach(), gradient[0], y.detach()[0, 0]


@pytest.mark.parametrize("layer", STAGES)
@pytest.mark.parametrize("given", CASES)
def test_class_activation_maps_at_every_layer(given: tuple[str, int, int, int], layer: str) -> None:
    model, clip = case(*given)
    names = ("gradcam", "layercam", "hirescam", "gradcampp", "weighted_gradcampp")
    found = maps_of(model, clip, *names, target_layer=layer)
    a, g, y = activations_of(model, clip, layer)
    signed = LayerGradCam(model, model.get_submodule(layer)).attribute(clip[None].requires_grad_())[0, 0].detach()
    assert np.abs(found["gradcam"].values - signed.relu().numpy()).max() <= 1e-10 * signed.abs().max()
    local = torch.einsum("kthw,kthw->thw", torch.where(g > 0, g, 0), a)
    assert relative_error(found["layercam"].values, local) <= 1e-10
    assert relative_error(found["hirescam"].values, torch.einsum("kthw,kthw->thw", g, a)) <= 1e-10
    score = max(63 * y.item(), 0)
    assert np.allclose(found["weighted_gradcampp"].values, score * found["gradcampp"].values, rtol=1e-12)
    quotient = g**2 / (2 * g**2 + a.sum((1, 2, 3), keepdim=True) * g**3)
    weights = torch.where(g > 0, quotient * g, 0).sum((1, 2, 3))
    assert relative_error(found["gradcampp"].values, torch.relu(torch.einsum("k,kthw->thw", weights, a))) <= 1e-10
    assert {one.target_layer for one in found.values()} == {layer}


def test_layercam_by_hand() -> None:
    a, g = torch.tensor([[1.0, 3.0], [2.0, 4.0]]).view(2, 1, 1, 2), torch.tensor([[2.0, -1.0], [-5.0, 0.5]])
    assert torch.equal(layercam(a, g.view(2, 1, 1, 2)), torch.tensor([[[2.0, 2.0]]]))


@pytest.mark.parametrize("layer", ["layer_3", "layer_4"])
@pytest.mark.parametrize("given", CASES)
def test_scorecam_with_every_channel_is_the_formula(given: tuple[str, int, int, int], layer: str) -> None:
    # As torch-cam computes it: align_corners=False, softmax over the raw outputs' increase (63 points are 1).
    model, clip = case(*given)
    found = maps_of(
        model, clip, "scorecam", target_layer=layer, budget=10_000, temperature_points=63, placement="resize"
    )["scorecam"]
    a, _, y = activations_of(model, clip, layer)
    flat = a.flatten(1)
    masks = ((flat - flat.amin(1, True)) / (flat.amax(1, True) - flat.amin(1, True))).nan_to_num().view_as(a)
    masks = functional.interpolate(masks[None], clip.shape[1:], mode="trilinear", align_corners=False)[0]
    with torch.no_grad():
        outputs = torch.stack([model((mask * clip)[None])[0, 0] for mask in masks])
    expected = torch.relu(torch.einsum("k,kthw->thw", torch.softmax(outputs - y, 0), a))
    assert relative_error(found.values, expected) <= 1e-6
    assert found.facts == {"channels": len(a), "channels looked at": len(a), "coverage": pytest.approx(1, abs=1e-12)}


def test_scorecam_on_a_budget_takes_the_channels_that_count_and_says_how_much_they_do() -> None:
    model, clip = case("fusion_vector", 2, 8, 40)
    a, _, y = activations_of(model, clip, "layer_4")
    share = (model.fc.weight[0].detach() * a.mean((1, 2, 3))).abs()
    found = maps_of(model, clip, "scorecam", budget=5, batch_size=2, temperature_points=200)["scorecam"]
    best = share.topk(5)
    assert found.facts["coverage"] == pytest.approx((best.values.sum() / share.sum()).item(), rel=1e-10)
    assert 0 < found.facts["coverage"] < 1
    strides = model.config.cell_stride("layer_4")
    low, high = a.amin((1, 2, 3), True), a.amax((1, 2, 3), True)
    with torch.no_grad():
        masks = over_clip((a - low) / (high - low), (8, 40, 40), strides)[best.indices]
        outputs = model(masks[:, None] * clip)[:, 0]
    weights = torch.softmax(63 * (outputs - y) / 200, 0)
    expected = torch.relu(torch.einsum("k,kthw->thw", weights, a[best.indices]))
    assert relative_error(found.values, expected) <= 1e-10
    assert weights.max() < 0.999, "else the weights say nothing"


@pytest.mark.parametrize("given", CASES)
def test_integrated_gradients_equal_captum_and_add_up(given: tuple[str, int, int, int]) -> None:
    model, clip = case(*given)
    for neutral in ("blur", "mean colour"):
        found = maps_of(model, clip, "integrated_gradients", budget=12, neutral=neutral, batch_size=5)
        values, facts = found["integrated_gradients"].values, found["integrated_gradients"].facts
        start = neutral_clip(clip, neutral)  # type: ignore[arg-type]
        oracle = IntegratedGradients(model).attribute(
            clip[None], start[None], n_steps=12, method="gausslegendre", internal_batch_size=4
        )
        assert relative_error(values, 63 * oracle[0].sum(0).detach()) <= 1e-8
        with torch.no_grad():
            difference = 63 * (model(clip[None]) - model(start[None])).item()
        assert facts["difference_points"] == pytest.approx(difference, rel=1e-10)
        assert facts["gap_points"] == pytest.approx(values.sum() - difference, abs=1e-9 * np.abs(values).sum())


def test_integrated_gradients_are_exact_for_a_network_without_bends() -> None:
    class Line(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.config = ModelConfig.from_json(SMALL)
            self.fc = torch.nn.Linear(3, 1).double()

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.fc((x * torch.linspace(0, 1, x.shape[-1])).mean((2, 3, 4)))

    model, clip = Line(), seeded_clip(2, 8).double()
    found = maps_of(model, clip, "integrated_gradients", "smoothgrad", "input_gradient", budget=3)  # type: ignore[arg-type]
    one = found["integrated_gradients"]
    assert abs(one.facts["gap_points"]) <= 1e-10 * abs(one.facts["total_points"])
    assert np.allclose(found["smoothgrad"].values, found["input_gradient"].values, rtol=1e-10)


@pytest.mark.parametrize("given", CASES)
def test_smoothgrad_is_the_mean_of_captum_s_gradients(given: tuple[str, int, int, int]) -> None:
    model, clip = case(*given)
    found = maps_of(model, clip, "smoothgrad", budget=3, noise=0.1, seed=4, batch_size=2)["smoothgrad"]
    deviation = 0.1 * (clip.max() - clip.min())
    assert found.facts["noise_deviation"] == pytest.approx(deviation.item())
    copies = [clip + deviation * noise_of(clip, 4, i) for i in range(3)]
    saliency = Saliency(model)
    mean = sum(saliency.attribute(one[None].requires_grad_(), abs=False)[0] for one in copies) / 3
    assert isinstance(mean, torch.Tensor)
    assert relative_error(found.values, mean.norm(dim=0)) <= 1e-10
    noise = noise_of(torch.zeros(3, 16, 40, 40), 4, 0)
    assert noise.std().item() == pytest.approx(1, abs=0.02)
    assert not torch.equal(noise, noise_of(torch.zeros(3, 16, 40, 40), 4, 1))


def test_guided_gradcampp_is_the_product() -> None:
    model, clip = case("fusion_vector", 2, 8, 40)
    found = maps_of(model, clip, "guided_gradcampp", "guided", "gradcampp", target_layer="layer_3")
    heat, strides = found["gradcampp"].values, np.array([4, 16, 16])
    centres = [np.arange(n) * stride for n, stride in zip(heat.shape, strides, strict=True)]
    pixels = np.stack(np.meshgrid(np.arange(8), np.arange(40), np.arange(40), indexing="ij"), -1)
    held = np.minimum(pixels, strides * (np.array(heat.shape) - 1))
    expected = found["guided"].values * RegularGridInterpolator(centres, heat)(held)
    assert relative_error(found["guided_gradcampp"].values, expected) <= 1e-10
    assert found["guided_gradcampp"].values.shape == (8, 40, 40)
    ones = torch.ones(1, 2, 2)
    assert guided_gradcampp(torch.tensor([2.0, -3.0, 6.0]).view(3, 1, 1, 1), ones, (1, 1)).item() == 7.0


@pytest.mark.parametrize("neutral", ["blur", "mean colour"])
def test_occlusion_by_region_is_what_the_output_falls_by(neutral: str) -> None:
    model, clip = case("fusion_vector", 2, 5, 48)
    landmarks = drawn_landmarks(5, 48)
    found = maps_of(model, clip, "occlusion", landmarks=landmarks, neutral=neutral, batch_size=3)["occlusion"]
    labels = np.stack([region_labels(points, 48) for points in landmarks])
    assert set(np.unique(labels)) == set(Region), "every region is looked at"
    assert (labels[0] != labels[4]).any(), "the face moves"
    start = neutral_clip(clip, neutral)  # type: ignore[arg-type]
    for region in Region:
        hidden = clip.clone()
        for t in range(5):
            hidden[:, t, labels[t] == region] = start[:, t, labels[t] == region]
        with torch.no_grad():
            fall = 63 * (model(clip[None]) - model(hidden[None])).item()
        assert found.facts["points"][region.key] == pytest.approx(fall, rel=1e-9), region
        assert np.allclose(found.values[labels == region], fall, rtol=1e-9)


def test_occlusion_of_everything_equals_captum() -> None:
    model, clip = case("spatial", 2, 5, 48)
    outside = drawn_landmarks(5, 48) + 10_000
    found = maps_of(model, clip, "occlusion", landmarks=outside, neutral="mean colour")["occlusion"]
    assert list(found.facts["points"]) == ["background"]
    colour = clip.mean((1, 2, 3)).view(1, 3, 1, 1, 1).expand(1, *clip.shape)
    oracle = Occlusion(model).attribute(clip[None], tuple(clip.shape), baselines=colour)[0, 0]
    assert relative_error(found.values, 63 * oracle.detach()) <= 1e-6, "captum divides in float32"


def test_neutral_clips() -> None:
    clip = seeded_clip(2, 32).double()
    colour = neutral_clip(clip, "mean colour")
    assert np.allclose(colour[:, 1, 3, 5], clip.numpy().mean((1, 2, 3)))
    flat = torch.full((3, 1, 32, 32), 0.7, dtype=torch.float64)
    assert torch.allclose(neutral_clip(flat, "blur"), flat), "the border is renormalised"
    point = torch.zeros(3, 1, 33, 33, dtype=torch.float64)
    point[:, :, 16, 16] = 1
    blurred = neutral_clip(point, "blur")[0, 0]
    deviation = 33 / 16
    assert (blurred[16, 20] / blurred[16, 16]).item() == pytest.approx(np.exp(-16 / (2 * deviation**2)), rel=2e-3)
    with pytest.raises(ValueError, match="neutral must be"):
        neutral_clip(clip, "noise")  # type: ignore[arg-type]


def test_signed_and_contrast_evidence_hold_whatever_the_target_layer() -> None:
    model, clip = case("fusion_vector", 2, 8, 40)
    base = Baseline("recording mean", np.full((2, 2), 3, np.float32), "mean of the recording, 1 of 1 clips")
    found = maps_of(model, clip, "signed_points", "contrast", target_layer="layer_2", baseline=base)
    points = found["signed_points"]
    assert points.target_layer == "layer_4"
    bias = points.facts["bias_points"]
    assert points.values.sum() + bias == pytest.approx(63 * points.raw_output, rel=1e-12)
    assert np.allclose(found["contrast"].values, points.values - 3, rtol=1e-5)
    assert found["contrast"].facts == {"baseline": "mean of the recording, 1 of 1 clips"}


def test_cells_are_spread_as_the_usual_resize_on_request() -> None:
    cells = torch.rand(3, 2, 4, 5, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    usual = functional.interpolate(cells[None], (8, 32, 40), mode="trilinear", align_corners=False)[0]
    assert torch.allclose(over_clip(cells, (8, 32, 40), (4, 8), "resize"), usual, atol=1e-6)
    centred = over_clip(cells, (8, 32, 40), (4, 8))
    assert torch.equal(centred[:, ::4, ::8, ::8], cells), "a cell lies on the input it is centred on"


def state_of(model: torch.nn.Module) -> tuple[Any, ...]:
    hooks = sum(len(m._forward_hooks) + len(m._backward_hooks) + len(m._forward_pre_hooks) for m in model.modules())
    kept = {name: value.clone() for name, value in model.state_dict().items()}
    return [m.training for m in model.modules()], [p.requires_grad for p in model.parameters()], hooks, kept


def assert_untouched(model: torch.nn.Module, before: tuple[Any, ...]) -> None:
    after = state_of(model)
    assert after[:3] == before[:3]
    assert all(torch.equal(after[3][name], value) for name, value in before[3].items())
    assert all(parameter.grad is None for parameter in model.parameters())


@pytest.mark.parametrize("frozen", [False, True])
@pytest.mark.parametrize("name", METHODS)
def test_the_model_is_untouched_at_every_yield_and_the_cost_is_what_was_said(name: str, frozen: bool) -> None:
    model, clip = case("fusion_vector", 2, 5, 48)
    model.train()
    model.layer_2.eval()
    model.requires_grad_(not frozen)
    before = state_of(model)
    forward, backward = [], []
    base = Baseline("recording mean", np.zeros((2, 2), np.float32), "nothing")
    features = BaselineFeatures("layer_2", np.zeros((32, 6, 6), np.float32), "nothing")
    options = MethodOptions(budget=3, baseline=base, baseline_features=features)
    real_output, real_grad = STADRN.output, torch.autograd.grad
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(STADRN, "output", lambda self, x: forward.append(len(x)) or real_output(self, x))
        patch.setattr(torch.autograd, "grad", lambda *a, **k: backward.append(1) or real_grad(*a, **k))
        for event in explain_by_methods(model, clip, [name], options, drawn_landmarks(5, 48)):
            assert torch.is_grad_enabled()
            assert_untouched(model, before)
            assert isinstance(event, (Progress, MethodMap))
    said = cost([name], model.config, options)
    before_it = MOST_BASELINE_CLIPS * METHODS[name].of_baseline_features
    assert (sum(forward) + before_it, len(backward)) == (said.forward, said.backward)
    stopped = explain_by_methods(model, clip, [name], options, drawn_landmarks(5, 48))
    next(iter(stopped))
    stopped.close()  # type: ignore[attr-defined]
    assert_untouched(model, before)


def test_every_network_takes_every_method_it_can() -> None:
    config = network_config_from_json({"architecture": "mdn", "width": 2, "clip_length": 8, "frame_size": 100})
    torch.manual_seed(0)
    model, clip = build_network(config).double().train(), seeded_clip(8, 100).double()
    options = MethodOptions(budget=2)
    refused = {name for name in METHODS if hindrance(name, config, options, has_landmarks=True)}
    assert refused == {"signed_points", "contrast", "integrated_contrast", "gradient_contrast"}
    names = [name for name in METHODS if name not in refused]
    found = maps_of(model, clip, *names, budget=2, landmarks=drawn_landmarks(8, 100))
    for name, one in found.items():
        cells = config.map_shape("layer_4") if METHODS[name].where == "cells" else (8, 100, 100)
        assert one.values.shape == cells, name
        assert (one.values.min() >= 0) or METHODS[name].sign == "signed", name
    assert cost(["gradcam"], config, options).backward == 1, "no closed form before dense layers"


def test_shared_passes_count_once() -> None:
    config, options = ModelConfig(), MethodOptions(budget=10)
    assert cost(["gradcam", "gradcampp", "signed_points"], config, options).words == "1 forward pass"
    assert cost(CHEAP, config, options).words == "1 forward and 2 backward passes"
    assert cost(["layercam"], config, MethodOptions(target_layer="layer_3")).words == "1 forward and 1 backward passes"
    assert cost(["scorecam", "integrated_gradients"], config, options).words == "22 forward and 10 backward passes"
    assert "8×7×7 cells, 8 sampled frames and 32 px" in layer_words(config, "layer_4")
    assert "a local estimate" in layer_words(config, "layer_2")


def test_mistakes_are_refused_before_anything_is_computed() -> None:
    model, clip = case("spatial", 2, 5, 48)
    for methods, options, words in (
        (["cam"], {}, "method must be one of"),
        (["occlusion"], {}, "landmarks"),
        (["contrast"], {}, "baseline"),
    ):
        with pytest.raises(ValueError, match=words):
            explain_by_methods(model, clip, methods, MethodOptions(**options))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"landmarks must be \(5, 68, 2\)"):
        explain_by_methods(model, clip, ["occlusion"], None, drawn_landmarks(4, 48))
    with pytest.raises(ValueError, match="clip must be"):
        explain_by_methods(model, clip[None], ["gradcam"])
    with pytest.raises(TypeError, match="floating point"):
        capture(model, clip.int())
    for wrong in ({"target_layer": "fc"}, {"budget": 0}, {"noise": 0.0}, {"temperature_points": -1.0}):
        with pytest.raises(ValueError, match="must be"):
            MethodOptions(**wrong)  # type: ignore[arg-type]
