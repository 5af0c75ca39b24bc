"""A session report for the file: score over time, marks, key frames, regions, methods, sources and limits (A4, PDF)."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_pdf import PdfPages

from stadrn_core.damage import read_or_blank
from stadrn_core.errors import ExportError
from stadrn_core.export.deidentify import STATEMENTS, render_deidentified
from stadrn_core.export.files import whole_file
from stadrn_core.export.frame_row import colour_bar, column_pictures, column_titles, letter, row_words, show_picture
from stadrn_core.export.methods_text import methods_text
from stadrn_core.export.neutral_face import face_for_outlines
from stadrn_core.export.page import INK, LINE, QUIET, STYLE, Page
from stadrn_core.export.region_figure import draw_face_diagram, draw_share_bars, whisker_words
from stadrn_core.export.regions import region_limits
from stadrn_core.export.rows import RESEARCH_USE
from stadrn_core.export.score_axes import draw_scores
from stadrn_core.export.sheet import UNTRAINED, score_words, timestamp
from stadrn_core.export.table import warnings
from stadrn_core.manifest import computed_on
from stadrn_core.marks.timing import Timing
from stadrn_core.regions.intervals import recording_regions
from stadrn_core.regions.numbers import RegionReader
from stadrn_core.types import FaceState, Progress
from stadrn_core.view import ViewSettings

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from stadrn_core.export.recipe import Column
    from stadrn_core.marks.marks import Mark
    from stadrn_core.regions.intervals import RecordingRegions
    from stadrn_core.render import AnalysisView, DisplayFrame
    from stadrn_core.store import AnalysisStore
    from stadrn_core.trust import MapName, MeasureResult
    from stadrn_core.types import Deidentify, Float64Array, Frame, FrameSource

WIDTH, HEIGHT, MARGIN = 8.27, 11.69, 0.6
"""A4, in inches."""
INNER = WIDTH - 2 * MARGIN
TEXT_LETTERS, SMALL_LETTERS = 118, 138
"""Letters of a line in the two sizes of text."""
LINE_HEIGHT, SMALL_LINE_HEIGHT = 0.165, 0.14
COLUMNS: tuple[Column, ...] = ("overlay", "heat", "guided")
SIDE, ROW_WORDS, GAP = 1.55, 1.15, 0.1
MOST_KEY_FRAMES = 4
HOW_CHOSEN = (
    "Chosen by rule, not by what they show: the middle of the clips with the highest and the lowest score, then the "
    "first marks, then frames evenly spread."
)
LIMITS = (
    "The score is what one network says of a video of a face. Errors of several points are usual: on the recordings of "
    "its paper the network's was as wide as a severity band.",
    "Maps explain the network's score, not the person. They can disagree with each other, and that one looks right "
    "does not make it so; what was tested of them stands above.",
    "Cells are coarser than the interpolated pictures suggest; a region smaller than a cell cannot be told from its "
    "neighbours.",
    f"{RESEARCH_USE}.",
)


@dataclass(frozen=True)
class ReportOptions:
    """What a user decides about a report.

    Attributes:
        view: what the maps show, and how.
        deidentify: what becomes of the face; unless ``none``, names, notes and guided maps are left out.
        with_notes: print the notes of the marks; they may name people.
        with_regions: sum the maps over regions of the face, where landmarks are known; takes the longest.
    """

    view: ViewSettings = field(default_factory=ViewSettings)
    deidentify: Deidentify = "none"
    with_notes: bool = True
    with_regions: bool = True


def write_report(
    store: AnalysisStore,
    source: FrameSource,
    path: Path,
    marks: Sequence[Mark] = (),
    trust: Sequence[MeasureResult] = (),
    options: ReportOptions | None = None,
    *,
    overwrite: bool = True,
) -> Generator[Progress, None, None]:
    """Write the report of one analysis.

    Args:
        store: the analysis; clips that are not explained yet are told as such.
        source: its recording.
        path: file ending in .pdf.
        marks: of the recording.
        trust: results of tests of the maps.
        options: the defaults where None.
        overwrite: replace a file that is there.

    Raises:
        ExportError: the file cannot be written, the recording is not the one that was analysed, or nothing is
            explained yet.
        VideoError: the recording cannot be read.
    """
    options = options or ReportOptions()
    if path.suffix.lower() != ".pdf":
        raise ExportError(f"{path} cannot be written: a report is a PDF. Choose a name that ends in .pdf.")
    if source.info.num_frames != len(store.pts_seconds):
        raise ExportError(f"{source.info.path} is not the recording that was analysed. Open that one.")
    if not any(record.score is not None for record in store.records.values()):
        raise ExportError(f"{path} cannot be written: no clip is explained yet. Analyse the recording first.")
    report = _Report(store, tuple(marks), tuple(trust), options)
    chosen = key_frames(store, marks)
    rows = []
    for done, frame_index in enumerate(chosen):
        yield Progress("drawing key frames", done, len(chosen), "frames")
        frame = read_or_blank(source, frame_index)
        rows.append(render_deidentified(store, frame, options.view, options.deidentify))
    regions = (yield from _regions(store, options)) if options.with_regions else None
    yield Progress("writing the report", 0, 1, "files")
    with matplotlib.rc_context(STYLE), whole_file(path, overwrite) as unfinished:
        pages = [*report.summary_pages(rows), *report.frame_pages(rows)]
        if regions is not None:
            pages.append(report.region_page(*regions))
        pages += report.text_pages()
        metadata: dict[str, Any] = {"CreationDate": None, "Title": "Session report", "Subject": RESEARCH_USE}
        with PdfPages(unfinished, metadata=metadata) as document:
            for number, page in enumerate(pages, start=1):
                report.finish(page, number, len(pages))
                document.savefig(page.figure)
    yield Progress("writing the report", 1, 1, "files")


def key_frames(store: AnalysisView, marks: Sequence[Mark]) -> list[int]:
    """Source frames that stand for the session, by ``HOW_CHOSEN``, in their order; at most four, each with a face."""
    plan, states = store.plan, store.face_states()
    scored = {i: record.score for i, record in store.records.items() if record.score is not None}
    covered = np.unique(plan.positions[sorted(scored)])
    with_face = covered[states[covered] == FaceState.FOUND]
    if not with_face.size:
        return []
    frames = plan.frame_indices[with_face]

    def nearest(frame_index: float) -> int:
        return int(frames[np.abs(frames - frame_index).argmin()])

    extremes = [max(scored, key=lambda i: scored[i]), min(scored, key=lambda i: scored[i])]
    wanted = [sum(plan.span(i)) / 2 for i in extremes] + [float(mark.first_frame) for mark in marks]
    spread = frames[((np.arange(MOST_KEY_FRAMES) + 0.5) / MOST_KEY_FRAMES * len(frames)).astype(int)]
    chosen = dict.fromkeys([*(nearest(place) for place in wanted), *spread.tolist()])
    return sorted(list(chosen)[:MOST_KEY_FRAMES])


def _regions(
    store: AnalysisStore, options: ReportOptions
) -> Generator[Progress, None, tuple[RecordingRegions, Float64Array, str] | None]:
    """The recording's numbers by region the face they are drawn on, and whose it is; None for aligned faces."""
    if store.manifest.recording.is_aligned:
        return None
    reader = RegionReader(store, "weighted" if options.view.quantity == "weighted" else "unweighted")
    clips = sorted(i for i, record in store.records.items() if record.score is not None)
    found = []
    for done, clip_index in enumerate(clips):
        yield Progress("summing over regions", done, len(clips), "clips")
        found.append(reader.clip(clip_index))
    return recording_regions(found), *face_for_outlines(store, options.deidentify)


@dataclass(frozen=True)
class _Report:
    """Draws the pages."""

    store: AnalysisStore
    marks: tuple[Mark, ...]
    trust: tuple[MeasureResult, ...]
    options: ReportOptions

    @property
    def _is_named(self) -> bool:
        return self.options.deidentify == "none"

    def summary_pages(self, rows: Sequence[tuple[Frame, DisplayFrame]]) -> list[Page]:
        """Facts, score over time, and the marks, on as many pages as they need."""
        page = Page(WIDTH, HEIGHT)
        page.text(MARGIN, MARGIN, "Session report", size=16, weight="bold")
        y = MARGIN + 0.42
        for name, words in self._facts():
            lines = textwrap.wrap(words, 96) or [""]
            page.text(MARGIN, y, name, size=8, color=QUIET, linespacing=1.45)
            page.text(MARGIN + 1.35, y, "\n".join(lines), size=8, linespacing=1.45)
            y += LINE_HEIGHT * len(lines) + 0.03
        y = self._heading(page, y + 0.14, "Score over time")
        named = {letter(r): frame.pts_seconds for r, (frame, _) in enumerate(rows)}
        draw_scores(page.axes(MARGIN + 0.35, y + 0.12, INNER - 1.0, 1.9), self.store, named)
        y += 2.5
        words = "Letters: the key frames on the next page. Marks along the lower edge: no face."
        y = self._paragraph(page, y, words, QUIET)
        return self._with_marks(page, y + 0.12)

    def _facts(self) -> list[tuple[str, str]]:
        manifest, store = self.store.manifest, self.store
        recording, checkpoint = manifest.recording, manifest.checkpoint
        scores = [record.score for record in store.records.values() if record.score is not None]
        states = store.face_states()
        looked = int((states != FaceState.UNKNOWN).sum())
        explained = f"{len(scores)} of {store.plan.num_clips} clips"
        spread = f"{min(scores):.1f} to {max(scores):.1f} points in {explained}"
        facts = [
            ("Recording", recording.name if self._is_named else "name left out"),
            ("", f"{timestamp(recording.duration_seconds)} long, {recording.num_frames} frames"),
            ("Score", f"{score_words(store.video_score)}, mean over clips; {spread}"),
            ("Known error", checkpoint.known_error or "unknown"),
            ("Checkpoint", checkpoint.name if self._is_named else "name left out"),
            ("Faces", f"found in {int((states == FaceState.FOUND).sum())} of {looked} sampled frames"),
            ("Analysed", manifest.created),
            ("Report", datetime.now(UTC).isoformat(timespec="minutes")),
        ]
        facts += [("Warning", words) for words in warnings(store)]
        if not self._is_named:
            facts.append(("Faces", f"{STATEMENTS[self.options.deidentify]}. Notes are left out, too."))
        return facts

    def _with_marks(self, page: Page, y: float) -> list[Page]:
        pages = [page]
        y = self._heading(page, y, f"Marks ({len(self.marks)})")
        if not self.marks:
            self._paragraph(page, y, "No marks are set.", QUIET)
            return pages
        timing = Timing(self.store.pts_seconds, self.store.manifest.recording.duration_seconds)
        for mark in self.marks:
            note = mark.text if self.options.with_notes and self._is_named else ""
            lines = textwrap.wrap(note, 80) or [""]
            if y + LINE_HEIGHT * len(lines) > HEIGHT - MARGIN - 0.4:
                page = Page(WIDTH, HEIGHT)
                pages.append(page)
                y = self._heading(page, MARGIN, "Marks, continued")
            first, last = timing.span(mark.first_frame, mark.last_frame)
            when = timestamp(first) + (f" to {timestamp(last)}" if mark.is_range else "")
            page.text(MARGIN, y, when, size=8, linespacing=1.45)
            page.text(MARGIN + 1.5, y, mark.category[:16], size=8, color=QUIET, linespacing=1.45)
            page.text(MARGIN + 2.5, y, "\n".join(lines), size=8, linespacing=1.45)
            y += LINE_HEIGHT * len(lines) + 0.02
        return pages

    def frame_pages(self, rows: Sequence[tuple[Frame, DisplayFrame]]) -> list[Page]:
        """The key frames with their maps, tests of the maps below; none where no frame has a face."""
        if not rows:
            return []
        page, settings = Page(WIDTH, HEIGHT), self.options.view
        y = self._heading(page, MARGIN, "Key frames")
        y = self._paragraph(page, y, HOW_CHOSEN, QUIET) + 0.32
        columns = [name for name in COLUMNS if name != "guided" or any(d.guided is not None for _, d in rows)]
        titles = column_titles(settings)
        shared = settings.scale_mode in ("recording", "manual")
        step = SIDE + (0.1 if shared else 0.5)
        for r, (frame, display) in enumerate(rows):
            page.text(MARGIN, y, f"({letter(r)})", size=9, weight="bold")
            words = row_words(self.store, display, with_guided="guided" in columns)
            page.text(MARGIN, y + 0.2, words, size=7.5, linespacing=1.5)
            pictures = column_pictures(frame, display, settings)
            for c, name in enumerate(columns):
                x = MARGIN + ROW_WORDS + c * (SIDE + GAP)
                cell = page.axes(x, y, SIDE, SIDE)
                show_picture(cell, pictures[name], display.note or "no map here")
                if r == 0:
                    cell.set_title("\n".join(textwrap.wrap(titles[name], 26)), size=8, pad=4)
                is_last = r == len(rows) - 1
                if (is_last or not shared) and name != "overlay":
                    colour_bar(page, (x, y + SIDE + 0.07, SIDE), name, display, settings)
            y += step
        y = self._heading(page, y + 0.55, "What was tested of these maps")
        self._paragraph(page, y, self._tested("guided" in columns))
        return [page]

    def _tested(self, with_guided: bool) -> str:
        from stadrn_core.export.trust import badge_of_clips

        clips = [i for i, record in sorted(self.store.records.items()) if record.skipped_reason is None]
        if self.options.view.quantity == "gradcam":
            said = ["Plain Grad-CAM: not tested."]
        else:
            name: MapName = "signed_points" if self.options.view.quantity == "signed" else "gradcampp"
            said = [badge_of_clips(self.trust, name, clips)]
        if with_guided:
            said.append(badge_of_clips(self.trust, "guided", clips))
        return " ".join(said)

    def region_page(self, found: RecordingRegions, landmarks: Float64Array, whose: str) -> Page:
        """Where on the face the heat lies."""
        page = Page(WIDTH, HEIGHT)
        y = self._heading(page, MARGIN, "Regions of the face")
        words = (
            "Grad-CAM++ summed over regions that follow the face, over all explained clips. "
            f"Drawn on {whose}; left and right are the subject's. {whisker_words(found)}."
        )
        y = self._paragraph(page, y, words, QUIET) + 0.1
        place = (MARGIN / WIDTH, 1 - (y + 3.4) / HEIGHT, 2.6 / WIDTH, 3.4 / HEIGHT)
        draw_face_diagram(page.figure, place, found, landmarks)
        draw_share_bars(page.axes(MARGIN + 4.0, y + 0.1, INNER - 4.1, 3.2), found)
        y += 3.9
        for words in region_limits(self.store, found):
            y = self._paragraph(page, y, words)
        return page

    def text_pages(self) -> list[Page]:
        """Methods, sources by hash, limits."""
        page = Page(WIDTH, HEIGHT)
        y = self._heading(page, MARGIN, "Methods")
        for paragraph in methods_text(self.store).strip().split("\n"):
            if paragraph:
                y = self._paragraph(page, y, paragraph, small=True)
        y = self._heading(page, y + 0.12, "Sources")
        manifest = self.store.manifest
        versions = ", ".join(f"{name} {version}" for name, version in manifest.versions.items())
        for words in (
            f"Recording, SHA-256: {manifest.recording.sha256}",
            f"Checkpoint, SHA-256: {manifest.checkpoint.sha256}",
            f"Computed on {computed_on(manifest, self.store.records.values())} with {versions}.",
        ):
            y = self._paragraph(page, y, words, small=True)
        y = self._heading(page, y + 0.12, "Limits")
        for words in LIMITS:
            y = self._paragraph(page, y, words)
        return [page]

    def finish(self, page: Page, number: int, total: int) -> None:
        """What every page says at its foot."""
        caution = RESEARCH_USE if self.store.manifest.checkpoint.trained else f"{UNTRAINED}. {RESEARCH_USE}"
        page.text(MARGIN, HEIGHT - 0.42, caution, size=7.5, weight="bold")
        page.text(WIDTH - MARGIN, HEIGHT - 0.42, f"{number} of {total}", size=7.5, color=QUIET, ha="right")

    def _heading(self, page: Page, y: float, words: str) -> float:
        page.text(MARGIN, y, words, size=11, weight="bold")
        rule = page.axes(MARGIN, y + 0.22, INNER, 0.01)
        rule.set_axis_off()
        rule.axhline(0.5, color=LINE, linewidth=0.8)
        return y + 0.33

    def _paragraph(self, page: Page, y: float, words: str, colour: str = INK, *, small: bool = False) -> float:
        """Wrapped words; returns where the next thing begins."""
        lines = textwrap.wrap(words, SMALL_LETTERS if small else TEXT_LETTERS)
        page.text(MARGIN, y, "\n".join(lines), size=6.8 if small else 8, color=colour, linespacing=1.4)
        return y + (SMALL_LINE_HEIGHT if small else LINE_HEIGHT) * len(lines) + 0.06
