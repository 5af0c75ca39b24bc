"""Lamps and what their light does on skin, hair and eyes. Linear RGB; directions point from the scene to the lamp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadrn_core.types import Float32Array, Float64Array, IntArray

    BoolArray = NDArray[np.bool_]

Direction = tuple[float, float, float]
Colour = tuple[float, float, float]
"""Linear RGB."""


def colour_array(*rgb: float) -> Float32Array:
    """A colour as (3,) float32."""
    return np.array(rgb, dtype=np.float32)


@dataclass(frozen=True)
class Lamp:
    """A far light: from where it shines (need not have length 1) and its colour times strength."""

    towards: Direction
    colour: Colour

    def arrays(self) -> tuple[Float32Array, Float32Array]:
        """Unit direction (3,) and colour (3,), float32."""
        towards = np.asarray(self.towards, dtype=np.float32)
        return towards / np.linalg.norm(towards), np.asarray(self.colour, dtype=np.float32)


@dataclass(frozen=True)
class Lighting:
    """Key lamp (casts the shadows), fill and rim lamps, light from all around, and the wall's colour."""

    key: Lamp = Lamp((-0.66, -0.95, 0.70), (2.15, 2.00, 1.80))
    fill: Lamp = Lamp((0.95, -0.75, 0.12), (0.27, 0.31, 0.38))
    rim: Lamp = Lamp((0.80, 0.70, 0.50), (1.05, 1.12, 1.25))
    sky: Colour = (0.34, 0.37, 0.42)
    ground: Colour = (0.18, 0.15, 0.135)
    background: Colour = (0.105, 0.130, 0.140)
    exposure: float = 1.0


@dataclass(frozen=True)
class LitPoints:
    """Geometry at N visible points: everything (N, …) float32.

    Attributes:
        normal: (N, 3) unit.
        view: (N, 3) unit, towards the camera.
        shadow: (N,) share of the key lamp that arrives.
        openness: (N,) share of the sky that is seen.
    """

    normal: Float32Array
    view: Float32Array
    shadow: Float32Array
    openness: Float32Array

    def __getitem__(self, chosen: BoolArray) -> LitPoints:
        """The chosen points only."""
        return LitPoints(self.normal[chosen], self.view[chosen], self.shadow[chosen], self.openness[chosen])


def unit(vectors: Float32Array) -> Float32Array:
    """Vectors (N, 3) scaled to length 1."""
    length = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    scaled: Float32Array = vectors / np.maximum(length, 1e-12)[:, None]
    return scaled


def dot(a: Float32Array, b: Float32Array) -> Float32Array:
    """Row-wise scalar product (N,)."""
    product: Float32Array = np.einsum("ij,ij->i", a, b)
    return product


def lamp_frame(towards: Direction) -> tuple[Float64Array, Float64Array, Float64Array]:
    """Right, up and towards: an orthonormal frame of a camera that looks from the lamp."""
    axis = np.asarray(towards, dtype=np.float64)
    axis = axis / np.linalg.norm(axis)
    helper = np.array([0.0, 0.0, 1.0]) if abs(axis[2]) < 0.95 else np.array([0.0, 1.0, 0.0])
    right = np.cross(helper, axis)
    right /= np.linalg.norm(right)
    return right, np.cross(axis, right), axis


# Light wraps around the terminator, red furthest: a cheap likeness of scattering below the skin.
_WRAPS = (0.20, 0.08, 0.04)


def irradiance(points: LitPoints, light: Lighting) -> Float32Array:
    """Diffuse light (N, 3) at the points."""
    up = 0.5 + 0.5 * points.normal[:, 2:3]
    around = np.asarray(light.ground, dtype=np.float32) * (1 - up) + np.asarray(light.sky, dtype=np.float32) * up
    # Light that bounces inside a fold comes back red.
    total = around * np.stack([points.openness**0.8, points.openness**1.1, points.openness**1.2], axis=1)
    for lamp, reaches in ((light.key, points.shadow), (light.fill, points.openness), (light.rim, points.openness)):
        towards, colour = lamp.arrays()
        cosine = points.normal @ towards
        for channel, wrap in enumerate(_WRAPS):
            lit = np.clip((cosine + wrap) / (1 + wrap), 0, 1)
            total[:, channel] += (lit ** (1 + wrap)) * (colour[channel] * reaches)
    result: Float32Array = total.astype(np.float32)
    return result


def scatter(
    diffuse: Float32Array, pixels: IntArray, is_flesh: BoolArray, shape: tuple[int, int], px_per_mm: float
) -> Float32Array:
    """Blur the diffuse light (N, 3) over the flesh: red by 1.3 mm, green by 0.6 mm, blue not at all."""
    height, width = shape
    chosen = pixels[is_flesh]
    canvas = np.zeros((3, height * width), dtype=np.float32)
    canvas[0, chosen] = diffuse[is_flesh, 0]
    canvas[1, chosen] = diffuse[is_flesh, 1]
    canvas[2, chosen] = 1.0
    result = diffuse.copy()
    for channel, spread_mm in ((0, 1.3), (1, 0.6)):
        blurred = [
            cv2.GaussianBlur(canvas[k].reshape(height, width), (0, 0), spread_mm * px_per_mm) for k in (channel, 2)
        ]
        light, cover = (picture.reshape(-1)[chosen] for picture in blurred)
        result[is_flesh, channel] = light / np.maximum(cover, 1e-4)
    return result


def highlights(points: LitPoints, gloss: Float32Array, light: Lighting) -> Float32Array:
    """Mirrored light (N, 3): a wide and a narrow lobe (Blinn, 1977) of strengths ``gloss`` (N, 2)."""
    total = np.zeros_like(points.normal)
    facing = np.clip(dot(points.normal, points.view), 0, 1)
    grazing = 0.6 + 2.4 * (1 - facing) ** 4
    for lamp, reaches in (
        (light.key, points.shadow),
        (light.fill, points.openness * 0.6),
        (light.rim, points.openness),
    ):
        towards, colour = lamp.arrays()
        cosine = np.clip(dot(points.normal, unit(points.view + towards)), 0, 1)
        lit = np.sqrt(np.clip(points.normal @ towards, 0, 1)) * reaches
        strength = (0.085 * gloss[:, 0] * cosine**18 + 0.16 * gloss[:, 1] * cosine**70) * grazing * lit
        total += strength[:, None] * colour
    return total


def eye_glint(points: LitPoints, light: Lighting) -> Float32Array:
    """The lamps' reflections (N, 3) on the wet eye."""
    total = np.zeros_like(points.normal)
    for lamp, sharpness, share in ((light.key, 900.0, 1.7), (light.fill, 260.0, 0.12)):
        towards, colour = lamp.arrays()
        cosine = np.clip(dot(points.normal, unit(points.view + towards)), 0, 1)
        total += (share * cosine**sharpness)[:, None] * colour
    return total


def strand_shine(points: LitPoints, tangent: Float32Array, light: Lighting) -> Float32Array:
    """Highlights of hair (N, 3), brightest where strand and half vector are square (Kajiya and Kay, 1989)."""
    total = np.zeros_like(points.normal)
    for lamp, reaches in ((light.key, points.shadow), (light.rim, np.float32(1.0)), (light.fill, np.float32(0.5))):
        towards, colour = lamp.arrays()
        along = dot(tangent, unit(points.view + towards))
        lit = np.clip(points.normal @ towards * 0.8 + 0.2, 0, 1) * reaches * points.openness
        square = 1 - along**2
        total += ((0.014 * square**8 + 0.030 * square**40) * lit)[:, None] * colour * colour_array(1.0, 0.80, 0.60)
    return total
