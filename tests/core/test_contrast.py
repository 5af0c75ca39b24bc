"""Contrast, HiResCAM and gradients against hand calculations, captum and autograd in float64."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from captum.attr import GuidedBackprop, LayerGradCam, LayerGradientXActivation, Saliency

from stadrn_core.clips import make_plan
from stadrn_core.explain import explain_clip
from stadrn_core.explain.contrast import Baseline, checkpoint_mean, contrast, neutral_stretch, recording_mean
from stadrn_core.explain.hirescam import hirescam
from stadrn_core.explain.input_gradient import gradient_magnitude
from stadrn_core.explain.studied_maps import STUDIED_MAPS, method_maps
from stadrn_core.model import KINDS, ModelConfig
from stadrn_core.networks import build_network, network_config_from_json
from tests.golden import relative_error, seeded_clip, seeded_model

SMALL = {"features": 4, "stem_width": 8, "layers": [1, 1, 1, 1], "clip_length": 8, "frame_size": 40}


@pytest.mark.parametrize("kind", KINDS)
def test_hirescam_equals_captum_at_both_stages(kind: str) -> None:
    model = seeded_model(ModelConfig.from_json({**SMALL, "kind": kind})).double()
    clip = seeded_clip(8, 40).double()
    found = method_maps(model, clip)
    for layer in ("layer_3", "layer_4"):
        oracle = LayerGradientXActivation(model, model.get_submodule(layer)).attribute(clip[None].requires_grad_())
        assert relative_error(found.maps[f"hirescam_{layer}"], oracle[0].sum(0).detach()) <= 1e-12, layer
        assert found.maps[f"hirescam_{layer}"].min() < 0
    with torch.no_grad():
        assert found.raw_output == pytest.approx(model(clip[None]).item(), rel=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_last_stage_maps_agree_with_each_other_and_with_captum(kind: str) -> None:
    model = seeded_model(ModelConfig.from_json({**SMALL, "kind": kind})).double()
    clip = seeded_clip(8, 40).double()
    maps = method_maps(model, clip).maps
    assert relative_error(63 * maps["hirescam_layer_4"], maps["signed_points"]) <= 1e-12
    signed = LayerGradCam(model, model.layer_4).attribute(clip[None].requires_grad_())[0, 0].detach()
    assert relative_error(maps["gradcam"], signed.relu()) <= 1e-12
    alone = explain_clip(model, clip, guided=True)
    assert relative_error(alone.gradcampp, maps["gradcampp"]) <= 1e-6
    assert relative_error(alone.signed_points, maps["signed_points"]) <= 1e-6
    assert alone.guided is not None
    assert relative_error(np.linalg.norm(alone.guided, axis=0), maps["guided"]) <= 1e-6


def test_gradients_to_the_input_equal_captum() -> None:
    model = seeded_model(ModelConfig.from_json(SMALL)).double()
    clip = seeded_clip(8, 40).double()
    maps = method_maps(model, clip).maps
    true = Saliency(model).attribute(clip[None].requires_grad_(), abs=False)[0]
    assert relative_error(maps["input_gradient"], true.norm(dim=0)) <= 1e-12
    with pytest.warns(UserWarning, match="Setting backward hooks"):
        guided = GuidedBackprop(copy.deepcopy(model)).attribute(clip[None].requires_grad_())[0].detach()
    assert relative_error(maps["guided"], guided.norm(dim=0)) <= 1e-10


def test_a_network_without_a_linear_head_has_no_signed_points() -> None:
    config = network_config_from_json({"architecture": "mdn", "width": 2, "clip_length": 8, "frame_size": 100})
    torch.manual_seed(0)
    model = build_network(config).double().train()
    maps = method_maps(model, seeded_clip(8, 100).double()).maps
    contrasts = {"integrated_contrast_layer_2", "integrated_contrast_layer_3", "gradient_contrast_layer_2"}
    assert set(STUDIED_MAPS) - set(maps) == {"signed_points", *contrasts}
    for name, values in maps.items():
        layer = STUDIED_MAPS[name].target_layer
        assert tuple(values.shape) == (config.map_shape(layer) if layer else (8, 100, 100)), name
    assert model.training
    assert all(parameter.requires_grad for parameter in model.parameters())


def test_maps_by_hand() -> None:
    a, g = torch.tensor([[1.0, 3.0], [2.0, 0.0]]).view(2, 1, 1, 2), torch.tensor([[2.0, -1.0], [0.5, 9.0]])
    assert torch.equal(hirescam(a, g.view(2, 1, 1, 2)), torch.tensor([[[3.0, -3.0]]]))
    gradient = torch.tensor([2.0, -3.0, 6.0]).view(3, 1, 1, 1)
    assert gradient_magnitude(gradient).item() == 7.0
    with pytest.raises(ValueError, match="clip must be"):
        method_maps(seeded_model(ModelConfig.from_json(SMALL)), torch.zeros(1, 3, 8, 40, 40))


def test_contrast_is_the_difference_and_its_total_the_difference_of_outputs() -> None:
    model = seeded_model(ModelConfig.from_json(SMALL)).double()
    clips = [seeded_clip(8, 40, seed).double() for seed in range(3)]
    found = [method_maps(model, clip) for clip in clips]
    points = [one.maps["signed_points"].numpy().astype(np.float32) for one in found]
    baseline = checkpoint_mean(points[1:])
    assert baseline.words == "mean over 2 recordings"
    difference = contrast(points[0], baseline)
    assert np.allclose(difference, points[0] - (points[1] + points[2]) / 2, rtol=1e-5, atol=1e-4)
    expected = 63 * (found[0].raw_output - (found[1].raw_output + found[2].raw_output) / 2)
    assert difference.sum(dtype=np.float64) == pytest.approx(expected, rel=1e-4)


def test_neutral_stretch_by_hand() -> None:
    # Sampled frames 0, 2, … 14; clips of 4 sampled frames, 2 slots each, centred on their positions 0 and 2.
    plan = make_plan(16, sample_interval=2, clip_length=4, slicing="contiguous")
    points = {i: np.array([10.0 * i, 10.0 * i + 4], np.float32).reshape(2, 1, 1) for i in range(2)}
    # Frame values: clip 0: 0, 2, 4, 4; clip 1: 10, 12, 14, 14.
    assert neutral_stretch(points, plan, 2, 2, 9).points.item() == pytest.approx((2 + 4 + 4 + 10) / 4)
    assert neutral_stretch(points, plan, 2, 3, 5).points.item() == pytest.approx(4)
    mean = recording_mean(points, plan, 2)
    assert mean.points.item() == pytest.approx((0 + 2 + 4 + 4 + 10 + 12 + 14 + 14) / 8)
    assert (mean.kind, mean.words) == ("recording mean", "mean of the recording, 2 of 2 clips")
    with pytest.raises(ValueError, match="frames 9 to 9"):
        neutral_stretch({0: points[0]}, plan, 2, 9, 10)


def test_overlapping_clips_count_a_frame_once() -> None:
    plan = make_plan(6, sample_interval=1, clip_length=4)
    assert plan.positions.tolist() == [[0, 1, 2, 3], [2, 3, 4, 5]]
    points = {0: np.full((4, 1, 1), 1, np.float32), 1: np.full((4, 1, 1), 3, np.float32)}
    assert recording_mean(points, plan, 1).points.item() == pytest.approx((1 + 1 + 2 + 2 + 3 + 3) / 6)
    short = make_plan(2, sample_interval=1, clip_length=4)
    ramp = {0: np.array([0, 1, 2, 3], np.float32).reshape(4, 1, 1)}
    assert neutral_stretch(ramp, short, 1, 0, 1).points.item() == pytest.approx(0.5)


def test_a_baseline_of_other_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="same cells"):
        contrast(np.zeros((2, 3, 3), np.float32), Baseline("recording mean", np.zeros((2, 2), np.float32), ""))
    with pytest.raises(ValueError, match="differ in their cells"):
        checkpoint_mean([np.zeros((2, 3, 3), np.float32), np.zeros((1, 3, 3), np.float32)])
    with pytest.raises(ValueError, match="no recording"):
        checkpoint_mean([])
    with pytest.raises(ValueError, match="kind"):
        Baseline("mean", np.zeros((2, 2), np.float32), "")  # type: ignore[arg-type]
