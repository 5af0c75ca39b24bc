"""Renders a script into frames and writes them as a video file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np

from stadrn_core.synthetic.shade import Renderer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from stadrn_core.synthetic.head import Head
    from stadrn_core.synthetic.light import Lighting
    from stadrn_core.synthetic.paint import Appearance
    from stadrn_core.synthetic.script import Moment, Script
    from stadrn_core.synthetic.shade import Camera, Picture
    from stadrn_core.types import Float32Array, Float64Array, UInt8Array


@dataclass(frozen=True)
class Sensor:
    """What a camera does to the light.

    Attributes:
        noise: standard deviation of the noise at mid grey, in 8-bit steps.
        blur_px: standard deviation of the lens's blur.
        vignette: how much darker the corners are, 0–1.
        seed: of the noise.
    """

    noise: float = 1.2
    vignette: float = 0.22
    seed: int = 0
    blur_px: float = 0.0


@dataclass(frozen=True)
class RenderedFrame:
    """One frame of a synthetic recording with what is known of it.

    Attributes:
        index: 0-based.
        moment: the script's values, action intensities among them.
        rgb: (H, W, 3) uint8.
        picture: refined vertices, in space and in the picture.
    """

    index: int
    moment: Moment
    rgb: UInt8Array
    picture: Picture


def render_frames(
    head: Head,
    appearance: Appearance,
    camera: Camera,
    lighting: Lighting,
    script: Script,
    sensor: Sensor,
    frame_rate: float = 30.0,
    indices: Iterable[int] | None = None,
    renderer: Renderer | None = None,
) -> Iterator[RenderedFrame]:
    """Render a script frame by frame; a frame depends only on the arguments and its index.

    Args:
        head: who, from ``HeadModel.head``.
        appearance: colours and grooming.
        camera: view and size.
        lighting: lamps; the script's ``key_light`` scales the key lamp.
        script: what happens.
        sensor: noise and vignette.
        frame_rate: frames/s.
        indices: which frames; all when None.
        renderer: of this head, made before; None makes one of the best quality.
    """
    renderer = renderer or Renderer(head, appearance, camera, lighting)
    times = script.times(frame_rate)
    for index in range(len(times)) if indices is None else indices:
        moment = script.moment(times[index])
        r, g, b = (channel * moment.key_light for channel in lighting.key.colour)
        light = replace(lighting, key=replace(lighting.key, colour=(r, g, b)))
        picture = renderer.render(head.deform(moment.intensities, moment.pose), moment.intensities, light)
        rgb = expose(picture.linear_rgb, sensor, index)
        yield RenderedFrame(index=index, moment=moment, rgb=rgb, picture=picture)


def expose(linear_rgb: Float32Array, sensor: Sensor, index: int) -> UInt8Array:
    """Blur, vignette, sRGB curve and noise: linear light (H, W, 3) in 0–1 to uint8."""
    if sensor.blur_px > 0:
        linear_rgb = cv2.GaussianBlur(linear_rgb, (0, 0), sensor.blur_px).astype(np.float32)
    height, width = linear_rgb.shape[:2]
    row, column = np.ogrid[0:height, 0:width]
    radius2 = ((column - width / 2) ** 2 + (row - height / 2) ** 2) / (width**2 + height**2) * 4
    shaded = np.clip(linear_rgb * (1.0 - sensor.vignette * radius2).astype(np.float32)[..., None], 0.0, 1.0)
    encoded = _SRGB[np.rint(shaded * np.float32(len(_SRGB) - 1)).astype(np.uint16)]
    rng = np.random.default_rng((sensor.seed, index))
    grey = rng.standard_normal((height, width, 1), dtype=np.float32)
    colour = rng.standard_normal((height, width, 3), dtype=np.float32)
    noise = cv2.GaussianBlur(np.float32(0.8) * grey + np.float32(0.5) * colour, (0, 0), 0.6)
    rgb: UInt8Array = np.clip(np.rint(encoded + np.float32(sensor.noise * 1.6) * noise), 0, 255).astype(np.uint8)
    return rgb


def _srgb_curve(linear: Float64Array) -> Float32Array:
    curve = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 1e-6) ** (1 / 2.4) - 0.055)
    return (255.0 * curve).astype(np.float32)


_SRGB = _srgb_curve(np.linspace(0.0, 1.0, 2**16))
"""sRGB in 0–255 of linear light in 65,536 steps: a look-up costs a fifth of the powers."""


def write_video(path: Path, frames: Iterable[UInt8Array], frame_rate: int = 30, quality: float = 17.0) -> int:
    """Write a video as ``encode_video`` does, at one go, and return the number of frames."""
    return sum(1 for _ in encode_video(path, frames, frame_rate, quality))


def encode_video(
    path: Path, frames: Iterable[UInt8Array], frame_rate: int = 30, quality: float = 17.0, preset: str = "slow"
) -> Iterator[int]:
    """Write H.264 (yuv420p, index at the front); yields the number of frames so far after each.

    Args:
        path: an ``.mp4`` file; it appears only when complete.
        frames: (H, W, 3) uint8 with even H and W.
        frame_rate: frames/s.
        quality: x264's constant rate factor; lower is better and larger.
        preset: x264's effort.
    """
    partial = path.with_name(path.stem + ".partial" + path.suffix)
    count = 0
    with av.open(str(partial), "w", options={"movflags": "+faststart"}) as container:
        # One thread: x264's output depends on how many there are. No macroblock tree: with AVX-512, the same frames
        # then became different files from run to run. A keyframe each second, as cameras write them, so that any frame
        # is a short way from one.
        options = {"crf": f"{quality}", "preset": preset, "tune": "film", "threads": "1", "g": f"{frame_rate}"}
        options["x264-params"] = "mbtree=0"
        stream = container.add_stream("libx264", rate=frame_rate, options=options)
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, frame_rate)
        for rgb in frames:
            if count == 0:
                stream.height, stream.width = rgb.shape[:2]
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
            frame.pts = count
            container.mux(stream.encode(frame))
            count += 1
            yield count
        container.mux(stream.encode(None))
    partial.replace(path)
