"""The words of the export dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.translation import translate

if TYPE_CHECKING:
    from app.export_tasks import Kind

KIND_LABELS: dict[str, str] = {
    "picture": translate("ExportDialog", "Frame"),
    "video": translate("ExportDialog", "Video"),
    "frames": translate("ExportDialog", "Frame sequence"),
    "figure": translate("ExportDialog", "Figure"),
    "report": translate("ExportDialog", "Report"),
    "maps": translate("ExportDialog", "Raw maps"),
    "tables": translate("ExportDialog", "Tables"),
}
KIND_TEXTS: dict[Kind, str] = {
    "picture": translate("ExportDialog", "The frame under the playhead as a PNG picture."),
    "video": translate("ExportDialog", "A video (H.264) of every frame at its own time."),
    "frames": translate(
        "ExportDialog",
        "A folder of PNG pictures, numbered as the recording's frames, with their times in frames.csv. A frame without "
        "such a picture has no file; the table says why.",
    ),
    "figure": translate(
        "ExportDialog", "A page with representative frames, the one under the playhead among them, and the timeline."
    ),
    "report": translate(
        "ExportDialog",
        "A session report (PDF): score over time, marks, key frames, regions, methods, sources and limits.",
    ),
    "maps": translate(
        "ExportDialog",
        "Maps at native resolution, transforms and landmarks of the faces, times and scores. NPZ is one file that says "
        "what each array is; zarr is a copy of the stored analysis, which this program opens.",
    ),
    "tables": translate(
        "ExportDialog",
        "Frames, clips, regions and tests of maps as tables, and summary.json (scores, settings, hashes, warnings), in "
        "a folder.",
    ),
}
PICTURE_LABELS: dict[str, str] = {
    "side_by_side": translate("ExportDialog", "Side by side"),
    "overlay": translate("ExportDialog", "Overlay"),
    "face": translate("ExportDialog", "Aligned face"),
    "heat": translate("ExportDialog", "Heatmap"),
    "guided": translate("ExportDialog", "Guided map"),
}
PICTURE_TIPS: dict[str, str] = {
    "side_by_side": translate("ExportDialog", "Original, aligned face and guided map with colour scales and scores"),
    "overlay": translate("ExportDialog", "The recording's frame with the heat on the face, at its own size"),
    "face": translate("ExportDialog", "The aligned face under its heat"),
    "heat": translate("ExportDialog", "The heatmap alone"),
    "guided": translate("ExportDialog", "The guided map alone; it draws the face, so only with faces as they are"),
}
_FACES_COARSE = translate(
    "ExportDialog",
    "The whole head of the person who is followed goes (the whole picture where no face was found). Clothes, room and "
    "other people stay, and somebody who knows the person may still recognise them.",
)
FACES_TEXTS: dict[str, str] = {
    "none": translate("ExportDialog", "The face can be recognised, and names may stand in the picture."),
    "blur": _FACES_COARSE,
    "pixelate": _FACES_COARSE,
    "landmarks": translate(
        "ExportDialog", "No pixel of the recording stays, but expression and proportions of the face do."
    ),
    "drawn_face": translate(
        "ExportDialog", "No pixel of the recording stays, nor the expression: the face is the same for everybody."
    ),
}
FACES_REMAIN = translate(
    "ExportDialog",
    "Names, guided maps, sound and metadata are left out. Score, maps and times remain: the file is still sensitive "
    "data on somebody's health.",
)
MAPS_WHOLE = translate(
    "ExportDialog", "With landmarks, which draw the face, and with the names and paths of recording and checkpoint."
)
MAPS_REDUCED = translate(
    "ExportDialog",
    "Landmarks, guided maps, names and paths are left out. Maps, scores and times remain: still sensitive data on "
    "somebody's health.",
)


def faces_words(kind: Kind, mode: str) -> str:
    """What becomes of the face in an export, in sentences."""
    if kind == "maps":
        return MAPS_WHOLE if mode == "none" else MAPS_REDUCED
    return FACES_TEXTS[mode] if mode == "none" else f"{FACES_TEXTS[mode]} {FACES_REMAIN}"


FILTERS: dict[Kind, str] = {
    "picture": translate("ExportDialog", "Pictures (*.png)"),
    "video": translate("ExportDialog", "Videos (*.mp4 *.mov *.mkv)"),
    "figure": translate("ExportDialog", "Figures (*.pdf *.svg *.png *.tif)"),
    "report": translate("ExportDialog", "Reports (*.pdf)"),
    "maps": translate("ExportDialog", "Maps (*.npz)"),
}
