"""The attention of STA-DRN's modules: spatial vectors as maps, temporal ones as curves. Attention, not attribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app import theme
from app.checkpoint_looks import OKABE_ITO
from app.controls import label
from app.core_sentences import in_own_words
from app.method_grid import Tiles
from app.translation import translate
from stadrn_core.colours import SIGNED_NAME
from stadrn_core.explain.attention import ATTENTION_LABEL
from stadrn_core.export.attention_figure import attention_limit, competition_words, slot_seconds
from stadrn_core.view import ScaleLimits, number

if TYPE_CHECKING:
    from app.method_tasks import Drawn, Found
    from stadrn_core.explain.attention import ModuleAttention
    from stadrn_core.export.methods import ClipExplained
    from stadrn_core.types import Float64Array

CURVES_PX = (250, 150, 320)
"""Least width, least and largest height."""
PLOT_MARGINS = (66, 24, -10, -24)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter
DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
MEANS = translate(
    "Attention", "Means over each group's features. They say what a module multiplies by, not what raised the score."
)
SAME_FOR_CLIP = translate(
    "Attention", "Places are attended to alike in the whole clip: only the face below changes with the playhead."
)


class AttentionCurves(QWidget):
    """s_t − 1/K of each group over the clip, with the playhead."""

    def __init__(self) -> None:
        super().__init__()
        least_width, least_height, most_height = CURVES_PX
        self.setMinimumSize(least_width, least_height)
        self.setMaximumHeight(most_height)
        self._module: ModuleAttention | None = None
        self._first = self._last = self._playhead = 0.0
        self.seconds = np.zeros(0)
        self.curves = np.zeros((0, 0))
        """(K, T')"""

    def show_module(self, explained: ClipExplained, module: ModuleAttention) -> None:
        """Draw the curves of a module that attends to moments."""
        assert module.temporal_deviation is not None
        times = explained.recording.pts_seconds[explained.clip.frame_indices]
        self._first, self._last = float(times[0]), float(max(times[-1], times[0] + 1e-3))
        self._module, self.seconds = module, slot_seconds(explained, module)
        self.curves = module.temporal_deviation.double().numpy()
        self.setAccessibleName(translate("Attention", "Attention to moments in {module}").format(module=module.name))
        lowest, highest = float(self.curves.min()), float(self.curves.max())
        self.setAccessibleDescription(
            translate("Attention", "From {lowest:.2g} to {highest:.2g} over the clip").format(
                lowest=lowest, highest=highest
            )
        )
        self.update()

    def set_playhead(self, seconds: float) -> None:
        """Where the playhead is."""
        self._playhead = seconds
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Axes and limits, curves with a dot for each slot, the playhead."""
        if self._module is None or not self.curves.size:
            return
        palette, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.figures_font()
        font.setPointSizeF(max(self.font().pointSizeF() - 1.5, 7.0))
        painter.setFont(font)
        limit = float(np.abs(self.curves).max()) or 1.0
        area = QRectF(self.rect()).adjusted(*PLOT_MARGINS)
        painter.setPen(QPen(QColor(palette.border), 1))
        painter.drawRect(area)
        painter.setPen(QColor(palette.text_muted))
        for value, text in ((limit, f"+{number(limit)}"), (0.0, "0"), (-limit, number(-limit))):
            y = self._point(area, self._first, value, limit).y()
            painter.drawText(QRectF(0, y - 9, area.left() - 6, 18), _RIGHT, text)
            painter.drawLine(QPointF(area.left() - 3, y), QPointF(area.right() if value == 0 else area.left(), y))
        below = QRectF(area.left(), area.bottom() + 3, area.width(), 18)
        for side, text in (
            (_LEFT, f"{self._first:.2f}"),
            (_RIGHT, f"{self._last:.2f}"),
            (_MIDDLE, translate("Attention", "time (s)")),
        ):
            painter.drawText(below, side, text)
        painter.drawText(QRectF(0, 0, area.left() + 60, 18), _LEFT, f"s_t − {neutral(self._module.groups)}")
        for k, curve in enumerate(self.curves):
            self._paint_curve(painter, area, k, curve, limit)
        painter.setPen(QPen(QColor(palette.playhead), 1.5))
        x = self._point(area, self._playhead, 0.0, limit).x()
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _paint_curve(self, painter: QPainter, area: QRectF, k: int, curve: Float64Array, limit: float) -> None:
        colour = QColor(OKABE_ITO[k % len(OKABE_ITO)])
        points = [self._point(area, *one, limit) for one in zip(self.seconds.tolist(), curve.tolist(), strict=True)]
        painter.setPen(QPen(colour, 2, DASHES[k % len(DASHES)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        right = area.right() - 68 * (len(self.curves) - 1 - k)
        if len(self.curves) > 1:
            painter.drawLine(QPointF(right - 64, 9), QPointF(right - 50, 9))
        painter.setPen(QPen(colour, 1))
        painter.setBrush(colour)
        for point in points:
            painter.drawEllipse(point, 2.5, 2.5)
        if len(self.curves) > 1:
            painter.setPen(QColor(theme.current().text))
            painter.drawText(
                QRectF(right - 46, 0, 46, 18), _LEFT, translate("Attention", "group {number}").format(number=k + 1)
            )

    def _point(self, area: QRectF, seconds: float, value: float, limit: float) -> QPointF:
        share = (seconds - self._first) / (self._last - self._first)
        return QPointF(area.left() + share * area.width(), area.center().y() - value / limit * 0.44 * area.height())


class AttentionView(QWidget):
    """The tab: a module is chosen, its maps and its curves are shown."""

    module_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.module = QComboBox()
        self.module.setAccessibleName(translate("Attention", "Module"))
        self.module.activated.connect(lambda i: self.module_chosen.emit(self.module.itemData(i)))
        self.words = label("", "small", wrap=True)
        self.tiles = Tiles(translate("Attention", "Attention to places"), 2)
        self.curves = AttentionCurves()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(translate("Attention", "Module"), "small"))
        head.addWidget(self.module)
        head.addWidget(label(_sentence(in_own_words(ATTENTION_LABEL)), "badge"))
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.words)
        beside = QHBoxLayout()
        beside.setSpacing(10)
        beside.addWidget(self.tiles, 5)
        beside.addWidget(self.curves, 3)
        column.addLayout(beside, 1)

    @property
    def chosen(self) -> str:
        """The name of the chosen module; empty where there is none."""
        return self.module.currentData() or ""

    def show_found(self, found: Found) -> None:
        """The modules, and what is known of the chosen one."""
        attention = found.explained.attention
        names = [module.name for module in attention]
        if names != [self.module.itemData(i) for i in range(self.module.count())]:
            self.module.clear()
            for name in names:
                self.module.addItem(name.removesuffix(".conv2"), name)
            self.module.setCurrentIndex(len(names) - 1)
        module = next((one for one in attention if one.name == self.chosen), None)
        if module is None:
            return
        both = SAME_FOR_CLIP if module.spatial is not None else ""
        self.words.setText(f"{MEANS} {in_own_words(competition_words(module.groups))} {both}".strip())
        self._show_tiles(module)
        self.curves.setVisible(module.temporal is not None)
        if module.temporal is not None:
            self.curves.show_module(found.explained, module)

    def _show_tiles(self, module: ModuleAttention) -> None:
        self.tiles.setVisible(module.spatial is not None)
        if module.spatial is None:
            return
        self.tiles.show_keys([str(k) for k in range(module.groups)])
        limit = attention_limit(module)
        limits = ScaleLimits(-limit, limit, "clip", f"s_s − {neutral(module.groups)}")
        rows, columns = module.spatial.shape[1:]
        for k in range(module.groups):
            title = f"s_s − {neutral(module.groups)}"
            if module.groups > 1:
                title = translate("Attention", "{quantity}, group {number}").format(quantity=title, number=k + 1)
            self.tiles.panes[str(k)].bar.set_scale(limits, SIGNED_NAME)
            self.tiles.set_words(
                str(k),
                title,
                "",
                translate(
                    "Attention", "{rows}×{columns} cells of {stage}; one scale for all groups of the module"
                ).format(rows=rows, columns=columns, stage=module.stage),
            )
        self.tiles.finish()

    def show_drawn(self, drawn: Drawn, seconds: float) -> None:
        """The maps over another face, and the playhead in the curves."""
        for pane, picture in zip(self.tiles.panes.values(), drawn.groups, strict=False):
            pane.view.set_image(picture)
        self.curves.set_playhead(seconds)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def neutral(groups: int) -> str:
    """What a vector is when it prefers nothing."""
    return f"1/{groups}" if groups > 1 else "1"
