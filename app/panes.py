"""One picture with its title, state and colour bar: zoom, pan, cross-hair and read-out."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyleOptionGraphicsItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.colour_bar import ColourBar
from app.glyph_button import GlyphButton, is_by_keyboard
from app.translation import translate
from stadrn_core.types import UInt8Array

_WHEEL_BASE = 1.0016
_MAX_ZOOM = 40.0
_CRISP_FROM_SCALE = 6.0
_BAR_GAP_PX = 6
_KEY_ZOOMS = {Qt.Key.Key_Up: 1.5, Qt.Key.Key_Down: 1 / 1.5}
_KEY_MOVES = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_KEY_MOVE_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_KEY_MOVE_SHARE = 0.1


@dataclass(frozen=True)
class Camera:
    """What part of a picture is seen.

    Attributes:
        x: share of the width on which the view is centred.
        y: share of the height on which the view is centred.
        zoom: 1 shows the whole picture.
    """

    x: float = 0.5
    y: float = 0.5
    zoom: float = 1.0

    def held(self) -> Camera:
        """Kept on the picture and within the zoom allowed."""
        zoom = min(max(self.zoom, 1.0), _MAX_ZOOM)
        margin = 0.5 / zoom
        return Camera(min(max(self.x, margin), 1 - margin), min(max(self.y, margin), 1 - margin), zoom)


WHOLE = Camera()


class CrossHair(QGraphicsItem):
    """A small ring with four ticks, dark below light, so that it is seen on any picture."""

    def boundingRect(self) -> QRectF:
        """The ring and its ticks."""
        return QRectF(-14, -14, 28, 28)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Halo first, then the mark."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((QColor(0, 0, 0, 170), 3.2), (QColor(255, 255, 255), 1.4)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(QPointF(0, 0), 6, 6)
            for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(QPointF(6 * x, 6 * y), QPointF(11 * x, 11 * y))


class PictureView(pg.GraphicsView):
    """A pyqtgraph view of one image, placed by a ``Camera``."""

    hovered = Signal(object)
    camera_moved = Signal(object)
    double_clicked = Signal()
    menu_requested = Signal(QPointF, QPoint)
    focus_changed = Signal()
    placed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumSize(72, 72)
        self.item = pg.ImageItem(axisOrder="row-major")
        self.cross_hair = CrossHair()
        self.cross_hair.setZValue(1)
        self.scene().addItem(self.item)
        self.scene().addItem(self.cross_hair)
        self.item.hide()
        self.cross_hair.hide()
        self.camera = WHOLE
        self._size: tuple[int, int] | None = None
        self._native = False
        self._mark: QPointF | None = None
        self._drag_from: QPointF | None = None
        self.has_ring = False

    def set_image(self, image: UInt8Array | None) -> None:
        """Show (H, W, 3) uint8, or nothing."""
        if image is None:
            self.item.hide()
            return
        self.item.setImage(image, autoLevels=False)
        self.item.show()
        size = image.shape[1], image.shape[0]
        if size != self._size:
            self._size = size
            self.place()

    def set_native(self, native: bool) -> None:
        """Draw cells with hard borders."""
        if native != self._native:
            self._native = native
            self.place()

    def set_camera(self, camera: Camera) -> None:
        """Look at another part."""
        if camera != self.camera:
            self.camera = camera
            self.place()

    def place(self) -> None:
        """Put image and cross-hair where the camera says."""
        if self._size is None:
            return
        scale, offset = self._mapping()
        self.item.setTransform(QTransform.fromTranslate(offset.x(), offset.y()).scale(scale, scale))
        smooth = not self._native and scale < _CRISP_FROM_SCALE
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        self.mark(self._mark)
        self.placed.emit()

    def _mapping(self) -> tuple[float, QPointF]:
        """Widget px per image px, and where the image's corner lies."""
        width, height = self._size or (1, 1)
        scale = min(self.width() / width, self.height() / height) * self.camera.zoom
        x = self._offset(self.width(), width * scale, self.camera.x)
        return scale, QPointF(x, self._offset(self.height(), height * scale, self.camera.y))

    @staticmethod
    def _offset(available: float, needed: float, centre: float) -> float:
        if needed <= available:
            return (available - needed) / 2
        return min(max(available / 2 - centre * needed, available - needed), 0.0)

    @property
    def picture_right(self) -> float:
        """Where the picture ends; the view's border where there is none."""
        if self._size is None:
            return float(self.width())
        return min(self.from_image(QPointF(self._size[0], 0)).x(), float(self.width()))

    def to_image(self, position: QPointF) -> QPointF:
        """Image px at a widget position."""
        scale, offset = self._mapping()
        return (position - offset) / scale

    def from_image(self, point: QPointF) -> QPointF:
        """Widget position of an image point."""
        scale, offset = self._mapping()
        return point * scale + offset

    def contains(self, point: QPointF) -> bool:
        """Whether an image point lies on the picture."""
        return self._size is not None and 0 <= point.x() < self._size[0] and 0 <= point.y() < self._size[1]

    def mark(self, point: QPointF | None) -> None:
        """Put the cross-hair on an image point, or take it away."""
        self._mark = point
        if point is None or self._size is None:
            self.cross_hair.hide()
            return
        self.cross_hair.setPos(self.from_image(point))
        self.cross_hair.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down zoom, with Ctrl+Shift arrows pan; all other keys belong to the window."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._size is not None and key in _KEY_ZOOMS and held == Qt.KeyboardModifier.NoModifier:
            self._zoom(_KEY_ZOOMS[key], QPointF(self.width() / 2, self.height() / 2))
        elif self._size is not None and key in _KEY_MOVES and held == _KEY_MOVE_MODIFIERS:
            x, y = (_KEY_MOVE_SHARE * direction / self.camera.zoom for direction in _KEY_MOVES[key])
            self.camera_moved.emit(Camera(self.camera.x + x, self.camera.y + y, self.camera.zoom).held())
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, the point under the cursor staying there."""
        event.accept()
        if self._size is not None:
            self._zoom(_WHEEL_BASE ** event.angleDelta().y(), event.position())

    def _zoom(self, factor: float, position: QPointF) -> None:
        """Zoom around a widget position."""
        assert self._size is not None
        zoom = min(max(self.camera.zoom * factor, 1.0), _MAX_ZOOM)
        point = self.to_image(position)
        scale = self._mapping()[0] * zoom / self.camera.zoom
        middle = QPointF(self.width() / 2, self.height() / 2)
        centre = point + (middle - position) / scale
        camera = Camera(centre.x() / self._size[0], centre.y() / self._size[1], zoom).held()
        self.camera_moved.emit(camera if zoom > 1.001 else WHOLE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._drag_from = event.position()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or tell what is under the cursor."""
        event.accept()
        if self._drag_from is not None and event.buttons() and self._size is not None and self.camera.zoom > 1:
            moved = (event.position() - self._drag_from) / self._mapping()[0]
            self._drag_from = event.position()
            camera = Camera(
                self.camera.x - moved.x() / self._size[0], self.camera.y - moved.y() / self._size[1], self.camera.zoom
            )
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.camera_moved.emit(camera.held())
            return
        point = self.to_image(event.position())
        self.hovered.emit(point if self.item.isVisible() and self.contains(point) else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a pan."""
        self._drag_from = None
        self.unsetCursor()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fill the centre with this view, or go back."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing under the cursor."""
        self.hovered.emit(None)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A menu for the point under the cursor, or for the middle of the view when the keyboard asked."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        position = event.pos() if by_mouse else self.rect().center()
        self.menu_requested.emit(self.to_image(QPointF(position)), self.mapToGlobal(position))
        event.accept()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Fit again."""
        super().resizeEvent(event)
        if hasattr(self, "camera"):
            self.place()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Let the frame show the focus."""
        super().focusInEvent(event)
        self.has_ring = is_by_keyboard(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let the frame hide the focus."""
        super().focusOutEvent(event)
        self.has_ring = False
        self.focus_changed.emit()


class ElidedLabel(QLabel):
    """A label that shortens its text rather than ask for room."""

    def minimumSizeHint(self) -> QSize:
        """No width of its own."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QEvent) -> None:
        """Shortened at the end."""
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()), text)


class Pane(QWidget):
    """Title, state note, picture, message where there is no picture, read-out, colour bar."""

    def __init__(self, name: str, title: str, key: str, view: PictureView | None = None) -> None:
        super().__init__()
        self.name, self.key = name, key
        self.view = view or PictureView()
        self.bar = ColourBar(self)
        self._has_bar = True
        self._bar_width_px = self.bar.sizeHint().width()
        self.title_label = ElidedLabel(title)
        self.note_label = ElidedLabel()
        self.note_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.note_label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.fit_button = GlyphButton(
            "fit",
            translate("Pane", "Reset zoom of {title}").format(title=title),
            translate("Pane", "Show the whole picture"),
            parent=self,
        )
        self.fit_button.setFixedSize(22, 20)
        self.fit_button.hide()
        self.message_label = QLabel(self.view)
        self.message_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message_label.setWordWrap(True)
        self.message_label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.readout_label = QLabel(self.view)
        self.readout_label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.readout_label.hide()
        self._lay_out()
        self._read_theme()
        self.set_texts(title, "", "")
        self.view.focus_changed.connect(self.update)
        self.view.installEventFilter(self)
        self.view.placed.connect(self._place_bar)
        self.show_bar(True)

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(2, 0, 2, 0)
        header.setSpacing(8)
        self.title_label.setMinimumHeight(self.fit_button.height())
        header.addWidget(self.title_label)
        header.addWidget(self.note_label, 1)
        header.addWidget(self.fit_button)
        self._body = QHBoxLayout()
        self._body.addWidget(self.view, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 5, 8, 8)
        self._column.setSpacing(5)
        self._column.addLayout(header)
        self._column.addLayout(self._body, 1)

    def add_below(self, widget: QWidget) -> None:
        """Put something below the picture."""
        self._column.addWidget(widget)

    def set_texts(self, title: str, note: str, message: str) -> None:
        """Title, state note beside it, and words in place of a picture."""
        for label, text in ((self.title_label, title), (self.note_label, note), (self.message_label, message)):
            if label.text() != text:
                label.setText(text)
        self.title_label.setToolTip(title)
        self.note_label.setToolTip(note)
        self.view.setToolTip(message)
        self.message_label.setVisible(bool(message))
        self.view.setAccessibleName(title)
        state = message or note
        self.view.setAccessibleDescription(
            f"{state}. " * bool(state)
            + (
                translate("Pane", "Key {key} or double-click fills the centre. ").format(key=self.key)
                if self.key
                else ""
            )
            + translate("Pane", "Up and Down zoom, Ctrl+Shift and arrows move")
        )

    def show_bar(self, visible: bool) -> None:
        """Keep room for the colour bar, or give it to the picture."""
        self._has_bar = visible
        self.bar.setVisible(visible)
        self._place_bar()

    def set_bar_width(self, width_px: int) -> None:
        """Room for the bar, the same in panes whose pictures are to be of one size."""
        if width_px != self._bar_width_px:
            self._bar_width_px = width_px
            self._place_bar()

    def _place_bar(self) -> None:
        """Right beside the picture, wherever that ends."""
        width = self._bar_width_px
        room = width + _BAR_GAP_PX if self._has_bar else 0
        if self._body.contentsMargins().right() != room:
            self._body.setContentsMargins(0, 0, room, 0)
        view = self.view.geometry()
        left = view.left() + round(self.view.picture_right) + _BAR_GAP_PX
        self.bar.setGeometry(left, view.top(), width, view.height())
        self.bar.raise_()

    def set_readout(self, text: str) -> None:
        """Values at the cross-hair, in the lower left corner of the picture."""
        if not text:
            self.readout_label.hide()
            return
        self.readout_label.setText(text)
        self.readout_label.adjustSize()
        self.readout_label.move(6, self.view.height() - self.readout_label.height() - 6)
        self.readout_label.show()

    def set_camera(self, camera: Camera) -> None:
        """Look at another part; a button to go back appears once zoomed in."""
        self.view.set_camera(camera)
        self.fit_button.setVisible(camera != WHOLE)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Keep the message over the whole view."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place_bar()
            self.message_label.setGeometry(self.view.rect().adjusted(8, 8, -8, -8))
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Read colours and fonts again."""
        if event.type() == QEvent.Type.PaletteChange:
            self._read_theme()
        super().changeEvent(event)

    def _read_theme(self) -> None:
        palette = theme.current()
        base = self.font().pointSizeF()
        title = QFont(self.font())
        title.setWeight(QFont.Weight.DemiBold)
        small, figures = QFont(self.font()), theme.figures_font()
        small.setPointSizeF(max(base - 1, 7))
        figures.setPointSizeF(max(base - 1, 7))
        self.title_label.setFont(title)
        self.note_label.setFont(small)
        self.readout_label.setFont(figures)
        self.title_label.setStyleSheet(f"color: {palette.text};")
        self.note_label.setStyleSheet(f"color: {palette.text_muted};")
        self.message_label.setStyleSheet(f"color: {palette.text_muted}; background: transparent;")
        self.readout_label.setStyleSheet(
            "color: white; background: rgba(0, 0, 0, 170); border-radius: 4px; padding: 2px 6px;"
        )
        self.view.setBackground(palette.pane_background)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card; its border tells the focus."""
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.view.has_ring
        painter.setPen(QPen(QColor(palette.accent if focused else palette.border), 1.5 if focused else 1.0))
        painter.setBrush(QColor(palette.pane_background))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 8, 8)
