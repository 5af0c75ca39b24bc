"""How scores hold up on degraded pictures (paper 4.3.3, Fig. 8 to 10): Gaussian noise and Gaussian blur."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np
import torch

from stadrn_core.evaluate import RESEARCH_USE, agreement_of, choose_rows, folder_name, scored
from stadrn_core.export.curves import Curve, write_curves
from stadrn_core.export.files import whole_file
from stadrn_core.metrics import METRIC_NAMES
from stadrn_core.predictions import AsTheyAre

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from torch import Tensor

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.evaluate import EvaluationSettings
    from stadrn_core.labels import Problem
    from stadrn_core.metrics import Agreement
    from stadrn_core.types import Progress

Degradation = Literal["noise", "blur"]
NOISE_SIGMAS = (0.03, 0.06, 0.125, 0.25, 0.375, 0.5, 1.0)
BLUR_KERNELS_PX = (3, 5, 7, 15, 27, 49, 81)
TABLE_FILE = "robustness.csv"
FIGURES: dict[Degradation, tuple[str, str]] = {
    "noise": ("fig9_noise", "σ of the noise, of pictures in 0–1"),
    "blur": ("fig10_blur", "side of the blur kernel (px); σ as OpenCV takes it"),
}


@dataclass(frozen=True)
class GaussianNoise:
    """Noise added to every value of pictures in 0–1, the sum clipped to 0–1, before normalisation.

    Every σ scales the same drawing, so that levels differ in nothing else.
    """

    sigma: float

    @property
    def key(self) -> str:
        """Name in files."""
        return f"noise {self.sigma:g}"

    def apply(self, pictures: Tensor, seed: Sequence[int]) -> Tensor:
        """(3, U, S, S) float32 in 0–1 → the same shape and range."""
        drawn = np.random.default_rng(list(seed)).standard_normal(tuple(pictures.shape), dtype=np.float32)
        return (pictures + self.sigma * torch.from_numpy(drawn)).clamp_(0, 1)


@dataclass(frozen=True)
class GaussianBlur:
    """A blur with OpenCV's own kernel for a size, reflecting at the border.

    Up to 7 px OpenCV has fixed kernels; above, σ = 0.3 ((k - 1) / 2 - 1) + 0.8 px.
    """

    kernel_px: int

    @property
    def key(self) -> str:
        """Name in files."""
        return f"blur {self.kernel_px}"

    @property
    def sigma_px(self) -> float:
        """Standard deviation of the kernel as it is."""
        kernel = cv2.getGaussianKernel(self.kernel_px, 0).ravel()
        distance = np.arange(self.kernel_px) - self.kernel_px // 2
        return float(np.sqrt((kernel * distance**2).sum()))

    def apply(self, pictures: Tensor, seed: Sequence[int]) -> Tensor:
        """(3, U, S, S) float32 in 0–1 → the same shape and range."""
        size = (self.kernel_px, self.kernel_px)
        rows = pictures.permute(1, 2, 3, 0).contiguous().numpy()
        blurred = np.stack([cv2.GaussianBlur(picture, size, 0) for picture in rows])
        return torch.from_numpy(blurred).permute(3, 0, 1, 2).clamp_(0, 1)


@dataclass(frozen=True)
class Measured:
    """One checkpoint under one condition.

    Attributes:
        checkpoint: its name.
        degradation: ``noise`` or ``blur``; None for pictures as they are.
        level: σ of the noise, or side of the blur kernel in px; 0 for pictures as they are.
        agreement: metrics with intervals.
    """

    checkpoint: str
    degradation: Degradation | None
    level: float
    agreement: Agreement


def conditions_of(degradations: Sequence[Degradation]) -> list[AsTheyAre | GaussianNoise | GaussianBlur]:
    """Pictures as they are, then each degradation's levels as in the paper."""
    found: list[AsTheyAre | GaussianNoise | GaussianBlur] = [AsTheyAre()]
    if "noise" in degradations:
        found += [GaussianNoise(sigma) for sigma in NOISE_SIGMAS]
    if "blur" in degradations:
        found += [GaussianBlur(kernel) for kernel in BLUR_KERNELS_PX]
    return found


def robustness(
    labels: Path,
    checkpoints: Sequence[LoadedCheckpoint],
    out: Path,
    settings: EvaluationSettings,
    degradations: Sequence[Degradation] = ("noise", "blur"),
) -> Generator[Progress, None, tuple[list[Measured], list[Problem]]]:
    """Score recordings at every level of degradation; an interrupted run goes on in the same folder.

    Args:
        labels: CSV or folder, see ``labels.read_labels``.
        checkpoints: drawn together in each figure.
        out: folder for robustness.csv, fig9_noise and fig10_blur (PDF, PNG), and the scores of each checkpoint.
        settings: as of ``evaluate``.
        degradations: which.

    Returns:
        Metrics by checkpoint and level, and rows that were left out (for the last checkpoint).

    Raises:
        DataError, ExportError, FaceError, VideoError: as ``evaluate``.
    """
    chosen = choose_rows(labels, settings)
    conditions = conditions_of(degradations)
    by_checkpoint: dict[str, list[Measured]] = {}
    problems: list[Problem] = []
    for checkpoint in checkpoints:
        name = folder_name(checkpoint)
        predictions, problems = yield from scored(chosen, conditions, checkpoint, out / name, settings)
        by_checkpoint[name] = []
        for condition in conditions:
            own = agreement_of([one for one in predictions if one.condition == condition.key], settings)
            by_checkpoint[name].append(Measured(checkpoint.name, *_kind_and_level(condition), own))
    for degradation in degradations:
        _write_figures(out, degradation, list(by_checkpoint.values()))
    measured = [one for own in by_checkpoint.values() for one in own]
    write_table(out / TABLE_FILE, measured)
    return measured, problems


def write_table(file: Path, measured: Sequence[Measured]) -> None:
    """Write a row for each checkpoint and level (UTF-8, comma); a number that does not exist is empty and explained.

    Raises:
        ExportError: the file cannot be written.
    """
    columns = [f"{name}{end}" for name in METRIC_NAMES for end in ("", "_low", "_high")]
    with whole_file(file) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(["checkpoint", "degradation", "level", "blur_sigma_px", "num_recordings", *columns, "note"])
        for one in measured:
            metrics = [one.agreement[name] for name in METRIC_NAMES]
            numbers = [number for metric in metrics for number in (metric.value, metric.low, metric.high)]
            sigma = f"{GaussianBlur(int(one.level)).sigma_px:.4f}" if one.degradation == "blur" else ""
            rows.writerow(
                [
                    one.checkpoint,
                    one.degradation or "none",
                    f"{one.level:g}",
                    sigma,
                    one.agreement.num_recordings,
                    *("" if number is None else f"{number:.6g}" for number in numbers),
                    "; ".join(f"{metric.name}: {metric.note}" for metric in metrics if metric.note),
                ]
            )


def _kind_and_level(condition: AsTheyAre | GaussianNoise | GaussianBlur) -> tuple[Degradation | None, float]:
    match condition:
        case GaussianNoise(sigma=sigma):
            return "noise", sigma
        case GaussianBlur(kernel_px=kernel):
            return "blur", float(kernel)
    return None, 0.0


def _write_figures(out: Path, degradation: Degradation, by_checkpoint: Sequence[Sequence[Measured]]) -> None:
    """Fig. 9 or 10 as PDF and PNG: errors by level, a line for each checkpoint."""
    name, axis = FIGURES[degradation]
    curves = []
    for measured in by_checkpoint:
        own = [one for one in measured if one.degradation in (None, degradation)]
        levels = ["none" if one.degradation is None else f"{one.level:g}" for one in own]
        curves.append(Curve(own[0].checkpoint, levels, [one.agreement for one in own]))
    last = curves[-1].agreements[-1]
    footnote = f"{last.num_recordings} recordings; bands: {last.interval_words}. {RESEARCH_USE}."
    for suffix in (".pdf", ".png"):
        write_curves(out / f"{name}{suffix}", curves, axis, footnote)
