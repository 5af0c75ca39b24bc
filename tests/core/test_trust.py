"""Measures of trust against cases whose answer is known: models that look at one place, maps that ignore weights."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from scipy.stats import spearmanr

from stadrn_core.alignment import apply, face_transform
from stadrn_core.explain import explain_by_autograd
from stadrn_core.model import STADRN, ModelConfig
from stadrn_core.regions.atlas import Region, region_labels
from stadrn_core.trust import MEASURES, Case, Grid, MeasureResult, TrustSettings, badge, cell_mask, probe, region_mask
from stadrn_core.trust.case import MeanMap, points_of, relevance_of
from stadrn_core.trust.deletion import area, most_first, step_ends
from stadrn_core.trust.measure import Outcome
from stadrn_core.trust.measures import chosen_measures
from stadrn_core.trust.neutral import neutral_clip
from stadrn_core.trust.randomisation import randomised
from stadrn_core.trust.results import Curve
from stadrn_core.trust.similarity import rank_correlation
from stadrn_core.trust.stability import mirrored_map, noisy
from stadrn_core.trust.truth import MovedMoment
from stadrn_core.trust.units import cell_units, slot_units
from stadrn_core.types import AlignmentConfig, Float32Array
from tests.synthetic_faces import stored_faces

TINY = ModelConfig(features=2, stem_width=8, layers=(1, 1, 1, 1), clip_length=16, frame_size=64)
GRID = Grid(num_frames=16, size_px=64, map_shape=(2, 2, 2), temporal_stride=8, spatial_stride=32)
MEAN = TrustSettings(how="mean", steps=8)


@pytest.fixture(scope="module")
def network() -> STADRN:
    with torch.random.fork_rng():
        torch.manual_seed(7)
        model = STADRN(TINY).eval()
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm3d):
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)
    return model


@pytest.fixture(scope="module")
def clip() -> Float32Array:
    return np.random.default_rng(3).standard_normal((3, 16, 64, 64), dtype=np.float32)


def looks_at(mask: np.ndarray) -> Callable[[Any, Float32Array], float]:
    """100 points × the mean of the first channel over a part of the clip (T, S, S), and nothing else."""
    return lambda _model, clip: 100 * float(clip[0][mask].mean(dtype=np.float64))


def make_case(model: STADRN, clip: Float32Array, relevance: Float32Array, **facts: Any) -> Case:
    known: dict[str, Any] = {"points_of": points_of, "relevance_of": lambda _model, _clip: relevance}
    return Case(model, GRID, lambda: clip, **{**known, **facts})


def take(name: str, case: Case, settings: TrustSettings = MEAN) -> Outcome:
    """A measure's outcome; it has cost what it said."""
    work, steps = MEASURES[name].run(case, settings), 0
    while True:
        try:
            next(work)
        except StopIteration as stop:
            assert steps == MEASURES[name].cost(case, settings).steps
            return stop.value  # type: ignore[no-any-return]
        steps += 1


def values(outcome: Outcome) -> dict[str, float | None]:
    return {number.name: number.value for number in outcome.numbers}


def test_deleting_the_one_cell_that_counts_first_drops_all(network: STADRN) -> None:
    units = cell_units(GRID)
    # Slot 1, row 0, column 1: frames from 4, rows to 15, columns from 16 (the nearest centres 0, 8 and 0, 32).
    counts = np.zeros((16, 64, 64), bool)
    counts[4:, :16, 16:] = True
    clip = np.zeros((3, 16, 64, 64), np.float32)
    clip[0][counts] = 1.0
    relevance = np.zeros((2, 2, 2), np.float32)
    relevance[1, 0, 1] = 5.0
    case = make_case(network, clip, relevance, points_of=looks_at(counts))
    found = take("deletion_cells", case)
    share = counts.mean()
    gone = 100 * share  # the mean colour's first channel is the share of ones
    first, rest = share * (100 + gone) / 2, (1 - share) * gone
    numbers, curves = values(found), {curve.name: curve for curve in found.curves}
    assert numbers["deletion_most"] == pytest.approx(first + rest, rel=1e-5)
    assert numbers["deletion_least"] == pytest.approx((1 - share) * 100 + first, rel=1e-5)
    assert numbers["between"] == pytest.approx((1 - share) * (100 - gone), rel=1e-5)
    assert numbers["insertion_most"] == numbers["deletion_least"]
    assert numbers["points"] == pytest.approx(100)
    assert numbers["points_neutral"] == pytest.approx(gone, rel=1e-5)
    assert curves["most"].points[1:] == pytest.approx([gone] * 8, rel=1e-5)
    areas = []
    for draw in (1, 2, 3):
        curve = curves[f"random {draw}"]
        stays = sum(point == pytest.approx(100) for point in curve.points)
        before = curve.shares[stays - 1]
        areas.append(before * 100 + first + (1 - before - share) * gone)
    assert numbers["deletion_random"] == pytest.approx(np.mean(areas), rel=1e-5)
    gain = found.numbers[0]
    assert gain.name == "deletion_gain"
    assert gain.value == pytest.approx(np.mean(areas) - first - rest, rel=1e-4)
    assert (gain.low, gain.high) == (
        pytest.approx(min(areas) - first - rest, abs=1e-3),
        pytest.approx(max(areas) - first - rest, abs=1e-3),
    )
    assert units.sizes[units.names.index("1/0/1")] == counts.sum()


def test_a_map_that_says_the_opposite_does_worse_than_random(network: STADRN) -> None:
    counts = cell_units(GRID).mask(np.array([6]))
    clip = np.zeros((3, 16, 64, 64), np.float32)
    clip[0][counts] = 1.0
    relevance = np.ones((2, 2, 2), np.float32)
    relevance.reshape(-1)[6] = -1.0
    numbers = values(take("deletion_cells", make_case(network, clip, relevance, points_of=looks_at(counts))))
    assert numbers["deletion_gain"] is not None
    assert numbers["deletion_gain"] < 0
    assert numbers["insertion_gain"] is not None
    assert numbers["insertion_gain"] < 0


def test_areas_and_orders_by_hand() -> None:
    assert area(Curve(name="most", shares=(0, 0.25, 1), points=(8, 4, 0))) == pytest.approx(0.25 * 6 + 0.75 * 2)
    assert step_ends(8, 10) == [1, 2, 3, 4, 5, 6, 7]
    assert step_ends(16, 10) == [2, 3, 5, 6, 8, 10, 11, 13, 14]
    assert step_ends(5, 1) == []
    order = most_first(np.array([0, 3, 0, 7, 0.0]), 0)
    assert order[:2].tolist() == [3, 1]
    tails = {tuple(most_first(np.zeros(5), seed).tolist()) for seed in range(20)}
    assert len(tails) > 10, "equal cells come in random order"


def faces() -> np.ndarray:
    """(16, 68, 2) landmarks of stored faces in aligned pictures of 64 px, another face in each frame."""
    marks = [landmarks for _, landmarks in stored_faces()[:4]]
    aligned = [apply(face_transform(one, AlignmentConfig(size_px=64)), one) for one in marks]
    return np.stack([aligned[i % len(aligned)] for i in range(16)])


def test_only_the_region_that_the_model_looks_at_changes_the_score(network: STADRN, clip: Float32Array) -> None:
    landmarks = faces()
    lips = np.stack([region_labels(one, 64) == Region.LIPS for one in landmarks])
    assert np.array_equal(region_mask(landmarks, [Region.LIPS], 64), lips)
    case = make_case(network, clip, lips.astype(np.float32), points_of=looks_at(lips), landmarks=landmarks)
    numbers = values(take("occlusion_regions", case))
    expected = 100 * (float(clip[0].mean(dtype=np.float64)) - float(clip[0][lips].mean(dtype=np.float64)))
    assert numbers.pop("change lips") == pytest.approx(expected, abs=1e-4)
    agreement = numbers.pop("agreement")
    assert set(numbers.values()) == {0.0}
    assert agreement == pytest.approx(1.0 if expected < 0 else -1.0)
    curves = {c.name: c for c in take("deletion_regions", case, TrustSettings(how="mean", steps=16)).curves}
    assert curves["most"].points[1] == pytest.approx(curves["most"].points[-1], abs=1e-4)
    assert curves["least"].points[-2] == pytest.approx(curves["least"].points[0], abs=1e-6)


def test_only_the_time_slot_that_the_model_looks_at_changes_the_score(network: STADRN, clip: Float32Array) -> None:
    second = np.zeros((16, 64, 64), bool)
    second[4:] = True
    assert np.array_equal(slot_units(GRID).mask(np.array([1])), second)
    case = make_case(network, clip, np.ones((2, 2, 2), np.float32), points_of=looks_at(second))
    numbers = values(take("deletion_slots", case, TrustSettings(how="blur")))
    assert numbers["change slot 0"] == 0
    blurred = np.stack([cv2.GaussianBlur(face, (0, 0), 6.4, borderType=cv2.BORDER_REFLECT) for face in clip[0, 4:]])
    expected = 100 * (blurred.mean(dtype=np.float64) - clip[0, 4:].mean(dtype=np.float64))
    assert numbers["change slot 1"] == pytest.approx(expected, abs=1e-4)


def test_a_map_that_ignores_the_weights_shows_itself(network: STADRN, clip: Float32Array) -> None:
    weights = copy.deepcopy(network.state_dict())
    found = take("randomisation", make_case(network, clip, np.ascontiguousarray(clip[0])))
    assert values(found)["all_random"] == 1.0
    assert len(found.numbers) == 7, "all, and each of head, four stages and stem"
    assert all(torch.equal(weights[name], tensor) for name, tensor in network.state_dict().items())

    def from_stem(model: STADRN, _clip: Float32Array) -> Float32Array:
        return model.conv_1.weight.detach().numpy().reshape(-1)[: 16 * 64 * 2].repeat(32).reshape(16, 64, 64).copy()

    case = make_case(network, clip, clip[0], relevance_of=from_stem)
    numbers = {number.name: number for number in take("randomisation", case).numbers}
    assert numbers["down to layer_1"].value == 1.0
    stem = [one.conv_1.weight.detach() for part, one in randomised(network, 0) if part == "stem"]
    own = spearmanr(from_stem(network, clip).reshape(-1), stem[0].numpy().reshape(-1)[: 16 * 64 * 2].repeat(32))
    assert numbers["down to stem"].low is not None
    assert numbers["down to stem"].high is not None
    assert numbers["down to stem"].low <= own.statistic + 1e-9
    assert numbers["down to stem"].high >= own.statistic - 1e-9
    assert abs(own.statistic) < 0.2


def test_weights_become_random_from_the_head_down_and_only_in_the_copy(network: STADRN) -> None:
    network.layer_2.train()
    network.fc.bias.requires_grad_(False)
    before = copy.deepcopy(network.state_dict())
    parts = []
    for part, ours in randomised(network, 5):
        parts.append(part)
        changed = {
            name.partition(".")[0]
            for name, tensor in ours.state_dict().items()
            if name.endswith("weight") and tensor.ndim > 1 and not torch.equal(tensor, before[name])
        }
        assert changed == {"conv_1" if one == "stem" else one for one in parts}
    assert parts == ["fc", "layer_4", "layer_3", "layer_2", "layer_1", "stem"]
    assert all(torch.equal(before[name], tensor) for name, tensor in network.state_dict().items())
    assert network.layer_2.training
    assert not network.layer_1.training
    assert not network.fc.bias.requires_grad
    network.eval()
    network.fc.bias.requires_grad_(True)
    (first, *_), (again, *_), (other, *_) = (
        [copy.deepcopy(m.fc.weight) for _, m in randomised(network, s)] for s in (5, 5, 6)
    )
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_a_cancelled_measure_leaves_the_model_as_it_was(network: STADRN, clip: Float32Array) -> None:
    before, random_state = copy.deepcopy(network.state_dict()), torch.random.get_rng_state()
    case = replace(
        make_case(network, clip, clip[0], relevance_of=lambda m, c: relevance_of(m, c, "gradcampp")[0]),
        landmarks=faces(),
    )
    for name in ("randomisation", "deletion_cells", "occlusion_regions", "stability"):
        work = MEASURES[name].run(case, TrustSettings(steps=3))
        next(work)
        work.close()
    assert all(torch.equal(before[name], tensor) for name, tensor in network.state_dict().items())
    assert all(parameter.requires_grad for parameter in network.parameters())
    assert not any(module.training or module._forward_hooks for module in network.modules())
    assert torch.equal(random_state, torch.random.get_rng_state())


def test_rank_correlation_is_spearmans() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.integers(0, 6, (4, 5, 5)).astype(np.float32), rng.random((4, 5, 5), dtype=np.float32)
    assert rank_correlation(a, b) == pytest.approx(spearmanr(a.reshape(-1), b.reshape(-1)).statistic, abs=1e-12)
    assert rank_correlation(b, 3 * b**3 + 1) == pytest.approx(1.0)
    assert rank_correlation(b, -b) == pytest.approx(-1.0)
    assert rank_correlation(a, np.zeros_like(a)) is None
    assert rank_correlation(a, np.full_like(a, np.nan)) is None
    with pytest.raises(ValueError, match="same shape"):
        rank_correlation(a, b[:2])


def test_likeness_to_the_mean_map(network: STADRN, clip: Float32Array) -> None:
    rng = np.random.default_rng(1)
    own, mean = (rng.random((2, 2, 2), dtype=np.float32) for _ in range(2))
    case = make_case(network, clip, own, mean_map=lambda: MeanMap(mean, 3, 1))
    (number,) = take("mean_map", case).numbers
    assert number.value == pytest.approx(spearmanr(own.reshape(-1), mean.reshape(-1)).statistic)
    assert number.note == "mean of 3 other clips of 1 recording"
    assert MEASURES["mean_map"].unavailable(make_case(network, clip, own)) == Case.no_mean_map


def test_a_map_that_follows_the_picture_is_stable(network: STADRN) -> None:
    recording = np.random.default_rng(4).standard_normal((3, 32, 64, 64), dtype=np.float32)
    for shift, start in ((8, 0), (-8, 16)):
        case = make_case(
            network,
            recording[:, start : start + 16],
            recording[0],
            relevance_of=lambda _model, clip: np.ascontiguousarray(clip[0]),
            load_shifted=lambda first=start + shift: recording[:, first : first + 16],
            shift_frames=shift,
        )
        numbers = values(take("stability", case))
        assert numbers["flip"] == 1.0
        assert numbers["shift"] == 1.0
        assert numbers["noise"] == pytest.approx(
            spearmanr(case.clip[0].reshape(-1), noisy(case.clip, 0.03, 0)[0].reshape(-1)).statistic
        )


def test_a_map_that_ignores_the_picture_does_not_follow_a_flip(network: STADRN, clip: Float32Array) -> None:
    fixed = np.random.default_rng(5).random((16, 64, 64), dtype=np.float32)
    numbers = values(take("stability", make_case(network, clip, fixed)))
    assert numbers["flip"] == pytest.approx(spearmanr(fixed.reshape(-1), fixed[..., ::-1].reshape(-1)).statistic)
    assert numbers["noise"] == 1.0
    assert numbers["shift"] is None


def test_a_mirrored_map_of_cells_is_read_where_the_cells_lie() -> None:
    # The value of each cell is the column on which it is centred; put back, it is the mirrored column.
    ramp = np.broadcast_to(np.arange(7, dtype=np.float32) * 32, (8, 7, 7))
    back = mirrored_map(np.ascontiguousarray(ramp), Grid(64, 224, (8, 7, 7), 8, 32))
    assert back[0, 0].tolist() == [192, 191, 159, 127, 95, 63, 31]  # 223 − 32 i, held at the last cell's centre


def test_noise_is_that_of_pictures() -> None:
    grey = np.zeros((3, 4, 64, 64), np.float32)  # the ImageNet mean
    added = (noisy(grey, 0.03, 0) - grey) * np.array([0.229, 0.224, 0.225], np.float32)[:, None, None, None]
    assert added.std() == pytest.approx(0.03, rel=0.01)


def test_pointing_and_mass_by_hand(network: STADRN, clip: Float32Array) -> None:
    moves = np.zeros((64, 64), np.float32)
    moves[10:20, 10:20] = 2.0
    pixels = np.zeros((16, 64, 64), np.float32)
    pixels[0, 12, 12], pixels[0, 40, 40], pixels[0, 50, 50] = 3.0, 1.0, -5.0  # a hit, three quarters of the mass
    pixels[8, 40, 40], pixels[8, 15, 15] = 3.0, 1.0  # a miss, a quarter
    still = np.zeros_like(moves)
    case = make_case(
        network,
        clip,
        pixels,
        truth=lambda: [MovedMoment(0, moves), MovedMoment(8, moves), MovedMoment(15, still)],
    )
    numbers = values(take("truth", case))
    assert numbers == {
        "pointing": 0.5,
        "mass": pytest.approx(0.5),
        "chance": pytest.approx(100 / 64**2),
        "judged": 2.0,
    }
    nothing = take("truth", replace(case, truth=lambda: [MovedMoment(0, still)]))
    assert values(nothing)["pointing"] is None
    assert "moves" in nothing.numbers[0].note


def test_probe_is_the_model_on_the_changed_clip(network: STADRN, clip: Float32Array) -> None:
    before = copy.deepcopy(network.state_dict())
    mask = cell_mask(np.array([[True, False], [False, False]]), 64, 32)
    assert mask.sum() == 16 * 16
    changed = clip.copy()
    for channel in range(3):
        for t in range(2, 9):
            blurred = cv2.GaussianBlur(clip[channel, t], (0, 0), 6.4, borderType=cv2.BORDER_REFLECT)
            changed[channel, t, :16, :16] = blurred[:16, :16]
    found = probe(network, clip, mask, frames=(2, 9))
    known, after = (63 * explain_by_autograd(network, one, guided=False).raw_output for one in (clip, changed))
    assert found.points_before == pytest.approx(known, abs=1e-3)
    assert found.points_after == pytest.approx(after, abs=1e-3)
    assert found.difference == pytest.approx(after - known, abs=1e-3)
    assert found.difference != 0
    assert found.share == pytest.approx(7 * 256 / clip[0].size)
    assert (found.score_before, found.score_after) == (max(found.points_before, 0), max(found.points_after, 0))
    assert probe(network, clip, np.zeros((64, 64), bool)).difference == 0
    whole = probe(network, clip, np.ones((16, 64, 64), bool), how="mean", points_before=1.5)
    assert whole.points_before == 1.5
    assert whole.points_after == pytest.approx(points_of(network, neutral_clip(clip, "mean")))
    assert all(torch.equal(before[name], tensor) for name, tensor in network.state_dict().items())
    with pytest.raises(ValueError, match="frames"):
        probe(network, clip, mask, frames=(3, 17))
    with pytest.raises(ValueError, match="mask"):
        probe(network, clip, mask[:5])


def test_guided_backpropagation_always_gets_its_number() -> None:
    assert [one.name for one in chosen_measures(["deletion_cells"], "guided")] == ["randomisation", "deletion_cells"]
    assert [one.name for one in chosen_measures(["deletion_cells"], "gradcampp")] == ["deletion_cells"]
    assert [one.name for one in chosen_measures([], "gradcampp")] == list(MEASURES)
    with pytest.raises(ValueError, match="measure must be one of"):
        chosen_measures(["beauty"], "gradcampp")


def test_a_badge_says_what_was_tested_and_what_was_not(network: STADRN, clip: Float32Array) -> None:
    assert badge([]) == "Not tested."
    case = make_case(network, clip, np.ascontiguousarray(clip[0]))
    results = [
        MeasureResult(
            measure=name, clip_index=2, map_name="guided", settings=MEAN, numbers=take(name, case, MEAN).numbers
        )
        for name in ("randomisation", "stability")
    ]
    said = badge(results)
    assert said.startswith(
        "guided backpropagation, clip 2: likeness to the map with all weights random ρ 1.00, as much as two untrained "
        "networks share, ρ 0.39 to 0.43 on synthetic faces; "
    )
    assert "flip" in said
    assert "shift ρ not defined" in said
    assert "Not tested: dependence on the picture, pointing" in said
    with pytest.raises(ValueError, match="one map"):
        badge([results[0], results[1].model_copy(update={"map_name": "gradcampp"})])
