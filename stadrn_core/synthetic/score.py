"""The score that synthetic recordings carry, as a function of what the face does: the regions that should respond.

A made-up rule, in BDI-II points (0–63), not a claim about people. At every instant the static part is

    s(t) = 8 + 30 (0.7 b + 0.3 n) + 30 f + 20 l − 24 m

with the intensities (0–1, mean of both sides) of brow lowering b (AU4, ``browDown``), raised inner brows n (AU1,
``browInnerUp``), lowered lip corners f (AU15, ``mouthFrown``), lids that droop l (``eyeBlink`` held, 0.5 counts as 1)
and smiling m (AU12, ``mouthSmile``). Blinks, gaze, speech, pose and light do not count. The score of a recording is

    score = mean of s over time + 4 − 8 min(v / 0.6, 1),    clipped to 0–63

where the liveliness v is the mean speed of those five intensities (1/s, summed). A still has no speed: it gets the
middle of the last term, which is 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stadrn_core.types import Float64Array

SCORED_ACTIONS = ("browDown", "browInnerUp", "mouthFrown", "eyeBlink", "mouthSmile")
"""Actions that count, without their sides."""
HIGHEST_SCORE = 63.0
NEUTRAL_POINTS = 8.0
BROW_POINTS = 30.0
AU4_SHARE = 0.7
MOUTH_CORNER_POINTS = 30.0
LID_POINTS = 20.0
FULL_DROOP = 0.5
SMILE_POINTS = 24.0
LIVELINESS_POINTS = 4.0
FULL_LIVELINESS = 0.6
"""Speed in 1/s from which a face counts as fully lively."""


def both_sides(intensities: Mapping[str, float], name: str) -> float:
    """Intensity of an action: the mean of left and right where it has sides, 0 where nothing is said of it."""
    if name in intensities:
        return float(intensities[name])
    return 0.5 * (float(intensities.get(f"{name}Left", 0.0)) + float(intensities.get(f"{name}Right", 0.0)))


def static_score(expression: Mapping[str, float]) -> float:
    """S of the module's formula, in points; not clipped.

    Args:
        expression: held intensities by action, without blinks, gaze and speech (``Script.expression``).
    """
    b, n, f, lids, m = (both_sides(expression, name) for name in SCORED_ACTIONS)
    brow = AU4_SHARE * b + (1.0 - AU4_SHARE) * n
    droop = min(lids / FULL_DROOP, 1.0)
    return NEUTRAL_POINTS + BROW_POINTS * brow + MOUTH_CORNER_POINTS * f + LID_POINTS * droop - SMILE_POINTS * m


def still_score(expression: Mapping[str, float]) -> float:
    """Score of a single picture: the static part, clipped to 0–63."""
    return float(np.clip(static_score(expression), 0.0, HIGHEST_SCORE))


def liveliness(expressions: Sequence[Mapping[str, float]], frame_rate: float) -> float:
    """V of the module's formula, in 1/s: how fast the scored actions move, on average over the recording."""
    if len(expressions) < 2:
        return 0.0
    values = np.array([[both_sides(moment, name) for name in SCORED_ACTIONS] for moment in expressions])
    return float(np.abs(np.diff(values, axis=0)).sum(axis=1).mean() * frame_rate)


def recording_score(expressions: Sequence[Mapping[str, float]], frame_rate: float) -> tuple[float, Float64Array]:
    """Score of a recording, clipped to 0–63, and the static part of each frame (N,) float64, clipped likewise."""
    static = np.array([static_score(moment) for moment in expressions])
    speed = min(liveliness(expressions, frame_rate) / FULL_LIVELINESS, 1.0)
    total = float(static.mean()) + LIVELINESS_POINTS * (1.0 - 2.0 * speed)
    return float(np.clip(total, 0.0, HIGHEST_SCORE)), np.clip(static, 0.0, HIGHEST_SCORE)
