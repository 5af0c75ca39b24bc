"""One kind of picture of a recording's frames, for a picture file, a sequence of them, or a video."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from stadrn_core.errors import ExportError
from stadrn_core.export.deidentify import check_possible, render_deidentified
from stadrn_core.export.sheet import PANEL, Sheet

if TYPE_CHECKING:
    from stadrn_core.render import AnalysisView, DisplayFrame, ViewSettings
    from stadrn_core.types import Deidentify, Frame, UInt8Array
    from stadrn_core.view import ScaleLimits

PictureKind = Literal["side_by_side", "overlay", "face", "heat", "guided"]
PICTURE_KINDS: tuple[PictureKind, ...] = get_args(PictureKind)


@dataclass(frozen=True)
class Pictures:
    """Draws one kind of picture.

    Attributes:
        store: the analysis.
        settings: what to show, and how.
        kind: ``side_by_side`` with colour scales and scores; ``overlay``: the frame with the heat in its place;
            ``face``: the aligned face under its heat; ``heat`` and ``guided``: a map alone.
        deidentify: what becomes of the face.
        sheet: where everything stands side by side.
    """

    store: AnalysisView
    settings: ViewSettings
    kind: PictureKind
    deidentify: Deidentify
    sheet: Sheet

    @classmethod
    def of(
        cls,
        store: AnalysisView,
        settings: ViewSettings,
        kind: PictureKind = "side_by_side",
        deidentify: Deidentify = "none",
        panel_height_px: int | None = None,
    ) -> Pictures:
        """Prepare to draw.

        Args:
            store: the analysis.
            settings: what to show, and how.
            kind: of picture.
            deidentify: what becomes of the face.
            panel_height_px: of pictures side by side; that of the recording within 360–540 px by default.

        Raises:
            ExportError: there is no such picture of this analysis, or none that does not show the face.
        """
        has_guided = any(record.guided_absmax > 0 for record in store.records.values())
        if kind == "guided":
            if deidentify != "none":
                raise ExportError("Guided maps draw the features of the face. Choose another picture, or faces as is.")
            if not has_guided or store.manifest.settings.guided != "stored":
                raise ExportError(
                    f"{store.manifest.recording.name}: no guided maps are stored. Choose another picture, or analyse "
                    "with guided maps stored."
                )
        check_possible(store, deidentify)
        sheet = Sheet.fitting(store.manifest, settings, store.plan.num_clips, has_guided, panel_height_px, deidentify)
        return cls(store, settings, kind, deidentify, sheet)

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height) of each picture."""
        if self.kind == "side_by_side":
            return self.sheet.size_px
        facts = self.store.manifest
        if self.kind == "overlay":
            return facts.recording.width, facts.recording.height
        side = facts.settings.alignment.size_px
        return side, side

    def draw(self, frame: Frame) -> tuple[UInt8Array | None, DisplayFrame]:
        """The picture (height, width, 3) uint8 of a frame, None where there is none, and what it was drawn from."""
        shown, display = render_deidentified(self.store, frame, self.settings, self.deidentify)
        if self.kind == "side_by_side":
            return self.sheet.draw(shown, display), display
        pictures = {
            "overlay": display.original,
            "face": display.face,
            "heat": display.heat,
            "guided": display.guided,
        }
        return pictures[self.kind], display

    def draw_even(self, frame: Frame) -> UInt8Array:
        """The picture with even sides, as H.264 wants them; an empty one where there is none."""
        picture, _ = self.draw(frame)
        width, height = self.size_px
        if picture is None:
            picture = np.full((height, width, 3), PANEL, np.uint8)
        height, width = picture.shape[:2]
        if not (height % 2 or width % 2):
            return picture
        return np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")

    def limits(self, display: DisplayFrame) -> ScaleLimits | None:
        """What the colours of a picture mean; of pictures side by side, those of the heat."""
        return display.guided_limits if self.kind == "guided" else display.limits
