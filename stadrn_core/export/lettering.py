"""Text and colour bars drawn into pictures (uint8 RGB arrays)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from stadrn_core.colours import colour_table

if TYPE_CHECKING:
    from stadrn_core.render import ScaleLimits
    from stadrn_core.types import Float32Array, UInt8Array

Colour = tuple[int, int, int]
Anchor = Literal["left", "centre", "right"]
LEAST_SHARE = 0.7
"""Of its size, to which text that is too long shrinks before it is cut."""


def draw_text(
    canvas: UInt8Array,
    text: str,
    x: int,
    y: int,
    size_px: int,
    colour: Colour,
    anchor: Anchor = "left",
    bold: bool = False,
    max_width: int | None = None,
) -> int:
    """Draw one line of text, its line box ``line_height(size_px)`` tall beginning at ``y``; clipped to the canvas.

    Args:
        canvas: (H, W, 3) uint8, written into.
        text: what to write.
        x: left end, middle or right end of the text, by ``anchor``.
        y: top of the line.
        size_px: font size.
        colour: sRGB 0–255.
        anchor: what ``x`` means.
        bold: heavier letters.
        max_width: longest the text may be; a longer one is written smaller, and one that does not fit so either is cut
            in the middle, so that beginning and end stay readable.

    Returns:
        The width of what was drawn in px.
    """
    if max_width is not None:
        fitting = fitting_size(text, size_px, bold, max_width)
        text, y = shortened(text, fitting, bold, max_width), y + (line_height(size_px) - line_height(fitting)) // 2
        size_px = fitting
    alpha = _text_alpha(text, size_px, bold)
    height, width = alpha.shape
    left = x - {"left": 0, "centre": width // 2, "right": width}[anchor]
    top, first_row, first_column = max(y, 0), max(-y, 0), max(-left, 0)
    region = canvas[top : y + height, max(left, 0) : left + width]
    if region.size:
        part = alpha[first_row : first_row + region.shape[0], first_column : first_column + region.shape[1], None]
        region[:] = (region + (np.asarray(colour, dtype=np.float32) - region) * part + 0.5).astype(np.uint8)
    return int(width)


def line_height(size_px: int) -> int:
    """Height of a line box in px."""
    ascent, descent = _font(size_px, False).getmetrics()
    return int(ascent + descent)


def text_width(text: str, size_px: int, bold: bool = False) -> int:
    """Width of a line of text in px."""
    return int(np.ceil(_font(size_px, bold).getlength(text)))


@lru_cache(maxsize=256)
def fitting_size(text: str, size_px: int, bold: bool, max_width: int) -> int:
    """The largest font size up to ``size_px`` in which ``text`` fits; at least ``LEAST_SHARE`` of it."""
    least = round(size_px * LEAST_SHARE)
    fitting = (size for size in range(size_px, least, -1) if text_width(text, size, bold) <= max_width)
    return next(fitting, least)


@lru_cache(maxsize=256)
def shortened(text: str, size_px: int, bold: bool, max_width: int) -> str:
    """``text`` with its middle replaced by … where it is wider than ``max_width``."""
    if text_width(text, size_px, bold) <= max_width:
        return text
    for kept in range(len(text) - 1, 1, -1):
        candidate = text[: (kept + 1) // 2] + "…" + text[len(text) - kept // 2 :]
        if text_width(candidate, size_px, bold) <= max_width:
            return candidate
    return "…"


@lru_cache(maxsize=256)
def wrapped(text: str, size_px: int, max_width: int) -> tuple[str, ...]:
    """``text`` in lines no wider than ``max_width``, broken at spaces."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size_px) <= max_width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return tuple(lines)


def draw_colour_bar(
    canvas: UInt8Array,
    x: int,
    y: int,
    width: int,
    size_px: int,
    table: str,
    limits: ScaleLimits,
    colours: tuple[Colour, Colour],
) -> None:
    """Draw a horizontal colour bar with its two limits below the ends, and unit and mode below them.

    Args:
        canvas: (H, W, 3) uint8, written into.
        x: left end.
        y: top of the bar.
        width: length of the bar in px.
        size_px: font size; the bar takes ``bar_height(size_px)`` in all.
        table: name of its colour table.
        limits: what its ends stand for.
        colours: of the numbers and of the words.
    """
    thickness = _thickness(size_px)
    steps = np.minimum(np.arange(width) * 256 // width, 255)
    canvas[y : y + thickness, x : x + width] = colour_table(table)[steps]
    below = y + thickness + size_px // 4
    low, high = limits.ends
    draw_text(canvas, low, x, below, size_px, colours[0])
    draw_text(canvas, high, x + width, below, size_px, colours[0], "right")
    words = f"{limits.unit} · {limits.mode}{' so far' if limits.provisional else ''}"
    middle, below = x + width // 2, below + line_height(size_px)
    draw_text(canvas, words, middle, below, size_px, colours[1], "centre", max_width=width)


def bar_height(size_px: int) -> int:
    """Height of a colour bar with its two lines of text in px."""
    return _thickness(size_px) + size_px // 4 + 2 * line_height(size_px)


def _thickness(size_px: int) -> int:
    return max(size_px * 2 // 3, 6)


@lru_cache(maxsize=8)
def _font(size_px: int, bold: bool) -> ImageFont.FreeTypeFont:
    import matplotlib

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name, size_px)


@lru_cache(maxsize=512)
def _text_alpha(text: str, size_px: int, bold: bool) -> Float32Array:
    """(height, width) float32 in 0–1."""
    image = Image.new("L", (text_width(text, size_px, bold) + 1, line_height(size_px)))
    ImageDraw.Draw(image).text((0, 0), text, fill=255, font=_font(size_px, bold))
    return np.asarray(image, dtype=np.float32) / np.float32(255)
