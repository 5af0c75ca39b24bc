from __future__ import annotations

import gc
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from app import theme
from app.figures import format_figure, format_on_scale, format_time, group_digits, tick_label
from app.mark_drag import mark_at
from app.mark_track import MarkTrack, Placed, levels
from app.quality_track import QualityTrack, next_problem
from app.regions import Regions
from app.timeline import Timeline
from app.timeline_axis import TimeAxis
from app.timeline_data import ClipState, TimelineData, spread
from app.timeline_drawing import spread_labels
from app.timeline_rows import GUTTER_PX
from stadrn_core.face_quality import FaceQuality
from stadrn_core.marks import Mark, Timing
from stadrn_core.types import FaceState, Progress
from tests.app.fakes import FakeWorkspace, analysed, made_recording

WIDTH, HEIGHT = 1100, 240


@pytest.fixture
def shown(qtbot):
    """Make a timeline of a workspace, laid out and painted once."""

    def make(workspace: FakeWorkspace) -> Timeline:
        timeline = Timeline(workspace, Regions(workspace))
        qtbot.addWidget(timeline)
        timeline.resize(WIDTH, HEIGHT)
        with qtbot.waitExposed(timeline):
            timeline.show()
        timeline.grab()
        return timeline

    return make


def drawn(timeline: Timeline, qtbot) -> QImage:
    """The picture when all rows are drawn."""
    qtbot.waitUntil(lambda: not timeline.canvas.is_drawing, timeout=5000)
    return timeline.canvas.grab().toImage()


def lane(timeline: Timeline, title: str):
    titles = [track.title for track in timeline.canvas.tracks]
    return timeline.canvas.lane_rects()[titles.index(title)]


def colour_at(image: QImage, x: float, y: float) -> tuple[int, int, int]:
    colour = QColor(image.pixel(round(x), round(y)))
    return colour.red(), colour.green(), colour.blue()


def rgb(text: str) -> tuple[int, int, int]:
    colour = QColor(text)
    return colour.red(), colour.green(), colour.blue()


def close(a: tuple[int, int, int], b: tuple[int, int, int], tolerance: int = 6) -> bool:
    return all(abs(p - q) <= tolerance for p, q in zip(a, b, strict=True))


def wheel(widget: QWidget, position: QPointF, delta: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    event = QWheelEvent(
        position,
        QPointF(widget.mapToGlobal(position.toPoint())),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def playheads(workspace: FakeWorkspace) -> list[int]:
    return [call[1] for call in workspace.calls if call[0] == "set_playhead"]


# -- figures ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "00:00.00"), (41.1333, "00:41.13"), (59.999, "00:59.99"), (60, "01:00.00"), (3723.5, "1:02:03.50")],
)
def test_time_is_cut_not_rounded(seconds, text):
    assert format_time(seconds) == text


def test_figures():
    assert group_digits(18000) == "18\N{NARROW NO-BREAK SPACE}000"
    assert tick_label(0.30000000000000004, 0.1) == "00:00.3"
    assert tick_label(90, 30) == "01:30"
    assert [format_figure(v) for v in (0, 3.14159, 31.4159, 0.0214, 0.00021, 314.2)] == [
        "0",
        "3.14",
        "31.4",
        "0.0214",
        "2.1e-04",
        "314",
    ]
    assert format_on_scale(-0.0011, 0.02, signed=True) == "\N{MINUS SIGN}0.0011"
    assert format_on_scale(2.66, 7.1, signed=False) == "2.66"


# -- axis ----------------------------------------------------------------


def test_zoom_keeps_the_time_under_the_cursor():
    axis = TimeAxis(100.0, 0.0, 100.0, left_px=50, width_px=1000)
    x = 300.0
    for factor in (1.7, 3.0, 0.4):
        about = axis.seconds(x)
        axis = axis.zoomed(factor, about)
        assert axis.x(about) == pytest.approx(x)


def test_axis_never_leaves_the_recording():
    axis = TimeAxis(100.0, 0.0, 100.0, width_px=1000, shortest_seconds=0.5)
    near = axis.zoomed(4, 99.0)
    assert near.stop_seconds <= 100.0
    assert near.panned(1e6).stop_seconds == pytest.approx(100.0)
    assert near.panned(-1e6).start_seconds == 0.0
    assert axis.zoomed(1e9, 50).span_seconds == pytest.approx(0.5)
    assert near.zoomed(1e-9, 50).is_whole


def test_ticks_are_round_and_far_enough_apart():
    axis = TimeAxis(3600.0, 123.0, 1807.0, width_px=1000)
    step, ticks = axis.ticks(90)
    assert step == 300.0
    assert ticks == [300.0, 600.0, 900.0, 1200.0, 1500.0, 1800.0]


def test_view_follows_a_playhead_that_leaves():
    axis = TimeAxis(100.0, 20.0, 30.0, width_px=1000)
    assert axis.following(25.0) == axis
    assert axis.following(30.2).start_seconds == pytest.approx(29.4)
    assert axis.following(80.0).start_seconds == pytest.approx(75.0)


# -- data ----------------------------------------------------------------


def test_spread_against_a_plain_loop():
    rng = np.random.default_rng(0)
    starts = np.sort(rng.uniform(0, 10, 40))
    stops = starts + rng.uniform(0.01, 2, 40)
    values = rng.normal(size=40)
    values[3] = np.nan
    edges = np.linspace(1.0, 9.0, 57)
    columns = spread(starts, stops, values, edges)
    for i in range(56):
        inside = [
            v for a, b, v in zip(starts, stops, values, strict=True) if a < edges[i + 1] and b > edges[i] and v == v
        ]
        if inside:
            assert columns.low[i] == pytest.approx(min(inside))
            assert columns.high[i] == pytest.approx(max(inside))
            assert columns.mean[i] == pytest.approx(np.mean(inside))
        else:
            assert np.isnan(columns.mean[i])


def test_slots_lie_where_the_cells_do():
    workspace = analysed(1920)
    data = TimelineData(workspace.recording, workspace.store)
    # 64 sampled frames at interval 3, 30 frames a second; cells on sampled frames 0, 8, …, 56, borders half-way.
    expected = np.array([0, 4, 12, 20, 28, 36, 44, 52, 64]) * 3 / 30
    np.testing.assert_allclose(data.slot_edges[0], expected)
    assert data.slot_value_at(data.slot_points, 0.41) == pytest.approx(workspace.store.records[0].slot_points[1])


def test_score_where_clips_overlap_is_their_mean():
    workspace = analysed(240, finished={0: 10.0, 1: 20.0})
    data = TimelineData(workspace.recording, workspace.store)
    assert data.num_clips == 2
    assert list(data.clips_at(4.0)) == [0, 1]
    assert data.score_at(4.0) == pytest.approx(15.0)
    assert data.score_at(0.1) == pytest.approx(10.0)
    assert data.score_at(7.9) == pytest.approx(20.0)


def test_one_frame_without_a_face_among_thousands_is_counted():
    workspace = analysed(30_000, sample_interval=1)
    workspace.store.set_faces(15_000, 15_001, FaceState.NONE)
    data = TimelineData(workspace.recording, workspace.store)
    shares = data.face_columns(np.linspace(0, data.duration_seconds, 301))
    assert np.count_nonzero(shares[FaceState.NONE]) == 1
    assert shares[FaceState.NONE][150] == pytest.approx(0.01)
    np.testing.assert_allclose(shares.sum(axis=0), 1.0)


def test_labels_are_moved_apart_and_stay_inside():
    moved = spread_labels([40.0, 38.0, 37.0, 10.0], 10, 5, 45)
    assert all(a - b >= 10 - 1e-9 for a, b in pairwise(moved))
    assert moved[0] <= 45
    assert moved[-1] >= 5


# -- scrubbing ----------------------------------------------------------------


def test_click_moves_the_playhead_to_the_frame_there(shown, qtbot):
    workspace = analysed(2250)
    timeline = shown(workspace)
    area = lane(timeline, "Score")
    x = area.left() + area.width() // 3
    qtbot.mouseClick(timeline.canvas, Qt.MouseButton.LeftButton, pos=QPoint(x, area.center().y()))
    expected = int((x - area.left()) / area.width() * 2250)
    assert playheads(workspace) == [expected]


def test_variable_frame_rate_snaps_to_the_frame_shown_then(shown, qtbot):
    steps = np.where(np.arange(600) % 3 == 0, 0.1, 0.02)
    recording = replace(made_recording(600), pts_seconds=np.concatenate([[0.0], np.cumsum(steps)[:-1]]))
    workspace = FakeWorkspace(recording)
    timeline = shown(workspace)
    area = lane(timeline, "Score")
    for share in (0.11, 0.503, 0.9):
        x = area.left() + round(share * area.width())
        qtbot.mouseClick(timeline.canvas, Qt.MouseButton.LeftButton, pos=QPoint(x, area.center().y()))
        seconds = (x - area.left()) / area.width() * recording.duration_seconds
        assert playheads(workspace)[-1] == recording.frame_at(seconds)


def test_drag_scrubs_and_asks_for_each_frame_once(shown, qtbot):
    workspace = analysed(90)
    timeline = shown(workspace)
    canvas, area = timeline.canvas, lane(timeline, "Score")
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(area.left() + 1, 60))
    for x in range(area.left() + 1, area.left() + 101):
        qtbot.mouseMove(canvas, QPoint(x, 60))
    qtbot.mouseMove(canvas, QPoint(area.right() + 500, 60))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(area.right(), 60))
    asked = playheads(workspace)
    assert asked == sorted(set(asked))
    assert asked[-1] == 89


def test_shift_and_drag_selects_a_range(shown, qtbot):
    workspace = analysed(2250)
    timeline = shown(workspace)
    canvas, area = timeline.canvas, lane(timeline, "Score")
    shift = Qt.KeyboardModifier.ShiftModifier
    start, stop = area.left() + 400, area.left() + 200
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, shift, QPoint(start, 60))
    qtbot.mouseMove(canvas, QPoint(stop, 60))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, shift, QPoint(stop, 60))
    first, last = workspace.selected_range
    assert first == int(200 / area.width() * 2250)
    assert last == int(400 / area.width() * 2250)
    assert not playheads(workspace)
    assert timeline.transport.range_label.text() == f"range {format_time(first / 30)} – {format_time(last / 30)}"


def test_wheel_zooms_around_the_cursor_and_shift_pans(shown):
    timeline = shown(analysed(2250))
    canvas = timeline.canvas
    position = QPointF(GUTTER_PX + 300, 60)
    before = canvas.axis.seconds(position.x())
    wheel(canvas, position, 360)
    assert canvas.axis.span_seconds < 0.6 * 75
    assert canvas.axis.seconds(position.x()) == pytest.approx(before)
    start = canvas.axis.start_seconds
    wheel(canvas, position, -120, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.axis.start_seconds > start
    assert timeline.overview.axis == canvas.axis


def test_double_click_shows_everything_again(shown, qtbot):
    timeline = shown(analysed(2250))
    timeline.zoom_in()
    assert not timeline.canvas.axis.is_whole
    qtbot.mouseDClick(timeline.canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 60))
    assert timeline.canvas.axis.is_whole


def test_middle_drag_pans(shown, qtbot):
    timeline = shown(analysed(2250))
    canvas = timeline.canvas
    canvas.set_axis(canvas.axis.showing(20, 40))
    seconds = canvas.axis.seconds(500)
    qtbot.mousePress(canvas, Qt.MouseButton.MiddleButton, pos=QPoint(500, 60))
    qtbot.mouseMove(canvas, QPoint(430, 60))
    assert canvas.axis.seconds(430) == pytest.approx(seconds)


def test_overview_moves_and_stretches_the_window(shown, qtbot):
    timeline = shown(analysed(2250))
    canvas, overview = timeline.canvas, timeline.overview
    canvas.set_axis(canvas.axis.showing(20, 30))
    middle = overview._window().center().toPoint()
    qtbot.mousePress(overview, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(overview, middle + QPoint(200, 0))
    qtbot.mouseRelease(overview, Qt.MouseButton.LeftButton, pos=middle + QPoint(200, 0))
    assert canvas.axis.span_seconds == pytest.approx(10)
    assert canvas.axis.start_seconds == pytest.approx(20 + 200 / overview._bar().width() * 75, abs=0.05)
    border = overview._window().topRight().toPoint() + QPoint(0, 6)
    qtbot.mousePress(overview, Qt.MouseButton.LeftButton, pos=border)
    qtbot.mouseMove(overview, border + QPoint(100, 0))
    qtbot.mouseRelease(overview, Qt.MouseButton.LeftButton, pos=border + QPoint(100, 0))
    assert canvas.axis.span_seconds > 15


def test_overview_scrubs_while_everything_is_visible(shown, qtbot):
    workspace = analysed(2250)
    timeline = shown(workspace)
    bar = timeline.overview._bar()
    qtbot.mouseClick(timeline.overview, Qt.MouseButton.LeftButton, pos=QPoint(bar.left() + bar.width() // 2, 8))
    assert playheads(workspace) == [int((bar.width() // 2) / bar.width() * 2250)]


# -- painting ----------------------------------------------------------------


def test_a_clip_fills_in_when_it_finishes(shown, qtbot):
    workspace = analysed(2250, finished=range(3))
    timeline = shown(workspace)
    area = lane(timeline, "Explained")
    x, y = area.left() + area.width() * 0.71, area.center().y()
    before = timeline.canvas.grab().toImage()
    assert close(colour_at(before, x, y), rgb(theme.current().grid))
    workspace.finish(8)
    after = drawn(timeline, qtbot)
    assert close(colour_at(after, x, y), rgb(theme.current().accent))
    assert close(colour_at(after, area.left() + area.width() * 0.5, y), rgb(theme.current().grid))


def test_the_running_clip_is_marked_until_the_task_ends(shown, qtbot):
    workspace = analysed(2250, finished=range(3))
    timeline = shown(workspace)
    area = lane(timeline, "Explained")
    row = [area.left() + area.width() * 0.54 + i for i in range(12)]

    def colours() -> set[tuple[int, int, int]]:
        image = drawn(timeline, qtbot)
        return {colour_at(image, x, area.center().y()) for x in row}

    idle = colours()
    workspace.progress_changed.emit(Progress("explaining", 3, 12, "clips", clip_index=6))
    assert colours() != idle
    workspace.progress_changed.emit(None)
    assert colours() == idle


def test_scores_evidence_and_faces_are_painted_where_they_belong(shown):
    workspace = analysed(2250, finished={0: 30.0, 6: 5.0})
    timeline = shown(workspace)
    image = timeline.canvas.grab().toImage()
    score = lane(timeline, "Score")
    line = rgb(theme.current().text)

    def line_height(share: float) -> float:
        x = score.left() + share * score.width()
        rows = [y for y in range(score.top(), score.bottom() + 1) if close(colour_at(image, x, y), line)]
        return float(score.bottom() + 1 - np.mean(rows) - 0.5) / score.height() * 40

    assert line_height(0.04) == pytest.approx(30, abs=1.0)
    assert line_height(0.54) == pytest.approx(5, abs=1.0)
    face = lane(timeline, "Face")
    assert close(colour_at(image, face.left() + 20, face.center().y()), rgb(theme.current().face_found))
    assert close(colour_at(image, face.left() + face.width() * 0.3, face.center().y()), rgb(theme.current().grid))


def test_positive_evidence_goes_up_and_negative_down(shown):
    workspace = analysed(192, finished=range(0))
    record = replace(analysed(192).store.records[0], slot_points=(2.0, 2.0, 2.0, 2.0, -2.0, -2.0, -2.0, -2.0))
    workspace.store.records[0] = record
    timeline = shown(workspace)
    image = timeline.canvas.grab().toImage()
    area = lane(timeline, "Evidence")
    palette = theme.current()
    quarter = area.height() / 4
    for share, sign, colour in ((0.2, -1, palette.positive), (0.8, 1, palette.negative)):
        x = area.left() + share * area.width() + 8
        assert close(colour_at(image, x, area.center().y() + sign * quarter), rgb(colour))
        assert not close(colour_at(image, x, area.center().y() - sign * quarter), rgb(colour))


def test_scrubbing_an_hour_draws_no_row_again_and_reads_no_clip(shown, qtbot):
    workspace = analysed(107_968, sample_interval=1)
    assert workspace.store.plan.num_clips == 1687
    timeline = shown(workspace)
    reads = workspace.store.records.num_reads
    renders = timeline.canvas.picture.num_renders
    for frame in range(0, 107_000, 1070):
        workspace.set_playhead(frame)
        timeline.canvas.grab()
    assert timeline.canvas.picture.num_renders == renders
    assert workspace.store.records.num_reads == reads
    workspace.clip_finished.emit(5)
    drawn(timeline, qtbot)
    assert workspace.store.records.num_reads == reads + 1
    assert timeline.canvas.picture.num_renders == renders


def test_rows_drawn_one_by_one_look_as_if_all_were_drawn_at_once(shown, qtbot):
    workspace = analysed(2250, finished=range(3))
    timeline = shown(workspace)
    timeline.canvas.grab()
    renders = timeline.canvas.picture.num_renders
    workspace.store.set_faces(0, 200, FaceState.NONE)
    workspace.faces_updated.emit()
    timeline.canvas.set_running_clip(4)
    workspace.clip_finished.emit(2)
    by_rows = drawn(timeline, qtbot)
    assert timeline.canvas.picture.num_renders == renders
    timeline.canvas.refresh()
    assert timeline.canvas.grab().toImage() == by_rows
    assert timeline.canvas.picture.num_renders == renders + 1


def test_rows_are_reduced_to_pixels(shown):
    timeline = shown(analysed(107_968, sample_interval=1))
    scene = timeline.canvas.scene()
    edges = scene.columns(lane(timeline, "Heat"))
    columns = scene.data.slot_columns(scene.data.slot_heat, edges)
    assert len(columns.mean) == lane(timeline, "Heat").width()
    assert np.nanmax(columns.high) == pytest.approx(np.nanmax(scene.data.slot_heat))


# -- words ----------------------------------------------------------------


def test_readout_says_time_clip_score_and_severity(shown):
    workspace = analysed(2250, finished={0: 17.2, 3: 0.0})
    workspace.store.skip(5)
    timeline = shown(workspace)
    axis = timeline.canvas.axis
    text = timeline.canvas.readout_text(axis.x(2.0))
    assert "00:02.00 · frame 60" in text
    assert "clip 1 of 12 · score 17.2 · mild" in text
    assert "evidence" in text
    assert "face found" in text
    assert "score 0.0 (clamped) · minimal" in timeline.canvas.readout_text(axis.x(22.0))
    assert "clip 6 of 12 · skipped" in timeline.canvas.readout_text(axis.x(34.0))
    assert "not explained yet" in timeline.canvas.readout_text(axis.x(14.0))


def test_readout_follows_the_cursor_and_goes_with_it(shown, qtbot):
    timeline = shown(analysed(2250))
    qtbot.mouseMove(timeline.canvas, QPoint(GUTTER_PX + 900, 60))
    assert timeline.canvas._readout.isVisible()
    assert timeline.canvas.rect().contains(timeline.canvas._readout.geometry().topRight())
    qtbot.mouseMove(timeline.canvas, QPoint(20, 60))
    assert not timeline.canvas._readout.isVisible()


def test_position_is_written_as_frame_and_time(shown):
    workspace = analysed(18_000)
    timeline = shown(workspace)
    workspace.set_playhead(1234)
    gap = "\N{NARROW NO-BREAK SPACE}"
    assert timeline.transport.position_label.text() == f"frame  1{gap}234 / 18{gap}000 · 00:41.13"


def test_everything_has_a_name_and_can_be_reached_by_keyboard(shown):
    timeline = shown(analysed(2250))
    controls = [*timeline.findChildren(QAbstractButton), *timeline.findChildren(QComboBox), timeline.canvas]
    for control in controls:
        assert control.accessibleName(), control
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control


def test_keyboard_focus_is_seen(shown, qtbot):
    timeline = shown(analysed(2250))
    timeline.activateWindow()
    qtbot.waitUntil(timeline.isActiveWindow)
    timeline.transport.fit_button.setFocus()
    for widget in (timeline.canvas, timeline.transport.play_button):
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert widget.grab().toImage() != before
        widget.clearFocus()
        assert widget.grab().toImage() == before


def test_up_and_down_zoom_with_the_keyboard(shown, qtbot):
    timeline = shown(analysed(2250))
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_Up)
    assert timeline.canvas.axis.span_seconds == pytest.approx(50)
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_Down)
    assert timeline.canvas.axis.is_whole


def test_rows_fold_at_their_title_and_from_the_menu(shown, qtbot):
    timeline = shown(analysed(2250))
    height = lane(timeline, "Score").height()
    qtbot.mouseClick(
        timeline.canvas, Qt.MouseButton.LeftButton, pos=QPoint(30, lane(timeline, "Evidence").center().y())
    )
    assert timeline.collapsed_tracks == ("Evidence",)
    assert lane(timeline, "Score").height() > height
    menu = timeline.canvas.make_menu()
    next(action for action in menu.actions() if action.text() == "Evidence").trigger()
    assert timeline.collapsed_tracks == ()
    timeline.set_collapsed_tracks(("Heat", "Face"))
    assert timeline.collapsed_tracks == ("Heat", "Face")


def test_transport_drives_the_workspace(shown, qtbot):
    workspace = analysed(2250)
    timeline = shown(workspace)
    transport = timeline.transport
    for button in (transport.play_button, transport.next_button, transport.previous_button):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert workspace.calls == [("set_playing", True), ("step_frames", 1), ("step_frames", -1)]
    assert transport.play_button.accessibleName() == "Pause"
    workspace.set_playback_speed(-2.0)
    assert transport.speed_box.currentText() == "\N{MINUS SIGN}2×"
    workspace.set_playback_mode("every frame")
    assert transport.mode_box.currentText() == "Every frame"
    workspace.dropped_changed.emit(12)
    assert transport.dropped_label.text() == "12 dropped"


def test_without_a_recording_nothing_can_be_played(shown):
    workspace = FakeWorkspace()
    timeline = shown(workspace)
    assert not timeline.transport.play_button.isEnabled()
    workspace.recording = made_recording()
    workspace.recording_changed.emit(workspace.recording)
    assert timeline.transport.play_button.isEnabled()
    assert timeline.canvas.axis.duration_seconds == pytest.approx(75)
    assert timeline.canvas.data.num_clips == 12


def test_theme_change_is_taken_over(shown, qapp):
    timeline = shown(analysed(2250))
    before = timeline.canvas.grab().toImage()
    theme.use(theme.LIGHT)
    try:
        palette = timeline.palette()
        palette.setColor(palette.ColorRole.Highlight, QColor("#123456"))
        timeline.setPalette(palette)
        after = timeline.canvas.grab().toImage()
    finally:
        theme.use(theme.DARK)
    assert close(colour_at(before, 2, 2), rgb(theme.DARK.surface))
    assert close(colour_at(after, 2, 2), rgb(theme.LIGHT.surface))


def test_a_new_analysis_starts_empty(shown):
    workspace = analysed(2250)
    timeline = shown(workspace)
    workspace.store = analysed(2250, finished=range(0)).store
    workspace.store_changed.emit(workspace.store)
    assert not timeline.canvas.data.has_scores
    assert not np.any(timeline.canvas.data.clip_states == ClipState.DONE)


def test_no_widget_is_left(qapp):
    workspace = analysed(2250)
    before = len(qapp.allWidgets())
    timeline = Timeline(workspace, Regions(workspace))
    timeline.grab()
    shiboken6.delete(timeline)
    gc.collect()
    assert len(qapp.allWidgets()) == before
    workspace.set_playhead(7)
    workspace.finish(3)


@pytest.fixture
def with_marks(shown) -> tuple[FakeWorkspace, Timeline]:
    """A range from frame 60 to 149 and a moment at 240, of 300."""
    recording = made_recording(300)
    workspace = FakeWorkspace(recording)
    timeline = shown(workspace)
    workspace.marking.timing = Timing(recording.pts_seconds, recording.duration_seconds)
    workspace.marking.marks = (
        Mark(id="speech", first_frame=60, last_frame=149, category="speech"),
        Mark(id="smile", first_frame=240, last_frame=240, text="smile"),
    )
    workspace.marking.changed.emit()
    return workspace, timeline


def on_marks(timeline: Timeline, frame: float, by_px: int = 0) -> QPoint:
    """Where a frame begins, in the row of marks."""
    return QPoint(round(timeline.canvas.axis.x(frame / 30)) + by_px, lane(timeline, "Marks").center().y())


@pytest.mark.parametrize(
    ("taken", "to", "expected", "shown_frame"),
    [
        (60, 90, ("speech", 90, 149), 90),
        (150, 120, ("speech", 60, 119), 119),
        (100, 130, ("speech", 90, 179), 90),
        (100, -50, ("speech", 0, 89), 0),
        (100, 400, ("speech", 210, 299), 210),
        (60, 200, ("speech", 149, 149), 149),
        (150, 10, ("speech", 60, 60), 60),
        (240, 270, ("smile", 270, 270), 270),
    ],
)
def test_marks_are_dragged_and_ranges_at_their_ends(with_marks, qtbot, taken, to, expected, shown_frame):
    workspace, timeline = with_marks
    canvas = timeline.canvas
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=on_marks(timeline, taken))
    target = on_marks(timeline, to)
    qtbot.mouseMove(canvas, target)
    (dragged,) = (mark for mark in canvas.tracks[0].marks if mark.id == expected[0])
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=target)
    (moved,) = workspace.marking.moved
    assert moved[0] == expected[0]
    # A pixel is a third of a frame here.
    assert moved[1:] == pytest.approx(expected[1:], abs=1)
    assert (dragged.first_frame, dragged.last_frame) == moved[1:], "shown where it would lie"
    assert playheads(workspace)[-1] == pytest.approx(shown_frame, abs=1)


def test_a_mark_that_is_clicked_is_picked_and_stays(with_marks, qtbot):
    workspace, timeline = with_marks
    picked: list[str] = []
    workspace.marking.picked.connect(picked.append)
    zoomed = timeline.canvas.axis.zoomed(1.5, 4.0)
    timeline.canvas.set_axis(zoomed)
    for frame in (100, 240):
        qtbot.mousePress(timeline.canvas, Qt.MouseButton.LeftButton, pos=on_marks(timeline, frame))
        qtbot.mouseMove(timeline.canvas, on_marks(timeline, frame, 2))
        qtbot.mouseRelease(timeline.canvas, Qt.MouseButton.LeftButton, pos=on_marks(timeline, frame, 2))
    qtbot.mouseDClick(timeline.canvas, Qt.MouseButton.LeftButton, pos=on_marks(timeline, 100))
    assert picked == ["speech", "smile"]
    assert workspace.marking.moved == []
    assert timeline.canvas.axis == zoomed


def test_beside_marks_and_in_a_folded_row_the_mouse_scrubs(with_marks, qtbot):
    workspace, timeline = with_marks
    picked: list[str] = []
    workspace.marking.picked.connect(picked.append)
    qtbot.mouseClick(timeline.canvas, Qt.MouseButton.LeftButton, pos=on_marks(timeline, 200))
    timeline.canvas.toggle_collapsed("Marks")
    qtbot.mouseClick(timeline.canvas, Qt.MouseButton.LeftButton, pos=on_marks(timeline, 100))
    assert playheads(workspace) == [pytest.approx(200, abs=1), pytest.approx(100, abs=1)]
    assert picked == []


def test_a_mark_that_is_undone_while_it_is_dragged_is_let_go(with_marks, qtbot):
    workspace, timeline = with_marks
    qtbot.mousePress(timeline.canvas, Qt.MouseButton.LeftButton, pos=on_marks(timeline, 100))
    qtbot.mouseMove(timeline.canvas, on_marks(timeline, 130))
    workspace.marking.marks = ()
    workspace.marking.changed.emit()
    qtbot.mouseRelease(timeline.canvas, Qt.MouseButton.LeftButton, pos=on_marks(timeline, 130))
    assert workspace.marking.moved == []


def test_a_moment_is_taken_before_the_range_it_lies_in_and_of_ranges_the_one_drawn_there():
    axis = TimeAxis(10.0, 0.0, 10.0, width_px=1000)
    track, row = MarkTrack(), QRect(0, 0, 1000, 30)
    track.marks = (
        Placed("one", 30, 149, 1.0, 5.0, ""),
        Placed("two", 60, 179, 2.0, 6.0, ""),
        Placed("moment", 90, 90, 3.0, 3.03, ""),
        Placed("short", 240, 241, 8.0, 8.06, ""),
    )
    expected = {
        (302, 5): ("moment", "whole"),
        (400, 5): ("one", "whole"),
        (400, 15): ("two", "whole"),
        (150, 25): ("one", "whole"),
        (203, 15): ("two", "start"),
        (603, 15): ("two", "end"),
        (797, 5): ("short", "start"),
        (803, 5): ("short", "whole"),
        (809, 5): ("short", "end"),
        (700, 5): None,
    }
    for point, what in expected.items():
        found = mark_at(track, axis, row, *point)
        assert (None if found is None else (found[0].id, found[1])) == what, point


def test_marks_lie_where_they_are_in_time(shown, qtbot):
    recording = made_recording(300)
    workspace = FakeWorkspace(recording)
    timeline = shown(workspace)
    workspace.marking.timing = Timing(recording.pts_seconds, recording.duration_seconds)
    workspace.marking.marks = (
        Mark(first_frame=30, last_frame=89, category="speech", text="low"),
        Mark(first_frame=60, last_frame=149, category="speech"),
        Mark(first_frame=240, last_frame=240, text="smile"),
    )
    workspace.marking.changed.emit()
    track = timeline.canvas.tracks[0]
    assert isinstance(track, MarkTrack)
    assert [(mark.start, mark.end, mark.is_range) for mark in track.marks] == [
        (pytest.approx(1.0), pytest.approx(3.0), True),
        (pytest.approx(2.0), pytest.approx(5.0), True),
        (pytest.approx(8.0), pytest.approx(8 + 1 / 30), False),
    ]
    assert levels(track.marks) == [0, 1, 0]
    scene = timeline.canvas.scene()
    assert track.describe(scene, 2.5) == "mark: speech: low; speech"
    assert track.describe(scene, 6.0) == ""
    assert track.describe(scene, 8.0) == "mark: note: smile"
    row = lane(timeline, "Marks")
    picture = drawn(timeline, qtbot)
    ground = colour_at(picture, scene.axis.x(6.0), row.center().y())
    assert colour_at(picture, scene.axis.x(8.0), row.center().y()) != ground
    assert colour_at(picture, scene.axis.x(2.5), row.top() + 1) != ground


def judged(**problems: range) -> FakeWorkspace:
    """An analysis of 750 sampled frames, of which stretches have a problem."""
    workspace = analysed()
    values = np.tile(np.array([0, 0, 1, 120, 0.5, 0, 0], np.float32), (750, 1))
    for name, positions in problems.items():
        column, value = {
            "pose": (0, 40),
            "light": (3, 20),
            "size": (2, 3),
            "blur": (4, 0.1),
            "burnt": (6, 0.4),
            "unknown": (6, np.nan),
        }[name]
        values[list(positions), column] = value
    assert workspace.store is not None
    workspace.store.quality = FaceQuality(values)
    return workspace


def test_each_problem_of_a_face_has_its_stripe(shown, qtbot):
    timeline = shown(judged(pose=range(100, 200), blur=range(150, 151)))
    image = drawn(timeline, qtbot)
    area = lane(timeline, "Quality")
    warning = rgb(theme.current().warning)

    def is_marked(position: int, row: int) -> bool:
        x = timeline.canvas.axis.x(timeline.canvas.data.sampled_seconds[position] + 0.05)
        y = area.top() + (row + 0.4) * area.height() / 4
        return any(close(colour_at(image, x + dx, y), warning) for dx in (-1, 0, 1))

    assert [is_marked(150, row) for row in range(4)] == [True, False, False, True]
    assert [is_marked(120, row) for row in range(4)] == [True, False, False, False]
    assert [is_marked(400, row) for row in range(4)] == [False] * 4


def test_problems_of_a_face_are_read_out(shown):
    timeline = shown(judged(pose=range(100, 200), light=range(150, 200)))
    scene, track = timeline.canvas.scene(), QualityTrack()
    seconds = timeline.canvas.data.sampled_seconds
    assert track.describe(scene, seconds[100] + 0.01) == "face turned away"
    assert track.describe(scene, seconds[160]) == "face turned away, face too dark or too bright"
    assert track.describe(scene, seconds[300]) == ""


def test_burnt_out_parts_stand_in_the_stripe_of_light_and_unknown_ones_are_hatched(shown, qtbot):
    timeline = shown(judged(burnt=range(100, 200), unknown=range(400, 600)))
    scene, track, data = timeline.canvas.scene(), QualityTrack(), timeline.canvas.data
    assert track.describe(scene, data.sampled_seconds[150]) == "parts of the face burnt out or black"
    assert track.describe(scene, data.sampled_seconds[500]) == (
        "not known whether parts of the face are burnt out or black"
    )
    assert track.describe(scene, data.sampled_seconds[300]) == ""
    picture, area = drawn(timeline, qtbot), lane(timeline, "Quality")

    def colours(first: int, last: int, row: int) -> set[tuple[int, ...]]:
        left, right = (round(scene.axis.x(data.sampled_seconds[i])) for i in (first, last))
        top, bottom = (area.top() + (row + share) * area.height() / 4 for share in (0, 0.7))
        return {
            tuple(colour_at(picture, x, y))
            for x in range(left + 2, right - 2)
            for y in range(round(top) + 1, round(bottom))
        }

    assert [len(colours(100, 200, row)) for row in range(4)] == [1] * 4
    assert colours(100, 200, 1) != colours(100, 200, 0) == colours(300, 390, 1)
    assert [len(colours(400, 600, row)) for row in range(4)] == [1, 2, 1, 1]


def test_an_older_analysis_says_that_faces_were_not_judged(shown, qtbot):
    with_words, without = shown(analysed()), shown(judged())
    area = lane(without, "Quality")
    pictures = [drawn(one, qtbot).copy(area) for one in (with_words, without)]
    assert pictures[0] != pictures[1]
    assert QualityTrack().describe(with_words.canvas.scene(), 1.0) == ""


def test_the_next_problem_and_the_one_before():
    workspace = judged(pose=range(100, 200), blur=range(150, 300), light=range(400, 402))
    frames = workspace.store.plan.frame_indices
    first, second = int(frames[100]), int(frames[400])
    assert next_problem(workspace.store, 0, 1) == first
    assert next_problem(workspace.store, first, 1) == second
    assert next_problem(workspace.store, second, 1) is None
    assert next_problem(workspace.store, second + 40, -1) == second
    assert next_problem(workspace.store, second, -1) == first
    assert next_problem(workspace.store, first, -1) is None
    assert next_problem(analysed().store, 0, 1) is None
    assert next_problem(None, 0, 1) is None
