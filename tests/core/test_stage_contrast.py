"""Contrasts at an inner stage against captum, loops and sums by hand, in float64."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from captum.attr import IntegratedGradients

from stadrn_core.explain.methods import METHODS, hindrance
from stadrn_core.explain.stage_contrast import BaselineFeatures, mean_features, spread_matrix
from stadrn_core.explain.task import MethodOptions
from stadrn_core.model import STADRN
from stadrn_core.networks import build_network, network_config_from_json
from tests.core.test_methods import CASES, activations_of, case, maps_of
from tests.golden import relative_error, seeded_clip


def rest_of(model: STADRN, layer: str) -> torch.nn.Sequential:
    """What follows a stage, put together anew."""
    later = [model.get_submodule(f"layer_{n}") for n in range(int(layer[-1]) + 1, 5)]
    return torch.nn.Sequential(*later, torch.nn.AdaptiveAvgPool3d(1), torch.nn.Flatten(), model.fc)


def baseline_of(model: STADRN, layer: str, channels: int, cells: int) -> BaselineFeatures:
    generator = torch.Generator().manual_seed(3)
    values = torch.rand(channels, cells, cells, generator=generator).numpy().astype(np.float32)
    return BaselineFeatures(layer, values, "mean of clip 7")


def spread_by_hand(points: np.ndarray, reach: int) -> np.ndarray:
    """Every cell gives to those less than ``reach`` rows and columns away, its gifts scaled to sum to what it has."""
    found = np.zeros_like(points)
    _, rows, columns = points.shape
    for i in range(rows):
        for j in range(columns):
            gifts = np.zeros((rows, columns))
            for y in range(rows):
                for x in range(columns):
                    gifts[y, x] = max(0, reach - abs(y - i)) * max(0, reach - abs(x - j))
            found += points[:, i, j][:, None, None] * gifts / gifts.sum()
    return found


@pytest.mark.parametrize("layer", ["layer_2", "layer_3"])
@pytest.mark.parametrize("given", CASES)
def test_integrated_contrast_is_integrated_gradients_of_feature_maps(
    given: tuple[str, int, int, int], layer: str
) -> None:
    model, clip = case(*given)
    a, _, y = activations_of(model, clip, layer)
    base = baseline_of(model, layer, a.shape[0], a.shape[2])
    found = maps_of(model, clip, "integrated_contrast", target_layer=layer, baseline_features=base, budget=8)
    one = found["integrated_contrast"]
    begin = torch.from_numpy(base.values).double()[:, None].expand_as(a)[None]
    rest = rest_of(model.eval(), layer)
    oracle = IntegratedGradients(rest).attribute(a[None], begin, n_steps=8, method="gausslegendre")
    points = 63 * oracle[0].sum(0).detach().numpy()
    by_hand = spread_by_hand(points, {"layer_2": 4, "layer_3": 2}[layer])
    assert relative_error(one.values, by_hand) <= 1e-7, "captum's places on the way are float32"
    assert one.values.sum() == pytest.approx(one.facts["total_points"], rel=1e-10), "spreading keeps the sum"
    difference = 63 * (y.item() - rest(begin).item())
    assert one.facts["difference_points"] == pytest.approx(difference, rel=1e-10)
    assert one.facts["gap_points"] == pytest.approx(points.sum() - difference, abs=1e-7 * np.abs(points).sum())
    assert abs(one.facts["gap_points"]) <= 0.05 * np.abs(points).sum()
    assert one.facts["baseline"] == "mean of clip 7"


@pytest.mark.parametrize("given", CASES)
def test_gradient_contrast_is_the_gradient_at_the_clip_times_the_difference(given: tuple[str, int, int, int]) -> None:
    model, clip = case(*given)
    a, g, _ = activations_of(model, clip, "layer_2")
    base = baseline_of(model, "layer_2", a.shape[0], a.shape[2])
    one = maps_of(model, clip, "gradient_contrast", baseline_features=base)["gradient_contrast"]
    assert one.target_layer == "layer_2", "where the last stage is chosen, it is taken at the second"
    way = a.numpy() - base.values.astype(np.float64)[:, None]
    assert relative_error(one.values, spread_by_hand(63 * np.einsum("kthw,kthw->thw", g, way), 4)) <= 1e-10


def test_a_clip_compared_with_itself_has_nothing_to_show() -> None:
    model, clip = case("fusion_vector", 2, 8, 40)
    still = clip[:, :1].expand_as(clip).contiguous()
    a, _, _ = activations_of(model, still, "layer_2")
    inner = a[:, 2:3].expand_as(a)  # away from the padding in time
    base = BaselineFeatures("layer_2", inner[:, 0].float().numpy(), "itself")
    found = maps_of(model, still, "integrated_contrast", baseline_features=base)["integrated_contrast"]
    far = BaselineFeatures("layer_2", inner[:, 0].float().numpy() + 1, "another")
    other = maps_of(model, still, "integrated_contrast", baseline_features=far)["integrated_contrast"]
    assert np.abs(found.values[2]).max() <= 1e-4 * np.abs(other.values).max()


def test_spreading_by_hand() -> None:
    weights = spread_matrix(5, 2)
    assert weights[:, 2].tolist() == [0, 0.25, 0.5, 0.25, 0]
    assert np.allclose(weights[:, 0], [2 / 3, 1 / 3, 0, 0, 0])
    assert np.allclose(weights.sum(0), 1)
    assert np.array_equal(spread_matrix(4, 1), np.eye(4)), "cells as wide as those of the last stage stay"


def test_mean_features_are_those_of_the_stretch() -> None:
    model, clip = case("spatial", 2, 8, 40)
    a, _, _ = activations_of(model, clip, "layer_2")  # slots on positions 0, 2, 4 and 6
    assert np.allclose(mean_features(model, clip, "layer_2"), a.mean(1), atol=1e-6)
    assert np.allclose(mean_features(model, clip, "layer_2", 2, 5), a[:, 1:3].mean(1), atol=1e-6)
    assert np.allclose(mean_features(model, clip, "layer_2", 3, 4), a[:, 1], atol=1e-6), "the nearest slot"
    with pytest.raises(ValueError, match="stretch"):
        mean_features(model, clip, "layer_2", 5, 5)
    assert not any(module._forward_hooks for module in model.modules())


def test_a_network_with_dense_layers_is_compared_too() -> None:
    config = network_config_from_json({"architecture": "mdn", "width": 2, "clip_length": 8, "frame_size": 100})
    torch.manual_seed(0)
    model, clip = build_network(config).double().eval(), seeded_clip(8, 100).double()
    base = BaselineFeatures("layer_2", mean_features(model, clip, "layer_2"), "its own mean")
    one = maps_of(model, clip, "integrated_contrast", baseline_features=base)["integrated_contrast"]
    assert one.values.shape == config.map_shape("layer_2")
    assert one.values.sum() == pytest.approx(one.facts["difference_points"], abs=0.05 * np.abs(one.values).sum())


def test_what_it_needs_is_said() -> None:
    config = case("spatial", 2, 8, 40)[0].config
    wrong = BaselineFeatures("layer_3", np.zeros((64, 3, 3), np.float32), "")
    for name in ("integrated_contrast", "gradient_contrast"):
        assert METHODS[name].compares
        assert "baseline to compare with" in str(hindrance(name, config, MethodOptions(), has_landmarks=True))
        told = hindrance(name, config, MethodOptions(baseline_features=wrong), has_landmarks=True)
        assert "at layer_2 needs a baseline of that stage, not of layer_3" in str(told)
        options = MethodOptions(target_layer="layer_3", baseline_features=wrong)
        assert hindrance(name, config, options, has_landmarks=True) is None
    model, clip = case("spatial", 2, 8, 40)
    misshapen = BaselineFeatures("layer_2", np.zeros((3, 5, 5), np.float32), "")
    with pytest.raises(ValueError, match="the baseline's feature maps are"):
        maps_of(model, clip, "gradient_contrast", baseline_features=misshapen)
    with pytest.raises(ValueError, match=r"\(C, H', W'\)"):
        BaselineFeatures("layer_2", np.zeros((3, 5), np.float32), "")
