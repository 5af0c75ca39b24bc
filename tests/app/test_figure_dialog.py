"""The figure builder: its preview follows the options, its file is what was shown, its command makes it again."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication

from app.dialogs.figure import FigureDialog
from app.main_window import MainWindow
from app.messages import UserMessage
from app.workspace import Workspace
from stadrn_core.cli import main
from stadrn_core.export.recipe import read_recipe

WAIT_MS = 60_000


@pytest.fixture
def dialog(
    qtbot: Any, make_workspace: Callable[[], Workspace], stored: Path, aligned: Path, checkpoint_file: Path
) -> Iterator[FigureDialog]:
    window = MainWindow(make_workspace())
    qtbot.addWidget(window)
    window.show()
    workspace = window.workspace
    with qtbot.waitSignal(workspace.store_changed, timeout=WAIT_MS, check_params_cb=lambda store: store is not None):
        workspace.open_recording(aligned)
        workspace.open_checkpoint(checkpoint_file)
    window.actions_.by_name["figure"].trigger()
    found = window.dialog
    assert isinstance(found, FigureDialog)
    with qtbot.waitSignal(found.previewed, timeout=WAIT_MS):
        pass
    yield found
    found.close()


def drawn(qtbot: Any, dialog: FigureDialog, change: Callable[[], object]) -> bool:
    """Whether the preview could be drawn after a change."""
    with qtbot.waitSignal(dialog.previewed, timeout=WAIT_MS) as told:
        change()
    return bool(told.args[0])


def test_the_preview_follows_the_options(qtbot: Any, dialog: FigureDialog) -> None:
    before = dialog._picture.toImage()
    assert before.width() == pytest.approx(190 / 25.4 * 110, abs=2)
    assert drawn(qtbot, dialog, lambda: dialog.options.timeline.setChecked(False))
    assert dialog._picture.height() < before.height()
    dialog.options.width_preset.setCurrentIndex(1)
    assert drawn(qtbot, dialog, lambda: dialog.options.width_preset.activated.emit(1))
    assert dialog._picture.width() == pytest.approx(140 / 25.4 * 110, abs=2)
    assert drawn(qtbot, dialog, lambda: dialog.options.width_mm.setValue(150))
    assert dialog.options.width_preset.currentText() == "Other"
    dialog.options.frames.setText("3, 12")
    assert drawn(qtbot, dialog, lambda: dialog.options.add_frame.click())
    assert dialog.job is not None
    assert dialog.job.frames == (3, 12, 0)
    assert dialog.save_button.isEnabled()


def test_what_cannot_be_drawn_is_said_and_cannot_be_saved(qtbot: Any, dialog: FigureDialog) -> None:
    assert not drawn(qtbot, dialog, lambda: [box.setChecked(False) for box in dialog.options.columns.values()])
    assert dialog.state.text() == "Choose at least one thing to show."
    assert not dialog.save_button.isEnabled()
    assert drawn(qtbot, dialog, lambda: dialog.options.columns["heat"].setChecked(True))
    assert dialog.save_button.isEnabled()
    assert not drawn(qtbot, dialog, lambda: dialog.options.frames.setText("99999"))
    assert "frame 99999" in dialog.state.text()
    assert not drawn(qtbot, dialog, lambda: dialog.options.frames.setText("4, -20"))
    assert "by their numbers" in dialog.state.text()
    assert not dialog.copy_button.isEnabled()
    assert drawn(qtbot, dialog, lambda: dialog.options.frames.setText("4; 20"))


def test_the_figure_is_copied_as_it_was_built(qtbot: Any, dialog: FigureDialog) -> None:
    dialog.options.dpi.setValue(72)
    dialog.options.timeline.setChecked(False)
    assert drawn(qtbot, dialog, lambda: dialog.options.frames.setText("4"))
    with qtbot.waitSignal(dialog.saved, timeout=WAIT_MS):
        dialog.copy_button.click()
    assert dialog.state.text() == "The figure is on the clipboard."
    image = QGuiApplication.clipboard().image()
    assert image.width() == pytest.approx(190 / 25.4 * 72, abs=1)
    assert image.height() / image.width() == pytest.approx(dialog._picture.height() / dialog._picture.width(), abs=0.01)


def test_the_file_is_what_was_shown_and_the_command_makes_it_again(
    qtbot: Any, dialog: FigureDialog, tmp_path: Path
) -> None:
    view = {
        "cells": "native",
        "colormap": "viridis",
        "opacity": 0.3,
        "scale_mode": "frame",
        "guided_style": "magnitude",
    }
    dialog._workspace.set_view(**view)
    dialog.options.contours.setChecked(True)
    dialog.options.columns["guided"].setChecked(False)
    dialog.options.dpi.setValue(90)
    assert drawn(qtbot, dialog, lambda: dialog.options.frames.setText("4 20"))
    with qtbot.waitSignal(dialog.saved, timeout=WAIT_MS):
        dialog.save(tmp_path / "figure.png")
    assert "Written" in dialog.state.text()
    recipe = read_recipe(tmp_path / "figure.png")
    assert recipe.frames == (4, 20)
    assert recipe.columns == ("face", "overlay", "heat")
    assert recipe.contours
    assert {name: getattr(recipe.view, name) for name in view} == view
    with Image.open(tmp_path / "figure.png") as image:
        assert image.width == pytest.approx(190 / 25.4 * 90, abs=1)
    dialog.command_button.click()
    words = shlex.split(QGuiApplication.clipboard().text())
    assert words[:2] == ["stadrn", "figure"]
    words[words.index("--out") + 1] = str(tmp_path / "again.png")
    assert main(words[1:]) == 0
    assert read_recipe(tmp_path / "again.png") == recipe


def test_a_de_identified_figure_has_no_name(qtbot: Any, dialog: FigureDialog, tmp_path: Path) -> None:
    dialog.options.show_name.setChecked(True)
    dialog.options.faces.setCurrentIndex(dialog.options.faces.findData("pixelate"))
    assert drawn(qtbot, dialog, lambda: dialog.options.faces.activated.emit(1))
    assert not dialog.options.show_name.isEnabled()
    assert not dialog.options.columns["guided"].isEnabled()
    with qtbot.waitSignal(dialog.saved, timeout=WAIT_MS):
        dialog.save(tmp_path / "figure.svg")
    assert b"visit" not in (tmp_path / "figure.svg").read_bytes()
    assert read_recipe(tmp_path / "figure.svg").deidentify == "pixelate"


def choose(dialog: FigureDialog, kind: str) -> None:
    dialog.options.kind.setCurrentIndex(dialog.options.kind.findData(kind))


def test_kinds_over_time_show_the_selected_range(qtbot: Any, dialog: FigureDialog, tmp_path: Path) -> None:
    options = dialog.options
    assert not options.range_only.isVisibleTo(dialog)
    assert drawn(qtbot, dialog, lambda: choose(dialog, "timeline"))
    assert options.range_only.isVisibleTo(dialog)
    assert not options.frames.isVisibleTo(dialog)
    assert not options.range_only.isEnabled()
    dialog._workspace.set_range(10, 40)
    options.range_only.setChecked(True)
    assert drawn(qtbot, dialog, lambda: options.truth.setValue(17))
    with qtbot.waitSignal(dialog.saved, timeout=WAIT_MS):
        dialog.save(tmp_path / "timeline.pdf")
    recipe, info = read_recipe(tmp_path / "timeline.pdf"), dialog._workspace.recording
    assert info is not None
    assert (recipe.kind, recipe.truth) == ("timeline", 17)
    assert recipe.seconds == (info.pts_seconds[10], info.pts_seconds[40])
    dialog.command_button.click()
    words = shlex.split(QGuiApplication.clipboard().text())
    words[words.index("--out") + 1] = str(tmp_path / "again.pdf")
    assert main(words[1:]) == 0
    assert read_recipe(tmp_path / "again.pdf") == recipe


def test_what_a_kind_needs_is_said(qtbot: Any, dialog: FigureDialog) -> None:
    assert not drawn(qtbot, dialog, lambda: choose(dialog, "checkpoints"))
    assert "Open a second checkpoint" in dialog.state.text()
    assert not dialog.save_button.isEnabled()
    assert not drawn(qtbot, dialog, lambda: choose(dialog, "region_raster"))
    assert "aligned faces" in dialog.state.text()
    assert drawn(qtbot, dialog, lambda: choose(dialog, "frames"))
    assert dialog.save_button.isEnabled()


@pytest.mark.parametrize("close", [FigureDialog.reject, FigureDialog.close])
def test_closed_at_once_it_hears_of_nothing_any_more(
    qtbot: Any, two: Workspace, close: Callable[[FigureDialog], object]
) -> None:
    told: list[UserMessage] = []
    two.message_raised.connect(told.append)
    dialog = FigureDialog(two)
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.show()
    close(dialog)
    qtbot.waitUntil(lambda: bool(gone), timeout=WAIT_MS)
    ended: list[str] = []
    two.run_side_task(
        lambda: iter(()), "x", lambda _value: None, lambda state, _message: ended.append(state), "pictures"
    )
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT_MS)
    assert told == []


def test_what_could_not_be_written_is_told_after_it_is_closed_too(qtbot: Any, two: Workspace, tmp_path: Path) -> None:
    told: list[UserMessage] = []
    two.message_raised.connect(told.append)
    dialog = FigureDialog(two)
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.show()
    (tmp_path / "no folder").touch()
    dialog.save(tmp_path / "no folder" / "figure.pdf")
    dialog.reject()
    qtbot.waitUntil(lambda: bool(gone and told), timeout=WAIT_MS)
    assert told[0].title == "The figure was not written"
    assert "no folder" in told[0].text


def test_checkpoints_of_the_window_are_compared(qtbot: Any, two: Workspace, tmp_path: Path) -> None:
    dialog = FigureDialog(two, truth=23.0)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: len(dialog._others) == 1, timeout=WAIT_MS)
    assert drawn(qtbot, dialog, lambda: choose(dialog, "checkpoints"))
    dialog.options.scale.set_value("own")
    with qtbot.waitSignal(dialog.saved, timeout=WAIT_MS):
        dialog.save(tmp_path / "both.svg")
    recipe = read_recipe(tmp_path / "both.svg")
    assert (recipe.kind, recipe.scale, recipe.truth, len(recipe.others)) == ("checkpoints", "own", 23, 1)
    dialog.command_button.click()
    words = shlex.split(QGuiApplication.clipboard().text())
    words[words.index("--out") + 1] = str(tmp_path / "again.svg")
    assert main(words[1:]) == 0
    assert (tmp_path / "again.svg").read_bytes() == (tmp_path / "both.svg").read_bytes()
    dialog.close()
