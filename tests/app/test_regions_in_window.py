from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.dialogs.cohort import CohortDialog
from app.main_window import LOW_PX, MainWindow
from app.region_track import RegionTrack
from app.regions import ALIGNED_NOTE
from app.workspace import Workspace

WAIT_MS = 60_000


@pytest.fixture
def make_window(qtbot: Any, make_workspace: Callable[[], Workspace], dressed: None) -> Callable[[], MainWindow]:
    def make() -> MainWindow:
        window = MainWindow(make_workspace())
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        return window

    return make


def test_in_a_low_window_the_row_is_folded_at_first_and_then_as_it_was_left(
    make_window: Callable[[], MainWindow],
) -> None:
    first = make_window()
    assert first.height() < LOW_PX
    assert first.timeline.collapsed_tracks == (RegionTrack.title,)
    first.timeline.set_collapsed_tracks(())
    first.close()
    assert make_window().timeline.collapsed_tracks == ()


def test_row_and_panel_say_why_aligned_recordings_have_no_regions(
    qtbot: Any, make_window: Callable[[], MainWindow], aligned: Path, checkpoint_file: Path, stored: Path
) -> None:
    window = make_window()
    workspace = window.workspace
    with qtbot.waitSignal(workspace.store_changed, timeout=WAIT_MS, check_params_cb=lambda store: store is not None):
        workspace.open_recording(aligned)
        workspace.open_checkpoint(checkpoint_file)
    window.timeline.set_collapsed_tracks(())
    window.inspector.setCurrentWidget(window.region_panel)
    assert window.inspector.tabText(window.inspector.currentIndex()) == "Regions"
    assert window.region_panel.diagram.note == ALIGNED_NOTE
    track = next(track for track in window.timeline.canvas.tracks if isinstance(track, RegionTrack))
    assert track.shown.note == ALIGNED_NOTE


def test_the_menu_opens_the_regions_of_many_recordings(make_window: Callable[[], MainWindow]) -> None:
    window = make_window()
    window.actions_.by_name["cohort"].trigger()
    assert isinstance(window.dialog, CohortDialog)
    window.dialog.reject()
