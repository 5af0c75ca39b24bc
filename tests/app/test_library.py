"""The library in the window: sessions come by themselves, are described, opened as they were, and deleted."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from app.dialogs.forget import IS_OPEN, ForgetDialog
from app.dialogs.library import LibraryDialog
from app.main_window import MainWindow
from app.session_chart import KNOWN, MOST_DATES, NETWORK, band_names, dates_to_write
from app.session_table import SessionTable
from app.workspace import Workspace
from stadrn_core.folders import LIBRARY_FILE
from stadrn_core.library import Library
from stadrn_core.library.forget import traces
from stadrn_core.store import AnalysisStore
from stadrn_core.video import hash_recording

WAIT_MS = 20_000


@pytest.fixture
def window(qtbot: Any, workspace: Workspace) -> MainWindow:
    window = MainWindow(workspace)
    qtbot.addWidget(window)
    window.show()
    return window


def open_stored(qtbot: Any, window: MainWindow, aligned: Path, checkpoint_file: Path) -> None:
    """Open what is analysed already, and wait until it is in the library."""
    workspace = window.workspace
    with qtbot.waitSignal(window.kept_sessions.changed, timeout=WAIT_MS):
        workspace.open_recording(aligned)
        workspace.open_checkpoint(checkpoint_file)


def library_of(window: MainWindow) -> LibraryDialog:
    window.actions_.by_name["library"].trigger()
    found = window.dialog
    assert isinstance(found, LibraryDialog)
    return found


def test_what_is_analysed_appears_by_itself_and_is_described(
    qtbot: Any, window: MainWindow, stored: Path, aligned: Path, checkpoint_file: Path
) -> None:
    empty = library_of(window)
    assert "appears here by itself" in empty.state.text()
    assert not empty.open_button.isEnabled()
    empty.close()
    open_stored(qtbot, window, aligned, checkpoint_file)
    dialog = library_of(window)
    session = dialog.chosen
    assert session is not None
    assert session.path == aligned
    assert session.thumbnail is not None
    with AnalysisStore.open(stored) as store:
        assert session.points == store.video_score
    form = dialog.form
    qtbot.keyClicks(form.pseudonym, "P-1")
    qtbot.keyClick(form.pseudonym, Qt.Key.Key_Return)
    form.tags.setText("intake, sad")
    form.tags.editingFinished.emit()
    form.known.setText("21")
    form.known.editingFinished.emit()
    form.recorded_on.setText("2026-03-01")
    form.recorded_on.editingFinished.emit()
    with qtbot.waitSignal(form.changed, timeout=WAIT_MS):
        form.notes.setPlainText("Slept badly.")
    kept = Library().session(session.recording)
    assert (kept.pseudonym, kept.tags, kept.known_points) == ("P-1", ("intake", "sad"), 21)
    assert (kept.recorded_on, kept.notes) == ("2026-03-01", "Slept badly.")
    assert [points for _, points in dialog.chart.points[NETWORK]] == [session.points]
    assert [points for _, points in dialog.chart.points[KNOWN]] == [21]
    assert dialog.table.item(0, 1).text() == "P-1"
    assert dialog.isVisible(), "Enter in a field opens nothing"
    form.known.setText("99")
    form.known.editingFinished.emit()
    assert "0 to 63" in form.problem.text()
    assert Library().session(session.recording).known_points == 21
    form.known.setText("21")
    form.recorded_on.setText("1.3.2026")
    form.recorded_on.editingFinished.emit()
    assert "2026-03-31" in form.problem.text()


@pytest.fixture
def two_patients(stadrn_home: Path) -> Library:
    """Two sessions without analyses, the newer one of P-2."""
    library = Library()
    database = sqlite3.connect(library.path)
    with database:
        database.executemany(
            "INSERT INTO sessions (recording, name, path, added, recorded_on, pseudonym, notes) VALUES (?,?,?,?,?,?,?)",
            [(f"{i:064x}", f"{i}.mp4", "/gone", "2026-01-01", f"2026-01-0{i}", f"P-{i}", f"of {i}") for i in (1, 2)],
        )
    database.close()
    return library


@pytest.mark.parametrize("what", ["another session", "close", "another library"])
def test_notes_are_kept_with_their_session_whatever_is_done_next(
    qtbot: Any, window: MainWindow, two_patients: Library, tmp_path: Path, what: str
) -> None:
    dialog = library_of(window)
    assert [dialog.table.item(row, 1).text() for row in range(2)] == ["P-2", "P-1"]
    qtbot.keyClicks(dialog.form.notes, ", and more")
    qtbot.keyClicks(dialog.form.tags, "sad")
    if what == "another session":
        place = dialog.table.visualItemRect(dialog.table.item(1, 3)).center()
        qtbot.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert dialog.form.notes.toPlainText() == "of 1"
    elif what == "close":
        dialog.reject()
    else:
        dialog.place.open(tmp_path / "project")
        assert Library().sessions() == []
    found = {one.pseudonym: one.notes for one in two_patients.sessions()}
    assert set(found) == {"P-1", "P-2"}, "the other patient is as before"
    assert found["P-1"] == "of 1"
    assert sorted(found["P-2"]) == sorted("of 2, and more"), "wherever the cursor stood"
    assert two_patients.sessions(tag="sad", pseudonym="P-2")


def test_a_change_that_cannot_be_kept_is_told(
    qtbot: Any, window: MainWindow, two_patients: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = library_of(window)
    database = sqlite3.connect(two_patients.path, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")  # another program is at it
    monkeypatch.setattr("stadrn_core.library.library.WAIT_SECONDS", 0.01)
    dialog.form.tags.setText("sad")
    dialog.form.tags.editingFinished.emit()
    assert "Close other programs" in dialog.state.text()
    assert dialog.form.tags.text() == "sad", "still there, to be kept later"
    database.close()
    dialog.form.tags.editingFinished.emit()
    assert two_patients.sessions(tag="sad")
    two_patients.remove([one.recording for one in two_patients.sessions(pseudonym="P-2")])
    dialog.form.tags.setText("happy")
    dialog.form.tags.editingFinished.emit()
    assert dialog.table.rowCount() == 1


def test_sessions_are_found_by_words_and_tag(
    qtbot: Any, window: MainWindow, stored: Path, aligned: Path, checkpoint_file: Path
) -> None:
    open_stored(qtbot, window, aligned, checkpoint_file)
    recording = Library().sessions()[0].recording
    Library().change(recording, tags=["intake"])
    dialog = library_of(window)
    assert [dialog.tag.itemText(i) for i in range(dialog.tag.count())] == ["All tags", "intake"]
    qtbot.keyClicks(dialog.search, "visit intake")
    assert dialog.table.rowCount() == 1
    qtbot.keyClicks(dialog.search, " nothing")
    assert dialog.table.rowCount() == 0
    assert "No session matches" in dialog.state.text()
    assert not dialog.form.isEnabled()


def test_a_search_neither_reads_the_library_again_nor_measures_all_rows(
    qtbot: Any, window: MainWindow, stadrn_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a thousand sessions either would hold up the window at each letter."""
    database = sqlite3.connect(Library().path)
    with database:
        database.executemany(
            "INSERT INTO sessions (recording, name, path, added, pseudonym) VALUES (?, ?, ?, ?, ?)",
            [(f"{i:064x}", f"visit {i}.mp4", "/gone", "2026-01-01T00:00:00", f"P-{i % 7}") for i in range(300)],
        )
    database.close()
    dialog = library_of(window)
    assert dialog.table.rowCount() == 300
    measured: list[int] = []
    size_hint = SessionTable.sizeHintForColumn
    monkeypatch.setattr(
        SessionTable, "sizeHintForColumn", lambda table, column: measured.append(column) or size_hint(table, column)
    )
    monkeypatch.setattr(Library, "sessions", None)
    qtbot.keyClicks(dialog.search, "P-3 29")
    assert [dialog.table.item(row, 3).text() for row in range(dialog.table.rowCount())] == [
        f"visit {i}.mp4 (moved?)" for i in range(300) if i % 7 == 3 and "29" in str(i)
    ]
    assert len(measured) <= len("P-3 29") * dialog.table.columnCount(), "each column once for each letter"
    assert dialog.chosen is not None
    assert dialog.chosen.name == dialog.table.item(0, 3).text().removesuffix(" (moved?)"), "another than before"
    header = dialog.table.horizontalHeader()
    assert header.length() == header.viewport().width(), "the columns fill the table"
    dialog.order.setCurrentIndex(dialog.order.findData("name"))
    dialog.order.activated.emit(dialog.order.currentIndex())
    assert dialog.table.item(0, 3).text() == "visit 129.mp4 (moved?)"


def test_a_session_is_opened_as_it_was_looked_at(
    qtbot: Any,
    window: MainWindow,
    stored: Path,
    aligned: Path,
    checkpoint_file: Path,
    make_workspace: Callable[[], Workspace],
) -> None:
    open_stored(qtbot, window, aligned, checkpoint_file)
    window.workspace.set_playhead(17)
    window.workspace.set_view(scale_mode="manual", manual_limits=(0.0, 3.5), cells="native", opacity=0.25)
    window.close()
    later = MainWindow(make_workspace())
    qtbot.addWidget(later)
    later.show()
    dialog = library_of(later)
    with qtbot.waitSignal(later.kept_sessions.changed, timeout=WAIT_MS):
        dialog.open_button.click()
    workspace = later.workspace
    assert workspace.recording is not None
    assert workspace.recording.path == aligned
    assert workspace.store is not None
    assert workspace.playhead == 17
    view = workspace.view
    assert (view.scale_mode, view.manual_limits, view.cells, view.opacity) == ("manual", (0.0, 3.5), "native", 0.25)


def test_a_moved_recording_is_found_again(
    qtbot: Any, window: MainWindow, stored: Path, aligned: Path, checkpoint_file: Path, tmp_path: Path
) -> None:
    video = tmp_path / "videos" / "moved.bin"
    video.parent.mkdir()
    video.write_bytes(b"recording")
    open_stored(qtbot, window, aligned, checkpoint_file)
    library = Library()
    recording = library.sessions()[0].recording
    database = sqlite3.connect(library.path)
    with database:
        database.execute(
            "UPDATE sessions SET recording = ?, path = ?", (hash_recording(video), str(tmp_path / "gone.bin"))
        )
    database.close()
    assert recording != hash_recording(video)
    dialog = library_of(window)
    assert "moved?" in dialog.table.item(0, 3).text()
    assert not dialog.open_button.isEnabled()
    dialog.relocate(tmp_path / "videos")
    qtbot.waitUntil(lambda: dialog.state.text() == "All recordings are found.", timeout=WAIT_MS)
    assert dialog.table.item(0, 3).text() == "moved.bin"
    assert not dialog.relocate_button.isEnabled()


def test_a_moved_recording_is_opened_with_its_analysis_and_known_at_its_new_place(
    qtbot: Any,
    window: MainWindow,
    stored: Path,
    aligned: Path,
    checkpoint_file: Path,
    make_workspace: Callable[[], Workspace],
    tmp_path: Path,
) -> None:
    copy = shutil.copytree(aligned, tmp_path / "videos" / "visit")
    open_stored(qtbot, window, copy, checkpoint_file)
    window.workspace.set_playhead(21)
    window.close()
    moved = copy.rename(tmp_path / "videos" / "archived")
    later = MainWindow(make_workspace())
    qtbot.addWidget(later)
    later.show()
    dialog = library_of(later)
    assert not dialog.open_button.isEnabled()
    dialog.relocate(tmp_path / "videos")
    qtbot.waitUntil(dialog.open_button.isEnabled, timeout=WAIT_MS)
    with qtbot.waitSignal(later.kept_sessions.changed, timeout=WAIT_MS):
        dialog.open_button.click()
    workspace = later.workspace
    assert workspace.recording is not None
    assert workspace.recording.path == moved
    assert workspace.store is not None
    assert workspace.store.path == stored
    assert workspace.playhead == 21
    assert [one.path for one in Library().sessions()] == [moved]


def test_a_project_folder_is_moved_with_all_that_is_in_it(
    qtbot: Any,
    window: MainWindow,
    aligned: Path,
    checkpoint_file: Path,
    make_workspace: Callable[[], Workspace],
    tmp_path: Path,
    stadrn_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = tmp_path / "study"
    recording = shutil.copytree(aligned, project / "videos" / "visit")
    checkpoint = project / shutil.copy(checkpoint_file, project)
    workspace = window.workspace
    dialog = library_of(window)
    assert dialog.place.currentText() == "Your own library"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(project))
    choose(dialog, "Project folder…")
    assert dialog.place.currentText() == "Project study"
    dialog.close()
    workspace.open_recording(recording)
    workspace.open_checkpoint(checkpoint)
    qtbot.waitUntil(lambda: workspace.can_analyse and not workspace.activity, timeout=WAIT_MS)
    with qtbot.waitSignal(window.kept_sessions.changed, timeout=WAIT_MS):
        workspace.analyse()
    workspace.marking.add(7, 7, "nods")
    workspace.set_playhead(31)
    window.close()
    assert not list((stadrn_home / "data" / "analyses").iterdir())
    assert Library(stadrn_home / "data").sessions() == []

    moved = project.rename(tmp_path / "moved")
    later = MainWindow(make_workspace())
    qtbot.addWidget(later)
    later.show()
    told = [banner.text() for banner in later.banners.findChildren(QLabel)]
    assert any(str(project) in text for text in told), "the project is not where it was"
    dialog = library_of(later)
    assert dialog.table.rowCount() == 0
    dialog.place.open(moved)
    (session,) = Library(moved).sessions()
    assert dialog.chosen == session
    with qtbot.waitSignal(later.workspace.checkpoints_changed, timeout=WAIT_MS):
        dialog.open_button.click()
    again = later.workspace
    qtbot.waitUntil(lambda: again.store is not None and again.marking.can_edit, timeout=WAIT_MS)
    assert again.store is not None
    assert again.recording is not None
    assert again.checkpoint is not None
    for path in (again.store.path, again.recording.path, again.checkpoint.path):
        assert path.is_relative_to(moved)
    assert [mark.text for mark in again.marking.marks] == ["nods"]
    qtbot.waitUntil(lambda: again.playhead == 31, timeout=WAIT_MS)
    # Back to the own library: what is open is opened anew, and is not analysed there.
    dialog = library_of(later)
    choose(dialog, "Your own library")
    assert dialog.table.rowCount() == 0
    qtbot.waitUntil(lambda: again.store is None and again.marking.can_edit, timeout=WAIT_MS)
    assert again.marking.marks == ()
    assert [dialog.place.itemText(i) for i in range(dialog.place.count())] == [
        "Your own library",
        "Project moved",
        "Project folder…",
    ]
    # A library that cannot be opened changes nothing.
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / LIBRARY_FILE).write_bytes(b"no database, whatever one may think of its length" * 50)
    dialog.place.open(tmp_path / "broken")
    assert "put it aside" in dialog.state.text()
    assert dialog.place.currentText() == "Your own library"


def choose(dialog: LibraryDialog, text: str) -> None:
    """Choose a library as a user would."""
    index = dialog.place.findText(text)
    dialog.place.setCurrentIndex(index)
    dialog.place.activated.emit(index)


def test_a_checkpoint_that_is_not_there_is_told(
    qtbot: Any, workspace: Workspace, aligned: Path, finished_store: Path, tmp_path: Path
) -> None:
    store = shutil.copytree(finished_store, tmp_path / "moved.zarr")
    manifest = store / "manifest.json"
    manifest.write_text(manifest.read_text().replace("tiny.safetensors", "gone.safetensors"))
    with qtbot.waitSignal(workspace.message_raised, timeout=WAIT_MS) as told:
        workspace.open_analysis(store)
    assert told.args[0].title == "gone.safetensors is not where it was"
    assert told.args[0].action == "open_checkpoint"
    qtbot.waitUntil(lambda: workspace.store is not None, timeout=WAIT_MS)


def test_a_patient_is_not_deleted_while_a_copy_of_a_recording_is_open(
    qtbot: Any, window: MainWindow, stored: Path, aligned: Path, checkpoint_file: Path, tmp_path: Path
) -> None:
    open_stored(qtbot, window, aligned, checkpoint_file)
    Library().change(Library().sessions()[0].recording, pseudonym="P-0815")
    copy = shutil.copytree(aligned, tmp_path / "copy")
    window.workspace.open_recording(copy)
    qtbot.waitUntil(lambda: window.workspace.marking.can_edit, timeout=WAIT_MS)
    forget = ForgetDialog(window.workspace, window.kept_sessions, "P-0815")
    qtbot.addWidget(forget)
    assert forget.state.text() == IS_OPEN


def test_a_patient_is_deleted_and_nothing_is_found_afterwards(
    qtbot: Any,
    window: MainWindow,
    stored: Path,
    aligned: Path,
    checkpoint_file: Path,
    make_workspace: Callable[[], Workspace],
) -> None:
    open_stored(qtbot, window, aligned, checkpoint_file)
    recording = Library().sessions()[0].recording
    Library().change(recording, pseudonym="P-0815")
    dialog = library_of(window)
    dialog.delete_button.click()
    refused = dialog.findChild(ForgetDialog)
    assert refused is not None
    assert refused.state.text() == IS_OPEN
    assert not refused.delete_button.isEnabled()
    window.close()
    later = MainWindow(make_workspace())
    qtbot.addWidget(later)
    dialog = library_of(later)
    dialog.delete_button.click()
    forget = dialog.findChild(ForgetDialog)
    assert forget is not None
    qtbot.waitUntil(forget.delete_button.isEnabled, timeout=WAIT_MS)
    shown = [forget.files.item(i).text() for i in range(forget.files.count())]
    assert str(stored) in shown
    with qtbot.waitSignal(forget.forgotten, timeout=WAIT_MS):
        forget.delete_button.click()
    assert "finds nothing more" in forget.state.text()
    assert not stored.exists()
    assert aligned.exists()
    later.workspace.preferences.flush()
    for words in ("P-0815", recording, str(aligned)):
        assert traces([words]) == [], words
    assert dialog.table.rowCount() == 0


def test_a_damaged_library_is_told_and_the_window_goes_on(
    qtbot: Any, window: MainWindow, stored: Path, aligned: Path, checkpoint_file: Path, stadrn_home: Path
) -> None:
    (stadrn_home / "data").mkdir(parents=True, exist_ok=True)
    (stadrn_home / "data" / LIBRARY_FILE).write_bytes(b"no database, whatever one may think of its length" * 50)
    told: list[Any] = []
    window.kept_sessions.message_raised.connect(told.append)
    workspace = window.workspace
    with qtbot.waitSignal(workspace.store_changed, timeout=WAIT_MS, check_params_cb=lambda store: store is not None):
        workspace.open_recording(aligned)
        workspace.open_checkpoint(checkpoint_file)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT_MS)
    assert len(told) == 1
    assert "put it aside" in told[0].text
    workspace.set_playhead(3)
    dialog = library_of(window)
    assert "put it aside" in dialog.state.text()
    assert dialog.table.rowCount() == 0
    dialog.close()
    window.close()


def test_dates_below_the_chart_do_not_touch() -> None:
    day = 86400.0
    assert dates_to_write([76 * day, 0.0, 76 * day]) == [(0.0, "1970-01-01"), (76 * day, "1970-03-18")]
    many = dates_to_write([i * day for i in range(100)])
    assert len(many) <= MOST_DATES + 1
    assert many[0][1] == "1970-01-01"
    assert dates_to_write([5 * day]) == [(5 * day, "1970-01-06")]


def test_bands_that_are_wide_enough_are_named() -> None:
    assert band_names(40.0) == [(7.0, "minimal"), (17.0, "mild"), (24.5, "moderate"), (34.5, "severe")]
    assert [name for _, name in band_names(72.0)] == ["minimal", "moderate", "severe"]
