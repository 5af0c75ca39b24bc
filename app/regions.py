"""What is known of the regions of the face in the analysis that is shown: computed beside everything else, and kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.region_raster import SHOWN_MEASURES, RegionRaster, face_and_background
from app.region_tasks import RegionJob, RegionStretch, RegionSummary, compute_regions
from app.translation import translate
from stadrn_core.regions.atlas import Region

if TYPE_CHECKING:
    from app.messages import UserMessage
    from app.workspace import Workspace
    from stadrn_core.regions.numbers import ClipRegions, HeatQuantity
    from stadrn_core.regions.sums import Measure
    from stadrn_core.store import AnalysisStore
    from stadrn_core.view import ViewSettings

ALIGNED_NOTE = translate(
    "Regions", "No regions: the recording consists of aligned faces, for which no landmarks are known."
)
NO_POINTS_NOTE = translate("Regions", "This network has no signed evidence, so there are no points.")


@dataclass
class RegionNumbers:
    """All that is known for one quantity of heat.

    Attributes:
        raster: over time.
        clips: each clip.
        largest: of each clip and measure, the largest absolute value on the face and in the background.
        summary: the recording; None before the first clip.
    """

    raster: RegionRaster
    clips: dict[int, ClipRegions] = field(default_factory=dict)
    largest: dict[int, dict[Measure, tuple[float, float]]] = field(default_factory=dict)
    summary: RegionSummary | None = None

    def add(self, stretch: RegionStretch) -> None:
        """Take over a clip with its frames."""
        clip = stretch.clip
        self.raster.add(stretch)
        self.clips[clip.clip_index] = clip
        self.largest[clip.clip_index] = {m: face_and_background(clip.sums.of(m)) for m in SHOWN_MEASURES}


class Regions(QObject):
    """Numbers by region for the map that the views show, the measure that is looked at, and the chosen region.

    It computes only while somebody wants it (see ``want``), clip by clip from the playhead outward, and keeps what it
    has for each quantity while the same analysis is shown.
    """

    numbers_changed = Signal()
    measure_changed = Signal(str)
    selected_changed = Signal(object)
    """Region | None"""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._wanted: set[str] = set()
        self._kept: dict[HeatQuantity, RegionNumbers] = {}
        self._store: AnalysisStore | None = None
        self._quantity: HeatQuantity = "weighted"
        self._measure: Measure = "relative_share"
        self._measure_of_heat: Measure = "relative_share"
        self._selected: Region | None = None
        self._task: int | None = None
        self._failed = ""
        workspace.store_changed.connect(self._show_store)
        workspace.clip_finished.connect(self._go_on)
        workspace.view_changed.connect(self._follow_view)
        self._follow_view(workspace.view)
        self._show_store(workspace.store)

    # -- state ------------------------------------------------------------

    @property
    def store(self) -> AnalysisStore | None:
        """The analysis."""
        return self._store

    @property
    def quantity(self) -> HeatQuantity:
        """The heat: what the views show, or showed before they showed signed evidence."""
        return self._quantity

    @property
    def numbers(self) -> RegionNumbers | None:
        """What is known for this quantity; None without an analysis."""
        return self._kept.get(self._quantity)

    @property
    def measure(self) -> Measure:
        """What raster and diagram show."""
        return self._measure

    @property
    def selected(self) -> Region | None:
        """The region that stands out."""
        return self._selected

    @property
    def note(self) -> str:
        """Why there is nothing to see, or nothing yet; empty when there is."""
        if self._store is None:
            return translate("Regions", "Regions appear here when a recording is analysed.")
        if self._store.manifest.recording.is_aligned:
            return ALIGNED_NOTE
        if self._failed:
            return self._failed
        if self._measure == "points" and not self._store.manifest.has_signed_points:
            return NO_POINTS_NOTE
        if self.numbers is None or self.numbers.raster.is_empty:
            return translate("Regions", "Regions appear here clip by clip")
        return ""

    @property
    def is_whole(self) -> bool:
        """Whether every clip of a finished analysis is in the numbers."""
        return self._store is not None and self._store.is_complete and not self._missing()

    # -- commands ------------------------------------------------------------

    def set_measure(self, measure: Measure) -> None:
        """Look at another measure."""
        if measure not in SHOWN_MEASURES:
            raise ValueError(f"measure must be one of {SHOWN_MEASURES}, got {measure!r}")
        if measure != "points":
            self._measure_of_heat = measure
        if measure != self._measure:
            self._measure = measure
            self.measure_changed.emit(measure)

    def select(self, region: Region | None) -> None:
        """Have a region stand out everywhere, or none."""
        if region != self._selected:
            self._selected = region
            self.selected_changed.emit(region)

    def want(self, who: str, wanted: bool) -> None:
        """Say that a part of the window shows regions, or shows them no more."""
        if wanted:
            self._wanted.add(who)
            self._go_on()
        else:
            self._wanted.discard(who)

    # -- following the workspace ------------------------------------------------------------

    def _show_store(self, store: AnalysisStore | None) -> None:
        self._stop()
        self._store = store
        self._kept, self._failed = {}, ""
        self.numbers_changed.emit()
        self._go_on()

    def _follow_view(self, view: ViewSettings) -> None:
        if view.quantity == "signed":
            self.set_measure("points")
        elif view.quantity != self._quantity or self._measure == "points":
            if view.quantity != self._quantity:
                self._stop()
                self._quantity = view.quantity
                self.numbers_changed.emit()
                self._go_on()
            self.set_measure(self._measure_of_heat)

    # -- computing ------------------------------------------------------------

    def _missing(self) -> list[int]:
        if self._store is None:
            return []
        known = self.numbers.clips if self.numbers is not None else {}
        return [i for i, r in self._store.records.items() if r.skipped_reason is None and i not in known]

    def _go_on(self, _clip_index: int = 0) -> None:
        store = self._store
        if store is None or not self._wanted or self._task is not None or self._failed:
            return
        if store.manifest.recording.is_aligned or not (missing := self._missing()):
            return
        numbers = self._kept.setdefault(self._quantity, RegionNumbers(RegionRaster(_sampled_seconds(store))))
        middles = store.plan.frame_indices[store.plan.positions[missing].mean(axis=1).astype(int)]
        order = np.argsort(np.abs(middles - self._workspace.playhead), kind="stable")
        job = RegionJob(
            store.path, self._quantity, tuple(missing[i] for i in order.tolist()), tuple(numbers.clips.values())
        )
        self._task = self._workspace.run_side_task(
            lambda: compute_regions(job),
            translate("Regions", "The regions cannot be computed"),
            self._take_in,
            self._on_end,
            "regions",
        )

    def _take_in(self, value: Any) -> None:
        numbers = self.numbers
        assert numbers is not None
        if isinstance(value, RegionStretch):
            numbers.add(value)
        else:
            numbers.summary = value
        self.numbers_changed.emit()

    def _on_end(self, state: str, message: UserMessage | None) -> None:
        self._task = None
        if message is not None:
            self._failed = translate("Regions", "{title}. {text}").format(title=message.title, text=message.text)
            self._workspace.message_raised.emit(message)
            self.numbers_changed.emit()
        elif state == "done":
            self._go_on()

    def _stop(self) -> None:
        if self._task is not None:
            self._workspace.abandon_side_task(self._task)
            self._task = None


def _sampled_seconds(store: AnalysisStore) -> np.ndarray:
    return np.asarray(store.pts_seconds, dtype=np.float64)[store.plan.frame_indices]
