from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox

from app.figures import format_figure
from app.panes import PictureView
from app.region_outline import RegionOutline
from app.region_panel import RegionPanel
from app.region_raster import RegionRaster
from app.region_tasks import RegionJob, RegionStretch, RegionSummary, compute_regions
from app.region_track import RegionTrack, coloured
from app.regions import ALIGNED_NOTE, Regions
from app.task_board import TaskBoard
from app.timeline import Timeline
from app.timeline_rows import GUTTER_PX
from stadrn_core.alignment import apply
from stadrn_core.colours import SIGNED_NAME
from stadrn_core.export.regions import recording_rows
from stadrn_core.export.rows import write_table
from stadrn_core.regions.atlas import DOWN_THE_FACE, NUM_REGIONS, PAIRS, Region, face_outline, region_polygons
from stadrn_core.regions.intervals import recording_regions
from stadrn_core.regions.numbers import RegionReader
from stadrn_core.store import AnalysisStore
from tests.analyses import explanation, record
from tests.app.fakes import FakeWorkspace, analysed, made_recording
from tests.region_analyses import make_moving_analysis

WAIT_MS = 60_000
NUM_FRAMES, RATE = 88, 25.0
MEASURES = ("relative_share", "share", "mean", "points")


class RegionWorkspace(FakeWorkspace):
    """The fake with a real analysis and the real threads beside it."""

    def __init__(self, store: AnalysisStore) -> None:
        super().__init__(made_recording(NUM_FRAMES, RATE), store)
        self.board = TaskBoard(self)

    def run_side_task(self, steps, title, on_value, on_end, kind="export"):
        super().run_side_task(steps, title, on_value, on_end, kind)
        return self.board.submit(steps, title, on_value, on_end, kind=kind)

    def abandon_side_task(self, number):
        self.board.abandon(number)


@pytest.fixture(scope="module")
def made_store(tmp_path_factory):
    path = tmp_path_factory.mktemp("regions") / "analysis.zarr"
    make_moving_analysis(path, NUM_FRAMES, without_face=range(20, 24)).close()
    return path


@pytest.fixture
def store(made_store):
    with AnalysisStore.open(made_store) as opened:
        yield opened


@pytest.fixture
def make(store):
    """A workspace of an analysis, and its regions."""
    made = []

    def of(analysis=store):
        workspace = RegionWorkspace(analysis)
        made.append(workspace)
        return workspace, Regions(workspace, workspace)

    yield of
    for workspace in made:
        workspace.board.request_stop()
        assert workspace.board.wait(20)


@pytest.fixture
def known(make, qtbot):
    """The same when everything is computed."""
    workspace, regions = make()
    regions.want("test", True)
    wait_for_all(regions, qtbot)
    return workspace, regions


def wait_for_all(regions, qtbot):
    def is_done():
        summary = regions.numbers.summary if regions.numbers is not None else None
        return summary is not None and len(summary.found.clips) == len(regions.store.records)

    qtbot.waitUntil(is_done, timeout=WAIT_MS)


def job(store, clips=None, quantity="weighted"):
    return RegionJob(store.path, quantity, tuple(store.records) if clips is None else clips, ())


def raster_of(store, clips=None):
    raster = RegionRaster(np.asarray(store.pts_seconds)[store.plan.frame_indices])
    for value in compute_regions(job(store, clips)):
        if isinstance(value, RegionStretch):
            raster.add(value)
    return raster


# -- numbers over time ----------------------------------------------------------------


@pytest.mark.parametrize("measure", MEASURES)
def test_each_sampled_frame_has_the_numbers_of_the_engine(store, measure):
    raster = raster_of(store)
    frames = RegionReader(store).frames(0, NUM_FRAMES)
    found = np.stack([raster.at(measure, float(seconds)) for seconds in raster.seconds], axis=-1)
    assert np.isnan(found[:, 20:24]).all()
    np.testing.assert_allclose(found, frames.sums.of(measure), rtol=1e-5, atol=1e-7)
    face = np.delete(frames.sums.of(measure), Region.BACKGROUND, axis=0)
    assert raster.limits[measure] == pytest.approx(np.nanmax(np.abs(face)), rel=1e-5)
    assert raster.saturates[measure] == bool(
        np.nanmax(np.abs(frames.sums.of(measure)[Region.BACKGROUND])) > np.nanmax(np.abs(face))
    )


def test_a_wide_column_is_all_its_frames_together(store):
    raster = raster_of(store)
    sums = RegionReader(store).frames(0, NUM_FRAMES).sums
    edges = np.array([0, 18, 30, 60]) / RATE
    parts = [slice(0, 18), slice(18, 30), slice(30, 60)]
    heat = np.stack([np.nansum(sums.heat[:, part], axis=1) for part in parts], axis=-1)
    area = np.stack([np.nansum(sums.area_px[:, part], axis=1) for part in parts], axis=-1)
    share = heat / heat.sum(axis=0)
    density = share / (area / area.sum(axis=0))
    points = np.stack([np.nanmean(sums.points[:, part], axis=1) for part in parts], axis=-1)
    np.testing.assert_allclose(raster.columns("share", edges), share, rtol=1e-5)
    np.testing.assert_allclose(raster.columns("mean", edges), heat / area, rtol=1e-5)
    np.testing.assert_allclose(raster.columns("relative_share", edges), density, rtol=1e-5)
    np.testing.assert_allclose(raster.columns("points", edges), points, rtol=1e-4, atol=1e-7)


def test_narrow_columns_show_the_frame_before(store):
    raster = raster_of(store)
    edges = np.linspace(10 / RATE, 12 / RATE, 9)
    columns = raster.columns("share", edges)
    for column, start in enumerate(edges[:-1]):
        np.testing.assert_array_equal(columns[:, column], raster.at("share", float(start)))
    assert not np.allclose(columns[:, 0], columns[:, -1])


def test_what_is_not_explained_is_empty(store):
    raster = raster_of(store, (1,))
    first, last = (int(store.plan.positions[1][i]) for i in (0, -1))
    known = ~np.isnan(np.stack([raster.at("share", s) for s in raster.seconds.tolist()], axis=-1)).any(axis=0)
    expected = (np.arange(NUM_FRAMES) >= first) & (np.arange(NUM_FRAMES) <= last)
    expected[20:24] = False
    np.testing.assert_array_equal(known, expected)
    assert RegionRaster(np.zeros(0)).columns("share", np.array([0.0, 1.0])).shape == (NUM_REGIONS, 1)


# -- computing beside everything else ----------------------------------------------------------------


def test_nothing_is_computed_until_it_is_wanted(make, qtbot):
    workspace, regions = make()
    assert workspace.side_tasks == []
    assert regions.note
    regions.want("test", True)
    wait_for_all(regions, qtbot)
    assert [kind for _, kind in workspace.side_tasks] == ["regions"]
    assert regions.note == ""


def test_numbers_are_those_of_the_engine(known, store):
    _, regions = known
    clips = list(RegionReader(store).clips())
    summary = regions.numbers.summary
    np.testing.assert_allclose(summary.found.sums.heat, recording_regions(clips).sums.heat)
    for clip in clips:
        np.testing.assert_array_equal(regions.numbers.clips[clip.clip_index].sums.points, clip.sums.points)
    assert regions.is_whole


def test_the_clip_under_the_playhead_comes_first(make, qtbot):
    workspace, regions = make()
    workspace.playhead = NUM_FRAMES - 1
    first = []
    regions.numbers_changed.connect(lambda: first.append(list(regions.numbers.clips)))
    regions.want("test", True)
    wait_for_all(regions, qtbot)
    num_clips = regions.store.plan.num_clips
    assert list(regions.numbers.clips) == list(range(num_clips))[::-1]
    assert first[0] == [num_clips - 1]


def test_new_clips_are_followed_as_they_are_finished(make, tmp_path, qtbot):
    unfinished = make_moving_analysis(tmp_path / "unfinished.zarr", NUM_FRAMES, raw_outputs={0: 0.2})
    workspace, regions = make(unfinished)
    regions.want("test", True)
    wait_for_all(regions, qtbot)
    assert not regions.is_whole
    found = explanation(1, 0.4, guided=False)
    with AnalysisStore.open(unfinished.path, writable=True) as writer:
        writer.write_clip(record(1, found), found)
    unfinished.refresh()
    workspace.clip_finished.emit(1)
    wait_for_all(regions, qtbot)
    assert sorted(regions.numbers.clips) == [0, 1]
    np.testing.assert_allclose(
        regions.numbers.clips[1].sums.heat, RegionReader(AnalysisStore.open(unfinished.path)).clip(1).sums.heat
    )


def test_the_measure_follows_the_map_that_is_shown(known, qtbot):
    workspace, regions = known
    assert regions.measure == "relative_share"
    regions.set_measure("share")
    workspace.set_view(quantity="signed")
    assert (regions.measure, regions.quantity) == ("points", "weighted")
    workspace.set_view(quantity="weighted")
    assert regions.measure == "share"
    tasks = len(workspace.side_tasks)
    weighted = regions.numbers
    workspace.set_view(quantity="gradcam")
    wait_for_all(regions, qtbot)
    assert not np.allclose(regions.numbers.summary.found.sums.share, weighted.summary.found.sums.share)
    workspace.set_view(quantity="weighted")
    assert regions.numbers is weighted
    assert len(workspace.side_tasks) == tasks + 1
    with pytest.raises(ValueError, match="measure must be one of"):
        regions.set_measure("maximum")


def test_aligned_recordings_have_no_regions_and_say_so(make, store, monkeypatch):
    workspace, regions = make()
    recording = store.manifest.recording.__class__(**{**vars(store.manifest.recording), "is_aligned": True})
    manifest = store.manifest.__class__(**{**vars(store.manifest), "recording": recording})
    monkeypatch.setattr(store, "manifest", manifest)
    regions.want("test", True)
    assert regions.note == ALIGNED_NOTE
    assert workspace.side_tasks == []


def test_what_cannot_be_read_is_said_and_not_tried_again(make, store, monkeypatch, qtbot):
    workspace, regions = make()
    monkeypatch.setattr(store, "path", store.path / "elsewhere")
    with qtbot.waitSignal(workspace.message_raised, timeout=WAIT_MS) as told:
        regions.want("test", True)
    assert told.args[0].title == "The regions cannot be computed"
    assert told.args[0].text in regions.note
    workspace.clip_finished.emit(0)
    assert len(workspace.side_tasks) == 1


# -- the row of the timeline ----------------------------------------------------------------


@pytest.fixture
def timeline(known, qtbot):
    workspace, regions = known
    result = Timeline(workspace, regions)
    qtbot.addWidget(result)
    result.resize(1100, 420)
    with qtbot.waitExposed(result):
        result.show()
    drawn(result, qtbot)
    return result


def drawn(timeline, qtbot):
    timeline.canvas.grab()
    qtbot.waitUntil(lambda: not timeline.canvas.is_drawing, timeout=5000)
    return timeline.canvas.grab().toImage()


def lane_of(timeline):
    titles = [track.title for track in timeline.canvas.tracks]
    return timeline.canvas.lane_rects()[titles.index(RegionTrack.title)]


def row_y(timeline, region):
    lane = lane_of(timeline)
    return lane.top() + (DOWN_THE_FACE.index(region) + 0.5) * lane.height() / len(DOWN_THE_FACE)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_region_has_the_colour_of_its_number(timeline, known, qtbot, measure):
    _, regions = known
    regions.set_measure(measure)
    image, raster = drawn(timeline, qtbot), regions.numbers.raster
    high = raster.limits[measure]
    low, table = (-high, SIGNED_NAME) if measure == "points" else (0.0, "inferno")
    seconds = 1.21
    for region in (Region.FOREHEAD, Region.LEFT_CHEEK, Region.CHIN_JAW):
        value = raster.at(measure, seconds)[region]
        expected = tuple(coloured(np.array(value), low, high, table).tolist())
        pixel = QColor(image.pixel(round(timeline.canvas.axis.x(seconds)), round(row_y(timeline, region))))
        assert (pixel.red(), pixel.green(), pixel.blue()) == expected


def test_the_cursor_reads_region_time_and_number_with_its_unit(timeline, known):
    _, regions = known
    regions.set_measure("share")
    share = regions.numbers.raster.at("share", 1.21)[Region.LEFT_CHEEK]
    x = timeline.canvas.axis.x(1.21)
    text = timeline.canvas.readout_text(x, row_y(timeline, Region.LEFT_CHEEK))
    assert text.splitlines()[:2] == ["00:01.20 · frame 30", f"left cheek · {share * 100:.1f} % of the heat"]
    regions.set_measure("points")
    assert "BDI-II points per time slot" in timeline.canvas.readout_text(x, row_y(timeline, Region.LEFT_CHEEK))
    regions.set_measure("mean")
    assert "Grad-CAM++ × points" in timeline.canvas.readout_text(x, row_y(timeline, Region.NOSE))
    assert "no number" in timeline.canvas.readout_text(timeline.canvas.axis.x(0.85), row_y(timeline, Region.NOSE))
    assert "nose" not in timeline.canvas.readout_text(x, 2.0)


def test_a_click_moves_the_playhead_and_a_name_picks_its_region(timeline, known, qtbot):
    workspace, regions = known
    y = round(row_y(timeline, Region.NOSE))
    qtbot.mouseClick(timeline.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(timeline.canvas.axis.x(2.01)), y))
    assert workspace.playhead == 50
    for expected in (Region.NOSE, None):
        qtbot.mouseClick(timeline.canvas, Qt.MouseButton.LeftButton, pos=QPoint(GUTTER_PX - 30, y))
        assert regions.selected is expected
    before = drawn(timeline, qtbot)
    regions.select(Region.NOSE)
    assert drawn(timeline, qtbot) != before
    assert timeline.collapsed_tracks == ()


def test_a_folded_row_wants_nothing(make, qtbot):
    workspace, regions = make()
    timeline = Timeline(workspace, regions)
    qtbot.addWidget(timeline)
    wait_for_all(regions, qtbot)
    timeline.set_collapsed_tracks((RegionTrack.title,))
    workspace.set_view(quantity="gradcam")
    assert len(workspace.side_tasks) == 1
    timeline.set_collapsed_tracks(())
    wait_for_all(regions, qtbot)
    assert len(workspace.side_tasks) == 2


def test_the_menu_chooses_the_measure(timeline, known):
    _, regions = known
    choices = next(a.menu() for a in timeline.canvas.make_menu().actions() if a.text() == "Regions show")
    assert [a.text() for a in choices.actions() if a.isChecked()] == ["Density (heat ÷ area)"]
    next(a for a in choices.actions() if a.text() == "Mean heat").trigger()
    assert regions.measure == "mean"


def test_before_there_are_numbers_the_row_says_why(qtbot):
    workspace = analysed(2250)
    timeline = Timeline(workspace, Regions(workspace, workspace))
    qtbot.addWidget(timeline)
    track = next(track for track in timeline.canvas.tracks if isinstance(track, RegionTrack))
    assert track.shown.note == "Regions appear here clip by clip"
    assert track.describe_row(timeline.canvas.scene(), 1.0, 0.5) == ""


# -- the panel ----------------------------------------------------------------


@pytest.fixture
def panel(known, qtbot):
    workspace, regions = known
    result = RegionPanel(workspace, regions)
    qtbot.addWidget(result)
    result.resize(320, 1400)
    with qtbot.waitExposed(result):
        result.show()
    return result


def cells(panel):
    model = panel.table.model()
    titles = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    texts = [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]
    return titles, texts


def test_the_table_has_every_measure_the_chosen_one_first(panel, known):
    _, regions = known
    regions.set_measure("share")
    found = regions.numbers.summary.found
    titles, texts = cells(panel)
    has_interval = found.drawn is not None
    assert titles == ["region", "% of heat", *["95 % interval"] * has_interval, "mean", "max", "density", "points"]
    for row, region in zip(texts, DOWN_THE_FACE, strict=True):
        assert row[1] == f"{found.sums.share[region] * 100:.1f}"
        assert row[-1] == f"{found.sums.points[region]:+.2f}".replace("-", "\N{MINUS SIGN}")
        if has_interval:
            low, high = found.interval("share")[region] * 100
            assert row[2] == f"{low:.1f} to {high:.1f}"
    assert texts[2][0] == "brow R"


def test_the_diagram_is_coloured_by_its_numbers_and_picked_with_the_mouse(panel, known, qtbot):
    _, regions = known
    shown = regions.numbers.summary.found.sums.relative_share
    high = np.nanmax(np.delete(shown, Region.BACKGROUND))
    for region in (Region.LIPS, Region.RIGHT_CHEEK, Region.BACKGROUND):
        expected = coloured(np.array(shown[region]), 0.0, high, "inferno").tolist()
        assert panel.diagram.colour_of(region) == tuple(expected)
    assert panel.bar.limits.high == pytest.approx(high)
    place = panel.diagram.place_of(Region.LIPS)
    assert panel.diagram.region_at(place) is Region.LIPS
    qtbot.mouseClick(panel.diagram, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert regions.selected is Region.LIPS
    assert panel.table.currentIndex().row() == DOWN_THE_FACE.index(Region.LIPS)
    assert panel.named.text() == f"lips: {format_figure(shown[Region.LIPS])} × the mean density"
    assert panel.diagram.region_at(QPointF(-1, -1)) is None


def test_the_table_picks_with_the_keyboard(panel, known, qtbot):
    _, regions = known
    regions.select(Region.NOSE)
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    assert regions.selected is Region.RIGHT_CHEEK
    assert panel.diagram.selected is Region.RIGHT_CHEEK


def test_a_clip_is_the_one_under_the_playhead(panel, known, qtbot):
    workspace, regions = known
    qtbot.mouseClick(panel.scope.button("clip"), Qt.MouseButton.LeftButton)
    regions.set_measure("mean")
    for frame_index, clip in ((3, 0), (NUM_FRAMES - 1, regions.store.plan.num_clips - 1)):
        workspace.set_playhead(frame_index)
        means = regions.numbers.clips[clip].sums.mean
        assert f"clip {clip + 1} of" in panel.of_what.text()
        assert float(cells(panel)[1][0][1]) == pytest.approx(means[Region.FOREHEAD], rel=0.01)
    highest = max(np.nanmax(np.delete(c.sums.mean, Region.BACKGROUND)) for c in regions.numbers.clips.values())
    assert panel.bar.limits.high == pytest.approx(highest)


def test_before_the_first_clip_is_known_the_panel_says_so(make, qtbot):
    workspace, regions = make()
    panel = RegionPanel(workspace, regions)
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    assert panel.diagram.note == "Regions appear here clip by clip"
    assert panel.named.text() == ""
    wait_for_all(regions, qtbot)
    assert panel.diagram.note == ""
    assert panel.named.text() == "Click a region to follow it on the timeline"


def test_much_background_is_told_in_words(panel, known):
    _, regions = known
    sums = regions.numbers.summary.found.sums
    assert sums.background_is_high
    share = f"{sums.share[Region.BACKGROUND]:.0%} of the heat lies outside the face"
    assert panel.alarm.isVisible()
    assert panel.alarm.texts[0].startswith(share)
    assert not any(text.startswith("Background") for text in panel.warnings.texts)


def test_left_stands_beside_right(panel, known):
    _, regions = known
    expected = regions.numbers.summary.found.asymmetry
    facts = panel.asymmetry.facts()
    assert list(facts) == list(PAIRS)
    for pair, (value, *_) in zip(PAIRS, expected.tolist(), strict=True):
        assert facts[pair].split()[0] == f"{value:+.2f}".replace("-", "\N{MINUS SIGN}")


def test_tables_are_copied_and_saved_as_the_engine_writes_them(panel, known, store, tmp_path, qtbot):
    _, regions = known
    rows = recording_rows(store.manifest.recording.name, store, regions.numbers.summary.found, "weighted")
    write_table(tmp_path / "expected.csv", rows)
    panel.save(tmp_path / "saved")
    qtbot.waitUntil(lambda: panel.state.text().startswith("Written"), timeout=WAIT_MS)
    expected = (tmp_path / "expected.csv").read_text(encoding="utf-8")
    assert (tmp_path / "saved.csv").read_text(encoding="utf-8") == expected
    qtbot.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == expected.replace(",", "\t")


def test_a_table_that_cannot_be_written_is_told(panel, known, tmp_path, qtbot):
    workspace, _ = known
    with qtbot.waitSignal(workspace.message_raised, timeout=WAIT_MS):
        panel.save(tmp_path / "nowhere" / "saved.csv")
    assert panel.state.text() == "Not written"


def test_everything_in_the_panel_has_a_name_and_can_be_reached(panel):
    for kind in (QAbstractButton, QComboBox, QAbstractItemView):
        for control in panel.findChildren(kind):
            if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                assert control.accessibleName() or control.text(), control


def test_without_an_analysis_the_panel_says_what_is_missing(qtbot):
    workspace = FakeWorkspace()
    panel = RegionPanel(workspace, Regions(workspace, workspace))
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    assert "when a recording is analysed" in panel.diagram.note
    assert not panel.copy_button.isEnabled()
    assert not panel.bar.isVisible()


# -- on the face ----------------------------------------------------------------


def test_the_chosen_region_is_outlined_on_the_aligned_face(known, store, qtbot):
    workspace, regions = known
    view = PictureView()
    qtbot.addWidget(view)
    outline = RegionOutline(workspace, regions, view)
    workspace.show_frame()
    assert not any(item.isVisible() for item in outline.items)
    regions.select(Region.LEFT_CHEEK)
    placement = store.placement(0)
    marks = apply(placement.frame_to_face, placement.landmarks)
    for region, corners in ((Region.LEFT_CHEEK, region_polygons(marks)[Region.LEFT_CHEEK]), (Region.BACKGROUND, None)):
        regions.select(region)
        corners = face_outline(marks) if corners is None else corners
        box = outline.items[0].path().boundingRect()
        low, high = corners.min(axis=0) + 0.5, corners.max(axis=0) + 0.5
        assert (box.left(), box.top()) == pytest.approx(tuple(low))
        assert (box.right(), box.bottom()) == pytest.approx(tuple(high))
    workspace.playhead = 21
    workspace.show_frame()
    assert not any(item.isVisible() for item in outline.items)


def test_summaries_come_now_and_then(store):
    values = list(compute_regions(job(store)))
    assert [isinstance(value, RegionSummary) for value in values] == [False, True, *[False] * 5, True]
    assert sum(isinstance(value, RegionStretch) for value in values) == store.plan.num_clips
