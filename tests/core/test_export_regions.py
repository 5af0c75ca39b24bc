"""``stadrn regions`` from end to end on stored analyses: tables read back, figures, refusals."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pytest
from PIL import Image
from pyarrow import parquet

from stadrn_core.alignment import apply, face_transform, warp_face
from stadrn_core.cli import main
from stadrn_core.export import region_figure
from stadrn_core.export.neutral_face import neutral_landmarks
from stadrn_core.export.region_figure import RecordingCaption, write_atlas_picture
from stadrn_core.mean_face import mean_face
from stadrn_core.regions import runs as region_runs
from stadrn_core.regions.atlas import PAIRS, Region, region_polygons
from stadrn_core.regions.numbers import RegionReader
from stadrn_core.regions.runs import find_runs, keep_clips, kept_clips, run_identity
from stadrn_core.store import MANIFEST, AnalysisStore
from stadrn_core.types import AlignmentConfig
from tests.region_analyses import make_moving_analysis
from tests.synthetic_faces import stored_faces

NUM_RUNS, NUM_FRAMES = 6, 20


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Folders of six analyses of different recordings; the last frame of the first has no face."""
    folder = tmp_path_factory.mktemp("cohort")
    made = []
    for i in range(NUM_RUNS):
        store = folder / f"person {i}" / "analysis.zarr"
        raw = {0: 0.1 + 0.1 * i, 1: -0.1 if i == 0 else 0.2}
        make_moving_analysis(store, NUM_FRAMES, raw_outputs=raw, without_face=(19,) if i == 0 else ()).close()
        text = (store / MANIFEST).read_text(encoding="utf-8")
        text = text.replace("ab" * 32, f"{i:064d}").replace("visit 1.mp4", f"person {i}.mp4")
        (store / MANIFEST).write_text(text, encoding="utf-8")
        made.append(store.parent)
    arms = "".join(f"person {i}.mp4,{'ab'[i // 3]}\n" for i in range(NUM_RUNS))
    (folder / "labels.csv").write_text("path,arm\n" + arms, encoding="utf-8")
    return made


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables_and_figures_of_a_cohort(
    cohort: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    options = ["--out", str(out), "--labels", str(cohort[0].parent / "labels.csv"), "--group-by", "arm"]
    command = ["regions", *map(str, cohort), *options, "--measure", "share"]
    assert main(command) == 0
    told = capsys.readouterr().err
    assert "Groups by arm: a 3, b 3 recordings; 0 of 16 comparisons of share of the heat below 0.05" in told
    assert "Alarm: person 1: " in told
    assert "Research use, not a diagnosis" in told

    with AnalysisStore.open(cohort[1] / "analysis.zarr") as store:
        reader = RegionReader(store)
        clips, frames = list(reader.clips()), reader.frames(0, NUM_FRAMES)
    rows = [row for row in read(out / "regions.csv") if row["run"] == "person 1"]
    assert [row["region"] for row in rows] == [region.key for region in Region]
    heat = sum(clip.sums.heat for clip in clips)
    assert [float(row["share"]) for row in rows] == pytest.approx(heat / np.sum(heat), rel=1e-4)
    points = np.mean([clip.sums.points for clip in clips], axis=0)
    assert [float(row["points"]) for row in rows] == pytest.approx(points, rel=1e-4)
    assert (rows[0]["alarm"], rows[1]["alarm"], rows[0]["share_low"]) == ("background", "", "")
    assert (rows[0]["quantity"], rows[0]["target_layer"], rows[0]["checkpoint"]) == (
        "weighted",
        "layer_4",
        "fusion.safetensors",
    )

    of_clip = [row for row in read(out / "clips.csv") if (row["run"], row["clip"]) == ("person 1", "1")]
    assert [float(row["relative_share"]) for row in of_clip] == pytest.approx(clips[1].sums.relative_share, rel=1e-4)
    of_frame = [row for row in read(out / "runs" / "person 1" / "frames.csv") if row["frame_index"] == "7"]
    assert [float(row["mean"]) for row in of_frame] == pytest.approx(frames.sums.mean[:, 7], rel=1e-4)
    without = [row for row in read(out / "runs" / "person 0" / "frames.csv") if row["frame_index"] == "19"]
    assert [(row["face"], row["region"], row["share"]) for row in without] == [("held", "", "")]
    assert {row["pair"] for row in read(out / "asymmetry.csv")} == set(PAIRS)
    groups = read(out / "groups.csv")
    assert [(row["row"], row["n"], row["unit"]) for row in groups[:1]] == [("background", "3 / 3", "recordings")]

    about = json.loads((out / "about.json").read_text(encoding="utf-8"))
    assert about["note"] == "Research use, not a diagnosis"
    facts = about["runs"]["person 0"]
    assert (facts["cell_px"], facts["intervals"]) == (32, "no intervals: 2 clips, at least 6 are needed")
    warnings = " ".join(facts["warnings"])
    for words in (
        "Background: ",
        "smaller than one cell",
        "nearest face was held",
        "score is clamped at 0",
        "2×2 cells",
    ):
        assert words in warnings, words
    for figure in (out / "groups.png", out / "runs" / "person 1" / "regions.png"):
        with Image.open(figure) as image:
            assert len(np.unique(np.asarray(image.convert("L")))) > 20

    monkeypatch.setattr(region_runs, "compute_clips", None)  # a second call computes nothing
    before = (out / "regions.csv").read_bytes()
    assert main(command) == 0
    assert (out / "regions.csv").read_bytes() == before


def texts_in(folder: Path) -> str:
    """Everything in the files of a folder and their names, as far as it is text."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return "\n".join(f"{path.relative_to(folder)}\n{path.read_bytes().decode('latin-1')}" for path in files)


def test_de_identified_results_name_nobody_and_draw_nobody(
    cohort: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn: dict[str, list[tuple[str, np.ndarray]]] = {}
    for mode in ("none", "landmarks", "drawn_face"):
        drawn[mode] = []

        def write(
            path: Path, found: object, landmarks: np.ndarray, caption: RecordingCaption, into: Any = drawn[mode]
        ) -> None:
            words = f"{caption.title} {caption.quantity} {caption.footnote} {caption.warnings}"
            into.append((words, landmarks))

        monkeypatch.setattr(region_figure, "write_recording_figure", write)
        options = ["--labels", str(cohort[0].parent / "labels.csv"), "--group-by", "arm", "--deidentify", mode]
        assert main(["regions", *map(str, cohort), "--out", str(tmp_path / mode), *options]) == 0
    assert f"run 2 is {cohort[1] / 'analysis.zarr'}" in capsys.readouterr().err

    assert "person 1" in texts_in(tmp_path / "none")
    assert "fusion.safetensors" in texts_in(tmp_path / "none")
    for mode in ("landmarks", "drawn_face"):
        hidden = texts_in(tmp_path / mode) + " ".join(words for words, _ in drawn[mode])
        for name in ("person", "fusion", "mp4", str(tmp_path), str(cohort[0].parent)):
            assert name not in hidden, name
        facts = json.loads((tmp_path / mode / "about.json").read_text(encoding="utf-8"))
        assert facts["deidentify"] == mode
        assert facts["runs"]["run 3"]["recording_sha256"] == f"{2:064d}"
        pairs = zip(read(tmp_path / "none" / "regions.csv"), read(tmp_path / mode / "regions.csv"), strict=True)
        for named, one in pairs:
            changed = {column for column, value in named.items() if value != one[column]}
            assert changed == {"run", "recording", "checkpoint"}
    with AnalysisStore.open(cohort[0] / "analysis.zarr") as store:
        mean, alignment = mean_face(store), store.manifest.settings.alignment
    np.testing.assert_array_equal(drawn["none"][0][1], mean)
    np.testing.assert_array_equal(drawn["landmarks"][0][1], mean)
    for _, landmarks in drawn["drawn_face"]:
        np.testing.assert_array_equal(landmarks, neutral_landmarks(alignment))


def test_results_with_names_and_without_are_not_mixed(
    cohort: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["regions", str(cohort[0]), "--out", str(tmp_path / "out"), "--no-frames"]
    assert main(command) == 0
    assert main([*command, "--deidentify", "blur"]) == 1
    assert "has results under other names" in capsys.readouterr().err


def test_the_neutral_face_lies_where_every_face_is_aligned() -> None:
    alignment = AlignmentConfig()
    face = neutral_landmarks(alignment)
    np.testing.assert_allclose(face_transform(face, alignment), [[1, 0, 0], [0, 1, 0]], atol=1e-9)
    middle = (alignment.size_px - 1) / 2
    mirrored = {tuple(np.round([2 * middle - x, y], 6)) for x, y in face}
    assert mirrored == {tuple(np.round(point, 6)) for point in face}, "both sides are alike"
    assert len(mirrored) == 68
    true = apply(face_transform(stored_faces()[3][1]), stored_faces()[3][1])
    assert np.linalg.norm(face - true, axis=1).max() < 0.2 * alignment.size_px, "in the order of dlib"
    areas = [{region: _area(corners) for region, corners in region_polygons(one).items()} for one in (face, true)]
    for region in areas[0]:
        assert 1 / 3 < areas[0][region] / areas[1][region] < 3, region


def _area(corners: np.ndarray) -> float:
    x, y = corners.T
    return abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))) / 2


def test_parquet_holds_the_same_numbers(cohort: list[Path], tmp_path: Path) -> None:
    for table_format in ("csv", "parquet"):
        arguments = ["regions", str(cohort[0]), "--out", str(tmp_path / table_format), "--format", table_format]
        assert main([*arguments, "--quantity", "gradcam"]) == 0
    for name in ("regions", "clips", "asymmetry", "runs/person 0/frames"):
        table = parquet.read_table(tmp_path / "parquet" / f"{name}.parquet")
        rows = read(tmp_path / "csv" / f"{name}.csv")
        assert table.column_names == list(rows[0])
        assert not [field.name for field in table.schema if pyarrow.types.is_null(field.type)], "gaps are numbers"
        assert table.num_rows == len(rows)
        for column in rows[0]:
            for value, cell in zip(table[column].to_pylist(), (row[column] for row in rows), strict=True):
                same = cell == "" if value is None else cell == value if isinstance(value, str) else None
                assert same if same is not None else float(cell) == pytest.approx(value, rel=1e-5, abs=1e-12)


def test_without_pyarrow_parquet_names_the_remedy(
    cohort: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["regions", str(cohort[0]), "--out", str(tmp_path / "out"), "--format", "parquet"]) == 1
    assert "pip install 'stadrn-workbench[parquet]'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_asymmetry_can_be_compared(cohort: list[Path], tmp_path: Path) -> None:
    labels = ["--labels", str(cohort[0].parent / "labels.csv"), "--group-by", "arm", "--measure", "asymmetry"]
    arguments = ["regions", *map(str, cohort), "--out", str(tmp_path), *labels, "--no-frames"]
    assert main(arguments) == 0
    assert [row["row"] for row in read(tmp_path / "groups.csv")] == list(PAIRS)
    assert not list(tmp_path.rglob("frames.csv"))


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--group-by", "severity"], 1, "fewer than 3 recordings in minimal, mild, moderate"),
        (["--group-by", "arm"], 1, "needs a column of a labels CSV"),
        (["--labels", "labels.csv"], 2, "--labels is for --group-by"),
        (["--measure", "median"], 2, "median"),
        (["--quantity", "signed"], 2, "signed"),
    ],
)
def test_mistakes_are_explained_before_anything_is_computed(
    cohort: list[Path], options: list[str], code: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["regions", *map(str, cohort), "--out", str(tmp_path / "out"), *options]) == code
    assert words in capsys.readouterr().err.replace("\n", " ")
    assert not (tmp_path / "out").exists()


def test_runs_that_are_none(cohort: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = ["--out", str(tmp_path / "out")]
    assert main(["regions", str(tmp_path), *out]) == 1
    assert "is not a stored analysis" in capsys.readouterr().err
    assert main(["regions", str(cohort[0]), str(cohort[0] / "analysis.zarr"), *out]) == 1
    assert "is given twice" in capsys.readouterr().err
    make_moving_analysis(tmp_path / "b" / "person 0" / "analysis.zarr", 16, raw_outputs={0: None}).close()
    assert main(["regions", str(tmp_path / "b" / "person 0"), *out]) == 1
    assert "no clip is explained" in capsys.readouterr().err
    names = [run.name for run in find_runs([cohort[0], tmp_path / "b" / "person 0"])]
    assert names == ["person 0", "person 0_2"]


def test_kept_numbers_are_exact_and_only_for_the_same(cohort: list[Path], tmp_path: Path) -> None:
    with AnalysisStore.open(cohort[0] / "analysis.zarr") as store:
        clips = list(RegionReader(store).clips())
        identity = run_identity(store, "weighted")
        assert identity != run_identity(store, "gradcam")
    keep_clips(tmp_path / "clips.json", identity, clips)
    kept = kept_clips(tmp_path / "clips.json", identity)
    assert kept is not None
    for one, other in zip(kept, clips, strict=True):
        for name in ("area_px", "heat", "maximum", "points"):
            np.testing.assert_array_equal(getattr(one.sums, name), getattr(other.sums, name))
        assert (one.clip_index, one.score, one.num_held) == (other.clip_index, other.score, other.num_held)
    assert kept_clips(tmp_path / "clips.json", {**identity, "quantity": "gradcam"}) is None
    (tmp_path / "clips.json").write_text("{", encoding="utf-8")
    assert kept_clips(tmp_path / "clips.json", identity) is None


def test_the_atlas_names_every_region(tmp_path: Path) -> None:
    picture, true = stored_faces()[3]
    to_face = face_transform(true)
    for name in ("atlas.svg", "again.svg"):
        write_atlas_picture(tmp_path / name, warp_face(picture, to_face, 224), apply(to_face, true))
    svg = (tmp_path / "atlas.svg").read_text(encoding="utf-8")
    for region in Region:
        assert region.label in svg
    assert "subject's" in svg
    assert (tmp_path / "again.svg").read_text(encoding="utf-8") == svg
