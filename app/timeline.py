"""The timeline: rows over time, an overview of the whole recording, and the transport row, bound to the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app import theme
from app.mark_track import Placed
from app.quality_track import QualityTrack
from app.region_raster import SHOWN_MEASURES
from app.region_track import RasterScene, RegionTrack
from app.region_words import MEASURE_NAMES
from app.timeline_canvas import TimelineCanvas
from app.timeline_data import TimelineData
from app.timeline_overview import OverviewBar
from app.timeline_tracks import FaceTrack
from app.translation import translate
from app.transport import Transport

if TYPE_CHECKING:
    from app.regions import Regions
    from app.workspace import Workspace
    from stadrn_core.regions.atlas import Region
    from stadrn_core.render import ViewSettings
    from stadrn_core.store import AnalysisStore
    from stadrn_core.types import Progress, RecordingInfo

_ZOOM_STEP = 1.6


class Timeline(QWidget):
    """What happens when in the recording; one playhead drives all views.

    For the window: ``collapsed_tracks`` and ``set_collapsed_tracks`` keep the folded rows among the preferences,
    ``zoom_in``, ``zoom_out`` and ``reset_zoom`` can be bound to keys.
    """

    def __init__(self, workspace: Workspace, regions: Regions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._regions = regions
        self._data = TimelineData()
        self._compared: tuple[AnalysisStore, ...] = ()
        self.canvas = TimelineCanvas()
        self.overview = OverviewBar()
        self.transport = Transport(workspace)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.overview)
        column.addWidget(self.transport)
        self.setAccessibleName(translate("Timeline", "Timeline and playback"))
        self._connect()
        self._rebuild(workspace.recording, workspace.store)
        self._show_view(workspace.view)
        self._show_playhead(workspace.playhead)
        self._show_range(workspace.selected_range)
        self._show_folded()
        self._show_marks()

    def _connect(self) -> None:
        workspace = self._workspace
        workspace.recording_changed.connect(self._show_recording)
        workspace.store_changed.connect(self._show_store)
        workspace.checkpoint_changed.connect(self._show_plan)
        workspace.settings_changed.connect(self._show_plan)
        workspace.progress_changed.connect(self._show_progress)
        workspace.clip_finished.connect(self._add_clip)
        workspace.faces_updated.connect(self._update_faces)
        workspace.view_changed.connect(self._show_view)
        workspace.playhead_changed.connect(self._show_playhead)
        workspace.range_changed.connect(self._show_range)
        workspace.marking.changed.connect(self._show_marks)
        workspace.compared_changed.connect(self._show_compared)
        workspace.checkpoint_changed.connect(self._show_others)
        workspace.looks.changed.connect(self._show_others)
        for signal in (self._regions.numbers_changed, self._regions.measure_changed, self._regions.selected_changed):
            signal.connect(self._show_regions)
        self.canvas.region_picked.connect(self._pick_region)
        self.canvas.collapsed_changed.connect(self._show_folded)
        self.canvas.menu_made.connect(self._add_measures)
        self.canvas.frame_requested.connect(workspace.set_playhead)
        self.overview.frame_requested.connect(workspace.set_playhead)
        self.canvas.range_requested.connect(workspace.set_range)
        self.canvas.mark_moved.connect(workspace.marking.move)
        self.canvas.mark_picked.connect(workspace.marking.picked)
        self.canvas.axis_changed.connect(self.overview.set_axis)
        self.overview.axis_requested.connect(self.canvas.set_axis)
        self.transport.zoom_in_button.clicked.connect(self.zoom_in)
        self.transport.zoom_out_button.clicked.connect(self.zoom_out)
        self.transport.fit_button.clicked.connect(self.reset_zoom)

    # -- for the window ------------------------------------------------------------

    def zoom_in(self) -> None:
        """Zoom in around the playhead."""
        self.canvas.zoom(_ZOOM_STEP)

    def zoom_out(self) -> None:
        """Zoom out around the playhead."""
        self.canvas.zoom(1 / _ZOOM_STEP)

    def reset_zoom(self) -> None:
        """Show the whole recording."""
        self.canvas.reset_zoom()

    @property
    def collapsed_tracks(self) -> tuple[str, ...]:
        """Titles of the rows that are folded."""
        return self.canvas.collapsed

    def set_collapsed_tracks(self, titles: tuple[str, ...]) -> None:
        """Fold exactly these rows."""
        self.canvas.set_collapsed(titles)

    # -- following the workspace ------------------------------------------------------------

    def _show_recording(self, recording: RecordingInfo | None) -> None:
        self._rebuild(recording, self._workspace.store if recording is not None else None)

    def _show_store(self, store: AnalysisStore | None) -> None:
        self._rebuild(self._workspace.recording, store)

    def _show_plan(self, _changed: object) -> None:
        """Before an analysis the clips that it would have are shown."""
        if self._workspace.store is None:
            self._rebuild(self._workspace.recording, None)

    def _show_marks(self) -> None:
        marks, timing = self._workspace.marking.marks, self._workspace.marking.timing
        if timing is None:
            self.canvas.set_marks(())
            return
        self.canvas.set_marks(
            tuple(
                Placed(
                    *(mark.id, mark.first_frame, mark.last_frame),
                    *timing.span(mark.first_frame, mark.last_frame),
                    f"{mark.category}: {mark.text}" if mark.text else mark.category,
                )
                for mark in marks
            )
        )

    def _show_compared(self, stores: tuple[AnalysisStore, ...]) -> None:
        self._compared = stores
        self._show_others()

    def _show_others(self, _changed: object = None) -> None:
        """Scores of the compared checkpoints but the active one, in the names and colours of the list."""
        active = self._workspace.checkpoint
        others = []
        for store in self._compared:
            identity = store.manifest.checkpoint.identity
            look = self._workspace.looks.of_identity(identity)
            if look is not None and (active is None or identity != active.identity):
                others.append((look.colour, look.name, TimelineData(self._workspace.recording, store)))
        self.canvas.set_others(tuple(others))

    def _show_progress(self, progress: Progress | None) -> None:
        self.canvas.set_running_clip(progress.clip_index if progress is not None else None)

    def _rebuild(self, recording: RecordingInfo | None, store: AnalysisStore | None) -> None:
        plan = self._workspace.plan if recording is not None else None
        self._data = TimelineData(recording, store, plan)
        self.transport.set_recording(recording)
        self.canvas.set_data(self._data)
        self.overview.set_data(self._data)

    def _add_clip(self, clip_index: int) -> None:
        store = self._workspace.store
        if store is None or clip_index >= self._data.num_clips:
            return
        self._data.add_clip(store.records[clip_index])
        self._refresh()

    def _update_faces(self) -> None:
        self._data.update_faces()
        self.canvas.refresh_rows(FaceTrack.title, QualityTrack.title)
        self.overview.refresh()

    def _refresh(self) -> None:
        self.canvas.refresh_rows()
        self.overview.refresh()

    def _show_view(self, view: ViewSettings) -> None:
        self.canvas.set_heat(view.quantity, view.colormap)

    def _show_regions(self, _changed: object = None) -> None:
        regions = self._regions
        raster = regions.numbers.raster if regions.numbers is not None else None
        self.canvas.set_regions(RasterScene(raster, regions.measure, regions.quantity, regions.selected, regions.note))

    def _show_folded(self) -> None:
        """Regions are computed while they are seen."""
        self._regions.want("raster", RegionTrack.title not in self.canvas.collapsed)
        self._show_regions()

    def _pick_region(self, region: Region) -> None:
        self._regions.select(None if region == self._regions.selected else region)

    def _add_measures(self, menu: QMenu) -> None:
        choices = menu.addMenu(translate("Timeline", "Regions show"))
        for measure in SHOWN_MEASURES:
            action = choices.addAction(MEASURE_NAMES[measure])
            action.setCheckable(True)
            action.setChecked(measure == self._regions.measure)
            action.triggered.connect(lambda _checked, measure=measure: self._regions.set_measure(measure))

    def _show_playhead(self, frame_index: int) -> None:
        self.canvas.set_playhead(frame_index)
        self.overview.set_playhead(frame_index)
        self.transport.set_position(frame_index)

    def _show_range(self, selected: tuple[int, int] | None) -> None:
        self.canvas.set_range(selected)
        self.transport.set_range(selected)

    def paintEvent(self, event: QPaintEvent) -> None:
        """One ground for all parts."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.current().surface))
        painter.end()
