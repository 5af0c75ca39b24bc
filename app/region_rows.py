"""Tables that the window hands out: as text for the clipboard, and into files by the engine's own writer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from pathlib import Path
    from typing import Any


def as_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows that share their columns as lines with tabs, the first naming the columns; empty where no number is."""
    lines = ["\t".join(rows[0])]
    lines += ["\t".join(_cell(value) for value in row.values()) for row in rows]
    return "\n".join(lines) + "\n"


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]]) -> Generator[None, None, None]:
    """Write rows as CSV.

    Raises:
        ExportError: the file cannot be written.
    """
    from stadrn_core.export.rows import write_table

    write_table(path, rows)
    yield


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.6g}"
    return str(value)
