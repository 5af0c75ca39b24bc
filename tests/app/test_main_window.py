from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QApplication, QComboBox, QLineEdit, QWidget

from app.actions import shown_key
from app.main_window import MainWindow
from app.messages import UserMessage
from app.status import progress_words, time_left
from app.workspace import Workspace
from stadrn_core.types import Progress
from tests.app.opened import NUM_CLIPS, NUM_FRAMES, Gate, write_checkpoint

WAIT_MS = 60_000


@pytest.fixture
def make_window(qtbot: Any, make_workspace: Callable[[], Workspace], dressed: None) -> Callable[[], MainWindow]:
    def make() -> MainWindow:
        window = MainWindow(make_workspace())
        qtbot.addWidget(window)
        window.resize(1280, 720)
        with qtbot.waitExposed(window):
            window.show()
        return window

    return make


@pytest.fixture
def window(make_window: Callable[[], MainWindow]) -> MainWindow:
    return make_window()


def drop(window: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(40, 40), Qt.DropAction.CopyAction, data, buttons, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(40, 40), Qt.DropAction.CopyAction, data, buttons, none))


def open_both(window: MainWindow, qtbot: Any, recording: Path, checkpoint: Path) -> None:
    workspace = window.workspace
    with qtbot.waitSignal(workspace.recording_changed, timeout=WAIT_MS):
        workspace.open_recording(recording)
    with qtbot.waitSignal(workspace.checkpoints_changed, timeout=WAIT_MS):
        workspace.open_checkpoint(checkpoint)
    if workspace.activity:
        with qtbot.waitSignal(workspace.activity_changed, timeout=WAIT_MS, check_params_cb=lambda text: not text):
            pass


def open_stored(window: MainWindow, qtbot: Any, recording: Path, checkpoint: Path) -> None:
    workspace = window.workspace
    with qtbot.waitSignal(
        workspace.display_changed, timeout=WAIT_MS, check_params_cb=lambda d: d is not None and d.heat is not None
    ):
        workspace.open_recording(recording)
        workspace.open_checkpoint(checkpoint)


def press(
    qtbot: Any, window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.keyClick(window.views, key, modifier)


def test_the_first_look_offers_what_can_be_opened_and_no_empty_panes(window: MainWindow) -> None:
    assert window.start_page.isVisible()
    assert not window.views.isVisible()
    assert not window.timeline_dock.isVisible()
    assert not window.session_dock.isVisible()
    assert window.tool_bar.open_video.property("primary")
    assert not window.tool_bar.analyse.isEnabled()
    assert window.status.disclaimer.isVisible()


@pytest.mark.parametrize("recording_first", [True, False])
def test_files_dropped_in_either_order_lead_to_analyse(
    window: MainWindow, qtbot: Any, aligned: Path, checkpoint_file: Path, recording_first: bool
) -> None:
    workspace = window.workspace
    drops = [(aligned, workspace.recording_changed), (checkpoint_file, workspace.checkpoint_changed)]
    for path, signal in drops if recording_first else reversed(drops):
        with qtbot.waitSignal(signal, timeout=WAIT_MS):
            drop(window if workspace.recording else window.start_page, path)
        if workspace.recording is None:
            assert window.start_page.checkpoint.property("filled")
        elif workspace.checkpoint is None:
            assert window.tool_bar.open_checkpoint.property("primary")
    assert window.views.isVisible()
    assert window.timeline_dock.isVisible()
    if workspace.activity:
        with qtbot.waitSignal(workspace.activity_changed, timeout=WAIT_MS, check_params_cb=lambda text: not text):
            pass
    assert window.tool_bar.analyse.isEnabled()
    assert window.tool_bar.analyse.property("primary")
    assert aligned.name in window.windowTitle()


def test_files_dropped_together_are_told_apart(
    window: MainWindow, qtbot: Any, aligned: Path, checkpoint_file: Path
) -> None:
    workspace = window.workspace
    with qtbot.waitSignals([workspace.recording_changed, workspace.checkpoint_changed], timeout=WAIT_MS):
        drop(window, checkpoint_file, aligned)
    assert workspace.recording is not None


def test_a_stored_analysis_is_dropped(window: MainWindow, qtbot: Any, finished_store: Path) -> None:
    workspace = window.workspace
    with qtbot.waitSignal(workspace.store_changed, timeout=WAIT_MS, check_params_cb=bool):
        drop(window, finished_store)
    assert workspace.store is not None
    assert workspace.store.path == finished_store


def test_the_analyse_button_runs_cancels_and_resumes(
    window: MainWindow, qtbot: Any, aligned: Path, checkpoint_file: Path, gate: Gate
) -> None:
    open_both(window, qtbot, aligned, checkpoint_file)
    workspace, button = window.workspace, window.tool_bar.analyse
    with qtbot.waitSignal(workspace.clip_finished, timeout=WAIT_MS):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        gate.let_one_pass()
    gate.wait_for_arrival()
    assert button.accessibleName() == "Cancel"
    assert window.status.cancel.isVisible()
    assert f"of {NUM_CLIPS}" in window.status.text.text()
    qtbot.mouseClick(window.status.cancel, Qt.MouseButton.LeftButton)
    assert button.accessibleName() == "Cancelling…"
    assert not button.isEnabled()
    with qtbot.waitSignal(workspace.task_state_changed, timeout=WAIT_MS):
        gate.open()
    assert button.accessibleName() == "Resume"
    with qtbot.waitSignal(
        workspace.task_state_changed, timeout=WAIT_MS, check_params_cb=lambda state: state in ("done", "failed")
    ):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.accessibleName() == "Analysed"
    assert not window.status.cancel.isVisible()


def test_scrubbing_works_while_an_analysis_runs(
    window: MainWindow, qtbot: Any, aligned: Path, checkpoint_file: Path, gate: Gate
) -> None:
    open_both(window, qtbot, aligned, checkpoint_file)
    workspace = window.workspace
    with qtbot.waitSignal(workspace.store_changed, timeout=WAIT_MS):
        workspace.analyse()
    gate.wait_for_arrival()
    for frame_index in (31, 5, 44):
        with qtbot.waitSignal(
            workspace.display_changed,
            timeout=WAIT_MS,
            check_params_cb=lambda d, i=frame_index: d is not None and d.frame_index == i,
        ):
            workspace.set_playhead(frame_index)
    assert workspace.task_state == "running"
    gate.open()


def test_keys_move_the_playhead(window: MainWindow, qtbot: Any, aligned: Path, checkpoint_file: Path) -> None:
    open_both(window, qtbot, aligned, checkpoint_file)
    workspace = window.workspace
    shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    press(qtbot, window, Qt.Key.Key_Right)
    assert workspace.playhead == 1
    press(qtbot, window, Qt.Key.Key_Right, shift)
    assert workspace.playhead == 11
    press(qtbot, window, Qt.Key.Key_Left)
    assert workspace.playhead == 10
    press(qtbot, window, Qt.Key.Key_Left, shift)
    assert workspace.playhead == 0
    press(qtbot, window, Qt.Key.Key_End)
    assert workspace.playhead == NUM_FRAMES - 1
    press(qtbot, window, Qt.Key.Key_Home)
    assert workspace.playhead == 0
    assert workspace.plan is not None
    press(qtbot, window, Qt.Key.Key_Right, control)
    assert workspace.playhead == workspace.plan.clip_frames(1)[0]
    press(qtbot, window, Qt.Key.Key_Left, control)
    assert workspace.playhead == 0


def test_keys_play_stop_and_shuttle(window: MainWindow, qtbot: Any, aligned: Path, checkpoint_file: Path) -> None:
    open_both(window, qtbot, aligned, checkpoint_file)
    workspace = window.workspace
    press(qtbot, window, Qt.Key.Key_Space)
    assert workspace.is_playing
    press(qtbot, window, Qt.Key.Key_Space)
    assert not workspace.is_playing
    for speed in (1.0, 2.0, 4.0):
        press(qtbot, window, Qt.Key.Key_L)
        assert workspace.playback_speed == speed
    press(qtbot, window, Qt.Key.Key_J)
    assert workspace.playback_speed == -1.0
    assert workspace.is_playing
    press(qtbot, window, Qt.Key.Key_K)
    assert not workspace.is_playing
    assert workspace.playback_speed == 1.0


def test_keys_select_a_range_and_change_the_view(
    window: MainWindow, qtbot: Any, aligned: Path, checkpoint_file: Path
) -> None:
    open_both(window, qtbot, aligned, checkpoint_file)
    workspace = window.workspace
    workspace.set_playhead(12)
    press(qtbot, window, Qt.Key.Key_I)
    workspace.set_playhead(30)
    press(qtbot, window, Qt.Key.Key_O)
    assert workspace.selected_range == (12, 30)
    press(qtbot, window, Qt.Key.Key_U)
    assert workspace.selected_range is None
    press(qtbot, window, Qt.Key.Key_W)
    assert workspace.view.quantity == "unweighted"
    press(qtbot, window, Qt.Key.Key_N)
    assert workspace.view.cells == "native"
    press(qtbot, window, Qt.Key.Key_P)
    assert workspace.view.show_landmarks
    press(qtbot, window, Qt.Key.Key_Plus)
    assert workspace.view.opacity == pytest.approx(0.55)
    press(qtbot, window, Qt.Key.Key_Minus)
    press(qtbot, window, Qt.Key.Key_Minus)
    assert workspace.view.opacity == pytest.approx(0.45)
    assert window.tool_bar.opacity.value() == 45
    press(qtbot, window, Qt.Key.Key_3)
    assert window.views.maximised == "heat"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.views.maximised is None


def test_panels_are_put_away_by_keys_and_stay_away(
    make_window: Callable[[], MainWindow], qtbot: Any, aligned: Path, checkpoint_file: Path
) -> None:
    window = make_window()
    open_both(window, qtbot, aligned, checkpoint_file)
    press(qtbot, window, Qt.Key.Key_F9)
    assert not window.session_dock.isVisible()
    assert window.inspector_dock.isVisible()
    window.close()
    again = make_window()
    open_both(again, qtbot, aligned, checkpoint_file)
    assert not again.session_dock.isVisible()
    assert again.inspector_dock.isVisible()
    press(qtbot, again, Qt.Key.Key_F10)
    assert not again.inspector_dock.isVisible()


def test_size_theme_and_view_are_as_they_were(make_window: Callable[[], MainWindow]) -> None:
    window = make_window()
    window.resize(790, 650)
    window.workspace.set_view(colormap="cividis", opacity=0.2)
    window.set_theme("light")
    window.close()
    again = MainWindow(Workspace())
    assert (again.width(), again.height()) == (790, 650)
    assert again.workspace.preferences.theme == "light"
    assert again.workspace.view.colormap == "cividis"
    again.deleteLater()


def test_a_focused_button_is_pressed_by_space_and_a_slider_is_moved_by_arrows(
    window: MainWindow, qtbot: Any, aligned: Path, checkpoint_file: Path
) -> None:
    open_both(window, qtbot, aligned, checkpoint_file)
    workspace = window.workspace
    window.activateWindow()
    native = window.inspector.view.cells.button("native")
    window.inspector.setCurrentIndex(1)
    native.setFocus()
    window.actions_.yield_keys_to(native)
    qtbot.keyClick(native, Qt.Key.Key_Space)
    assert workspace.view.cells == "native"
    assert not workspace.is_playing
    slider = window.tool_bar.opacity
    slider.setFocus()
    window.actions_.yield_keys_to(slider)
    before = workspace.view.opacity
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert workspace.view.opacity > before
    assert workspace.playhead == 0
    window.actions_.yield_keys_to(window.views)
    press(qtbot, window, Qt.Key.Key_Right)
    assert workspace.playhead == 1


def test_clicks_do_not_take_the_keys_away_from_playing(window: MainWindow) -> None:
    taking = Qt.FocusPolicy.ClickFocus
    for kind in (QAbstractButton, QComboBox, QAbstractSlider):
        for widget in [*window.tool_bar.findChildren(kind), *window.inspector.findChildren(kind)]:
            assert not (widget.focusPolicy().value & taking.value), f"{widget} {widget.accessibleName()}"


def test_messages_are_shown_in_one_place_with_their_next_step(
    window: MainWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(window.dialogs, "ask_for_recording", lambda: asked.append("recording"))
    workspace = window.workspace
    workspace.message_raised.emit(UserMessage("error", "a.mp4 cannot be opened", "It is cut short.", "open_recording"))
    workspace.message_raised.emit(UserMessage("warning", "Careful", "Something is unusual."))
    assert [banner.title.text() for banner in window.banners.banners] == ["Careful", "a.mp4 cannot be opened"]
    button = window.banners.banners[1].action_button
    assert button is not None
    assert button.text() == "Open video…"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == ["recording"]
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.banners.banners == []
    assert not window.banners.isVisible()


def test_no_more_than_three_messages_and_none_twice(window: MainWindow) -> None:
    for i in (1, 2, 3, 4, 4, 2):
        window.workspace.message_raised.emit(UserMessage("warning", f"message {i}", "text"))
    assert [banner.message.title for banner in window.banners.banners] == ["message 2", "message 4", "message 3"]


def test_a_video_that_cannot_be_opened_is_told(window: MainWindow, qtbot: Any, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video")
    with qtbot.waitSignal(window.workspace.message_raised, timeout=WAIT_MS):
        drop(window.start_page, broken)
    assert "broken.mp4" in window.banners.banners[0].title.text()
    assert window.start_page.isVisible()


def test_messages_go_when_another_recording_is_opened_and_not_those_of_the_same_drop(
    window: MainWindow, qtbot: Any, aligned: Path, tmp_path: Path
) -> None:
    workspace = window.workspace
    workspace.message_raised.emit(UserMessage("error", "Of the recording before", "text"))
    broken = tmp_path / "broken.pth"
    broken.write_bytes(b"nothing")
    with qtbot.waitSignals([workspace.message_raised, workspace.recording_changed], timeout=WAIT_MS):
        drop(window.start_page, aligned, broken)
    assert [banner.message.title for banner in window.banners.banners] == ["broken.pth cannot be loaded"]


def test_a_fault_in_the_program_is_told_and_the_window_stays(window: MainWindow) -> None:
    window.say_unexpected(ValueError("no such thing"))
    assert "ValueError" in window.banners.banners[0].text.text()


def test_an_ambiguous_checkpoint_is_asked_for_and_loaded_as_said(
    window: MainWindow, qtbot: Any, tmp_path: Path
) -> None:
    import torch

    from app.dialogs.kind import KindDialog
    from stadrn_core.checkpoint import load_checkpoint

    native = write_checkpoint(tmp_path / "native.safetensors", kind="spatial")
    foreign = tmp_path / "best.pth"
    torch.save(load_checkpoint(native, "cpu").model.state_dict(), foreign)
    workspace = window.workspace
    with qtbot.waitSignal(workspace.kind_needed, timeout=WAIT_MS):
        workspace.open_checkpoint(foreign)
    dialog = window.dialog
    assert isinstance(dialog, KindDialog)
    assert not dialog.load_button.isEnabled()
    dialog.options["spatial"].click()
    with qtbot.waitSignal(workspace.checkpoints_changed, timeout=WAIT_MS):
        dialog.load_button.click()
    assert workspace.checkpoint is not None
    assert workspace.checkpoint.config.kind == "spatial"


def test_every_control_has_a_name(
    window: MainWindow, qtbot: Any, aligned: Path, checkpoint_file: Path, stored: Path
) -> None:
    open_stored(window, qtbot, aligned, checkpoint_file)
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, (QAbstractButton, QComboBox, QAbstractSlider, QLineEdit))
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
        and not widget.objectName().startswith("qt_")
        and type(widget).__name__ not in ("QScrollBar", "QTabBar", "QComboBoxListView")
        and not isinstance(widget.parent(), (QComboBox, QLineEdit))
        and widget.parent() is not None
        and type(widget.parent()).__name__ != "QTabBar"
    ]
    assert nameless == []


def test_everything_fits_at_1280_by_720(
    window: MainWindow, qtbot: Any, aligned: Path, checkpoint_file: Path, stored: Path
) -> None:
    open_stored(window, qtbot, aligned, checkpoint_file)
    assert window.minimumSizeHint().width() <= 1280
    assert window.minimumSizeHint().height() <= 700
    window.resize(1280, 720)
    right = max(w.geometry().right() for w in (window.tool_bar.export, window.tool_bar.opacity.parentWidget()))
    assert right < 1280


def test_the_menus_and_the_list_of_keys_have_every_command(window: MainWindow) -> None:
    in_menus = {action for menu in window.menuBar().actions() for action in menu.menu().actions()}
    assert set(window.actions_.by_name.values()) <= in_menus
    keys = {window.actions_.key_words(name) for name in window.actions_.commands}
    promised = ["Space", "←", "→", "Shift+←", "Shift+→", "Ctrl+←", "Ctrl+→", "Home", "End", "J", "K", "L", "I", "O"]
    promised += ["1", "2", "3", "4", "W", "N", "−", "F9", "F10"]
    promised += ["+ or =", "? or F1", "Ctrl+O", "Ctrl+Shift+O", "Ctrl+E"]
    assert set(promised) <= keys


def test_no_key_is_given_twice(window: MainWindow) -> None:
    keys = [key.toString() for action in window.actions_.by_name.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("key", "shown"), [("Ctrl++", "Ctrl++"), ("Ctrl+-", "Ctrl+−"), ("Shift+Left", "Shift+←"), ("-", "−"), ("+", "+")]
)
def test_keys_are_written_for_people(key: str, shown: str) -> None:
    assert shown_key(key) == shown


@pytest.mark.parametrize(
    ("progress", "done", "total", "words"),
    [
        (
            Progress("explaining", 4, 12, "clips", 0.31, 22.4),
            4,
            12,
            "explaining clip 5 of 12 · 0.31 clips/s · 22 s left",
        ),
        (Progress("aligning faces", 32, 192, "frames"), 0, 3, "clip 1 of 3 · aligning faces 32 of 192"),
        (Progress("reading the recording", 0, 1, "recordings"), 0, 0, "reading the recording"),
        (Progress("explaining", 3, 3, "clips", 0.5, 0.0), 3, 3, "explaining clip 3 of 3 · 0.50 clips/s · 0 s left"),
    ],
)
def test_progress_in_words(progress: Progress, done: int, total: int, words: str) -> None:
    assert progress_words(progress, done, total) == words


@pytest.mark.parametrize(("seconds", "words"), [(22.4, "22 s"), (220, "3:40 min"), (3700, "1:01:40 min")])
def test_time_left_in_words(seconds: float, words: str) -> None:
    assert time_left(seconds) == words


def test_a_closed_window_is_freed(qtbot: Any, workspace: Workspace, aligned: Path, dressed: None) -> None:
    window = MainWindow(workspace)
    window.show()
    with qtbot.waitSignal(workspace.display_changed, timeout=WAIT_MS, check_params_cb=bool):
        workspace.open_recording(aligned)
    window.close()
    left = weakref.ref(window)
    with qtbot.waitSignal(window.destroyed):
        window.deleteLater()
    del window
    gc.collect()
    assert left() is None
