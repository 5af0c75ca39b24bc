"""What a figure for a paper shows, and how: the options beside its preview."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.controls import Segmented, label, labelled
from app.region_raster import SHOWN_MEASURES
from app.region_words import MEASURE_NAMES
from app.translation import translate
from stadrn_core.export.deidentify import WORDS
from stadrn_core.export.recipe import COLUMNS, NEED_FRAMES, WIDTHS_MM

if TYPE_CHECKING:
    from app.workspace import Workspace
    from stadrn_core.export.recipe import Kind
    from stadrn_core.types import Deidentify

OPTIONS_PX = 330
NOT_KNOWN = -1.0
FONTS = ("Arial", "Helvetica", "Liberation Sans", "DejaVu Sans", "Times New Roman", "DejaVu Serif")


def kind_labels() -> dict[Kind, str]:
    """What a figure can show, in words."""
    return {
        "frames": translate("Figure", "Frames with their maps"),
        "timeline": translate("Figure", "Score, evidence and heat over time"),
        "region_raster": translate("Figure", "Regions of the face over time"),
        "checkpoints": translate("Figure", "Checkpoints on the same frames"),
    }


class FigureOptions(QWidget):
    """All options of all kinds; those that a kind does not have are hidden."""

    changed = Signal()

    def __init__(self, workspace: Workspace, truth: float | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setFixedWidth(OPTIONS_PX)
        self._make_contents()
        self._make_look(truth)
        self._lay_out()
        self._connect()
        self._show_kind()

    def _make_contents(self) -> None:
        self.kind = QComboBox()
        for name, words in kind_labels().items():
            self.kind.addItem(words, name)
        self.frames = QLineEdit()
        self.frames.setPlaceholderText(translate("Figure", "empty: four, spread over the recording"))
        self.add_frame = QPushButton(translate("Figure", "Add the playhead's"))
        self.layout_ = Segmented(
            translate("Figure", "Layout"),
            {"rows": translate("Figure", "A row for each frame"), "filmstrip": translate("Figure", "Filmstrip")},
        )
        self.layout_.set_value("rows")
        titles = {
            "face": translate("Figure", "Aligned face"),
            "overlay": translate("Figure", "Overlay"),
            "heat": translate("Figure", "Heatmap"),
            "guided": translate("Figure", "Guided map"),
        }
        self.columns = {name: QCheckBox(titles[name]) for name in COLUMNS}
        for box in self.columns.values():
            box.setChecked(True)
        self.measure = QComboBox()
        for measure in SHOWN_MEASURES:
            self.measure.addItem(MEASURE_NAMES[measure], measure)
        self.measure.setCurrentIndex(self.measure.findData("share"))
        self.range_only = QCheckBox(translate("Figure", "Selected range only"))
        self._follow_range()
        self.range_only.setToolTip(translate("Figure", "Choose a range on the timeline first"))
        self.scale = Segmented(
            translate("Figure", "Colour scale"),
            {
                "shared": translate("Figure", "One for all"),
                "own": translate("Figure", "One for each"),
            },
        )
        self.scale.set_value("shared")

    def _make_look(self, truth: float | None) -> None:
        self.width_preset = QComboBox()
        presets = {
            "single": translate("Figure", "Single column"),
            "one and a half": translate("Figure", "One and a half"),
            "double": translate("Figure", "Double column"),
        }
        for name, words in presets.items():
            self.width_preset.addItem(words, WIDTHS_MM[name])
        self.width_preset.addItem(translate("Figure", "Other"), None)
        self.width_preset.setCurrentIndex(2)
        self.width_mm = QDoubleSpinBox()
        self.width_mm.setRange(60, 400)
        self.width_mm.setDecimals(0)
        self.width_mm.setSuffix(" mm")
        self.width_mm.setValue(WIDTHS_MM["double"])
        self.width_mm.setAccessibleName(translate("Figure", "Width in mm"))
        self.contours = QCheckBox(translate("Figure", "Contours, for print in grey"))
        self.timeline = QCheckBox(translate("Figure", "Score over time below"))
        self.timeline.setChecked(True)
        self.letters = QCheckBox(translate("Figure", "Letters of the panels"))
        self.letters.setChecked(True)
        self.show_name = QCheckBox(translate("Figure", "Name of the recording above"))
        self.truth = QDoubleSpinBox()
        self.truth.setRange(NOT_KNOWN, 63)
        self.truth.setDecimals(0)
        self.truth.setSpecialValueText(translate("Figure", "not known"))
        self.truth.setValue(NOT_KNOWN if truth is None else truth)
        self.truth.setToolTip(
            translate("Figure", "Told beside the predictions; from the session library where it is kept there")
        )
        self.font_ = QComboBox()
        self.font_.addItem(translate("Figure", "Usual"), "")
        for name in FONTS:
            self.font_.addItem(name, name)
        self.dpi = QSpinBox()
        self.dpi.setRange(72, 1200)
        self.dpi.setValue(300)
        self.dpi.setSuffix(" dpi")
        self.faces = QComboBox()
        for mode, words in WORDS.items():
            self.faces.addItem(translate("Core", words).capitalize(), mode)
        self.faces.setCurrentIndex(self.faces.findData(self._workspace.preferences.deidentify))
        self._follow_faces()

    def _lay_out(self) -> None:
        shown, sides = QHBoxLayout(), (QVBoxLayout(), QVBoxLayout())
        for i, box in enumerate(self.columns.values()):
            sides[i % 2].addWidget(box)
        for side in sides:
            shown.addLayout(side)
        shown.setContentsMargins(0, 0, 0, 0)
        of_each = QWidget()
        of_each.setLayout(shown)
        widths, fonts = QHBoxLayout(), QHBoxLayout()
        widths.setContentsMargins(0, 0, 0, 0)
        widths.addWidget(self.width_preset, 1)
        widths.addWidget(self.width_mm)
        width = QWidget()
        width.setLayout(widths)
        fonts.addWidget(labelled(translate("Figure", "Font"), self.font_), 1)
        fonts.addWidget(labelled(translate("Figure", "PNG and TIFF"), self.dpi))
        both = QHBoxLayout()
        both.addWidget(labelled(translate("Figure", "Faces"), self.faces), 1)
        both.addWidget(labelled(translate("Figure", "Known BDI-II"), self.truth))
        of_frames: tuple[Kind, ...] = ("frames",)
        over_time: tuple[Kind, ...] = ("timeline", "region_raster")
        self._rows: list[tuple[QWidget, tuple[Kind, ...]]] = [
            (labelled(translate("Figure", "Frames, by number"), self.frames), NEED_FRAMES),
            (self.add_frame, NEED_FRAMES),
            (labelled(translate("Figure", "Layout"), self.layout_), of_frames),
            (label(translate("Figure", "Shown of each frame"), "small"), of_frames),
            (of_each, of_frames),
            (labelled(translate("Figure", "Colour scale"), self.scale), ("checkpoints",)),
            (labelled(translate("Figure", "Measure"), self.measure), ("region_raster",)),
            (self.range_only, over_time),
            (self.contours, NEED_FRAMES),
            (self.timeline, of_frames),
            (self.letters, ("frames", "timeline", "checkpoints")),
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        column.addWidget(labelled(translate("Figure", "What it shows"), self.kind))
        for row, _ in self._rows:
            column.addWidget(
                row, alignment=Qt.AlignmentFlag.AlignLeft if row is self.add_frame else Qt.AlignmentFlag(0)
            )
        column.addWidget(self.show_name)
        column.addWidget(labelled(translate("Figure", "Width"), width))
        column.addLayout(fonts)
        column.addLayout(both)

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._show_kind)
        self._workspace.range_changed.connect(self._follow_range)
        self.frames.textChanged.connect(lambda _: self.changed.emit())
        self.add_frame.clicked.connect(self._add_playhead)
        for segmented in (self.layout_, self.scale):
            segmented.chosen.connect(lambda _: self.changed.emit())
        boxes = (self.contours, self.timeline, self.show_name, self.letters, self.range_only)
        for box in (*self.columns.values(), *boxes):
            box.toggled.connect(lambda _: self.changed.emit())
        self.width_preset.activated.connect(self._take_preset)
        self.width_mm.valueChanged.connect(self._take_width)
        self.truth.valueChanged.connect(lambda _: self.changed.emit())
        for chooser in (self.font_, self.measure):
            chooser.activated.connect(lambda _: self.changed.emit())
        self.faces.activated.connect(self._take_faces)

    # -- what is asked for ------------------------------------------------------------

    @property
    def frame_indices(self) -> tuple[int, ...]:
        """Frames that are named; empty for those that are spread over the recording."""
        if self.kind.currentData() not in NEED_FRAMES:
            return ()
        return tuple(int(text) for text in re.findall(r"\d+", self.frames.text()))

    @property
    def are_frames_numbers(self) -> bool:
        """Whether nothing but numbers is written where frames are named."""
        return self.kind.currentData() not in NEED_FRAMES or not re.search(r"[^\d\s,;]", self.frames.text())

    @property
    def is_complete(self) -> bool:
        """Whether there is anything to show."""
        return self.kind.currentData() != "frames" or any(box.isChecked() for box in self.columns.values())

    def look(self) -> dict[str, Any]:
        """Fields of ``FigureRecipe``."""
        names = tuple(name for name in COLUMNS if self.columns[name].isChecked())
        return {
            "kind": self.kind.currentData(),
            "columns": names or COLUMNS,
            "width_mm": self.width_mm.value(),
            "dots_per_inch": self.dpi.value(),
            "layout": self.layout_.value,
            "contours": self.contours.isChecked(),
            "timeline": self.timeline.isChecked(),
            "font": self.font_.currentData(),
            "show_name": self.show_name.isChecked() and self.faces.currentData() == "none",
            "deidentify": self.faces.currentData(),
            "seconds": self._seconds(),
            "measure": self.measure.currentData(),
            "scale": self.scale.value,
            "truth": None if self.truth.value() == NOT_KNOWN else self.truth.value(),
            "letters": self.letters.isChecked(),
        }

    def _seconds(self) -> tuple[float, float] | None:
        selected, recording = self._workspace.selected_range, self._workspace.recording
        if not self.range_only.isChecked() or selected is None or recording is None:
            return None
        first, last = (float(recording.pts_seconds[frame]) for frame in selected)
        return (first, last) if first < last else None

    def _follow_range(self, _selected: object = None) -> None:
        self.range_only.setEnabled(self._workspace.selected_range is not None)
        if self.range_only.isChecked():
            self.changed.emit()

    def _show_kind(self) -> None:
        kind = self.kind.currentData()
        for row, kinds in self._rows:
            row.setVisible(kind in kinds)
        self.changed.emit()

    def _add_playhead(self) -> None:
        before = self.frames.text().strip().rstrip(",")
        self.frames.setText(", ".join(filter(None, (before, str(self._workspace.playhead)))))

    def _take_preset(self) -> None:
        width = self.width_preset.currentData()
        if width is not None:
            self.width_mm.setValue(width)

    def _take_width(self, width: float) -> None:
        found = self.width_preset.findData(width)
        self.width_preset.setCurrentIndex(found if found >= 0 else self.width_preset.count() - 1)
        self.changed.emit()

    def _take_faces(self) -> None:
        self._workspace.preferences.deidentify = cast("Deidentify", self.faces.currentData())
        self._follow_faces()
        self.changed.emit()

    def _follow_faces(self) -> None:
        """Names and guided maps, which draw the face, are for faces as they are."""
        for box in (self.show_name, self.columns["guided"]):
            box.setEnabled(self.faces.currentData() == "none")
