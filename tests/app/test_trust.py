"""Trust in the window: tests with their cost, badges beside the maps, questions to the model."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from app import export_tasks
from app.export_tasks import ExportJob
from app.main_window import MainWindow
from app.messages import UserMessage
from app.trust_badge import PLAIN_GRADCAM
from app.trust_panel import TrustPanel
from app.trust_words import cost_words, duration_words, number_words
from app.what_if import CAUTION, IF_NEUTRAL, AnswerCard, answer_words, signed_points
from app.workspace import Workspace
from stadrn_core.analyze import Analysis
from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.export.task import ExportTask
from stadrn_core.manifest import AnalysisSettings
from stadrn_core.regions.atlas import Region
from stadrn_core.store import AnalysisStore
from stadrn_core.trust import (
    Assessment,
    Cost,
    MeasureResult,
    Number,
    Pace,
    probe,
    read_results,
    region_mask,
)
from stadrn_core.trust import assess as engine
from stadrn_core.trust.load import MeanMaps, analysis_key, load_case
from stadrn_core.trust.results import TRUST_FILE
from stadrn_core.video import open_recording
from tests.app.opened import Gate, write_checkpoint

WAIT_MS = 60_000
FACES = Path(__file__).resolve().parents[2] / "resources" / "demo_face.mp4"


@pytest.fixture(scope="session")
def faces_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its clips have two time slots."""
    return write_checkpoint(tmp_path_factory.mktemp("checkpoint") / "two_slots.safetensors", clip_length=16)


@pytest.fixture(scope="session")
def analysed_faces(faces_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real faces, with landmarks, in clips of 16 sampled frames."""
    folder = tmp_path_factory.mktemp("faces") / "faces.zarr"
    settings = AnalysisSettings(sample_interval=6, slicing="contiguous", guided="stored")
    for _ in Analysis(FACES, load_checkpoint(faces_checkpoint, "cpu"), settings, folder, num_processes=0).run():
        pass
    return folder


@pytest.fixture
def faces(analysed_faces: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(analysed_faces, tmp_path / "faces.zarr"))


def open_faces(qtbot: Any, workspace: Workspace, folder: Path) -> None:
    workspace.open_analysis(folder)
    trusting = workspace.trusting
    qtbot.waitUntil(
        lambda: trusting.results is not None and not trusting.missing and workspace.display is not None, timeout=WAIT_MS
    )


@pytest.fixture
def opened(qtbot: Any, workspace: Workspace, faces: Path) -> Workspace:
    open_faces(qtbot, workspace, faces)
    return workspace


@pytest.fixture
def panel(qtbot: Any, opened: Workspace) -> TrustPanel:
    result = TrustPanel(opened)
    qtbot.addWidget(result)
    result.resize(268, 500)
    result.show()
    qtbot.waitUntil(lambda: opened.trusting.pace("gradcampp") is not None, timeout=WAIT_MS)
    result.refresh()
    assert result.tests.run_button.isEnabled()
    return result


def choose(panel: TrustPanel, *names: str) -> None:
    for name, row in panel.tests.rows.items():
        row.box.setChecked(name in names)


def run(qtbot: Any, panel: TrustPanel, workspace: Workspace) -> None:
    panel.tests.run_button.click()
    assert workspace.trusting.doing == "testing"
    qtbot.waitUntil(lambda: not workspace.trusting.doing, timeout=WAIT_MS)
    panel.refresh()


def stored(folder: Path) -> dict[str, MeasureResult]:
    with AnalysisStore.open(folder) as store:
        results = read_results(folder, analysis_key(store)).results
    return {one.measure: one for one in results}


def words(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_each_test_tells_its_question_and_its_cost_before_it_starts(panel: TrustPanel, opened: Workspace) -> None:
    tests, pace = panel.tests, opened.trusting.pace("gradcampp")
    assert pace is not None
    row = tests.rows["randomisation"]
    assert row.question.text() == "Does the map change when the network forgets what it has learned?"
    cost = Cost(0, 3 * 6)
    assert row.cost.text() == f"Cost: {cost_words(cost, pace)}"
    choose(panel, "randomisation", "stability")
    with_own = Cost(1, 18 + 3 + 1)
    assert tests.cost.text() == f"Together {cost_words(with_own, pace)}"
    assert tests.run_button.text() == "Run 2 tests"
    choose(panel)
    assert not tests.run_button.isEnabled()
    assert tests.note.text() == "Choose tests above."


def test_what_is_found_is_shown_kept_and_there_again(
    qtbot: Any, panel: TrustPanel, opened: Workspace, faces: Path, make_workspace: Callable[[], Workspace]
) -> None:
    choose(panel, "mean_map", "deletion_slots")
    run(qtbot, panel, opened)
    found = stored(faces)
    assert set(found) == {"mean_map", "deletion_slots"}
    agreement = found["deletion_slots"].numbers[0].value
    assert agreement is not None
    row = panel.tests.rows["deletion_slots"]
    assert f"ρ {agreement:.2f}".replace("-", "\N{MINUS SIGN}") in row.finding.text()
    assert not row.numbers.isVisible()
    row.more.click()
    assert row.numbers.facts()["agreement"] == number_words(found["deletion_slots"].numbers[0])
    assert not panel.tests.run_button.isEnabled()
    before = (faces / TRUST_FILE).read_bytes()
    again = make_workspace()
    open_faces(qtbot, again, faces)
    other = TrustPanel(again)
    qtbot.addWidget(other)
    other.refresh()
    assert other.tests.rows["deletion_slots"].finding.text() == row.finding.text()
    assert (faces / TRUST_FILE).read_bytes() == before


def test_the_numbers_are_those_of_the_engine(
    qtbot: Any, panel: TrustPanel, opened: Workspace, faces: Path, analysed_faces: Path, faces_checkpoint: Path
) -> None:
    choose(panel, "stability")
    panel.tests.clips.button("all").click()
    run(qtbot, panel, opened)
    loaded = load_checkpoint(faces_checkpoint, "cpu")
    with AnalysisStore.open(analysed_faces) as store, open_recording(FACES) as source:
        direct = Assessment(store, source, loaded, "gradcampp", (), ["stability"])
        for _ in direct.run():
            pass
        expected = {one.clip_index: one.numbers for one in direct.chosen_results()}
        (analysed_faces / TRUST_FILE).unlink()
    assert {one.clip_index: one.numbers for one in opened.trusting.of_map("gradcampp")} == expected
    assert panel.tests.rows["stability"].finding.text().startswith(f"Mean of {len(expected)} of {len(expected)} clips.")


def test_guided_maps_always_get_random_weights(qtbot: Any, panel: TrustPanel, opened: Workspace) -> None:
    panel.tests.maps.button("guided").click()
    row = panel.tests.rows["randomisation"]
    assert row.box.isChecked()
    assert not row.box.isEnabled()
    choose(panel, "mean_map")
    panel.refresh()
    qtbot.waitUntil(lambda: panel.tests.run_button.isEnabled(), timeout=WAIT_MS)
    run(qtbot, panel, opened)
    assert {one.measure for one in opened.trusting.of_map("guided")} == {"mean_map", "randomisation"}


def test_cancel_keeps_what_is_finished(
    qtbot: Any, panel: TrustPanel, opened: Workspace, faces: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, add = Gate(), engine.add_result

    def held(*args: Any) -> None:
        add(*args)
        gate.enter()

    monkeypatch.setattr(engine, "add_result", held)
    choose(panel, "mean_map", "stability", "deletion_slots")
    panel.tests.run_button.click()
    gate.wait_for_arrival()
    panel.tests.cancel_button.click()
    assert panel.tests.cancel_button.text() == "Cancelling…"
    gate.open()
    qtbot.waitUntil(lambda: not opened.trusting.doing, timeout=WAIT_MS)
    assert opened.trusting.note == "Cancelled; finished tests are kept."
    assert set(stored(faces)) == {"mean_map"}


def test_without_what_it_takes_it_says_what_is_missing(
    qtbot: Any, workspace: Workspace, aligned: Path, checkpoint_file: Path, gate: Gate
) -> None:
    panel = TrustPanel(workspace)
    qtbot.addWidget(panel)
    assert "Analyse the recording first" in words(panel.tests)
    assert not panel.tests.run_button.isEnabled()
    with qtbot.waitSignal(workspace.recording_changed, timeout=WAIT_MS):
        workspace.open_recording(aligned)
    with qtbot.waitSignal(workspace.checkpoint_changed, timeout=WAIT_MS):
        workspace.open_checkpoint(checkpoint_file)
    qtbot.waitUntil(lambda: workspace.can_analyse and not workspace.activity, timeout=WAIT_MS)
    workspace.analyse()
    gate.let_one_pass()
    qtbot.waitUntil(lambda: bool(workspace.trusting.explained), timeout=WAIT_MS)
    panel.refresh()
    assert "An analysis is running" in panel.tests.note.text()
    assert "An analysis is running" in panel.what_if.note.text()
    workspace.trusting.test([0], "gradcampp", ["mean_map"])
    assert not workspace.trusting.doing
    gate.open()
    qtbot.waitUntil(lambda: workspace.task_state == "done", timeout=WAIT_MS)
    assert not workspace.trusting.missing
    workspace.close_checkpoint(workspace.checkpoints[0])
    qtbot.waitUntil(lambda: bool(workspace.trusting.missing), timeout=WAIT_MS)


def test_tests_give_way_to_what_is_opened(
    qtbot: Any, panel: TrustPanel, opened: Workspace, faces_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, add = Gate(), engine.add_result
    monkeypatch.setattr(engine, "add_result", lambda *args: (add(*args), gate.enter()))
    choose(panel, "mean_map", "randomisation")
    panel.tests.run_button.click()
    gate.wait_for_arrival()
    with qtbot.waitSignal(opened.checkpoints_changed, timeout=WAIT_MS):
        opened.open_checkpoint(faces_checkpoint)
        assert not opened.trusting.doing
        gate.open()


# -- badges ------------------------------------------------------------


@pytest.fixture
def window(qtbot: Any, opened: Workspace, dressed: None) -> MainWindow:
    result = MainWindow(opened)
    qtbot.addWidget(result)
    result.resize(1280, 720)
    with qtbot.waitExposed(result):
        result.show()
    qtbot.waitUntil(lambda: opened.display is not None and opened.display.heat is not None, timeout=WAIT_MS)
    return result


def test_badges_say_what_was_tested_and_lead_to_the_tests(qtbot: Any, window: MainWindow) -> None:
    workspace, badges = window.workspace, window.trust_badges.badges
    assert badges["heat"].line == "Trust: clip 1, not tested"
    assert badges["guided"].line == "Trust: clip 1, not tested: random weights not tested"
    workspace.trusting.test([0], "gradcampp", ["mean_map"])
    qtbot.waitUntil(lambda: not workspace.trusting.doing, timeout=WAIT_MS)
    value = workspace.trusting.of_clip(0, "gradcampp")[0].numbers[0].value
    expected = f"own mean map ρ {value:.2f}".replace("-", "\N{MINUS SIGN}")
    assert badges["heat"].line == f"Trust: clip 1, 1 of 8 tests: {expected}"
    assert "Not tested: random weights" in badges["heat"].accessibleName()
    workspace.trusting.test([1], "guided", ["randomisation"])
    qtbot.waitUntil(lambda: not workspace.trusting.doing, timeout=WAIT_MS)
    assert badges["guided"].line.startswith("Trust: clip 1, not tested: random weights ρ ")
    assert badges["guided"].line.endswith(" in clip 2")
    workspace.set_view(quantity="gradcam")
    assert badges["heat"].line == PLAIN_GRADCAM
    badges["guided"].click()
    assert window.inspector.currentWidget() is window.inspector.trust
    assert window.inspector.trust.tests.map_name == "guided"


# -- questions ------------------------------------------------------------


def test_the_answer_is_the_model_s(
    qtbot: Any, panel: TrustPanel, opened: Workspace, faces: Path, faces_checkpoint: Path
) -> None:
    page = panel.what_if
    panel.show_page("what if")
    page.refresh()
    assert page.note.text() == "Choose one region or several."
    for region in (Region.LIPS, Region.CHIN_JAW):
        page.regions[region].click()
    frames = opened.store.plan.clip_frames(0) if opened.store else np.zeros(0)
    opened.set_range(int(frames[2]) - 1, int(frames[5]))
    assert page.positions == (2, 6)
    page.hows.button("mean").click()
    page.ask_button.click()
    qtbot.waitUntil(lambda: not opened.trusting.doing, timeout=WAIT_MS)
    answer = opened.trusting.answers[0]
    loaded = load_checkpoint(faces_checkpoint, "cpu")
    with AnalysisStore.open(faces) as store, open_recording(FACES) as source:
        case = load_case(store, source, loaded, 0, "gradcampp", MeanMaps([store], "gradcampp"))
        assert case.landmarks is not None
        mask = region_mask(case.landmarks, (Region.LIPS, Region.CHIN_JAW), case.grid.size_px)
        expected = probe(case.model, case.clip, mask, (2, 6), "mean")
    assert answer.probed.points_after == pytest.approx(expected.points_after, abs=1e-6)
    assert answer.probed.points_before == pytest.approx(expected.points_before, abs=1e-3)
    assert answer.probed.share == expected.share
    card = page.findChild(AnswerCard)
    assert card is not None
    assert card.difference.text() == f"{signed_points(answer.probed.difference)} {IF_NEUTRAL}"
    assert CAUTION in words(page)
    assert answer_words(answer) in page.latest.text()
    assert page.latest.isVisible()
    page.ask_button.click()
    qtbot.waitUntil(lambda: not opened.trusting.doing, timeout=WAIT_MS)
    assert [one.probed for one in opened.trusting.answers] == [answer.probed]
    page.regions[Region.LIPS].click()
    assert not page.latest.isVisible()
    opened.set_range(opened.recording.num_frames - 2, opened.recording.num_frames - 1)  # type: ignore[union-attr]
    page.refresh()
    assert page.positions is None
    assert "lies outside" in page.time.text()


def test_aligned_pictures_have_no_regions(
    qtbot: Any, workspace: Workspace, aligned: Path, checkpoint_file: Path, stored: Path
) -> None:
    told: list[UserMessage] = []
    workspace.message_raised.connect(told.append)
    workspace.open_recording(aligned)
    workspace.open_checkpoint(checkpoint_file)
    qtbot.waitUntil(lambda: not workspace.trusting.missing and workspace.trusting.clip is not None, timeout=WAIT_MS)
    panel = TrustPanel(workspace)
    qtbot.addWidget(panel)
    page = panel.what_if
    page.regions[Region.NOSE].click()
    page.ask_button.click()
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT_MS)
    assert "no landmarks are known" in told[-1].text
    assert not workspace.trusting.answers


# -- words ------------------------------------------------------------


def test_costs_and_numbers_in_words() -> None:
    assert cost_words(Cost(46, 0), Pace(2.0, 2.0)) == "46 passes, about 92 s"
    assert cost_words(Cost(1, 18), Pace(1.0, 10.0)) == "1 pass and 18 maps, about 3 min"
    assert cost_words(Cost(0, 1), None) == "1 map, seconds not known yet"
    assert duration_words(0.2) == "about 1 s"
    assert duration_words(7200) == "about 2.0 h"
    assert number_words(Number(name="a", value=-0.5, unit="ρ", low=-1, high=0)) == "ρ −0.50 (−1.00 to 0.00)"
    assert number_words(Number(name="a", value=0.25, unit="share")) == "25 %"
    assert number_words(Number(name="a", value=None, unit="ρ", note="equal everywhere")) == "– (equal everywhere)"
    assert signed_points(-0.04) == "−0.04 points"


def test_exports_tell_what_was_tested(qtbot: Any, panel: TrustPanel, opened: Workspace, tmp_path: Path) -> None:
    choose(panel, "mean_map")
    run(qtbot, panel, opened)
    store = opened.store
    assert store is not None
    value = opened.trusting.of_clip(0, "gradcampp")[0].numbers[0].value
    for _ in export_tasks.run(ExportJob(ExportTask("tables", tmp_path / "tables", opened.view), store.path, FACES)):
        pass
    summary = json.loads((tmp_path / "tables" / "summary.json").read_text(encoding="utf-8"))
    told = summary["trust"]
    assert [(one["map"], one["clip_index"]) for one in told] == [("gradcampp", 0)]
    assert f"likeness to its own mean map ρ {value:.2f}" in told[0]["badge"]
    assert "Not tested: random weights" in told[0]["badge"]
    assert "mean_map,likeness" in (tmp_path / "tables" / "trust.csv").read_text(encoding="utf-8")
    for _ in export_tasks.run(ExportJob(ExportTask("figure", tmp_path / "figure.svg", opened.view), store.path, FACES)):
        pass
    svg = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    assert "Tests of the maps: Grad-CAM++, clip 1: likeness" in svg
    assert "backpropagation: not tested." in svg.replace("</text>", " ")
