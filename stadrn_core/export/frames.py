"""A sequence of frames as PNG files, numbered as in the recording, with a table of their times."""

from __future__ import annotations

import json
import math
import time
from typing import TYPE_CHECKING

import cv2

from stadrn_core.damage import read_or_blank
from stadrn_core.export.files import whole_folder
from stadrn_core.export.pictures import Pictures
from stadrn_core.export.record import RECORD_FILE, export_record
from stadrn_core.export.rows import write_table
from stadrn_core.export.video import checked_range
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stadrn_core.export.pictures import PictureKind
    from stadrn_core.export.rows import Row
    from stadrn_core.render import AnalysisView, DisplayFrame, ViewSettings
    from stadrn_core.types import Deidentify, FrameSource, UInt8Array

TABLE_FILE = "frames.csv"
LEAST_DIGITS = 6


def write_frame_sequence(
    store: AnalysisView,
    source: FrameSource,
    folder: Path,
    settings: ViewSettings,
    *,
    picture: PictureKind = "overlay",
    frame_range: tuple[int, int] | None = None,
    deidentify: Deidentify = "none",
) -> Iterator[Progress]:
    """Write frames as PNG while yielding progress; stopping the generator leaves nothing behind.

    A frame without such a picture (no face, no map) has no file: its row in ``frames.csv`` says why. The table has
    ``frame_index``, ``seconds``, ``file``, ``face``, ``score``, the limits of the colour scale (``low``, ``high``,
    ``unit``, ``scale``) and ``note``. ``about.json`` is the record of the export.

    Args:
        store: the analysis.
        source: its recording.
        folder: where to; made anew.
        settings: what to show, and how.
        picture: what is drawn of each frame.
        frame_range: source frames [first, stop) to write; all by default.
        deidentify: what becomes of the face; unless ``none``, names and guided maps are left out.

    Yields:
        Progress in frames.

    Raises:
        ExportError: the folder cannot be written or is in use, the recording is not the one that was analysed, or
            there is no such picture.
        VideoError: the recording cannot be read.
    """
    first, stop = checked_range(store, source, frame_range)
    pictures = Pictures.of(store, settings, picture, deidentify)
    digits = max(len(str(len(store.pts_seconds) - 1)), LEAST_DIGITS)
    total, rows, started = stop - first, [], time.perf_counter()
    yield Progress("writing frames", 0, total, "frames")
    with whole_folder(folder) as unfinished:
        for done, frame_index in enumerate(range(first, stop), start=1):
            drawn, display = pictures.draw(read_or_blank(source, frame_index))
            name = f"frame_{frame_index:0{digits}d}.png" if drawn is not None else ""
            if drawn is not None:
                (unfinished / name).write_bytes(png_bytes(drawn))
            rows.append(_row(pictures, display, name))
            rate = done / (time.perf_counter() - started)
            yield Progress("writing frames", done, total, "frames", rate, (total - done) / rate)
        write_table(unfinished / TABLE_FILE, rows)
        facts = {"picture": picture, "frames": [first, stop - 1]}
        record = export_record(store, "frames", deidentify, settings, **facts)
        (unfinished / RECORD_FILE).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def png_bytes(rgb: UInt8Array) -> bytes:
    """A picture (H, W, 3) uint8 as the content of a PNG file."""
    done, data = cv2.imencode(".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    if not done:
        raise ValueError("the picture cannot be encoded")
    return data.tobytes()


def _row(pictures: Pictures, display: DisplayFrame, name: str) -> Row:
    limits = pictures.limits(display)
    return {
        "frame_index": display.frame_index,
        "seconds": display.pts_seconds,
        "file": name,
        "face": display.placement.state.label,
        "score": math.nan if display.score is None else display.score,
        "low": math.nan if limits is None else limits.low,
        "high": math.nan if limits is None else limits.high,
        "unit": "" if limits is None else limits.unit,
        "scale": "" if limits is None else limits.mode,
        "note": display.note or "",
    }
