"""A methods paragraph for a paper, that says what was done in this analysis and cites what it rests on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stadrn_core import __version__
from stadrn_core.export.files import whole_file
from stadrn_core.manifest import LAST_STAGE, computed_on

if TYPE_CHECKING:
    from pathlib import Path

    from stadrn_core.manifest import Manifest
    from stadrn_core.render import AnalysisView

REFERENCES = {
    "software": f"STA-DRN Workbench {__version__} (MIT licence).",
    "sta_drn": (
        "Pan Y, Shang Y, Liu T, Shao Z, Guo G, Ding H, Hu Q. Spatial-temporal attention network for depression "
        "recognition from facial videos. Expert Systems with Applications, 2023. doi:10.1016/j.eswa.2023.121410"
    ),
    "dlib": "King DE. Dlib-ml: a machine learning toolkit. Journal of Machine Learning Research 10:1755-1758, 2009.",
    "landmarks": (
        "Kazemi V, Sullivan J. One millisecond face alignment with an ensemble of regression trees. CVPR 2014. "
        "doi:10.1109/CVPR.2014.241"
    ),
    "300w": (
        "Sagonas C, Antonakos E, Tzimiropoulos G, Zafeiriou S, Pantic M. 300 faces in-the-wild challenge: database and "
        "results. Image and Vision Computing 47:3-18, 2016. doi:10.1016/j.imavis.2016.01.002"
    ),
    "bdi": "Beck AT, Steer RA, Brown GK. Manual for the Beck Depression Inventory-II. Psychological Corporation, 1996.",
    "gradcampp": (
        "Chattopadhay A, Sarkar A, Howlader P, Balasubramanian VN. Grad-CAM++: generalized gradient-based visual "
        "explanations for deep convolutional networks. WACV 2018. doi:10.1109/WACV.2018.00097"
    ),
    "guided": (
        "Springenberg JT, Dosovitskiy A, Brox T, Riedmiller M. Striving for simplicity: the all convolutional net. "
        "ICLR 2015 (workshop). arXiv:1412.6806"
    ),
    "pytorch": (
        "Paszke A, Gross S, Massa F, et al. PyTorch: an imperative style, high-performance deep learning library. "
        "NeurIPS 2019."
    ),
}
KIND_WORDS = {
    "spatial": "spatial attention",
    "temporal": "temporal attention",
    "fusion_feature": "both attentions, features fused",
    "fusion_vector": "both attentions, attention vectors fused",
}
SLICING_WORDS = {
    "published": "whose starts were spread evenly, so that they overlap and the last ends with the recording",
    "contiguous": "one after the other",
}


def methods_text(store: AnalysisView) -> str:
    """The paragraph and its references, for the settings of an analysis.

    Files are named by hashes: neither names nor paths, which may tell who was recorded.
    """
    manifest = store.manifest
    sentences = [
        *_network(manifest),
        *_faces(manifest),
        *_clips(store),
        *_maps(manifest),
        *_computing(store),
    ]
    body, numbers = _numbered(" ".join(sentences))
    return body + "\n\n" + "".join(f"[{number}] {REFERENCES[key]}\n" for key, number in numbers.items())


def _numbered(text: str) -> tuple[str, dict[str, int]]:
    """``[@key @key]`` → ``[1, 2]``, numbered in the order in which they are first cited; and the number of each key."""
    numbers: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        keys = found[1].replace("@", "").split()
        return "[" + ", ".join(str(numbers.setdefault(key, len(numbers) + 1)) for key in keys) + "]"

    return re.sub(r"\[(@[^\]]+)\]", number, text), numbers


def write_methods(store: AnalysisView, path: Path) -> None:
    """Write it as a text file, whole or not at all.

    Raises:
        ExportError: the file cannot be written.
    """
    with whole_file(path) as unfinished:
        unfinished.write_text(methods_text(store), encoding="utf-8")


def _network(manifest: Manifest) -> list[str]:
    config: dict[str, Any] = manifest.checkpoint.config
    architecture = config.get("architecture", "sta_drn")
    if architecture == "sta_drn":
        kind = config.get("kind", "")
        stated = {"K": config.get("groups"), "bottleneck width": config.get("features")}
        details = [KIND_WORDS.get(kind, kind), *(f"{name} {value}" for name, value in stated.items() if value)]
        network = f"STA-DRN [@sta_drn] ({', '.join(filter(None, details))})"
    else:
        network = f"a network of the type {architecture}, trained and explained like STA-DRN [@sta_drn]"
    state = "" if manifest.checkpoint.trained else " It was untrained: its scores mean nothing."
    known = manifest.checkpoint.known_error or "unknown"
    return [
        f"Recordings were analysed with STA-DRN Workbench {__version__} [@software].",
        f"BDI-II scores [@bdi] were estimated by {network}, checkpoint SHA-256 "
        f"{manifest.checkpoint.sha256[:16]}…; its error on people it has not learned from: {known}.{state}",
    ]


def _faces(manifest: Manifest) -> list[str]:
    settings, alignment = manifest.settings, manifest.settings.alignment
    every = "Every frame was" if settings.sample_interval == 1 else f"One of {settings.sample_interval} frames was"
    if manifest.recording.is_aligned:
        return [f"{every} taken from recordings whose faces were aligned beforehand, {alignment.size_px} px wide."]
    who = "the largest face" if settings.face_choice is None else "a face picked by hand"
    version = manifest.versions.get("dlib-bin") or manifest.versions.get("dlib")
    dlib = f"dlib {version}" if version else "dlib"
    return [
        f"{every} taken. Faces were detected and 68 landmarks found with {dlib} [@dlib @landmarks] (landmark "
        f"model trained on 300-W [@300w], whose licence excludes commercial use), following {who}.",
        f"Each was aligned by a similarity transform to {alignment.size_px} × {alignment.size_px} px, the eye line at "
        f"{alignment.eye_line:.2f} of the height and the distance from eyes to mouth {alignment.eyes_to_mouth:.2f} of "
        "the side.",
    ]


def _clips(store: AnalysisView) -> list[str]:
    from stadrn_core.clips import LEAST_FACE_SHARE

    plan, settings = store.plan, store.manifest.settings
    return [
        f"The sampled frames were cut into clips of {plan.clip_length}, {SLICING_WORDS[settings.slicing]}; clips with "
        f"a face in fewer than {LEAST_FACE_SHARE:.0%} of their frames were left out, and in others the nearest face "
        "was held where there was none.",
        f"A clip's score is {store.manifest.score_range:g} × the network's output, clamped at 0, and a recording's "
        "score the mean over its clips.",
    ]


def _maps(manifest: Manifest) -> list[str]:
    layer = manifest.settings.target_layer
    slots, rows, columns = manifest.map_shape
    where = "the last stage" if layer == LAST_STAGE else layer.replace("_", " ")
    sentences = [
        f"The unclamped output was explained by Grad-CAM++ [@gradcampp] in three dimensions at {where} "
        f"({slots} × {rows} × {columns} cells a clip, {manifest.temporal_stride} sampled frames and "
        f"{manifest.spatial_stride} px apart), multiplied by the clip's score."
    ]
    if manifest.has_signed_points:
        sentences.append(
            "Signed evidence is each cell's share of the output in BDI-II points: it adds up to the score before "
            "clamping, less the bias."
        )
    if manifest.settings.guided != "none":
        sentences.append("Guided backpropagation [@guided] of the same output shows finer detail.")
    return sentences


def _computing(store: AnalysisView) -> list[str]:
    manifest = store.manifest
    torch = f" {manifest.versions['torch']}" if "torch" in manifest.versions else ""
    return [
        f"Computed with PyTorch{torch} [@pytorch] on {computed_on(manifest, store.records.values())}.",
        "Such maps show what the network responded to, not why a person is depressed; they are for research and no "
        "diagnosis.",
    ]
