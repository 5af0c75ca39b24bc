"""The library of sessions: found, changed, moved, killed in the middle, and a patient deleted without a trace."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from stadrn_core import chunk_cache, folders
from stadrn_core.batch import Outcome, Report
from stadrn_core.batch_plan import BatchSettings, Plan, known_batches
from stadrn_core.cli import main
from stadrn_core.errors import StoreError
from stadrn_core.folders import analyses_folder, cache_folder, config_folder, log_folder
from stadrn_core.library import Library, Session, forget_patient
from stadrn_core.library.forget import derived, traces
from stadrn_core.marks.marks import Mark, MarksFile
from stadrn_core.store import AnalysisStore
from stadrn_core.video import hash_recording
from tests.analyses import make_analysis

NOW = "2026-11-26T10:00:00+00:00"


def recording(folder: Path, name: str, content: str) -> tuple[Path, str]:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(content)
    return path, hash_recording(path)


def added(
    library: Library, path: Path, sha256: str, store_folder: Path, raw: float = 0.3, thumbnail: bytes | None = None
) -> str:
    """An analysis of a recording that lies at ``path``."""
    with make_analysis(store_folder, raw_outputs={0: raw, 1: raw}, recording_sha256=sha256) as store:
        facts = replace(store.manifest.recording, path=str(path), name=path.name)
        (store_folder / "manifest.json").write_bytes(replace(store.manifest, recording=facts).to_json())
    with AnalysisStore.open(store_folder) as store:
        return library.add(store, NOW, thumbnail)


@pytest.fixture
def library(stadrn_home: Path) -> Library:
    return Library()


def test_sessions_are_searched_and_sorted(library: Library, tmp_path: Path) -> None:
    names = []
    for number, (name, raw) in enumerate({"b visit.mp4": 0.2, "a visit.mp4": 0.5, "c talk.mp4": 0.4}.items()):
        path, sha256 = recording(tmp_path / "videos", name, name)
        names.append(added(library, path, sha256, tmp_path / f"{number}.zarr", raw))
    first, second, third = names
    library.change(first, pseudonym="P02", recorded_on="2026-03-01", tags=["intake", "sad"], known_points=21)
    library.change(second, pseudonym="P01", recorded_on="2026-05-01", tags=["follow-up"], notes="Sleeps better")
    library.change(third, recorded_on="2026-04-01")

    def found(search: str = "", **how: str) -> list[str]:
        return [one.recording for one in library.sessions(search, **how)]  # type: ignore[arg-type]

    assert found() == [second, third, first]
    assert found(order="score") == [second, third, first]
    assert found(order="name") == [second, first, third]
    assert found(order="pseudonym") == [second, first, third], "those without a pseudonym last"
    assert found("VISIT sleeps") == [second]
    assert found("fusion") == [second, third, first], "the checkpoint's name"
    assert found("2026-04") == [third]
    assert found(tag="sad") == [first]
    assert found(pseudonym="P01") == [second]
    assert library.tags() == ["follow-up", "intake", "sad"]
    assert library.pseudonyms() == ["P01", "P02"]
    one = library.session(first)
    assert (one.known_points, one.when, one.tags) == (21, "2026-03-01", ("intake", "sad"))
    assert one.points == pytest.approx(63 * 0.2)
    assert one.scores[0].num_clips == 2
    library.change(first, known_points="unknown")
    assert library.session(first).known_points is None
    with pytest.raises(ValueError, match="order"):
        library.sessions(order="size")  # type: ignore[arg-type]


def test_an_analysis_is_added_once_and_what_the_user_wrote_stays(library: Library, tmp_path: Path) -> None:
    path, sha256 = recording(tmp_path, "visit.mp4", "x")
    added(library, path, sha256, tmp_path / "a.zarr", 0.2, b"PNG")
    library.change(sha256, pseudonym=" P01 ", tags=["a", "a", " ", "b "], notes="n")
    library.keep_view(sha256, {"playhead": 7})
    shutil.rmtree(tmp_path / "a.zarr")
    moved = path.rename(tmp_path / "renamed.mp4")
    added(library, moved, sha256, tmp_path / "a.zarr", 0.4)
    (one,) = library.sessions()
    assert (one.pseudonym, one.tags, one.notes, one.thumbnail) == ("P01", ("a", "b"), "n", b"PNG")
    assert (one.name, one.path) == ("renamed.mp4", moved)
    assert one.points == pytest.approx(63 * 0.4)
    assert len(one.scores) == 1
    assert library.view(sha256) == {"playhead": 7}
    assert library.view("unknown") == {}


def test_bad_values_are_refused_and_change_nothing(library: Library, tmp_path: Path) -> None:
    path, sha256 = recording(tmp_path, "visit.mp4", "x")
    added(library, path, sha256, tmp_path / "a.zarr")
    with pytest.raises(ValueError, match="0 to 63"):
        library.change(sha256, known_points=64, notes="n")
    with pytest.raises(ValueError, match="isoformat"):
        library.change(sha256, recorded_on="1.3.2026", notes="n")
    assert library.session(sha256).notes == ""
    with pytest.raises(KeyError):
        library.change("unknown", notes="n")
    with pytest.raises(KeyError):
        library.session("unknown")


@pytest.mark.skipif(os.name == "nt", reason="permissions are POSIX's")
def test_only_the_owner_can_read_it(library: Library) -> None:
    assert stat.S_IMODE(library.path.stat().st_mode) == 0o600


def test_a_project_folder_can_be_moved_and_recordings_are_found_again(stadrn_home: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    inside, of_inside = recording(project / "videos", "in.mp4", "inside")
    outside, of_outside = recording(tmp_path / "elsewhere", "out.mp4", "outside")
    library = Library(project)
    added(library, inside, of_inside, project / "in.zarr")
    added(library, outside, of_outside, project / "out.zarr")
    moved = Library(project.rename(tmp_path / "moved"))
    assert moved.session(of_inside).path == tmp_path / "moved" / "videos" / "in.mp4"
    assert moved.session(of_inside).path.exists()
    assert moved.session(of_inside).scores[0].folder == tmp_path / "moved" / "in.zarr"
    assert moved.missing() == []
    recording(tmp_path / "archive" / "2026", "other.mp4", "something else")
    shutil.move(outside, tmp_path / "archive" / "2026" / "renamed.mp4")
    assert [one.recording for one in moved.missing()] == [of_outside]
    found = [one for one in moved.relocate(tmp_path / "archive") if isinstance(one, Session)]
    assert [one.path for one in found] == [tmp_path / "archive" / "2026" / "renamed.mp4"]
    assert moved.missing() == []


def test_moved_analyses_and_folders_of_images_are_found_again(library: Library, tmp_path: Path) -> None:
    images = tmp_path / "images" / "visit"
    images.mkdir(parents=True)
    for number in range(2):
        (images / f"{number}.png").write_bytes(b"picture %d" % number)
    of_images = hash_recording(images)
    added(library, images, of_images, tmp_path / "results" / "analysis.zarr")
    images.rename(tmp_path / "images" / "renamed")
    (tmp_path / "results").rename(tmp_path / "elsewhere")
    assert library.missing_analyses() == [tmp_path / "results" / "analysis.zarr"]
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "manifest.json").write_text("{}")
    found = {one.recording for one in library.relocate(tmp_path) if isinstance(one, Session)}
    assert found == {of_images}
    one = library.session(of_images)
    assert one.path == tmp_path / "images" / "renamed"
    assert one.scores[0].folder == tmp_path / "elsewhere" / "analysis.zarr"
    assert library.missing() == library.missing_analyses() == []
    with pytest.raises(StoreError, match="not a folder"):
        list(library.relocate(tmp_path / "nowhere"))


def test_an_analysis_is_added_with_the_place_where_its_recording_lies_now(library: Library, tmp_path: Path) -> None:
    path, sha256 = recording(tmp_path, "visit.mp4", "x")
    added(library, path, sha256, tmp_path / "a.zarr")
    moved = path.rename(tmp_path / "renamed.mp4")
    with AnalysisStore.open(tmp_path / "a.zarr") as store:
        library.add(store, NOW, recording_path=moved)
    assert [(one.path, one.name) for one in library.sessions()] == [(moved, "renamed.mp4")]


def test_a_damaged_or_newer_database_is_said(stadrn_home: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "library.sqlite").write_bytes(b"not a database, but long enough to be taken for one" * 40)
    with pytest.raises(StoreError, match="put it aside"):
        Library(tmp_path / "a")
    Library(tmp_path / "b")
    with sqlite3.connect(tmp_path / "b" / "library.sqlite") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StoreError, match="newer version"):
        Library(tmp_path / "b")


WRITER = """
import sys
from pathlib import Path
from stadrn_core.library import Library
library = Library(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    library.change(sys.argv[2], notes=f"note {number}", tags=[f"note {number}"])
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_writer_that_is_killed_leaves_a_whole_entry(stadrn_home: Path, tmp_path: Path) -> None:
    path, sha256 = recording(tmp_path, "visit.mp4", "x")
    library = Library(tmp_path)
    added(library, path, sha256, tmp_path / "a.zarr")
    for least in (3, 7, 12):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), sha256], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        told = 0
        while told < least:
            told = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        told = max([told, *(int(line) for line in writer.stdout.read().split())])
        writer.wait()
        writer.stdout.close()
        one = Library(tmp_path).session(sha256)
        assert one.tags == (one.notes,), "both or neither"
        assert int(one.notes.removeprefix("note ")) in (told, told + 1), "what was said to be written is"


def test_a_patient_is_deleted_without_a_trace(library: Library, tmp_path: Path) -> None:
    mine, of_mine = recording(tmp_path / "videos", "Muster.mp4", "mine")
    other, of_other = recording(tmp_path / "videos", "other.mp4", "other")
    added(library, mine, of_mine, analyses_folder() / "mine.zarr", thumbnail=b"THUMBNAIL-OF-MUSTER")
    added(library, other, of_other, analyses_folder() / "other.zarr")
    library.change(of_mine, pseudonym="P-0815", notes="NOTE-OF-MUSTER", tags=["TAG-OF-MUSTER"])
    library.change(of_other, pseudonym="P-0816")
    for sha256 in (of_mine, of_other):
        MarksFile(sha256).save((Mark(first_frame=1, last_frame=1, text="sighs"),))
        faces = chunk_cache.recordings_folder() / sha256[:32]
        faces.mkdir(parents=True)
        (faces / "faces.npz").write_bytes(b"pictures")
    (cache_folder() / "regions").mkdir()
    log_folder().mkdir(parents=True, exist_ok=True)
    (log_folder() / "window.log").write_text(f"opened {mine}\nopened {other}\n")
    config_folder().mkdir(parents=True, exist_ok=True)
    (config_folder() / "window.ini").write_text(
        f'[General]\ntheme=dark\nrecent_recordings="[\\"{mine}\\"]"\nrecent_analyses=[]\n'
    )
    shown = derived(library, "P-0815")
    assert analyses_folder() / "mine.zarr" in shown
    assert not any("other" in path.name for path in shown)
    assert len(traces([of_mine, "Muster.mp4"])) >= 5
    done = forget_patient(library, "P-0815")
    assert done.left == ()
    assert set(done.removed) == set(shown)
    assert done.kept == (mine,)
    assert mine.exists()
    for words in ("P-0815", of_mine, of_mine[:32], "Muster", "NOTE-OF-MUSTER", "TAG-OF-MUSTER"):
        assert traces([words]) == [], words
    assert b"THUMBNAIL-OF-MUSTER" not in library.path.read_bytes()
    assert [one.recording for one in library.sessions()] == [of_other], "others keep what is theirs"
    assert (analyses_folder() / "other.zarr").exists()
    assert MarksFile(of_other).load()
    assert (log_folder() / "window.log").read_text() == f"opened {other}\n"
    assert "theme=dark" in (config_folder() / "window.ini").read_text()
    with pytest.raises(StoreError, match="knows no patient"):
        forget_patient(library, "P-0815")
    with pytest.raises(StoreError, match="knows no patient"):
        forget_patient(library, "")
    done = forget_patient(library, "P-0816", with_recordings=True)
    assert not other.exists()
    assert done.kept == ()


def test_a_project_keeps_all_of_its_own_and_forgets_it(library: Library, tmp_path: Path) -> None:
    project = tmp_path / "project"
    mine, of_mine = recording(project / "videos", "Muster.mp4", "mine")
    MarksFile(of_mine).save((Mark(first_frame=5, last_frame=5, text="in the user's own"),))
    folders.open_project(project)
    inside = Library()
    assert inside.path == project / "library.sqlite"
    added(inside, mine, of_mine, analyses_folder() / "mine.zarr")
    added(inside, mine, of_mine, project / "results" / "analysis.zarr")
    for name in ("summary.json", "overlay.mp4", "seen by Muster.mp4.txt"):
        (project / "results" / name).write_text("of him")
    MarksFile(of_mine).save((Mark(first_frame=1, last_frame=1, text="in the project"),))
    assert stat.S_IMODE((project / "analyses").stat().st_mode) == 0o700
    inside.change(of_mine, pseudonym="P-0815")
    moved = project.rename(tmp_path / "moved")
    folders.open_project(moved)
    there = Library()
    (one,) = there.sessions()
    assert one.path == moved / "videos" / "Muster.mp4"
    assert one.scores[0].folder == moved / "results" / "analysis.zarr"
    assert [mark.text for mark in MarksFile(of_mine).load()] == ["in the project"]
    done = forget_patient(there, "P-0815")
    assert one.path.exists()
    assert sorted(path.name for path in (moved / "results").iterdir()) == ["seen by Muster.mp4.txt"]
    assert not list((moved / "analyses").iterdir())
    # What the user keeps outside of the project is told, and stays.
    assert set(done.left) == {moved / "results" / "seen by Muster.mp4.txt", stadrn_marks(of_mine)}
    folders.open_project(None)
    assert [mark.text for mark in MarksFile(of_mine).load()] == ["in the user's own"]


def stadrn_marks(recording_sha256: str) -> Path:
    """Marks in the user's own data folder."""
    return folders.own_data_folder() / "marks" / f"{recording_sha256}.json"


def batch_of(out: Path, recordings: list[Path], checkpoint: Path) -> Plan:
    """A batch that was begun."""
    plan, _ = Plan(out).extended(recordings, {checkpoint: None}, BatchSettings())
    plan.save()
    report = Report(out / "batch.csv")
    report.enter(*(Outcome(job.name, "failed", reason=f"{job.recording}: told") for job in plan.jobs))
    return plan


def test_what_batches_keep_of_a_patient_goes_with_him(library: Library, tmp_path: Path) -> None:
    mine, of_mine = recording(tmp_path / "videos", "Müster.mp4", "mine")
    other, of_other = recording(tmp_path / "videos", "other.mp4", "other")
    checkpoint = tmp_path / "tiny.safetensors"
    checkpoint.touch()
    # Analysed in one batch; in another one the patient's recording failed, and it is alone in a third.
    first = batch_of(tmp_path / "first", [mine, other], checkpoint)
    second = batch_of(tmp_path / "second", [other, mine], checkpoint)
    third = batch_of(tmp_path / "third", [mine], checkpoint)
    for job, sha256 in zip(first.jobs, (of_mine, of_other), strict=True):
        added(library, job.recording, sha256, job.store)
        for name in ("summary.json", "frames.csv", "overlay.mp4", "methods.txt"):
            (job.folder / name).write_text(f"of {job.recording}", encoding="utf-8")
    library.change(of_mine, pseudonym="P-0815")
    log_folder().mkdir(parents=True, exist_ok=True)
    (log_folder() / "window.log").write_text("Müster/tiny\nother/tiny\n", encoding="utf-8")
    shown = derived(library, "P-0815")
    assert first.jobs[0].folder in shown
    done = forget_patient(library, "P-0815")
    assert done.left == ()
    assert set(done.removed) == set(shown)
    assert mine.exists()
    assert not (tmp_path / "first" / "Müster").exists()
    for kept in (first, second):
        read = Plan.load(kept.folder)
        assert read is not None
        assert [job.name for job in read.jobs] == ["other/tiny"]
        with (kept.folder / "batch.csv").open(encoding="utf-8", newline="") as file:
            assert [row["name"] for row in csv.DictReader(file)] == ["other/tiny"]
    assert (first.jobs[1].folder / "overlay.mp4").exists(), "others keep what is theirs"
    assert not third.folder.exists()
    assert {path.name for path in known_batches()} == {"first", "second"}
    assert (log_folder() / "window.log").read_text(encoding="utf-8") == "other/tiny\n"
    for path in tmp_path.rglob("*"):
        if path != mine:
            assert "Müster" not in path.name
            content = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
            assert "Müster" not in content
            assert "M\\u00fcster" not in content


def test_what_a_batch_is_at_is_not_deleted_and_saved_reports_are_told(library: Library, tmp_path: Path) -> None:
    mine, of_mine = recording(tmp_path / "videos", "Muster.mp4", "mine")
    checkpoint = tmp_path / "tiny.safetensors"
    checkpoint.touch()
    (job,) = batch_of(tmp_path / "out", [mine], checkpoint).jobs
    added(library, mine, of_mine, job.store)
    library.change(of_mine, pseudonym="P-0815")
    with FileLock(job.folder / ".lock"), pytest.raises(StoreError, match="Pause or stop it"):
        forget_patient(library, "P-0815")
    assert job.store.exists()
    report = tmp_path / "out" / "report.txt"
    report.write_text(f"Recording: {mine}", encoding="utf-8")
    own = job.folder.parent / "notes.txt"
    own.write_text("mine", encoding="utf-8")
    assert forget_patient(library, "P-0815").left == (own.parent, report)
    assert not job.folder.exists()


def test_what_is_left_is_told(library: Library, tmp_path: Path) -> None:
    mine, of_mine = recording(tmp_path / "videos", "Muster.mp4", "mine")
    added(library, mine, of_mine, analyses_folder() / "mine.zarr")
    library.change(of_mine, pseudonym="P01X")
    stray = cache_folder() / "stray.json"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_text(f'{{"recording": "{of_mine}"}}')
    assert forget_patient(library, "P01X").left == (stray,)


def test_the_command_line(library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine, of_mine = recording(tmp_path / "videos", "visit.mp4", "mine")
    added(library, mine, of_mine, analyses_folder() / "mine.zarr")

    def said(*words: str, code: int = 0) -> str:
        assert main(["library", *words]) == code
        told = capsys.readouterr()
        return " ".join((told.out + told.err).split())

    assert said("add", str(analyses_folder() / "mine.zarr"), "--pseudonym", "P01", "--tag", "intake").startswith(
        "Added"
    )
    said("set", of_mine[:8], "--known-score", "24", "--recorded-on", "2026-02-03", "--note", "first")
    told = said("list", "intake")
    for words in ("P01", "visit.mp4", "2026-02-03", "24", "18.9", "intake"):
        assert words in told, words
    assert "No session" in said("list", "nothing like it")
    assert "0 to 63" in said("set", of_mine[:8], "--known-score", "99", code=2)
    assert "no session" in said("set", "ffff", "--note", "x", code=1)
    assert "is missing" in said("delete-patient", "P01", code=2)
    assert "knows no patient" in said("delete-patient", "P02", "--yes", code=1)
    project = tmp_path / "project"
    assert "no project was begun" in said("list", "--library", str(project), code=1)
    assert not project.exists()
    said("add", str(analyses_folder() / "mine.zarr"), "--library", str(project), "--pseudonym", "P09")
    assert "P09" in said("list", "--library", str(project))
    assert "P09" not in said("list")
    shutil.move(mine, tmp_path / "moved.mp4")
    assert "moved.mp4" in said("relocate", str(tmp_path))
    told = said("delete-patient", "P01", "--yes")
    assert "mine.zarr" in told
    assert "Nothing is left" in told
    assert Library().sessions() == []
