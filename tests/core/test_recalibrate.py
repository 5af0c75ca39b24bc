"""A factor and a shift in the last layer: fitted as NumPy fits them, applied exactly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from stadrn_core.checkpoint import init_checkpoint, load_checkpoint
from stadrn_core.cli import main
from stadrn_core.comparators import MDNConfig
from stadrn_core.errors import CheckpointError, DataError
from stadrn_core.explain import explain_clip
from stadrn_core.model import ModelConfig
from stadrn_core.recalibrate import Line, fit_line, recalibrate
from tests.golden import seeded_clip

TINY = ModelConfig(features=2, stem_width=4, layers=(1, 1, 1, 1), clip_length=8, frame_size=32)


def table(path: Path, scores: np.ndarray, labels: np.ndarray) -> Path:
    rows = "".join(f"r{i},{label},{score}\n" for i, (score, label) in enumerate(zip(scores, labels, strict=True)))
    path.write_text(f"path,label,score\n{rows}", encoding="utf-8")
    return path


def test_the_line_is_the_least_squares_one_of_scores_that_were_not_clamped(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    scores = rng.uniform(1, 60, 30)
    labels = 1.3 * scores + 4 + rng.normal(0, 3, 30)
    line = fit_line(table(tmp_path / "p.csv", np.append(scores, [0.0, 0.0]), np.append(labels, [2.0, 9.0])))
    scale, shift = np.polyfit(scores, labels, 1)
    assert line.scale == pytest.approx(scale, rel=1e-9)
    assert line.shift_points == pytest.approx(shift, rel=1e-9)
    assert (line.num_recordings, line.num_clamped) == (30, 2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("path,score\na,3\n", "not a table of predictions"),
        ("path,label,score\na,3,x\n", "not a table of predictions"),
        ("path,label,score\na,3,4\n", "1 recordings with a score above 0"),
        ("path,label,score\n" + "".join(f"r,{20 - i},{i + 1}\n" for i in range(12)), "do not rise"),
        ("path,label,score\n" + "".join(f"r,{i},7\n" for i in range(12)), "do not rise"),
    ],
)
def test_a_table_that_does_not_serve_is_named(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "p.csv").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=reason) as caught:
        fit_line(tmp_path / "p.csv")
    assert "p.csv" in str(caught.value)


def test_scores_and_evidence_follow_the_line(tmp_path: Path) -> None:
    scores = np.arange(1.0, 21.0)
    predictions = table(tmp_path / "p.csv", scores, 1.5 * scores - 3)
    source = init_checkpoint(tmp_path / "tiny.safetensors", TINY)
    target = tmp_path / "after.safetensors"
    assert main(["checkpoint", "recalibrate", str(source), str(predictions), str(target)]) == 0
    before, after = load_checkpoint(source, "cpu"), load_checkpoint(target, "cpu")
    clip = seeded_clip(8, 32)
    old, new = explain_clip(before.model, clip), explain_clip(after.model, clip)
    assert 63 * new.raw_output == pytest.approx(1.5 * 63 * old.raw_output - 3, rel=1e-5)
    assert old.signed_points is not None
    assert new.signed_points is not None
    np.testing.assert_allclose(new.signed_points, 1.5 * old.signed_points, rtol=1e-5, atol=1e-7)
    for name, value in before.model.state_dict().items():
        assert name.startswith("fc.") or torch.equal(value, after.model.state_dict()[name])
    facts = after.metadata["training"]["recalibrated"]
    assert (facts["num_recordings"], facts["scale"]) == (20, pytest.approx(1.5))
    assert after.known_error is None
    assert main(["checkpoint", "recalibrate", str(source), str(predictions), str(target)]) == 2


def test_a_network_without_one_linear_layer_is_refused(tmp_path: Path) -> None:
    config = MDNConfig(depth=18, width=2, clip_length=2, frame_size=97)
    checkpoint = load_checkpoint(init_checkpoint(tmp_path / "mdn.safetensors", config), "cpu")
    assert not checkpoint.config.linear_head
    with pytest.raises(CheckpointError, match="one linear layer"):
        recalibrate(checkpoint, Line(1.5, 2.0, 20, 0, ""))
