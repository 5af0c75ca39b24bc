"""What a comparison says in numbers: scores and agreement over time, regions, Bland–Altman, configurations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QHBoxLayout, QPushButton, QWidget

from app import compare_tasks
from app.chart import Chart
from app.compare_charts import (
    PAIR_TITLES,
    agreement_chart,
    bland_altman_chart,
    pair_words,
    regions_chart,
    scores_chart,
)
from app.compare_legend import Legend
from app.compare_tables import FactTable, WordTable
from app.controls import Column, heading, label, line
from app.core_sentences import in_own_words
from app.messages import UserMessage
from app.translation import translate
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.checkpoint_looks import Look
    from app.compare_tasks import Compared
    from app.compared import ComparedCheckpoints
    from app.workspace import Workspace

_SOON_MS = 150
COMPARING = translate("CompareNumbers", "Comparing…")
TOO_FEW = translate("CompareNumbers", "Two or more checkpoints have to be analysed.")
PAIR_TIP = translate(
    "CompareNumbers",
    "Bias and limits of agreement (± 1.96 SD) after Bland and Altman 1986, over the clips explained in both. Beside "
    "map correlation and overlap: what maps of different moments, or chance, would give.",
)


class CompareNumbers(Column):
    """Nothing is read or computed while it is hidden."""

    def __init__(self, workspace: Workspace, compared: ComparedCheckpoints) -> None:
        super().__init__((4, 4, 14, 14))
        self._workspace, self._compared = workspace, compared
        self._task = 0
        self._asked: tuple[object, ...] = ()
        self.shown: Compared | None = None
        self._looks: Mapping[str, Look] = {}
        self.legend = Legend()
        self.state = label(TOO_FEW, "muted", wrap=True)
        self.pairs = WordTable(translate("CompareNumbers", "Agreement of each pair"), PAIR_TITLES)
        self.pairs.setToolTip(PAIR_TIP)
        self.scores, self.correlation, self.overlap = (Chart(height, follows_time=True) for height in (230, 210, 210))
        self.bland_altman, self.regions = Chart(330), Chart(330)
        self.preprocessing = label("", "", wrap=True, selectable=True)
        self.differing = QCheckBox(translate("CompareNumbers", "Only what differs"))
        self.differing.setChecked(True)
        self.facts = FactTable()
        self.cautions = label("", "small", wrap=True, selectable=True)
        self.save = QPushButton(translate("CompareNumbers", "Save tables and figure…"))
        self.save.setToolTip(
            translate(
                "CompareNumbers", "The files that stadrn compare writes: CSV tables, comparison.pdf and comparison.png"
            )
        )
        self._lay_out()
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._ask)
        self._connect()

    def _lay_out(self) -> None:
        charts = QWidget()
        grid = QGridLayout(charts)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        grid.addWidget(self.scores, 0, 0, 1, 2)
        for i, chart in enumerate((self.correlation, self.overlap, self.bland_altman, self.regions)):
            grid.addWidget(chart, 1 + i // 2, i % 2)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.state, 1)
        row.addWidget(self.save)
        known: list[QWidget] = [
            line(),
            heading(translate("CompareNumbers", "Configuration and metadata")),
            self.preprocessing,
            self.differing,
        ]
        self._results = [self.legend, self.pairs, charts, *known, self.facts]
        self._results += [line(), heading(translate("CompareNumbers", "Good to know")), self.cautions]
        self.add(head, *self._results)
        self._show_results(False)
        self.finish()

    def _show_results(self, visible: bool) -> None:
        for widget in (*self._results, self.save):
            widget.setVisible(visible)

    def _connect(self) -> None:
        workspace, compared = self._workspace, self._compared
        compared.changed.connect(self._ask_soon)
        workspace.clip_finished.connect(self._ask_again)
        workspace.playhead_changed.connect(self._show_playhead)
        self.differing.toggled.connect(self._show_facts)
        self.save.clicked.connect(self._ask_where)
        for chart in (self.scores, self.correlation, self.overlap):
            chart.clicked.connect(self._go_to)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self._ask_soon()

    # -- computing ------------------------------------------------------------

    def _ask_soon(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _ask_again(self, _clip: int) -> None:
        """Clips are new: what was found is past."""
        self._asked = ()
        self._ask_soon()

    def _ask(self) -> None:
        """Compare what is wanted now, unless that is shown already; looks alone need no new numbers."""
        paths, view = self._compared.found, self._compared.view
        asked = (paths, view.reference, view.quantity)
        if len(paths) < 2:
            return
        if asked == self._asked:
            self._show()
            return
        self._asked = asked
        self._workspace.abandon_side_task(self._task)
        self.state.setText(COMPARING)
        self._task = self._workspace.run_side_task(
            lambda: compare_tasks.compare_numbers(*asked),
            translate("CompareNumbers", "The checkpoints cannot be compared"),
            self._take,
            self._end,
            "pictures",
        )

    def _take(self, value: Progress | Compared) -> None:
        if isinstance(value, Progress):
            self.state.setText(
                translate("CompareNumbers", "Comparing… {done} of {total}").format(done=value.done, total=value.total)
            )
        else:
            self.shown = value
            self._show()

    def _end(self, state: str, message: UserMessage | None) -> None:
        if state != "cancelled":
            self.state.setText("")
        if message is not None:
            self._asked = ()
            self._workspace.message_raised.emit(message)

    # -- showing ------------------------------------------------------------

    def _show(self) -> None:
        if self.shown is None:
            return
        found, looks = self.shown.found, self._workspace.looks
        self._looks = {}
        for member in found.members:
            look = looks.of_identity(member.store.manifest.checkpoint.identity)
            if look is None:  # closed meanwhile: the next comparison is on its way
                return
            self._looks[member.letter] = look
        rows = pair_words(found)
        self._show_results(True)
        self.legend.show_members(found, self._looks)
        self.pairs.show_rows(rows)
        of_pairs = "; ".join(
            translate("CompareNumbers", "{pair}: bias {bias} points, map correlation {correlation}").format(
                pair=row[0], bias=row[2], correlation=row[4]
            )
            for row in rows
        )
        self.scores.show_data(scores_chart(found, self._looks), self._score_words())
        self.correlation.show_data(agreement_chart(found, self._looks, "spearman"), of_pairs)
        self.overlap.show_data(agreement_chart(found, self._looks, "overlap"), of_pairs)
        self.bland_altman.show_data(bland_altman_chart(found, self._looks), of_pairs)
        self.regions.show_data(
            regions_chart(found, self._looks),
            translate("CompareNumbers", "The tab Regions has the numbers of one checkpoint"),
        )
        self.cautions.setText("\n".join(map(in_own_words, found.cautions)))
        self._show_facts()
        self._show_playhead(self._workspace.playhead)

    def _score_words(self) -> str:
        assert self.shown is not None
        members = self.shown.found.members
        scores = [(self._looks[member.letter].name, member.store.video_score) for member in members]
        return "; ".join(
            translate("CompareNumbers", "{name}: mean {score:.1f} points").format(name=name, score=score)
            for name, score in scores
            if score is not None
        )

    def _show_facts(self, _only: bool = True) -> None:
        if self.shown is None:
            return
        from stadrn_core.compare.facts import preprocessing_words

        members = self.shown.found.members
        looks = [self._looks[member.letter] for member in members]
        manifests = [member.store.manifest for member in members]
        self.preprocessing.setText(in_own_words(preprocessing_words(manifests, [look.name for look in looks])))
        self.facts.show_facts(self.shown.facts, looks, only_differing=self.differing.isChecked())

    def _show_playhead(self, frame_index: int) -> None:
        recording = self._workspace.recording
        if recording is not None:
            for chart in (self.scores, self.correlation, self.overlap):
                chart.set_playhead(float(recording.pts_seconds[frame_index]))

    def _go_to(self, seconds: float) -> None:
        recording = self._workspace.recording
        if recording is not None:
            self._workspace.set_playing(False)
            self._workspace.set_playhead(int((recording.pts_seconds <= seconds).sum()) - 1)

    # -- saving ------------------------------------------------------------

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, translate("CompareNumbers", "Folder for tables and figure"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda text: self.save_to(Path(text)))
        dialog.open()

    def save_to(self, folder: Path) -> None:
        """Write what ``stadrn compare`` writes into a folder that exists."""
        compared, recording = self._compared, self._workspace.recording
        if self.shown is None or recording is None:
            return
        looks = [self._workspace.looks.of(one) for one in compared.analysed]
        job = compare_tasks.ComparisonJob(
            compared.found,
            compared.view.reference,
            compared.view.quantity,
            tuple((look.name, look.colour) for look in looks),
            recording.path,
            folder,
            self._workspace.preferences.deidentify,
        )
        self.save.setEnabled(False)
        self._workspace.run_side_task(
            lambda: compare_tasks.write_comparison(job),
            translate("CompareNumbers", "The comparison cannot be saved"),
            self._saved,
            self._end_saving,
        )

    def _end_saving(self, state: str, message: UserMessage | None) -> None:
        self.save.setEnabled(True)
        self._end(state, message)

    def _saved(self, value: Progress | Path) -> None:
        if isinstance(value, Progress):
            self.state.setText(
                translate("CompareNumbers", "Saving: {stage}, {done} of {total}").format(
                    stage=translate("Core", value.stage), done=value.done, total=value.total
                )
            )
            return
        text = translate("CompareNumbers", "Tables (CSV), comparison.pdf and comparison.png are in {value}.").format(
            value=value
        )
        self._workspace.message_raised.emit(
            UserMessage("info", translate("CompareNumbers", "The comparison is saved"), text)
        )
