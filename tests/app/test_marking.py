"""Marks in the window: set, written, undone, kept, jumped to, exchanged."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.main_window import MainWindow
from app.mark_list import CATEGORY, TEXT, MarkList
from app.messages import UserMessage
from app.workspace import Workspace
from stadrn_core.marks import MarksFile
from stadrn_core.video import hash_recording
from tests.app.opened import NUM_FRAMES

WAIT_MS = 60_000
PROJECT = Path(__file__).resolve().parents[2]


def open_recording(qtbot: Any, workspace: Workspace, path: Path) -> None:
    workspace.open_recording(path)
    qtbot.waitUntil(lambda: workspace.marking.can_edit, timeout=WAIT_MS)


@pytest.fixture
def marked(qtbot: Any, workspace: Workspace, aligned: Path) -> Workspace:
    open_recording(qtbot, workspace, aligned)
    return workspace


def on_disk(recording: Path) -> list[tuple[int, int, str, str]]:
    marks = MarksFile(hash_recording(recording)).load()
    return [(mark.first_frame, mark.last_frame, mark.category, mark.text) for mark in marks]


def test_each_change_is_kept_and_can_be_undone(marked: Workspace, aligned: Path) -> None:
    marking = marked.marking
    one = marking.add(10, 10, "smiles")
    assert one is not None
    marking.add(3, 8, category="speech")
    assert on_disk(aligned) == [(3, 8, "speech", ""), (10, 10, "note", "smiles")]
    marking.edit(one.id, text="smiles faintly", category="face")
    assert on_disk(aligned)[1] == (10, 10, "face", "smiles faintly")
    assert marking.categories == ["face", "note", "speech"]
    marking.remove(one.id)
    assert on_disk(aligned) == [(3, 8, "speech", "")]
    for expected in (2, 2, 1, 0):
        marking.undo_stack.undo()
        assert len(on_disk(aligned)) == len(marking.marks) == expected
    for _ in range(4):
        marking.undo_stack.redo()
    assert on_disk(aligned) == [(3, 8, "speech", "")]


def test_they_are_found_again_by_content(
    qtbot: Any, make_workspace: Callable[[], Workspace], aligned: Path, tmp_path: Path
) -> None:
    first = make_workspace()
    open_recording(qtbot, first, aligned)
    first.marking.add(5, 5, "here")
    assert first.close()
    moved = tmp_path / "another_aligned"
    moved.symlink_to(aligned, target_is_directory=True)
    second = make_workspace()
    open_recording(qtbot, second, moved)
    assert [mark.text for mark in second.marking.marks] == ["here"]
    assert not second.marking.undo_stack.canUndo()


def test_a_file_that_cannot_be_read_is_told_and_never_written_over(
    qtbot: Any, workspace: Workspace, aligned: Path
) -> None:
    file = MarksFile(hash_recording(aligned))
    file.path.parent.mkdir(parents=True)
    file.path.write_bytes(b"not marks")
    told: list[UserMessage] = []
    workspace.message_raised.connect(told.append)
    workspace.open_recording(aligned)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT_MS)
    assert str(file.path) in told[0].text
    assert workspace.marking.add(1, 1) is None
    assert file.path.read_bytes() == b"not marks"


def test_a_disk_that_is_full_is_told_and_the_mark_stays(marked: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[UserMessage] = []
    marked.message_raised.connect(told.append)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        marked.marking.add(1, 1)
    assert "No space left" in told[0].text
    assert len(marked.marking.marks) == 1


def test_the_next_and_the_one_before(marked: Workspace) -> None:
    for frame in (4, 20, 40):
        marked.marking.add(frame, frame)
    marked.set_playhead(20)
    after, before = marked.marking.neighbour(1), marked.marking.neighbour(-1)
    assert after is not None
    assert before is not None
    assert (after.first_frame, before.first_frame) == (40, 4)
    marked.set_playhead(40)
    assert marked.marking.neighbour(1) is None


@pytest.fixture
def window(qtbot: Any, marked: Workspace) -> MainWindow:
    window = MainWindow(marked)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_m_sets_a_mark_whose_note_is_written_at_once(qtbot: Any, window: MainWindow, aligned: Path) -> None:
    workspace, table = window.workspace, window.inspector.marks.table
    workspace.set_playhead(12)
    window.actions_.by_name["mark"].trigger()
    assert window.inspector.currentWidget() is window.inspector.marks
    editor = table.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "looks down")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: on_disk(aligned) == [(12, 12, "note", "looks down")], timeout=WAIT_MS)
    workspace.set_range(20, 29)
    window.actions_.by_name["mark"].trigger()
    assert workspace.selected_range is None
    assert on_disk(aligned)[1][:2] == (20, 29)
    window.actions_.by_name["undo"].trigger()
    assert len(on_disk(aligned)) == 1
    window.actions_.by_name["redo"].trigger()
    assert table.rowCount() == len(on_disk(aligned)) == 2
    workspace.set_playhead(NUM_FRAMES - 1)
    window.actions_.by_name["mark back"].trigger()
    assert workspace.playhead == 20
    window.actions_.by_name["mark back"].trigger()
    assert workspace.playhead == 12


def test_the_list_edits_jumps_and_removes(qtbot: Any, marked: Workspace, aligned: Path) -> None:
    marked.marking.add(30, 39, "long")
    listed = MarkList(marked)
    qtbot.addWidget(listed)
    marked.marking.add(6, 6, "short")
    assert [listed.table.item(row, TEXT).text() for row in range(2)] == ["short", "long"]
    assert not listed.remove_button.isEnabled()
    listed.table.selectRow(1)
    assert marked.playhead == 30
    assert marked.selected_range == (30, 39)
    listed.table.item(1, CATEGORY).setText("speech")
    assert on_disk(aligned)[1] == (30, 39, "speech", "long")
    listed.table.item(1, CATEGORY).setText("  ")
    assert listed.table.item(1, CATEGORY).text() == "speech"
    qtbot.keyClick(listed.table, Qt.Key.Key_Delete)
    listed.remove_button.click()
    assert on_disk(aligned) == [(6, 6, "note", "short")]


@pytest.mark.parametrize("name", ["marks.csv", "marks.eaf"])
def test_what_is_exported_comes_back_and_is_not_doubled(
    qtbot: Any, marked: Workspace, aligned: Path, tmp_path: Path, name: str
) -> None:
    listed = MarkList(marked)
    qtbot.addWidget(listed)
    marked.marking.add(3, 9, "speaks", "speech")
    marked.marking.add(12, 12)
    before = on_disk(aligned)
    listed.export_to(tmp_path / name)
    assert aligned.name not in (tmp_path / name).read_text(encoding="utf-8")
    listed.import_from(tmp_path / name)
    assert on_disk(aligned) == before
    for mark in marked.marking.marks:
        marked.marking.remove(mark.id)
    listed.import_from(tmp_path / name)
    assert on_disk(aligned) == before
    marked.marking.undo_stack.undo()
    assert on_disk(aligned) == []


def test_an_import_that_fails_is_told_and_adds_nothing(
    qtbot: Any, marked: Workspace, aligned: Path, tmp_path: Path
) -> None:
    listed = MarkList(marked)
    qtbot.addWidget(listed)
    (tmp_path / "marks.csv").write_text(f"first_frame,last_frame\n1,2\n5,{NUM_FRAMES}\n", encoding="utf-8")
    told: list[UserMessage] = []
    marked.message_raised.connect(told.append)
    listed.import_from(tmp_path / "marks.csv")
    assert "line 3" in told[0].text
    assert on_disk(aligned) == []


EDITS = (
    ("set 12", [(12, 12, "note", "")]),
    ("text 0 smiles", [(12, 12, "note", "smiles")]),
    ("range 30 39", [(12, 12, "note", "smiles"), (30, 39, "note", "")]),
    ("category 1 speech", [(12, 12, "note", "smiles"), (30, 39, "speech", "")]),
    ("undo", [(12, 12, "note", "smiles"), (30, 39, "note", "")]),
    ("undo", [(12, 12, "note", "smiles")]),
    ("redo", [(12, 12, "note", "smiles"), (30, 39, "note", "")]),
    ("redo", [(12, 12, "note", "smiles"), (30, 39, "speech", "")]),
    ("remove 0", [(30, 39, "speech", "")]),
    ("undo", [(12, 12, "note", "smiles"), (30, 39, "speech", "")]),
    ("text 0 frowns", [(12, 12, "note", "frowns"), (30, 39, "speech", "")]),
    ("undo", [(12, 12, "note", "smiles"), (30, 39, "speech", "")]),
)
"""What a user does, and the marks afterwards."""


def test_nothing_is_lost_when_the_program_is_killed_after_each_edit(
    qtbot: Any, make_workspace: Callable[[], Workspace], aligned: Path
) -> None:
    """Each edit in a process of its own, gone the moment that the edit is done; undoing goes on in the next."""
    for words, expected in EDITS:
        command = [sys.executable, "-m", "tests.killable_window", str(aligned), *words.split()]
        ended = subprocess.run(command, cwd=PROJECT, timeout=WAIT_MS / 1000, check=False)
        assert ended.returncode == -signal.SIGKILL
        assert on_disk(aligned) == expected, words
    workspace = make_workspace()
    open_recording(qtbot, workspace, aligned)
    stack = workspace.marking.undo_stack
    shown = [(mark.first_frame, mark.last_frame, mark.category, mark.text) for mark in workspace.marking.marks]
    assert shown == EDITS[-1][1]
    for expected in ([2, "note"], [1, None], [1, None], [0, None]):
        stack.undo()
        found = workspace.marking.marks
        assert [len(found), found[1].category if len(found) > 1 else None] == expected
    assert not stack.canUndo()
    stack.setIndex(stack.count())
    assert [mark.text for mark in workspace.marking.marks] == ["frowns", ""]


def test_what_can_be_undone_is_gone_when_the_recording_was_closed_in_order(
    qtbot: Any, make_workspace: Callable[[], Workspace], aligned: Path
) -> None:
    """A text that was removed does not stay on the disk."""
    first = make_workspace()
    open_recording(qtbot, first, aligned)
    mark = first.marking.add(4, 4, "said her name")
    assert mark is not None
    first.marking.edit(mark.id, text="speaks")
    path = MarksFile(hash_recording(aligned)).path
    assert "said her name" in path.read_text(encoding="utf-8")
    assert first.close()
    assert "said her name" not in path.read_text(encoding="utf-8")
    second = make_workspace()
    open_recording(qtbot, second, aligned)
    assert [mark.text for mark in second.marking.marks] == ["speaks"]
    assert not second.marking.undo_stack.canUndo()
