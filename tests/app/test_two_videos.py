"""Two recordings side by side: an offset in time links their playheads, and one network's maps share a scale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.figures import format_difference
from app.main_window import MainWindow
from app.two_videos import NONE_OPEN, TwoVideos
from app.workspace import Workspace
from stadrn_core.library import Library
from stadrn_core.render import frame_maps, scale_limits
from stadrn_core.store import AnalysisStore
from tests.app.opened import NUM_CLIPS, NUM_FRAMES, WAIT_MS, write_aligned
from tests.app.test_workspace import open_both, open_recording, run_analysis, wait_for_quiet

FEWER = 30


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return write_aligned(tmp_path / "second visit_aligned", first=5)


@pytest.fixture
def page(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, stored: Path, dressed: None
) -> TwoVideos:
    """The window with the first recording analysed, on this page."""
    open_both(workspace, qtbot, aligned, checkpoint_file)
    qtbot.waitUntil(lambda: workspace.store is not None, timeout=WAIT_MS)
    window = MainWindow(workspace)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.keyClick(window, Qt.Key.Key_V)
    page = window.compare_view.videos
    assert window.compare_view.stack.currentWidget() is page
    page.setProperty("window", window)
    return page


def open_second(page: TwoVideos, qtbot: Any, path: Path) -> None:
    with qtbot.waitSignal(page.second.recording_changed, timeout=WAIT_MS):
        page.second.open(path)
    qtbot.waitUntil(lambda: len(page.grid.panes) == 2, timeout=WAIT_MS)


def analyse_second(page: TwoVideos, qtbot: Any) -> AnalysisStore:
    qtbot.mouseClick(page.analyse, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.second.progress is None, timeout=WAIT_MS)
    assert page.second.store is not None
    return page.second.store


def test_the_second_is_opened_analysed_and_closed(page: TwoVideos, qtbot: Any, other: Path) -> None:
    second = page.second
    assert page.hint.text() == NONE_OPEN
    assert len(page.grid.panes) == 1
    open_second(page, qtbot, other)
    assert page.hint.isHidden()
    assert page.grid.panes[1].title_label.text() == other.name
    qtbot.waitUntil(lambda: not page.analyse.isHidden())
    store = analyse_second(page, qtbot)
    assert store.is_complete
    assert sorted(store.records) == list(range(NUM_CLIPS))
    assert page.analyse.isHidden(), "nothing is left to compute"
    all_clips = [NUM_CLIPS, NUM_CLIPS]
    qtbot.waitUntil(lambda: [len(one.y) for one in page.scores.data.series] == all_clips, timeout=WAIT_MS)
    first = page._workspace.store
    assert first is not None
    for series, one in zip(page.scores.data.series, (first, store), strict=True):
        assert series.y.tolist() == [one.records[i].score for i in range(NUM_CLIPS)]
    assert store.video_score is not None
    assert first.video_score is not None
    assert format_difference(store.video_score - first.video_score) in page.scores.data.title
    qtbot.mouseClick(page.close_button, Qt.MouseButton.LeftButton)
    assert second.recording is None
    assert len(page.grid.panes) == 1
    # What was computed is found again.
    open_second(page, qtbot, other)
    qtbot.waitUntil(lambda: second.store is not None and second.store.is_complete, timeout=WAIT_MS)


def test_other_sessions_of_the_patient_are_offered(page: TwoVideos, qtbot: Any, other: Path) -> None:
    open_second(page, qtbot, other)
    store = analyse_second(page, qtbot)
    first = page._workspace.store
    assert first is not None
    library = Library()
    names = [library.add(first, "2026-02-01T10:00:00+00:00"), store.manifest.recording.sha256]
    qtbot.waitUntil(lambda: {one.recording for one in library.sessions()} == set(names), timeout=WAIT_MS)

    def offered() -> list[str]:
        page.menu.aboutToShow.emit()
        return [action.text() for action in page.menu.actions() if action.text()]

    assert offered() == ["Any recording…"], "without a pseudonym nobody knows whose they are"
    library.change(names[0], pseudonym="P07")
    assert offered() == ["No other session of P07 in the library", "Any recording…"]
    library.change(names[1], pseudonym="P07", recorded_on="2026-03-01")
    page.second.close_recording()
    heading, session, _ = offered()
    assert heading == "Other sessions of P07"
    assert session.startswith(f"2026-03-01 · {other.name}")
    with qtbot.waitSignal(page.second.recording_changed, timeout=WAIT_MS, check_params_cb=bool):
        next(action for action in page.menu.actions() if action.text() == session).trigger()
    assert page.second.recording is not None
    assert page.second.recording.path == other


def test_an_offset_links_the_playheads(page: TwoVideos, qtbot: Any, tmp_path: Path) -> None:
    workspace, second = page._workspace, page.second
    open_second(page, qtbot, write_aligned(tmp_path / "short_aligned", FEWER))
    assert workspace.recording is not None
    times = workspace.recording.pts_seconds
    workspace.set_playhead(12)
    assert second.playhead == 12
    page.slider.setValue(20)
    assert second.offset_seconds == pytest.approx(times[20] - times[12])
    workspace.set_playhead(15)
    assert second.playhead == 23
    assert workspace.playhead == 15, "the first is never moved by the second"
    workspace.set_playhead(NUM_FRAMES - 1)
    assert second.is_outside
    assert second.playhead == FEWER - 1
    assert "no such moment" in page.grid.panes[1].note_label.text() + page.grid.panes[1].message_label.text()
    workspace.set_playhead(15)
    assert second.playhead == 23, "beyond the end the offset stays"
    qtbot.mouseClick(page.linked, Qt.MouseButton.LeftButton)
    assert not second.is_linked
    workspace.set_playhead(5)
    assert second.playhead == 23
    qtbot.mouseClick(page.linked, Qt.MouseButton.LeftButton)
    assert second.offset_seconds == pytest.approx(times[23] - times[5])
    qtbot.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    assert (second.playhead, second.offset_seconds) == (5, 0.0)


def test_the_scale_is_that_of_the_left_or_its_own(page: TwoVideos, qtbot: Any, other: Path) -> None:
    workspace, second = page._workspace, page.second
    workspace.set_view(quantity="unweighted")
    open_second(page, qtbot, other)
    store = analyse_second(page, qtbot)
    left = page.grid.panes[0].bar
    qtbot.waitUntil(lambda: second.display is not None and second.display.heat is not None, timeout=WAIT_MS)

    def right_limits() -> Any:
        return page.grid.panes[1].bar.limits

    qtbot.waitUntil(lambda: right_limits() is not None and left.limits is not None)
    assert (right_limits().low, right_limits().high, right_limits().mode) == (
        left.limits.low,  # type: ignore[union-attr]
        left.limits.high,  # type: ignore[union-attr]
        "as at the left",
    )
    page.scale.setCurrentIndex(1)
    page.scale.activated.emit(1)
    expected = scale_limits(store, 0, workspace.view, None)
    assert expected is not None
    qtbot.waitUntil(lambda: right_limits() is not None and right_limits().mode == expected.mode, timeout=WAIT_MS)
    assert right_limits() == expected
    maps = frame_maps(store, second.playhead, workspace.view, with_guided=False)
    assert second.display is not None
    assert np.array_equal(second.display.heat_values, maps.heat_face)  # type: ignore[arg-type]


def test_an_analysis_of_the_first_ends_that_of_the_second(
    page: TwoVideos, qtbot: Any, other: Path, tmp_path: Path, gate: Any
) -> None:
    workspace, second = page._workspace, page.second
    open_second(page, qtbot, other)
    qtbot.waitUntil(lambda: second.can_analyse, timeout=WAIT_MS)
    second.analyse()
    gate.wait_for_arrival()
    assert not second.can_analyse
    gate.open()
    open_recording(workspace, qtbot, write_aligned(tmp_path / "third_aligned", first=9))
    qtbot.waitUntil(lambda: second.progress is None, timeout=WAIT_MS)
    wait_for_quiet(workspace, qtbot)
    qtbot.waitUntil(lambda: workspace.can_analyse, timeout=WAIT_MS)
    run_analysis(workspace, qtbot)
    assert workspace.store is not None
    assert workspace.store.is_complete
