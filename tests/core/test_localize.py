"""The study of localisation: planted maps, masks, controls and intervals by hand, and a run from end to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.clips import clip_tensor
from stadrn_core.errors import DataError
from stadrn_core.explain.stage_contrast import mean_features
from stadrn_core.explain.studied_maps import STUDIED_MAPS, method_maps
from stadrn_core.geometry import spread_over_face
from stadrn_core.localize import (
    CONTRASTED,
    bootstrapped,
    is_hit,
    judge,
    peak_px,
    rates,
    widened,
    wilson,
    write_table,
)
from stadrn_core.localize_maps import NETS, Item, ItemMaps, Moment, compute_maps, read_maps
from stadrn_core.model import ModelConfig
from tests.labelled import TINY, picture, tiny_checkpoint

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 224
CONFIG = ModelConfig()
BANDS = {"brow": (60, 80), "mouth_corners": (150, 170)}
"""Rows of the face that each planted action moves."""


def motion(kind: str) -> np.ndarray:
    """2 px in the columns 90 to 110 of the action's rows."""
    moved = np.zeros((SIZE, SIZE), np.float32)
    first, last = BANDS[kind]
    moved[first : last + 1, 90:111] = 2.0
    return moved


def planted(kind: str, number: int, *, at: tuple[int, int] | None, slot: int | None = None) -> ItemMaps:
    """Maps whose largest last-stage cell is ``at``, on a constant background that lies elsewhere."""
    cells = {}
    for net in NETS:
        for method in STUDIED_MAPS:
            layer = STUDIED_MAPS[method].target_layer
            if layer is None:
                continue
            maps = np.zeros(CONFIG.map_shape(layer), np.float32)
            maps[:, -1, 0] = 5.0
            scale = round(maps.shape[1] / 7)
            if at is not None and net == "trained":
                slots = slice(None) if slot is None else slice(slot, slot + 1)
                maps[slots, at[0] * scale, at[1] * scale] += 3.0
            cells[net, method] = maps
    pixels = {(net, m): motion(kind)[None] + np.eye(SIZE, dtype=np.float32) for net in NETS for m in ("guided",)}
    position = None if slot is None else 8.0 * slot
    return ItemMaps(f"s{number}", kind, (position,), (30.0,), motion(kind)[None], cells, pixels)


def test_a_planted_map_localises_always_and_its_constant_part_never() -> None:
    # Cells are 32 px apart: (2, 3) lies on row 64, column 96; (5, 3) on row 160.
    items = [planted("brow", i, at=(2, 3)) for i in range(6)] + [
        planted("mouth_corners", i, at=(5, 3)) for i in range(6, 12)
    ]
    table = {(r.kind, r.method, r.less, r.placement): r for r in rates(judge(items, CONFIG))}
    for kind in BANDS:
        plain = table[kind, "signed_points", "nothing", "centred"]
        assert plain.trained.rate == 0.0, "the constant cell is larger"
        assert plain.controls["mean_map"].rate == 0.0
        contrasted = table[kind, "signed_points", "its mean map", "centred"]
        assert contrasted.trained.rate == 1.0
        assert contrasted.controls["untrained"].rate == 0.0
        assert contrasted.num_moments == contrasted.num_subjects == 6
        assert table[kind, "hirescam_layer_3", "its mean map", "centred"].trained.rate == 1.0
        assert table[kind, "guided", "nothing", "centred"].trained.rate == 1.0
    assert not any(r.less != "nothing" and r.method not in CONTRASTED for r in table.values())


def test_the_usual_resize_moves_the_maximum() -> None:
    # Cell (1, 3) is centred on row 32, or on row 47.5 by the usual resize; the widened brow band begins at row 44.
    items = [planted("brow", 0, at=(1, 3)), planted("mouth_corners", 1, at=None)]
    found = {
        (r.kind, r.placement): r
        for r in rates(judge(items, CONFIG))
        if r.less == "its mean map" and r.method == "gradcampp"
    }
    assert found["brow", "centred"].trained.rate == 0.0
    assert found["brow", "resize"].trained.rate == 1.0


def test_centre_prior_and_chance_by_hand() -> None:
    found = rates(judge([planted("brow", 0, at=(2, 3))], CONFIG))
    last = next(r for r in found if r.method == "gradcam" and r.placement == "centred")
    assert last.controls["centre"].rate == 0.0, "row 112 is 32 px below the band, more than half a cell"
    # A rectangle of 21 by 21 px with a margin of 16 px whose corners are rounded.
    rows, columns = np.mgrid[-16:37, -16:37]
    outside = np.hypot(
        np.clip(np.maximum(-rows, rows - 20), 0, None), np.clip(np.maximum(-columns, columns - 20), 0, None)
    )
    assert last.mask_share == pytest.approx((outside <= 16).sum() / SIZE**2)
    pixel = next(r for r in found if r.method == "guided")
    assert pixel.mask_share == pytest.approx(21 * 21 / SIZE**2)
    middle = planted("brow", 0, at=(2, 3))
    moved = np.zeros((1, SIZE, SIZE), np.float32)
    moved[0, 100:, 100:] = 1.5
    shifted = ItemMaps("s", "brow", (None,), (30.0,), moved, middle.cells, middle.pixels)
    assert all(r.controls["centre"].rate == 1.0 for r in rates(judge([shifted], CONFIG)))


def test_a_moment_is_judged_at_its_own_time() -> None:
    right, wrong = planted("brow", 0, at=(2, 3), slot=5), planted("brow", 1, at=(2, 3), slot=5)
    wrong = ItemMaps("s1", "brow", (16.0,), (30.0,), wrong.motion_px, wrong.cells, wrong.pixels)
    blank = planted("mouth_corners", 2, at=None)
    found = [
        r
        for r in rates(judge([right, wrong, blank], CONFIG))
        if (r.method, r.less) == ("signed_points", "its mean map")
    ]
    brow = next(r for r in found if r.kind == "brow" and r.placement == "centred")
    assert (brow.trained.rate, brow.num_moments) == (0.5, 2)


def test_low_labels_and_actions_that_move_nothing_are_not_judged_but_count_in_the_mean() -> None:
    still, low = planted("brow", 0, at=(2, 3)), planted("brow", 1, at=(2, 3))
    low = ItemMaps(low.subject, low.kind, low.positions, (14.0,), low.motion_px, low.cells, low.pixels)
    neutral = ItemMaps("s2", "neutral", (None,), (40.0,), 0.5 * still.motion_px, still.cells, still.pixels)
    found = rates(judge([still, low, neutral], CONFIG))
    assert {(r.kind, r.num_moments) for r in found} == {("brow", 1)}
    contrasted = next(r for r in found if r.less == "its mean map")
    assert contrasted.trained.rate == 0.0, "all items are alike, so less their mean nothing is left"
    with pytest.raises(ValueError, match="no item"):
        judge([], CONFIG)


def test_a_neutral_face_of_the_same_subject_is_taken_off() -> None:
    items = [planted("brow", 0, at=(2, 3)), planted("brow", 1, at=(2, 3))]
    neutral = [planted("brow", i, at=None) for i in range(2)]
    neutral = [ItemMaps(n.subject, "neutral", (None,), (8.0,), n.motion_px, n.cells, n.pixels) for n in neutral]

    def found(kept: list[ItemMaps]) -> dict[str, float]:
        lines = [r for r in rates(judge(kept, CONFIG)) if r.method == "signed_points" and r.placement == "centred"]
        return {r.less: r.trained.rate for r in lines}

    assert found([*items, *neutral]) == {"nothing": 0.0, "its mean map": 1.0, "the neutral face": 1.0}
    assert set(found([*items, neutral[0]])) == {"nothing", "its mean map"}, "one subject has no neutral item"


def test_masks_and_maxima() -> None:
    moved = np.zeros((9, 9), np.float32)
    moved[4, 4], moved[0, 0] = 1.01, 1.0
    assert widened(moved, 0).sum() == 1
    assert widened(moved, 1).sum() == 5
    assert widened(moved, 2**0.5 + 1e-3).sum() == 9
    assert widened(np.zeros((9, 9), np.float32), 4).sum() == 0
    cells = np.zeros((7, 7), np.float32)
    cells[2, 6] = 1.0
    assert peak_px(cells, SIZE, 32, "centred") == (64, 192)
    assert peak_px(cells, SIZE, 32, "resize") == (80, 208)
    assert peak_px(np.ones((7, 7), np.float32), SIZE, 32, "centred") is None
    assert not is_hit(None, np.ones((3, 3), bool))
    rng = np.random.default_rng(0)
    for _ in range(20):
        cells = rng.random((7, 7), dtype=np.float32)
        spread = spread_over_face(cells, SIZE, 32)
        assert spread[peak_px(cells, SIZE, 32, "centred")] == pytest.approx(spread.max())


def test_intervals() -> None:
    # Newcombe 1998, table I, Wilson's score interval without continuity correction.
    for hits, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)):
        share = wilson([True] * hits + [False] * (n - hits))
        assert (share.rate, share.low, share.high) == (
            pytest.approx(hits / n),
            pytest.approx(low, abs=1e-4),
            pytest.approx(high, abs=1e-4),
        )
    with pytest.raises(ValueError, match="nothing"):
        wilson([])
    # Eight equal moments of each subject tell no more than one.
    hits = np.arange(40) % 3 == 0
    alone = bootstrapped(list(hits), np.arange(40))
    repeated = bootstrapped(list(np.repeat(hits, 8)), np.repeat(np.arange(40), 8))
    assert alone == repeated
    half = 1.96 * np.sqrt(hits.mean() * (1 - hits.mean()) / 40)
    assert alone.low == pytest.approx(hits.mean() - half, abs=0.03)


def test_contrasts_are_judged_by_what_their_points_are_spread_over_and_only_where_all_have_them() -> None:
    # Second-stage cells are 8 px apart: (5, 12) lies on row 40, 20 px above the brow band, (6, 12) on row 48.
    items = [planted("brow", i, at=None) for i in range(2)]
    for number, item in enumerate(items):
        item.cells["trained", "integrated_contrast_layer_2"][:, 5 + number, 12] = 9.0
    found = {r.method: r for r in rates(judge(items, CONFIG)) if r.placement == "centred" and r.less == "nothing"}
    assert found["integrated_contrast_layer_2"].trained.rate == 0.5, "a hit up to 16 px from the band"
    assert found["integrated_contrast_layer_2"].mask_share == found["signed_points"].mask_share
    assert found["hirescam_layer_3"].mask_share < found["signed_points"].mask_share
    for net in NETS:
        del items[1].cells[net, "integrated_contrast_layer_2"]
    assert "integrated_contrast_layer_2" not in {r.method for r in rates(judge(items, CONFIG))}


@dataclass(frozen=True)
class Drawn:
    """An item of drawn pictures."""

    number: int
    kind: str = "brow"
    person: str = ""

    @property
    def name(self) -> str:
        return f"item{self.number}"

    @property
    def subject(self) -> str:
        return self.person or self.name

    def load(self) -> Item:
        size = TINY.frame_size
        moved = np.zeros((size, size), np.float32)
        moved[: size // 2] = 3.0
        clip = torch.from_numpy(clip_tensor(np.repeat(picture(self.number)[None], 4, 0)))
        return Item(clip, (Moment(None, 20.0 + self.number, moved), Moment(2.6, 10.0, moved)))


def test_maps_are_those_of_the_methods_and_kept(tmp_path: Path) -> None:
    loaded = load_checkpoint(tiny_checkpoint(tmp_path / "net.safetensors"), "cpu")
    sources, out = [Drawn(i) for i in range(3)], tmp_path / "out"
    work = compute_maps(sources, loaded, out, {"clip_length": 4})
    events = [next(work) for _ in range(3)]
    work.close()
    assert [event.done for event in events] == [0, 1, 2]
    assert sorted(file.name for file in (out / "items").iterdir()) == ["item0.npz", "item1.npz"]
    written = (out / "items" / "item0.npz").stat().st_mtime_ns
    assert list(compute_maps(sources, loaded, out, {"clip_length": 4}))[-1].done == 3
    assert (out / "items" / "item0.npz").stat().st_mtime_ns == written
    items = [read_maps(out, source) for source in sources]
    expected = method_maps(loaded.model, sources[1].load().clip).maps
    for method, values in expected.items():
        if STUDIED_MAPS[method].target_layer:
            assert np.array_equal(items[1].cells["trained", method], values.numpy()), method
        else:
            kept = items[1].pixels["trained", method]
            assert np.allclose(kept[0], values.numpy().mean(0))
            assert np.array_equal(kept[1], values.numpy()[3]), "the frame nearest to 2.6"
    assert not np.allclose(items[1].cells["trained", "gradcam"], items[1].cells["untrained", "gradcam"])
    table = rates(judge(items, loaded.config))
    assert {r.num_moments for r in table} == {3}, "moments with labels below 14 are left out"
    write_table(tmp_path / "table.csv", table)
    lines = (tmp_path / "table.csv").read_text().splitlines()
    assert len(lines) == len(table) + 1
    assert lines[0].startswith("kind,method,less,cells,num_moments,num_subjects,rate,rate_low,rate_high,centre")
    with pytest.raises(DataError, match="other settings"):
        next(compute_maps(sources, loaded, out, {"clip_length": 8}))
    (out / "items" / "item2.npz").write_bytes(b"cut short")
    with pytest.raises(DataError, match=r"item2.npz cannot be read"):
        read_maps(out, sources[2])


def test_contrasts_compare_with_the_neutral_item_of_the_same_subject(tmp_path: Path) -> None:
    loaded, out = load_checkpoint(tiny_checkpoint(tmp_path / "net.safetensors"), "cpu"), tmp_path / "out"
    sources = [Drawn(0, "brow", "A"), Drawn(1, "brow", "B"), Drawn(2, "neutral", "A"), Drawn(3, "neutral", "A")]
    for _ in compute_maps(sources, loaded, out, {}):
        pass
    of_a, of_b, rest, other = (read_maps(out, source) for source in sources)
    key = "trained", "integrated_contrast_layer_2"
    assert key not in of_b.cells, "B has no neutral item"
    clips = [source.load().clip for source in sources]
    baseline = method_maps(loaded.model, clips[2]).mean_features
    for item, clip in ((of_a, clips[0]), (rest, clips[2]), (other, clips[3])):
        expected = method_maps(loaded.model, clip, baseline).maps
        assert np.allclose(item.cells[key], expected[key[1]].numpy(), atol=1e-6), item.kind
        assert np.array_equal(item.cells["trained", "gradcam"], expected["gradcam"].numpy())
    features = {layer: mean_features(loaded.model, clips[2], layer) for layer in ("layer_2", "layer_3")}
    assert all(np.allclose(baseline[layer], features[layer], atol=1e-6) for layer in features)
    assert not np.allclose(of_a.cells[key], of_a.cells["untrained", key[1]])
