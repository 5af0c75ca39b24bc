"""The figure of a comparison: key frames by checkpoint, scores over time, agreement, Bland–Altman, regions."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from stadrn_core.colours import colour_table
from stadrn_core.compare.facts import preprocessing_words
from stadrn_core.errors import ExportError
from stadrn_core.export.comparison import QUANTITY_WORDS
from stadrn_core.export.comparison_pictures import EVENLY_SPREAD, KeyFrame, Pictures, draw_pictures, key_frames
from stadrn_core.export.deidentify import STATEMENTS
from stadrn_core.export.figure import SUFFIXES
from stadrn_core.export.files import whole_file
from stadrn_core.export.page import INK, LINE, QUIET, STYLE, Page, draw_bands
from stadrn_core.export.rows import RESEARCH_USE
from stadrn_core.export.sheet import timestamp
from stadrn_core.regions.atlas import Region
from stadrn_core.severity import Severity, format_score

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

    from stadrn_core.compare.comparison import Comparison
    from stadrn_core.compare.drawn import Scale
    from stadrn_core.compare.members import Member
    from stadrn_core.export.comparison_pictures import Picture
    from stadrn_core.types import Deidentify, FrameSource
    from stadrn_core.view import ScaleLimits

WIDTH, MARGIN, LEFT, RIGHT, GAP = 7.2, 0.12, 0.95, 0.62, 0.06
LARGEST_PICTURE, SMALLEST_PICTURE = 1.3, 0.78
TOP, BARS, LABELS = 0.72, 0.56, 0.42
SCORES, BLOCK, STACKED = 1.35, 2.35, 0.88
FIRST_LABELS, BETWEEN, REGION_LABELS = 0.58, 0.62, 1.08
LINE_HEIGHT, LEGEND_LINE, TITLE_LINE = 0.125, 0.14, 0.105
"""Sizes in inches."""
LEGEND_COLUMNS = 2
FIGURES = ("comparison.pdf", "comparison.png")
"""Files of a comparison."""


def write_comparison_figure(
    found: Comparison,
    source: FrameSource,
    path: Path,
    keys: Sequence[KeyFrame] | None = None,
    scale: Scale = "shared",
    *,
    dots_per_inch: int = 300,
    deidentify: Deidentify = "none",
) -> None:
    """Write a comparison for print: vector text that stays editable, pictures as on the screen.

    Args:
        found: the comparison.
        source: its recording.
        path: file ending in .pdf, .svg or .png.
        keys: frames to show; ``key_frames`` by default.
        scale: whether all checkpoints' maps share one colour scale or each has its own; it is written below them.
        dots_per_inch: resolution of PNG.
        deidentify: what becomes of the face; unless ``none``, names are left out.

    Raises:
        ExportError: the file cannot be written, the recording is another one, or no frame is explained by all.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ExportError(f"{path} cannot be written: the name must end in {', '.join(SUFFIXES)}. Choose such a name.")
    if source.info.num_frames != len(found.reference.store.pts_seconds):
        raise ExportError(f"{source.info.path} is not the recording that was analysed. Open that one.")
    keys = key_frames(found) if keys is None else keys
    if not keys:
        raise ExportError(
            f"{path} cannot be written: no frame with a face is explained by all checkpoints. Finish the analyses."
        )
    pictures = draw_pictures(found, source, keys, scale, deidentify)
    metadata: Any = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(path.suffix.lower(), {})
    with matplotlib.rc_context(STYLE), whole_file(path) as unfinished:
        _draw(found, pictures).savefig(unfinished, dpi=dots_per_inch, metadata=metadata)


def _draw(found: Comparison, pictures: Pictures) -> Any:
    others = [member for member in found.members if member is not found.reference]
    differences = others if found.quantity == "signed_points" else []
    num_columns = 1 + len(found.members) + len(differences)
    side = (WIDTH - LEFT - MARGIN) / num_columns - GAP
    side = min(max(side, SMALLEST_PICTURE), LARGEST_PICTURE)
    width = max(WIDTH, LEFT + num_columns * (side + GAP) + MARGIN)
    notes = _notes(found, pictures, width)
    bars = TOP + len(pictures.rows) * (side + GAP)
    legend = bars + BARS
    scores = legend + math.ceil(len(found.members) / LEGEND_COLUMNS) * LEGEND_LINE + 0.22
    block = scores + SCORES + LABELS + (2 + len(others)) * TITLE_LINE
    end = block + BLOCK + LABELS
    page = Page(width, end + len(notes) * LINE_HEIGHT + 0.15)
    title = found.reference.store.manifest.recording.name if pictures.deidentify == "none" else "Comparison"
    page.text(MARGIN, 0.12, title, size=9, weight="bold")
    _picture_rows(page, found, pictures, differences, side)
    _bars(page, found, pictures, differences, side, bars)
    _legend(page, found, pictures, legend)
    _scores(page.axes(FIRST_LABELS, scores, width - FIRST_LABELS - RIGHT, SCORES), found, pictures)
    _lower_block(page, found, block)
    for i, (words, style) in enumerate(notes):
        page.text(MARGIN, end + i * LINE_HEIGHT, words, size=6, **style)
    return page.figure


def _lower_block(page: Page, found: Comparison, y: float) -> None:
    """Agreement over time, Bland–Altman and regions beside each other."""
    column = (page.width - FIRST_LABELS - BETWEEN - REGION_LABELS - MARGIN) / 3
    second, third = FIRST_LABELS + column + BETWEEN, FIRST_LABELS + 2 * column + BETWEEN + REGION_LABELS
    correlation, overlap = (page.axes(FIRST_LABELS, y + top, column, STACKED) for top in (0.0, BLOCK - STACKED))
    _agreement(correlation, found, "spearman")
    _agreement(overlap, found, "overlap")
    _bland_altman(page.axes(second, y, column, BLOCK), found)
    _regions(page.axes(third, y, column, BLOCK), found)


def _picture_rows(
    page: Page, found: Comparison, pictures: Pictures, differences: Sequence[Member], side: float
) -> None:
    for r, row in enumerate(pictures.rows):
        y = TOP + r * (side + GAP)
        page.text(MARGIN, y + 0.02, f"({chr(ord('a') + r)})", size=8, weight="bold")
        reason = row.key.reason.replace(" ", "\n", 1) if row.key.reason else ""
        words = f"{timestamp(row.pts_seconds)}\nframe {row.key.frame_index}\n{reason}"
        page.text(MARGIN, y + 0.18, words, size=6, linespacing=1.35)
        columns: list[tuple[Picture, str, str]] = [(row.face, "Aligned face", INK)]
        columns += [(row.maps[m.letter], _heading(m, found, pictures, side), m.colour) for m in found.members]
        columns += [
            (row.differences[m.letter], f"{m.letter} − {found.reference.letter}\ndifference", INK) for m in differences
        ]
        for c, (picture, title, colour) in enumerate(columns):
            axes = page.axes(LEFT + c * (side + GAP), y, side, side)
            _show(axes, picture, side)
            if r == 0:
                axes.set_title(title, size=6.5, pad=3, color=colour, weight="bold" if c else "normal", linespacing=1.15)


def _heading(member: Member, found: Comparison, pictures: Pictures, side: float) -> str:
    room = max(int(side * 15), 12)
    lines = textwrap.wrap(_elided(pictures.name_of(member), 3 * room - 6), room, max_lines=3, placeholder="…")
    reference = " (reference)" if member is found.reference else ""
    return "\n".join([member.letter + reference, *lines])


def _elided(name: str, length: int) -> str:
    """A long name without its middle: names of one family differ at their ends."""
    return name if len(name) <= length else f"{name[: length // 2]}…{name[len(name) - length // 2 + 1 :]}"


def _show(axes: Axes, picture: Picture, side: float) -> None:
    axes.set_axis_off()
    if picture.rgb is not None:
        axes.imshow(picture.rgb, interpolation="bicubic")
        return
    axes.add_patch(Rectangle((0, 0), 1, 1, facecolor="#f1f2f4", edgecolor=LINE, linewidth=0.6))
    words = "\n".join(textwrap.wrap(picture.note, int(side * 17), max_lines=6, placeholder="…"))
    axes.text(0.5, 0.5, words, ha="center", va="center", color=QUIET, size=5.5)


def _bars(
    page: Page, found: Comparison, pictures: Pictures, differences: Sequence[Member], side: float, y: float
) -> None:
    """Below the maps, and below the differences: one bar for all that share a scale, else one below each."""
    table = colour_table(pictures.settings.heat_table)
    first = LEFT + side + GAP
    after = first + len(found.members) * (side + GAP)
    for x, members, limits, what in (
        (first, found.members, pictures.limits, ""),
        (after, differences, pictures.difference_limits, "difference, "),
    ):
        shared = len(members) > 1 and len(set(limits.values())) == 1
        if shared:
            length = len(members) * (side + GAP) - GAP
            _bar(page, x, y + 0.02, length, next(iter(limits.values())), table, what)
            continue
        for c, member in enumerate(members):
            if member.letter in limits:
                _bar(page, x + c * (side + GAP), y + 0.02, side, limits[member.letter], table, what)


def _bar(page: Page, x: float, y: float, length: float, limits: ScaleLimits, table: Any, what: str) -> None:
    axes = page.axes(x, y, length, 0.08)
    axes.imshow(table[None], aspect="auto", extent=(limits.low, limits.high, 0, 1), interpolation="none")
    axes.set_yticks([])
    if limits.low < 0:
        axes.set_xticks([limits.low, 0.0, limits.high], [limits.ends[0], "0", limits.ends[1]])
    else:
        axes.set_xticks([limits.low, limits.high], limits.ends)
    axes.tick_params(length=2, width=0.6, pad=1.5, labelsize=6)
    labels = axes.get_xticklabels()
    labels[0].set_horizontalalignment("left")
    labels[-1].set_horizontalalignment("right")
    so_far = " so far" if limits.provisional else ""
    separator = " · " if length > 2 * LARGEST_PICTURE else "\n"
    words = f"{what}{limits.unit}{separator}scale of the {limits.mode}{so_far}"
    page.text(x + length / 2, y + 0.24, words, ha="center", size=6, color=QUIET, linespacing=1.2)


def _legend(page: Page, found: Comparison, pictures: Pictures, y: float) -> None:
    lines = [
        Line2D([], [], color=m.colour, marker=m.marker, markersize=3.5, linewidth=1.4, label=_legend_words(m, pictures))
        for m in found.members
    ]
    page.figure.legend(
        handles=lines,
        loc="upper left",
        bbox_to_anchor=(FIRST_LABELS / page.width, 1 - y / page.height),
        ncols=min(len(lines), LEGEND_COLUMNS),
        frameon=False,
        fontsize=6.2,
        borderpad=0,
        columnspacing=1.2,
        handlelength=1.8,
    )


def _legend_words(member: Member, pictures: Pictures) -> str:
    score = member.store.video_score
    words = "no score" if score is None else f"{format_score(score)} ({Severity(_band(score)).label})"
    name = _elided(pictures.name_of(member), 48)
    return f"{member.letter}  {name}: {words}"


def _band(score: float) -> int:
    return sum(score >= band.low for band in Severity) - 1


def _scores(axes: Axes, found: Comparison, pictures: Pictures) -> None:
    """Score of each clip over the stretch it speaks for, a line for each checkpoint, on the severity bands."""
    scored = [r.score for m in found.members for r in m.store.records.values() if r.score is not None]
    top = max([24.0, *(score * 1.15 for score in scored)])
    draw_bands(axes, top)
    for member in found.members:
        for i, record in sorted(member.store.records.items()):
            if record.score is not None:
                start, until = _seconds(member, i)
                axes.plot([start, until], [record.score] * 2, color=member.colour, linewidth=1.6, alpha=0.85)
        clips = [i for i, record in sorted(member.store.records.items()) if record.score is not None]
        middles = [sum(_seconds(member, i)) / 2 for i in clips]
        heights = [member.store.records[i].score or 0.0 for i in clips]
        style: Any = {"markersize": 3.5, "linewidth": 0.6, "linestyle": (0, (1, 1.5))}
        axes.plot(middles, heights, color=member.colour, marker=member.marker, markeredgecolor="white", **style)
    for r, row in enumerate(pictures.rows):
        axes.axvline(row.pts_seconds, color=INK, linewidth=0.5, linestyle=(0, (3, 2)))
        axes.annotate(
            chr(ord("a") + r), (row.pts_seconds, 1.015), xycoords=("data", "axes fraction"), ha="center", size=6.5
        )
    _time_axis(axes, found)
    axes.set(ylim=(0, top), ylabel="score (BDI-II points)")
    axes.set_yticks([tick for tick in (*(band.low for band in Severity), 63.0) if tick <= top])


def _agreement(axes: Axes, found: Comparison, what: str) -> None:
    """Rank correlation, or overlap of the hottest tenth, of each checkpoint with the reference by clip."""
    axes.axhline(0, color=INK, linewidth=0.5)
    for pair in found.against_reference:
        member = pair.member
        clips = [clip for clip in pair.clips if clip.overlap is not None]
        times = [sum(_seconds(member, clip.clip_index)) / 2 for clip in clips]
        if what == "spearman":
            values = [clip.spearman for clip in clips]
            control = pair.other_clips_spearman
        else:
            values = [math.nan if clip.overlap is None else clip.overlap.jaccard for clip in clips]
            control = pair.mean_of("by_chance")
        style: Any = {"marker": member.marker, "markersize": 3.5, "linewidth": 1.1}
        axes.plot(times, values, color=member.colour, **style)
        if not math.isnan(control):
            axes.axhline(control, color=member.colour, linewidth=0.8, linestyle=(0, (4, 2)))
    _time_axis(axes, found)
    reference = found.reference.letter
    if what == "spearman":
        axes.set(ylim=(-1.05, 1.05), ylabel=f"Spearman's ρ with {reference}")
        axes.set_title("Maps, by clip; dashed: other clips", size=6.5, loc="left", pad=3)
    else:
        axes.set(ylim=(-0.03, 1.03), ylabel=f"Jaccard index with {reference}")
        axes.set_title("Hottest tenth; dashed: by chance", size=6.5, loc="left", pad=3)
    if not any(clip.overlap is not None for pair in found.against_reference for clip in pair.clips):
        axes.text(0.5, 0.7, "maps cannot be compared", transform=axes.transAxes, ha="center", color=QUIET, size=6)


def _bland_altman(axes: Axes, found: Comparison) -> None:
    """Difference to the reference against the mean of both, a dot for each clip."""
    axes.axhline(0, color=INK, linewidth=0.6)
    told, reach = [], 1.0
    for pair in found.against_reference:
        member = pair.member
        base = {i: r.score for i, r in found.reference.store.records.items() if r.score is not None}
        differences = np.array([clip.difference for clip in pair.clips])
        means = np.array([base[clip.clip_index] + clip.difference / 2 for clip in pair.clips])
        axes.plot(means, differences, linestyle="", color=member.colour, marker=member.marker, markersize=3.5)
        low, high = pair.scores.limits
        if pair.scores.n:
            axes.axhline(pair.scores.bias, color=member.colour, linewidth=1.1)
            reach = max(reach, *np.abs(differences))
            told.append(f"{member.letter}: {_signed(pair.scores.bias)}")
        if not math.isnan(low):
            for limit in (low, high):
                axes.axhline(limit, color=member.colour, linewidth=0.8, linestyle=(0, (4, 2)))
            reach = max(reach, abs(low), abs(high))
            told[-1] += f" ({_signed(low)} to {_signed(high)})"
        if pair.scores.n:
            told[-1] += f", n = {pair.scores.n}"
    axes.set_ylim(-1.15 * reach, 1.15 * reach)
    reference = found.reference.letter
    axes.set(xlabel="mean of both scores (points)", ylabel=f"score less that of {reference} (points)")
    title = "Bland–Altman: bias (± 1.96 SD), clips"
    axes.set_title("\n".join([title, *told]), size=6.2, loc="left", pad=3, linespacing=1.25)
    _tidy(axes)


def _regions(axes: Axes, found: Comparison) -> None:
    """Signed evidence of each region (or its share of the heat), a marker for each checkpoint."""
    measure: Any = "points" if found.quantity == "signed_points" else "share"
    num = len(found.regions)
    for i, member in enumerate(m for m in found.members if m.letter in found.regions):
        regions = found.regions[member.letter]
        places = np.arange(len(Region)) + (i - (num - 1) / 2) * 0.7 / max(num, 1)
        ends = regions.interval(measure)
        axes.hlines(places, ends[:, 0], ends[:, 1], color=member.colour, linewidth=0.8, alpha=0.7)
        values = regions.sums.of(measure)
        axes.plot(values, places, linestyle="", color=member.colour, marker=member.marker, markersize=3)
    axes.set_yticks(range(len(Region)), [region.label for region in Region], size=5.8)
    axes.set_ylim(len(Region) - 0.4, -0.6)
    axes.axvline(0, color=INK, linewidth=0.6)
    for edge in range(len(Region) - 1):
        axes.axhline(edge + 0.5, color=LINE, linewidth=0.4)
    axes.set_xlabel("signed evidence (points)" if measure == "points" else "share of the Grad-CAM++ heat")
    axes.set_title("Where on the face, mean over clips", size=6.5, loc="left", pad=3)
    if not num:
        axes.text(0.5, 0.5, "no landmarks: no regions", transform=axes.transAxes, ha="center", color=QUIET, size=6)
    _tidy(axes)


def _seconds(member: Member, clip_index: int) -> tuple[float, float]:
    """First and last second of a clip."""
    times = member.store.pts_seconds
    first, stop = member.store.plan.span(clip_index)
    return float(times[first]), float(times[min(stop, len(times)) - 1])


def _time_axis(axes: Axes, found: Comparison) -> None:
    store = found.reference.store
    axes.set(xlim=(0, float(store.pts_seconds[-1]) + 1 / store.manifest.recording.frame_rate), xlabel="time (s)")
    _tidy(axes)


def _tidy(axes: Axes) -> None:
    axes.tick_params(length=2, width=0.6)
    axes.xaxis.labelpad = axes.yaxis.labelpad = 2
    axes.spines[["top", "right"]].set_visible(False)


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def _notes(found: Comparison, pictures: Pictures, width: float) -> list[tuple[str, dict[str, Any]]]:
    """What is shown and what must be known, in lines that fit the page."""
    manifests = [member.store.manifest for member in found.members]
    errors = "; ".join(
        f"{member.letter} {manifest.checkpoint.known_error or 'error unknown'}"
        for member, manifest in zip(found.members, manifests, strict=True)
    )
    rule = f"{EVENLY_SPREAD} frames are spread evenly, not chosen by what they show; one is where scores differ most."
    sentences = [
        f"Maps: {QUANTITY_WORDS[found.quantity]}, layer {manifests[0].settings.target_layer}. {rule}",
        f"Known errors: {errors}.",
        preprocessing_words(manifests, [member.letter for member in found.members]),
        *found.cautions,
        *dict.fromkeys(f"Regions, lines: {regions.interval_words}." for regions in found.regions.values()),
    ]
    if pictures.deidentify != "none":
        sentences.append(f"{STATEMENTS[pictures.deidentify]}.")
    if not pictures.same_cells:
        sentences.insert(
            1, "The networks' cells differ in size: values per cell are those of each network's own cells."
        )
    characters = int((width - 2 * MARGIN) * 21.5)
    lines = [line for sentence in sentences for line in textwrap.wrap(sentence, characters)]
    return [*((line, {"color": QUIET}) for line in lines), (RESEARCH_USE, {"weight": "bold"})]
