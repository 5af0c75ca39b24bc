"""What the engine says besides errors, as the window says it: recognised whatever its values, and said in Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from app.core_notes import NOTES
from app.core_sentences import in_own_words
from stadrn_core.face_quality import Problem
from stadrn_core.render import NOT_EXPLAINED
from stadrn_core.trust.badge import saying
from stadrn_core.trust.results import MeasureResult, Number, TrustSettings
from stadrn_core.trust.truth import NOTHING_MOVES

ROOT = Path(__file__).resolve().parents[2]
SAID_IN = {
    "analyze.py": ("_begin", "_no_face_message"),
    "batch.py": ("standing", "run_job"),
    "checkpoint.py": ("_unpickling_message",),
    "compare/facts.py": ("preprocessing_words",),
    "compare/pairs.py": ("clips_refused", "maps_refused", "cautions"),
    "damage.py": ("damage_warning",),
    "device.py": ("choose_device",),
    "explain/methods.py": ("hindrance", "_features_hindrance", "layer_words"),
    "explain/contrast.py": ("neutral_stretch", "recording_mean", "checkpoint_mean"),
    "explain/measured.py": ("measured_words",),
    "explain/queue.py": ("_make_room",),
    "export/attention_figure.py": ("competition_words",),
    "export/method_figure.py": ("map_scale", "fact_lines"),
    "export/regions.py": ("region_limits",),
    "export/table.py": ("warnings",),
    "face_quality.py": ("summary", "gaps"),
    "images.py": ("_one_face",),
    "layouts.py": ("assumed_fields",),
    "regions/cohort.py": ("_from_labels",),
    "regions/intervals.py": ("interval_words",),
    "render.py": ("_heat", "_missing_note", "_face_note", "_clip_names", "frame_maps"),
    "trust/badge.py": (
        *("_rho", "_deletion", "_draws", "_occlusion", "_randomisation", "_mean_map", "_stability", "_truth"),
    ),
    "trust/reference.py": ("words",),
    "video_index.py": ("_warnings",),
}
"""Functions that make sentences which the window shows."""
KEYS = re.compile(r"[\w ]*_[\w ]*|recording mean|checkpoint mean|neutral stretch|channels looked at")
"""Names of things in a dictionary, not words."""


def functions(path: Path, names: tuple[str, ...]) -> Iterator[ast.FunctionDef]:
    found = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    for name in names:
        wanted = [node for node in found if node.name == name]
        assert wanted, f"{path} has no function {name}"
        yield from wanted


def pieces(node: ast.AST) -> Iterator[list[str]]:
    """Of every text in a piece of code, what stands between its values; docstrings, comparisons and errors left out."""
    if isinstance(node, (ast.Raise, ast.Compare)) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ):
        return
    if isinstance(node, ast.JoinedStr):
        yield [str(part.value) for part in node.values if isinstance(part, ast.Constant)]
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from pieces(part.value)
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield [node.value]
    for child in ast.iter_child_nodes(node):
        yield from pieces(child)


def test_all_that_these_functions_say_is_known() -> None:
    unknown = []
    for file, names in SAID_IN.items():
        for function in functions(ROOT / "stadrn_core" / file, names):
            for body in function.body:
                for texts in pieces(body):
                    words = [" ".join(text.split()).strip(" ,") for text in texts if re.search(r"[A-Za-z]{3}", text)]
                    if not any(" " in text for text in words) or all(KEYS.fullmatch(text) for text in words):
                        continue
                    pattern = ".*".join(map(re.escape, words))
                    if not any(re.search(pattern, note) for note in NOTES):
                        unknown.append((file, function.name, words))
    assert not unknown, "\n".join(map(str, unknown))


def values_of(template: str) -> dict[str, str]:
    return {name: str(11 + i) for i, name in enumerate(re.findall(r"\{(\w+)\}", template))}


@pytest.mark.parametrize("template", [note for note in NOTES if "{" in note])
def test_a_sentence_is_recognised_whatever_its_values(template: str, chinese: QTranslator) -> None:
    said = template.format(**values_of(template))
    expected = QCoreApplication.translate("Notes", template).format(**values_of(template))
    assert in_own_words(said) == expected
    assert expected != said


def test_in_english_everything_stays_as_the_engine_says_it(qapp: QCoreApplication) -> None:
    for note in NOTES:
        said = note.format(**values_of(note))
        assert in_own_words(said) == said


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            f"no face in this frame: the clip holds the nearest one · {NOT_EXPLAINED}",
            "此帧没有人脸：片段沿用最近的人脸 · 尚未解释",
        ),
        (
            "clips 2 and 3 skipped: a face in only 9 of 64 frames; a face in only 3 of 64 frames, 2 cannot be decoded",
            "片段 2 和 3已跳过：64 帧中只有 9 帧有人脸；64 帧中只有 3 帧有人脸，2 帧无法解码",
        ),
        (
            f"Maps and scores may be less reliable: {Problem.POSE.words} in 12, {Problem.BLUR.words} in 3 of 90 "
            "sampled frames.",
            "热图和评分可能不太可靠：在 90 个采样帧中，人脸偏转 12 帧，人脸模糊 3 帧。",
        ),
        (
            "Not stored in this file, published defaults assumed: 2 strides in time, 63 points of score range.",
            "文件中未存储以下各项，采用已发表的默认值：时间步幅 2，评分范围 63 分。",
        ),
        ("Something, else; altogether.", "Something, else; altogether."),
    ],
)
def test_what_is_put_together_of_several_is_said_piece_by_piece(said: str, expected: str, chinese: QTranslator) -> None:
    assert in_own_words(said) == expected


def result(measure: str, *numbers: Number, clip_index: int = 1) -> MeasureResult:
    return MeasureResult(
        measure=measure, clip_index=clip_index, map_name="gradcampp", settings=TrustSettings(), numbers=numbers
    )


def findings() -> Iterator[list[MeasureResult]]:
    """Of every test, what may be found."""
    for measure in ("deletion_cells", "deletion_regions"):
        for value, low, high in ((12.0, 11.0, 14.0), (0.1, -1.0, 0.4), (-3.0, -4.0, -2.0), (0.2, None, None)):
            number = Number(name="deletion_gain", value=value, unit="points", low=low, high=high)
            yield [result(measure, number)]
            yield [result(measure, number, clip_index=i) for i in range(2)]
    for measure in ("deletion_slots", "occlusion_regions"):
        for value in (0.5, None):
            yield [result(measure, Number(name="agreement", value=value, unit="ρ"))]
    for value in (0.1, 0.99, None):
        yield [result("randomisation", Number(name="all_random", value=value, unit="ρ"))]
        for note in ("mean of 3 other clips of 1 recording", "mean of 1 other clip of 2 recordings"):
            yield [result("mean_map", Number(name="likeness", value=value, unit="ρ", note=note))]
    stability = [Number(name=name, value=0.5, unit="ρ") for name in ("flip", "noise", "shift")]
    yield [result("stability", *stability)]
    truth = [Number(name=name, value=0.5, unit="share") for name in ("pointing", "mass", "chance")]
    yield [result("truth", Number(name="judged", value=3.0, unit="moments"), *truth)]
    nothing = Number(name="pointing", value=None, unit="share", note=NOTHING_MOVES)
    yield [result("truth", Number(name="judged", value=0.0, unit="moments"), nothing)]


@pytest.mark.parametrize("results", list(findings()), ids=lambda results: f"{results[0].measure}-{len(results)}")
def test_what_a_test_of_trust_found_is_said_in_chinese(results: list[MeasureResult], chinese: QTranslator) -> None:
    said = saying(results)
    own = in_own_words(said)
    assert re.search("[A-Za-z]{2}", own) is None, own
    assert re.findall(r"[-+]?\d+\.\d+|\d+%", own) == re.findall(r"[-+]?\d+\.\d+|\d+%", said), "the same numbers"
