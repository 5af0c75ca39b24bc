"""The panels at both sides: what is open (session), and what is known of the frame under the playhead (inspector)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from app import theme
from app.checkpoint_list import CheckpointList
from app.controls import Column, ElidedLabel, FactList, ItemButton, clear, heading, label, line
from app.core_sentences import in_own_words
from app.facts import (
    analysis_facts,
    checkpoint_facts,
    clips_words,
    frame_facts,
    recording_facts,
    warnings_of_frame,
)
from app.icons import picture
from app.mark_list import MarkList
from app.score_card import ScoreCard
from app.translation import translate
from app.trust_panel import TrustPanel
from app.view_controls import ViewControls
from stadrn_core.severity import format_score

if TYPE_CHECKING:
    from pathlib import Path

    from app.workspace import Workspace
    from stadrn_core.store import AnalysisStore

DISCLAIMER = translate("Panels", "Research use, not a diagnosis")
_WORDS_REST_MS = 30
"""Words follow when the playhead has rested so long …"""
_WORDS_LATEST_MS = 350
"""… or this long after a change, while it moves."""


class SessionPanel(QWidget):
    """Recording, checkpoints, recent recordings."""

    recording_wanted = Signal()
    checkpoint_wanted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self.setAccessibleName(translate("Panels", "Session"))
        self._workspace = workspace
        self.name = ElidedLabel("", "title")
        self.facts = FactList()
        self.checkpoints = CheckpointList(workspace)
        self.add_checkpoint = QPushButton(translate("Panels", "Open checkpoint…"))
        self.add_checkpoint.setProperty("flat", True)
        self.add_checkpoint.clicked.connect(self.checkpoint_wanted)
        self._recent_heading = heading(translate("Panels", "Recent recordings"))
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        column = Column()
        column.add(
            heading(translate("Panels", "Recording")),
            self.name,
            self.facts,
            line(),
            heading(translate("Panels", "Checkpoints")),
            self.checkpoints,
        )
        column.column.addWidget(self.add_checkpoint, 0, Qt.AlignmentFlag.AlignLeft)
        column.add(line(), self._recent_heading)
        column.column.addLayout(self._recent)
        column.finish()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column)
        workspace.recording_changed.connect(self._show_recording)
        workspace.store_changed.connect(self._show_faces)
        workspace.faces_updated.connect(self._show_faces)
        self._show_recording()

    def sizeHint(self) -> QSize:
        """Wide enough for a file name and its facts."""
        return QSize(216, 500)

    def _show_recording(self, _info: object = None) -> None:
        info = self._workspace.recording
        self.name.set_whole(info.path.name if info else translate("Panels", "None open"))
        self._show_faces()
        self._list_recent()

    def _show_faces(self, _store: object = None) -> None:
        info = self._workspace.recording
        self.facts.set_facts(recording_facts(info, self._workspace.store) if info else {})

    def _list_recent(self) -> None:
        clear(self._recent)
        here = self._workspace.recording.path if self._workspace.recording else None
        others = [path for path in self._workspace.preferences.recent("recordings") if path != here][:6]
        self._recent_heading.setVisible(bool(others))
        for path in others:
            self._recent.addWidget(RecentButton(path, self._workspace))


class RecentButton(ItemButton):
    """Opens a file again; it is named by its own name, with its folder in the tool tip."""

    def __init__(self, path: Path, workspace: Workspace) -> None:
        super().__init__()
        self.setToolTip(str(path))
        self.setAccessibleName(translate("Panels", "Open {name}").format(name=path.name))
        self.row.addWidget(ElidedLabel(path.name))
        self.let_clicks_through()
        self.clicked.connect(lambda: workspace.open_paths([path]))


class Warning(QWidget):
    """One sentence with a sign."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = label()
        self._grave: bool | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self.words = label("", "small", wrap=True)
        row.addWidget(self.words, 1)

    def tell(self, text: str, grave: bool) -> None:
        """Say something else."""
        if text != self.words.text():
            self.words.setText(text)
        if grave != self._grave:
            self._grave = grave
            self._tint()

    def changeEvent(self, event: QEvent) -> None:
        """Tint the sign anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        palette = theme.current()
        name, colour = ("warning", palette.warning) if self._grave else ("info", palette.text_muted)
        pixmap = picture(name, round(15 * self.devicePixelRatioF()), colour, 2.0)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self._sign.setPixmap(pixmap)


class WarningList(QWidget):
    """What a responsible reader is told, beside the thing it is about."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._rows: list[Warning] = []
        self._shown: list[tuple[bool, str]] = []

    def show_warnings(self, warnings: list[tuple[bool, str]]) -> None:
        """Show (is grave, sentence) pairs, reusing the rows that are there."""
        if warnings == self._shown:
            return
        self._shown = list(warnings)
        while len(self._rows) < len(warnings):
            self._rows.append(Warning())
            self._column.addWidget(self._rows[-1])
        for row, (grave, text) in zip(self._rows, warnings, strict=False):
            row.tell(text, grave)
        for index, row in enumerate(self._rows):
            row.setVisible(index < len(warnings))

    @property
    def texts(self) -> list[str]:
        """The sentences shown."""
        return [text for _, text in self._shown]


class ScorePanel(Column):
    """The score of the frame under the playhead, of the recording, and what must be known of them."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.card = ScoreCard()
        self.disclaimer = label(DISCLAIMER, "warning")
        self.mean = label("", "figures")
        self.mean_note = label("", "small", wrap=True)
        self.facts = FactList()
        self.warnings = WarningList()
        self.add(self.card, self.disclaimer, line())
        self.add(heading(translate("Panels", "Whole recording")), self.mean, self.mean_note, line())
        self.add(
            heading(translate("Panels", "Under the playhead")),
            self.facts,
            line(),
            heading(translate("Panels", "Good to know")),
            self.warnings,
        )
        self.finish()
        # A scrub is not held up by the layout of text that nobody can read at its pace.
        self._rested = QTimer(self, singleShot=True, interval=_WORDS_REST_MS)
        self._latest = QTimer(self, singleShot=True, interval=_WORDS_LATEST_MS)
        for timer in (self._rested, self._latest):
            timer.timeout.connect(self.refresh)
        for signal in (
            workspace.display_changed,
            workspace.store_changed,
            workspace.clip_finished,
            workspace.checkpoint_changed,
            workspace.view_changed,
        ):
            signal.connect(self._refresh_soon)
        self.refresh()

    def _refresh_soon(self, _changed: object = None) -> None:
        self._rested.start()
        if not self._latest.isActive():
            self._latest.start()

    def refresh(self) -> None:
        """Read everything anew."""
        self._rested.stop()
        self._latest.stop()
        workspace = self._workspace
        display, store = workspace.display, workspace.store
        mean = store.video_score if store else None
        self.card.show_score(display.score if display else None, mean, self._error())
        self.mean.setText(
            translate("Panels", "{mean} BDI-II points").format(mean=format_score(mean)) if mean is not None else "–"
        )
        self.mean_note.setText(
            translate("Panels", "mean over {clips}").format(clips=clips_words(store))
            if mean is not None and store
            else _no_mean(store)
        )
        self.warnings.show_warnings(warnings_of_frame(workspace))
        self.facts.set_facts(frame_facts(workspace))

    def _error(self) -> str:
        store, checkpoint = self._workspace.store, self._workspace.checkpoint
        if store is not None:
            return _error_words(store.manifest.checkpoint.known_error)
        return _error_words(checkpoint.known_error) if checkpoint is not None else ""


def _error_words(known: str | None) -> str:
    return in_own_words(known) if known else translate("Panels", "error unknown")


def _no_mean(store: AnalysisStore | None) -> str:
    return clips_words(store) if store is not None and store.records else translate("Panels", "not analysed yet")


class InfoPanel(Column):
    """Recording, checkpoint, settings, versions and hashes."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.recording, self.checkpoint, self.analysis = FactList(), FactList(), FactList()
        self.add(heading(translate("Panels", "Recording")), self.recording, line())
        self.add(heading(translate("Panels", "Checkpoint")), self.checkpoint, line())
        self.add(heading(translate("Panels", "Analysis")), self.analysis)
        self.finish()
        for signal in (
            workspace.recording_changed,
            workspace.checkpoint_changed,
            workspace.store_changed,
            workspace.settings_changed,
            workspace.task_state_changed,
        ):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self, _changed: object = None) -> None:
        """Read everything anew."""
        workspace = self._workspace
        info = workspace.recording
        self.recording.set_facts(
            recording_facts(info, workspace.store, whole=True)
            if info
            else {translate("Panels", "open"): translate("Panels", "none")}
        )
        checkpoint = workspace.checkpoint
        self.checkpoint.set_facts(
            checkpoint_facts(checkpoint) if checkpoint else {translate("Panels", "open"): translate("Panels", "none")}
        )
        self.analysis.set_facts(analysis_facts(workspace))


class Inspector(QTabWidget):
    """Score, view, trust, marks, info."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self.setAccessibleName(translate("Panels", "Inspector"))
        self.setDocumentMode(True)
        self.score = ScorePanel(workspace)
        self.view = ViewControls(workspace)
        self.trust = TrustPanel(workspace)
        self.marks = MarkList(workspace)
        self.info = InfoPanel(workspace)
        self.addTab(self.score, translate("Panels", "Score"))
        self.addTab(self.view, translate("Panels", "View"))
        self.addTab(self.trust, translate("Panels", "Trust"))
        self.addTab(self.marks, translate("Panels", "Marks"))
        self.addTab(self.info, translate("Panels", "Info"))
        self.tabBar().setExpanding(True)
        self.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """Wide enough for the score and its scale."""
        return QSize(310, 500)
