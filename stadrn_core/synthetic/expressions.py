"""Draws what a face does at one instant: the actions that count, and others that must not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.synthetic.head import HeadPose
from stadrn_core.synthetic.score import FULL_DROOP, HIGHEST_SCORE, SCORED_ACTIONS, both_sides, static_score
from stadrn_core.synthetic.script import gaze_actions, with_sides

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = ("mixed", "neutral", "brow", "mouth_corners", "lids", "smile")
"""Which actions a data set's items show: all independently, none, or one group alone."""
AUXILIARY_ACTIONS = (*SCORED_ACTIONS, "jawOpen")
"""Intensities that stand beside the score in ``labels.csv``."""

_CANDIDATES = 16
_CLEAR = (0.35, 1.0)


@dataclass(frozen=True)
class Expression:
    """A face at one instant.

    Attributes:
        held: actions that count, and the jaw, each 0–1, by name with side.
        shown: all actions that the picture shows, blinks, gaze and speech among them.
        pose: of the head.
    """

    held: Mapping[str, float]
    shown: Mapping[str, float]
    pose: HeadPose

    @property
    def auxiliary(self) -> dict[str, float]:
        """See ``auxiliary_targets``."""
        return auxiliary_targets(self.held, self.shown)


def auxiliary_targets(held: Mapping[str, float], shown: Mapping[str, float]) -> dict[str, float]:
    """Mean of both sides by ``AUXILIARY_ACTIONS``; the jaw as shown, with speech, the others as held."""
    return {name: both_sides(shown if name == "jawOpen" else held, name) for name in AUXILIARY_ACTIONS}


def sample_expression(rng: np.random.Generator, kind: str) -> Expression:
    """Draw an instant; a ``mixed`` one so that scores are spread evenly."""
    held = _add_asymmetry(rng, sample_held(rng, kind))
    shown = dict(held)
    for name, value in {**_speech(rng), **gaze_actions(rng.uniform(-12, 12), rng.uniform(-8, 8))}.items():
        for full in with_sides(name):
            shown[full] = shown.get(full, 0.0) + value
    if rng.random() < 0.04:
        blink = rng.uniform(0.8, 1.0)
        for full in with_sides("eyeBlink"):
            shown[full] = max(shown.get(full, 0.0), blink)
    return Expression(held, {name: float(np.clip(value, 0.0, 1.0)) for name, value in shown.items()}, _pose(rng))


def sample_held(rng: np.random.Generator, kind: str) -> dict[str, float]:
    """Intensities of the scored actions, without sides.

    Raises:
        ValueError: an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {kind}")
    if kind == "mixed":
        # Of several independent draws the one nearest to an evenly drawn score is kept: the sum alone would be a bell.
        target = rng.uniform(0.0, HIGHEST_SCORE)
        draws = [_independent(rng) for _ in range(_CANDIDATES)]
        return min(draws, key=lambda held: abs(static_score(held) - target))
    strong = float(rng.uniform(*_CLEAR))
    inner = float(rng.uniform(0.2, 1.0)) * strong
    return {
        "neutral": {},
        "brow": {"browDown": strong, "browInnerUp": inner},
        "mouth_corners": {"mouthFrown": strong},
        "lids": {"eyeBlink": FULL_DROOP * max(strong, 0.45)},
        "smile": {"mouthSmile": strong},
    }[kind]


def _independent(rng: np.random.Generator) -> dict[str, float]:
    """Each action on its own: at rest in three of ten cases, else anything up to full."""
    at_rest = rng.random(5) < 0.3
    values = np.where(at_rest, rng.uniform(0.0, 0.08, 5), rng.uniform(0.0, 1.0, 5)) * (1.0, 1.0, 1.0, FULL_DROOP, 1.0)
    return dict(zip(SCORED_ACTIONS, values.tolist(), strict=True))


def _add_asymmetry(rng: np.random.Generator, held: Mapping[str, float]) -> dict[str, float]:
    """Sides that differ a little."""
    uneven: dict[str, float] = {}
    for name, value in held.items():
        names = with_sides(name)
        tilt = rng.uniform(-0.12, 0.12) if len(names) == 2 else 0.0
        for full, sign in zip(names, (1.0, -1.0), strict=False):
            uneven[full] = float(np.clip(value * (1.0 + sign * tilt), 0.0, 1.0))
    return uneven


def _speech(rng: np.random.Generator) -> dict[str, float]:
    """A mouth as if caught in a word, in four of ten cases."""
    if rng.random() > 0.4:
        return {"jawOpen": 0.0}
    opening, rounding = rng.uniform(0.1, 1.0), rng.uniform(-1.0, 1.0)
    return {
        "jawOpen": 0.38 * opening,
        "mouthFunnel": 0.45 * max(rounding, 0.0) * opening,
        "mouthPucker": 0.25 * max(rounding, 0.0),
        "mouthStretch": 0.25 * max(-rounding, 0.0),
        "mouthLowerDown": 0.25 * opening,
        "mouthUpperUp": 0.14 * opening,
    }


def _pose(rng: np.random.Generator) -> HeadPose:
    yaw, pitch, roll = np.clip(rng.standard_normal(3) * (7.0, 4.0, 4.0), -20.0, 20.0)
    return HeadPose(float(yaw), float(pitch), float(roll), tuple(rng.uniform(-0.006, 0.006, 3).tolist()))
