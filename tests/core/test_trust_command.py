"""``stadrn trust`` from end to end with a very small network, and what it keeps on disk."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError
from scipy.stats import spearmanr

from stadrn_core.analyze import Analysis
from stadrn_core.checkpoint import LoadedCheckpoint, init_checkpoint, load_checkpoint
from stadrn_core.cli import main
from stadrn_core.errors import CheckpointError, StoreError
from stadrn_core.manifest import AnalysisSettings
from stadrn_core.model import ModelConfig
from stadrn_core.store import AnalysisStore
from stadrn_core.trust import Assessment, MeasureResult, Number, TrustResults, TrustSettings, read_results
from stadrn_core.trust.case import Case
from stadrn_core.trust.load import _truth, analysis_key
from stadrn_core.trust.results import TRUST_FILE, Curve, add_result
from stadrn_core.types import Progress
from stadrn_core.video import open_recording

TINY = ModelConfig(features=2, stem_width=8, layers=(1, 1, 1, 1), clip_length=16, frame_size=64)
PROJECT = Path(__file__).resolve().parents[2]
VIDEO = PROJECT / "resources" / "demo_face.mp4"
QUICK = TrustSettings(steps=2, draws=1)


def head_is_built() -> bool:
    cache = Path(os.environ.get("ANNY_CACHE_DIR", Path.home() / ".cache" / "anny"))
    return importlib.util.find_spec("anny") is not None and any(cache.rglob("build_model_data_*.safetensors"))


@dataclass(frozen=True)
class Analysed:
    checkpoint: LoadedCheckpoint
    store: AnalysisStore


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    """The demo clip in three clips of 16 sampled frames; the folder is that of ``stadrn explain``."""
    folder = tmp_path_factory.mktemp("trust")
    loaded = load_checkpoint(init_checkpoint(folder / "tiny.safetensors", TINY), "cpu")
    settings = AnalysisSettings(sample_interval=6, slicing="contiguous", guided="stored")
    analysis = Analysis(VIDEO, loaded, settings, folder / "analysis.zarr", num_processes=0)
    for _ in analysis.run():
        pass
    return Analysed(loaded, AnalysisStore.open(folder / "analysis.zarr"))


@pytest.fixture(autouse=True)
def _nothing_kept(analysed: Analysed) -> None:
    (analysed.store.path / TRUST_FILE).unlink(missing_ok=True)


def assessment(analysed: Analysed, source: object, *measures: str, map_name: str = "gradcampp") -> Assessment:
    return Assessment(analysed.store, source, analysed.checkpoint, map_name, [1], measures, QUICK)  # type: ignore[arg-type]


def bare(results: TrustResults) -> list[MeasureResult]:
    return sorted((one.model_copy(update={"seconds": 0.0}) for one in results.results), key=lambda one: one.measure)


def test_a_cancelled_assessment_goes_on_where_it_was(analysed: Analysed) -> None:
    with open_recording(VIDEO) as source:
        work = assessment(analysed, source, "deletion_slots", "stability")
        total = work.cost.steps
        assert total == 2 + 2 + 3, "the clip's points and map; two slots; mirrored, noisy, shifted"
        run = work.run()
        for event in run:
            if isinstance(event, Progress) and event.done == 4:
                break  # in the middle of the second measure
        run.close()
        kept = work.results()
        assert [one.measure for one in kept.results] == ["stability"]
        rest = assessment(analysed, source, "deletion_slots", "stability")
        assert [task.measure.name for task in rest.tasks] == ["deletion_slots"]
        events = [event for event in rest.run() if isinstance(event, Progress)]
        assert (events[-1].done, events[-1].total) == (2, 2)
        in_parts = bare(rest.results())
        (analysed.store.path / TRUST_FILE).unlink()
        for _ in assessment(analysed, source, "deletion_slots", "stability").run():
            pass
        assert bare(work.results()) == in_parts
        assert assessment(analysed, source, "deletion_slots", "stability").tasks == []


def test_numbers_are_those_of_the_stored_analysis(analysed: Analysed) -> None:
    store = analysed.store
    with open_recording(VIDEO) as source:
        work = assessment(analysed, source, "mean_map", "truth", "deletion_slots")
        case = work._case(1)
        assert case.points == pytest.approx(63 * (store.records[1].raw_output or 0), abs=1e-3)
        np.testing.assert_allclose(case.relevance, store.clip_maps(1).gradcampp, rtol=1e-4, atol=1e-7)
        assert case.landmarks is not None
        assert case.landmarks.shape == (16, 68, 2)
        assert case.shift_frames == -8, "35 sampled frames: clip 1 is 16 to 31, so a later one does not fit"
        assert case.load_shifted is not None
        np.testing.assert_array_equal(case.load_shifted()[:, 8:], case.clip[:, :8])
        for _ in work.run():
            pass
        found = {one.measure: one for one in work.results().results}
        others = np.mean([store.clip_maps(i).gradcampp for i in (0, 2)], axis=0)
        expected = spearmanr(store.clip_maps(1).gradcampp.reshape(-1), others.reshape(-1)).statistic
        assert found["mean_map"].number("likeness").value == pytest.approx(expected)
        assert "no truth is known" in (found["truth"].unavailable or "")
        guided = assessment(analysed, source, "mean_map", map_name="guided")
        assert [task.measure.name for task in guided.tasks] == ["randomisation", "mean_map"]
        for _ in guided.run():
            pass
        like = guided.chosen_results()[-1].number("likeness").value
        maps = {i: np.stack([np.linalg.norm(store.guided_frame(i, p), axis=0) for p in range(16)]) for i in range(3)}  # type: ignore[arg-type]
        mean = ((maps[0] + maps[2]) / 2).reshape(-1)
        assert like == pytest.approx(spearmanr(guided._case(1).relevance.reshape(-1), mean).statistic, abs=1e-3)


def test_another_checkpoint_or_clip_is_refused(analysed: Analysed, tmp_path: Path) -> None:
    other = load_checkpoint(init_checkpoint(tmp_path / "other.safetensors", TINY, seed=9), "cpu")
    with open_recording(VIDEO) as source:
        with pytest.raises(CheckpointError, match="not the checkpoint of this analysis"):
            Assessment(analysed.store, source, other, "gradcampp")
        with pytest.raises(StoreError, match="clip 7 cannot be tested"):
            Assessment(analysed.store, source, analysed.checkpoint, "gradcampp", [7])


def test_the_command(analysed: Analysed, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = analysed.store.path.parent
    command = ["trust", str(folder), "--checkpoint", str(analysed.checkpoint.path), "--clip", "1", "--device", "cpu"]
    command += ["--measure", "deletion_cells", "--measure", "mean_map", "--steps", "3", "--draws", "2"]
    real, calls = Assessment.run, []

    def stopped(self: Assessment) -> object:
        for event in real(self):
            yield event
            calls.append(event)
            if isinstance(event, Progress) and event.done == 4:
                raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Assessment, "run", stopped)
        assert main(command) == 130
    told = capsys.readouterr().err
    assert "Cost: 10 forward passes and 1 maps (2 measures)" in told
    assert "the same command goes on from there" in told
    assert main(command) == 0
    told = capsys.readouterr().err
    assert "(1 measures)" in told
    assert "Badge: Grad-CAM++, clip 1: likeness to its own mean map ρ" in told
    assert "untrained" in told
    assert main(command) == 0
    assert "Nothing is left to compute" in capsys.readouterr().err
    stored = json.loads((analysed.store.path / TRUST_FILE).read_text())
    with (folder / "trust.csv").open(newline="") as file:
        rows = {(row["measure"], row["number"]): row for row in csv.DictReader(file)}
    for one in stored["results"]:
        for number in one["numbers"]:
            row = rows[one["measure"], number["name"]]
            assert float(row["value"]) == pytest.approx(number["value"], rel=1e-5)
            assert (row["unit"], row["steps"], row["draws"]) == (number["unit"], "3", "2")
    curves = next(one["curves"] for one in stored["results"] if one["measure"] == "deletion_cells")
    assert [len(curve["points"]) for curve in curves] == [4] * 4
    assert main([*command, "--measure", "beauty"]) == 2
    assert main([*command[:-8], "--video", str(folder / "gone.mp4")]) == 1
    assert "--video" in capsys.readouterr().err


def copied_truth(folder: Path, **facts: str) -> Path:
    """The demo recording's truth beside a video that is not needed, with some facts changed."""
    for end in (".json", ".npz"):
        shutil.copy(PROJECT / "resources" / f"demo_recording.truth{end}", folder / f"take.truth{end}")
    file = folder / "take.truth.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **facts}))
    return folder / "take.mp4"


def test_recordings_without_a_raising_action_have_no_truth_to_point_at(analysed: Analysed, tmp_path: Path) -> None:
    positions = analysed.store.plan.positions[1]
    made, reason = _truth(analysed.store, copied_truth(tmp_path, kind="smile"), positions)
    assert made is None
    assert "kind 'smile' has no action that raises the score" in reason
    assert _truth(analysed.store, tmp_path / "other.mp4", positions) == (None, Case.no_truth)


@pytest.mark.skipif(not head_is_built(), reason="needs the extra 'synthetic' and its cache")
@pytest.mark.filterwarnings("default")
def test_truth_is_how_far_the_raising_actions_move_the_face(analysed: Analysed, tmp_path: Path) -> None:
    from stadrn_core.synthetic.motion import ActionMotion
    from stadrn_core.synthetic.truth import load_truth

    store, video = analysed.store, copied_truth(tmp_path)
    made, _ = _truth(store, video, store.plan.positions[1])
    assert made is not None
    moments = made()
    assert [one.position for one in moments] == [0, 8]
    frame = 6 * (16 + 8)
    to_face = store.placement(frame).frame_to_face
    assert to_face is not None
    actions = ("browDown", "browInnerUp", "mouthFrown", "eyeBlink")
    expected = ActionMotion(load_truth(video)).in_face(frame, actions, to_face, 64)
    assert expected.max() > 0
    np.testing.assert_array_equal(moments[1].motion_px, expected)


def result(clip_index: int = 0, value: float = 1.0) -> MeasureResult:
    return MeasureResult(
        measure="mean_map",
        clip_index=clip_index,
        map_name="gradcampp",
        settings=QUICK,
        numbers=(Number(name="likeness", value=value, unit="ρ"),),
        curves=(Curve(name="most", shares=(0, 1), points=(2, 1)),),
    )


def test_results_are_kept_whole_and_checked_when_read(tmp_path: Path) -> None:
    assert read_results(tmp_path, "abc") == TrustResults(analysis="abc")
    for one in (result(), result(1), result(value=0.5)):
        add_result(tmp_path, "abc", one)
    found = read_results(tmp_path, "abc")
    assert found.results == (result(1), result(value=0.5))
    assert found.of(0, "gradcampp", QUICK) == (result(value=0.5),)
    assert found.has(result())
    assert not found.has(result().model_copy(update={"basis": "other clips"}))
    with pytest.raises(StoreError, match="another analysis"):
        read_results(tmp_path, "def")
    file = tmp_path / TRUST_FILE
    text = file.read_text()
    file.write_text(text.replace('"likeness"', "7", 1))
    with pytest.raises(StoreError, match=r"damaged .*numbers.*Delete it"):
        read_results(tmp_path, "abc")
    file.write_text(text[:50])
    with pytest.raises(StoreError, match="damaged"):
        read_results(tmp_path, "abc")
    with pytest.raises(ValidationError):
        Number(name="x", value=float("nan"), unit="ρ")


def test_results_belong_to_the_settings_of_the_analysis(analysed: Analysed) -> None:
    facts = analysed.store.manifest
    assert analysis_key(analysed.store) == facts.settings.key(facts.recording.sha256, facts.checkpoint.identity)
