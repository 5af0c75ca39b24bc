"""The open checkpoints: one is active, one the reference; each has a colour and a shape of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.checkpoint_menu import checkpoint_menu
from app.controls import ElidedLabel, ItemButton, clear, label
from app.facts import checkpoint_line
from app.translation import translate

if TYPE_CHECKING:
    from app.checkpoint_looks import Look
    from app.workspace import Workspace
    from stadrn_core.checkpoint import LoadedCheckpoint

TIP = translate(
    "CheckpointList", "{path}\nClick to make it active. Right-click (or the menu key): name, colour, reference, close."
)


class Marker(QWidget):
    """Colour and shape of a checkpoint; filled when active."""

    def __init__(self, look: Look | None = None) -> None:
        super().__init__()
        self._look = look
        self.is_active = False
        self.setFixedSize(QSize(16, 16))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_look(self, look: Look | None, is_active: bool = False) -> None:
        """Change colour and shape."""
        self._look, self.is_active = look, is_active
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Circle, square, triangle, diamond, in turn."""
        if self._look is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_marker(painter, QPointF(8, 8), self._look, filled=self.is_active)


def draw_marker(painter: QPainter, centre: QPointF, look: Look, filled: bool = True, size: float = 5.5) -> None:
    """Circle, square, triangle or diamond of a checkpoint, ``size`` px to each side of its centre."""
    colour = QColor(look.colour)
    painter.setPen(QPen(colour, max(size / 2.75, 1.0)))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    shape = look.number % 4
    if shape == 0:
        painter.drawEllipse(centre, 0.9 * size, 0.9 * size)
    elif shape == 1:
        painter.drawRect(QRectF(centre.x() - 0.82 * size, centre.y() - 0.82 * size, 1.64 * size, 1.64 * size))
    else:
        corners = [(0, -1), (1, 0.82), (-1, 0.82)] if shape == 2 else [(0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)]
        painter.drawPolygon(QPolygonF([centre + QPointF(size * x, size * y) for x, y in corners]))


class CheckpointItem(ItemButton):
    """One open checkpoint."""

    def __init__(self, checkpoint: LoadedCheckpoint, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.checkpoint = checkpoint
        self.setCheckable(True)
        self.marker = Marker()
        self.name = ElidedLabel("", "strong", two_lines=True)
        self.reference = label(translate("CheckpointList", "reference"), "badge")
        self.setToolTip(TIP.format(path=checkpoint.path))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        below = QHBoxLayout()
        below.addWidget(ElidedLabel(checkpoint_line(checkpoint), "small", Qt.TextElideMode.ElideRight), 1)
        if not checkpoint.is_trained:
            below.addWidget(label(translate("CheckpointList", "untrained"), "badge"))
        below.addWidget(self.reference)
        words.addLayout(below)
        self.row.addWidget(self.marker)
        self.row.addLayout(words, 1)
        self.let_clicks_through()
        self.clicked.connect(lambda: workspace.activate_checkpoint(checkpoint))

    def show_look(self) -> None:
        """Name, marker, and whether it is active or the reference."""
        workspace, checkpoint = self._workspace, self.checkpoint
        look, active = workspace.looks.of(checkpoint), checkpoint is workspace.checkpoint
        is_reference = len(workspace.checkpoints) > 1 and checkpoint is workspace.looks.reference
        self.setChecked(active)
        self.marker.show_look(look, active)
        self.name.set_whole(look.name)
        self.reference.setVisible(is_reference)
        facts = [
            "" if checkpoint.is_trained else translate("CheckpointList", "untrained"),
            translate("CheckpointList", "the reference") if is_reference else "",
        ]
        self.setAccessibleName(
            ", ".join(
                [
                    translate("CheckpointList", "Checkpoint {checkpoint}").format(checkpoint=look.name),
                    *filter(None, facts),
                ]
            )
        )

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Name, colour, reference, close."""
        menu = checkpoint_menu(self, self._workspace, self.checkpoint)
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
        workspace.checkpoint_changed.connect(self._show_looks)
        workspace.looks.changed.connect(self._show_looks)
        self._rebuild()

    def _rebuild(self) -> None:
        clear(self._column)
        self.items = []
        for checkpoint in self._workspace.checkpoints:
            item = CheckpointItem(checkpoint, self._workspace)
            self._group.addButton(item)
            self._column.addWidget(item)
            self.items.append(item)
        if not self.items:
            self._column.addWidget(label(translate("CheckpointList", "None open"), "muted"))
        self._show_looks()

    def _show_looks(self, _changed: object = None) -> None:
        for item in self.items:
            item.show_look()
