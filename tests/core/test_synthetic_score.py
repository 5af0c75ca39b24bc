"""The score's formula by hand, and that what is drawn spreads over it."""

from __future__ import annotations

import numpy as np
import pytest

from stadrn_core.synthetic.acting import sample_script
from stadrn_core.synthetic.expressions import KINDS, sample_expression, sample_held
from stadrn_core.synthetic.people import LOCAL_CHANGES, MIDDLE_CHANGES, sample_person
from stadrn_core.synthetic.score import both_sides, liveliness, recording_score, static_score, still_score
from stadrn_core.synthetic.script import Script, Speech, Track


def _pair(name: str, left: float, right: float) -> dict[str, float]:
    return {f"{name}Left": left, f"{name}Right": right}


@pytest.mark.parametrize(
    ("expression", "points"),
    [
        ({}, 8.0),
        (_pair("browDown", 1.0, 0.5), 8 + 30 * 0.7 * 0.75),
        ({"browInnerUp": 0.4}, 8 + 30 * 0.3 * 0.4),
        (_pair("mouthFrown", 0.2, 0.6), 8 + 30 * 0.4),
        (_pair("eyeBlink", 0.25, 0.25), 8 + 20 * 0.5),
        (_pair("eyeBlink", 1.0, 1.0), 8 + 20),
        (_pair("mouthSmile", 0.3, 0.3), 8 - 24 * 0.3),
        ({"jawOpen": 1.0, "cheekPuff": 1.0}, 8.0),
        ({**_pair("browDown", 0.5, 0.5), **_pair("mouthSmile", 0.5, 0.5)}, 8 + 10.5 - 12),
    ],
)
def test_static_score_by_hand(expression: dict[str, float], points: float) -> None:
    assert static_score(expression) == pytest.approx(points)


def test_a_still_is_clipped_to_the_scale() -> None:
    saddest = {
        **_pair("browDown", 1, 1),
        "browInnerUp": 1,
        **_pair("mouthFrown", 1, 1),
        **_pair("eyeBlink", 0.5, 0.5),
    }
    assert still_score(saddest) == 63.0
    assert still_score(_pair("mouthSmile", 1, 1)) == 0.0


def test_liveliness_is_the_mean_speed_of_what_counts() -> None:
    # In 1 s the lip corners go down by 0.4 and the left brow, alone, by 0.2 (0.1 in the mean of both sides).
    frames = [
        {**_pair("mouthFrown", 0.04 * k, 0.04 * k), "browDownLeft": 0.02 * k, "jawOpen": float(k % 2)}
        for k in range(11)
    ]
    assert liveliness(frames, 10.0) == pytest.approx(0.5)
    assert liveliness(frames[:1], 10.0) == 0.0


def test_a_recordings_score_is_its_mean_less_its_liveliness() -> None:
    frames = [_pair("mouthFrown", 0.04 * k, 0.04 * k) for k in range(11)]
    score, static = recording_score(frames, 10.0)
    np.testing.assert_allclose(static, [8 + 30 * 0.04 * k for k in range(11)])
    assert score == pytest.approx(8 + 30 * 0.2 + 4 - 8 * 0.4 / 0.6)
    assert recording_score([{}, {}], 10.0)[0] == pytest.approx(12.0)


def test_the_score_sees_neither_blinks_nor_speech_nor_gaze() -> None:
    script = Script(
        2.0,
        {"eyeBlink": Track(((0.0, 0.2),)), "mouthFrownLeft": Track(((0.0, 0.5), (1.0, 1.4)))},
        speech=(Speech(0.0, 2.0),),
        blinks=(1.0,),
        gaze_pitch_degrees=Track(((0.0, -12.0),)),
    )
    assert script.expression(1.0) == {"eyeBlinkLeft": 0.2, "eyeBlinkRight": 0.2, "mouthFrownLeft": 1.0}
    assert script.moment(1.0).intensities["eyeBlinkLeft"] == 1.0


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_shows_its_own_actions_only(kind: str) -> None:
    own = {
        "mixed": {"browDown", "browInnerUp", "mouthFrown", "eyeBlink", "mouthSmile"},
        "neutral": set(),
        "brow": {"browDown", "browInnerUp"},
        "mouth_corners": {"mouthFrown"},
        "lids": {"eyeBlink"},
        "smile": {"mouthSmile"},
    }[kind]
    assert set(sample_held(np.random.default_rng(0), kind)) == own
    for seed in range(5):
        expression = sample_expression(np.random.default_rng(seed), kind)
        assert {name for name in own if both_sides(expression.held, name) > 0} == own
        assert all(0.0 <= value <= 1.0 for value in expression.shown.values())
        script = sample_script(np.random.default_rng(seed), kind, 6.0)
        score, _ = recording_score([script.expression(t) for t in script.times(10)], 10.0)
        assert score > 14 or kind in ("mixed", "neutral", "smile")
    with pytest.raises(ValueError, match="mouth_corners"):
        sample_held(np.random.default_rng(0), "happy")


def test_scores_of_stills_are_spread_and_actions_stay_independent() -> None:
    drawn = [sample_expression(np.random.default_rng((2, index)), "mixed") for index in range(1500)]
    scores = np.array([still_score(expression.held) for expression in drawn])
    shares = np.histogram(scores, np.linspace(0, 63, 10))[0] / len(scores)
    assert shares.min() > 0.03
    assert shares.max() < 0.2
    actions = np.array([list(expression.auxiliary.values()) for expression in drawn])
    between = np.corrcoef(actions.T) - np.eye(actions.shape[1])
    assert np.abs(between).max() < 0.15


def test_scripts_stay_within_their_bounds() -> None:
    for seed in range(12):
        script = sample_script(np.random.default_rng(seed), "mixed", 8.0)
        moments = [script.moment(t) for t in script.times(10)]
        poses = np.array([(m.pose.yaw_degrees, m.pose.pitch_degrees, m.pose.roll_degrees) for m in moments])
        assert np.abs(poses).max() <= 20.0
        assert all(0.0 <= value <= 1.0 for moment in moments for value in moment.intensities.values())
        assert all(0.8 <= moment.key_light <= 1.2 for moment in moments)


def test_people_differ_within_limits_and_come_from_the_seed() -> None:
    people = [sample_person(np.random.default_rng((3, index))) for index in range(60)]
    assert people[0] == sample_person(np.random.default_rng((3, 0)))
    for person in people:
        for name, value in person.identity.local_changes.items():
            limit = MIDDLE_CHANGES.get(name) or LOCAL_CHANGES[name[2:]]
            assert abs(value) <= limit
        assert all(0.0 <= value <= 1.0 for value in person.identity.phenotype.values())
        assert 0.66 <= person.identity.phenotype["age"] <= 0.97
    brightness = np.array([person.appearance.skin[1] for person in people])
    assert brightness.min() < 0.09
    assert brightness.max() > 0.33
    assert len({person.appearance.seed for person in people}) == 60
