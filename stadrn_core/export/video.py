"""The analysis as a video with the recording's own times and its own sound."""

from __future__ import annotations

import math
import time
from contextlib import closing, nullcontext
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from av.error import FFmpegError
from av.video.reformatter import ColorRange, Colorspace

from stadrn_core.damage import read_or_blank
from stadrn_core.errors import ExportError
from stadrn_core.export.files import whole_file
from stadrn_core.export.pictures import Pictures
from stadrn_core.export.record import record_text
from stadrn_core.export.sound import SoundTrack, plan_sound
from stadrn_core.export.task import BEST_CRF, CRF, WORST_CRF
from stadrn_core.types import Progress
from stadrn_core.video_decoder import open_container

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import OutputContainer

    from stadrn_core.export.pictures import PictureKind
    from stadrn_core.render import AnalysisView, ViewSettings
    from stadrn_core.types import Deidentify, FrameSource, IntArray, RecordingInfo, UInt8Array

SUFFIXES = (".mp4", ".mov", ".mkv")
TICKS_PER_SECOND = 90_000
"""Where the recording has no clock, or one that counts finer than ``MOST_TICKS``."""
MOST_TICKS = 1_000_000
TECHNICAL = frozenset({"major_brand", "minor_version", "compatible_brands", "encoder", "duration"})
"""Metadata that belong to a container, not to what is in it."""
KEYFRAME_SECONDS = 2.0


def write_overlay_video(
    store: AnalysisView,
    source: FrameSource,
    path: Path,
    settings: ViewSettings,
    *,
    picture: PictureKind = "side_by_side",
    frame_range: tuple[int, int] | None = None,
    panel_height_px: int | None = None,
    crf: int = CRF,
    sound: bool = True,
    deidentify: Deidentify = "none",
    overwrite: bool = True,
) -> Iterator[Progress]:
    """Write the overlay video while yielding progress; stopping the generator leaves nothing behind.

    H.264 at constant quality. Each frame keeps its own presentation time, so a variable rate stays variable; in MP4
    and MOV times are exact, Matroska counts milliseconds. The recording's sound is copied where the container takes
    it, else encoded as AAC, and its metadata are kept. Both are left out where the face is de-identified. The file's
    description has the record of the export. Where no guided maps are stored or shown the heatmap alone takes their
    place. A frame that cannot be decoded is an empty picture that says so.

    Args:
        store: the analysis.
        source: its recording.
        path: file ending in .mp4, .mov or .mkv.
        settings: what to show, and how.
        picture: what is drawn of each frame.
        frame_range: source frames [first, stop) to write; all by default. The first is at time 0 of the file.
        panel_height_px: height of the three panels; that of the recording within 360–540 px by default.
        crf: constant rate factor, 1 to 51: lower is better and larger.
        sound: keep the recording's sound.
        deidentify: what becomes of the face; unless ``none``, names and guided maps are left out.
        overwrite: replace a file that is there.

    Yields:
        Progress in frames.

    Raises:
        ExportError: the file cannot be written, the recording is not the one that was analysed, there is no such
            picture, or its landmarks were asked for and are not known.
        VideoError: the recording cannot be read.
    """
    suffix = checked_suffix(path)
    if not BEST_CRF <= crf <= WORST_CRF:
        raise ValueError(f"crf must be in {BEST_CRF}…{WORST_CRF}, got {crf}")
    first, stop = checked_range(store, source, frame_range)
    info = source.info
    timing = _Timing.of(store, info, first, stop)
    pictures = Pictures.of(store, settings, picture, deidentify, panel_height_px)
    plan = plan_sound(info.path, suffix, sound, deidentify)
    facts = {"picture": picture, "frames": [first, stop - 1], "crf": crf, "sound": plan.fate}
    metadata = {} if deidentify != "none" else _metadata(info)
    metadata["description"] = record_text(store, "video", deidentify, settings, **facts)
    yield Progress("writing overlay video", 0, stop - first, "frames")
    try:
        with whole_file(path, overwrite) as unfinished, _opened(unfinished) as container:
            container.metadata.update(metadata)
            encoder = _Encoder(container, pictures.size_px, timing, crf)
            track = SoundTrack(plan, info, timing.span, container) if plan.is_written else None
            with closing(track) if track else nullcontext():
                drawn = (pictures.draw_even(read_or_blank(source, frame_index)) for frame_index in range(first, stop))
                yield from _write(encoder, track, drawn, timing)
    except FFmpegError as error:
        reason = f"the video encoder failed ({error})"
        raise ExportError(f"{path} cannot be written: {reason}. Try another folder.") from error


def _write(
    encoder: _Encoder, track: SoundTrack | None, pictures: Iterator[UInt8Array], timing: _Timing
) -> Iterator[Progress]:
    """Pictures, and the sound up to each of them, so that a player finds both near each other in the file."""
    started, total = time.perf_counter(), len(timing.ticks) - 1
    for done, picture in enumerate(pictures, start=1):
        encoder.write(picture)
        if track:
            track.write_until(int(timing.ticks[done]) / timing.per_second)
        rate = done / (time.perf_counter() - started)
        yield Progress("writing overlay video", done, total, "frames", rate, (total - done) / rate)
    encoder.finish()
    if track:
        track.write_until(math.inf)


def checked_suffix(path: Path) -> str:
    """The ending of a video's name, in small letters.

    Raises:
        ExportError: no video can be written under it.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ExportError(f"{path} cannot be written: the name must end in {', '.join(SUFFIXES)}. Choose such a name.")
    return suffix


def checked_range(
    store: AnalysisView, source: FrameSource, frame_range: tuple[int, int] | None = None
) -> tuple[int, int]:
    """Source frames [first, stop) to export; all where ``frame_range`` is None.

    Raises:
        ExportError: the recording is not the one that was analysed.
        ValueError: the range does not lie in it.
    """
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


def _opened(path: Path) -> OutputContainer:
    # QuickTime's own list of tags has no description.
    flags = {".mp4": "+faststart", ".mov": "+faststart+use_metadata_tags"}.get(path.suffix.lower())
    return av.open(str(path), "w", options={"movflags": flags} if flags else {})


def _metadata(info: RecordingInfo) -> dict[str, str]:
    """What the recording's container says of what is in it."""
    if info.path.is_dir():
        return {}
    with open_container(info.path) as container:
        return {name: text for name, text in container.metadata.items() if name.lower() not in TECHNICAL}


@dataclass(frozen=True)
class _Timing:
    """When the frames are shown, by the recording's own clock.

    Attributes:
        ticks: (frames + 1,) times of the frames and the end of the last, from the first; at least one apart.
        per_second: how many make a second.
        span: (begin, end) in seconds after the recording's first frame; the end of all sound where all is written.
    """

    ticks: IntArray
    per_second: int
    span: tuple[float, float]

    @classmethod
    def of(cls, store: AnalysisView, info: RecordingInfo, first: int, stop: int) -> _Timing:
        """Of source frames [first, stop)."""
        per_second = info.time_base.denominator if info.time_base is not None else TICKS_PER_SECOND
        if not 1 < per_second <= MOST_TICKS:
            per_second = TICKS_PER_SECOND
        stamps = np.rint(store.pts_seconds[first : stop + 1] * per_second).astype(np.int64)
        is_last = len(stamps) == stop - first
        if is_last:
            length = max(round(per_second / store.manifest.recording.frame_rate), 1)
            stamps = np.append(stamps, stamps[-1] + length)
        ticks = stamps - stamps[0]
        ticks = np.maximum.accumulate(ticks - np.arange(len(ticks))) + np.arange(len(ticks))
        begin = float(store.pts_seconds[first])
        # A recording's sound may go on after its last picture.
        return cls(ticks, per_second, (begin, math.inf if is_last else begin + int(ticks[-1]) / per_second))


class _Encoder:
    """H.264 with a time for every frame."""

    def __init__(self, container: OutputContainer, size_px: tuple[int, int], timing: _Timing, crf: int) -> None:
        ticks = timing.ticks
        self._container, self._ticks, self._unit = container, ticks, Fraction(1, timing.per_second)
        self._written = 0
        rate = (Fraction(len(ticks) - 1) / (int(ticks[-1] - ticks[0]) * self._unit)).limit_denominator(1001)
        stream: Any = container.add_stream("libx264", rate=rate, options={"crf": str(crf), "preset": "veryfast"})
        stream.width, stream.height = (side + side % 2 for side in size_px)
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.time_base = self._unit
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
        frame.time_base = self._unit
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
