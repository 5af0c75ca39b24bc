"""The network against the published layout, the published outputs and the paper's parameter counts."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from stadrn_core.explain import explain_by_autograd
from stadrn_core.model import KINDS, STADRN, STAGES, ModelConfig, score_from_raw, softmax_over_groups
from tests.golden import float32_bounds, golden, kept_goldens, relative_error


def parameters(config: ModelConfig) -> int:
    with torch.device("meta"):
        return sum(parameter.numel() for parameter in STADRN(config).parameters())


@pytest.mark.parametrize("name", list(kept_goldens()))
def test_raw_output_equals_the_authors_code(name: str) -> None:
    made = golden(name)
    with torch.no_grad():
        raw_output = made.model(made.clip[None]).item()
    bound = float32_bounds(made, "layer_4")["raw_output"]
    assert raw_output == pytest.approx(kept_goldens()[name]["raw_output"], rel=bound)


def test_every_published_layout_is_reproduced(shared: Path) -> None:
    layouts = json.loads((shared / "reference" / "state_dict_layouts.json").read_text())
    assert len(layouts) == 12
    for name, layout in layouts.items():
        kind, groups, features = name.rsplit("_", 2)
        config = ModelConfig(kind=kind, groups=int(groups[1:]), features=int(features[1:]))  # type: ignore[arg-type]
        with torch.device("meta"):
            model = STADRN(config)
        ours = {key: [list(t.shape), str(t.dtype).removeprefix("torch.")] for key, t in model.state_dict().items()}
        assert ours == {key: [shape, dtype] for key, shape, dtype in layout["state_dict"]}, name
        assert sum(p.numel() for p in model.parameters()) == layout["parameters"], name


@pytest.mark.parametrize(
    ("layers", "features", "millions"),
    [((2, 2, 2, 2), 16, 7.823), ((2, 2, 2, 2), 32, 31.27), ((3, 4, 6, 3), 32, 41.41), ((3, 8, 36, 3), 32, 78.14)],
)
def test_parameter_counts_of_the_paper(layers: tuple[int, int, int, int], features: int, millions: float) -> None:
    assert parameters(ModelConfig(layers=layers, features=features)) / 1e6 == pytest.approx(millions, abs=0.006)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("config", [ModelConfig(), ModelConfig.table_1()], ids=["published", "table 1"])
def test_map_shapes_match_the_feature_maps(kind: str, config: ModelConfig) -> None:
    small = ModelConfig.from_json(
        {
            **config.to_json(),
            "kind": kind,
            "features": 2,
            "stem_width": 4,
            "layers": [1, 1, 1, 1],
            "clip_length": 9,
            "frame_size": 70,
        }
    )
    model = STADRN(small).eval()
    shapes = {}
    for stage in STAGES:
        model.get_submodule(stage).register_forward_hook(
            lambda _m, _i, out, stage=stage: shapes.update({stage: tuple(out.shape[2:])})
        )
    with torch.no_grad():
        assert model(torch.zeros(2, 3, 9, 70, 70)).shape == (2, 1)
    assert shapes == {stage: small.map_shape(stage) for stage in STAGES}


def test_geometries_of_code_and_table_1() -> None:
    assert ModelConfig().map_shape("layer_4") == (8, 7, 7)
    assert ModelConfig.table_1().map_shape("layer_4") == (64, 7, 7)
    assert ModelConfig().num_blocks == (4, 4, 4, 4)
    assert ModelConfig.table_1().num_blocks == (2, 2, 2, 2)
    assert ModelConfig().cell_stride("layer_4") == (8, 32)


def test_softmax_runs_over_groups_not_features() -> None:
    z = torch.randn(2, 6, 3, 1, 1, generator=torch.Generator().manual_seed(0))
    attention = softmax_over_groups(z, 2)
    assert torch.allclose(attention[:, :3] + attention[:, 3:], torch.ones(2, 3, 3, 1, 1))
    assert torch.allclose(attention[:, 0], torch.sigmoid(z[:, 0] - z[:, 3]))
    assert torch.equal(softmax_over_groups(z, 1), torch.sigmoid(z))


def test_score_is_clamped_below_and_never_above() -> None:
    assert score_from_raw(-0.2) == 0.0
    assert score_from_raw(0.5) == 31.5
    assert score_from_raw(1.5) == 94.5


def test_config_survives_json_and_refuses_nonsense() -> None:
    config = ModelConfig(kind="temporal", groups=4, layers=(3, 4, 6, 3))
    assert ModelConfig.from_json(json.loads(json.dumps(config.to_json()))) == config
    for wrong in (
        {"kind": "other"},
        {"groups": 3},
        {"layers": [1, 2]},
        {"temporal_stride": 3},
        {"sizes": 1},
        {"score_range": 0},
    ):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            ModelConfig.from_json(wrong)


@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("kind", KINDS)
def test_every_reference_output(shared: Path, kind: str, groups: int) -> None:
    (path,) = (shared / "reference").glob(f"{kind}_k{groups}_*.npz")
    reference = np.load(path)
    made = golden(path.stem)
    has_guided = "guided_backprop" in reference
    for layer in ("layer_2", "layer_3", "layer_4"):
        guided = has_guided and layer == "layer_4"
        ours = explain_by_autograd(made.model, made.clip, layer, guided=guided)
        bounds = float32_bounds(made, layer, guided=guided)
        theirs = {
            "raw_output": reference["raw_output"],
            "gradcampp": reference[f"gradcampp_{layer}"],
            "gradcam": reference[f"gradcam_{layer}"],
            **({"guided": reference["guided_backprop"]} if guided else {}),
        }
        for quantity, expected in theirs.items():
            if quantity == "gradcam" and bounds[quantity] > 0.5:
                continue  # this net's gradients at this layer are noise in float32, theirs as well as ours
            assert bounds[quantity] <= 0.5
            assert relative_error(getattr(ours, quantity), expected) <= bounds[quantity], (quantity, layer)


def test_well_conditioned_nets_leave_no_slack() -> None:
    """The bound above stays at its floor where arithmetic is not to blame, so that it can fail."""
    made = golden("fusion_vector_k1_f16_seed0_16x64")
    assert max(float32_bounds(made, "layer_4").values()) <= 1e-3
