"""The session report, read back as a PDF: its pages, words, fonts, marks, and what it must not say."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from stadrn_core.cli import main
from stadrn_core.errors import ExportError
from stadrn_core.export.report import ReportOptions, key_frames, write_report
from stadrn_core.export.table import warnings
from stadrn_core.face_quality import DARKEST, FaceQuality
from stadrn_core.library import Library
from stadrn_core.marks.marks import Mark, MarksFile
from stadrn_core.store import AnalysisStore
from stadrn_core.types import Progress
from stadrn_core.video import hash_recording, open_recording
from tests.analyses import make_analysis
from tests.recordings import write_video

NUM_FRAMES = 30
A4_POINTS = (595.4, 841.7)
NOTE = "Frau Muster sighs"
MARKS = (
    Mark(first_frame=5, last_frame=5, text=NOTE),
    Mark(first_frame=10, last_frame=14, category="speech", text="of the week " * 12),
)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("report") / "visit 1.mp4", NUM_FRAMES, size=(120, 90))


def write(store: AnalysisStore, recording: Path, path: Path, marks: tuple[Mark, ...] = MARKS, **options: object) -> str:
    """The report's words."""
    with open_recording(recording) as source:
        events = list(write_report(store, source, path, marks, (), ReportOptions(**options)))  # type: ignore[arg-type]
    assert all(isinstance(event, Progress) for event in events)
    assert events[-1].done == events[-1].total == 1
    return " ".join("\n".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_pages_fonts_and_words(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store:
        said = write(store, recording, tmp_path / "report.pdf")
        score = store.video_score
        chosen = key_frames(store, MARKS)
    assert score is not None
    document = PdfReader(tmp_path / "report.pdf")
    for page in document.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4_POINTS, abs=0.6)
        assert "Research use, not a diagnosis" in page.extract_text()
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            below = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in below["/FontDescriptor"].get_object(), "fonts are embedded"
    assert f"{len(document.pages)} of {len(document.pages)}" in said
    for words in (
        "Session report",
        "visit 1.mp4",
        f"score {score:.1f}",
        "Known error unknown",
        "Marks (2)",
        NOTE,
        "speech",
        "Key frames",
        "Chosen by rule, not by what they show",
        "Grad-CAM++: not tested",
        "doi:10.1016/j.eswa.2023.121410",
        "ab" * 32,
        "Errors of several points are usual",
    ):
        assert words in said, words
    for frame_index in chosen:
        assert f"frame {frame_index} " in said
    assert "/data/" not in said, "no paths"
    assert document.metadata is not None
    assert document.metadata.title == "Session report"
    assert document.metadata.creation_date is None


def test_the_first_page_tells_what_a_reader_must_know(tmp_path: Path, recording: Path) -> None:
    dark = np.tile(np.array([0.0, 0.0, 1.0, DARKEST / 2, 1.0, 0.2, np.nan], np.float32), (NUM_FRAMES, 1))
    for deidentify in ("none", "pixelate"):
        with make_analysis(tmp_path / f"{deidentify}.zarr", NUM_FRAMES, raw_outputs={0: -0.1, 1: None}) as store:
            store.face_quality = lambda: FaceQuality(dark)  # type: ignore[method-assign]
            write(store, recording, tmp_path / "report.pdf", deidentify=deidentify)
            expected = warnings(store)
        first = " ".join(PdfReader(tmp_path / "report.pdf").pages[0].extract_text().split())
        for words in expected:
            assert words in first, words
        assert f"face too dark or too bright in {NUM_FRAMES} of {NUM_FRAMES} sampled frames" in first
        assert f"burnt out or black is not known for {NUM_FRAMES} of {NUM_FRAMES}" in first
        assert "clamped at 0" in first
        assert "skipped for want of faces" in first


def test_key_frames_are_extremes_marks_and_then_spread(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store:
        scores = {i: record.score for i, record in store.records.items() if record.score is not None}
        alone, marked = key_frames(store, ()), key_frames(store, MARKS)
        sampled = set(store.plan.frame_indices.tolist())
        highest, lowest = max(scores, key=lambda i: scores[i]), min(scores, key=lambda i: scores[i])
        spans = [store.plan.span(i) for i in (highest, lowest)]
    for found in (alone, marked):
        assert found == sorted(set(found))
        assert len(found) <= 4
        assert set(found) <= sampled
        for first, stop in spans:
            assert any(first <= frame < stop for frame in found)
    assert any(abs(frame - 5) <= 1 for frame in marked)


def test_a_de_identified_report_has_no_names_notes_or_guided_maps(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store:
        said = write(store, recording, tmp_path / "report.pdf", deidentify="pixelate")
    assert "visit 1" not in said
    assert "fusion.safetensors" not in said
    assert NOTE not in said
    assert "speech" in said, "categories stay"
    assert "Guided backpropagation:" not in said
    assert "guided maps and names left out. Notes are left out, too." in said
    assert "Drawn on a drawn face, the same for everybody" in said
    content = (tmp_path / "report.pdf").read_bytes()
    assert b"visit 1" not in content


def test_many_marks_go_on_on_further_pages_and_notes_can_be_left_out(tmp_path: Path, recording: Path) -> None:
    marks = tuple(Mark(first_frame=i % NUM_FRAMES, last_frame=i % NUM_FRAMES, text=f"note {i}.") for i in range(90))
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store:
        said = write(store, recording, tmp_path / "long.pdf", marks)
        short = write(store, recording, tmp_path / "short.pdf", with_notes=False)
        none = write(store, recording, tmp_path / "none.pdf", ())
    assert all(f"note {i}." in said for i in range(90))
    assert "Marks, continued" in said
    assert NOTE not in short
    assert "No marks are set" in none


def test_what_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        with pytest.raises(ExportError, match=r"ends in \.pdf"):
            next(write_report(store, source, tmp_path / "report.docx"))
        with pytest.raises(ExportError, match="cannot be written"):
            for _ in write_report(store, source, tmp_path / "nowhere" / "report.pdf"):
                pass
        work = write_report(store, source, tmp_path / "stopped.pdf")
        next(work)
        work.close()
    with (
        make_analysis(tmp_path / "b.zarr", NUM_FRAMES + 3) as other,
        open_recording(recording) as source,
        pytest.raises(ExportError, match="not the recording"),
    ):
        next(write_report(other, source, tmp_path / "report.pdf"))
    assert not list(tmp_path.glob("*.pdf*"))


def test_the_command_finds_recording_and_marks_of_a_project_that_was_moved(
    tmp_path: Path, recording: Path, stadrn_home: Path
) -> None:
    project = tmp_path / "study"
    (project / "videos").mkdir(parents=True)
    video = project / shutil.copy(recording, project / "videos")
    sha256 = hash_recording(video)
    with make_analysis(project / "a.zarr", NUM_FRAMES, recording_sha256=sha256) as store:
        Library(project).add(store, "2026-01-01T00:00:00+00:00", recording_path=video)
    MarksFile(sha256, project / "marks").save(MARKS)
    moved = project.rename(tmp_path / "moved")
    out = tmp_path / "report.pdf"
    assert main(["report", str(moved / "a.zarr"), "--out", str(out)]) == 0
    assert NOTE in " ".join(page.extract_text() for page in PdfReader(out).pages)
    (moved / "videos" / video.name).unlink()
    assert main(["report", str(moved / "a.zarr"), "--out", str(tmp_path / "none.pdf")]) == 1


def test_the_command_takes_the_marks_that_were_set_in_the_window(
    tmp_path: Path, recording: Path, stadrn_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sha256 = hash_recording(recording)
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES, recording_sha256=sha256):
        pass
    MarksFile(sha256).save(MARKS)
    out = tmp_path / "report.pdf"
    command = ["report", str(tmp_path / "a.zarr"), "--out", str(out), "--video", str(recording)]
    assert main(command) == 0
    assert NOTE in " ".join(page.extract_text() for page in PdfReader(out).pages)
    assert main([*command, "--no-notes"]) == 0
    assert NOTE not in " ".join(page.extract_text() for page in PdfReader(out).pages)
    other = write_video(tmp_path / "other.mp4", NUM_FRAMES, size=(160, 120))
    assert main([*command[:-1], str(other)]) == 1
    assert "is not the recording that was analysed" in " ".join(capsys.readouterr().err.split())
