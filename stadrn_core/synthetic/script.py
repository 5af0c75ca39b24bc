"""What happens in a synthetic recording: facial actions, speech, blinks, gaze, pose and light as functions of time.

A script is a handful of keyframes in seconds. ``Script.moment`` gives everything needed for one instant and depends on
nothing else: frames can be rendered in any order, by several processes, with equal results.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.synthetic.head import HeadPose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stadrn_core.types import Float64Array


@dataclass(frozen=True)
class Track:
    """A number over time: keyframes joined by curves that come to rest at each keyframe.

    Attributes:
        keys: (seconds, value) pairs, seconds increasing; constant before the first and after the last.
    """

    keys: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        seconds = [second for second, _ in self.keys]
        if not seconds or any(b <= a for a, b in pairwise(seconds)):
            raise ValueError(f"keyframes need increasing seconds, got {seconds}")

    def at(self, seconds: float) -> float:
        """Value at one instant."""
        times = [second for second, _ in self.keys]
        right = int(np.searchsorted(times, seconds, side="right"))
        if right == 0:
            return self.keys[0][1]
        if right == len(times):
            return self.keys[-1][1]
        (t0, v0), (t1, v1) = self.keys[right - 1], self.keys[right]
        share = (seconds - t0) / (t1 - t0)
        return v0 + (v1 - v0) * share * share * (3.0 - 2.0 * share)


@dataclass(frozen=True)
class Speech:
    """Mouth motion like speaking, from ``start_seconds`` to ``end_seconds``.

    Attributes:
        strength: 1 is ordinary speech, with the jaw opening to about 0.3.
        syllables_per_second: rate.
    """

    start_seconds: float
    end_seconds: float
    strength: float = 1.0
    syllables_per_second: float = 4.2


@dataclass(frozen=True)
class Moment:
    """One instant of a script.

    Attributes:
        seconds: when.
        intensities: facial action name to intensity.
        pose: of the head.
        key_light: factor on the key lamp.
    """

    seconds: float
    intensities: Mapping[str, float]
    pose: HeadPose
    key_light: float


@dataclass(frozen=True)
class Script:
    """A recording before it is rendered.

    Attributes:
        duration_seconds: length.
        actions: named tracks. A name without ``Left``/``Right`` that exists only with a side moves both sides.
        speech: stretches of speaking.
        blinks: when the lids are closed most, in seconds.
        gaze_yaw_degrees: eyes in the head; positive to the subject's left.
        gaze_pitch_degrees: positive looks up.
        yaw_degrees: head, see ``HeadPose``.
        pitch_degrees: head, see ``HeadPose``.
        roll_degrees: head, see ``HeadPose``.
        key_light: factor on the key lamp.
        sway: 0 still to 1 ordinary small involuntary motion.
        seed: of syllables and sway.
    """

    duration_seconds: float
    actions: Mapping[str, Track] = field(default_factory=dict)
    speech: tuple[Speech, ...] = ()
    blinks: tuple[float, ...] = ()
    gaze_yaw_degrees: Track = Track(((0.0, 0.0),))
    gaze_pitch_degrees: Track = Track(((0.0, 0.0),))
    yaw_degrees: Track = Track(((0.0, 0.0),))
    pitch_degrees: Track = Track(((0.0, 0.0),))
    roll_degrees: Track = Track(((0.0, 0.0),))
    key_light: Track = Track(((0.0, 1.0),))
    sway: float = 1.0
    seed: int = 0

    def moment(self, seconds: float) -> Moment:
        """Everything at one instant."""
        intensities: dict[str, float] = {}

        def add(name: str, value: float) -> None:
            for full in with_sides(name):
                intensities[full] = intensities.get(full, 0.0) + value

        for name, track in self.actions.items():
            add(name, track.at(seconds))
        for index, speech in enumerate(self.speech):
            for name, value in _speak(speech, seconds, np.random.default_rng((self.seed, 1, index))).items():
                add(name, value)
        for name, value in gaze_actions(self.gaze_yaw_degrees.at(seconds), self.gaze_pitch_degrees.at(seconds)).items():
            add(name, value)
        lids = max((_blink(seconds - middle) for middle in self.blinks), default=0.0)
        for side in ("Left", "Right"):
            name = f"eyeBlink{side}"
            intensities[name] = max(intensities.get(name, 0.0), lids)
        sway = self.sway * _sway(seconds, np.random.default_rng((self.seed, 2)))
        pose = HeadPose(
            yaw_degrees=self.yaw_degrees.at(seconds) + sway[0],
            pitch_degrees=self.pitch_degrees.at(seconds) + sway[1],
            roll_degrees=self.roll_degrees.at(seconds) + sway[2],
            shift_m=(0.0022 * sway[3], 0.003 * sway[4], 0.0012 * sway[5]),
        )
        clipped = {name: float(np.clip(value, 0.0, 1.0)) for name, value in intensities.items()}
        return Moment(seconds=seconds, intensities=clipped, pose=pose, key_light=self.key_light.at(seconds))

    def expression(self, seconds: float) -> dict[str, float]:
        """Intensities of the tracks alone, by full name: what is held, without speech, blinks and gaze."""
        held = {full: track.at(seconds) for name, track in self.actions.items() for full in with_sides(name)}
        return {name: float(np.clip(value, 0.0, 1.0)) for name, value in held.items()}

    def times(self, frame_rate: float) -> tuple[float, ...]:
        """The instants of all frames."""
        return tuple(index / frame_rate for index in range(round(self.duration_seconds * frame_rate)))

    @property
    def action_names(self) -> tuple[str, ...]:
        """Every facial action that this script uses, sorted."""
        return tuple(sorted(self.moment(0.0).intensities))


UNSIDED = frozenset(
    {
        "browInnerUp",
        "cheekPuff",
        "jawForward",
        "jawOpen",
        "mouthClose",
        "mouthFunnel",
        "mouthPucker",
        "mouthRollLower",
        "mouthRollUpper",
        "mouthShrugLower",
        "mouthShrugUpper",
        "tongueOut",
    }
)
"""Facial actions that have no left and right."""


def with_sides(name: str) -> tuple[str, ...]:
    """The full names that a name stands for: left and right, or itself where it has no sides or names its own."""
    return (name,) if name in UNSIDED or name.endswith(("Left", "Right")) else (f"{name}Left", f"{name}Right")


_FULL_GAZE_DEGREES = 24.0


def gaze_actions(yaw_degrees: float, pitch_degrees: float) -> dict[str, float]:
    """Gaze as actions without sides, except sideways; the lids follow the eyes down."""
    yaw, pitch = yaw_degrees / _FULL_GAZE_DEGREES, pitch_degrees / _FULL_GAZE_DEGREES
    left, right, up, down = max(yaw, 0.0), max(-yaw, 0.0), max(pitch, 0.0), max(-pitch, 0.0)
    return {
        "eyeLookOutLeft": left,
        "eyeLookInRight": left,
        "eyeLookInLeft": right,
        "eyeLookOutRight": right,
        "eyeLookUp": up,
        "eyeLookDown": down,
        "eyeBlink": 0.35 * down,
    }


def _blink(seconds_from_middle: float) -> float:
    """Lids close in about 0.09 s and open in about 0.19 s."""
    width = 0.09 if seconds_from_middle < 0 else 0.19
    share = min(abs(seconds_from_middle) / width, 1.0)
    return (1.0 - share * share * (3.0 - 2.0 * share)) * 1.0


def _speak(speech: Speech, seconds: float, rng: np.random.Generator) -> dict[str, float]:
    """Syllables as bumps of the jaw with a random vowel shape, fading in and out."""
    length = speech.end_seconds - speech.start_seconds
    count = max(1, round(length * speech.syllables_per_second))
    starts = speech.start_seconds + (np.arange(count) + rng.uniform(-0.18, 0.18, count)) * length / count
    openings = rng.uniform(0.35, 1.0, count)
    roundings = rng.uniform(-1.0, 1.0, count)
    names = ("jawOpen", "mouthFunnel", "mouthPucker", "mouthStretch", "mouthLowerDown", "mouthUpperUp", "mouthPress")
    if not speech.start_seconds - 0.3 <= seconds <= speech.end_seconds + 0.3:
        return dict.fromkeys(names, 0.0)
    bumps = np.clip(1.0 - np.abs(seconds - starts - 0.5 * length / count) / (0.78 * length / count), 0.0, 1.0)
    bumps = bumps * bumps * (3.0 - 2.0 * bumps)
    fade = min(max((seconds - speech.start_seconds) / 0.15 + 1, 0.0), 1.0) * min(
        max((speech.end_seconds - seconds) / 0.15 + 1, 0.0), 1.0
    )
    opening = speech.strength * fade * float(np.max(bumps * openings))
    rounding = speech.strength * fade * float(np.sum(bumps * roundings))
    closing = speech.strength * fade * max(0.0, 0.35 - float(np.max(bumps * openings)))
    return {
        "jawOpen": 0.30 * opening,
        "mouthFunnel": 0.45 * max(rounding, 0.0) * opening,
        "mouthPucker": 0.25 * max(rounding, 0.0),
        "mouthStretch": 0.25 * max(-rounding, 0.0),
        "mouthLowerDown": 0.28 * opening,
        "mouthUpperUp": 0.14 * opening,
        "mouthPress": 0.4 * closing,
    }


def _sway(seconds: float, rng: np.random.Generator) -> Float64Array:
    """Six slow wanderings: yaw, pitch and roll in degrees, and three shifts around ± 1."""
    periods = rng.uniform(1.9, 5.5, (6, 3))
    phases = rng.uniform(0.0, 2 * np.pi, (6, 3))
    waves = np.sin(2 * np.pi * seconds / periods + phases) * np.array([0.55, 0.3, 0.15])
    wander: Float64Array = waves.sum(axis=1) * np.array([0.9, 0.7, 0.6, 1.0, 1.0, 1.0])
    return wander
