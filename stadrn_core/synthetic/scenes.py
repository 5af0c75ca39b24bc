"""Draws what surrounds a face and does not count: framing, lamps, background, camera noise and compression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.synthetic.light import Lamp, Lighting
from stadrn_core.synthetic.recording import Sensor
from stadrn_core.synthetic.shade import Camera, wall

if TYPE_CHECKING:
    from stadrn_core.synthetic.light import Colour, Direction
    from stadrn_core.synthetic.people import Person
    from stadrn_core.types import Float32Array


@dataclass(frozen=True)
class Scene:
    """Where somebody is filmed.

    Attributes:
        camera: view and size.
        lighting: lamps.
        sensor: blur, vignette and noise.
        background: (H, W, 3) float32 linear light behind the head.
        jpeg_quality: 0–100, of stills as the camera stores them.
        crf: x264's constant rate factor of a video.
    """

    camera: Camera
    lighting: Lighting
    sensor: Sensor
    background: Float32Array
    jpeg_quality: int
    crf: float


def sample_scene(
    rng: np.random.Generator, person: Person, width: int, height: int, view_height_m: tuple[float, float]
) -> Scene:
    """Draw a scene; the exposure follows the person's skin half of the way, like a camera's.

    Args:
        rng: of the data set's item.
        person: who is filmed.
        width: of the picture in px.
        height: of the picture in px.
        view_height_m: how much the picture's height shows at the face, smallest and largest.
    """
    camera = Camera(
        width=width,
        height=height,
        distance_m=float(rng.uniform(0.75, 1.6)),
        view_height_m=float(rng.uniform(*view_height_m)),
        look_at=(float(rng.uniform(-0.012, 0.012)), 0.07, float(rng.uniform(-0.040, -0.022))),
    )
    lighting = _lighting(rng, person)
    sensor = Sensor(
        noise=float(rng.uniform(0.5, 3.5)),
        vignette=float(rng.uniform(0.0, 0.3)),
        seed=int(rng.integers(2**31)),
        blur_px=float(rng.uniform(0.4, 0.75)) * (height / 320) ** 0.5,
    )
    return Scene(
        camera=camera,
        lighting=lighting,
        sensor=sensor,
        background=_background(rng, width, height, lighting.background),
        jpeg_quality=int(rng.integers(70, 97)),
        crf=float(rng.uniform(18.0, 27.0)),
    )


def _lighting(rng: np.random.Generator, person: Person) -> Lighting:
    """A key lamp from anywhere in front and above, the weaker the more light comes from all around."""
    side = 1.0 if rng.random() < 0.5 else -1.0
    key_share = rng.uniform(0.25, 1.0)
    warmth = rng.uniform(-0.12, 0.16)
    tint = np.array([1.0 + warmth, 1.0, 1.0 - warmth])
    key = 2.1 * key_share * tint
    fill = rng.uniform(0.1, 0.5) * np.array([1.0 - warmth / 2, 1.0, 1.0 + warmth / 2])
    ambient = (0.85 - 0.45 * key_share) * rng.uniform(0.8, 1.25)
    brightness = float(np.dot(person.appearance.skin, (0.3, 0.6, 0.1)))
    exposure = (0.35 / max(brightness, 0.03)) ** 0.5 * rng.uniform(0.8, 1.2)
    exposure *= 1.0 / (0.45 + 0.6 * key_share)
    return Lighting(
        key=Lamp(_direction(side * rng.uniform(0.0, 65.0), rng.uniform(5.0, 50.0)), _colour(key)),
        fill=Lamp(_direction(-side * rng.uniform(20.0, 70.0), rng.uniform(-5.0, 30.0)), _colour(fill)),
        rim=Lamp(_direction(-side * rng.uniform(115.0, 160.0), 25.0), _colour(rng.uniform(0.0, 1.0) * np.ones(3))),
        sky=_colour(ambient * np.array([1.0, 1.05, 1.12])),
        ground=_colour(0.5 * ambient * np.array([1.08, 1.0, 0.92])),
        background=_colour(rng.uniform(0.03, 0.45) * (0.75 + 0.25 * rng.dirichlet((3.0, 3.0, 3.0)) * 3.0)),
        exposure=float(np.clip(exposure, 0.5, 2.4)),
    )


def _direction(azimuth_degrees: float, elevation_degrees: float) -> Direction:
    """Towards a lamp; azimuth 0 is behind the camera, positive to the subject's left."""
    azimuth, elevation = np.radians(azimuth_degrees), np.radians(elevation_degrees)
    return (
        float(np.cos(elevation) * np.sin(azimuth)),
        float(-np.cos(elevation) * np.cos(azimuth)),
        float(np.sin(elevation)),
    )


def _background(rng: np.random.Generator, width: int, height: int, colour: Colour) -> Float32Array:
    """A lit wall, a room out of focus, or a wall with a bright window, (height, width, 3) float32."""
    kind = rng.choice(("wall", "room", "window"))
    picture = wall(width, height, colour)
    if kind == "room":
        cells = rng.lognormal(0.0, 0.6, (6, 8, 3)).astype(np.float32)
        cells = 0.2 * cells + 0.8 * cells.mean(axis=2, keepdims=True)
        picture = picture * cv2.resize(cells, (width, height), interpolation=cv2.INTER_CUBIC)
    elif kind == "window":
        left, top = rng.integers(-width // 4, width * 3 // 4), rng.integers(-height // 3, height // 3)
        right, bottom = left + rng.integers(width // 5, width // 2), top + rng.integers(height // 3, height)
        picture[max(top, 0) : bottom, max(left, 0) : right] += np.float32(rng.uniform(0.2, 0.8))
        blur_px = float(rng.uniform(1.0, 6.0)) * height / 320
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), blur_px), np.float32)
    shown: Float32Array = np.clip(picture, 0.004, 1.5).astype(np.float32)
    return shown


def _colour(rgb: np.typing.NDArray[np.floating]) -> Colour:
    red, green, blue = (float(value) for value in rgb)
    return red, green, blue
