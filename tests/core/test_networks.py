"""Networks other than STA-DRN through every door: configuration, checkpoint, explanation, command line."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from captum.attr import GuidedBackprop, LayerGradCam

from stadrn_core.checkpoint import init_checkpoint, load_checkpoint, save_checkpoint
from stadrn_core.cli import main
from stadrn_core.comparators import MDN, MDNConfig, ResNet3D, ResNetConfig
from stadrn_core.errors import CheckpointError
from stadrn_core.explain import explain_clip, gradcam, gradcampp, signed_points
from stadrn_core.model import STADRN, STAGES, ModelConfig
from stadrn_core.networks import Network, NetworkConfig, build_network, network_config_from_json
from stadrn_core.store import AnalysisStore
from tests.golden import relative_error, seeded_clip, seeded_weights

RESNET = ResNetConfig(18, width=4, clip_length=8, frame_size=40)
RESNET_50 = ResNetConfig(50, width=2, clip_length=8, frame_size=40)
MDN_18 = MDNConfig(18, width=4, clip_length=8, frame_size=100)
COMPARATORS = [RESNET, RESNET_50, MDN_18]


def seeded(config: NetworkConfig) -> Network:
    model = build_network(config)
    model.load_state_dict(seeded_weights(model, 0))  # type: ignore[arg-type]
    return model.eval()


def clip_of(config: NetworkConfig) -> torch.Tensor:
    return seeded_clip(config.clip_length, config.frame_size)


def captured(model: Network, clip: torch.Tensor, layer: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Feature maps and true gradient at a stage by plain autograd."""
    kept: list[torch.Tensor] = []
    handle = model.get_submodule(layer).register_forward_hook(lambda _m, _i, out: kept.append(out))
    y = model(clip[None])
    handle.remove()
    (gradient,) = torch.autograd.grad(y.sum(), kept[0])
    return kept[0][0].detach(), gradient[0]


@pytest.mark.parametrize(("config", "network"), [(ModelConfig(groups=4), STADRN), (RESNET_50, ResNet3D), (MDN_18, MDN)])
def test_configurations_survive_json_and_name_their_network(config: NetworkConfig, network: type) -> None:
    again = network_config_from_json(json.loads(json.dumps(config.to_json())))
    assert again == config
    with torch.device("meta"):
        model = build_network(again)
    assert isinstance(model, network)
    assert model.config == config
    assert model.stages == STAGES
    assert model.fc.out_features == 1


def test_what_cannot_be_a_configuration_is_refused() -> None:
    assert network_config_from_json({}) == ModelConfig()
    assert network_config_from_json({"architecture": "sta_drn", "groups": 4}) == ModelConfig(groups=4)
    for values, reason in (
        ({"architecture": "vit"}, "architecture must be one of sta_drn, resnet_3d, mdn, got 'vit'"),
        ({"architecture": "mdn", "features": 16}, "unknown configuration fields: features"),
        ({"depth": 18}, "unknown configuration fields: depth"),
        ({"architecture": "resnet_3d", "depth": 34}, "depth must be one of"),
    ):
        with pytest.raises(ValueError, match=reason):
            network_config_from_json(values)


@pytest.mark.parametrize("config", COMPARATORS, ids=lambda config: config.title)
def test_native_checkpoints_come_back(tmp_path: Path, config: NetworkConfig) -> None:
    model = seeded(config)
    path = save_checkpoint(tmp_path / "a.safetensors", model, {"name": "Ours"})
    loaded = load_checkpoint(path, "cpu")
    assert loaded.config == config
    assert type(loaded.model) is type(model)
    with torch.no_grad():
        # Not equal to the last bit: float32 sums depend on how the weights lie in memory.
        assert loaded.model(clip_of(config)[None]).item() == pytest.approx(
            model(clip_of(config)[None]).item(), rel=1e-5
        )
    save_checkpoint(tmp_path / "b.safetensors", loaded.model, {})
    assert load_checkpoint(tmp_path / "b.safetensors", "cpu").identity == loaded.identity
    for option in ({"kind": "spatial"}, {"temporal_stride": 1}, {"clip_length": 9}):
        with pytest.raises(CheckpointError, match="contradicts the options"):
            load_checkpoint(path, "cpu", **option)  # type: ignore[arg-type]


def test_untrained_comparators_score_within_the_range(tmp_path: Path) -> None:
    for config in (RESNET, MDN_18):
        loaded = load_checkpoint(init_checkpoint(tmp_path / f"{config.title}.safetensors", config), "cpu")
        assert loaded.name == f"untrained {config.title}"
        assert 0 < explain_clip(loaded.model, clip_of(config), guided=False).score < 63


@pytest.mark.parametrize("config", COMPARATORS, ids=lambda config: config.title)
def test_maps_equal_captum(config: NetworkConfig) -> None:
    model, clip = seeded(config), clip_of(config)
    with pytest.warns(UserWarning, match="Setting backward hooks"):
        guided = GuidedBackprop(copy.deepcopy(model)).attribute(clip[None].requires_grad_())[0].detach()
    for layer in STAGES:
        ours = explain_clip(model, clip, layer)
        signed = LayerGradCam(model, model.get_submodule(layer)).attribute(clip[None].requires_grad_())[0, 0].detach()
        activations, gradients = captured(model, clip, layer)
        assert ours.gradcam.shape == config.map_shape(layer)
        both_signs = gradcam(activations, gradients) - gradcam(activations, -gradients)
        assert relative_error(both_signs, signed) <= 1e-4, layer
        assert np.abs(ours.gradcam - signed.relu().numpy()).max() <= 1e-4 * signed.abs().max(), layer
        assert relative_error(ours.gradcampp, gradcampp(activations, gradients)) <= 1e-4, layer
        assert ours.guided is not None
        assert relative_error(ours.guided, guided) <= 1e-4, layer


@pytest.mark.parametrize("config", [RESNET, RESNET_50], ids=lambda config: config.title)
def test_a_resnet_s_last_stage_has_the_closed_form_and_signed_points(config: ResNetConfig) -> None:
    model, clip = seeded(config).double(), clip_of(config).double()
    activations, gradients = captured(model, clip, "layer_4")
    weights = model.fc.weight.detach()[0]
    assert (
        relative_error(gradients, (weights / activations[0].numel())[:, None, None, None].expand_as(gradients)) < 1e-12
    )
    ours = explain_clip(model, clip, guided=False)
    assert ours.signed_points is not None
    assert relative_error(ours.signed_points, signed_points(activations, weights, 63.0)) <= 1e-6
    total = 63 * (ours.raw_output - model.fc.bias.item())
    assert ours.signed_points.sum(dtype=np.float64) == pytest.approx(total, rel=1e-5)
    assert explain_clip(model, clip, "layer_3", guided=False).signed_points is None


def test_an_mdn_has_no_signed_points_and_its_gradient_differs_between_places() -> None:
    config = MDNConfig(18, width=2, clip_length=17, frame_size=130)
    model, clip = seeded(config), clip_of(config)
    for guided in (False, True):
        assert explain_clip(model, clip, guided=guided).signed_points is None
    _, gradients = captured(model, clip, "layer_4")
    assert gradients.std((1, 2, 3)).max() > 0.1 * gradients.abs().max()


@pytest.mark.parametrize("config", [RESNET, MDN_18], ids=lambda config: config.title)
def test_the_model_is_left_as_it_was_found(config: NetworkConfig) -> None:
    model = seeded(config)
    model.train()
    model.layer_2.eval()
    model.fc.bias.requires_grad_(False)
    state = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    before = ([m.training for m in model.modules()], [p.requires_grad for p in model.parameters()])
    explain_clip(model, clip_of(config))
    assert ([m.training for m in model.modules()], [p.requires_grad for p in model.parameters()]) == before
    assert all(torch.equal(tensor, state[name]) for name, tensor in model.state_dict().items())
    assert all(parameter.grad is None for parameter in model.parameters())
    assert not any(m._forward_hooks or m._backward_hooks for m in model.modules())


@pytest.mark.parametrize("config", [RESNET, MDN_18], ids=lambda config: config.title)
def test_a_recording_is_explained_from_the_command_line(
    tmp_path: Path, config: NetworkConfig, capsys: pytest.CaptureFixture[str]
) -> None:
    checkpoint, out = init_checkpoint(tmp_path / "network.safetensors", config), tmp_path / "out"
    faces, random = tmp_path / "P01_aligned", np.random.default_rng(0)
    faces.mkdir()
    for i in range(12):
        cv2.imwrite(str(faces / f"{i}.bmp"), random.integers(0, 256, (128, 128, 3), np.uint8))
    options = ["--checkpoint", str(checkpoint), "--out", str(out), "--sample-interval", "1", "--device", "cpu"]
    assert main(["explain", str(faces), *options]) == 0
    told = capsys.readouterr().err
    assert "Score" in told
    assert "explained by autograd" in told
    with AnalysisStore.open(out / "analysis.zarr") as store:
        assert store.manifest.map_shape == config.map_shape("layer_4")
        assert (store.manifest.temporal_stride, store.manifest.spatial_stride) == config.cell_stride("layer_4")
        assert store.manifest.has_signed_points is config.linear_head
        assert network_config_from_json(store.manifest.checkpoint.config) == config
        assert store.is_complete
        assert store.plan.num_clips == 2
        assert {record.way for record in store.records.values()} == {"autograd"}
        maps = store.clip_maps(0)
        assert (maps.signed_points is not None) is config.linear_head
        assert maps.gradcampp.max() > 0
    assert (out / "overlay.mp4").stat().st_size > 0
    assert main(["checkpoint", "info", str(checkpoint)]) == 0
    assert json.loads(capsys.readouterr().out)["config"]["architecture"] == config.architecture
