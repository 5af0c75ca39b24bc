"""Scores of labelled recordings, written down one by one, so that an interrupted run computes nothing twice."""

from __future__ import annotations

import copy
import csv
import json
import os
import time
from dataclasses import asdict, dataclass, fields
from itertools import islice
from typing import TYPE_CHECKING, Protocol

import numpy as np
import torch

from stadrn_core.data import as_unit_interval, normalised
from stadrn_core.errors import DataError
from stadrn_core.export.files import whole_file, write_error
from stadrn_core.labels import Problem
from stadrn_core.model import score_from_raw
from stadrn_core.networks import quickest_layout
from stadrn_core.recordings import NO_CLIP, usable_clips
from stadrn_core.stills import see_endless_stills
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TypeVar

    from torch import Tensor

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.networks import Network
    from stadrn_core.recordings import Recording
    from stadrn_core.types import IntArray

    Item = TypeVar("Item")

PREDICTIONS_FILE = "predictions.csv"
SETTINGS_FILE = "settings.json"


class Condition(Protocol):
    """What is done to the aligned pictures before the network sees them."""

    @property
    def key(self) -> str:
        """Short name in files; equal keys give equal pictures."""
        ...

    def apply(self, pictures: Tensor, seed: Sequence[int]) -> Tensor:
        """(3, U, S, S) float32 in 0–1 → the same shape and range; equal seeds give equal pictures."""
        ...


@dataclass(frozen=True)
class AsTheyAre:
    """Pictures left as they are."""

    key: str = "as they are"

    def apply(self, pictures: Tensor, seed: Sequence[int]) -> Tensor:
        """The same pictures."""
        return pictures


@dataclass(frozen=True)
class Prediction:
    """The score of one recording under one condition.

    Attributes:
        row: number in the labels file.
        path: relative to the labels file where it lies below it.
        subject: empty where not known.
        label: BDI-II points.
        score: BDI-II points: mean over clips of max(raw output, 0) × score range.
        num_clips: clips that the mean is over.
        condition: key of the condition.
        sha256: of the recording's content.
    """

    row: int
    path: str
    subject: str
    label: float
    score: float
    num_clips: int
    condition: str
    sha256: str


COLUMNS = tuple(field.name for field in fields(Prediction))


class PredictionLog:
    """``predictions.csv`` in a folder of its own: a line for each finished score, kept across runs.

    Args:
        folder: made where it does not exist.
        identity: what the scores depend on besides the recording and the condition; a folder that holds scores of
            another identity is refused.

    Raises:
        DataError: the folder holds other results.
        ExportError: the folder cannot be written.
    """

    def __init__(self, folder: Path, identity: Mapping[str, object]) -> None:
        self._file = folder / PREDICTIONS_FILE
        self._scores: dict[tuple[str, str], tuple[float, int]] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise write_error(folder, error) from error
        keep_identity(folder / SETTINGS_FILE, identity)
        if self._file.exists():
            self._read()
        else:
            self._write_all(())

    def knows(self, recording: Recording, condition: Condition) -> bool:
        """Whether the score is there already."""
        return (recording.sha256, condition.key) in self._scores

    def score_of(self, recording: Recording, condition: Condition) -> tuple[float, int]:
        """Score and number of clips.

        Raises:
            KeyError: they are not known.
        """
        return self._scores[recording.sha256, condition.key]

    def add(self, prediction: Prediction) -> None:
        """Write a line, so that it is on disk when this returns."""
        self._scores[prediction.sha256, prediction.condition] = (prediction.score, prediction.num_clips)
        try:
            with self._file.open("a", encoding="utf-8", newline="") as file:
                csv.DictWriter(file, COLUMNS, lineterminator="\n").writerow(asdict(prediction))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise write_error(self._file, error) from error

    def finish(self, predictions: Sequence[Prediction]) -> None:
        """Leave these lines only, in this order."""
        self._write_all(predictions)

    def _read(self) -> None:
        text = self._file.read_text(encoding="utf-8")
        complete = text[: text.rfind("\n") + 1]
        for values in csv.DictReader(complete.splitlines()):
            try:
                score = (float(values["score"]), int(values["num_clips"]))
                self._scores[values["sha256"], values["condition"]] = score
            except (KeyError, TypeError, ValueError) as error:
                raise DataError(
                    f"{self._file} was changed and cannot be gone on with ({error}). "
                    "Delete it, or choose another folder."
                ) from error
        if complete != text:
            with whole_file(self._file) as unfinished:
                unfinished.write_text(complete, encoding="utf-8")

    def _write_all(self, predictions: Iterable[Prediction]) -> None:
        with whole_file(self._file) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            rows.writeheader()
            rows.writerows(asdict(prediction) for prediction in predictions)


def predict(
    recordings: Sequence[Recording],
    conditions: Sequence[Condition],
    checkpoint: LoadedCheckpoint,
    log: PredictionLog,
    *,
    folder: Path,
    slicing: str = "published",
    endless_stills: bool = False,
    batch_size: int = 1,
    seed: int = 0,
) -> Generator[Progress, None, tuple[list[Prediction], list[Problem]]]:
    """Score recordings under every condition; what the log holds already is taken from there.

    Args:
        recordings: made ready with the checkpoint's sampling and alignment.
        conditions: each is a pass through the network.
        checkpoint: its model stays in evaluation mode.
        log: where scores are kept.
        folder: paths are given relative to it.
        slicing: ``published`` or ``contiguous``.
        endless_stills: a single picture is scored as a clip of it that never ends (see ``stills``), instead of one of
            the network's length.
        batch_size: clips in a forward pass.
        seed: of conditions that draw.

    Returns:
        Scores in the order of recordings, then conditions; and recordings that no clip could be made of.

    Raises:
        DataError: there are endless stills, but the network takes clips of one length only.
        VideoError: a picture cannot be read any more.
        ExportError: a score cannot be written.
    """
    if endless_stills and not checkpoint.config.linear_head and any(r.num_frames == 1 for r in recordings):
        raise DataError(
            f"{checkpoint.name} is an {checkpoint.config.title}, which takes only clips of "
            f"{checkpoint.config.clip_length} frames: leave --endless-stills out."
        )
    length = checkpoint.config.clip_length
    clips = [usable_clips(r, 1 if endless_stills and r.num_frames == 1 else length, slicing) for r in recordings]
    still_network = endless_copy(checkpoint.model) if endless_stills else checkpoint.model
    missing = [[c for c in conditions if not log.knows(r, c)] for r in recordings]
    total = sum(len(some) * len(positions) for some, positions in zip(missing, clips, strict=True))
    done, started = 0, time.monotonic()
    yield Progress("predicting", 0, total, "clips")
    predictions: list[Prediction] = []
    problems: list[Problem] = []
    for recording, positions, left in zip(recordings, clips, missing, strict=True):
        if not positions:
            problems.append(Problem(recording.row.number, recording.row.path.name, NO_CLIP))
            continue
        scores: dict[str, list[float]] = {condition.key: [] for condition in left}
        network = still_network if recording.num_frames == 1 else checkpoint.model
        inputs = _inputs(recording, positions, left, checkpoint.config.frame_size, seed)
        for batch in _clip_scores(network, checkpoint, inputs, batch_size):
            for key, score in batch:
                scores[key].append(score)
            done += len(batch)
            rate = done / max(time.monotonic() - started, 1e-9)
            yield Progress("predicting", done, total, "clips", rate, (total - done) / rate)
        for condition in left:
            own = scores[condition.key]
            log.add(_prediction(recording, folder, condition, float(np.mean(own)), len(own)))
        for condition in conditions:
            score, count = log.score_of(recording, condition)
            predictions.append(_prediction(recording, folder, condition, score, count))
    return predictions, problems


def _clip_scores(
    network: Network, checkpoint: LoadedCheckpoint, inputs: Iterable[tuple[str, Tensor]], batch_size: int
) -> Iterator[list[tuple[str, float]]]:
    """(condition's key, score) of each clip, a forward pass at a time."""
    for batch in _batched(inputs, batch_size):
        outputs = raw_outputs(network, torch.stack([clip for _, clip in batch]).to(checkpoint.device))
        score_range = checkpoint.config.score_range
        yield [(key, score_from_raw(y, score_range)) for (key, _), y in zip(batch, outputs, strict=True)]


def raw_outputs(network: Network, clips: Tensor) -> list[float]:
    """The network's numbers y for clips (B, 3, T, S, S) on its device, without anything needed for gradients."""
    with torch.inference_mode():
        outputs: Tensor = network(clips.to(memory_format=quickest_layout(clips.device)))
        return [float(value) for value in outputs[:, 0].float().cpu()]


def endless_copy(network: Network) -> Network:
    """A copy that takes single pictures as clips without end."""
    copied = copy.deepcopy(network)
    see_endless_stills(copied)
    return copied


def _prediction(recording: Recording, folder: Path, condition: Condition, score: float, count: int) -> Prediction:
    row = recording.row
    path = row.path.relative_to(folder) if row.path.is_relative_to(folder) else row.path
    return Prediction(
        row.number, path.as_posix(), row.subject or "", row.label, score, count, condition.key, recording.sha256
    )


def _inputs(
    recording: Recording, clips: Sequence[IntArray], conditions: Sequence[Condition], size_px: int, seed: int
) -> Iterator[tuple[str, Tensor]]:
    """(condition's key, (3, T, S, S) clip) for each clip and condition; pictures are read once for all conditions."""
    if not conditions:
        return
    for clip_index, positions in enumerate(clips):
        faces, which = recording.faces(positions, size_px)
        pictures = as_unit_interval(faces)
        for condition in conditions:
            changed = condition.apply(pictures, (seed, recording.row.number, clip_index))
            yield condition.key, normalised(changed)[:, torch.from_numpy(which)]


def _batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def keep_identity(file: Path, identity: Mapping[str, object]) -> None:
    """Write what results depend on into a file, or compare it with what is there.

    Raises:
        DataError: the file holds something else, or cannot be read.
        ExportError: it cannot be written.
    """
    text = json.dumps(identity, indent=2, ensure_ascii=False)
    if not file.exists():
        with whole_file(file) as unfinished:
            unfinished.write_text(text + "\n", encoding="utf-8")
        return
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{file} cannot be read ({error}). Choose another folder, or delete this one.") from error
    if found != json.loads(text):
        raise DataError(
            f"{file.parent} holds results of another checkpoint or other settings (settings.json). "
            "Choose another folder."
        )
