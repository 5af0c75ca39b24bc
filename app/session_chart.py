"""The scores of one patient's sessions over time, with those known otherwise, on the severity bands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor

from app import theme
from app.translation import translate
from stadrn_core.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from stadrn_core.library import Session

LEAST_TOP = 40.0
HEIGHT_PX = 150
MOST_DATES = 10
LEAST_BAND = 0.12
"""Of the height, so that a band holds its name."""
NETWORK, KNOWN = translate("SessionChart", "network"), translate("SessionChart", "known otherwise")


class SessionChart(pg.GraphicsLayoutWidget):
    """A point for each session, by its date."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("SessionChart", "Scores over sessions"))
        self.setFixedHeight(HEIGHT_PX)
        # Not a plot item, which makes menus that nobody asked for.
        self._box = pg.ViewBox(enableMenu=False, enableMouse=False)
        self._axes = {side: pg.AxisItem(side) for side in ("left", "bottom", "right")}
        self.ci.layout.setContentsMargins(0, 8, 8, 0)
        self.addItem(self._axes["left"], 0, 0)
        self.addItem(self._box, 0, 1)
        self.addItem(self._axes["right"], 0, 2)
        self.addItem(self._axes["bottom"], 1, 1)
        for axis in self._axes.values():
            axis.linkToView(self._box)
        self.points: dict[str, list[tuple[float, float]]] = {}
        """Seconds since 1970 and points, by whose they are."""
        self._sessions: Sequence[Session] = ()

    def show_sessions(self, sessions: Sequence[Session]) -> None:
        """Draw these, in their order in time."""
        self._sessions = sessions
        palette = theme.current()
        self._box.clear()
        self.setBackground(palette.surface)
        for axis in self._axes.values():
            axis.setTextPen(palette.text_muted)
            axis.setPen(palette.border)
        self._axes["left"].setLabel(translate("SessionChart", "BDI-II points"), color=palette.text_muted)
        own = [(_seconds(one.when), one.points) for one in sessions if one.points is not None]
        known = [(_seconds(one.when), one.known_points) for one in sessions if one.known_points is not None]
        self.points = {NETWORK: sorted(own), KNOWN: sorted(known)}
        top = max([LEAST_TOP, *(points * 1.15 for _, points in (*own, *known))])
        self._draw_bands(top, palette)
        looks = {NETWORK: ("o", palette.accent), KNOWN: ("d", palette.text)}
        for name, points in self.points.items():
            symbol, colour = looks[name]
            line = pg.mkPen(colour, width=1.5) if name == NETWORK else None
            x, y = zip(*points, strict=True) if points else ((), ())
            self._box.addItem(
                pg.PlotDataItem(
                    x,
                    y,
                    pen=line,
                    symbol=symbol,
                    symbolSize=8,
                    symbolBrush=colour,
                    symbolPen=palette.surface,
                    antialias=True,
                )
            )
        self._box.setYRange(0, top, padding=0)
        self._axes["bottom"].setTicks([])
        if own or known:
            times = [seconds for seconds, _ in (*own, *known)]
            room = max((max(times) - min(times)) * 0.08, 86400.0 * 3)
            self._box.setXRange(min(times) - room, max(times) + room, padding=0)
            self._axes["bottom"].setTicks([dates_to_write(times)])

    def changeEvent(self, event: QEvent) -> None:
        """Draw in the palette's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_sessions"):
            self.show_sessions(self._sessions)

    def _draw_bands(self, top: float, palette: theme.Palette) -> None:
        for band in Severity:
            high = top if band is Severity.SEVERE else min(band.high, top)
            colour = QColor(palette.severity[band])
            colour.setAlphaF(0.35)
            area = pg.LinearRegionItem((band.low, high), "horizontal", brush=colour, pen=pg.mkPen(None), movable=False)
            area.setZValue(-10)
            self._box.addItem(area)
        self._axes["right"].setTicks([band_names(top)])


def band_names(top: float) -> list[tuple[float, str]]:
    """Middles of the severity bands on an axis up to ``top`` points, with the names of those that are wide enough."""
    ranges = [(band, band.low, top if band is Severity.SEVERE else min(band.high, top)) for band in Severity]
    return [
        ((low + high) / 2, translate("Core", band.label))
        for band, low, high in ranges
        if high - low >= LEAST_BAND * top
    ]


def dates_to_write(times: Sequence[float]) -> list[tuple[float, str]]:
    """Places and words of the sessions' dates, but for those that would touch the one before."""
    apart = (max(times) - min(times)) / MOST_DATES
    kept: list[float] = []
    for seconds in sorted(set(times)):
        if not kept or seconds - kept[-1] >= apart:
            kept.append(seconds)
    return [(seconds, (date(1970, 1, 1) + timedelta(seconds=seconds)).isoformat()) for seconds in kept]


def _seconds(when: str) -> float:
    return (date.fromisoformat(when) - date(1970, 1, 1)).total_seconds()
