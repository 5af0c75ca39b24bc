"""Which run is in which group: labels read, joined, refused."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from stadrn_core.errors import DataError
from stadrn_core.manifest import Manifest
from stadrn_core.regions.cohort import make_cohort
from tests.analyses import manifest

Runs = dict[str, tuple[Manifest, float | None]]


def runs(*scores: float | None) -> Runs:
    """A run of another recording for each score."""
    made: Runs = {}
    for i, score in enumerate(scores):
        facts = manifest()
        recording = dataclasses.replace(
            facts.recording, name=f"visit {i}.mp4", path=f"/data/visit {i}.mp4", sha256=f"{i:064d}"
        )
        made[f"run {i}"] = (dataclasses.replace(facts, recording=recording), score)
    return made


def labels(folder: Path, text: str) -> Path:
    (folder / "labels.csv").write_text(text, encoding="utf-8")
    return folder / "labels.csv"


def table(folder: Path, column: str, *cells: str) -> Path:
    rows = "".join(f"videos/visit {i}.mp4,{cell}\n" for i, cell in enumerate(cells))
    return labels(folder, f"path,{column}\n{rows}")


def test_groups_by_a_column_in_order(tmp_path: Path) -> None:
    found = make_cohort(runs(*[1.0] * 7), "arm", table(tmp_path, "arm", *"bababa", ""))
    assert found.groups == ("a", "b")
    assert [member.run for member in found.members] == ["run 1", "run 3", "run 5", "run 0", "run 2", "run 4"]
    assert (found.unit, found.group_by) == ("recordings", "arm")
    assert found.left_out == (("run 6", "its cell in column arm is empty"),)


def test_severity_of_labels_or_else_of_scores(tmp_path: Path) -> None:
    by_score = make_cohort(runs(3, 13.9, 5, 14, 15, 19.9, None), "severity")
    assert by_score.groups == ("minimal", "mild")
    assert by_score.group_by == "severity band of the network's own score"
    assert by_score.left_out == (("run 6", "no score"),)
    by_label = make_cohort(runs(*[3.0] * 6), "severity", table(tmp_path, "label", "30", "40", "63", "0", "1", "2"))
    assert by_label.groups == ("minimal", "severe")
    assert by_label.group_by == "severity band of the label"


def test_people_are_the_units(tmp_path: Path) -> None:
    cells = ["a,ann", "a,ann", "a,bob", "a,cid", "b,dan", "b,eve", "b,fay"]
    cohort = make_cohort(runs(*[1.0] * 7), "arm", table(tmp_path, "arm,subject", *cells))
    assert cohort.unit == "subjects"
    values = {f"run {i}": np.array([float(i), np.nan if i == 1 else 10.0]) for i in range(7)}
    tables = cohort.tables(values)
    assert tables["a"].tolist() == [[0.5, 2, 3], [10, 10, 10]], "of a person's numbers those that are there"
    assert tables["b"].tolist() == [[4, 5, 6], [10, 10, 10]]


def test_a_path_is_better_than_a_name(tmp_path: Path) -> None:
    given = runs(*[1.0] * 6)
    facts = given["run 0"][0]
    recording = dataclasses.replace(facts.recording, path=str((tmp_path / "x" / "visit 0.mp4").resolve()))
    given["run 0"] = (dataclasses.replace(facts, recording=recording), 1.0)
    rest = "".join(f"visit {i}.mp4,{'aabbb'[i - 1]}\n" for i in range(1, 6))
    text = f"path,arm\ny/visit 0.mp4,b\nx/visit 0.mp4,a\n{rest}"
    assert make_cohort(given, "arm", labels(tmp_path, text)).members[0].group == "a"
    with pytest.raises(DataError, match=r"fewer than 3 recordings in a \(a 2, b 3\)"):
        make_cohort(runs(*[1.0] * 6), "arm", labels(tmp_path, text))


@pytest.mark.parametrize(
    ("column", "cells", "words"),
    [
        ("arm", ["a"] * 6, "one group only"),
        ("arm", [*"aaaab", "b"], "fewer than 3 recordings in b"),
        ("arm", [str(i) for i in range(9)], "9 different values, more than 8"),
        ("arm", [""] * 6, "No run has a group"),
        ("other", ["a"] * 6, "there is no column arm; it has path, other"),
        ("arm,subject", ["a,x", "b,x", "a,y", "a,z", "b,v", "b,w"], "share 1 subjects, such as x"),
    ],
)
def test_groups_that_make_no_comparison(tmp_path: Path, column: str, cells: list[str], words: str) -> None:
    with pytest.raises(DataError, match=words):
        make_cohort(runs(*[1.0] * len(cells)), "arm", table(tmp_path, column, *cells))


def test_runs_that_cannot_be_compared(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="needs a column of a labels CSV"):
        make_cohort(runs(1, 2), "arm")
    given = runs(*[1.0] * 6)
    other = dataclasses.replace(given["run 1"][0].checkpoint, identity="ff" * 32)
    mixed = {**given, "run 1": (dataclasses.replace(given["run 1"][0], checkpoint=other), 1.0)}
    with pytest.raises(DataError, match="2 different checkpoints"):
        make_cohort(mixed, "severity")
    settings = dataclasses.replace(given["run 1"][0].settings, target_layer="layer_3")
    mixed = {**given, "run 1": (dataclasses.replace(given["run 1"][0], settings=settings), 1.0)}
    with pytest.raises(DataError, match="2 different settings"):
        make_cohort(mixed, "severity")
    with pytest.raises(DataError, match="run 0 and again are runs of the same recording"):
        make_cohort({**given, "again": given["run 0"]}, "severity")
    with pytest.raises(DataError, match="there is no such file"):
        make_cohort(given, "arm", tmp_path / "none.csv")
    with pytest.raises(DataError, match="no column path"):
        make_cohort(given, "arm", labels(tmp_path, "file,arm\n"))
    with pytest.raises(DataError, match=r"visit 0\.mp4: label must be from 0 to 63"):
        make_cohort(given, "severity", table(tmp_path, "label", "64"))
