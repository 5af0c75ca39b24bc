"""What reduced precision costs: time, score and maps against float32, on each precision that a device has.

    python -m benchmarks.bench_precision [--device cpu] [--rounds 3]

The demo recording's first clip, with the faces that an analysis finds, and the checkpoints of the demo.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import spearmanr

from stadrn_core.analyze import settings_for
from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.demo import find_demo
from stadrn_core.device import Device
from stadrn_core.explain.clip import ClipExplainer
from stadrn_core.one_clip import OneClip, plan_of, read_clip
from stadrn_core.video import open_recording

if TYPE_CHECKING:
    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.types import Explanation, Float32Array, Precision


def first_clip(recording: Path, checkpoint: LoadedCheckpoint) -> Float32Array:
    """What the network is given."""
    settings = settings_for(checkpoint)
    with open_recording(recording) as source:
        plan = plan_of(source, settings, checkpoint.config.clip_length)
        steps = read_clip(source, source.index, settings, plan, 0)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                clip: OneClip = end.value
                return clip.tensor


def relative(ours: Float32Array | None, exact: Float32Array | None) -> float:
    """L2 distance, as a share of the exact map's length."""
    assert ours is not None
    assert exact is not None
    return float(np.linalg.norm(ours - exact) / np.linalg.norm(exact))


def explain(
    checkpoint: LoadedCheckpoint, clip: Float32Array, precision: Precision, rounds: int
) -> tuple[Explanation, float]:
    """The explanation, and the median of its seconds."""
    explainer = ClipExplainer(checkpoint.model, precision=precision, by_autograd=True)
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        found = explainer.begin(clip).explanation()
        seconds.append(time.perf_counter() - started)
    return found, statistics.median(seconds)


def main() -> None:
    """Print one row a checkpoint and precision."""
    parser = argparse.ArgumentParser(description="Reduced precision against float32.")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    demo = find_demo()
    print(
        "| checkpoint | precision | s | score off by | Grad-CAM++ off by, % | its rank correlation | guided off by, % |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for path in (demo.checkpoint, *demo.others):
        checkpoint = load_checkpoint(path, options.device)
        clip = first_clip(demo.recording, checkpoint)
        exact, seconds = explain(checkpoint, clip, "float32", options.rounds)
        for precision in Device(checkpoint.device).precisions():
            ours, seconds = explain(checkpoint, clip, precision, options.rounds)
            ranks = spearmanr(ours.gradcampp.ravel(), exact.gradcampp.ravel()).statistic
            maps = [100 * relative(a, b) for a, b in ((ours.gradcampp, exact.gradcampp), (ours.guided, exact.guided))]
            off = f"{maps[0]:.2f} | {ranks:.4f} | {maps[1]:.1f}"
            score = f"{abs(ours.score - exact.score):.3f} of {exact.score:.1f}"
            print(f"| {path.stem} | {precision} | {seconds:.2f} | {score} | {off} |", flush=True)


if __name__ == "__main__":
    main()
