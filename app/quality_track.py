"""The row of the timeline that shows where faces are turned away, badly lit, small or blurred."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.timeline_drawing import draw_image, filled, rgba
from app.timeline_tracks import Scene, Track
from app.translation import translate
from stadrn_core.face_quality import Problem, problems_in

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

    from stadrn_core.store import AnalysisStore

ROWS = {
    Problem.POSE: str(QT_TRANSLATE_NOOP("Quality", "pose")),
    Problem.LIGHT | Problem.CLIPPING: str(QT_TRANSLATE_NOOP("Quality", "light")),
    Problem.SIZE: str(QT_TRANSLATE_NOOP("Quality", "size")),
    Problem.BLUR: str(QT_TRANSLATE_NOOP("Quality", "blur")),
}
"""Stripes from top to bottom, with their names."""
_SMALLEST_POINTS = 7.0


def problem_words(problems: int) -> str:
    """``face turned away, face blurred``; empty for none."""
    return ", ".join(translate("Core", problem.words) for problem in problems_in(problems))


class QualityTrack(Track):
    """Four stripes, one for each kind of problem: marked where sampled frames have it.

    The stripe of light is hatched where it is not known whether parts of the face are burnt out or black.
    """

    title = str(QT_TRANSLATE_NOOP("Timeline", "Quality"))
    help = translate(
        "Quality",
        "Frames with a face turned away, too dark or too bright, burnt out or black in parts, small or blurred: "
        "maps and scores may be less reliable there. Hatched: burnt-out and black parts were not looked for. "
        "Playback → Next face that is hard to judge goes from one to the next",
    )
    stretch = 0
    minimum_px = 36

    def paint_lane(self, painter: QPainter, lane: QRect, scene: Scene) -> None:
        """Stripes from top to bottom; a single frame among hundreds stays visible."""
        height = round(lane.height() * scene.pixel_ratio)
        image = filled(scene.palette.grid, height, round(lane.width() * scene.pixel_ratio))
        gap = max(round(scene.pixel_ratio), 1)
        edges = scene.columns(lane)
        shares = dict(zip(Problem, scene.data.problem_columns(edges), strict=True))
        for row, problems in enumerate(ROWS):
            top, bottom = (row * height // len(ROWS), (row + 1) * height // len(ROWS) - gap)
            if Problem.CLIPPING in problems:
                y, x = np.mgrid[top:bottom, : image.shape[1]]
                is_unknown = scene.data.unknown_columns(edges) > 0
                image[top:bottom][((x + y) // (2 * gap) % 3 == 0) & is_unknown] = rgba(scene.palette.text_muted)
            is_marked = np.any([shares[problem] > 0 for problem in problems_in(problems)], axis=0)
            image[top:bottom, is_marked] = rgba(scene.palette.warning)
            image[bottom : bottom + gap] = 0
        draw_image(painter, lane, image, scene.pixel_ratio)
        if scene.data.store is not None and not len(scene.data.problems):
            painter.setFont(scene.words)
            painter.setPen(QColor(scene.palette.text_muted))
            painter.drawText(
                lane,
                Qt.AlignmentFlag.AlignCenter,
                translate("Quality", "Not measured in this analysis, which is older than these measures"),
            )

    def paint_scale(self, painter: QPainter, gutter: QRect, scene: Scene) -> None:
        """What each stripe stands for."""
        step = gutter.height() / len(ROWS)
        font = QFont(scene.words)
        font.setPointSizeF(_SMALLEST_POINTS)
        if QFontMetricsF(font).ascent() > step + 2:
            return
        painter.setFont(font)
        painter.setPen(QColor(scene.palette.text_muted))
        for row, name in enumerate(ROWS.values()):
            box = QRectF(gutter.left(), gutter.top() + row * step - 5, gutter.width(), step + 9)
            words = translate("Quality", name)
            if row % 2 and not words.isascii():
                # Chinese characters fill their line: neighbours stand beside each other.
                box.translate(-QFontMetricsF(font).horizontalAdvance(words) - 4, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def describe(self, scene: Scene, seconds: float) -> str:
        """``face turned away, face blurred``; what is not known; nothing where all is well."""
        said = [problem_words(scene.data.problems_at(seconds))]
        if scene.data.is_clipping_unknown_at(seconds):
            said.append(translate("Quality", "not known whether parts of the face are burnt out or black"))
        return ", ".join(filter(None, said))


def next_problem(store: AnalysisStore | None, frame_index: int, direction: int) -> int | None:
    """The sampled frame with which the next stretch of problems begins, or the one before; None if there is none.

    Args:
        store: the analysis.
        frame_index: source frame from which it is looked for.
        direction: 1 or -1.
    """
    quality = store.face_quality() if store is not None else None
    if store is None or quality is None:
        return None
    starts = store.plan.frame_indices[[stretch.first for stretch in quality.stretches()]]
    found = starts[starts > frame_index] if direction > 0 else starts[starts < frame_index][::-1]
    return int(found[0]) if len(found) else None
