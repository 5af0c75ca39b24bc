"""The demo: a recording of a synthetic person and two networks that learned from synthetic faces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadrn_core.errors import StoreError
from stadrn_core.folders import resource

if TYPE_CHECKING:
    from pathlib import Path

RECORDING = "demo_recording.mp4"
CHECKPOINTS = ("checkpoints/fusion_vector.safetensors", "checkpoints/spatial.safetensors")
"""The one that is shown first, and another to compare it with."""


@dataclass(frozen=True)
class Demo:
    """What the demo opens.

    Attributes:
        recording: of a synthetic person.
        checkpoint: the one that is analysed.
        others: checkpoints that are open besides.
    """

    recording: Path
    checkpoint: Path
    others: tuple[Path, ...] = ()


def find_demo() -> Demo:
    """The files of the demo, which come with the program.

    Raises:
        StoreError: the installation is incomplete.
    """
    try:
        first, *others = (resource(name) for name in CHECKPOINTS)
        return Demo(resource(RECORDING), first, tuple(others))
    except FileNotFoundError as error:
        raise StoreError(str(error)) from error
