"""The figure: its pictures read out of the file, its text editable, its bytes repeatable."""

from __future__ import annotations

import base64
import io
import itertools
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image
from pypdf import PdfReader

from stadrn_core.alignment import warp_face
from stadrn_core.cli import main
from stadrn_core.colours import colour_table
from stadrn_core.errors import ExportError
from stadrn_core.export import figure
from stadrn_core.export.deidentify import deidentified
from stadrn_core.export.figure import representative_frames, write_figure, write_from_recipe
from stadrn_core.export.frame_row import PICTURE_PX, draw_contours
from stadrn_core.export.page import STYLE, Page
from stadrn_core.export.recipe import FigureRecipe, analysis_key, read_recipe
from stadrn_core.folders import analyses_folder
from stadrn_core.regions.atlas import DOWN_THE_FACE
from stadrn_core.regions.numbers import RegionReader
from stadrn_core.render import ViewSettings, render_frame
from stadrn_core.store import AnalysisStore
from stadrn_core.types import FrameSource
from stadrn_core.video import hash_recording, open_recording
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
        write_figure(store, source, tmp_path / "figure.svg", [4, 20], show_name=True)
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
    assert width / 60 == pytest.approx(190 / 25.4, abs=0.02)


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


@pytest.mark.parametrize("suffix", [".pdf", ".svg", ".png"])
def test_a_figure_is_made_again_from_itself_byte_for_byte(tmp_path: Path, recording: Path, suffix: str) -> None:
    view = ViewSettings(quantity="signed", scale_mode="manual", manual_limits=(-0.5, 0.5), cells="native")
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        first, again = tmp_path / f"first{suffix}", tmp_path / f"again{suffix}"
        recipe = write_figure(
            store, source, first, [3, 9], view, width_mm=140, columns=("overlay", "heat"), dots_per_inch=120
        )
        assert read_recipe(first) == recipe
        write_from_recipe(store, source, again, read_recipe(first))
    assert again.read_bytes() == first.read_bytes()
    assert recording.name.encode() not in first.read_bytes()


def test_the_width_is_that_of_the_column(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        write_figure(store, source, tmp_path / "a.png", [4], width_mm=90, columns=("overlay",), dots_per_inch=254)
        with pytest.raises(ExportError, match="4 columns do not fit into 90 mm"):
            write_figure(store, source, tmp_path / "b.png", [4], width_mm=90)
    with Image.open(tmp_path / "a.png") as image:
        assert image.width == pytest.approx(900, abs=1)


def test_the_recipe_of_another_analysis_is_refused(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        recipe = write_figure(store, source, tmp_path / "a.svg", [4])
        other = recipe.model_copy(update={"analysis_key": "0" * 32})
        with pytest.raises(ExportError, match="another recording, checkpoint or setting"):
            write_from_recipe(store, source, tmp_path / "b.svg", other)
        with pytest.raises(ExportError, match="frame 99"):
            write_from_recipe(store, source, tmp_path / "b.svg", recipe.model_copy(update={"frames": (99,)}))
    assert not (tmp_path / "b.svg").exists()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.svg", b"<svg/>", "carries no recipe"),
        ("a.pdf", b"%PDF-1.4", "carries no recipe"),
        ("a.png", b"no picture", "cannot be read"),
        ("a.json", b"{}", "recording_sha256"),
        ("a.txt", b"", "carries no recipe"),
    ],
)
def test_a_file_without_a_recipe_is_named(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ExportError, match=reason) as caught:
        read_recipe(tmp_path / name)
    assert name in str(caught.value)


def test_a_recipe_finds_the_analyses_that_the_window_keeps(
    tmp_path: Path, recording: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STADRN_HOME", str(tmp_path / "home"))
    first, again, sha256 = tmp_path / "first.svg", tmp_path / "again.svg", hash_recording(recording)
    video = ["--video", str(recording)]
    make_analysis(tmp_path / "a.zarr", NUM_FRAMES, recording_sha256=sha256).close()
    by_another(tmp_path / "b.zarr", sha256).close()
    both = [str(tmp_path / "a.zarr"), str(tmp_path / "b.zarr")]
    assert main(["figure", *both, "--kind", "checkpoints", "--out", str(first), *video]) == 0
    assert main(["figure", str(first), "--out", str(again), *video]) == 1
    assert "The window keeps no analysis that this recipe was made of" in " ".join(capsys.readouterr().err.split())
    for folder in both:
        with AnalysisStore.open(Path(folder)) as store:
            kept = analyses_folder() / f"{analysis_key(store.manifest)}.zarr"
        shutil.copytree(folder, kept)
    assert main(["figure", str(first), "--out", str(again), *video]) == 0
    assert again.read_bytes() == first.read_bytes()


def test_the_command_makes_a_figure_and_makes_it_again(
    tmp_path: Path, recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "results").mkdir()
    folder, sha256 = tmp_path / "results" / "analysis.zarr", hash_recording(recording)
    make_analysis(folder, NUM_FRAMES, recording_sha256=sha256).close()
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    command = ["figure", str(tmp_path / "results"), "--video", str(recording)]
    assert main([*command, "--out", str(one), "--frame", "4", "--column", "heat", "--width", "single"]) == 0
    again = ["figure", str(one), *command[1:], "--out", str(two)]
    assert main(again) == 0
    assert two.read_bytes() == one.read_bytes()
    assert main([*again, "--width", "double", "--from", "1"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "the recipe says how the figure looks: leave out" in said
    assert "--width" in said
    assert "--from" in said
    assert main([*command, "--out", str(two), "--column", "hat"]) == 2
    assert main([*command, "--out", str(two), "--width", "12"]) == 2
    assert main(["figure", str(tmp_path / "results"), "--video", str(one), "--out", str(two)]) == 1


def test_the_command_takes_every_setting_of_the_view(
    tmp_path: Path, recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_analysis(tmp_path / "a.zarr", NUM_FRAMES, recording_sha256=hash_recording(recording)).close()
    command = ["figure", str(tmp_path / "a.zarr"), "--video", str(recording), "--out", str(tmp_path / "a.pdf")]
    stated = ["cells=native", "colormap=viridis", "opacity=0.25", "show_landmarks=True", "guided_style=magnitude"]
    assert main([*command, "--quantity", "unweighted", *(word for one in stated for word in ("--view", one))]) == 0
    assert read_recipe(tmp_path / "a.pdf").view == ViewSettings(
        quantity="unweighted",
        cells="native",
        colormap="viridis",
        opacity=0.25,
        show_landmarks=True,
        guided_style="magnitude",
    )
    for wrong, words in (
        ("colours=grey", "--view: no colours; there are cells,"),
        ("quantity=signed", "--view: no quantity"),
        ("opacity=much", "--view opacity: Input should be a valid number"),
        ("opacity=7", "--view: Value error, opacity must lie in 0–1, got 7.0"),
        ("cells=round", "--view cells: Input should be 'interpolated' or 'native'"),
    ):
        assert main([*command, "--view", wrong]) == 2
        assert words in " ".join(capsys.readouterr().err.split())


def test_a_filmstrip_has_the_frames_beside_each_other(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        look = {"layout": "filmstrip", "columns": ("overlay", "heat"), "dots_per_inch": 100}
        write_figure(store, source, tmp_path / "strip.svg", [4, 12, 20], **look)
        svg = (tmp_path / "strip.svg").read_text(encoding="utf-8")
        shown = [render_frame(store, source.read(frame), ViewSettings()) for frame in (4, 12, 20)]
        pictures = pictures_in(svg)
        assert len(pictures) == 6
        for r, display in enumerate(shown):
            assert display.face is not None
            assert display.heat is not None
            for picture, expected in zip(pictures[2 * r : 2 * r + 2], (display.face, display.heat), strict=True):
                assert picture.mean(axis=(0, 1)) == pytest.approx(expected.mean(axis=(0, 1)), abs=2)
        places = re.findall(r'height="448" transform="matrix\(\S+ \S+ \S+ \S+ (\S+) (\S+)\)"', svg)
        assert len({x for x, _ in places}) == 3, "three frames beside each other"
        assert len({y for _, y in places}) == 2, "two rows"
        with pytest.raises(ExportError, match="one colour scale"):
            write_figure(store, source, tmp_path / "x.svg", [4], ViewSettings(scale_mode="frame"), layout="filmstrip")
        with pytest.raises(ExportError, match="frames do not fit"):
            write_figure(store, source, tmp_path / "x.svg", list(range(20)), layout="filmstrip", width_mm=90)
    assert not (tmp_path / "x.svg").exists()


def test_contours_lie_where_the_heat_is_half_of_the_scale(tmp_path: Path) -> None:
    with (
        make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store,
        open_recording(write_video(tmp_path / "v.mp4", NUM_FRAMES, size=(120, 90))) as source,
    ):
        display = render_frame(store, source.read(4), ViewSettings())
    assert display.limits is not None
    assert display.heat_values is not None
    size = display.heat_values.shape[0]
    ramp = np.tile(np.linspace(0, display.limits.high, size, dtype=np.float32), (size, 1))
    page = Page(2, 2)
    axes = page.axes(0, 0, 2, 2)
    draw_contours(axes, replace(display, heat_values=ramp))
    lines = [line for collection in axes.collections for line in collection.get_paths()]
    assert len(lines) == 4, "black below white, at two levels"
    where = sorted({round(float(line.vertices[:, 0].mean())) for line in lines})
    assert where == [round(0.5 * (PICTURE_PX - 1)), round(0.8 * (PICTURE_PX - 1))]
    page = Page(2, 2)
    axes = page.axes(0, 0, 2, 2)
    draw_contours(axes, replace(display, heat_values=-ramp))
    styles = {collection.get_linestyles()[0][1] is not None for collection in axes.collections}
    assert styles == {True}, "what lowers the score is dashed"


def test_tiff_carries_its_resolution_and_the_recipe_with_font_and_contours(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        look = {"contours": True, "timeline": False, "font": "DejaVu Sans", "dots_per_inch": 120, "width_mm": 140}
        recipe = write_figure(store, source, tmp_path / "one.tif", [4], **look)
        assert read_recipe(tmp_path / "one.tif") == recipe
        write_from_recipe(store, source, tmp_path / "two.tif", read_recipe(tmp_path / "one.tif"))
        with pytest.raises(ExportError, match="font 'No Such Font' is not installed"):
            write_figure(store, source, tmp_path / "three.tif", [4], font="No Such Font")
    assert (tmp_path / "one.tif").read_bytes() == (tmp_path / "two.tif").read_bytes()
    assert not (tmp_path / "three.tif").exists()
    with Image.open(tmp_path / "one.tif") as image:
        assert image.info["dpi"] == pytest.approx((120, 120))
        assert image.width == pytest.approx(140 / 25.4 * 120, abs=1)
        without = image.height
    with make_analysis(tmp_path / "b.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        write_figure(store, source, tmp_path / "four.tif", [4], **(look | {"timeline": True}))
    with Image.open(tmp_path / "four.tif") as image:
        assert image.height > without + 100


def overlapping(drawn: Figure) -> list[tuple[str, str]]:
    """Pairs of texts on the page that lie over each other, by the renderer's own measure."""
    renderer = drawn.canvas.get_renderer()  # type: ignore[attr-defined]
    places = [(text.get_text(), text.get_window_extent(renderer)) for text in drawn.texts if text.get_text()]
    return [(a, b) for (a, one), (b, other) in itertools.combinations(places, 2) if one.overlaps(other)]


@pytest.mark.parametrize("kind", ["rows", "filmstrip", "checkpoints"])
def test_words_of_a_narrow_figure_do_not_overlap(tmp_path: Path, recording: Path, kind: str) -> None:
    with (
        make_analysis(tmp_path / "a.zarr", NUM_FRAMES, 1, {0: 0.36, 1: 0.38}) as store,
        by_another(tmp_path / "b.zarr") as other,
        open_recording(recording) as source,
        mpl.rc_context(STYLE),
    ):
        others = [other] if kind == "checkpoints" else []
        columns = ("overlay", "heat") if kind == "rows" else ("overlay", "guided")
        fields: dict[str, Any] = {"frames": (4, 19), "truth": 33.0, "width_mm": 90, "columns": columns}
        fields |= {"kind": "checkpoints", "others": (analysis_key(other.manifest),)} if others else {}
        fields |= {"layout": kind} if not others else {}
        drawn = figure._figure([store, *others], source, recipe_of(store, **fields))
        assert "(moderate)" in " ".join(text.get_text() for text in drawn.texts)
        assert overlapping(drawn) == []


def test_a_guided_frame_is_named_only_where_its_map_is_shown(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES, 2) as store, open_recording(recording) as source:
        assert render_frame(store, source.read(5), ViewSettings()).guided_frame_index in (4, 6)
        for columns, is_named in ((("heat", "guided"), True), (("heat",), False)):
            write_figure(store, source, tmp_path / "a.svg", [5], columns=columns)
            svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
            assert ("guided: frame" in svg) is is_named


def test_contours_are_explained_and_the_raster_says_what_it_shows(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:

        def words(**look: Any) -> str:
            write_figure(store, source, tmp_path / "a.svg", [4], **look)
            return " ".join("".join(ElementTree.parse(tmp_path / "a.svg").getroot().itertext()).split())

        assert "half of the scale's end (thin) and four fifths (thick)." in words(contours=True)
        signed = words(contours=True, settings=ViewSettings(quantity="signed"))
        assert "dashed: the same below 0." in signed
        assert "Contours" not in words()
        assert "lower edge" not in words(timeline=False)
        assert "Heat: Grad-CAM++ × score." in words(kind="region_raster", measure="share")
        points = words(kind="region_raster", measure="points")
        assert "Signed evidence: points for each time slot." in points
        assert "Heat:" not in points


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_pictures_have_no_alpha_channel(tmp_path: Path, recording: Path, suffix: str) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        write_figure(store, source, tmp_path / f"a{suffix}", [4], dots_per_inch=60)
    with Image.open(tmp_path / f"a{suffix}") as image:
        assert image.mode == "RGB"
        assert image.getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("look", "count"),
    [({}, 4), ({"layout": "filmstrip", "width_mm": 90}, 2), ({"kind": "checkpoints", "width_mm": 90}, 2)],
)
def test_as_many_frames_are_chosen_as_fit(tmp_path: Path, recording: Path, look: dict[str, Any], count: int) -> None:
    with (
        make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store,
        by_another(tmp_path / "b.zarr") as other,
        open_recording(recording) as source,
    ):
        others = [other] if "kind" in look else []
        assert len(write_figure(store, source, tmp_path / "a.pdf", others=others, **look).frames) == count


def test_slots_without_a_number_are_hatched_not_drawn_as_zero(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 60) as store:
        (first, record), *_ = sorted(store.records.items())
        store.records[first] = replace(record, slot_points=(), slot_heat=())
        recipe = recipe_of(store, kind="timeline")
        _, evidence, heat = axes_of(store, None, recipe)  # type: ignore[arg-type]
        start, stop = (float(store.pts_seconds[i]) for i in (store.plan.span(first)[0], store.plan.span(first)[1] - 1))
        for axes in (evidence, heat):
            hatched = [patch for patch in axes.patches if patch.get_hatch()]
            bars = [patch for patch in axes.patches if not patch.get_hatch()]
            assert len(hatched) == len(record.slot_points)
            assert len(bars) == sum(len(one.slot_points) for i, one in store.records.items() if i != first)
            assert hatched[0].get_extents().height > 0
            places = [patch.get_x() for patch in hatched]  # type: ignore[attr-defined]
            assert min(places) == pytest.approx(start)
            assert max(places) < stop
        assert "Hatched: no number is stored." in " ".join(figure._footer_lines([store], recipe, 7))
        store.records[first] = record
        assert "Hatched" not in " ".join(figure._footer_lines([store], recipe, 7))


def by_another(path: Path, recording_sha256: str | None = None) -> AnalysisStore:
    """The same recording by another checkpoint."""
    make_analysis(path, NUM_FRAMES, raw_outputs={0: 0.9, 1: 0.5}, recording_sha256=recording_sha256).close()
    manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    manifest["checkpoint"] |= {"identity": 32 * "b", "sha256": 64 * "b", "name": "second network"}
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return AnalysisStore.open(path)


def axes_of(store: AnalysisStore, source: FrameSource, recipe: FigureRecipe, *others: AnalysisStore) -> list[Axes]:
    with mpl.rc_context(STYLE):
        return figure._figure([store, *others], source, recipe).axes


def recipe_of(store: AnalysisStore, **fields: Any) -> FigureRecipe:
    return FigureRecipe(recording_sha256=64 * "0", analysis_key=analysis_key(store.manifest), **fields)


@pytest.mark.parametrize("suffix", [".pdf", ".svg", ".png"])
@pytest.mark.parametrize("kind", ["timeline", "region_raster", "checkpoints"])
def test_every_kind_is_made_again_from_itself_byte_for_byte(
    tmp_path: Path, recording: Path, suffix: str, kind: Any
) -> None:
    first, again = tmp_path / f"first{suffix}", tmp_path / f"again{suffix}"
    look = {"kind": kind, "width_mm": 120, "dots_per_inch": 80, "truth": 21.0, "measure": "points"}
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        others = [by_another(tmp_path / "b.zarr")] if kind == "checkpoints" else []
        made = write_figure(store, source, first, others=others, settings=ViewSettings(quantity="signed"), **look)
        write_from_recipe(store, source, again, read_recipe(first), others)
    assert first.read_bytes() == again.read_bytes()
    assert read_recipe(first) == made
    assert (made.kind, made.truth) == (kind, 21.0)
    if suffix == ".pdf":
        page = PdfReader(first).pages[0]
        assert float(page.mediabox.width) / 72 * 25.4 == pytest.approx(120, abs=0.2)
        fonts = page["/Resources"]["/Font"].get_object()  # type: ignore[index]
        assert {font.get_object()["/Subtype"] for font in fonts.values()} <= {"/Type0", "/Type3", "/TrueType"}
        assert "known BDI-II 21" in page.extract_text()
    if suffix == ".svg":
        assert "known BDI-II 21" in "".join(ElementTree.parse(first).getroot().itertext())
    if suffix == ".png":
        with Image.open(first) as image:
            assert image.width == pytest.approx(120 / 25.4 * 80, abs=1)


def test_the_timeline_has_the_stored_numbers(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 60, pts_seconds=np.arange(60) / 25) as store:
        recipe = recipe_of(store, kind="timeline", seconds=(0.2, 1.5), truth=30.0)
        scores, evidence, heat = axes_of(store, None, recipe)  # type: ignore[arg-type]
        records = [store.records[i] for i in sorted(store.records)]
        assert all(axes.get_xlim() == pytest.approx((0.2, 1.5)) for axes in (scores, evidence, heat))
        drawn = sorted({float(line.get_ydata()[0]) for line in scores.lines})  # type: ignore[index]
        assert drawn == pytest.approx(sorted({record.score for record in records} | {30.0}))  # type: ignore[type-var]
        points = [value for record in records for value in record.slot_points]
        assert [bar.get_height() for bar in evidence.patches] == pytest.approx(points)
        weighted = [value * (record.score or 0) for record in records for value in record.slot_heat]
        assert [bar.get_height() for bar in heat.patches] == pytest.approx(weighted)
        starts = [bar.get_x() for bar in evidence.patches]
        first = [float(store.pts_seconds[store.plan.span(i)[0]]) for i in sorted(store.records)]
        assert starts[:: len(records[0].slot_points)] == pytest.approx(first)


def test_the_raster_has_the_numbers_of_the_regions(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        view = ViewSettings(colormap="viridis")
        raster, bar = axes_of(store, source, recipe_of(store, kind="region_raster", measure="share", view=view))
        found = RegionReader(store, "weighted").frames(0, NUM_FRAMES, store.plan.sample_interval)
        expected = found.sums.of("share")[list(DOWN_THE_FACE)]
        (mesh,) = raster.collections
        colours = mesh.get_array().reshape(*expected.shape, 3)  # type: ignore[union-attr]
        high = np.nanmax(expected[:-1])
        assert bar.get_ylim() == pytest.approx((0, high))
        table = colour_table("viridis") / 255
        drawn = table[(255 * np.clip(np.nan_to_num(expected) / high, 0, 1) + 0.5).astype(int)]
        np.testing.assert_allclose(colours, np.where(np.isfinite(expected)[..., None], drawn, 0.93), atol=1e-6)
        assert [label.get_text() for label in raster.get_yticklabels()] == [one.label for one in DOWN_THE_FACE]
        limits = ViewSettings(scale_mode="manual", manual_limits=(0.0, 0.5))
        _, bar = axes_of(store, source, recipe_of(store, kind="region_raster", view=limits))
        assert bar.get_ylim() == pytest.approx((0, 0.5))


def test_checkpoints_share_a_scale_or_have_their_own(tmp_path: Path, recording: Path) -> None:
    with (
        make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store,
        by_another(tmp_path / "b.zarr") as other,
        open_recording(recording) as source,
    ):
        fields: dict[str, Any] = {"kind": "checkpoints", "others": (analysis_key(other.manifest),), "frames": (4, 20)}
        view = ViewSettings(quantity="signed")
        largest = [max(record.signed_absmax for record in one.records.values()) for one in (store, other)]
        shared = axes_of(store, source, recipe_of(store, view=view, **fields), other)
        bars = [axes for axes in shared if axes.axison]
        assert [axes.get_xlim() for axes in bars] == [pytest.approx((-max(largest), max(largest)))]
        assert len(shared) == 5
        own = axes_of(store, source, recipe_of(store, view=view, scale="own", **fields), other)
        bars = [axes for axes in own if axes.axison]
        assert [axes.get_xlim()[1] for axes in bars] == pytest.approx(largest)


def test_what_checkpoints_need_is_said(tmp_path: Path, recording: Path) -> None:
    with (
        make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store,
        by_another(tmp_path / "b.zarr") as other,
        open_recording(recording) as source,
    ):
        target = tmp_path / "figure.pdf"
        with pytest.raises(ExportError, match="second checkpoint's analysis"):
            write_figure(store, source, target, kind="checkpoints")
        made = write_figure(store, source, target, kind="checkpoints", others=[other])
        assert made.view.quantity == "signed"  # what has a common unit, whatever the window shows
        asked = write_figure(
            store, source, target, kind="checkpoints", others=[other], settings=ViewSettings(quantity="unweighted")
        )
        assert asked.view.quantity == "unweighted"
        with pytest.raises(ExportError, match="1 of them are not named"):
            write_from_recipe(store, source, tmp_path / "again.pdf", made)
    assert not (tmp_path / "again.pdf").exists()


@pytest.mark.parametrize("mode", ["blur", "pixelate", "landmarks", "drawn_face"])
def test_checkpoints_are_de_identified(tmp_path: Path, recording: Path, mode: Any) -> None:
    with (
        make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store,
        by_another(tmp_path / "b.zarr") as other,
        open_recording(recording) as source,
    ):
        look: dict[str, Any] = {"kind": "checkpoints", "others": [other], "settings": ViewSettings(opacity=0.0)}
        write_figure(store, source, tmp_path / "plain.svg", [4], **look)
        made = write_figure(store, source, tmp_path / "hidden.svg", [4], deidentify=mode, **look)
        shown = deidentified(store, source.read(4), mode)
        to_face = store.placement(4).frame_to_face
        assert to_face is not None
        expected = warp_face(shown.rgb, to_face, store.manifest.settings.alignment.size_px)
    plain, hidden = ((tmp_path / f"{name}.svg").read_text(encoding="utf-8") for name in ("plain", "hidden"))
    assert made.deidentify == mode
    for before, after in zip(pictures_in(plain), pictures_in(hidden), strict=True):
        assert not np.array_equal(before, after)
        assert after.mean(axis=(0, 1)) == pytest.approx(expected.mean(axis=(0, 1)), abs=1)
    assert "second network" in plain
    assert "second network" not in hidden
    assert "Checkpoint B" in hidden
    assert "De-identified" in hidden


def test_a_recipe_of_before_there_were_kinds_still_works(tmp_path: Path, recording: Path) -> None:
    old = {"version": 1, "recording_sha256": 64 * "0", "frames": [4, 20], "width_mm": 120, "timeline": False}
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        path = tmp_path / "old.json"
        path.write_text(json.dumps(old | {"analysis_key": analysis_key(store.manifest)}), encoding="utf-8")
        recipe = read_recipe(path)
        assert (recipe.kind, recipe.letters, recipe.truth) == ("frames", True, None)
        write_from_recipe(store, source, tmp_path / "figure.svg", recipe)
        made = write_figure(store, source, tmp_path / "new.svg", [4, 20], width_mm=120, timeline=False)
    assert made.frames == recipe.frames
    assert len(pictures_in((tmp_path / "figure.svg").read_text(encoding="utf-8"))) == 8


def test_the_command_makes_every_kind(tmp_path: Path, recording: Path) -> None:
    sha256 = hash_recording(recording)
    make_analysis(tmp_path / "a.zarr", NUM_FRAMES, recording_sha256=sha256).close()
    by_another(tmp_path / "b.zarr", sha256).close()
    both = [str(tmp_path / "a.zarr"), str(tmp_path / "b.zarr")]
    video = ["--video", str(recording)]
    ways: dict[str, list[str]] = {
        "timeline": [both[0], "--from", "0.1", "--to", "0.9", "--truth", "12"],
        "region_raster": [both[0], "--measure", "points", "--limits", "-2", "2", "--no-letters"],
        "checkpoints": [*both, "--quantity", "signed", "--scale", "own", "--deidentify", "blur"],
    }
    for kind, words in ways.items():
        out = tmp_path / f"{kind}.pdf"
        assert main(["figure", *words, "--kind", kind, "--out", str(out), *video]) == 0
        # The analyses may be named in any order.
        named = both[::-1] if kind == "checkpoints" else both[:1]
        again = tmp_path / f"{kind} again.pdf"
        assert main(["figure", str(out), *named, "--out", str(again), *video]) == 0
        assert again.read_bytes() == out.read_bytes()
    assert read_recipe(tmp_path / "timeline.pdf").seconds == (0.1, 0.9)
    assert read_recipe(tmp_path / "region_raster.pdf").view.manual_limits == (-2, 2)
    assert main(["figure", *both, "--kind", "timeline", "--out", str(tmp_path / "x.pdf"), *video]) == 2
    assert main(["figure", both[0], "--from", "2", "--to", "1", "--out", str(tmp_path / "x.pdf"), *video]) == 2
    assert not (tmp_path / "x.pdf").exists()
