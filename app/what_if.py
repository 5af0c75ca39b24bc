"""What if a part of the face had been neutral for a while? The model answers; its answers are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.controls import Column, FlowLayout, Segmented, clear, heading, label, labelled, line
from app.figures import group_digits
from app.translation import translate
from app.trust_tasks import Question
from app.trust_words import duration_words
from stadrn_core.regions.atlas import Region
from stadrn_core.severity import format_score

if TYPE_CHECKING:
    from app.trust_tasks import Answer
    from app.trusting import Trusting
    from app.workspace import Workspace
    from stadrn_core.trust.neutral import How
    from stadrn_core.types import Progress

HOWS = {"blur": translate("WhatIf", "Blurred"), "mean": translate("WhatIf", "Mean colour")}
HOW_TIPS = {
    "blur": translate("WhatIf", "Each picture blurred there until no feature of a face is left"),
    "mean": translate("WhatIf", "The clip's mean colour instead"),
}
IF_NEUTRAL = translate("WhatIf", "if this part of the face were neutral")
CAUTION = translate(
    "WhatIf",
    "This is how the model behaves with pictures unlike those it has learned from. It says nothing of what the person "
    "would be like.",
)
BRIEF_CAUTION = translate("WhatIf", "So the model behaves; it says nothing of the person.")
SIDES = translate("WhatIf", "Left and right are the person's own.")
NUM_LISTED = 8


class WhatIf(QWidget):
    """Regions, time and way to choose; below, what the model said."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._trusting: Trusting = workspace.trusting
        self.regions: dict[Region, QPushButton] = {}
        self.time = label("", "small", wrap=True)
        self.hows = Segmented(translate("WhatIf", "Made neutral"), HOWS, HOW_TIPS, small=True)
        self.hows.set_value("blur")
        self.latest = label("", wrap=True, selectable=True)
        self.latest.hide()
        self.note = label("", "small", wrap=True)
        self.ask_button = QPushButton(translate("WhatIf", "What if?"))
        self.ask_button.setProperty("primary", True)
        self.cancel_button = QPushButton(translate("WhatIf", "Cancel"))
        self.ask_button.clicked.connect(self.ask)
        self.cancel_button.clicked.connect(self._trusting.cancel)
        self._shown: list[Answer] = []
        self._answers = QVBoxLayout()
        self._answers.setSpacing(8)
        self._lay_out()
        self._trusting.progress_changed.connect(self._show_progress)
        self._trusting.answered.connect(self.refresh)
        self.hows.chosen.connect(self.refresh)
        workspace.range_changed.connect(self.refresh)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.ask_button, self.cancel_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._column = Column(margins=(14, 10, 14, 14))
        self._column.add(
            heading(translate("WhatIf", "Part of the face")), self._make_chips(), label(SIDES, "small", wrap=True)
        )
        self._column.add(labelled(translate("WhatIf", "Made neutral by"), self.hows), self.time)
        self._column.finish()
        foot = QWidget()
        below = QVBoxLayout(foot)
        below.setContentsMargins(14, 8, 14, 10)
        below.setSpacing(7)
        below.addWidget(self.latest)
        below.addWidget(self.note)
        below.addLayout(buttons)
        self._column.column.insertLayout(self._column.column.count() - 1, self._answers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._column, 1)
        column.addWidget(line())
        column.addWidget(foot)

    def _make_chips(self) -> QWidget:
        chips = QWidget()
        chips.setAccessibleName(translate("WhatIf", "Regions of the face"))
        flow = FlowLayout(chips, spacing=4)
        for region in (*list(Region)[1:], Region.BACKGROUND):
            chip = QPushButton(translate("Core", region.label).capitalize())
            chip.setCheckable(True)
            chip.setProperty("chip", True)
            chip.setProperty("small", True)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.setAccessibleName(
                translate("WhatIf", "Region: {region}").format(region=translate("Core", region.label))
            )
            chip.toggled.connect(self.refresh)
            flow.addWidget(chip)
            self.regions[region] = chip
        policy = chips.sizePolicy()
        policy.setHeightForWidth(True)
        chips.setSizePolicy(policy)
        return chips

    # -- the question ------------------------------------------------------------

    @property
    def positions(self) -> tuple[int, int] | None:
        """[first, stop) of the clip's sampled frames within the selected range; None where there are none."""
        clip, store, selected = self._trusting.clip, self._workspace.store, self._workspace.selected_range
        if clip is None or store is None or selected is None:
            return None
        frames = store.plan.clip_frames(clip)
        inside = np.flatnonzero((frames >= selected[0]) & (frames <= selected[1]))
        return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else None

    @property
    def question(self) -> Question | None:
        """What would be asked; None where no region is chosen or no clip is explained here."""
        chosen = tuple(region for region, chip in self.regions.items() if chip.isChecked())
        if self._trusting.clip is None or not chosen:
            return None
        return Question(self._trusting.clip, chosen, self.positions, cast("How", self.hows.value))

    def ask(self) -> None:
        """Run the model again."""
        if self.question is not None:
            self._trusting.ask(self.question)

    # -- what is shown ------------------------------------------------------------

    def refresh(self, _changed: object = None) -> None:
        """Read everything anew."""
        self.time.setText(self._time_words())
        self.show_buttons()
        self._list_answers()

    def show_buttons(self) -> None:
        """What can be done, what it costs, or why not."""
        trusting = self._trusting
        self.note.setText(self._reason() or self._cost_words())
        self.ask_button.setEnabled(self.question is not None and not trusting.missing and not trusting.doing)
        self.cancel_button.setEnabled(trusting.doing == "asking" and not trusting.is_cancelling)
        self._show_progress(trusting.progress)
        newest = next(iter(trusting.answers), None)
        is_answered = newest is not None and newest.question == self.question
        self.latest.setVisible(is_answered)
        if newest is not None and is_answered:
            self.latest.setText(f"{answer_words(newest)}. {BRIEF_CAUTION}")

    def _reason(self) -> str:
        trusting = self._trusting
        if trusting.missing:
            return trusting.missing
        if trusting.clip is None:
            return translate("WhatIf", "There is no explained clip under the playhead.")
        if trusting.doing == "testing":
            return translate("WhatIf", "Tests are running. Questions can be asked when they have ended.")
        return "" if self.question is not None else translate("WhatIf", "Choose one region or several.")

    def _cost_words(self) -> str:
        pace = self._trusting.pace("gradcampp")
        seconds = f", {duration_words(pace.pass_seconds)}" if pace else ""
        return translate("WhatIf", "Cost: 1 pass{time}, plus reading.").format(time=seconds)

    def _time_words(self) -> str:
        clip, store = self._trusting.clip, self._workspace.store
        if clip is None or store is None:
            return translate("WhatIf", "Time: choose a place with an explained clip.")
        frames = store.plan.clip_frames(clip)
        whole = translate("WhatIf", "clip {number}, frames {first} to {last}").format(
            number=clip + 1, first=group_digits(int(frames[0])), last=group_digits(int(frames[-1]))
        )
        if self.positions is not None:
            return translate("WhatIf", "Time: {frames}, the selected range within {whole}.").format(
                frames=_frames_words(frames, self.positions), whole=whole
            )
        if self._workspace.selected_range is not None:
            return translate("WhatIf", "Time: all of {whole}. The selected range lies outside it.").format(whole=whole)
        return translate("WhatIf", "Time: all of {whole}. A range (menu Range) selects a part of it.").format(
            whole=whole
        )

    def _show_progress(self, progress: Progress | None) -> None:
        if progress is not None and self._trusting.doing == "asking":
            self.note.setText(
                translate("WhatIf", "Cancelling…")
                if self._trusting.is_cancelling
                else translate("WhatIf", "{stage}…").format(stage=translate("Core", progress.stage).capitalize())
            )

    def _list_answers(self) -> None:
        answers = list(self._trusting.answers)[:NUM_LISTED]
        if self._shown == answers:
            return
        self._shown = answers
        clear(self._answers)
        if answers:
            self._answers.addWidget(line())
            self._answers.addWidget(heading(translate("WhatIf", "The model's answers")))
            self._answers.addWidget(label(CAUTION, "small", wrap=True))
            for answer in answers:
                self._answers.addWidget(AnswerCard(answer, self._workspace))


class AnswerCard(QFrame):
    """One answer: the score before and after, the difference, and what was asked."""

    def __init__(self, answer: Answer, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("card", True)
        probed, question = answer.probed, answer.question
        self.scores = label(scores_words(answer), "strong", selectable=True)
        self.difference = label(f"{signed_points(probed.difference)} {IF_NEUTRAL}", wrap=True, selectable=True)
        parts = ", ".join(translate("Core", region.label) for region in question.regions)
        time = translate("WhatIf", "clip {number}").format(number=question.clip_index + 1)
        if question.positions is not None and workspace.store is not None:
            frames = workspace.store.plan.clip_frames(question.clip_index)
            time += f", {_frames_words(frames, question.positions)}"
        share = f"{probed.share:.1%}".replace("%", " %")
        asked = translate("WhatIf", "{parts}; {time}; {how}; {share} of the clip's pixels.").format(
            parts=parts[:1].upper() + parts[1:], time=time, how=HOWS[question.how].lower(), share=share
        )
        self.asked = label(asked, "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(3)
        for part in (self.scores, self.difference, self.asked):
            column.addWidget(part)
        if min(probed.points_before, probed.points_after) < 0:
            raw = f"{probed.points_before:.2f} → {probed.points_after:.2f}".replace("-", "\N{MINUS SIGN}")
            column.addWidget(
                label(
                    translate("WhatIf", "A score below 0 is shown as 0; before that: {raw}.").format(raw=raw),
                    "small",
                    wrap=True,
                )
            )
        self.setAccessibleName(f"{self.scores.text()}, {self.difference.text()}. {asked}")


def scores_words(answer: Answer) -> str:
    """The score as it is and as it would be."""
    before, after = format_score(answer.probed.score_before), format_score(answer.probed.score_after)
    return translate("WhatIf", "{before} → {after} points").format(before=before, after=after)


def answer_words(answer: Answer) -> str:
    """Both scores, and what lies between them."""
    return f"{scores_words(answer)}: {signed_points(answer.probed.difference)} {IF_NEUTRAL}"


def signed_points(difference: float) -> str:
    """``−2.1 points``; two decimals where one would hide that something changed."""
    digits = 1 if abs(difference) >= 0.1 else 2
    number = f"{difference:+.{digits}f}".replace("-", "\N{MINUS SIGN}")
    return translate("WhatIf", "{number} points").format(number=number)


def _frames_words(frames: np.ndarray, positions: tuple[int, int]) -> str:
    first, last = int(frames[positions[0]]), int(frames[positions[1] - 1])
    return translate("WhatIf", "frames {first} to {last}").format(first=group_digits(first), last=group_digits(last))
