"""Checkpoints beside each other in the window: one scale, one playhead, A/B, and scores over each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from app.checkpoint_looks import OKABE_ITO
from app.compare_view import ANALYSED_ALONE, NOT_ANALYSED, CompareView
from app.compared import ComparedCheckpoints
from app.main_window import MainWindow
from app.regions import Regions
from app.timeline import Timeline
from app.workspace import Workspace
from stadrn_core.render import ViewSettings, compose, frame_maps
from stadrn_core.store import AnalysisStore
from stadrn_core.video import open_recording
from stadrn_core.view import ScaleLimits
from tests.app.opened import drawn, write_checkpoint
from tests.app.test_workspace import WAIT_MS, open_both, open_checkpoint, run_analysis, wait_for_quiet
from tests.app.test_workspace import open_recording as show_recording


def test_both_stand_on_one_scale_at_the_playhead(two: Workspace, qtbot: Any, aligned: Path) -> None:
    compared = ComparedCheckpoints(two, two)
    view = CompareView(two, compared)
    qtbot.addWidget(view)
    stores: list[AnalysisStore] = []
    two.compared_changed.connect(stores.extend)
    drawn(two, qtbot, lambda: compared.show("side by side"))
    assert [store.manifest.checkpoint.identity for store in stores] == [one.identity for one in two.checkpoints]
    displays = drawn(two, qtbot, lambda: two.set_playhead(20)).displays
    largest = max(record.signed_absmax for store in stores for record in store.records.values())
    limits = ScaleLimits(-largest, largest, "recording, shared", "BDI-II points per cell")
    settings = ViewSettings(quantity="signed", opacity=two.view.opacity)
    with open_recording(aligned) as source:
        frame = source.read(20)
    for store, display, pane in zip(stores, displays, view.grid.panes, strict=True):
        expected = compose(frame, store.placement(20), frame_maps(store, 20, settings, False), limits, None, settings)
        assert (display.frame_index, display.limits) == (20, limits)
        assert np.array_equal(display.face, expected.face)
        assert np.array_equal(pane.view.item.image, expected.face)
        assert pane.bar.limits == limits
    assert view.grid.words[0].text().startswith("reference · score")
    assert view.grid.words[1].text().startswith("active · score")
    assert not np.array_equal(displays[0].face, displays[1].face)
    compared.show(None)
    assert compared.analysed == ()


def test_one_without_an_analysis_says_so(
    workspace: Workspace, qtbot: Any, aligned: Path, two_checkpoints: tuple[Path, Path]
) -> None:
    open_both(workspace, qtbot, aligned, two_checkpoints[0])
    run_analysis(workspace, qtbot)
    open_checkpoint(workspace, qtbot, two_checkpoints[1])
    wait_for_quiet(workspace, qtbot)
    compared = ComparedCheckpoints(workspace, workspace)
    view = CompareView(workspace, compared)
    qtbot.addWidget(view)
    with qtbot.waitSignal(workspace.compared_changed, timeout=WAIT_MS):
        compared.show("side by side")
    assert [one.path for one in compared.analysed] == [two_checkpoints[0]]
    assert [pane.message_label.text() for pane in view.grid.panes] == [ANALYSED_ALONE, NOT_ANALYSED]
    assert not view.hint.isHidden()
    drawn(workspace, qtbot, lambda: run_analysis(workspace, qtbot))
    assert [pane.message_label.text() for pane in view.grid.panes] == ["", ""]
    assert view.hint.isHidden()


def test_flip_goes_between_the_last_two(two: Workspace, qtbot: Any, tmp_path: Path) -> None:
    compared = ComparedCheckpoints(two, two)
    first, second = two.checkpoints
    compared.flip()
    assert two.checkpoint is first
    compared.flip()
    assert two.checkpoint is second
    open_checkpoint(two, qtbot, write_checkpoint(tmp_path / "third.safetensors", kind="temporal"))
    wait_for_quiet(two, qtbot)
    third = two.checkpoint
    two.activate_checkpoint(first)
    compared.flip()
    assert two.checkpoint is third
    two.close_checkpoint(first)
    wait_for_quiet(two, qtbot)
    compared.flip()
    assert two.checkpoint is second, "the one before is closed: another open one"


def test_scores_over_each_other_on_the_timeline(two: Workspace, qtbot: Any) -> None:
    timeline = Timeline(two, Regions(two))  # type: ignore[arg-type]
    qtbot.addWidget(timeline)
    compared = ComparedCheckpoints(two, two)
    drawn(two, qtbot, lambda: compared.show("side by side"))
    ((colour, name, data),) = timeline.canvas.scene().others
    assert (colour, name) == (OKABE_ITO[0], two.checkpoints[0].name)
    assert two.store is not None
    assert data.num_clips == two.store.plan.num_clips
    assert data.has_scores
    timeline.resize(900, 400)
    timeline.canvas.refresh()
    with_others = timeline.grab().toImage()
    with qtbot.waitSignal(two.compared_changed, timeout=WAIT_MS):
        two.compare_with(())
    assert timeline.canvas.scene().others == ()
    timeline.canvas.refresh()
    assert timeline.grab().toImage() != with_others


def test_the_window_shows_it_and_forgets_another_recording(
    two: Workspace, qtbot: Any, tmp_path: Path, dressed: None
) -> None:
    window = MainWindow(two)
    qtbot.addWidget(window)
    drawn(two, qtbot, window.actions_.by_name["compare"].trigger)
    assert window.stack.currentWidget() is window.compare_view
    window.back()
    assert window.stack.currentWidget() is window.views
    drawn(two, qtbot, window.actions_.by_name["compare"].trigger)
    from tests.app.opened import write_aligned

    show_recording(two, qtbot, write_aligned(tmp_path / "other_aligned", first=7))
    assert window.compared.analysed == ()
    assert all(not pane.view.item.isVisible() for pane in window.compare_view.grid.panes)
    wait_for_quiet(two, qtbot)


def test_long_names_and_reasons_leave_the_panels_beside_them_their_room(
    workspace: Workspace, qtbot: Any, aligned: Path, two_checkpoints: tuple[Path, Path]
) -> None:
    open_both(workspace, qtbot, aligned, two_checkpoints[0])
    open_checkpoint(workspace, qtbot, two_checkpoints[1])
    compared = ComparedCheckpoints(workspace, workspace)
    view = CompareView(workspace, compared)
    qtbot.addWidget(view)
    compared.show("side by side")
    before = view.minimumSizeHint().width()
    view.partner.addItem("a checkpoint with a long name " * 5)
    view.partner.show()
    assert view.partner.minimumSizeHint().width() < 300
    assert not any(pane.bar.isVisibleTo(pane) for pane in view.grid.panes), "no scale without a picture"
    for pane in view.grid.panes:
        pane.set_texts("a checkpoint with a long name " * 5, "", "a reason " * 30)
        assert pane.view.toolTip() == "a reason " * 30
    assert view.minimumSizeHint().width() <= before + view.partner.minimumSizeHint().width() + 8
