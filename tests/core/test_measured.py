"""What was measured of methods: the file is what the table of methods knows, and the words are made of its numbers."""

from __future__ import annotations

from stadrn_core.explain.measured import measured, measured_words
from stadrn_core.explain.methods import METHODS
from stadrn_core.method_study import CENTRE


def test_words_by_hand() -> None:
    numbers = {"pointing": 0.38, "untrained_pointing": 0.15, "chance": 0.18}
    found = {"a": {"gradcam": numbers}, "b": {"gradcam": {**numbers, "pointing": 0.5, "chance": 0.2}}}
    assert measured_words("gradcam", found) == (
        "On synthetic faces its maximum lay where the face moved at 38% and 50% of the moments (untrained networks 15% "
        "and 15%, chance 20%)."
    )
    alone = {"a": {"gradcam": {**numbers, "untrained_pointing": None}}}
    assert measured_words("gradcam", alone).endswith("at 38% of the moments (chance 18%).")
    assert measured_words("layercam", found) == ""
    assert measured_words("gradcam", {"a": {"gradcam": {**numbers, "pointing": None}}}) == ""


def test_what_comes_with_the_program_knows_every_method() -> None:
    assert set(measured()) == {"fusion_vector", "spatial"}
    for rows in measured().values():
        assert set(rows) == {*METHODS, CENTRE}
        for numbers in rows.values():
            shares = [numbers[name] for name in ("pointing", "chance", "mass")]
            assert all(share is not None and 0 <= share <= 1 for share in shares)
        best = max((name for name in METHODS), key=lambda name: rows[name]["pointing"] or 0)
        assert METHODS[best].compares, "contrasts point best, the paper's map does not"
    assert all(measured_words(name) for name in METHODS)
