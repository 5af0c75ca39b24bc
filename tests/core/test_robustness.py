"""Degraded pictures against NumPy and OpenCV's kernels, and the table and figures of drawn recordings."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
import torch

from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.cli import main
from stadrn_core.clips import clip_tensor
from stadrn_core.data import as_unit_interval
from stadrn_core.evaluate import folder_name
from stadrn_core.robustness import (
    BLUR_KERNELS_PX,
    NOISE_SIGMAS,
    GaussianBlur,
    GaussianNoise,
    conditions_of,
)
from tests.labelled import picture, tiny_checkpoint, write_labels, write_picture

if TYPE_CHECKING:
    from pathlib import Path


def test_levels_are_the_papers() -> None:
    assert NOISE_SIGMAS == (0.03, 0.06, 0.125, 0.25, 0.375, 0.5, 1)
    assert BLUR_KERNELS_PX == (3, 5, 7, 15, 27, 49, 81)
    assert len({condition.key for condition in conditions_of(("noise", "blur"))}) == 15


def test_noise_has_its_deviation_and_is_clipped() -> None:
    grey = torch.full((3, 2, 64, 64), 0.5)
    noisy = GaussianNoise(0.06).apply(grey, (1, 2))
    assert float((noisy - 0.5).std()) == pytest.approx(0.06, rel=0.02)
    assert float((noisy - 0.5).mean()) == pytest.approx(0, abs=0.002)
    assert torch.equal(noisy, GaussianNoise(0.06).apply(grey, (1, 2)))
    assert not torch.equal(noisy, GaussianNoise(0.06).apply(grey, (1, 3)))
    # Another level is the same drawing scaled; every value, channel and frame is drawn on its own.
    assert torch.allclose((GaussianNoise(0.03).apply(grey, (1, 2)) - 0.5) * 2, noisy - 0.5, atol=1e-6)
    assert len(noisy.unique()) > 20_000
    strong = GaussianNoise(1.0).apply(grey, (1, 2))
    # Half a deviation to either border: 1 - Φ(0.5) = 0.3085 of the values lie on each.
    assert float((strong == 0).float().mean()) == pytest.approx(0.3085, abs=0.01)
    assert float((strong == 1).float().mean()) == pytest.approx(0.3085, abs=0.01)
    assert torch.equal(grey, torch.full((3, 2, 64, 64), 0.5)), "the pictures themselves stay"


@pytest.mark.parametrize("kernel_px", BLUR_KERNELS_PX)
def test_blur_of_a_point_is_the_kernel(kernel_px: int) -> None:
    point = torch.zeros(3, 2, 181, 181)
    point[1, 1, 90, 90] = 1
    blurred = GaussianBlur(kernel_px).apply(point, ())
    line = cv2.getGaussianKernel(kernel_px, 0).ravel()
    half = kernel_px // 2
    found = blurred[1, 1, 90 - half : 91 + half, 90 - half : 91 + half].numpy()
    assert np.allclose(found, np.outer(line, line), atol=1e-7)
    assert float(blurred[0].sum() + blurred[2].sum() + blurred[1, 0].sum()) == 0
    assert float(blurred.sum()) == pytest.approx(1, abs=1e-4)
    if kernel_px > 9:
        distance, sigma = np.arange(kernel_px) - half, 0.3 * ((kernel_px - 1) * 0.5 - 1) + 0.8
        gauss = np.exp(-(distance**2) / (2 * sigma**2))
        assert np.allclose(line, gauss / gauss.sum())
        assert GaussianBlur(kernel_px).sigma_px == pytest.approx(sigma, rel=0.03)
    if kernel_px == 3:
        assert GaussianBlur(3).sigma_px == pytest.approx(np.sqrt(0.5))


def test_blur_keeps_an_even_picture() -> None:
    even = torch.full((3, 1, 32, 32), 0.25)
    assert torch.allclose(GaussianBlur(81).apply(even, ()), even, atol=1e-6)


def test_table_and_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    for i in range(3):
        write_picture(data / f"{i}.png", i)
    labels = write_labels(data, [{"path": f"{i}.png", "label": 20 * i} for i in range(3)])
    checkpoints = [tiny_checkpoint(tmp_path / f"net{seed}.safetensors", seed=seed) for seed in range(2)]
    options = [word for path in checkpoints for word in ("--checkpoint", str(path))]
    arguments = ["robustness", str(labels), *options, "--out", str(out), "--device", "cpu", "--batch-size", "4"]
    assert main(arguments) == 0
    told = capsys.readouterr().err
    assert "net1, noise 0.25: MAE " in told
    with (out / "robustness.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * 15
    loaded = load_checkpoint(checkpoints[1], "cpu")
    errors = []
    for i in range(3):
        blurred = GaussianBlur(7).apply(as_unit_interval(picture(i)[None]), ())
        face = (blurred.permute(1, 2, 3, 0).numpy() * 255).astype(np.uint8)
        clip = torch.from_numpy(clip_tensor(np.repeat(face, 4, 0)))
        with torch.no_grad():
            errors.append(abs(63 * max(loaded.model(clip[None]).item(), 0) - 20 * i))
    row = next(row for row in rows if (row["checkpoint"], row["degradation"], row["level"]) == ("net1", "blur", "7"))
    # The oracle's pictures are rounded to 8 bits.
    assert float(row["MAE"]) == pytest.approx(np.mean(errors), abs=0.5)
    assert float(row["blur_sigma_px"]) == pytest.approx(1.3693, abs=1e-4)
    plain = next(row for row in rows if row["degradation"] == "none")
    assert float(plain["MAE_low"]) <= float(plain["MAE"]) <= float(plain["MAE_high"])
    for name in ("fig9_noise", "fig10_blur"):
        assert (out / f"{name}.pdf").read_bytes().startswith(b"%PDF")
        assert cv2.imread(str(out / f"{name}.png")) is not None
    assert (out / folder_name(loaded) / "predictions.csv").exists()
