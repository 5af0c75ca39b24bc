"""From a deformed head to a picture: camera, lights, shadows, skin, hair, eyes, background.

All light is linear RGB until the very end. Skin scatters light below its surface: the diffuse light is blurred over the skin, red furthest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.synthetic.head import Part
from stadrn_core.synthetic.rasterize import Fragments, rasterize
from stadrn_core.synthetic.surface import MASKS, Appearance, Paint, Surface, garment_depth, hair_height, make_paint, make_surface, smoothstep

if TYPE_CHECKING:
    from stadrn_core.synthetic.head import Head
    from stadrn_core.types import Float32Array, Float64Array, UInt8Array

Colour = tuple[float, float, float]


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
    view_height_m: float = 0.385
    look_at: tuple[float, float, float] = (0.0, 0.07, -0.048)

    def project(self, points: Float64Array, centre: Float64Array, scale: int = 1) -> tuple[Float64Array, Float64Array]:
        """Pixel positions (N, 2) and depths (N,) of points (N, 3) for a picture ``scale`` times as large."""
        local = points - (centre + np.asarray(self.look_at))
        depth = local[:, 1] + self.distance_m
        focal = scale * self.height / self.view_height_m * self.distance_m
        column = scale * self.width / 2 + focal * local[:, 0] / depth
        row = scale * self.height / 2 - focal * local[:, 2] / depth
        return np.stack([column, row], axis=1), depth


@dataclass(frozen=True)
class Lamp:
    """A far light: from where it shines (need not have length 1) and its colour times strength."""

    towards: tuple[float, float, float]
    colour: Colour


@dataclass(frozen=True)
class Lighting:
    """Key (casts the shadows), fill and rim lamps, and light from all around (from above, from below)."""

    key: Lamp = Lamp((-0.62, -0.95, 0.72), (2.05, 1.93, 1.78))
    fill: Lamp = Lamp((0.95, -0.75, 0.12), (0.42, 0.47, 0.56))
    rim: Lamp = Lamp((0.75, 0.75, 0.55), (0.95, 1.02, 1.15))
    sky: Colour = (0.42, 0.44, 0.48)
    ground: Colour = (0.22, 0.19, 0.17)
    background: Colour = (0.115, 0.135, 0.150)
    exposure: float = 1.0


@dataclass(frozen=True)
class Picture:
    """A rendered frame and what is known of it.

    Attributes:
        linear_rgb: (H, W, 3) float32 light, tone-mapped to 0–1 but still linear.
        vertices: (V', 3) float64 refined vertices that were drawn.
        points_px: (V', 2) float64 where they lie in the picture.
    """

    linear_rgb: Float32Array
    vertices: Float64Array
    points_px: Float64Array


_SUPERSAMPLING = 2
_SHADOW_PX = 900
_SHADOW_HALF_WIDTH_M = 0.36


class Renderer:
    """Draws one head. Construction refines the mesh, draws the paint and finds where little light comes (a few seconds)."""

    def __init__(self, head: Head, appearance: Appearance, camera: Camera, lighting: Lighting) -> None:
        self._head, self._appearance, self._camera, self._lighting = head, appearance, camera, lighting
        self._surface: Surface = make_surface(head)
        self._paint: Paint = make_paint(appearance)
        self._background = _background(camera, lighting)
        solid = self._surface.triangle_parts != Part.LASH
        self._solid = self._surface.triangles[solid]
        self._solid_parts = self._surface.triangle_parts[solid]
        self._lashes = self._surface.triangles[~solid]
        neutral, normals = self._surface.refine(head.neutral)
        self._openness = self._ambient_openness(neutral, normals)

    def render(self, vertices: Float64Array, lighting: Lighting | None = None) -> Picture:
        """Draw the head with the given coarse vertices (V, 3) as ``Head.deform`` returns them."""
        light = lighting or self._lighting
        camera = self._camera
        fine, normals = self._surface.refine(vertices)
        width, height = camera.width * _SUPERSAMPLING, camera.height * _SUPERSAMPLING
        points, depth = camera.project(fine, self._head.centre, _SUPERSAMPLING)
        triangles = self._facing(points, self._solid)
        fragments = rasterize(points, depth, self._solid[triangles], width, height)
        fragments = Fragments(fragments.pixels, triangles[fragments.triangles], fragments.weights, fragments.depth)
        radiance = self._shade(fragments, fine, normals, light, (height, width))
        canvas = self._background.reshape(-1, 3).copy()
        canvas[fragments.pixels] = radiance
        self._draw_lashes(canvas, fragments, points, depth, (height, width))
        full = _tone(canvas.reshape(height, width, 3) * np.float32(light.exposure))
        small = cv2.resize(full, (camera.width, camera.height), interpolation=cv2.INTER_AREA)
        return Picture(linear_rgb=small, vertices=fine, points_px=points / _SUPERSAMPLING)

    @staticmethod
    def _facing(points: Float64Array, triangles: np.ndarray) -> np.ndarray:
        a, b, c = (points[triangles[:, k]] for k in range(3))
        area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
        # Rows count downwards, so a triangle wound counter-clockwise towards the camera has negative area.
        return np.flatnonzero(area < 0)

    def _shade(
        self, fragments: Fragments, fine: Float64Array, normals: Float64Array, light: Lighting, shape: tuple[int, int]
    ) -> Float32Array:
        surface = self._surface
        channels = np.concatenate(
            [normals.astype(np.float32), fine.astype(np.float32), surface.canonical, surface.masks, self._openness[:, None]], axis=1
        )
        values = fragments.interpolate(channels, self._solid)
        normal, place, canonical = _unit(values[:, :3]), values[:, 3:6], values[:, 6:9]
        openness = values[:, 9 + len(MASKS)]
        part = self._solid_parts[fragments.triangles]
        view = _unit(np.asarray(self._camera_place(), dtype=np.float32) - place)
        skin = SkinPaint(self._appearance, self._paint, canonical, values[:, 9 : 9 + len(MASKS)], part)
        normal = skin.bend(normal)
        albedo, gloss, hairy = skin.albedo, skin.gloss, skin.hair
        shadow = self._shadow(fine, place, normal, light)
        eye = part == Part.EYE
        if eye.any():
            albedo[eye] = self._eye_albedo(canonical[eye])
        irradiance = _irradiance(normal, openness, shadow, light)
        is_flesh = (part == Part.SKIN) & (skin.garment < 0.5) & (hairy < 0.5)
        irradiance = _scatter(irradiance, fragments.pixels, is_flesh, shape)
        radiance = albedo * irradiance
        radiance += _highlights(normal, view, shadow, openness, gloss, eye, light)
        strands = hairy > 0.02
        if strands.any():
            radiance[strands] += _strand_shine(normal[strands], view[strands], canonical[strands], skin.strand[strands], shadow[strands], light) * (
                hairy[strands] * openness[strands]
            )[:, None]
        return radiance

    def _camera_place(self) -> Float64Array:
        place: Float64Array = self._head.centre + np.asarray(self._camera.look_at) - np.array([0.0, self._camera.distance_m, 0.0])
        return place

    def _shadow(self, fine: Float64Array, place: Float32Array, normal: Float32Array, light: Lighting) -> Float32Array:
        """(N,) float32: how much of the key lamp reaches each fragment."""
        right, up, towards = _frame(light.key.towards)
        target = self._head.centre + np.array([0.0, 0.07, -0.07])
        scale = _SHADOW_PX / (2 * _SHADOW_HALF_WIDTH_M)
        local = fine - target
        points = np.stack([_SHADOW_PX / 2 + scale * (local @ right), _SHADOW_PX / 2 - scale * (local @ up)], axis=1)
        depth = 2.0 - local @ towards
        seen = rasterize(points, depth, self._solid, _SHADOW_PX, _SHADOW_PX)
        nearest = np.full(_SHADOW_PX * _SHADOW_PX, 10.0, dtype=np.float32)
        nearest[seen.pixels] = seen.depth
        nearest = nearest.reshape(_SHADOW_PX, _SHADOW_PX)
        at = place - target.astype(np.float32)
        column = _SHADOW_PX / 2 + scale * (at @ right.astype(np.float32)) - 0.5
        row = _SHADOW_PX / 2 - scale * (at @ up.astype(np.float32)) - 0.5
        own = 2.0 - at @ towards.astype(np.float32)
        slope = np.clip(1.0 - normal @ towards.astype(np.float32), 0, 1)
        limit = own - 0.0025 - 0.004 * slope
        lit = np.zeros(len(place), dtype=np.float32)
        for dx, dy in _DISC:
            c = np.clip(np.rint(column + dx), 0, _SHADOW_PX - 1).astype(np.int32)
            r = np.clip(np.rint(row + dy), 0, _SHADOW_PX - 1).astype(np.int32)
            lit += nearest[r, c] > limit
        return lit / np.float32(len(_DISC))

    def _ambient_openness(self, fine: Float64Array, normals: Float64Array) -> Float32Array:
        """(V',) float32: share of the sky that each vertex of the resting head sees, cosine-weighted, from 64 directions."""
        size = 320
        total, reach = np.zeros(len(fine)), np.zeros(len(fine))
        target = self._head.centre + np.array([0.0, 0.07, -0.07])
        local = fine - target
        for k in range(64):
            z = 1.0 - 2.0 * (k + 0.5) / 64
            angle = k * np.pi * (3.0 - 5.0**0.5)
            right, up, towards = _frame((np.cos(angle) * (1 - z * z) ** 0.5, np.sin(angle) * (1 - z * z) ** 0.5, z))
            cosine = normals @ towards
            scale = size / (2 * _SHADOW_HALF_WIDTH_M)
            points = np.stack([size / 2 + scale * (local @ right), size / 2 - scale * (local @ up)], axis=1)
            depth = 2.0 - local @ towards
            seen = rasterize(points, depth, self._solid, size, size)
            nearest = np.full(size * size, 10.0)
            nearest[seen.pixels] = seen.depth
            cell = np.clip(points.astype(int), 0, size - 1)
            visible = nearest[cell[:, 1] * size + cell[:, 0]] > depth - 0.006
            weight = np.clip(cosine, 0, None)
            total += weight * visible
            reach += weight
        return (total / np.maximum(reach, 1e-9)).astype(np.float32)

    def _eye_albedo(self, canonical: Float32Array) -> Float32Array:
        """Sclera, iris and pupil (N, 3)."""
        iris_colour = np.asarray(self._appearance.iris, dtype=np.float32)
        left = canonical[:, 0] > 0
        centres = np.where(left[:, None], self._surface.eyes[0].centre, self._surface.eyes[1].centre).astype(np.float32)
        offset = canonical - centres
        x, z = offset[:, 0], offset[:, 2]
        radius = np.hypot(x, z)
        sclera = np.array([0.74, 0.69, 0.66], dtype=np.float32) - np.clip((radius - 0.007) / 0.009, 0, 1)[:, None] * np.array([0.10, 0.19, 0.19], dtype=np.float32)
        ray = ((np.arctan2(z, x) / (2 * np.pi) + 0.5) * len(self._paint.iris)).astype(int) % len(self._paint.iris)
        bright = 1.0 + 0.22 * self._paint.iris[ray] + 0.5 * smoothstep(-radius, -0.0046, -0.0026)
        iris = iris_colour * np.clip(bright, 0.3, 2.0)[:, None]
        iris *= (1.0 - 0.75 * smoothstep(radius, 0.0047, 0.0060))[:, None]
        is_iris = smoothstep(-radius, -0.0063, -0.0056)[:, None]
        is_pupil = smoothstep(-radius, -0.0025, -0.0021)[:, None]
        colour = sclera * (1 - is_iris) + iris * is_iris
        result: Float32Array = (colour * (1 - is_pupil) + 0.004 * is_pupil).astype(np.float32)
        # The upper lid and its lashes shade the top of the eyeball.
        return result * (1.0 - 0.55 * smoothstep(z, 0.0005, 0.0052))[:, None]

    def _draw_lashes(
        self, canvas: Float32Array, solid: Fragments, points: Float64Array, depth: Float64Array, shape: tuple[int, int]
    ) -> None:
        height, width = shape
        lashes = rasterize(points, depth, self._lashes, width, height)
        behind = np.full(height * width, np.inf)
        behind[solid.pixels] = solid.depth
        front = lashes.depth < behind[lashes.pixels] + 0.0012
        values = lashes.interpolate(np.concatenate([self._surface.canonical, self._surface.masks[:, -1:]], axis=1), self._lashes)
        eye_x = np.where(values[:, 0] > 0, self._surface.eyes[0].centre[0], self._surface.eyes[1].centre[0])
        eye_z = self._surface.eyes[0].centre[2]
        angle = np.arctan2(values[:, 2] - eye_z + 0.010, values[:, 0] - eye_x)
        stripes = 0.5 + 0.5 * np.sin(angle * 95.0 + 2.0 * np.sin(angle * 23.0))
        tip = np.clip(values[:, 3], 0, 1)
        upper = values[:, 2] > eye_z
        opacity = np.where(upper, 0.9, 0.35) * np.clip(1.15 - 1.25 * tip, 0, 1) * np.clip(0.35 + stripes - tip, 0, 1) * front
        dark = np.asarray(self._appearance.hair, dtype=np.float32) * 0.25
        pixels = lashes.pixels
        canvas[pixels] = canvas[pixels] * (1 - opacity[:, None]) + dark * opacity[:, None]


class SkinPaint:
    """Colour, gloss and relief of skin, lips, brows, hair, garment, teeth and tongue at every fragment.

    Attributes:
        albedo: (N, 3) float32.
        gloss: (N, 2) float32 strength of the wide and the narrow highlight.
        hair: (N,) float32 opacity of the hair on the head.
        garment: (N,) float32 0–1.
        strand: (N,) float32 hair strand pattern.
    """

    def __init__(self, appearance: Appearance, paint: Paint, canonical: Float32Array, masks: Float32Array, part: np.ndarray) -> None:
        self._canonical = canonical
        lips, eyelids, ears, inside = masks[:, 0], masks[:, 1], masks[:, 2], masks[:, 3]
        self._face = paint.look_up_face(canonical)
        x, y, z = canonical.T
        is_skin = part == Part.SKIN
        front = smoothstep(-y, 0.02, 0.05)
        brow = self._face[:, 0] * front * is_skin
        mottling, grain = self._face[:, 1], self._face[:, 3]

        skin = np.asarray(appearance.skin, dtype=np.float32)
        albedo = np.broadcast_to(skin, canonical.shape) * (1.0 + 0.035 * mottling)[:, None]
        flush = _spot(x, z, 0.037, 0.618, 0.017, 0.015) + 0.9 * _spot(x, z, 0.0, 0.612, 0.016, 0.013) + 0.5 * _spot(x, z, 0.0, 0.552, 0.014, 0.009)
        flush = 0.55 * flush * front + 0.8 * ears + 0.12 * mottling * front
        albedo = _mix(albedo, albedo * np.float32([1.02, 0.72, 0.70]), np.clip(flush, 0, 1))
        tired = _spot(x, z, 0.026, 0.6375, 0.012, 0.0045) * front
        albedo = _mix(albedo, albedo * np.float32([0.80, 0.70, 0.74]), np.clip(0.6 * tired + 0.35 * eyelids, 0, 1))
        beard = appearance.stubble * _beard(canonical) * (1.0 - np.clip(2 * lips, 0, 1))
        albedo = _mix(albedo, albedo * np.float32([0.52, 0.55, 0.60]), np.clip(beard * (0.45 + 0.55 * grain), 0, 1))
        lip = smoothstep(lips, 0.25, 0.75)
        albedo = _mix(albedo, np.asarray(appearance.lips, dtype=np.float32) * (1.0 + 0.06 * self._face[:, 2:3]), 0.9 * lip)
        albedo = _mix(albedo, np.float32([0.16, 0.035, 0.03]), smoothstep(inside, 0.45, 0.9))
        hair_colour = np.asarray(appearance.hair, dtype=np.float32)
        albedo = _mix(albedo, hair_colour * 1.1, 0.92 * brow)

        self.strand = paint.look_up_strands(canonical)
        height = hair_height(canonical) + 0.0035 * self.strand
        bare = 1.0 - smoothstep(ears, 0.15, 0.4)
        self.hair = (smoothstep(height, -0.004, 0.007) * bare * is_skin).astype(np.float32)
        albedo = _mix(albedo, hair_colour * np.clip(1.0 + 0.38 * self.strand, 0.25, 2.2)[:, None], self.hair)

        depth = garment_depth(canonical)
        self.garment = (smoothstep(depth, -0.0004, 0.0004) * is_skin).astype(np.float32)
        cloth = np.asarray(appearance.garment, dtype=np.float32) * (1.0 + 0.05 * mottling[:, None])
        around = np.arctan2(x, -(y + 0.005))
        collar = 1.0 - smoothstep(depth, 0.0135, 0.0145)
        rib = 0.5 + 0.5 * np.sin(around * 110.0)
        cloth = cloth * (1.0 - collar * (0.12 + 0.35 * rib))[:, None]
        cloth = cloth * (1.0 - 0.45 * np.exp(-(((depth - 0.0142) / 0.0011) ** 2)))[:, None]
        albedo = _mix(albedo, cloth, self.garment)
        # Skin right above the collar lies in its shadow.
        albedo = albedo * (1.0 - 0.35 * np.exp(-np.abs(depth) / 0.004) * (1 - self.garment) * is_skin)[:, None]

        albedo[part == Part.TEETH] = (0.62, 0.57, 0.48)
        albedo[part == Part.TONGUE] = (0.35, 0.10, 0.10)
        self.albedo: Float32Array = albedo.astype(np.float32)
        self.gloss = self._gloss(lip, brow, part)
        self._collar_rib = (collar * np.cos(around * 110.0) * self.garment).astype(np.float32)
        self._around = around

    def _gloss(self, lip: Float32Array, brow: Float32Array, part: np.ndarray) -> Float32Array:
        x, _, z = self._canonical.T
        oily = 0.55 + 0.6 * _spot(x, z, 0.0, 0.625, 0.012, 0.03) + 0.45 * _spot(x, z, 0.0, 0.69, 0.04, 0.02) + 0.12 * self._face[:, 2]
        wide = oily * (1 - 0.8 * brow)
        narrow = 0.35 * oily * (1 - brow)
        wide, narrow = wide * (1 - lip) + 0.7 * lip, narrow * (1 - lip) + 0.9 * lip
        dull = (1 - self.hair) * (1 - self.garment)
        gloss = np.stack([wide * dull + 0.10 * self.garment, narrow * dull], axis=1)
        gloss[part == Part.TEETH] = (0.4, 0.8)
        gloss[part == Part.TONGUE] = (0.5, 0.5)
        gloss[part == Part.EYE] = (0.0, 0.0)
        return gloss.astype(np.float32)

    def bend(self, normal: Float32Array) -> Float32Array:
        """Normals (N, 3) with the relief of pores, hair strands and ribbing."""
        x, y, _ = self._canonical.T
        around = np.stack([-(y - 0.015), x, np.zeros_like(x)], axis=1)
        around = _unit(around)
        tilt = 0.42 * self.strand * self.hair + 0.30 * self._collar_rib
        bent = normal + tilt[:, None] * around
        pores = 0.045 * self._face[:, 2] * (1 - self.hair) * (1 - self.garment)
        bent[:, 0] += pores
        bent[:, 2] += 0.045 * self._face[:, 1] * (1 - self.hair) * (1 - self.garment) * 0.5
        return _unit(bent)


def _spot(x: np.ndarray, z: np.ndarray, centre_x: float, centre_z: float, width: float, height: float) -> np.ndarray:
    """A soft spot on both sides of the face."""
    return np.exp(-(((np.abs(x) - centre_x) / width) ** 2) - ((z - centre_z) / height) ** 2)


def _beard(canonical: np.ndarray) -> np.ndarray:
    x, y, z = canonical.T
    jaw = smoothstep(-z, -0.603 + 0.25 * np.clip(0.05 - np.abs(x), -0.05, 0.0).min(initial=0), -0.575)
    cheek_line = 0.592 + 0.55 * np.clip(np.abs(x) - 0.03, 0, 0.05)
    below_cheek = smoothstep(cheek_line - z, -0.006, 0.008)
    front = smoothstep(-y, 0.03, 0.055)
    neck = smoothstep(z - 0.1 * (y + 0.1), 0.528, 0.545)
    return np.maximum(jaw * 0.0, below_cheek) * front * neck


def _mix(a: np.ndarray, b: np.ndarray, share: np.ndarray) -> np.ndarray:
    return a + (b - a) * share[:, None].astype(np.float32)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None], 1e-12)


def _frame(towards: tuple[float, float, float]) -> tuple[Float64Array, Float64Array, Float64Array]:
    """Right, up and towards: an orthonormal frame looking at the scene from a lamp."""
    axis = np.asarray(towards, dtype=np.float64)
    axis = axis / np.linalg.norm(axis)
    helper = np.array([0.0, 0.0, 1.0]) if abs(axis[2]) < 0.95 else np.array([0.0, 1.0, 0.0])
    right = np.cross(helper, axis)
    right /= np.linalg.norm(right)
    return right, np.cross(axis, right), axis


def _disc(count: int, radius: float) -> list[tuple[float, float]]:
    angles = np.arange(count) * np.pi * (3.0 - 5.0**0.5)
    radii = radius * np.sqrt((np.arange(count) + 0.5) / count)
    return [(float(r * np.cos(a)), float(r * np.sin(a))) for r, a in zip(radii, angles, strict=True)]


_DISC = _disc(20, 9.0)


def _lamp(lamp: Lamp) -> tuple[Float32Array, Float32Array]:
    towards = np.asarray(lamp.towards, dtype=np.float32)
    return towards / np.linalg.norm(towards), np.asarray(lamp.colour, dtype=np.float32)


def _irradiance(normal: Float32Array, openness: Float32Array, shadow: Float32Array, light: Lighting) -> Float32Array:
    up = 0.5 + 0.5 * normal[:, 2:3]
    around = np.asarray(light.ground, dtype=np.float32) * (1 - up) + np.asarray(light.sky, dtype=np.float32) * up
    # Light that bounces inside a fold comes back red.
    total = around * np.stack([openness**0.8, openness**1.1, openness**1.2], axis=1)
    for lamp, reaches in ((light.key, shadow), (light.fill, openness), (light.rim, openness)):
        towards, colour = _lamp(lamp)
        cosine = normal @ towards
        wrapped = np.stack([np.clip((cosine + w) / (1 + w), 0, 1) ** (1 + w) for w in (0.20, 0.08, 0.04)], axis=1)
        total += wrapped * colour * reaches[:, None]
    return total.astype(np.float32)


def _scatter(irradiance: Float32Array, pixels: np.ndarray, is_flesh: np.ndarray, shape: tuple[int, int]) -> Float32Array:
    """Blur the light on skin: red over about 2 mm, green 1 mm, blue not at all."""
    height, width = shape
    canvas = np.zeros((height * width, 3), dtype=np.float32)
    flesh_pixels = pixels[is_flesh]
    canvas[flesh_pixels, 0] = irradiance[is_flesh, 0]
    canvas[flesh_pixels, 1] = irradiance[is_flesh, 1]
    canvas[flesh_pixels, 2] = 1.0
    canvas = canvas.reshape(height, width, 3)
    result = irradiance.copy()
    for channel, sigma in ((0, 5.0), (1, 2.2)):
        pair = cv2.GaussianBlur(np.ascontiguousarray(canvas[..., [channel, 2]]), (0, 0), sigma).reshape(-1, 2)[flesh_pixels]
        result[is_flesh, channel] = pair[:, 0] / np.maximum(pair[:, 1], 1e-4)
    return result


def _highlights(
    normal: Float32Array, view: Float32Array, shadow: Float32Array, openness: Float32Array, gloss: Float32Array, eye: np.ndarray, light: Lighting
) -> Float32Array:
    total = np.zeros_like(normal)
    facing = np.clip(np.einsum("ij,ij->i", normal, view), 0, 1)
    grazing = 0.6 + 2.4 * (1 - facing) ** 4
    for lamp, reaches in ((light.key, shadow), (light.fill, openness * 0.6), (light.rim, openness)):
        towards, colour = _lamp(lamp)
        half = _unit(view + towards)
        cosine = np.clip(np.einsum("ij,ij->i", normal, half), 0, 1)
        lit = np.clip(normal @ towards, 0, 1) ** 0.5 * reaches
        strength = (0.085 * gloss[:, 0] * cosine**18 + 0.16 * gloss[:, 1] * cosine**70) * grazing * lit
        total += strength[:, None] * colour
    if eye.any():
        for lamp, sharp, share in ((light.key, 900.0, 1.7), (light.fill, 260.0, 0.12)):
            towards, colour = _lamp(lamp)
            half = _unit(view[eye] + towards)
            cosine = np.clip(np.einsum("ij,ij->i", normal[eye], half), 0, 1)
            total[eye] += (share * cosine**sharp)[:, None] * colour
    return total


def _strand_shine(
    normal: Float32Array, view: Float32Array, canonical: Float32Array, strand: Float32Array, shadow: Float32Array, light: Lighting
) -> Float32Array:
    """Highlights of hair (Kajiya and Kay, 1989): brightest where a strand's tangent is square to the half vector."""
    x, y, z = canonical[:, 0], canonical[:, 1] - 0.015, canonical[:, 2] - 0.655
    outward = np.stack([x * z, y * z, -(x * x + y * y)], axis=1)
    tangent = _unit(outward - np.einsum("ij,ij->i", outward, normal)[:, None] * normal + 0.10 * strand[:, None] * normal)
    total = np.zeros_like(normal)
    for lamp, reaches in ((light.key, shadow), (light.rim, 1.0), (light.fill, 0.5)):
        towards, colour = _lamp(lamp)
        along = np.einsum("ij,ij->i", tangent, _unit(view + towards))
        lit = np.clip(normal @ towards * 0.8 + 0.2, 0, 1) * reaches
        total += ((0.045 * (1 - along**2) ** 8 + 0.05 * (1 - along**2) ** 60) * lit)[:, None] * colour * np.float32([1.0, 0.86, 0.72])
    return total


def _background(camera: Camera, light: Lighting) -> Float32Array:
    """A calm wall with a soft pool of light behind the head, at the supersampled size."""
    height, width = camera.height * _SUPERSAMPLING, camera.width * _SUPERSAMPLING
    row, column = np.mgrid[0:height, 0:width].astype(np.float32)
    distance = np.hypot((column / width - 0.60) * 1.35, row / height - 0.42)
    glow = 0.42 + 1.15 * np.exp(-((distance / 0.52) ** 2))
    wall = glow[..., None] * np.asarray(light.background, dtype=np.float32)
    return wall.astype(np.float32)


def _tone(light: Float32Array) -> Float32Array:
    """Compress bright light softly; below 0.6 nearly linear."""
    toned: Float32Array = light * (1.0 + light / 6.0) / (1.0 + light * 0.62)
    return np.clip(toned, 0.0, 1.0)
