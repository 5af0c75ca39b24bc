"""A training's configuration: presets, the file, changes on top, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stadrn_core.comparators import ResNetConfig
from stadrn_core.errors import DataError
from stadrn_core.model import ModelConfig
from stadrn_core.training_config import TrainingConfig, read_config


def write(folder: Path, text: str) -> Path:
    file = folder / "training.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_default_is_the_papers_recipe() -> None:
    config = TrainingConfig()
    assert config.preset == "paper"
    assert config.network == ModelConfig()
    assert config.clip_length == 64
    assert config.data.sample_interval == 1
    assert config.data.label_noise == 0
    assert config.augmentation.flip == 0.5
    jitter = config.augmentation
    assert (jitter.brightness, jitter.contrast, jitter.saturation, jitter.hue) == (0.1, 0.1, 0.1, 0.1)
    recipe = config.optimization
    assert (recipe.optimizer, recipe.learning_rate, recipe.loss) == ("adam", 0.001, "mse")
    assert (recipe.schedule, recipe.first_restart, recipe.restart_factor) == ("warm_restarts", 50, 2)
    assert (recipe.batch_size, recipe.accumulation, recipe.epochs) == (5, 1, 200)


def test_the_published_scripts_recipes() -> None:
    train = TrainingConfig(preset="published")
    assert (train.optimization.learning_rate, train.data.label_noise, train.data.sample_interval) == (0.005, 1.0, 3)
    assert (train.optimization.loss, train.optimization.schedule, train.optimization.epochs) == (
        "mse",
        "warm_restarts",
        200,
    )
    assert train.augmentation.hue == 0.2
    update = TrainingConfig(preset="published_update")
    assert (update.optimization.loss, update.optimization.learning_rate) == ("mse_smooth_l1", 1e-6)
    assert (update.optimization.accumulation, update.optimization.epochs) == (10, 500)
    assert update.optimization.schedule == "constant"
    assert (update.augmentation.brightness, update.data.label_noise) == (0.2, 0.0)


def test_a_file_wins_over_its_preset_and_changes_over_the_file(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        preset = "published"
        initial_weights = "before.safetensors"
        [network]
        kind = "spatial"
        layers = [1, 1, 1, 1]
        [data]
        labels = "faces/labels.csv"
        auxiliary = ["brow"]
        [optimization]
        learning_rate = 0.002
        """,
    )
    changes = ["optimization.epochs=7", "name=quick", "network.groups = 1", 'data.auxiliary=["jaw", "brow"]']
    config = read_config(file, changes)
    assert config.optimization.learning_rate == 0.002
    assert config.data.label_noise == 1.0
    assert config.optimization.epochs == 7
    assert config.name == "quick"
    assert config.network == ModelConfig(kind="spatial", layers=(1, 1, 1, 1), groups=1)
    assert config.data.auxiliary == ("jaw", "brow")
    assert config.data.labels == tmp_path / "faces" / "labels.csv"
    assert config.initial_weights == tmp_path / "before.safetensors"
    assert read_config(file, labels=Path("elsewhere.csv")).data.labels == Path("elsewhere.csv")


def test_a_comparator_can_be_trained(tmp_path: Path) -> None:
    config = read_config(write(tmp_path, '[network]\narchitecture = "resnet_3d"\ndepth = 18\nclip_length = 16\n'))
    assert config.network == ResNetConfig(depth=18, clip_length=16)
    assert config.to_json()["network"]["architecture"] == "resnet_3d"
    assert config.data.labels == tmp_path / "labels.csv"


def test_json_goes_there_and_back() -> None:
    config = TrainingConfig.model_validate(
        {"seed": 3, "network": {"features": 8}, "data": {"auxiliary": ["a"], "alignment": {"eye_line": 0.4}}}
    )
    assert TrainingConfig.model_validate(json.loads(json.dumps(config.to_json()))) == config


def test_an_mdn_is_trained_on_clips_of_its_own_length_only(tmp_path: Path) -> None:
    file = write(tmp_path, "[network]\narchitecture = 'mdn'\nclip_length = 16\nframe_size = 112\n")
    assert read_config(file, ["data.clip_length=16"]).clip_length == 16
    for length in (1, 32):
        with pytest.raises(DataError, match=rf"data\.clip_length is {length}, .* network\.clip_length = 16: leave"):
            read_config(file, [f"data.clip_length={length}"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[optimization]\nlearning_rat = 1", r"optimization\.learning_rat: Extra inputs are not permitted"),
        ("[optimization]\nlearning_rate = 0", r"optimization\.learning_rate: .*greater than 0"),
        ("[optimization]\nepochs = 1.5", r"optimization\.epochs"),
        ("[data]\nvalidation_share = 1", r"data\.validation_share"),
        ("[data.alignment]\neyes = 0.4", r"data\.alignment: unknown fields: eyes"),
        ("[network]\nkind = 'odd'", "network: kind must be one of"),
        ("[network]\nwidth = 3", "network: unknown configuration fields: width"),
        ("[network]\nfeatures = 'many'", "network: a value is of the wrong type"),
        ("[network]\nlayers = 3", "network: a value is of the wrong type"),
        ("preset = 'best'", "preset"),
        ("preset = ['paper']", "preset"),
        ("data = 3", "data"),
        ("a = ", "not a TOML file"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read_config(write(tmp_path, text))


def test_a_missing_file_and_a_senseless_change_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        read_config(tmp_path / "none.toml")
    with pytest.raises(DataError, match="--set takes key=value"):
        read_config(write(tmp_path, ""), ["epochs"])
