"""Frames a second from file to aligned face, beside the way the authors' script does it.

    python benchmarks/bench_faces.py [VIDEO] [--frames 96] [--size 640x480]

The video is looped and scaled to the given size first. The authors' way: one process, every frame in colour, enlarged
twice, detector and landmarks on each, plain warp. Both ways run on the same video in one run: the ratio is what counts.
Nothing else should run on the machine meanwhile.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import dlib
import numpy as np

from stadrn_core.alignment import face_transform
from stadrn_core.face_pool import FacePool
from stadrn_core.faces import landmark_model_path
from stadrn_core.types import AlignmentConfig, FaceState
from stadrn_core.video import open_recording

DEMO = Path(__file__).resolve().parents[1] / "resources" / "demo_face.mp4"
CHUNK = 16
REFERENCE_FRAMES = 6


@dataclass(frozen=True)
class Timing:
    """One row of the table."""

    name: str
    num_frames: int
    num_faces: int
    seconds: float

    @property
    def frames_per_second(self) -> float:
        """Sampled frames a second."""
        return self.num_frames / self.seconds


def looped(video: Path, size: tuple[int, int], num_frames: int, target: Path) -> None:
    """Write ``num_frames`` frames of ``video``, there and back again, scaled to cover ``size`` and cut to it."""
    width, height = size
    with open_recording(video) as source, av.open(str(target), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(30), options={"crf": "18", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        count = source.info.num_frames
        for i in range(num_frames):
            rgb = source.read(min(i % (2 * count), 2 * count - 1 - i % (2 * count))).rgb
            factor = max(width / rgb.shape[1], height / rgb.shape[0])
            scaled = cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
            scaled = cv2.resize(scaled, (max(width, scaled.shape[1]), max(height, scaled.shape[0])))
            top, left = (scaled.shape[0] - height) // 2, (scaled.shape[1] - width) // 2
            picture = np.ascontiguousarray(scaled[top : top + height, left : left + width])
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode())


def ours(video: Path, interval: int, num_processes: int) -> Timing:
    """The pool, from the first finished chunk on: starting the processes is told apart."""
    with open_recording(video) as source:
        index, frames = source.index, list(range(0, source.info.num_frames, interval))
    chunks = [frames[i : i + CHUNK] for i in range(0, len(frames), CHUNK)]
    with FacePool(video, index, AlignmentConfig(), num_processes=num_processes) as pool:
        for future in [pool.submit(chunks[0]) for _ in range(max(1, num_processes))]:
            future.result()
        start = time.perf_counter()
        done = [future.result() for future in [pool.submit(chunk) for chunk in chunks]]
        seconds = time.perf_counter() - start
    found = sum(int((chunk.track.states == FaceState.FOUND).sum()) for chunk in done)
    where = f"{num_processes} processes" if num_processes else "this process"
    return Timing(f"this pipeline, {where}, every {interval}. frame", len(frames), found, seconds)


def first_face(video: Path) -> float:
    """Seconds from making the pool to the first chunk: processes, models, subject."""
    start = time.perf_counter()
    with FacePool(video, None, AlignmentConfig()) as pool:
        pool.submit(range(CHUNK)).result()
        return time.perf_counter() - start


def authors_way(video: Path, num_frames: int) -> Timing:
    """Colour, enlarged twice, every frame, one process."""
    detector = dlib.get_frontal_face_detector()
    predictor = dlib.shape_predictor(str(landmark_model_path()))
    found = 0
    with open_recording(video) as source:
        start = time.perf_counter()
        for frame in source.read_many(range(num_frames)):
            for box in detector(frame.rgb, 2)[:1]:
                landmarks = np.array([(p.x, p.y) for p in predictor(frame.rgb, box).parts()], np.float64)
                cv2.warpAffine(frame.rgb, face_transform(landmarks), (224, 224))
                found += 1
        seconds = time.perf_counter() - start
    return Timing("authors' way: colour, enlarged twice, every frame, 1 process", num_frames, found, seconds)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("video", type=Path, nargs="?", default=DEMO)
    parser.add_argument("--frames", type=int, default=192, help="frames of the video that is made")
    parser.add_argument("--size", default="640x480")
    arguments = parser.parse_args()
    width, height = (int(n) for n in arguments.size.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        video = Path(folder) / "bench.mp4"
        looped(arguments.video, (width, height), arguments.frames, video)
        started = first_face(video)
        reference = authors_way(video, REFERENCE_FRAMES)
        rows = [reference, ours(video, 1, 0), ours(video, 1, 2), ours(video, 3, 2)]
    print(f"{arguments.video.name} at {width}×{height}; sampled frames a second from file to aligned face")
    print("| way | sampled frames | with a face | frames/s | ratio |\n| --- | --- | --- | --- | --- |")
    for row in rows:
        ratio = row.frames_per_second / reference.frames_per_second
        print(f"| {row.name} | {row.num_frames} | {row.num_faces} | {row.frames_per_second:.1f} | {ratio:.1f} |")
    print(f"\nFrom nothing to the first {CHUNK} aligned faces, processes and models included: {started:.1f} s")


if __name__ == "__main__":
    main()
