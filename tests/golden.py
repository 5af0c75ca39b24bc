"""Weights and clips made by formula, for which outputs of the authors' code are known."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from stadrn_core.explain import explain_by_autograd, explain_clip
from stadrn_core.model import STADRN, ModelConfig
from stadrn_core.types import Explanation

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT = Path(__file__).parent / "core" / "golden.json"


@dataclass(frozen=True)
class Golden:
    """One configuration with its formula-made weights and clip."""

    model: STADRN
    clip: torch.Tensor


def seeded_weights(model: STADRN, seed: int) -> dict[str, torch.Tensor]:
    state = {}
    for name, tensor in model.state_dict().items():
        rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
        shape = tuple(tensor.shape)
        if name.endswith("num_batches_tracked"):
            state[name] = torch.zeros((), dtype=torch.int64)
            continue
        if name.endswith("running_var"):
            values = rng.uniform(0.5, 1.5, shape)
        elif name.endswith(("running_mean", "bias")):
            values = 0.1 * rng.standard_normal(shape)
        elif len(shape) == 1:
            values = rng.uniform(0.5, 1.5, shape)
        else:
            values = np.sqrt(2 / np.prod(shape[1:])) * rng.standard_normal(shape)
        state[name] = torch.from_numpy(np.asarray(values, dtype=np.float32))
    return state


def seeded_model(config: ModelConfig, seed: int = 0) -> STADRN:
    model = STADRN(config)
    model.load_state_dict(seeded_weights(model, seed))
    return model.eval()


def seeded_clip(num_frames: int, size: int, seed: int = 0) -> torch.Tensor:
    rng = np.random.default_rng([seed, num_frames, size])
    return torch.from_numpy(rng.standard_normal((1, 3, num_frames, size, size)).astype(np.float32))[0]


def golden(name: str) -> Golden:
    """From a reference file's name such as ``fusion_vector_k2_f16_seed0_16x64``."""
    match = re.fullmatch(r"(\w+)_k(\d+)_f(\d+)_seed(\d+)_(\d+)x(\d+)", name)
    assert match is not None, name
    kind = match[1]
    groups, features, seed, num_frames, size = (int(match[i]) for i in range(2, 7))
    model = seeded_model(ModelConfig(kind=kind, groups=groups, features=features), seed)  # type: ignore[arg-type]
    return Golden(model, seeded_clip(num_frames, size, seed))


def kept_goldens() -> dict[str, dict[str, Any]]:
    """Outputs of the authors' code that are small enough to be kept in the repository."""
    return json.loads(KEPT.read_text())


def relative_error(ours: Any, reference: Any) -> float:
    """Largest difference as a share of the reference's largest magnitude."""
    ours, reference = np.asarray(ours, dtype=np.float64), np.asarray(reference, dtype=np.float64)
    difference = float(np.abs(ours - reference).max())
    return difference / float(np.abs(reference).max()) if difference else 0.0


def float32_bounds(made: Golden, layer: str, *, guided: bool = False) -> dict[str, float]:
    """How far float32 arithmetic alone may move each result, as a share of its maximum.

    Some of these random nets are ill-conditioned: another order of summation (another CPU or number of threads) changes
    their results visibly. The clip disturbed in its last bits shows how much, by autograd and by the prepared network:
    the smaller counts. Well-conditioned nets keep 1e-4 and 1e-3.
    """
    by_autograd, as_usual = (_worst(made, layer, guided, way) for way in (explain_by_autograd, explain_clip))
    return {
        name: max(1e-3 if name.startswith("guided") else 1e-4, 4 * min(worst, as_usual[name]))
        for name, worst in by_autograd.items()
    }


def _worst(made: Golden, layer: str, guided: bool, explain: Callable[..., Explanation]) -> dict[str, float]:
    exact = _results(explain(made.model, made.clip, layer, guided=guided))
    worst = dict.fromkeys(exact, 0.0)
    for seed in range(4):
        noise = torch.randn(made.clip.shape, generator=torch.Generator().manual_seed(seed))
        disturbed = _results(explain(made.model, made.clip * (1 + 3e-7 * noise), layer, guided=guided))
        for name in worst:
            worst[name] = max(worst[name], relative_error(disturbed[name], exact[name]))
    return worst


def guided_abs_sum(guided: Any) -> float:
    """Sum of magnitudes of a guided map: one number that every pixel has a part in."""
    return float(np.abs(guided).sum(dtype=np.float64))


def _results(found: Explanation) -> dict[str, Any]:
    results = {"raw_output": found.raw_output, "gradcampp": found.gradcampp, "gradcam": found.gradcam}
    if found.guided is not None:
        results |= {"guided": found.guided, "guided_abs_sum": guided_abs_sum(found.guided)}
    return results
