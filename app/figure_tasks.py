"""Drawing a figure for a preview or a file, as generators for a thread; no Qt, no threads.

The engine is imported inside, as in ``tasks``.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from stadrn_core.view import ViewSettings

PREVIEW_DPI = 110


@dataclass(frozen=True)
class FigureJob:
    """One figure, complete in itself.

    Attributes:
        store: folder of the analysis.
        recording: its recording.
        view: what the maps show, and how.
        frames: source frames; spread over the recording where there are none.
        look: further fields of ``FigureRecipe``.
    """

    store: Path
    recording: Path
    view: ViewSettings
    frames: tuple[int, ...] = ()
    look: Mapping[str, Any] = field(default_factory=dict)

    def command(self, target: Path) -> str:
        """The command line that makes the same figure."""
        import shlex

        words = ["stadrn", "figure", str(self.store), "--out", str(target), "--quantity", self.view.quantity]
        for frame in self.frames:
            words += ["--frame", str(frame)]
        for column in self.look["columns"]:
            words += ["--column", column]
        words += ["--width", f"{self.look['width_mm']:g}", "--layout", self.look["layout"]]
        words += ["--dpi", str(self.look["dots_per_inch"])]
        words += ["--contours"] * self.look["contours"] + ["--show-name"] * self.look["show_name"]
        words += ["--no-timeline"] * (not self.look["timeline"])
        words += ["--font", self.look["font"]] if self.look["font"] else []
        words += ["--deidentify", self.look["deidentify"]] if self.look["deidentify"] != "none" else []
        return shlex.join(words)


def write(job: FigureJob, target: Path) -> Generator[Progress, None, None]:
    """Write a figure.

    Raises:
        ExportError: it cannot be written, or does not fit.
        StoreError, VideoError: its sources cannot be read.
    """
    yield Progress("drawing the figure", 0, 1, "figures")
    _write(job, target)
    yield Progress("drawing the figure", 1, 1, "figures")


def preview(job: FigureJob) -> Generator[bytes, None, None]:
    """The figure as the content of a PNG.

    Raises:
        ExportError, StoreError, VideoError: as ``write``.
    """
    from dataclasses import replace

    with tempfile.TemporaryDirectory(prefix="stadrn") as folder:
        target = Path(folder) / "preview.png"
        _write(replace(job, look={**job.look, "dots_per_inch": PREVIEW_DPI}), target)
        content = target.read_bytes()
    yield content


def _write(job: FigureJob, target: Path) -> None:
    from stadrn_core.export.figure import write_figure
    from stadrn_core.store import AnalysisStore
    from stadrn_core.trust.load import stored_results
    from stadrn_core.video import open_recording

    with AnalysisStore.open(job.store) as store, open_recording(job.recording) as source:
        frames = job.frames or None
        write_figure(store, source, target, frames, job.view, trust=stored_results(store), **job.look)
