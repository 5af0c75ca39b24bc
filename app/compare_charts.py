"""A comparison as charts: scores over time, agreement over time, Bland–Altman, and where on the face. No Qt."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from app.chart_data import ChartData, Rule, Series
from app.figures import format_difference
from app.region_words import SHORT_NAMES
from app.translation import translate
from stadrn_core.regions.atlas import Region
from stadrn_core.severity import format_score, severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.checkpoint_looks import Look
    from stadrn_core.compare.comparison import Comparison
    from stadrn_core.compare.members import Member
    from stadrn_core.compare.pairs import Pair
    from stadrn_core.regions.sums import Measure
    from stadrn_core.types import Float64Array

INCOMPARABLE = translate("CompareCharts", "The maps cannot be compared: see the notes below")
LEAST_TOP = 24.0


def scores_chart(found: Comparison, looks: Mapping[str, Look]) -> ChartData:
    """Score of each clip over the stretch it speaks for, on the severity bands; looks by letter."""
    series = []
    for member in found.members:
        clips = [i for i, record in sorted(member.store.records.items()) if record.score is not None]
        scores = np.array([member.store.records[i].score or 0.0 for i in clips])
        spans = np.array([_seconds(member, i) for i in clips]).reshape(-1, 2)
        name = looks[member.letter].name
        tips = tuple(
            translate("CompareCharts", "{name}\nclip {number}: {score} points, {severity}").format(
                name=name,
                number=i + 1,
                score=format_score(float(score)),
                severity=translate("Core", severity(float(score)).label),
            )
            for i, score in zip(clips, scores, strict=True)
        )
        series.append(Series(looks[member.letter], spans.mean(axis=1), scores, tips, spans))
    highest = max((float(one.y.max()) for one in series if one.y.size), default=0.0)
    return ChartData(
        translate("CompareCharts", "Scores over time"),
        translate("CompareCharts", "A step for each clip; clips may overlap"),
        translate("CompareCharts", "time (s)"),
        translate("CompareCharts", "BDI-II points"),
        _duration(found),
        (0.0, max(LEAST_TOP, 1.15 * highest)),
        tuple(series),
        has_bands=True,
        empty="" if any(one.y.size for one in series) else translate("CompareCharts", "No clip is explained yet"),
    )


def agreement_chart(found: Comparison, looks: Mapping[str, Look], what: Literal["spearman", "overlap"]) -> ChartData:
    """Rank correlation of the maps, or overlap of their hottest tenth, of each checkpoint with the reference."""
    reference = looks[found.reference.letter].name
    series, rules = [], [Rule(0.0)]
    for pair in found.against_reference:
        look = looks[pair.member.letter]
        clips = [clip for clip in pair.clips if clip.overlap is not None]
        if what == "spearman":
            values, control = [clip.spearman for clip in clips], pair.other_clips_spearman
        else:
            values = [math.nan if clip.overlap is None else clip.overlap.jaccard for clip in clips]
            control = pair.mean_of("by_chance")
        times = np.array([sum(_seconds(pair.member, clip.clip_index)) / 2 for clip in clips])
        tips = tuple(
            translate("CompareCharts", "{checkpoint} and {reference}\nclip {number}: {value:.2f}").format(
                checkpoint=look.name, reference=reference, number=clip.clip_index + 1, value=value
            )
            for clip, value in zip(clips, values, strict=True)
        )
        series.append(Series(look, times, np.array(values), tips, is_joined=True))
        if not math.isnan(control):
            rules.append(Rule(control, look, is_dashed=True))
    is_correlation = what == "spearman"
    return ChartData(
        translate("CompareCharts", "Map correlation with the reference")
        if is_correlation
        else translate("CompareCharts", "Hottest tenth shared with the reference"),
        translate("CompareCharts", "Spearman over all cells of a clip; dashed: other clips")
        if is_correlation
        else translate("CompareCharts", "Jaccard; dashed: by chance"),
        translate("CompareCharts", "time (s)"),
        translate("CompareCharts", "Spearman's ρ") if is_correlation else translate("CompareCharts", "Jaccard index"),
        _duration(found),
        (-1.05, 1.05) if is_correlation else (-0.03, 1.03),
        tuple(series),
        tuple(rules),
        empty="" if any(one.y.size for one in series) else INCOMPARABLE,
    )


def bland_altman_chart(found: Comparison, looks: Mapping[str, Look]) -> ChartData:
    """Difference to the reference's score against the mean of both, with bias and limits of agreement."""
    reference = looks[found.reference.letter].name
    series, rules, reach = [], [Rule(0.0)], [1.0]
    for pair in found.against_reference:
        look = looks[pair.member.letter]
        means, differences = _means_and_differences(found, pair)
        tips = tuple(
            translate("CompareCharts", "{checkpoint} − {reference}\nclip {number}: {difference} points").format(
                checkpoint=look.name,
                reference=reference,
                number=clip.clip_index + 1,
                difference=format_difference(clip.difference),
            )
            for clip in pair.clips
        )
        series.append(Series(look, means, differences, tips))
        reach += np.abs(differences).tolist()
        if pair.scores.n:
            rules.append(Rule(pair.scores.bias, look))
        limits = [limit for limit in pair.scores.limits if not math.isnan(limit)]
        rules += [Rule(limit, look, is_dashed=True) for limit in limits]
        reach += [abs(limit) for limit in limits]
    all_means = np.concatenate([one.x for one in series]) if series else np.zeros(0)
    margin = max(0.08 * float(np.ptp(all_means)), 0.5) if all_means.size else 1.0
    low, high = (float(all_means.min()), float(all_means.max())) if all_means.size else (0.0, 1.0)
    return ChartData(
        translate("CompareCharts", "Bland–Altman against the reference"),
        translate("CompareCharts", "A point for each clip; line: bias, dashed: ± 1.96 SD"),
        translate("CompareCharts", "mean of both scores (points)"),
        translate("CompareCharts", "difference (points)"),
        (low - margin, high + margin),
        (-1.15 * max(reach), 1.15 * max(reach)),
        tuple(series),
        tuple(rules),
        empty=""
        if all_means.size
        else translate("CompareCharts", "No clip is explained in both, or clips are cut differently"),
    )


def regions_chart(found: Comparison, looks: Mapping[str, Look]) -> ChartData:
    """Signed evidence of each region, or its share of the heat, with intervals where there are enough clips."""
    is_signed = found.quantity == "signed_points"
    unit = "points" if is_signed else "%"
    series, ends = [], [0.0]
    members = [member for member in found.members if member.letter in found.regions]
    for k, member in enumerate(members):
        regions, look = found.regions[member.letter], looks[member.letter]
        measure: Measure = "points" if is_signed else "share"
        factor = 1.0 if is_signed else 100.0
        values, intervals = factor * regions.sums.of(measure), factor * regions.interval(measure)
        beside = (k - (len(members) - 1) / 2) * 0.7 / len(members)
        rows: Float64Array = np.arange(len(Region), dtype=np.float64) + beside
        tips = tuple(
            f"{look.name}\n{translate('Core', region.label)}: {_region_value(values[region], is_signed)} {unit}"
            for region in Region
        )
        has_intervals = not np.isnan(intervals).all()
        series.append(Series(look, values, rows, tips, intervals if has_intervals else None))
        ends += [float(value) for value in (*values, *intervals.ravel()) if math.isfinite(value)]
    margin = 0.06 * (max(ends) - min(ends) or 1.0)
    return ChartData(
        translate("CompareCharts", "Where on the face"),
        translate("CompareCharts", "Mean over clips; lines: 95 % intervals of resampled clips"),
        translate("CompareCharts", "signed evidence (points)")
        if is_signed
        else translate("CompareCharts", "share of the Grad-CAM++ heat (%)"),
        "",
        (min(ends) - margin, max(ends) + margin),
        (len(Region) - 0.4, -0.6),
        tuple(series),
        (Rule(0.0, is_upright=True),),
        tuple(SHORT_NAMES[region] for region in Region),
        empty="" if series else translate("CompareCharts", "No landmarks are known, so there are no regions"),
    )


def pair_words(found: Comparison) -> list[list[str]]:
    """A row of words for each pair, under ``PAIR_TITLES``."""
    rows = []
    for pair in found.pairs:
        low, high = pair.scores.limits
        limits = (
            "–"
            if math.isnan(low)
            else translate("CompareCharts", "{low} to {high}").format(
                low=format_difference(low), high=format_difference(high)
            )
        )
        rows.append(
            [
                f"{pair.member.letter} − {pair.reference.letter}",
                str(pair.scores.n),
                format_difference(pair.scores.bias),
                limits,
                f"{_share(pair.mean_of('spearman'))} ({_share(pair.other_clips_spearman)})",
                f"{_share(pair.mean_of('jaccard'))} ({_share(pair.mean_of('by_chance'))})",
            ]
        )
    return rows


PAIR_TITLES = (
    translate("CompareCharts", "Pair"),
    translate("CompareCharts", "Clips"),
    translate("CompareCharts", "Bias (points)"),
    translate("CompareCharts", "Limits of agreement"),
    translate("CompareCharts", "Map ρ (other clips)"),
    translate("CompareCharts", "Hottest tenth (chance)"),
)


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


def _region_value(value: float, is_signed: bool) -> str:
    return f"{value:+.3f}".replace("-", "\N{MINUS SIGN}") if is_signed else f"{value:.1f}"


def _means_and_differences(found: Comparison, pair: Pair) -> tuple[np.ndarray, np.ndarray]:
    base = found.reference.store.records
    differences = np.array([clip.difference for clip in pair.clips])
    means = np.array([(base[clip.clip_index].score or 0.0) + clip.difference / 2 for clip in pair.clips])
    return means, differences


def _seconds(member: Member, clip_index: int) -> tuple[float, float]:
    times = member.store.pts_seconds
    first, stop = member.store.plan.span(clip_index)
    return float(times[first]), float(times[min(stop, len(times)) - 1])


def _duration(found: Comparison) -> tuple[float, float]:
    store = found.reference.store
    return 0.0, float(store.pts_seconds[-1]) + 1 / store.manifest.recording.frame_rate
