"""Comparing in the window: names, colours and reference; A/B, wipe, difference; numbers beside independent ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu
from scipy import stats

from app.chart import nice_ticks
from app.checkpoint_list import CheckpointList
from app.checkpoint_looks import OKABE_ITO
from app.compare_numbers import CompareNumbers
from app.compare_tables import DIFFERS
from app.compare_view import NO_DIFFERENCE, CompareView
from app.compared import ComparedCheckpoints
from app.figures import format_difference
from app.main_window import MainWindow
from app.workspace import Workspace
from stadrn_core.compare.facts import fact_table
from stadrn_core.render import ViewSettings, frame_maps
from stadrn_core.store import AnalysisStore
from tests.app.opened import WAIT_MS, drawn, write_checkpoint


@pytest.fixture
def window(two: Workspace, qtbot: Any, dressed: None) -> MainWindow:
    window = MainWindow(two)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    return window


def stores_of(compared: ComparedCheckpoints) -> list[AnalysisStore]:
    return [AnalysisStore.open(path) for path in compared.found]


def press(qtbot: Any, window: MainWindow, key: str) -> None:
    qtbot.keyClick(window, getattr(Qt.Key, f"Key_{key}"))


# -- names, colours, reference ------------------------------------------------------------


def test_looks_outlive_the_window(
    make_workspace: Any, qtbot: Any, two_checkpoints: tuple[Path, Path], tmp_path: Path
) -> None:
    workspace = make_workspace()
    for path in two_checkpoints:
        with qtbot.waitSignal(workspace.checkpoints_changed, timeout=WAIT_MS):
            workspace.open_checkpoint(path)
    first, second = workspace.checkpoints
    looks = workspace.looks
    assert [looks.of(one).colour for one in (first, second)] == list(OKABE_ITO[:2])
    assert looks.reference is first
    looks.rename(second, "  the   new one ")
    looks.set_colour(second, OKABE_ITO[5])
    looks.pin(second)
    assert looks.reference is second
    workspace.close_checkpoint(first)
    assert (looks.of(second).number, looks.of(second).colour) == (1, OKABE_ITO[5]), "closing another changes nothing"
    assert workspace.close()
    again = make_workspace()
    for path in reversed(two_checkpoints):
        with qtbot.waitSignal(again.checkpoints_changed, timeout=WAIT_MS):
            again.open_checkpoint(path)
    look = again.looks.of(again.checkpoints[0])
    assert (look.name, look.colour, look.number) == ("the new one", OKABE_ITO[5], 0)
    assert again.looks.reference is again.checkpoints[0]
    again.looks.rename(again.checkpoints[0], "")
    assert again.looks.of(again.checkpoints[0]).name == again.checkpoints[0].name
    for one in again.checkpoints:
        again.looks.rename(one, "x")
    names = [again.looks.of(one).name for one in again.checkpoints]
    assert names == ["x (fusion_vector)", "x (spatial)"], "those of one name are told by their files"
    again.looks.pin(again.checkpoints[0], pinned=False)
    assert not again.looks.is_pinned(again.checkpoints[0])


def menu_of(qtbot: Any, widget: Any) -> QMenu:
    position = widget.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, position, widget.mapToGlobal(position))
    QApplication.sendEvent(widget, event)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_the_list_renames_colours_pins_and_closes(two: Workspace, qtbot: Any) -> None:
    listed = CheckpointList(two)
    qtbot.addWidget(listed)
    listed.show()
    first, second = listed.items
    assert [item.reference.isHidden() for item in listed.items] == [False, True]
    menu = menu_of(qtbot, second)
    by_name = {action.text(): action for action in menu.actions()}
    by_name["Pin as reference"].trigger()
    colours = by_name["Colour"].menu()
    next(action for action in colours.actions() if action.text() == "Blue").trigger()  # type: ignore[union-attr]
    by_name["Rename…"].trigger()
    menu.close()
    dialog = listed.window().findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    dialog.setTextValue("beta")
    dialog.accept()
    assert second.name.whole == "beta"
    assert second.accessibleName().startswith("Checkpoint beta")
    assert [item.reference.isHidden() for item in listed.items] == [True, False]
    assert two.looks.of(second.checkpoint).colour == OKABE_ITO[4]
    menu = menu_of(qtbot, first)
    next(action for action in menu.actions() if action.text() == "Close checkpoint").trigger()
    menu.close()
    assert [item.name.whole for item in listed.items] == ["beta"]
    assert listed.items[0].reference.isHidden(), "with one there is nothing to compare"


# -- pictures ------------------------------------------------------------


def test_keys_go_through_the_ways_of_comparing(window: MainWindow, two: Workspace, qtbot: Any) -> None:
    view = window.compare_view
    drawn(two, qtbot, lambda: press(qtbot, window, "C"))
    assert window.stack.currentWidget() is view
    assert view.stack.currentWidget() is view.grid
    press(qtbot, window, "B")
    assert view.stack.currentWidget() is view.pair
    reference = view.pair.view.item.image
    press(qtbot, window, "B")
    partner = view.pair.view.item.image
    assert not np.array_equal(reference, partner)
    press(qtbot, window, "B")
    assert np.array_equal(view.pair.view.item.image, reference)
    press(qtbot, window, "X")
    half = reference.shape[1] // 2
    assert np.array_equal(view.pair.view.item.image[:, :half], reference[:, :half])
    assert np.array_equal(view.pair.view.item.image[:, half:], partner[:, half:])
    drawn(two, qtbot, lambda: press(qtbot, window, "D"))
    assert view.stack.currentWidget() is view.grid
    assert len(view.grid.panes) == 1
    press(qtbot, window, "G")
    assert view.stack.currentWidget() is view.numbers
    press(qtbot, window, "G")
    assert window.stack.currentWidget() is window.views, "the same key again leaves"


def test_the_divider_is_dragged(window: MainWindow, two: Workspace, qtbot: Any) -> None:
    drawn(two, qtbot, lambda: window.show_compared("wipe"))
    pair = window.compare_view.pair
    qtbot.waitUntil(lambda: pair.view.item.isVisible() and pair.view.width() > 100)
    left, right = (one.display.face for one in pair._shown)  # type: ignore[union-attr]
    width = left.shape[1]
    at = pair.view.from_image(QPointF(width / 2, width / 2)).toPoint()
    to = pair.view.from_image(QPointF(width / 4, width / 2)).toPoint()
    viewport = pair.view.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(viewport, to)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=to)
    assert pair.view.share == pytest.approx(0.25, abs=0.03)
    column = round(pair.view.share * width)
    assert np.array_equal(pair.view.item.image, np.concatenate([left[:, :column], right[:, column:]], axis=1))
    pair.slider.setValue(0)
    assert np.array_equal(pair.view.item.image, right)


def test_the_difference_is_in_points_on_its_own_scale(two: Workspace, qtbot: Any) -> None:
    compared = ComparedCheckpoints(two, two)
    view = CompareView(two, compared)
    qtbot.addWidget(view)
    drawn(two, qtbot, lambda: compared.show("difference"))
    shown = drawn(two, qtbot, lambda: two.set_playhead(17))
    a, b = stores_of(compared)
    settings = ViewSettings(quantity="signed")
    maps = [frame_maps(store, 17, settings, with_guided=False).heat_face for store in (a, b)]
    difference = shown.differences[1]
    assert shown.differences[0] is None
    assert difference is not None
    assert difference.heat_values == pytest.approx(maps[1] - maps[0])  # type: ignore[operator]
    largest = max(
        float(np.abs(b.clip_maps(i).signed_points - a.clip_maps(i).signed_points).max())  # type: ignore[operator]
        for i in a.records
    )
    assert difference.limits is not None
    assert (difference.limits.low, difference.limits.high) == pytest.approx((-largest, largest))
    assert difference.limits.unit == "BDI-II points per cell"
    bar = view.grid.panes[0].bar.limits
    assert bar == difference.limits
    scores = [display.score for display in shown.displays]
    assert format_difference(scores[1] - scores[0]) in view.grid.words[0].text()  # type: ignore[operator]
    # With the other as reference the signs turn round.
    turned = drawn(two, qtbot, lambda: two.looks.pin(two.checkpoints[1])).differences[0]
    assert turned is not None
    assert turned.heat_values == pytest.approx(-difference.heat_values)  # type: ignore[operator]


def test_magnitudes_without_a_unit_come_with_a_warning(two: Workspace, qtbot: Any) -> None:
    compared = ComparedCheckpoints(two, two)
    view = CompareView(two, compared)
    qtbot.addWidget(view)
    drawn(two, qtbot, lambda: compared.show("side by side"))
    assert view.warning.isHidden()
    shown = drawn(two, qtbot, lambda: compared.set_drawing(quantity="gradcampp"))
    assert not view.warning.isHidden()
    own = [max(record.gradcampp_max for record in store.records.values()) for store in stores_of(compared)]
    limits = [display.limits for display in shown.displays]
    assert [one.high for one in limits] == own  # type: ignore[union-attr]
    assert {one.mode for one in limits} == {"recording, own"}  # type: ignore[union-attr]
    shown = drawn(two, qtbot, compared.toggle_scale)
    assert {display.limits.high for display in shown.displays} == {max(own)}  # type: ignore[union-attr]
    compared.show("difference")
    assert view.grid.panes[0].message_label.text() == NO_DIFFERENCE
    shown = drawn(two, qtbot, lambda: compared.set_drawing(quantity="signed_points"))
    assert shown.view.scale == "shared"


def test_the_cursor_is_the_same_in_all_panes(two: Workspace, qtbot: Any) -> None:
    compared = ComparedCheckpoints(two, two)
    view = CompareView(two, compared)
    qtbot.addWidget(view)
    shown = drawn(two, qtbot, lambda: compared.show("side by side"))
    view.grid.panes[0].view.hovered.emit(QPointF(20.5, 30.5))
    for pane, display in zip(view.grid.panes, shown.displays, strict=True):
        assert pane.view.cross_hair.isVisibleTo(pane.view.item) or pane.view._mark == QPointF(20.5, 30.5)
        assert pane.readout_label.text() != ""
        value = float(display.heat_values[30, 20])  # type: ignore[index]
        assert float(pane.readout_label.text().replace("−", "-")) == pytest.approx(value, rel=0.02, abs=1e-6)


def test_three_checkpoints_and_the_next_partner(two: Workspace, qtbot: Any, tmp_path: Path) -> None:
    with qtbot.waitSignal(two.checkpoints_changed, timeout=WAIT_MS):
        two.open_checkpoint(write_checkpoint(tmp_path / "third.safetensors", kind="temporal"))
    qtbot.waitUntil(lambda: two.can_analyse and not two.activity, timeout=WAIT_MS)
    compared = ComparedCheckpoints(two, two)
    view = CompareView(two, compared)
    qtbot.addWidget(view)
    drawn(two, qtbot, lambda: compared.show("difference"))
    assert len(view.grid.panes) == 1, "the third is not analysed yet"
    with qtbot.waitSignal(two.task_state_changed, timeout=WAIT_MS, check_params_cb="done".__eq__):
        two.analyse()
    qtbot.waitUntil(lambda: len(view.grid.panes) == 2, timeout=WAIT_MS)
    first, second, third = two.checkpoints
    assert (compared.reference, compared.partner) == (first, second)
    compared.next()
    assert compared.partner is third
    compared.next()
    assert compared.partner is second


# -- numbers ------------------------------------------------------------


def numbers_of(window: MainWindow, qtbot: Any) -> CompareNumbers:
    window.show_compared("numbers")
    numbers = window.compare_view.numbers
    qtbot.waitUntil(lambda: numbers.shown is not None, timeout=WAIT_MS)
    return numbers


def test_curves_are_those_of_scipy(window: MainWindow, two: Workspace, qtbot: Any) -> None:
    numbers = numbers_of(window, qtbot)
    a, b = stores_of(window.compared)
    clips = sorted(a.records)
    maps = [[np.ravel(store.clip_maps(i).signed_points) for i in clips] for store in (a, b)]  # type: ignore[arg-type]
    expected = [stats.spearmanr(x, y).statistic for x, y in zip(*maps, strict=True)]
    (series,) = numbers.correlation.data.series
    assert series.y == pytest.approx(expected)
    assert series.look == two.looks.of(two.checkpoints[1])
    scores = [np.array([store.records[i].score for i in clips]) for store in (a, b)]
    assert [one.y.tolist() for one in numbers.scores.data.series] == [one.tolist() for one in scores]
    differences = scores[1] - scores[0]
    (points,) = numbers.bland_altman.data.series
    assert points.y == pytest.approx(differences)
    assert points.x == pytest.approx((scores[0] + scores[1]) / 2)
    bias = next(rule.value for rule in numbers.bland_altman.data.rules if rule.look and not rule.is_dashed)
    assert bias == pytest.approx(differences.mean())
    limits = sorted(rule.value for rule in numbers.bland_altman.data.rules if rule.is_dashed)
    spread = 1.96 * np.std(differences, ddof=1)
    assert limits == pytest.approx([bias - spread, bias + spread])
    assert numbers.regions.data.empty, "pictures that are aligned already have no landmarks"
    row = [numbers.pairs.item(0, column).text() for column in range(3)]  # type: ignore[union-attr]
    assert row == ["B − A", str(len(clips)), format_difference(bias)]


def test_the_table_marks_what_differs(window: MainWindow, two: Workspace, qtbot: Any) -> None:
    numbers = numbers_of(window, qtbot)
    table = fact_table([store.manifest for store in stores_of(window.compared)])

    def rows() -> list[tuple[str, str]]:
        return [
            (numbers.facts.item(r, 0).text(), numbers.facts.item(r, 2).text())  # type: ignore[union-attr]
            for r in range(numbers.facts.rowCount())
        ]

    assert rows() == [(DIFFERS, fact.name) for fact in table if fact.differs]
    assert (DIFFERS, "kind") in rows()
    numbers.differing.setChecked(False)
    assert rows() == [(DIFFERS if fact.differs else "", fact.name) for fact in table]
    assert "share their preprocessing" in numbers.preprocessing.text()
    two.looks.rename(two.checkpoints[0], "alpha")
    qtbot.waitUntil(lambda: numbers.legend.words[0][1] == "alpha")
    assert numbers.facts.horizontalHeaderItem(3).text() == "alpha"  # type: ignore[union-attr]


def test_a_click_on_a_curve_moves_the_playhead(window: MainWindow, two: Workspace, qtbot: Any) -> None:
    numbers = numbers_of(window, qtbot)
    chart = numbers.scores
    assert two.recording is not None
    wanted = 40
    x = chart.place(float(two.recording.pts_seconds[wanted]) + 0.4 / two.recording.frame_rate, 0).x()
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(chart.area.center().y())))
    assert abs(two.playhead - wanted) <= 1
    (series, _) = chart.data.series
    assert "clip 1" in chart.nearest(chart.place(float(series.x[0]), float(series.y[0])))
    assert chart.nearest(QPointF(-50, -50)) == ""


def test_what_is_saved_is_what_the_command_writes(window: MainWindow, qtbot: Any, tmp_path: Path) -> None:
    numbers, workspace = numbers_of(window, qtbot), window.workspace
    workspace.looks.rename(workspace.checkpoints[1], "the new one")
    with qtbot.waitSignal(workspace.message_raised, timeout=WAIT_MS) as told:
        numbers.save_to(tmp_path)
    assert told.args[0].kind == "info"
    assert "the new one" in (tmp_path / "agreement.csv").read_text(encoding="utf-8")
    for name in ("comparison.csv", "agreement.csv", "checkpoints.csv", "about.json", "comparison.pdf"):
        assert (tmp_path / name).stat().st_size > 0


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ((0.0, 24.0), [0, 5, 10, 15, 20]),
        ((-1.05, 1.05), [-1, -0.5, 0, 0.5, 1]),
        ((5.0, 4.0), [4, 4.2, 4.4, 4.6, 4.8, 5]),
    ],
)
def test_ticks_are_round(ends: tuple[float, float], expected: list[float]) -> None:
    assert nice_ticks(*ends, 5) == pytest.approx(expected)


def test_differences_are_written_with_their_sign() -> None:
    written = [format_difference(value) for value in (-0.04, 0.04, -1.26, 2.0, float("nan"))]
    assert written == ["0.0", "0.0", "−1.3", "+2.0", "–"]
