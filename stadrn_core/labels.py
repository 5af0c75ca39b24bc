"""Which recording has which label: the published ``path,label`` CSV and AVEC's folders.

Everything wrong with a row is named with the row's number and left to the caller: stop, or go on without that row.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from stadrn_core.avec import AVEC_NAME, avec_rows, split_of_path
from stadrn_core.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)
Splitting = Literal["given", "by_subject", "given_with_shared_subjects"]
LARGEST_LABEL = 63.0
"""BDI-II points go from 0 to 63."""
OWN_COLUMNS = ("path", "label", "split", "subject")
LABELS_FILE = "labels.csv"
MAX_LISTED = 20


@dataclass(frozen=True)
class LabelRow:
    """One labelled recording.

    Attributes:
        number: the row in the file as a spreadsheet counts (the header is row 1); place in the listing for folders.
        path: video, folder of aligned frames, or one aligned image.
        label: BDI-II points, 0–63.
        split: None where nobody has decided yet.
        subject: None where the person is not known; such a row counts as a person of its own.
        auxiliary: further targets in the order they were asked for; NaN where a cell is empty.
    """

    number: int
    path: Path
    label: float
    split: Split | None = None
    subject: str | None = None
    auxiliary: tuple[float, ...] = ()

    @property
    def person(self) -> str:
        """What must not be on both sides of a split."""
        return self.subject if self.subject is not None else f"row {self.number}"


@dataclass(frozen=True)
class Problem:
    """Why a row is left out."""

    row: int
    path: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.row} ({self.path}): {self.reason}"


@dataclass(frozen=True)
class LabelTable:
    """The labels of a data set.

    Attributes:
        source: the CSV file, or AVEC's folder.
        rows: rows that can be used as far as they are known without opening the recordings.
        problems: rows that cannot, ascending.
        auxiliary: names of the auxiliary targets.
        shared: persons that the file has in more than one split, sorted.
    """

    source: Path
    rows: tuple[LabelRow, ...]
    problems: tuple[Problem, ...]
    auxiliary: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


def read_labels(
    source: str | Path, auxiliary: Sequence[str] = (), *, strict: bool = False, splitting: Splitting = "given"
) -> LabelTable:
    """Read a labels CSV, or the folders of AVEC 2013 or 2014.

    The CSV has the columns ``path`` (relative to the CSV's folder) and ``label``, may have ``split`` (train,
    validation, test) and ``subject``, and any number of further ones. Where there is no ``split`` column but all paths
    begin with Training, Development or Testing, as in the published file, these are the splits; where there is no
    ``subject`` column but all names are AVEC's, so are the subjects.

    A person whose recordings lie in several splits stays in the last of them only (test before validation before
    train). AVEC's own splits share persons: of the 100 training recordings of AVEC 2014, 24 are left. So rows can be
    divided anew, or, to compare with figures published on these splits, be taken with the persons they share.

    Args:
        source: CSV file, a folder with ``labels.csv``, or a folder that AVEC was unpacked into.
        auxiliary: columns that hold further targets.
        strict: a single bad row is an error.
        splitting: ``given`` as the file says, without rows that share a person with a later split; ``by_subject``
            leaves the file's splits aside; ``given_with_shared_subjects`` as the file says.

    Raises:
        DataError: there is nothing to read, a column is missing, no row is left, or ``strict`` and a row is bad; the
            message lists the rows.
    """
    source = Path(source)
    if source.is_dir() and (source / LABELS_FILE).is_file():
        source = source / LABELS_FILE
    if source.is_dir():
        if auxiliary:
            raise DataError(f"{source}: AVEC's folders hold no auxiliary targets. Write a CSV, or ask for none.")
        found, problems = _avec_table(source)
    else:
        found, problems = _csv_table(source, tuple(auxiliary))
    rows, repeated = _without_repeats(found)
    if splitting == "by_subject":
        rows = [replace(row, split=None) for row in rows]
    separate, shared = _without_shared_persons(rows)
    if splitting == "given":
        rows, problems = separate, [*problems, *shared]
    all_problems = tuple(sorted([*problems, *repeated], key=lambda problem: problem.row))
    if strict:
        stop_on(all_problems, source)
    if not rows:
        raise DataError(f"{source}: no usable row.{listing(all_problems)}")
    left_out = {problem.row for problem in shared}
    persons = tuple(sorted({row.person for row in found if row.number in left_out}))
    return LabelTable(source, tuple(rows), all_problems, tuple(auxiliary), persons)


def stop_on(problems: Sequence[Problem], source: Path) -> None:
    """Turn problems into an error.

    Raises:
        DataError: there is one.
    """
    if problems:
        raise DataError(
            f"{source}: {len(problems)} rows cannot be used.{listing(problems)}\n"
            "Mend or remove them; without --strict they are left out."
        )


def listing(problems: Sequence[Problem]) -> str:
    """Problems line by line, the first ones of many; each line begins with a line break."""
    lines = [f"\n  {problem}" for problem in problems[:MAX_LISTED]]
    more = len(problems) - MAX_LISTED
    return "".join(lines) + (f"\n  and {more} more" if more > 0 else "")


def split_by_subject(
    rows: Iterable[LabelRow], shares: Mapping[Split, float], seed: int, rest: Split = "train"
) -> tuple[LabelRow, ...]:
    """Give rows to splits, all of a person to one; the same seed and rows give the same splits.

    Args:
        rows: rows to be divided, whatever split they had.
        shares: share of the rows for each split but ``rest``; each gets at least one person.
        seed: of the shuffle.
        rest: the split of everyone else.

    Raises:
        DataError: there are not enough persons.
    """
    rows = tuple(rows)
    if sum(shares.values()) >= 1:
        raise ValueError(f"shares must leave some for {rest}, got {dict(shares)}")
    wanted = {split: share for split, share in shares.items() if share > 0}
    persons = sorted({row.person for row in rows})
    if len(persons) <= len(wanted):
        raise DataError(
            f"{len(persons)} persons cannot be divided into {', '.join([*wanted, rest])}: "
            "more persons are needed, or a split column."
        )
    counts = dict.fromkeys(persons, 0)
    for row in rows:
        counts[row.person] += 1
    np.random.default_rng(seed).shuffle(persons)
    chosen: dict[str, Split] = {}
    for split, share in wanted.items():
        size = 0
        while (size == 0 or size < round(share * len(rows))) and len(persons) > 1:
            person = persons.pop()
            chosen[person] = split
            size += counts[person]
    return tuple(replace(row, split=chosen.get(row.person, rest)) for row in rows)


def with_splits(table: LabelTable, validation_share: float, test_share: float, seed: int) -> tuple[LabelRow, ...]:
    """All rows with a split: the file's own where it has any, else divided by subject.

    Where the file has training rows but none for validation, some of its training subjects validate.

    Raises:
        DataError: some rows have a split and others none, or there are not enough persons.
    """
    undecided = [row for row in table.rows if row.split is None]
    if len(undecided) == len(table.rows):
        return split_by_subject(table.rows, {"validation": validation_share, "test": test_share}, seed)
    if undecided:
        raise DataError(f"{table.source}: row {undecided[0].number} has no split, but others have. State all or none.")
    if any(row.split == "validation" for row in table.rows) or validation_share == 0:
        return table.rows
    train = [row for row in table.rows if row.split == "train"]
    divided = {row.number: row for row in split_by_subject(train, {"validation": validation_share}, seed)}
    return tuple(divided.get(row.number, row) for row in table.rows)


def read_cells(source: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Columns of a CSV, and its rows with their numbers: stripped texts by column.

    Raises:
        DataError: the file cannot be read.
    """
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, skipinitialspace=True)
            columns = [name.strip() for name in reader.fieldnames or ()]
            reader.fieldnames = columns
            cells = [(reader.line_num, {k: (v or "").strip() for k, v in row.items() if k}) for row in reader]
    except FileNotFoundError as error:
        raise DataError(f"{source}: there is no such file or folder. Check its name and place.") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{source}: this is not a CSV file that can be read ({error}).") from error
    return columns, cells


def _csv_table(source: Path, auxiliary: tuple[str, ...]) -> tuple[list[LabelRow], list[Problem]]:
    columns, cells = read_cells(source)
    missing = [name for name in ("path", "label", *auxiliary) if name not in columns]
    if missing:
        raise DataError(f"{source}: there is no column {', '.join(missing)}; it has {', '.join(columns) or 'none'}.")
    rows, problems = [], []
    for number, values in cells:
        try:
            rows.append(_row(source.parent, number, values, auxiliary))
        except ValueError as error:
            problems.append(Problem(number, values["path"] or "no path", str(error)))
    return _as_published(rows, columns, source.parent), problems


def _row(folder: Path, number: int, values: dict[str, str], auxiliary: tuple[str, ...]) -> LabelRow:
    """One row of the CSV.

    Raises:
        ValueError: what is wrong with it, in words for the user.
    """
    if not values["path"]:
        raise ValueError("there is no path")
    label = label_from(values["label"])
    split: Split | None = None
    if "split" in values:
        split = split_of_path((values["split"],))
        if split is None:
            raise ValueError(f"split must be one of {', '.join(SPLITS)}, not {values['split'] or 'empty'}")
    others = tuple(_number(values[name] or "nan", name) for name in auxiliary)
    path = folder / values["path"]
    if not path.exists():
        raise ValueError("there is no such file or folder")
    return LabelRow(number, path, label, split, values.get("subject") or None, others)


def label_from(text: str) -> float:
    """BDI-II points from a cell.

    Raises:
        ValueError: not a number from 0 to 63.
    """
    label = _number(text, "label")
    if not 0 <= label <= LARGEST_LABEL:
        raise ValueError(f"label must be from 0 to {LARGEST_LABEL:.0f}, not {text}")
    return label


def _number(text: str, name: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{name} must be a number, not {text or 'empty'}") from None
    if math.isinf(number):
        raise ValueError(f"{name} must be finite, not {text}")
    return number


def _as_published(rows: list[LabelRow], columns: list[str], folder: Path) -> list[LabelRow]:
    """Splits and subjects from paths such as ``Training/Freeform/203_1_Freeform_video``, if all are like that."""
    if "split" not in columns:
        below = [row.path.relative_to(folder) if row.path.is_relative_to(folder) else Path() for row in rows]
        splits = [split_of_path(path.parts[:-1]) for path in below]
        if all(splits):
            rows = [replace(row, split=split) for row, split in zip(rows, splits, strict=True)]
    if "subject" not in columns:
        names = [AVEC_NAME.match(row.path.name) for row in rows]
        if all(names):
            rows = [replace(row, subject=name[1]) for row, name in zip(rows, names, strict=True) if name]
    return rows


def _avec_table(folder: Path) -> tuple[list[LabelRow], list[Problem]]:
    rows: list[LabelRow] = []
    problems: list[Problem] = []
    for number, found in enumerate(avec_rows(folder), start=1):
        try:
            label = label_from(found.label_text())
            if found.split is None:
                raise ValueError("it lies in no folder named Training, Development or Testing")
            rows.append(LabelRow(number, found.path, label, found.split, found.subject))
        except ValueError as error:
            problems.append(Problem(number, str(found.path.relative_to(folder)), str(error)))
    if not rows and not problems:
        raise DataError(
            f"{folder}: there is no {LABELS_FILE} here, and no recording named as AVEC names them "
            "(203_1_Freeform_video.mp4). Give a CSV with the columns path and label."
        )
    return rows, problems


def _without_repeats(rows: list[LabelRow]) -> tuple[list[LabelRow], list[Problem]]:
    first: dict[Path, LabelRow] = {}
    problems = []
    for row in rows:
        path = row.path.resolve()
        if path in first:
            same = "" if first[path].label == row.label else f", there with label {first[path].label:g}"
            reason = f"the same recording as in row {first[path].number}{same}"
            problems.append(Problem(row.number, row.path.name, reason))
        else:
            first[path] = row
    return list(first.values()), problems


def _without_shared_persons(rows: list[LabelRow]) -> tuple[list[LabelRow], list[Problem]]:
    last: dict[str, Split] = {}
    for row in rows:
        if row.split is not None:
            kept = last.get(row.person, row.split)
            last[row.person] = max(kept, row.split, key=SPLITS.index)
    problems = [
        Problem(row.number, row.path.name, f"subject {row.person} is in {row.split} and in {last[row.person]}")
        for row in rows
        if row.split is not None and row.split != last[row.person]
    ]
    left_out = {problem.row for problem in problems}
    return [row for row in rows if row.number not in left_out], problems
