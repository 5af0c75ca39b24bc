from __future__ import annotations

import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app import main, theme
from app.main_window import MainWindow
from app.workspace import Workspace
from stadrn_core import demo


@pytest.fixture(autouse=True)
def _as_before(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    interval = sys.getswitchinterval()
    yield
    sys.setswitchinterval(interval)
    theme.use(theme.DARK)
    qapp.setStyleSheet("")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[MainWindow]:
    """The windows that are made."""
    made: list[MainWindow] = []
    init = MainWindow.__init__

    def remembering(window: MainWindow, workspace: Workspace) -> None:
        init(window, workspace)
        made.append(window)

    monkeypatch.setattr(MainWindow, "__init__", remembering)
    return made


def close_when(opened: list[MainWindow], signal: str, is_enough: Any = lambda *_: True) -> None:
    """Close the window once a signal of its workspace says so."""

    def look(*values: Any) -> None:
        if is_enough(*values):
            QTimer.singleShot(0, opened[0].close)

    QTimer.singleShot(0, lambda: getattr(opened[0].workspace, signal).connect(look))


def test_files_of_the_command_line_are_opened(
    opened: list[MainWindow], aligned: Path, checkpoint_file: Path, stadrn_home: Path
) -> None:
    close_when(opened, "checkpoint_changed")
    assert main.run([aligned, checkpoint_file]) == 0
    workspace = opened[0].workspace
    assert workspace.recording is not None
    assert workspace.checkpoint is not None
    assert (stadrn_home / "log" / "window.log").is_file()
    assert (stadrn_home / "config" / "window.ini").is_file()
    if os.name != "nt":
        assert {stat.S_IMODE(folder.stat().st_mode) for folder in stadrn_home.iterdir()} == {0o700}


def test_the_demo_is_analysed(
    opened: list[MainWindow], aligned: Path, checkpoint_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "find_demo", lambda: demo.Demo(aligned, checkpoint_file))
    close_when(opened, "task_state_changed", lambda state: state in ("done", "failed"))
    assert main.run([], demo=True) == 0
    store = opened[0].workspace.store
    assert store is not None
    assert store.is_complete


def test_a_fault_in_a_slot_is_logged_and_told_and_the_window_goes_on(
    opened: list[MainWindow], stadrn_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    def fail() -> None:
        try:
            raise KeyError("a fault")
        except KeyError as error:
            sys.excepthook(type(error), error, error.__traceback__)
        said.extend(banner.text.text() for banner in opened[0].banners.banners)
        opened[0].close()

    QTimer.singleShot(0, fail)
    assert main.run([]) == 0
    assert "KeyError" in said[0]
    assert "a fault" in (stadrn_home / "log" / "window.log").read_text()
    assert "KeyError" in capsys.readouterr().err
    assert not [h for h in logging.getLogger().handlers if "window.log" in str(getattr(h, "baseFilename", ""))]


def test_a_clip_that_takes_too_long_does_not_hold_the_program(
    opened: list[MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[int] = []
    close = Workspace.close
    monkeypatch.setattr(main.os, "_exit", left.append)
    monkeypatch.setattr(Workspace, "close", lambda workspace, seconds: close(workspace) and False)
    QTimer.singleShot(0, lambda: opened[0].close())
    main.run([])
    assert left == [0]
