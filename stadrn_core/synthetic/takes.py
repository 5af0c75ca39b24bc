"""Synthetic recordings drawn from a seed: person, scene and script, filmed into a video with its truth beside it."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.synthetic.acting import sample_script
from stadrn_core.synthetic.expressions import auxiliary_targets
from stadrn_core.synthetic.landmarks import landmark_points
from stadrn_core.synthetic.people import Person, sample_person
from stadrn_core.synthetic.quality import DRAFT, RenderQuality
from stadrn_core.synthetic.recording import RenderedFrame, encode_video, render_frames
from stadrn_core.synthetic.scenes import Scene, sample_scene
from stadrn_core.synthetic.score import liveliness, recording_score
from stadrn_core.synthetic.shade import Renderer
from stadrn_core.synthetic.studio import Studio, studio
from stadrn_core.synthetic.truth import Truth, load_truth, save_truth
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stadrn_core.synthetic.factory import Facts, Row
    from stadrn_core.synthetic.head import Head
    from stadrn_core.synthetic.script import Script
    from stadrn_core.types import UInt8Array

VIEW_HEIGHT_M = (0.33, 0.44)
_PERSON, _TAKE = 1, 2
"""Random numbers of a person and of a take are drawn apart, so that a subject stays the same in all recordings."""


@dataclass(frozen=True)
class TakeSettings:
    """What a recording is to be like.

    Attributes:
        kind: which actions are shown, see ``expressions.KINDS``.
        seconds: length.
        width: in px, even.
        height: in px, even.
        frame_rate: frames/s.
    """

    kind: str = "mixed"
    seconds: float = 20.0
    width: int = 640
    height: int = 480
    frame_rate: int = 30


@dataclass(frozen=True)
class Take:
    """A recording before it is filmed."""

    person: Person
    scene: Scene
    script: Script
    settings: TakeSettings


def sample_take(seed: int, subject: int, number: int, settings: TakeSettings) -> Take:
    """Draw recording ``number`` of a subject."""
    person = sample_person(np.random.default_rng((seed, subject, _PERSON)))
    rng = np.random.default_rng((seed, subject, _TAKE, number))
    scene = sample_scene(rng, person, settings.width, settings.height, VIEW_HEIGHT_M)
    return Take(person, scene, sample_script(rng, settings.kind, settings.seconds), settings)


def film_take(
    take: Take, path: Path, quality: RenderQuality = DRAFT, tools: Studio | None = None
) -> Iterator[Progress]:
    """Render, encode and write a take and its truth; yields after each frame. The files appear when all is done.

    Args:
        take: what is filmed.
        path: an ``.mp4`` file.
        quality: of the rendering; other than ``DRAFT`` refines and lights each head by itself (seconds).
        tools: what is loaded already.
    """
    tools = tools or studio()
    head = tools.heads.head(take.person.identity, take.script.action_names)
    scene = take.scene
    renderer = Renderer(
        head,
        take.person.appearance,
        scene.camera,
        scene.lighting,
        quality,
        tools.surface if quality == DRAFT else None,
        scene.background,
    )
    rendered = render_frames(
        head,
        take.person.appearance,
        scene.camera,
        scene.lighting,
        take.script,
        scene.sensor,
        take.settings.frame_rate,
        renderer=renderer,
    )
    notes = _Notes(take, head)
    total, start = len(take.script.times(take.settings.frame_rate)), time.perf_counter()
    preset = "slow" if quality != DRAFT else "medium"
    for done in encode_video(path, notes.listen(rendered), take.settings.frame_rate, scene.crf, preset):
        rate = done / max(time.perf_counter() - start, 1e-9)
        yield Progress("filming", done, total, "frames", rate, (total - done) / rate)
    save_truth(path, notes.truth())


class _Notes:
    """Takes down what is known of each frame while it passes."""

    def __init__(self, take: Take, head: Head) -> None:
        self._take, self._head = take, head
        self._frames: list[tuple[np.ndarray, ...]] = []
        self._actions = take.script.action_names

    def listen(self, frames: Iterator[RenderedFrame]) -> Iterator[UInt8Array]:
        """The pictures of the frames."""
        camera, script = self._take.scene.camera, self._take.script
        for frame in frames:
            moment = frame.moment
            held = script.expression(moment.seconds)
            places = landmark_points().at(frame.picture.vertices)
            points, _ = camera.project(places, self._head.centre)
            pose = moment.pose
            values = (
                [moment.intensities[name] for name in self._actions],
                [held.get(name, 0.0) for name in self._actions],
                points - 0.5,
                (pose.yaw_degrees, pose.pitch_degrees, pose.roll_degrees),
                pose.shift_m,
                moment.key_light,
            )
            self._frames.append(tuple(np.asarray(value, np.float32) for value in values))
            yield frame.rgb

    def truth(self) -> Truth:
        """All of it."""
        take = self._take
        columns = [np.stack(column) for column in zip(*self._frames, strict=True)]
        intensities, held, landmarks, pose, shift, key_light = columns
        frame_rate = float(take.settings.frame_rate)
        expressions = [take.script.expression(t) for t in take.script.times(frame_rate)]
        score, static = recording_score(expressions, frame_rate)
        return Truth(
            kind=take.settings.kind,
            frame_rate=frame_rate,
            score=score,
            liveliness=liveliness(expressions, frame_rate),
            actions=self._actions,
            intensities=intensities,
            held=held,
            static_scores=static.astype(np.float32),
            landmarks_px=landmarks,
            pose_degrees=pose,
            shift_m=shift,
            key_light=key_light,
            identity=take.person.identity,
            camera=take.scene.camera,
            recipe={
                "appearance": asdict(take.person.appearance),
                "lighting": asdict(take.scene.lighting),
                "sensor": asdict(take.scene.sensor),
                "crf": take.scene.crf,
                "script": asdict(take.script),
            },
        )


def auxiliary_means(truth: Truth) -> dict[str, float]:
    """The auxiliary targets of the intensities' means over time."""
    held = dict(zip(truth.actions, truth.held.mean(axis=0).tolist(), strict=True))
    shown = dict(zip(truth.actions, truth.intensities.mean(axis=0).tolist(), strict=True))
    return auxiliary_targets(held, shown)


@dataclass(frozen=True)
class TakeWork:
    """Makes item ``index`` of a data set of recordings; goes to other processes.

    Attributes:
        seed: of the data set.
        settings: of each recording.
        takes_per_subject: recordings of each person.
        split: train, validation or test for all; None puts every tenth subject into validation, the one before it into
            test and the others into train.
    """

    seed: int
    settings: TakeSettings
    takes_per_subject: int
    split: str | None = None

    def __call__(self, folder: Path, index: int) -> tuple[Row, Facts]:
        """Write video and truth; returns the row of ``labels.csv``."""
        subject, number = divmod(index, self.takes_per_subject)
        path = folder / "recordings" / f"{subject:05d}-{number:02d}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        take = sample_take(self.seed, subject, number, self.settings)
        for _ in film_take(take, path):
            pass
        truth = load_truth(path)
        row: Row = {
            "path": path.relative_to(folder).as_posix(),
            "label": round(truth.score, 3),
            "split": self.split or {9: "validation", 8: "test"}.get(subject % 10, "train"),
            "subject": f"{self.seed}-{subject:05d}",
            **{name: round(value, 4) for name, value in auxiliary_means(truth).items()},
        }
        return row, {"liveliness": round(truth.liveliness, 4), "num_frames": truth.num_frames}
