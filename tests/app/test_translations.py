from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from app import translation
from app.preferences import Preferences
from app.translation import LANGUAGES, install_language, language_of_system

ROOT = Path(__file__).resolve().parents[2]
RECIPE = runpy.run_path(str(ROOT / "resources" / "recipes" / "make_translations.py"))
CATALOGUES = sorted((ROOT / "resources" / "translations").glob("*.ts"))


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_compiled_catalogue_is_that_of_its_source(catalogue: Path, tmp_path: Path) -> None:
    RECIPE["compile_to"](catalogue, tmp_path / "compiled.qm")
    assert (tmp_path / "compiled.qm").read_bytes() == catalogue.with_suffix(".qm").read_bytes(), "make translations"


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_catalogue_has_the_texts_of_the_window(catalogue: Path, tmp_path: Path) -> None:
    copy = shutil.copy(catalogue, tmp_path)
    RECIPE["update"](Path(copy))
    assert Path(copy).read_text(encoding="utf-8") == catalogue.read_text(encoding="utf-8"), "make translations"


def test_every_language_that_can_be_chosen_has_a_catalogue() -> None:
    assert {path.stem for path in CATALOGUES} == set(LANGUAGES) - {"system", "en"}


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        (["zh-Hans-CN", "zh-CN", "zh"], "zh_CN"),
        (["en-US", "zh-CN"], "en"),
        (["de-DE", "de"], "en"),
        (["C"], "en"),
        ([], "en"),
    ],
)
def test_language_of_the_desktop(languages: list[str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QLocale, "uiLanguages", lambda _: languages)
    assert language_of_system() == expected


def test_a_catalogue_that_cannot_be_read_is_told(
    qapp: QCoreApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "zh_CN.qm"
    empty.write_bytes(b"")
    monkeypatch.setattr(translation, "resource", lambda _: empty)
    with pytest.raises(FileNotFoundError, match=r"zh_CN\.qm"):
        install_language("zh_CN", qapp)


def test_english_needs_no_catalogue(qapp: QCoreApplication) -> None:
    before = len(qapp.findChildren(QTranslator))
    install_language("en", qapp)
    assert len(qapp.findChildren(QTranslator)) == before


def test_language_is_remembered(qapp: QCoreApplication) -> None:
    preferences = Preferences()
    assert preferences.language == "system"
    preferences.language = "zh_CN"
    preferences.flush()
    assert Preferences().language == "zh_CN"
