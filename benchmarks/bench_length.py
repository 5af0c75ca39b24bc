"""Memory and time against length: recordings made by looping a short one, analysed with a very small network.

    python -m benchmarks.bench_length resources/demo_face.mp4 [--minutes 1 10 60] [--sample-interval 10]

Each length runs in a process of its own. Memory is the peak resident size of that process, and of the largest of its
face processes; processor time is theirs together, and tells, on a busy machine too, whether cost grows with length
alone.
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

import av


def loop_video(source: Path, target: Path, minutes: float) -> None:
    """Write the source over and over, without coding it again, until it is ``minutes`` long."""
    with av.open(target, "w") as out, av.open(source) as first:
        template = first.streams.video[0]
        stream = out.add_stream_from_template(template)
        assert template.time_base is not None
        tick = float(template.time_base)
        offset = 0
        while offset * tick < minutes * 60:
            end = 0
            with av.open(source) as again:
                for packet in again.demux(video=0):
                    if packet.pts is None or packet.dts is None:
                        continue
                    end = max(end, packet.pts + (packet.duration or 1))
                    packet.pts += offset
                    packet.dts += offset
                    packet.stream = stream
                    out.mux(packet)
            offset += end


def analyse(video: Path, checkpoint: Path, folder: Path, sample_interval: int) -> None:
    """Analyse and print what it took, as JSON."""
    from stadrn_core.analyze import Analysis
    from stadrn_core.checkpoint import load_checkpoint
    from stadrn_core.manifest import AnalysisSettings, ClipRecord

    started = time.perf_counter()
    settings = AnalysisSettings(sample_interval=sample_interval)
    analysis = Analysis(video, load_checkpoint(checkpoint, "cpu"), settings, folder)
    clips = sum(isinstance(event, ClipRecord) for event in analysis.run())
    seconds = time.perf_counter() - started
    own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    row = {
        "clips": clips,
        "seconds": seconds,
        "cpu_seconds": sum(usage.ru_utime + usage.ru_stime for usage in (own, workers)),
        "peak_mb": own.ru_maxrss / 1024,
        "worker_mb": workers.ru_maxrss / 1024,
    }
    print(json.dumps(row))


def main() -> None:
    """Print one row a length."""
    parser = argparse.ArgumentParser(description="Memory and time against length.")
    parser.add_argument("video", type=Path)
    parser.add_argument("--minutes", type=float, nargs="+", default=[1, 10, 60])
    parser.add_argument("--sample-interval", type=int, default=10)
    parser.add_argument("--one", nargs=3, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        checkpoint, folder, _ = options.one
        analyse(options.video, checkpoint, folder, options.sample_interval)
        return
    from stadrn_core.checkpoint import init_checkpoint
    from stadrn_core.model import ModelConfig

    print("| minutes | clips | s | processor s a minute | peak MB | largest face process, MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["STADRN_HOME"] = scratch
        config = ModelConfig(features=2, stem_width=8, layers=(1, 1, 1, 1), clip_length=16, frame_size=64)
        checkpoint = init_checkpoint(Path(scratch) / "tiny.safetensors", config)
        for minutes in options.minutes:
            video = Path(scratch) / f"{minutes:g}.mp4"
            loop_video(options.video, video, minutes)
            one = ["--one", str(checkpoint), str(Path(scratch) / f"{minutes:g}.zarr"), "."]
            command = [sys.executable, "-m", "benchmarks.bench_length", str(video), *one]
            command += ["--sample-interval", str(options.sample_interval)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            row = json.loads(done.stdout.splitlines()[-1])
            each = row["cpu_seconds"] / minutes
            costs = f"{row['seconds']:.0f} | {each:.1f} | {row['peak_mb']:.0f} | {row['worker_mb']:.0f}"
            print(f"| {minutes:g} | {row['clips']} | {costs} |", flush=True)


if __name__ == "__main__":
    main()
