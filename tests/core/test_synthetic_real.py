"""What only the real head can show: equal seeds, truth against the rendered frames, dlib against the truth.

Runs where the package anny is installed and has built its cache (``python -m stadrn_core.synthetic.demo`` once).
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from benchmarks.bench_alignment import measure
from stadrn_core.alignment import apply, face_transform
from stadrn_core.synthetic.landmarks import MIRROR, landmark_points
from stadrn_core.synthetic.motion import ActionMotion
from stadrn_core.synthetic.people import sample_person
from stadrn_core.synthetic.quality import DRAFT
from stadrn_core.synthetic.score import recording_score
from stadrn_core.synthetic.shade import Renderer
from stadrn_core.synthetic.stills import draw_still
from stadrn_core.synthetic.studio import Studio, studio
from stadrn_core.synthetic.takes import TakeSettings, auxiliary_means, film_take, sample_take
from stadrn_core.synthetic.truth import Truth, load_truth, truth_paths


def _cache_is_built() -> bool:
    cache = Path(os.environ.get("ANNY_CACHE_DIR", Path.home() / ".cache" / "anny"))
    return importlib.util.find_spec("anny") is not None and any(cache.rglob("build_model_data_*.safetensors"))


pytestmark = [
    pytest.mark.skipif(not _cache_is_built(), reason="needs the extra 'synthetic' and its cache"),
    pytest.mark.filterwarnings("default"),
]
SETTINGS = TakeSettings(kind="mouth_corners", seconds=0.5, width=240, height=180, frame_rate=10)


@pytest.fixture(scope="module")
def tools() -> Studio:
    return studio()


@pytest.fixture(scope="module")
def filmed(tools: Studio, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("take") / "take.mp4"
    events = list(film_take(sample_take(3, 1, 0, SETTINGS), path, tools=tools))
    assert [(event.done, event.total) for event in events] == [(k, 5) for k in range(1, 6)]
    return path


@pytest.fixture(scope="module")
def truth(filmed: Path) -> Truth:
    return load_truth(filmed)


def test_the_same_seed_gives_the_same_files(filmed: Path, tools: Studio, tmp_path: Path) -> None:
    again, other = tmp_path / "take.mp4", tmp_path / "other.mp4"
    for path, number in ((again, 0), (other, 1)):
        for _ in film_take(sample_take(3, 1, number, SETTINGS), path, tools=tools):
            pass
    assert again.read_bytes() == filmed.read_bytes()
    assert truth_paths(again)[0].read_bytes() == truth_paths(filmed)[0].read_bytes()
    assert other.read_bytes() != filmed.read_bytes()
    assert load_truth(other).identity == load_truth(filmed).identity
    with av.open(str(filmed)) as container:
        assert sum(1 for _ in container.decode(video=0)) == 5


def test_score_and_intensities_are_the_scripts(truth: Truth) -> None:
    script = sample_take(3, 1, 0, SETTINGS).script
    expressions = [script.expression(t) for t in script.times(10)]
    score, static = recording_score(expressions, 10.0)
    assert truth.score == pytest.approx(score)
    assert truth.score > 14
    np.testing.assert_allclose(truth.static_scores, static, rtol=1e-5)
    for index, expression in enumerate(expressions):
        held = {name: value for name, value in truth.held_at(index).items() if value}
        assert held == pytest.approx(expression, abs=1e-6)
    frown = np.mean([e["mouthFrownLeft"] + e["mouthFrownRight"] for e in expressions]) / 2
    assert auxiliary_means(truth)["mouthFrown"] == pytest.approx(frown, abs=1e-5)
    assert auxiliary_means(truth)["browDown"] == 0.0


def test_true_landmarks_are_mirror_images_on_the_average_head(tools: Studio) -> None:
    places = landmark_points().at(tools.surface.surface.canonical.astype(np.float64))
    np.testing.assert_allclose(places, places[MIRROR] * (-1, 1, 1), atol=0.0015)
    assert (places[36:42, 0] < 0).all()
    assert (places[42:48, 0] > 0).all()
    x, _, z = places.T
    assert z[8] < z[48:68].min() < z[30] < z[36:48].min() < z[17:27].min()
    assert x[0] < x[36] < x[39] < x[42] < x[45] < x[16]


def test_motion_maps_agree_with_the_landmarks_way(truth: Truth, tools: Studio) -> None:
    """The corner of the mouth, rendered with and without its action: the map says the same at its pixel."""
    index, motion = 2, ActionMotion(truth, tools)
    picture = motion.in_frame(index, ("mouthFrown",))
    head = tools.heads.head(truth.identity, truth.actions)
    rest = {name: value for name, value in truth.intensities_at(index).items() if "mouthFrown" not in name}
    fine, _ = tools.surface.surface.refine(head.deform(rest, truth.pose_at(index)))
    without = truth.camera.project(landmark_points().at(fine), head.centre)[0] - 0.5
    now = truth.landmarks_px[index]
    for corner in (49, 53, 59, 55):
        column, row = np.rint(now[corner]).astype(int)
        assert picture[row, column] == pytest.approx(np.linalg.norm(now[corner] - without[corner]), abs=0.15)
    assert picture.max() > 1.0
    brows = np.rint(now[17:27]).astype(int)
    assert picture[brows[:, 1], brows[:, 0]].max() < 0.1
    transform = face_transform(now)
    face = motion.in_face(index, ("mouthFrown",), transform)
    scale = np.linalg.norm(transform[:, 0])
    column, row = np.rint(apply(transform, now[49])).astype(int)
    assert face[row, column] == pytest.approx(scale * np.linalg.norm(now[49] - without[49]), abs=0.3)
    assert motion.in_frame(index, ("tongueOut",)).max() == 0.0
    with pytest.raises(ValueError, match="wingFlap"):
        motion.in_frame(index, ("wingFlap",))


def test_stills_come_from_their_seed_and_number(tools: Studio) -> None:
    one, same, other = (draw_still(9, index, "brow", tools) for index in (0, 0, 1))
    np.testing.assert_array_equal(one.face, same.face)
    assert (one.face.shape, one.face.dtype) == ((224, 224, 3), np.uint8)
    assert one.person.identity != other.person.identity
    assert one.expression.auxiliary["browDown"] >= 0.35
    assert one.expression.auxiliary["mouthFrown"] == 0.0


def test_an_expression_at_once_is_the_sum_of_its_actions(tools: Studio) -> None:
    person = sample_person(np.random.default_rng(1))
    intensities = {"browDownLeft": 0.7, "jawOpen": 0.3, "mouthSmileRight": 0.5}
    apart = tools.heads.head(person.identity, tuple(intensities)).deform(intensities)
    at_once = tools.heads.head_with_expression(person.identity, intensities).deform({"expression": 1.0})
    np.testing.assert_allclose(at_once, apart, atol=1e-6)


def test_a_draft_shows_what_the_film_shows(tools: Studio) -> None:
    take = sample_take(3, 2, 0, replace(SETTINGS, width=160, height=120))
    head = tools.heads.head(take.person.identity, ())
    pictures = []
    for quality, shared in ((DRAFT, tools.surface), (replace(DRAFT, supersampling=2, shadow_taps=16), None)):
        renderer = Renderer(
            head, take.person.appearance, take.scene.camera, take.scene.lighting, quality, shared, take.scene.background
        )
        pictures.append(renderer.render(head.neutral))
    np.testing.assert_allclose(pictures[0].points_px, pictures[1].points_px, atol=1e-9)
    assert np.abs(pictures[0].linear_rgb - pictures[1].linear_rgb).mean() < 0.01


def test_dlib_finds_the_faces_and_aligns_them_to_the_truth() -> None:
    """A small part of ``benchmarks/bench_alignment.py``, which measures 300 frames of 60 people."""
    results = [result for subject in range(8) for result in measure(20, subject, 2)]
    assert all(result.is_found for result in results)
    assert np.median([abs(result.angle_degrees) for result in results]) <= 1.5
    assert np.median([abs(result.distance_ratio - 1) for result in results]) <= 0.04
