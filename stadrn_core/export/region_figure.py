"""Figures by region: the atlas on a face, a recording's regions, and the comparison of groups."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from stadrn_core.colours import SIGNED_NAME, colour_table
from stadrn_core.export.curves import COLOURS
from stadrn_core.export.files import whole_file
from stadrn_core.export.page import INK, LINE, QUIET, STYLE
from stadrn_core.export.rows import RESEARCH_USE
from stadrn_core.regions.atlas import Region, region_polygons
from stadrn_core.regions.sums import HIGH_BACKGROUND_SHARE, MEASURE_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from stadrn_core.regions.groups import Comparison
    from stadrn_core.regions.intervals import RecordingRegions
    from stadrn_core.types import Float64Array, UInt8Array

ALARM = "#b3261e"
REGION_COLOURS: dict[Region, str] = {
    Region.FOREHEAD: "#6c8ebf",
    Region.GLABELLA: "#d9781f",
    Region.RIGHT_BROW: "#8f3a8a",
    Region.LEFT_BROW: "#8f3a8a",
    Region.RIGHT_EYE: "#2a9d8f",
    Region.LEFT_EYE: "#2a9d8f",
    Region.NOSE: "#e0b83f",
    Region.RIGHT_NASOLABIAL: "#c8553d",
    Region.LEFT_NASOLABIAL: "#c8553d",
    Region.RIGHT_CHEEK: "#7fb069",
    Region.LEFT_CHEEK: "#7fb069",
    Region.RIGHT_MOUTH_CORNER: "#3d5a99",
    Region.LEFT_MOUTH_CORNER: "#3d5a99",
    Region.LIPS: "#d1495b",
    Region.CHIN_JAW: "#9a8c98",
}


@dataclass(frozen=True)
class RecordingCaption:
    """The words of a recording's figure: title, what the numbers are, and what must be told (whole sentences)."""

    title: str
    quantity: str
    footnote: str
    warnings: tuple[str, ...]


def whisker_words(found: RecordingRegions) -> str:
    """What the whiskers of a recording's bars are, or why there are none."""
    words = found.interval_words
    return f"Whiskers: {words}" if found.drawn is not None else words[0].upper() + words[1:]


def write_atlas_picture(
    path: Path, face: UInt8Array, landmarks: NDArray[np.floating], dots_per_inch: int = 150
) -> None:
    """Write the atlas on a face, every region with its name; left and right are the subject's.

    Args:
        path: file ending in .pdf, .svg or .png.
        face: (S, S, 3) uint8 aligned face.
        landmarks: (68, 2) px in it.
        dots_per_inch: resolution of PNG.

    Raises:
        ExportError: the file cannot be written.
    """
    side = face.shape[0]
    with matplotlib.rc_context(STYLE), whole_file(path) as unfinished:
        figure = Figure(figsize=(7.2, 4.7), facecolor="white")
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.21, 0.1, 0.58, 0.885))
        axes.imshow(face, interpolation="lanczos")
        polygons = region_polygons(landmarks)
        for region, corners in polygons.items():
            axes.add_patch(Polygon(corners, facecolor=REGION_COLOURS[region], alpha=0.34, linewidth=0))
            axes.add_patch(Polygon(corners, fill=False, edgecolor="white", linewidth=0.9, joinstyle="round"))
        _name_regions(axes, polygons, side)
        axes.set(xlim=(-0.5, side - 0.5), ylim=(side - 0.5, -0.5))
        axes.set_axis_off()
        words = "Left and right are the subject's. Everything outside the outline is background. Synthetic face."
        figure.text(0.5, 0.045, words, ha="center", size=7.5, color=QUIET)
        figure.savefig(unfinished, dpi=dots_per_inch, metadata=_metadata(path))


def write_recording_figure(
    path: Path,
    found: RecordingRegions,
    landmarks: NDArray[np.floating],
    caption: RecordingCaption,
    dots_per_inch: int = 200,
) -> None:
    """Write one recording's regions: on a face, as shares of the heat, and in points.

    Args:
        path: file ending in .pdf, .svg or .png.
        found: its numbers.
        landmarks: (68, 2) px of a face in the aligned picture, such as its mean one: where the regions are drawn.
        caption: the words.
        dots_per_inch: resolution of PNG.

    Raises:
        ExportError: the file cannot be written.
    """
    lines = textwrap.wrap(" ".join((caption.footnote, *caption.warnings)), 185)
    bottom = 0.3 + 0.115 * len(lines)
    height = 3.75 + bottom
    with matplotlib.rc_context(STYLE), whole_file(path) as unfinished:
        figure = Figure(figsize=(9.4, height), facecolor="white")
        FigureCanvasAgg(figure)

        def place(x: float, width: float) -> tuple[float, float, float, float]:
            return x / 9.4, (bottom + 0.45) / height, width / 9.4, 2.85 / height

        draw_face_diagram(figure, place(0.15, 2.5), found, landmarks)
        draw_share_bars(figure.add_axes(place(4.2, 2.2)), found)
        _point_bars(figure.add_axes(place(6.75, 2.4)), found)
        figure.text(0.15 / 9.4, 1 - 0.1 / height, caption.title, va="top", size=9, weight="bold")
        figure.text(0.15 / 9.4, 1 - 0.27 / height, caption.quantity, va="top", size=7, color=QUIET)
        figure.text(
            0.15 / 9.4, (bottom - 0.02) / height, "\n".join(lines), va="top", size=6, color=QUIET, linespacing=1.35
        )
        figure.text(0.15 / 9.4, 0.08 / height, RESEARCH_USE, size=6.5, weight="bold")
        figure.savefig(unfinished, dpi=dots_per_inch, metadata=_metadata(path))


def write_groups_figure(
    path: Path,
    rows: Sequence[str],
    tables: dict[str, Float64Array],
    found: Sequence[Comparison],
    measure_words: str,
    footnote: str,
    dots_per_inch: int = 200,
) -> None:
    """Write the comparison of groups: every unit as a dot, medians as lines, and effects with corrected p-values.

    Args:
        path: file ending in .pdf, .svg or .png.
        rows: names of the rows (regions or pairs).
        tables: for each group (rows, units).
        found: the comparisons of these rows, those over all groups first.
        measure_words: what is compared.
        footnote: what the numbers are and are not.
        dots_per_inch: resolution of PNG.

    Raises:
        ExportError: the file cannot be written.
    """
    lines = textwrap.wrap(footnote, 150)
    bottom = 0.75 + 0.115 * len(lines)
    inches = 0.26 * len(rows) + 0.3 + bottom
    with matplotlib.rc_context(STYLE), whole_file(path) as unfinished:
        figure = Figure(figsize=(7.6, inches), facecolor="white")
        FigureCanvasAgg(figure)
        low, height = bottom / inches, 0.26 * len(rows) / inches
        dots, effects = figure.add_axes((0.19, low, 0.42, height)), figure.add_axes((0.66, low, 0.2, height))
        _unit_dots(dots, rows, tables)
        dots.set_xlabel(measure_words)
        dots.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=4, frameon=False, fontsize=6.5, handletextpad=0.2)
        _effects(effects, found[: len(rows)])
        figure.text(0.02, 0.25 / inches, "\n".join(lines), va="bottom", size=6, color=QUIET, linespacing=1.35)
        figure.text(0.02, 0.08 / inches, RESEARCH_USE, size=6.5, weight="bold")
        figure.savefig(unfinished, dpi=dots_per_inch, metadata=_metadata(path))


def _name_regions(axes: Axes, polygons: dict[Region, Float64Array], side: int) -> None:
    """Names beside the face, joined to their regions by fine lines, those of one side from top to bottom."""
    centre = {region: _centroid(corners.clip(0, side - 1)) for region, corners in polygons.items()}
    centre[Region.BACKGROUND] = np.array([side * 0.93, side * 0.9])
    centre[Region.CHIN_JAW] += [0, 0.04 * side]
    # So that the lines to neighbours in the middle and on one side do not cross.
    nudge = {Region.LIPS: 0.05, Region.GLABELLA: -0.08}
    for on_left in (True, False):
        named = [region for region in centre if _is_named_left(region) is on_left]
        named.sort(key=lambda region: float(centre[region][1]) / side + nudge.get(region, 0.0))
        heights = np.linspace(0.06, 0.93, len(named)) * side
        for region, y in zip(named, heights.tolist(), strict=True):
            axes.annotate(
                region.label,
                centre[region].tolist(),
                (-0.04 * side if on_left else 1.04 * side, y),
                ha="right" if on_left else "left",
                va="center",
                size=8,
                color=INK,
                annotation_clip=False,
                arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.55, "shrinkA": 1.5, "shrinkB": 0},
            )
    points = np.array([centre[region] for region in centre])
    axes.plot(points[:, 0], points[:, 1], "o", color=INK, markersize=2.6, markeredgecolor="white", markeredgewidth=0.5)


def _is_named_left(region: Region) -> bool:
    """The subject's right, and some of the middle, is named on the left of the picture."""
    return region.name.startswith("RIGHT") or region in (Region.FOREHEAD, Region.LIPS)


def _centroid(corners: Float64Array) -> Float64Array:
    """Centre of gravity of a polygon."""
    following = np.roll(corners, -1, axis=0)
    cross = corners[:, 0] * following[:, 1] - following[:, 0] * corners[:, 1]
    return np.asarray((corners + following).T @ cross / (3 * cross.sum()))


def draw_face_diagram(figure: Figure, place: Any, found: RecordingRegions, landmarks: NDArray[np.floating]) -> None:
    """The regions coloured by the density of their heat, grey where it is that of the whole picture."""
    axes = figure.add_axes(place)
    density = found.sums.relative_share
    polygons = region_polygons(landmarks)
    table = matplotlib.colors.ListedColormap(colour_table(SIGNED_NAME) / 255)
    known = density[~np.isnan(density)]
    norm = TwoSlopeNorm(1.0, 0.0, max(2.0, float(known.max()) if len(known) else 2.0))
    for region, corners in polygons.items():
        value = density[region]
        face = "white" if np.isnan(value) else table(norm(value))
        axes.add_patch(Polygon(corners, facecolor=face, edgecolor="white", linewidth=0.8))
    corners = np.concatenate(list(polygons.values()))
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    axes.set(xlim=(left - 2, right + 2), ylim=(bottom + 2, top - 2), aspect="equal")
    axes.set_axis_off()
    bar = figure.colorbar(
        matplotlib.cm.ScalarMappable(norm, table), ax=axes, orientation="horizontal", fraction=0.035, pad=0.02
    )
    bar.set_ticks([0.0, 1.0, norm.vmax or 2.0], labels=["0", "1", f"{norm.vmax:.2g}"])
    bar.ax.tick_params(length=2, width=0.5, labelsize=6)
    bar.ax.set_xlabel("density: share of the heat ÷ share of the area", size=6.5)


def draw_share_bars(axes: Axes, found: RecordingRegions) -> None:
    """Each region's share of the heat with its interval, beside its share of the area."""
    places = np.arange(len(Region))
    share = found.sums.share
    colours = [
        ALARM if region is Region.BACKGROUND and found.sums.background_is_high else "#4a6fa5" for region in Region
    ]
    axes.barh(places, np.nan_to_num(share) * 100, color=colours, height=0.62)
    axes.scatter(
        found.sums.area_share * 100, places, marker="|", s=60, color=INK, linewidths=1.2, label="share of area"
    )
    _whiskers(axes, found.interval("share") * 100, places)
    axes.set_yticks(places, [region.label for region in Region], color=INK)
    axes.set_xlabel("share of the heat (%)")
    if found.sums.background_is_high:
        words = f"alarm: background at least {HIGH_BACKGROUND_SHARE:.0%}"
        axes.text(0.98, 2, words, transform=axes.get_yaxis_transform(), ha="right", va="center", size=6.5, color=ALARM)
    axes.legend(frameon=False, fontsize=6.5, loc="lower right", handletextpad=0.1)
    _tidy(axes)


def _point_bars(axes: Axes, found: RecordingRegions) -> None:
    places = np.arange(len(Region))
    points = found.sums.points
    _tidy(axes)
    axes.set_yticks([])
    if np.isnan(points).all():
        axes.text(0.5, 0.5, "no signed evidence", transform=axes.transAxes, ha="center", size=7, color=QUIET)
        axes.set_xticks([])
        return
    table = colour_table(SIGNED_NAME) / 255
    axes.barh(places, points, color=[table[210 if value > 0 else 45] for value in points], height=0.62)
    _whiskers(axes, found.interval("points"), places)
    axes.axvline(0, color=INK, linewidth=0.6)
    total = f"{points.sum():+.2f}".replace("-", "−")
    axes.set_xlabel(f"{MEASURE_LABELS['points']}: sum {total}")


def _whiskers(axes: Axes, ends: Float64Array, places: NDArray[np.signedinteger]) -> None:
    known = ~np.isnan(ends).any(axis=1)
    axes.hlines(places[known], ends[known, 0], ends[known, 1], color=INK, linewidth=0.9)


def _unit_dots(axes: Axes, rows: Sequence[str], tables: dict[str, Float64Array]) -> None:
    offsets = np.linspace(-0.26, 0.26, len(tables))
    for i, (name, table) in enumerate(tables.items()):
        colour = COLOURS[i % len(COLOURS)]
        y = np.repeat(np.arange(len(rows)) + offsets[i], table.shape[1])
        label = f"{name} (n {table.shape[1]})"
        axes.scatter(table.reshape(-1), y, s=9, color=colour, alpha=0.6, linewidths=0, label=label)
        for row, values in enumerate(table):
            known = values[~np.isnan(values)]
            if len(known):
                middle = float(np.median(known))
                axes.plot([middle] * 2, row + offsets[i] + np.array([-0.13, 0.13]), color=colour, linewidth=1.6)
    axes.set_yticks(range(len(rows)), rows, color=INK)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    _tidy(axes, invert=False)


def _effects(axes: Axes, found: Sequence[Comparison]) -> None:
    for row, one in enumerate(found):
        strong = one.p_holm < 0.05
        colour = INK if strong else QUIET
        if not np.isnan(one.low):
            axes.plot([one.low, one.high], [row, row], color=colour, linewidth=0.9)
        axes.plot(one.effect, row, "o", color=colour, markersize=3.5, markerfacecolor=colour if strong else "white")
        words = one.note or (f"p {one.p_holm:.3f}" if one.p_holm >= 0.001 else "p < 0.001")
        axes.annotate(
            words,
            (1.04, row),
            xycoords=("axes fraction", "data"),
            va="center",
            size=6,
            color=colour,
            annotation_clip=False,
        )
    is_signed = found[0].effect_name.startswith("rank")
    axes.axvline(0, color=INK, linewidth=0.6)
    axes.set(xlim=(-1.05, 1.05) if is_signed else (-0.03, 1.05), ylim=(len(found) - 0.5, -0.5))
    higher = f"\n> 0: {found[0].groups[0]} higher" if is_signed else ""
    axes.set_xlabel(found[0].effect_name + higher)
    axes.set_yticks([])
    axes.set_title("p after Holm", size=6.5, loc="right", pad=3, x=1.45)
    axes.tick_params(length=2, width=0.6)
    axes.grid(axis="y", color=LINE, linewidth=0.4)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _tidy(axes: Axes, invert: bool = True) -> None:
    if invert:
        axes.set_ylim(len(Region) - 0.4, -0.6)
    axes.grid(axis="x", color=LINE, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.tick_params(length=2, width=0.6)
    axes.spines[["top", "right"]].set_visible(False)


def _metadata(path: Path) -> Any:
    # Dates out of the files, so that the same numbers give the same bytes.
    return {".pdf": {"CreationDate": None}, ".svg": {"Date": None}}.get(path.suffix.lower(), {})
