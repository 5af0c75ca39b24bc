"""Truth beside recordings: motion maps against finite differences of the projection, files, data sets."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.bench_alignment import compare
from stadrn_core.cli import main
from stadrn_core.errors import DataError
from stadrn_core.faces import FaceModels
from stadrn_core.synthetic.factory import make_dataset
from stadrn_core.synthetic.head import HeadPose, Identity
from stadrn_core.synthetic.landmarks import MIRROR, landmark_points, nearest_on_skin
from stadrn_core.synthetic.motion import motion_px
from stadrn_core.synthetic.shade import Camera
from stadrn_core.synthetic.surface import make_surface
from stadrn_core.synthetic.truth import Truth, load_truth, save_truth, truth_paths
from tests.synthetic_faces import stored_faces
from tests.synthetic_heads import KilledAt, WriteNumbers, egg_head

if TYPE_CHECKING:
    from pathlib import Path

    from stadrn_core.synthetic.head import Head
    from stadrn_core.synthetic.surface import Surface

CAMERA = Camera(width=160, height=120)


@pytest.fixture(scope="module")
def egg() -> Head:
    return egg_head()


@pytest.fixture(scope="module")
def surface(egg: Head) -> Surface:
    return make_surface(egg)


# --- motion ----------------------------------------------------------------------------------------------------------


def _shown_px(egg: Head, surface: Surface, intensities: dict[str, float], pose: HeadPose):
    return CAMERA.project(surface.refine(egg.deform(intensities, pose))[0], egg.centre)[0]


@pytest.mark.parametrize("pose", [HeadPose(), HeadPose(yaw_degrees=15, roll_degrees=10)])
def test_a_motion_map_is_the_finite_difference_of_the_projection(egg: Head, surface: Surface, pose: HeadPose) -> None:
    intensities = {"browInnerUp": 0.8}
    picture = motion_px(egg, surface, CAMERA, intensities, pose, ("browInnerUp",))
    now, before = (_shown_px(egg, surface, values, pose) for values in (intensities, {"browInnerUp": 0.0}))
    way = np.linalg.norm(now - before, axis=1)
    # Visible vertices well inside the forehead: the map has their own way at the pixel where they are.
    chosen = np.flatnonzero((surface.canonical[:, 2] > 0.69) & (surface.canonical[:, 2] < 0.73))
    chosen = chosen[surface.canonical[chosen, 1] < -0.07]
    columns, rows = np.floor(now[chosen]).astype(int).T
    assert len(chosen) > 10
    np.testing.assert_allclose(picture[rows, columns], way[chosen], atol=0.12)
    assert way[chosen].min() > 0.5
    assert picture[-20:].max() == 0.0
    assert picture[0, 0] == 0.0
    assert (picture.shape, picture.dtype) == ((120, 160), np.float32)


def test_a_motion_map_of_the_aligned_face_is_larger_by_its_scale(egg: Head, surface: Surface) -> None:
    """A transform that doubles and shifts: the map is the frame's, enlarged, with ways twice as long."""
    intensities = {"browInnerUp": 1.0}
    frame = motion_px(egg, surface, CAMERA, intensities, HeadPose(), ("browInnerUp",))
    transform = np.array([[2.0, 0.0, -100.0], [0.0, 2.0, -20.0]])
    face = motion_px(egg, surface, CAMERA, intensities, HeadPose(), ("browInnerUp",), transform, 100)
    assert face.shape == (100, 100)
    # Aligned pixel (x, y) lies at ((x + 100) / 2, (y + 20) / 2) of the frame.
    np.testing.assert_allclose(face[::2, ::2], 2 * frame[10:60, 50:100], atol=0.35)
    assert face.max() > 4


def test_an_action_that_is_not_in_play_is_refused(egg: Head, surface: Surface) -> None:
    assert motion_px(egg, surface, CAMERA, {"browInnerUp": 0.0}, HeadPose(), ("browInnerUp",)).max() == 0.0
    with pytest.raises(ValueError, match="browDownLeft, browDownRight"):
        motion_px(egg, surface, CAMERA, {"browInnerUp": 0.5}, HeadPose(), ("browDown",))


# --- landmarks -------------------------------------------------------------------------------------------------------


def test_stored_landmarks_are_68_points_with_weights() -> None:
    points = landmark_points()
    assert points.corners.shape == points.weights.shape == (68, 3)
    np.testing.assert_allclose(points.weights.sum(axis=1), 1.0, atol=1e-3)
    assert points.corners.max() < points.num_vertices
    np.testing.assert_array_equal(MIRROR[MIRROR], np.arange(68))
    with pytest.raises(ValueError, match="got 5"):
        points.at(np.zeros((5, 3)))


def test_the_nearest_point_of_the_skin(surface: Surface) -> None:
    triangle = surface.triangles[40]
    inside = surface.canonical[triangle].astype(float).mean(axis=0)
    points = nearest_on_skin(surface, np.stack([inside, inside * 1.0001]))
    np.testing.assert_allclose(points.at(surface.canonical.astype(float))[0], inside, atol=1e-6)
    # A point on a vertex belongs to several triangles: the place is what counts.
    corner = surface.canonical[triangle[0]].astype(float)
    np.testing.assert_allclose(
        nearest_on_skin(surface, corner[None]).at(surface.canonical.astype(float))[0], corner, atol=1e-6
    )


# --- files -----------------------------------------------------------------------------------------------------------


def _truth(num_frames: int = 3) -> Truth:
    rng = np.random.default_rng(0)

    def numbers(*shape: int):
        return rng.random((num_frames, *shape)).astype(np.float32)

    return Truth(
        kind="brow",
        frame_rate=30.0,
        score=21.5,
        liveliness=0.1,
        actions=("browInnerUp", "jawOpen"),
        intensities=numbers(2),
        held=numbers(2),
        static_scores=numbers(),
        landmarks_px=numbers(68, 2),
        pose_degrees=numbers(3),
        shift_m=numbers(3),
        key_light=numbers(),
        identity=Identity({"age": 0.7}, {"chin-width-incr": 0.1}),
        camera=CAMERA,
        recipe={"crf": 20.0},
    )


def test_truth_survives_its_files(tmp_path: Path) -> None:
    truth, video = _truth(), tmp_path / "a.mp4"
    save_truth(video, truth)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.truth.json", "a.truth.npz"]
    loaded = load_truth(video)
    np.testing.assert_array_equal(loaded.landmarks_px, truth.landmarks_px)
    assert (loaded.identity, loaded.camera, loaded.actions) == (truth.identity, truth.camera, truth.actions)
    assert (loaded.score, loaded.num_frames, dict(loaded.recipe)) == (21.5, 3, {"crf": 20.0})
    assert loaded.intensities_at(1) == pytest.approx(
        {"browInnerUp": truth.intensities[1, 0], "jawOpen": truth.intensities[1, 1]}
    )
    yaw, pitch, roll = truth.pose_degrees[2]
    assert loaded.pose_at(2) == HeadPose(*map(float, (yaw, pitch, roll)), tuple(map(float, truth.shift_m[2])))


def test_missing_damaged_and_unfit_truth_is_named(tmp_path: Path) -> None:
    video = tmp_path / "a.mp4"
    with pytest.raises(DataError, match=r"a\.truth\.json"):
        load_truth(video)
    save_truth(video, _truth())
    facts, arrays = truth_paths(video)
    text = facts.read_text(encoding="utf-8")
    facts.write_text(json.dumps({**json.loads(text), "num_frames": 9}), encoding="utf-8")
    with pytest.raises(DataError, match="9 frames"):
        load_truth(video)
    facts.write_text(text[:50], encoding="utf-8")
    with pytest.raises(DataError, match="cannot be read"):
        load_truth(video)
    facts.write_text(text, encoding="utf-8")
    arrays.write_bytes(b"no archive")
    with pytest.raises(DataError, match="make the recording again"):
        load_truth(video)


# --- data sets -------------------------------------------------------------------------------------------------------


def _labels(folder: Path) -> list[dict[str, str]]:
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_data_set_is_made_by_several_processes_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    stopped = make_dataset(tmp_path, WriteNumbers(4), {"seed": 4}, 7, 2, "texts")
    assert (next(stopped).done, next(stopped).done >= 1) == (0, True)
    stopped.close()
    finished = len(_labels(tmp_path))
    assert 1 <= finished <= 7
    (tmp_path / "0.txt").write_text("made before", encoding="utf-8")

    events = list(make_dataset(tmp_path, WriteNumbers(4), {"seed": 4}, 7, 1, "texts"))

    assert (events[0].done, events[-1].done, events[-1].total, events[-1].unit) == (finished, 7, 7, "texts")
    assert [row["path"] for row in _labels(tmp_path)] == [f"{k}.txt" for k in range(7)]
    assert (tmp_path / "6.txt").read_text(encoding="utf-8") == "4 6"
    assert (tmp_path / "0.txt").read_text(encoding="utf-8") == "made before"
    assert not list(tmp_path.rglob("*.partial"))


def test_another_data_set_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    for _ in make_dataset(tmp_path / "a", WriteNumbers(1), {"seed": 1}, 0, 1, "texts"):
        pass
    with pytest.raises(DataError, match="other settings"):
        next(make_dataset(tmp_path / "a", WriteNumbers(2), {"seed": 2}, 3, 1, "texts"))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "holiday.jpg").write_bytes(b"")
    with pytest.raises(DataError, match="holds no data set"):
        next(make_dataset(tmp_path / "b", WriteNumbers(2), {"seed": 2}, 3, 1, "texts"))
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["holiday.jpg"]


def test_an_item_that_fails_ends_the_work_and_the_others_stay(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="this item fails"):
        list(make_dataset(tmp_path, replace(WriteNumbers(1), fails_at=2), {"seed": 1}, 3, 1, "texts"))
    assert [row["path"] for row in _labels(tmp_path)] == ["0.txt", "1.txt"]


def test_a_full_disk_is_told_and_what_is_finished_stays(tmp_path: Path) -> None:
    work = replace(WriteNumbers(1), fails_at=1, error=OSError(28, "No space left on device"))
    with pytest.raises(DataError, match=r"Item 1 .*No space left on device.*stays"):
        list(make_dataset(tmp_path, work, {"seed": 1}, 2, 1, "texts"))
    assert [row["path"] for row in _labels(tmp_path)] == ["0.txt"]


def test_a_process_that_is_killed_is_told_and_what_is_finished_stays(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"texts for .* ended unexpectedly.*--processes.*stays"):
        list(make_dataset(tmp_path, KilledAt(1), {"seed": 1}, 2, 1, "texts"))
    assert [row["path"] for row in _labels(tmp_path)] == ["0.txt"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["stills", "--out", "x", "--kind", "sad"], "mouth_corners"),
        (["video", "x.avi"], "x.avi"),
        (["video", "none/x.mp4"], "there is no folder none for x.mp4"),
        (["video", "x.mp4", "--size", "31x20"], "31x20"),
        (["dataset", "--out", "x", "--split", "exam"], "exam"),
    ],
)
def test_wrong_options_are_named(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["synth", *arguments]) == 2
    assert told in capsys.readouterr().err


# --- dlib against the truth ------------------------------------------------------------------------------------------


def test_dlib_aligns_stored_synthetic_faces_to_the_truth() -> None:
    """Twenty people at poses up to 20°; ``benchmarks/bench_alignment.py`` measures more of them, freshly drawn."""
    models = FaceModels()
    results = [compare(HeadPose(), models, frame, true) for frame, true in stored_faces()]
    assert len(results) == 20
    assert all(result.is_found for result in results)
    assert np.median([abs(result.angle_degrees) for result in results]) <= 1.5
    assert np.median([abs(result.distance_ratio - 1) for result in results]) <= 0.04
