"""The inspector's tab of the regions: a coloured face, a table, left beside right, and what speaks against them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.colour_bar import ColourBar
from app.controls import Column, FactList, Segmented, heading, label, line
from app.core_sentences import in_own_words
from app.panels import WarningList
from app.region_diagram import FaceDiagram
from app.region_raster import SHOWN_MEASURES
from app.region_rows import as_text, write_rows
from app.region_shown import ShownRegions, asymmetry_facts, background_words, shown_clip, shown_regions
from app.region_table import RegionTable
from app.region_track import table_name
from app.region_words import MEASURE_NAMES, MEASURE_TIPS, number_words
from app.translation import translate
from stadrn_core.regions.atlas import Region
from stadrn_core.view import QUANTITY_LABELS

if TYPE_CHECKING:
    from app.messages import UserMessage
    from app.regions import Regions
    from app.workspace import Workspace

SIDES = translate("RegionPanel", "Left (L) and right (R) are the subject's. Everything outside the face is background.")
SCOPES = {"recording": translate("RegionPanel", "Recording"), "clip": translate("RegionPanel", "Clip")}
SCOPE_TIPS = {
    "recording": translate("RegionPanel", "All explained clips together"),
    "clip": translate("RegionPanel", "The clip under the playhead"),
}


class RegionPanel(Column):
    """Numbers by region for the recording, or for the clip under the playhead."""

    def __init__(self, workspace: Workspace, regions: Regions) -> None:
        super().__init__()
        self._workspace, self._regions = workspace, regions
        self._shown: ShownRegions | None = None
        self._clip: int | None = None
        self._make_controls()
        diagram = QWidget()
        row = QHBoxLayout(diagram)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.diagram, 1)
        row.addWidget(self.bar)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.copy_button)
        row.addWidget(self.save_button)
        row.addStretch(1)
        self.add(self.measure, self.scope, self.of_what, self.alarm)
        self.add(diagram, self.named, label(SIDES, "small", wrap=True), line())
        self.add(
            heading(translate("RegionPanel", "By region")), self.table, self.interval_words, buttons, self.state, line()
        )
        self.add(heading(translate("RegionPanel", "Left–right asymmetry")), self.asymmetry)
        self.add(
            label(
                translate(
                    "RegionPanel", "(L − R) / (L + R) of the mean heat; above 0 there is more on the subject's left"
                ),
                "small",
                wrap=True,
            )
        )
        self.add(line(), heading(translate("RegionPanel", "Good to know")), self.warnings)
        self.finish()
        self._connect()
        self._show_measure(regions.measure)

    def _make_controls(self) -> None:
        self.measure = QComboBox()
        self.measure.setAccessibleName(translate("RegionPanel", "Measure by region"))
        self.measure.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.measure.setMinimumContentsLength(12)
        for measure in SHOWN_MEASURES:
            self.measure.addItem(MEASURE_NAMES[measure], measure)
            self.measure.setItemData(self.measure.count() - 1, MEASURE_TIPS[measure], Qt.ItemDataRole.ToolTipRole)
        self.scope = Segmented(translate("RegionPanel", "Numbers of"), SCOPES, SCOPE_TIPS)
        self.scope.set_value("recording")
        self.of_what = label("", "small", wrap=True)
        self.alarm = WarningList()
        self.diagram = FaceDiagram()
        self.diagram.setAccessibleName(translate("RegionPanel", "Face coloured by region"))
        self.bar = ColourBar()
        self.bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.named = label("", "strong", wrap=True)
        self.table = RegionTable()
        self.interval_words = label("", "small", wrap=True)
        self.copy_button, self.save_button = (
            QPushButton(translate("RegionPanel", "Copy table")),
            QPushButton(translate("RegionPanel", "Save CSV…")),
        )
        self.copy_button.setToolTip(
            translate("RegionPanel", "All measures of the recording with their intervals, to be pasted into a sheet")
        )
        self.save_button.setToolTip(
            translate("RegionPanel", "All measures of the recording with their intervals, as a file")
        )
        self.state = label("", "small", wrap=True, selectable=True)
        self.asymmetry = FactList()
        self.warnings = WarningList()

    def _connect(self) -> None:
        regions, workspace = self._regions, self._workspace
        self.measure.activated.connect(lambda i: regions.set_measure(self.measure.itemData(i)))
        self.scope.chosen.connect(self.refresh)
        self.diagram.region_picked.connect(self._toggle)
        self.diagram.region_hovered.connect(self._name)
        self.table.region_picked.connect(regions.select)
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self._ask_where)
        regions.measure_changed.connect(self._show_measure)
        regions.numbers_changed.connect(self.refresh)
        regions.selected_changed.connect(self._show_selected)
        workspace.playhead_changed.connect(self._follow_playhead)
        workspace.view_changed.connect(self.refresh)

    # -- showing ------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Numbers are computed while they are seen."""
        super().showEvent(event)
        self._regions.want("panel", True)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._regions.want("panel", False)

    def _show_measure(self, measure: str) -> None:
        self.measure.setCurrentIndex(self.measure.findData(measure))
        self.refresh()

    def _follow_playhead(self, frame_index: int) -> None:
        if self.scope.value == "clip" and self.isVisible() and shown_clip(self._regions, frame_index) != self._clip:
            self.refresh()

    def refresh(self, _changed: object = None) -> None:
        """Read everything anew."""
        if not self.isVisible():
            return
        regions = self._regions
        frame_index = self._workspace.playhead if self.scope.value == "clip" else None
        shown = self._shown = shown_regions(regions, frame_index)
        self._clip = shown_clip(regions, self._workspace.playhead)
        numbers = regions.numbers
        summary = numbers.summary if numbers is not None else None
        has_rows = summary is not None
        self.copy_button.setEnabled(has_rows)
        self.save_button.setEnabled(has_rows)
        found = summary.found if summary is not None else None
        self.of_what.setText(shown.of_what if shown is not None else "")
        words = background_words(shown.sums) if shown is not None else ""
        self.alarm.show_warnings([(True, words)] if words else [])
        self.alarm.setVisible(bool(words))
        self._show_diagram(shown)
        is_whole = shown is not None and found is not None and frame_index is None
        interval = found.interval(regions.measure) if is_whole and found is not None else None
        self.table.show_numbers(shown.sums if shown is not None else None, regions.measure, interval)
        words = in_own_words(found.interval_words).capitalize() if is_whole and found is not None else ""
        self.interval_words.setText(words)
        self.interval_words.setVisible(is_whole)
        self.asymmetry.set_facts(asymmetry_facts(shown.sums, found if is_whole else None) if shown is not None else {})
        told = summary.warnings if summary is not None else ()
        self.warnings.show_warnings(
            [(False, in_own_words(text)) for text in told if not text.startswith("Background:")]
        )

    def _show_diagram(self, shown: ShownRegions | None) -> None:
        regions = self._regions
        self.bar.setVisible(shown is not None)
        if shown is None:
            self.diagram.show_note(regions.note or self._why_nothing())
            self.named.setText("")
            return
        table = table_name(regions.measure, self._workspace.view.colormap)
        values = shown.sums.of(regions.measure)
        words = [number_words(regions.measure, float(value), regions.quantity) for value in values]
        self.diagram.show_face(shown.landmarks, shown.face_px)
        self.diagram.show_values(values, shown.limits, table, words)
        self.bar.set_scale(shown.scale, table)
        self._name(None)

    def _why_nothing(self) -> str:
        store = self._regions.store
        clips = store.plan.clips_of(self._workspace.playhead) if store is not None else ()
        explained = store is not None and any(i in store.records and not store.records[i].skipped_reason for i in clips)
        if self.scope.value == "clip" and not explained:
            return translate("RegionPanel", "The clip under the playhead is not explained.")
        return translate("RegionPanel", "The regions are being computed…")

    def _name(self, region: Region | None) -> None:
        """Say in words what is pointed at, or chosen."""
        region = region if region is not None else self._regions.selected
        if region is None or self._shown is None:
            self.named.setText(
                "" if self._shown is None else translate("RegionPanel", "Click a region to follow it on the timeline")
            )
            self.bar.mark(None)
            return
        measure = self._regions.measure
        value = float(self._shown.sums.of(measure)[region])
        self.named.setText(f"{translate('Core', region.label)}: {number_words(measure, value, self._regions.quantity)}")
        self.bar.mark(value * (100 if measure == "share" else 1))

    def _show_selected(self, region: Region | None) -> None:
        self.diagram.select(region)
        self.table.select(region)
        self._name(None)

    def _toggle(self, region: Region) -> None:
        self._regions.select(None if region == self._regions.selected else region)

    # -- tables ------------------------------------------------------------

    def copy(self) -> None:
        """The recording's table into the clipboard, columns apart by tabs."""
        summary = self._regions.numbers.summary if self._regions.numbers is not None else None
        if summary is not None:
            QGuiApplication.clipboard().setText(as_text(summary.rows))
            self.state.setText(
                translate("RegionPanel", "Copied: {count} regions of the recording, {heat}").format(
                    count=len(summary.rows), heat=self._heat_words()
                )
            )

    def _ask_where(self) -> None:
        recording = self._workspace.recording
        stem = recording.path.with_name(f"{recording.path.stem} regions.csv") if recording is not None else ""
        path, _ = QFileDialog.getSaveFileName(
            self, translate("RegionPanel", "Save table"), str(stem), translate("RegionPanel", "Tables (*.csv)")
        )
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        """The recording's table into a file."""
        summary = self._regions.numbers.summary if self._regions.numbers is not None else None
        if summary is None:
            return
        path = path if path.suffix else path.with_suffix(".csv")

        def end(state: str, message: UserMessage | None) -> None:
            if message is not None:
                self._workspace.message_raised.emit(message)
            self.state.setText(
                translate("RegionPanel", "Written: {path}").format(path=path)
                if state == "done"
                else translate("RegionPanel", "Not written")
            )

        self._workspace.run_side_task(
            lambda: write_rows(path, summary.rows),
            translate("RegionPanel", "The table was not written"),
            lambda _value: None,
            end,
        )

    def _heat_words(self) -> str:
        return translate("Core", QUANTITY_LABELS[self._regions.quantity])
