"""Colour, gloss and relief at every visible point: skin, lips, brows, hair, garment, eyes, teeth, tongue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.synthetic.head import Part
from stadrn_core.synthetic.light import colour_array, dot, unit
from stadrn_core.synthetic.paint import CROWN_CENTRE_M
from stadrn_core.synthetic.score import both_sides
from stadrn_core.synthetic.surface import MASKS, garment_depth, hair_height, smoothstep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from stadrn_core.synthetic.paint import Appearance, Paint
    from stadrn_core.types import Float32Array, IntArray


@dataclass(frozen=True)
class Creases:
    """Folds that come with an expression, each 0–1: lines across the forehead, and between the brows."""

    forehead: float = 0.0
    glabella: float = 0.0

    @classmethod
    def of(cls, intensities: Mapping[str, float]) -> Creases:
        """The folds that facial actions bring."""
        inner = intensities.get("browInnerUp", 0.0)
        return cls(
            forehead=min(1.0, 0.8 * inner + 0.6 * both_sides(intensities, "browOuterUp")),
            glabella=min(1.0, both_sides(intensities, "browDown") + 0.45 * inner),
        )


class Materials:
    """What N visible points are made of.

    Attributes:
        albedo: (N, 3) float32.
        gloss: (N, 2) float32 strength of the wide and the narrow highlight.
        hair: (N,) float32 opacity of the hair on the head.
        garment: (N,) float32 0–1.
        is_flesh: (N,) bool, where light scatters below the surface.
    """

    def __init__(
        self,
        appearance: Appearance,
        paint: Paint,
        eye_centres: Float32Array,
        canonical: Float32Array,
        masks: Float32Array,
        part: IntArray,
        creases: Creases,
    ) -> None:
        self._appearance, self._canonical, self._creases = appearance, canonical, creases
        self._mask = {name: masks[:, index] for index, name in enumerate(MASKS)}
        self._is_skin = part == Part.SKIN
        face = paint.look_up_face(canonical)
        self._brow, self._mottling, self._pores, self._grain = face.T
        self._front = smoothstep(-canonical[:, 1], 0.02, 0.05)
        self._brow = self._brow * self._front * self._is_skin
        self._lip = smoothstep(self._mask["lips"], 0.25, 0.75)
        self._strand = paint.look_up_strands(canonical)
        self._collar_rib = np.zeros(len(canonical), dtype=np.float32)
        self._fold, self._fold_across, self._fold_up = self._folds()

        albedo = self._skin()
        height = hair_height(canonical) + 0.0018 * self._strand + 0.0014 * self._mottling
        bare = 1.0 - smoothstep(self._mask["ears"], 0.15, 0.4)
        self.hair: Float32Array = (smoothstep(height, -0.006, 0.012) * bare * self._is_skin).astype(np.float32)
        hair_colour = np.asarray(appearance.hair, dtype=np.float32)
        albedo = _mix(albedo, hair_colour * np.clip(1.0 + 0.30 * self._strand, 0.35, 2.0)[:, None], self.hair)
        depth = garment_depth(canonical)
        self.garment: Float32Array = (smoothstep(depth, -0.0004, 0.0004) * self._is_skin).astype(np.float32)
        albedo = _mix(albedo, self._cloth(depth), self.garment)
        # Skin right above the collar lies in its shadow.
        albedo = albedo * (1.0 - 0.35 * np.exp(-np.abs(depth) / 0.004) * (1 - self.garment) * self._is_skin)[:, None]
        self._paint_mouth(albedo, part)
        is_eye = part == Part.EYE
        albedo[is_eye] = eye_albedo(appearance, paint, eye_centres, canonical[is_eye])
        self.albedo: Float32Array = albedo.astype(np.float32)
        self.gloss: Float32Array = self._gloss(part)
        self.is_flesh = self._is_skin & (self.garment < 0.5) & (self.hair < 0.5)

    def _skin(self) -> Float32Array:
        x, _, z = self._canonical.T
        front, mottling = self._front, self._mottling
        albedo = np.asarray(self._appearance.skin, dtype=np.float32) * (1.0 + 0.035 * mottling)[:, None]
        flush = _spot(x, z, 0.037, 0.618, 0.017, 0.015) + 0.9 * _spot(x, z, 0.0, 0.612, 0.016, 0.013)
        flush = (
            0.55 * (flush + 0.5 * _spot(x, z, 0.0, 0.552, 0.014, 0.009)) * front
            + 0.8 * self._mask["ears"]
            + 0.12 * mottling * front
        )
        albedo = _tint(albedo, (1.02, 0.72, 0.70), np.clip(flush, 0, 1))
        tired = 0.6 * _spot(x, z, 0.026, 0.6375, 0.012, 0.0045) * front + 0.35 * self._mask["eyelids"]
        albedo = _tint(albedo, (0.80, 0.70, 0.74), np.clip(tired, 0, 1))
        beard = self._appearance.stubble * beard_area(self._canonical) * (1.0 - np.clip(2 * self._mask["lips"], 0, 1))
        albedo = _tint(albedo, (0.52, 0.55, 0.60), np.clip(beard * (0.45 + 0.55 * self._grain), 0, 1))
        albedo = _tint(albedo, (0.72, 0.60, 0.55), np.clip(self._fold, 0, 1))
        albedo = _mix(
            albedo,
            np.asarray(self._appearance.lips, dtype=np.float32) * (1.0 + 0.06 * self._pores)[:, None],
            0.9 * self._lip,
        )
        albedo = _mix(albedo, colour_array(0.20, 0.05, 0.045), smoothstep(self._mask["inside_mouth"], 0.45, 0.9))
        return _mix(albedo, np.asarray(self._appearance.hair, dtype=np.float32) * 0.9, 0.9 * self._brow)

    def _paint_mouth(self, albedo: Float32Array, part: IntArray) -> None:
        """Teeth and tongue; only the front teeth catch light."""
        is_teeth, is_tongue = part == Part.TEETH, part == Part.TONGUE
        front = np.exp(-((self._canonical[is_teeth, 0] / 0.0135) ** 4))
        albedo[is_teeth] = colour_array(0.60, 0.54, 0.45) * (0.06 + 0.94 * front)[:, None]
        albedo[is_tongue] = (0.30, 0.09, 0.085)

    def _folds(self) -> tuple[Float32Array, Float32Array, Float32Array]:
        """Depth (N,) of expression lines, and how they tilt the normal across (x) and up (z)."""
        x, _, z = self._canonical.T
        nothing = np.zeros(len(x), dtype=np.float32)
        depth, across, up = nothing, nothing.copy(), nothing.copy()
        where = self._front * self._is_skin
        if self._creases.forehead > 0:
            wander = 0.0007 * self._mottling
            for line_z, strength in ((0.6815, 0.8), (0.6905, 1.0), (0.7005, 0.75)):
                d = (z - line_z - wander + 0.0035 * np.cos(x / 0.021)) / 0.0014
                groove = self._creases.forehead * strength * where * np.exp(-((x / 0.033) ** 4) - d * d)
                depth, up = depth + 0.8 * groove, up + 0.75 * d * groove
        if self._creases.glabella > 0:
            centre = 0.0062 + 0.09 * np.clip(z - 0.658, -0.01, 0.02)
            d = (np.abs(x) - centre) / 0.0012
            groove = self._creases.glabella * where * np.exp(-(((z - 0.6605) / 0.0085) ** 4) - d * d)
            depth, across = depth + 0.8 * groove, across + 0.7 * np.sign(x) * d * groove
        return depth, across, up

    def _cloth(self, depth: Float32Array) -> Float32Array:
        x, y, _ = self._canonical.T
        around = np.arctan2(x, -(y + 0.005)) * 110.0
        # On the shoulders' gentle slope the same height would make a wider band.
        depth = depth + 0.45 * np.maximum(np.hypot(x, y + 0.01) - 0.074, 0.0)
        collar = 1.0 - smoothstep(depth, 0.0135, 0.0145)
        self._collar_rib = (collar * np.cos(around) * self.garment).astype(np.float32)
        cloth = np.asarray(self._appearance.garment, dtype=np.float32) * (1.0 + 0.05 * self._mottling)[:, None]
        seam = 0.45 * np.exp(-(((depth - 0.0142) / 0.0011) ** 2))
        shaded: Float32Array = (
            cloth * ((1.0 - collar * (0.12 + 0.35 * (0.5 + 0.5 * np.sin(around)))) * (1.0 - seam))[:, None]
        )
        return shaded

    def _gloss(self, part: IntArray) -> Float32Array:
        x, _, z = self._canonical.T
        oily = (
            0.55
            + 0.6 * _spot(x, z, 0.0, 0.625, 0.012, 0.03)
            + 0.45 * _spot(x, z, 0.0, 0.69, 0.04, 0.02)
            + 0.12 * self._pores
        )
        skin = np.stack([oily * (1 - 0.8 * self._brow), 0.35 * oily * (1 - self._brow)], axis=1)
        gloss = _mix(skin, colour_array(0.45, 0.55), self._lip) * ((1 - self.hair) * (1 - self.garment))[:, None]
        gloss[:, 0] += 0.10 * self.garment
        gloss[part == Part.TEETH] = (0.1, 0.3)
        gloss[part == Part.TONGUE] = (0.2, 0.2)
        gloss[part == Part.EYE] = 0.0
        return gloss.astype(np.float32)

    def bend(self, normal: Float32Array) -> Float32Array:
        """Unit normals (N, 3) with the relief of pores, folds, strands and ribbing."""
        x, y, _ = self._canonical.T
        around = unit(np.stack([-(y - CROWN_CENTRE_M[1]), x, np.zeros_like(x)], axis=1))
        bent = normal + (0.30 * self._strand * self.hair + 0.30 * self._collar_rib)[:, None] * around
        bare = (1 - self.hair) * (1 - self.garment)
        bent[:, 0] += 0.045 * self._pores * bare + self._fold_across
        bent[:, 2] += 0.022 * self._mottling * bare + self._fold_up
        return unit(bent.astype(np.float32))

    def strand_tangent(self, normal: Float32Array) -> Float32Array:
        """Unit direction (N, 3) of the hair strands: away from the crown along the surface, a little uneven."""
        x, y, z = (self._canonical - colour_array(*CROWN_CENTRE_M)).T
        flat = unit(np.stack([x * z, y * z, -(x * x + y * y)], axis=1).astype(np.float32))
        return unit(flat - dot(flat, normal)[:, None] * normal + 0.16 * self._strand[:, None] * normal)


def eye_albedo(
    appearance: Appearance, paint: Paint, eye_centres: Float32Array, canonical: Float32Array
) -> Float32Array:
    """Sclera, iris and pupil (N, 3) at canonical points of the eyeballs; the eye looks along -y there."""
    is_left = canonical[:, 0] > 0
    offset = canonical - np.where(is_left[:, None], eye_centres[0], eye_centres[1])
    x, z = offset[:, 0], offset[:, 2]
    radius = np.hypot(x, z)
    redness = np.clip((radius - 0.007) / 0.009, 0, 1)[:, None]
    sclera = colour_array(0.66, 0.61, 0.585) - redness * colour_array(0.10, 0.19, 0.19)
    ray = ((np.arctan2(z, x) / (2 * np.pi) + 0.5) * len(paint.iris)).astype(np.int64) % len(paint.iris)
    bright = 1.0 + 0.22 * paint.iris[ray] + 0.5 * smoothstep(-radius, -0.0046, -0.0026)
    iris = np.asarray(appearance.iris, dtype=np.float32) * np.clip(bright, 0.3, 2.0)[:, None]
    iris *= (1.0 - 0.75 * smoothstep(radius, 0.0050, 0.0064))[:, None]
    colour = _mix(sclera, iris, smoothstep(-radius, -0.0067, -0.0060))
    colour = _mix(colour, colour_array(0.004, 0.004, 0.004), smoothstep(-radius, -0.0027, -0.0023))
    # The upper lid and its lashes shade the top of the eyeball.
    shaded: Float32Array = (colour * (1.0 - 0.55 * smoothstep(z, 0.0005, 0.0052))[:, None]).astype(np.float32)
    return shaded


def beard_area(canonical: Float32Array) -> Float32Array:
    """Where a beard would grow (N,), 0–1."""
    x, y, z = canonical.T
    cheek_line = 0.592 + 0.55 * np.clip(np.abs(x) - 0.03, 0, 0.05)
    area = smoothstep(cheek_line - z, -0.006, 0.008) * smoothstep(-y, 0.03, 0.055)
    return (area * smoothstep(z - 0.1 * (y + 0.1), 0.528, 0.545)).astype(np.float32)


def _spot(
    x: Float32Array, z: Float32Array, centre_x: float, centre_z: float, width: float, height: float
) -> Float32Array:
    """A soft spot on both sides of the face."""
    spot: Float32Array = np.exp(-(((np.abs(x) - centre_x) / width) ** 2) - ((z - centre_z) / height) ** 2)
    return spot


def _mix(a: Float32Array, b: Float32Array, share: NDArray[np.floating]) -> Float32Array:
    mixed: Float32Array = a + (b - a) * share[:, None].astype(np.float32)
    return mixed


def _tint(albedo: Float32Array, factors: tuple[float, float, float], share: Float32Array) -> Float32Array:
    return _mix(albedo, albedo * colour_array(*factors), share)
