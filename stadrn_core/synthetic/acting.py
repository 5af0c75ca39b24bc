"""Draws scripts of recordings: expressions that come and go in slow arcs, and what must not count besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.synthetic.expressions import sample_held
from stadrn_core.synthetic.score import HIGHEST_SCORE, recording_score
from stadrn_core.synthetic.script import Script, Speech, Track, with_sides

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_YAW_DEGREES, MOST_PITCH_DEGREES, MOST_ROLL_DEGREES = 16.0, 10.0, 9.0
"""Of the script's poses; sway adds a degree or two."""
_CANDIDATES = 8
_LOWEST_SINGLE_SCORE = 16.0
"""Recordings that show one kind of action alone are told from neutral ones by their score."""
_SCORE_RATE = 5.0


def sample_script(rng: np.random.Generator, kind: str, seconds: float) -> Script:
    """Draw a recording's script.

    Args:
        rng: of the recording.
        kind: one of ``expressions.KINDS``; ``mixed`` recordings have evenly spread scores.
        seconds: length.
    """
    return Script(
        duration_seconds=seconds,
        actions={**_distractors(rng, kind, seconds), **_sample_tracks(rng, kind, seconds)},
        speech=_speeches(rng, seconds),
        blinks=_blinks(rng, seconds),
        gaze_yaw_degrees=_jumps(rng, seconds, 12.0),
        gaze_pitch_degrees=_jumps(rng, seconds, 8.0),
        yaw_degrees=_wander(rng, seconds, MOST_YAW_DEGREES),
        pitch_degrees=_wander(rng, seconds, MOST_PITCH_DEGREES),
        roll_degrees=_wander(rng, seconds, MOST_ROLL_DEGREES),
        key_light=_arcs(rng, seconds, 1.0, float(rng.uniform(0.0, 0.15)), 2.0),
        sway=float(rng.uniform(0.4, 1.2)),
        seed=int(rng.integers(2**31)),
    )


def _sample_tracks(rng: np.random.Generator, kind: str, seconds: float) -> dict[str, Track]:
    """Tracks of the scored actions: of several draws the one whose score is nearest to an evenly drawn one."""
    target = rng.uniform(0.0, HIGHEST_SCORE)
    draws = [_held_tracks(rng, sample_held(rng, kind), seconds) for _ in range(_CANDIDATES)]
    if kind == "mixed":
        return min(draws, key=lambda tracks: abs(_score(tracks, seconds) - target))
    clear = [tracks for tracks in draws if _score(tracks, seconds) >= _LOWEST_SINGLE_SCORE]
    return clear[0] if clear else max(draws, key=lambda tracks: _score(tracks, seconds))


def _score(tracks: Mapping[str, Track], seconds: float) -> float:
    script = Script(seconds, tracks)
    return recording_score([script.expression(t) for t in script.times(_SCORE_RATE)], _SCORE_RATE)[0]


def _held_tracks(rng: np.random.Generator, held: Mapping[str, float], seconds: float) -> dict[str, Track]:
    """Arcs around each action's level, both sides alike but for a factor; how restless is drawn for the recording."""
    restlessness = rng.uniform(0.1, 1.0)
    tracks = {}
    for name, level in held.items():
        arcs = _arcs(rng, seconds, level, restlessness * max(level, 0.1), 3.0)
        names = with_sides(name)
        tilt = rng.uniform(-0.1, 0.1) if len(names) == 2 else 0.0
        for full, sign in zip(names, (1.0, -1.0), strict=False):
            keys = tuple((second, float(np.clip(value * (1 + sign * tilt), 0, 1))) for second, value in arcs.keys)
            tracks[full] = Track(keys)
    return tracks


def _distractors(rng: np.random.Generator, kind: str, seconds: float) -> dict[str, Track]:
    """Faint movements that do not count; none of them in the region of the only action, where there is one."""
    names = {"browOuterUp": 0.25, "eyeSquint": 0.25, "noseSneer": 0.2, "mouthPress": 0.3, "mouthShrugLower": 0.25}
    if kind not in ("mixed", "neutral"):
        names = {"mouthPress": 0.2} if kind in ("brow", "lids") else {"eyeSquint": 0.2}
    chosen = [name for name in names if rng.random() < 0.3]
    return {name: _arcs(rng, seconds, 0.5 * names[name], 0.5 * names[name], 3.0) for name in chosen}


def _arcs(rng: np.random.Generator, seconds: float, level: float, depth: float, period_seconds: float) -> Track:
    """Keyframes every ``period_seconds`` or so, up to ``depth`` from the level."""
    times = _times(rng, seconds, period_seconds)
    return Track(tuple((t, float(np.clip(level + depth * rng.uniform(-1, 1), 0.0, 2.0))) for t in times))


def _times(rng: np.random.Generator, seconds: float, period_seconds: float) -> list[float]:
    times = [0.0]
    while times[-1] < seconds:
        times.append(times[-1] + float(rng.uniform(0.6, 1.4)) * period_seconds)
    return times


def _wander(rng: np.random.Generator, seconds: float, most: float) -> Track:
    """A pose that drifts around where the head is held."""
    rest = np.clip(rng.normal(0.0, most / 3), -most, most)
    return Track(
        tuple((t, float(np.clip(rest + rng.normal(0.0, most / 5), -most, most))) for t in _times(rng, seconds, 2.2))
    )


def _jumps(rng: np.random.Generator, seconds: float, most: float) -> Track:
    """Gaze that rests at the camera or elsewhere and jumps between in a tenth of a second."""
    keys, now, value = [(0.0, 0.0)], 0.0, 0.0
    while now < seconds:
        now += float(rng.uniform(0.8, 3.0))
        keys.append((now, value))
        value = 0.0 if rng.random() < 0.5 else float(rng.uniform(-most, most))
        now += 0.1
        keys.append((now, value))
    return Track(tuple(keys))


def _blinks(rng: np.random.Generator, seconds: float) -> tuple[float, ...]:
    times, now = [], float(rng.uniform(0.3, 3.0))
    while now < seconds:
        times.append(now)
        now += float(rng.uniform(1.5, 6.0))
    return tuple(times)


def _speeches(rng: np.random.Generator, seconds: float) -> tuple[Speech, ...]:
    """Stretches of speaking; three recordings in ten are silent."""
    if rng.random() < 0.3:
        return ()
    stretches, now = [], float(rng.uniform(0.0, 3.0))
    while now < seconds:
        end = now + float(rng.uniform(1.0, 4.0))
        stretches.append(Speech(now, end, float(rng.uniform(0.6, 1.2)), float(rng.uniform(3.2, 5.0))))
        now = end + float(rng.uniform(0.8, 4.0))
    return tuple(stretches)
