"""Videos with a sound from which its time can be told."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from tests.recordings import draw_number

NUM_FRAMES = 50
RATE = 48_000
TICKS = np.cumsum(np.concatenate([[0], np.random.default_rng(5).integers(500, 1600, NUM_FRAMES - 1)]))
"""Uneven times of the frames, in units of 1/15360 s."""
UNIT = Fraction(1, 15_360)
SECONDS = float(TICKS[-1] * UNIT) + 0.1


def tone(seconds: float) -> np.ndarray:
    """A sweep: from any stretch of it its time can be told."""
    t = np.arange(round(seconds * RATE)) / RATE
    return (0.5 * np.sin(2 * np.pi * (300 * t + 200 * t**2))).astype(np.float32)


def record(path: Path, codec: str) -> Path:
    """A video with uneven times, a sweep as its sound, and metadata."""
    with av.open(str(path), "w") as container:
        container.metadata["title"] = "Jane Doe"
        pictures: Any = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        pictures.width, pictures.height, pictures.pix_fmt = 160, 120, "yuv420p"
        pictures.codec_context.time_base = UNIT
        voice: Any = container.add_stream(codec, rate=RATE, layout="mono")
        for i, tick in enumerate(TICKS.tolist()):
            frame = av.VideoFrame.from_ndarray(draw_number(i), format="rgb24")
            frame.pts, frame.time_base = tick, UNIT
            container.mux(pictures.encode(frame))
        container.mux(pictures.encode(None))
        samples = tone(SECONDS)
        for start in range(0, len(samples), 1024):
            part = av.AudioFrame.from_ndarray(samples[None, start : start + 1024], format="fltp", layout="mono")
            part.rate, part.pts, part.time_base = RATE, start, Fraction(1, RATE)
            container.mux(voice.encode(part))
        container.mux(voice.encode(None))
    return path
