"""What a figure was made of and how, carried by the figure itself: from it the same file can be made again.

A recipe names recording and checkpoint by hashes, never by names or paths: those may tell who was recorded.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self, get_args
from xml.etree import ElementTree

from PIL import Image, UnidentifiedImageError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from stadrn_core import __version__
from stadrn_core.errors import ExportError
from stadrn_core.regions.sums import Measure
from stadrn_core.types import Deidentify
from stadrn_core.view import ViewSettings

if TYPE_CHECKING:
    from stadrn_core.manifest import Manifest

Kind = Literal["frames", "timeline", "region_raster", "checkpoints"]
"""``frames`` with their maps; score, evidence and heat over time; regions of the face over time; the same frames by
several checkpoints."""
KINDS: tuple[Kind, ...] = get_args(Kind)
NEED_FRAMES: tuple[Kind, ...] = ("frames", "checkpoints")
Column = Literal["face", "overlay", "heat", "guided"]
Layout = Literal["rows", "filmstrip"]
COLUMNS: tuple[Column, ...] = ("face", "overlay", "heat", "guided")
WIDTHS_MM = {"single": 90.0, "one and a half": 140.0, "double": 190.0}
"""Usual column widths of journals."""
MARK = "stadrn figure recipe: "
_DESCRIPTION = "{http://purl.org/dc/elements/1.1/}description"
TIFF_SUFFIXES = (".tif", ".tiff")
TIFF_DESCRIPTION = 270
_PDF_SUBJECT = re.compile(rb"/Subject\s*\(((?:\\.|[^\\()])*)\)", re.DOTALL)


class FigureRecipe(BaseModel):
    """Everything that decides how a figure looks.

    Attributes:
        recording_sha256: of the recording.
        analysis_key: of recording, checkpoint and settings together.
        kind: what it shows.
        others: keys of the analyses by further checkpoints, of ``checkpoints``.
        frames: source frames, a row each; of ``checkpoints`` a column each.
        columns: what is shown of each, of ``frames``.
        view: quantity, cells, colours, scale.
        width_mm: of the whole figure.
        dots_per_inch: of PNG and TIFF.
        layout: a row for each frame, or frames beside each other as a filmstrip.
        contours: lines at half and four fifths of the scale's end, which can be told apart without colours.
        timeline: the score over time below.
        font: family of the text; what is usual where empty.
        show_name: put the recording's file name over the figure.
        seconds: the stretch of time that is shown, of kinds over time; the whole recording where None.
        measure: of the regions, of ``region_raster``.
        scale: of ``checkpoints``: one colour scale for all, or one for each.
        truth: known BDI-II score of the person at that visit, told beside the predictions; None where not known.
        letters: name the panels by letters.
        tested: what was tested of the maps, in words, for the footer.
        deidentify: what becomes of the face; unless ``none``, names and guided maps are left out.
        software: version that made it; another one may draw differently.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1, 2] = 2
    recording_sha256: str
    analysis_key: str
    kind: Kind = "frames"
    others: tuple[str, ...] = ()
    frames: tuple[int, ...] = ()
    columns: Annotated[tuple[Column, ...], Field(min_length=1)] = COLUMNS
    view: ViewSettings = ViewSettings()
    width_mm: Annotated[float, Field(ge=60, le=400)] = WIDTHS_MM["double"]
    dots_per_inch: Annotated[int, Field(ge=30, le=2400)] = 300
    layout: Layout = "rows"
    contours: bool = False
    timeline: bool = True
    font: str = ""
    show_name: bool = False
    seconds: tuple[float, float] | None = None
    measure: Measure = "share"
    scale: Literal["shared", "own"] = "shared"
    truth: Annotated[float, Field(ge=0, le=63)] | None = None
    letters: bool = True
    tested: str = ""
    deidentify: Deidentify = "none"
    software: str = __version__

    @field_validator("columns")
    @classmethod
    def _once(cls, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        if len(set(columns)) < len(columns):
            raise ValueError("a column is named twice")
        return columns

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind in NEED_FRAMES and not self.frames:
            raise ValueError("there is no frame to show")
        if self.kind == "checkpoints" and not self.others:
            raise ValueError("a second checkpoint is missing")
        if self.seconds is not None and not self.seconds[0] < self.seconds[1]:
            raise ValueError("the stretch of time is empty")
        return self

    def text(self) -> str:
        """One line of JSON in ASCII."""
        return json.dumps(self.model_dump(mode="json") | {"view": asdict(self.view)}, ensure_ascii=True)


def analysis_key(manifest: Manifest) -> str:
    """Names an analysis by the content of its recording, its checkpoint and its settings."""
    return manifest.settings.key(manifest.recording.sha256, manifest.checkpoint.identity)


def read_recipe(path: Path) -> FigureRecipe:
    """The recipe in a figure (.pdf, .svg, .png, .tif) or in a file of its own (.json).

    Raises:
        ExportError: there is none, or it is not understood.
    """
    try:
        text = _text_in(path)
    except (OSError, UnidentifiedImageError, ElementTree.ParseError, UnicodeDecodeError) as error:
        raise ExportError(f"{path}: cannot be read ({error}). Name a figure made by this program.") from error
    if text is None:
        raise ExportError(f"{path} carries no recipe. Name a figure made by this program, or a recipe as .json.")
    try:
        return FigureRecipe.model_validate_json(text)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ExportError(
            f"{path}: its recipe is not understood ({place}: {error.errors()[0]['msg']}). A newer version of this "
            "program may have made it."
        ) from error


def _text_in(path: Path) -> str | None:
    match path.suffix.lower():
        case ".json":
            return path.read_text(encoding="utf-8")
        case ".png":
            with Image.open(path) as image:
                return _after_mark(str(image.info.get("Description", "")))
        case ".tif" | ".tiff":
            with Image.open(path) as image:
                return _after_mark(str(image.getexif().get(TIFF_DESCRIPTION, "")))
        case ".svg":
            texts = (element.text or "" for element in ElementTree.parse(path).iter(_DESCRIPTION))
            return next((found for text in texts if (found := _after_mark(text))), None)
        case ".pdf":
            subject = _PDF_SUBJECT.search(path.read_bytes())
            return _after_mark(re.sub(rb"\\(.)", rb"\1", subject[1]).decode("ascii")) if subject else None
    return None


def _after_mark(text: str) -> str | None:
    return text.removeprefix(MARK) if text.startswith(MARK) else None
