"""The analysis as a video: original, aligned face with its heat, and guided map, with colour scales and scores."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from av.error import FFmpegError
from av.video.reformatter import ColorRange, Colorspace

from stadrn_core.damage import read_or_blank
from stadrn_core.errors import ExportError
from stadrn_core.export.deidentify import render_deidentified
from stadrn_core.export.files import whole_file
from stadrn_core.export.sheet import Sheet
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stadrn_core.render import AnalysisView, ViewSettings
    from stadrn_core.types import Deidentify, FrameSource, IntArray, UInt8Array

SUFFIXES = (".mp4", ".mov", ".mkv")
TICKS_PER_SECOND = 90_000
CRF = 18
KEYFRAME_SECONDS = 2.0


def write_overlay_video(
    store: AnalysisView,
    source: FrameSource,
    path: Path,
    settings: ViewSettings,
    *,
    frame_range: tuple[int, int] | None = None,
    panel_height_px: int | None = None,
    deidentify: Deidentify = "none",
    overwrite: bool = True,
) -> Iterator[Progress]:
    """Write the overlay video while yielding progress; stopping the generator leaves nothing behind.

    Each frame keeps its own presentation time, so a variable rate stays variable. H.264 at constant quality. Where no
    guided maps are stored or shown the heatmap alone takes their place. A frame that cannot be decoded is an empty
    picture that says so. Sound and metadata of the recording are never carried over.

    Args:
        store: the analysis.
        source: its recording.
        path: file ending in .mp4, .mov or .mkv.
        settings: what to show, and how.
        frame_range: source frames [first, stop) to write; all by default. The first is at time 0 of the file.
        panel_height_px: height of the three panels; that of the recording within 360–540 px by default.
        deidentify: what becomes of the face; unless ``none``, names and guided maps are left out.
        overwrite: replace a file that is there.

    Yields:
        Progress in frames.

    Raises:
        ExportError: the file cannot be written, the recording is not the one that was analysed, or its landmarks were
            asked for and are not known.
    """
    first, stop = _checked_range(store, source, path, frame_range)
    ticks = _ticks(store, first, stop)
    with_guided = any(record.guided_absmax > 0 for record in store.records.values())
    sheet = Sheet.fitting(store.manifest, settings, store.plan.num_clips, with_guided, panel_height_px, deidentify)
    started = time.perf_counter()
    total = stop - first
    yield Progress("writing overlay video", 0, total, "frames")
    try:
        with whole_file(path, overwrite) as unfinished, _Encoder(unfinished, sheet.size_px, ticks) as encoder:
            for done, frame_index in enumerate(range(first, stop), start=1):
                frame = read_or_blank(source, frame_index)
                encoder.write(sheet.draw(*render_deidentified(store, frame, settings, deidentify)))
                rate = done / (time.perf_counter() - started)
                yield Progress("writing overlay video", done, total, "frames", rate, (total - done) / rate)
            encoder.finish()
    except FFmpegError as error:
        reason = f"the video encoder failed ({error})"
        raise ExportError(f"{path} cannot be written: {reason}. Try another folder.") from error


class _Encoder:
    """H.264 with a time for every frame."""

    def __init__(self, path: Path, size_px: tuple[int, int], ticks: IntArray) -> None:
        self._ticks = ticks
        self._written = 0
        self._container = av.open(str(path), "w", options={"movflags": "+faststart"} if path.suffix != ".mkv" else {})
        rate = Fraction((len(ticks) - 1) * TICKS_PER_SECOND, int(ticks[-1] - ticks[0])).limit_denominator(1001)
        stream: Any = self._container.add_stream("libx264", rate=rate, options={"crf": str(CRF), "preset": "veryfast"})
        stream.width, stream.height = size_px
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.time_base = Fraction(1, TICKS_PER_SECOND)
        context.gop_size = max(round(float(rate) * KEYFRAME_SECONDS), 1)
        # Frames stored out of order would make an MP4 with a variable rate tell a wrong length.
        context.max_b_frames = 0
        context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
        context.color_primaries = context.color_trc = 1
        self._stream = stream

    def write(self, picture: UInt8Array) -> None:
        """Encode the next frame."""
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
            format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
        )
        frame.pts = int(self._ticks[self._written])
        frame.time_base = Fraction(1, TICKS_PER_SECOND)
        self._written += 1
        self._mux(frame)

    def finish(self) -> None:
        """Encode what is still held back."""
        self._mux(None)

    def _mux(self, frame: av.VideoFrame | None) -> None:
        for packet in self._stream.encode(frame):
            shown = int(np.searchsorted(self._ticks, packet.pts))
            packet.duration = int(self._ticks[shown + 1] - self._ticks[shown])
            self._container.mux(packet)

    def __enter__(self) -> _Encoder:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()


def _ticks(store: AnalysisView, first: int, stop: int) -> IntArray:
    """(frames + 1,) time of each frame and the end of the last, in ticks from the first, each at least one apart."""
    times = store.pts_seconds[first:stop]
    ticks = np.rint((times - times[0]) * TICKS_PER_SECOND).astype(np.int64)
    if stop < len(store.pts_seconds):
        length = store.pts_seconds[stop] - times[-1]
    else:
        length = 1 / store.manifest.recording.frame_rate
    ticks = np.append(ticks, ticks[-1] + max(round(length * TICKS_PER_SECOND), 1))
    return np.maximum.accumulate(ticks - np.arange(len(ticks))) + np.arange(len(ticks))


def _checked_range(
    store: AnalysisView, source: FrameSource, path: Path, frame_range: tuple[int, int] | None
) -> tuple[int, int]:
    if path.suffix.lower() not in SUFFIXES:
        raise ExportError(f"{path} cannot be written: the name must end in {', '.join(SUFFIXES)}. Choose such a name.")
    num_frames = len(store.pts_seconds)
    if source.info.num_frames != num_frames:
        raise ExportError(
            f"{source.info.path} has {source.info.num_frames} frames, the analysed recording {num_frames}. "
            "Open the recording that was analysed."
        )
    first, stop = frame_range or (0, num_frames)
    if not 0 <= first < stop <= num_frames:
        raise ValueError(f"frame_range must lie within [0, {num_frames}), got [{first}, {stop})")
    return first, stop
