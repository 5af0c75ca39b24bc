"""Makes the demo recording: a synthetic person who is at rest, then low for some seconds, speaks, and smiles faintly.

Run ``python -m stadrn_core.synthetic.demo_recording resources/demo_recording.mp4``. It needs the extra ``synthetic``
and a quarter of an hour of one core. The truth is written beside the video, as for every synthetic recording. Nobody
in a training set has this face: it is drawn from a seed of its own.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from stadrn_core.synthetic.light import Lighting
from stadrn_core.synthetic.people import sample_person
from stadrn_core.synthetic.quality import FILM
from stadrn_core.synthetic.recording import Sensor
from stadrn_core.synthetic.scenes import Scene
from stadrn_core.synthetic.script import Script, Speech, Track
from stadrn_core.synthetic.shade import Camera, wall
from stadrn_core.synthetic.takes import Take, TakeSettings, film_take
from stadrn_core.synthetic.truth import load_truth

PERSON_SEED = 304
SETTINGS = TakeSettings(kind="mixed", seconds=24.0, width=640, height=480, frame_rate=30)

SCRIPT = Script(
    duration_seconds=SETTINGS.seconds,
    actions={
        "browDown": Track(((4.6, 0.03), (6.2, 0.5), (8.5, 0.65), (11.3, 0.55), (13.2, 0.3), (16.8, 0.25), (18.2, 0.0))),
        "browInnerUp": Track(((5.0, 0.0), (6.6, 0.5), (9.4, 0.65), (11.5, 0.55), (13.5, 0.2), (17.0, 0.0))),
        "mouthFrown": Track(
            ((5.2, 0.05), (6.9, 0.55), (9.0, 0.65), (11.8, 0.55), (13.0, 0.3), (17.4, 0.25), (18.4, 0.0))
        ),
        "mouthShrugLower": Track(((5.4, 0.0), (7.0, 0.2), (11.4, 0.2), (13.0, 0.0))),
        "eyeBlink": Track(((4.8, 0.03), (6.8, 0.18), (9.5, 0.26), (11.6, 0.22), (13.4, 0.1), (18.0, 0.02))),
        "mouthSmile": Track(((18.0, 0.0), (19.2, 0.28), (21.0, 0.2), (22.6, 0.3), (23.8, 0.12))),
        "cheekSquint": Track(((18.2, 0.0), (19.4, 0.2), (22.8, 0.2), (23.8, 0.05))),
    },
    speech=(Speech(2.2, 3.9, strength=0.9), Speech(13.6, 16.6)),
    blinks=(0.9, 3.1, 4.7, 7.6, 10.4, 12.6, 14.2, 17.3, 18.9, 21.7, 23.2),
    gaze_yaw_degrees=Track(((1.4, 0.0), (1.5, 6.0), (2.1, 6.0), (2.2, 0.0), (9.6, 0.0), (9.7, -8.0), (11.0, -8.0))),
    gaze_pitch_degrees=Track(((5.6, 0.0), (5.9, -7.0), (9.6, -8.0), (9.7, -3.0), (12.9, -4.0), (13.1, 0.0))),
    yaw_degrees=Track(
        (
            (0.5, 2.0),
            (3.0, -3.0),
            (5.6, 1.0),
            (8.8, -6.0),
            (12.0, -2.0),
            (14.8, 7.0),
            (17.5, 2.0),
            (20.5, 9.0),
            (23.5, 4.0),
        )
    ),
    pitch_degrees=Track(((1.0, 0.0), (4.4, 1.0), (7.4, 6.0), (11.8, 6.5), (13.6, 1.0), (18.0, -2.0), (22.0, -1.0))),
    roll_degrees=Track(((2.0, -2.0), (6.0, 1.0), (9.8, 4.0), (13.4, 0.0), (16.0, -3.0), (20.0, 3.0), (23.0, 0.0))),
    key_light=Track(((0.0, 1.0), (8.0, 0.93), (16.0, 1.03), (24.0, 1.0))),
    seed=24,
)


def demo_take() -> Take:
    """The recording before it is filmed."""
    lighting = Lighting()
    scene = Scene(
        camera=Camera(SETTINGS.width, SETTINGS.height),
        lighting=lighting,
        sensor=Sensor(),
        background=wall(SETTINGS.width, SETTINGS.height, lighting.background),
        jpeg_quality=90,
        crf=19.0,
    )
    return Take(sample_person(np.random.default_rng(PERSON_SEED)), scene, SCRIPT, SETTINGS)


def main() -> None:
    """Film the recording and write its truth."""
    parser = argparse.ArgumentParser(description="Make the synthetic demo recording.")
    parser.add_argument("output", type=Path, help="the .mp4 file to write")
    output: Path = parser.parse_args().output
    for event in film_take(demo_take(), output, FILM):
        if event.done % SETTINGS.frame_rate == 0:
            print(f"{event.done} of {event.total} frames", flush=True)
    truth = load_truth(output)
    print(f"{output}: {truth.num_frames} frames, score {truth.score:.1f}, {output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
