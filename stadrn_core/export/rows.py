"""Rows of numbers as files: CSV, or Parquet for large ones."""

from __future__ import annotations

import csv
import math
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from stadrn_core.errors import ExportError
from stadrn_core.export.files import whole_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

RESEARCH_USE = "Research use, not a diagnosis"
TableFormat = Literal["csv", "parquet"]
TABLE_FORMATS: tuple[TableFormat, ...] = get_args(TableFormat)
Row = dict[str, Any]
INSTALL_PARQUET = "pip install 'stadrn-workbench[parquet]'"


def write_table(path: Path, rows: Iterable[Mapping[str, Any]], overwrite: bool = True) -> None:
    """Write rows that share their columns; at least one. As ``table``."""
    with table(path, overwrite) as add:
        for row in rows:
            add(row)


@contextmanager
def table(path: Path, overwrite: bool = True) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Write a table row by row (CSV: UTF-8, comma, decimal point, empty where there is no number).

    Rows of a CSV file are written as they come; Parquet, which lies by columns, keeps them until the end.

    Args:
        path: file ending in .csv or .parquet.
        overwrite: replace a file that is there.

    Yields:
        What takes a row; all have the first one's columns.

    Raises:
        ExportError: the file cannot be written, or Parquet is asked for and its package is missing.
    """
    if path.suffix == ".parquet":
        check_format("parquet")
        rows: list[Mapping[str, Any]] = []
        yield rows.append
        _write_parquet(path, rows, overwrite)
        return
    with whole_file(path, overwrite) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        is_first = True

        def add(row: Mapping[str, Any]) -> None:
            nonlocal is_first
            if is_first:
                writer.writerow(row)
                is_first = False
            writer.writerow([_cell(name, value) for name, value in row.items()])

        yield add


def check_format(table_format: str) -> None:
    """See that tables can be written, before hours are spent on their numbers.

    Raises:
        ExportError: Parquet is asked for and its package is missing.
    """
    if table_format == "parquet":
        _pyarrow()


def _cell(name: str, value: object) -> object:
    if not isinstance(value, float):
        return value
    if math.isnan(value):
        return ""
    return f"{value:.6f}" if name.endswith("seconds") else f"{value:.6g}"


def _write_parquet(path: Path, rows: Sequence[Mapping[str, Any]], overwrite: bool) -> None:
    arrow = _pyarrow()
    from pyarrow import parquet

    columns = {}
    for name in rows[0]:
        values = [row[name] for row in rows]
        missing = [isinstance(value, float) and math.isnan(value) for value in values]
        # A column of nothing but gaps is still one of numbers.
        kind = arrow.float64() if all(isinstance(value, float) for value in values) else None
        columns[name] = arrow.array(values, type=kind, mask=np.array(missing))
    table = arrow.table(columns).replace_schema_metadata({"note": RESEARCH_USE})
    with whole_file(path, overwrite) as unfinished:
        parquet.write_table(table, unfinished, compression="zstd")


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ModuleNotFoundError as error:
        raise ExportError(
            f"Parquet needs the package pyarrow. Install it with: {INSTALL_PARQUET}; or write CSV."
        ) from error
    return pyarrow
