"""Numbers as they are written on the screen."""

from __future__ import annotations

import math


def format_time(seconds: float, decimals: int = 2) -> str:
    """``mm:ss.ff``, with hours in front where there are any."""
    scale = 10**decimals
    units = int(seconds * scale + 1e-6)
    whole, fraction = divmod(units, scale)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"
    return f"{text}.{fraction:0{decimals}d}" if decimals else text


def tick_label(seconds: float, step: float) -> str:
    """The label of a tick, as short as its step allows."""
    decimals = 0 if step >= 1 else 1 if step >= 0.1 else 2
    return format_time(seconds + 1e-6, decimals)


def group_digits(number: int) -> str:
    """Thousands set apart by a thin space: 18 000."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def format_figure(value: float) -> str:
    """Three significant figures, at most four decimals; an exponent only where it cannot be helped."""
    if value == 0:
        return "0"
    if 0.0005 <= abs(value) < 10_000:
        return f"{value:.{min(max(2 - math.floor(math.log10(abs(value))), 0), 4)}f}"
    return f"{value:.1e}"


def format_on_scale(value: float, highest: float, signed: bool) -> str:
    """A value with as many decimals as tell it apart on a scale up to ``highest``; with its sign where that matters."""
    decimals = 2 - math.floor(math.log10(highest))
    text = f"{abs(value):.{max(decimals, 0)}f}" if decimals <= 6 else f"{abs(value):.1e}"
    sign = "\N{MINUS SIGN}" if value < 0 else "+" if signed and value > 0 else ""
    return sign + text


def format_difference(points: float) -> str:
    """A difference in BDI-II points with its sign and one decimal, 0.0 without one; – where there is none."""
    if math.isnan(points):
        return "–"
    text = f"{abs(points):.1f}"
    sign = "" if float(text) == 0 else "\N{MINUS SIGN}" if points < 0 else "+"
    return sign + text
