"""The attention of STA-DRN's modules: spatial vectors as maps, temporal ones as curves. Attention, not attribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app import theme
from app.checkpoint_list import OKABE_ITO
from app.controls import label
from app.method_grid import Tiles
from stadrn_core.colours import SIGNED_NAME
from stadrn_core.explain.attention import ATTENTION_LABEL
from stadrn_core.export.attention_figure import attention_limit, competition_words, slot_seconds
from stadrn_core.view import ScaleLimits

if TYPE_CHECKING:
    from app.method_tasks import Drawn, Found
    from stadrn_core.explain.attention import ModuleAttention
    from stadrn_core.export.methods import ClipExplained

CURVES_PX = (230, 150, 300)
"""Least width, least and largest height."""
DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
MEANS = "Means over each group's features. They say what a module multiplies by, not what raised the score."
SAME_FOR_CLIP = "Places are attended to alike in the whole clip: only the face below changes with the playhead."


class AttentionCurves(pg.PlotWidget):
    """s_t − 1/K of each group over the clip, with the playhead."""

    def __init__(self) -> None:
        super().__init__(background=None)
        least_width, least_height, most_height = CURVES_PX
        self.setMinimumSize(least_width, least_height)
        self.setMaximumHeight(most_height)
        self.setMenuEnabled(False)
        self.setMouseEnabled(False, False)
        self.hideButtons()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._explained: ClipExplained | None = None
        self._module: ModuleAttention | None = None
        self._playhead = pg.InfiniteLine(angle=90)
        self._legend = self.addLegend(offset=(-8, 4), colCount=4)

    def show_module(self, explained: ClipExplained, module: ModuleAttention) -> None:
        """Draw the curves of a module that attends to moments."""
        if self._module is not module:
            self._explained, self._module = explained, module
            self._draw()

    def set_playhead(self, seconds: float) -> None:
        """Where the playhead is."""
        self._playhead.setValue(seconds)

    def _draw(self) -> None:
        explained, module = self._explained, self._module
        if explained is None or module is None or module.temporal_deviation is None:
            return
        palette, plot = theme.current(), self.getPlotItem()
        self.setBackground(palette.surface)
        plot.clear()
        self._legend.setLabelTextColor(palette.text)
        seconds, curves = slot_seconds(explained, module), module.temporal_deviation.float().numpy()
        for k, curve in enumerate(curves):
            pen = pg.mkPen(OKABE_ITO[k % len(OKABE_ITO)], width=2, style=DASHES[k % len(DASHES)])
            name = f"group {k + 1}" if module.groups > 1 else None
            colour = OKABE_ITO[k % len(OKABE_ITO)]
            dots = {"symbol": "o", "symbolSize": 4, "symbolBrush": colour, "symbolPen": None}
            plot.plot(seconds, curve, pen=pen, name=name, **dots)
        times = explained.recording.pts_seconds[explained.clip.frame_indices]
        plot.setXRange(float(times[0]), float(times[-1]), padding=0.02)
        limit = float(abs(curves).max()) or 1.0
        plot.setYRange(-limit, limit, padding=0.25)
        plot.addItem(pg.InfiniteLine(0, angle=0, pen=pg.mkPen(palette.text_muted, width=1)), ignoreBounds=True)
        self._playhead.setPen(pg.mkPen(palette.playhead, width=1.5))
        plot.addItem(self._playhead, ignoreBounds=True)
        for side, words in (("bottom", "time (s)"), ("left", f"s_t − {neutral(module.groups)}")):
            axis = plot.getAxis(side)
            axis.enableAutoSIPrefix(False)
            axis.setPen(palette.text_muted)
            axis.setTextPen(palette.text_muted)
            axis.setLabel(words, color=palette.text_muted)
        self.setAccessibleName(f"Attention to moments in {module.name}")
        lowest, highest = float(curves.min()), float(curves.max())
        self.setAccessibleDescription(f"From {lowest:.2g} to {highest:.2g} over the clip")

    def changeEvent(self, event: QEvent) -> None:
        """Draw in the other theme's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and "_legend" in vars(self):
            self._draw()


class AttentionView(QWidget):
    """The tab: a module is chosen, its maps and its curves are shown."""

    module_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.module = QComboBox()
        self.module.setAccessibleName("Module")
        self.module.activated.connect(lambda i: self.module_chosen.emit(self.module.itemData(i)))
        self.words = label("", "small", wrap=True)
        self.tiles = Tiles("Attention to places", 2)
        self.curves = AttentionCurves()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label("Module", "small"))
        head.addWidget(self.module)
        head.addWidget(label(ATTENTION_LABEL[:1].upper() + ATTENTION_LABEL[1:], "badge"))
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.words)
        beside = QHBoxLayout()
        beside.setSpacing(10)
        beside.addWidget(self.tiles, 5)
        beside.addWidget(self.curves, 3, Qt.AlignmentFlag.AlignTop)
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
        self.words.setText(f"{MEANS} {competition_words(module.groups)} {both}".strip())
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
            of_group = f", group {k + 1}" if module.groups > 1 else ""
            self.tiles.panes[str(k)].bar.set_scale(limits, SIGNED_NAME)
            self.tiles.set_words(
                str(k),
                f"s_s − {neutral(module.groups)}{of_group}",
                "",
                f"{rows}×{columns} cells of {module.stage}; one scale for all groups of the module",
            )
        self.tiles.finish()

    def show_drawn(self, drawn: Drawn, seconds: float) -> None:
        """The maps over another face, and the playhead in the curves."""
        for pane, picture in zip(self.tiles.panes.values(), drawn.groups, strict=False):
            pane.view.set_image(picture)
        self.curves.set_playhead(seconds)


def neutral(groups: int) -> str:
    """What a vector is when it prefers nothing."""
    return f"1/{groups}" if groups > 1 else "1"
