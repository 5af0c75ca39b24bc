"""Colour tables with 256 steps: sequential ones from matplotlib, diverging ones made here, even in Oklab."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from stadrn_core.types import Float64Array, UInt8Array

SequentialName = Literal["inferno", "cividis", "viridis", "jet"]
SEQUENTIAL_NAMES: tuple[SequentialName, ...] = ("inferno", "cividis", "viridis", "jet")
SIGNED_NAME = "signed"
GUIDED_NAME = "guided"
MAGNITUDE_NAME = "grey"

# sRGB stops from the lowest to the highest value; the middle one is the neutral grey of 0.
_DIVERGING_STOPS: dict[str, tuple[str, ...]] = {
    SIGNED_NAME: ("#0b3c8c", "#3f87d9", "#b9b9b9", "#e58a2b", "#8f3a00"),
    GUIDED_NAME: ("#00f0ff", "#808080", "#fff200"),
}


@cache
def colour_table(name: str) -> UInt8Array:
    """The colours of a scale from its lowest to its highest value.

    Args:
        name: ``inferno``, ``cividis``, ``viridis``, ``jet``, ``grey`` (sequential), ``signed`` (blue below 0, orange
            above) or ``guided`` (cyan below 0, yellow above). In the last two the middle entries are a neutral grey,
            for values around 0 between symmetric limits.

    Returns:
        (256, 3) uint8 sRGB, read-only.
    """
    if name in _DIVERGING_STOPS:
        table = _diverging(_DIVERGING_STOPS[name])
    elif name == MAGNITUDE_NAME:
        table = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    elif name in SEQUENTIAL_NAMES:
        # Takes a third of a second the first time, which a window that shows no map yet should not pay.
        from matplotlib import colormaps

        table = (colormaps[name](np.arange(256))[:, :3] * 255 + 0.5).astype(np.uint8)
    else:
        known = (*SEQUENTIAL_NAMES, MAGNITUDE_NAME, *_DIVERGING_STOPS)
        raise ValueError(f"colour table must be one of {known}, got {name!r}")
    table.setflags(write=False)
    return table


def _diverging(stops: tuple[str, ...]) -> UInt8Array:
    """A table through ``stops``, even in Oklab; entries 127 and 128 are both the middle stop, the neutral grey of 0."""
    srgb = np.array([[int(stop[i : i + 2], 16) for i in (1, 3, 5)] for stop in stops], dtype=np.float64) / 255
    colours = _oklab(srgb)
    middle = (len(stops) - 1) / 2
    half = np.linspace(0.0, middle, 128)
    where = np.concatenate([half, len(stops) - 1 - half[::-1]])
    lab = np.stack([np.interp(where, np.arange(len(stops)), colours[:, i]) for i in range(3)], axis=1)
    return np.asarray(np.clip(_srgb(lab) * 255 + 0.5, 0, 255), dtype=np.uint8)


# Björn Ottosson, "A perceptual color space for image processing" (2020): linear sRGB → cone responses → Oklab.
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def _oklab(srgb: Float64Array) -> Float64Array:
    """(n, 3) sRGB in 0–1 → Oklab."""
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T)


def _srgb(lab: Float64Array) -> Float64Array:
    """(n, 3) Oklab → sRGB in 0–1, clipped to the gamut."""
    cones = (lab @ np.linalg.inv(_TO_LAB).T) ** 3
    linear = np.clip(cones @ np.linalg.inv(_TO_CONES).T, 0.0, 1.0)
    return np.asarray(np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055))
