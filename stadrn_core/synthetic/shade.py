"""From a deformed head to a picture: camera, shadows, shading, lashes, background.

All light is linear RGB. ``RenderQuality`` tells how much larger a picture is drawn before it is
averaged down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.synthetic.head import Part
from stadrn_core.synthetic.light import (
    LitPoints,
    eye_glint,
    highlights,
    irradiance,
    scatter,
    strand_shine,
    unit,
)
from stadrn_core.synthetic.materials import Creases, Materials
from stadrn_core.synthetic.occlusion import Scene, key_shadow, sky_openness
from stadrn_core.synthetic.paint import make_paint
from stadrn_core.synthetic.quality import FILM, RenderQuality
from stadrn_core.synthetic.rasterize import Fragments, rasterize
from stadrn_core.synthetic.surface import MASKS, make_surface

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stadrn_core.synthetic.head import Head
    from stadrn_core.synthetic.light import Colour, Lighting
    from stadrn_core.synthetic.paint import Appearance
    from stadrn_core.synthetic.surface import Surface
    from stadrn_core.types import Float32Array, Float64Array


@dataclass(frozen=True)
class Camera:
    """A pinhole camera looking along +y.

    Attributes:
        width: picture width in px.
        height: picture height in px.
        distance_m: from the camera to the plane through ``look_at``.
        view_height_m: how much of that plane the picture's height shows.
        look_at: (x, y, z) offset in metres of the picture's centre from the point between the eyes.
    """

    width: int = 640
    height: int = 480
    distance_m: float = 1.25
    view_height_m: float = 0.345
    look_at: tuple[float, float, float] = (0.0, 0.07, -0.028)

    def project(self, points: Float64Array, centre: Float64Array, scale: int = 1) -> tuple[Float64Array, Float64Array]:
        """Pixel positions (N, 2) and depths (N,) of points (N, 3), for a picture ``scale`` times as large."""
        local = points - (centre + np.asarray(self.look_at))
        depth = local[:, 1] + self.distance_m
        focal = scale * self.height / self.view_height_m * self.distance_m
        column = scale * self.width / 2 + focal * local[:, 0] / depth
        row = scale * self.height / 2 - focal * local[:, 2] / depth
        return np.stack([column, row], axis=1), depth

    def place(self, centre: Float64Array) -> Float64Array:
        """Where the camera stands (3,)."""
        place: Float64Array = centre + np.asarray(self.look_at) - np.array([0.0, self.distance_m, 0.0])
        return place


@dataclass(frozen=True)
class Picture:
    """A rendered frame and what is known of it.

    Attributes:
        linear_rgb: (H, W, 3) float32 in 0–1, tone-mapped but not yet sRGB.
        vertices: (V', 3) float64 refined vertices that were drawn.
        points_px: (V', 2) float64 where they lie in the picture.
    """

    linear_rgb: Float32Array
    vertices: Float64Array
    points_px: Float64Array


@dataclass(frozen=True)
class HeadSurface:
    """What all heads of one ``HeadModel`` share, so that a data set computes it once.

    Attributes:
        surface: the refined mesh.
        openness: (V',) float32 share of the sky that each vertex of the resting average head sees.
    """

    surface: Surface
    openness: Float32Array


def head_surface(head: Head, quality: RenderQuality = FILM) -> HeadSurface:
    """Refine the mesh and find where little light comes on the average head."""
    surface = make_surface(head)
    middle = np.asarray(head.canonical[np.unique(head.quads[head.parts == Part.EYE])].mean(axis=0)) + _SCENE_OFFSET_M
    scene = Scene(surface.triangles[surface.triangle_parts != Part.LASH], middle)
    vertices, normals = surface.refine(head.canonical)
    return HeadSurface(surface, sky_openness(scene, vertices, normals, quality))


class Renderer:
    """Draws one head. Construction (seconds) refines the mesh, draws the paint and finds where little light comes.

    Args:
        head: who.
        appearance: colours and grooming.
        camera: view and size.
        lighting: lamps.
        quality: how finely.
        shared: what other heads of the same model computed already; None computes it for this very head.
        background: (H, W, 3) float32 linear light behind the head, at the picture's size; None draws a calm wall.
    """

    def __init__(
        self,
        head: Head,
        appearance: Appearance,
        camera: Camera,
        lighting: Lighting,
        quality: RenderQuality = FILM,
        shared: HeadSurface | None = None,
        background: Float32Array | None = None,
    ) -> None:
        self._head, self._appearance, self._camera, self._lighting = head, appearance, camera, lighting
        self._quality = quality
        self._surface = make_surface(head) if shared is None else shared.surface
        self._paint = make_paint(appearance, quality.paint_coarseness)
        size = (camera.width * quality.supersampling, camera.height * quality.supersampling)
        self._background = (
            wall(*size, lighting.background)
            if background is None
            else np.asarray(cv2.resize(background, size, interpolation=cv2.INTER_LINEAR), np.float32)
        )
        is_lash = self._surface.triangle_parts == Part.LASH
        self._solid = self._surface.triangles[~is_lash]
        self._solid_parts = self._surface.triangle_parts[~is_lash]
        self._lashes = self._surface.triangles[is_lash]
        self._scene = Scene(self._solid, head.centre + _SCENE_OFFSET_M)
        if shared is None:
            neutral, normals = self._surface.refine(head.neutral)
            self._openness = sky_openness(self._scene, neutral, normals, quality)
        else:
            self._openness = shared.openness

    def render(
        self, vertices: Float64Array, intensities: Mapping[str, float] | None = None, lighting: Lighting | None = None
    ) -> Picture:
        """Draw the head.

        Args:
            vertices: (V, 3) coarse vertices from ``Head.deform``.
            intensities: the same facial actions, for the creases they bring.
            lighting: other light than at construction; the background stays.
        """
        light = lighting or self._lighting
        camera = self._camera
        fine, normals = self._surface.refine(vertices)
        finer = self._quality.supersampling
        shape = (camera.height * finer, camera.width * finer)
        points, depth = camera.project(fine, self._head.centre, finer)
        fragments = rasterize(points, depth, self._solid, shape[1], shape[0])
        canvas = self._background.reshape(-1, 3).copy()
        canvas[fragments.pixels] = self._shade(fragments, fine, normals, light, Creases.of(intensities or {}), shape)
        self._draw_lashes(canvas, fragments, points, depth, shape)
        full = _tone(canvas.reshape(*shape, 3) * np.float32(light.exposure))
        small: Float32Array = cv2.resize(full, (camera.width, camera.height), interpolation=cv2.INTER_AREA).astype(
            np.float32
        )
        return Picture(linear_rgb=small, vertices=fine, points_px=points / finer)

    def _shade(
        self,
        fragments: Fragments,
        fine: Float64Array,
        normals: Float64Array,
        light: Lighting,
        creases: Creases,
        shape: tuple[int, int],
    ) -> Float32Array:
        """Light (N, 3) that leaves every fragment towards the camera."""
        surface = self._surface
        channels = [
            normals.astype(np.float32),
            fine.astype(np.float32),
            surface.canonical,
            surface.masks,
            self._openness[:, None],
        ]
        values = fragments.interpolate(np.concatenate(channels, axis=1), self._solid)
        place, canonical, masks = values[:, 3:6], values[:, 6:9], values[:, 9 : 9 + len(MASKS)]
        part = self._solid_parts[fragments.triangles]
        material = Materials(self._appearance, self._paint, surface.eye_centres, canonical, masks, part, creases)
        normal = material.bend(unit(values[:, :3]))
        # The resting mouth is shut: what it hides is seen only when it opens, and light comes in then.
        in_mouth = (part == Part.TEETH) | (part == Part.TONGUE) | (masks[:, MASKS.index("inside_mouth")] > 0.3)
        points = LitPoints(
            normal=normal,
            view=unit(self._camera.place(self._head.centre).astype(np.float32) - place),
            shadow=key_shadow(self._scene, fine, place, normal, light.key.towards, self._quality),
            openness=np.maximum(values[:, -1], np.float32(0.22) * in_mouth),
        )
        px_per_mm = shape[0] / self._camera.view_height_m / 1000
        diffuse = scatter(irradiance(points, light), fragments.pixels, material.is_flesh, shape, px_per_mm)
        radiance = material.albedo * diffuse + highlights(points, material.gloss, light)
        is_eye, is_hair = part == Part.EYE, material.hair > 0.02
        radiance[is_eye] += eye_glint(points[is_eye], light)
        tangent = material.strand_tangent(normal)[is_hair]
        radiance[is_hair] += strand_shine(points[is_hair], tangent, light) * material.hair[is_hair, None]
        result: Float32Array = radiance
        return result

    def _draw_lashes(
        self, canvas: Float32Array, solid: Fragments, points: Float64Array, depth: Float64Array, shape: tuple[int, int]
    ) -> None:
        """Blend the lashes over the finished picture: a dark line at the lid that splits into hairs."""
        height, width = shape
        lashes = rasterize(points, depth, self._lashes, width, height)
        behind = np.full(height * width, np.inf)
        behind[solid.pixels] = solid.depth
        is_front = lashes.depth < behind[lashes.pixels] + 0.0012
        surface = self._surface
        channels = np.concatenate([surface.canonical, surface.masks[:, [MASKS.index("lash_tip")]]], axis=1)
        x, _, z, tip = lashes.interpolate(channels, self._lashes).T
        eye_x = np.where(x > 0, surface.eye_centres[0, 0], surface.eye_centres[1, 0])
        eye_z = surface.eye_centres[0, 2]
        angle = np.arctan2(z - eye_z + 0.010, x - eye_x)
        stripes = 0.5 + 0.5 * np.sin(angle * 95.0 + 2.0 * np.sin(angle * 23.0))
        opacity = (
            np.where(z > eye_z, 0.95, 0.30)
            * np.clip(1.2 - 1.3 * tip, 0, 1)
            * np.clip(0.75 + 0.6 * stripes - 1.3 * tip, 0, 1)
        )
        share = (opacity * is_front).astype(np.float32)[:, None]
        dark = np.asarray(self._appearance.hair, dtype=np.float32) * 0.3
        canvas[lashes.pixels] = canvas[lashes.pixels] * (1 - share) + dark * share


_SCENE_OFFSET_M = np.array([0.0, 0.07, -0.07])
"""From the point between the eyes to the middle of what casts shadows."""


def wall(width: int, height: int, colour: Colour) -> Float32Array:
    """A calm wall (height, width, 3) float32 with a soft pool of light behind the head."""
    row, column = np.mgrid[0:height, 0:width].astype(np.float32)
    distance = np.hypot((column / width - 0.60) * 1.35, row / height - 0.42)
    glow = 0.42 + 1.15 * np.exp(-((distance / 0.52) ** 2))
    picture: Float32Array = (glow[..., None] * np.asarray(colour, dtype=np.float32)).astype(np.float32)
    return picture


def _tone(light: Float32Array) -> Float32Array:
    """Compress bright light softly; the darks stay nearly linear."""
    toned: Float32Array = light * (1.0 + light / 6.0) / (1.0 + light * 0.62)
    return np.clip(toned, 0.0, 1.0)
