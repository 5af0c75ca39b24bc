"""``stadrn methods`` from end to end, with a very small network on the short synthetic face clip."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from stadrn_core.analyze import Analysis, settings_for
from stadrn_core.checkpoint import LoadedCheckpoint, init_checkpoint, load_checkpoint
from stadrn_core.cli import main
from stadrn_core.clips import make_plan
from stadrn_core.comparators import ResNetConfig
from stadrn_core.errors import ExportError
from stadrn_core.explain import methods as table
from stadrn_core.explain import run
from stadrn_core.explain.attention import attention_of
from stadrn_core.explain.run import MethodMap
from stadrn_core.explain.task import MethodOptions
from stadrn_core.export import method_figure
from stadrn_core.export.attention_figure import write_attention_figure
from stadrn_core.export.deidentify import STATEMENTS
from stadrn_core.export.method_figure import write_method_figure
from stadrn_core.export.methods import ClipExplained, deidentified_clip, write_method_maps
from stadrn_core.model import STAGES, ModelConfig
from stadrn_core.one_clip import OneClip, clip_at, plan_of, read_clip, stored_clip
from stadrn_core.types import Deidentify
from stadrn_core.video import open_recording
from tests.recordings import write_video

TINY = ModelConfig(features=2, stem_width=8, layers=(1, 1, 1, 1), clip_length=8, frame_size=64)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return init_checkpoint(tmp_path_factory.mktemp("checkpoint") / "tiny.safetensors", TINY)


def methods(video: Path, checkpoint: Path, out: Path, *options: str) -> int:
    return main(["methods", str(video), "--checkpoint", str(checkpoint), "--out", str(out), *options])


def clip_of(video: Path, loaded: LoadedCheckpoint, clip_index: int) -> OneClip:
    source = open_recording(video)
    settings = settings_for(loaded)
    work = read_clip(source, source.index, settings, plan_of(source, settings, 8), clip_index)
    while True:
        try:
            next(work)
        except StopIteration as end:
            source.close()
            clip: OneClip = end.value
            return clip


def test_all_methods_of_a_clip_are_written_with_what_they_are(
    demo_video: Path, checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "results"
    options = ("--at", "3", "--method", "all", "--budget", "2", "--baseline-clip", "1")
    assert methods(demo_video, checkpoint, out, *options) == 0
    told = capsys.readouterr().err
    for words in ("untrained", "Cost of 16 methods: at most 31 forward and 8 backward passes", "Score-CAM: 3 forward"):
        assert words in told
    assert "Research use, not a diagnosis" in told
    facts = json.loads((out / "manifest.json").read_text())
    with np.load(out / "maps.npz") as stored:
        arrays = {name: stored[name] for name in stored.files}
    assert list(facts["maps"]) == list(table.METHODS)
    assert facts["sha256"] == {n: hashlib.sha256(a.tobytes()).hexdigest() for n, a in arrays.items()}
    assert facts["recording"]["sha256"] == hashlib.sha256(demo_video.read_bytes()).hexdigest()
    assert arrays["pts_seconds"][0] <= 3.0
    assert arrays["pts_seconds"][-1] >= 3.0
    for name, one in facts["maps"].items():
        layer = "layer_2" if name in ("integrated_contrast", "gradient_contrast") else "layer_4"
        cells = TINY.map_shape(layer) if one["where"] == "cells" else (8, 64, 64)
        assert arrays[name].shape == tuple(one["shape"]) == cells, name
        assert one["caution"]
    points = arrays["signed_points"].sum(dtype=np.float64) + facts["maps"]["signed_points"]["facts"]["bias_points"]
    assert points == pytest.approx(63 * facts["clip"]["raw_output"], abs=1e-5)
    taken_off = arrays["signed_points"] - arrays["contrast"]
    assert np.allclose(taken_off, taken_off[0], atol=1e-6), "the baseline is the same in every slot"
    assert facts["maps"]["integrated_contrast"]["facts"]["baseline"] == "mean of clip 1"
    loaded = load_checkpoint(checkpoint, "cpu")
    clip = clip_of(demo_video, loaded, facts["clip"]["clip_index"])
    vectors = attention_of(loaded.model, clip.tensor)
    for module in vectors:
        assert module.temporal is not None
        assert np.array_equal(arrays[f"attention/{module.name}/temporal"], module.temporal)
    with (out / "attention_curves.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    last = rows[-1]
    assert last["module"] == "layer_4.1.conv2"
    deviation = vectors[-1].temporal_deviation
    assert deviation is not None
    assert float(last["deviation"]) == pytest.approx(deviation[-1, -1].item(), rel=1e-5)
    for name in ("methods", "attention"):
        assert (out / f"{name}.pdf").read_bytes().startswith(b"%PDF")
        with Image.open(out / f"{name}.png") as picture:
            assert len(np.unique(np.asarray(picture.convert("RGB")).reshape(-1, 3)[::50], axis=0)) > 200, "colours"


def test_a_clip_has_the_faces_that_an_analysis_has(demo_video: Path, checkpoint: Path, tmp_path: Path) -> None:
    loaded = load_checkpoint(checkpoint, "cpu")
    analysis = Analysis(demo_video, loaded, settings_for(loaded), tmp_path / "store.zarr")
    for _ in analysis.run(priority=lambda: 100):
        if analysis.store is not None and analysis.store.records:
            break
    assert analysis.store is not None
    (record,) = analysis.store.records.values()
    clip = clip_of(demo_video, loaded, record.clip_index)
    found = list(run.explain_by_methods(loaded.model, clip.tensor, ["gradcampp"]))[-1]
    assert isinstance(found, MethodMap)
    assert found.raw_output == pytest.approx(record.raw_output, rel=1e-5)
    with closing(open_recording(demo_video)) as source:
        again = stored_clip(analysis.store, source, record.clip_index)
    assert np.array_equal(again.pictures, clip.pictures)
    assert again.landmarks is not None
    assert clip.landmarks is not None
    assert np.allclose(again.landmarks, clip.landmarks, atol=1e-3)
    track = analysis.store.face_track(0, len(clip.plan.frame_indices))
    positions = clip.plan.positions[record.clip_index]
    for i, position in enumerate(positions):
        matrix = track.frame_to_face[position]
        assert np.allclose(clip.landmarks[i], track.landmarks[position] @ matrix[:, :2].T + matrix[:, 2])


def test_ctrl_c_keeps_what_is_finished(
    demo_video: Path,
    checkpoint: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    real = run._explain

    def interrupted(*arguments: Any) -> Any:
        for event in real(*arguments):
            if getattr(event, "name", "") == "scorecam":
                raise KeyboardInterrupt
            yield event

    monkeypatch.setattr(run, "_explain", interrupted)
    out = tmp_path / "out"
    options = ("--method", "scorecam", "--method", "gradcam", "--budget", "2", "--clip", "2")
    assert methods(demo_video, checkpoint, out, *options) == 130
    assert "1 of 2 methods were finished" in capsys.readouterr().err
    assert list(json.loads((out / "manifest.json").read_text())["maps"]) == ["gradcam"]
    assert methods(demo_video, checkpoint, tmp_path / "none", "--method", "scorecam", "--budget", "2") == 130
    assert not (tmp_path / "none").exists()


def test_what_a_network_cannot_do_is_left_out_with_the_reason(
    demo_video: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = ResNetConfig(width=2, clip_length=8, frame_size=64)
    other = init_checkpoint(tmp_path / "resnet.safetensors", config)
    out = tmp_path / "out"
    assert methods(demo_video, other, out, "--method", "layercam", "--target-layer", "layer_2") == 0
    assert "a local estimate" in capsys.readouterr().err
    facts = json.loads((out / "manifest.json").read_text())
    assert facts["maps"]["layercam"]["target_layer"] == "layer_2"
    assert facts["maps"]["layercam"]["shape"] == list(config.map_shape("layer_2"))
    assert facts["attention"]["modules"] == []
    assert not (out / "attention.png").exists()


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["methods", "--list", "--budget", "10"]) == 0
    told = capsys.readouterr().out
    for name in table.METHODS:
        assert name in told
    assert "11 forward passes" in told
    assert "layer_4: 8×7×7 cells" in told


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--method", "cam"], "--method must be one of"),
        (["--method", "contrast"], "--baseline-clip"),
        (["--target-layer", "fc"], "target layer must be one of"),
        (["--at", "1", "--clip", "1"], "leave one out"),
        (["--clip", "99"], "--clip must be 1 to"),
        (["--device", "abacus"], "abacus"),
    ],
)
def test_mistakes_are_explained(
    options: list[str],
    words: str,
    demo_video: Path,
    checkpoint: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert methods(demo_video, checkpoint, tmp_path / "out", *options) == 2
    assert words in capsys.readouterr().err.replace("\n", " ")
    assert not (tmp_path / "out").exists()


def test_without_a_face_or_without_arguments(
    checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    video = write_video(tmp_path / "numbers.mp4", 20, size=(320, 240))
    assert methods(video, checkpoint, tmp_path / "out") == 1
    assert "a face in only 0 of 8 frames" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert main(["methods"]) == 2
    assert "--list" in capsys.readouterr().err


def test_the_clip_around_a_moment() -> None:
    plan = make_plan(40, sample_interval=1, clip_length=16)
    assert plan.positions[:, 0].tolist() == [0, 12, 24]
    assert [clip_at(plan, frame) for frame in (0, 13, 14, 20, 25, 26, 39, 100)] == [0, 0, 1, 1, 1, 2, 2, 2]


@pytest.fixture(scope="module")
def explained(demo_video: Path, checkpoint: Path) -> ClipExplained:
    """One map of cells, one of pixels, and the attention."""
    loaded = load_checkpoint(checkpoint, "cpu")
    clip, settings = clip_of(demo_video, loaded, 0), settings_for(loaded)
    asked = ["gradcampp", "guided"]
    maps = [one for one in run.explain_by_methods(loaded.model, clip.tensor, asked) if isinstance(one, MethodMap)]
    with closing(open_recording(demo_video)) as source:
        attention = attention_of(loaded.model, clip.tensor)
        return ClipExplained(source.info, 64 * "0", loaded, settings, MethodOptions(), clip, maps, attention)


@pytest.mark.parametrize("mode", ["blur", "pixelate", "landmarks", "drawn_face"])
def test_de_identified_figures_have_neither_names_nor_the_face(
    explained: ClipExplained, tmp_path: Path, mode: Deidentify
) -> None:
    hidden = deidentified_clip(explained, mode)
    assert [one.name for one in hidden.maps] == ["gradcampp"]
    for face, before in zip(hidden.clip.pictures, explained.clip.pictures, strict=True):
        assert np.abs(face.astype(int) - before).mean() > 4
    if mode == "drawn_face":
        assert len({face.tobytes() for face in hidden.clip.pictures}) == 1, "the same for everybody"
    write_method_figure(explained, 2, tmp_path / "plain.svg")
    write_method_figure(explained, 2, tmp_path / "methods.svg", deidentify=mode)
    write_attention_figure(explained, 2, tmp_path / "attention.svg", deidentify=mode)
    plain, methods, attention = (
        (tmp_path / f"{name}.svg").read_text(encoding="utf-8") for name in ("plain", "methods", "attention")
    )
    for word in (explained.recording.path.name, explained.checkpoint.name):
        assert word in plain
        assert word not in methods + attention
    assert "Guided backpropagation" in plain
    assert "Guided backpropagation" not in methods
    assert "De-identified" in methods
    assert "De-identified" in attention


def test_attention_and_maps_with_fine_cells_draw_the_face_and_are_left_out(
    explained: ClipExplained, tmp_path: Path
) -> None:
    # Cells along a face of 64 px: 16, 8, 4 and 2; the blurred head has 7.
    fine = dataclasses.replace(explained.maps[0], values=np.ones((8, 8, 8), np.float32), target_layer="layer_2")
    hidden = deidentified_clip(dataclasses.replace(explained, maps=[explained.maps[0], fine]), "drawn_face")
    assert [one.values.shape[1] for one in hidden.maps] == [2]
    assert {module.stage for module in explained.attention} == set(STAGES)
    assert {module.stage for module in hidden.attention} == {"layer_3", "layer_4"}
    write_attention_figure(explained, 2, tmp_path / "attention.svg", deidentify="drawn_face")
    svg = (tmp_path / "attention.svg").read_text(encoding="utf-8")
    assert "layer_4.0" in svg
    assert "layer_1.0" not in svg
    write_method_maps(explained, tmp_path, "drawn_face")
    with np.load(tmp_path / "maps.npz") as arrays:
        assert "guided" not in arrays
        assert not [name for name in arrays if "layer_1" in name or "layer_2" in name]
    text = (tmp_path / "manifest.json").read_text(encoding="utf-8")
    assert json.loads(text)["deidentify"] == "drawn_face"
    for word in (explained.recording.path.stem, str(explained.recording.path.parent), explained.checkpoint.name):
        assert word not in text


def test_the_words_below_the_methods_are_on_the_page(explained: ClipExplained) -> None:
    for statement in ("", STATEMENTS["drawn_face"]):
        drawn = method_figure._figure(explained, 0, statement)
        renderer, page = drawn.canvas.get_renderer(), drawn.bbox  # type: ignore[attr-defined]
        for text in drawn.texts:
            place = text.get_window_extent(renderer)
            assert page.x0 <= place.x0 <= place.x1 <= page.x1, text.get_text()
            assert page.y0 <= place.y0 <= place.y1 <= page.y1, text.get_text()


def test_maps_of_pixels_alone_leave_nothing_to_show(explained: ClipExplained) -> None:
    with pytest.raises(ExportError, match="Compute one of cells at the last stage as well"):
        deidentified_clip(dataclasses.replace(explained, maps=explained.maps[1:]), "blur")


def test_the_command_hides_faces_in_its_figures(demo_video: Path, checkpoint: Path, tmp_path: Path) -> None:
    sizes = []
    for name, options in (("plain", ()), ("hidden", ("--deidentify", "drawn_face"))):
        assert methods(demo_video, checkpoint, tmp_path / name, "--method", "gradcampp", *options) == 0
        with Image.open(tmp_path / name / "methods.png") as image:
            sizes.append(np.asarray(image.convert("RGB")).copy())
    shared = min(len(picture) for picture in sizes)
    assert (sizes[0][:shared] != sizes[1][:shared]).any()
    told = "".join(
        path.read_bytes().decode("latin-1") for path in (tmp_path / "hidden").iterdir() if path.suffix != ".npz"
    )
    assert demo_video.name not in told
