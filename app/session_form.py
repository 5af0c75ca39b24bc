"""What the user says of a session: pseudonym, date, known score, tags, notes; and what is known of its analyses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.controls import label, labelled
from app.translation import translate
from stadrn_core.library.library import MOST_POINTS
from stadrn_core.severity import format_score, severity

if TYPE_CHECKING:
    from stadrn_core.library import Session

WIDTH_PX = 320
NOTES_AFTER_MS = 800
"""After the last letter, notes are kept."""


class SessionForm(QWidget):
    """Fields of one session; each change is told when a field is left, notes also while they are written."""

    changed = Signal(str)
    """the recording's hash: ``values`` are of this session"""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH_PX)
        self._session: Session | None = None
        self.pseudonym, self.recorded_on, self.known = QLineEdit(), QLineEdit(), QLineEdit()
        self.tags, self.notes = QLineEdit(), QPlainTextEdit()
        self.pseudonym.setPlaceholderText(translate("SessionForm", "such as P-0815, never a name"))
        self.recorded_on.setPlaceholderText(translate("SessionForm", "YYYY-MM-DD"))
        self.known.setPlaceholderText(translate("SessionForm", "0 to 63"))
        self.tags.setPlaceholderText(translate("SessionForm", "separated by commas"))
        self.notes.setTabChangesFocus(True)
        self.notes.setMinimumHeight(60)
        self.analyses = label("", "small", wrap=True, selectable=True)
        self.problem = label("", "warning", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for words, field in (
            (translate("SessionForm", "Patient (pseudonym)"), self.pseudonym),
            (translate("SessionForm", "Recorded on"), self.recorded_on),
            (translate("SessionForm", "BDI-II score known otherwise"), self.known),
            (translate("SessionForm", "Tags"), self.tags),
            (translate("SessionForm", "Notes"), self.notes),
        ):
            column.addWidget(labelled(words, field))
        column.addWidget(self.problem)
        column.addWidget(self.analyses)
        column.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(NOTES_AFTER_MS)
        self._timer.timeout.connect(self._tell)
        for field in (self.pseudonym, self.recorded_on, self.known, self.tags):
            field.editingFinished.connect(self._tell)
        self.notes.textChanged.connect(self._timer.start)

    def show_session(self, session: Session | None) -> None:
        """Fill the fields, after telling what was written of the session before; what is being written stays."""
        self.flush()
        is_same = session is not None and self._session is not None and session.recording == self._session.recording
        self._session = session
        self.setEnabled(session is not None)
        if session is None:
            self._fill("", "", "", "", "", "")
            return
        known = "" if session.known_points is None else f"{session.known_points:g}"
        notes = self.notes.toPlainText() if is_same and self.notes.hasFocus() else session.notes
        self._fill(session.pseudonym, session.recorded_on, known, ", ".join(session.tags), notes, _analyses(session))

    def _fill(self, pseudonym: str, recorded_on: str, known: str, tags: str, notes: str, analyses: str) -> None:
        for field, text in (
            (self.pseudonym, pseudonym),
            (self.recorded_on, recorded_on),
            (self.known, known),
            (self.tags, tags),
        ):
            field.setText(text)
        if self.notes.toPlainText() != notes:
            self.notes.blockSignals(True)
            self.notes.setPlainText(notes)
            self.notes.blockSignals(False)
        self.analyses.setText(analyses)
        self.problem.setText("")
        self.problem.hide()

    def flush(self) -> None:
        """Tell what is written and not told yet."""
        self._tell()

    def values(self) -> dict[str, Any]:
        """The fields as ``Library.change`` takes them."""
        known = self.known.text().strip().replace(",", ".")
        return {
            "pseudonym": self.pseudonym.text(),
            "recorded_on": self.recorded_on.text().strip(),
            "known_points": float(known) if known else "unknown",
            "tags": self.tags.text().split(","),
            "notes": self.notes.toPlainText(),
        }

    def _tell(self) -> None:
        self._timer.stop()
        session = self._session
        if session is None:
            return
        self.problem.setText(self._mistake())
        self.problem.setVisible(bool(self.problem.text()))
        if not self.problem.text() and not self._is_as_kept(session):
            self._session = None  # it is not told twice when whoever keeps it shows the session again
            self.changed.emit(session.recording)
            if self._session is None:
                self._session = session

    def _is_as_kept(self, session: Session) -> bool:
        values = self.values()
        known = None if values["known_points"] == "unknown" else values["known_points"]
        tags = tuple(dict.fromkeys(tag.strip() for tag in values["tags"] if tag.strip()))
        now = (values["pseudonym"].strip(), values["recorded_on"], known, tags, values["notes"])
        return now == (
            session.pseudonym,
            session.recorded_on,
            session.known_points,
            session.tags,
            session.notes,
        )

    def _mistake(self) -> str:
        try:
            if when := self.recorded_on.text().strip():
                date.fromisoformat(when)
        except ValueError:
            return translate("SessionForm", "The date is written as 2026-03-31. It is not kept yet.")
        try:
            known = self.known.text().strip().replace(",", ".")
            if known and not 0 <= float(known) <= MOST_POINTS:
                return translate("SessionForm", "A BDI-II score is 0 to 63. It is not kept yet.")
        except ValueError:
            return translate("SessionForm", "The known score is a number from 0 to 63. It is not kept yet.")
        return ""


def score_words(points: float | None) -> str:
    """A score with its band."""
    if points is None:
        return translate("SessionForm", "no score")
    return f"{format_score(points)} ({translate('Core', severity(points).label)})"


def _analyses(session: Session) -> str:
    lines = []
    for score in session.scores:
        points = score_words(score.points)
        lines.append(
            translate("SessionForm", "{checkpoint}: {points}, clips: {clips}, {date}").format(
                checkpoint=score.checkpoint, points=points, clips=score.num_clips, date=score.analysed[:10]
            )
        )
    return "\n".join([*lines, str(session.path)])
