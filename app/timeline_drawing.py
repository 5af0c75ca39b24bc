"""Small drawing tools of the timeline: columns of pixels, mixed colours, labels that do not touch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from stadrn_core.types import Float64Array, IntArray, UInt8Array

_FEWER_RUNS = 4


def with_alpha(colour: str, alpha: float) -> QColor:
    """A palette colour made see-through."""
    result = QColor(colour)
    result.setAlphaF(alpha)
    return result


def rgba(colour: str) -> tuple[int, int, int, int]:
    """A palette colour as four numbers, opaque."""
    value = QColor(colour)
    return value.red(), value.green(), value.blue(), 255


def filled(colour: str, height: int, width: int) -> UInt8Array:
    """(height, width, 4) uint8 of one colour."""
    return np.broadcast_to(np.array(rgba(colour), dtype=np.uint8), (max(height, 1), max(width, 1), 4)).copy()


def blend(image: UInt8Array, share: Float64Array, colour: str) -> None:
    """Mix a colour into an opaque image by ``share`` in 0–1, per column (W,) or per pixel (H, W)."""
    weight = np.broadcast_to(share, image.shape[:2])[..., None]
    image[..., :3] = (image[..., :3] * (1 - weight) + np.array(rgba(colour)[:3]) * weight + 0.5).astype(np.uint8)


def draw_bars(
    painter: QPainter,
    lane: QRect,
    upper: Float64Array,
    lower: Float64Array,
    colours: Sequence[QColor],
    pixel_ratio: float,
    which: IntArray | None = None,
) -> None:
    """Fill columns of device pixels from ``upper`` to ``lower``, neighbours that are equal as one rectangle.

    Args:
        painter: drawing in logical px.
        lane: where the columns lie.
        upper: (W,) float64 logical px from the lane's top; NaN leaves a column out.
        lower: (W,) float64 logical px from the lane's top.
        colours: what ``which`` counts.
        pixel_ratio: device px per logical px.
        which: (W,) colour of each column; None is the first for all.
    """
    kinds = np.zeros(len(upper), dtype=np.int64) if which is None else which
    seen = np.isfinite(upper) & (lower > upper)
    keys = np.stack([np.where(seen, kinds, -1), np.where(seen, upper, 0.0), np.where(seen, lower, 0.0)])
    starts = np.concatenate([[0], np.flatnonzero((keys[:, 1:] != keys[:, :-1]).any(axis=0)) + 1])
    if len(starts) > len(upper) / _FEWER_RUNS:
        _draw_columns(painter, lane, keys, colours, pixel_ratio)
    else:
        _draw_runs(painter, lane, keys, starts, colours, pixel_ratio)


def _draw_runs(
    painter: QPainter, lane: QRect, keys: Float64Array, starts: IntArray, colours: Sequence[QColor], pixel_ratio: float
) -> None:
    """Rectangles with smooth ends."""
    origin = round(lane.left() * pixel_ratio)
    stops = np.concatenate([starts[1:], [keys.shape[1]]])
    boxes: dict[int, list[QRectF]] = {}
    for start, stop, (kind, upper, lower) in zip(
        starts.tolist(), stops.tolist(), keys[:, starts].T.tolist(), strict=True
    ):
        if kind >= 0:
            left, width = (origin + start) / pixel_ratio, (stop - start) / pixel_ratio
            boxes.setdefault(int(kind), []).append(QRectF(left, lane.top() + upper, width, lower - upper))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for kind, rectangles in boxes.items():
        painter.setBrush(colours[kind])
        painter.drawRects(rectangles)
    painter.restore()


def _draw_columns(
    painter: QPainter, lane: QRect, keys: Float64Array, colours: Sequence[QColor], pixel_ratio: float
) -> None:
    """One picture for columns that nearly all differ: thousands of rectangles would take longer than a frame."""
    table = np.array([colour.rgba() for colour in colours], dtype=np.uint32)
    height = round(lane.height() * pixel_ratio)
    upper, lower = (np.floor(values * pixel_ratio + 0.5).astype(np.int32) for values in keys[1:])
    lower = np.where(keys[0] >= 0, np.maximum(lower, upper + 1), upper)
    rows = np.arange(height, dtype=np.int32)[:, None]
    inside = (rows >= upper) & (rows < lower)
    pixels = np.where(inside, table[np.maximum(keys[0], 0).astype(np.int64)], np.uint32(0))
    picture = QImage(pixels.data, keys.shape[1], height, 4 * keys.shape[1], QImage.Format.Format_ARGB32)
    picture.setDevicePixelRatio(pixel_ratio)
    painter.drawImage(lane.topLeft(), picture)


def draw_image(painter: QPainter, lane: QRect, image: UInt8Array, pixel_ratio: float) -> None:
    """Put a premultiplied (H, W, 4) image at the lane's top left, pixel for pixel."""
    pixels = np.ascontiguousarray(image)
    height, width = pixels.shape[:2]
    picture = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888_Premultiplied)
    picture.setDevicePixelRatio(pixel_ratio)
    painter.drawImage(lane.topLeft(), picture)


def spread_labels(centres: list[float], spacing: float, lowest: float, highest: float) -> list[float]:
    """Move label centres (descending) ``spacing`` apart, keeping them between ``lowest`` and ``highest``."""
    result = list(centres)
    result[0] = min(result[0], highest)
    for i in range(1, len(result)):
        result[i] = min(result[i], result[i - 1] - spacing)
    result[-1] = max(result[-1], lowest)
    for i in range(len(result) - 2, -1, -1):
        result[i] = max(result[i], result[i + 1] + spacing)
    return result
