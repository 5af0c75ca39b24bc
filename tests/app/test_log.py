"""The log by level, and a report without anything that may name a patient."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from app.dialogs.log import EMPTY, LogDialog
from app.main import _logging
from app.problem_report import read_log, report_text
from app.workspace import Workspace
from stadrn_core.errors import VideoError
from stadrn_core.folders import log_folder
from stadrn_core.video import open_recording

SECRETS = ("Muster", "P-0815", "/home/clinic", "Hanna", "visit 3", ".mp4")


@pytest.fixture
def logged(stadrn_home: Path) -> None:
    """A log with names in messages, paths and a traceback through this program."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    try:
        with _logging():
            log = logging.getLogger("app.worker")
            log.info("opened /home/clinic/Hanna Muster/visit 3.mp4")
            log.warning("Muster: P-0815 has no face")
            try:
                open_recording(Path("/home/clinic/Hanna Muster/visit 3.mp4"))
            except VideoError as error:
                log.error("Hanna Muster cannot be opened", exc_info=error)
    finally:
        root.setLevel(level)


def test_entries_are_read_with_their_tracebacks(logged: None) -> None:
    own = [entry for entry in read_log(log_folder()) if entry.logger == "app.worker"]
    assert [entry.level for entry in own] == ["INFO", "WARNING", "ERROR"]
    assert "Traceback" in own[2].text
    assert own[0].place == own[1].place == ""
    assert own[2].place.startswith("VideoError in stadrn_core/video")
    assert read_log(Path("/nowhere")) == []


def test_the_report_says_where_and_never_who(logged: None) -> None:
    said = report_text(read_log(log_folder()), {"torch": "2.13"}, "CPU, 2 threads", {"State": "idle"})
    for words in (
        "STA-DRN Workbench",
        "torch 2.13",
        "CPU, 2 threads",
        "State: idle",
        "VideoError in stadrn_core/video",
    ):
        assert words in said, words
    assert "WARNING no traceback" in said
    assert not [secret for secret in SECRETS if secret in said]
    assert "none" in report_text([], {}, "", {})


def test_the_dialog_filters_and_copies(
    qtbot: Any, logged: None, make_workspace: Callable[[], Workspace], aligned: Path
) -> None:
    workspace = make_workspace()
    with qtbot.waitSignal(workspace.recording_changed, timeout=20_000):
        workspace.open_recording(aligned)
    dialog = LogDialog(workspace)
    qtbot.addWidget(dialog)
    assert "opened /home/clinic" in dialog.words.toPlainText()
    dialog.level.setCurrentIndex(3)
    dialog.level.activated.emit(3)
    assert "opened /home/clinic" not in dialog.words.toPlainText()
    assert "Traceback" in dialog.words.toPlainText()
    dialog.level.setCurrentIndex(4)
    dialog.level.activated.emit(4)
    assert dialog.words.toPlainText() == EMPTY
    dialog.copy_button.click()
    said = QGuiApplication.clipboard().text()
    assert not [secret for secret in (*SECRETS, aligned.name, str(aligned)) if secret in said]
    assert "frames" in said
    assert "no names" in dialog.state.text()
