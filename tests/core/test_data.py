"""Labels, splits, prepared recordings and clips; everything bad named with its row."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from stadrn_core.clips import clip_tensor, make_plan
from stadrn_core.data import EpochOrder, EvaluationClips, TrainingClips, clip_positions
from stadrn_core.errors import DataError
from stadrn_core.face_cache import FaceSettings
from stadrn_core.face_pool import FacePool
from stadrn_core.labels import LabelRow, LabelTable, Problem, read_labels, split_by_subject, with_splits
from stadrn_core.recordings import Recording, prepare, usable_clips, usable_starts
from stadrn_core.types import AlignmentConfig, FaceState, UInt8Array
from tests.recordings import write_video

SIDE = 16
SETTINGS = FaceSettings(1, AlignmentConfig(size_px=SIDE), num_processes=0)


def picture(level: int, side: int = SIDE) -> UInt8Array:
    return np.full((side, side, 3), level, np.uint8)


def write_image(file: Path, rgb: UInt8Array) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(file), rgb[:, :, ::-1])
    return file


def write_csv(folder: Path, *lines: str) -> Path:
    file = folder / "labels.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def ready(rows: tuple[LabelRow, ...], settings: FaceSettings = SETTINGS) -> tuple[list[Recording], list[Problem]]:
    """What ``prepare`` returns, its progress left aside."""
    work = prepare(rows, settings)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def reasons(table: LabelTable) -> dict[int, str]:
    return {problem.row: problem.reason for problem in table.problems}


# --- labels ---------------------------------------------------------------------------------------------------------


def test_a_csv_with_all_columns(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        write_image(tmp_path / name, picture(0))
    file = write_csv(
        tmp_path, "path,label,split,subject,brow,jaw", "a.png,12.5,train,anna,0.25,", "b.png,63,Development,ben,1,0.5"
    )
    table = read_labels(file, ["jaw", "brow"])
    assert not table.problems
    first, second = table.rows
    assert (first.number, first.path, first.label) == (2, tmp_path / "a.png", 12.5)
    assert (first.split, first.subject) == ("train", "anna")
    assert np.isnan(first.auxiliary[0])
    assert first.auxiliary[1] == 0.25
    assert (second.number, second.label, second.split, second.auxiliary) == (3, 63.0, "validation", (0.5, 1.0))
    assert read_labels(tmp_path, ["jaw"]).rows[1].auxiliary == (0.5,)


def test_each_bad_row_is_named_with_its_number_and_reason(tmp_path: Path) -> None:
    write_image(tmp_path / "good.png", picture(0))
    write_image(tmp_path / "other.png", picture(0))
    file = write_csv(
        tmp_path,
        "path,label",
        "good.png,10",
        "lost.png,10",
        "other.png,many",
        "other.png,-1",
        "other.png,63.5",
        "other.png,nan",
        "./good.png,11",
        ",5",
        "other.png,",
    )
    table = read_labels(file)
    assert [row.path.name for row in table.rows] == ["good.png"]
    assert reasons(table) == {
        3: "there is no such file or folder",
        4: "label must be a number, not many",
        5: "label must be from 0 to 63, not -1",
        6: "label must be from 0 to 63, not 63.5",
        7: "label must be from 0 to 63, not nan",
        8: "the same recording as in row 2, there with label 10",
        9: "there is no path",
        10: "label must be a number, not empty",
    }
    with pytest.raises(DataError, match=r"8 rows cannot be used(.|\n)*row 3 \(lost\.png\): there is no such file"):
        read_labels(file, strict=True)


def test_bad_splits_and_auxiliary_targets_are_named(tmp_path: Path) -> None:
    for name in "abc":
        write_image(tmp_path / f"{name}.png", picture(0))
    file = write_csv(
        tmp_path, "path,label,split,brow", "a.png,1,train,0.5", "b.png,1,perhaps,0.5", "c.png,1,test,strong"
    )
    assert reasons(read_labels(file, ["brow"])) == {
        3: "split must be one of train, validation, test, not perhaps",
        4: "brow must be a number, not strong",
    }
    with pytest.raises(DataError, match="no column jaw; it has path, label, split, brow"):
        read_labels(file, ["jaw"])


def test_a_subject_on_both_sides_stays_on_the_held_out_side(tmp_path: Path) -> None:
    for name in "abcd":
        write_image(tmp_path / f"{name}.png", picture(0))
    file = write_csv(
        tmp_path,
        "path,label,split,subject",
        "a.png,1,train,anna",
        "b.png,1,validation,anna",
        "c.png,1,test,anna",
        "d.png,1,train,ben",
    )
    table = read_labels(file)
    assert [row.path.name for row in table.rows] == ["c.png", "d.png"]
    assert reasons(table) == {
        2: "subject anna is in train and in test",
        3: "subject anna is in validation and in test",
    }
    assert table.shared == ("anna",)
    everyone = read_labels(file, splitting="given_with_shared_subjects")
    assert [row.split for row in everyone.rows] == ["train", "validation", "test", "train"]
    assert everyone.shared == ("anna",)
    anew = read_labels(file, splitting="by_subject")
    assert [row.split for row in anew.rows] == [None] * 4
    assert not anew.shared


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("file,score\na,1\n", "no column path, label; it has file, score"),
        ("path,label\n", "no usable row"),
        ("", "no column path, label; it has none"),
    ],
)
def test_unusable_files_are_refused(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "labels.csv").write_text(content)
    with pytest.raises(DataError, match=words):
        read_labels(tmp_path)


def test_a_missing_file_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file or folder"):
        read_labels(tmp_path / "nothing.csv")
    with pytest.raises(DataError, match="no recording named as AVEC names them"):
        read_labels(tmp_path)


def test_the_published_csv_tells_splits_and_subjects_by_its_paths(tmp_path: Path) -> None:
    paths = [
        "Training/Northwind/204_1_Northwind_video",
        "Development/Freeform/205_1_Freeform_video",
        "Testing/Freeform/206_2_Freeform_video",
    ]
    for path in paths:
        write_image(tmp_path / path / "1.png", picture(0))
    rows = read_labels(write_csv(tmp_path, "path,label", *(f"{path},3" for path in paths))).rows
    assert [(row.split, row.subject) for row in rows] == [("train", "204"), ("validation", "205"), ("test", "206")]


# --- AVEC's folders -------------------------------------------------------------------------------------------------


def test_avec_2014(tmp_path: Path) -> None:
    data, labels = tmp_path / "AVEC2014_AudioVisual" / "Video", tmp_path / "AVEC2014_DepressionLabels"
    recordings = {
        "Training/Freeform/203_1_Freeform_video.mp4": 3,
        "Training/Northwind/203_1_Northwind_video.mp4": 3,
        "Development/Freeform/206_1_Freeform_video.mp4": 8,
        "Testing/Northwind/212_1_Northwind_video.mp4": 45,
    }
    for path, label in recordings.items():
        (data / path).parent.mkdir(parents=True, exist_ok=True)
        (data / path).touch()
        folder = labels / f"{Path(path).parts[0]}_DepressionLabels"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{Path(path).name[:5]}_Depression.csv").write_text(f"{label}\n")
    table = read_labels(tmp_path)
    assert not table.problems
    found = {str(row.path.relative_to(data).as_posix()): (row.label, row.split, row.subject) for row in table.rows}
    splits = {"Training": "train", "Development": "validation", "Testing": "test"}
    assert found == {
        path: (float(label), splits[path.split("/")[0]], Path(path).name[:3]) for path, label in recordings.items()
    }


def test_avec_2013_and_folders_of_aligned_frames(tmp_path: Path) -> None:
    video = tmp_path / "Training" / "203_1_cut_combined.mp4"
    video.parent.mkdir()
    video.touch()
    aligned = video.with_name("203_1_cut_combined_aligned")
    write_image(aligned / "frame_det_00_000001.png", picture(1))
    (tmp_path / "Development").mkdir()
    (tmp_path / "Development" / "207_2_cut_combined.mp4").touch()
    (tmp_path / "208_2_cut_combined.mp4").touch()
    for name, text in (("203_1", "7"), ("208_2", "5")):
        (tmp_path / f"{name}_Depression.csv").write_text(text)
    table = read_labels(tmp_path)
    assert [(row.path, row.label, row.split) for row in table.rows] == [(aligned, 7.0, "train")]
    assert [problem.reason for problem in table.problems] == [
        "it lies in no folder named Training, Development or Testing",
        "there is no label file *_Depression.csv for it",
    ]


def test_of_two_labels_the_nearer_one_counts(tmp_path: Path) -> None:
    for year, label in (("AVEC2013", "11"), ("AVEC2014", "22")):
        folder = tmp_path / year / "Training"
        folder.mkdir(parents=True)
        (folder / "203_1_Freeform_video.mp4").touch()
        (tmp_path / year / "203_1_Depression.csv").write_text(label)
    assert [row.label for row in read_labels(tmp_path).rows] == [11.0, 22.0]


# --- splits ---------------------------------------------------------------------------------------------------------


def many_rows(subjects: list[str | None]) -> tuple[LabelRow, ...]:
    return tuple(LabelRow(i + 2, Path(f"{i}.png"), 1.0, None, subject) for i, subject in enumerate(subjects))


def test_splits_by_subject_are_disjoint_seeded_and_of_the_asked_size() -> None:
    rows = many_rows([f"s{i % 40}" for i in range(200)])
    divided = split_by_subject(rows, {"validation": 0.2, "test": 0.1}, seed=3)
    persons = {split: {r.person for r in divided if r.split == split} for split in ("train", "validation", "test")}
    assert persons["train"] | persons["validation"] | persons["test"] == {f"s{i}" for i in range(40)}
    assert sum(map(len, persons.values())) == 40
    sizes = {split: sum(row.split == split for row in divided) for split in persons}
    assert sizes == {"train": 140, "validation": 40, "test": 20}
    assert split_by_subject(rows, {"validation": 0.2, "test": 0.1}, seed=3) == divided
    assert split_by_subject(rows, {"validation": 0.2, "test": 0.1}, seed=4) != divided


def test_rows_without_a_subject_are_persons_of_their_own() -> None:
    divided = split_by_subject(many_rows([None] * 10), {"validation": 0.3}, seed=0)
    assert sum(row.split == "validation" for row in divided) == 3


def test_too_few_persons_are_refused() -> None:
    with pytest.raises(DataError, match="1 persons cannot be divided into validation, train"):
        split_by_subject(many_rows(["anna"] * 9), {"validation": 0.2}, seed=0)


def test_stated_splits_are_kept_and_a_missing_validation_is_taken_from_training() -> None:
    rows = tuple(
        LabelRow(i, Path(f"{i}.png"), 1.0, "test" if i < 2 else "train", f"s{i % 10}") for i in range(12) if i % 10 > 1
    )
    table = LabelTable(Path("labels.csv"), rows, ())
    divided = with_splits(table, 0.25, 0.5, seed=0)
    assert sum(row.split == "validation" for row in divided) == 2
    assert not any(row.split == "test" for row in divided)
    complete = LabelTable(Path("labels.csv"), divided, ())
    assert with_splits(complete, 0.25, 0.5, seed=1) == divided


# --- recordings -----------------------------------------------------------------------------------------------------


def test_stills_and_folders_are_checked_and_sampled(tmp_path: Path) -> None:
    still = write_image(tmp_path / "still.png", picture(7))
    for i in range(7):
        write_image(tmp_path / "frames" / f"{i}.png", picture(10 * i))
    rows = (LabelRow(2, still, 1.0), LabelRow(3, tmp_path / "frames", 2.0))
    (one, several), problems = ready(rows, FaceSettings(3, AlignmentConfig(size_px=SIDE)))
    assert not problems
    assert (one.num_frames, several.names) == (1, ("0.png", "3.png", "6.png"))
    faces, which = several.faces(np.array([0, 0, 2, 1]), SIDE)
    np.testing.assert_array_equal(faces[which][:, 0, 0, 0], [0, 0, 60, 30])
    assert len(faces) == 3


def test_bad_pictures_are_named_with_their_rows(tmp_path: Path) -> None:
    whole = write_image(tmp_path / "whole.png", np.random.default_rng(0).integers(0, 256, (64, 64, 3)).astype(np.uint8))
    cut = tmp_path / "cut.png"
    cut.write_bytes(whole.read_bytes()[:60])
    write_image(tmp_path / "mixed" / "0.png", picture(0))
    (tmp_path / "mixed" / "1.png").write_bytes(b"no picture")
    write_image(tmp_path / "sizes" / "0.png", picture(0))
    write_image(tmp_path / "sizes" / "1.png", picture(0, 2 * SIDE))
    write_image(tmp_path / "wide.png", picture(0)[:10])
    (tmp_path / "empty").mkdir()
    names = ["whole.png", "cut.png", "mixed", "sizes", "wide.png", "empty"]
    recordings, problems = ready(tuple(LabelRow(i + 2, tmp_path / name, 1.0) for i, name in enumerate(names)))
    assert [recording.row.number for recording in recordings] == [2]
    words = {
        3: "not an image that can be read",
        4: "1.png: this is not an image",
        5: "1.png has another size than 0.png",
        6: "aligned faces are square",
        7: "no images in this folder",
    }
    assert {problem.row for problem in problems} == set(words)
    for problem in problems:
        assert words[problem.row] in problem.reason


def test_a_video_is_aligned_once_and_kept_with_what_was_found(demo_video: Path, tmp_path: Path) -> None:
    settings = FaceSettings(80, AlignmentConfig(), tmp_path / "cache", num_processes=0)
    rows = (LabelRow(2, demo_video, 10.0),)
    (recording,), problems = ready(rows, settings)
    assert not problems
    assert recording.num_frames == 3
    assert recording.found.all()
    with FacePool(demo_video, None, AlignmentConfig(), num_processes=0) as pool:
        direct = pool.submit([0, 80, 160]).result()
    faces, which = recording.faces(np.arange(3), 224)
    assert (direct.track.states == FaceState.FOUND).all()
    assert np.abs(faces[which].astype(int) - direct.faces).mean() < 1.5  # JPEG
    (folder,) = (tmp_path / "cache").iterdir()
    assert folder == settings.folder_of(recording.sha256)
    before = (folder / "faces.json").stat().st_mtime_ns
    (again,), _ = ready(rows, settings)
    assert (folder / "faces.json").stat().st_mtime_ns == before
    np.testing.assert_array_equal(again.faces(np.arange(3), 224)[0], faces)
    other = FaceSettings(79, AlignmentConfig(), tmp_path / "cache")
    assert other.folder_of(recording.sha256) != settings.folder_of(recording.sha256)


def test_processes_change_nothing(demo_video: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(demo_video.read_bytes())  # the same content: aligned once for both rows
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(demo_video.read_bytes()[:1000])
    rows = (LabelRow(2, demo_video, 1.0), LabelRow(3, copy, 2.0), LabelRow(4, broken, 3.0))
    found = {}
    for count in (0, 2):
        settings = FaceSettings(100, AlignmentConfig(size_px=64), tmp_path / str(count), num_processes=count)
        recordings, problems = ready(rows, settings)
        assert [problem.row for problem in problems] == [4]
        assert [recording.row.label for recording in recordings] == [1.0, 2.0]
        assert recordings[0].folder == recordings[1].folder
        found[count] = recordings[0].faces(np.arange(3), 64)[0]
    np.testing.assert_array_equal(found[0], found[2])


def test_videos_without_a_face_or_without_a_picture_are_problems(tmp_path: Path) -> None:
    video = write_video(tmp_path / "numbers.mp4", 6)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(video.read_bytes()[:100])
    settings = FaceSettings(3, AlignmentConfig(), tmp_path / "cache", num_processes=0)
    recordings, problems = ready((LabelRow(2, video, 1.0), LabelRow(3, broken, 1.0)), settings)
    assert not recordings
    assert problems[0] == Problem(2, "numbers.mp4", "no face was found in 2 sampled frames")
    assert problems[1].row == 3
    assert len(list((tmp_path / "cache").iterdir())) == 1  # also remembered: where there is no face


def test_a_cache_that_cannot_be_written_is_named(demo_video: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match=r"cannot be kept there(.|\n)*data\.cache"):
        ready((LabelRow(2, demo_video, 1.0),), FaceSettings(150, AlignmentConfig(), tmp_path / "file", num_processes=0))


# --- clips ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def frames(tmp_path: Path) -> Recording:
    """Ten frames whose grey level is ten times their position; no face in frames 2 to 5."""
    for i in range(10):
        write_image(tmp_path / "frames" / f"{i}.png", picture(10 * i))
    (recording,), _ = ready((LabelRow(2, tmp_path / "frames", 31.5, auxiliary=(0.25,)),))
    found = np.ones(10, np.uint8)
    found[2:6] = 0
    return Recording(recording.row, recording.folder, recording.names, found, recording.sha256)


def test_training_clips_begin_where_faces_are(frames: Recording) -> None:
    np.testing.assert_array_equal(usable_starts(frames, 4), [5, 6])
    np.testing.assert_array_equal(usable_starts(frames, 20), [])
    clips = TrainingClips([frames], 4, SIDE, seed=0)
    seen = set()
    for epoch in range(20):
        clip, targets = clips[epoch, 0]
        levels = (clip[0, :, 0, 0] * 0.229 + 0.485) * 255
        seen.add(tuple(levels.round().int().tolist()))
        assert targets.tolist() == [31.5, 0.25]
    assert seen == {(60, 60, 70, 80), (60, 70, 80, 90)}  # frame 5 holds the nearest face of the clip


def test_a_training_clip_depends_on_seed_epoch_and_index_alone(frames: Recording) -> None:
    def clip(seed: int, epoch: int, noise: float) -> tuple[torch.Tensor, torch.Tensor]:
        torch.rand(epoch + 1)  # whatever the global generator did before
        item: tuple[torch.Tensor, torch.Tensor] = TrainingClips([frames], 2, SIDE, seed, label_noise=noise)[epoch, 0]
        return item

    assert torch.equal(clip(1, 1, 1.0)[0], clip(1, 1, 1.0)[0])
    assert torch.equal(clip(1, 1, 1.0)[1], clip(1, 1, 1.0)[1])
    noises = np.array([clip(0, epoch, 2.0)[1][0].item() - 31.5 for epoch in range(400)])
    assert abs(noises.mean()) < 0.3
    assert 1.8 < noises.std() < 2.2


def test_short_recordings_repeat_frames_as_in_an_analysis() -> None:
    for num_frames in (1, 3, 8):
        np.testing.assert_array_equal(clip_positions(num_frames, 0, 8), make_plan(num_frames, 1, 8).positions[0])
    np.testing.assert_array_equal(clip_positions(20, 5, 4), [5, 6, 7, 8])


def test_evaluation_clips_are_those_of_an_analysis(frames: Recording) -> None:
    whole = Recording(frames.row, frames.folder, frames.names, np.ones(10, np.uint8), frames.sha256)
    clips = EvaluationClips([whole], 4, SIDE)
    plan = make_plan(10, 1, 4)
    assert len(clips) == plan.num_clips == 3
    pictures = np.stack([picture(10 * i) for i in range(10)])
    for i, positions in enumerate(plan.positions):
        clip, index = clips[i]
        assert index == 0
        np.testing.assert_allclose(clip.numpy(), clip_tensor(pictures[positions]), atol=1e-6)
    assert len(EvaluationClips([frames], 4, SIDE)) == 1
    # Whole clips of an analysis begin at 0, 3 and 6; those that a training may cut, also between.
    between = Recording(frames.row, frames.folder, frames.names, np.array([0, 0, 1, 1, 1, *[0] * 5], np.uint8), "")
    np.testing.assert_array_equal(usable_starts(between, 4), [1, 2])
    assert usable_clips(between, 4) == []


def test_the_order_of_an_epoch_is_a_permutation_and_can_be_entered_anywhere() -> None:
    order = EpochOrder(10, 4, seed=5)
    batches = list(order)
    assert [len(batch) for batch in batches] == [4, 4, 2]
    assert sorted(index for batch in batches for _, index in batch) == list(range(10))
    order.first_batch = 1
    assert list(order) == batches[1:]
    assert len(order) == 2
    order.first_batch, order.epoch = 0, 1
    assert {epoch for batch in order for epoch, _ in batch} == {1}
    assert [[i for _, i in batch] for batch in order] != [[i for _, i in batch] for batch in batches]


def test_facts_of_cached_faces_are_plain(demo_video: Path, tmp_path: Path) -> None:
    settings = FaceSettings(150, AlignmentConfig(size_px=64), tmp_path / "cache", num_processes=0)
    ready((LabelRow(2, demo_video, 10.0),), settings)
    (folder,) = (tmp_path / "cache").iterdir()
    facts = json.loads((folder / "faces.json").read_text())
    assert facts["video"] == demo_video.name
    assert facts["found"] == [1, 1]
    assert cv2.imread(str(folder / "000000.jpg")).shape == (64, 64, 3)
