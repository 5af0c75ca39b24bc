"""Aligned faces between analyses: the same to the last bit, found without the recording, and never too many."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pytest

from stadrn_core import chunk_cache
from stadrn_core.analyze import Analysis
from stadrn_core.checkpoint import init_checkpoint, load_checkpoint
from stadrn_core.chunk_cache import ChunkCache
from stadrn_core.cli import main
from stadrn_core.face_pool import FacePool
from stadrn_core.manifest import AnalysisSettings
from stadrn_core.model import ModelConfig
from stadrn_core.subject import SubjectFollower
from stadrn_core.types import AlignmentConfig, FaceChoice, FaceChunk, FaceState, FaceTrack

if TYPE_CHECKING:
    from pathlib import Path

SHA = "a" * 64
FRAMES = [0, 3, 6, 9]


def cache_of(sha: str = SHA, alignment: AlignmentConfig | None = None, choice: FaceChoice | None = None) -> ChunkCache:
    return ChunkCache.of(sha, alignment or AlignmentConfig(), choice, None)


def made_up_chunk(frames: list[int], seed: int = 0) -> FaceChunk:
    rng = np.random.default_rng(seed)
    count = len(frames)
    track = FaceTrack(
        np.array(frames, np.int64),
        np.array([FaceState.FOUND] * (count - 1) + [FaceState.NONE], np.uint8),
        rng.normal(size=(count, 68, 2)).astype(np.float32),
        rng.normal(size=(count, 2, 3)),
    )
    return FaceChunk(track, rng.integers(0, 256, (count, 32, 32, 3), np.uint8))


def assert_equal(a: FaceChunk | None, b: FaceChunk) -> None:
    assert a is not None
    np.testing.assert_array_equal(a.faces, b.faces)
    for name in ("frame_indices", "states", "landmarks", "frame_to_face"):
        got, wanted = getattr(a.track, name), getattr(b.track, name)
        np.testing.assert_array_equal(got, wanted)
        assert got.dtype == wanted.dtype


def test_what_is_read_is_what_was_written() -> None:
    cache, chunk = cache_of(), made_up_chunk(FRAMES)
    assert cache.read(FRAMES) is None
    assert not cache.has_any()
    cache.write(chunk)
    assert_equal(cache.read(FRAMES), chunk)
    assert cache.has_any()
    assert cache.read(FRAMES[:-1]) is None


@pytest.mark.parametrize(
    "other",
    [
        cache_of("b" * 64),
        cache_of(alignment=AlignmentConfig(eye_line=0.3)),
        cache_of(choice=FaceChoice(0, 1.0, 2.0)),
    ],
    ids=["recording", "alignment", "choice"],
)
def test_other_recordings_and_settings_have_their_own(other: ChunkCache) -> None:
    other = ChunkCache(chunk_cache.recordings_folder() / other.folder.name, other.key)
    cache_of().write(made_up_chunk(FRAMES))
    assert other.read(FRAMES) is None
    assert not other.has_any()


@pytest.mark.parametrize("damage", ["cut short", "emptied", "overwritten", "pictures"])
def test_a_damaged_file_counts_as_absent(damage: str) -> None:
    cache, chunk = cache_of(), made_up_chunk(FRAMES)
    cache.write(chunk)
    (path,) = cache.folder.iterdir()
    content = bytearray(path.read_bytes())
    match damage:
        case "cut short":
            path.write_bytes(content[: len(content) // 2])
        case "emptied":
            path.write_bytes(b"")
        case "overwritten":
            path.write_bytes(os.urandom(len(content)))
        case "pictures":
            start = content.index(b"\x89PNG")
            content[start : start + 4] = b"none"
            path.write_bytes(content)
    assert cache.read(FRAMES) is None
    assert not path.exists()
    cache.write(chunk)
    assert_equal(cache.read(FRAMES), chunk)


def test_a_disk_that_takes_nothing_is_borne(tmp_path: Path) -> None:
    obstacle = tmp_path / "file"
    obstacle.write_text("not a folder")
    cache = ChunkCache(obstacle / "recording", "key")
    cache.write(made_up_chunk(FRAMES))
    assert cache.read(FRAMES) is None


def test_the_least_recently_used_go_first() -> None:
    cache = cache_of()
    chunks = [made_up_chunk([4 * i, 4 * i + 1], seed=i) for i in range(4)]
    for age, chunk in enumerate(chunks):
        cache.write(chunk)
        (newest,) = [path for path in cache.folder.iterdir() if path.stat().st_mtime > 2000]
        os.utime(newest, (1000 + age, 1000 + age))
    sizes = {path.stat().st_size for path in cache.folder.iterdir()}
    assert cache.read([0, 1]) is not None  # the oldest is used again
    assert chunk_cache.used_bytes() == sum(path.stat().st_size for path in cache.folder.iterdir())
    removed = chunk_cache.trim(chunk_cache.used_bytes() - max(sizes))
    assert removed in range(min(sizes), 2 * max(sizes) + 1)
    assert cache.read([4, 5]) is None
    assert cache.read([0, 1]) is not None
    assert cache.read([12, 13]) is not None
    assert chunk_cache.trim(10**9) == 0


def test_one_recording_or_everything_is_removed() -> None:
    kept, gone = cache_of("c" * 64), cache_of("d" * 64)
    for cache in (kept, gone):
        cache.write(made_up_chunk(FRAMES))
    assert chunk_cache.clear("d" * 64) > 0
    assert gone.read(FRAMES) is None
    assert kept.read(FRAMES) is not None
    assert chunk_cache.clear() > 0
    assert chunk_cache.used_bytes() == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_only_the_owner_can_read_faces() -> None:
    cache = cache_of()
    cache.write(made_up_chunk(FRAMES))
    (path,) = cache.folder.iterdir()
    assert path.stat().st_mode & 0o077 == 0
    assert cache.folder.stat().st_mode & 0o077 == 0


def test_a_second_pool_needs_no_recording(demo_video: Path, tmp_path: Path) -> None:
    cache = cache_of()
    with FacePool(demo_video, None, AlignmentConfig(), num_processes=0, cache=cache) as pool:
        found = pool.submit(FRAMES).result()
    with FacePool(tmp_path / "gone.mp4", None, AlignmentConfig(), num_processes=0, cache=cache) as pool:
        assert_equal(pool.submit(FRAMES).result(), found)
    with FacePool(tmp_path / "gone.mp4", None, AlignmentConfig(), num_processes=1, cache=cache) as pool:
        assert_equal(pool.submit(FRAMES).result(60), found)


def test_a_second_checkpoint_looks_for_no_face(
    demo_video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[list[int]] = []
    analyse = SubjectFollower.analyse_chunk

    def counted(follower: SubjectFollower, frames: list[int]) -> FaceChunk:
        looked.append(list(frames))
        return analyse(follower, frames)

    monkeypatch.setattr(SubjectFollower, "analyse_chunk", counted)
    settings = AnalysisSettings(sample_interval=10, guided="none")
    stores = []
    for seed, cache_bytes in ((0, 10**9), (1, 10**9), (1, 0)):
        path = tmp_path / f"{seed}-{cache_bytes}.safetensors"
        config = ModelConfig(features=2, stem_width=4, layers=(1, 1, 1, 1), clip_length=8, frame_size=64)
        init_checkpoint(path, config, seed=seed)
        analysis = Analysis(
            demo_video,
            load_checkpoint(path, "cpu"),
            settings,
            tmp_path / f"{path.stem}.zarr",
            num_processes=0,
            cache_bytes=cache_bytes,
        )
        for _ in analysis.run():
            pass
        assert analysis.store is not None
        quality = analysis.store.face_quality()
        assert quality is not None
        assert np.isfinite(quality.values).any()
        stores.append((len(looked), analysis.store.video_score, analysis.store.face_states().tolist(), quality.values))
    first, second, without = stores
    assert first[0] > 0
    assert second[0] == first[0]
    assert without[0] == 2 * first[0]
    assert second[1] == without[1]
    assert first[2] == second[2] == without[2]
    for one in (second, without):
        np.testing.assert_array_equal(one[3], first[3])
    assert chunk_cache.used_bytes() == 0  # what a limit of nothing leaves


def test_the_command_tells_and_clears(capsys: pytest.CaptureFixture[str]) -> None:
    cache_of().write(made_up_chunk(FRAMES))
    megabytes = f"{chunk_cache.used_bytes() / 1e6:.1f} MB"
    assert main(["cache"]) == 0
    assert megabytes in capsys.readouterr().err
    assert main(["cache", "--clear"]) == 0
    assert f"Removed {megabytes}" in capsys.readouterr().err
    assert chunk_cache.used_bytes() == 0
