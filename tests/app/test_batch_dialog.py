"""Batches as they are handled in the window: chosen, followed, opened, reported, offered again at the next start."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from app.batch_table import RECORDING, SCORE, STATE
from app.dialogs.batch import BatchDialog
from app.dialogs.closing import ClosingDialog
from app.dialogs.forget import BATCH_RUNS, ForgetDialog
from app.dialogs.kind import KindDialog
from app.main_window import MainWindow
from app.workspace import Workspace
from stadrn_core.library import Library
from stadrn_core.model import ModelConfig
from stadrn_core.networks import build_network
from stadrn_core.severity import format_score
from stadrn_core.store import AnalysisStore
from tests.app.opened import NUM_CLIPS, TINY, WAIT_MS, Gate, write_aligned
from tests.recordings import write_video


@pytest.fixture
def make_window(qtbot: Any, make_workspace: Callable[[], Workspace]) -> Callable[[], MainWindow]:
    def make() -> MainWindow:
        window = MainWindow(make_workspace())
        qtbot.addWidget(window)
        window.show()
        return window

    return make


@pytest.fixture
def window(make_window: Callable[[], MainWindow]) -> MainWindow:
    return make_window()


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    """Two recordings with faces; one in which nobody is."""
    folder = tmp_path / "visits"
    for i, name in enumerate("ab"):
        write_aligned(folder / f"{name}_aligned", first=i)
    write_video(folder / "nobody.mp4", 60)
    return folder


def dialog_of(window: MainWindow) -> BatchDialog:
    window.actions_.by_name["batch"].trigger()
    found = window.dialog
    assert isinstance(found, BatchDialog)
    return found


def begin(qtbot: Any, dialog: BatchDialog, sources: list[Path], checkpoint: Path, out: Path) -> None:
    """Choose, and press Start."""
    dialog.setup.add_paths([*sources, checkpoint])
    dialog.setup.folder.setText(str(out))
    qtbot.waitUntil(lambda: dialog.start_button.isEnabled(), timeout=WAIT_MS)
    qtbot.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.shows_jobs, timeout=WAIT_MS)


def texts(dialog: BatchDialog, column: int) -> list[str]:
    model = dialog.table.jobs_model
    return [model.data(model.index(row, column)) for row in range(model.rowCount())]


def test_empty_it_says_what_to_do_and_takes_what_is_dropped(
    qtbot: Any, window: MainWindow, visits: Path, checkpoint_file: Path
) -> None:
    dialog = dialog_of(window)
    assert not dialog.isModal()
    assert not dialog.shows_jobs
    assert "Drop videos" in dialog.setup.recordings.accessibleDescription()
    assert not dialog.start_button.isEnabled()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (visits, checkpoint_file)])
    left = Qt.MouseButton.LeftButton
    dropped = QDropEvent(QPointF(QPoint(9, 9)), Qt.DropAction.CopyAction, data, left, Qt.KeyboardModifier.NoModifier)
    dialog.dropEvent(dropped)
    qtbot.waitUntil(lambda: dialog.start_button.isEnabled(), timeout=WAIT_MS)
    assert dialog.setup.sources == [visits]
    assert list(dialog.setup.chosen_checkpoints) == [checkpoint_file]
    assert dialog.setup.target == visits.parent / "visits analysed"
    item = dialog.setup.checkpoints.item(0)
    item.setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.start_button.isEnabled()
    wrong = visits / "notes.pth"
    wrong.write_text("not a checkpoint", encoding="utf-8")
    dialog.setup.add_paths([wrong])
    qtbot.waitUntil(lambda: "notes.pth cannot be used" in dialog.setup.problem.text(), timeout=WAIT_MS)
    assert dialog.setup.checkpoints.count() == 1


def test_a_checkpoint_whose_kind_only_the_user_knows_is_asked_for(
    qtbot: Any, window: MainWindow, tmp_path: Path
) -> None:
    import torch

    config = ModelConfig(**{**vars(TINY), "kind": "spatial"})
    path = tmp_path / "best.pth"
    torch.save(build_network(config).state_dict(), path)
    setup = dialog_of(window).setup
    setup.check(path)
    qtbot.waitUntil(lambda: bool(setup.findChildren(KindDialog)), timeout=WAIT_MS)
    (question,) = setup.findChildren(KindDialog)
    question.options["temporal"].setChecked(True)
    question.load_button.click()
    qtbot.waitUntil(lambda: setup.checkpoints.count() == 1, timeout=WAIT_MS)
    assert setup.chosen_checkpoints == {path: "temporal"}


def test_a_batch_is_followed_reported_and_its_analyses_opened(
    qtbot: Any, window: MainWindow, visits: Path, checkpoint_file: Path, tmp_path: Path
) -> None:
    dialog, batch = dialog_of(window), window.workspace.batch
    with qtbot.waitSignal(batch.ended, timeout=WAIT_MS):
        begin(qtbot, dialog, [visits], checkpoint_file, tmp_path / "out")
    assert texts(dialog, RECORDING) == ["a_aligned", "b_aligned", "nobody"]
    states = texts(dialog, STATE)
    assert states[2].startswith("failed: no face was found")
    assert states[:2] == [f"done; clips explained: {NUM_CLIPS}"] * 2
    with AnalysisStore.open(batch.jobs[0].store) as store:
        assert store.video_score is not None
        assert texts(dialog, SCORE)[0] == format_score(store.video_score)
    assert dialog.state.text() == "2 of 3 done, 1 failed · nothing is left to do"
    assert window.batch_button.text() == "Batch finished: 2 done, 1 failed"
    assert not window.banners.banners, "what failed is told in the dialog"
    dialog.table.selectRow(2)
    assert "nobody.mp4: no face was found" in dialog.detail.text()
    assert not dialog.open_button.isEnabled()
    with qtbot.waitSignal(batch.report_saved, timeout=WAIT_MS):
        dialog.save(tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as file:
        assert [row["state"] for row in csv.DictReader(file)] == ["done", "done", "failed"]
    assert "no face was found" in (tmp_path / "report.txt").read_text(encoding="utf-8")
    dialog.table.selectRow(1)
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.workspace.store is not None, timeout=WAIT_MS)
    store_shown, recording = window.workspace.store, window.workspace.recording
    assert store_shown is not None
    assert recording is not None
    assert store_shown.path == batch.jobs[1].store
    assert recording.path == visits / "b_aligned"
    qtbot.waitUntil(lambda: len(Library().sessions()) == 2, timeout=WAIT_MS)
    kept = {session.path: session for session in Library().sessions()}
    assert kept[visits / "a_aligned"].scores[0].folder == batch.jobs[0].store
    dialog.close()
    with qtbot.waitSignal(batch.ended, timeout=WAIT_MS):
        batch.retry()
    (banner,) = window.banners.banners
    assert banner.message.title == "Batch finished: 2 done, 1 failed"
    window.dialogs.do_action("batch")
    assert isinstance(window.dialog, BatchDialog)
    assert window.dialog.shows_jobs


def test_buttons_pause_go_on_and_stop(
    qtbot: Any, window: MainWindow, visits: Path, checkpoint_file: Path, tmp_path: Path, gate: Gate
) -> None:
    dialog, batch = dialog_of(window), window.workspace.batch
    sources = [visits / "a_aligned", visits / "b_aligned"]
    begin(qtbot, dialog, sources, checkpoint_file, tmp_path / "out")
    gate.wait_for_arrival()
    assert window.batch_button.text() == "Batch: 1 of 2"
    assert not dialog.new_button.isEnabled()
    qtbot.mouseClick(dialog.pause_button, Qt.MouseButton.LeftButton)
    assert "ends after the present step" in texts(dialog, STATE)[0]
    gate.let_one_pass()
    qtbot.waitUntil(lambda: "clips kept: 1" in texts(dialog, STATE)[0], timeout=WAIT_MS)
    assert window.batch_button.text() == "Batch paused, 0 of 2 ended"
    assert dialog.pause_button.text() == "Continue"
    qtbot.mouseClick(dialog.pause_button, Qt.MouseButton.LeftButton)
    gate.wait_for_arrival()
    qtbot.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    gate.let_one_pass()
    qtbot.waitUntil(lambda: texts(dialog, STATE) == ["stopped; clips kept: 2", "stopped"], timeout=WAIT_MS)
    assert batch.unfinished is None
    dialog.table.selectRow(1)
    qtbot.mouseClick(dialog.remove_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: texts(dialog, RECORDING) == ["a_aligned"], timeout=WAIT_MS)
    qtbot.mouseClick(dialog.add_button_, Qt.MouseButton.LeftButton)
    assert not dialog.setup.options.isEnabled(), "settings are those of the batch"
    dialog.setup.add_paths([visits / "b_aligned"])
    gate.open()
    with qtbot.waitSignal(batch.ended, timeout=WAIT_MS):
        qtbot.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
    assert dialog.shows_jobs
    assert texts(dialog, RECORDING) == ["a_aligned", "b_aligned"]
    assert dialog.pause_button.isHidden()


def test_closing_while_it_runs_asks_and_the_next_start_offers_to_continue(
    qtbot: Any,
    make_window: Callable[[], MainWindow],
    visits: Path,
    checkpoint_file: Path,
    tmp_path: Path,
    gate: Gate,
) -> None:
    first = make_window()
    dialog = dialog_of(first)
    begin(qtbot, dialog, [visits / "a_aligned"], checkpoint_file, tmp_path / "out")
    gate.wait_for_arrival()
    assert not first.close()
    question = first.dialog
    assert isinstance(question, ClosingDialog)
    question.keep_button.click()
    assert first.isVisible()
    assert first.workspace.batch.state == "running"
    assert not first.close()
    question = first.dialog
    assert isinstance(question, ClosingDialog)
    question.close_button.click()
    assert not first.isVisible()
    gate.open()
    assert first.workspace.close()
    second = make_window()
    assert second.batch_button.text() == "Batch not finished"
    (banner,) = second.banners.banners
    assert str(tmp_path / "out") in banner.message.text
    assert banner.action_button is not None
    with qtbot.waitSignal(second.workspace.batch.ended, timeout=WAIT_MS):
        qtbot.mouseClick(banner.action_button, Qt.MouseButton.LeftButton)
    shown = second.dialog
    assert isinstance(shown, BatchDialog)
    assert shown.shows_jobs
    assert texts(shown, STATE) == [f"done; clips explained: {NUM_CLIPS}"]
    assert second.close(), "nothing runs: nothing is asked"


def test_what_cannot_be_begun_is_told_where_it_is_chosen(
    qtbot: Any, window: MainWindow, checkpoint_file: Path, tmp_path: Path
) -> None:
    dialog = dialog_of(window)
    (tmp_path / "empty").mkdir()
    dialog.setup.add_paths([tmp_path / "empty", checkpoint_file])
    qtbot.waitUntil(lambda: dialog.start_button.isEnabled(), timeout=WAIT_MS)
    dialog.start()
    qtbot.waitUntil(lambda: "no recording is there" in dialog.setup.problem.text(), timeout=WAIT_MS)
    assert not dialog.shows_jobs
    assert not window.banners.banners
    assert window.workspace.batch.state == "none"
    assert window.batch_button.isHidden()


def test_an_overlay_video_is_written_as_chosen(
    qtbot: Any, window: MainWindow, visits: Path, checkpoint_file: Path, tmp_path: Path
) -> None:
    dialog, batch = dialog_of(window), window.workspace.batch
    options = dialog.setup.options
    options.overlay.setChecked(True)
    options.faces.button("blur").click()
    options.quality.setValue(30)
    options.interval.setValue(6)
    assert not options.sound.isEnabled()
    with qtbot.waitSignal(batch.ended, timeout=WAIT_MS):
        begin(qtbot, dialog, [visits / "a_aligned"], checkpoint_file, tmp_path / "out")
    (job,) = batch.jobs
    assert (job.folder / "overlay.mp4").stat().st_size > 0
    assert batch.plan is not None
    settings = batch.plan.settings
    assert (settings.overlay, settings.deidentify, settings.crf) == (True, "blur", 30)
    with AnalysisStore.open(job.store) as store:
        assert store.plan.sample_interval == 6
    qtbot.mouseClick(dialog.add_button_, Qt.MouseButton.LeftButton)
    assert dialog.setup.settings == settings


def test_a_deleted_patient_leaves_the_open_batch(
    qtbot: Any, window: MainWindow, visits: Path, checkpoint_file: Path, tmp_path: Path, gate: Gate
) -> None:
    dialog, batch = dialog_of(window), window.workspace.batch
    sources = [visits / "a_aligned", visits / "b_aligned"]
    begin(qtbot, dialog, sources, checkpoint_file, tmp_path / "out")
    for _ in range(NUM_CLIPS):
        gate.let_one_pass()
    qtbot.waitUntil(lambda: len(Library().sessions()) == 1, timeout=WAIT_MS)
    (session,) = Library().sessions()
    Library().change(session.recording, pseudonym="P-0815")
    kept = window.kept_sessions
    refused = ForgetDialog(window.workspace, kept, "P-0815", window)
    assert refused.state.text() == BATCH_RUNS
    assert not refused.delete_button.isEnabled()
    batch.stop()
    gate.open()
    qtbot.waitUntil(lambda: batch.state == "stopped" and not batch.is_reading, timeout=WAIT_MS)
    forget = ForgetDialog(window.workspace, kept, "P-0815", window)
    qtbot.waitUntil(forget.delete_button.isEnabled, timeout=WAIT_MS)
    with qtbot.waitSignal(forget.forgotten, timeout=WAIT_MS):
        forget.delete_button.click()
    assert "finds nothing more" in forget.state.text()
    qtbot.waitUntil(lambda: not batch.is_reading, timeout=WAIT_MS)
    assert texts(dialog, RECORDING) == ["b_aligned"]
    with qtbot.waitSignal(batch.ended, timeout=WAIT_MS):
        batch.start()
    assert [path.name for path in (tmp_path / "out").iterdir() if path.is_dir()] == ["b_aligned"]
    qtbot.waitUntil(lambda: len(Library().sessions()) == 1, timeout=WAIT_MS)
    (session,) = Library().sessions()
    Library().change(session.recording, pseudonym="P-0816")
    last = ForgetDialog(window.workspace, kept, "P-0816", window)
    qtbot.waitUntil(last.delete_button.isEnabled, timeout=WAIT_MS)
    with qtbot.waitSignal(last.forgotten, timeout=WAIT_MS):
        last.delete_button.click()
    qtbot.waitUntil(lambda: batch.state == "none", timeout=WAIT_MS)
    assert not (tmp_path / "out").exists()
    assert window.batch_button.isHidden()
    assert not dialog.shows_jobs


def test_only_the_chosen_ones_that_failed_are_tried_again(
    qtbot: Any, window: MainWindow, checkpoint_file: Path, tmp_path: Path
) -> None:
    dialog, batch = dialog_of(window), window.workspace.batch
    files = [tmp_path / name for name in ("a.mp4", "b.mp4")]
    for file in files:
        file.write_bytes(b"not a video")
    with qtbot.waitSignal(batch.ended, timeout=WAIT_MS):
        begin(qtbot, dialog, files, checkpoint_file, tmp_path / "out")
    assert [batch.job_state(job.name) for job in batch.jobs] == ["failed", "failed"]
    tried: list[str] = []
    batch.job_changed.connect(tried.append)
    dialog.table.selectRow(1)
    with qtbot.waitSignal(batch.ended, timeout=WAIT_MS):
        qtbot.mouseClick(dialog.retry_button, Qt.MouseButton.LeftButton)
    assert set(tried) == {"b/tiny"}
    dialog.table.clearSelection()
    with qtbot.waitSignal(batch.ended, timeout=WAIT_MS):
        qtbot.mouseClick(dialog.retry_button, Qt.MouseButton.LeftButton)
    assert set(tried) == {"a/tiny", "b/tiny"}
