"""The study of methods on drawn clips: rows against loops of their own, what is kept, what is left out and why."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.stats import spearmanr

from stadrn_core.checkpoint import LoadedCheckpoint, load_checkpoint
from stadrn_core.clips import clip_tensor
from stadrn_core.errors import DataError, FaceError
from stadrn_core.explain.methods import METHODS
from stadrn_core.explain.run import MethodMap, explain_by_methods
from stadrn_core.explain.stage_contrast import BaselineFeatures, mean_features
from stadrn_core.explain.task import MethodOptions
from stadrn_core.localize_maps import Item, ItemSource, Moment, untrained
from stadrn_core.method_study import CENTRE, MethodStudy, StudyRow, centre_prior
from stadrn_core.method_table import ALL_KINDS, lines, write_lines
from stadrn_core.trust.case import Grid
from stadrn_core.trust.neutral import neutral_clip
from stadrn_core.trust.results import TrustSettings
from stadrn_core.types import Progress
from tests.labelled import TINY, picture, tiny_checkpoint

SETTINGS = TrustSettings(steps=3, draws=2)
SIZE, FRAMES = TINY.frame_size, TINY.clip_length


@dataclass(frozen=True)
class Drawn:
    """A clip of drawn pictures whose upper left quarter moves."""

    number: int
    kind: str = "brow"
    subject: str = "A"

    @property
    def name(self) -> str:
        return f"item{self.number}"

    @property
    def moved(self) -> np.ndarray:
        moved = np.zeros((SIZE, SIZE), np.float32)
        moved[: SIZE // 2, : SIZE // 2] = 3.0
        return moved

    def load(self) -> Item:
        clip = torch.from_numpy(clip_tensor(np.stack([picture(self.number + i) for i in range(FRAMES)])))
        moments = (Moment(0.0, 20.0, self.moved), Moment(2.0, 20.0, self.moved), Moment(3.0, 10.0, self.moved))
        return Item(clip, moments)


@dataclass(frozen=True)
class Faceless(Drawn):
    def load(self) -> Item:
        raise FaceError("no face was found")


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedCheckpoint:
    return load_checkpoint(tiny_checkpoint(tmp_path / "net.safetensors"), "cpu")


def study_of(loaded: LoadedCheckpoint, out: Path) -> MethodStudy:
    return MethodStudy(loaded, out, {}, least_label=14, budget=2, settings=SETTINGS)


def run(study: MethodStudy, sources: list[ItemSource], methods: list[str]) -> list[StudyRow]:
    work = study.run(sources, methods)
    while True:
        try:
            assert isinstance(next(work), Progress)
        except StopIteration as end:
            rows: list[StudyRow] = end.value
            return rows


def test_a_row_is_what_loops_of_its_own_say(loaded: LoadedCheckpoint, tmp_path: Path) -> None:
    source, rest = Drawn(0), Drawn(9, "neutral")
    rows = {
        row.method: row
        for row in run(study_of(loaded, tmp_path / "out"), [rest, source], ["input_gradient", "integrated_contrast"])
    }
    assert list(rows) == [CENTRE, "input_gradient", "integrated_contrast"]
    item, fresh = source.load(), untrained(loaded.config, 0)

    def pixels_of(model: torch.nn.Module) -> np.ndarray:
        events = explain_by_methods(model, item.clip, ["input_gradient"])  # type: ignore[arg-type]
        return next(one.values for one in events if isinstance(one, MethodMap))

    own, other = pixels_of(loaded.model), pixels_of(fresh)
    row, moved = rows["input_gradient"], source.moved > 1
    assert row.moments == 2, "the third moment's label is below 14"
    assert row.hits == sum(bool(moved.reshape(-1)[own[p].argmax()]) for p in (0, 2))
    assert row.untrained_hits == sum(bool(moved.reshape(-1)[other[p].argmax()]) for p in (0, 2))
    assert row.mass == pytest.approx(np.mean([own[p][moved].sum() / own[p].sum() for p in (0, 2)]), rel=1e-5)
    assert row.chance == pytest.approx(moved.mean())
    assert row.untrained_similarity == pytest.approx(spearmanr(own.ravel(), other.ravel()).statistic, abs=1e-6)
    assert row.seconds is not None
    assert row.seconds > 0
    assert row.deletion_gain == pytest.approx(deletion_by_hand(loaded, item, own), abs=1e-3)
    options = MethodOptions(
        budget=2, baseline_features=BaselineFeatures("layer_2", mean_features(fresh, rest.load().clip, "layer_2"), "")
    )
    contrasts = []
    for model in (loaded.model, fresh):
        features = BaselineFeatures("layer_2", mean_features(model, rest.load().clip, "layer_2"), "")
        events = explain_by_methods(
            model, item.clip, ["integrated_contrast"], replace(options, baseline_features=features)
        )
        contrasts.append(next(one.values for one in events if isinstance(one, MethodMap)))
    expected = spearmanr(contrasts[0].ravel(), contrasts[1].ravel()).statistic
    assert rows["integrated_contrast"].untrained_similarity == pytest.approx(expected, abs=1e-6)
    assert rows["integrated_contrast"].target_layer == "layer_2"


def deletion_by_hand(loaded: LoadedCheckpoint, item: Item, relevance: np.ndarray) -> float:
    """Cells are nearest to their centres, 8 frames and 32 px apart: here one slot, and pixels by rounding."""
    slots, rows, columns = loaded.config.map_shape("layer_4")
    step, px = loaded.config.cell_stride("layer_4")

    def nearest(n: int, length: int, stride: int) -> np.ndarray:
        return np.abs(np.arange(length)[:, None] - np.arange(n) * stride).argmin(1)

    labels = (
        nearest(slots, FRAMES, step)[:, None, None] * rows + nearest(rows, SIZE, px)[:, None]
    ) * columns + nearest(columns, SIZE, px)
    count = slots * rows * columns
    clip = item.clip.numpy()
    blurred = neutral_clip(clip, "blur")

    def points(clip: np.ndarray) -> float:
        with torch.no_grad():
            return 63 * float(loaded.model.eval()(torch.from_numpy(clip)[None]))

    def area(order: np.ndarray) -> float:
        shares, values = [0.0], [points(clip)]
        for stop in (round(count / 3), round(2 * count / 3)):
            gone = np.isin(labels, order[:stop])
            shares.append(gone.mean())
            values.append(points(np.where(gone, blurred, clip)))
        return float(np.trapezoid([*values, points(blurred)], [*shares, 1.0]))

    means = np.array([relevance[labels == unit].mean() for unit in range(count)])
    random = [np.random.default_rng([draw, count]).permutation(count) for draw in range(2)]
    return float(np.mean([area(order) for order in random])) - area(np.argsort(-means))


def test_rows_are_kept_and_not_computed_again(loaded: LoadedCheckpoint, tmp_path: Path) -> None:
    out, sources = tmp_path / "out", [Drawn(0), Drawn(1, "lids", "B")]
    work = study_of(loaded, out).run(sources, ["gradcam", "hirescam"])
    for _ in range(3):
        next(work)
    work.close()
    files = sorted((out / "rows").iterdir())
    assert [file.name for file in files] == ["item0-centre.json", "item0-gradcam.json"]
    written = [file.stat().st_mtime_ns for file in files]
    rows = run(study_of(loaded, out), sources, ["gradcam", "hirescam"])
    assert [file.stat().st_mtime_ns for file in files] == written
    assert [(row.item, row.method) for row in rows] == [
        (f"item{i}", name) for i in range(2) for name in (CENTRE, "gradcam", "hirescam")
    ]
    assert run(study_of(loaded, out), sources, ["gradcam", "hirescam"]) == rows
    with pytest.raises(DataError, match="other settings"):
        MethodStudy(loaded, out, {}, least_label=15, budget=2, settings=SETTINGS)
    files[1].write_text(json.dumps({"item": "cut"}))
    with pytest.raises(DataError, match=r"item0-gradcam\.json cannot be read"):
        run(study_of(loaded, out), sources, ["gradcam"])


def test_what_cannot_be_judged_is_said(loaded: LoadedCheckpoint, tmp_path: Path) -> None:
    study = study_of(loaded, tmp_path / "out")
    rows = run(study, [Faceless(1), Drawn(0)], ["gradcam", "contrast", "occlusion", "integrated_contrast"])
    assert [row.method for row in rows] == [CENTRE, "gradcam"]
    assert study.missing["item1"] == "no face was found"
    assert "baseline" in study.missing["contrast"]
    assert "baseline" in study.missing["integrated_contrast"]
    assert "landmarks" in study.missing["occlusion"]


def row(**changes: object) -> StudyRow:
    values = {
        "item": "a",
        "kind": "brow",
        "subject": "A",
        "method": "gradcam",
        "target_layer": "layer_4",
        "hits": 1,
        "moments": 4,
        "mass": 0.2,
        "chance": 0.1,
        "untrained_hits": 2,
        "untrained_mass": None,
        "untrained_similarity": 0.5,
        "deletion_gain": 2.0,
        "points": 20.0,
        "seconds": 1.0,
    }
    return StudyRow(**{**values, **changes})  # type: ignore[arg-type]


def test_lines_by_hand(tmp_path: Path) -> None:
    rows = [
        row(method=CENTRE, untrained_hits=None, untrained_similarity=None, seconds=None),
        row(),
        row(item="b", kind="lids", hits=5, moments=6, mass=0.6, chance=0.3, deletion_gain=-1.0, seconds=3.0),
        row(item="c", kind="lids", hits=0, moments=0, mass=None, chance=None, untrained_hits=0, seconds=5.0),
    ]
    table = {(line.method, line.kind): line for line in lines(rows)}
    assert list(table) == [
        (m, k) for m in ("gradcam", CENTRE) for k in (ALL_KINDS, "brow", "lids") if (m, k) != (CENTRE, "lids")
    ]
    everything = table["gradcam", ALL_KINDS]
    assert (everything.clips, everything.moments) == (3, 10)
    assert everything.pointing == pytest.approx(0.6)
    assert everything.untrained_pointing == pytest.approx(0.4)
    assert everything.chance == pytest.approx((4 * 0.1 + 6 * 0.3) / 10)
    assert everything.mass == pytest.approx(0.4)
    assert everything.untrained_mass is None
    assert (everything.deletion_gain, everything.least_gain, everything.most_gain) == (1.0, -1.0, 2.0)
    assert everything.seconds == 3.0
    assert table["gradcam", "lids"].pointing == pytest.approx(5 / 6)
    assert table[CENTRE, ALL_KINDS].untrained_pointing is None
    assert table[CENTRE, ALL_KINDS].title == "Middle of the face (no method)"
    write_lines(tmp_path / "methods.csv", list(table.values()))
    written = (tmp_path / "methods.csv").read_text().splitlines()
    assert written[0].startswith("method,kind,clips,moments,pointing")
    assert written[1].startswith("gradcam,all,3,10,0.6000,0.2200,0.4000,0.4000,,0.5000,1.0000,-1.0000,2.0000,3.0000")


def test_the_prior_is_largest_in_the_middle() -> None:
    prior = centre_prior(Grid(2, 9, (1, 3, 3), 2, 4))
    assert prior.shape == (2, 9, 9)
    assert np.unravel_index(prior[1].argmax(), (9, 9)) == (4, 4)
    assert prior[0, 4, 0] == pytest.approx(np.exp(-(4**2) / (2 * 2.25**2)))


def test_every_method_has_a_name_in_the_table() -> None:
    assert CENTRE not in METHODS
