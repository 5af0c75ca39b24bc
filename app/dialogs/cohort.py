"""The regions of all analysed recordings in a folder, beside each other, and groups of them compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QWidget

from app.cohort_table import CohortTable
from app.cohort_tasks import CohortRecording, Compared, LeftOut, compare_groups, compute_cohort
from app.controls import label, labelled
from app.core_sentences import in_own_words
from app.dialogs.frame import Dialog
from app.region_raster import SHOWN_MEASURES
from app.region_rows import write_rows
from app.region_words import MEASURE_NAMES, SHORT_NAMES, limit_words, unit
from app.translation import translate
from stadrn_core.folders import cache_folder
from stadrn_core.regions.atlas import Region
from stadrn_core.types import Progress
from stadrn_core.view import QUANTITY_LABELS

if TYPE_CHECKING:
    from app.messages import UserMessage
    from app.workspace import Workspace
    from stadrn_core.regions.numbers import HeatQuantity
    from stadrn_core.regions.sums import Measure

TEXT = translate(
    "Cohort",
    "Where on the face a network's map lies in each recording. It compares maps of a network, not faces, and makes no "
    "diagnosis. Left (L) and right (R) are the subject's.",
)


class CohortDialog(Dialog):
    """Choose a folder with analyses; recordings appear as they are done; then compare groups of them."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(translate("Cohort", "Regions of many recordings"), TEXT, parent, width_px=1100)
        self._workspace = workspace
        shown = workspace.view.quantity
        self._quantity: HeatQuantity = "weighted" if shown == "signed" else shown
        self._task: int | None = None
        self._recordings: list[CohortRecording] = []
        self._left_out: list[str] = []
        self._groups: dict[str, str] = {}
        self._make_controls()
        self.close_button = self.add_close()
        self.save_button = self.add_button(translate("Cohort", "Save CSV…"))
        self.save_button.clicked.connect(self._ask_where)
        self.compare_button = self.add_button(translate("Cohort", "Compare groups"))
        self.compare_button.setToolTip(
            translate("Cohort", "Rank tests between groups of recordings, with corrected p-values")
        )
        self.compare_button.clicked.connect(self.compare)
        self.show_button = self.add_button(translate("Cohort", "Show recordings"), primary=True)
        self.show_button.clicked.connect(self.begin)
        self._refresh()

    def _make_controls(self) -> None:
        self.folder = QLineEdit()
        self.folder.setPlaceholderText(translate("Cohort", "A folder with the folders that 'stadrn explain' wrote"))
        self.labels = QLineEdit()
        self.labels.setPlaceholderText(translate("Cohort", "labels.csv, or empty: bands of the network's own scores"))
        self.column_of_groups = QLineEdit("severity")
        self.column_of_groups.setToolTip(translate("Cohort", "A column of the labels that makes the groups"))
        self.measure = QComboBox()
        for measure in SHOWN_MEASURES:
            self.measure.addItem(MEASURE_NAMES[measure], measure)
        self.measure.activated.connect(self._change_measure)
        self.table = CohortTable()
        self.table.setMinimumHeight(240)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(translate("Cohort", "Progress"))
        self.state = label("", "small", wrap=True, selectable=True)
        self.found = label("", "", wrap=True, selectable=True)
        browse, browse_labels = QPushButton(translate("Cohort", "Choose…")), QPushButton(translate("Cohort", "Choose…"))
        browse.setAccessibleName(translate("Cohort", "Choose the folder"))
        browse_labels.setAccessibleName(translate("Cohort", "Choose the labels"))
        browse.clicked.connect(self._browse)
        browse_labels.clicked.connect(self._browse_labels)
        self.add(
            _row(
                labelled(translate("Cohort", "Folder"), self.folder),
                browse,
                labelled(translate("Cohort", "Measure"), self.measure),
            )
        )
        groups = labelled(translate("Cohort", "Groups by"), self.column_of_groups)
        self.add(_row(labelled(translate("Cohort", "Labels"), self.labels), browse_labels, groups))
        self.add(self.table, self.bar, self.state, self.found)

    @property
    def recordings(self) -> list[CohortRecording]:
        """What is shown."""
        return self._recordings

    # -- recordings ------------------------------------------------------------

    def begin(self) -> None:
        """Compute what is not known yet of the folder's recordings."""
        text = self.folder.text().strip()
        if self._task is not None:
            return
        if not text:
            self.state.setText(translate("Cohort", "Choose a folder."))
            return
        folder, quantity, kept = Path(text).expanduser(), self._quantity, cache_folder() / "regions"
        self._recordings, self._left_out, self._groups = [], [], {}
        self.found.setText("")
        self._run(
            lambda: compute_cohort(folder, quantity, kept),
            translate("Cohort", "The recordings cannot be shown"),
            self._take_in,
        )

    def _take_in(self, value: Any) -> None:
        if isinstance(value, Progress):
            self.bar.setRange(0, value.total)
            self.bar.setValue(value.done)
            self.state.setText(value.stage)
        elif isinstance(value, LeftOut):
            self._left_out.append(f"{value.name}: {value.reason}")
        else:
            self._recordings.append(value)
            self._refresh()

    def _change_measure(self) -> None:
        self._groups = {}
        self.found.setText("")
        self._refresh()

    def _refresh(self) -> None:
        measure: Measure = self.measure.currentData()
        model = self.table.numbers
        model.show_recordings(self._recordings, measure, self._quantity, self._groups, self._workspace.view.colormap)
        ready = bool(self._recordings) and self._task is None
        self.compare_button.setEnabled(ready)
        self.save_button.setEnabled(ready)
        self.show_button.setEnabled(self._task is None)
        self.bar.setVisible(self._task is not None)
        if self._task is None and self._recordings:
            low, high = (limit_words(measure, value) for value in model.limits)
            lines = [
                translate(
                    "Cohort",
                    "Recordings: {count}; {quantity}. "
                    "Colours from {low} to {high} {unit}; the background may lie beyond.",
                ).format(
                    count=len(self._recordings),
                    quantity=translate("Core", QUANTITY_LABELS[self._quantity]),
                    low=low,
                    high=high,
                    unit=unit(measure, self._quantity),
                )
            ]
            alarms = sum(bool(one.found.sums.background_is_high) for one in self._recordings)
            if alarms:
                lines.append(
                    translate("Cohort", "Recordings in which much of the heat lies outside the face: {count}").format(
                        count=alarms
                    )
                )
            lines += [translate("Cohort", "Left out: {reason}").format(reason=text) for text in self._left_out]
            self.state.setText("\n".join(lines))

    # -- groups ------------------------------------------------------------

    def compare(self) -> None:
        """Test groups against each other."""
        measure: Measure = self.measure.currentData()
        labels = Path(self.labels.text().strip()).expanduser() if self.labels.text().strip() else None
        column, recordings = self.column_of_groups.text().strip() or "severity", tuple(self._recordings)
        self._run(
            lambda: compare_groups(recordings, measure, column, labels),
            translate("Cohort", "The groups cannot be compared"),
            self._show_compared,
        )

    def _show_compared(self, compared: Compared) -> None:
        self._groups = compared.group_of
        self._refresh()
        strong = [test for test in compared.tests if test.p_holm < 0.05]
        lines = [
            translate("Cohort", "Groups by {column}: {count} of {tests} tests below 0.05 after Holm").format(
                column=compared.group_by, count=len(strong), tests=len(compared.tests)
            )
        ]
        for test in strong:
            name, groups = SHORT_NAMES[Region[test.row.upper()]], translate("Cohort", " and ").join(test.groups)
            lines.append(
                translate("Cohort", "{name}, {groups}: {effect_name} {effect:+.2f}, p {p:.3f}").format(
                    name=name,
                    groups=groups,
                    effect_name=translate("Core", test.effect_name),
                    effect=test.effect,
                    p=test.p_holm,
                )
            )
        lines += [
            translate("Cohort", "Without a group: {recording} ({reason})").format(
                recording=run, reason=in_own_words(reason)
            )
            for run, reason in compared.left_out
        ]
        self.found.setText("\n".join(lines).replace("-0", "\N{MINUS SIGN}0"))

    # -- files ------------------------------------------------------------

    def _browse(self) -> None:
        path = QFileDialog.getExistingDirectory(self, translate("Cohort", "Choose a folder"), self.folder.text())
        if path:
            self.folder.setText(path)
            self.begin()

    def _browse_labels(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, translate("Cohort", "Choose labels"), self.labels.text(), translate("Cohort", "Tables (*.csv)")
        )
        if path:
            self.labels.setText(path)

    def _ask_where(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, translate("Cohort", "Save table"), "regions.csv", translate("Cohort", "Tables (*.csv)")
        )
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        """A row for each region of each recording, all measures."""
        rows = [row for one in self._recordings for row in one.rows]
        self._run(
            lambda: write_rows(path, rows),
            translate("Cohort", "The table was not written"),
            lambda _value: None,
            translate("Cohort", "Written: {path}").format(path=path),
        )

    # -- running ------------------------------------------------------------

    def _run(self, steps: Any, title: str, take_in: Any, words: str = "") -> None:
        def end(state: str, message: UserMessage | None) -> None:
            self._task = None
            self._refresh()
            if message is not None:
                self.state.setText(f"{message.title}. {message.text}")
            elif words and state == "done":
                self.state.setText(words)

        self._task = self._workspace.run_side_task(steps, title, take_in, end, "regions")
        self.bar.setRange(0, 0)
        self._refresh()

    def reject(self) -> None:
        """Stop, and close."""
        self._abandon()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is finished is kept."""
        self._abandon()
        super().closeEvent(event)

    def _abandon(self) -> None:
        if self._task is not None:
            self._workspace.abandon_side_task(self._task)


def _row(*widgets: QWidget) -> QWidget:
    result = QWidget()
    row = QHBoxLayout(result)
    row.setContentsMargins(0, 0, 0, 0)
    for i, widget in enumerate(widgets):
        row.addWidget(widget, 0 if isinstance(widget, QPushButton) else 3 if i == 0 else 1)
        if isinstance(widget, QPushButton):
            row.setAlignment(widget, Qt.AlignmentFlag.AlignBottom)
    return result
