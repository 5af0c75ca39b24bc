"""Comparisons of stored analyses: who is compared with whom, in what, and what is refused."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from scipy import stats

from stadrn_core.alignment import warp_face
from stadrn_core.compare.comparison import compare, compare_in_steps
from stadrn_core.compare.drawn import (
    compose_difference,
    difference_maps,
    difference_scales,
    drawn_views,
    scale_of_each,
)
from stadrn_core.compare.facts import fact_table, preprocessing_words
from stadrn_core.compare.members import Label, make_members
from stadrn_core.compare.pairs import compare_pair
from stadrn_core.errors import ExportError, StoreError
from stadrn_core.export.comparison import write_tables
from stadrn_core.export.comparison_figure import write_comparison_figure
from stadrn_core.export.comparison_pictures import draw_pictures, key_frames
from stadrn_core.export.deidentify import deidentified
from stadrn_core.manifest import CheckpointFacts
from stadrn_core.render import ViewSettings, frame_maps
from stadrn_core.store import AnalysisStore
from stadrn_core.types import AlignmentConfig, Deidentify, FaceChoice, Frame
from stadrn_core.video import open_recording
from tests.compared import NUM_FRAMES, make_compared
from tests.recordings import write_video

RAW_A = {0: 0.2, 1: 0.3, 2: 0.5}
RAW_B = {0: 0.3, 1: 0.25, 2: 0.8}


@pytest.fixture
def two(tmp_path: Path) -> list[AnalysisStore]:
    return [
        make_compared(tmp_path / "a.zarr", "alpha", RAW_A),
        make_compared(tmp_path / "b.zarr", "beta", RAW_B),
    ]


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("compared") / "visit 1.mp4", NUM_FRAMES, size=(120, 90))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_scores_and_maps_of_a_pair(two: list[AnalysisStore]) -> None:
    a, b = make_members(two)
    pair = compare_pair(a, b)
    differences = [63 * (RAW_B[i] - RAW_A[i]) for i in range(3)]
    assert [clip.difference for clip in pair.clips] == pytest.approx(differences)
    assert pair.scores.bias == pytest.approx(np.mean(differences))
    assert pair.scores.sd == pytest.approx(np.std(differences, ddof=1))
    maps = [[store.clip_maps(i).signed_points for i in range(3)] for store in two]
    expected = [
        [stats.spearmanr(np.ravel(x), np.ravel(y)).statistic for y in maps[1]]  # type: ignore[arg-type]
        for x in maps[0]
    ]
    assert [clip.spearman for clip in pair.clips] == pytest.approx(np.diag(expected))
    others = [expected[i][j] for i in range(3) for j in range(3) if i != j]
    assert pair.other_clips_spearman == pytest.approx(np.mean(others))
    assert pair.mean_of("spearman") == pytest.approx(np.mean(np.diag(expected)))
    heat = compare_pair(a, b, "gradcampp")
    assert heat.clips[0].spearman == pytest.approx(
        stats.spearmanr(two[0].clip_maps(0).gradcampp.ravel(), two[1].clip_maps(0).gradcampp.ravel()).statistic
    )


def test_skipped_and_unfinished_clips_are_left_out_and_told(tmp_path: Path) -> None:
    a = make_compared(tmp_path / "a.zarr", "alpha", {0: 0.2, 1: None, 2: 0.4})
    b = make_compared(tmp_path / "b.zarr", "beta", {0: 0.3, 1: 0.3})
    found = compare([a, b])
    assert [clip.clip_index for clip in found.pairs[0].clips] == [0]
    assert found.pairs[0].scores.n == 1
    assert math.isnan(found.pairs[0].other_clips_spearman)
    told = " ".join(found.cautions)
    assert "beta: unfinished, 2 of 3 clips" in told
    assert "With 1 clips" in told
    assert "no independent draws" in told


def test_maps_of_other_cells_are_compared_on_the_coarser(tmp_path: Path) -> None:
    a = make_compared(tmp_path / "a.zarr", "alpha")
    b = make_compared(tmp_path / "b.zarr", "beta", cells=(16, 4, 4), temporal_stride=1, stride_px=16)
    found = compare([a, b])
    pair = found.pairs[0]
    assert pair.grid is not None
    assert pair.grid.words == "4 × 2 × 2"
    assert not math.isnan(pair.clips[0].spearman)
    assert any("maps on the coarser cells of both, 4 × 2 × 2" in caution for caution in found.cautions)


def test_what_cannot_be_compared_is_refused_with_the_reason(tmp_path: Path, two: list[AnalysisStore]) -> None:
    earlier = make_compared(tmp_path / "c.zarr", "gamma", layer="layer_3", cells=(8, 4, 4), stride_px=16)
    a, c = make_members([two[0], earlier])
    pair = compare_pair(a, c)
    assert pair.refused is not None
    assert "no signed evidence" in pair.refused
    assert pair.scores.n == 3, "scores are compared all the same"
    assert math.isnan(pair.clips[0].spearman)
    assert compare_pair(a, c, "gradcampp").refused is None
    sparse = make_compared(tmp_path / "d.zarr", "delta", interval=2)
    a, d = make_members([two[0], sparse])
    refused = compare_pair(a, d).refused
    assert refused is not None
    assert "every 2 frames" in refused
    assert compare_pair(a, d).clips == ()
    two[1].manifest = replace(
        two[1].manifest, settings=replace(two[1].manifest.settings, alignment=AlignmentConfig(64, eye_line=0.4))
    )
    assert "aligned differently" in str(compare_pair(*make_members(two)).refused)
    two[1].manifest = replace(
        two[0].manifest,
        checkpoint=two[1].manifest.checkpoint,
        settings=replace(two[0].manifest.settings, face_choice=FaceChoice(0, 1, 1)),
    )
    assert "another face" in str(compare_pair(*make_members(two)).refused)


def test_members_are_named_and_refused(tmp_path: Path, two: list[AnalysisStore]) -> None:
    facts = two[1].manifest.checkpoint
    two[1].manifest = replace(two[1].manifest, checkpoint=replace(facts, name="alpha"))
    members = make_members(two)
    assert [member.name for member in members] == ["alpha (alpha)", "alpha (beta)"]
    assert [member.letter for member in members] == ["A", "B"]
    assert len({member.colour for member in members}) == 2
    labels = [Label("ours", "#123456"), Label()]
    assert [(member.name, member.colour) for member in make_members(two, labels)] == [
        ("ours", "#123456"),
        ("alpha", members[1].colour),
    ]
    assert [member.name for member in make_members(two, [Label("x"), Label("x")])] == ["x (alpha)", "x (beta)"]
    with pytest.raises(ValueError, match="needs a label"):
        make_members(two, labels[:1])
    with pytest.raises(ValueError, match="at least two"):
        make_members(two[:1])
    with pytest.raises(StoreError, match="nothing to compare"):
        make_members([two[0], two[0]])
    other = replace(two[1].manifest.recording, sha256="00", path="/data/other.mp4")
    two[1].manifest = replace(two[1].manifest, recording=other)
    with pytest.raises(StoreError, match=r"other\.mp4 are not the same recording"):
        make_members(two)


def test_facts_mark_what_differs(two: list[AnalysisStore]) -> None:
    manifests = [store.manifest for store in two]
    table = {(fact.group, fact.name): fact for fact in fact_table(manifests)}
    assert table["configuration", "kind"].differs
    assert table["configuration", "kind"].values == ("alpha", "beta")
    assert not table["configuration", "groups"].differs
    assert table["checkpoint", "known_error"].values == ("RMSE of alpha", "RMSE of beta")
    assert not any(fact.differs for fact in table.values() if fact.group == "preprocessing")
    assert "All checkpoints share" in preprocessing_words(manifests, ["A", "B"])
    other = replace(manifests[1], settings=replace(manifests[1].settings, alignment=AlignmentConfig(64, eye_line=0.4)))
    with_metadata: CheckpointFacts = replace(other.checkpoint, metadata={"training": {"seed": 4}})
    changed = [manifests[0], replace(other, checkpoint=with_metadata)]
    assert "alignment.eye_line 0.36 (A), 0.4 (B)" in preprocessing_words(changed, ["A", "B"])
    seed = next(fact for fact in fact_table(changed) if fact.name == "training.seed")
    assert (seed.values, seed.differs) == (("", "4"), True)


def test_tables(tmp_path: Path, two: list[AnalysisStore]) -> None:
    third = make_compared(tmp_path / "c.zarr", "gamma", {0: 0.1})
    found = compare([*two, third], reference=1)
    assert [(p.member.name, p.reference.name) for p in found.pairs] == [
        ("alpha", "beta"),
        ("gamma", "beta"),
        ("gamma", "alpha"),
    ]
    write_tables(found, tmp_path)
    clips = rows_of(tmp_path / "comparison.csv")
    assert len(clips) == 9
    assert float(clips[1]["difference"]) == pytest.approx(63 * (0.3 - 0.25), rel=1e-5)
    assert clips[3]["difference"] == "", "the reference has no difference to itself"
    assert clips[8]["note"] == "not explained yet"
    assert clips[2]["severity"] == "severe"
    agreement = rows_of(tmp_path / "agreement.csv")
    assert [row["clips"] for row in agreement] == ["3", "1", "1"]
    assert float(agreement[0]["bias"]) == pytest.approx(found.pairs[0].scores.bias, rel=1e-5)
    assert agreement[1]["sd"] == ""
    facts = rows_of(tmp_path / "checkpoints.csv")
    kind = next(row for row in facts if row["fact"] == "kind")
    assert (kind["differs"], kind["A  alpha"], kind["B  beta"]) == ("yes", "alpha", "beta")
    regions = rows_of(tmp_path / "regions.csv")
    assert len(regions) == 3 * 16
    of_alpha = [row for row in regions if row["run"] == "alpha"]
    total = sum(float(row["points"]) for row in of_alpha)
    assert total == pytest.approx(np.mean([two[0].records[i].signed_total for i in range(3)]), rel=1e-4)
    own, theirs = of_alpha[3], next(r for r in regions if r["run"] == "beta" and r["region"] == of_alpha[3]["region"])
    assert float(own["points_difference"]) == pytest.approx(float(own["points"]) - float(theirs["points"]), abs=1e-4)
    assert json.loads((tmp_path / "about.json").read_text())["reference"] == "B  beta"


def test_key_frames_and_one_scale_for_all(two: list[AnalysisStore], recording: Path) -> None:
    found = compare(two)
    keys = {key.frame_index: key.reason for key in key_frames(found)}
    # 40 frames with faces: at a quarter and three quarters; the third clip, frames 24–39, differs most.
    assert keys == {10: "evenly spread", 30: "evenly spread", 32: "scores differ most"}
    views, same_cells = drawn_views(found.members)
    assert same_cells
    settings = ViewSettings(quantity="signed")
    largest = max(record.signed_absmax for store in two for record in store.records.values())
    shared = scale_of_each(found.members, views, settings, "shared")
    assert {limits.high for limits in shared.values()} == {largest}
    assert {limits.low for limits in shared.values()} == {-largest}
    own = scale_of_each(found.members, views, settings, "own")
    assert own["B"].high == max(record.signed_absmax for record in two[1].records.values())
    assert own["B"].mode == "recording, own"
    a, b = (frame_maps(store, 12, settings, with_guided=False).heat for store in two)
    difference = difference_maps(two[0], two[1], 12, settings)
    assert difference is not None
    assert a is not None
    assert b is not None
    assert difference.heat == pytest.approx(b - a)
    with open_recording(recording) as source:
        pictures = draw_pictures(found, source, key_frames(found), "shared")
    assert all(row.maps["B"].rgb is not None and row.differences["B"].rgb is not None for row in pictures.rows)
    # Where both maps are the same, the difference is the grey of 0 over the face.
    same = difference_maps(two[0], two[0], 12, settings)
    assert same is not None
    assert same.heat_face is not None
    assert not same.heat_face.any()


@pytest.mark.parametrize("quantity", ["signed_points", "gradcampp"])
def test_the_figure_says_what_it_shows(
    two: list[AnalysisStore], recording: Path, tmp_path: Path, quantity: str
) -> None:
    found = compare(two, quantity=quantity)  # type: ignore[arg-type]
    with open_recording(recording) as source:
        scale = "shared" if quantity == "signed_points" else "own"
        write_comparison_figure(found, source, tmp_path / "figure.svg", scale=scale)  # type: ignore[arg-type]
        write_comparison_figure(found, source, tmp_path / "figure.png", dots_per_inch=60)
        svg = (tmp_path / "figure.svg").read_text(encoding="utf-8")
        with pytest.raises(ExportError, match="must end in"):
            write_comparison_figure(found, source, tmp_path / "figure.gif")
        with pytest.raises(ExportError, match="explained by all"):
            write_comparison_figure(found, source, tmp_path / "none.png", keys=[])
    with Image.open(tmp_path / "figure.png") as image:
        assert image.width == pytest.approx(7.2 * 60, abs=1)
    words = ["Research use, not a diagnosis", "alpha", "beta", "no independent draws", "RMSE of beta"]
    of_signed, of_heat = ["recording, shared", "difference"], ["recording, own", "no common unit"]
    words += of_signed if quantity == "signed_points" else of_heat
    for word in words:
        assert word in svg, word


@pytest.mark.parametrize("mode", ["blur", "pixelate", "landmarks", "drawn_face"])
def test_a_de_identified_figure_has_neither_names_nor_the_face(
    tmp_path: Path, two: list[AnalysisStore], recording: Path, mode: Deidentify
) -> None:
    found = compare(two)
    with open_recording(recording) as source:
        keys = key_frames(found)
        plain, hidden = (draw_pictures(found, source, keys, "shared", how) for how in ("none", mode))  # type: ignore[arg-type]
        write_comparison_figure(found, source, tmp_path / "figure.svg", keys, deidentify=mode)
        for row, before, key in zip(hidden.rows, plain.rows, keys, strict=True):
            shown = deidentified(found.reference.store, source.read(key.frame_index), mode)
            to_face = found.reference.store.placement(key.frame_index).frame_to_face
            assert to_face is not None
            assert row.face.rgb is not None
            np.testing.assert_array_equal(row.face.rgb, warp_face(shown.rgb, to_face, row.face.rgb.shape[0]))
            for after, same in zip(
                (row.face, *row.maps.values(), *row.differences.values()),
                (before.face, *before.maps.values(), *before.differences.values()),
                strict=True,
            ):
                assert after.rgb is not None
                assert not np.array_equal(after.rgb, same.rgb)
    svg = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    svg = svg.replace("RMSE of alpha", "")  # its known error
    for word in ("alpha", found.reference.store.manifest.recording.name):
        assert word not in svg
    assert "Checkpoint A" in svg
    assert "De-identified" in svg


def test_refused_maps_leave_their_reason_in_the_figure(tmp_path: Path, recording: Path) -> None:
    a = make_compared(tmp_path / "a.zarr", "alpha", num_frames=NUM_FRAMES)
    d = make_compared(tmp_path / "d.zarr", "delta", interval=2)
    found = compare([a, d])
    with open_recording(recording) as source:
        write_comparison_figure(found, source, tmp_path / "figure.svg")
    svg = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    assert "maps cannot be compared" in svg
    assert "Preprocessing is not shared" in svg


def test_differences_have_a_scale_of_their_own(tmp_path: Path, two: list[AnalysisStore], recording: Path) -> None:
    third = make_compared(tmp_path / "c.zarr", "gamma", {0: 0.1})
    members = make_members([*two, third])
    views, _ = drawn_views(members)

    def largest(a: AnalysisStore, b: AnalysisStore, clips: tuple[int, ...]) -> float:
        pairs = [(a.clip_maps(i).signed_points, b.clip_maps(i).signed_points) for i in clips]
        return max(float(np.abs(y - x).max()) for x, y in pairs)  # type: ignore[operator]

    expected = {"B": largest(two[0], two[1], (0, 1, 2)), "C": largest(two[0], third, (0,))}
    own = difference_scales(members, views, members[0], "own")
    assert {letter: limits.high for letter, limits in own.items()} == pytest.approx(expected)
    assert {(limits.low == -limits.high, limits.mode, limits.unit) for limits in own.values()} == {
        (True, "recording, own", "BDI-II points per cell")
    }
    assert all(limits.provisional for limits in own.values()), "two clips of the third are still to come"
    known: dict[tuple[str, str, int], float] = {}
    assert difference_scales(members, views, members[0], "own", known) == own
    assert sorted(known) == [("A", "B", 0), ("A", "B", 1), ("A", "B", 2), ("A", "C", 0)]
    known["A", "C", 0] = 99.0
    assert difference_scales(members, views, members[0], "own", known)["C"].high == 99.0, "what is known is not read"
    shared = difference_scales(members, views, members[0], "shared")
    assert {limits.high for limits in shared.values()} == {max(expected.values())}
    settings = ViewSettings(quantity="signed")
    with open_recording(recording) as source:
        frame = source.read(12)
    drawn = compose_difference(two[0], two[1], frame, settings, own["B"])
    a, b = (frame_maps(store, 12, settings, with_guided=False).heat_face for store in two)
    assert drawn is not None
    assert drawn.limits == own["B"]
    assert drawn.heat_values == pytest.approx(b - a)  # type: ignore[operator]
    assert np.abs(drawn.heat_values).max() <= own["B"].high  # type: ignore[arg-type]
    assert compose_difference(two[0], third, source_frame(recording, 35), settings, own["C"]) is None
    with pytest.raises(ValueError, match="common unit"):
        compose_difference(two[0], two[1], frame, ViewSettings(quantity="unweighted"), own["B"])


def source_frame(recording: Path, frame_index: int) -> Frame:
    with open_recording(recording) as source:
        return source.read(frame_index)


def test_a_comparison_in_steps_counts_to_its_end(tmp_path: Path, two: list[AnalysisStore]) -> None:
    third = make_compared(tmp_path / "c.zarr", "gamma", {0: 0.1})
    steps = list(compare_in_steps([*two, third]))
    assert [(step.done, step.total) for step in steps] == [(i, 6) for i in range(6)], "three pairs, three members"


def test_one_with_other_clips_keeps_no_others_apart(tmp_path: Path) -> None:
    a = make_compared(tmp_path / "a.zarr", "alpha")
    b = make_compared(tmp_path / "b.zarr", "beta", cells=(16, 4, 4), temporal_stride=1, stride_px=16)
    c = make_compared(tmp_path / "c.zarr", "gamma")
    members = list(make_members([a, b, c]))
    shorter: Any = SimpleNamespace(manifest=c.manifest, plan=SimpleNamespace(clip_length=c.plan.clip_length // 2))
    members[2] = replace(members[2], store=shorter)
    views, same_cells = drawn_views(members)
    assert not same_cells
    assert views["A"].manifest.map_shape == views["B"].manifest.map_shape == a.manifest.map_shape


def test_differences_of_faces_of_two_sizes_are_those_of_their_cells(tmp_path: Path) -> None:
    a = make_compared(tmp_path / "a.zarr", "alpha")
    b = make_compared(tmp_path / "b.zarr", "beta", enlarged=2)
    settings = ViewSettings(quantity="signed", cells="native")
    found = difference_maps(a, b, 12, settings)
    maps = [frame_maps(store, 12, settings, with_guided=False) for store in (a, b)]
    assert found is not None
    assert found.heat == pytest.approx(maps[1].heat - maps[0].heat)  # type: ignore[operator]
    assert found.heat_face is not None
    side = maps[0].heat_face.shape[0]  # type: ignore[union-attr]
    assert found.heat_face.shape == (2 * side, 2 * side)
    twice = np.kron(maps[0].heat_face, np.ones((2, 2)))  # type: ignore[arg-type]
    assert found.heat_face == pytest.approx(maps[1].heat_face - twice, abs=1e-6)  # type: ignore[operator]
