"""Texts of the window in the user's language.

Texts are written in English where they are used: ``translate("Context", "literal")``. Their translations stand in
``resources/translations``. Constants are translated when their module is imported, so the language is installed before
the window's modules are (``app.main.run``); another one takes effect at the next start.
"""

from __future__ import annotations

from typing import Literal, get_args

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from stadrn_core.folders import resource

Language = Literal["system", "en", "zh_CN"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LANGUAGE_NAMES = {"en": "English", "zh_CN": "中文"}
"""Each in itself, so that it can be read by whoever looks for it."""

translate = QCoreApplication.translate


def language_of_system() -> Language:
    """Chinese where the desktop's first language is Chinese, in whatever script; else English."""
    return "zh_CN" if "".join(QLocale.system().uiLanguages()[:1]).startswith("zh") else "en"


def install_language(language: Language, application: QCoreApplication) -> None:
    """Have all texts that are translated from now on in a language, and Qt's own (buttons of file dialogs) with them.

    Raises:
        FileNotFoundError: a catalogue is missing, so the installation is incomplete.
    """
    chosen = language_of_system() if language == "system" else language
    if chosen == "en":
        return
    _load(str(resource(f"translations/{chosen}.qm")), application)
    _load(f"{QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)}/qtbase_{chosen}.qm", application)


def _load(path: str, application: QCoreApplication) -> None:
    translator = QTranslator(application)
    if not translator.load(path):
        raise FileNotFoundError(f"{path} is not a catalogue of translations: install the program again")
    application.installTranslator(translator)
