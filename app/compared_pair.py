"""Two checkpoints in one place: one after the other (A/B), or both with a divider to drag (wipe)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QHBoxLayout, QSlider, QStyleOptionGraphicsItem, QVBoxLayout, QWidget

from app.checkpoint_list import Marker
from app.compared_grid import Shown, pane_words, value_at, value_words
from app.panes import WHOLE, Camera, Pane, PictureView
from app.translation import translate
from stadrn_core.picture import wiped

GRIP_PX = 8
"""How near the divider the mouse takes hold of it."""
STEPS = 200
OTHER_SIZE = translate("ComparedPair", "Their aligned faces have different sizes: see them side by side")


class Divider(QGraphicsItem):
    """A line with a grip, dark below light, so that it is seen on any picture."""

    def __init__(self) -> None:
        super().__init__()
        self._height = 0.0

    def set_height(self, height: float) -> None:
        """As high as the picture."""
        self.prepareGeometryChange()
        self._height = height

    def boundingRect(self) -> QRectF:
        """The line and its grip."""
        return QRectF(-GRIP_PX, 0, 2 * GRIP_PX, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Halo first, then the line and the grip in its middle."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((QColor(0, 0, 0, 170), 4.0), (QColor(255, 255, 255), 1.6)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(0, 0), QPointF(0, self._height))
        painter.setBrush(QColor(255, 255, 255))
        painter.setPen(QPen(QColor(0, 0, 0, 170), 1))
        painter.drawRoundedRect(QRectF(-4, self._height / 2 - 14, 8, 28), 3, 3)


class WipeView(PictureView):
    """A picture with a divider. Its place is a share of the picture's width."""

    divider_moved = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.divider = Divider()
        self.divider.setZValue(2)
        self.scene().addItem(self.divider)
        self.share = 0.5
        self._holds = False
        self.show_divider(False)
        self.placed.connect(self._place_divider)

    def show_divider(self, visible: bool) -> None:
        """Show it, or take it away."""
        self.divider.setVisible(visible)
        self._place_divider()

    def set_share(self, share: float) -> None:
        """Put the divider elsewhere."""
        self.share = min(max(share, 0.0), 1.0)
        self._place_divider()

    def _place_divider(self) -> None:
        if self._size is not None:
            top = self.from_image(QPointF(self.share * self._size[0], 0))
            bottom = self.from_image(QPointF(0, self._size[1]))
            self.divider.setPos(top)
            self.divider.set_height(bottom.y() - top.y())

    def _is_near(self, position: QPointF) -> bool:
        return self.divider.isVisible() and abs(position.x() - self.divider.x()) <= GRIP_PX

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the divider, or begin to pan."""
        self._holds = event.button() == Qt.MouseButton.LeftButton and self._is_near(event.position())
        if self._holds:
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the divider, pan, or tell what is under the cursor."""
        if self._holds and self._size is not None:
            self.divider_moved.emit(self.to_image(event.position()).x() / self._size[0])
            event.accept()
            return
        super().mouseMoveEvent(event)
        if not event.buttons():
            self.setCursor(
                Qt.CursorShape.SplitHCursor if self._is_near(event.position()) else Qt.CursorShape.ArrowCursor
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._holds = False
        super().mouseReleaseEvent(event)


class ComparedPair(QWidget):
    """The reference and its partner in one pane."""

    flipped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view = WipeView()
        self.pane = Pane("compared pair", "", "", view=self.view)
        self._markers = Marker(), Marker()
        self.words = pane_words(), pane_words()
        """Of the reference at the left, of the partner at the right."""
        self.words[1].setAlignment(Qt.AlignmentFlag.AlignRight)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setValue(STEPS // 2)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setAccessibleName(translate("ComparedPair", "Divider between the two checkpoints"))
        self.slider.setToolTip(
            translate(
                "ComparedPair", "Divider: drag it here or on the picture; arrow keys move it when it has the focus"
            )
        )
        self._shown: tuple[Shown, Shown] | None = None
        self._wipes = self._shows_partner = False
        self._cursor: QPointF | None = None
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._markers[0])
        head.addWidget(self.words[0], 1)
        head.addWidget(self.words[1], 1)
        head.addWidget(self._markers[1])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.pane, 1)
        column.addWidget(self.slider)
        self.slider.valueChanged.connect(lambda value: self._set_share(value / STEPS))
        self.view.divider_moved.connect(lambda share: self.slider.setValue(round(share * STEPS)))
        self.view.camera_moved.connect(self._move_camera)
        self.view.hovered.connect(self._hovered)
        self.view.double_clicked.connect(self.flipped)
        self.pane.fit_button.clicked.connect(lambda: self._move_camera(WHOLE))

    def show_pair(self, reference: Shown, partner: Shown, *, wipe: bool, shows_partner: bool) -> None:
        """Show both with a divider, or one of them."""
        self._shown, self._wipes, self._shows_partner = (reference, partner), wipe, shows_partner
        for marker, words, one, there in zip(
            self._markers, self.words, self._shown, (not shows_partner, shows_partner), strict=True
        ):
            marker.show_look(one.look, wipe or there)
            words.set_whole(one.words)
            words.setEnabled(wipe or there)
        self.slider.setVisible(wipe)
        self.view.show_divider(wipe)
        self._draw()

    def _draw(self) -> None:
        if self._shown is None:
            return
        front = self._shown[self._shows_partner]
        title, note, message = front.title, front.note, front.message
        faces = [None if one.display is None else one.display.face for one in self._shown]
        picture = faces[self._shows_partner]
        if self._wipes:
            left, right = self._shown
            title, note = f"{left.title} │ {right.title}", " │ ".join(filter(None, (left.note, right.note)))
            message, picture = left.message or right.message, None
            if faces[0] is not None and faces[1] is not None:
                if faces[0].shape == faces[1].shape:
                    picture = wiped(faces[0], faces[1], self.view.share)
                else:
                    message = OTHER_SIZE
        self.view.set_image(picture)
        self.pane.set_texts(title, note, message)
        self.pane.bar.set_scale(None if front.display is None else front.display.limits, front.table)
        self.pane.set_bar_width(self.pane.bar.sizeHint().width())
        self._place_cursor()

    def _set_share(self, share: float) -> None:
        self.view.set_share(share)
        self._draw()

    def _move_camera(self, camera: Camera) -> None:
        self.pane.set_camera(camera)

    def _hovered(self, point: QPointF | None) -> None:
        self._cursor = point
        self._place_cursor()

    def _place_cursor(self) -> None:
        """The values of both at the same face point."""
        point = self._cursor if self.view.item.isVisible() else None
        self.view.mark(point)
        if point is None or self._shown is None:
            self.pane.set_readout("")
            self.pane.bar.mark(None)
            return
        values = [value_at(one.display, point) for one in self._shown]
        words = [value_words(one.display, value) or "–" for one, value in zip(self._shown, values, strict=True)]
        self.pane.set_readout(" │ ".join(words))
        self.pane.bar.mark(values[self._shows_partner])

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
