"""The figure: its pictures read out of the file, its text editable, its bytes repeatable."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from stadrn_core.errors import ExportError
from stadrn_core.export.figure import representative_frames, write_figure
from stadrn_core.render import ViewSettings, render_frame
from stadrn_core.store import AnalysisStore
from stadrn_core.types import FrameSource
from stadrn_core.video import open_recording
from tests.analyses import make_analysis
from tests.recordings import write_video

NUM_FRAMES = 30


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("figure") / "visit 1.mp4", NUM_FRAMES, size=(120, 90))


def pictures_in(svg: str) -> list[np.ndarray]:
    found = re.findall(r'xlink:href="data:image/png;base64,([^"]+)"', svg)
    images = [Image.open(io.BytesIO(base64.b64decode(text))).convert("RGB") for text in found]
    return [np.asarray(image) for image in images if image.width == image.height]


def test_pictures_and_words_of_the_figure(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        write_figure(store, source, tmp_path / "figure.svg", [4, 20])
        svg = (tmp_path / "figure.svg").read_text(encoding="utf-8")
        display = render_frame(store, source.read(4), ViewSettings())
    pictures = pictures_in(svg)
    assert len(pictures) == 8
    assert display.heat is not None
    assert display.guided is not None
    assert display.face is not None
    for picture, expected in zip(pictures[1:4], (display.face, display.heat, display.guided), strict=True):
        assert picture.mean(axis=(0, 1)) == pytest.approx(expected.mean(axis=(0, 1)), abs=2)
    for words in (
        "visit 1.mp4",
        "frame 4",
        "(mild)",
        "Research use, not a diagnosis",
        "recording",
        "known error: unknown",
    ):
        assert words in svg, words
    assert "font-family" in svg or "font:" in svg


def test_a_pdf_embeds_editable_fonts_and_is_the_same_each_time(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        before = dict(mpl.rcParams)
        for name in ("one.pdf", "two.pdf"):
            write_figure(store, source, tmp_path / name, [4], ViewSettings(scale_mode="frame", cells="native"))
        assert dict(mpl.rcParams) == before
    first = (tmp_path / "one.pdf").read_bytes()
    assert first.startswith(b"%PDF")
    assert b"/Type3" not in first.replace(b" ", b"")
    assert b"/CIDFontType2" in first.replace(b" ", b"")
    assert first == (tmp_path / "two.pdf").read_bytes()


def test_png_has_the_resolution_asked_for(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES, guided="none") as store, open_recording(recording) as source:
        write_figure(store, source, tmp_path / "figure.png", dots_per_inch=60)
    with Image.open(tmp_path / "figure.png") as image:
        dots_per_inch, width = image.info["dpi"][0], image.width
    assert dots_per_inch == pytest.approx(60, abs=0.1)
    assert width / 60 == pytest.approx(1.08 + 3 * 1.37 - 0.07 + 0.6, abs=0.05)  # three columns without guided maps


def test_default_frames_are_spread_evenly_over_explained_faces(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 60, 2, {0: 0.3, 1: -0.1}, without_face=(0, 2)) as store:
        # The first clip covers frames 0–30; 0 and 2 have no face: 14 sampled frames from 4 to 30 are left.
        assert representative_frames(store) == [6, 14, 20, 28]
        assert representative_frames(store, 2) == [10, 24]
    with make_analysis(tmp_path / "b.zarr", 16, raw_outputs={}) as store:
        assert representative_frames(store) == []


def refused(store: AnalysisStore, source: FrameSource, path: Path, words: str) -> None:
    with pytest.raises(ExportError, match=words):
        write_figure(store, source, path)
    assert not path.exists()


def test_refusals(tmp_path: Path, recording: Path) -> None:
    with open_recording(recording) as source:
        with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store:
            refused(store, source, tmp_path / "figure.gif", r"must end in \.pdf")
            refused(store, source, tmp_path / "missing" / "figure.pdf", "its folder does not exist")
        with make_analysis(tmp_path / "b.zarr", NUM_FRAMES, raw_outputs={}) as store:
            refused(store, source, tmp_path / "figure.pdf", "no frame has both a face and a map")
        with make_analysis(tmp_path / "c.zarr", 16) as store:
            refused(store, source, tmp_path / "figure.pdf", "not the recording")
