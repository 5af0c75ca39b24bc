"""The open checkpoints beside each other: signed evidence of the frame under the playhead, all on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app import theme
from app.checkpoint_list import Marker
from app.controls import clear, label
from app.panes import WHOLE, Camera, Pane
from stadrn_core.colours import SIGNED_NAME
from stadrn_core.severity import format_score, severity

if TYPE_CHECKING:
    from app.compared import ComparedCheckpoints
    from app.workspace import Workspace
    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.render import DisplayFrame

MOST_COLUMNS = 3
TOO_FEW = "Signed evidence of two or more checkpoints is compared here. Open them, and analyse with each."
NOT_ANALYSED = "Not analysed with the present settings: make it active and press Analyse"


class CompareView(QWidget):
    """A pane for each open checkpoint, in the order and with the markers of the list; one zoom for all."""

    def __init__(self, workspace: Workspace, compared: ComparedCheckpoints) -> None:
        super().__init__()
        self._workspace, self._compared = workspace, compared
        self.panes: list[Pane] = []
        self.words: list[QLabel] = []
        """Above each pane: whether it is active, and its score."""
        self._displays: tuple[DisplayFrame, ...] = ()
        self.hint = label(TOO_FEW, "muted")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.hint)
        column.addLayout(self._grid, 1)
        self.setAccessibleName("Checkpoints beside each other")
        compared.changed.connect(self._rebuild)
        workspace.compared_shown.connect(self._show)
        workspace.checkpoint_changed.connect(self._refresh)
        self._rebuild()

    def _rebuild(self) -> None:
        checkpoints = self._compared.checkpoints
        self.hint.setVisible(len(self._compared.analysed) < 2)
        if len(self.panes) != len(checkpoints):
            self._displays = ()
            clear(self._grid)
            self.words = []
            self.panes = [self._add_pane(number, len(checkpoints)) for number in range(len(checkpoints))]
        self._refresh()

    def _add_pane(self, number: int, count: int) -> Pane:
        columns = count if count <= MOST_COLUMNS else (count + 1) // 2
        pane = Pane(f"compared {number}", "", str(number + 1))
        pane.view.camera_moved.connect(self._move_camera)
        pane.fit_button.clicked.connect(lambda: self._move_camera(WHOLE))
        cell = QWidget()
        row = QVBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(Marker(number))
        self.words.append(label("", "small"))
        head.addWidget(self.words[-1], 1)
        row.addLayout(head)
        row.addWidget(pane, 1)
        self._grid.addWidget(cell, number // columns, number % columns)
        return pane

    def _show(self, displays: tuple[DisplayFrame, ...]) -> None:
        self._displays = displays
        self._refresh()

    def _refresh(self, _changed: object = None) -> None:
        """Pictures of those that are analysed, words in the others."""
        analysed = self._compared.analysed
        displays = self._displays if len(analysed) == len(self._displays) else ()
        shown = {id(checkpoint): display for checkpoint, display in zip(analysed, displays, strict=False)}
        for pane, words, checkpoint in zip(self.panes, self.words, self._compared.checkpoints, strict=False):
            display = shown.get(id(checkpoint))
            pane.view.set_image(None if display is None else display.face)
            pane.bar.set_scale(None if display is None else display.limits, SIGNED_NAME)
            note, message = self._notes(checkpoint, display)
            pane.set_texts(checkpoint.name, note, message)
            words.setText(self._words(checkpoint, display))
        width = max((pane.bar.sizeHint().width() for pane in self.panes), default=0)
        for pane in self.panes:
            pane.set_bar_width(width)

    def _words(self, checkpoint: LoadedCheckpoint, display: DisplayFrame | None) -> str:
        words = ["active"] if checkpoint is self._workspace.checkpoint else []
        if display is not None and display.score is not None:
            words.append(f"score {format_score(display.score)} {severity(display.score).label}")
        return " · ".join(words)

    def _notes(self, checkpoint: LoadedCheckpoint, display: DisplayFrame | None) -> tuple[str, str]:
        """Note beside the title, and words in place of a picture."""
        if display is None:
            is_analysed = any(checkpoint is one for one in self._compared.analysed)
            return "", "" if is_analysed else NOT_ANALYSED
        return ("", display.note or "No face") if display.face is None else (display.note or "", "")

    def _move_camera(self, camera: Camera) -> None:
        for pane in self.panes:
            pane.set_camera(camera)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground between the panes."""
        QPainter(self).fillRect(event.rect(), QColor(theme.current().background))
