from __future__ import annotations

import gc
from dataclasses import replace

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication

from app import theme
from app.colour_bar import ColourBar
from app.pane_texts import PANE_NAMES, pane_texts
from app.panes import WHOLE, Camera
from app.player import PlayerViews
from stadrn_core.colours import colour_table
from stadrn_core.render import ScaleLimits, ViewSettings
from stadrn_core.types import FacePlacement, FaceState
from tests.app.fakes import FakeWorkspace, analysed, made_recording, made_transform

FACE_PANES = ("face", "heat", "guided")


@pytest.fixture
def shown(qtbot):
    """Make the views of a workspace, laid out, with the frame under the playhead."""

    def make(workspace: FakeWorkspace, width: int = 1280, height: int = 500) -> PlayerViews:
        views = PlayerViews(workspace)
        qtbot.addWidget(views)
        views.resize(width, height)
        if workspace.recording is not None:
            workspace.show_frame()
        with qtbot.waitExposed(views):
            views.show()
        views.grab()
        return views

    return make


def hover(views: PlayerViews, name: str, point: QPointF) -> None:
    """Move the mouse over an image point of a pane."""
    view = views.panes[name].view
    views.panes[name].view.hovered.emit(view.to_image(view.from_image(point)))


def mark_of(views: PlayerViews, name: str) -> QPointF | None:
    view = views.panes[name].view
    return view.to_image(view.cross_hair.pos()) if view.cross_hair.isVisible() else None


def wheel(views: PlayerViews, name: str, position: QPointF, delta: int) -> None:
    view = views.panes[name].view
    event = QWheelEvent(
        position,
        QPointF(view.mapToGlobal(position.toPoint())),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def is_about(point: QPointF, x: float, y: float, tolerance: float = 0.01) -> bool:
    return abs(point.x() - x) < tolerance and abs(point.y() - y) < tolerance


# -- hovering --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FACE_PANES)
def test_hover_marks_the_same_face_point_in_all_panes(shown, name):
    views = shown(analysed())
    hover(views, name, QPointF(60.0, 150.0))
    for other in FACE_PANES:
        assert is_about(mark_of(views, other), 60.0, 150.0), other
    original = mark_of(views, "original")
    np.testing.assert_allclose(made_transform() @ (original.x(), original.y(), 1), (60.0, 150.0), atol=0.01)


def test_hover_in_the_original_is_mapped_to_the_face(shown):
    views = shown(analysed())
    hover(views, "original", QPointF(330.0, 240.0))
    x, y = made_transform() @ (330.0, 240.0, 1)
    for name in FACE_PANES:
        assert is_about(mark_of(views, name), x, y)
    assert is_about(mark_of(views, "original"), 330.0, 240.0)


def test_hover_beside_the_face_marks_only_the_original(shown):
    views = shown(analysed())
    hover(views, "original", QPointF(20.0, 20.0))
    assert mark_of(views, "original") is not None
    assert [mark_of(views, name) for name in FACE_PANES] == [None, None, None]


def test_readouts_are_the_values_at_the_point(shown):
    workspace = analysed()
    views = shown(workspace)
    hover(views, "face", QPointF(100.4, 57.9))
    display = workspace.display
    assert float(views.panes["heat"].readout_label.text()) == pytest.approx(display.heat_values[57, 100], abs=0.006)
    guided = views.panes["guided"].readout_label.text().replace("\N{MINUS SIGN}", "-")
    assert float(guided) == pytest.approx(display.guided_values[57, 100], abs=6e-5)
    assert views.panes["face"].readout_label.text() == "x 100  y 57"


def test_readouts_follow_the_frame_and_end_with_the_hover(shown):
    workspace = analysed()
    views = shown(workspace)
    hover(views, "heat", QPointF(112, 60))
    first = views.panes["heat"].readout_label.text()
    workspace.playhead = 1400
    workspace.show_frame()
    assert views.panes["heat"].readout_label.text() != first
    views.panes["heat"].view.hovered.emit(None)
    for pane in views.panes.values():
        assert not pane.readout_label.isVisible()
        assert not pane.view.cross_hair.isVisible()


def test_mouse_over_the_picture_hovers_and_over_the_margin_does_not(shown, qtbot):
    views = shown(analysed())
    view = views.panes["face"].view
    with qtbot.waitSignal(view.hovered) as heard:
        qtbot.mouseMove(view.viewport(), view.from_image(QPointF(112, 112)).toPoint())
    assert is_about(heard.args[0], 112, 112, tolerance=2)
    with qtbot.waitSignal(view.hovered) as heard:
        qtbot.mouseMove(view.viewport(), QPoint(3, 50))
    assert heard.args == [None]


# -- zoom ------------------------------------------------------------------------------------------


def test_pictures_fit_and_keep_their_aspect(shown):
    views = shown(analysed())
    for name, (width, height) in {"original": (640, 480), "heat": (224, 224)}.items():
        view = views.panes[name].view
        corner, opposite = view.from_image(QPointF(0, 0)), view.from_image(QPointF(width, height))
        assert corner.x() >= -0.01
        assert corner.y() >= -0.01
        assert opposite.x() <= view.width() + 0.01
        assert opposite.y() <= view.height() + 0.01
        size = opposite - corner
        assert size.x() / size.y() == pytest.approx(width / height)


def test_heat_and_guided_map_are_of_one_size(shown):
    views = shown(analysed(), 1280, 480)
    sizes = {pane.view.size().toTuple() for name, pane in views.panes.items() if name in ("heat", "guided")}
    assert len({height for _, height in sizes}) == 1
    assert max(width for width, _ in sizes) - min(width for width, _ in sizes) <= 1


def test_zoom_is_linked_between_the_face_panes_only(shown):
    views = shown(analysed())
    position = views.panes["heat"].view.from_image(QPointF(70, 90))
    wheel(views, "heat", position, 720)
    cameras = {name: views.panes[name].view.camera for name in PANE_NAMES}
    assert cameras["heat"].zoom > 2
    assert cameras["face"] == cameras["heat"] == cameras["guided"]
    assert cameras["original"] == WHOLE
    assert is_about(views.panes["heat"].view.to_image(position), 70, 90)
    wheel(views, "original", QPointF(200, 200), 360)
    assert views.panes["original"].view.camera.zoom > 1
    assert views.panes["heat"].view.camera == cameras["heat"]


def test_drag_pans_a_zoomed_picture_within_its_borders(shown, qtbot):
    views = shown(analysed())
    view = views.panes["face"].view
    views._move_camera("face", Camera(0.5, 0.5, 4.0))
    middle = view.rect().center()
    point = view.to_image(QPointF(middle))
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    event_position = middle + QPoint(20, 10)
    qtbot.mouseMove(view.viewport(), event_position)
    assert is_about(view.to_image(QPointF(event_position)), point.x(), point.y())
    qtbot.mouseMove(view.viewport(), middle + QPoint(100_000, 100_000))
    assert view.camera.x == pytest.approx(0.125)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert views.panes["guided"].view.camera == view.camera


def test_zoom_and_pan_with_the_keyboard(shown, qtbot):
    views = shown(analysed())
    view = views.panes["heat"].view
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.camera == Camera(0.5, 0.5, 1.5)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(view, Qt.Key.Key_Right, both)
    assert view.camera.x == pytest.approx(0.5 + 0.1 / 1.5)
    assert views.panes["face"].view.camera == view.camera
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.camera == WHOLE


def test_zoom_can_be_taken_back(shown, qtbot):
    views = shown(analysed())
    assert not views.panes["face"].fit_button.isVisible()
    views._move_camera("face", Camera(0.3, 0.4, 3.0))
    assert views.panes["guided"].fit_button.isVisible()
    qtbot.mouseClick(views.panes["guided"].fit_button, Qt.MouseButton.LeftButton)
    assert {pane.view.camera for pane in views.panes.values()} == {WHOLE}


def test_resizing_keeps_the_part_that_is_seen(shown):
    views = shown(analysed())
    views._move_camera("face", Camera(0.3, 0.4, 3.0))
    views.resize(1800, 900)
    views.grab()
    view = views.panes["face"].view
    seen = view.to_image(QPointF(view.width() / 2, view.height() / 2))
    assert seen.y() == pytest.approx(0.4 * 224, abs=0.5)


def test_native_cells_have_hard_borders(shown):
    workspace = analysed()
    views = shown(workspace, 1600, 1000)
    workspace.set_view(cells="native")
    workspace.show_frame()
    view = views.panes["heat"].view
    image = view.grab().toImage()
    ratio = image.devicePixelRatio()
    row = view.from_image(QPointF(0, 60)).y()
    xs = np.linspace(view.from_image(QPointF(1, 0)).x(), view.from_image(QPointF(223, 0)).x(), 200)
    colours = {QColor(image.pixel(int(x * ratio), int(row * ratio))).rgb() for x in xs}
    assert len(colours) <= 8


# -- four panes or one -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", PANE_NAMES)
def test_double_click_fills_the_centre_and_again_gives_it_back(shown, qtbot, name):
    views = shown(analysed())
    sizes = {other: pane.size() for other, pane in views.panes.items()}
    heard: list[str | None] = []
    views.maximised_changed.connect(heard.append)
    viewport = views.panes[name].view.viewport()
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton)
    assert [other for other, pane in views.panes.items() if pane.isVisible()] == [name]
    qtbot.waitUntil(lambda: views.panes[name].width() > 1200)
    assert views.panes[name].bar.isVisible()
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton)
    assert all(pane.isVisible() for pane in views.panes.values())
    qtbot.waitUntil(lambda: {other: pane.size() for other, pane in views.panes.items()} == sizes)
    assert heard == [name, None]


def test_keys_go_from_one_pane_to_another_and_back(shown):
    views = shown(analysed())
    views.toggle_maximised("heat")
    views.toggle_maximised("guided")
    assert views.maximised == "guided"
    assert not views.panes["heat"].isVisible()
    views.restore()
    assert views.maximised is None
    assert all(pane.isVisible() for pane in views.panes.values())


def test_the_original_is_the_largest(shown):
    views = shown(analysed())
    areas = {name: pane.width() * pane.height() for name, pane in views.panes.items()}
    assert max(areas, key=areas.get) == "original"


def test_sizes_are_saved_and_restored(shown):
    views = shown(analysed())
    views._layout._outer.setSizes([300, 900])
    saved, width = views.save_layout(), views.panes["original"].width()
    other = shown(analysed())
    other.restore_layout(saved)
    assert other.panes["original"].width() == width


# -- picking a face --------------------------------------------------------------------------------


def test_follow_this_face_at_the_point_of_the_menu(shown):
    workspace = analysed()
    views = shown(workspace)
    menu = views.make_menu("original", QPointF(350.0, 225.0))
    follow = menu.actions()[0]
    assert follow.text() == "Follow this face"
    follow.trigger()
    assert workspace.calls == [("pick_face", 350.0, 225.0)]
    assert not views.make_menu("original", QPointF(-5.0, 225.0)).actions()[0].isEnabled()
    assert "Follow this face" not in [action.text() for action in views.make_menu("face", QPointF(1, 1)).actions()]


def test_the_menu_key_asks_for_the_middle_of_the_view(shown, qtbot):
    views = shown(analysed())
    view = views.panes["original"].view
    views._move_camera("original", Camera(0.25, 0.5, 4.0))
    view.menu_requested.disconnect()
    with qtbot.waitSignal(view.menu_requested) as heard:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
        QApplication.sendEvent(view.viewport(), event)
    assert is_about(heard.args[0], 160, 240, tolerance=2)


# -- words -----------------------------------------------------------------------------------------


def texts(workspace: FakeWorkspace, **changes):
    display = workspace.show_frame(**changes)
    return pane_texts(display, workspace.view, workspace.store, workspace.task_state == "running")


def test_before_an_analysis(shown):
    workspace = FakeWorkspace(made_recording())
    found = texts(workspace)
    assert found["heat"].message == "Not explained yet"
    assert found["guided"].message == "Not explained yet"
    assert found["face"].message == "Face not looked for yet"
    assert found["original"].message == ""


def test_a_clip_that_is_not_ready_says_so_and_shows_no_stale_map(shown):
    workspace = analysed(2250, finished=range(3))
    views = shown(workspace)
    assert views.panes["heat"].view.item.isVisible()
    workspace.playhead = 1500
    workspace.show_frame()
    assert not views.panes["heat"].view.item.isVisible()
    assert views.panes["heat"].message_label.text() == "Not explained yet"
    workspace.task_state = "running"
    workspace.task_state_changed.emit("running")
    assert views.panes["heat"].message_label.text() == "Explaining…"


def test_clamped_score():
    workspace = analysed(2250, finished={0: 0.0})
    found = texts(workspace)
    assert found["heat"].message == "Score clamped at 0: no map"
    assert "score clamped at 0" in found["face"].note
    assert found["guided"].message == ""


def test_no_face_in_this_frame():
    workspace = analysed()
    workspace.store.set_faces(0, 10, FaceState.HELD)
    found = texts(workspace)
    assert found["face"].message == "No face in this frame"
    assert found["original"].note == "no face in this frame"
    assert found["heat"].message == ""


def test_skipped_clip_tells_its_reason():
    workspace = analysed(2250, finished=range(0))
    workspace.store.skip(0)
    assert texts(workspace)["heat"].message == "Clip 1 skipped: faces in 41 % of its frames, 75 % needed"


def test_guided_map_names_its_frame_when_it_is_another():
    workspace = analysed()
    assert texts(workspace)["guided"].note == ""
    workspace.playhead = 1234
    found = texts(workspace)
    assert found["guided"].note == "frame 1\N{NARROW NO-BREAK SPACE}233"
    assert found["face"].note == "face between sampled frames"


def test_resolution_of_the_map_is_told():
    workspace = analysed()
    assert texts(workspace)["heat"].note == "8×7×7 cells, interpolated"
    workspace.view = ViewSettings(cells="native")
    assert texts(workspace)["heat"].note == "8×7×7 cells"


@pytest.mark.parametrize(
    ("kept", "message"),
    [("none", "Guided maps were not kept in this analysis"), ("on demand", "Computed when the playhead rests here")],
)
def test_missing_guided_map_tells_why(kept, message):
    workspace = analysed()
    manifest = workspace.store.manifest
    workspace.store.manifest = replace(manifest, settings=replace(manifest.settings, guided=kept))
    assert texts(workspace, guided=None)["guided"].message == message


def test_unknown_placement_without_store_does_not_hide_the_original(shown):
    workspace = FakeWorkspace(made_recording())
    views = shown(workspace)
    workspace.show_frame(placement=FacePlacement(FaceState.NONE, None, None))
    assert views.panes["original"].view.item.isVisible()
    assert views.panes["face"].message_label.text() == "No face in this frame"


# -- colour bars -----------------------------------------------------------------------------------


def test_bars_state_mode_limits_and_unit(shown):
    workspace = analysed(2250, finished=range(5))
    views = shown(workspace)
    limits = workspace.display.limits
    mode, high, middle, low, unit = views.panes["heat"].bar.texts()
    assert mode == "recording so far"
    assert (float(high), float(middle), float(low)) == pytest.approx(
        (limits.high, limits.high / 2, 0), rel=0.01, abs=1e-9
    )
    assert unit == limits.unit
    guided = views.panes["guided"].bar
    low, high = workspace.display.guided_limits.ends
    assert guided.texts()[1:4] == (high, "0", low)
    assert high.startswith("≥"), "saturated colours are said to stand for more"
    assert views.panes["heat"].bar.isVisible()
    assert guided.isVisible()
    workspace.set_view(scale_mode="manual", manual_limits=(0.0, 5.0))
    workspace.show_frame()
    assert views.panes["heat"].bar.texts()[:4] == ("manual", "≥5", "2.5", "0")
    assert "manual 0–5" in views.panes["heat"].bar.accessibleName()


def test_bar_stands_right_beside_the_picture_and_is_not_hidden_by_it(shown, qtbot):
    views = shown(analysed(), 1280, 640)
    views.toggle_maximised("heat")
    pane = views.panes["heat"]
    qtbot.waitUntil(lambda: pane.width() > 1200)
    right = pane.view.from_image(QPointF(224, 0)).x() + pane.view.x()
    assert 0 < pane.bar.x() - right < 10
    image = pane.grab().toImage()
    colours = colour_table("inferno").astype(int)
    x = pane.bar.x() + 13
    for y in range(pane.bar.y() + 60, pane.bar.geometry().bottom() - 40, 40):
        colour = QColor(image.pixel(x, y))
        assert np.abs(colours - [colour.red(), colour.green(), colour.blue()]).sum(axis=1).min() <= 6
    views._move_camera("heat", Camera(0.5, 0.5, 8.0))
    assert pane.bar.x() >= pane.view.geometry().right()
    assert pane.bar.geometry().right() <= pane.width()


@pytest.mark.parametrize(("size", "arrangement"), [((1280, 430), "side"), ((1280, 700), "grid"), ((700, 900), "grid")])
def test_arrangement_follows_the_room(shown, size, arrangement):
    views = shown(analysed(), *size)
    assert views._layout.arrangement == arrangement
    assert all(pane.isVisible() for pane in views.panes.values())
    original, guided = (views.panes[name].mapTo(views, QPoint()) for name in ("original", "guided"))
    assert original == QPoint(8, 8)
    assert (guided.x() > views.panes["original"].width()) == (arrangement == "side")


def test_bar_shows_its_colours_from_low_to_high(qtbot):
    bar = ColourBar()
    qtbot.addWidget(bar)
    bar.resize(bar.sizeHint().width(), 300)
    bar.set_scale(ScaleLimits(0.0, 2.0, "recording", "points"), "viridis")
    image = bar.grab().toImage()
    table = colour_table("viridis")
    for y, step in ((280, 12), (160, 128), (40, 240)):
        colour = QColor(image.pixel(12, y))
        seen = np.array([colour.red(), colour.green(), colour.blue()])
        distance = np.abs(table.astype(int) - seen).sum(axis=1).argmin()
        assert abs(int(distance) - step) < 16


def test_moved_limits_stand_out_for_a_moment(qtbot):
    bar = ColourBar()
    qtbot.addWidget(bar)
    bar.resize(bar.sizeHint().width(), 200)
    bar.set_scale(ScaleLimits(0.0, 2.0, "recording", "points", True), "inferno")
    assert not bar._announcing
    bar.set_scale(ScaleLimits(0.0, 3.0, "recording", "points", True), "inferno")
    assert bar._announcing
    bar._quiet.timeout.emit()
    assert not bar._announcing
    bar.set_scale(ScaleLimits(0.0, 1.0, "frame", "points"), "inferno")
    assert not bar._announcing


def test_mark_moves_with_the_value(qtbot):
    bar = ColourBar()
    qtbot.addWidget(bar)
    bar.resize(bar.sizeHint().width(), 200)
    bar.set_scale(ScaleLimits(0.0, 2.0, "recording", "points"), "inferno")
    plain = bar.grab().toImage()
    bar.mark(1.0)
    assert bar.grab().toImage() != plain
    bar.mark(None)
    assert bar.grab().toImage() == plain


# -- housekeeping ----------------------------------------------------------------------------------


def test_everything_has_a_name_and_can_be_reached_by_keyboard(shown):
    views = shown(analysed())
    for pane in views.panes.values():
        assert pane.view.accessibleName()
        assert pane.view.accessibleDescription()
        assert pane.view.focusPolicy() & Qt.FocusPolicy.TabFocus
    for button in views.findChildren(QAbstractButton):
        assert button.accessibleName()


def test_keyboard_focus_is_seen(shown, qtbot):
    views = shown(analysed())
    views.activateWindow()
    qtbot.waitUntil(views.isActiveWindow)
    pane = views.panes["heat"]
    views.panes["face"].view.setFocus(Qt.FocusReason.MouseFocusReason)
    before = pane.grab().toImage()
    pane.view.setFocus(Qt.FocusReason.TabFocusReason)
    image = pane.grab().toImage()
    assert image != before
    assert QColor(image.pixel(pane.width() // 2, 0)) != QColor(before.pixel(pane.width() // 2, 0))


def test_theme_change_is_taken_over(shown):
    views = shown(analysed())
    theme.use(theme.LIGHT)
    try:
        palette = views.palette()
        palette.setColor(palette.ColorRole.Highlight, QColor("#123456"))
        views.setPalette(palette)
        image = views.grab().toImage()
    finally:
        theme.use(theme.DARK)
    assert QColor(image.pixel(2, 2)) == QColor(theme.LIGHT.background)
    assert QColor(image.pixel(20, 60)) == QColor(theme.LIGHT.pane_background)


def test_nothing_open_nothing_shown(shown):
    views = shown(FakeWorkspace())
    for pane in views.panes.values():
        assert not pane.view.item.isVisible()


def test_no_widget_is_left(qapp):
    workspace = analysed()
    before = len(qapp.allWidgets())
    views = PlayerViews(workspace)
    workspace.show_frame()
    views.grab()
    shiboken6.delete(views)
    gc.collect()
    assert len(qapp.allWidgets()) == before
    workspace.show_frame()
