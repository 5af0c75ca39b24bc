"""A figure in the manner of the paper's Fig. 11: frames with their maps, and the score over time."""

from __future__ import annotations

import string
import textwrap
from typing import TYPE_CHECKING, Any

import cv2
import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from stadrn_core.alignment import warp_face
from stadrn_core.colours import colour_table
from stadrn_core.damage import read_or_blank
from stadrn_core.errors import ExportError
from stadrn_core.export.files import whole_file
from stadrn_core.export.sheet import UNTRAINED, clip_words, score_words, timestamp
from stadrn_core.export.table import RESEARCH_USE
from stadrn_core.render import QUANTITY_LABELS, ViewSettings, render_frame
from stadrn_core.severity import Severity
from stadrn_core.types import FaceState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

    from stadrn_core.render import AnalysisView, DisplayFrame
    from stadrn_core.trust import MapName, MeasureResult
    from stadrn_core.types import Frame, FrameSource, UInt8Array

SUFFIXES = (".pdf", ".svg", ".png")
DEFAULT_ROWS = 4
PICTURE, GAP, MARGIN, LEFT, RIGHT, TOP, TIMELINE, BOTTOM = 1.3, 0.07, 0.12, 1.08, 0.6, 0.5, 1.5, 0.55
"""Sizes in inches."""
FOOT_LINE, FOOT_CHARACTERS = 0.127, 20.0
"""Height of a line of the footer in inches, and how many of its characters fit into one inch."""
PICTURE_PX = 448
INK, QUIET, LINE = "#1b1d21", "#5d646f", "#c9ced6"
STYLE: Any = {
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "stadrn",
    "font.family": "sans-serif",
    "font.sans-serif": ["Arial", "Helvetica", "Liberation Sans", "DejaVu Sans"],
    "font.size": 7.0,
    "axes.linewidth": 0.6,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "text.color": INK,
}


def write_figure(
    store: AnalysisView,
    source: FrameSource,
    path: Path,
    frame_indices: Sequence[int] | None = None,
    settings: ViewSettings | None = None,
    *,
    dots_per_inch: int = 300,
    overwrite: bool = True,
    trust: Sequence[MeasureResult] = (),
) -> None:
    """Write a figure for print: vector text that stays editable in PDF and SVG, pictures as they are on the screen.

    Args:
        store: the analysis.
        source: its recording.
        path: file ending in .pdf, .svg or .png.
        frame_indices: source frames, a row each; by default up to four with a face and a map, evenly spread over the
            recording (not chosen by what they show).
        settings: what to show and how; the defaults of the window otherwise.
        dots_per_inch: resolution of PNG.
        overwrite: replace a file that is there.
        trust: results of tests of the maps, told below the figure.

    Raises:
        ExportError: the file cannot be written, the recording is not the one that was analysed, or there is no frame
            to show.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ExportError(f"{path} cannot be written: the name must end in {', '.join(SUFFIXES)}. Choose such a name.")
    settings = settings or ViewSettings()
    chosen = list(representative_frames(store) if frame_indices is None else frame_indices)
    if not chosen:
        raise ExportError(f"{path} cannot be written: no frame has both a face and a map. Analyse the recording first.")
    if source.info.num_frames != len(store.pts_seconds):
        raise ExportError(f"{source.info.path} is not the recording that was analysed. Open that one.")
    frames = [read_or_blank(source, frame_index) for frame_index in chosen]
    rows = [(frame, render_frame(store, frame, settings)) for frame in frames]
    # Dates out of the files, so that the same analysis gives the same bytes.
    metadata = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(path.suffix.lower(), {})
    with matplotlib.rc_context(STYLE), whole_file(path, overwrite) as unfinished:
        figure = _figure(store, rows, settings, trust)
        figure.savefig(unfinished, dpi=dots_per_inch, metadata=metadata)


def representative_frames(store: AnalysisView, count: int = DEFAULT_ROWS) -> list[int]:
    """Sampled frames with a face, in explained clips with a score above 0, evenly spread over the recording."""
    plan, states = store.plan, store.face_states()
    explained = [i for i, record in store.records.items() if record.score]
    covered = np.unique(plan.positions[explained]) if explained else np.array([], dtype=np.int64)
    fit = covered[states[covered] == FaceState.FOUND]
    if len(fit) == 0:
        return []
    places = (np.arange(min(count, len(fit))) + 0.5) / min(count, len(fit)) * len(fit)
    return [int(plan.frame_indices[fit[int(place)]]) for place in places]


class _Page:
    """Places things on a figure in inches from its upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width, height), facecolor="white")
        FigureCanvasAgg(self.figure)

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Axes whose upper left corner is at (x, y)."""
        bottom = 1 - (y + height) / self.height
        return self.figure.add_axes((x / self.width, bottom, width / self.width, height / self.height))

    def text(self, x: float, y: float, words: str, **style: Any) -> None:
        """Text whose upper end is at ``y``."""
        self.figure.text(x / self.width, 1 - y / self.height, words, **{"va": "top", **style})


def _figure(
    store: AnalysisView,
    rows: list[tuple[Frame, DisplayFrame]],
    settings: ViewSettings,
    trust: Sequence[MeasureResult],
) -> Figure:
    """A row of pictures for each frame, colour bars, the score over time, and what must be said."""
    with_guided = any(display.guided is not None for _, display in rows)
    titles = ["Aligned face", "Overlay", QUANTITY_LABELS[settings.quantity], "Guided backpropagation"][
        : 3 + with_guided
    ]
    shared_scale = settings.scale_mode in ("recording", "manual")
    step = PICTURE + (0.08 if shared_scale else 0.55)
    bars_end = TOP + len(rows) * step + (0.52 if shared_scale else 0.0)
    width = LEFT + len(titles) * (PICTURE + GAP) - GAP + RIGHT
    tested = _trust_lines(rows, settings, with_guided, trust, width)
    bottom = BOTTOM + len(tested) * FOOT_LINE
    page = _Page(width, bars_end + TIMELINE + bottom)
    page.text(MARGIN, 0.12, store.manifest.recording.name, size=9, weight="bold")
    for r, (frame, display) in enumerate(rows):
        y = TOP + r * step
        page.text(MARGIN, y + 0.02, f"({_letter(r)})", size=8, weight="bold")
        page.text(MARGIN, y + 0.2, _row_words(store, display), linespacing=1.5)
        has_bars = not shared_scale or r == len(rows) - 1
        for c, picture in enumerate(_pictures(frame, display, settings)[: len(titles)]):
            x = LEFT + c * (PICTURE + GAP)
            cell = page.axes(x, y, PICTURE, PICTURE)
            _show(cell, picture, display.note or "no map here")
            if r == 0:
                cell.set_title(titles[c], size=7.5, pad=4)
            if has_bars:
                _colour_bar(page, x, y + PICTURE + 0.07, c, display, settings)
    right = page.width - LEFT - RIGHT
    _timeline(page.axes(LEFT, bars_end + 0.08, right, TIMELINE - 0.45), store, rows)
    _footer(page, store, tested, bottom)
    return page.figure


def _pictures(frame: Frame, display: DisplayFrame, settings: ViewSettings) -> list[UInt8Array | None]:
    """Face, overlay, heatmap and guided map, in print size."""
    to_face = display.placement.frame_to_face
    plain = None
    if display.face is not None and to_face is not None:
        plain = warp_face(frame.rgb, to_face, display.face.shape[0])
    smooth = cv2.INTER_CUBIC if settings.cells == "interpolated" else cv2.INTER_NEAREST
    kinds = (
        (plain, cv2.INTER_CUBIC),
        (display.face, cv2.INTER_CUBIC),
        (display.heat, smooth),
        (display.guided, cv2.INTER_CUBIC),
    )
    size = (PICTURE_PX, PICTURE_PX)
    return [
        None if picture is None else np.asarray(cv2.resize(picture, size, interpolation=how), dtype=np.uint8)
        for picture, how in kinds
    ]


def _show(axes: Axes, picture: UInt8Array | None, note: str) -> None:
    axes.set_axis_off()
    if picture is not None:
        axes.imshow(picture, interpolation="none")
        return
    axes.add_patch(Rectangle((0, 0), 1, 1, facecolor="#f1f2f4", edgecolor=LINE, linewidth=0.6))
    axes.text(0.5, 0.5, "\n".join(textwrap.wrap(note, 24)), ha="center", va="center", color=QUIET)


def _colour_bar(page: _Page, x: float, y: float, column: int, display: DisplayFrame, settings: ViewSettings) -> None:
    """The scale of the heatmap's or the guided map's column; the other columns have none."""
    limits = {2: display.limits, 3: display.guided_limits}.get(column)
    if limits is None:
        return
    table = colour_table(settings.heat_table if column == 2 else settings.guided_table)
    axes = page.axes(x, y, PICTURE, 0.07)
    axes.imshow(table[None], aspect="auto", extent=(limits.low, limits.high, 0, 1), interpolation="none")
    axes.set_yticks([])
    axes.set_xticks([limits.low, limits.high], limits.ends)
    axes.tick_params(length=2, width=0.6, pad=1.5, labelsize=6.5)
    lowest, highest = axes.get_xticklabels()
    lowest.set_horizontalalignment("left")
    highest.set_horizontalalignment("right")
    words = f"{limits.unit}\n{limits.mode}{' so far' if limits.provisional else ''}"
    page.text(x + PICTURE / 2, y + 0.21, words, ha="center", size=6, color=QUIET, linespacing=1.3)


def _timeline(axes: Axes, store: AnalysisView, rows: list[tuple[Frame, DisplayFrame]]) -> None:
    """Score of each clip over the stretch it speaks for, on the severity bands; stretches without a face below."""
    times = store.pts_seconds
    end = float(times[-1]) + 1 / store.manifest.recording.frame_rate
    scored = {i: record.score for i, record in store.records.items() if record.score is not None}
    top = max([24.0, *(score * 1.2 for score in scored.values())])
    for band in Severity:
        low, high = band.low, top if band is Severity.SEVERE else min(band.high, top)
        if low < top:
            axes.axhspan(low, high, color=np.array(band.colour("light")) / 255, alpha=0.55, linewidth=0)
            axes.text(1.01, (low + high) / 2, band.label, transform=axes.get_yaxis_transform(), va="center", size=6.5)
    for i, score in scored.items():
        first, stop = store.plan.span(i)
        until = float(times[stop]) if stop < len(times) else end
        axes.plot([times[first], until], [score, score], color=INK, linewidth=1.4, solid_capstyle="butt")
    for start, stop in _stretches_without_face(store):
        until = float(times[stop]) if stop < len(times) else end
        axes.axvspan(float(times[start]), until, 0, 0.06, color=QUIET, linewidth=0)
    for r, (frame, _) in enumerate(rows):
        axes.axvline(frame.pts_seconds, color=INK, linewidth=0.6, linestyle=(0, (3, 2)))
        axes.annotate(_letter(r), (frame.pts_seconds, 1.02), xycoords=("data", "axes fraction"), ha="center", size=7)
    axes.set(xlim=(0, end), ylim=(0, top), xlabel="time (s)", ylabel="score (BDI-II points)")
    axes.set_yticks([tick for tick in (*(band.low for band in Severity), 63.0) if tick <= top])
    axes.tick_params(length=2, width=0.6)
    axes.spines[["top", "right"]].set_visible(False)


def _stretches_without_face(store: AnalysisView) -> list[tuple[int, int]]:
    """Source frames [start, stop) that no sampled frame with a face stands for."""
    plan = store.plan
    without = np.isin(store.face_states(), (FaceState.NONE, FaceState.DAMAGED))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], without, [False]]).astype(np.int8)))
    frames = np.append(plan.frame_indices, len(store.pts_seconds))
    return [(int(frames[a]), int(frames[b])) for a, b in edges.reshape(-1, 2)]


def _trust_lines(
    rows: list[tuple[Frame, DisplayFrame]],
    settings: ViewSettings,
    with_guided: bool,
    trust: Sequence[MeasureResult],
    width: float,
) -> list[str]:
    """What was tested of the maps shown, over the clips shown, in lines that fit the page."""
    from stadrn_core.export.trust import badge_of_clips

    clips = sorted({i for _, display in rows for i in display.explained_clips})
    names: list[MapName] = ["guided"] if with_guided else []
    if settings.quantity == "gradcam":
        said = ["Plain Grad-CAM: not tested."]
    else:
        said = []
        names.insert(0, "signed_points" if settings.quantity == "signed" else "gradcampp")
    said += [badge_of_clips(trust, name, clips) for name in names]
    text = f"Tests of the maps: {' '.join(said)}"
    return textwrap.wrap(text, int((width - 2 * MARGIN) * FOOT_CHARACTERS))


def _footer(page: _Page, store: AnalysisView, tested: Sequence[str], bottom: float) -> None:
    facts, score = store.manifest, store.video_score
    mean = "no score" if score is None else f"{score_words(score)}, mean over clips"
    error = f"known error: {facts.checkpoint.known_error or 'unknown'}"
    settings = facts.settings
    lines = [
        f"Recording: {mean}; {error}. Marks along the lower edge: no face.",
        f"Checkpoint {facts.checkpoint.name}; {settings.target_layer}, every {settings.sample_interval} frames, "
        f"{facts.map_shape[1]}×{facts.map_shape[2]} cells for a face.",
    ]
    if settings.sample_interval == 1:
        lines[1] = lines[1].replace("every 1 frames", "every frame")
    page.text(MARGIN, page.height - bottom + 0.05, "\n".join([*lines, *tested]), size=6.5, color=QUIET, linespacing=1.4)
    words = RESEARCH_USE if facts.checkpoint.trained else f"{UNTRAINED}. {RESEARCH_USE}"
    page.text(MARGIN, page.height - 0.2, words, size=6.5, weight="bold")


def _row_words(store: AnalysisView, display: DisplayFrame) -> str:
    lines = [
        timestamp(display.pts_seconds),
        f"frame {display.frame_index}",
        clip_words(display.clip_indices, store.plan.num_clips),
    ]
    lines += score_words(display.score).split(" (")
    lines[-1] = f"({lines[-1]}" if lines[-1].endswith(")") else lines[-1]
    if display.guided_frame_index not in (None, display.frame_index):
        lines.append(f"guided: frame {display.guided_frame_index}")
    return "\n".join(lines)


def _letter(row: int) -> str:
    return string.ascii_lowercase[row] if row < 26 else str(row + 1)
