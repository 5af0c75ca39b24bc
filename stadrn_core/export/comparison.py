"""A comparison of checkpoints as tables: by clip, by pair, by region of the face, and what the checkpoints are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from stadrn_core.compare.agreement import HOTTEST_SHARE
from stadrn_core.compare.facts import fact_table, preprocessing_words
from stadrn_core.export.record import nameless
from stadrn_core.export.regions import recording_rows, write_about
from stadrn_core.export.rows import RESEARCH_USE, write_table
from stadrn_core.severity import severity
from stadrn_core.view import QUANTITY_LABELS

if TYPE_CHECKING:
    from pathlib import Path

    from stadrn_core.compare.comparison import Comparison
    from stadrn_core.compare.pairs import ComparedQuantity, Pair
    from stadrn_core.types import Deidentify, Json

Row = dict[str, Any]
QUANTITY_WORDS: dict[ComparedQuantity, str] = {
    "signed_points": "signed evidence (BDI-II points per cell)",
    "gradcampp": "Grad-CAM++, unweighted: its magnitudes have no common unit between networks",
}
FILES = ("comparison.csv", "agreement.csv", "regions.csv", "checkpoints.csv", "about.json")


def write_tables(found: Comparison, folder: Path, deidentify: Deidentify = "none") -> None:
    """Write ``FILES`` into a folder that exists; regions.csv only where landmarks are known.

    Args:
        found: the comparison. Its labels are written in any case.
        folder: where to.
        deidentify: unless ``none``, names and paths of recording and checkpoints are left out.

    Raises:
        ExportError: a file cannot be written.
    """
    write_table(folder / "comparison.csv", clip_rows(found))
    write_table(folder / "agreement.csv", [_pair_row(pair, found.quantity) for pair in found.pairs])
    write_table(folder / "checkpoints.csv", checkpoint_rows(found, deidentify))
    regions = region_rows(found, deidentify)
    if regions:
        write_table(folder / "regions.csv", regions)
    else:
        (folder / "regions.csv").unlink(missing_ok=True)
    write_about(folder / "about.json", about(found, deidentify))


def clip_rows(found: Comparison) -> list[Row]:
    """A row for each clip of each checkpoint, finished or not; the reference's own row has no comparison."""
    by_member = {pair.member.letter: {clip.clip_index: clip for clip in pair.clips} for pair in found.against_reference}
    rows = []
    for member in found.members:
        store = member.store
        for i in range(store.plan.num_clips):
            first, stop = store.plan.span(i)
            last = min(stop, len(store.pts_seconds)) - 1
            record, clip = store.records.get(i), by_member.get(member.letter, {}).get(i)
            score = None if record is None else record.score
            overlap = None if clip is None else clip.overlap
            rows.append(
                {
                    "checkpoint": member.name,
                    "reference": "" if member is found.reference else found.reference.name,
                    "clip": i,
                    "first_frame": first,
                    "last_frame": last,
                    "first_seconds": float(store.pts_seconds[first]),
                    "last_seconds": float(store.pts_seconds[last]),
                    "raw_output": math.nan if record is None or record.raw_output is None else record.raw_output,
                    "score": math.nan if score is None else score,
                    "severity": "" if score is None else severity(score).label,
                    "difference": math.nan if clip is None else clip.difference,
                    "quantity": found.quantity,
                    "spearman": math.nan if clip is None else clip.spearman,
                    "overlap": math.nan if overlap is None else overlap.jaccard,
                    "overlap_by_chance": math.nan if overlap is None else overlap.by_chance,
                    "note": "not explained yet" if record is None else record.skipped_reason or "",
                }
            )
    return rows


def _pair_row(pair: Pair, quantity: ComparedQuantity) -> Row:
    """One row for each pair of checkpoints."""
    low, high = pair.scores.limits
    spearman = [clip.spearman for clip in pair.clips if not math.isnan(clip.spearman)]
    a, b = pair.reference.store.video_score, pair.member.store.video_score
    return {
        "checkpoint": pair.member.name,
        "reference": pair.reference.name,
        "score": math.nan if b is None else b,
        "reference_score": math.nan if a is None else a,
        "clips": pair.scores.n,
        "bias": pair.scores.bias,
        "sd": pair.scores.sd,
        "limit_low": low,
        "limit_high": high,
        "quantity": quantity,
        "cells": "" if pair.grid is None else pair.grid.words,
        "spearman_mean": pair.mean_of("spearman"),
        "spearman_min": min(spearman, default=math.nan),
        "spearman_max": max(spearman, default=math.nan),
        "spearman_other_clips": pair.other_clips_spearman,
        "overlap_mean": pair.mean_of("jaccard"),
        "overlap_by_chance": pair.mean_of("by_chance"),
        "note": pair.refused or "",
    }


def region_rows(found: Comparison, deidentify: Deidentify = "none") -> list[Row]:
    """A row for each region of each checkpoint, as ``stadrn regions`` has them, with what the reference has less."""
    own = found.regions.get(found.reference.letter)
    rows: list[Row] = []
    for member in found.members:
        regions = found.regions.get(member.letter)
        if regions is None:
            continue
        rows_of_member = recording_rows(member.name, member.store, regions, "unweighted", deidentify)
        for region, row in enumerate(rows_of_member):
            compared = own is not None and member is not found.reference
            of_reference = own.sums if compared and own is not None else None
            row["points_difference"] = (
                math.nan if of_reference is None else float(row["points"] - of_reference.points[region])
            )
            row["share_difference"] = (
                math.nan if of_reference is None else float(row["share"] - of_reference.share[region])
            )
            rows.append(row)
    return rows


def checkpoint_rows(found: Comparison, deidentify: Deidentify = "none") -> list[Row]:
    """A row for each fact, a column for each checkpoint; ``differs`` marks those in which they are not the same."""
    manifests = [member.store.manifest for member in found.members]
    if deidentify != "none":
        manifests = [nameless(manifest) for manifest in manifests]
    return [
        {
            "group": fact.group,
            "fact": fact.name,
            "differs": "yes" if fact.differs else "",
            **{member.title: value for member, value in zip(found.members, fact.values, strict=True)},
        }
        for fact in fact_table(manifests)
    ]


def about(found: Comparison, deidentify: Deidentify = "none") -> Json:
    """What the tables' numbers are, and what speaks against them."""
    manifests = [member.store.manifest for member in found.members]
    return {
        "note": RESEARCH_USE,
        "deidentify": deidentify,
        "recording": manifests[0].recording.name if deidentify == "none" else "recording",
        "recording_sha256": manifests[0].recording.sha256,
        "checkpoints": [member.title for member in found.members],
        "reference": found.reference.title,
        "preprocessing": preprocessing_words(manifests, [member.name for member in found.members]),
        "quantity": QUANTITY_WORDS[found.quantity],
        "difference": "score less the reference's, BDI-II points",
        "spearman": "rank correlation of the two maps over all cells of a clip (time slots × rows × columns)",
        "spearman_other_clips": "the same of one's map of a clip with the other's map of another clip, mean over all "
        "such pairs of clips: what the maps have in common without looking at the same moment",
        "overlap": f"Jaccard index of the {HOTTEST_SHARE:.0%} of cells with the highest values (signed evidence: what "
        "raises the score most)",
        "overlap_by_chance": "its mean if as many cells lay anywhere; smooth maps that know nothing of each other may "
        "have more",
        "bias, limits": "mean of the differences, ± 1.96 standard deviations (Bland and Altman 1986)",
        "regions": f"heat is {QUANTITY_LABELS['unweighted']}; compare its shares, not its magnitudes; points are "
        "signed evidence, mean over clips",
        "cells": "maps with different cells are compared on the coarser cells along each axis: a finer cell is divided "
        "between the two coarser ones next to it, points added, heat averaged",
        "cautions": found.cautions,
    }
