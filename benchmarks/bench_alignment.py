"""How well dlib finds and aligns synthetic faces whose true landmarks are known, at poses up to 20°."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from stadrn_core.alignment import apply, eyes_and_mouth, face_transform
from stadrn_core.faces import FaceModels
from stadrn_core.synthetic.expressions import sample_expression
from stadrn_core.synthetic.head import HeadPose
from stadrn_core.synthetic.landmarks import landmark_points
from stadrn_core.synthetic.people import sample_person
from stadrn_core.synthetic.quality import DRAFT
from stadrn_core.synthetic.recording import expose
from stadrn_core.synthetic.scenes import sample_scene
from stadrn_core.synthetic.shade import Renderer
from stadrn_core.synthetic.studio import studio
from stadrn_core.synthetic.takes import VIEW_HEIGHT_M
from stadrn_core.types import AlignmentConfig

MOST_DEGREES = 20.0


@dataclass(frozen=True)
class Measured:
    """One frame.

    Attributes:
        pose: of the head, at most 20° in all.
        is_found: dlib saw one face or more.
        angle_degrees: tilt of the true eye line in the aligned picture.
        distance_ratio: true distance from eye line to mouth there, over the target.
        error_px: mean distance of dlib's landmarks 17–67 from the true ones, in px of the aligned picture.
    """

    pose: HeadPose
    is_found: bool
    angle_degrees: float = np.nan
    distance_ratio: float = np.nan
    error_px: float = np.nan


def draw(
    seed: int, subject: int, frames: int, width: int, height: int
) -> Iterator[tuple[HeadPose, np.ndarray, np.ndarray]]:
    """Pose, frame (H, W, 3) uint8 and true landmarks (68, 2) px of one person with so many expressions and poses."""
    tools, rng = studio(), np.random.default_rng((seed, subject))
    person = sample_person(rng)
    scene = sample_scene(rng, person, width, height, VIEW_HEIGHT_M)
    expressions = [sample_expression(rng, "mixed") for _ in range(frames)]
    names = tuple(sorted({name for expression in expressions for name in expression.shown}))
    head = tools.heads.head(person.identity, names)
    renderer = Renderer(head, person.appearance, scene.camera, scene.lighting, DRAFT, tools.surface, scene.background)
    for index, expression in enumerate(expressions):
        turn = rng.standard_normal(3)
        yaw, pitch, roll = (turn / np.linalg.norm(turn) * rng.uniform(0, MOST_DEGREES)).tolist()
        pose = replace(expression.pose, yaw_degrees=yaw, pitch_degrees=pitch, roll_degrees=roll)
        picture = renderer.render(head.deform(expression.shown, pose), expression.shown)
        true = scene.camera.project(landmark_points().at(picture.vertices), head.centre)[0] - 0.5
        yield pose, expose(picture.linear_rgb, scene.sensor, index), true


def measure(seed: int, subject: int, frames: int, width: int = 480, height: int = 360) -> list[Measured]:
    """Draw one person, and compare dlib's answers with the truth."""
    return [
        compare(pose, studio().faces, frame, true) for pose, frame, true in draw(seed, subject, frames, width, height)
    ]


def compare(pose: HeadPose, models: FaceModels, frame: np.ndarray, true: np.ndarray) -> Measured:
    """What dlib makes of one frame with known landmarks (68, 2)."""
    found = models.find_faces(frame)
    if not found:
        return Measured(pose, False)
    landmarks = found[0].landmarks
    config = AlignmentConfig()
    transform = face_transform(landmarks, config)
    aligned = apply(transform, true)
    left, right, mouth = eyes_and_mouth(aligned)
    along = (right - left) / np.linalg.norm(right - left)
    drop = float(np.array([-along[1], along[0]]) @ (mouth - (left + right) / 2))
    error = np.linalg.norm(apply(transform, landmarks) - aligned, axis=1)[17:].mean()
    angle = float(np.degrees(np.arctan2(along[1], along[0])))
    return Measured(pose, True, angle, drop / (config.eyes_to_mouth * config.size_px), float(error))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--frames", type=int, default=5, help="of each person")
    parser.add_argument("--seed", type=int, default=20)
    arguments = parser.parse_args()
    results = [r for k in range(arguments.people) for r in measure(arguments.seed, k, arguments.frames)]
    found = [r for r in results if r.is_found]
    angles, ratios, errors = (
        np.array([getattr(r, name) for r in found]) for name in ("angle_degrees", "distance_ratio", "error_px")
    )
    print(f"{len(found)} of {len(results)} frames found, {arguments.people} people")
    for label, values in (
        ("eye line, degrees off", np.abs(angles)),
        ("eyes to mouth, % off", 100 * np.abs(ratios - 1)),
        ("landmarks 17-67, px off", errors),
    ):
        print(f"{label:24} median {np.median(values):.2f}   95 % {np.percentile(values, 95):.2f}")
    print(f"eyes to mouth, median of the ratio to the target: {np.median(ratios):.3f}")
    for missed in (r.pose for r in results if not r.is_found):
        print(f"not found: yaw {missed.yaw_degrees:.0f}, pitch {missed.pitch_degrees:.0f}, {missed.roll_degrees:.0f}")


if __name__ == "__main__":
    main()
