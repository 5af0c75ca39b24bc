"""The user guide: it builds, it is read in the window, and what it and README name is there."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextDocument

from app import theme
from app.__main__ import looks_like_path
from app.actions import shown_key
from app.dialogs.guide import GuideDialog
from app.guide_pages import COMMAND_LINE, FIRST_PAGE, KEYS, PAGES, filled, guide_folder, title_of
from app.main_window import MainWindow
from app.workspace import Workspace
from stadrn_core.cli import app as command_line

PROJECT = Path(__file__).resolve().parents[2]
TEXTS = {page: (guide_folder() / f"{page}.md").read_text(encoding="utf-8") for page in (FIRST_PAGE, *PAGES)}
TEXTS["README"] = (PROJECT / "README.md").read_text(encoding="utf-8")
MENU_PATH = re.compile(r"(?<!\*)\*([A-Z][^*→]* → [^*]+)\*(?!\*)")
LEAST_MENU_PATHS = 30
LEAST_KEYS = 12
LEAST_COMMAND_LINES = 40


@pytest.fixture
def window(qtbot: Any, workspace: Workspace, dressed: None) -> MainWindow:
    window = MainWindow(workspace)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def guide(window: MainWindow) -> GuideDialog:
    window.actions_.by_name["guide"].trigger()
    assert isinstance(window.dialog, GuideDialog)
    return window.dialog


# -- what is named is there ------------------------------------------------------------


def tokens(text: str) -> Iterator[Token]:
    for block in MarkdownIt("commonmark").enable("table").parse(text):
        yield from (block, *(block.children or ()))


def emphasised(text: str) -> Iterator[str]:
    """What stands in italics, in the order of the text."""
    said: list[str] | None = None
    for token in tokens(text):
        if token.type == "em_open":
            said = []
        elif token.type == "em_close" and said is not None:
            yield "".join(said)
            said = None
        elif said is not None:
            said.append(token.content or " ")


def test_every_menu_path_that_is_quoted_is_in_the_menus(window: MainWindow) -> None:
    there = {
        f"{menu.text()} → {entry.text()}"
        for menu in window.menuBar().actions()
        for entry in menu.menu().actions()  # type: ignore[attr-defined]
        if entry.text()
    }
    quoted = {(page, path) for page, text in TEXTS.items() for path in MENU_PATH.findall(text.replace("\n", " "))}
    assert len(quoted) > LEAST_MENU_PATHS
    assert {path for _, path in quoted} <= there, sorted(one for one in quoted if one[1] not in there)


def test_a_menu_path_that_is_not_there_would_be_found() -> None:
    assert MENU_PATH.findall("see *File → Fly…* and **File → Bold** and *Files*") == ["File → Fly…"]


def test_keys_beside_menu_paths_are_the_commands_keys(window: MainWindow) -> None:
    keys = {
        f"{command.group} → {command.text}": {shown_key(key) for key in command.keys}
        for command in window.actions_.commands.values()
    }
    beside = re.compile(MENU_PATH.pattern + r" (?:\(([^) ]+)\)|\| ([^ |]+) \|)")
    quoted = [
        (page, path, in_brackets or in_table)
        for page, text in TEXTS.items()
        for path, in_brackets, in_table in beside.findall(text.replace("\n", " "))
    ]
    assert len(quoted) > LEAST_KEYS
    assert not [one for one in quoted if one[2] not in keys[one[1]]]


def strings_of_the_program() -> set[str]:
    """Every text in the source that may be shown."""
    files = [*(PROJECT / "app").rglob("*.py"), *(PROJECT / "stadrn_core").rglob("*.py")]
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in files)
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_word_of_the_window_that_the_guide_quotes_is_a_text_of_the_window() -> None:
    """Italics in the guide are words of the window."""
    there = strings_of_the_program()
    quoted = {
        (page, words)
        for page, text in TEXTS.items()
        if page != "README"
        for words in emphasised(text)
        if "→" not in words and len(words) > 1
    }
    assert len(quoted) > LEAST_MENU_PATHS
    assert not sorted(one for one in quoted if one[1] not in there)


def commands_of(text: str) -> Iterator[list[str]]:
    """Every command line that begins with ``stadrn``, as words."""
    for token in tokens(text):
        if token.type in ("code_inline", "fence"):
            for line in token.content.splitlines():
                found = re.match(r"(?:\$ |\.venv[/\\](?:bin|Scripts)[/\\])?stadrn(?= |$)(.*)", line)
                if found:
                    yield shlex.split(found[1], comments=True)


def wrong_words(words: list[str]) -> list[str]:
    """Subcommands and options among the words of a command line that do not exist."""
    command = typer.main.get_command(command_line)
    while words and hasattr(command, "commands") and words[0] in command.commands:
        command, words = command.commands[words[0]], words[1:]
    if words and hasattr(command, "commands") and not words[0].startswith("-") and not looks_like_path(words[0]):
        return words[:1]
    known = {"--help"} | {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    return [word for word in words if word.startswith("--") and word not in known]


def test_every_command_line_that_is_quoted_exists() -> None:
    quoted = [(page, words) for page, text in TEXTS.items() for words in commands_of(text)]
    assert len(quoted) > LEAST_COMMAND_LINES
    assert not [(page, words, wrong) for page, words in quoted if (wrong := wrong_words(words))]


def test_a_command_line_that_does_not_exist_would_be_found() -> None:
    text = "`stadrn explain a.mp4 --fly 3` and\n\n```sh\nstadrn fly   # high\nstadrn a.mp4 b.pth\n```\n"
    assert [wrong_words(words) for words in commands_of(text)] == [["--fly"], ["fly"], []]


def all_options() -> set[str]:
    def options(command: Any) -> set[str]:
        own = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
        return own.union(*(options(one) for one in getattr(command, "commands", {}).values()))

    return options(typer.main.get_command(command_line)) | {"--help"}


def test_every_option_that_is_quoted_alone_exists() -> None:
    there = all_options()
    quoted = {
        (page, found)
        for page, text in TEXTS.items()
        for token in tokens(text)
        if token.type == "code_inline" and token.content.startswith("--")
        for found in re.findall(r"--[a-z-]+", token.content)
    }
    assert quoted
    assert not sorted(one for one in quoted if one[1] not in there)


def test_links_between_pages_and_pictures_lead_somewhere() -> None:
    for page, text in TEXTS.items():
        folder = PROJECT if page == "README" else guide_folder()
        for token in tokens(text):
            target = str(token.attrs.get("href") or token.attrs.get("src") or "")
            if target and "://" not in target:
                assert (folder / target).exists(), f"{page}: {target}"


# -- web pages ------------------------------------------------------------


def test_the_guide_builds_without_a_warning(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", guide_folder(), tmp_path / "html"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "html").glob("*.html")}
    assert {FIRST_PAGE, *PAGES} <= set(pages)
    assert "Ctrl+Shift+P" in pages["keys"]
    assert "--deidentify" in pages["command-line"]
    assert all(one not in text for text in pages.values() for one in (KEYS, COMMAND_LINE))
    assert 'href="troubleshooting.html"' in pages[FIRST_PAGE]
    for mode in ("light", "dark"):
        assert re.search(rf'class="only-{mode}[^>]*window-{mode}\.webp', pages[FIRST_PAGE])


def test_every_page_is_in_the_contents() -> None:
    assert {path.stem for path in guide_folder().glob("*.md")} == {FIRST_PAGE, *PAGES}


# -- in the window ------------------------------------------------------------


def test_pages_are_chosen_in_the_contents_and_by_links(qtbot: Any, guide: GuideDialog) -> None:
    assert [guide.contents.item(i).text() for i in range(guide.contents.count())] == [
        title_of(page) for page in (FIRST_PAGE, *PAGES)
    ]
    for row, page in enumerate((FIRST_PAGE, *PAGES)):
        guide.contents.setCurrentRow(row)
        assert guide.page.page == page
        assert guide.page.toPlainText().startswith(title_of(page))
    guide.contents.setCurrentRow(0)
    press_link(qtbot, guide, "What the maps mean")
    assert guide.page.page == "maps"
    assert guide.page.toPlainText().startswith(title_of("maps"))
    assert guide.contents.currentItem().text() == title_of("maps")


def press_link(qtbot: Any, guide: GuideDialog, words: str) -> None:
    """Click on the first place where the words stand."""
    page = guide.page
    page.setTextCursor(page.document().find(words))
    page.ensureCursorVisible()
    place = page.cursorRect().center() - QPoint(8, 0)
    assert page.anchorAt(place)
    qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_links_out_of_the_guide_open_in_the_browser(
    qtbot: Any, guide: GuideDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    press_link(qtbot, guide, "Pan et al.")
    assert opened == ["https://doi.org/10.1016/j.eswa.2023.121410"]
    assert guide.page.page == FIRST_PAGE


def test_the_page_of_keys_has_every_command_with_its_keys_as_they_are_now(window: MainWindow) -> None:
    window.actions_.rebind("demo", ("Ctrl+Alt+D",))
    page = filled(TEXTS["keys"], window.actions_)
    for name, command in window.actions_.commands.items():
        keys = window.actions_.keys_of(name)
        words, first = re.escape(command.text.rstrip("…")), re.escape(shown_key(keys[0]) if keys else "–")
        assert re.search(rf"\| {words} \| `?{first}", page)
    assert "| Open the demo | `Ctrl+Alt+D` |" in page


def test_the_page_of_the_command_line_has_every_command_and_option(window: MainWindow) -> None:
    page = filled(TEXTS["command-line"], window.actions_)
    assert all(option in page for option in all_options())
    assert "## `stadrn explain`" in page


def test_pictures_fit_and_are_of_the_theme(qtbot: Any, guide: GuideDialog, qapp: Any) -> None:
    url = QUrl("pictures/window-light.webp")

    def ground() -> int:
        picture = guide.page.loadResource(QTextDocument.ResourceType.ImageResource, url)
        assert 0 < picture.width() / picture.devicePixelRatio() <= guide.page.viewport().width()
        return int(picture.pixelColor(2, picture.height() // 2).lightness())

    assert ground() < 60
    theme.apply(qapp, "light")
    assert ground() > 200


def test_the_guide_leaves_the_window_usable(guide: GuideDialog) -> None:
    assert not guide.isModal()
    assert guide.windowModality() == Qt.WindowModality.NonModal
