from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication

from app import theme
from app.start_page import StartPage, dropped_paths
from app.workspace import Workspace

WAIT_MS = 60_000


@pytest.fixture
def page(qtbot: Any, workspace: Workspace, dressed: None) -> StartPage:
    result = StartPage(workspace)
    qtbot.addWidget(result)
    result.resize(900, 600)
    with qtbot.waitExposed(result):
        result.show()
    return result


def drag(page: StartPage, path: Path) -> QDragEnterEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    page._kept = data  # the event does not keep it alive
    none = Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(page, event)
    return event


@pytest.mark.parametrize("key", [None, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_both_fields_and_the_demo_can_be_reached_by_mouse_and_keys(page: StartPage, qtbot: Any, key: Any) -> None:
    for field, signal in ((page.video, page.recording_wanted), (page.checkpoint, page.checkpoint_wanted)):
        with qtbot.waitSignal(signal):
            if key is None:
                qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
            else:
                qtbot.keyClick(field, key)
    with qtbot.waitSignal(page.demo_wanted):
        page.demo.click()


def test_the_field_that_a_file_would_fill_lights_up(page: StartPage, tmp_path: Path) -> None:
    assert drag(page, tmp_path / "a.mp4").isAccepted()
    assert page.video.property("over")
    QApplication.sendEvent(page, QDragLeaveEvent())
    assert not page.video.property("over")
    drag(page, tmp_path / "a.safetensors")
    assert page.checkpoint.property("over")


def test_text_is_not_taken_for_a_file(page: StartPage) -> None:
    data = QMimeData()
    data.setText("hello")
    assert dropped_paths(data) == []
    data.setUrls([QUrl("https://example.org/a.mp4")])
    assert dropped_paths(data) == []


def test_a_checkpoint_that_is_open_fills_its_field(
    page: StartPage, qtbot: Any, workspace: Workspace, checkpoint_file: Path
) -> None:
    with qtbot.waitSignal(workspace.checkpoints_changed, timeout=WAIT_MS):
        workspace.open_checkpoint(checkpoint_file)
    assert workspace.checkpoint is not None
    assert page.checkpoint.title.text() == workspace.checkpoint.name
    assert page.checkpoint.property("filled")
    assert not page.video.property("filled")


def test_recent_files_open_again(
    page: StartPage, qtbot: Any, workspace: Workspace, aligned: Path, checkpoint_file: Path
) -> None:
    workspace.preferences.add_recent("recordings", aligned)
    workspace.preferences.add_recent("checkpoints", checkpoint_file)
    page.refresh()
    buttons = page.recent_buttons
    assert [button.toolTip() for button in buttons] == [str(aligned), str(checkpoint_file)]
    with qtbot.waitSignal(workspace.recording_changed, timeout=WAIT_MS):
        qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert workspace.recording is not None


def test_recent_files_that_are_gone_are_not_offered(page: StartPage, workspace: Workspace, tmp_path: Path) -> None:
    gone = tmp_path / "gone.mp4"
    gone.touch()
    workspace.preferences.add_recent("recordings", gone)
    gone.unlink()
    page.refresh()
    assert page.recent_buttons == []


def test_the_demos_sign_follows_the_theme(page: StartPage, qapp: Any) -> None:
    def colours() -> set[int]:
        image = page.demo.icon().pixmap(18, 18).toImage()
        pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
        return {pixel.lightness() for pixel in pixels if pixel.alpha() > 200}

    dark = colours()
    theme.apply(qapp, "light")
    assert max(colours()) < min(dark)
