"""Commands found by words, and keys that are changed, taken from others, kept and given back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from app.dialogs.keys import KeysDialog
from app.dialogs.palette import NOT_NOW, CommandPalette
from app.main_window import MainWindow
from app.workspace import Workspace

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def window(qtbot: Any, make_workspace: Callable[[], Workspace], stadrn_home: Path) -> MainWindow:
    window = MainWindow(make_workspace())
    qtbot.addWidget(window)
    window.show()
    return window


def palette_of(qtbot: Any, window: MainWindow) -> CommandPalette:
    window.actions_.by_name["palette"].trigger()
    found = window.dialog
    assert isinstance(found, CommandPalette)
    return found


def keys_of(window: MainWindow) -> KeysDialog:
    window.actions_.by_name["keys"].trigger()
    found = window.dialog
    assert isinstance(found, KeysDialog)
    return found


def test_a_command_is_found_by_words_and_done_by_enter(qtbot: Any, window: MainWindow) -> None:
    palette = palette_of(qtbot, window)
    assert set(palette.shown) == set(window.actions_.commands) - {"palette"}
    qtbot.keyClicks(palette.search, "nat cells")
    assert palette.shown == ["native"]
    with qtbot.waitSignals([window.workspace.view_changed, palette.accepted]):
        qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert window.workspace.view.cells == "native"


def test_arrows_move_and_what_is_not_possible_is_not_done(qtbot: Any, window: MainWindow) -> None:
    palette = palette_of(qtbot, window)
    qtbot.keyClicks(palette.search, "analysis")
    first = palette.list.currentItem()
    assert not first.isDisabled(), "the first possible one is chosen"
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.list.currentItem() is not first
    palette.search.setText("cancel analysis")
    item = palette.list.topLevelItem(0)
    assert item is not None
    assert item.isDisabled()
    assert item.text(1) == NOT_NOW
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.search.setText("no such thing")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()
    with qtbot.waitSignal(palette.rejected):
        qtbot.keyClick(palette.search, Qt.Key.Key_Escape)


def test_a_key_is_changed_and_kept_for_the_next_start(
    qtbot: Any, window: MainWindow, make_workspace: Callable[[], Workspace]
) -> None:
    dialog = keys_of(window)
    assert not dialog.set_button.isEnabled()
    dialog.choose("native")
    dialog.field.setKeySequence(QKeySequence("Ctrl+Alt+N"))
    dialog.set_button.click()
    assert dialog.words("native") == "Ctrl+Alt+N"
    assert [key.toString() for key in window.actions_.by_name["native"].shortcuts()] == ["Ctrl+Alt+N"]
    dialog.close()
    qtbot.keyClick(window, Qt.Key.Key_N)
    assert window.workspace.view.cells == "interpolated", "the old key does nothing any more"
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert window.workspace.view.cells == "native"
    window.workspace.preferences.flush()
    later = MainWindow(make_workspace())
    qtbot.addWidget(later)
    assert later.actions_.key_words("native") == "Ctrl+Alt+N"
    again = keys_of(later)
    again.choose("native")
    again.reset_button.click()
    assert again.words("native") == "N"
    assert not later.actions_.any_rebound


def test_a_key_that_another_command_has_is_taken_from_it_and_said(qtbot: Any, window: MainWindow) -> None:
    dialog = keys_of(window)
    dialog.choose("landmarks")
    dialog.field.setKeySequence(QKeySequence("="))
    assert dialog.message.text() == "= is the key of “Heatmap more opaque”: Set takes it from there."
    dialog.set_button.click()
    assert dialog.words("landmarks") == "="
    assert dialog.words("more") == "+", "its other key stays"
    assert dialog.message.text() == ""
    dialog.choose("more")
    dialog.reset_button.click()
    assert dialog.words("more") == "+ or ="
    assert dialog.words("landmarks") == "", "the usual key goes back to where it belongs"
    dialog.choose("native")
    dialog.remove_button.click()
    assert dialog.words("native") == ""
    dialog.reset_all.click()
    assert (dialog.words("native"), dialog.words("landmarks")) == ("N", "P")
    assert not dialog.reset_all.isEnabled()
    keys = [key.toString() for action in window.actions_.by_name.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_keys_are_found_by_words_and_by_key(qtbot: Any, window: MainWindow) -> None:
    dialog = keys_of(window)

    def shown() -> set[str]:
        return {name for name, item in dialog._items.items() if not item.isHidden()}

    dialog.search.setText("ctrl+shift+c")
    assert shown() == {"copy frame"}
    dialog.search.setText("marks next")
    assert shown() == {"mark on"}
    dialog.search.setText("")
    assert shown() == set(window.actions_.commands)


def test_a_damaged_list_of_keys_is_as_if_never_set(
    qtbot: Any, make_workspace: Callable[[], Workspace], stadrn_home: Path
) -> None:
    workspace = make_workspace()
    workspace.preferences._settings.setValue("keys", "{cut")
    window = MainWindow(workspace)
    qtbot.addWidget(window)
    assert not window.actions_.any_rebound
    assert window.actions_.key_words("native") == "N"


def test_tool_tips_name_the_keys_that_commands_have_now(qtbot: Any, window: MainWindow) -> None:
    bar, transport = window.tool_bar, window.timeline.transport
    assert bar.open_video.toolTip() == "Open a video (Ctrl+O)"
    assert transport.play_button.toolTip() == "Play (Space)"
    assert transport.speed_box.toolTip() == "Playback speed (J, K, L)"
    window.actions_.rebind("open video", ("Ctrl+Alt+V",))
    window.actions_.rebind("play", ("Ctrl+Space",))
    window.actions_.rebind("shuttle stop", ())
    assert bar.open_video.toolTip() == "Open a video (Ctrl+Alt+V)"
    assert transport.play_button.toolTip() == "Play (Ctrl+Space)"
    assert transport.speed_box.toolTip() == "Playback speed (J, L)"
    transport.set_playing(True)
    assert transport.play_button.toolTip() == "Pause (Ctrl+Space)"
    window.actions_.reset_keys()
    assert bar.open_video.toolTip() == "Open a video (Ctrl+O)"
    assert transport.play_button.toolTip() == "Pause (Space)"


def test_no_tool_tip_has_a_key_of_its_own(window: MainWindow) -> None:
    """A key that is written into a text would stay when the user changes it."""
    keys = {window.actions_.key_words(name) for name in window.actions_.commands} - {""}
    for widget in window.findChildren(QWidget):
        text = str(widget.property("tip without keys") or widget.toolTip())
        assert not any(re.search(rf"[( ]{re.escape(key)}[):, ]", text) for key in keys), text


LETTERS_WITH_OTHER_MEANINGS = set("ABKLR")
"""An article; the two that are flipped between; groups; left and right."""


def test_no_other_text_names_a_key_of_its_own(window: MainWindow) -> None:
    keys = {window.actions_.key_words(name) for name in window.actions_.commands}
    letters = {key for key in keys if len(key) == 1 and key.isalpha()} - LETTERS_WITH_OTHER_MEANINGS
    assert {"M", "I", "O", "W"} <= letters
    catalogue = ElementTree.parse(PROJECT / "resources" / "translations" / "zh_CN.ts")
    texts = [source.text or "" for source in catalogue.iter("source")]
    assert len(texts) > 1000
    # Not as a part of P-0815, H.264 or × R.
    named = re.compile(rf"(?<![\w.+/-])[{''.join(sorted(letters))}](?![\w.+/-])")
    assert [text for text in texts if named.search(text)] == []
