"""The methods paragraph says what the settings were, cites in order, and names nobody."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stadrn_core.export.methods_text import REFERENCES, methods_text, write_methods
from stadrn_core.manifest import Manifest
from stadrn_core.types import FaceChoice
from tests.analyses import make_analysis


class Seen:
    """A stored analysis with another manifest."""

    def __init__(self, store: Any, manifest: Manifest) -> None:
        self.manifest, self.plan, self.records = manifest, store.plan, store.records


def text_of(tmp_path: Path, **settings: Any) -> str:
    with make_analysis(tmp_path / "a.zarr", 60, 2, {0: 0.3, 1: 0.2}) as store:
        manifest = replace(store.manifest, settings=replace(store.manifest.settings, **settings))
        return methods_text(Seen(store, manifest))  # type: ignore[arg-type]


def test_every_reference_is_cited_in_order_and_listed_once(tmp_path: Path) -> None:
    text = text_of(tmp_path)
    body, references = text.rstrip().split("\n\n")
    cited = [int(number) for group in re.findall(r"\[([\d, ]+)\]", body) for number in group.split(",")]
    first_seen = list(dict.fromkeys(cited))
    assert first_seen == list(range(1, len(first_seen) + 1))
    listed = references.split("\n")
    assert [line.split("]")[0][1:] for line in listed] == [str(n) for n in first_seen]
    assert {line.split("] ")[1] for line in listed} <= set(REFERENCES.values())


@pytest.mark.parametrize(
    ("settings", "said", "unsaid"),
    [
        ({"sample_interval": 1}, "Every frame was taken", "One of"),
        ({"sample_interval": 5}, "One of 5 frames was taken", "Every frame"),
        ({"slicing": "contiguous"}, "one after the other", "overlap"),
        ({"guided": "none"}, "Grad-CAM++", "Guided backpropagation"),
        ({"target_layer": "layer_2"}, "at layer 2", "Signed evidence"),
        ({"face_choice": FaceChoice(3, 1.0, 2.0)}, "a face picked by hand", "the largest face"),
    ],
)
def test_it_fits_the_settings(tmp_path: Path, settings: dict[str, Any], said: str, unsaid: str) -> None:
    text = text_of(tmp_path, **settings)
    assert said in text
    assert unsaid not in text


def test_where_it_was_computed_is_what_clips_say(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 60, 2, {0: 0.3, 1: 0.2}) as store:
        seen = Seen(store, replace(store.manifest, device="cuda", precision="tf32"))

        def said(*devices: str) -> str:
            seen.records = {i: replace(store.records[0], device=device) for i, device in enumerate(devices)}
            return methods_text(seen)  # type: ignore[arg-type]

        assert "on cuda in tf32. " in said("", "")  # analyses made before clips said so
        assert "on cuda:1 in tf32. " in said("cuda:1", "cuda:1")
        assert "on cuda in tf32 (1 clip) and cpu in float32 (2 clips). " in said("cuda", "cpu", "cpu")
        assert "on cpu in float32. " in said("cpu", "")


def test_it_names_neither_files_nor_folders(tmp_path: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", 60, 2, {0: 0.3, 1: 0.2}) as store:
        write_methods(store, tmp_path / "methods.txt")
        manifest = store.manifest
    text = (tmp_path / "methods.txt").read_text(encoding="utf-8")
    for secret in (manifest.recording.name, manifest.recording.path, manifest.checkpoint.path, str(tmp_path)):
        assert secret not in text
    assert manifest.checkpoint.sha256[:16] in text
    assert "no diagnosis" in text
