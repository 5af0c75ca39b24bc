"""How well a checkpoint scores labelled recordings: predictions.csv, metrics.json and the scatter of Fig. 7."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from stadrn_core.analyze import checkpoint_facts, settings_for
from stadrn_core.errors import DataError
from stadrn_core.export.files import whole_file
from stadrn_core.export.scatter import Panel, write_scatter
from stadrn_core.face_cache import FaceSettings
from stadrn_core.labels import Problem, listing, read_labels, stop_on
from stadrn_core.metrics import CONFIDENCE, RESAMPLES, Agreement, agreement
from stadrn_core.predictions import AsTheyAre, Prediction, PredictionLog, predict
from stadrn_core.recordings import prepare

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.labels import LabelRow, Split
    from stadrn_core.predictions import Condition
    from stadrn_core.types import Json, Progress

METRICS_FILE = "metrics.json"
SCATTER_NAME = "scatter"
RESEARCH_USE = "Research use, not a diagnosis"


@dataclass(frozen=True)
class EvaluationSettings:
    """How recordings are chosen and scored.

    Attributes:
        split: the rows to evaluate; None takes all.
        slicing: how a recording is cut into clips: ``published`` or ``contiguous``.
        sample_interval: take every n-th frame; what the checkpoint says, else 3, where None.
        endless_stills: a single picture is scored as a clip of it that never ends, see ``stills``.
        strict: a row that cannot be used is an error instead of being left out.
        batch_size: clips in a forward pass.
        resamples: of the bootstrap.
        confidence: of the intervals.
        seed: of everything drawn.
        cache: folder for the aligned faces of videos; the user's cache folder where None.
    """

    split: Split | None = "test"
    slicing: str = "published"
    sample_interval: int | None = None
    endless_stills: bool = False
    strict: bool = False
    batch_size: int = 1
    resamples: int = RESAMPLES
    confidence: float = CONFIDENCE
    seed: int = 0
    cache: Path | None = None

    def face_settings(self, checkpoint: LoadedCheckpoint) -> FaceSettings:
        """Sampling and alignment as the checkpoint was trained with, the sampling as stated here."""
        own = settings_for(checkpoint)
        return FaceSettings(self.sample_interval or own.sample_interval, own.alignment, self.cache)


@dataclass(frozen=True)
class Chosen:
    """The labelled rows of an evaluation.

    Attributes:
        source: the labels file or folder.
        rows: to be scored.
        problems: rows that cannot be.
        notes: sentences for the user.
    """

    source: Path
    rows: tuple[LabelRow, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """What paths are given relative to."""
        return self.source if self.source.is_dir() else self.source.parent


@dataclass(frozen=True)
class Evaluation:
    """The result.

    Attributes:
        predictions: a score for each recording, in the order of the rows.
        agreement: metrics with intervals.
        problems: rows that were left out.
        notes: sentences for the user.
    """

    predictions: tuple[Prediction, ...]
    agreement: Agreement
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def evaluate(
    labels: Path, checkpoint: LoadedCheckpoint, out: Path, settings: EvaluationSettings | None = None
) -> Generator[Progress, None, Evaluation]:
    """Score the recordings of a labels file and compare with the labels; an interrupted run goes on in the same folder.

    Args:
        labels: CSV or folder, see ``labels.read_labels``.
        checkpoint: to be evaluated.
        out: folder for predictions.csv, metrics.json, scatter.pdf and scatter.png.
        settings: the defaults where None.

    Raises:
        DataError: no row can be used, a row cannot and ``strict`` is set, or ``out`` holds other results.
        ExportError: the results cannot be written.
        FaceError: faces cannot be looked for on this machine.
        VideoError: a picture cannot be read any more.
    """
    settings = settings or EvaluationSettings()
    chosen = choose_rows(labels, settings)
    return (yield from evaluate_rows(chosen, checkpoint, out, settings))


def evaluate_rows(
    chosen: Chosen, checkpoint: LoadedCheckpoint, out: Path, settings: EvaluationSettings
) -> Generator[Progress, None, Evaluation]:
    """``evaluate`` for rows that were chosen otherwise; arguments and errors as there."""
    predictions, problems = yield from scored(chosen, [AsTheyAre()], checkpoint, out, settings)
    found = Evaluation(
        predictions=tuple(predictions),
        agreement=agreement_of(predictions, settings),
        problems=tuple(problems),
        notes=(*chosen.notes, *checkpoint.notes),
    )
    _write_metrics(out / METRICS_FILE, chosen, checkpoint, settings, found)
    write_scatters(out, [panel_of(checkpoint.name, found)])
    return found


def choose_rows(labels: Path, settings: EvaluationSettings) -> Chosen:
    """The rows of the wanted split; all of them, with a note, where the labels know no splits.

    Raises:
        DataError: nothing can be read, no row is in the split, or a row is bad and ``strict`` is set.
    """
    table = read_labels(labels, strict=settings.strict)
    rows, notes = table.rows, []
    if settings.split is not None and any(row.split is not None for row in rows):
        rows = tuple(row for row in rows if row.split == settings.split)
        if not rows:
            known = sorted({str(row.split) for row in table.rows})
            raise DataError(
                f"{table.source}: no usable row for {settings.split}; there are rows for {', '.join(known)}. "
                f"Choose another --split.{listing(table.problems)}"
            )
    elif settings.split is not None:
        notes.append("The labels state no splits: all rows are evaluated, also any that the checkpoint learned from.")
    return Chosen(table.source, rows, table.problems, tuple(notes))


def scored(
    chosen: Chosen,
    conditions: Sequence[Condition],
    checkpoint: LoadedCheckpoint,
    out: Path,
    settings: EvaluationSettings,
) -> Generator[Progress, None, tuple[list[Prediction], list[Problem]]]:
    """Score chosen rows under every condition, and keep the scores in ``out``.

    Returns:
        Scores in the order of rows, then conditions; and all rows that could not be used.

    Raises:
        DataError, ExportError, FaceError, VideoError: as ``evaluate``.
    """
    log = PredictionLog(out, identity(checkpoint, settings))
    recordings, unready = yield from prepare(chosen.rows, settings.face_settings(checkpoint))
    problems = [*chosen.problems, *unready]
    if settings.strict:
        stop_on(problems, chosen.source)
    predictions, unusable = yield from predict(
        recordings,
        conditions,
        checkpoint,
        log,
        folder=chosen.folder,
        slicing=settings.slicing,
        endless_stills=settings.endless_stills,
        batch_size=settings.batch_size,
        seed=settings.seed,
    )
    problems += unusable
    if not predictions:
        raise DataError(f"{chosen.source}: no recording could be scored.{listing(problems)}")
    if settings.strict:
        stop_on(problems, chosen.source)
    log.finish(predictions)
    return predictions, problems


def identity(checkpoint: LoadedCheckpoint, settings: EvaluationSettings) -> Json:
    """What a score depends on besides the recording."""
    faces = settings.face_settings(checkpoint)
    return {
        "checkpoint": checkpoint.name,
        "checkpoint_identity": checkpoint.identity,
        "slicing": settings.slicing,
        "endless_stills": settings.endless_stills,
        "sample_interval": faces.sample_interval,
        "alignment": asdict(faces.alignment),
        "seed": settings.seed,
    }


def folder_name(checkpoint: LoadedCheckpoint) -> str:
    """A folder's name for a checkpoint: its own, and some of its hash, since names may repeat."""
    plain = re.sub(r"[^\w.-]+", "-", checkpoint.name).strip("-.")[:40]
    return f"{plain}-{checkpoint.identity[:8]}"


def agreement_of(predictions: Sequence[Prediction], settings: EvaluationSettings) -> Agreement:
    """Metrics of some scores; resampled by subject where any subject is known."""
    subjects = [one.subject or f"row {one.row}" for one in predictions]
    return agreement(
        [one.score for one in predictions],
        [one.label for one in predictions],
        subjects if any(one.subject for one in predictions) else None,
        resamples=settings.resamples,
        confidence=settings.confidence,
        seed=settings.seed,
    )


def panel_of(title: str, found: Evaluation) -> Panel:
    """One panel of Fig. 7."""
    measured = found.agreement
    words = f"MAE {measured['MAE']}, RMSE {measured['RMSE']}\nPCC {measured['PCC']}, CCC {measured['CCC']}"
    return Panel(
        title=title,
        labels=tuple(one.label for one in found.predictions),
        scores=tuple(one.score for one in found.predictions),
        words=words,
        footnote=f"{measured.num_recordings} recordings; in brackets: {measured.interval_words}. {RESEARCH_USE}.",
    )


def write_scatters(out: Path, panels: Sequence[Panel], name: str = SCATTER_NAME) -> None:
    """Fig. 7 as PDF and PNG."""
    for suffix in (".pdf", ".png"):
        write_scatter(out / f"{name}{suffix}", panels)


def _write_metrics(
    file: Path, chosen: Chosen, checkpoint: LoadedCheckpoint, settings: EvaluationSettings, found: Evaluation
) -> None:
    facts = dataclasses.replace(checkpoint_facts(checkpoint), path=checkpoint.path.name)
    report = {
        "note": RESEARCH_USE,
        **found.agreement.to_json(),
        "score_is": "mean over a recording's clips of max(raw output, 0) × score_range, in BDI-II points",
        "labels": chosen.source.name,
        "split": settings.split,
        "settings": identity(checkpoint, settings),
        "left_out": [asdict(problem) for problem in found.problems],
        "num_left_out": len(found.problems),
        "notes": list(found.notes),
        "checkpoint": asdict(facts),
    }
    text = json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False)
    with whole_file(file) as unfinished:
        unfinished.write_text(text + "\n", encoding="utf-8")
