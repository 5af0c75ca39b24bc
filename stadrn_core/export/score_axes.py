"""The score over time for print: a line for each clip on the severity bands, and what is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.export.page import INK, QUIET, draw_bands
from stadrn_core.severity import Severity
from stadrn_core.types import FaceState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from stadrn_core.render import AnalysisView


def draw_scores(axes: Axes, store: AnalysisView, named: Mapping[str, float], truth: float | None = None) -> None:
    """Score of each clip over the stretch it speaks for, on the severity bands; stretches without a face below.

    Args:
        axes: what is drawn on.
        store: the analysis.
        named: moments to point out, seconds by a letter.
        truth: known BDI-II score, a dashed line.
    """
    times = store.pts_seconds
    end = float(times[-1]) + 1 / store.manifest.recording.frame_rate
    scored = {i: record.score for i, record in store.records.items() if record.score is not None}
    top = max([24.0, *(score * 1.2 for score in scored.values()), 1.2 * (truth or 0.0)])
    draw_bands(axes, top)
    if truth is not None:
        axes.axhline(truth, color=INK, linewidth=0.8, linestyle=(0, (5, 2)))
        axes.text(
            0.995, truth, f"known {truth:g}", transform=axes.get_yaxis_transform(), ha="right", va="bottom", size=6
        )
    for i, score in scored.items():
        first, stop = store.plan.span(i)
        until = float(times[stop]) if stop < len(times) else end
        axes.plot([times[first], until], [score, score], color=INK, linewidth=1.4, solid_capstyle="butt")
    for start, stop in _stretches_without_face(store):
        until = float(times[stop]) if stop < len(times) else end
        axes.axvspan(float(times[start]), until, 0, 0.06, color=QUIET, linewidth=0)
    for name, seconds in named.items():
        axes.axvline(seconds, color=INK, linewidth=0.6, linestyle=(0, (3, 2)))
        axes.annotate(name, (seconds, 1.02), xycoords=("data", "axes fraction"), ha="center", size=7)
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
