"""What tests of trust are compared with: taken values against passes of their own, and the words made of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Generator

import numpy as np
import pytest
import torch
from scipy.stats import spearmanr

from stadrn_core.folders import resource
from stadrn_core.localize_maps import untrained
from stadrn_core.model import ModelConfig
from stadrn_core.trust import MAP_NAMES, MEASURES, Case, Grid, TrustSettings
from stadrn_core.trust.case import points_of, relevance_of
from stadrn_core.trust.measure import Outcome
from stadrn_core.trust.reference import FILE, Reference, reference
from stadrn_core.trust.reference_study import TRAINED, UNTRAINED, take
from stadrn_core.types import Float32Array
from tests.golden import seeded_clip

CONFIG = ModelConfig(features=4, stem_width=8, layers=(1, 1, 1, 1), clip_length=8, frame_size=64)
SETTINGS = TrustSettings(steps=2, draws=2)


def outcome_of(work: Generator[None, None, Outcome]) -> Outcome:
    while True:
        try:
            next(work)
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome


def test_what_is_taken_is_what_the_measures_say() -> None:
    networks = [untrained(CONFIG, seed) for seed in (5, 1, 2)]
    clips: dict[str, Float32Array] = {name: seeded_clip(8, 64, seed).numpy() for seed, name in enumerate("abc")}
    found = list(take(clips, networks[0], networks[1:], SETTINGS))
    counts = Counter((one.map_name, one.measure, one.number, one.network) for one in found)
    for name in MAP_NAMES:
        assert counts[name, "randomisation", "all_random", TRAINED] == 3 * 2
        assert counts[name, "randomisation", "all_random", UNTRAINED] == 3
        for measure, number in (("mean_map", "likeness"), ("stability", "flip"), ("deletion_cells", "deletion_gain")):
            assert counts[name, measure, number, TRAINED] == 3
            assert counts[name, measure, number, UNTRAINED] == 3 * 2

    def maps(network: torch.nn.Module, name: str) -> Float32Array:
        return relevance_of(network, clips[name], "signed_points")[0]  # type: ignore[arg-type]

    def values(measure: str, network: str, clip: str) -> list[float]:
        own = [one for one in found if (one.measure, one.network, one.clip) == (measure, network, clip)]
        return [one.value for one in own if one.map_name == "signed_points" and one.value is not None]

    def rho(a: Float32Array, b: Float32Array) -> float:
        return float(spearmanr(a.ravel(), b.ravel()).statistic)

    of_a = [maps(network, "a") for network in networks]
    assert values("randomisation", TRAINED, "a") == pytest.approx([rho(of_a[0], of_a[1]), rho(of_a[0], of_a[2])])
    assert values("randomisation", UNTRAINED, "a") == pytest.approx([rho(of_a[1], of_a[2])])
    others = np.mean([maps(networks[1], "b"), maps(networks[1], "c")], axis=0)
    assert values("mean_map", UNTRAINED, "a")[0] == pytest.approx(rho(of_a[1], others))
    grid = Grid(8, 64, CONFIG.map_shape("layer_4"), *CONFIG.cell_stride("layer_4"))
    for number, network in ((0, TRAINED), (1, UNTRAINED)):
        shown = of_a[number]
        case = Case(networks[0], grid, lambda: clips["a"], points_of, lambda _net, _clip, shown=shown: shown)  # type: ignore[misc]
        numbers = outcome_of(MEASURES["deletion_cells"].run(case, SETTINGS)).numbers
        gain = next(one.value for one in numbers if one.name == "deletion_gain")
        assert values("deletion_cells", network, "a")[0] == pytest.approx(gain, abs=1e-3)


def test_words_by_hand() -> None:
    known = Reference(
        {
            "deletion_cells/deletion_gain": {"gradcampp": {UNTRAINED: [0.5, 1.0, 2.0]}},
            "randomisation/all_random": {"gradcampp": {UNTRAINED: [0.8, 0.95]}},
            "mean_map/likeness": {"gradcampp": {UNTRAINED: [0.9, 0.99]}},
        }
    )

    def words(measure: str, number: str, value: float | None, map_name: str = "gradcampp") -> str:
        return known.words(measure, number, map_name, value)

    assert (
        words("deletion_cells", "deletion_gain", 2.1) == "more than all 3 maps of untrained networks on synthetic faces"
    )
    assert (
        words("deletion_cells", "deletion_gain", 1.0) == "2 of 3 maps of untrained networks on synthetic faces reach it"
    )
    shared = "two untrained networks share, ρ 0.80 to 0.95 on synthetic faces"
    assert words("randomisation", "all_random", 0.3) == f"less than any {shared}"
    assert words("randomisation", "all_random", 0.85) == f"as much as {shared}"
    assert words("mean_map", "likeness", 0.5) == "less than untrained networks, ρ 0.90 to 0.99 on synthetic faces"
    assert words("mean_map", "likeness", 0.95) == "as in untrained networks, ρ 0.90 to 0.99 on synthetic faces"
    assert words("stability", "flip", 0.5) == ""
    assert words("randomisation", "all_random", None) == ""
    assert words("randomisation", "all_random", 0.3, "guided") == ""


def test_what_comes_with_the_program_was_taken_with_the_usual_settings() -> None:
    facts = json.loads(resource(FILE).read_text(encoding="utf-8"))
    assert facts["settings"] == TrustSettings().model_dump()
    pairs = len(facts["checkpoints"]) * facts["clips"]
    others = facts["untrained_networks"]
    for name in MAP_NAMES:
        assert len(reference().of("deletion_cells", "deletion_gain", name, UNTRAINED)) == pairs * others
        assert len(reference().of("randomisation", "all_random", name, TRAINED)) == pairs * others
        assert len(reference().of("randomisation", "all_random", name, UNTRAINED)) == pairs * others * (others - 1) / 2
        assert len(reference().of("mean_map", "likeness", name, TRAINED)) == pairs
