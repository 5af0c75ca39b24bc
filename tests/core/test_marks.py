"""Marks: kept whole, and the same after a way through other programs' files."""

from __future__ import annotations

import csv
import os
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from stadrn_core.errors import MarksError
from stadrn_core.marks import Mark, MarksFile, Timing, read_csv, read_elan, write_csv, write_elan

RATES = {"30": 30.0, "29.97": 30000 / 1001, "240": 240.0}
MARKS = (
    Mark(first_frame=0, last_frame=0, category="note", text="first"),
    Mark(first_frame=1, last_frame=5, category="speech", text="läuft, „so“ weiter\nzweite Zeile"),
    Mark(first_frame=7, last_frame=7, category="smile", text=""),
    Mark(first_frame=90, last_frame=99, category="speech", text="to the <end> & 'on'"),
)


def timing(rate: float = 30.0, count: int = 100) -> Timing:
    return Timing(np.arange(count) / rate, count / rate)


def without_ids(marks: tuple[Mark, ...]) -> list[tuple[int, int, str, str]]:
    return [(mark.first_frame, mark.last_frame, mark.category, mark.text) for mark in marks]


def test_what_is_saved_is_loaded_in_order() -> None:
    file = MarksFile("a" * 64)
    assert file.load() == ()
    file.save(MARKS[::-1])
    assert MarksFile("a" * 64).load() == MARKS
    assert MarksFile("b" * 64).load() == ()
    file.save(())
    assert file.load() == ()
    assert [path.name for path in file.path.parent.iterdir()] == [file.path.name]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_only_the_owner_reads_them() -> None:
    file = MarksFile("a" * 64)
    file.save(MARKS)
    assert file.path.stat().st_mode & 0o077 == 0
    assert file.path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a file of marks"),
        (b'{"version": 1, "marks": [{"first_frame": 3, "last_frame": 1}]}', "lies before"),
        (b'{"version": 1, "marks": [{"first_frame": -1, "last_frame": 1}]}', "not a file of marks"),
        (b'{"version": 99, "marks": []}', "newer version"),
    ],
)
def test_a_file_that_is_not_understood_is_left_alone(content: bytes, reason: str) -> None:
    file = MarksFile("a" * 64)
    file.path.parent.mkdir(parents=True)
    file.path.write_bytes(content)
    with pytest.raises(MarksError, match=reason) as caught:
        file.load()
    assert str(file.path) in str(caught.value)
    assert file.path.read_bytes() == content


def test_a_write_that_fails_keeps_what_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    file = MarksFile("a" * 64)
    file.save(MARKS[:2])

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MarksError, match="No space left"):
        file.save(MARKS)
    assert file.load() == MARKS[:2]
    assert len(list(file.path.parent.iterdir())) == 1


@pytest.mark.parametrize("rate", RATES.values(), ids=RATES.keys())
def test_through_csv_and_elan_nothing_changes(tmp_path: Path, rate: float) -> None:
    write_csv(tmp_path / "marks.csv", MARKS[::-1], timing(rate))
    assert without_ids(read_csv(tmp_path / "marks.csv", timing(rate))) == without_ids(MARKS)
    write_elan(tmp_path / "marks.eaf", MARKS[::-1], timing(rate))
    assert without_ids(read_elan(tmp_path / "marks.eaf", timing(rate))) == without_ids(MARKS)


def test_uneven_times_come_back_to_the_same_frames(tmp_path: Path) -> None:
    pts = np.cumsum(np.random.default_rng(0).uniform(0.004, 0.2, 100))
    uneven = Timing(pts - pts[0], float(pts[-1] - pts[0] + 0.03))
    for write, read, name in ((write_csv, read_csv, "a.csv"), (write_elan, read_elan, "a.eaf")):
        write(tmp_path / name, MARKS, uneven)
        assert without_ids(read(tmp_path / name, uneven)) == without_ids(MARKS)


def test_the_table_says_when(tmp_path: Path) -> None:
    write_csv(tmp_path / "marks.csv", MARKS, timing())
    with (tmp_path / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        row = list(csv.DictReader(file))[1]
    assert float(row["start_seconds"]) == pytest.approx(1 / 30, abs=1e-6)
    assert float(row["end_seconds"]) == pytest.approx(6 / 30, abs=1e-6)


def test_the_document_is_what_elan_reads(tmp_path: Path) -> None:
    write_elan(tmp_path / "marks.eaf", MARKS, timing(), Path("/videos/someone.mp4"))
    root = ElementTree.parse(tmp_path / "marks.eaf").getroot()
    assert root.tag == "ANNOTATION_DOCUMENT"
    tiers = {tier.get("TIER_ID"): tier for tier in root.findall("TIER")}
    assert set(tiers) == {"note", "speech", "smile"}
    slots = {slot.get("TIME_SLOT_ID"): slot.get("TIME_VALUE") for slot in root.iter("TIME_SLOT")}
    one = next(iter(tiers["smile"].iter("ALIGNABLE_ANNOTATION")))
    assert [slots[one.get(f"TIME_SLOT_REF{n}")] for n in (1, 2)] == ["233", "267"]
    assert root.find("HEADER/MEDIA_DESCRIPTOR").get("MEDIA_URL") == "/videos/someone.mp4"  # type: ignore[union-attr]


def test_annotations_of_a_tier_never_overlap(tmp_path: Path) -> None:
    """As ELAN demands; overlapping marks come back to their category from further tiers."""
    marks = tuple(
        Mark(first_frame=first, last_frame=last, category=category, text=text)
        for first, last, category, text in (
            (2, 20, "speech", "a"),
            (5, 9, "speech", "b"),
            (7, 8, "speech", "c"),
            (10, 12, "speech", "d"),
            (21, 22, "speech", "e"),
            (5, 6, "smile #2", "f"),
        )
    )
    write_elan(tmp_path / "marks.eaf", marks, timing())
    root = ElementTree.parse(tmp_path / "marks.eaf").getroot()
    slots = {slot.get("TIME_SLOT_ID"): int(slot.get("TIME_VALUE", "")) for slot in root.iter("TIME_SLOT")}
    written = {}
    for tier in root.iter("TIER"):
        spans = sorted(
            (slots[one.get("TIME_SLOT_REF1")], slots[one.get("TIME_SLOT_REF2")], one.findtext("ANNOTATION_VALUE"))
            for one in tier.iter("ALIGNABLE_ANNOTATION")
        )
        assert all(one[1] <= after[0] for one, after in pairwise(spans))
        written[tier.get("TIER_ID")] = "".join(text or "" for _, _, text in spans)
    assert written == {"speech": "ae", "speech #2": "bd", "speech #3": "c", "smile #2": "f"}
    found = read_elan(tmp_path / "marks.eaf", timing())
    assert without_ids(found) == sorted(without_ids(marks))


def test_seconds_alone_suffice(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("start_seconds,end_seconds\n0.5,0.6\n1.0,1.0\n", encoding="utf-8")
    assert without_ids(read_csv(path, timing())) == [(15, 17, "note", ""), (30, 30, "note", "")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("when,what\n1,2\n", "neither first_frame"),
        ("first_frame,last_frame\n5,3\n", "line 2"),
        ("first_frame,last_frame\n5,300\n", "100 frames"),
        ("start_seconds,end_seconds\n99,100\n", "outside the recording"),
        ("start_seconds,end_seconds\nx,100\n", "line 2"),
    ],
)
def test_a_wrong_table_is_named_with_its_row(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(MarksError, match=reason) as caught:
        read_csv(path, timing())
    assert "marks.csv" in str(caught.value)


@pytest.mark.parametrize("content", ["", "<html></html>", "no xml"])
def test_what_is_no_elan_document_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "marks.eaf"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(MarksError, match=r"marks\.eaf"):
        read_elan(path, timing())


def test_an_annotation_of_another_recording_is_refused(tmp_path: Path) -> None:
    write_elan(tmp_path / "marks.eaf", MARKS, timing(rate=5.0))
    with pytest.raises(MarksError, match="outside the recording"):
        read_elan(tmp_path / "marks.eaf", timing(rate=60.0))
    with pytest.raises(MarksError, match=r"gone\.eaf"):
        read_elan(tmp_path / "gone.eaf", timing())
