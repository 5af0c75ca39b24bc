"""What is known of a synthetic recording, kept beside its video.

``NAME.truth.json`` holds the facts of the recording and its recipe, ``NAME.truth.npz`` the arrays of its frames. How
far an action moves each pixel is computed from both when it is asked for (``motion.ActionMotion``), not stored.

Points in a picture count pixels as dlib and OpenCV do: the centre of the first pixel is (0, 0).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from stadrn_core.errors import DataError
from stadrn_core.synthetic.head import HeadPose, Identity
from stadrn_core.synthetic.shade import Camera

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stadrn_core.types import Float32Array

SCHEMA_VERSION = 1
_ARRAYS = ("intensities", "held", "static_scores", "landmarks_px", "pose_degrees", "shift_m", "key_light")


@dataclass(frozen=True)
class Truth:
    """What is known of a recording of N frames. The arrays are float32.

    Attributes:
        kind: which actions it was made to show, see ``expressions.KINDS``.
        frame_rate: frames/s.
        score: of the recording, in points (``score.recording_score``).
        liveliness: the score's v, in 1/s.
        actions: names of the A facial actions in play.
        intensities: (N, A) 0–1, as shown, with blinks, gaze and speech.
        held: (N, A) 0–1, without them: what the score sees.
        static_scores: (N,) points, the score's static part.
        landmarks_px: (N, 68, 2) dlib's landmarks as points fixed to the skin.
        pose_degrees: (N, 3) yaw, pitch, roll, see ``HeadPose``.
        shift_m: (N, 3) sway of the body.
        key_light: (N,) factor on the key lamp.
        identity: shape of the person.
        camera: view and size.
        recipe: what else the recording was drawn from, for the record.
    """

    kind: str
    frame_rate: float
    score: float
    liveliness: float
    actions: tuple[str, ...]
    intensities: Float32Array
    held: Float32Array
    static_scores: Float32Array
    landmarks_px: Float32Array
    pose_degrees: Float32Array
    shift_m: Float32Array
    key_light: Float32Array
    identity: Identity
    camera: Camera
    recipe: Mapping[str, Any]

    @property
    def num_frames(self) -> int:
        """N."""
        return len(self.intensities)

    def intensities_at(self, frame_index: int) -> dict[str, float]:
        """Shown intensities by action."""
        return dict(zip(self.actions, self.intensities[frame_index].tolist(), strict=True))

    def held_at(self, frame_index: int) -> dict[str, float]:
        """Held intensities by action."""
        return dict(zip(self.actions, self.held[frame_index].tolist(), strict=True))

    def pose_at(self, frame_index: int) -> HeadPose:
        """Pose of head and body."""
        yaw, pitch, roll = self.pose_degrees[frame_index].tolist()
        x, y, z = self.shift_m[frame_index].tolist()
        return HeadPose(yaw, pitch, roll, (x, y, z))


def truth_paths(video: Path) -> tuple[Path, Path]:
    """Where the truth of a video lies: facts (JSON) and arrays (NPZ)."""
    return video.with_suffix(".truth.json"), video.with_suffix(".truth.npz")


def save_truth(video: Path, truth: Truth) -> None:
    """Write the truth beside a video; each file appears only when complete."""
    facts_path, arrays_path = truth_paths(video)
    partial = arrays_path.with_suffix(".partial")
    with partial.open("wb") as file:
        np.savez_compressed(file, **{name: getattr(truth, name) for name in _ARRAYS})
    partial.replace(arrays_path)
    facts = {field.name: getattr(truth, field.name) for field in fields(Truth) if field.name not in _ARRAYS}
    facts = {**facts, "identity": asdict(truth.identity), "camera": asdict(truth.camera)}
    partial = facts_path.with_suffix(".partial")
    partial.write_text(
        json.dumps({"schema_version": SCHEMA_VERSION, "num_frames": truth.num_frames, **facts}, indent=1),
        encoding="utf-8",
    )
    partial.replace(facts_path)


def load_truth(video: Path) -> Truth:
    """Read the truth of a video.

    Raises:
        DataError: it is missing, damaged or of another version.
    """
    facts_path, arrays_path = truth_paths(video)
    try:
        facts = json.loads(facts_path.read_text(encoding="utf-8"))
        with np.load(arrays_path) as stored:
            arrays = {name: stored[name] for name in _ARRAYS}
        version, num_frames = facts.pop("schema_version"), facts.pop("num_frames")
    except (OSError, ValueError, KeyError) as error:
        raise DataError(
            f"The truth of {video} cannot be read ({facts_path.name}, {arrays_path.name}): {error}. "
            "Only recordings made by 'stadrn synth' have one; make the recording again if it was damaged."
        ) from error
    if version != SCHEMA_VERSION or any(len(values) != num_frames for values in arrays.values()):
        raise DataError(
            f"{facts_path} has version {version} and {num_frames} frames, which does not fit {arrays_path.name} "
            f"or this program (version {SCHEMA_VERSION}). Make the recording again with 'stadrn synth'."
        )
    identity, camera = facts.pop("identity"), facts.pop("camera")
    actions = tuple(facts.pop("actions"))
    camera["look_at"] = tuple(camera["look_at"])
    return Truth(**facts, **arrays, actions=actions, identity=Identity(**identity), camera=Camera(**camera))
