"""Builds a figure for a paper: its options at the left, what it will look like at the right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.controls import Segmented, label, labelled
from app.dialogs.frame import Dialog
from app.figure_tasks import FigureJob, preview, write
from stadrn_core.export.deidentify import WORDS
from stadrn_core.export.recipe import COLUMNS, WIDTHS_MM

if TYPE_CHECKING:
    from app.messages import UserMessage
    from app.workspace import Workspace
    from stadrn_core.types import Deidentify

TEXT = "The maps look as in the window: change quantity, colours and scale there. The file carries its recipe."
OPTIONS_PX, PREVIEW_PX = 330, 600
WAIT_MS = 350
COLUMN_LABELS = {"face": "Aligned face", "overlay": "Overlay", "heat": "Heatmap", "guided": "Guided map"}
WIDTH_LABELS = {"single": "Single column", "one and a half": "One and a half", "double": "Double column"}
FONTS = ("Arial", "Helvetica", "Liberation Sans", "DejaVu Sans", "Times New Roman", "DejaVu Serif")
FILES = "Figures (*.pdf *.svg *.png *.tif)"


class FigureDialog(Dialog):
    """Changes appear in the preview a moment later; nothing waits for it."""

    previewed = Signal(bool)
    """whether a preview could be drawn"""
    saved = Signal(str)
    """done, failed or cancelled"""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Figure", TEXT, parent, width_px=OPTIONS_PX + PREVIEW_PX + 60)
        self._workspace = workspace
        self._task: int | None = None
        self._saving: int | None = None
        self._picture = QPixmap()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.draw)
        self._make_options()
        self._lay_out()
        self.add_close()
        self.command_button = self.add_button("Copy command")
        self.command_button.setToolTip("The command line that makes the same figure")
        self.save_button = self.add_button("Save…", primary=True)
        self.command_button.clicked.connect(self._copy_command)
        self.save_button.clicked.connect(self._ask_where)
        workspace.view_changed.connect(self._timer.start)
        self._timer.start()

    def _make_options(self) -> None:
        self.frames = QLineEdit()
        self.frames.setPlaceholderText("empty: four, spread over the recording")
        self.add_frame = QPushButton("Add the playhead's")
        self.layout_ = Segmented("Layout", {"rows": "A row for each frame", "filmstrip": "Filmstrip"})
        self.layout_.set_value("rows")
        self.columns = {name: QCheckBox(words) for name, words in COLUMN_LABELS.items()}
        for box in self.columns.values():
            box.setChecked(True)
        self.width_preset = QComboBox()
        for name, words in WIDTH_LABELS.items():
            self.width_preset.addItem(words, WIDTHS_MM[name])
        self.width_preset.addItem("Other", None)
        self.width_preset.setCurrentIndex(2)
        self.width_mm = QDoubleSpinBox()
        self.width_mm.setRange(60, 400)
        self.width_mm.setDecimals(0)
        self.width_mm.setSuffix(" mm")
        self.width_mm.setValue(WIDTHS_MM["double"])
        self.width_mm.setAccessibleName("Width in mm")
        self.contours = QCheckBox("Contours, for print in grey")
        self.timeline = QCheckBox("Score over time below")
        self.timeline.setChecked(True)
        self.show_name = QCheckBox("Name of the recording above")
        self.font_ = QComboBox()
        self.font_.addItem("Usual", "")
        for name in FONTS:
            self.font_.addItem(name, name)
        self.dpi = QSpinBox()
        self.dpi.setRange(72, 1200)
        self.dpi.setValue(300)
        self.dpi.setSuffix(" dpi")
        self.faces = QComboBox()
        for mode, words in WORDS.items():
            self.faces.addItem(words.capitalize(), mode)
        self.faces.setCurrentIndex(self.faces.findData(self._workspace.preferences.deidentify))
        self.state = label("", "small", wrap=True, selectable=True)

    def _lay_out(self) -> None:
        options = QVBoxLayout()
        options.setSpacing(9)
        shown = QHBoxLayout()
        sides = [QVBoxLayout(), QVBoxLayout()]
        for i, box in enumerate(self.columns.values()):
            sides[i % 2].addWidget(box)
        for side in sides:
            shown.addLayout(side)
        width = QHBoxLayout()
        width.addWidget(self.width_preset, 1)
        width.addWidget(self.width_mm)
        widths = QWidget()
        widths.setLayout(width)
        width.setContentsMargins(0, 0, 0, 0)
        options.addWidget(labelled("Frames, by number", self.frames))
        options.addWidget(self.add_frame, alignment=Qt.AlignmentFlag.AlignLeft)
        options.addWidget(labelled("Layout", self.layout_))
        options.addWidget(label("Shown of each frame", "small"))
        options.addLayout(shown)
        options.addWidget(labelled("Width", widths))
        for box in (self.contours, self.timeline, self.show_name):
            options.addWidget(box)
        fonts = QHBoxLayout()
        fonts.addWidget(labelled("Font", self.font_), 1)
        fonts.addWidget(labelled("PNG and TIFF", self.dpi))
        options.addLayout(fonts)
        options.addWidget(labelled("Faces", self.faces))
        options.addWidget(self.state)
        options.addStretch(1)
        left = QWidget()
        left.setFixedWidth(OPTIONS_PX)
        left.setLayout(options)
        options.setContentsMargins(0, 0, 0, 0)
        self.picture = QLabel("The preview appears here.")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName("Preview of the figure")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setMinimumSize(PREVIEW_PX, 460)
        self.area.setWidget(self.picture)
        self.area.setProperty("card", True)
        both = QHBoxLayout()
        both.setSpacing(18)
        both.addWidget(left)
        both.addWidget(self.area, 1)
        self.column.addLayout(both, 1)
        self._connect()

    def _connect(self) -> None:
        self.frames.textChanged.connect(self._timer.start)
        self.add_frame.clicked.connect(self._add_playhead)
        self.layout_.chosen.connect(lambda _: self._timer.start())
        for box in (*self.columns.values(), self.contours, self.timeline, self.show_name):
            box.toggled.connect(lambda _: self._timer.start())
        self.width_preset.activated.connect(self._take_preset)
        self.width_mm.valueChanged.connect(self._take_width)
        self.font_.activated.connect(lambda _: self._timer.start())
        self.faces.activated.connect(self._take_faces)

    # -- what is asked for ------------------------------------------------------------

    @property
    def job(self) -> FigureJob | None:
        """The figure as the options say; None where there is none to draw."""
        workspace = self._workspace
        if workspace.store is None or workspace.recording is None:
            return None
        frames = tuple(int(text) for text in re.findall(r"\d+", self.frames.text()))
        return FigureJob(workspace.store.path, workspace.recording.path, workspace.view, frames, self._look())

    def _look(self) -> dict[str, Any]:
        return {
            "columns": tuple(name for name in COLUMNS if self.columns[name].isChecked()),
            "width_mm": self.width_mm.value(),
            "dots_per_inch": self.dpi.value(),
            "layout": self.layout_.value,
            "contours": self.contours.isChecked(),
            "timeline": self.timeline.isChecked(),
            "font": self.font_.currentData(),
            "show_name": self.show_name.isChecked() and self.faces.currentData() == "none",
            "deidentify": self.faces.currentData(),
        }

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
        self._timer.start()

    def _take_faces(self) -> None:
        self._workspace.preferences.deidentify = cast("Deidentify", self.faces.currentData())
        self.show_name.setEnabled(self.faces.currentData() == "none")
        self._timer.start()

    # -- the preview ------------------------------------------------------------

    def draw(self) -> None:
        """Draw it anew; an older preview that is still being drawn is let go."""
        job = self.job
        if self._task is not None:
            self._workspace.abandon_side_task(self._task)
            self._task = None
        if job is None:
            return
        if not job.look["columns"]:
            self._show_problem("Choose at least one thing to show.")
            return
        self.state.setText("Drawing…")
        self._task = self._workspace.run_side_task(
            lambda: preview(job), "This figure cannot be drawn", self._show_picture, self._on_drawn, "pictures"
        )

    def _show_picture(self, content: bytes) -> None:
        self._picture.loadFromData(content)
        self._fit()
        self.state.setText("")

    def _on_drawn(self, state: str, message: UserMessage | None) -> None:
        if state == "cancelled":
            return
        self._task = None
        if message is not None:
            self._show_problem(message.text)
        else:
            self.save_button.setEnabled(True)
            self.previewed.emit(True)

    def _show_problem(self, text: str) -> None:
        self._picture = QPixmap()
        self.picture.clear()
        self.state.setText(text)
        self.save_button.setEnabled(False)
        self.previewed.emit(False)

    def _fit(self) -> None:
        if not self._picture.isNull():
            width = min(self.area.viewport().width() - 8, self._picture.width())
            self.picture.setPixmap(
                self._picture.scaledToWidth(max(width, 100), Qt.TransformationMode.SmoothTransformation)
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview is as wide as there is room."""
        super().resizeEvent(event)
        self._fit()

    # -- files ------------------------------------------------------------

    def _copy_command(self) -> None:
        job = self.job
        if job is not None:
            QGuiApplication.clipboard().setText(job.command(Path("figure.pdf")))
            self.state.setText("The command is on the clipboard. It names the analysis by its path.")

    def _ask_where(self) -> None:
        recording = self._workspace.recording
        if recording is None:
            return
        stem = recording.path.stem if self.faces.currentData() == "none" else "recording"
        path, _ = QFileDialog.getSaveFileName(self, "Save the figure", f"{stem} figure.pdf", FILES)
        if path:
            self.save(Path(path))

    def save(self, target: Path) -> None:
        """Write the figure to a file."""
        job = self.job
        if job is None or self._saving is not None:
            return

        def end(state: str, message: UserMessage | None) -> None:
            self._saving = None
            if message is not None:
                self.state.setText(f"{message.title}. {message.text}")
            elif state == "done":
                self.state.setText(f"Written: {target}")
            self.saved.emit(state)

        self.state.setText("Writing…")
        self._saving = self._workspace.run_side_task(
            lambda: write(job, target), "The figure was not written", lambda _progress: None, end
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of a preview that is being drawn; a file that is being written is finished."""
        self._timer.stop()
        if self._task is not None:
            self._workspace.abandon_side_task(self._task)
            self._task = None
        super().closeEvent(event)
