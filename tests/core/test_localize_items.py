"""Synthetic faces as items of the study: files with their truth, pictures drawn again, recordings."""

from __future__ import annotations

import csv
import importlib.util
import os
from pathlib import Path

import numpy as np
import pytest
import torch

from stadrn_core.cli import main
from stadrn_core.clips import clip_tensor
from stadrn_core.comparators import MDNConfig
from stadrn_core.errors import DataError
from stadrn_core.face_cache import FaceSettings
from stadrn_core.localize_items import StillItem, TakeItem, find_items
from stadrn_core.model import ModelConfig
from stadrn_core.types import AlignmentConfig
from tests.labelled import SIZE_PX, TINY, picture, tiny_checkpoint, write_labels, write_picture

FACES = FaceSettings(1, AlignmentConfig(size_px=SIZE_PX))


def _cache_is_built() -> bool:
    cache = Path(os.environ.get("ANNY_CACHE_DIR", Path.home() / ".cache" / "anny"))
    return importlib.util.find_spec("anny") is not None and any(cache.rglob("build_model_data_*.safetensors"))


needs_head = pytest.mark.skipif(
    not _cache_is_built(),
    reason="needs the extra 'synthetic' and its cache: run python -m stadrn_core.synthetic.demo once",
)


@pytest.fixture
def stills(tmp_path: Path) -> Path:
    """Pictures of two kinds with their truth beside them, a third kind without any motion."""
    folder = tmp_path / "stills"
    rows = []
    for i, kind in enumerate(("brow", "brow", "lids", "lids", "neutral")):
        write_picture(folder / f"{i}.png", i)
        moved = np.zeros((SIZE_PX, SIZE_PX), np.float32)
        moved[: SIZE_PX // 2 if kind == "brow" else 0, :] = 4.0
        moved[SIZE_PX // 2 :, :] = 0.0 if kind == "brow" else 4.0 * (kind == "lids")
        np.savez(folder / f"{i}.truth.npz", motion_px=moved)
        rows.append(
            {"path": f"{i}.png", "label": 20, "subject": f"s{i}", "split": "test" if i else "train", "kind": kind}
        )
    write_labels(folder, rows)
    return folder


def test_stills_with_their_truth(stills: Path) -> None:
    sources, problems = find_items([stills], TINY, FACES)
    assert problems == []
    assert [(source.kind, source.subject) for source in sources][1:3] == [("brow", "s1"), ("lids", "s2")]
    item = sources[2].load()
    assert torch.equal(item.clip, torch.from_numpy(clip_tensor(picture(2)[None]))), "one frame that never ends"
    assert item.moments[0].motion_px[-1, 0] == 4.0
    assert item.moments[0].motion_px[0].max() == 0.0
    assert item.moments[0].label == 20
    assert len(find_items([stills], TINY, FACES, split="test")[0]) == 4
    assert len(find_items([stills], TINY, FACES, count=2)[0]) == 2
    assert [source.kind for source in find_items([stills / "labels.csv"], TINY, FACES)[0]][1:3] == ["brow", "lids"]
    mdn = find_items([stills], MDNConfig(width=2, clip_length=8, frame_size=100), FACES, count=1)[0]
    np.savez(stills / "0.truth.npz", motion_px=np.ones((100, 100)))
    assert tuple(mdn[0].load().clip.shape) == (3, 8, 100, 100), "an MDN takes its own length only"


def test_what_lacks_its_truth_is_named(stills: Path, tmp_path: Path) -> None:
    np.savez(stills / "0.truth.npz", motion_px=np.ones((7, 7)))
    sources, _ = find_items([stills], TINY, FACES)
    with pytest.raises(DataError, match="pictures of 7 px"):
        sources[0].load()
    (stills / "1.truth.npz").unlink()
    with pytest.raises(DataError, match=r"no 1\.truth\.npz"):
        sources[1].load()
    with pytest.raises(DataError, match="no item in validation"):
        find_items([stills], TINY, FACES, split="validation")
    plain = tmp_path / "plain"
    write_picture(plain / "0.png", 0)
    write_labels(plain, [{"path": "0.png", "label": 1}])
    with pytest.raises(DataError, match=r"which actions row 2 shows"):
        find_items([plain], TINY, FACES)
    (plain / "0.mp4").write_bytes(b"")
    (plain / "dataset.json").write_text('{"kind": "brow"}')
    write_labels(plain, [{"path": "0.mp4", "label": 1}])
    with pytest.raises(DataError, match="judge them one after the other"):
        find_items([stills, plain], TINY, FACES)


def test_the_command_line(stills: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checkpoint, out = tiny_checkpoint(tmp_path / "net.safetensors"), tmp_path / "out"
    arguments = ["localize", str(stills), "--checkpoint", str(checkpoint), "--out", str(out), "--device", "cpu"]
    assert main(arguments) == 0
    told = capsys.readouterr().err
    for words in ("brow: 2 moments of 2 faces", "The paper's map: brow ", "At least 80% for each kind (brow, lids)"):
        assert words in told
    with (out / "localization.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["kind"] for row in rows} == {"brow", "lids"}
    assert {row["interval"] for row in rows} == {"Wilson"}
    # Half the picture moves; half a cell of the last stage is 16 px, and the picture has 32.
    shares = {row["method"]: float(row["mask_share"]) for row in rows}
    assert (shares["guided"], shares["signed_points"]) == (0.5, 1.0)
    assert all(float(row["rate"]) == 0.0 for row in rows if row["method"] == "signed_points"), "one cell has no maximum"
    assert main([*arguments, "--least-label", "30"]) == 1
    assert "no item has a moment" in capsys.readouterr().err


@needs_head
@pytest.mark.filterwarnings("default")
def test_a_still_is_drawn_again_for_its_truth(tmp_path: Path) -> None:
    from stadrn_core.synthetic.stills import StillWork

    row, _ = StillWork(901, "brow")(tmp_path, 0)
    write_labels(tmp_path, [row])
    (tmp_path / "dataset.json").write_text('{"what": "stills", "seed": 901, "kind": "brow"}')
    threads = torch.get_num_threads()
    (source,), _ = find_items([tmp_path], ModelConfig(frame_size=112), FaceSettings(1, AlignmentConfig(size_px=112)))
    assert isinstance(source, StillItem)
    (moment,) = source.load().moments
    assert torch.get_num_threads() == threads
    most = moment.motion_px.max()
    rows, _ = np.nonzero(moment.motion_px > most / 2)
    assert moment.motion_px.shape == (112, 112)
    assert most > 0.5
    # The eye line is at 0.36 of the side; brows are above it, and the mouth below does not take part.
    assert 0.1 * 112 < rows.mean() < 0.36 * 112
    assert moment.motion_px[70:].max() < 0.2 * most
    (tmp_path / "dataset.json").write_text('{"what": "stills", "seed": 902, "kind": "brow"}')
    (other,), _ = find_items([tmp_path], ModelConfig(), FACES)
    with pytest.raises(DataError, match="is another one"):
        other.load()


@needs_head
@pytest.mark.filterwarnings("default")
def test_a_recording_is_judged_slot_by_slot(tmp_path: Path) -> None:
    from stadrn_core.synthetic.takes import TakeSettings, film_take, sample_take

    take = sample_take(3, 0, 0, TakeSettings("mouth_corners", 0.5, 320, 240, 12))
    for _ in film_take(take, tmp_path / "take.mp4"):
        pass
    write_labels(tmp_path, [{"path": "take.mp4", "label": 20, "subject": "p", "kind": "mouth_corners"}])
    config = ModelConfig(clip_length=4, frame_size=112)
    (source,), _ = find_items([tmp_path], config, FaceSettings(1, AlignmentConfig(size_px=112)))
    assert isinstance(source, TakeItem)
    item = source.load()
    assert tuple(item.clip.shape) == (3, 4, 112, 112)
    # A slot of the last stage is 8 sampled frames long: this clip has one.
    assert [moment.position for moment in item.moments] == [0.0]
    moved = item.moments[0].motion_px
    assert moved.max() > 0.5
    assert np.nonzero(moved > moved.max() / 2)[0].min() > 0.45 * 112, "below the eyes"
    assert item.moments[0].label > 14
