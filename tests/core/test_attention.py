"""Attention vectors: those that the modules multiply by, for every kind and K, and the model untouched."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from stadrn_core.explain.attention import attending, attention_of, sta_modules
from stadrn_core.model import KINDS, STADRN, AttentionBranch, FeatureFusion, ModelConfig, VectorFusion
from stadrn_core.networks import build_network, network_config_from_json
from tests.golden import seeded_clip, seeded_model

SMALL = {"features": 4, "stem_width": 8, "layers": [1, 1, 1, 1], "clip_length": 8, "frame_size": 40}


def inputs_and_outputs(model: STADRN, clip: torch.Tensor) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    """What goes into every STA module and what comes out."""
    kept = {}
    handles = [
        module.register_forward_hook(lambda _m, i, o, name=name: kept.update({name: (i[0].detach(), o.detach())}))
        for name, module in sta_modules(model)
    ]
    with torch.no_grad():
        model(clip[None])
    for handle in handles:
        handle.remove()
    return kept


def features_of(module: torch.nn.Module, x: torch.Tensor) -> dict[str, torch.Tensor]:
    """X_s and X_t of a module by its own layers."""
    with torch.no_grad():
        match module:
            case VectorFusion():
                spatial = module.relu_spatial(module.bn_spatial(module.group_conv_spatial(x)))
                temporal = module.relu_temporal(module.bn_temporal(module.group_conv_temporal(x)))
                return {"spatial": spatial[0], "temporal": temporal[0]}
            case FeatureFusion():
                s, t = module.spatial_block, module.temporal_block
                return {"spatial": s.relu(s.bn(s.group_conv(x)))[0], "temporal": t.relu(t.bn(t.group_conv(x)))[0]}
            case AttentionBranch():
                (key,) = attending(module)
                return {key: module.relu(module.bn(module.group_conv(x)))[0]}
    raise TypeError


@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("kind", KINDS)
def test_modules_multiply_by_these_vectors(kind: str, groups: int) -> None:
    model = seeded_model(ModelConfig.from_json({**SMALL, "kind": kind, "groups": groups})).double()
    clip = seeded_clip(8, 40).double()
    seen = inputs_and_outputs(model, clip)
    found = attention_of(model, clip)
    assert [one.name for one in found] == list(seen)
    assert len(found) == 4 * groups
    for one in found:
        x, y = seen[one.name]
        features = features_of(model.get_submodule(one.name), x)
        # Equations 6, 9, 10 and 12 with the vectors that were found.
        s_s = None if one.spatial is None else one.spatial[:, None]
        s_t = None if one.temporal is None else one.temporal[:, :, None, None]
        if kind == "fusion_vector":
            assert s_s is not None
            assert s_t is not None
            expected = s_s * s_t * (features["spatial"] + features["temporal"])
        else:
            parts = [(s_s, "spatial"), (s_t, "temporal")]
            expected = sum(s * features[key] for s, key in parts if s is not None)  # type: ignore[assignment]
        assert torch.allclose(expected, y[0], rtol=1e-10, atol=1e-12), one.name
        assert (one.spatial is None) == (kind == "temporal")
        assert (one.temporal is None) == (kind == "spatial")


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_deviations_are_means_over_each_group_less_one_over_k(groups: int) -> None:
    model = seeded_model(ModelConfig.from_json({**SMALL, "groups": groups})).double()
    for one in attention_of(model, seeded_clip(8, 40).double()):
        for vectors, deviation in ((one.spatial, one.spatial_deviation), (one.temporal, one.temporal_deviation)):
            assert vectors is not None
            assert deviation is not None
            size = len(vectors) // groups
            for k in range(groups):
                by_hand = vectors[k * size : (k + 1) * size].numpy().mean(0) - 1 / groups
                assert np.allclose(deviation[k], by_hand, atol=1e-12)
            if groups > 1:
                assert deviation.sum(0).abs().max() <= 1e-12
                assert deviation.abs().max() > 1e-3
            else:
                assert deviation.max() < 0, "a sigmoid is below 1"


def test_uniform_logits_deviate_by_nothing() -> None:
    model = seeded_model(ModelConfig.from_json(SMALL)).double()
    with torch.no_grad():
        for _, module in sta_modules(model):
            for layer in attending(module).values():
                layer.weight.zero_()  # type: ignore[operator, union-attr]
                layer.bias.fill_(0.3)  # type: ignore[operator, union-attr]
    for one in attention_of(model, seeded_clip(8, 40).double()):
        assert one.spatial_deviation is not None
        assert one.spatial_deviation.abs().max() <= 1e-15


@pytest.mark.parametrize("fails", [False, True])
def test_the_model_is_left_as_it_was_found(fails: bool) -> None:
    model = seeded_model(ModelConfig.from_json(SMALL)).train()
    model.layer_1.eval()
    before = [module.training for module in model.modules()]
    mean = model.bn1.running_mean
    assert mean is not None
    kept = mean.clone()
    if fails:
        handle = model.layer_3.register_forward_pre_hook(lambda *_: (_ for _ in ()).throw(RuntimeError("stopped")))
        with pytest.raises(RuntimeError, match="stopped"):
            attention_of(model, seeded_clip(8, 40))
        handle.remove()
    else:
        attention_of(model, seeded_clip(8, 40).numpy())
    assert [module.training for module in model.modules()] == before
    assert torch.equal(mean, kept)
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in model.modules())
    assert all(parameter.requires_grad for parameter in model.parameters())


def test_other_networks_have_none() -> None:
    config = network_config_from_json({"architecture": "resnet_3d", "width": 2, "clip_length": 8, "frame_size": 40})
    assert attention_of(build_network(config), seeded_clip(8, 40)) == []
    with pytest.raises(TypeError, match="not an STA module"):
        attending(torch.nn.Conv3d(1, 1, 1))
    with pytest.raises(ValueError, match="clip must be"):
        attention_of(build_network(config), functional.pad(seeded_clip(8, 40)[None], (0, 1)))
