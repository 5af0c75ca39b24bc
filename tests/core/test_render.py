"""From stored numbers to pictures: every value against brute force, every state with its words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from stadrn_core.alignment import warp_face
from stadrn_core.colours import colour_table
from stadrn_core.render import (
    FrameMaps,
    ScaleLimits,
    ViewSettings,
    compose,
    frame_maps,
    guided_limits,
    guided_values,
    render_frame,
    scale_limits,
)
from stadrn_core.store import AnalysisStore
from stadrn_core.types import FacePlacement, FaceState, Frame
from tests.analyses import (
    CLIP_LENGTH,
    SIZE_PX,
    STRIDE_PX,
    TEMPORAL_STRIDE,
    TO_FACE,
    explanation,
    landmarks,
    make_analysis,
)

# 30 frames, clips at frames 0–15 and 14–29: frames 14 and 15 are covered by both.
BOTH = 14


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> AnalysisStore:
    return make_analysis(tmp_path_factory.mktemp("render") / "analysis.zarr", 30)


def frame(index: int = 5, width: int = 120, height: int = 90) -> Frame:
    rgb = np.random.default_rng(index).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Frame(index, index / 25, rgb)


def heat_by_hand(maps: np.ndarray, position: float) -> np.ndarray:
    slot = min(position / TEMPORAL_STRIDE, len(maps) - 1)
    below = min(int(slot), len(maps) - 2)
    return maps[below] * (1 - (slot - below)) + maps[below + 1] * (slot - below)


@pytest.mark.parametrize("index", [0, 3, 5, 13])
def test_weighted_map_is_score_times_gradcampp_at_the_frames_time(store: AnalysisStore, index: int) -> None:
    found = frame_maps(store, index, ViewSettings())
    of_clip = explanation(0, 0.2)
    assert found.heat == pytest.approx(0.2 * 63 * heat_by_hand(of_clip.gradcampp, index), abs=1e-4)
    assert found.score == pytest.approx(12.6)
    assert (found.clip_indices, found.explained_clips, found.note) == ((0,), (0,), None)
    assert found.heat is not None
    assert found.heat_face is not None
    assert found.heat_face[::STRIDE_PX, ::STRIDE_PX] == pytest.approx(found.heat, abs=1e-4)


@pytest.mark.parametrize(
    ("quantity", "field"), [("unweighted", "gradcampp"), ("gradcam", "gradcam"), ("signed", "signed_points")]
)
def test_other_quantities_are_not_weighted(store: AnalysisStore, quantity: str, field: str) -> None:
    found = frame_maps(store, 6, ViewSettings(quantity=quantity))  # type: ignore[arg-type]
    assert found.heat == pytest.approx(heat_by_hand(getattr(explanation(0, 0.2), field), 6), abs=1e-5)


def test_overlapping_clips_are_averaged_raw(store: AnalysisStore) -> None:
    found = frame_maps(store, BOTH, ViewSettings())
    first = 0.2 * 63 * heat_by_hand(explanation(0).gradcampp, BOTH)
    second = 0.3 * 63 * heat_by_hand(explanation(1).gradcampp, 0)
    assert found.heat == pytest.approx((first + second) / 2, abs=1e-4)
    assert found.score == pytest.approx(0.25 * 63)
    assert found.clip_indices == (0, 1)
    guided = (explanation(0).guided, explanation(1).guided)
    assert guided[0] is not None
    assert guided[1] is not None
    expected = (guided[0][:, BOTH] + guided[1][:, 0]) / 2
    assert found.guided == pytest.approx(expected, abs=0.03)  # 8-bit steps of a maximum near 5


def test_resize_placement_equals_torchs_trilinear_interpolation(store: AnalysisStore) -> None:
    maps = explanation(0, 0.2).gradcampp
    oracle = torch.nn.functional.interpolate(
        torch.from_numpy(maps)[None, None], size=(CLIP_LENGTH, SIZE_PX, SIZE_PX), mode="trilinear", align_corners=False
    )[0, 0].numpy()
    found = frame_maps(store, 7, ViewSettings(quantity="unweighted", placement="resize"))
    assert found.heat_face == pytest.approx(oracle[7], abs=1e-5)


def test_native_cells_are_the_nearest_in_space_and_time(store: AnalysisStore) -> None:
    settings = ViewSettings(quantity="unweighted", cells="native")
    maps = explanation(0, 0.2).gradcampp
    for index, slot in ((1, 0), (2, 1), (5, 1), (6, 2), (13, 3)):
        found = frame_maps(store, index, settings)
        assert found.heat is not None
        assert found.heat_face is not None
        assert (found.heat == maps[slot]).all()
        assert (found.heat_face[:16, :16] == maps[slot][0, 0]).all()
        assert (found.heat_face[16:, 16:] == maps[slot][1, 1]).all()


def test_guided_map_of_the_nearest_sampled_frame_is_named(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 60, interval=3) as store:
        found = {index: frame_maps(store, index, ViewSettings()) for index in (3, 4, 5)}
        assert [found[index].guided_frame_index for index in (3, 4, 5)] == [3, 3, 6]
        of_clip = explanation(0).guided
        assert of_clip is not None
        assert found[4].guided == pytest.approx(of_clip[:, 1], abs=0.03)
        assert frame_maps(store, 4, ViewSettings(), with_guided=False).guided is None


def test_without_guided_maps_there_is_none(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 20, guided="none") as store:
        found = frame_maps(store, 3, ViewSettings())
        assert (found.guided, found.guided_frame_index) == (None, None)
        assert guided_limits(store, 3, ViewSettings(), found) is None


def test_a_clamped_score_gives_no_weighted_map_but_says_so(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 30, raw_outputs={0: -0.1, 1: 0.4}) as store:
        clamped = frame_maps(store, 3, ViewSettings())
        assert (clamped.heat, clamped.heat_face, clamped.score) == (None, None, 0.0)
        assert clamped.note == "score clamped at 0: no map"
        unweighted = frame_maps(store, 3, ViewSettings(quantity="unweighted"))
        assert unweighted.heat is not None
        assert unweighted.note is None
        assert unweighted.remarks == ("score clamped at 0 in clip 1",)
        both = frame_maps(store, BOTH, ViewSettings())
        assert both.heat == pytest.approx(0.4 * 63 * explanation(1).gradcampp[0] / 2, abs=1e-4)
        assert both.remarks == ("score clamped at 0 in clip 1",)
        shown = render_frame(store, frame(3), ViewSettings())
        assert shown.heat is None
        assert (shown.original == frame(3).rgb).all()
        assert (shown.face == warp_face(frame(3).rgb, TO_FACE, SIZE_PX)).all()


def test_clips_that_are_not_ready_show_the_plain_face(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 30, raw_outputs={1: 0.4}) as store:
        waiting = render_frame(store, frame(3), ViewSettings())
        assert waiting.note == "not explained yet"
        assert (waiting.heat, waiting.score, waiting.guided) == (None, None, None)
        assert (waiting.face == warp_face(frame(3).rgb, TO_FACE, SIZE_PX)).all()
        partly = frame_maps(store, BOTH, ViewSettings())
        assert (partly.clip_indices, partly.explained_clips) == ((0, 1), (1,))
        assert partly.remarks == ("1 of 2 covering clips explained",)
        assert partly.heat == pytest.approx(0.4 * 63 * explanation(1).gradcampp[0], abs=1e-4)


def test_a_skipped_clip_gives_its_reason(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 30, raw_outputs={0: None, 1: 0.4}, without_face=(3,)) as store:
        assert frame_maps(store, 4, ViewSettings()).note == "clip 1 skipped: a face in 5 of 16 frames"
        shown = render_frame(store, frame(3), ViewSettings())
        assert shown.note == "no face · clip 1 skipped: a face in 5 of 16 frames"
        assert shown.face is None


def test_a_held_face_shows_its_map_but_nothing_on_the_frame(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 30, without_face=(3,)) as store:
        shown = render_frame(store, frame(3), ViewSettings(show_landmarks=True))
        assert shown.placement.state is FaceState.HELD
        assert shown.note == "no face in this frame: the clip holds the nearest one"
        assert shown.face is None
        assert shown.heat is not None
        assert shown.original is not None
        assert (shown.original == frame(3).rgb).all()


def test_limits_over_frame_clip_and_recording(store: AnalysisStore) -> None:
    maps = frame_maps(store, 5, ViewSettings())
    maxima = [explanation(i).gradcampp.max() * (0.2 + 0.1 * i) * 63 for i in range(2)]
    expected = {"clip": maxima[0], "recording": max(maxima), "frame": maps.heat.max() if maps.heat is not None else 0}
    for mode, high in expected.items():
        limits = scale_limits(store, 5, ViewSettings(scale_mode=mode), maps)  # type: ignore[arg-type]
        assert limits is not None
        assert (limits.low, limits.mode, limits.provisional) == (0.0, mode, False)
        assert limits.high == pytest.approx(high, rel=1e-5)
    both = scale_limits(store, BOTH, ViewSettings(scale_mode="clip"), None)
    assert both is not None
    assert both.high == pytest.approx(max(maxima), rel=1e-5)


def test_limits_of_signed_evidence_are_symmetric(store: AnalysisStore) -> None:
    limits = scale_limits(store, 5, ViewSettings(quantity="signed"), None)
    largest = max(np.abs(explanation(i).signed_points).max() for i in range(2))  # type: ignore[arg-type]
    assert limits is not None
    assert (-limits.low, limits.high) == pytest.approx((largest, largest))
    assert limits.unit == "BDI-II points per cell"
    manual = ViewSettings(quantity="signed", scale_mode="manual", manual_limits=(-1.0, 3.0))
    assert scale_limits(store, 5, manual, None) == ScaleLimits(-3.0, 3.0, "manual", limits.unit, saturates=True)


def test_guided_limits_are_a_stated_share_of_the_maximum(store: AnalysisStore) -> None:
    largest = max(np.abs(explanation(i).guided).max() for i in range(2))  # type: ignore[arg-type]
    whole = guided_limits(store, 5, ViewSettings(guided_saturation=1.0), None)
    assert whole is not None
    assert (-whole.low, whole.high, whole.saturates) == pytest.approx((largest, largest, False))
    quarter = guided_limits(store, 5, ViewSettings(guided_style="magnitude", scale_mode="clip"), None)
    of_clip = explanation(0).guided
    assert of_clip is not None
    assert quarter is not None
    assert (quarter.low, quarter.high, quarter.saturates) == pytest.approx((0, np.abs(of_clip).max() / 4, True))
    maps = frame_maps(store, 5, ViewSettings())
    shown = guided_limits(store, 5, ViewSettings(scale_mode="frame", guided_saturation=1.0), maps)
    assert shown is not None
    assert maps.guided is not None
    assert shown.high == pytest.approx(np.abs(maps.guided).max())
    by_hand = ViewSettings(scale_mode="manual", manual_limits=(0.0, 1.0), guided_saturation=1.0)
    assert guided_limits(store, 5, by_hand, None) == whole


def test_limits_are_provisional_while_clips_are_to_come(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 30, raw_outputs={1: 0.3}) as store:
        recording = scale_limits(store, 0, ViewSettings(), None)
        assert recording is not None
        assert recording.provisional
        assert recording.label.endswith("so far")
        assert scale_limits(store, 0, ViewSettings(scale_mode="clip"), None) is None
        partly = scale_limits(store, BOTH, ViewSettings(scale_mode="clip"), None)
        assert partly is not None
        assert partly.provisional
    with make_analysis(tmp_path / "b.zarr", 30, raw_outputs={}) as store:
        assert scale_limits(store, 0, ViewSettings(), frame_maps(store, 0, ViewSettings())) is None


def test_a_recording_of_zeros_has_a_scale_all_the_same(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 16, raw_outputs={0: -0.5}) as store:
        assert scale_limits(store, 0, ViewSettings(), None) == ScaleLimits(0.0, 1.0, "recording", "Grad-CAM++ × points")


@pytest.mark.parametrize(
    ("limits", "label", "ends"),
    [
        (ScaleLimits(0, 3.1, "recording", "u"), "recording 0–3.1", ("0", "3.1")),
        (ScaleLimits(-0.02, 0.02, "clip", "u", True), "clip ±0.02 so far", ("−0.02", "0.02")),
        (
            ScaleLimits(-2.5e-7, 2.5e-7, "frame", "u", saturates=True),
            "frame ±2.5e−7 and beyond",
            ("≤−2.5e−7", "≥2.5e−7"),
        ),
        (ScaleLimits(0, 1.5e9, "manual", "u", saturates=True), "manual 0–1.5e9 and beyond", ("0", "≥1.5e9")),
        (ScaleLimits(-1, 2, "manual", "u"), "manual −1–2", ("−1", "2")),
    ],
)
def test_limits_in_words(limits: ScaleLimits, label: str, ends: tuple[str, str]) -> None:
    assert limits.label == label
    assert limits.ends == ends


def test_limits_need_low_below_high() -> None:
    with pytest.raises(ValueError, match="low < high"):
        ScaleLimits(1.0, 1.0, "frame", "u")


def test_guided_values_by_hand() -> None:
    guided = np.array([[[1.0]], [[-4.0]], [[0.0]]], dtype=np.float32)
    assert guided_values(guided, "signed") == pytest.approx(-1.0)
    assert guided_values(guided, "magnitude") == pytest.approx(4.0)


def test_compose_blends_the_aligned_face_by_hand(store: AnalysisStore) -> None:
    settings = ViewSettings(opacity=0.25, colormap="cividis")
    shown = render_frame(store, frame(), settings)
    assert shown.heat_values is not None
    assert shown.heat is not None
    assert shown.limits is not None
    table = colour_table("cividis")
    index = np.clip(shown.heat_values / shown.limits.high * 255 + 0.5, 0, 255).astype(int)
    assert np.abs(shown.heat.astype(int) - table[index].astype(int)).max() <= 2
    face = warp_face(frame().rgb, TO_FACE, SIZE_PX)
    assert np.abs(shown.face - (0.75 * face + 0.25 * shown.heat.astype(float))).max() <= 0.51
    # The square of the face in the frame is at (20, 10), 64 px wide; its soft border is left out of the comparison.
    inner = shown.original[15:69, 25:79].astype(float)
    expected = 0.75 * frame().rgb[15:69, 25:79] + 0.25 * shown.heat[5:59, 5:59]
    assert np.abs(inner - expected).max() <= 1.01
    outside = np.ones((90, 120), dtype=bool)
    outside[10:74, 20:84] = False
    assert (shown.original[outside] == frame().rgb[outside]).all()


def test_compose_shows_guided_values_in_their_colours(store: AnalysisStore) -> None:
    shown = render_frame(store, frame(), ViewSettings(guided_saturation=0.5))
    assert shown.guided_values is not None
    assert shown.guided is not None
    assert shown.guided_limits is not None
    share = (shown.guided_values - shown.guided_limits.low) / (2 * shown.guided_limits.high)
    index = np.clip(share * 255 + 0.5, 0, 255).astype(int)
    assert np.abs(shown.guided.astype(int) - colour_table("guided")[index]).max() <= 3
    assert shown.guided_frame_index == 5


def test_zero_evidence_is_neutral_grey() -> None:
    zeros = np.zeros((SIZE_PX, SIZE_PX), dtype=np.float32)
    maps = FrameMaps(0, SIZE_PX, (0,), (0,), 5.0, zeros[:2, :2], zeros, np.zeros((3, SIZE_PX, SIZE_PX), np.float32), 0)
    placement = FacePlacement(FaceState.FOUND, None, TO_FACE)
    limits = ScaleLimits(-1, 1, "clip", "u")
    shown = compose(frame(0), placement, maps, limits, limits, ViewSettings(quantity="signed"))
    for picture in (shown.heat, shown.guided):
        assert picture is not None
        assert np.ptp(picture) == 0


def test_landmarks_are_drawn_on_both_pictures_and_on_no_decoded_frame(store: AnalysisStore) -> None:
    source = frame()
    before = source.rgb.copy()
    with_dots = render_frame(store, source, ViewSettings(show_landmarks=True))
    without = render_frame(store, source, ViewSettings())
    assert (source.rgb == before).all()
    x, y = np.rint(landmarks()[0]).astype(int)
    assert with_dots.original[y, x].min() > 150
    assert with_dots.face is not None
    assert with_dots.face[y - 10, x - 20].min() > 150
    assert (with_dots.original != without.original).any()
    plain = compose(source, store.placement(5), None, None, None, ViewSettings(show_landmarks=True), SIZE_PX)
    assert (source.rgb == before).all()
    assert plain.original[y, x].min() > 150


def test_without_an_analysis_the_frame_stays_as_it_is() -> None:
    source = frame()
    shown = compose(source, FacePlacement(FaceState.UNKNOWN, None, None), None, None, None, ViewSettings())
    assert shown.original is source.rgb
    assert (shown.face, shown.heat, shown.guided, shown.note, shown.clip_indices) == (None, None, None, None, ())


def test_a_heatmap_needs_limits(store: AnalysisStore) -> None:
    maps = frame_maps(store, 5, ViewSettings())
    with pytest.raises(ValueError, match="limits"):
        compose(frame(), store.placement(5), maps, None, None, ViewSettings())


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": "raw"},
        {"cells": "smooth"},
        {"colormap": "rainbow"},
        {"opacity": 1.5},
        {"guided_saturation": 0.0},
        {"scale_mode": "manual"},
        {"scale_mode": "manual", "manual_limits": (1.0, 1.0)},
        {"manual_limits": (0.0, float("inf"))},
    ],
)
def test_impossible_settings_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must|needs"):
        ViewSettings(**changes)  # type: ignore[arg-type]


def test_rendering_imports_no_network_and_no_window() -> None:
    import subprocess
    import sys

    code = (
        "import sys, stadrn_core.render; from stadrn_core.export import figure, table, video;"
        "sys.exit(bool({'torch', 'PySide6', 'dlib', 'matplotlib.pyplot'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
