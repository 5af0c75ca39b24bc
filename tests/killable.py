"""An analysis in a process of its own that tests kill; kept apart so that the process imports nothing else."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

import torch

from stadrn_core.analyze import Analysis
from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.manifest import AnalysisSettings


def run(video: Path, checkpoint: Path, folder: Path, sample_interval: int, events: Connection) -> None:
    """Analyse, telling each event's kind as it comes."""
    torch.set_num_threads(1)
    settings = AnalysisSettings(sample_interval=sample_interval)
    for event in Analysis(video, load_checkpoint(checkpoint, "cpu"), settings, folder, num_processes=0).run():
        events.send(type(event).__name__)
    events.close()
