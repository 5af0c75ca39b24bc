"""The demo: a synthetic face that comes with the program, and an untrained checkpoint made on the spot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadrn_core.checkpoint import init_checkpoint
from stadrn_core.errors import StoreError
from stadrn_core.folders import data_folder, resource
from stadrn_core.model import ModelConfig

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Demo:
    """What the demo opens."""

    recording: Path
    checkpoint: Path


def make_demo() -> Demo:
    """Find the demo recording and make its untrained checkpoint, once.

    Raises:
        StoreError: the installation is incomplete.
        CheckpointError: the checkpoint cannot be written.
    """
    try:
        recording = resource("demo_face.mp4")
    except FileNotFoundError as error:
        raise StoreError(str(error)) from error
    checkpoint = data_folder() / "demo" / "untrained.safetensors"
    if not checkpoint.exists():
        init_checkpoint(checkpoint, ModelConfig(), name="untrained demo network")
    return Demo(recording, checkpoint)
