"""Other methods in the window: chosen, computed beside the window, drawn at the playhead, written, cancelled."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.clip_methods import BUSY, ClipMethods
from app.dialogs.methods import MethodsDialog
from app.main_window import MainWindow
from app.method_list import ATTENTION
from app.workspace import Workspace
from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.explain import run
from stadrn_core.explain.attention import attention_of
from stadrn_core.explain.methods import CHEAP, METHODS
from stadrn_core.explain.run import explain_by_methods
from stadrn_core.explain.task import MethodOptions
from stadrn_core.export.attention_figure import attention_limit, attention_pictures, slot_seconds
from stadrn_core.export.method_figure import map_picture, map_scale
from stadrn_core.one_clip import stored_clip
from stadrn_core.store import AnalysisStore
from stadrn_core.types import Progress
from stadrn_core.video import open_recording
from tests.app.opened import Gate
from tests.app.test_workspace import WAIT_MS, collected, open_both, wait_for_quiet

OPTIONS = MethodOptions(budget=2)


@pytest.fixture
def analysed(qtbot: Any, workspace: Workspace, aligned: Path, checkpoint_file: Path, stored: Path) -> Workspace:
    """The finished analysis is shown."""
    with qtbot.waitSignal(workspace.store_changed, timeout=WAIT_MS, check_params_cb=bool):
        open_both(workspace, qtbot, aligned, checkpoint_file)
    wait_for_quiet(workspace, qtbot)
    return workspace


@pytest.fixture
def method_gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Holds the engine before the passes that methods share."""
    gate = Gate()
    capture = run.capture

    def held(*args: Any, **options: Any) -> Any:
        gate.enter()
        return capture(*args, **options)

    monkeypatch.setattr(run, "capture", held)
    yield gate
    gate.open()


@pytest.fixture
def dialog(qtbot: Any, analysed: Workspace, dressed: None) -> MethodsDialog:
    dialog = MethodsDialog(analysed)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.choices.budget.setValue(2)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def finish(qtbot: Any, model: ClipMethods, then: Callable[[], object]) -> None:
    """Until what ``then`` begins has ended."""
    with qtbot.waitSignal(model.progress_changed, timeout=WAIT_MS, check_params_cb=lambda progress: progress is None):
        then()


def drawn(qtbot: Any, model: ClipMethods, then: Callable[[], object], position: int) -> Any:
    def fits(one: Any) -> bool:
        return bool(one.position == position)

    with qtbot.waitSignal(model.drawn, timeout=WAIT_MS, check_params_cb=fits) as shown:
        then()
    return shown.args[0]


def expected(store_folder: Path, recording: Path, checkpoint_file: Path, clip_index: int, names: Any) -> Any:
    """The clip and what the engine says of it."""
    checkpoint = load_checkpoint(checkpoint_file, "cpu")
    with AnalysisStore.open(store_folder) as store, open_recording(recording) as source:
        clip = stored_clip(store, source, clip_index)
    events = explain_by_methods(checkpoint.model, clip.tensor, names, OPTIONS)
    return checkpoint, clip, {one.name: one for one in events if not isinstance(one, Progress)}


def test_the_list_says_what_each_is_whether_it_is_possible_and_what_it_costs(dialog: MethodsDialog) -> None:
    rows = dialog.choices.list.rows
    assert set(rows) == {*METHODS, ATTENTION}
    assert rows["occlusion"].facts.text() == "Not possible: Occlusion by region needs the landmarks of the face."
    assert not rows["occlusion"].box.isEnabled()
    assert "BDI-II points" in rows["integrated_gradients"].facts.text()
    assert "4 forward and 2 backward passes, about" in rows["integrated_gradients"].facts.text()
    assert dialog.choices.list.methods == list(CHEAP)
    assert dialog.choices.list.with_attention
    assert (
        f"Methods chosen: {len(CHEAP)}, and attention; at most 2 forward and 2 backward passes" in dialog.state.text()
    )
    assert METHODS["guided"].caution in rows["guided"].box.accessibleDescription()
    dialog.choices.list.choose(METHODS)
    assert set(METHODS) - set(dialog.choices.list.methods) == {"occlusion"}
    dialog.choices.layer.button("layer_1").click()
    assert dialog.choices.options == MethodOptions("layer_1", 2)
    assert "local estimate" in dialog.choices.layer_text.text()
    assert "layer_1" in rows["gradcam"].facts.text()
    assert "layer_4" in rows["signed_points"].facts.text()
    dialog.choices.list.choose(())
    assert not dialog.compute_button.isEnabled()


def test_maps_are_the_engines_and_follow_the_playhead(
    qtbot: Any, dialog: MethodsDialog, analysed: Workspace, aligned: Path, checkpoint_file: Path, stored: Path
) -> None:
    names, model = ("hirescam", "input_gradient", "integrated_gradients"), dialog.model
    checkpoint, clip, maps = expected(stored, aligned, checkpoint_file, 1, names)
    dialog.choices.list.choose(names)
    analysed.set_playhead(int(clip.frame_indices[2]))
    assert model.clip_index == 1
    progress = collected(model.progress_changed)
    finish(qtbot, model, dialog.compute_button.click)
    shown = model.shown
    assert shown is not None
    assert shown.attention == ()
    assert [one.name for one in shown.maps] == list(names)
    for one in shown.maps:
        assert np.array_equal(one.values, maps[one.name].values)
    passes = [one for one in progress if one is not None and one.unit == "passes"]
    assert {one.total for one in passes} == {2 + 3 + 2}
    assert [one.done for one in passes] == sorted(one.done for one in passes)
    result = drawn(qtbot, model, lambda: analysed.set_playhead(int(clip.frame_indices[5])), 5)
    for name, one in maps.items():
        scale = map_scale(one, shown.score)
        assert np.array_equal(result.maps[name], map_picture(shown, one, scale, 5))
        assert np.array_equal(dialog.grid.panes[name].view.item.image, result.maps[name])
        limits = dialog.grid.panes[name].bar.limits
        assert limits is not None
        assert (limits.low, limits.high, limits.unit) == (scale.low, scale.high, METHODS[name].unit)
        assert METHODS[name].caution in dialog.grid.words[name].text()
    assert checkpoint.identity == shown.checkpoint.identity
    assert dialog.slider.value() == 5
    dialog.slider.setValue(0)
    assert analysed.playhead == clip.frame_indices[0]


def test_they_are_kept_and_never_shown_for_another_clip(qtbot: Any, dialog: MethodsDialog, analysed: Workspace) -> None:
    model, choices = dialog.model, dialog.choices
    choices.list.choose(("gradcam",))
    finish(qtbot, model, dialog.compute)
    choices.list.choose(("layercam",))
    finish(qtbot, model, dialog.compute)
    assert model.found is not None
    assert [one.name for one in model.found.explained.maps] == ["gradcam", "layercam"]
    assert analysed.recording is not None
    analysed.set_playhead(analysed.recording.num_frames - 1)
    assert model.shown is None
    assert dialog.stack.currentIndex() == 0
    assert dialog.message.text() == "The playhead has left clip 1, whose maps are kept."
    assert not dialog.figure_button.isEnabled()
    dialog.back_button.click()
    assert model.shown is not None
    choices.layer.button("layer_2").click()
    finish(qtbot, model, dialog.compute)
    assert [one.name for one in model.found.explained.maps] == ["layercam"], "other options: what was found is let go"
    assert model.found.explained.options.target_layer == "layer_2"


def test_contrast_is_less_the_recordings_mean_or_the_chosen_range(
    qtbot: Any, dialog: MethodsDialog, analysed: Workspace, stored: Path
) -> None:
    from stadrn_core.explain.contrast import contrast, neutral_stretch, recording_mean

    with AnalysisStore.open(stored) as store:
        points = {i: store.clip_maps(i).signed_points for i in store.records}
        mean = recording_mean(points, store.plan, store.manifest.temporal_stride)  # type: ignore[arg-type]
        stretch = neutral_stretch(points, store.plan, store.manifest.temporal_stride, 20, 31)  # type: ignore[arg-type]
    dialog.choices.list.choose(("signed_points", "contrast"))
    finish(qtbot, dialog.model, dialog.compute)
    assert dialog.model.found is not None
    own, less = dialog.model.found.explained.maps
    assert np.allclose(less.values, contrast(own.values, mean), atol=1e-6)  # type: ignore[arg-type]
    assert "mean of the recording, 3 of 3 clips" in dialog.grid.words["contrast"].text()
    analysed.set_range(20, 30)
    dialog.choices.baseline.setCurrentIndex(1)
    finish(qtbot, dialog.model, dialog.compute)
    own, less = dialog.model.found.explained.maps
    assert np.allclose(less.values, contrast(own.values, stretch), atol=1e-6)  # type: ignore[arg-type]
    analysed.clear_range()
    assert dialog.choices.baseline_from == "recording"


def test_integrated_contrast_compares_with_the_recordings_or_the_ranges_feature_maps(
    qtbot: Any, dialog: MethodsDialog, analysed: Workspace, aligned: Path, checkpoint_file: Path, stored: Path
) -> None:
    from stadrn_core.explain.run import MethodMap, explain_by_methods
    from stadrn_core.explain.stage_contrast import BaselineFeatures, mean_features

    of_clip = [expected(stored, aligned, checkpoint_file, i, ("gradcam",))[:2] for i in range(3)]
    model, clips = of_clip[0][0].model, [clip for _, clip in of_clip]

    def oracle(features: list[np.ndarray]) -> np.ndarray:
        options = replace(OPTIONS, baseline_features=BaselineFeatures("layer_2", np.mean(features, 0), ""))
        events = explain_by_methods(model, clips[0].tensor, ["integrated_contrast"], options)
        return next(event.values for event in events if isinstance(event, MethodMap))

    dialog.choices.list.choose(("gradcam",))
    finish(qtbot, dialog.model, dialog.compute)
    dialog.choices.list.choose(("integrated_contrast",))
    finish(qtbot, dialog.model, dialog.compute)
    assert dialog.model.found is not None
    kept, one = dialog.model.found.explained.maps
    assert kept.name == "gradcam", "what was found before a baseline was needed stays"
    everything = [mean_features(model, clip.tensor, "layer_2") for clip in clips]
    assert np.allclose(one.values, oracle(everything), atol=1e-4 * np.abs(one.values).max())
    assert "from mean of the recording, 3 of 3 clips" in dialog.grid.words["integrated_contrast"].text()
    analysed.set_range(20, 30)
    dialog.choices.baseline.setCurrentIndex(1)
    finish(qtbot, dialog.model, dialog.compute)
    (one,) = dialog.model.found.explained.maps
    inside = [np.flatnonzero((clip.frame_indices >= 20) & (clip.frame_indices <= 30)) for clip in clips]
    part = [
        mean_features(model, clip.tensor, "layer_2", int(where[0]), int(where[-1]) + 1)
        for clip, where in zip(clips, inside, strict=True)
        if where.size
    ]
    assert 0 < len(part) < 3
    assert np.allclose(one.values, oracle(part), atol=1e-4 * np.abs(one.values).max())
    assert f"from mean of frames 20 to 30, {len(part)} of" in dialog.grid.words["integrated_contrast"].text()


def test_attention_of_a_chosen_module(
    qtbot: Any, dialog: MethodsDialog, analysed: Workspace, aligned: Path, checkpoint_file: Path, stored: Path
) -> None:
    checkpoint, clip, _ = expected(stored, aligned, checkpoint_file, 0, ("gradcam",))
    modules = attention_of(checkpoint.model, clip.tensor)
    dialog.choices.list.choose((ATTENTION,))
    finish(qtbot, dialog.model, dialog.compute)
    shown, view = dialog.model.shown, dialog.attention
    assert shown is not None
    dialog.tabs.setCurrentIndex(1)
    assert [view.module.itemData(i) for i in range(view.module.count())] == [module.name for module in modules]
    view.module.setCurrentIndex(1)
    module = shown.attention[1]
    frame = int(clip.frame_indices[3])

    def choose() -> None:
        view.module.activated.emit(1)
        analysed.set_playhead(frame)

    result = drawn(qtbot, dialog.model, choose, 3)
    for picture, other in zip(result.groups, attention_pictures(shown, module, 3), strict=True):
        assert np.array_equal(picture, other)
    assert len(result.groups) == module.groups == len(view.tiles.panes)
    assert view.tiles.panes["0"].bar.limits.high == attention_limit(module)  # type: ignore[union-attr]
    if module.temporal_deviation is not None:
        assert np.allclose(view.curves.curves, module.temporal_deviation.numpy())
        assert np.array_equal(view.curves.seconds, slot_seconds(shown, module))
    assert dialog.figure_button.isEnabled()
    assert not dialog.maps_button.isEnabled(), "there are no maps yet"


def test_figures_and_maps_are_written(qtbot: Any, dialog: MethodsDialog, tmp_path: Path) -> None:
    dialog.choices.list.choose(("gradcam", "input_gradient", ATTENTION))
    finish(qtbot, dialog.model, dialog.compute)
    assert dialog.model.shown is not None
    for what, target in (("methods", "m.png"), ("attention", "a.png"), ("maps", "raw")):
        dialog.save(what, tmp_path / target)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda target=target: dialog.state.text() == f"Written: {tmp_path / target}", timeout=WAIT_MS)
    assert (tmp_path / "m.png").read_bytes()[:4] == (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"
    with np.load(tmp_path / "raw" / "maps.npz") as maps:
        for one in dialog.model.shown.maps:
            assert np.array_equal(maps[one.name], one.values)
    assert json.loads((tmp_path / "raw" / "manifest.json").read_text())["options"]["budget"] == 2
    (tmp_path / "file").write_text("in the way")
    dialog.save("maps", tmp_path / "file")
    qtbot.waitUntil(lambda: dialog.state.text().startswith("The file was not written."), timeout=WAIT_MS)


def test_cancel_keeps_what_is_finished(qtbot: Any, dialog: MethodsDialog, method_gate: Gate) -> None:
    dialog.choices.list.choose(("gradcam",))
    method_gate.let_one_pass()
    finish(qtbot, dialog.model, dialog.compute)
    dialog.choices.list.choose(("smoothgrad",))
    dialog.compute()
    method_gate.wait_for_arrival()
    method_gate.wait_for_arrival()
    assert dialog.cancel_button.isVisible()
    assert not dialog.compute_button.isVisible()
    said = collected(dialog.model.said)
    dialog.cancel_button.click()
    finish(qtbot, dialog.model, method_gate.let_one_pass)
    assert said == ["Cancelled; finished maps are kept."]
    assert dialog.model.found is not None
    assert [one.name for one in dialog.model.found.explained.maps] == ["gradcam"]


def test_an_analysis_is_never_disturbed_and_ends_the_methods(
    qtbot: Any, workspace: Workspace, aligned: Path, checkpoint_file: Path, gate: Gate, method_gate: Gate
) -> None:
    open_both(workspace, qtbot, aligned, checkpoint_file)
    with qtbot.waitSignal(workspace.clip_finished, timeout=WAIT_MS):
        gate.let_one_pass()
        workspace.analyse()
    model = ClipMethods(workspace, workspace)
    assert model.obstacle == BUSY
    model.compute(["gradcam"], OPTIONS)
    assert not model.is_running
    workspace.cancel()
    with qtbot.waitSignal(workspace.task_state_changed, timeout=WAIT_MS, check_params_cb=lambda s: s == "cancelled"):
        gate.let_one_pass()
    done = next(iter(workspace.store.records))  # type: ignore[union-attr]
    workspace.set_playhead(int(workspace.store.plan.clip_frames(done)[4]))  # type: ignore[union-attr]
    assert model.obstacle == ""
    model.compute(["gradcam"], OPTIONS)
    method_gate.wait_for_arrival()
    said = collected(model.said)
    workspace.analyse()
    assert not model.is_running
    assert said == ["Stopped, as something else had to be computed. What was finished is kept."]
    method_gate.open()
    gate.open()
    with qtbot.waitSignal(workspace.task_state_changed, timeout=WAIT_MS, check_params_cb=lambda s: s == "done"):
        pass


def test_closing_ends_all_work(qtbot: Any, dialog: MethodsDialog, method_gate: Gate) -> None:
    dialog.compute()
    method_gate.wait_for_arrival()
    dialog.close()
    assert not dialog.model.is_running
    assert dialog.model.found is None
    method_gate.open()


def test_another_recording_lets_go(qtbot: Any, dialog: MethodsDialog, analysed: Workspace, tmp_path: Path) -> None:
    from tests.app.opened import write_aligned

    dialog.choices.list.choose(("gradcam",))
    finish(qtbot, dialog.model, dialog.compute)
    with qtbot.waitSignal(analysed.recording_changed, timeout=WAIT_MS, check_params_cb=bool):
        analysed.open_recording(write_aligned(tmp_path / "other_aligned", first=7))
    wait_for_quiet(analysed, qtbot)
    assert dialog.model.found is None
    assert "no analysis" in dialog.state.text()


def test_the_menu_opens_one_window_or_says_what_is_missing(
    qtbot: Any, analysed: Workspace, make_workspace: Callable[[], Workspace], dressed: None
) -> None:
    window = MainWindow(analysed)
    qtbot.addWidget(window)
    action = window.actions_.by_name["other methods"]
    action.trigger()
    qtbot.waitUntil(lambda: window.findChild(MethodsDialog) is not None, timeout=WAIT_MS)
    dialog = window.findChild(MethodsDialog)
    assert dialog is not None
    assert not dialog.isModal()
    action.trigger()
    assert window.findChildren(MethodsDialog) == [dialog]
    dialog.reject()
    empty = MainWindow(make_workspace())
    qtbot.addWidget(empty)
    empty.actions_.by_name["other methods"].trigger()
    assert empty.findChild(MethodsDialog) is None
    assert empty.banners.findChildren(QLabel)
