"""Small labelled data sets of drawn pictures, and a small network for them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import cv2
import numpy as np
import torch

from stadrn_core.checkpoint import save_checkpoint
from stadrn_core.clips import clip_tensor
from stadrn_core.model import ModelConfig
from stadrn_core.networks import build_network

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stadrn_core.networks import NetworkConfig

SIZE_PX = 32
TINY = ModelConfig(features=2, stem_width=4, layers=(1, 1, 1, 1), clip_length=4, frame_size=SIZE_PX)


def picture(seed: int) -> np.ndarray:
    """(S, S, 3) uint8, smooth and different for each seed."""
    coarse = np.random.default_rng(seed).integers(0, 256, (5, 5, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(coarse, (SIZE_PX, SIZE_PX), interpolation=cv2.INTER_CUBIC))


def write_picture(path: Path, seed: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), picture(seed)[:, :, ::-1])


def write_frames(folder: Path, seeds: Sequence[int]) -> None:
    for i, seed in enumerate(seeds):
        write_picture(folder / f"{i:04d}.png", seed)


def write_labels(folder: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """labels.csv with the columns of the first row; returns its path."""
    path = folder / "labels.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def tiny_checkpoint(path: Path, *, seed: int = 0, config: NetworkConfig = TINY, mean: float = 0.3) -> Path:
    """Random weights, said to be trained, whose raw outputs of drawn pictures have this mean and deviate by 0.15."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = build_network(config).eval()
    faces = [np.repeat(picture(i)[None], config.clip_length, 0) for i in range(8)]
    with torch.no_grad():
        network.fc.bias.zero_()
        found = network(torch.from_numpy(np.stack([clip_tensor(one) for one in faces])))
        network.fc.weight.mul_(0.15 / found.std())
        network.fc.bias.fill_(mean - 0.15 * float(found.mean() / found.std()))
    facts = {"name": path.stem, "preprocessing": {"sample_interval": 1}, "training": {"trained": True}}
    return save_checkpoint(path, network, facts)
