"""What a user decides before an analysis, with the space that it needs."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from app.controls import Segmented, label, labelled
from app.dialogs.frame import Dialog
from app.translation import translate
from stadrn_core.clips import make_plan
from stadrn_core.folders import analyses_folder

if TYPE_CHECKING:
    from app.workspace import Workspace
    from stadrn_core.manifest import AnalysisSettings, Guided
    from stadrn_core.types import Precision

GUIDED_LABELS = {
    "stored": translate("AnalysisSettings", "Stored"),
    "on demand": translate("AnalysisSettings", "On demand"),
    "none": translate("AnalysisSettings", "None"),
}
GUIDED_TIPS = {
    "stored": translate(
        "AnalysisSettings", "Kept as 8 bit, within 0.4 % of each frame's maximum; shown at once while scrubbing"
    ),
    "on demand": translate("AnalysisSettings", "Computed again when the playhead rests on a clip"),
    "none": translate("AnalysisSettings", "Left out"),
}
PRECISION_TIPS = {
    "float32": translate("AnalysisSettings", "As the published code computes"),
    "tf32": translate("AnalysisSettings", "Products of 10 bits. Its errors have not been measured on your device"),
    "bfloat16": translate(
        "AnalysisSettings",
        "Products of 7 bits. Measured with the demo on a CPU: scores off by up to 0.1 points, heatmaps by "
        "0.3 %, guided maps by 16 %",
    ),
}
LAYERS = ("layer_4", "layer_3", "layer_2", "layer_1")
LAYER_WORDS = {
    "layer_4": translate("AnalysisSettings", "Last stage (layer_4)"),
    "layer_3": translate("AnalysisSettings", "Third stage"),
    "layer_2": translate("AnalysisSettings", "Second stage"),
    "layer_1": translate("AnalysisSettings", "First stage"),
}


class AnalysisSettingsDialog(Dialog):
    """Sample interval, slicing, target layer, guided maps. Other settings make another analysis; stored ones stay."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("AnalysisSettings", "Analysis settings"),
            translate("AnalysisSettings", "Other settings make another analysis. Those that are stored stay."),
            parent,
        )
        self._workspace = workspace
        settings = workspace.settings
        self.interval = QSpinBox()
        self.interval.setRange(1, 100)
        self.interval.setValue(settings.sample_interval)
        self.interval.setToolTip(
            translate("AnalysisSettings", "Clips take every n-th frame: 3 in the published code, 1 in the paper")
        )
        self.slicing = Segmented(
            translate("AnalysisSettings", "Clips"),
            {
                "published": translate("AnalysisSettings", "As published"),
                "contiguous": translate("AnalysisSettings", "Contiguous"),
            },
            {
                "published": translate(
                    "AnalysisSettings", "Spread evenly so that the last one ends at the last frame; clips overlap"
                ),
                "contiguous": translate("AnalysisSettings", "Without overlap; only the last one is shifted back"),
            },
        )
        self.slicing.set_value(settings.slicing)
        self.layer = QComboBox()
        for name in LAYERS:
            self.layer.addItem(LAYER_WORDS[name], name)
        self.layer.setCurrentIndex(self.layer.findData(settings.target_layer))
        self.layer.setToolTip(
            translate(
                "AnalysisSettings",
                "The closed form of Grad-CAM++ and the signed evidence hold at the last stage only, not in MDN",
            )
        )
        self.guided = Segmented(translate("AnalysisSettings", "Guided maps"), GUIDED_LABELS, GUIDED_TIPS)
        self.guided.set_value(settings.guided)
        self.precision = Segmented(
            translate("AnalysisSettings", "Precision"), {name: name for name in _precisions(workspace)}, PRECISION_TIPS
        )
        self.precision.set_value(settings.precision)
        self.clips = label("", "small figures")
        self.space = label("", "small figures")
        self.add(
            labelled(translate("AnalysisSettings", "Sample interval"), self.interval),
            labelled(translate("AnalysisSettings", "Clips"), self.slicing),
        )
        self.add(
            labelled(translate("AnalysisSettings", "Target layer"), self.layer),
            labelled(translate("AnalysisSettings", "Guided backpropagation maps"), self.guided),
        )
        precision = labelled(translate("AnalysisSettings", "Precision"), self.precision)
        precision.setVisible(len(_precisions(workspace)) > 1)
        self.add(precision)
        self.add(self.clips, self.space)
        self.add_close(translate("AnalysisSettings", "Cancel"))
        self.use_button = self.add_button(translate("AnalysisSettings", "Use these"), primary=True)
        self.use_button.clicked.connect(self._use)
        self.interval.valueChanged.connect(self._show_needs)
        for segmented in (self.slicing, self.guided):
            segmented.chosen.connect(self._show_needs)
        self.layer.activated.connect(self._show_needs)
        self._show_needs()

    def stated(self) -> AnalysisSettings:
        """The settings as they stand in the dialog."""
        return replace(
            self._workspace.settings,
            sample_interval=self.interval.value(),
            slicing=self.slicing.value,
            target_layer=str(self.layer.currentData()),
            guided=cast("Guided", self.guided.value),
            precision=cast("Precision", self.precision.value),
        )

    def _show_needs(self, _changed: object = None) -> None:
        info, checkpoint = self._workspace.recording, self._workspace.checkpoint
        if info is None or checkpoint is None:
            self.clips.setText(translate("AnalysisSettings", "Open a video and a checkpoint to see the space needed."))
            self.space.hide()
            return
        # Imported with the checkpoint already.
        from stadrn_core.store_layout import estimate_bytes

        stated, config = self.stated(), checkpoint.config
        plan = make_plan(info.num_frames, stated.sample_interval, config.clip_length, stated.slicing)
        needed = estimate_bytes(plan, config.map_shape(stated.target_layer), config.frame_size, stated.guided)
        free = free_bytes()
        self.clips.setText(
            translate("AnalysisSettings", "Clips: {count}, of {length} frames; sample interval {interval}").format(
                count=plan.num_clips, length=plan.clip_length, interval=stated.sample_interval
            )
        )
        enough = needed < free
        words = translate("AnalysisSettings", "needs up to {needed} · {free} are free")
        if not enough:
            words = translate(
                "AnalysisSettings",
                "needs up to {needed} · {free} are free.\nFree some space, or do not store guided maps.",
            )
        self.space.setText(words.format(needed=in_words(needed), free=in_words(free)))
        self.space.setProperty("role", "small figures" if enough else "warning")
        self.space.style().polish(self.space)
        self.space.show()
        self.use_button.setEnabled(enough)

    def _use(self) -> None:
        stated, before = self.stated(), self._workspace.settings
        names = ("sample_interval", "slicing", "target_layer", "guided", "precision")
        changes = {name: getattr(stated, name) for name in names if getattr(stated, name) != getattr(before, name)}
        self.accept()
        if changes:
            self._workspace.set_analysis_settings(**changes)


def _precisions(workspace: Workspace) -> tuple[Precision, ...]:
    """Those worth a choice: a CPU is quickest in float32, by the prepared form of the network."""
    now = workspace.settings.precision
    if workspace.checkpoint is None:
        return (now,)
    # Imported with the checkpoint already.
    from stadrn_core.device import Device

    device = Device(workspace.checkpoint.device)
    return device.precisions() if device.works_alongside else tuple(dict.fromkeys(("float32", now)))


def free_bytes() -> int:
    """Free space where analyses are kept."""
    folder = analyses_folder().absolute()
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    return shutil.disk_usage(existing).free


def in_words(size: int) -> str:
    """A number of bytes with three figures and a unit."""
    for limit, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if size >= limit:
            return f"{size / limit:.3g} {unit}"
    return translate("AnalysisSettings", "{size} bytes").format(size=size)
