"""Sentences of the engine in the user's language.

The engine writes English, values put in, for its log, its files and the command line. Its sentences are listed
(``core_errors``, ``core_notes``; single words in ``core_words``): one is recognised whatever its values, which are put
into its translation.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.core_errors import ERRORS
from app.core_notes import FREE, NOTES
from app.translation import translate

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS = r"[-+\de.,%/–? ]+?"
"""One number, a share, or several of them."""
IN_A_ROW = {
    " · ": QT_TRANSLATE_NOOP("Notes", "{first} · {others}"),
    "; ": QT_TRANSLATE_NOOP("Notes", "{first}; {others}"),
    ", ": QT_TRANSLATE_NOOP("Notes", "{first}, {others}"),
}
"""How sentences or words are put after each other; the first separator that there is parts them."""


def in_own_words(said: str | Exception) -> str:
    """What the engine says, in the user's language; as it is where it is not known here."""
    text = str(said)
    if (word := translate("Core", text)) != text:
        return word
    if (known := _recognised(text)) is not None:
        context, template, values = known
        own = {name: in_own_words(value) if name.endswith("_words") else value for name, value in values}
        return translate(context, template).format(**own)
    separator = next((one for one in IN_A_ROW if one in text), None)
    if separator is None:
        return text
    first, others = text.split(separator, 1)
    own_first, own_others = in_own_words(first), in_own_words(others)
    if (own_first, own_others) == (first, others):
        return text
    return translate("Notes", str(IN_A_ROW[separator])).format(first=own_first, others=own_others)


@lru_cache(maxsize=512)
def _recognised(text: str) -> tuple[str, str, tuple[tuple[str, str], ...]] | None:
    """Context and template of a sentence, and its values by their names."""
    found = [
        (context, template, match)
        for context, template, pattern in _patterns()
        if (match := pattern.fullmatch(text)) is not None
    ]
    if not found:
        return None
    # Of several that fit, the one that leaves least to its values.
    context, template, match = min(found, key=lambda one: sum(map(len, one[2].groups())))
    return context, template, tuple(match.groupdict().items())


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    errors = [("Errors", one, _pattern(one, lambda _name: True)) for one in ERRORS]
    return (*errors, *(("Notes", one, _pattern(one, _is_text)) for one in NOTES))


def _is_text(name: str) -> bool:
    return name in FREE or name.endswith("_words")


def _pattern(template: str, is_text: Callable[[str], bool]) -> re.Pattern[str]:
    """Matches the sentence with any texts and numbers."""
    parts = re.split(r"\{(\w+)\}", template)
    texts, names = parts[::2], parts[1::2]
    groups = [f"(?P<{name}>{'.*?' if is_text(name) else NUMBERS})" for name in names]
    pieces = [re.escape(texts[0])]
    for group, text in zip(groups, texts[1:], strict=True):
        pieces += [group, re.escape(text)]
    return re.compile("".join(pieces), re.DOTALL)
