"""One explained clip, ours against the way that hook libraries lead to, in one run.

Usual way: parameters require gradients; a forward and a full backward pass for the map through hooks on the target
layer, then a forward and a full backward pass with guided ReLUs. Ours: ``explain_clip``. Both give score, Grad-CAM++
and the guided map; their agreement is checked before anything is timed.

    python -m benchmarks.bench_explain [--rounds 3] [--size 224] [--frames 64] [--features 16]
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn

from stadrn_core.explain import explain_clip
from stadrn_core.model import STADRN, ModelConfig

if TYPE_CHECKING:
    from collections.abc import Callable


def usual_way(model: STADRN, clip: Tensor) -> tuple[float, Tensor, Tensor]:
    """Raw output, Grad-CAM++ at the last stage and the guided map by two full passes with hooks."""
    kept: dict[str, Tensor] = {}

    def keep(_module: nn.Module, _inputs: object, output: Tensor) -> None:
        kept["activations"] = output
        output.register_hook(lambda gradient: kept.update(gradients=gradient))

    handle = model.layer_4.register_forward_hook(keep)
    model.zero_grad()
    y = model(clip[None])
    y.sum().backward()
    handle.remove()
    a, g = kept["activations"][0].detach(), kept["gradients"][0]
    alpha = 1 / (2 + a.sum((1, 2, 3), keepdim=True) * g)
    weights = torch.where(g > 0, alpha * g, torch.zeros_like(g)).sum((1, 2, 3))
    cam = (weights[:, None, None, None] * a).sum(0).relu()

    handles = [
        module.register_full_backward_hook(lambda _m, grads, _out: (grads[0].clamp(min=0),))
        for module in model.modules()
        if isinstance(module, nn.ReLU)
    ]
    model.zero_grad()
    inputs = clip[None].clone().requires_grad_()
    model(inputs).sum().backward()
    for handle in handles:
        handle.remove()
    assert inputs.grad is not None
    return y.item(), cam, inputs.grad[0]


def timed(function: Callable[[], object]) -> float:
    """Seconds of one call."""
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def main() -> None:
    """Print one row a way, with medians and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--frames", type=int, default=64)
    parser.add_argument("--features", type=int, default=16)
    options = parser.parse_args()
    torch.manual_seed(0)
    model = STADRN(ModelConfig(features=options.features)).eval()
    clip = torch.randn(3, options.frames, options.size, options.size)

    theirs, ours = usual_way(model, clip), explain_clip(model, clip)
    assert ours.guided is not None
    assert abs(theirs[0] - ours.raw_output) <= 1e-4 * abs(theirs[0])
    assert np.abs(theirs[1].numpy() - ours.gradcampp).max() <= 1e-4 * ours.gradcampp.max()
    assert np.abs(theirs[2].numpy() - ours.guided).max() <= 1e-3 * np.abs(ours.guided).max()

    def forward() -> None:
        with torch.inference_mode():
            model(clip[None])

    ways: dict[str, Callable[[], object]] = {
        "usual way: hooks, two full passes": lambda: usual_way(model, clip),
        "explain_clip: one forward, one guided backward": lambda: explain_clip(model, clip),
        "explain_clip without the guided map": lambda: explain_clip(model, clip, guided=False),
        "plain forward": forward,
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(options.rounds):
        for name, way in ways.items():
            seconds[name].append(timed(way))
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    usual = next(iter(medians.values()))
    print(
        f"{options.frames}×{options.size}×{options.size}, features {options.features}, "
        f"{torch.get_num_threads()} threads"
    )
    print("| way | s a clip, median | ratio |\n| --- | --- | --- |")
    for name, median in medians.items():
        print(f"| {name} | {median:.2f} | {usual / median:.1f} |")


if __name__ == "__main__":
    main()
