"""Exports of a finished analysis, opened again with independent readers."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pyarrow import parquet

from stadrn_core.cli import main
from stadrn_core.errors import ExportError
from stadrn_core.export.frames import write_frame_sequence
from stadrn_core.export.maps import FIELDS, copy_store, write_npz
from stadrn_core.export.task import ExportTask, export
from stadrn_core.render import ViewSettings, render_frame
from stadrn_core.store import AnalysisStore
from stadrn_core.types import FaceState
from stadrn_core.video import hash_recording, open_recording
from tests.analyses import explanation, make_analysis
from tests.recordings import write_video

NUM_FRAMES = 40
WITHOUT = (8, 9)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("video") / "visit 1.mp4", NUM_FRAMES, size=(120, 90))


@pytest.fixture
def store(tmp_path: Path, recording: Path) -> AnalysisStore:
    path = tmp_path / "result" / "analysis.zarr"
    return make_analysis(path, NUM_FRAMES, without_face=WITHOUT, recording_sha256=hash_recording(recording))


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("kind", ["overlay", "face", "heat", "guided"])
def test_frames_are_what_is_drawn_on_the_screen(
    tmp_path: Path, store: AnalysisStore, recording: Path, kind: Any
) -> None:
    view = ViewSettings(quantity="signed")
    folder = tmp_path / "frames"
    with open_recording(recording) as source:
        list(write_frame_sequence(store, source, folder, view, picture=kind, frame_range=(5, 12)))
        shown = {i: render_frame(store, source.read(i), view) for i in range(5, 12)}
    rows = table(folder / "frames.csv")
    assert [int(row["frame_index"]) for row in rows] == list(range(5, 12))
    assert [float(row["seconds"]) for row in rows] == pytest.approx(store.pts_seconds[5:12], abs=1e-6)
    for row in rows:
        display = shown[int(row["frame_index"])]
        picture = {"overlay": display.original}.get(kind, getattr(display, kind, None))
        if picture is None:
            assert kind == "face"
            assert int(row["frame_index"]) in WITHOUT
            assert (row["file"], row["face"]) == ("", "held")
            assert "no face in this frame" in row["note"]
            continue
        assert row["file"] == f"frame_{int(row['frame_index']):06d}.png"
        np.testing.assert_array_equal(pixels(folder / row["file"]), picture)
        limits = display.guided_limits if kind == "guided" else display.limits
        assert limits is not None
        assert (float(row["low"]), float(row["high"])) == pytest.approx((limits.low, limits.high), rel=1e-5)
        assert (row["unit"], row["scale"]) == (limits.unit, "recording")
    files = {path.name for path in folder.iterdir()}
    assert files == {row["file"] for row in rows if row["file"]} | {"frames.csv", "about.json"}


def test_de_identified_frames_say_so_and_show_no_face(tmp_path: Path, store: AnalysisStore, recording: Path) -> None:
    with open_recording(recording) as source:
        for mode in ("none", "drawn_face"):
            write = write_frame_sequence(
                store, source, tmp_path / mode, ViewSettings(), frame_range=(3, 5), deidentify=mode
            )
            list(write)
        with pytest.raises(ExportError, match="Guided maps draw the features"):
            list(
                write_frame_sequence(store, source, tmp_path / "x", ViewSettings(), picture="guided", deidentify="blur")
            )
        original = source.read(3).rgb
    name = "frame_000003.png"
    # Outside the face's square the recording is untouched where faces are as they are, and gone where not.
    np.testing.assert_array_equal(pixels(tmp_path / "none" / name)[:8], original[:8])
    assert np.abs(pixels(tmp_path / "drawn_face" / name)[:8].astype(int) - original[:8]).mean() > 20
    record = json.loads((tmp_path / "drawn_face" / "about.json").read_text())
    assert (record["deidentify"], record["frames"], record["picture"]) == ("drawn_face", [3, 4], "overlay")
    assert record["recording_sha256"] == hash_recording(recording)
    assert "visit" not in (tmp_path / "drawn_face" / "about.json").read_text()
    assert not (tmp_path / "x").exists()


def test_stopped_frames_leave_nothing_and_nothing_is_written_over(
    tmp_path: Path, store: AnalysisStore, recording: Path
) -> None:
    folder = tmp_path / "frames"
    before = sorted(tmp_path.iterdir())
    with open_recording(recording) as source:
        writing = write_frame_sequence(store, source, folder, ViewSettings())
        for event in writing:
            if event.done == 3:
                break
        assert len(list(tmp_path.glob(".frames*/*.png"))) == 3
        writing.close()  # type: ignore[attr-defined]
        assert sorted(tmp_path.iterdir()) == before
        folder.mkdir()
        (folder / "mine.txt").touch()
        with pytest.raises(ExportError, match="exists already"):
            list(write_frame_sequence(store, source, folder, ViewSettings()))
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


def test_an_npz_file_has_what_the_store_has(tmp_path: Path, store: AnalysisStore) -> None:
    list(write_npz(store, tmp_path / "maps.npz", with_guided=True))
    found = np.load(tmp_path / "maps.npz", allow_pickle=False)
    for i in range(store.plan.num_clips):
        expected = explanation(i, 0.2 + 0.1 * i)
        np.testing.assert_array_equal(found["gradcampp"][i], expected.gradcampp)
        np.testing.assert_array_equal(found["gradcam"][i], expected.gradcam)
        np.testing.assert_array_equal(found["signed_points"][i], expected.signed_points)
        assert found["raw_output"][i] == pytest.approx(0.2 + 0.1 * i)
        assert found["score"][i] == pytest.approx(63 * (0.2 + 0.1 * i))
        assert expected.guided is not None
        guided = found["guided"][i].astype(np.float32) * found["guided_scale"][i][:, None, None, None]
        assert np.abs(guided - np.moveaxis(expected.guided, 1, 0)).max() <= found["guided_scale"].max() / 2 + 1e-6
    np.testing.assert_array_equal(found["pts_seconds"], store.pts_seconds)
    np.testing.assert_array_equal(found["frame_indices"], store.plan.frame_indices)
    np.testing.assert_array_equal(found["positions"], store.plan.positions)
    track = store.face_track(0, len(store.plan.frame_indices))
    np.testing.assert_array_equal(found["frame_to_face"], track.frame_to_face)
    np.testing.assert_array_equal(found["landmarks"], track.landmarks)
    np.testing.assert_array_equal(found["face_state"], track.states)
    about = json.loads(str(found["manifest"]))
    assert set(about["fields"]) == set(found.files) - {"manifest"} == set(FIELDS)
    for name, field in about["fields"].items():
        assert len(field["axes"].split(", ")) == found[name].ndim, name
    assert about["analysis"]["recording"]["sha256"] == store.manifest.recording.sha256
    assert about["fields"]["signed_points"]["unit"] == "BDI-II points per cell"


def test_maps_of_clips_that_are_not_explained_are_nan(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 60, raw_outputs={0: 0.3, 1: None}) as unfinished:
        list(write_npz(unfinished, tmp_path / "maps.npz"))
    found = np.load(tmp_path / "maps.npz")
    assert np.isnan(found["gradcampp"]).all(axis=(1, 2, 3)).tolist() == [False, True, True, True]
    assert np.isnan(found["score"]).tolist() == [False, True, True, True]
    assert json.loads(str(found["manifest"]))["skipped_clips"] == {"1": "a face in 5 of 16 frames"}
    assert "guided" not in found.files


@pytest.mark.parametrize("is_deidentified", [False, True])
def test_a_copied_store_is_an_analysis(tmp_path: Path, store: AnalysisStore, is_deidentified: bool) -> None:
    target = tmp_path / "copy.zarr"
    list(copy_store(store, target, with_guided=True, deidentify="blur" if is_deidentified else "none"))
    with AnalysisStore.open(target) as copy:
        assert dict(copy.records) == dict(store.records)
        for i in store.records:
            np.testing.assert_array_equal(copy.clip_maps(i).gradcampp, store.clip_maps(i).gradcampp)
        guided = copy.guided_frame(0, 3)
        placement = copy.placement(2)
        assert placement.state is FaceState.FOUND
        np.testing.assert_array_equal(placement.frame_to_face, store.placement(2).frame_to_face)
        if is_deidentified:
            assert guided is None
            assert placement.landmarks is None
        else:
            np.testing.assert_array_equal(guided, store.guided_frame(0, 3))
            np.testing.assert_array_equal(placement.landmarks, store.placement(2).landmarks)
    content = b"".join(path.read_bytes() for path in target.rglob("*") if path.is_file())
    for name in (b"visit 1", b"fusion.safetensors", b"/data"):
        assert (name in content) is not is_deidentified
    with pytest.raises(ExportError, match="exists already"):
        list(copy_store(store, target))


def test_a_de_identified_npz_file_names_and_draws_nobody(tmp_path: Path, store: AnalysisStore) -> None:
    list(write_npz(store, tmp_path / "maps.npz", with_guided=True, deidentify="pixelate"))
    found = np.load(tmp_path / "maps.npz")
    assert {"landmarks", "guided", "guided_scale"} & set(found.files) == set()
    text = str(found["manifest"])
    assert json.loads(text)["record"]["deidentify"] == "pixelate"
    for name in ("visit 1", "fusion.safetensors", "/data"):
        assert name not in text


def test_tables_as_csv_and_parquet_hold_the_same(tmp_path: Path, store: AnalysisStore) -> None:
    for table_format in ("csv", "parquet"):
        list(export(store, None, ExportTask("tables", tmp_path / "tables", table_format=table_format)))
    folder = tmp_path / "tables"
    for name in ("frames", "clips", "regions"):
        rows, columns = table(folder / f"{name}.csv"), parquet.read_table(folder / f"{name}.parquet").to_pydict()
        assert list(rows[0]) == list(columns)
        for column, values in columns.items():
            for row, value in zip(rows, values, strict=True):
                if isinstance(value, float):
                    assert float(row[column]) == pytest.approx(value, rel=1e-5, abs=1e-6)
                else:
                    assert row[column] == ("" if value is None else str(value))
    clips = table(folder / "clips.csv")
    assert [float(row["score"]) for row in clips] == pytest.approx([store.records[i].score for i in store.records])
    assert len(table(folder / "regions.csv")) == 16
    assert len(table(folder / "frames.csv")) == NUM_FRAMES


def command(store: AnalysisStore, recording: Path, what: str, out: Path, *options: str) -> int:
    return main(
        ["export", str(store.path.parent), "--what", what, "--out", str(out), "--video", str(recording), *options]
    )


def test_the_command_writes_everything(
    tmp_path: Path, store: AnalysisStore, recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(store, recording, "picture", tmp_path / "p.png", "--picture", "overlay", "--frame", "6") == 0
    with open_recording(recording) as source:
        expected = render_frame(store, source.read(6), ViewSettings()).original
    np.testing.assert_array_equal(pixels(tmp_path / "p.png"), expected)
    with Image.open(tmp_path / "p.png") as image:
        assert json.loads(image.info["Description"])["frames"] == [6, 6]
    assert command(store, recording, "video", tmp_path / "v.mp4", "--seconds", "0.2", "0.41", "--crf", "30") == 0
    with open_recording(tmp_path / "v.mp4") as source:
        assert source.info.num_frames == 6
    assert "The recording has no sound" not in capsys.readouterr().err
    assert command(store, recording, "video", tmp_path / "b.mp4", "--deidentify", "blur", "--frames", "0", "3") == 0
    assert "The recording has no sound. Names and the metadata of its file are left out." in capsys.readouterr().err
    assert command(store, recording, "frames", tmp_path / "f", "--frames", "2", "4", "--picture", "heat") == 0
    assert len(list((tmp_path / "f").glob("*.png"))) == 3
    assert command(store, recording, "maps", tmp_path / "m.npz") == 0
    assert command(store, recording, "maps", tmp_path / "m.zarr", "--guided") == 0
    assert command(store, recording, "tables", tmp_path / "t", "--format", "parquet") == 0
    assert command(store, recording, "figure", tmp_path / "f.svg", "--deidentify", "pixelate") == 0
    assert command(store, recording, "report", tmp_path / "r.pdf") == 0
    for name in ("m.npz", "m.zarr", "t/regions.parquet", "f.svg", "r.pdf"):
        assert (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("what", "name", "options", "code", "words"),
    [
        ("picture", "a.jpg", (), 1, "must end in .png"),
        ("maps", "a.mat", (), 1, "must end in .npz or .zarr"),
        ("video", "a.avi", (), 1, "must end in .mp4, .mov, .mkv"),
        ("video", "a.mp4", ("--frames", "5", "40"), 2, "within frames 0 to 39"),
        ("video", "a.mp4", ("--frames", "5", "3"), 2, "end after it begins"),
        ("video", "a.mp4", ("--frames", "5", "6", "--seconds", "0", "1"), 2, "give one of them"),
        ("video", "a.mp4", ("--seconds", "100", "200"), 2, "must begin within 0 to"),
        ("video", "a.mp4", ("--seconds", "1", "0.5"), 2, "and end after that"),
        ("video", "a.mp4", ("--seconds", "-1", "0.5"), 2, "must begin within 0 to"),
        ("picture", "a.png", ("--picture", "face", "--frame", "8"), 1, "no such picture"),
        ("picture", "a.png", ("--frame", "40"), 2, "--frame must lie within 0 to 39"),
        ("tables", "t", ("--deidentify", "blur"), 2, "is not for them"),
    ],
)
def test_mistakes_are_explained_and_leave_nothing(
    tmp_path: Path,
    store: AnalysisStore,
    recording: Path,
    what: str,
    name: str,
    options: tuple[str, ...],
    code: int,
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command(store, recording, what, tmp_path / name, *options) == code
    assert words in capsys.readouterr().err.replace("\n", " ")
    assert not (tmp_path / name).exists()
