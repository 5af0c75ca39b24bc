from __future__ import annotations

import json

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from app.dialogs.cohort import CohortDialog
from app.region_track import coloured
from app.region_words import figure
from app.task_board import TaskBoard
from stadrn_core.export.regions import recording_rows
from stadrn_core.export.rows import write_table
from stadrn_core.regions.atlas import DOWN_THE_FACE, NUM_REGIONS, Region
from stadrn_core.regions.intervals import recording_regions
from stadrn_core.regions.numbers import RegionReader
from stadrn_core.store import MANIFEST, AnalysisStore
from tests.app.fakes import FakeWorkspace
from tests.region_analyses import make_moving_analysis

WAIT_MS = 60_000
NUM_FRAMES = 16


class CohortWorkspace(FakeWorkspace):
    def __init__(self):
        super().__init__()
        self.board = TaskBoard(self)

    def run_side_task(self, steps, title, on_value, on_end, kind="export"):
        super().run_side_task(steps, title, on_value, on_end, kind)
        return self.board.submit(steps, title, on_value, on_end, kind=kind)

    def abandon_side_task(self, number):
        self.board.abandon(number)


def make_run(folder, name, raw_output):
    path = folder / name / "analysis.zarr"
    path.parent.mkdir(parents=True)
    make_moving_analysis(path, NUM_FRAMES, raw_outputs={0: raw_output}).close()
    text = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    text["recording"] |= {"sha256": name.rjust(64, "0"), "name": f"{name}.mp4", "path": f"/data/{name}.mp4"}
    (path / MANIFEST).write_text(json.dumps(text), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three recordings with minimal scores, three with severe ones, and one in which nothing could be explained."""
    result = tmp_path_factory.mktemp("cohort")
    for i in range(3):
        make_run(result, f"a{i}", 0.05 + 0.01 * i)
        make_run(result, f"b{i}", 0.8 + 0.01 * i)
    make_run(result, "c", None)
    return result


@pytest.fixture
def dialog(stadrn_home, qtbot):
    workspace = CohortWorkspace()
    result = CohortDialog(workspace)
    result.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(result)
    yield result
    workspace.board.request_stop()
    assert workspace.board.wait(20)


@pytest.fixture
def filled(dialog, folder, qtbot):
    dialog.folder.setText(str(folder))
    dialog.begin()
    qtbot.waitUntil(dialog.show_button.isEnabled, timeout=WAIT_MS)
    return dialog


def texts(dialog):
    model = dialog.table.model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_each_recording_has_the_numbers_of_the_engine(filled, folder):
    rows = texts(filled)
    assert [row[0] for row in rows] == ["a0.mp4", "a1.mp4", "a2.mp4", "b0.mp4", "b1.mp4", "b2.mp4"]
    with AnalysisStore.open(folder / "b1" / "analysis.zarr") as store:
        sums = recording_regions(list(RegionReader(store).clips())).sums
        assert rows[4][1] == f"{store.video_score:.1f}"
    assert rows[4][3:] == [figure("relative_share", float(sums.relative_share[region])) for region in DOWN_THE_FACE]
    model = filled.table.model()
    background = model.index(4, 3).data(Qt.ItemDataRole.BackgroundRole)
    expected = coloured(np.array(sums.relative_share[DOWN_THE_FACE[0]]), *model.limits, "inferno").tolist()
    assert [background.red(), background.green(), background.blue()] == expected
    assert "Recordings: 6; Grad-CAM++ × score." in filled.state.text()
    assert "Left out: c: " in filled.state.text()


def test_what_was_computed_is_not_computed_again(filled, monkeypatch, qtbot):
    before = texts(filled)

    def refuse(*_arguments):
        raise AssertionError("computed again")

    monkeypatch.setattr(RegionReader, "clip", refuse)
    filled.begin()
    qtbot.waitUntil(filled.show_button.isEnabled, timeout=WAIT_MS)
    assert texts(filled) == before


def test_groups_are_compared(filled, qtbot):
    qtbot.mouseClick(filled.compare_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(filled.found.text()), timeout=WAIT_MS)
    assert filled.found.text().startswith("Groups by severity band of the network's own score: ")
    assert f"of {NUM_REGIONS} tests below 0.05 after Holm" in filled.found.text()
    assert [row[2] for row in texts(filled)] == ["minimal"] * 3 + ["severe"] * 3


def test_groups_that_cannot_be_compared_are_told(filled, qtbot, tmp_path):
    filled.labels.setText(str(tmp_path / "labels.csv"))
    filled.compare()
    qtbot.waitUntil(filled.compare_button.isEnabled, timeout=WAIT_MS)
    assert "there is no such file" in filled.state.text()


def test_the_measure_can_be_changed_and_all_are_saved(filled, folder, tmp_path, qtbot):
    filled.measure.setCurrentIndex(filled.measure.findData("share"))
    filled.measure.activated.emit(filled.measure.currentIndex())
    total = sum(float(text) for text in texts(filled)[0][3:])
    assert total == pytest.approx(100, abs=1)
    filled.save(tmp_path / "saved.csv")
    qtbot.waitUntil(lambda: filled.state.text().startswith("Written"), timeout=WAIT_MS)
    rows = []
    for name in ("a0", "a1", "a2", "b0", "b1", "b2"):
        with AnalysisStore.open(folder / name / "analysis.zarr") as store:
            found = recording_regions(list(RegionReader(store).clips()))
            rows += recording_rows(name, store, found, "weighted")
    write_table(tmp_path / "expected.csv", rows)
    assert (tmp_path / "saved.csv").read_text() == (tmp_path / "expected.csv").read_text()
    assert len(rows) == 6 * len(Region)


def test_a_folder_without_analyses_is_told(dialog, tmp_path, qtbot):
    dialog.begin()
    assert dialog.state.text() == "Choose a folder."
    dialog.folder.setText(str(tmp_path))
    dialog.begin()
    qtbot.waitUntil(dialog.show_button.isEnabled, timeout=WAIT_MS)
    assert "There is no stored analysis in" in dialog.state.text()
    assert not dialog.compare_button.isEnabled()


def test_closing_gives_the_work_up(dialog, folder):
    dialog.folder.setText(str(folder))
    dialog.begin()
    dialog.reject()
    assert dialog.recordings == []


def test_everything_has_a_name(dialog):
    for kind in (QPushButton, QLineEdit, QComboBox):
        for control in dialog.findChildren(kind):
            assert control.accessibleName() or control.text(), control
