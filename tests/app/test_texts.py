"""Texts of the window: each literal that a user sees is translated, and translations keep what the English has."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core_words import WORDS as CORE_WORDS
from stadrn_core.explain.methods import METHODS
from stadrn_core.export.deidentify import STATEMENTS
from stadrn_core.export.deidentify import WORDS as FACES
from stadrn_core.face_quality import Problem
from stadrn_core.regions.atlas import PAIRS, Region
from stadrn_core.severity import Severity
from stadrn_core.trust.measures import MEASURES
from stadrn_core.view import GUIDED_UNIT, QUANTITY_LABELS, QUANTITY_UNITS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "app").rglob("*.py"))
CATALOGUES = sorted((ROOT / "resources" / "translations").glob("*.ts"))
TRANSLATED = {"translate", "QT_TRANSLATE_NOOP"}
TEXT_FIRST = {
    *("setText", "setPlainText", "setToolTip", "setWindowTitle", "setAccessibleName", "setAccessibleDescription"),
    *("setPlaceholderText", "setStatusTip", "setWhatsThis", "setTitle", "setLabelText", "setPrefix", "setSuffix"),
    *("setSpecialValueText", "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QToolButton", "QGroupBox"),
    *("label", "heading", "labelled", "ElidedLabel", "add_button", "add_close"),
}
"""What shows its first argument."""
TEXT_SOMEWHERE = {
    *("addItem", "addTab", "addAction", "addMenu", "setTabText", "setItemText", "drawText", "QAction", "QMenu"),
    *("Segmented", "set_words", "set_key_tip", "UserMessage", "Command", "getOpenFileName", "getSaveFileName"),
    *("getExistingDirectory", "run_side_task", "setHorizontalHeaderLabels", "setHeaderLabels"),
}
"""What shows some argument, beside keys in small letters."""
WORDS = re.compile(r"[^\W\d_]{2,}")
KEY = re.compile(r"[a-z0-9 _.]+")
SENTENCE = re.compile(r"^\W*[A-Z][a-z]+( [^\W\d_'’-]+){2,}|[a-z]{2,}[.…]$| [a-z]+ [a-z]+ ")
PROGRESS = {"Progress"}
"""Its words are the engine's, and translated where they are shown."""
GROUPS = {"File", "Analysis", "Playback", "Range", "Marks", "View", "Compare", "Window", "Help"}
"""Keys of ``MENU_TITLES``."""
NOT_TEXTS = {
    "app/__main__.py": ".*",  # said on the terminal, before there is a window
    "app/problem_report.py": ".*",  # sent to the makers of the program
    "app/dialogs/log.py": r"every .* px|.*frames, ",  # part of that report
    "app/dialogs/export_options.py": r"CRF |NPZ|CSV|Parquet",  # names
    "app/batch_options.py": "CRF ",
    "app/dialogs/figure_options.py": r"Times New Roman|one and a half| mm| dpi",  # a font, a key, units
    "app/dialogs/figure.py": r"  figure\.pdf",  # part of a file's name
    "app/dialogs/methods.py": r" \.pdf",
    "app/dialogs/preferences.py": r" GB|CPU",
    "app/theme.py": ".*Sans.*",  # fonts
    "app/key_tips.py": "commands of the tip",  # a property of widgets
    "app/guide_pages.py": "<!-- command line -->",
    "app/method_tasks.py": "mean of .*",  # kept in the manifest
    "app/actions.py": r"[A-Z][a-z]+(\+.*)?|(Ctrl|Shift|Alt)\+.*|F\d+",  # keys of the keyboard
    "app/compare_commands.py": r"(Ctrl|Shift)\+.*|F\d+",
}
"""By file, what is no text of the window, as a pattern."""


def shown_texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, text): literals that a user may see and that are not translated."""

    def walk(node: ast.AST, shown: str) -> Iterator[tuple[int, str]]:
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in TRANSLATED | PROGRESS:
                return
            yield from walk(node.func, "")
            elsewhere = "texts" if name in TEXT_SOMEWHERE else ""
            for i, argument in enumerate(node.args):
                yield from walk(argument, "all" if name in TEXT_FIRST and i == 0 else elsewhere)
            for keyword in node.keywords:
                yield from walk(keyword.value, elsewhere)
            return
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            return  # a programmer's error; a docstring
        text = literal(node)
        if text is not None:
            is_text = WORDS.search(text) and (shown == "all" or (shown and not KEY.fullmatch(text)))
            if text not in GROUPS and (is_text or SENTENCE.search(text)):
                yield getattr(node, "lineno", 0), text
            return
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                yield from walk(key, "") if key is not None else ()
                yield from walk(value, shown)
            return
        if isinstance(node, ast.Subscript | ast.Compare | ast.Lambda):
            shown = ""
        for child in ast.iter_child_nodes(node):
            yield from walk(child, shown)

    return walk(tree, "")


def literal(node: ast.AST) -> str | None:
    """The words of a literal; of an f-string what stands between its values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else " " for part in node.values)
    return None


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_text_is_translated(source: Path) -> None:
    no_text = re.compile(NOT_TEXTS.get(source.relative_to(ROOT).as_posix(), r"(?!)"))
    found = shown_texts(ast.parse(source.read_text(encoding="utf-8")))
    assert [(line, text) for line, text in found if not no_text.fullmatch(text)] == [], "use app.translation.translate"


@pytest.mark.parametrize(
    "code",
    [
        'QPushButton("Open")',
        'box.setText(f"{count} clips")',
        'box.setText("none" if empty else words)',
        'label("untrained", "badge")',
        'TIPS = {"a": "One scale for each clip"}',
        'UserMessage("error", title, f"{name} failed.")',
        'self.add(labelled("Folder", self.folder))',
    ],
)
def test_a_text_that_is_not_translated_is_found(code: str) -> None:
    assert list(shown_texts(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        'QPushButton(translate("Dialog", "Open"))',
        'box.setText(translate("Dialog", "{count} clips").format(count=1))',
        'label(text, "small")',
        'raise ValueError("size_px must be at least 1, got 0")',
        'box.addItem(text, "recording")',
    ],
)
def test_keys_and_translated_texts_are_let_be(code: str) -> None:
    assert list(shown_texts(ast.parse(code))) == []


def messages(catalogue: Path) -> list[tuple[str, str, bool]]:
    """(source, translation, whether it is finished)."""
    root = ElementTree.parse(catalogue).getroot()
    return [
        (
            message.findtext("source", ""),
            message.findtext("translation", ""),
            message.find("translation").get("type") is None,  # type: ignore[union-attr]
        )
        for message in root.iter("message")
    ]


def kept(text: str) -> tuple[object, ...]:
    """What a translation has to have like its source: placeholders, mnemonic, ends."""
    fields = sorted(re.findall(r"\{[^{}]*\}|%n", text))
    stripped = text.strip()
    ends = (text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :])
    return fields, bool(re.search(r"&\w", text)), stripped.endswith("…"), stripped.endswith((":", "：")), ends


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_catalogue_is_complete(catalogue: Path) -> None:
    assert [source for source, words, is_finished in messages(catalogue) if not (words and is_finished)] == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_placeholders_and_ends_are_those_of_the_source(catalogue: Path) -> None:
    assert [(source, words) for source, words, _ in messages(catalogue) if words and kept(source) != kept(words)] == []


def test_file_filters_keep_their_patterns() -> None:
    pattern = re.compile(r"\*\.\w+")
    for catalogue in CATALOGUES:
        for source, words, _ in messages(catalogue):
            assert pattern.findall(source) == pattern.findall(words)


def test_words_of_the_engine_can_be_translated() -> None:
    """They are collected from a list of their own, which has all that the engine shows by these names."""
    words = [
        *(band.label for band in Severity),
        *(problem.words for problem in Problem),
        *(region.label for region in Region),
        *PAIRS,
        *FACES.values(),
        *filter(None, STATEMENTS.values()),
        *QUANTITY_LABELS.values(),
        *QUANTITY_UNITS.values(),
        GUIDED_UNIT,
        *(text for one in METHODS.values() for text in (one.title, one.words, one.caution, one.unit)),
        *(text for one in MEASURES.values() for text in (one.title, one.question, one.reading)),
    ]
    assert set(words) <= set(CORE_WORDS)
    assert len(set(CORE_WORDS)) == len(CORE_WORDS)
