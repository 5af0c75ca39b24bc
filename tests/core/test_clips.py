"""Slicing against the rules written out by brute force, and the network's input against plain arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest

from stadrn_core.clips import clip_tensor, make_plan, nearest_with_face


@pytest.mark.parametrize("interval", [1, 3, 7])
@pytest.mark.parametrize("num_frames", [1, 63, 64, 65, 72, 129, 192, 1000, 10_000])
def test_published_slicing(num_frames: int, interval: int) -> None:
    plan = make_plan(num_frames, interval)
    sampled = list(range(0, num_frames, interval))
    n = len(sampled)
    assert plan.frame_indices.tolist() == sampled
    assert plan.num_clips == math.ceil(n / 64)
    assert plan.positions.shape == (plan.num_clips, 64)
    if n <= 64:
        assert plan.positions[0].tolist() == [math.floor(t * n / 64) for t in range(64)]
    else:
        starts = plan.positions[:, 0]
        assert (np.diff(plan.positions, axis=1) == 1).all()
        assert starts[0] == 0
        assert plan.positions[-1, -1] == n - 1
        assert np.ptp(np.diff(starts)) <= 1, "starts are spread evenly"
        assert set(plan.positions.ravel().tolist()) == set(range(n)), "no frame is left out"


@pytest.mark.parametrize("num_frames", [65, 192, 193, 1000])
def test_contiguous_slicing_shifts_only_the_last_clip(num_frames: int) -> None:
    plan = make_plan(num_frames, 1, slicing="contiguous")
    starts = plan.positions[:, 0].tolist()
    assert starts[:-1] == [64 * i for i in range(len(starts) - 1)]
    assert starts[-1] == num_frames - 64
    assert set(plan.positions.ravel().tolist()) == set(range(num_frames))


def test_every_source_frame_is_covered() -> None:
    for num_frames in (1, 5, 200, 641):
        plan = make_plan(num_frames, 3)
        for frame in range(num_frames):
            covering = plan.clips_of(frame)
            assert covering, frame
            for i in covering:
                first, stop = plan.span(i)
                assert first <= frame < stop
                assert plan.clip_frames(i)[0] == first


@pytest.mark.parametrize(
    ("changes", "named"), [({"sample_interval": 0}, "sample_interval"), ({"slicing": "x"}, "slicing")]
)
def test_nonsense_is_refused(changes: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        make_plan(100, **changes)  # type: ignore[arg-type]


def test_the_nearest_face_is_held() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        has_face = rng.random(rng.integers(1, 20)) < 0.4
        ours = nearest_with_face(has_face)
        for i, chosen in enumerate(ours):
            present = np.flatnonzero(has_face)
            expected = -1 if len(present) == 0 else min(present, key=lambda p: (abs(p - i), p))
            assert chosen == expected


def test_clip_tensor_is_imagenet_normalised() -> None:
    faces = np.random.default_rng(0).integers(0, 256, (4, 5, 5, 3), dtype=np.uint8)
    expected = (faces / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    ours = clip_tensor(faces)
    assert ours.shape == (3, 4, 5, 5)
    assert ours.dtype == np.float32
    assert ours.flags.c_contiguous
    np.testing.assert_allclose(ours, np.moveaxis(expected, 3, 0), rtol=1e-5, atol=1e-6)
    with pytest.raises(ValueError, match=r"\(T, S, S, 3\) uint8"):
        clip_tensor(faces[0])
