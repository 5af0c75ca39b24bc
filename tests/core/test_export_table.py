"""summary.json and frames.csv, read back and compared with what was stored."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stadrn_core.errors import ExportError
from stadrn_core.export.table import summary, write_frames, write_summary
from stadrn_core.face_quality import MEASURES, FaceQuality
from stadrn_core.geometry import spread_over_face
from stadrn_core.store import AnalysisStore
from tests.analyses import STRIDE_PX, explanation, make_analysis

FRAME_COLUMNS = (
    *("frame_index", "seconds", "face", "clips", "score", "heat_mean", "heat_max", "note"),
    *("yaw_degrees", "pitch_degrees", "enlargement", "luminance", "sharpness"),
    *("underexposed_share", "overexposed_share", "quality"),
)
NUM_FRAMES = 60
TIMES = np.cumsum(np.concatenate([[0.0], np.random.default_rng(0).uniform(0.02, 0.06, NUM_FRAMES - 1)]))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert tuple(reader.fieldnames or ()) == FRAME_COLUMNS
        return list(reader)


def test_a_row_for_each_source_frame(tmp_path: Path) -> None:
    # Sampled every 2nd frame: clips at frames 0–31 and 28–59; the second's score is clamped.
    with make_analysis(
        tmp_path / "a.zarr", NUM_FRAMES, 2, {0: 0.3, 1: -0.1}, without_face=(20,), pts_seconds=TIMES
    ) as store:
        list(write_frames(store, tmp_path / "frames.csv"))
    rows = rows_of(tmp_path / "frames.csv")
    assert [int(row["frame_index"]) for row in rows] == list(range(NUM_FRAMES))
    assert [float(row["seconds"]) for row in rows] == pytest.approx(TIMES, abs=1e-6)
    faces = [row["face"] for row in rows]
    assert faces[18:24] == ["found", "held", "held", "held", "found", "interpolated"]
    assert [row["clips"] for row in rows[26:34]] == ["0", "0", "0 1", "0 1", "0 1", "0 1", "1", "1"]
    assert [float(rows[i]["score"]) for i in (0, 30, 50)] == pytest.approx([18.9, 9.45, 0])
    # Frame 5 lies at sampled position 2.5, so at slot 0.625.
    maps = explanation(0, 0.3).gradcampp
    face = 18.9 * spread_over_face(maps[0] + np.float32(0.625) * (maps[1] - maps[0]), 64, STRIDE_PX)
    assert float(rows[5]["heat_mean"]) == pytest.approx(face.mean(), rel=1e-5)
    assert float(rows[5]["heat_max"]) == pytest.approx(face.max(), rel=1e-5)
    assert (rows[50]["heat_mean"], rows[50]["heat_max"]) == ("", "")
    assert rows[50]["note"] == "score clamped at 0: no map"
    assert rows[5]["note"] == ""


def test_frames_of_unfinished_and_skipped_clips_have_no_numbers(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 30, raw_outputs={0: None}) as store:
        list(write_frames(store, tmp_path / "frames.csv"))
    rows = rows_of(tmp_path / "frames.csv")
    assert rows[3]["note"] == "clip 1 skipped: a face in 5 of 16 frames"
    assert rows[20]["note"] == "not explained yet"
    assert {rows[i][name] for i in (3, 20) for name in ("score", "heat_mean", "heat_max")} == {""}


def test_quality_of_faces_stands_beside_sampled_frames(tmp_path: Path) -> None:
    good, turned_and_dark = (1.0, -2.0, 1.5, 120.0, 0.5, 0.0, 0.01), (30.0, 0.0, 1.5, 20.0, 0.5, 0.3, 0.0)
    values = np.tile(np.array(good, np.float32), (30, 1))
    values[[2, 3]] = turned_and_dark
    values[10] = np.nan
    make_analysis(tmp_path / "a.zarr", NUM_FRAMES, 2, {0: 0.3, 1: 1.1}, without_face=(20,)).close()
    with AnalysisStore.open(tmp_path / "a.zarr", writable=True) as store:
        store.write_faces(0, store.face_track(0, 30), FaceQuality(values))
        list(write_frames(store, tmp_path / "frames.csv"))
        write_summary(store, tmp_path / "summary.json")
    rows = rows_of(tmp_path / "frames.csv")
    assert [float(rows[4][name]) for name in MEASURES] == pytest.approx(turned_and_dark)
    assert [rows[i]["quality"] for i in (0, 4, 5, 6, 8, 20)] == [
        "",
        "pose light clipping",
        "",
        "pose light clipping",
        "",
        "",
    ]
    assert (rows[5]["yaw_degrees"], rows[20]["sharpness"]) == ("", "")
    found = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    quality = found["face_quality"]
    assert (quality["num_sampled_frames_judged"], quality["num_pose"], quality["num_blur"]) == (29, 2, 0)
    assert (quality["num_clipping"], quality["num_clipping_unknown"]) == (2, 0)
    assert quality["limits"]["clipping"] == "more than 10% of the face with luminance up to 15 or from 240"
    assert quality["clips"] == [
        {"clip_index": 0, "num_positions_with_problem": 2},
        {"clip_index": 1, "num_positions_with_problem": 0},
    ]
    told = "face turned away in 2, face too dark or too bright in 2, parts of the face burnt out or black in 2 of 29"
    assert any(told in words for words in found["warnings"])


def test_clipping_that_an_earlier_version_did_not_measure_is_told_as_unknown(tmp_path: Path) -> None:
    make_analysis(tmp_path / "a.zarr", NUM_FRAMES, 2, {0: 0.3, 1: 1.1}).close()
    with AnalysisStore.open(tmp_path / "a.zarr", writable=True) as store:
        earlier = np.tile(np.array((1.0, -2.0, 1.5, 120.0, 0.5), np.float32), (30, 1))
        store.write_faces(0, store.face_track(0, 30), FaceQuality.of_columns(earlier))
        list(write_frames(store, tmp_path / "frames.csv"))
        write_summary(store, tmp_path / "summary.json")
    rows = rows_of(tmp_path / "frames.csv")
    assert {(row["underexposed_share"], row["overexposed_share"], row["quality"]) for row in rows} == {("", "", "")}
    assert float(rows[4]["luminance"]) == 120
    found = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert (found["face_quality"]["num_clipping"], found["face_quality"]["num_clipping_unknown"]) == (0, 30)
    assert any("is not known for 30 of 30 sampled frames" in words for words in found["warnings"])


def test_summary_of_a_finished_analysis(tmp_path: Path) -> None:
    with make_analysis(
        tmp_path / "a.zarr", NUM_FRAMES, 2, {0: 0.3, 1: 1.1}, without_face=(20,), pts_seconds=TIMES
    ) as store:
        write_summary(store, tmp_path / "summary.json")
        facts = store.manifest
    found = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert found["score"] == pytest.approx((0.3 + 1.1) / 2 * 63)
    assert found["severity"] == "severe"
    assert found["known_error"] == "error unknown"
    assert found["note"] == "Research use, not a diagnosis"
    assert found["is_complete"] is True
    assert [clip["raw_output"] for clip in found["clips"]] == [0.3, 1.1]
    assert [clip["score"] for clip in found["clips"]] == pytest.approx([18.9, 69.3])
    assert [clip["severity"] for clip in found["clips"]] == ["mild", "severe"]
    assert [(clip["first_frame"], clip["last_frame"]) for clip in found["clips"]] == [(0, 31), (28, 59)]
    assert found["clips"][1]["last_seconds"] == pytest.approx(TIMES[59])
    assert found["clips"][0]["signed_total"] == pytest.approx(explanation(0).signed_points.sum(), rel=1e-5)  # type: ignore[union-attr]
    assert found["faces"] == {
        "num_frames": 60,
        "num_frames_with_face": 57,
        "num_frames_without_face": 3,
        "num_frames_damaged": 0,
        "num_frames_not_looked_at": 0,
        "num_sampled_frames": 30,
        "num_sampled_frames_with_face": 29,
        "num_sampled_frames_damaged": 0,
    }
    assert found["recording"]["sha256"] == facts.recording.sha256
    assert found["checkpoint"]["sha256"] == facts.checkpoint.sha256
    assert found["settings"]["sample_interval"] == 2
    assert found["settings"]["clip_length"] == 16
    assert found["versions"] == facts.versions
    assert any("above 63" in warning for warning in found["warnings"])


def test_summary_counts_clips_by_device(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 60, 2, {0: 0.3, 1: 0.2}) as store:
        assert summary(store)["clips_by_device"] == {}  # not kept
        for record in list(store.records.values()):
            store.records[record.clip_index] = replace(record, device="cuda" if record.clip_index else "cpu")
        assert summary(store)["clips_by_device"] == {"cpu": 1, "cuda": len(store.records) - 1}


def test_warnings_of_a_doubtful_result(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 60, raw_outputs={0: -0.2, 1: None}) as store:
        write_summary(store, tmp_path / "summary.json")
    found = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    warnings = " ".join(found["warnings"])
    assert (found["is_complete"], found["num_clips_explained"], found["num_clips_skipped"]) == (False, 1, 1)
    assert "unfinished: 2 of 4 clips" in warnings
    assert "clamped at 0" in warnings
    assert "skipped for want of faces" in warnings
    assert "2×2 cells" in warnings
    assert found["clips"][0]["clamped"] is True
    assert found["clips"][1]["skipped_reason"] == "a face in 5 of 16 frames"


def test_an_analysis_without_a_finished_clip_has_no_score(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 30, raw_outputs={}) as store:
        write_summary(store, tmp_path / "summary.json")
    found = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert (found["score"], found["severity"], found["clips"]) == (None, None, [])


def test_tables_refuse_what_they_may_not_replace(tmp_path: Path) -> None:
    (tmp_path / "summary.json").write_text("mine")
    with make_analysis(tmp_path / "a.zarr", 16) as store:
        with pytest.raises(ExportError, match="exists already"):
            write_summary(store, tmp_path / "summary.json", overwrite=False)
        with pytest.raises(ExportError, match="its folder does not exist"):
            list(write_frames(store, tmp_path / "missing" / "frames.csv"))
    assert (tmp_path / "summary.json").read_text() == "mine"


def test_the_table_of_frames_tells_how_far_it_is_and_stopped_leaves_nothing(tmp_path: Path) -> None:
    num_frames = 230
    with make_analysis(tmp_path / "a.zarr", num_frames) as store:
        steps = list(write_frames(store, tmp_path / "frames.csv"))
        assert [step.done for step in steps] == [100, 200, num_frames]
        assert {step.total for step in steps} == {num_frames}
        stopped = write_frames(store, tmp_path / "stopped" / "frames.csv")
        (tmp_path / "stopped").mkdir()
        assert next(stopped).done == 100
        stopped.close()
    assert len(rows_of(tmp_path / "frames.csv")) == num_frames
    assert not list((tmp_path / "stopped").iterdir())
