"""A store survives being killed, shows nothing half-written, and gives back what was put in."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import zarr

from stadrn_core.clips import make_plan
from stadrn_core.errors import StoreError
from stadrn_core.face_quality import MEASURES, FaceQuality
from stadrn_core.manifest import AnalysisSettings, CheckpointFacts, ClipRecord, Manifest, RecordingFacts
from stadrn_core.store import AnalysisStore
from stadrn_core.store_layout import estimate_bytes, quantise
from stadrn_core.types import AlignmentConfig, Explanation, FaceChoice, FaceState, FaceTrack
from tests.analyses import make_analysis

SIDE, LENGTH, CELLS = 32, 8, (2, 1, 1)


def make_manifest(num_frames: int = 60, **settings: object) -> Manifest:
    chosen = AnalysisSettings(**{"alignment": AlignmentConfig(size_px=SIDE), **settings})  # type: ignore[arg-type]
    return Manifest(
        created="2026-01-01T00:00:00+00:00",
        versions={"torch": "2"},
        recording=RecordingFacts(
            "a.mp4", "/a.mp4", "ff" * 32, num_frames, 64, 48, 30.0, num_frames / 30, "h264", False
        ),
        checkpoint=CheckpointFacts("c", "/c.pth", "aa" * 32, "bb" * 32, {"kind": "spatial"}, {}, True),
        settings=chosen,
        map_shape=CELLS,
        temporal_stride=8,
        spatial_stride=32,
        score_range=63.0,
        device="cpu",
    )


def make_store(path: Path, num_frames: int = 60, **settings: object) -> AnalysisStore:
    plan = make_plan(num_frames, 3, LENGTH)
    return AnalysisStore.create(path, make_manifest(num_frames, **settings), plan, np.arange(num_frames) / 30)


def make_explanation(seed: int) -> Explanation:
    rng = np.random.default_rng(seed)
    maps = [rng.standard_normal(CELLS).astype(np.float32) for _ in range(3)]
    guided = rng.standard_normal((3, LENGTH, SIDE, SIDE)).astype(np.float32)
    return Explanation(0.5, 31.5, "layer_4", maps[0], maps[1], maps[2], guided)


def record(i: int, score: float = 31.5) -> ClipRecord:
    return ClipRecord(i, score / 63, score, None, LENGTH, 0, slot_points=(1.0, 2.0), slot_heat=(0.1, 0.2))


def track(frames: np.ndarray, states: list[int]) -> FaceTrack:
    n = len(frames)
    landmarks = np.zeros((n, 68, 2), np.float32) + np.arange(n)[:, None, None]
    transforms = np.zeros((n, 2, 3)) + np.arange(n)[:, None, None]
    absent = np.array(states) == FaceState.NONE
    landmarks[absent], transforms[absent] = np.nan, np.nan
    return FaceTrack(frames, np.array(states, np.uint8), landmarks, transforms)


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    store = make_store(tmp_path / "a.zarr", face_choice=FaceChoice(3, 1.0, 2.0))
    explanation = make_explanation(0)
    store.write_clip(record(1), explanation)
    store.close()
    again = AnalysisStore.open(tmp_path / "a.zarr")
    assert again.manifest == make_manifest(face_choice=FaceChoice(3, 1.0, 2.0))
    assert np.array_equal(again.plan.positions, store.plan.positions)
    assert again.pts_seconds.tolist() == (np.arange(60) / 30).tolist()
    assert dict(again.records) == {1: record(1)}
    maps = again.clip_maps(1)
    assert np.array_equal(maps.gradcampp, explanation.gradcampp)
    assert np.array_equal(maps.gradcam, explanation.gradcam)
    assert maps.signed_points is not None
    assert np.array_equal(maps.signed_points, explanation.signed_points)
    assert explanation.guided is not None
    for position in range(LENGTH):
        guided = again.guided_frame(1, position)
        assert guided is not None
        exact = explanation.guided[:, position]
        assert np.abs(guided - exact).max() <= np.abs(exact).max() / 254 * 1.001
    with pytest.raises(KeyError):
        again.clip_maps(0)
    assert again.guided_frame(0, 0) is None


def test_readers_see_clips_as_they_are_finished(tmp_path: Path) -> None:
    writer = make_store(tmp_path / "a.zarr")
    reader = AnalysisStore.open(tmp_path / "a.zarr")
    assert reader.refresh() == []
    assert reader.video_score is None
    writer.write_clip(record(2, 10.0), make_explanation(2))
    writer.write_clip(ClipRecord(0, None, None, "a face in only 1 of 8 frames", 1, 0), None)
    assert reader.refresh() == [2, 0]
    assert reader.refresh() == []
    assert reader.video_score == 10.0
    assert not reader.is_complete
    writer.write_clip(record(1, 20.0), make_explanation(1))
    reader.refresh()
    assert reader.is_complete
    assert reader.video_score == 15.0
    with pytest.raises(KeyError, match="only 1 of 8"):
        reader.clip_maps(0)


def test_a_torn_last_line_is_not_a_finished_clip(tmp_path: Path) -> None:
    path = tmp_path / "a.zarr"
    with make_store(path) as store:
        store.write_clip(record(0), make_explanation(0))
        store.write_clip(record(1), make_explanation(1))
    whole = (path / "clips.jsonl").read_bytes()
    for cut in range(1, len(whole)):
        (path / "clips.jsonl").write_bytes(whole[:cut])
        reader = AnalysisStore.open(path)
        assert list(reader.records) == list(range(whole[:cut].count(b"\n")))
    with AnalysisStore.open(path, writable=True) as store:
        assert list(store.records) == [0]
        store.write_clip(record(1), make_explanation(1))
    assert (path / "clips.jsonl").read_bytes() == whole


def test_only_one_program_writes(tmp_path: Path) -> None:
    store = make_store(tmp_path / "a.zarr")
    with pytest.raises(StoreError, match="being written by another program"):
        AnalysisStore.open(tmp_path / "a.zarr", writable=True)
    store.close()
    AnalysisStore.open(tmp_path / "a.zarr", writable=True).close()


def test_creation_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_store(tmp_path / "a.zarr").close()
    with pytest.raises(StoreError, match="exists already"):
        make_store(tmp_path / "a.zarr")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StoreError, match="No space left"):
        make_store(tmp_path / "b.zarr")
    assert [p.name for p in tmp_path.iterdir()] == ["a.zarr"]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("absent", "not a stored analysis"),
        ("text", "cannot be read"),
        ("newer", "newer version"),
        ("array", "is damaged"),
    ],
)
def test_damage_is_named(tmp_path: Path, damage: str, reason: str) -> None:
    path = tmp_path / "a.zarr"
    make_store(path).close()
    manifest = path / "manifest.json"
    match damage:
        case "absent":
            manifest.unlink()
        case "text":
            manifest.write_text("{")
        case "newer":
            manifest.write_text(manifest.read_text().replace('"schema_version": 1', '"schema_version": 99'))
        case "array":
            shutil.rmtree(path / "positions")
    with pytest.raises(StoreError, match=reason):
        AnalysisStore.open(path)


def test_faces_between_sampled_frames_are_interpolated(tmp_path: Path) -> None:
    store = make_store(tmp_path / "a.zarr", num_frames=17)  # sampled frames 0, 3, 6, 9, 12, 15
    found, none = FaceState.FOUND, FaceState.NONE
    assert store.placement(4).state == FaceState.UNKNOWN
    store.write_faces(0, track(store.plan.frame_indices[:4], [found, found, none, found]))
    assert store.face_states().tolist() == [found, found, none, found, 0, 0]
    on, between = store.placement(3), store.placement(2)
    assert on.state == FaceState.FOUND
    assert between.state == FaceState.INTERPOLATED
    assert on.landmarks is not None
    assert on.landmarks[0, 0] == 1.0
    assert between.frame_to_face is not None
    assert between.landmarks is not None
    np.testing.assert_allclose(between.frame_to_face, np.full((2, 3), 2 / 3))
    np.testing.assert_allclose(between.landmarks, np.full((68, 2), 2 / 3), rtol=1e-6)
    assert store.placement(5).state == FaceState.NONE
    assert store.placement(6).frame_to_face is None
    assert store.placement(9).state == FaceState.FOUND
    assert store.placement(10).state == FaceState.UNKNOWN
    store.write_faces(4, track(store.plan.frame_indices[4:], [found, found]))
    last = store.placement(16)
    assert last.state == FaceState.INTERPOLATED
    assert last.frame_to_face is not None
    np.testing.assert_allclose(last.frame_to_face, np.ones((2, 3)))
    store.write_clip(record(0), make_explanation(0))
    assert store.placement(6).state == FaceState.HELD


def test_guided_maps_are_quantised_frame_by_frame() -> None:
    guided = np.random.default_rng(0).standard_normal((3, 5, 4, 4)).astype(np.float32)
    guided[:, 2] *= 1e-4
    guided[:, 3] = 0
    steps, scale = quantise(guided)
    assert steps.dtype == np.int8
    assert steps.shape == (5, 3, 4, 4)
    restored = steps * scale[:, None, None, None]
    error = np.abs(restored - np.moveaxis(guided, 1, 0)).max((1, 2, 3))
    assert (error <= np.abs(guided).max((0, 2, 3)) / 254 * 1.001).all()


def test_guided_maps_may_live_in_memory_or_nowhere(tmp_path: Path) -> None:
    store = make_store(tmp_path / "a.zarr", guided="on demand")
    explanation = make_explanation(0)
    store.write_clip(record(0), explanation)
    assert store.guided_frame(0, 0) is None
    assert explanation.guided is not None
    for i in range(3):
        store.remember_guided(i, explanation.guided)
    assert store.guided_frame(0, 0) is None, "only the last two stay"
    guided = store.guided_frame(2, 1)
    assert guided is not None
    assert np.abs(guided - explanation.guided[:, 1]).max() <= np.abs(explanation.guided[:, 1]).max() / 254 * 1.001


def test_other_programs_can_read_the_arrays(tmp_path: Path) -> None:
    with make_store(tmp_path / "a.zarr") as store:
        store.write_clip(record(0), make_explanation(0))
    group = zarr.open_group(tmp_path / "a.zarr", mode="r")
    assert group["gradcampp"].metadata.dimension_names == ("clip", "slot", "row", "column")
    assert np.array_equal(group["gradcampp"][0], make_explanation(0).gradcampp)
    lengths: dict[str, set[int]] = {}
    names = {path.parent.name for path in (tmp_path / "a.zarr").glob("*/zarr.json")}
    for array in (group[name] for name in names):
        for name, length in zip(array.metadata.dimension_names, array.shape, strict=True):
            lengths.setdefault(name, set()).add(length)
    assert {"guided", "frame_to_face", "signed_points"} <= names
    assert {name: sorted(found) for name, found in lengths.items() if len(found) > 1} == {}, "xarray refuses such"


def test_space_needed_is_not_underestimated(tmp_path: Path) -> None:
    with make_store(tmp_path / "a.zarr", num_frames=600) as store:
        for i in range(store.plan.num_clips):
            store.write_clip(record(i), make_explanation(i))
        estimate = estimate_bytes(store.plan, CELLS, SIDE, "stored")
    used = sum(file.stat().st_size for file in (tmp_path / "a.zarr").rglob("*") if file.is_file())
    assert used <= estimate <= 5 * used


def test_settings_name_their_analysis() -> None:
    a = AnalysisSettings()
    assert a.key("r", "c") == AnalysisSettings().key("r", "c")
    others = [AnalysisSettings(sample_interval=1), AnalysisSettings(face_choice=FaceChoice(0, 1.0, 1.0))]
    assert len({a.key("r", "c"), a.key("r", "d"), a.key("s", "c"), *(o.key("r", "c") for o in others)}) == 5


def test_analyses_of_before_there_was_a_choice_of_precision_keep_their_names() -> None:
    """Keys as the program made them then."""
    recording, checkpoint = 64 * "a", 32 * "b"
    assert AnalysisSettings().key(recording, checkpoint) == "bfe02f99843f10c569ac666eb8240062"
    other = AnalysisSettings(sample_interval=1, slicing="contiguous")
    assert other.key(recording, checkpoint) == "555b43dfdb9043798627c1af1d7c7d07"
    assert AnalysisSettings(precision="bfloat16").key(recording, checkpoint) != AnalysisSettings().key(
        recording, checkpoint
    )


def test_analyses_of_before_faces_were_judged_open(tmp_path: Path) -> None:
    quality = FaceQuality(np.full((2, len(MEASURES)), 1, np.float32))
    path = tmp_path / "a.zarr"
    make_analysis(path, 60).close()
    with AnalysisStore.open(path, writable=True) as store:
        found = store.face_quality()
        assert found is not None
        assert not found.has_face.any()
        store.write_faces(1, store.face_track(1, 3), quality)
        found = store.face_quality()
        assert found is not None
        assert found.has_face.tolist() == [False, True, True, *[False] * (len(found.values) - 3)]
    shutil.rmtree(path / "face_quality")
    group = zarr.open_group(path, mode="r+")
    group.create_array("face_quality", shape=(len(found.values), 5), dtype="f4", fill_value=np.nan)
    with AnalysisStore.open(path, writable=True) as store:
        store.write_faces(1, store.face_track(1, 3), quality)
        found = store.face_quality()
        assert found is not None
        np.testing.assert_array_equal(found.values[1], [1, 1, 1, 1, 1, np.nan, np.nan])
        assert found.is_clipping_unknown.tolist() == [False, True, True, *[False] * (len(found.values) - 3)]
    shutil.rmtree(path / "face_quality")
    with AnalysisStore.open(path, writable=True) as store:
        assert store.face_quality() is None
        store.write_faces(1, store.face_track(1, 3), quality)
        assert store.face_quality() is None
