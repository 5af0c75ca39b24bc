"""The pages of the user guide in their order, and the parts of them that the program itself tells.

The guide is Markdown in ``resources/guide``: shown in the window, and built as web pages by Sphinx (``make guide``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadrn_core.folders import resource

if TYPE_CHECKING:
    from pathlib import Path

    from app.actions import Actions

FIRST_PAGE = "index"
PAGES = (
    "first-steps",
    "window",
    "maps",
    "clinicians",
    "researchers",
    "authors",
    "comparing",
    "batch",
    "command-line",
    "keys",
    "files",
    "troubleshooting",
)
"""Names without ``.md``, in the order in which they are read; ``index`` comes before them."""
KEYS, COMMAND_LINE, CONTENTS = "<!-- keys -->", "<!-- command line -->", "<!-- contents -->"
"""What stands in a page where the program's own words go."""


def guide_folder() -> Path:
    """Where the pages lie.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    return resource("guide")


def title_of(page: str) -> str:
    """The first heading of a page."""
    first = (guide_folder() / f"{page}.md").read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("# ")


def filled(text: str, actions: Actions) -> str:
    """A page with keys and command line put in."""
    text = text.replace(KEYS, keys_markdown(actions))
    if COMMAND_LINE in text:
        text = text.replace(COMMAND_LINE, command_line_markdown())
    return text


def keys_markdown(actions: Actions) -> str:
    """A table of commands and keys for each menu, as they are now."""
    groups: dict[str, list[str]] = {}
    for name, command in actions.commands.items():
        keys = actions.key_words(name).replace("|", r"\|")
        words = command.text.rstrip("…")
        groups.setdefault(command.group, []).append(f"| {words} | {f'`{keys}`' if keys else '–'} |")
    return "\n\n".join(
        "\n".join([f"## {group}", "", "| command | key |", "|---|---|", *rows]) for group, rows in groups.items()
    )


def command_line_markdown() -> str:
    """All commands of ``stadrn`` with arguments and options, as ``--help`` tells them."""
    import typer
    from typer.cli import get_docs_for_click

    from stadrn_core.cli import app

    command = typer.main.get_command(app)
    text: str = get_docs_for_click(obj=command, ctx=typer.Context(command), name="stadrn", indent=1)
    return text
