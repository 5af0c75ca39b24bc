from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app import tasks
from app.workspace import Workspace
from stadrn_core import analyze, demo, video
from stadrn_core.errors import StoreError
from stadrn_core.explain.queue import ClipQueue
from stadrn_core.store import AnalysisStore
from stadrn_core.types import FaceState
from tests.app.opened import NUM_CLIPS, NUM_FRAMES, WAIT_MS, Gate, write_aligned, write_checkpoint
from tests.devices import FAKE, FakeGpu
from tests.recordings import read_number, write_video


def collected(signal: Any) -> list[Any]:
    got: list[Any] = []
    signal.connect(got.append)
    return got


def ends_with(*states: str) -> Callable[[str], bool]:
    return lambda state: state in states


def open_recording(workspace: Workspace, qtbot: Any, path: Path) -> None:
    with qtbot.waitSignal(workspace.recording_changed, timeout=WAIT_MS):
        workspace.open_recording(path)


def open_checkpoint(workspace: Workspace, qtbot: Any, path: Path, kind: str | None = None) -> None:
    with qtbot.waitSignal(workspace.checkpoints_changed, timeout=WAIT_MS):
        workspace.open_checkpoint(path, kind)


def wait_for_quiet(workspace: Workspace, qtbot: Any) -> None:
    """Until nothing is being opened or looked for."""
    if workspace.activity:
        with qtbot.waitSignal(workspace.activity_changed, timeout=WAIT_MS, check_params_cb=lambda text: not text):
            pass


def open_both(workspace: Workspace, qtbot: Any, recording: Path, checkpoint: Path) -> None:
    open_recording(workspace, qtbot, recording)
    open_checkpoint(workspace, qtbot, checkpoint)
    wait_for_quiet(workspace, qtbot)


def run_analysis(workspace: Workspace, qtbot: Any) -> None:
    check = ends_with("done", "failed", "cancelled")
    with qtbot.waitSignal(workspace.task_state_changed, timeout=WAIT_MS, check_params_cb=check):
        workspace.analyse()


def shown_frame(workspace: Workspace, qtbot: Any, then: Callable[[], object]) -> Any:
    with qtbot.waitSignal(workspace.display_changed, timeout=WAIT_MS, check_params_cb=bool) as shown:
        then()
    return shown.args[0]


def test_a_new_workspace_is_empty_and_runs_nothing(workspace: Workspace) -> None:
    before = threading.active_count()
    assert workspace.recording is None
    assert workspace.checkpoint is None
    assert workspace.store is None
    assert workspace.plan is None
    assert workspace.display is None
    assert (workspace.playhead, workspace.task_state, workspace.device_label) == (0, "idle", "")
    assert not workspace.can_analyse
    workspace.set_playhead(5)
    workspace.set_playing(True)
    workspace.step_clips(1)
    workspace.set_range(1, 2)
    assert workspace.playhead == 0
    assert not workspace.is_playing
    assert workspace.selected_range is None
    assert threading.active_count() == before


def test_the_first_frame_is_shown_as_soon_as_a_recording_is_open(
    workspace: Workspace, qtbot: Any, aligned: Path
) -> None:
    display = shown_frame(workspace, qtbot, lambda: workspace.open_recording(aligned))
    assert workspace.recording is not None
    assert workspace.recording.num_frames == NUM_FRAMES
    assert display.frame_index == 0
    assert read_number(display.original) == 0
    assert workspace.preferences.recent("recordings") == [aligned]


@pytest.mark.parametrize("recording_first", [True, False])
def test_either_order_leads_to_an_analysis(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, recording_first: bool
) -> None:
    openers = [
        lambda: open_recording(workspace, qtbot, aligned),
        lambda: open_checkpoint(workspace, qtbot, checkpoint_file),
    ]
    for opener in openers if recording_first else reversed(openers):
        assert not workspace.can_analyse
        opener()
    wait_for_quiet(workspace, qtbot)
    assert workspace.can_analyse
    assert workspace.plan is not None
    assert workspace.plan.num_clips == NUM_CLIPS
    assert workspace.store is None
    states, finished = collected(workspace.task_state_changed), collected(workspace.clip_finished)
    run_analysis(workspace, qtbot)
    assert states == ["running", "done"]
    assert sorted(finished) == list(range(NUM_CLIPS))
    assert workspace.store is not None
    assert workspace.store.is_complete
    assert workspace.progress is None
    assert not workspace.can_analyse
    assert workspace.device_label.startswith(("CPU", "GPU"))


def test_a_recording_is_hashed_and_indexed_once(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            calls.append(function.__name__)
            return function(*arguments, **named)

        return call

    monkeypatch.setattr(tasks, "_hashes", {})
    for module, name in ((video, "index_images"), (video, "hash_recording"), (analyze, "hash_recording")):
        monkeypatch.setattr(module, name, counted(getattr(module, name)))
    open_both(workspace, qtbot, aligned, checkpoint_file)
    run_analysis(workspace, qtbot)
    assert workspace.task_state == "done"
    assert sorted(calls) == ["hash_recording", "index_images"]


def test_frames_show_the_analysis_as_it_goes(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, gate: Gate
) -> None:
    open_both(workspace, qtbot, aligned, checkpoint_file)
    with qtbot.waitSignal(workspace.store_changed, timeout=WAIT_MS):
        workspace.analyse()
    display = shown_frame(workspace, qtbot, lambda: workspace.set_playhead(3))
    assert display.heat is None
    assert "not explained" in display.note

    def has_heat(display: Any) -> bool:
        return display is not None and display.heat is not None

    with qtbot.waitSignal(workspace.display_changed, timeout=WAIT_MS, check_params_cb=has_heat):
        gate.let_one_pass()
    assert workspace.display is not None
    assert workspace.display.limits is not None
    assert workspace.display.limits.provisional
    with qtbot.waitSignal(workspace.task_state_changed, timeout=WAIT_MS):
        gate.open()
    assert workspace.task_state == "done"


def test_the_clip_under_the_playhead_comes_first_then_outward(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, gate: Gate
) -> None:
    open_both(workspace, qtbot, aligned, checkpoint_file)
    workspace.set_playhead(NUM_FRAMES - 1)
    finished = collected(workspace.clip_finished)
    with qtbot.waitSignal(workspace.store_changed, timeout=WAIT_MS):
        workspace.analyse()
    gate.wait_for_arrival()
    workspace.set_playhead(0)
    with qtbot.waitSignal(workspace.task_state_changed, timeout=WAIT_MS):
        gate.open()
    assert finished == [2, 0, 1]


def test_cancelling_keeps_finished_clips_and_ends_in_one_state(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, gate: Gate
) -> None:
    open_both(workspace, qtbot, aligned, checkpoint_file)
    states = collected(workspace.task_state_changed)
    with qtbot.waitSignal(workspace.clip_finished, timeout=WAIT_MS):
        workspace.analyse()
        gate.let_one_pass()
    gate.wait_for_arrival()
    workspace.cancel()
    workspace.cancel()
    assert workspace.task_state == "cancelling"
    with qtbot.waitSignal(workspace.task_state_changed, timeout=WAIT_MS):
        gate.open()
    assert states == ["running", "cancelling", "cancelled"]
    assert workspace.store is not None
    assert 1 <= len(workspace.store.records) < NUM_CLIPS
    assert workspace.can_analyse
    done = set(workspace.store.records)
    finished = collected(workspace.clip_finished)
    run_analysis(workspace, qtbot)
    assert workspace.store.is_complete
    assert not done & set(finished)


def test_a_stored_analysis_opens_at_once_and_computes_nothing(
    workspace: Workspace,
    qtbot: Any,
    aligned: Path,
    checkpoint_file: Path,
    stored: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*args: object, **options: object) -> None:
        raise AssertionError("an explanation was computed")

    monkeypatch.setattr(ClipQueue, "put", never)
    open_recording(workspace, qtbot, aligned)
    with qtbot.waitSignal(workspace.store_changed, timeout=WAIT_MS, check_params_cb=bool):
        workspace.open_checkpoint(checkpoint_file)
    wait_for_quiet(workspace, qtbot)
    assert workspace.store is not None
    assert workspace.store.path == stored
    assert workspace.store.is_complete
    assert workspace.task_state == "idle"
    assert not workspace.can_analyse
    display = shown_frame(workspace, qtbot, lambda: workspace.set_playhead(20))
    assert display.heat is not None


def test_an_unfinished_analysis_goes_on_where_it_stopped(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, stored: Path
) -> None:
    lines = (stored / "clips.jsonl").read_bytes().splitlines(keepends=True)
    (stored / "clips.jsonl").write_bytes(lines[0])
    first = next(iter(_records(stored)))
    finished = collected(workspace.clip_finished)
    open_recording(workspace, qtbot, aligned)
    with qtbot.waitSignal(
        workspace.task_state_changed, timeout=WAIT_MS, check_params_cb=ends_with("done", "failed", "cancelled")
    ):
        workspace.open_checkpoint(checkpoint_file)
    assert workspace.task_state == "done"
    assert workspace.store is not None
    assert workspace.store.is_complete
    assert first not in finished
    assert len(finished) == NUM_CLIPS - 1


def _records(folder: Path) -> list[int]:
    with AnalysisStore.open(folder) as store:
        return list(store.records)


def test_closing_during_an_analysis_loses_nothing_that_was_finished(
    make_workspace: Callable[[], Workspace], qtbot: Any, aligned: Path, checkpoint_file: Path, gate: Gate
) -> None:
    first = make_workspace()
    open_both(first, qtbot, aligned, checkpoint_file)
    with qtbot.waitSignal(first.clip_finished, timeout=WAIT_MS):
        first.analyse()
        gate.let_one_pass()
    gate.wait_for_arrival()
    first.request_stop()
    gate.open()
    assert first.close()
    assert first.store is not None
    kept = _records(first.store.path)
    assert kept
    second = make_workspace()
    open_recording(second, qtbot, aligned)
    finished = collected(second.clip_finished)
    with qtbot.waitSignal(
        second.task_state_changed, timeout=WAIT_MS, check_params_cb=ends_with("done", "failed", "cancelled")
    ):
        second.open_checkpoint(checkpoint_file)
    assert second.store is not None
    assert second.store.is_complete
    assert not set(kept) & set(finished)


def test_another_recording_pauses_the_analysis_and_its_late_results_are_not_heard(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, gate: Gate, tmp_path: Path
) -> None:
    other = write_aligned(tmp_path / "other_aligned", 30, first=500)
    open_both(workspace, qtbot, aligned, checkpoint_file)
    with qtbot.waitSignal(workspace.store_changed, timeout=WAIT_MS):
        workspace.analyse()
    gate.wait_for_arrival()
    finished, states = collected(workspace.clip_finished), collected(workspace.task_state_changed)
    open_recording(workspace, qtbot, other)
    assert states == ["cancelled"]
    assert workspace.store is None
    gate.open()
    wait_for_quiet(workspace, qtbot)
    assert workspace.display is not None
    assert read_number(workspace.display.original) == 500
    assert finished == []
    assert workspace.store is None
    assert workspace.can_analyse


def test_a_recording_without_faces_ends_in_a_clear_statement(
    workspace: Workspace, qtbot: Any, tmp_path: Path, checkpoint_file: Path
) -> None:
    video = tmp_path / "nobody.mp4"
    write_video(video, num_frames=30)
    open_both(workspace, qtbot, video, checkpoint_file)
    messages = collected(workspace.message_raised)
    run_analysis(workspace, qtbot)
    assert workspace.task_state == "failed"
    assert messages[-1].kind == "error"
    assert "no face was found" in messages[-1].text


def test_damaged_frames_are_told_once_and_do_not_end_an_analysis(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, tmp_path: Path
) -> None:
    recording = tmp_path / "visit_aligned"
    shutil.copytree(aligned, recording)
    for i in (30, 31):
        broken = recording / f"frame_det_00_{i + 1:06d}.png"
        broken.write_bytes(broken.read_bytes()[:60])
    messages = collected(workspace.message_raised)
    open_both(workspace, qtbot, recording, checkpoint_file)
    for frame_index in (30, 3, 31, 30):
        display = shown_frame(workspace, qtbot, lambda i=frame_index: workspace.set_playhead(i))
        assert display.frame_index == frame_index
        assert (display.note == "this frame cannot be decoded") == (frame_index != 3)
    assert [(message.kind, message.title) for message in messages] == [
        ("warning", "visit_aligned is damaged in places")
    ]
    assert "Frame 30 (at 1.00 s) cannot be decoded" in messages[0].text
    messages.clear()
    run_analysis(workspace, qtbot)
    assert workspace.task_state == "done"
    assert workspace.store is not None
    assert (workspace.store.face_states() == FaceState.DAMAGED).sum() == 1
    assert [message.title for message in messages] == ["The recording is damaged in places"]
    assert "1 of 20 sampled frames" in messages[0].text


def test_a_store_that_cannot_be_written_fails_with_its_reason(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise StoreError("the disk is full. Free some space, or do not store guided maps.")

    open_both(workspace, qtbot, aligned, checkpoint_file)
    monkeypatch.setattr(analyze, "check_space", full)
    messages = collected(workspace.message_raised)
    run_analysis(workspace, qtbot)
    assert workspace.task_state == "failed"
    assert "disk is full" in messages[-1].text
    assert messages[-1].action == "analysis_settings"
    assert workspace.can_analyse


def test_a_checkpoint_that_fits_two_kinds_is_asked_for(workspace: Workspace, qtbot: Any, tmp_path: Path) -> None:
    import torch

    from stadrn_core.checkpoint import load_checkpoint

    native = write_checkpoint(tmp_path / "native.safetensors", kind="temporal")
    foreign = tmp_path / "best.pth"
    torch.save(load_checkpoint(native, "cpu").model.state_dict(), foreign)
    with qtbot.waitSignal(workspace.kind_needed, timeout=WAIT_MS) as asked:
        workspace.open_checkpoint(foreign)
    question = asked.args[0]
    assert question.path == foreign
    assert set(question.choices) == {"spatial", "temporal"}
    assert workspace.checkpoint is None
    messages = collected(workspace.message_raised)
    open_checkpoint(workspace, qtbot, foreign, "temporal")
    assert workspace.checkpoint is not None
    assert workspace.checkpoint.config.kind == "temporal"
    assert any("assumed" in message.title for message in messages)


def test_a_file_that_is_no_checkpoint_is_refused_in_words(workspace: Workspace, qtbot: Any, tmp_path: Path) -> None:
    path = tmp_path / "notes.pth"
    path.write_text("not a checkpoint")
    with qtbot.waitSignal(workspace.message_raised, timeout=WAIT_MS) as raised:
        workspace.open_checkpoint(path)
    assert raised.args[0].kind == "error"
    assert "notes.pth" in raised.args[0].title
    assert raised.args[0].action == "open_checkpoint"
    assert workspace.checkpoint is None


def test_several_checkpoints_stay_open_and_one_is_active(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, tmp_path: Path
) -> None:
    other = write_checkpoint(tmp_path / "other.safetensors", kind="fusion_feature")
    open_both(workspace, qtbot, aligned, checkpoint_file)
    run_analysis(workspace, qtbot)
    first_store = workspace.store
    assert first_store is not None
    open_checkpoint(workspace, qtbot, other)
    assert [checkpoint.path for checkpoint in workspace.checkpoints] == [checkpoint_file, other]
    assert workspace.checkpoint is workspace.checkpoints[1]
    assert workspace.store is None
    wait_for_quiet(workspace, qtbot)
    assert workspace.can_analyse
    with qtbot.waitSignal(workspace.store_changed, timeout=WAIT_MS, check_params_cb=bool):
        workspace.activate_checkpoint(workspace.checkpoints[0])
    assert workspace.store is not None
    assert workspace.store.path == first_store.path
    workspace.close_checkpoint(workspace.checkpoints[0])
    assert workspace.checkpoint is not None
    assert workspace.checkpoint.path == other


def test_a_device_that_is_not_there_is_told(
    workspace: Workspace, qtbot: Any, checkpoint_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    workspace.preferences.device = "cuda"
    messages = collected(workspace.message_raised)
    open_checkpoint(workspace, qtbot, checkpoint_file)
    assert [message.title for message in messages] == ["The CPU is used"]
    assert workspace.device_label.startswith("CPU")


def test_a_device_out_of_memory_goes_on_with_the_cpu(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analyze, "Device", lambda torch_device: FakeGpu(room=0))
    open_both(workspace, qtbot, aligned, checkpoint_file)
    messages = collected(workspace.message_raised)
    run_analysis(workspace, qtbot)
    assert workspace.task_state == "done"
    assert workspace.store is not None
    assert workspace.store.is_complete
    assert [message.title for message in messages] == ["The CPU is used"]
    assert "did not suffice" in messages[0].text
    assert {record.device for record in workspace.store.records.values()} == {"cpu"}


def test_fewer_clips_at_a_time_are_told(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analyze, "Device", lambda torch_device: FakeGpu(room=1))
    open_both(workspace, qtbot, aligned, checkpoint_file)
    messages = collected(workspace.message_raised)
    run_analysis(workspace, qtbot)
    assert workspace.task_state == "done"
    assert workspace.store is not None
    assert workspace.store.is_complete
    assert [message.title for message in messages] == ["Fewer clips at a time"]
    assert {record.device for record in workspace.store.records.values()} == {str(FAKE)}


def test_guided_maps_on_demand_come_when_the_playhead_rests(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path
) -> None:
    workspace.set_analysis_settings(guided="on demand")
    open_both(workspace, qtbot, aligned, checkpoint_file)
    run_analysis(workspace, qtbot)

    def has_guided(display: Any) -> bool:
        return display is not None and display.guided is not None and display.frame_index == 50

    with qtbot.waitSignal(workspace.display_changed, timeout=WAIT_MS, check_params_cb=has_guided):
        workspace.set_playhead(50)
    assert workspace.display is not None
    assert workspace.display.guided_limits is not None
    assert workspace.display.guided_limits.mode == "frame"


def test_a_guided_map_that_cannot_be_computed_is_told(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, tmp_path: Path
) -> None:
    recording = tmp_path / "visit_aligned"
    shutil.copytree(aligned, recording)
    workspace.set_analysis_settings(guided="on demand")
    open_both(workspace, qtbot, recording, checkpoint_file)
    # The thread that shows frames remembers those it has read.
    shown_frame(workspace, qtbot, lambda: workspace.set_playhead(50))
    shown_frame(workspace, qtbot, lambda: workspace.set_playhead(0))

    def has_guided(display: Any) -> bool:
        return display is not None and display.guided is not None and workspace.task_state == "done"

    run_analysis(workspace, qtbot)
    with qtbot.waitSignal(workspace.display_changed, timeout=WAIT_MS, check_params_cb=has_guided):
        workspace.set_view(opacity=0.3)
    shutil.rmtree(recording)
    with qtbot.waitSignal(workspace.message_raised, timeout=WAIT_MS) as raised:
        workspace.set_playhead(50)
    message = raised.args[0]
    assert (message.kind, message.title) == ("error", "The guided map of clip 3 cannot be computed")
    assert str(recording) in message.text


def test_settings_make_another_analysis_and_the_first_one_stays(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, stored: Path
) -> None:
    open_recording(workspace, qtbot, aligned)
    with qtbot.waitSignal(workspace.store_changed, timeout=WAIT_MS, check_params_cb=bool):
        workspace.open_checkpoint(checkpoint_file)
    workspace.set_analysis_settings(sample_interval=2)
    wait_for_quiet(workspace, qtbot)
    assert workspace.store is None
    assert workspace.plan is not None
    assert workspace.plan.sample_interval == 2
    assert workspace.can_analyse
    with qtbot.waitSignal(workspace.store_changed, timeout=WAIT_MS, check_params_cb=bool):
        workspace.set_analysis_settings(sample_interval=3)
    assert workspace.store is not None
    assert workspace.store.path == stored


def test_picking_a_face_asks_for_another_analysis(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path
) -> None:
    open_both(workspace, qtbot, aligned, checkpoint_file)
    workspace.set_playhead(6)
    with qtbot.waitSignal(workspace.message_raised) as raised:
        workspace.pick_face(30, 40)
    assert raised.args[0].action == "analyse"
    choice = workspace.settings.face_choice
    assert choice is not None
    assert (choice.frame_index, choice.x_px, choice.y_px) == (6, 30.0, 40.0)
    workspace.follow_largest_face()
    assert workspace.settings.face_choice is None


def test_a_stored_analysis_opens_with_its_recording_and_checkpoint(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, finished_store: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "from the command line.zarr"
    shutil.copytree(finished_store, elsewhere)
    with qtbot.waitSignals([workspace.store_changed, workspace.checkpoints_changed], timeout=WAIT_MS):
        workspace.open_paths([elsewhere])
    wait_for_quiet(workspace, qtbot)
    assert workspace.recording is not None
    assert workspace.recording.path == aligned
    assert workspace.checkpoint is not None
    assert workspace.checkpoint.path == checkpoint_file
    assert workspace.store is not None
    assert workspace.store.path == elsewhere
    assert not workspace.can_analyse


def test_a_stored_analysis_whose_recording_is_gone_says_where_it_was(
    workspace: Workspace, qtbot: Any, finished_store: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "moved.zarr"
    shutil.copytree(finished_store, elsewhere)
    manifest = elsewhere / "manifest.json"
    manifest.write_text(manifest.read_text().replace("visit_aligned", "gone_aligned"))
    with qtbot.waitSignal(workspace.message_raised, timeout=WAIT_MS) as raised:
        workspace.open_analysis(elsewhere)
    assert "gone_aligned" in raised.args[0].text
    assert raised.args[0].action == "open_recording"


def test_the_playhead_is_clamped_and_told_once(workspace: Workspace, qtbot: Any, aligned: Path) -> None:
    open_recording(workspace, qtbot, aligned)
    moved = collected(workspace.playhead_changed)
    workspace.set_playhead(10_000)
    workspace.set_playhead(10_000)
    workspace.step_frames(-10)
    workspace.set_playhead(-5)
    assert moved == [NUM_FRAMES - 1, NUM_FRAMES - 11, 0]


def test_steps_by_clip_go_to_their_beginnings(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path
) -> None:
    open_both(workspace, qtbot, aligned, checkpoint_file)
    assert workspace.plan is not None
    starts = [int(i) for i in workspace.plan.frame_indices[workspace.plan.positions[:, 0]]]
    workspace.step_clips(1)
    assert workspace.playhead == starts[1]
    workspace.step_frames(2)
    workspace.step_clips(-1)
    assert workspace.playhead == starts[1]
    workspace.step_clips(-1)
    assert workspace.playhead == starts[0]
    workspace.step_clips(10)
    assert workspace.playhead == starts[-1]


def test_an_answer_for_the_recording_before_is_dropped(
    workspace: Workspace, qtbot: Any, aligned: Path, tmp_path: Path
) -> None:
    other = write_aligned(tmp_path / "other_aligned", 30, first=500)
    shown_frame(workspace, qtbot, lambda: workspace.open_recording(aligned))
    displays = collected(workspace.display_changed)
    workspace.set_playhead(40)
    with qtbot.waitSignal(
        workspace.display_changed,
        timeout=WAIT_MS,
        check_params_cb=lambda display: display is not None and display.frame_index == 0,
    ):
        workspace.open_recording(other)
    after = displays[displays.index(None) + 1 :]
    assert [read_number(display.original) for display in after] == [500]


def test_a_view_is_validated_told_and_remembered(
    make_workspace: Callable[[], Workspace], qtbot: Any, aligned: Path
) -> None:
    workspace = make_workspace()
    shown_frame(workspace, qtbot, lambda: workspace.open_recording(aligned))
    views = collected(workspace.view_changed)
    shown_frame(workspace, qtbot, lambda: workspace.set_view(colormap="cividis", opacity=0.3))
    workspace.set_view(opacity=0.3)
    assert len(views) == 1
    with pytest.raises(ValueError, match="quantity"):
        workspace.set_view(quantity="nonsense")
    assert make_workspace().view == views[0]


def test_manual_limits_begin_with_those_shown(
    workspace: Workspace, qtbot: Any, aligned: Path, checkpoint_file: Path, stored: Path
) -> None:
    open_recording(workspace, qtbot, aligned)

    def has_limits(display: Any) -> bool:
        return display is not None and display.limits is not None

    with qtbot.waitSignal(workspace.display_changed, timeout=WAIT_MS, check_params_cb=has_limits):
        workspace.open_checkpoint(checkpoint_file)
    assert workspace.display is not None
    shown = workspace.display.limits
    assert shown is not None
    workspace.set_view(scale_mode="manual")
    assert workspace.view.manual_limits == (shown.low, shown.high)


def test_playing_runs_to_the_end_and_begins_anew(workspace: Workspace, qtbot: Any, tmp_path: Path) -> None:
    short = write_aligned(tmp_path / "short_aligned", 5)
    open_recording(workspace, qtbot, short)
    moved = collected(workspace.playhead_changed)
    playing = collected(workspace.playing_changed)
    workspace.set_playback_speed(4.0)
    with qtbot.waitSignal(workspace.playing_changed, timeout=WAIT_MS, check_params_cb=lambda on: not on):
        workspace.set_playing(True)
    assert workspace.playhead == 4
    assert playing == [True, False]
    assert moved == sorted(moved)
    workspace.set_playing(True)
    assert workspace.playhead == 0
    workspace.set_playing(False)


def test_every_frame_shows_each_one_in_order(workspace: Workspace, qtbot: Any, tmp_path: Path) -> None:
    short = write_aligned(tmp_path / "short_aligned", 12)
    shown_frame(workspace, qtbot, lambda: workspace.open_recording(short))
    displays = collected(workspace.display_changed)
    workspace.set_playback_mode("every frame")
    workspace.set_playback_speed(8.0)
    with qtbot.waitSignal(workspace.playing_changed, timeout=WAIT_MS, check_params_cb=lambda on: not on):
        workspace.set_playing(True)
    shown = list(dict.fromkeys(display.frame_index for display in displays))
    assert shown[-11:-1] == list(range(1, 11))
    assert workspace.num_dropped == 0


def test_a_range_is_clamped_sorted_and_played_in_a_loop(workspace: Workspace, qtbot: Any, aligned: Path) -> None:
    open_recording(workspace, qtbot, aligned)
    ranges = collected(workspace.range_changed)
    workspace.set_range(500, 58)
    assert workspace.selected_range == (58, NUM_FRAMES - 1)
    workspace.set_playback_speed(8.0)
    playing = collected(workspace.playing_changed)
    with qtbot.waitSignal(workspace.playing_changed, timeout=WAIT_MS, check_params_cb=lambda on: not on):
        workspace.set_playing(True)
    assert workspace.is_playing
    assert playing[:2] == [True, False]
    workspace.set_playing(False)
    workspace.clear_range()
    assert ranges == [(58, NUM_FRAMES - 1), None]


def test_nothing_to_analyse_says_what_is_missing(workspace: Workspace, qtbot: Any) -> None:
    with qtbot.waitSignal(workspace.message_raised) as raised:
        workspace.analyse()
    assert raised.args[0].action == "open_recording"


def test_the_demo_opens_and_analyses_by_itself(
    workspace: Workspace,
    qtbot: Any,
    aligned: Path,
    checkpoint_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = write_checkpoint(tmp_path / "other.safetensors", kind="spatial")
    monkeypatch.setattr(demo, "find_demo", lambda: demo.Demo(aligned, checkpoint_file, (other,)))
    with qtbot.waitSignal(
        workspace.task_state_changed, timeout=WAIT_MS, check_params_cb=ends_with("done", "failed", "cancelled")
    ):
        workspace.open_demo()
    assert workspace.task_state == "done"
    assert workspace.store is not None
    assert np.isfinite(workspace.store.video_score)
    assert [checkpoint.path for checkpoint in workspace.checkpoints] == [other, checkpoint_file]
    assert workspace.store.manifest.checkpoint.path == str(checkpoint_file)


def test_the_engine_is_warmed_up_and_the_device_is_known_before_a_checkpoint(workspace: Workspace, qtbot: Any) -> None:
    with qtbot.waitSignal(workspace.device_changed, timeout=WAIT_MS):
        workspace.warm_up()
    assert workspace.device_label.startswith(("CPU, ", "GPU, "))
