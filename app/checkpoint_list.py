"""The open checkpoints: one is active; each has a colour and a shape of its own, for comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.controls import ElidedLabel, ItemButton, clear, label
from app.facts import checkpoint_line

if TYPE_CHECKING:
    from app.workspace import Workspace
    from stadrn_core.checkpoint import LoadedCheckpoint

OKABE_ITO = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")
"""Colours that people with any colour vision tell apart (Okabe and Ito 2008)."""


class Marker(QWidget):
    """Colour and shape of a checkpoint; filled when active."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.is_active = False
        self.setFixedSize(QSize(16, 16))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Circle, square, triangle, diamond, in turn."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(OKABE_ITO[self._number % len(OKABE_ITO)])
        painter.setPen(QPen(colour, 2))
        painter.setBrush(colour if self.is_active else Qt.BrushStyle.NoBrush)
        shape = self._number % 4
        if shape == 0:
            painter.drawEllipse(QPointF(8, 8), 5, 5)
        elif shape == 1:
            painter.drawRect(QRectF(3.5, 3.5, 9, 9))
        else:
            points = [(8, 2.5), (13.5, 12.5), (2.5, 12.5)] if shape == 2 else [(8, 2), (14, 8), (8, 14), (2, 8)]
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


class CheckpointItem(ItemButton):
    """One open checkpoint."""

    def __init__(self, number: int, checkpoint: LoadedCheckpoint, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.checkpoint = checkpoint
        self.setCheckable(True)
        self.marker = Marker(number)
        trained = "" if checkpoint.is_trained else ", untrained"
        self.setAccessibleName(f"Checkpoint {checkpoint.name}{trained}")
        self.setToolTip(str(checkpoint.path))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(ElidedLabel(checkpoint.name, "strong"))
        below = QHBoxLayout()
        below.addWidget(ElidedLabel(checkpoint_line(checkpoint), "small", Qt.TextElideMode.ElideRight), 1)
        if not checkpoint.is_trained:
            below.addWidget(label("untrained", "badge"))
        words.addLayout(below)
        self.row.addWidget(self.marker)
        self.row.addLayout(words, 1)
        self.let_clicks_through()
        self.clicked.connect(lambda: workspace.activate_checkpoint(checkpoint))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Close it."""
        menu = QMenu(self)
        menu.addAction("Close checkpoint", lambda: self._workspace.close_checkpoint(self.checkpoint))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())


class CheckpointList(QWidget):
    """All open checkpoints from top to bottom."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.items: list[CheckpointItem] = []
        workspace.checkpoints_changed.connect(self._rebuild)
        workspace.checkpoint_changed.connect(self._mark_active)
        self._rebuild()

    def _rebuild(self) -> None:
        clear(self._column)
        self.items = []
        for number, checkpoint in enumerate(self._workspace.checkpoints):
            item = CheckpointItem(number, checkpoint, self._workspace)
            self._group.addButton(item)
            self._column.addWidget(item)
            self.items.append(item)
        if not self.items:
            self._column.addWidget(label("None open", "muted"))
        self._mark_active()

    def _mark_active(self, _checkpoint: object = None) -> None:
        for item in self.items:
            active = item.checkpoint is self._workspace.checkpoint
            item.setChecked(active)
            item.marker.is_active = active
            item.marker.update()
