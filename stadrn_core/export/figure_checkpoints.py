"""A figure of several checkpoints on the same frames: a row for each checkpoint, a column for each frame."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.compare.drawn import compose_member, drawn_views, scale_of_each
from stadrn_core.compare.members import make_members
from stadrn_core.damage import read_or_blank
from stadrn_core.errors import ExportError
from stadrn_core.export.deidentify import deidentified
from stadrn_core.export.frame_row import PICTURE_PX, colour_bar, draw_contours, letter, show_picture
from stadrn_core.export.page import GAP, LEAST_SIDE, MM, MOST_SIDE, QUIET, Page, most_beside
from stadrn_core.export.sheet import score_words, timestamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stadrn_core.compare.members import Member
    from stadrn_core.export.recipe import FigureRecipe
    from stadrn_core.render import DisplayFrame
    from stadrn_core.types import FrameSource, UInt8Array
    from stadrn_core.view import AnalysisView

MARGIN, LEFT, RIGHT, WORDS, BAR, TITLE_LINE, WORDS_LINE = 0.12, 1.3, 0.2, 0.32, 0.5, 0.12, 0.128
"""Sizes in inches."""
LETTERS_OF_NAME = 20
TITLE_LETTERS, LONGEST_SCORE = 19.0, "score 28.9 (moderate)"
"""Letters of a picture's score that fit into an inch, and the widest score."""


def draw_checkpoints(
    stores: Sequence[AnalysisView], source: FrameSource, recipe: FigureRecipe, top: float, below: float
) -> tuple[Page, float]:
    """Each checkpoint's map on the chosen frames, with its prediction; the page, and where the colour bars end.

    Args:
        stores: analyses of the recording, the first of them the recipe's own.
        source: the recording.
        recipe: frames, view, scale.
        top: room above.
        below: room below.

    Raises:
        ExportError: the pictures do not fit.
        StoreError: the analyses cannot be compared.
    """
    members = make_members(stores)
    views, _ = drawn_views(members)
    limits = scale_of_each(members, views, recipe.view, recipe.scale)
    width, count = recipe.width_mm * MM, len(recipe.frames)
    side = min((width - LEFT - RIGHT - (count - 1) * GAP) / count, MOST_SIDE)
    if side < LEAST_SIDE:
        raise ExportError(
            f"{count} frames do not fit into {recipe.width_mm:g} mm. Show fewer, or make the figure wider."
        )
    shared = recipe.scale == "shared"
    words = {member.letter: _words(member, recipe) for member in members}
    row = max(side, WORDS_LINE * max(text.count("\n") + 1 for text in words.values()))
    score_letters = round(side * TITLE_LETTERS)
    title = 0.04 + TITLE_LINE * len(textwrap.wrap(LONGEST_SCORE, score_letters))
    step = row + title + (0.04 if shared else BAR)
    first = top + WORDS
    end = first + len(members) * step + (BAR if shared else 0.0)
    page = Page(width, end + below)
    frames = [deidentified(stores[0], read_or_blank(source, i), recipe.deidentify) for i in recipe.frames]
    for c, frame in enumerate(frames):
        x = LEFT + c * (side + GAP)
        if recipe.letters:
            page.text(x, top, f"({letter(c)})", size=8, weight="bold")
        page.text(x + (0.25 if recipe.letters else 0.0), top + 0.01, timestamp(frame.pts_seconds), size=7)
        page.text(x, top + 0.16, f"frame {frame.index}", size=6, color=QUIET)
    for r, member in enumerate(members):
        y = first + r * step
        page.text(MARGIN, y + title, words[member.letter], size=6.5, linespacing=1.4)
        shown: DisplayFrame | None = None
        for c, frame in enumerate(frames):
            x = LEFT + c * (side + GAP)
            display = compose_member(views[member.letter], frame, recipe.view, limits.get(member.letter))
            score = textwrap.fill(score_words(display.score), score_letters)
            page.text(x, y + title - 0.03, score, size=6.5, color=QUIET, linespacing=1.3, va="bottom")
            axes = page.axes(x, y + title, side, side)
            show_picture(axes, _enlarged(display), display.note or "no map here")
            if recipe.contours and display.heat is not None:
                draw_contours(axes, display)
            shown = shown or (display if display.limits is not None else None)
        if shown is not None and (not shared or r == len(members) - 1):
            length = count * (side + GAP) - GAP if shared else side
            colour_bar(page, (LEFT, y + title + row + 0.06, length), "overlay", shown, recipe.view)
    return page, end


def most_columns(width_mm: float) -> int:
    """How many frames fit beside each other."""
    return most_beside(width_mm * MM - LEFT - RIGHT)


def _words(member: Member, recipe: FigureRecipe) -> str:
    """Name, mean score and known error of a checkpoint, and the known score; no name where faces are de-identified."""
    facts = member.store.manifest.checkpoint
    name = f"Checkpoint {member.letter}" if recipe.deidentify != "none" else member.name
    lines = textwrap.wrap(name, LETTERS_OF_NAME, max_lines=3, placeholder="…")
    lines += [score_words(member.store.video_score), "mean over clips", facts.known_error or "error unknown"]
    lines += [] if recipe.truth is None else [f"known BDI-II {recipe.truth:g}"]
    return "\n".join(part for line in lines for part in textwrap.wrap(line, LETTERS_OF_NAME + 2))


def _enlarged(display: DisplayFrame) -> UInt8Array | None:
    if display.face is None or display.heat is None:
        return None
    return np.asarray(cv2.resize(display.face, (PICTURE_PX, PICTURE_PX), interpolation=cv2.INTER_CUBIC), np.uint8)
