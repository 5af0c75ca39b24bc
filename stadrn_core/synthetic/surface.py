"""What the head looks like: a refined mesh with paint that stays on the skin when the face moves.

Paint is placed in canonical coordinates (the average head, in metres), so one description fits every identity. Hair and garment are the body's own
surface, lifted along its normals. All colours are linear RGB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.synthetic.head import Part
from stadrn_core.synthetic.subdivision import catmull_clark

if TYPE_CHECKING:
    from stadrn_core.synthetic.head import Head
    from stadrn_core.types import Float32Array, Float64Array, IntArray

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Appearance:
    """Colours (linear RGB, 0–1) and grooming.

    Attributes:
        skin: albedo of the cheek-free skin.
        lips: albedo of the lips.
        hair: albedo of hair and brows.
        iris: colour of the iris.
        garment: colour of the pullover.
        stubble: 0 (none) to 1 (a day's beard).
        seed: of mottling, brow hairs and strands.
    """

    skin: Colour = (0.57, 0.335, 0.245)
    lips: Colour = (0.46, 0.185, 0.165)
    hair: Colour = (0.055, 0.032, 0.02)
    iris: Colour = (0.16, 0.25, 0.27)
    garment: Colour = (0.035, 0.085, 0.13)
    stubble: float = 0.35
    seed: int = 1


@dataclass(frozen=True)
class Surface:
    """A painted, refined mesh.

    Attributes:
        triangles: (T, 3) int64.
        triangle_parts: (T,) int64 of ``Part``.
        canonical: (V', 3) float32 place on the average head.
        masks: (V', 5) float32 in the order of ``MASKS``.
        lift_m: (V',) float64 thickness of hair or garment.
        eye_axes: (2, 2, 3) float64 canonical centre and radius (repeated) of the left and the right eye.
    """

    triangles: IntArray
    triangle_parts: IntArray
    canonical: Float32Array
    masks: Float32Array
    lift_m: Float64Array
    eyes: tuple[Eye, Eye]
    operator: object

    def refine(self, coarse: Float64Array) -> tuple[Float64Array, Float64Array]:
        """Refined vertices and unit normals, both (V', 3) float64, of a deformed head."""
        vertices = self.operator @ coarse
        lifted = vertices + vertex_normals(vertices, self.triangles) * self.lift_m[:, None]
        return lifted, vertex_normals(lifted, self.triangles)


MASKS = ("lips", "eyelids", "ears", "inside_mouth", "lash_tip")


@dataclass(frozen=True)
class Eye:
    """An eyeball on the average head: centre (3,) and radius in metres."""

    centre: Float64Array
    radius_m: float


def make_surface(head: Head) -> Surface:
    """Refine a head's mesh once and find where hair and garment lie."""
    subdivision = catmull_clark(head.quads, len(head.canonical))
    quads = subdivision.quads
    parts = np.repeat(head.parts, 4)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    canonical = subdivision.apply(head.canonical)
    masks = subdivision.apply(np.stack([head.masks[name] for name in MASKS], axis=1))
    is_skin = np.zeros(len(canonical), dtype=bool)
    is_skin[quads[parts == Part.SKIN]] = True
    hair = hair_height(canonical) * (1.0 - np.clip(2.5 * masks[:, MASKS.index("ears")], 0, 1))
    lift = 0.0165 * smoothstep(hair, 0.0, 0.035) + 0.008 * smoothstep(canonical[:, 2], 0.71, 0.755) * smoothstep(hair, 0.0, 0.03)
    below = garment_depth(canonical)
    lift += 0.0045 * smoothstep(below, 0.0, 0.005) + 0.004 * smoothstep(below, 0.02, 0.08)
    eyes = []
    for side in (1.0, -1.0):
        own = np.unique(head.quads[(head.parts == Part.EYE) & (head.canonical[head.quads, 0].mean(axis=1) * side > 0)])
        points = head.canonical[own]
        centre = (points.max(axis=0) + points.min(axis=0)) / 2
        eyes.append(Eye(centre=centre, radius_m=float(np.ptp(points[:, 2]) / 2)))
    return Surface(
        triangles=triangles,
        triangle_parts=np.concatenate([parts, parts]),
        canonical=canonical.astype(np.float32),
        masks=np.clip(masks, 0, 1).astype(np.float32),
        lift_m=lift * is_skin,
        eyes=(eyes[0], eyes[1]),
        operator=subdivision.operator,
    )


def vertex_normals(vertices: Float64Array, triangles: IntArray) -> Float64Array:
    """Unit normals (V, 3): area-weighted mean over the triangles at each vertex."""
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    normals = np.cross(b - a, c - a)
    total = np.stack(
        [
            sum(np.bincount(triangles[:, k], weights=normals[:, axis], minlength=len(vertices)) for k in range(3))
            for axis in range(3)
        ],
        axis=1,
    )
    unit: Float64Array = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-20)
    return unit


def smoothstep(x: np.ndarray, low: float, high: float) -> np.ndarray:
    """0 below ``low``, 1 above ``high``, smooth between."""
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


_HAIRLINE_DEGREES = np.array([0, 20, 35, 46, 56, 64, 70, 75, 80, 86, 95, 106, 116, 130, 180.0])
_HAIRLINE_Z_M = np.array([0.723, 0.7225, 0.7165, 0.706, 0.693, 0.672, 0.648, 0.628, 0.634, 0.652, 0.658, 0.645, 0.618, 0.592, 0.585])


def hair_height(canonical: np.ndarray) -> np.ndarray:
    """How far (metres, about) above the hairline a canonical point lies; negative on bare skin."""
    azimuth = np.degrees(np.arctan2(np.abs(canonical[:, 0]), -(canonical[:, 1] + 0.035)))
    return canonical[:, 2] - np.interp(azimuth, _HAIRLINE_DEGREES, _HAIRLINE_Z_M).astype(canonical.dtype)


def garment_depth(canonical: np.ndarray) -> np.ndarray:
    """How far (metres, about) below the collar a canonical point lies; negative on bare skin."""
    return 0.488 + 0.38 * (canonical[:, 1] + 0.058) - canonical[:, 2]


@dataclass(frozen=True)
class Paint:
    """Pictures that are looked up on the surface.

    Attributes:
        face: (R, C, 4) float32 seen from the front: brow hair opacity, mottling (about 0 ± 1), pores (0 ± 1), stubble grain (0–1).
        strands: (R, C) float32 hair strands (0 ± 1): rows along the strand, columns around the crown.
        iris: (C,) float32 brightness of the iris's rays around the pupil.
    """

    face: Float32Array
    strands: Float32Array
    iris: Float32Array

    def look_up_face(self, canonical: Float32Array) -> Float32Array:
        """The face picture at canonical points (N, 3): (N, 4)."""
        column = (canonical[:, 0] + FACE_HALF_WIDTH_M) / FACE_STEP_M
        row = (FACE_TOP_M - canonical[:, 2]) / FACE_STEP_M
        return _look_up(self.face, column, row, cv2.BORDER_REFLECT)

    def look_up_strands(self, canonical: Float32Array) -> Float32Array:
        """Strand pattern (N,) at canonical points (N, 3)."""
        x, y, z = canonical[:, 0], canonical[:, 1] - 0.015, canonical[:, 2] - 0.655
        around = (np.arctan2(x, -y) / (2 * np.pi) + 0.5) * self.strands.shape[1]
        along = np.arctan2(np.hypot(x, y), np.maximum(z, -0.2)) / np.pi * self.strands.shape[0]
        return _look_up(self.strands, around.astype(np.float32), along.astype(np.float32), cv2.BORDER_WRAP)


FACE_STEP_M = 0.00016
FACE_HALF_WIDTH_M = 0.085
FACE_TOP_M = 0.77
_FACE_BOTTOM_M = 0.50


def _look_up(picture: Float32Array, column: Float32Array, row: Float32Array, border: int) -> Float32Array:
    # cv2.remap wants maps with fewer than 32,768 rows and columns: fold the list of points into a rectangle.
    width = 4096
    count = len(column)
    height = -(-count // width)
    maps = np.zeros((2, height * width), dtype=np.float32)
    maps[0, :count], maps[1, :count] = column, row
    values = cv2.remap(picture, maps[0].reshape(height, width), maps[1].reshape(height, width), cv2.INTER_LINEAR, borderMode=border)
    flat: Float32Array = values.reshape(height * width, -1)[:count]
    return flat if picture.ndim == 3 else flat[:, 0]


def make_paint(appearance: Appearance) -> Paint:
    """Draw the pictures; the same seed draws the same."""
    rng = np.random.default_rng(appearance.seed)
    rows, columns = round((FACE_TOP_M - _FACE_BOTTOM_M) / FACE_STEP_M), round(2 * FACE_HALF_WIDTH_M / FACE_STEP_M)
    brows = _draw_brows(rng, rows, columns)
    mottling = _noise(rng, rows, columns, 60.0) + 0.7 * _noise(rng, rows, columns, 18.0) + 0.4 * _noise(rng, rows, columns, 6.0)
    pores = _noise(rng, rows, columns, 2.2) + 0.8 * _noise(rng, rows, columns, 5.0)
    grain = np.clip(0.5 + 0.5 * _noise(rng, rows, columns, 1.6), 0, 1)
    face = np.stack([brows, mottling, pores, grain], axis=2).astype(np.float32)
    strands = np.zeros((256, 2048), dtype=np.float32)
    for across, along, weight in ((1.6, 14.0, 1.0), (5.0, 30.0, 0.8), (16.0, 24.0, 0.6)):
        strands += weight * _wrapped_noise(rng, 256, 2048, along, across)
    iris = _wrapped_noise(rng, 1, 512, 0.01, 3.0)[0] + 0.6 * _wrapped_noise(rng, 1, 512, 0.01, 9.0)[0]
    return Paint(face=face, strands=strands / strands.std(), iris=iris.astype(np.float32))


def _noise(rng: np.random.Generator, rows: int, columns: int, sigma_px: float) -> np.ndarray:
    """Smooth noise with mean 0 and standard deviation 1; drawn small where it is smooth anyway."""
    shrink = max(1, int(sigma_px / 2))
    small = rng.standard_normal((-(-rows // shrink), -(-columns // shrink))).astype(np.float32)
    small = cv2.GaussianBlur(small, (0, 0), sigma_px / shrink)
    picture = cv2.resize(small, (columns, rows), interpolation=cv2.INTER_CUBIC)
    return picture / picture.std()


def _wrapped_noise(rng: np.random.Generator, rows: int, columns: int, sigma_rows: float, sigma_columns: float) -> np.ndarray:
    """Stretched noise that repeats without a seam along its columns."""
    raw = rng.standard_normal((rows, columns)).astype(np.float32)
    frequency_r, frequency_c = np.fft.fftfreq(rows)[:, None], np.fft.fftfreq(columns)[None]
    gauss = np.exp(-2 * np.pi**2 * ((sigma_rows * frequency_r) ** 2 + (sigma_columns * frequency_c) ** 2))
    smooth = np.fft.ifft2(np.fft.fft2(raw) * gauss).real
    return (smooth / smooth.std()).astype(np.float32)


def _draw_brows(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    """Opacity (rows, columns) of both brows, hair by hair."""
    shift_bits = 4
    canvas = np.zeros((rows, columns), dtype=np.float32)
    knots_x, knots_z = np.array([0.0105, 0.020, 0.034, 0.043, 0.0515]), np.array([0.6605, 0.6645, 0.6685, 0.6675, 0.6625])
    half_thickness = np.array([0.0036, 0.0042, 0.0036, 0.0026, 0.0010])
    lean_degrees = np.array([78, 50, 22, -8, -28])
    for side in (1.0, -1.0):
        layer = np.zeros((rows, columns), dtype=np.uint8)
        for _ in range(420):
            x = rng.uniform(0.0098, 0.0515)
            across = rng.normal(0.0, 0.45)
            z = np.interp(x, knots_x, knots_z) + np.clip(across, -1, 1) * np.interp(x, knots_x, half_thickness)
            lean = np.radians(np.interp(x, knots_x, lean_degrees) - 14 * across + rng.normal(0, 7))
            length = rng.uniform(0.0035, 0.0065)
            ends = np.array([[x, z], [x + length * np.cos(lean), z + length * np.sin(lean)]])
            points = np.stack([(side * ends[:, 0] + FACE_HALF_WIDTH_M) / FACE_STEP_M, (FACE_TOP_M - ends[:, 1]) / FACE_STEP_M], axis=1)
            start, end = (tuple(int(v) for v in p) for p in np.round(points * 2**shift_bits))
            hair = np.zeros_like(layer)
            top, bottom = int(points[:, 1].min()) - 4, int(points[:, 1].max()) + 5
            cv2.line(hair, start, end, int(rng.uniform(120, 230)), 2, cv2.LINE_AA, shift_bits)
            band = slice(top, bottom)
            layer[band] = np.maximum(layer[band], hair[band])
        canvas = np.maximum(canvas, layer / 255.0)
    soft = cv2.GaussianBlur(canvas, (0, 0), 9.0)
    return np.clip(0.9 * cv2.GaussianBlur(canvas, (0, 0), 0.8) + 0.75 * soft, 0, 1).astype(np.float32)
