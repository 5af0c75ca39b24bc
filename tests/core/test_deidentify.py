"""De-identified pictures: dlib's face recognition does not match the person, and no names are to be seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from stadrn_core.alignment import apply, face_transform, invert
from stadrn_core.checkpoint import init_checkpoint
from stadrn_core.cli import main
from stadrn_core.errors import ExportError
from stadrn_core.export import sheet as sheet_module
from stadrn_core.export.deidentify import (
    HEAD_CELLS,
    HEAD_HALF_WIDTH,
    PICTURE_CELLS,
    deidentified,
    draws_face,
    render_deidentified,
)
from stadrn_core.export.figure import write_figure, write_from_recipe
from stadrn_core.export.recipe import read_recipe
from stadrn_core.export.sheet import Sheet
from stadrn_core.export.task import ExportTask, export
from stadrn_core.export.video import write_overlay_video
from stadrn_core.faces import SAME_PERSON, DetectedFace, FaceModels
from stadrn_core.model import ModelConfig
from stadrn_core.render import ViewSettings, render_frame
from stadrn_core.store import AnalysisStore
from stadrn_core.types import AlignmentConfig, Deidentify, FaceState, FaceTrack, Frame
from stadrn_core.video import hash_recording, open_recording
from tests.analyses import SIZE_PX, make_analysis
from tests.recordings import write_video

NUM_FRAMES = 30
MODES: tuple[Deidentify, ...] = ("blur", "pixelate", "landmarks", "drawn_face")
WHOLE_GONE: tuple[Deidentify, ...] = ("landmarks", "drawn_face")
NAMES = ("visit 1", "fusion.safetensors", "Guided")


@dataclass
class Person:
    """The synthetic person of the demo clip, and what the recogniser knows of them."""

    models: FaceModels
    frame: Frame
    later: Frame
    face: DetectedFace
    descriptor: np.ndarray

    def distances(self, rgb: np.ndarray) -> list[float]:
        """Between the person and a picture: at the place of the face, and wherever a face is found."""
        faces = [self.face, *self.models.find_faces(rgb)]
        return [float(np.linalg.norm(self.models.describe(rgb, face) - self.descriptor)) for face in faces]


@pytest.fixture(scope="module")
def person(demo_video: Path) -> Person:
    models = FaceModels()
    with open_recording(demo_video) as source:
        frame, later = source.read(0), source.read(60)
    face = models.find_faces(frame.rgb)[0]
    return Person(models, replace(frame, index=4), later, face, models.describe(frame.rgb, face))


def with_faces(path: Path, landmarks: Mapping[int, np.ndarray | None], **options: Any) -> AnalysisStore:
    """An analysis with the given landmarks on its sampled frames; the nearest of the given ones elsewhere."""
    store = make_analysis(path, NUM_FRAMES, **options)
    frames = store.plan.frame_indices
    store.close()
    given = np.array(list(landmarks))
    chosen = [landmarks[int(given[np.abs(given - frame).argmin()])] for frame in frames]
    config = AlignmentConfig(size_px=SIZE_PX)
    track = FaceTrack(
        frames,
        np.array([FaceState.NONE if one is None else FaceState.FOUND for one in chosen], np.uint8),
        np.array([np.full((68, 2), np.nan) if one is None else one for one in chosen], np.float32),
        np.array([np.full((2, 3), np.nan) if one is None else face_transform(one, config) for one in chosen]),
    )
    with AnalysisStore.open(path, writable=True) as writable:
        writable.write_faces(0, track)
    return AnalysisStore.open(path)


def test_the_recogniser_knows_the_person(person: Person) -> None:
    later = person.models.find_faces(person.later.rgb)[0]
    assert np.linalg.norm(person.models.describe(person.later.rgb, later) - person.descriptor) < SAME_PERSON
    assert max(person.distances(person.frame.rgb)) < 0.01


@pytest.mark.parametrize("mode", MODES)
def test_the_recogniser_does_not_know_the_person_any_more(tmp_path: Path, person: Person, mode: Deidentify) -> None:
    with with_faces(tmp_path / "a.zarr", {0: person.face.landmarks}) as store:
        shown, display = render_deidentified(store, person.frame, ViewSettings(opacity=0.2), mode)
    assert min(person.distances(shown.rgb)) > SAME_PERSON
    assert min(person.distances(display.original)) > SAME_PERSON
    assert display.face is not None
    assert display.guided is display.guided_values is None
    again = display.face.repeat(4, axis=0).repeat(4, axis=1)
    found = person.models.find_faces(again)
    assert [
        f for f in found if np.linalg.norm(person.models.describe(again, f) - person.descriptor) < SAME_PERSON
    ] == []


@pytest.mark.parametrize("mode", MODES)
def test_what_is_left_of_the_recording(tmp_path: Path, person: Person, mode: Deidentify) -> None:
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, person.frame.rgb.shape, dtype=np.uint8)
    height, width = noise.shape[:2]
    small = (person.face.landmarks - (width / 2, height / 2)) / 3 + (width / 2, height / 2)
    with with_faces(tmp_path / "a.zarr", {0: small}) as store:
        to_face = store.placement(4).frame_to_face
        shown = deidentified(store, replace(person.frame, rgb=noise), mode).rgb
        other = deidentified(store, replace(person.frame, rgb=255 - noise), mode).rgb
    assert to_face is not None
    if mode in WHOLE_GONE:
        assert (shown == other).all()
        return
    x, y = np.rint(apply(invert(to_face), np.array([[0, 0], [SIZE_PX - 1, SIZE_PX - 1]]))).astype(int).T
    aligned = shown[y[0] : y[1] + 1, x[0] : x[1] + 1].astype(float)
    # Averages over many pixels of noise are nearly even, nothing of the noise itself is left in the aligned square.
    assert aligned.std() < noise.std() / 5
    if mode == "pixelate":
        assert len(np.unique(aligned.reshape(-1, 3), axis=0)) <= HEAD_CELLS**2
    assert (shown[0] == noise[0]).all()
    assert (shown[-1] == noise[-1]).all()


@pytest.mark.parametrize("mode", ["blur", "pixelate"])
def test_without_a_face_the_whole_picture_goes(tmp_path: Path, person: Person, mode: Deidentify) -> None:
    with with_faces(tmp_path / "a.zarr", {0: None, 12: person.face.landmarks}) as store:
        assert not store.placement(4).has_face
        shown = deidentified(store, person.frame, mode).rgb
    assert min(person.distances(shown)) > SAME_PERSON
    height, width = shown.shape[:2]
    if mode == "pixelate":
        cells = round(PICTURE_CELLS * max(height, width) / min(height, width))
        assert len(np.unique(shown.reshape(-1, 3), axis=0)) <= cells * PICTURE_CELLS
        # The mean of the cell, taken from the recording itself.
        side = max(height, width) // cells
        y, x = height // 2, width // 2
        mean = person.frame.rgb[y : y + side, x : x + side].mean(axis=(0, 1))
        assert shown[y + side // 2, x + side // 2] == pytest.approx(mean, abs=3)


def test_between_sampled_frames_both_places_go(tmp_path: Path, person: Person) -> None:
    rgb = np.zeros_like(person.frame.rgb)
    height, width = rgb.shape[:2]
    rgb[::2, ::2] = 255
    small = (person.face.landmarks - (width / 2, height / 2)) / 6
    left, right = (small + np.array([width * share, height / 2]) for share in (0.3, 0.7))
    frame = replace(person.frame, index=5, rgb=rgb)
    with with_faces(tmp_path / "a.zarr", {0: left, 4: left, 6: right}, interval=2) as store:
        shown = deidentified(store, frame, "blur").rgb
    for place in (left, right, (left + right) / 2):
        x, y = np.rint(place.mean(axis=0)).astype(int)
        assert np.ptp(shown[y - 8 : y + 8, x - 8 : x + 8]) < 60
    assert (shown[:, 0] == rgb[:, 0]).all()
    # A second from one sampled frame to the next: the face may have been anywhere.
    with with_faces(tmp_path / "b.zarr", {0: left}, interval=28) as store:
        assert np.ptp(deidentified(store, frame, "blur").rgb) < 60


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording with sound, and a title that names somebody."""
    folder = tmp_path_factory.mktemp("deidentify")
    silent, path = write_video(folder / "silent.mp4", NUM_FRAMES, size=(120, 90)), folder / "visit 1.mp4"
    with av.open(str(silent)) as source, av.open(str(path), "w") as target:
        target.metadata["title"] = "Jane Doe"
        video = target.add_stream_from_template(source.streams.video[0])
        sound: Any = target.add_stream("aac", rate=8000)
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = video
                target.mux(packet)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        silence.sample_rate = 8000
        for packet in [*sound.encode(silence), *sound.encode(None)]:
            target.mux(packet)
    return path


def test_a_figure_says_so_and_names_nobody(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        recipe = write_figure(store, source, tmp_path / "a.svg", [4], deidentify="blur")
        svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
        assert "head blurred, guided maps and names left out" in svg
        assert [name for name in NAMES if name in svg] == []
        assert read_recipe(tmp_path / "a.svg") == recipe
        assert recipe.deidentify == "blur"
        write_from_recipe(store, source, tmp_path / "b.svg", recipe)
        assert (tmp_path / "b.svg").read_bytes() == (tmp_path / "a.svg").read_bytes()
        write_figure(store, source, tmp_path / "c.svg", [4])
        plain = (tmp_path / "c.svg").read_text(encoding="utf-8")
        assert "fusion.safetensors" in plain
        assert "Guided" in plain
        with pytest.raises(ExportError, match="carries no name"):
            write_figure(store, source, tmp_path / "d.svg", [4], deidentify="blur", show_name=True)
        with pytest.raises(ExportError, match="they show the face"):
            write_figure(store, source, tmp_path / "d.svg", [4], deidentify="blur", columns=("guided",))
    assert not (tmp_path / "d.svg").exists()


def test_a_recipe_of_an_earlier_version_shows_the_face_as_it_is(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        recipe = write_figure(store, source, tmp_path / "a.svg", [4])
    text = recipe.text().replace(', "deidentify": "none"', "")
    assert text != recipe.text()
    (tmp_path / "old.json").write_text(text, encoding="utf-8")
    assert read_recipe(tmp_path / "old.json") == recipe


def test_a_sheet_says_so_and_names_nobody(tmp_path: Path, recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words: list[str] = []
    draw = sheet_module.draw_text

    def noted(canvas: Any, text: str, *rest: Any, **options: Any) -> int:
        words.append(text)
        return draw(canvas, text, *rest, **options)

    monkeypatch.setattr(sheet_module, "draw_text", noted)
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        settings, frame = ViewSettings(), source.read(4)
        cases: tuple[tuple[Deidentify, bool], ...] = (("none", False), ("pixelate", True))
        for mode, is_said in cases:
            words.clear()
            sheet = Sheet.fitting(store.manifest, settings, 2, True, 120, mode)
            sheet.draw(*render_deidentified(store, frame, settings, mode))
            text = " ".join(words)
            assert ("head pixelated" in text) is is_said
            assert any(name in text for name in NAMES) is not is_said


def test_an_overlay_video_carries_neither_sound_nor_metadata(tmp_path: Path, recording: Path) -> None:
    with av.open(str(recording)) as container:
        assert container.metadata["title"] == "Jane Doe"
        assert sorted(stream.type for stream in container.streams) == ["audio", "video"]
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        for suffix in (".mp4", ".mov", ".mkv"):
            target = tmp_path / f"overlay{suffix}"
            list(write_overlay_video(store, source, target, ViewSettings(), panel_height_px=90, deidentify="blur"))
            with av.open(str(target)) as container:
                allowed = {"major_brand", "minor_version", "compatible_brands", "encoder", "description"}
                assert {name.lower() for name in container.metadata} <= allowed
                metadata = {name.lower(): text for name, text in container.metadata.items()}
                record = json.loads(metadata["description"])
                assert (record["deidentify"], record["sound"]) == ("blur", "left out")
                (stream,) = container.streams
                assert stream.type == "video"
                about = {name.lower() for name in stream.metadata}
                assert about <= {"language", "handler_name", "vendor_id", "encoder", "duration"}
                shown = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
            assert len(shown) == NUM_FRAMES
            content = target.read_bytes()
            assert [
                name for name in (b"Jane Doe", b"visit 1", b"fusion", bytes(recording.parent)) if name in content
            ] == []


def test_landmarks_that_are_not_known_cannot_be_drawn(tmp_path: Path, recording: Path) -> None:
    path = tmp_path / "a.zarr"
    make_analysis(path, NUM_FRAMES).close()
    with AnalysisStore.open(path, writable=True) as store:
        track = store.face_track(0, len(store.plan.frame_indices))
        store.write_faces(0, replace(track, landmarks=np.full_like(track.landmarks, np.nan)))
    target = tmp_path / "overlay.mp4"
    with AnalysisStore.open(path) as store, open_recording(recording) as source:
        with pytest.raises(ExportError, match=r"landmarks are not known.*Choose blur"):
            list(write_overlay_video(store, source, target, ViewSettings(), panel_height_px=90, deidentify="landmarks"))
        _, display = render_deidentified(store, source.read(4), ViewSettings(), "drawn_face")
        assert display.face is not None
        plain = render_frame(store, source.read(4), ViewSettings())
        assert plain.face is not None
        assert np.abs(display.face.astype(int) - plain.face).mean() > 10
    assert list(tmp_path.glob("*overlay*")) == []


def test_the_command_de_identifies(tmp_path: Path, recording: Path) -> None:
    folder, sha256 = tmp_path / "analysis.zarr", hash_recording(recording)
    make_analysis(folder, NUM_FRAMES, recording_sha256=sha256).close()
    command = ["figure", str(tmp_path), "--video", str(recording), "--out", str(tmp_path / "a.svg")]
    assert main([*command, "--deidentify", "drawn_face"]) == 0
    assert read_recipe(tmp_path / "a.svg").deidentify == "drawn_face"
    assert main([*command, "--deidentify", "mask"]) == 2


def test_maps_finer_than_the_blurred_head_are_refused(tmp_path: Path, recording: Path) -> None:
    alignment = AlignmentConfig()
    unit = alignment.eyes_to_mouth * alignment.size_px
    blurred_px = 2 * HEAD_HALF_WIDTH * unit / HEAD_CELLS
    assert not draws_face(7, alignment), "the last stage of the published network"
    assert alignment.size_px / 8 < blurred_px < alignment.size_px / 6
    assert draws_face(8, alignment)
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        settings = replace(store.manifest.settings, target_layer="layer_3")
        store.manifest = replace(store.manifest, map_shape=(store.manifest.map_shape[0], 14, 14), settings=settings)
        words = "Maps at layer_3 have 14×14 cells for a face, fine enough to draw its features"
        task = ExportTask("picture", tmp_path / "a", deidentify="drawn_face")
        for what, ending in (
            ("picture", ".png"),
            ("video", ".mp4"),
            ("frames", ""),
            ("figure", ".pdf"),
            ("report", ".pdf"),
            ("maps", ".npz"),
            ("maps", ".zarr"),
        ):
            with pytest.raises(ExportError, match=words):
                list(export(store, source, replace(task, what=what, target=tmp_path / f"out{ending}")))  # type: ignore[arg-type]
        write_figure(store, source, tmp_path / "timeline.svg", kind="timeline", deidentify="blur")
    assert not list(tmp_path.glob("out*"))


def test_such_an_analysis_is_not_begun(tmp_path: Path, demo_video: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sizes = ModelConfig(features=2, stem_width=8, layers=(1, 1, 1, 1), clip_length=8, frame_size=64)
    checkpoint = init_checkpoint(tmp_path / "tiny.safetensors", sizes)
    command = ["explain", str(demo_video), "--checkpoint", str(checkpoint), "--out", str(tmp_path / "out")]
    assert main([*command, "--target-layer", "layer_1", "--deidentify", "blur"]) == 1
    assert "Maps at layer_1 have 16×16 cells" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "out").exists()
