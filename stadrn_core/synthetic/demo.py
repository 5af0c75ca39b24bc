"""Makes the short demo clip: a synthetic person turns sad, speaks, blinks, glances and smiles a little.

Run ``python -m stadrn_core.synthetic.demo resources/demo_face.mp4``. It needs the extra ``synthetic`` and five minutes
of one core, two more the first time.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from stadrn_core.synthetic.head import HeadModel, Identity
from stadrn_core.synthetic.light import Lighting
from stadrn_core.synthetic.paint import Appearance
from stadrn_core.synthetic.recording import Sensor, render_frames, write_video
from stadrn_core.synthetic.script import Script, Speech, Track
from stadrn_core.synthetic.shade import Camera

FRAME_RATE = 30

IDENTITY = Identity(
    phenotype={
        "gender": 0.95,
        "age": 0.74,
        "muscle": 0.55,
        "weight": 0.5,
        "caucasian": 0.85,
        "african": 0.15,
        "asian": 0.15,
    },
)

SCRIPT = Script(
    duration_seconds=7.0,
    actions={
        "browDown": Track(((0.9, 0.0), (1.7, 0.45), (2.9, 0.45), (3.5, 0.15), (4.6, 0.0))),
        "browInnerUp": Track(((0.9, 0.0), (1.8, 0.75), (3.0, 0.7), (3.9, 0.2), (4.8, 0.0))),
        "mouthFrown": Track(((1.0, 0.0), (1.9, 0.8), (2.9, 0.75), (3.4, 0.3), (4.6, 0.0))),
        "mouthShrugLower": Track(((1.1, 0.12), (2.0, 0.32), (2.9, 0.28), (3.4, 0.05), (4.8, 0.12))),
        "eyeBlink": Track(((1.0, 0.10), (1.8, 0.17), (3.0, 0.17), (3.6, 0.08))),
        "eyeSquint": Track(
            ((1.0, 0.1), (1.9, 0.25), (3.0, 0.2), (3.6, 0.08), (5.3, 0.08), (5.8, 0.3), (6.4, 0.2), (6.9, 0.1))
        ),
        "mouthSmile": Track(((5.0, 0.0), (5.6, 0.55), (6.2, 0.5), (6.9, 0.0))),
        "cheekSquint": Track(((5.1, 0.0), (5.7, 0.4), (6.2, 0.35), (6.8, 0.0))),
    },
    speech=(Speech(3.3, 4.7),),
    blinks=(0.55, 2.45, 3.25, 4.95, 6.55),
    gaze_yaw_degrees=Track(
        ((2.3, 0.0), (2.42, -9.0), (3.1, -9.0), (3.22, 0.0), (4.9, 0.0), (5.0, 5.0), (6.3, 5.0), (6.5, 0.0))
    ),
    gaze_pitch_degrees=Track(((1.4, 0.0), (1.6, -7.0), (2.3, -8.0), (2.42, -3.0), (3.1, -3.0), (3.22, 0.0))),
    yaw_degrees=Track(
        ((0.3, 0.0), (1.6, 2.0), (2.5, -4.0), (3.3, 0.0), (4.4, 6.0), (5.3, -11.0), (6.0, -9.0), (6.9, 0.0))
    ),
    pitch_degrees=Track(
        ((0.5, 0.0), (1.9, 5.0), (2.9, 4.0), (3.5, -1.0), (4.0, 2.0), (4.5, -2.0), (5.5, -2.0), (6.8, 0.0))
    ),
    roll_degrees=Track(((0.8, 0.0), (2.0, 3.0), (3.3, 0.0), (4.4, -2.5), (5.6, 4.0), (6.8, 0.0))),
    key_light=Track(((0.0, 1.0), (2.5, 0.93), (5.5, 1.03), (7.0, 1.0))),
    seed=7,
)


def main() -> None:
    """Render and write the clip."""
    parser = argparse.ArgumentParser(description="Make the synthetic demo clip.")
    parser.add_argument("output", type=Path, help="the .mp4 file to write")
    output: Path = parser.parse_args().output
    head = HeadModel().head(IDENTITY, SCRIPT.action_names)
    frames = render_frames(head, Appearance(), Camera(), Lighting(), SCRIPT, Sensor(), FRAME_RATE)
    count = write_video(output, (frame.rgb for frame in frames), FRAME_RATE)
    print(f"{output}: {count} frames, {output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
