"""One explained clip, ours against the ways that libraries lead to, in one run.

Usual way: parameters require gradients; a forward and a full backward pass for the map through hooks on the target
layer, then a forward and a full backward pass with guided ReLUs. Captum's LayerGradCam and GuidedBackprop do the same.
Frozen: one forward and one guided backward pass of autograd. Prepared: what ``explain_clip`` does. All give score, map
and guided map; their agreement is checked before anything is timed. Ways take turns in one process; memory is the peak
resident size of a process of its own, less what it had before the first clip.

    python -m benchmarks.bench_explain [--rounds 5] [--size 224] [--frames 64] [--features 16]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
import warnings
from typing import TYPE_CHECKING

import numpy as np
import torch
from captum.attr import GuidedBackprop, LayerGradCam
from torch import Tensor, nn

from stadrn_core.explain import explain_by_autograd, explain_clip
from stadrn_core.model import STADRN, ModelConfig

if TYPE_CHECKING:
    from collections.abc import Callable

    Way = Callable[[STADRN, Tensor], object]


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


def captums_way(model: STADRN, clip: Tensor) -> tuple[Tensor, Tensor]:
    """Grad-CAM at the last stage and the guided map, as captum computes them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=UserWarning)
        cam = LayerGradCam(model, model.layer_4).attribute(clip[None], relu_attributions=True)
        guided = GuidedBackprop(model).attribute(clip[None].clone().requires_grad_())
    return cam.detach()[0, 0], guided.detach()[0]


def plain_forward(model: STADRN, clip: Tensor) -> Tensor:
    """The score alone."""
    with torch.inference_mode():
        return model(clip[None])


def plain_forward_channels_last(model: STADRN, clip: Tensor) -> Tensor:
    """The score alone, in the layout that is quickest on a CPU."""
    with torch.inference_mode():
        return model(clip[None].to(memory_format=torch.channels_last_3d))


WAYS: dict[str, Way] = {
    "usual way: hooks, two full passes": usual_way,
    "captum: LayerGradCam, GuidedBackprop": captums_way,
    "frozen: one forward, one guided backward": explain_by_autograd,
    "prepared: `explain_clip`": explain_clip,
    "prepared, without the guided map": lambda model, clip: explain_clip(model, clip, guided=False),
    "plain forward": plain_forward,
    "plain forward, channels last": plain_forward_channels_last,
}


def check_agreement(model: STADRN, clip: Tensor) -> None:
    """All ways compute the same thing; otherwise comparing their time says nothing."""
    raw_output, cam, guided = usual_way(model, clip)
    captum_cam, captum_guided = captums_way(model, clip)
    for ours in (explain_by_autograd(model, clip), explain_clip(model, clip)):
        assert ours.guided is not None
        assert abs(raw_output - ours.raw_output) <= 1e-4 * abs(raw_output)
        for theirs, mine, tolerance in (
            (cam, ours.gradcampp, 1e-4),
            (captum_cam, ours.gradcam, 1e-4),
            (guided, ours.guided, 5e-3),
            (captum_guided, ours.guided, 5e-3),
        ):
            assert np.linalg.norm(theirs.numpy() - mine) <= tolerance * np.linalg.norm(mine)
    assert explain_clip(model, clip).way == "prepared"


def timed(function: Callable[[], object]) -> float:
    """Seconds of one call."""
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def resident_mb() -> float:
    """Peak resident size of this process so far."""
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def peak_mb(name: str, options: argparse.Namespace) -> float:
    """Memory that a way needs beyond what was there before, measured in a process of its own."""
    numbers = [f"--{key}={getattr(options, key)}" for key in ("size", "frames", "features")]
    command = [sys.executable, "-m", "benchmarks.bench_explain", "--memory-of", name, *numbers]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(json.loads(output.splitlines()[-1]))


def main() -> None:
    """Print one row a way, with medians and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--frames", type=int, default=64)
    parser.add_argument("--features", type=int, default=16)
    parser.add_argument("--memory-of", help=argparse.SUPPRESS)
    options = parser.parse_args()
    # The peak that a process inherits from the one that started it counts: so memory comes before all else.
    memory = {} if options.memory_of else {name: peak_mb(name, options) for name in WAYS}
    torch.manual_seed(0)
    model = STADRN(ModelConfig(features=options.features, clip_length=options.frames)).eval()
    clip = torch.randn(3, options.frames, options.size, options.size)
    if options.memory_of:
        before = resident_mb()
        WAYS[options.memory_of](model, clip)
        print(json.dumps(resident_mb() - before))
        return
    check_agreement(model, clip)
    load = os.getloadavg()[0]
    seconds: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(options.rounds):
        for name, way in WAYS.items():
            seconds[name].append(timed(lambda way=way: way(model, clip)))
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    usual, _, frozen, *_ = medians.values()
    print(
        f"{options.frames}×{options.size}×{options.size}, features {options.features}, torch {torch.__version__}, "
        f"{torch.get_num_threads()} threads, {platform.machine()}, default allocator, "
        f"load before the start {load:.1f}, {options.rounds} rounds"
    )
    print("| way | s a clip, median | ratio | against frozen | memory, MB |\n| --- | --- | --- | --- | --- |")
    for name, median in medians.items():
        print(f"| {name} | {median:.2f} | {usual / median:.1f} | {frozen / median:.1f} | {memory[name]:.0f} |")


if __name__ == "__main__":
    main()
