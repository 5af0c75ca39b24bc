"""Line icons drawn here, tinted by the palette and sharp at every scaling."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app import theme

_SIZES_PX = (18, 27, 36, 54)

# Paths on a 24 × 24 grid, stroked with round ends.
_PATHS: dict[str, str] = {
    "video": "M4 6h11a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM16 10.5l5-3v9l-5-3z",
    "checkpoint": "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9",
    "analyse": "M4 19V9M9 19V5M14 19v-7M19 19V8",
    "cancel": "M6 6l12 12M18 6L6 18",
    "export": "M12 15V4M8 8l4-4 4 4M4 14v5a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-5",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 7.8v.2",
    "warning": "M12 4L2.8 19.5h18.4zM12 10v4.5M12 17v.2",
    "error": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9l6 6M15 9l-6 6",
    "left panel": "M4 5h16v14H4zM9.5 5v14",
    "right panel": "M4 5h16v14H4zM14.5 5v14",
    "demo": "M8 5l11 7-11 7z",
    "settings": (
        "M4 7h9M17 7h3M4 17h3M11 17h9"
        "M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"
    ),
    "folder": "M3 6a1 1 0 0 1 1-1h5l2 2.5h9a1 1 0 0 1 1 1V18a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1z",
    "done": "M5 12.5l4.5 4.5L19 7.5",
    "close": "M7 7l10 10M17 7L7 17",
    "face": (
        "M12 21c-4.4 0-7-3.6-7-9s2.6-9 7-9 7 3.6 7 9-2.600 9-7 9zM9.200 10v.3"
        "M14.800 10v.3M9.500 15.200c1.600 1.200 3.400 1.200 5 0"
    ),
}


def icon(name: str, colour: str | None = None) -> QIcon:
    """An icon by name, in the palette's text colour unless another is given.

    Raises:
        KeyError: no such icon.
    """
    palette = theme.current()
    return _icon(name, colour or palette.text, palette.text_muted)


@cache
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    result = QIcon()
    for mode, tint in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        for size in _SIZES_PX:
            result.addPixmap(picture(name, size, tint), mode)
    return result


def picture(name: str, size_px: int, colour: str, stroke: float = 1.7) -> QPixmap:
    """An icon as a picture of ``size_px`` device pixels."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="{_PATHS[name]}" fill="none" '
        f'stroke="{colour}" stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    pixmap = QPixmap(size_px, size_px)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return pixmap


def application_icon() -> QIcon:
    """A face in the accent colour on a dark tile."""
    result = QIcon()
    for size in (16, 32, 48, 64, 128, 256):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
            f'<rect width="24" height="24" rx="5" fill="{theme.DARK.surface_raised}"/>'
            f'<g transform="translate(3 3) scale(0.75)"><path d="{_PATHS["face"]}" fill="none" '
            f'stroke="{theme.DARK.accent}" stroke-width="2" stroke-linecap="round"/></g></svg>'
        )
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
        painter.end()
        result.addPixmap(pixmap)
    return result
