"""Colours, and the pictures that are looked up on the skin: brows, mottling, pores, stubble, hair strands, iris.

Paint is placed in canonical coordinates (the average head, in metres), so one description fits every identity and
stays on the skin when the face moves. Colours are linear RGB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.synthetic.light import colour_array

if TYPE_CHECKING:
    from stadrn_core.synthetic.light import Colour
    from stadrn_core.types import Float32Array, Float64Array, UInt8Array


@dataclass(frozen=True)
class Appearance:
    """Colours (linear RGB, 0–1) and grooming.

    Attributes:
        skin: albedo of plain skin; cheeks, nose and ears are redder.
        lips: albedo of the lips.
        hair: albedo of hair and brows.
        iris: colour of the iris.
        garment: colour of the pullover.
        stubble: 0 (none) to 1 (a day's beard).
        brow_thickness: 1 is ordinary; brows are wider and denser above.
        seed: of mottling, brow hairs and strands.
    """

    skin: Colour = (0.55, 0.31, 0.215)
    lips: Colour = (0.43, 0.145, 0.13)
    hair: Colour = (0.034, 0.019, 0.0115)
    iris: Colour = (0.075, 0.105, 0.10)
    garment: Colour = (0.030, 0.070, 0.105)
    stubble: float = 0.5
    brow_thickness: float = 1.0
    seed: int = 1


CROWN_CENTRE_M = (0.0, 0.015, 0.655)
"""Middle of the skull on the average head; strands run away from the point above it."""
_FACE_STEP_M = 0.00016
_FACE_HALF_WIDTH_M = 0.085
_FACE_TOP_M = 0.77
_FACE_BOTTOM_M = 0.50


@dataclass(frozen=True)
class Paint:
    """The pictures.

    Attributes:
        face: (R, C, 4) float32 seen from the front: brow opacity, mottling (about 0 ± 1), pores (0 ± 1), stubble (0–1).
        strands: (R, C) float32 hair strands (0 ± 1): rows along the strand, columns around the crown.
        iris: (C,) float32 brightness of the iris's rays around the pupil.
        step_m: side of a pixel of ``face``.
    """

    face: Float32Array
    strands: Float32Array
    iris: Float32Array
    step_m: float = _FACE_STEP_M

    def look_up_face(self, canonical: Float32Array) -> Float32Array:
        """The face picture's four values (N, 4) at canonical points (N, 3)."""
        column = (canonical[:, 0] + _FACE_HALF_WIDTH_M) / self.step_m
        row = (_FACE_TOP_M - canonical[:, 2]) / self.step_m
        return _look_up(self.face, column, row, cv2.BORDER_REFLECT)

    def look_up_strands(self, canonical: Float32Array) -> Float32Array:
        """Strand pattern (N,) at canonical points (N, 3)."""
        x, y, z = (canonical - colour_array(*CROWN_CENTRE_M)).T
        around = (np.arctan2(x, -y) / (2 * np.pi) + 0.5) * self.strands.shape[1]
        along = np.arctan2(np.hypot(x, y), np.maximum(z, -0.2)) / np.pi * self.strands.shape[0]
        return _look_up(self.strands[..., None], around, along, cv2.BORDER_WRAP)[:, 0]


def make_paint(appearance: Appearance, coarseness: float = 1.0) -> Paint:
    """Draw the pictures; the same seed draws the same.

    Args:
        appearance: its seed and brows.
        coarseness: 2 draws with a quarter of the pixels, in a quarter of the time, and other details.
    """
    rng = np.random.default_rng(appearance.seed)
    step_m = _FACE_STEP_M * coarseness
    rows = round((_FACE_TOP_M - _FACE_BOTTOM_M) / step_m)
    columns = round(2 * _FACE_HALF_WIDTH_M / step_m)

    def noise(sigma_px: float) -> Float32Array:
        return _noise(rng, rows, columns, sigma_px / coarseness)

    brows = _draw_brows(rng, rows, columns, step_m, appearance.brow_thickness)
    mottling = noise(60.0) + 0.7 * noise(18.0) + 0.4 * noise(6.0)
    pores = noise(2.2) + 0.8 * noise(5.0)
    grain = np.clip(0.5 + 0.5 * noise(1.6), 0, 1)
    iris = _wrapped_noise(rng, 1, 512, 0.01, 3.0)[0] + 0.6 * _wrapped_noise(rng, 1, 512, 0.01, 9.0)[0]
    return Paint(
        face=np.stack([brows, mottling, pores, grain], axis=2).astype(np.float32),
        strands=_draw_strands(rng, round(512 / coarseness), round(4096 / coarseness), coarseness),
        iris=iris.astype(np.float32),
        step_m=step_m,
    )


def _look_up(picture: Float32Array, column: Float32Array, row: Float32Array, border: int) -> Float32Array:
    """Values (N, C) of a picture (R, C', C) at the points; beyond its edge as ``border`` says."""
    # cv2.remap takes maps of fewer than 32,768 rows and columns: fold the list of points into a rectangle.
    width, count = 4096, len(column)
    height = -(-count // width)
    maps = np.zeros((2, height * width), dtype=np.float32)
    maps[0, :count], maps[1, :count] = column, row
    across, down = maps.reshape(2, height, width)
    values = cv2.remap(picture, across, down, cv2.INTER_LINEAR, borderMode=border)
    flat: Float32Array = values.astype(np.float32).reshape(height * width, -1)[:count]
    return flat


def _noise(rng: np.random.Generator, rows: int, columns: int, sigma_px: float) -> Float32Array:
    """Smooth noise with standard deviation 1; drawn small where it is smooth anyway."""
    shrink = max(1, int(sigma_px / 2))
    small = rng.standard_normal((-(-rows // shrink), -(-columns // shrink))).astype(np.float32)
    blurred = cv2.GaussianBlur(small, (0, 0), sigma_px / shrink)
    picture: Float32Array = cv2.resize(blurred, (columns, rows), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    scaled: Float32Array = picture / picture.std()
    return scaled


def _wrapped_noise(
    rng: np.random.Generator, rows: int, columns: int, sigma_rows: float, sigma_columns: float
) -> Float32Array:
    """Stretched noise that repeats without a seam along its columns."""
    raw = rng.standard_normal((rows, columns)).astype(np.float32)
    down, across = np.fft.fftfreq(rows)[:, None], np.fft.rfftfreq(columns)[None]
    gauss = np.exp(-2 * np.pi**2 * ((sigma_rows * down) ** 2 + (sigma_columns * across) ** 2)).astype(np.float32)
    smooth = np.fft.irfft2(np.fft.rfft2(raw) * gauss, s=raw.shape)
    scaled: Float32Array = (smooth / smooth.std()).astype(np.float32)
    return scaled


def _draw_strands(rng: np.random.Generator, rows: int, columns: int, coarseness: float) -> Float32Array:
    """Strands that start at the crown and wander sideways, standard deviation 1."""

    def noise(along: float, across: float) -> Float32Array:
        return _wrapped_noise(rng, rows, columns, along / coarseness, across / coarseness)

    straight = np.zeros((rows, columns), dtype=np.float32)
    for across, along, weight in ((2.8, 9.0, 0.9), (8.0, 16.0, 1.0), (24.0, 22.0, 0.45)):
        straight += np.float32(weight) * noise(along, across)
    wander = 75.0 / coarseness * noise(60.0, 170.0)
    wander += 16.0 / coarseness * noise(26.0, 40.0)
    row, column = np.mgrid[0:rows, 0:columns].astype(np.float32)
    swept = np.mod(column + wander + 1.1 * row, columns - 1).astype(np.float32)
    combed: Float32Array = cv2.remap(straight, swept, row, cv2.INTER_LINEAR).astype(np.float32)
    scaled: Float32Array = combed / combed.std()
    return scaled


# A brow from the nose outwards: where its middle runs, how thick it is, how its hairs lean.
_BROW_X_M = np.array([0.0105, 0.020, 0.034, 0.043, 0.0515])
_BROW_Z_M = np.array([0.6605, 0.6645, 0.6685, 0.6675, 0.6625])
_BROW_HALF_THICKNESS_M = np.array([0.0036, 0.0042, 0.0036, 0.0026, 0.0010])
_BROW_LEAN_DEGREES = np.array([78.0, 50.0, 22.0, -8.0, -28.0])
_BROW_HAIRS = 330


def _draw_brows(rng: np.random.Generator, rows: int, columns: int, step_m: float, thickness: float) -> Float32Array:
    """Opacity (rows, columns) of both brows, hair by hair."""
    count = 2 * round(_BROW_HAIRS * thickness)
    side = np.repeat((1.0, -1.0), count // 2)
    x, across = rng.uniform(0.0098, 0.0515, count), rng.normal(0.0, 0.5, count)
    z = np.interp(x, _BROW_X_M, _BROW_Z_M)
    z += np.clip(across, -1, 1) * thickness * np.interp(x, _BROW_X_M, _BROW_HALF_THICKNESS_M)
    lean = np.radians(np.interp(x, _BROW_X_M, _BROW_LEAN_DEGREES) - 14 * across + rng.normal(0, 7, count))
    length = rng.uniform(0.0035, 0.0065, count)
    ends_m = np.array([[x, z], [x + length * np.cos(lean), z + length * np.sin(lean)]])
    column, row = (side * ends_m[:, 0] + _FACE_HALF_WIDTH_M) / step_m, (_FACE_TOP_M - ends_m[:, 1]) / step_m
    ends_px = np.stack([column, row], axis=2).transpose(1, 0, 2)
    layer = np.zeros((rows, columns), dtype=np.uint8)
    opacities, is_thick = rng.uniform(90, 235, count).astype(int), rng.random(count) < 0.5
    for ends, opacity, thick in zip(ends_px, opacities.tolist(), is_thick.tolist(), strict=True):
        _draw_hair(layer, ends, opacity, 1 + thick)
    sharp = layer.astype(np.float32) / 255
    coarseness = step_m / _FACE_STEP_M
    soft = cv2.GaussianBlur(sharp, (0, 0), 9.0 / coarseness)
    opacity_map = 0.85 * cv2.GaussianBlur(sharp, (0, 0), 0.7 / coarseness) + 0.55 * soft
    return np.clip(opacity_map, 0, 1).astype(np.float32)


def _draw_hair(layer: UInt8Array, ends_px: Float64Array, opacity: int, thickness_px: int) -> None:
    """One hair between two points; where hairs cross, the darker one is kept."""
    shift_bits = 4
    corner = np.maximum(ends_px.min(axis=0).astype(int) - 4, 0)
    right, bottom = ends_px.max(axis=0).astype(int) + 5
    box = layer[corner[1] : bottom, corner[0] : right]
    band = np.zeros_like(box)
    start, end = np.rint((ends_px - corner) * 2**shift_bits).astype(int).tolist()
    cv2.line(band, start, end, opacity, thickness_px, cv2.LINE_AA, shift_bits)
    np.maximum(box, band, out=box)
