from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from pyarrow import parquet
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.dialogs import analysis_settings
from app.dialogs.about import AboutDialog
from app.dialogs.analysis_settings import AnalysisSettingsDialog, in_words
from app.dialogs.export import ExportDialog
from app.dialogs.kind import KindDialog
from app.dialogs.preferences import PreferencesDialog
from app.tasks import KindQuestion, device_label
from app.workspace import Workspace
from stadrn_core import chunk_cache
from stadrn_core.chunk_cache import ChunkCache
from stadrn_core.errors import ExportError
from stadrn_core.export import task
from stadrn_core.marks.marks import Mark, MarksFile
from stadrn_core.render import render_frame
from stadrn_core.store import AnalysisStore
from stadrn_core.types import Progress
from stadrn_core.video import open_recording
from tests.app.opened import NUM_FRAMES, Gate
from tests.devices import FakeGpu

WAIT_MS = 60_000


@pytest.fixture
def shown(qtbot: Any, workspace: Workspace, aligned: Path, checkpoint_file: Path, stored: Path) -> Workspace:
    with qtbot.waitSignal(
        workspace.display_changed, timeout=WAIT_MS, check_params_cb=lambda d: d is not None and d.heat is not None
    ):
        workspace.open_recording(aligned)
        workspace.open_checkpoint(checkpoint_file)
    return workspace


def opened(qtbot: Any, dialog: Any) -> Any:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def words(dialog: Any) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_a_kind_is_asked_for_and_none_is_chosen_beforehand(qtbot: Any) -> None:
    question = KindQuestion(Path("best.pth"), "The weights fit two kinds.", "kind", ("spatial", "temporal"))
    dialog = opened(qtbot, KindDialog(question))
    assert "best.pth" in words(dialog)
    assert "The weights fit two kinds." in words(dialog)
    assert not any(button.isChecked() for button in dialog.options.values())
    assert not dialog.load_button.isEnabled()
    dialog.options["temporal"].click()
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.load_button.click()
    assert chosen.args == ["temporal"]


def test_settings_tell_the_clips_and_the_space_they_need(shown: Workspace, qtbot: Any) -> None:
    dialog = opened(qtbot, AnalysisSettingsDialog(shown))
    assert dialog.clips.text() == "Clips: 3, of 8 frames; sample interval 3"
    stored = dialog.space.text()
    qtbot.mouseClick(dialog.guided.button("none"), Qt.MouseButton.LeftButton)
    assert dialog.space.text() != stored
    dialog.interval.setValue(1)
    assert dialog.clips.text() == "Clips: 8, of 8 frames; sample interval 1"
    with qtbot.waitSignal(shown.settings_changed):
        dialog.use_button.click()
    assert (shown.settings.sample_interval, shown.settings.guided) == (1, "none")


def test_settings_that_need_too_much_space_cannot_be_used(
    shown: Workspace, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis_settings, "free_bytes", lambda: 100)
    dialog = opened(qtbot, AnalysisSettingsDialog(shown))
    assert not dialog.use_button.isEnabled()
    assert "Free some space" in dialog.space.text()


def test_settings_that_stay_the_same_keep_the_analysis(shown: Workspace, qtbot: Any) -> None:
    dialog = opened(qtbot, AnalysisSettingsDialog(shown))
    dialog.use_button.click()
    assert shown.store is not None
    assert shown.store.is_complete


def test_precision_is_a_choice_where_a_gpu_computes(
    shown: Workspace, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(qtbot, AnalysisSettingsDialog(shown))
    assert not dialog.precision.isVisibleTo(dialog)
    monkeypatch.setattr(FakeGpu, "precisions", lambda self: ("float32", "tf32", "bfloat16"))
    monkeypatch.setattr("stadrn_core.device.Device", lambda torch_device: FakeGpu())
    dialog = opened(qtbot, AnalysisSettingsDialog(shown))
    assert dialog.precision.isVisibleTo(dialog)
    assert dialog.precision.value == "float32"
    assert "0.1 points" in dialog.precision.button("bfloat16").toolTip()
    qtbot.mouseClick(dialog.precision.button("bfloat16"), Qt.MouseButton.LeftButton)
    dialog.use_button.click()
    assert shown.settings.precision == "bfloat16"
    assert shown.store is None


@pytest.mark.parametrize(("size", "text"), [(999, "999 bytes"), (38_535_168, "38.5 MB"), (22e9, "22 GB")])
def test_space_in_words(size: int, text: str) -> None:
    assert in_words(size) == text


def test_preferences_say_what_computes_now(workspace: Workspace, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(workspace), "device_label", "GPU, Large, 80 GB")
    assert opened(qtbot, PreferencesDialog(workspace)).device_now.text() == "Now: GPU, Large, 80 GB"
    monkeypatch.setattr(type(workspace), "device_label", "")
    assert not opened(qtbot, PreferencesDialog(workspace)).device_now.isVisible()


def test_a_card_is_named_with_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    card = SimpleNamespace(name="Large", total_memory=80_200_000_000)
    monkeypatch.setattr("torch.cuda.get_device_properties", lambda device: card)
    assert device_label(SimpleNamespace(type="cuda")) == "GPU, Large, 80 GB"


def test_preferences_are_kept(workspace: Workspace, qtbot: Any, tmp_path: Path) -> None:
    dialog = opened(qtbot, PreferencesDialog(workspace))
    preferences = workspace.preferences
    with qtbot.waitSignal(dialog.theme_chosen) as chosen:
        qtbot.mouseClick(dialog.theme.button("light"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["light"]
    qtbot.mouseClick(dialog.guided.button("on demand"), Qt.MouseButton.LeftButton)
    assert preferences.guided == "on demand"
    assert workspace.settings.guided == "on demand"
    assert dialog.device_now.isVisible() == bool(workspace.device_label)
    assert dialog.device_now.text() == (workspace.device_label and f"Now: {workspace.device_label}")
    dialog.device.activated.emit(dialog.device.findData("cpu"))
    assert preferences.device == "cpu"
    dialog.colormap.activated.emit(dialog.colormap.findData("jet"))
    assert workspace.view.colormap == "jet"
    dialog.landmarks.setText(str(tmp_path / "missing.dat"))
    dialog.landmarks.editingFinished.emit()
    assert preferences.landmark_model is None
    assert "There is no file" in dialog.landmark_note.text()
    model = tmp_path / "model.dat"
    model.touch()
    dialog.landmarks.setText(str(model))
    dialog.landmarks.editingFinished.emit()
    assert preferences.landmark_model == model
    preferences.add_recent("recordings", model)
    dialog.forget.click()
    assert preferences.recent("recordings") == []


def test_the_face_cache_is_limited_and_cleared(workspace: Workspace, qtbot: Any) -> None:
    cache = ChunkCache(chunk_cache.recordings_folder() / "recording", "key")
    cache.folder.mkdir(parents=True)
    (cache.folder / "key-0.npz").write_bytes(bytes(3_000_000))
    dialog = opened(qtbot, PreferencesDialog(workspace))
    qtbot.waitUntil(lambda: dialog.cache_size.text() == "3 MB in use", timeout=WAIT_MS)
    dialog.cache_limit.setValue(2)
    assert workspace.preferences.cache_gb == 2
    qtbot.mouseClick(dialog.clear_cache, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.cache_size.text() == "nothing kept now", timeout=WAIT_MS)
    assert not dialog.clear_cache.isEnabled()
    assert chunk_cache.used_bytes() == 0


def test_about_says_what_it_should(qtbot: Any) -> None:
    about = opened(qtbot, AboutDialog("CPU, 2 threads"))
    assert "Research use, not a diagnosis" in words(about)
    assert "10.1016/j.eswa.2023.121410" in words(about)
    assert "non-commercial" in words(about)


def export(qtbot: Any, workspace: Workspace, kind: Any, target: Path) -> ExportDialog:
    dialog = opened(qtbot, ExportDialog(workspace, kind))
    dialog.path.setText(str(target))
    with qtbot.waitSignal(dialog.ended, timeout=WAIT_MS):
        dialog.export_button.click()
    return dialog


def test_a_report_is_written_with_the_marks(shown: Workspace, qtbot: Any, tmp_path: Path) -> None:
    assert shown.store is not None
    MarksFile(shown.store.manifest.recording.sha256).save((Mark(first_frame=3, last_frame=3, text="a sigh"),))
    dialog = export(qtbot, shown, "report", tmp_path / "report.pdf")
    assert "Written" in dialog.state.text()
    said = " ".join(page.extract_text() for page in PdfReader(tmp_path / "report.pdf").pages)
    assert "Session report" in said
    assert "a sigh" in said


def test_a_frame_is_exported_as_it_is_shown(shown: Workspace, qtbot: Any, tmp_path: Path) -> None:
    dialog = export(qtbot, shown, "picture", tmp_path / "frame.png")
    assert "Written" in dialog.state.text()
    picture = cv2.imread(str(tmp_path / "frame.png"))
    assert picture is not None
    assert min(picture.shape[:2]) > 300
    assert np.ptp(picture) > 100


def test_tables_are_exported(shown: Workspace, qtbot: Any, tmp_path: Path) -> None:
    export(qtbot, shown, "tables", tmp_path / "new" / "tables")
    summary = json.loads((tmp_path / "new" / "tables" / "summary.json").read_text())
    assert shown.store is not None
    assert summary["score"] == pytest.approx(shown.store.video_score)
    assert len((tmp_path / "new" / "tables" / "frames.csv").read_text().splitlines()) == NUM_FRAMES + 1


def test_a_figure_is_exported(shown: Workspace, qtbot: Any, tmp_path: Path) -> None:
    shown.set_playhead(33)
    export(qtbot, shown, "figure", tmp_path / "figure.svg")
    assert (tmp_path / "figure.svg").stat().st_size > 10_000


def test_the_selected_range_is_exported_as_a_video(shown: Workspace, qtbot: Any, tmp_path: Path) -> None:
    shown.set_range(10, 14)
    export(qtbot, shown, "video", tmp_path / "overlay.mp4")
    with open_recording(tmp_path / "overlay.mp4") as source:
        assert source.info.num_frames == 5


def click(qtbot: Any, button: Any) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_selected_frames_are_exported_as_pictures(shown: Workspace, qtbot: Any, tmp_path: Path) -> None:
    shown.set_range(10, 12)
    dialog = opened(qtbot, ExportDialog(shown, "video"))
    click(qtbot, dialog.kind.button("frames"))
    click(qtbot, dialog.options.picture.button("heat"))
    assert "frames 10 to 12" in dialog.scope.text()
    assert not dialog.options.quality.isVisible()
    dialog.path.setText(str(tmp_path / "frames"))
    with qtbot.waitSignal(dialog.ended, timeout=WAIT_MS):
        click(qtbot, dialog.export_button)
    names = sorted(path.name for path in (tmp_path / "frames").iterdir())
    assert names == ["about.json", "frame_000010.png", "frame_000011.png", "frame_000012.png", "frames.csv"]
    assert shown.display is not None
    with open_recording(shown.recording.path) as source:  # type: ignore[union-attr]
        expected = render_frame(shown.store, source.read(11), shown.view).heat  # type: ignore[arg-type]
    written = cv2.cvtColor(cv2.imread(str(tmp_path / "frames" / "frame_000011.png")), cv2.COLOR_BGR2RGB)
    np.testing.assert_array_equal(written, expected)
    # A second time another name is offered, as nothing in a folder is written over.
    click(qtbot, dialog.kind.button("video"))
    dialog.path.setText(str(tmp_path / f"{shown.recording.path.stem} x.mp4"))  # type: ignore[union-attr]
    (tmp_path / f"{shown.recording.path.stem} frames").mkdir()  # type: ignore[union-attr]
    click(qtbot, dialog.kind.button("frames"))
    assert dialog.path.text().endswith("frames 2")


def test_raw_maps_and_parquet_are_exported(shown: Workspace, qtbot: Any, tmp_path: Path) -> None:
    dialog = opened(qtbot, ExportDialog(shown, "maps"))
    for ending in (".zarr", ".npz"):
        click(qtbot, dialog.options.maps_format.button(ending))
        assert dialog.path.text().endswith(ending)
        dialog.path.setText(str(tmp_path / f"maps{ending}"))
        with qtbot.waitSignal(dialog.ended, timeout=WAIT_MS):
            click(qtbot, dialog.export_button)
    assert shown.store is not None
    with AnalysisStore.open(tmp_path / "maps.zarr") as copy:
        assert copy.video_score == shown.store.video_score
    maps = np.load(tmp_path / "maps.npz")
    np.testing.assert_array_equal(maps["gradcampp"][1], shown.store.clip_maps(1).gradcampp)
    click(qtbot, dialog.kind.button("tables"))
    click(qtbot, dialog.options.table_format.button("parquet"))
    dialog.path.setText(str(tmp_path / "tables"))
    with qtbot.waitSignal(dialog.ended, timeout=WAIT_MS):
        click(qtbot, dialog.export_button)
    assert len(parquet.read_table(tmp_path / "tables" / "frames.parquet")) == NUM_FRAMES


def test_choices_follow_what_becomes_of_the_face(shown: Workspace, qtbot: Any) -> None:
    dialog = opened(qtbot, ExportDialog(shown, "video"))
    click(qtbot, dialog.options.picture.button("guided"))
    assert dialog.options.sound.isVisible()
    click(qtbot, dialog.faces.button("blur"))
    assert "sound and metadata are left out" in dialog.faces_text.text()
    assert not dialog.options.sound.isVisible()
    assert not dialog.options.picture.button("guided").isVisible()
    assert dialog.options.picture.value == "heat"
    click(qtbot, dialog.kind.button("maps"))
    assert "Landmarks, guided maps, names and paths are left out" in dialog.faces_text.text()


def test_an_export_that_fails_says_why(shown: Workspace, qtbot: Any, tmp_path: Path) -> None:
    dialog = export(qtbot, shown, "figure", tmp_path / "figure.bmp")
    assert "must end in" in dialog.state.text()
    assert not dialog.is_running
    assert dialog.export_button.isEnabled()


def test_cancelling_an_export_ends_it_once(
    shown: Workspace, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()

    def slowly(*_: Any) -> Any:
        for i in range(10):
            gate.enter()
            yield Progress("writing", i, 10, "files")
        raise ExportError("never reached")

    monkeypatch.setitem(task._WRITERS, "picture", slowly)
    dialog = opened(qtbot, ExportDialog(shown, "picture"))
    dialog.path.setText(str(tmp_path / "frame.png"))
    dialog.export_button.click()
    gate.wait_for_arrival()
    assert dialog.is_running
    assert dialog.close_button.text() == "Cancel"
    dialog.close_button.click()
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.ended, timeout=WAIT_MS):
        gate.open()
    assert "Cancelled" in dialog.state.text()
    assert list(tmp_path.glob("frame*")) == []


def test_an_export_window_that_is_closed_takes_its_export_along(
    shown: Workspace, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, log = Gate(), []

    def slowly(*_: Any) -> Any:
        try:
            for i in range(10):
                gate.enter()
                yield Progress("writing", i, 10, "files")
        finally:
            log.append("cleaned up")

    monkeypatch.setitem(task._WRITERS, "picture", slowly)
    dialog = opened(qtbot, ExportDialog(shown, "picture"))
    dialog.path.setText(str(tmp_path / "frame.png"))
    dialog.export_button.click()
    gate.wait_for_arrival()
    dialog.close()
    gate.open()
    assert shown.close()
    assert log == ["cleaned up"]
