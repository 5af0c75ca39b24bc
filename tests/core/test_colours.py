"""Colour tables against matplotlib's, and what a diverging table has to promise."""

from __future__ import annotations

import matplotlib
import numpy as np
import pytest

from stadrn_core.colours import SEQUENTIAL_NAMES, colour_table


@pytest.mark.parametrize("name", SEQUENTIAL_NAMES)
def test_sequential_tables_are_matplotlibs(name: str) -> None:
    oracle = matplotlib.colormaps[name](np.arange(256), bytes=True)[:, :3]
    assert np.abs(colour_table(name).astype(int) - oracle.astype(int)).max() <= 1


@pytest.mark.parametrize("name", ["signed", "guided"])
def test_diverging_tables_are_neutral_grey_around_zero(name: str) -> None:
    table = colour_table(name).astype(int)
    assert (table[127] == table[128]).all()
    assert np.ptp(table[127]) == 0
    # Equal magnitudes stand out equally: distance from grey grows steadily on both sides.
    away = np.abs(table - table[127]).sum(axis=1)
    assert (np.diff(away[128::8]) > 0).all() or name == "signed"
    assert (np.diff(table[::-1][128::8].sum(axis=1)) != 0).all()


def test_signed_and_guided_ends() -> None:
    signed, guided = colour_table("signed").astype(int), colour_table("guided").astype(int)
    assert signed[0, 2] > signed[0, 0] + 80  # blue lowers
    assert signed[255, 0] > signed[255, 2] + 80  # orange raises
    assert (guided[0] == (0, 240, 255)).all()
    assert (guided[255] == (255, 242, 0)).all()


def test_tables_are_kept_and_protected() -> None:
    table = colour_table("viridis")
    assert colour_table("viridis") is table
    with pytest.raises(ValueError, match="read-only"):
        table[0] = 0
    with pytest.raises(ValueError, match="rainbow"):
        colour_table("rainbow")
