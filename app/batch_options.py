"""What all analyses of a batch have in common: settings, and whether an overlay video is written of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from app.controls import Segmented, labelled
from app.dialogs.analysis_settings import GUIDED_LABELS, GUIDED_TIPS, LAYER_WORDS, LAYERS
from app.dialogs.export_texts import FACES_TEXTS
from app.translation import translate
from stadrn_core.batch_plan import BatchSettings
from stadrn_core.export.deidentify import WORDS
from stadrn_core.export.task import BEST_CRF, CRF, WORST_CRF

if TYPE_CHECKING:
    from stadrn_core.manifest import Guided
    from stadrn_core.types import Deidentify

USUAL_LAYER = LAYERS[0]


class BatchOptions(QWidget):
    """Fields of ``BatchSettings``."""

    def __init__(self, guided: Guided, deidentify: Deidentify) -> None:
        super().__init__()
        self._make_analysis_fields()
        self._make_video_fields()
        self.guided.set_value(guided)
        self.faces.set_value(deidentify)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(
            _row(
                labelled(translate("Batch", "Sample interval"), self.interval),
                labelled(translate("Batch", "Target layer"), self.layer),
                labelled(translate("Batch", "Clips"), self.slicing),
                labelled(translate("Batch", "Guided maps"), self.guided),
            )
        )
        faces, quality = translate("Batch", "Faces"), translate("Batch", "Quality")
        self._video_row = _row(labelled(faces, self.faces), labelled(quality, self.quality), self.sound)
        column.addWidget(self.overlay)
        column.addWidget(self._video_row)
        self.overlay.toggled.connect(self._show_video)
        self.faces.chosen.connect(self._show_video)
        self._show_video()

    def _make_analysis_fields(self) -> None:
        self.interval = QSpinBox()
        self.interval.setRange(0, 100)
        self.interval.setSpecialValueText(translate("Batch", "as the checkpoint says"))
        self.interval.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.interval.setToolTip(
            translate("Batch", "Clips take every n-th frame: 3 in the published code, 1 in the paper")
        )
        self.layer = QComboBox()
        for name in LAYERS:
            self.layer.addItem(LAYER_WORDS[name], name)
        self.slicing = Segmented(
            translate("Batch", "Clips"),
            {"published": translate("Batch", "As published"), "contiguous": translate("Batch", "Contiguous")},
            {
                "published": translate("Batch", "Spread so that the last one ends at the last frame; clips overlap"),
                "contiguous": translate("Batch", "Without overlap; only the last one is shifted back"),
            },
        )
        self.slicing.set_value("published")
        self.guided = Segmented(translate("Batch", "Guided maps"), GUIDED_LABELS, GUIDED_TIPS)

    def _make_video_fields(self) -> None:
        self.overlay = QCheckBox(translate("Batch", "Write an overlay video of each recording, too"))
        self.faces = Segmented(
            translate("Batch", "Faces in the overlay videos"),
            {mode: translate("Core", words).capitalize() for mode, words in WORDS.items()},
            FACES_TEXTS,
        )
        self.quality = QSpinBox()
        self.quality.setRange(BEST_CRF, WORST_CRF)
        self.quality.setValue(CRF)
        self.quality.setPrefix("CRF ")
        self.quality.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.quality.setAccessibleName(translate("Batch", "Quality of the videos, constant rate factor"))
        self.quality.setToolTip(translate("Batch", "Lower is better and larger; at 18 a loss can hardly be seen."))
        self.sound = QCheckBox(translate("Batch", "The recording's sound"))
        self.sound.setChecked(True)

    def settings(self) -> BatchSettings:
        """As chosen. What is as usual is not stated, so that the command line's batches have the same settings."""
        changes: dict[str, Any] = {"slicing": self.slicing.value, "guided": self.guided.value}
        if self.interval.value():
            changes["sample_interval"] = self.interval.value()
        if self.layer.currentData() != USUAL_LAYER:
            changes["target_layer"] = str(self.layer.currentData())
        if not self.overlay.isChecked():
            return BatchSettings(changes)
        faces = cast("Deidentify", self.faces.value)
        return BatchSettings(changes, True, faces, self.quality.value(), self.sound.isChecked())

    def show_settings(self, settings: BatchSettings) -> None:
        """Show those of a batch that is there."""
        changes = settings.changes
        self.interval.setValue(changes.get("sample_interval", 0))
        self.layer.setCurrentIndex(self.layer.findData(changes.get("target_layer", USUAL_LAYER)))
        self.slicing.set_value(changes.get("slicing", "published"))
        self.guided.set_value(changes.get("guided", "none"))
        self.overlay.setChecked(settings.overlay)
        if settings.overlay:
            self.faces.set_value(settings.deidentify)
            self.quality.setValue(settings.crf)
            self.sound.setChecked(settings.sound)

    def _show_video(self, _changed: object = None) -> None:
        self._video_row.setVisible(self.overlay.isChecked())
        self.sound.setEnabled(self.faces.value == "none")
        self.sound.setToolTip(
            ""
            if self.faces.value == "none"
            else translate("Batch", "A voice tells who speaks: it is left out where faces are hidden.")
        )


def _row(*widgets: QWidget) -> QWidget:
    result = QWidget()
    row = QHBoxLayout(result)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(14)
    for widget in widgets:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
    row.addStretch(1)
    return result
