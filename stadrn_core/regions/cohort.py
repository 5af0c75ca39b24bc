"""Which run belongs to which group, and whose it is: runs joined with a labels CSV."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.errors import DataError
from stadrn_core.labels import label_from
from stadrn_core.regions.groups import check_groups
from stadrn_core.severity import Severity, severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stadrn_core.manifest import Manifest
    from stadrn_core.types import Float64Array

MOST_GROUPS = 8
SEVERITY = "severity"


@dataclass(frozen=True)
class Member:
    """One run of a cohort.

    Attributes:
        run: its name.
        group: the group it belongs to.
        person: the subject, or the run itself where no subject is known.
    """

    run: str
    group: str
    person: str


@dataclass(frozen=True)
class Cohort:
    """Runs in groups.

    Attributes:
        members: runs that have a group, in the order of the groups.
        group_by: what the groups are, in words.
        unit: plural noun of what is compared: ``subjects`` or ``recordings``.
        left_out: runs without a group, with the reason.
    """

    members: tuple[Member, ...]
    group_by: str
    unit: str
    left_out: tuple[tuple[str, str], ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups, in order."""
        return tuple(dict.fromkeys(member.group for member in self.members))

    def tables(self, values: Mapping[str, Float64Array]) -> dict[str, Float64Array]:
        """For each group (rows, units) float64 from (rows,) of each run: a person's runs are averaged first."""
        tables = {}
        for group in self.groups:
            of_person: dict[str, list[Float64Array]] = {}
            for member in self.members:
                if member.group == group:
                    of_person.setdefault(member.person, []).append(values[member.run])
            tables[group] = np.stack([_mean(runs) for runs in of_person.values()], axis=-1)
        return tables


def make_cohort(runs: Mapping[str, tuple[Manifest, float | None]], group_by: str, labels: Path | None = None) -> Cohort:
    """Sort runs into groups.

    Args:
        runs: manifest and score of each run.
        group_by: a column of the labels; or ``severity`` for the bands of their column ``label``, and without labels
            for those of the network's own scores.
        labels: CSV with the column ``path`` (matched by path, else by file name) and, where known, ``subject``.

    Raises:
        DataError: the labels cannot be used, the runs are not comparable (other checkpoints or settings, a recording
            twice), or groups are too few, too many or too small, or share a person.
    """
    _check_comparable(runs)
    if labels is None:
        if group_by != SEVERITY:
            raise DataError(f"--group-by {group_by} needs a column of a labels CSV. Give it with --labels.")
        rows = {name: {"group": severity(score).label} for name, (_, score) in runs.items() if score is not None}
        words, left = (
            "severity band of the network's own score",
            {name: "no score" for name in runs if name not in rows},
        )
    else:
        rows, left, words = _from_labels(runs, labels, group_by)
    if not rows:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in left.items())
        raise DataError(f"No run has a group ({reasons}). Do the labels belong to these recordings?")
    has_subjects = any(row.get("subject") for row in rows.values())
    members = [Member(name, row["group"], row.get("subject") or name) for name, row in rows.items()]
    order = _ordered({member.group for member in members})
    members.sort(key=lambda member: order.index(member.group))
    cohort = Cohort(tuple(members), words, "subjects" if has_subjects else "recordings", tuple(left.items()))
    _check_members(cohort)
    return cohort


def _check_comparable(runs: Mapping[str, tuple[Manifest, float | None]]) -> None:
    facts = {name: manifest for name, (manifest, _) in runs.items()}
    for what, values in {
        "checkpoints": {m.checkpoint.identity: name for name, m in facts.items()},
        "settings (target layer, sampling, alignment, slicing)": {
            f"{m.settings.target_layer} {m.settings.sample_interval} {m.settings.slicing} {m.settings.alignment}": name
            for name, m in facts.items()
        },
    }.items():
        if len(values) > 1:
            raise DataError(
                f"The runs were made with {len(values)} different {what}, such as "
                f"{' and '.join(list(values.values())[:2])}: their maps cannot be compared. Give runs of one kind."
            )
    seen: dict[str, str] = {}
    for name, manifest in facts.items():
        other = seen.setdefault(manifest.recording.sha256, name)
        if other != name:
            raise DataError(f"{other} and {name} are runs of the same recording, which would count twice. Give one.")


def _check_members(cohort: Cohort) -> None:
    groups_of: dict[str, set[str]] = {}
    for member in cohort.members:
        groups_of.setdefault(member.person, set()).add(member.group)
    both = sorted(person for person, groups in groups_of.items() if len(groups) > 1)
    if both:
        raise DataError(
            f"Groups share {len(both)} subjects, such as {both[0]}: the comparison is between different people. "
            "Group by something that a person has once."
        )
    if len(cohort.groups) > MOST_GROUPS:
        raise DataError(
            f"'{cohort.group_by}' has {len(cohort.groups)} different values, more than {MOST_GROUPS} groups. "
            "Choose a column of groups, not of numbers."
        )
    people = {group: {m.person for m in cohort.members if m.group == group} for group in cohort.groups}
    check_groups({group: len(persons) for group, persons in people.items()}, cohort.unit)


def _from_labels(
    runs: Mapping[str, tuple[Manifest, float | None]], labels: Path, group_by: str
) -> tuple[dict[str, dict[str, str]], dict[str, str], str]:
    """The group and subject of each run; why others have none; what the groups are."""
    table, columns = _read(labels)
    by_label = group_by == SEVERITY and SEVERITY not in columns
    column = "label" if by_label else group_by
    if column not in columns:
        raise DataError(f"{labels}: there is no column {column}; it has {', '.join(columns)}.")
    by_path = {(labels.parent / row["path"]).resolve(): row for row in table}
    by_name: dict[str, list[dict[str, str]]] = {}
    for row in table:
        by_name.setdefault(Path(row["path"]).name, []).append(row)
    found: dict[str, dict[str, str]] = {}
    left: dict[str, str] = {}
    for name, (manifest, _) in runs.items():
        named = by_name.get(manifest.recording.name, [])
        exact = by_path.get(Path(manifest.recording.path))
        chosen = named[0] if exact is None and len(named) == 1 else exact
        if chosen is None:
            left[name] = f"{len(named)} rows of the labels are called {manifest.recording.name}"
        elif not chosen[column]:
            left[name] = f"its cell in column {column} is empty"
        else:
            try:
                group = severity(label_from(chosen[column])).label if by_label else chosen[column]
            except ValueError as error:
                raise DataError(
                    f"{labels}, row of {chosen['path']}: {error}. Correct the row, or take it out."
                ) from error
            found[name] = {"group": group, "subject": chosen.get("subject", "")}
    words = "severity band of the label" if by_label else group_by
    return found, left, words


def _read(labels: Path) -> tuple[list[dict[str, str]], list[str]]:
    try:
        with labels.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, skipinitialspace=True)
            columns = [name.strip() for name in reader.fieldnames or ()]
            reader.fieldnames = columns
            table = [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]
    except FileNotFoundError as error:
        raise DataError(f"{labels}: there is no such file. Check its name and place.") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{labels}: this is not a CSV file that can be read ({error}).") from error
    if "path" not in columns:
        raise DataError(f"{labels}: there is no column path; it has {', '.join(columns) or 'none'}.")
    return table, columns


def _ordered(groups: set[str]) -> list[str]:
    bands = [band.label for band in Severity]
    if groups <= set(bands):
        return [band for band in bands if band in groups]
    return sorted(groups)


def _mean(values: Sequence[Float64Array]) -> Float64Array:
    """Mean over a person's runs of the numbers that are there."""
    table = np.stack(values)
    counts = (~np.isnan(table)).sum(axis=0)
    return np.asarray(
        np.divide(np.nansum(table, axis=0), counts, out=np.full(table.shape[1], np.nan), where=counts > 0)
    )
