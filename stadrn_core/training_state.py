"""What a training keeps on disk so that it can be gone on with at the exact step.

``state.pt`` is replaced whole, so the one before stays until the new one is complete. Dropout and augmentation need no
entry: they depend on seed, epoch and step.
"""

from __future__ import annotations

import csv
import io
import pickle
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

import torch

from stadrn_core.errors import ExportError, TrainingError
from stadrn_core.export.files import whole_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STATE_FILE = "state.pt"
LOG_FILE = "log.csv"


@dataclass(frozen=True)
class LogRow:
    """One validation, with the training since the one before.

    Attributes:
        epoch: finished epochs, in parts of one where validation comes more often.
        step: batches since the beginning.
        loss: mean training loss of the score.
        auxiliary_loss: mean training loss of the auxiliary outputs.
        validation_loss: mean squared error of the scores by recording / score range.
        validation_auxiliary_loss: likewise for the auxiliary outputs; 0 without any.
        mae: BDI-II points.
        rmse: BDI-II points.
        pcc: None where it has no value.
        ccc: None where it has no value.
        learning_rate: of the last step.
        seconds: computing time since the beginning.
        is_best: whether the validation loss was the lowest so far.
    """

    epoch: float
    step: int
    loss: float
    auxiliary_loss: float
    validation_loss: float
    validation_auxiliary_loss: float
    mae: float
    rmse: float
    pcc: float | None
    ccc: float | None
    learning_rate: float
    seconds: float
    is_best: bool


@dataclass
class Position:
    """Where a training is.

    Attributes:
        epoch: the running epoch, 0-based.
        batch: batches done in it.
        loss_sum: training losses since the last validation, weighted by clips.
        auxiliary_sum: likewise of the auxiliary outputs.
        num_clips: clips in these sums.
        best_loss: lowest validation loss so far.
        num_worse: validations since then.
        seconds: computing time.
        history: all validations.
    """

    epoch: int = 0
    batch: int = 0
    loss_sum: float = 0.0
    auxiliary_sum: float = 0.0
    num_clips: int = 0
    best_loss: float = float("inf")
    num_worse: int = 0
    seconds: float = 0.0
    history: list[LogRow] = field(default_factory=list)

    def to_plain(self) -> dict[str, Any]:
        """Numbers and lists."""
        return asdict(self)

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> Position:
        """What ``to_plain`` gave."""
        return cls(**{**values, "history": [LogRow(**row) for row in values["history"]]})


def save_state(folder: Path, parts: dict[str, Any]) -> None:
    """Write the state, whole or not at all.

    Args:
        folder: the training's.
        parts: state dicts and plain values.

    Raises:
        TrainingError: it cannot be written; the state before it is untouched.
    """
    # Into memory first: torch reports a full disk in words of its own.
    content = io.BytesIO()
    torch.save(parts, content)
    _write(folder / STATE_FILE, content.getvalue())


def load_state(folder: Path) -> dict[str, Any] | None:
    """The state on the CPU, or None if there is none.

    Raises:
        TrainingError: it cannot be read.
    """
    file = folder / STATE_FILE
    if not file.exists():
        return None
    try:
        parts: dict[str, Any] = torch.load(file, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise TrainingError(
            f"{file} cannot be read ({error}). Choose another folder, or delete this one to begin anew."
        ) from error
    return parts


def write_log(folder: Path, history: Sequence[LogRow]) -> None:
    """Write all validations as CSV, whole or not at all.

    Raises:
        TrainingError: it cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.name for field in fields(LogRow))
    for row in history:
        writer.writerow("" if v is None else f"{v:.8g}" if isinstance(v, float) else v for v in vars(row).values())
    _write(folder / LOG_FILE, text.getvalue().encode())


def write_text(file: Path, text: str) -> None:
    """Write a small file, whole or not at all.

    Raises:
        TrainingError: it cannot be written.
    """
    _write(file, text.encode())


def _write(file: Path, content: bytes) -> None:
    try:
        with whole_file(file) as unfinished:
            unfinished.write_bytes(content)
    except ExportError as error:
        raise TrainingError(f"{error} What was saved before is kept; the same command goes on from there.") from error
