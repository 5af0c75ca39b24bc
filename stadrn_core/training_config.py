"""Everything that decides a training, read from a TOML file and checked before anything is computed.

``paper`` is the recipe of the paper (4.1, 4.2), ``published`` that of the published ``train.py`` and
``published_update`` that of its ``train_update.py``. A preset fills what the file does not state.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from stadrn_core.comparators import MDNConfig
from stadrn_core.errors import DataError
from stadrn_core.labels import Splitting
from stadrn_core.model import ModelConfig
from stadrn_core.networks import NetworkConfig, network_config_from_json
from stadrn_core.types import AlignmentConfig

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Preset = Literal["paper", "published", "published_update"]
Share = Annotated[float, Field(ge=0, lt=1)]
Count = Annotated[int, Field(ge=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]

_JITTER_02 = {"brightness": 0.2, "contrast": 0.2, "saturation": 0.2, "hue": 0.2}
PRESETS: dict[str, dict[str, Any]] = {
    "paper": {},
    "published": {
        "data": {"sample_interval": 3, "label_noise": 1.0},
        "augmentation": _JITTER_02,
        "optimization": {"learning_rate": 0.005},
    },
    "published_update": {
        "data": {"sample_interval": 3},
        "augmentation": _JITTER_02,
        "optimization": {
            "loss": "mse_smooth_l1",
            "learning_rate": 1e-6,
            "schedule": "constant",
            "accumulation": 10,
            "epochs": 500,
        },
        "run": {"validate_every": 10},
    },
}
"""What a preset changes of the defaults, which are the paper's."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DataSettings(_Section):
    """Where the recordings are and how clips are cut from them.

    Attributes:
        labels: CSV file or AVEC folder, see ``labels.read_labels``.
        clip_length: frames in a clip while training; the network's where None, and always for an MDN. With 1, every
            picture counts as an endless clip of itself (see ``stills``): a cheap first training on single pictures.
        sample_interval: take every n-th frame (paper 1, published code 3). Not for single images.
        stated_sample_interval: what the checkpoint is to say instead, where the recordings that it learns from were
            thinned out already: frames 10 times a second, taken one by one, stand for every third of 30.
        alignment: where the face lies in the aligned pictures of videos.
        splitting: what becomes of splits in the labels, see ``labels.read_labels``.
        validation_share: share of rows that validate where the labels do not tell.
        test_share: share of rows kept for testing, likewise.
        auxiliary: columns learned beside the score while training, and dropped afterwards.
        auxiliary_weight: weight of their mean squared error in the loss.
        label_noise: standard deviation of the noise added to labels, in BDI-II points.
        cache: folder for the aligned faces of videos; the user's cache folder where None.
    """

    labels: Path = Path("labels.csv")
    clip_length: Count | None = None
    sample_interval: Count = 1
    stated_sample_interval: Count | None = None
    alignment: AlignmentConfig = Field(default_factory=AlignmentConfig)
    splitting: Splitting = "given"
    validation_share: Share = 0.2
    test_share: Share = 0.0
    auxiliary: tuple[str, ...] = ()
    auxiliary_weight: NotNegative = 1.0
    label_noise: NotNegative = 0.0
    cache: Path | None = None

    @field_validator("alignment", mode="before")
    @classmethod
    def _known_fields(cls, value: object) -> object:
        if isinstance(value, dict):
            unknown = set(value) - {field.name for field in fields(AlignmentConfig)}
            if unknown:
                raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
        return value


class AugmentationSettings(_Section):
    """How training clips are varied, all frames of a clip alike.

    Attributes:
        flip: probability of a horizontal flip.
        brightness: factor from 1 ± this.
        contrast: factor from 1 ± this.
        saturation: factor from 1 ± this.
        hue: turn of the colour wheel by up to ± this share of it.
    """

    flip: Annotated[float, Field(ge=0, le=1)] = 0.5
    brightness: Share = 0.1
    contrast: Share = 0.1
    saturation: Share = 0.1
    hue: Annotated[float, Field(ge=0, le=0.5)] = 0.1


class OptimizationSettings(_Section):
    """What is minimised, and how.

    Attributes:
        loss: on label / score range: mean squared error, or that plus the smooth L1 loss.
        optimizer: ``adam``, ``adamw`` or ``sgd``.
        learning_rate: at the start; the largest one for ``one_cycle``.
        weight_decay: as the optimizer understands it.
        momentum: of ``sgd``.
        schedule: ``warm_restarts`` (cosine annealing by epoch), ``one_cycle`` (by step) or ``constant``.
        first_restart: T0, epochs to the first restart.
        restart_factor: how much longer each cycle is than the one before.
        batch_size: clips in a batch on each device.
        accumulation: batches whose gradients make one step of the optimizer.
        epochs: passes through the training recordings.
        dropout: share of features dropped before the fully connected layer.
        freeze: modules of the network that keep their weights, such as ``conv_1`` and ``layer_1``.
        keep_statistics: batch normalisation uses and keeps the means and variances that it began with: for a training
            that goes on from other weights with so few people in a batch that their own statistics say little.
    """

    loss: Literal["mse", "mse_smooth_l1"] = "mse"
    optimizer: Literal["adam", "adamw", "sgd"] = "adam"
    learning_rate: Positive = 0.001
    weight_decay: NotNegative = 0.0
    momentum: Share = 0.9
    schedule: Literal["warm_restarts", "one_cycle", "constant"] = "warm_restarts"
    first_restart: Count = 50
    restart_factor: Count = 2
    batch_size: Count = 5
    accumulation: Count = 1
    epochs: Count = 200
    dropout: Share = 0.5
    freeze: tuple[str, ...] = ()
    keep_statistics: bool = False


class RunSettings(_Section):
    """What changes how long a training takes and what it leaves, but hardly its result.

    Attributes:
        precision: of the forward and backward pass; ``bf16`` and ``fp16`` need a GPU.
        stored_precision: of the weights in the checkpoint.
        validate_every: epochs between validations; 0.25 validates four times an epoch.
        patience: end after so many validations without a lower loss; None never.
        save_every_minutes: time between two states to resume from.
        max_minutes: stop softly after this time; the same command goes on later.
        num_workers: processes that load clips; 0 loads them in the training process.
        threads: CPU threads for computing; the library's choice where None.
    """

    precision: Literal["fp32", "bf16", "fp16"] = "fp32"
    stored_precision: Literal["fp32", "fp16"] = "fp32"
    validate_every: Positive = 1.0
    patience: Count | None = None
    save_every_minutes: Positive = 5.0
    max_minutes: Positive | None = None
    num_workers: Annotated[int, Field(ge=0)] = 0
    threads: Count | None = None


class TrainingConfig(_Section):
    """A whole training. The defaults are the paper's recipe.

    Attributes:
        name: of the checkpoint, for lists.
        preset: the recipe that fills what is not stated.
        caution: what whoever sees its scores must be told, in whole sentences; such as that it knows no real people.
        seed: of weights, order, augmentation and dropout.
        network: which network.
        initial_weights: checkpoint to start from; weights of the same name and shape are taken over.
    """

    name: str = "STA-DRN"
    preset: Preset = "paper"
    caution: str = ""
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    network: NetworkConfig = Field(default_factory=ModelConfig)
    initial_weights: Path | None = None
    data: DataSettings = Field(default_factory=DataSettings)
    augmentation: AugmentationSettings = Field(default_factory=AugmentationSettings)
    optimization: OptimizationSettings = Field(default_factory=OptimizationSettings)
    run: RunSettings = Field(default_factory=RunSettings)

    @model_validator(mode="before")
    @classmethod
    def _fill_from_preset(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        preset = values.get("preset", "paper")
        return _merged(PRESETS[preset], values) if isinstance(preset, str) and preset in PRESETS else values

    @field_validator("network", mode="before")
    @classmethod
    def _any_network(cls, value: object) -> object:
        try:
            return network_config_from_json(value) if isinstance(value, dict) else value
        except TypeError as error:
            raise ValueError(f"a value is of the wrong type ({error})") from error

    @model_validator(mode="after")
    def _clips_fit_network(self) -> Self:
        if isinstance(self.network, MDNConfig) and self.clip_length != self.network.clip_length:
            raise ValueError(
                f"data.clip_length is {self.clip_length}, but an MDN takes only clips of its own length, "
                f"network.clip_length = {self.network.clip_length}: leave data.clip_length out, or set both alike"
            )
        return self

    @property
    def clip_length(self) -> int:
        """Frames in a training clip."""
        return self.data.clip_length or self.network.clip_length

    def to_json(self) -> dict[str, Any]:
        """Plain values for JSON."""
        values: dict[str, Any] = json.loads(self.model_dump_json(exclude={"network"}))
        return values | {"network": self.network.to_json()}


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Nested tables, those ``above`` winning."""
    merged = dict(below)
    for key, value in above.items():
        both_tables = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merged(merged[key], value) if both_tables else value
    return merged


def read_config(path: str | Path, changes: Sequence[str] = (), labels: Path | None = None) -> TrainingConfig:
    """Read a training's TOML file.

    Paths in the file are relative to the file's folder, those in ``changes`` to the current one.

    Args:
        path: the TOML file.
        changes: ``optimization.learning_rate=0.0005`` and the like, on top of the file.
        labels: the labels to use instead of the file's.

    Raises:
        DataError: the file cannot be read, or a value in it is wrong; the message names each.
    """
    path = Path(path)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError(f"{path}: there is no such file. Check its name and place.") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path}: this is not a TOML file that can be read ({error}).") from error
    _anchor(values, path.parent)
    changed: dict[str, Any] = {}
    for change in changes:
        changed = _merged(changed, _change(change))
    if labels is not None:
        changed = _merged(changed, {"data": {"labels": labels}})
    try:
        return TrainingConfig.model_validate(_merged(values, changed))
    except ValidationError as error:
        raise DataError(
            f"{path}: {_reasons(error)}. See the comments in the file, or docs of TrainingConfig."
        ) from error


def _anchor(values: dict[str, Any], folder: Path) -> None:
    """Make the file's paths relative to its folder."""
    data = values.setdefault("data", {})
    for table, key in ((values, "initial_weights"), (data, "labels"), (data, "cache")):
        if isinstance(table, dict) and isinstance(table.get(key), str):
            table[key] = folder / table[key]
    if isinstance(data, dict):
        data.setdefault("labels", folder / "labels.csv")


def _change(text: str) -> dict[str, Any]:
    """``a.b=value`` as nested tables; a value that is no TOML is a string."""
    key, separator, value = text.partition("=")
    if not separator or not key.strip():
        raise DataError(f"--set takes key=value, such as optimization.epochs=20, not {text!r}.")
    try:
        parsed = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        parsed = value.strip()
    for part in reversed(key.strip().split(".")):
        parsed = {part: parsed}
    return dict(parsed)


def _reasons(error: ValidationError) -> str:
    reasons = []
    for item in error.errors():
        place = ".".join(str(part) for part in item["loc"])  # empty where a reason names its settings itself
        words = item["msg"].removeprefix("Value error, ")
        reasons.append(f"{place}: {words}" if place else words)
    return "; ".join(reasons)
