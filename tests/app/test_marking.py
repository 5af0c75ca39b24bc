"""Marks in the window: set, written, undone, kept, jumped to, exchanged."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from app.main_window import MainWindow
from app.mark_list import CATEGORY, FILTERS, TEXT, MarkList
from app.messages import UserMessage
from app.workspace import Workspace
from stadrn_core import video
from stadrn_core.marks import Mark, MarksFile, Timing, write_csv, write_elan
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


ROUND_TRIP = [(3, 9, "speech", 'says "no, never"'), (12, 12, "note", ""), (20, 59, "面部", "微笑\nzweite Zeile <&>")]


@pytest.mark.parametrize(
    ("chosen", "filters", "written"),
    [
        ("marks.csv", FILTERS[".csv"], "marks.csv"),
        ("marks.eaf", FILTERS[".eaf"], "marks.eaf"),
        ("marks", FILTERS[".eaf"], "marks.eaf"),
        ("marks of 1.2", FILTERS[".csv"], "marks of 1.2.csv"),
    ],
)
def test_the_windows_commands_export_marks_and_import_them_again(
    window: MainWindow,
    aligned: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    chosen: str,
    filters: str,
    written: str,
) -> None:
    marking, listed = window.workspace.marking, window.inspector.marks
    assert listed.import_action.isEnabled()
    assert not listed.export_action.isEnabled(), "nothing to export yet"
    for first, last, category, text in ROUND_TRIP:
        marking.add(first, last, text, category)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / chosen), filters))
    listed.export_action.trigger()
    assert [path.name for path in tmp_path.glob("marks*")] == [written]
    for mark in marking.marks:
        marking.remove(mark.id)
    assert on_disk(aligned) == []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / written), ""))
    listed.import_action.trigger()
    assert on_disk(aligned) == ROUND_TRIP
    assert listed.table.rowCount() == 3
    window.actions_.by_name["undo"].trigger()
    assert on_disk(aligned) == []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    listed.import_action.trigger()
    assert on_disk(aligned) == [], "the dialog was closed"


def test_an_elan_document_says_what_the_marks_say(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read as XML, without the library that wrote it."""
    marking = window.workspace.marking
    for first, last, category, text in ROUND_TRIP:
        marking.add(first, last, text, category)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "marks.eaf"), FILTERS[".eaf"]))
    window.inspector.marks.export_action.trigger()
    root = ElementTree.parse(tmp_path / "marks.eaf").getroot()
    assert root.tag == "ANNOTATION_DOCUMENT"
    assert root.find("HEADER").get("TIME_UNITS", "milliseconds") == "milliseconds"  # type: ignore[union-attr]
    slots = {slot.get("TIME_SLOT_ID"): int(slot.get("TIME_VALUE", "")) for slot in root.iter("TIME_SLOT")}
    types = {one.get("LINGUISTIC_TYPE_ID") for one in root.iter("LINGUISTIC_TYPE")}
    found, identifiers = [], []
    for tier in root.iter("TIER"):
        assert tier.get("LINGUISTIC_TYPE_REF") in types
        for one in tier.iter("ALIGNABLE_ANNOTATION"):
            start, end = (slots[one.get(name)] for name in ("TIME_SLOT_REF1", "TIME_SLOT_REF2"))
            found.append((start, end, tier.get("TIER_ID"), one.findtext("ANNOTATION_VALUE") or ""))
            identifiers.append(one.get("ANNOTATION_ID"))
    assert len(set(identifiers)) == len(identifiers) == 3
    rate = window.workspace.recording.frame_rate  # type: ignore[union-attr]
    assert sorted(found) == [
        (round(1000 * first / rate), round(1000 * (last + 1) / rate), category, text)
        for first, last, category, text in ROUND_TRIP
    ]


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


SMILE, TALK = (12, 12, "note", "smiles"), (30, 39, "speech", "")
IMPORTED = [(3, 9, "speech", "hums"), (50, 50, "note", "nods")]
EDITS: tuple[tuple[str, list[tuple[int, int, str, str]]], ...] = (
    ("set 12", [(12, 12, "note", "")]),
    ("text 0 smiles", [SMILE]),
    ("range 30 39", [SMILE, (30, 39, "note", "")]),
    ("category 1 speech", [SMILE, TALK]),
    ("undo", [SMILE, (30, 39, "note", "")]),
    ("undo", [SMILE]),
    ("redo", [SMILE, (30, 39, "note", "")]),
    ("redo", [SMILE, TALK]),
    ("drag 40 50", [SMILE, (30, 49, "speech", "")]),
    ("drag 30 20", [SMILE, (20, 49, "speech", "")]),
    ("drag 35 40", [SMILE, (25, 54, "speech", "")]),
    ("undo", [SMILE, (20, 49, "speech", "")]),
    ("undo", [SMILE, (30, 49, "speech", "")]),
    ("redo", [SMILE, (20, 49, "speech", "")]),
    ("drag 12 6", [(6, 6, "note", "smiles"), (20, 49, "speech", "")]),
    ("move 0 12", [SMILE, (20, 49, "speech", "")]),
    ("import {folder}/marks.csv", [IMPORTED[0], SMILE, (20, 49, "speech", ""), IMPORTED[1]]),
    ("undo", [SMILE, (20, 49, "speech", "")]),
    ("import {folder}/marks.eaf", [IMPORTED[0], SMILE, (20, 49, "speech", ""), IMPORTED[1]]),
    ("remove 0", [SMILE, (20, 49, "speech", ""), IMPORTED[1]]),
    ("delete 2", [SMILE, (20, 49, "speech", "")]),
    ("undo", [SMILE, (20, 49, "speech", ""), IMPORTED[1]]),
    ("text 0 frowns", [(12, 12, "note", "frowns"), (20, 49, "speech", ""), IMPORTED[1]]),
    ("undo", [SMILE, (20, 49, "speech", ""), IMPORTED[1]]),
)
"""What a user does, all that there is, and the marks afterwards."""
LEFT_TO_UNDO = (
    ("remove", 4),
    ("import", 2),
    ("move", 2),
    ("drag", 2),
    ("drag", 2),
    ("drag", 2),
    ("category", 2),
    ("range", 1),
    ("text", 1),
    ("set", 0),
)
"""From the last edit back: what is undone, and how many marks are there then."""


def test_nothing_is_lost_when_the_program_is_killed_after_each_edit(
    qtbot: Any, make_workspace: Callable[[], Workspace], aligned: Path, tmp_path: Path
) -> None:
    """Each edit in a process of its own, gone the moment that the edit is done; undoing goes on in the next."""
    with video.open_recording(aligned) as source:
        timing = Timing(source.info.pts_seconds, source.info.duration_seconds)
    imported = [Mark(first_frame=a, last_frame=b, category=c, text=text) for a, b, c, text in IMPORTED]
    write_csv(tmp_path / "marks.csv", imported, timing)
    write_elan(tmp_path / "marks.eaf", imported, timing)
    for words, expected in EDITS:
        edit = words.format(folder=tmp_path).split()
        command = [sys.executable, "-m", "tests.killable_window", str(aligned), *edit]
        ended = subprocess.run(command, cwd=PROJECT, timeout=WAIT_MS / 1000, check=False)
        assert ended.returncode == -signal.SIGKILL
        assert on_disk(aligned) == expected, words
    workspace = make_workspace()
    open_recording(qtbot, workspace, aligned)
    stack = workspace.marking.undo_stack
    shown = [(mark.first_frame, mark.last_frame, mark.category, mark.text) for mark in workspace.marking.marks]
    assert shown == EDITS[-1][1]
    for words, number in LEFT_TO_UNDO:
        assert stack.canUndo(), words
        stack.undo()
        assert len(workspace.marking.marks) == number, words
    assert not stack.canUndo()
    stack.setIndex(stack.count())
    assert [mark.text for mark in workspace.marking.marks] == ["frowns", "", "nods"]


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
