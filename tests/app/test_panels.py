from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.facts import clips_words, warnings_of_frame
from app.panels import DISCLAIMER, Inspector, RecentButton, SessionPanel, Warning
from app.score_card import ScoreCard
from app.workspace import Workspace
from stadrn_core.types import FacePlacement, FaceState
from tests.app.opened import NUM_CLIPS, write_checkpoint

WAIT_MS = 60_000


@pytest.fixture
def shown(qtbot: Any, workspace: Workspace, aligned: Path, checkpoint_file: Path, stored: Path) -> Workspace:
    """A workspace that shows a stored analysis."""
    with qtbot.waitSignal(
        workspace.display_changed, timeout=WAIT_MS, check_params_cb=lambda d: d is not None and d.heat is not None
    ):
        workspace.open_recording(aligned)
        workspace.open_checkpoint(checkpoint_file)
    return workspace


@pytest.fixture
def inspector(qtbot: Any, shown: Workspace) -> Inspector:
    result = Inspector(shown)
    qtbot.addWidget(result)
    return result


def labels(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]


def test_the_score_stands_with_its_unit_its_band_and_its_error(inspector: Inspector, shown: Workspace) -> None:
    card = inspector.score.card
    assert shown.display is not None
    assert shown.display.score is not None
    assert float(card.number.text()) == pytest.approx(shown.display.score, abs=0.05)
    assert card.unit.text() == "BDI-II points"
    assert card.error.text() == "error unknown"
    assert DISCLAIMER in labels(inspector.score)
    assert shown.store is not None
    assert float(inspector.score.mean.text().split()[0]) == pytest.approx(shown.store.video_score, abs=0.05)
    assert inspector.score.mean_note.text() == f"mean over {NUM_CLIPS} of {NUM_CLIPS} clips"


@pytest.mark.parametrize(
    ("score", "number", "band"),
    [
        (0.0, "0.0", "minimal (0–13)"),
        (13.97, "13.97", "minimal (0–13)"),
        (14.0, "14.0", "mild (14–19)"),
        (70.2, "70.2", "severe (29–63)"),
    ],
)
def test_numbers_and_bands_agree(qtbot: Any, score: float, number: str, band: str) -> None:
    card = ScoreCard()
    qtbot.addWidget(card)
    card.show_score(score, None, "RMSE 7.98 on AVEC 2013 test")
    assert card.number.text() == number
    assert card.band.text() == band
    assert card.error.text() == "RMSE 7.98 on AVEC 2013 test"
    assert band.split()[0] in card.number.accessibleName()
    card.show_score(None, None, "")
    assert card.number.text() == "–"


def test_the_score_is_painted_on_its_scale(qtbot: Any) -> None:
    card = ScoreCard()
    qtbot.addWidget(card)
    card.resize(260, 160)
    card.show_score(None, None, "")
    empty = card.scale.grab().toImage()
    card.show_score(40.0, 20.0, "")
    assert card.scale.grab().toImage() != empty


def test_the_frame_under_the_playhead_is_named(inspector: Inspector, shown: Workspace, qtbot: Any) -> None:
    with qtbot.waitSignal(
        shown.display_changed, timeout=WAIT_MS, check_params_cb=lambda d: d is not None and d.frame_index == 31
    ):
        shown.set_playhead(31)
    qtbot.waitUntil(lambda: inspector.score.facts.facts().get("frame") == "31 of 60", timeout=WAIT_MS)
    facts = inspector.score.facts.facts()
    assert facts["time"] == "00:01.03"
    assert shown.plan is not None
    clips = shown.plan.clips_of(31)
    named = facts.get("clip", facts.get("clips"))
    assert named == f"{' + '.join(str(i + 1) for i in clips)} of {NUM_CLIPS}"
    assert facts["face"] == "between sampled frames"
    assert facts["guided map of"] == "frame 30"


def test_warnings_stand_beside_what_they_are_about(inspector: Inspector, shown: Workspace, qtbot: Any) -> None:
    texts = " ".join(inspector.score.warnings.texts)
    assert "untrained" in texts
    assert "8 sampled frames × 32 px" in texts or "sampled frames ×" in texts
    assert "only what raises the score" in texts
    shown.set_view(quantity="signed")
    qtbot.waitUntil(
        lambda: "only what raises" not in " ".join(inspector.score.warnings.texts),
        timeout=WAIT_MS,
    )
    visible = [row.words.text() for row in inspector.score.warnings.findChildren(Warning) if not row.isHidden()]
    assert visible == inspector.score.warnings.texts


def warned(workspace: Workspace, **changes: Any) -> str:
    """Warnings as if the frame were different."""
    assert workspace.display is not None
    workspace._display = replace(workspace.display, **changes)
    return " ".join(text for _, text in warnings_of_frame(workspace))


def test_what_is_wrong_with_a_score_is_said(shown: Workspace) -> None:
    assert "above 63" in warned(shown, score=66.0)
    assert "above 63" not in warned(shown, score=62.0)
    nowhere = FacePlacement(FaceState.NONE, None, None)
    assert "No face in this frame" in warned(shown, placement=nowhere)
    assert shown.store is not None
    first = shown.store.records[0]
    shown.store._records[0] = replace(first, score=0.0, raw_output=-0.2)  # type: ignore[attr-defined]
    assert "clamped at 0" in warned(shown, explained_clips=(0,), score=0.0)
    shown.store._records[0] = replace(first, score=None, raw_output=None, skipped_reason="a face in 3 of 8 frames")  # type: ignore[attr-defined]
    assert "Clip 1 was skipped: a face in 3 of 8 frames" in warned(shown, clip_indices=(0,))


def test_guided_maps_of_another_precision_are_told(shown: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown.store is not None
    manifest = shown.store.manifest
    for guided, precision, is_told in (
        ("on demand", "tf32", True),
        ("on demand", "float32", False),
        ("stored", "tf32", False),
    ):
        settings = replace(manifest.settings, guided=guided, precision=precision)
        monkeypatch.setattr(shown.store, "manifest", replace(manifest, settings=settings))
        told = "Guided maps are computed in float32 here, as the CPU does not compute in tf32 like the analysis."
        assert (told in warned(shown)) == is_told


def test_skipped_clips_are_counted_apart(shown: Workspace) -> None:
    assert shown.store is not None
    assert clips_words(shown.store) == "3 of 3 clips"
    records = shown.store._records  # type: ignore[attr-defined]
    records[1] = replace(records[1], score=None, raw_output=None, skipped_reason="a face in 3 of 8 frames")
    assert clips_words(shown.store) == "2 of 3 clips, 1 skipped"
    del records[2]
    assert clips_words(shown.store) == "1 of 3 clips so far, 1 skipped"


def test_controls_and_view_follow_each_other(inspector: Inspector, shown: Workspace, qtbot: Any) -> None:
    view = inspector.view
    qtbot.mouseClick(view.scale.button("frame"), Qt.MouseButton.LeftButton)
    assert shown.view.scale_mode == "frame"
    shown.set_view(scale_mode="clip", cells="native", guided_style="magnitude", opacity=0.75, show_landmarks=True)
    assert view.scale.value == "clip"
    assert view.cells.value == "native"
    assert view.guided.value == "magnitude"
    assert view.opacity.value() == 75
    assert view.opacity_text.text() == "75%"
    assert view.landmarks.isChecked()
    qtbot.mouseClick(view.placement.button("resize"), Qt.MouseButton.LeftButton)
    assert shown.view.placement == "resize"
    view.colormap.setCurrentIndex(1)
    view.colormap.activated.emit(1)
    assert shown.view.colormap == "cividis"


def test_manual_limits_are_taken_when_they_make_sense(inspector: Inspector, shown: Workspace) -> None:
    view = inspector.view
    shown.set_view(scale_mode="manual")
    assert not view.limits_row.isHidden()
    view.low.setText("0")
    view.high.setText("2.5")
    view.high.editingFinished.emit()
    assert shown.view.manual_limits == (0.0, 2.5)
    view.high.setText("-1")
    view.high.editingFinished.emit()
    assert shown.view.manual_limits == (0.0, 2.5)
    shown.set_view(scale_mode="recording")
    assert view.limits_row.isHidden()


def test_info_names_sources_settings_versions_and_hashes(inspector: Inspector, shown: Workspace) -> None:
    info = inspector.info
    assert info.recording.facts()["frames"] == "60"
    assert shown.store is not None
    assert info.recording.facts()["sha256"].startswith(shown.store.manifest.recording.sha256[:12])
    assert info.checkpoint.facts()["trained"] == "no"
    assert info.checkpoint.facts()["known error"] == "unknown"
    analysis = info.analysis.facts()
    assert analysis["sample interval"] == "3"
    assert analysis["guided maps"] == "stored"
    assert "torch" in analysis
    assert analysis["folder"] == str(shown.store.path)


def test_the_session_lists_what_is_open_and_was(shown: Workspace, qtbot: Any, tmp_path: Path, aligned: Path) -> None:
    earlier = tmp_path / "earlier.mp4"
    earlier.touch()
    shown.preferences.add_recent("recordings", earlier)
    session = SessionPanel(shown)
    qtbot.addWidget(session)
    assert session.name.whole == aligned.name
    assert session.facts.facts()["faces"] == "aligned already"
    assert [item.checkpoint for item in session.checkpoints.items] == list(shown.checkpoints)
    assert session.checkpoints.items[0].isChecked()
    assert "untrained" in labels(session)
    recent = session.findChildren(RecentButton)
    assert [button.toolTip() for button in recent] == [str(earlier)]


def test_a_checkpoint_is_chosen_in_the_list(shown: Workspace, qtbot: Any, tmp_path: Path) -> None:
    session = SessionPanel(shown)
    qtbot.addWidget(session)
    other = write_checkpoint(tmp_path / "other.safetensors", kind="spatial")
    with qtbot.waitSignal(shown.checkpoints_changed, timeout=WAIT_MS):
        shown.open_checkpoint(other)
    first, second = session.checkpoints.items
    assert (first.isChecked(), second.isChecked()) == (False, True)
    with qtbot.waitSignal(shown.store_changed, timeout=WAIT_MS, check_params_cb=bool):
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert shown.checkpoint is first.checkpoint
    assert first.isChecked()


def test_file_names_are_never_taken_for_markup(qtbot: Any, workspace: Workspace, tmp_path: Path) -> None:
    from tests.app.opened import write_aligned

    folder = write_aligned(tmp_path / "<b>bold</b>_aligned", 10)
    session = SessionPanel(workspace)
    qtbot.addWidget(session)
    with qtbot.waitSignal(workspace.recording_changed, timeout=WAIT_MS):
        workspace.open_recording(folder)
    assert session.name.whole == folder.name
    assert session.name.textFormat() == Qt.TextFormat.PlainText
