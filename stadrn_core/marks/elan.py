"""Marks as an ELAN document (.eaf), a tier for each category: for annotation studies, and back.

Annotations of a tier must not overlap in ELAN: marks of a category that do are laid out on further tiers, named
``speech #2`` after the category, and come back to it. By pympi-ling, which reads and writes ELAN's format.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from pympi.Elan import Eaf

from stadrn_core.errors import MarksError
from stadrn_core.export.files import whole_file
from stadrn_core.marks.marks import Mark, in_order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stadrn_core.marks.timing import Timing

EMPTY_TIER = "default"
FURTHER_TIER = re.compile(r"(.+) #\d+")


def write_elan(path: Path, marks: Sequence[Mark], timing: Timing, recording: Path | None = None) -> None:
    """Write a document; times are whole milliseconds there.

    Args:
        path: ends in .eaf.
        marks: of one recording.
        timing: of it.
        recording: linked in the document where given; its path may tell who was recorded.

    Raises:
        ExportError: the file cannot be written.
    """
    document = Eaf(author="STA-DRN Workbench")
    ends: dict[str, int] = {}
    annotations = []
    for mark in in_order(list(marks)):
        start, end = (round(1000 * seconds) for seconds in timing.span(mark.first_frame, mark.last_frame))
        end = max(end, start + 1)
        names = (mark.category if n == 1 else f"{mark.category} #{n}" for n in count(1))
        tier = next(name for name in names if ends.get(name, 0) <= start)
        ends[tier] = end
        annotations.append((tier, start, end, mark.text))
    for tier in sorted(ends):
        document.add_tier(tier)
    if marks and EMPTY_TIER not in ends:
        document.remove_tier(EMPTY_TIER)
    for annotation in annotations:
        document.add_annotation(*annotation)
    if recording is not None:
        document.add_linked_file(str(recording), mimetype="video/mp4")
    with whole_file(path) as unfinished:
        document.to_file(str(unfinished))


def read_elan(path: Path, timing: Timing) -> tuple[Mark, ...]:
    """All annotations of all tiers that have times of their own.

    Raises:
        MarksError: naming the file and the annotation.
    """
    try:
        ElementTree.parse(path)  # pympi does not tell a file that is no XML from others
        document = Eaf(str(path))
    except OSError as error:
        raise MarksError(f"{path}: cannot be read ({error.strerror}). Check its place.") from error
    except (ElementTree.ParseError, KeyError, ValueError, AttributeError) as error:
        raise MarksError(f"{path}: not an ELAN document ({error}). Save it in ELAN again.") from error
    marks = []
    tiers = list(document.get_tier_names())
    for tier in tiers:
        further = FURTHER_TIER.fullmatch(tier)
        category = further[1] if further and further[1] in tiers else tier
        for start, end, text, *_ in document.get_annotation_data_for_tier(tier):
            try:
                first, last = timing.frames(start / 1000, end / 1000)
            except ValueError as error:
                raise MarksError(
                    f"{path}, tier {tier!r} at {start / 1000:g} s: not of this recording ({error}). "
                    "Nothing was imported."
                ) from error
            marks.append(Mark(first_frame=first, last_frame=last, category=category, text=text or ""))
    return in_order(marks)
