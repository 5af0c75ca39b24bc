"""What can be chosen for each kind of export."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from app.controls import Segmented, label, labelled
from app.dialogs.export_texts import PICTURE_LABELS, PICTURE_TIPS
from app.translation import translate
from stadrn_core.export.task import BEST_CRF, CRF, WORST_CRF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.export_tasks import Kind

WITH_PICTURE: tuple[Kind, ...] = ("picture", "video", "frames")


class ExportOptions(QWidget):
    """The choices of one kind of export; those of the others are kept, and hidden."""

    changed = Signal(str)
    """the picture or format chosen now: the file may have another ending"""

    def __init__(self) -> None:
        super().__init__()
        self._kind: Kind = "picture"
        self.picture = Segmented(translate("ExportDialog", "Picture"), PICTURE_LABELS, PICTURE_TIPS)
        self.quality = QSpinBox()
        self.quality.setRange(BEST_CRF, WORST_CRF)
        self.quality.setValue(CRF)
        self.quality.setPrefix("CRF ")
        self.quality.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sound = QCheckBox(translate("ExportDialog", "The recording's sound"))
        self.sound.setChecked(True)
        self.sound.setToolTip(translate("ExportDialog", "Copied as it is where the file takes it, else encoded as AAC"))
        self.maps_format = Segmented(translate("ExportDialog", "Format"), {".npz": "NPZ", ".zarr": "zarr"})
        self.maps_format.set_value(".npz")
        self.guided = QCheckBox(translate("ExportDialog", "Guided maps too (large)"))
        self.table_format = Segmented(translate("ExportDialog", "Format"), {"csv": "CSV", "parquet": "Parquet"})
        self.table_format.set_value("csv")
        self._offer_parquet()
        self._picture_row = labelled(translate("ExportDialog", "Picture"), self.picture)
        self._quality_row = self._row_of_quality()
        self._maps_row = _column(labelled(translate("ExportDialog", "Format"), self.maps_format), self.guided)
        self._tables_row = labelled(translate("ExportDialog", "Format"), self.table_format)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for row in (self._picture_row, self._quality_row, self._maps_row, self._tables_row):
            column.addWidget(row)
        self.maps_format.chosen.connect(self.changed)
        self.picture.chosen.connect(self.changed)

    def show_kind(self, kind: Kind, is_deidentified: bool, has_guided: bool) -> None:
        """Show the choices of a kind.

        Args:
            kind: of export.
            is_deidentified: faces are; then there is neither sound nor a guided map.
            has_guided: guided maps are stored.
        """
        if kind != self._kind or not self.picture.value:
            self.picture.set_value("overlay" if kind == "frames" else "side_by_side")
        self._kind = kind
        self._picture_row.setVisible(kind in WITH_PICTURE)
        self._quality_row.setVisible(kind == "video")
        self._maps_row.setVisible(kind == "maps")
        self._tables_row.setVisible(kind == "tables")
        self.setVisible(kind not in ("figure", "report"))
        with_guided = has_guided and not is_deidentified
        self.picture.button("guided").setVisible(with_guided)
        if self.picture.value == "guided" and not with_guided:
            self.picture.set_value("heat")
        self.guided.setVisible(with_guided)
        self.sound.setVisible(not is_deidentified)

    def values(self) -> dict[str, Any]:
        """Fields of ``ExportTask`` as chosen."""
        return {
            "picture": self.picture.value or "side_by_side",
            "crf": self.quality.value(),
            "sound": self.sound.isChecked(),
            "with_guided": self.guided.isChecked() and not self.guided.isHidden(),
            "table_format": self.table_format.value,
        }

    def _offer_parquet(self) -> None:
        if importlib.util.find_spec("pyarrow") is None:
            self.table_format.button("parquet").setEnabled(False)
            missing = translate("ExportDialog", "Needs the package pyarrow (the extra 'parquet')")
            self.table_format.button("parquet").setToolTip(missing)

    def _row_of_quality(self) -> QWidget:
        words = translate("ExportDialog", "Lower is better and larger; at 18 a loss can hardly be seen.")
        field = labelled(translate("ExportDialog", "Quality"), _row(self.quality, label(words, "small")))
        self.quality.setAccessibleName(translate("ExportDialog", "Quality of the video, constant rate factor"))
        self.quality.setToolTip(words)
        return _column(field, self.sound)


def _column(*widgets: QWidget) -> QWidget:
    return _filled(QVBoxLayout(), 10, widgets)


def _row(*widgets: QWidget) -> QWidget:
    layout = QHBoxLayout()
    result = _filled(layout, 12, widgets)
    layout.addStretch(1)
    return result


def _filled(layout: QBoxLayout, spacing_px: int, widgets: Sequence[QWidget]) -> QWidget:
    result = QWidget()
    result.setLayout(layout)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing_px)
    for widget in widgets:
        layout.addWidget(widget)
    return result
