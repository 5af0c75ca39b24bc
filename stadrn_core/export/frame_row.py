"""One frame in a figure for print: its pictures, their colour bars, and its words."""

from __future__ import annotations

import string
import textwrap
from typing import TYPE_CHECKING

import cv2
import numpy as np
from matplotlib.patches import Rectangle

from stadrn_core.alignment import warp_face
from stadrn_core.colours import colour_table
from stadrn_core.export.page import LINE, QUIET
from stadrn_core.export.sheet import clip_words, score_words, timestamp
from stadrn_core.render import QUANTITY_LABELS, ViewSettings

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from stadrn_core.export.page import Page
    from stadrn_core.export.recipe import Column
    from stadrn_core.render import AnalysisView, DisplayFrame
    from stadrn_core.types import Frame, UInt8Array

PICTURE_PX = 448
ROW_LETTERS = 17
"""Of a row's words: more would reach into the pictures."""


def column_titles(settings: ViewSettings) -> dict[Column, str]:
    """What stands over each column."""
    return {
        "face": "Aligned face",
        "overlay": "Overlay",
        "heat": QUANTITY_LABELS[settings.quantity],
        "guided": "Guided backpropagation",
    }


def column_pictures(frame: Frame, display: DisplayFrame, settings: ViewSettings) -> dict[Column, UInt8Array | None]:
    """Face, overlay, heatmap and guided map, in print size."""
    to_face = display.placement.frame_to_face
    plain = None
    if display.face is not None and to_face is not None:
        plain = warp_face(frame.rgb, to_face, display.face.shape[0])
    smooth = cv2.INTER_CUBIC if settings.cells == "interpolated" else cv2.INTER_NEAREST
    kinds: dict[Column, tuple[UInt8Array | None, int]] = {
        "face": (plain, cv2.INTER_CUBIC),
        "overlay": (display.face, cv2.INTER_CUBIC),
        "heat": (display.heat, smooth),
        "guided": (display.guided, cv2.INTER_CUBIC),
    }
    size = (PICTURE_PX, PICTURE_PX)
    return {
        name: None if picture is None else np.asarray(cv2.resize(picture, size, interpolation=how), dtype=np.uint8)
        for name, (picture, how) in kinds.items()
    }


def show_picture(axes: Axes, picture: UInt8Array | None, note: str) -> None:
    """A picture, or in its place why there is none."""
    axes.set_axis_off()
    if picture is not None:
        axes.imshow(picture, interpolation="none")
        return
    axes.add_patch(Rectangle((0, 0), 1, 1, facecolor="#f1f2f4", edgecolor=LINE, linewidth=0.6))
    axes.text(0.5, 0.5, "\n".join(textwrap.wrap(note, 24)), ha="center", va="center", color=QUIET)


CONTOUR_SHARES = (0.5, 0.8)
"""Of the scale's end."""
CONTOUR_WORDS = "Contours: half of the scale's end (thin) and four fifths (thick)"


def draw_contours(axes: Axes, display: DisplayFrame) -> None:
    """Lines of equal heat over a picture, white on black: thin at half, thick at four fifths of the scale's end.

    Those of a signed map below 0 are dashed.
    """
    values, limits = display.heat_values, display.limits
    if values is None or limits is None or limits.high <= 0:
        return
    places = np.linspace(0, PICTURE_PX - 1, values.shape[0])
    for sign, style in ((1, "solid"), (-1, "dashed")):
        for share, width in zip(CONTOUR_SHARES, (0.5, 1.1), strict=True):
            level = share * limits.high
            if not (sign * values).min() < level < (sign * values).max():
                continue
            for colour, extra in (("black", 0.7), ("white", 0.0)):
                axes.contour(
                    places, places, sign * values, [level], colors=colour, linewidths=width + extra, linestyles=style
                )


def colour_bar(
    page: Page, place: tuple[float, float, float], column: Column, display: DisplayFrame, settings: ViewSettings
) -> None:
    """The scale of a column, at (x, y, width); that of the plain face has none."""
    limits = {"face": None, "guided": display.guided_limits}.get(column, display.limits)
    if limits is None:
        return
    x, y, width = place
    table = colour_table(settings.guided_table if column == "guided" else settings.heat_table)
    axes = page.axes(x, y, width, 0.07)
    axes.imshow(table[None], aspect="auto", extent=(limits.low, limits.high, 0, 1), interpolation="none")
    axes.set_yticks([])
    axes.set_xticks([limits.low, limits.high], limits.ends)
    axes.tick_params(length=2, width=0.6, pad=1.5, labelsize=6.5)
    lowest, highest = axes.get_xticklabels()
    lowest.set_horizontalalignment("left")
    highest.set_horizontalalignment("right")
    words = f"{limits.unit}\n{limits.mode}{' so far' if limits.provisional else ''}"
    page.text(x + width / 2, y + 0.21, words, ha="center", size=6, color=QUIET, linespacing=1.3)


def row_words(
    store: AnalysisView, display: DisplayFrame, truth: float | None = None, *, with_guided: bool = False
) -> str:
    """Time, frame, clips, score, and the known score where there is one, in lines that fit beside the pictures.

    Args:
        store: the analysis.
        display: the frame.
        truth: known BDI-II score.
        with_guided: a guided map is shown: where it is that of another frame, this is said.
    """
    lines = [
        timestamp(display.pts_seconds),
        f"frame {display.frame_index}",
        clip_words(display.clip_indices, store.plan.num_clips),
        *score_words(display.score).replace(" (", "\n(").split("\n"),
    ]
    if truth is not None:
        lines.append(f"known {truth:g}")
    if with_guided:
        lines += guided_words(display)
    return "\n".join(part for line in lines for part in textwrap.wrap(line, ROW_LETTERS))


def guided_words(display: DisplayFrame) -> list[str]:
    """Which frame the guided map is of, where it is another one: guided maps are of sampled frames only."""
    other = display.guided_frame_index
    return [] if other in (None, display.frame_index) else [f"guided: frame {other}"]


def letter(row: int) -> str:
    """The letter of a row from 0 on; its number from the 27th on."""
    return string.ascii_lowercase[row] if row < 26 else str(row + 1)
