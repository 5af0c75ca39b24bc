"""The four linked views of the frame under the playhead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QByteArray, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app import theme
from app.figures import format_on_scale
from app.pane_layout import PaneLayout
from app.pane_texts import PANE_NAMES, pane_texts
from app.panes import WHOLE, Camera, Pane
from app.translation import translate
from stadrn_core.types import Float64Array

if TYPE_CHECKING:
    from app.workspace import Workspace
    from stadrn_core.render import DisplayFrame, ViewSettings

_TITLES = {
    "original": translate("PlayerViews", "Original"),
    "face": translate("PlayerViews", "Aligned face"),
    "heat": translate("PlayerViews", "Heatmap"),
    "guided": translate("PlayerViews", "Guided backpropagation"),
}
_FACE_PANES = ("face", "heat", "guided")


class PlayerViews(QWidget):
    """Original, aligned face, heatmap and guided map, with one cross-hair and, for the three of the face, one zoom.

    For the window's keys: ``toggle_maximised(name)`` (1–4), ``restore()`` (Esc), ``reset_zoom()``; ``save_layout`` and
    ``restore_layout`` keep the sizes of the panes.
    """

    maximised_changed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._display: DisplayFrame | None = None
        self._hover: tuple[str, QPointF] | None = None
        self._maximised: str | None = None
        self.panes = {name: Pane(name, _TITLES[name], str(i)) for i, name in enumerate(PANE_NAMES, start=1)}
        self._lay_out()
        for name, pane in self.panes.items():
            self._connect_pane(name, pane)
        workspace.display_changed.connect(self._show)
        workspace.view_changed.connect(self._show_view)
        workspace.store_changed.connect(self._refresh_texts)
        workspace.task_state_changed.connect(self._refresh_texts)
        workspace.recording_changed.connect(self._forget)
        self._show_view(workspace.view)
        self._show(workspace.display)

    def _lay_out(self) -> None:
        self._layout = PaneLayout(self.panes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._layout)
        self.setFocusProxy(self.panes["original"].view)
        self.setAccessibleName(translate("PlayerViews", "Views of the frame"))
        self._show_bars()

    def _connect_pane(self, name: str, pane: Pane) -> None:
        pane.view.hovered.connect(lambda point: self._hovered(name, point))
        pane.view.camera_moved.connect(lambda camera: self._move_camera(name, camera))
        pane.view.double_clicked.connect(lambda: self.toggle_maximised(name))
        pane.view.menu_requested.connect(lambda point, where: self._open_menu(name, point, where))
        pane.fit_button.clicked.connect(lambda: self._move_camera(name, WHOLE))

    # -- for the window ------------------------------------------------------------

    @property
    def maximised(self) -> str | None:
        """The pane that fills the centre, or None."""
        return self._maximised

    def toggle_maximised(self, name: str) -> None:
        """Fill the centre with a pane (``original``, ``face``, ``heat``, ``guided``), or go back to all four."""
        self._maximise(None if self._maximised == name else name)

    def restore(self) -> None:
        """Show all four panes."""
        self._maximise(None)

    def reset_zoom(self) -> None:
        """Show whole pictures everywhere."""
        for pane in self.panes.values():
            pane.set_camera(WHOLE)

    def save_layout(self) -> list[QByteArray]:
        """Sizes of the panes."""
        return self._layout.save()

    def restore_layout(self, states: list[QByteArray]) -> None:
        """Sizes of the panes, as saved."""
        self._layout.restore(states)

    def _maximise(self, name: str | None) -> None:
        if name == self._maximised:
            return
        self._maximised = name
        self._layout.maximise(name)
        self._show_bars()
        if name is not None:
            self.panes[name].view.setFocus()
        self.maximised_changed.emit(name)

    def _show_bars(self) -> None:
        """Heat and guided map always have their scale beside them; the overlays get theirs when they stand alone."""
        for name, pane in self.panes.items():
            pane.show_bar(name in ("heat", "guided") or self._maximised == name)

    # -- following the workspace ------------------------------------------------------------

    def _show(self, display: DisplayFrame | None) -> None:
        self._display = display
        pictures = {name: getattr(display, name) if display is not None else None for name in PANE_NAMES}
        for name, pane in self.panes.items():
            pane.view.set_image(pictures[name])
        self._refresh_texts()
        view = self._workspace.view
        limits = display.limits if display is not None else None
        guided_limits = display.guided_limits if display is not None else None
        for name in ("original", "face", "heat"):
            self.panes[name].bar.set_scale(limits, view.heat_table)
        self.panes["guided"].bar.set_scale(guided_limits, view.guided_table)
        width = max(pane.bar.sizeHint().width() for pane in self.panes.values())
        for pane in self.panes.values():
            pane.set_bar_width(width)
        self._place_cross_hairs()

    def _refresh_texts(self, _changed: object = None) -> None:
        workspace = self._workspace
        texts = pane_texts(self._display, workspace.view, workspace.store, workspace.task_state == "running")
        for name, text in texts.items():
            self.panes[name].set_texts(text.title, text.note, text.message)

    def _show_view(self, view: ViewSettings) -> None:
        self.panes["heat"].view.set_native(view.cells == "native")
        self._refresh_texts()

    def _forget(self, _recording: object) -> None:
        self._hover = None
        self.reset_zoom()

    # -- zoom and cross-hair ------------------------------------------------------------

    def _move_camera(self, name: str, camera: Camera) -> None:
        for other in _FACE_PANES if name in _FACE_PANES else (name,):
            self.panes[other].set_camera(camera)

    def _hovered(self, name: str, point: QPointF | None) -> None:
        self._hover = None if point is None else (name, point)
        self._place_cross_hairs()

    def _place_cross_hairs(self) -> None:
        """The same face point in every pane, with its values."""
        marks = self._marks()
        for name, pane in self.panes.items():
            point = marks.get(name)
            shown = point if point is not None and pane.view.item.isVisible() else None
            pane.view.mark(shown)
            pane.set_readout(self._readout(name, shown))
        for name, bar_of in (("heat", "heat_values"), ("guided", "guided_values")):
            self.panes[name].bar.mark(self._value(bar_of, marks.get(name)))

    def _marks(self) -> dict[str, QPointF]:
        if self._hover is None or self._display is None:
            return {}
        name, point = self._hover
        to_face = self._display.placement.frame_to_face
        if name == "original":
            on_face = None if to_face is None else _transformed(to_face, point)
            size = self._face_size()
            if on_face is None or not (0 <= on_face.x() < size and 0 <= on_face.y() < size):
                return {"original": point}
            return {"original": point} | dict.fromkeys(_FACE_PANES, on_face)
        marks = dict.fromkeys(_FACE_PANES, point)
        if to_face is not None:
            marks["original"] = _transformed(_inverted(to_face), point)
        return marks

    def _face_size(self) -> int:
        for picture in (self._display.face, self._display.heat) if self._display is not None else ():
            if picture is not None:
                return int(picture.shape[0])
        return 0

    def _value(self, field: str, point: QPointF | None) -> float | None:
        values = getattr(self._display, field) if self._display is not None else None
        if values is None or point is None:
            return None
        row, column = int(point.y()), int(point.x())
        inside = 0 <= row < values.shape[0] and 0 <= column < values.shape[1]
        return float(values[row, column]) if inside else None

    def _readout(self, name: str, point: QPointF | None) -> str:
        if point is None:
            return ""
        if name in ("heat", "guided"):
            value = self._value(f"{name}_values", point)
            limits = self.panes[name].bar.limits
            return "" if value is None or limits is None else format_on_scale(value, limits.high, limits.low < 0)
        return translate("PlayerViews", "x {x}  y {y}").format(x=int(point.x()), y=int(point.y()))

    # -- menu ------------------------------------------------------------

    def make_menu(self, name: str, point: QPointF) -> QMenu:
        """What can be done in a pane, at an image point."""
        menu = QMenu(self)
        if name == "original":
            follow = menu.addAction(
                translate("PlayerViews", "Follow this face"), lambda: self._workspace.pick_face(point.x(), point.y())
            )
            follow.setEnabled(self._display is not None and self.panes[name].view.contains(point))
            menu.addSeparator()
        alone = self._maximised == name
        menu.addAction(
            translate("PlayerViews", "Show all four views (Esc)")
            if alone
            else translate("PlayerViews", "Fill the centre ({key})").format(key=self.panes[name].key),
            lambda: self.toggle_maximised(name),
        )
        reset = menu.addAction(translate("PlayerViews", "Reset zoom"), lambda: self._move_camera(name, WHOLE))
        reset.setEnabled(self.panes[name].view.camera != WHOLE)
        return menu

    def _open_menu(self, name: str, point: QPointF, where: QPoint) -> None:
        menu = self.make_menu(name, point)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

    # -- theme ------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground between the panes."""
        QPainter(self).fillRect(event.rect(), QColor(theme.current().background))


def _transformed(transform: Float64Array, point: QPointF) -> QPointF:
    x, y = transform[:, :2] @ (point.x(), point.y()) + transform[:, 2]
    return QPointF(float(x), float(y))


def _inverted(transform: Float64Array) -> Float64Array:
    inverse = np.linalg.inv(transform[:, :2])
    return np.column_stack([inverse, -inverse @ transform[:, 2]])
