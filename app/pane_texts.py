"""What is written in each pane: title, state note, and words where there is no picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core_sentences import in_own_words
from app.figures import group_digits
from app.translation import translate
from stadrn_core.render import NOT_EXPLAINED, DisplayFrame, Quantity, ViewSettings
from stadrn_core.types import FaceState

if TYPE_CHECKING:
    from stadrn_core.store import AnalysisStore

HEAT_TITLES: dict[Quantity, str] = {
    "weighted": translate("PaneTexts", "Heatmap × score"),
    "unweighted": translate("PaneTexts", "Heatmap"),
    "gradcam": translate("PaneTexts", "Grad-CAM heatmap"),
    "signed": translate("PaneTexts", "Signed evidence"),
}
GUIDED_TITLES = {
    "signed": translate("PaneTexts", "Guided backpropagation"),
    "magnitude": translate("PaneTexts", "Guided backpropagation · magnitude"),
}
PANE_NAMES = ("original", "face", "heat", "guided")


@dataclass(frozen=True)
class PaneText:
    """Words of one pane.

    Attributes:
        title: what is shown.
        note: quiet remark beside the title.
        message: in place of a picture; empty where there is one.
    """

    title: str
    note: str = ""
    message: str = ""


def pane_texts(
    display: DisplayFrame | None, view: ViewSettings, store: AnalysisStore | None, is_running: bool
) -> dict[str, PaneText]:
    """The words of all four panes for one displayed frame."""
    titles = {
        "original": translate("PaneTexts", "Original"),
        "face": translate("PaneTexts", "Aligned face"),
        "heat": HEAT_TITLES[view.quantity],
        "guided": GUIDED_TITLES[view.guided_style],
    }
    if display is None:
        return {name: PaneText(title) for name, title in titles.items()}
    why = _why_no_map(display, store, is_running)
    remarks = " · ".join(map(in_own_words, display.remarks))
    face_note = {
        FaceState.UNKNOWN: translate("PaneTexts", "face not looked for yet"),
        FaceState.INTERPOLATED: translate("PaneTexts", "face between sampled frames"),
        FaceState.HELD: translate("PaneTexts", "no face in this frame"),
        FaceState.NONE: translate("PaneTexts", "no face in this frame"),
        FaceState.DAMAGED: translate("PaneTexts", "this frame cannot be decoded"),
    }.get(display.placement.state, "")
    no_heat = "" if display.heat is not None else why
    return {
        "original": PaneText(
            titles["original"], _joined(face_note if display.face is None else "", no_heat or remarks)
        ),
        "face": PaneText(
            titles["face"],
            "" if display.face is None else _joined(face_note, no_heat),
            "" if display.face is not None else _sentence(face_note or translate("PaneTexts", "no face in this frame")),
        ),
        "heat": PaneText(titles["heat"], _cells(view, store) if display.heat is not None else "", _sentence(no_heat)),
        "guided": _guided_text(titles["guided"], display, store, why),
    }


def _why_no_map(display: DisplayFrame, store: AnalysisStore | None, is_running: bool) -> str:
    if store is None or display.note is None:
        return translate("PaneTexts", "being prepared…") if is_running else in_own_words(NOT_EXPLAINED)
    notes = [note for note in display.note.split(" · ") if "no face" not in note]
    if NOT_EXPLAINED in notes:
        return translate("PaneTexts", "explaining…") if is_running else in_own_words(NOT_EXPLAINED)
    return in_own_words(" · ".join(notes) or display.note)


def _cells(view: ViewSettings, store: AnalysisStore | None) -> str:
    if store is None:
        return ""
    times, rows, columns = store.manifest.map_shape
    words = (
        translate("PaneTexts", "{size} cells, interpolated")
        if view.cells == "interpolated"
        else translate("PaneTexts", "{size} cells")
    )
    return words.format(size=f"{times}×{rows}×{columns}")


def _guided_text(title: str, display: DisplayFrame, store: AnalysisStore | None, why: str) -> PaneText:
    if display.guided is not None:
        shown = display.guided_frame_index
        differs = shown is not None and shown != display.frame_index
        return PaneText(
            title, translate("PaneTexts", "frame {frame}").format(frame=group_digits(shown or 0)) if differs else ""
        )
    explained = bool(display.explained_clips)
    kept = store.manifest.settings.guided if store is not None else "none"
    if explained and kept == "none":
        return PaneText(title, "", translate("PaneTexts", "Guided maps were not kept in this analysis"))
    if explained and kept == "on demand":
        return PaneText(title, "", translate("PaneTexts", "Computed when the playhead rests here"))
    return PaneText(title, "", _sentence(why))


def _joined(*parts: str) -> str:
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
