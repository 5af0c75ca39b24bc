"""The 12 variants of Tables 2 and 3: each trained, evaluated, and set beside the paper's figures."""

from __future__ import annotations

import csv
import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.errors import DataError
from stadrn_core.evaluate import (
    Chosen,
    Evaluation,
    EvaluationSettings,
    evaluate_rows,
    folder_name,
    panel_of,
    write_scatters,
)
from stadrn_core.export.files import whole_file
from stadrn_core.labels import listing, read_labels, with_splits
from stadrn_core.metrics import METRIC_NAMES
from stadrn_core.model import Kind, ModelConfig
from stadrn_core.train import BEST_FILE, Training

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from pathlib import Path
    from typing import TypeVar

    from stadrn_core.metrics import MetricName
    from stadrn_core.training_config import TrainingConfig
    from stadrn_core.types import Progress

    Result = TypeVar("Result")

TABLE_FILE = "variants.csv"
TABLES_FILE = "tables.md"
FIGURE_NAME = "fig7_variants"


@dataclass(frozen=True)
class Variant:
    """One row of Tables 2 and 3.

    Attributes:
        name: as in the tables.
        kind: of the STA modules.
        groups: K.
        avec_2013: the paper's MAE, RMSE, PCC, CCC.
        avec_2014: likewise.
    """

    name: str
    kind: Kind
    groups: int
    avec_2013: tuple[float, float, float, float]
    avec_2014: tuple[float, float, float, float]

    def config(self, base: TrainingConfig) -> TrainingConfig:
        """The training of this variant; everything else is as in ``base``.

        Raises:
            DataError: the base is no STA-DRN, or its features cannot be divided into K groups.
        """
        if not isinstance(base.network, ModelConfig):
            raise DataError(
                f"The variants are STA-DRNs, but the configuration's network is a {base.network.title}. "
                "Leave architecture out, or set it to sta_drn."
            )
        try:
            network = dataclasses.replace(base.network, kind=self.kind, groups=self.groups)
        except ValueError as error:
            raise DataError(f"{self.name}: {error}. Change network.features in the configuration.") from error
        return base.model_copy(update={"name": self.name, "network": network})


VARIANTS = (
    Variant("k1_s", "spatial", 1, (7.97, 10.35, 0.50, 0.48), (7.81, 10.25, 0.52, 0.50)),
    Variant("k1_t", "temporal", 1, (7.58, 9.12, 0.65, 0.52), (7.68, 9.29, 0.66, 0.52)),
    Variant("k1_fusion_f", "fusion_feature", 1, (7.54, 9.88, 0.57, 0.54), (7.43, 9.79, 0.58, 0.56)),
    Variant("k1_fusion_v", "fusion_vector", 1, (7.19, 9.65, 0.59, 0.57), (7.07, 9.55, 0.60, 0.59)),
    Variant("k2_s", "spatial", 2, (7.45, 9.37, 0.66, 0.65), (7.30, 9.28, 0.67, 0.66)),
    Variant("k2_t", "temporal", 2, (7.21, 9.32, 0.67, 0.56), (7.07, 9.22, 0.68, 0.58)),
    Variant("k2_fusion_f", "fusion_feature", 2, (7.11, 9.21, 0.70, 0.62), (6.97, 9.12, 0.71, 0.63)),
    Variant("k2_fusion_v", "fusion_vector", 2, (6.15, 7.98, 0.73, 0.72), (6.00, 7.75, 0.75, 0.73)),
    Variant("k4_s", "spatial", 4, (7.97, 10.11, 0.58, 0.44), (7.90, 9.88, 0.61, 0.45)),
    Variant("k4_t", "temporal", 4, (7.77, 10.12, 0.58, 0.57), (7.48, 9.56, 0.63, 0.59)),
    Variant("k4_fusion_f", "fusion_feature", 4, (7.60, 9.70, 0.67, 0.66), (7.45, 9.61, 0.65, 0.65)),
    Variant("k4_fusion_v", "fusion_vector", 4, (7.41, 9.83, 0.67, 0.68), (7.38, 9.63, 0.67, 0.67)),
)


def run_variants(
    base: TrainingConfig,
    out: Path,
    variants: Sequence[Variant] = VARIANTS,
    device: str = "auto",
    settings: EvaluationSettings | None = None,
) -> Generator[Progress, None, dict[str, Evaluation]]:
    """Train and evaluate variants one after the other; the same call goes on where an interrupted one stopped.

    Tables are written anew after each variant, the figure at the end. Scored are the test rows; where the labels have
    none, the validation rows, by which the weights were chosen: a note says so.

    Args:
        base: the training of every variant, but for kind, K and name.
        out: folder; a variant's training and scores are in a folder of its name.
        variants: which ones.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        settings: of the evaluation; its split and what stills stand for follow from ``base``.

    Raises:
        DataError, TrainingError, CheckpointError, ExportError, FaceError, VideoError: as of training and evaluation.
    """
    settings = settings or EvaluationSettings()
    chosen = held_out(base, strict=settings.strict)
    # With clips of one frame, a training sees single pictures as clips without end.
    settings = dataclasses.replace(settings, split=chosen.rows[0].split, endless_stills=base.clip_length == 1)
    configs = {variant.name: variant.config(base) for variant in variants}
    found: dict[str, Evaluation] = {}
    for variant in variants:
        folder = out / variant.name
        training = Training(configs[variant.name], folder, device, strict=settings.strict)
        yield from _named(variant, cast("Generator[Progress, None, None]", training.run()))
        checkpoint = load_checkpoint(folder / BEST_FILE, device)
        # A training that goes on leaves other weights; their scores do not mix with those of the weights before.
        scores = folder / f"scores-{folder_name(checkpoint)}"
        found[variant.name] = yield from _named(variant, evaluate_rows(chosen, checkpoint, scores, settings))
        write_tables(out, found)
    write_scatters(out, [panel_of(name, one) for name, one in found.items()], FIGURE_NAME)
    return found


def held_out(base: TrainingConfig, *, strict: bool = False) -> Chosen:
    """The rows that a training with this configuration does not learn from: test, else validation with a note.

    Raises:
        DataError: there are none, or a row cannot be used and ``strict`` is set.
    """
    table = read_labels(base.data.labels, base.data.auxiliary, strict=strict, splitting=base.data.splitting)
    rows = with_splits(table, base.data.validation_share, base.data.test_share, base.seed)
    if test := tuple(row for row in rows if row.split == "test"):
        return Chosen(table.source, test, table.problems)
    validation = tuple(row for row in rows if row.split == "validation")
    if not validation:
        raise DataError(f"{table.source}: no row is held out from training.{listing(table.problems)}")
    note = (
        "The labels have no test rows: the validation rows are scored, by which the weights were chosen, "
        "so that errors are too low. State test rows, or set data.test_share."
    )
    return Chosen(table.source, validation, table.problems, (note,))


def write_tables(out: Path, found: Mapping[str, Evaluation]) -> None:
    """Write variants.csv (every number) and tables.md (Tables 2 and 3 beside the paper's).

    Raises:
        ExportError: a file cannot be written.
    """
    variants = [variant for variant in VARIANTS if variant.name in found]
    _write_csv(out / TABLE_FILE, variants, found)
    with whole_file(out / TABLES_FILE) as unfinished:
        unfinished.write_text(tables_text(found), encoding="utf-8")


def tables_text(found: Mapping[str, Evaluation]) -> str:
    """Tables 2 and 3 in Markdown: our numbers with intervals, then the paper's on its own data."""
    variants = [variant for variant in VARIANTS if variant.name in found]
    sections = []
    for number, names in ((2, ("MAE", "RMSE")), (3, ("PCC", "CCC"))):
        heads = [*names, *(f"{name}, paper, AVEC {year}" for year in (2013, 2014) for name in names)]
        lines = [f"## Table {number}", "", f"| variant | {' | '.join(heads)} |", "|---" * (1 + len(heads)) + "|"]
        for variant in variants:
            ours = [str(found[variant.name].agreement[name]) for name in _known(names)]
            places = [METRIC_NAMES.index(name) for name in _known(names)]
            papers = [f"{values[i]:.2f}" for values in (variant.avec_2013, variant.avec_2014) for i in places]
            lines.append(f"| {' | '.join([variant.name, *ours, *papers])} |")
        sections.append("\n".join(lines))
    measured = found[variants[0].name].agreement
    notes = sorted({note for one in found.values() for note in one.notes})
    footer = [
        f"Ours: {measured.num_recordings} recordings; in brackets: {measured.interval_words}. The paper's figures are "
        "of other recordings (AVEC 2013 and 2014) and can be compared in their order only.",
        *notes,
    ]
    return "\n\n".join([*sections, *footer]) + "\n"


def _known(names: tuple[str, ...]) -> list[MetricName]:
    return [name for name in METRIC_NAMES if name in names]


def _write_csv(file: Path, variants: Sequence[Variant], found: Mapping[str, Evaluation]) -> None:
    columns = [f"{name}{end}" for name in METRIC_NAMES for end in ("", "_low", "_high")]
    papers = [f"{name}_paper_avec_{year}" for year in (2013, 2014) for name in METRIC_NAMES]
    with whole_file(file) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(["variant", "kind", "groups", "num_recordings", *columns, *papers, "note"])
        for variant in variants:
            measured = found[variant.name].agreement
            metrics = [measured[name] for name in METRIC_NAMES]
            numbers = [number for metric in metrics for number in (metric.value, metric.low, metric.high)]
            rows.writerow(
                [
                    *(variant.name, variant.kind, variant.groups, measured.num_recordings),
                    *("" if number is None else f"{number:.6g}" for number in numbers),
                    *(f"{number:.2f}" for number in (*variant.avec_2013, *variant.avec_2014)),
                    "; ".join(f"{metric.name}: {metric.note}" for metric in metrics if metric.note),
                ]
            )


def _named(variant: Variant, work: Generator[Progress, None, Result]) -> Generator[Progress, None, Result]:
    """The same work, its stages told with the variant's name; stopped when this is stopped."""
    try:
        while True:
            event = next(work)
            yield dataclasses.replace(event, stage=f"{variant.name}: {event.stage}")
    except StopIteration as end:
        result: Result = end.value
        return result
    finally:
        work.close()
