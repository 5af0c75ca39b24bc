"""The engine's errors as the window says them: each sentence known, recognised with any values, put together again."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from app.core_errors import ERRORS
from app.core_sentences import in_own_words
from app.messages import UserMessage
from app.worker import failure
from stadrn_core import errors
from stadrn_core.errors import StoreError, VideoError
from stadrn_core.store import AnalysisStore

ROOT = Path(__file__).resolve().parents[2]
ONLY_ON_THE_COMMAND_LINE = re.compile(
    r"stadrn_core/(cli/|synthetic/|train|training|evaluate|labels|predictions|variants|recalibrate|robustness|localize|"
    r"subject|avec|metrics|method_study|complexity|data\.py|augment|objective|judge|cluster)"
)
"""Training, evaluation, synthetic faces and studies: the window does none of them."""
COMPOSED = 3
"""Errors whose sentence is put together by a function, or is another error's."""


def template_of(node: ast.expr) -> str | None:
    """A message with names in place of its values; None where it is put together elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    words, seen = "", dict[str, int]()
    for part in node.values:
        if isinstance(part, ast.Constant):
            words += str(part.value)
            continue
        assert isinstance(part, ast.FormattedValue)
        value = part.value
        name = value.id if isinstance(value, ast.Name) else value.attr if isinstance(value, ast.Attribute) else "value"
        seen[name] = seen.get(name, 0) + 1
        words += f"{{{name}}}" if seen[name] == 1 else f"{{{name}_{seen[name]}}}"
    return words


def messages() -> Iterator[str | None]:
    """Of all errors that the engine raises and the window may show."""
    names = {name for name in vars(errors) if name.endswith("Error")}
    for path in sorted((ROOT / "stadrn_core").rglob("*.py")):
        if ONLY_ON_THE_COMMAND_LINE.match(path.relative_to(ROOT).as_posix()):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names and node.args:
                yield template_of(node.args[0])


def test_every_sentence_of_the_engine_is_known() -> None:
    found = list(messages())
    assert found.count(None) == COMPOSED
    assert {shape(one) for one in found if one is not None} == set(map(shape, ERRORS))
    assert len(set(map(shape, ERRORS))) == len(ERRORS)


def shape(template: str) -> str:
    """What tells sentences apart: a value's name does not."""
    return re.sub(r"\{\w+\}", "{}", template)


def values_of(template: str) -> dict[str, str]:
    """Made-up values, no two alike: numbers for constants, else a file's name with signs of sentences."""
    names = re.findall(r"\{(\w+)\}", template)
    return {
        name: str(i) if name.isupper() or name == "what" else f"/home/visit, {i}.mp4" for i, name in enumerate(names)
    }


@pytest.mark.parametrize("template", ERRORS)
def test_a_sentence_is_recognised_whatever_its_values(template: str, chinese: QTranslator) -> None:
    said = template.format(**values_of(template))
    expected = QCoreApplication.translate("Errors", template).format(**values_of(template))
    assert in_own_words(VideoError(said)) == expected
    assert expected != said


def test_a_real_error_is_said_in_chinese_with_its_file(tmp_path: Path, chinese: QTranslator) -> None:
    with pytest.raises(StoreError) as caught:
        AnalysisStore.open(tmp_path / "visit 3")
    message = failure(caught.value, "x")
    assert isinstance(message, UserMessage)
    assert message.text.startswith(f"{tmp_path / 'visit 3'} 不是存储的分析")
    assert "is not a stored analysis" in str(caught.value), "the log and the command line stay English"


def test_what_is_not_known_stays_as_it_is(qapp: QCoreApplication) -> None:
    assert in_own_words(VideoError("Something else.")) == "Something else."
    assert in_own_words(VideoError(ERRORS[0].format(**values_of(ERRORS[0])))) == ERRORS[0].format(
        **values_of(ERRORS[0])
    )
