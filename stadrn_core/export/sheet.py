"""One picture of the overlay video: original, aligned face with heat, guided map; colour bars and caption."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.export.deidentify import STATEMENTS, WORDS
from stadrn_core.export.lettering import bar_height, draw_colour_bar, draw_text, line_height, wrapped
from stadrn_core.render import QUANTITY_LABELS
from stadrn_core.severity import format_score, severity

if TYPE_CHECKING:
    from stadrn_core.manifest import Manifest
    from stadrn_core.render import DisplayFrame, ViewSettings
    from stadrn_core.types import Deidentify, Frame, UInt8Array

BACKGROUND = (17, 19, 23)
PANEL = (30, 33, 39)
TEXT = (236, 238, 241)
QUIET = (160, 167, 178)
WARNING = (255, 196, 92)
RESEARCH_USE = "Research use, not a diagnosis"
UNTRAINED = "Untrained checkpoint: scores and maps mean nothing about the person"


@dataclass(frozen=True)
class Sheet:
    """Where everything stands on the picture; the same for every frame of a video.

    Attributes:
        manifest: facts of the analysis, for names and warnings.
        settings: what the panels show.
        num_clips: clips of the recording.
        original_px: (width, height) of the original's panel.
        with_guided: the third panel is the guided map, else the heatmap alone.
        deidentify: what has become of the face in what is drawn: it is said, and names are left out.
    """

    manifest: Manifest
    settings: ViewSettings
    num_clips: int
    original_px: tuple[int, int]
    with_guided: bool
    deidentify: Deidentify = "none"

    @classmethod
    def fitting(
        cls,
        manifest: Manifest,
        settings: ViewSettings,
        num_clips: int,
        with_guided: bool,
        panel_height_px: int | None = None,
        deidentify: Deidentify = "none",
    ) -> Sheet:
        """A sheet for a recording: panels as high as the recording, at least 360 and at most 540 px, unless stated."""
        width, height = manifest.recording.width, manifest.recording.height
        panel = panel_height_px or min(max(height, 360), 540)
        original_px = (max(round(width * panel / height), 2), panel)
        return cls(manifest, settings, num_clips, original_px, with_guided and deidentify == "none", deidentify)

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height) of the whole picture, both even as H.264 wants them."""
        width = self._panel_lefts[-1] + self.original_px[1] + self._margin
        height = self._caption_top + line_height(self._font) + self._margin
        return width + width % 2, height + height % 2

    def draw(self, frame: Frame, display: DisplayFrame) -> UInt8Array:
        """The picture (height, width, 3) uint8 of one frame."""
        canvas = _blank(self.size_px).copy()
        self._titles(canvas, display)
        side = self.original_px[1]
        left, face_left, third_left = self._panel_lefts
        # Beside a tall, narrow recording the caption still has the room of a square.
        beside = max(side - self.original_px[0], 0) // 2
        canvas[self._panel_top : self._panel_top + side, left : face_left - self._margin] = PANEL
        self._panel(canvas, left + beside, self.original_px, frame.rgb, None)
        self._panel(canvas, face_left, (side, side), display.face, display.note)
        third = display.guided if self.with_guided else display.heat
        missing = (display.note or "no guided map here") if third is None else None
        self._panel(canvas, third_left, (side, side), third, missing)
        self._bars(canvas, display)
        self._caption(canvas, display)
        return canvas

    @property
    def _font(self) -> int:
        return max(round(self.original_px[1] / 26), 13)

    @property
    def _margin(self) -> int:
        return self._font

    @property
    def _panel_top(self) -> int:
        return self._margin + line_height(self._font) + self._font // 3

    @property
    def _panel_lefts(self) -> tuple[int, int, int]:
        width, side = self.original_px
        first = self._margin + max(width, side)
        return self._margin, first + self._margin, first + side + 2 * self._margin

    @property
    def _bar_top(self) -> int:
        return self._panel_top + self.original_px[1] + self._font // 2

    @property
    def _caption_top(self) -> int:
        score = line_height(round(self._font * 1.3)) + line_height(self._font)
        return self._bar_top + max(bar_height(self._font), score) + self._font // 2

    def _titles(self, canvas: UInt8Array, display: DisplayFrame) -> None:
        side = self.original_px[1]
        guided = "Guided backpropagation"
        if display.guided_frame_index not in (None, display.frame_index):
            guided += f" of frame {display.guided_frame_index}"
        heat = QUANTITY_LABELS[self.settings.quantity]
        original = "Original" if self.deidentify == "none" else f"Face: {WORDS[self.deidentify]}"
        titles = (original, f"Aligned face · {heat}", guided if self.with_guided else heat)
        rooms = (self._panel_lefts[1] - self._panel_lefts[0] - self._margin, side, side)
        for left, title, room in zip(self._panel_lefts, titles, rooms, strict=True):
            draw_text(canvas, title, left, self._margin, self._font, QUIET, max_width=room)

    def _panel(
        self, canvas: UInt8Array, left: int, size: tuple[int, int], picture: UInt8Array | None, note: str | None
    ) -> None:
        width, height = size
        region = canvas[self._panel_top : self._panel_top + height, left : left + width]
        if picture is None:
            region[:] = PANEL
        else:
            shrinks = picture.shape[0] > height
            smooth = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
            region[:] = cv2.resize(picture, (width, height), interpolation=smooth)
        if note is not None:
            self._note(region, note, over_picture=picture is not None)

    def _note(self, region: UInt8Array, note: str, over_picture: bool) -> None:
        height, width = region.shape[:2]
        lines = wrapped(note, self._font, width - 2 * self._margin)
        step = line_height(self._font)
        top = height - len(lines) * step - self._font if over_picture else (height - len(lines) * step) // 2
        if over_picture:
            strip = region[top - self._font // 2 :]
            strip[:] = (strip * np.float32(0.35)).astype(np.uint8)
        for i, line in enumerate(lines):
            draw_text(region, line, width // 2, top + i * step, self._font, TEXT, "centre")

    def _bars(self, canvas: UInt8Array, display: DisplayFrame) -> None:
        side = self.original_px[1]
        _, face_left, third_left = self._panel_lefts
        words = (TEXT, QUIET)
        if display.limits is not None:
            bar = (side, self._font, self.settings.heat_table, display.limits, words)
            draw_colour_bar(canvas, face_left, self._bar_top, *bar)
            if not self.with_guided:
                draw_colour_bar(canvas, third_left, self._bar_top, *bar)
        if self.with_guided and display.guided_limits is not None:
            limits = display.guided_limits
            draw_colour_bar(
                canvas, third_left, self._bar_top, side, self._font, self.settings.guided_table, limits, words
            )

    def _caption(self, canvas: UInt8Array, display: DisplayFrame) -> None:
        left, below, _ = self._panel_lefts
        end, right = below - self._margin, self.size_px[0] - self._margin
        width = end - left
        score, step = round(self._font * 1.3), line_height(self._font)
        taken = draw_text(canvas, score_words(display.score), left, self._bar_top, score, TEXT, bold=True)
        room = width - taken - self._margin
        time = f"{timestamp(display.pts_seconds)}  frame {display.frame_index}"
        draw_text(
            canvas,
            time,
            end,
            self._bar_top + (line_height(score) - step) // 2,
            self._font,
            TEXT,
            "right",
            max_width=room,
        )
        second = self._bar_top + line_height(score)
        error = f"known error: {self.manifest.checkpoint.known_error or 'unknown'}"
        clips = clip_words(display.clip_indices, self.num_clips)
        taken = draw_text(canvas, clips, end, second, self._font, QUIET, "right", max_width=width)
        draw_text(canvas, error, left, second, self._font, QUIET, max_width=width - taken - self._margin)
        last = self._caption_top
        taken = draw_text(canvas, RESEARCH_USE, right, last, self._font, TEXT, "right")
        names = STATEMENTS[self.deidentify] or f"{self.manifest.recording.name} · {self.manifest.checkpoint.name}"
        draw_text(canvas, names, left, last, self._font, QUIET, max_width=width)
        remarks = " · ".join(display.remarks) if self.manifest.checkpoint.trained else UNTRAINED
        if remarks:
            draw_text(canvas, remarks, below, last, self._font, WARNING, max_width=right - below - taken - self._margin)


@lru_cache(maxsize=4)
def _blank(size_px: tuple[int, int]) -> UInt8Array:
    width, height = size_px
    return np.full((height, width, 3), BACKGROUND, dtype=np.uint8)


def timestamp(seconds: float) -> str:
    """Minutes, seconds and hundredths, such as 00:41.13."""
    hundredths = round(seconds * 100)
    return f"{hundredths // 6000:02d}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}"


def clip_words(clips: tuple[int, ...], num_clips: int) -> str:
    """Which clips cover a frame, counted from 1, such as ``clips 3 + 4 of 12``."""
    if not clips:
        return "no clip"
    return f"clip{'s' if len(clips) > 1 else ''} {' + '.join(str(i + 1) for i in clips)} of {num_clips}"


def score_words(score: float | None) -> str:
    """The score with its unit and band, such as ``score 17.2 (mild)``."""
    return "score –" if score is None else f"score {format_score(score)} ({severity(score).label})"
