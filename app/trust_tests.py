"""The tests of one map: chosen with their cost in sight, run, cancelled, and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.controls import Column, Segmented, label, labelled, line
from app.core_sentences import in_own_words
from app.translation import translate
from app.trust_badge import MAPS_OF_QUANTITIES
from app.trust_rows import MeasureRow
from app.trust_words import NO_GRADES, cost_words, duration_words, taken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.trusting import Trusting
    from app.workspace import Workspace
    from stadrn_core.trust import Cost, MapName, MeasureResult
    from stadrn_core.types import Progress
    from stadrn_core.view import ViewSettings

MAP_CHIPS = {
    "gradcampp": translate("TrustTests", "Grad-CAM++"),
    "signed_points": translate("TrustTests", "Signed"),
    "guided": translate("TrustTests", "Guided"),
}
MAP_TIPS = {
    "gradcampp": translate(
        "TrustTests", "The heatmap; times the score it is the same map, as one factor for a clip changes no order"
    ),
    "signed_points": translate("TrustTests", "What each place adds to the raw score or takes from it"),
    "guided": translate("TrustTests", "Guided backpropagation always gets the test with random weights"),
}
AT_FIRST = ("randomisation", "mean_map", "stability")
"""Chosen until the user chooses: the quick ones."""


class TrustTests(QWidget):
    """For the clip under the playhead, or for all explained clips."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._trusting: Trusting = workspace.trusting
        self.maps = Segmented(translate("TrustTests", "Map"), MAP_CHIPS, MAP_TIPS, small=True)
        self.clips = Segmented(
            translate("TrustTests", "Clips"),
            {"one": translate("TrustTests", "This clip"), "all": translate("TrustTests", "All clips")},
            small=True,
        )
        self.maps.set_value(MAPS_OF_QUANTITIES[workspace.view.quantity] or "gradcampp")
        self.clips.set_value("one")
        self.note = label("", "small", wrap=True)
        self.rows: dict[str, MeasureRow] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(14)
        self._column = Column(margins=(14, 10, 14, 14))
        self._column.add(
            labelled(translate("TrustTests", "Map"), self.maps),
            labelled(translate("TrustTests", "Tested for"), self.clips),
            line(),
        )
        self._column.column.addLayout(self._rows)
        self._column.add(line(), label(NO_GRADES, "small", wrap=True))
        self._column.finish()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._column, 1)
        column.addWidget(line())
        column.addWidget(self._make_foot())
        self.maps.chosen.connect(self.refresh)
        self.clips.chosen.connect(self.refresh)
        workspace.view_changed.connect(self._follow_view)
        self._trusting.progress_changed.connect(self._show_progress)

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        self.cost = label("", "small", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(translate("TrustTests", "Progress of the tests"))
        self.run_button = QPushButton(translate("TrustTests", "Run"))
        self.run_button.setProperty("primary", True)
        self.cancel_button = QPushButton(translate("TrustTests", "Cancel"))
        self.run_button.clicked.connect(self.run)
        self.cancel_button.clicked.connect(self._trusting.cancel)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.run_button, self.cancel_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(foot)
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(7)
        for part in (self.note, self.cost, self.bar):
            column.addWidget(part)
        column.addLayout(buttons)
        return foot

    # -- what is chosen ------------------------------------------------------------

    @property
    def map_name(self) -> MapName:
        """The map in question."""
        return cast("MapName", self.maps.value)

    @property
    def clips_in_question(self) -> list[int]:
        """0-based."""
        if self.clips.value == "all":
            return self._trusting.explained
        return [] if self._trusting.clip is None else [self._trusting.clip]

    def choose_map(self, map_name: str) -> None:
        """Show another map's tests."""
        self.maps.set_value(map_name)
        self.refresh()

    def _follow_view(self, view: ViewSettings) -> None:
        shown = MAPS_OF_QUANTITIES[view.quantity]
        if shown is not None and self.maps.value != "guided" and shown != self.maps.value:
            self.choose_map(shown)

    def run(self) -> None:
        """Take the chosen measures."""
        self._trusting.test(self.clips_in_question, self.map_name, self._left())

    # -- what is shown ------------------------------------------------------------

    def look_ahead(self) -> None:
        """Have the cost found out."""
        if self._trusting.clip is not None:
            self._trusting.look_ahead(self._trusting.clip, self.map_name)

    def refresh(self, _changed: object = None) -> None:
        """Read everything anew."""
        trusting, store = self._trusting, self._workspace.store
        if trusting.results is not None:
            self._make_rows()
        clip = trusting.clip
        self.clips.button("one").setText(
            translate("TrustTests", "This clip")
            if clip is None
            else translate("TrustTests", "Clip {clip}").format(clip=clip + 1)
        )
        self.clips.button("all").setText(
            translate("TrustTests", "All {count} explained").format(count=len(trusting.explained))
        )
        signed = self.maps.button("signed_points")
        signed.setEnabled(store is None or store.manifest.has_signed_points)
        if not signed.isEnabled() and self.maps.value == "signed_points":
            self.maps.set_value("gradcampp")
        results = self._results()
        for name, row in self.rows.items():
            own = [one for one in results if one.measure == name]
            row.show_results(own, len(self.clips_in_question))
            row.show_cost(*self._cost_of_row(name, own))
            if name == "randomisation" and self.map_name == "guided":
                row.box.setChecked(True)
                row.box.setEnabled(False)
        self.show_foot()

    def _make_rows(self) -> None:
        from stadrn_core.trust import MEASURES

        if self.rows:
            return
        for name, measure in MEASURES.items():
            row = MeasureRow(measure)
            row.box.setChecked(name in AT_FIRST)
            row.toggled.connect(self.show_foot)
            self.rows[name] = row
            self._rows.addWidget(row)

    def _results(self) -> Sequence[MeasureResult]:
        clips = set(self.clips_in_question)
        return [one for one in self._trusting.of_map(self.map_name) if one.clip_index in clips]

    def _cost_of_row(self, name: str, own: Sequence[MeasureResult]) -> tuple[str, bool]:
        clips, clip = self.clips_in_question, self._trusting.clip
        if not clips:
            return "", False
        if len(taken(own)) == len(clips):
            return translate("TrustTests", "Stored"), True
        plan = None if clip is None else self._trusting.plan(clip, self.map_name)
        reason = plan.unavailable.get(name) if plan else None
        reason = reason or next((one.unavailable for one in own if one.unavailable), None)
        if reason is not None and not (len(clips) > 1 and taken(own)):
            return translate("TrustTests", "Cannot be taken: {reason}.").format(reason=in_own_words(reason)), False
        cost = self._cost_of_clip(name)
        if cost is None:
            return ("" if self._trusting.missing else translate("TrustTests", "Cost: being found out…")), True
        words = (
            translate("TrustTests", "Cost for each clip: {cost}")
            if len(clips) > 1
            else translate("TrustTests", "Cost: {cost}")
        )
        return words.format(cost=cost_words(cost, self._trusting.pace(self.map_name))), True

    def _cost_of_clip(self, name: str) -> Cost | None:
        """As planned for the clip under the playhead, else as it was in any clip."""
        from stadrn_core.trust import Cost

        clip = self._trusting.clip
        plan = None if clip is None else self._trusting.plan(clip, self.map_name)
        if plan is not None and name in plan.costs:
            return plan.costs[name]
        found = [one for one in taken(self._trusting.of_map(self.map_name)) if one.measure == name]
        return Cost(found[0].passes, found[0].explanations) if found else None

    def _left(self) -> list[str]:
        """The chosen measures that are not stored of all clips in question."""
        clips, results = self.clips_in_question, self._results()
        chosen = [name for name, row in self.rows.items() if row.box.isChecked() and self._can_be_taken(name)]
        return [name for name in chosen if sum(one.measure == name for one in taken(results)) < len(clips)]

    def _can_be_taken(self, name: str) -> bool:
        return self.rows[name].box.isEnabled() or (name == "randomisation" and self.map_name == "guided")

    def _total(self, left: Sequence[str]) -> Cost | None:
        """Of all that is left, with each clip's own points and map."""
        from stadrn_core.trust import Cost

        results = taken(self._results())
        passes = explanations = 0
        working: set[int] = set()
        for name in left:
            cost = self._cost_of_clip(name)
            if cost is None:
                return None
            todo = set(self.clips_in_question) - {one.clip_index for one in results if one.measure == name}
            working |= todo
            passes += cost.passes * len(todo)
            explanations += cost.explanations * len(todo)
        return Cost(passes + len(working), explanations + len(working))

    def show_foot(self) -> None:
        """What is chosen costs, and what can be done about it."""
        trusting = self._trusting
        left = self._left() if self.clips_in_question else []
        total = self._total(left) if left else None
        if trusting.missing:
            note = trusting.missing
        elif not self.clips_in_question:
            note = translate("TrustTests", "There is no explained clip under the playhead.")
        elif not left:
            note = (
                trusting.note or translate("TrustTests", "The chosen tests are stored.")
                if self._has_choice()
                else translate("TrustTests", "Choose tests above.")
            )
        else:
            note = trusting.note
        self.note.setText(note)
        self.note.setVisible(bool(note))
        if total is not None:
            several = len(self.clips_in_question) > 1
            words = (
                translate("TrustTests", "Together about {cost}")
                if several
                else translate("TrustTests", "Together {cost}")
            )
            self.cost.setText(words.format(cost=cost_words(total, trusting.pace(self.map_name))))
        is_testing = trusting.doing == "testing"
        if not is_testing:
            self.cost.setVisible(total is not None and not trusting.missing)
        self.run_button.setText(_run_words(len(left)))
        can_run = total is not None and not trusting.missing and not trusting.doing
        self.run_button.setEnabled(can_run and trusting.pace(self.map_name) is not None)
        self.cancel_button.setEnabled(is_testing and not trusting.is_cancelling)
        self.cancel_button.setText(
            translate("TrustTests", "Cancelling…")
            if is_testing and trusting.is_cancelling
            else translate("TrustTests", "Cancel")
        )
        self._show_progress(trusting.progress)

    def _has_choice(self) -> bool:
        return any(row.box.isChecked() for row in self.rows.values())

    def _show_progress(self, progress: Progress | None) -> None:
        is_testing = progress is not None and self._trusting.doing == "testing"
        self.bar.setVisible(is_testing)
        if progress is None or not is_testing:
            return
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self.cost.setText(progress_words(progress))
        self.cost.setVisible(True)


def _run_words(count: int) -> str:
    if not count:
        return translate("TrustTests", "Run")
    if count == 1:
        return translate("TrustTests", "Run 1 test")
    return translate("TrustTests", "Run {count} tests").format(count=count)


def progress_words(progress: Progress) -> str:
    """Which test of which clip, how far, how long still."""
    stage = translate("Core", progress.stage.partition(": ")[2] or progress.stage)
    whose = (
        ""
        if progress.clip_index is None
        else translate("TrustTests", "Clip {number}: ").format(number=progress.clip_index + 1)
    )
    count = (
        translate("TrustTests", " · {done} of {total}").format(done=progress.done, total=progress.total)
        if progress.total
        else ""
    )
    left = (
        ""
        if progress.seconds_left is None
        else translate("TrustTests", " · {time} left").format(time=duration_words(progress.seconds_left))
    )
    text = f"{whose}{stage}{count}{left}"
    return text[:1].upper() + text[1:]
