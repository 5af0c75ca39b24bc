"""A whole recording, from file to stored maps, beside the authors' scripts followed by the usual hooks; all in one run.

Ours: the analysis of ``stadrn explain`` in a process of its own, first with nothing known of the recording, then with
a second checkpoint, which finds the aligned faces in the cache. Theirs: ``bench_faces``' detection of each frame and
``bench_explain``' s hooks for each clip, measured on a few frames and one clip and multiplied: stated in the table.
The share of face work is processor time of the face processes, of all processor time.

    python -m benchmarks.bench_pipeline [VIDEO] [--features 16] [--frames 6]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch

from benchmarks.bench_explain import usual_way
from benchmarks.bench_faces import authors_way
from stadrn_core.analyze import Analysis
from stadrn_core.checkpoint import init_checkpoint, load_checkpoint
from stadrn_core.clips import make_plan
from stadrn_core.demo import find_demo
from stadrn_core.manifest import AnalysisSettings, ClipRecord
from stadrn_core.model import STADRN, ModelConfig
from stadrn_core.video import open_recording


def analyse(video: Path, checkpoint: Path, folder: Path) -> None:
    """Analyse and print what it took, as JSON: loading checkpoint and models included."""
    started = time.perf_counter()
    analysis = Analysis(video, load_checkpoint(checkpoint, "cpu"), AnalysisSettings(), folder)
    clips = sum(isinstance(event, ClipRecord) for event in analysis.run())
    seconds = time.perf_counter() - started
    own, faces = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    busy = [usage.ru_utime + usage.ru_stime for usage in (own, faces)]
    print(json.dumps({"clips": clips, "seconds": seconds, "face_share": busy[1] / sum(busy)}))


def analysed(video: Path, checkpoint: Path, folder: Path) -> dict[str, float]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.bench_pipeline", str(video), "--one", str(checkpoint), str(folder)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(output.splitlines()[-1])
    return found


def theirs(video: Path, features: int, num_frames: int) -> float:
    """Seconds that the usual way would take for the whole recording."""
    with open_recording(video) as source:
        total = source.info.num_frames
    faces = authors_way(video, num_frames)
    config = ModelConfig(features=features)
    torch.manual_seed(0)
    model, clip = STADRN(config).eval(), torch.randn(3, config.clip_length, config.frame_size, config.frame_size)
    started = time.perf_counter()
    usual_way(model, clip)
    clip_seconds = time.perf_counter() - started
    clips = make_plan(total, AnalysisSettings.sample_interval, config.clip_length, AnalysisSettings.slicing).num_clips
    return total / faces.frames_per_second + clips * clip_seconds


def main() -> None:
    """Print one row a way."""
    parser = argparse.ArgumentParser(description="A whole recording, ours against the usual way.")
    parser.add_argument("video", type=Path, nargs="?", default=find_demo().recording)
    parser.add_argument("--features", type=int, default=16)
    parser.add_argument("--frames", type=int, default=6, help="on which the authors' detection is measured")
    parser.add_argument("--one", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        analyse(options.video, *options.one)
        return
    with tempfile.TemporaryDirectory() as name:
        os.environ["STADRN_HOME"] = name
        folder = Path(name)
        config = ModelConfig(features=options.features)
        checkpoints = [init_checkpoint(folder / f"{seed}.safetensors", config, seed=seed) for seed in (0, 1)]
        rows = [analysed(options.video, path, folder / f"{path.stem}.zarr") for path in checkpoints]
    usual = theirs(options.video, options.features, options.frames)
    with open_recording(options.video) as source:
        info = source.info
    print(
        f"{info.width}×{info.height}, {info.duration_seconds:.0f} s, {rows[0]['clips']} clips, features "
        f"{options.features}, {torch.get_num_threads()} threads; theirs from {options.frames} frames and one clip"
    )
    print("| way | s | ratio | face work, % |\n| --- | --- | --- | --- |")
    print(f"| authors' way of faces, hooks for each clip | {usual:.0f} | 1.0 | |")
    for title, row in zip(
        (
            "`stadrn explain`",
            "a second checkpoint",
        ),
        rows,
        strict=True,
    ):
        print(f"| {title} | {row['seconds']:.1f} | {usual / row['seconds']:.1f} | {100 * row['face_share']:.0f} |")


if __name__ == "__main__":
    main()
