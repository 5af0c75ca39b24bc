"""Drawing a figure for a preview or a file, as generators for a thread; no Qt, no threads.

The engine is imported inside, as in ``tasks``.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
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
        others: folders of analyses by further checkpoints.
    """

    store: Path
    recording: Path
    view: ViewSettings
    frames: tuple[int, ...] = ()
    look: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[Path, ...] = ()

    def command(self, target: Path) -> str:
        """The command line that makes the same figure."""
        import shlex

        look, kind = self.look, self.look["kind"]
        words = ["stadrn", "figure", *map(str, (self.store, *self.others)), "--out", str(target), "--kind", kind]
        words += self._view_words()
        for frame in self.frames:
            words += ["--frame", str(frame)]
        if kind == "frames":
            for column in look["columns"]:
                words += ["--column", column]
            words += ["--layout", look["layout"]] + ["--no-timeline"] * (not look["timeline"])
        if kind == "region_raster":
            words += ["--measure", look["measure"]]
        if kind == "checkpoints":
            words += ["--scale", look["scale"]]
        if look["seconds"] is not None and kind in ("timeline", "region_raster"):
            words += ["--from", repr(look["seconds"][0]), "--to", repr(look["seconds"][1])]
        words += ["--width", f"{look['width_mm']:g}", "--dpi", str(look["dots_per_inch"])]
        words += ["--contours"] * look["contours"] + ["--show-name"] * look["show_name"]
        words += ["--no-letters"] * (not look["letters"])
        words += [] if look["truth"] is None else ["--truth", f"{look['truth']:g}"]
        words += ["--font", look["font"]] if look["font"] else []
        words += ["--deidentify", look["deidentify"]] if look["deidentify"] != "none" else []
        return shlex.join(words)

    def _view_words(self) -> list[str]:
        """Options for all in which the maps do not look as they do by default."""
        from dataclasses import asdict

        from stadrn_core.view import ViewSettings

        view, usual = asdict(self.view), asdict(ViewSettings())
        words = ["--quantity", view.pop("quantity")]
        limits, is_manual = view.pop("manual_limits"), view["scale_mode"] == "manual"
        if is_manual and limits is not None:
            words += ["--limits", *map(repr, limits)]
            del view["scale_mode"]
        for name, value in view.items():
            words += ["--view", f"{name}={value}"] if value != usual[name] else []
        return words


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
    """The figure as the content of a PNG, as coarse as a screen.

    Raises:
        ExportError, StoreError, VideoError: as ``write``.
    """
    from dataclasses import replace

    yield from picture(replace(job, look={**job.look, "dots_per_inch": PREVIEW_DPI}))


def picture(job: FigureJob) -> Generator[bytes, None, None]:
    """The figure as the content of a PNG.

    Raises:
        ExportError, StoreError, VideoError: as ``write``.
    """
    with tempfile.TemporaryDirectory(prefix="stadrn") as folder:
        target = Path(folder) / "figure.png"
        _write(job, target)
        content = target.read_bytes()
    yield content


def _write(job: FigureJob, target: Path) -> None:
    from stadrn_core.export.figure import write_figure
    from stadrn_core.store import AnalysisStore
    from stadrn_core.trust.load import stored_results
    from stadrn_core.video import open_recording

    with ExitStack() as stack:
        store, *others = [stack.enter_context(AnalysisStore.open(path)) for path in (job.store, *job.others)]
        with open_recording(job.recording) as source:
            frames, trust = job.frames or None, stored_results(store)
            write_figure(store, source, target, frames, job.view, trust=trust, others=others, **job.look)
