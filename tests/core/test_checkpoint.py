"""Every layout that people hold loads; everything else is refused with its reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from stadrn_core.checkpoint import init_checkpoint, load_checkpoint, save_checkpoint
from stadrn_core.errors import AmbiguousCheckpointError, CheckpointError
from stadrn_core.model import KINDS, STADRN, ModelConfig
from tests.golden import seeded_clip, seeded_model

SMALL = {"features": 4, "stem_width": 8, "layers": [1, 1, 1, 1]}


def small_config(kind: str = "fusion_vector", **changes: object) -> ModelConfig:
    return ModelConfig.from_json({**SMALL, "kind": kind, **changes})


def output(model: STADRN) -> float:
    with torch.no_grad():
        return model(seeded_clip(8, 40)[None]).item()


WRAPPINGS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "plain": lambda state: state,
    "module prefix": lambda state: {f"module.{k}": v for k, v in state.items()},
    "training dictionary": lambda state: {"epoch": 3, "state_dict": state, "optimizer": {"lr": 0.1}},
    "nested, parallel": lambda state: {"model": {f"module.{k}": v for k, v in state.items()}, "best_rmse": 7.9},
    "lightning": lambda state: {"state_dict": {f"model.{k}": v for k, v in state.items()}, "global_step": 9},
    "compiled": lambda state: {f"_orig_mod.{k}": v for k, v in state.items()},
    "half precision": lambda state: {k: v.half() if v.is_floating_point() else v for k, v in state.items()},
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_published_layout_in_common_wrappings(tmp_path: Path, wrapping: str) -> None:
    model = seeded_model(small_config())
    torch.save(WRAPPINGS[wrapping](model.state_dict()), tmp_path / "best.pth")
    loaded = load_checkpoint(tmp_path / "best.pth", "cpu")
    assert loaded.config == model.config
    assert output(loaded.model) == pytest.approx(output(model), rel=2e-2 if wrapping == "half precision" else 1e-6)
    assert loaded.is_trained
    assert loaded.known_error is None
    assert not loaded.model.training
    assert "published defaults assumed" in loaded.notes[0]
    assert "64 frames a clip" in loaded.notes[0]


@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("kind", KINDS)
def test_configuration_is_read_off_keys_and_shapes(tmp_path: Path, kind: str, groups: int) -> None:
    config = small_config(kind, groups=groups, layers=[1, 2, 1, 1], shortcut_kernel=1, features=8, stem_width=16)
    torch.save(STADRN(config).state_dict(), tmp_path / "w.pth")
    if kind in ("spatial", "temporal"):
        with pytest.raises(AmbiguousCheckpointError) as caught:
            load_checkpoint(tmp_path / "w.pth", "cpu")
        assert caught.value.field == "kind"
        assert caught.value.choices == ("spatial", "temporal")
    assert load_checkpoint(tmp_path / "w.pth", "cpu", kind=kind).config == config
    wrong = "fusion_vector" if kind != "fusion_vector" else "spatial"
    with pytest.raises(CheckpointError, match="was stated to be"):
        load_checkpoint(tmp_path / "w.pth", "cpu", kind=wrong)


def test_what_weights_cannot_tell_can_be_stated(tmp_path: Path) -> None:
    config = small_config(temporal_stride=1, clip_length=16, frame_size=64, score_range=27.0)
    torch.save(STADRN(config).state_dict(), tmp_path / "w.pth")
    loaded = load_checkpoint(
        tmp_path / "w.pth", "cpu", temporal_stride=1, clip_length=16, frame_size=64, score_range=27.0
    )
    assert loaded.config == config
    assert loaded.notes == ()


def test_native_format_keeps_everything(tmp_path: Path) -> None:
    model = seeded_model(small_config("temporal", temporal_stride=1, score_range=27.0))
    facts = {
        "name": "Ours",
        "training": {"trained": True, "known_error": "RMSE 8.0 on x"},
        "preprocessing": {"sample_interval": 1},
    }
    path = save_checkpoint(tmp_path / "a" / "ours.safetensors", model, facts)
    loaded = load_checkpoint(path, "cpu")
    assert loaded.config == model.config
    assert loaded.metadata == facts
    assert loaded.name == "Ours"
    assert loaded.known_error == "RMSE 8.0 on x"
    assert loaded.preprocessing["sample_interval"] == 1
    assert output(loaded.model) == output(model)
    assert loaded.notes == ()
    assert [p.name for p in path.parent.iterdir()] == ["ours.safetensors"], "no temporary file stays"
    with pytest.raises(CheckpointError, match="contradicts the options"):
        load_checkpoint(path, "cpu", kind="spatial")


def test_identity_depends_on_weights_and_configuration_not_on_the_file(tmp_path: Path) -> None:
    model = seeded_model(small_config())
    torch.save({"state_dict": model.state_dict()}, tmp_path / "a.pth")
    save_checkpoint(tmp_path / "b.safetensors", model, {"name": "b"})
    save_checkpoint(tmp_path / "c.safetensors", seeded_model(small_config(), seed=1), {})
    a, b, c = (load_checkpoint(tmp_path / name, "cpu") for name in ("a.pth", "b.safetensors", "c.safetensors"))
    assert a.identity == b.identity != c.identity
    assert a.sha256 != b.sha256
    assert load_checkpoint(tmp_path / "a.pth", "cpu", temporal_stride=1).identity != a.identity


def test_untrained_checkpoints_say_so(tmp_path: Path) -> None:
    loaded = load_checkpoint(init_checkpoint(tmp_path / "u.safetensors", small_config(), seed=5), "cpu")
    again = load_checkpoint(init_checkpoint(tmp_path / "v.safetensors", small_config(), seed=5), "cpu")
    assert not loaded.is_trained
    assert loaded.name == "untrained STA-DRN (fusion_vector, K = 2)"
    assert loaded.identity == again.identity
    assert loaded.caution == "This checkpoint is untrained: its scores and maps mean nothing about the person."


def test_a_checkpoint_s_own_caution_is_told_and_no_other_is_made_up(tmp_path: Path) -> None:
    model = seeded_model(small_config())
    save_checkpoint(tmp_path / "a.safetensors", model, {"training": {"trained": True, "caution": "Mind this."}})
    save_checkpoint(tmp_path / "b.safetensors", model, {"training": {"trained": True, "caution": ""}})
    torch.save({"state_dict": model.state_dict()}, tmp_path / "c.pth")
    cautions = [load_checkpoint(tmp_path / name, "cpu").caution for name in ("a.safetensors", "b.safetensors", "c.pth")]
    assert cautions == ["Mind this.", None, None]


class Opaque:
    pass


def write_wrong(path: Path, what: str) -> None:
    state = STADRN(small_config()).state_dict()
    match what:
        case "missing":
            return
        case "empty":
            path.touch()
        case "text":
            path.write_text("hello " * 100)
        case "cut short":
            torch.save(state, path)
            path.write_bytes(path.read_bytes()[:5000])
        case "code":
            torch.save({"state_dict": state, "args": Opaque()}, path)
        case "a list":
            torch.save([1, 2], path)
        case "no weights":
            torch.save({"epoch": 3, "lr": 0.1}, path)
        case "nan":
            torch.save({**state, "fc.bias": torch.tensor([float("nan")])}, path)
        case "negative variance":
            torch.save({**state, "bn1.running_var": -torch.ones(8)}, path)
        case "missing key":
            torch.save({k: v for k, v in state.items() if k != "layer_3.0.conv1.weight"}, path)
        case "unexpected key":
            torch.save({**state, "extra.weight": torch.zeros(1)}, path)
        case "other shape":
            torch.save({**state, "fc.weight": torch.zeros(2, 128)}, path)
        case "image network":
            torch.save({"layer1.0.conv1.weight": torch.zeros(64, 64, 3, 3), "fc.weight": torch.zeros(1, 512)}, path)
        case "3D ResNet":
            torch.save({"layer1.0.conv1.weight": torch.zeros(64, 64, 3, 3, 3)}, path)


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("missing", "does not exist"),
        ("empty", "is empty"),
        ("text", "not a PyTorch checkpoint"),
        ("cut short", "cut short, damaged or not a PyTorch checkpoint"),
        ("code", "executing code"),
        ("a list", r"holds no weights \(list\)"),
        ("no weights", "holds no weights .*epoch, lr"),
        ("nan", "NaN or infinite numbers in fc.bias"),
        ("negative variance", "negative variances in bn1.running_var"),
        ("missing key", "missing layer_3.0.conv1.weight"),
        ("unexpected key", "unexpected extra.weight"),
        ("other shape", r"fc.weight is \(2, 128\) instead of \(1, 128\)"),
        ("image network", "looks like a 2D ResNet"),
        ("3D ResNet", "looks like a 3D ResNet"),
    ],
)
def test_refusals_name_file_reason_and_remedy(tmp_path: Path, what: str, reason: str) -> None:
    path = tmp_path / "weights.pth"
    write_wrong(path, what)
    with pytest.raises(CheckpointError, match=reason) as caught:
        load_checkpoint(path, "cpu")
    assert str(path) in str(caught.value)
    assert str(caught.value).count(".") >= 2, "a remedy follows"


def test_damaged_safetensors_are_refused(tmp_path: Path) -> None:
    whole = save_checkpoint(tmp_path / "a.safetensors", seeded_model(small_config()), {})
    short = tmp_path / "short.safetensors"
    short.write_bytes(whole.read_bytes()[:-100])
    with pytest.raises(CheckpointError, match="not a complete safetensors file"):
        load_checkpoint(short, "cpu")
    flipped = bytearray(whole.read_bytes())
    flipped[-3] ^= 1
    (tmp_path / "flipped.safetensors").write_bytes(bytes(flipped))
    with pytest.raises(CheckpointError, match=r"hash differs|NaN|variance"):
        load_checkpoint(tmp_path / "flipped.safetensors", "cpu")


def test_foreign_safetensors_load_like_the_published_layout(tmp_path: Path) -> None:
    model = seeded_model(small_config())
    save_file(model.state_dict(), tmp_path / "foreign.safetensors")
    loaded = load_checkpoint(tmp_path / "foreign.safetensors", "cpu")
    assert loaded.config == model.config
    assert loaded.notes


def test_an_unwritable_place_leaves_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(CheckpointError, match="cannot be written"):
        save_checkpoint(blocked / "x.safetensors", seeded_model(small_config()), {})
    with pytest.raises(ValueError, match="safetensors"):
        save_checkpoint(tmp_path / "x.pth", seeded_model(small_config()), {})
    assert list(tmp_path.iterdir()) == [blocked]
