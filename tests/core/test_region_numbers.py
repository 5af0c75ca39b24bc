"""Numbers by region against brute force: the map drawn for each frame, summed over masks."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from stadrn_core.alignment import apply
from stadrn_core.errors import StoreError
from stadrn_core.geometry import Placement, slot_weight, spread_over_face
from stadrn_core.regions.atlas import NUM_REGIONS, PAIRS, Region, region_labels, region_masks
from stadrn_core.regions.numbers import HeatQuantity, RegionReader
from stadrn_core.regions.sums import HIGH_BACKGROUND_SHARE, MEASURES, RegionSums, nothing
from stadrn_core.render import Cells, ViewSettings, frame_maps
from stadrn_core.store import AnalysisStore
from stadrn_core.types import FaceState
from tests.analyses import CLIP_LENGTH, SIZE_PX, STRIDE_PX, TEMPORAL_STRIDE
from tests.region_analyses import make_moving_analysis

Look = tuple[HeatQuantity, Cells, Placement]
LOOKS: list[Look] = [
    ("weighted", "interpolated", "centred"),
    ("unweighted", "native", "centred"),
    ("gradcam", "interpolated", "resize"),
]


def masks_of(store: AnalysisStore, frame_index: int) -> np.ndarray:
    """(16, S, S) bool of a frame with a face."""
    placement = store.placement(frame_index)
    assert placement.landmarks is not None
    assert placement.frame_to_face is not None
    return region_masks(region_labels(apply(placement.frame_to_face, placement.landmarks), SIZE_PX))


@pytest.mark.parametrize("look", LOOKS)
def test_frames_are_the_drawn_map_over_masks(tmp_path: Path, look: Look) -> None:
    quantity, cells, placement = look
    settings = ViewSettings(quantity=quantity, cells=cells, placement=placement)
    with make_moving_analysis(tmp_path / "a.zarr", 61, 2) as store:  # two clips that share sampled frames
        found = RegionReader(store, quantity, cells, placement).frames(3, 58, 5)
        assert found.frame_indices.tolist() == list(range(3, 58, 5))
        for i, frame_index in enumerate(found.frame_indices.tolist()):
            drawn = frame_maps(store, frame_index, settings).heat_face
            assert drawn is not None
            masks = masks_of(store, frame_index)
            values = [drawn[mask] for mask in masks]
            total = float(drawn.sum(dtype=np.float64))
            # Small regions of a 64 px face may be empty: they have no mean and no maximum.
            mean = [v.mean(dtype=np.float64) if len(v) else np.nan for v in values]
            assert found.sums.of("mean")[:, i] == pytest.approx(mean, rel=1e-5, nan_ok=True)
            largest = [v.max() if len(v) else np.nan for v in values]
            assert found.sums.of("maximum")[:, i] == pytest.approx(largest, rel=1e-6, nan_ok=True)
            share = np.array([v.sum(dtype=np.float64) / total for v in values])
            assert found.sums.of("share")[:, i] == pytest.approx(share, rel=1e-5)
            with np.errstate(invalid="ignore"):
                relative = share / masks.mean(axis=(1, 2))
            assert found.sums.of("relative_share")[:, i] == pytest.approx(relative, rel=1e-5, nan_ok=True)


def test_points_of_a_frame_add_up_to_its_map(tmp_path: Path) -> None:
    with make_moving_analysis(tmp_path / "a.zarr", 61, 2) as store:
        found = RegionReader(store).frames(0, 61)
        for i in range(61):
            cells = frame_maps(store, i, ViewSettings(quantity="signed")).heat
            assert cells is not None
            assert found.sums.points[:, i].sum() == pytest.approx(float(cells.sum()), abs=1e-5)


@pytest.mark.parametrize("look", LOOKS)
def test_clips_are_sums_over_what_the_network_saw(tmp_path: Path, look: Look) -> None:
    quantity, cells, placement = look
    native = cells == "native"
    without = (3, 4, 17)
    with make_moving_analysis(tmp_path / "a.zarr", 40, without_face=without) as store:
        reader = RegionReader(store, quantity, cells, placement)
        clips = list(reader.clips())
        assert [clip.clip_index for clip in clips] == [0, 1, 2]
        for clip in clips:
            maps, record = store.clip_maps(clip.clip_index), store.records[clip.clip_index]
            stack = maps.gradcam if quantity == "gradcam" else maps.gradcampp
            if quantity == "weighted":
                stack = stack * np.float32(record.score)
            heat, area, largest = np.zeros(NUM_REGIONS), np.zeros(NUM_REGIONS), np.full(NUM_REGIONS, -np.inf)
            frames = store.plan.clip_frames(clip.clip_index)
            for t, frame_index in enumerate(frames.tolist()):
                held = {3: 2, 4: 5, 17: 16 if 16 in frames else 18}.get(frame_index, frame_index)
                masks = masks_of(store, held)
                when = slot_weight(t, len(stack), CLIP_LENGTH, TEMPORAL_STRIDE, placement, native)
                drawn = spread_over_face(when.of(stack), SIZE_PX, STRIDE_PX, placement, native)
                heat += [drawn[mask].sum(dtype=np.float64) for mask in masks]
                area += masks.sum(axis=(1, 2))
                largest = np.maximum(largest, [drawn[mask].max(initial=-np.inf) for mask in masks])
            assert clip.sums.area_px.tolist() == area.tolist()
            assert clip.sums.heat == pytest.approx(heat, rel=1e-5)
            assert clip.sums.maximum == pytest.approx(largest, rel=1e-5)
            assert clip.sums.points.sum() == pytest.approx(record.signed_total, abs=1e-4)
            held_here = int(np.isin(frames, without).sum())
            assert (clip.num_held, clip.num_positions, clip.score) == (held_here, CLIP_LENGTH, record.score)


def test_points_of_a_slot_go_to_the_faces_of_its_time(tmp_path: Path) -> None:
    with make_moving_analysis(tmp_path / "a.zarr", 16) as store:
        reader = RegionReader(store, cells="native")
        maps = store.clip_maps(0)
        assert maps.signed_points is not None
        maps.signed_points[:] = 0
        maps.signed_points[1, 0, 1] = 8.0  # positions 2–5, the upper right quarter: rows 0–15, columns 16–63
        shares = [masks_of(store, frame)[:, :16, 16:].mean(axis=(1, 2)) for frame in (2, 3, 4, 5)]
        assert reader.clip(0).sums.points == pytest.approx(8.0 * np.mean(shares, axis=0))


def test_without_a_face_or_a_map_there_is_no_number(tmp_path: Path) -> None:
    with make_moving_analysis(tmp_path / "a.zarr", 40, 2, {0: -0.1}, without_face=(4,)) as store:
        found = RegionReader(store).frames(0, 40)
        assert {FaceState(int(state)) for state in found.states[[3, 4, 5]]} == {FaceState.HELD}
        assert np.isnan(found.sums.area_px[:, 3:6]).all()
        assert (found.sums.area_px[:, 6].sum(), found.sums.area_px[:, 38].sum()) == (SIZE_PX**2, SIZE_PX**2)
        assert np.isnan(found.sums.heat).all(), "the score is clamped, and the second clip is not explained"
        assert np.isfinite(found.sums.points[:, 7]).all(), "signed evidence is there all the same"
        assert np.isnan(found.sums.points[:, 38]).all()
        (clip,) = RegionReader(store).clips()
        assert clip.sums.heat.tolist() == [0.0] * NUM_REGIONS
        assert np.isnan(clip.sums.share).all()
        (unweighted,) = RegionReader(store, "unweighted").clips()
        assert unweighted.sums.share.sum() == pytest.approx(1)


def test_measures_from_numbers_by_hand() -> None:
    area, heat = np.ones(NUM_REGIONS), np.zeros(NUM_REGIONS)
    area[Region.BACKGROUND], heat[Region.BACKGROUND] = 85, 5
    heat[Region.LEFT_CHEEK], heat[Region.RIGHT_CHEEK] = 12, 3
    sums = RegionSums(area, heat, heat, np.full(NUM_REGIONS, np.nan))
    assert sums.share[Region.LEFT_CHEEK] == pytest.approx(0.6)
    assert sums.area_share[Region.LEFT_CHEEK] == pytest.approx(0.01)
    assert sums.relative_share[Region.LEFT_CHEEK] == pytest.approx(60)
    assert sums.mean[Region.BACKGROUND] == pytest.approx(5 / 85)
    assert sums.asymmetry[list(PAIRS).index("cheek")] == pytest.approx((12 - 3) / (12 + 3))
    assert np.isnan(sums.asymmetry[list(PAIRS).index("brow")])
    assert sums.share[Region.BACKGROUND] == pytest.approx(HIGH_BACKGROUND_SHARE)
    assert sums.background_is_high
    assert not dataclasses.replace(sums, heat=heat - 0.1 * (heat == 5)).background_is_high
    for measure in MEASURES:
        assert sums.of(measure).shape == (NUM_REGIONS,)
    with pytest.raises(ValueError, match="relative_share"):
        sums.of("median")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"heat must be \(16, …\)"):
        RegionSums(area, heat[:3], heat, heat)
    assert not nothing(2).background_is_high.any(), "no number raises no alarm"


def test_refusals(tmp_path: Path) -> None:
    with make_moving_analysis(tmp_path / "a.zarr", 16) as store:
        with pytest.raises(ValueError, match="quantity must be one of"):
            RegionReader(store, "signed")  # type: ignore[arg-type]
        reader = RegionReader(store)
        for wrong in ((0, 17, 1), (-1, 3, 1), (0, 3, 0)):
            with pytest.raises(ValueError, match="frames must lie in"):
                reader.frames(*wrong)
        recording = dataclasses.replace(store.manifest.recording, is_aligned=True)
        store.manifest = dataclasses.replace(store.manifest, recording=recording)
        with pytest.raises(StoreError, match="aligned faces, for which no landmarks are stored"):
            RegionReader(store)


def test_others_are_left_room_between_faces(tmp_path: Path) -> None:
    calls: list[int] = []
    with make_moving_analysis(tmp_path / "a.zarr") as store:
        reader = RegionReader(store, between=lambda: calls.append(1))
        reader.frames(0, 10, 2)
        assert len(calls) == 5
        reader.clip(0)
    assert len(calls) == 5 + 2 * store.plan.clip_length
