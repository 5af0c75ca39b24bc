"""A figure of STA-DRN's own attention: spatial vectors over a face, temporal vectors over time, module by module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from stadrn_core.colours import SIGNED_NAME, colour_table
from stadrn_core.errors import ExportError
from stadrn_core.explain.attention import ATTENTION_LABEL
from stadrn_core.export.deidentify import STATEMENTS
from stadrn_core.export.files import whole_file
from stadrn_core.export.method_figure import enlarged, grey_face
from stadrn_core.export.methods import deidentified_clip
from stadrn_core.export.page import INK, LINE, QUIET, STYLE
from stadrn_core.export.sheet import RESEARCH_USE, UNTRAINED
from stadrn_core.geometry import spread_over_face
from stadrn_core.picture import coloured, overlaid, steps

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from stadrn_core.explain.attention import ModuleAttention
    from stadrn_core.export.methods import ClipExplained
    from stadrn_core.types import Deidentify, Float64Array, UInt8Array

NAME, PICTURE, GAP, CURVE, MARGIN, TOP, BOTTOM = 1.15, 1.0, 0.08, 3.0, 0.15, 0.8, 1.05
"""Sizes in inches."""
GROUP_COLOURS = ("#2a5db0", "#c2611f", "#3d8f5f", "#8a4fa3")
OPACITY = 0.6


def write_attention_figure(
    explained: ClipExplained, position: int, path: Path, *, dots_per_inch: int = 150, deidentify: Deidentify = "none"
) -> None:
    """Write the figure: a row for each module, with a map and a line for each group: deviations from 1/K.

    Args:
        explained: a clip of a network with attention.
        position: of the face that maps are drawn on, 0 to T − 1; spatial attention is the same for the whole clip.
        path: file ending in .pdf, .svg or .png.
        dots_per_inch: resolution of PNG, and of the pictures in the others.
        deidentify: what becomes of the face; unless ``none``, names are left out, and modules whose maps draw it.

    Raises:
        ExportError: the file cannot be written, or nothing would be left.
        ValueError: the network has no attention.
    """
    if not explained.attention:
        raise ValueError("the network has no attention to draw")
    explained = deidentified_clip(explained, deidentify)
    if not explained.attention:
        raise ExportError("All attention of this network is so fine that it draws the face. Show faces as they are.")
    metadata = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(path.suffix.lower(), {})
    with matplotlib.rc_context(STYLE), whole_file(path) as unfinished:
        _figure(explained, position, STATEMENTS[deidentify]).savefig(unfinished, dpi=dots_per_inch, metadata=metadata)


class _Sheet:
    """Places axes and text in inches from the upper left corner."""

    def __init__(self, num_maps: int, num_rows: int, has_curves: bool) -> None:
        self.curves_x = MARGIN + NAME + num_maps * (PICTURE + GAP) + 0.55 * has_curves
        self.width = max(self.curves_x + CURVE * has_curves + MARGIN, 5.2)
        self.height = TOP + num_rows * (PICTURE + GAP) + BOTTOM
        self.figure = Figure(figsize=(self.width, self.height), facecolor="white")
        FigureCanvasAgg(self.figure)

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        bottom = 1 - (y + height) / self.height
        return self.figure.add_axes((x / self.width, bottom, width / self.width, height / self.height))

    def text(self, x: float, y: float, words: str, **style: Any) -> None:
        self.figure.text(x / self.width, 1 - y / self.height, words, **{"va": "top", **style})


def _figure(explained: ClipExplained, position: int, statement: str) -> Figure:
    modules = explained.attention
    groups = modules[0].groups
    num_maps = groups if modules[0].spatial is not None else 0
    has_curves = modules[0].temporal is not None
    sheet = _Sheet(num_maps, len(modules), has_curves)
    title = f"{explained.checkpoint.config.title}: {ATTENTION_LABEL}"
    sheet.text(MARGIN, 0.12, title, size=9, weight="bold")
    clip = explained.clip
    facts = f"{explained.recording.path.name}, clip {clip.clip_index + 1} of {clip.plan.num_clips}"
    sheet.text(MARGIN, 0.3, f"{facts}; checkpoint {explained.checkpoint.name}", size=7, color=QUIET)
    neutral = f"1/{groups}" if groups > 1 else "1"
    for k in range(num_maps):
        x = MARGIN + NAME + k * (PICTURE + GAP)
        sheet.text(x, TOP - 0.17, f"s_s − {neutral}{_group_words(k, groups)}", size=7, weight="bold")
    if has_curves:
        sheet.text(sheet.curves_x, TOP - 0.17, f"s_t − {neutral} over the clip", size=7, weight="bold")
    for row, module in enumerate(modules):
        y = TOP + row * (PICTURE + GAP)
        lines = [module.name.removesuffix(".conv2")]
        if module.spatial_deviation is not None:
            limit = _draw_maps(sheet, explained, module, position, y)
            lines.append(f"colours ±{limit:.2g}")
        sheet.text(MARGIN, y + 0.3, "\n".join(lines), size=7, linespacing=1.6)
        if module.temporal_deviation is not None:
            axes = sheet.axes(sheet.curves_x, y + 0.08, CURVE, PICTURE - 0.2)
            _draw_curves(axes, explained, module, is_last=row == len(modules) - 1, is_first=row == 0)
    _footer(sheet, explained, num_maps, groups, statement)
    return sheet.figure


def _group_words(k: int, groups: int) -> str:
    return f", group {k + 1}" if groups > 1 else ""


def attention_limit(module: ModuleAttention) -> float:
    """Where the colours of a module's maps end on both sides of 0."""
    assert module.spatial_deviation is not None
    return float(module.spatial_deviation.abs().max()) or 1.0


def attention_pictures(explained: ClipExplained, module: ModuleAttention, position: int) -> list[UInt8Array]:
    """The deviation of each group's spatial attention over one face of the clip: (S, S, 3) uint8 each."""
    assert module.spatial_deviation is not None
    limit, picture = attention_limit(module), explained.clip.pictures[position]
    stride = explained.checkpoint.config.cell_stride(module.stage)[1]
    pictures = []
    for cells in module.spatial_deviation.float().numpy():
        values = spread_over_face(cells, picture.shape[0], stride, explained.options.placement)
        colours = coloured(steps(values, -limit, limit), colour_table(SIGNED_NAME))
        pictures.append(overlaid(grey_face(picture), colours, OPACITY))
    return pictures


def slot_seconds(explained: ClipExplained, module: ModuleAttention) -> Float64Array:
    """(T',) time of each slot of a module that attends to moments."""
    assert module.temporal is not None
    stride = explained.checkpoint.config.cell_stride(module.stage)[0]
    times = explained.recording.pts_seconds[explained.clip.frame_indices]
    return np.asarray(times[np.minimum(np.arange(module.temporal.shape[1]) * stride, len(times) - 1)])


def competition_words(groups: int) -> str:
    """What the deviations of K groups mean."""
    if groups > 1:
        return f"K = {groups} groups compete for each feature, so the groups' deviations sum to 0."
    return "K = 1: a sigmoid; \N{MINUS SIGN}1 lets nothing of a feature pass, 0 all of it."


def _draw_maps(sheet: _Sheet, explained: ClipExplained, module: ModuleAttention, position: int, y: float) -> float:
    """A map for each group over the face; returns the module's limit of the colours."""
    for k, picture in enumerate(attention_pictures(explained, module, position)):
        axes = sheet.axes(MARGIN + NAME + k * (PICTURE + GAP), y, PICTURE, PICTURE)
        axes.set_axis_off()
        axes.imshow(enlarged(picture), interpolation="none")
    return attention_limit(module)


def _draw_curves(
    axes: Axes, explained: ClipExplained, module: ModuleAttention, *, is_last: bool, is_first: bool
) -> None:
    assert module.temporal_deviation is not None
    curves = module.temporal_deviation.float().numpy()
    times, at = explained.recording.pts_seconds[explained.clip.frame_indices], slot_seconds(explained, module)
    axes.axhline(0, color=LINE, linewidth=0.8)
    for k, curve in enumerate(curves):
        colour = GROUP_COLOURS[k % len(GROUP_COLOURS)]
        words = f"group {k + 1}" if module.groups > 1 else None
        axes.plot(at, curve, color=colour, linewidth=1.0, marker=".", markersize=2.5, label=words)
    axes.set_xlim(float(times[0]), float(max(times[-1], times[0] + 1e-3)))
    axes.tick_params(length=2, width=0.6, labelsize=6, labelbottom=is_last)
    axes.ticklabel_format(axis="y", style="sci", scilimits=(-3, 3), useMathText=True)
    axes.yaxis.get_offset_text().set_fontsize(6)
    axes.locator_params(axis="y", nbins=3)
    axes.spines[["top", "right"]].set_visible(False)
    if is_last:
        axes.set_xlabel("time (s)", labelpad=1)
    if is_first and module.groups > 1:
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=module.groups, frameon=False, fontsize=6)


def _footer(sheet: _Sheet, explained: ClipExplained, num_maps: int, groups: int, statement: str) -> None:
    y = sheet.height - BOTTOM + 0.38
    if num_maps:
        axes = sheet.axes(MARGIN + NAME, y - 0.32, PICTURE, 0.07)
        axes.imshow(colour_table(SIGNED_NAME)[None], aspect="auto", extent=(-1, 1, 0, 1), interpolation="none")
        axes.set_yticks([])
        axes.set_xticks([-1, 0, 1], ["less", "0", "more"])
        axes.tick_params(length=2, width=0.6, pad=1.5, labelsize=6, colors=INK)
    lines = [
        f"Means over each group's features. {competition_words(groups)}",
        "They say what a module multiplies by, not what raised the score.",
    ]
    if statement:
        lines.append(f"{statement}, and so are modules with fine cells.")
    sheet.text(MARGIN, y + 0.05, "\n".join(lines), size=6, color=QUIET, linespacing=1.4)
    use = RESEARCH_USE if explained.checkpoint.is_trained else f"{UNTRAINED}. {RESEARCH_USE}"
    sheet.text(MARGIN, y + 0.09 + 0.12 * len(lines), use, size=6.5, weight="bold", color=INK)
