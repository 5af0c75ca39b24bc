"""All open checkpoints analyse the recording, one after the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.main_window import MainWindow
from app.workspace import Workspace
from tests.app.opened import WAIT_MS, Gate


@pytest.fixture
def window(
    workspace: Workspace, qtbot: Any, aligned: Path, two_checkpoints: tuple[Path, Path], dressed: None
) -> MainWindow:
    """Both checkpoints open, the second is active; nothing is analysed."""
    window = MainWindow(workspace)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(workspace.recording_changed, timeout=WAIT_MS):
        workspace.open_recording(aligned)
    for path in two_checkpoints:
        with qtbot.waitSignal(workspace.checkpoints_changed, timeout=WAIT_MS):
            workspace.open_checkpoint(path)
    qtbot.waitUntil(lambda: workspace.can_analyse and not workspace.activity, timeout=WAIT_MS)
    return window


def test_the_comparison_offers_to_analyse_with_all(window: MainWindow, qtbot: Any) -> None:
    workspace, view = window.workspace, window.compare_view
    first, second = workspace.checkpoints
    window.show_compared("side by side")
    qtbot.waitUntil(view.analyse_all.isVisible, timeout=WAIT_MS)
    begun: list[object] = []
    workspace.task_state_changed.connect(lambda state: state == "running" and begun.append(workspace.checkpoint))
    view.analyse_all.click()
    assert not view.analyse_all.isEnabled()
    qtbot.waitUntil(lambda: len(window.compared.analysed) == 2, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: workspace.checkpoint is second and not workspace.is_busy, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not view.analyse_all.isVisible(), timeout=WAIT_MS)
    assert begun == [second, first]
    window.analyse_all.start()
    qtbot.waitUntil(lambda: not workspace.activity, timeout=WAIT_MS)
    assert begun == [second, first], "what is stored is not computed again"


def test_cancelled_it_does_not_go_on(window: MainWindow, qtbot: Any, gate: Gate) -> None:
    workspace = window.workspace
    _, second = workspace.checkpoints
    window.actions_.by_name["analyse all"].trigger()
    gate.wait_for_arrival()
    workspace.cancel()
    gate.open()
    gate.let_one_pass()
    qtbot.waitUntil(lambda: workspace.task_state == "cancelled", timeout=WAIT_MS)
    qtbot.wait(200)
    assert workspace.checkpoint is second
    assert not workspace.is_busy


def test_without_a_checkpoint_it_says_what_is_missing(workspace: Workspace, qtbot: Any) -> None:
    window = MainWindow(workspace)
    qtbot.addWidget(window)
    told: list[Any] = []
    workspace.message_raised.connect(told.append)
    window.analyse_all.start()
    assert [one.title for one in told] == ["Nothing to analyse yet"]
