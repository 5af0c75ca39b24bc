"""The library of sessions: found by words and tags, described, opened again; a patient deleted without a trace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.controls import label, labelled
from app.core_sentences import in_own_words
from app.dialogs.forget import ForgetDialog
from app.dialogs.frame import Dialog
from app.library_place import LibraryPlace
from app.library_tasks import relocate
from app.session_chart import SessionChart
from app.session_form import SessionForm
from app.session_table import SessionTable
from app.translation import translate
from stadrn_core.errors import StoreError
from stadrn_core.library.library import Order, select
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from app.kept_sessions import KeptSessions
    from app.messages import UserMessage
    from app.workspace import Workspace
    from stadrn_core.library import Session

TEXT = translate(
    "Library",
    "What was analysed here, under pseudonyms: never write a patient's name. Everything stays on this machine, in a "
    "file that only you can read.",
)
NOTHING_YET = translate("Library", "No session yet. What you analyse in the window appears here by itself.")
NO_MATCH = translate("Library", "No session matches. Change the words or the tag.")
ALL_TAGS = translate("Library", "All tags")
ORDER_LABELS = {
    "date": translate("Library", "Newest first"),
    "score": translate("Library", "Highest score first"),
    "pseudonym": translate("Library", "By patient"),
    "name": translate("Library", "By name"),
}


class LibraryDialog(Dialog):
    """Sessions at the left, the chosen one at the right, its patient's scores below."""

    def __init__(self, workspace: Workspace, kept: KeptSessions, parent: QWidget | None = None) -> None:
        super().__init__(translate("Library", "Session library"), TEXT, parent, width_px=1040)
        self._workspace, self._kept = workspace, kept
        self._task: int | None = None
        self._sessions: list[Session] = []
        self._missing: set[str] = set()
        self._may_relocate = False
        self._problem = ""
        self._make_controls()
        self._lay_out()
        self.delete_button = self.add_button(translate("Library", "Delete patient…"))
        self.relocate_button = self.add_button(translate("Library", "Find moved recordings…"))
        self.add_close()
        self.open_button = self.add_button(translate("Library", "Open"), primary=True)
        # Enter in a field keeps what it says, and opens nothing.
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
            button.setDefault(False)
        self.place.failed.connect(self.state.setText)
        self.search.textChanged.connect(self._select)
        self.tag.activated.connect(self._select)
        self.order.activated.connect(self._select)
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.table.itemDoubleClicked.connect(self.open_chosen)
        self.form.changed.connect(self._on_changed)
        self.open_button.clicked.connect(self.open_chosen)
        self.delete_button.clicked.connect(self._ask_to_delete)
        self.relocate_button.clicked.connect(self._ask_where)
        kept.changed.connect(self.refresh)
        kept.leaving.connect(self.form.flush)
        self.search.setFocus()
        self.refresh()

    def _make_controls(self) -> None:
        self.place = LibraryPlace(self._workspace, self._kept)
        self.search = QLineEdit()
        self.search.setPlaceholderText(translate("Library", "Find: patient, file, tag, note, date, checkpoint"))
        self.search.setAccessibleName(translate("Library", "Find sessions"))
        self.search.setClearButtonEnabled(True)
        self.tag, self.order = QComboBox(), QComboBox()
        self.tag.setAccessibleName(translate("Library", "Tag"))
        self.order.setAccessibleName(translate("Library", "Order"))
        for order in get_args(Order):
            self.order.addItem(ORDER_LABELS[order], order)
        self.table = SessionTable()
        self.state = label("", "small", wrap=True, selectable=True)
        self.form = SessionForm()
        self.chart = SessionChart()
        self.chart_words = label("", "small", wrap=True)

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.addWidget(self.search, 1)
        filters.addWidget(self.tag)
        filters.addWidget(self.order)
        left = QVBoxLayout()
        left.addWidget(self.place)
        left.addLayout(filters)
        left.addWidget(self.table, 1)
        left.addWidget(self.state)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left, 1)
        both.addWidget(self.form)
        self.column.addLayout(both, 1)
        self.add(labelled(translate("Library", "Scores of this patient's sessions"), self.chart), self.chart_words)

    @property
    def chosen(self) -> Session | None:
        """The session that is described."""
        return self.table.chosen

    # -- the list ------------------------------------------------------------

    def refresh(self) -> None:
        """Read the library again; what was chosen stays chosen. A library that cannot be read says why."""
        self._problem = ""
        try:
            self._sessions = self._kept.library.sessions()
        except StoreError as error:
            self._sessions, self._problem = [], in_own_words(error)
        self._missing = {one.recording for one in self._sessions if not one.path.exists()}
        folders = [score.folder for one in self._sessions for score in one.scores]
        self._may_relocate = bool(self._missing) or not all(folder.exists() for folder in folders)
        tags = sorted({tag for one in self._sessions for tag in one.tags}, key=str.casefold)
        if [self.tag.itemData(i) for i in range(self.tag.count())] != ["", *tags]:
            tag = self.tag.currentData() or ""
            self.tag.clear()
            self.tag.addItem(ALL_TAGS, "")
            for one in tags:
                self.tag.addItem(one, one)
            self.tag.setCurrentIndex(max(self.tag.findData(tag), 0))
        self._select()

    def _select(self) -> None:
        """Show what matches words and tag, without reading the library again."""
        before, tag = self.chosen, self.tag.currentData()
        found = select(self._sessions, self.search.text(), tag=tag, order=self.order.currentData())
        self.table.show_sessions(found, self._missing)
        is_filtered = bool(self.search.text().strip() or tag)
        self.state.setText(self._problem or ("" if found else NO_MATCH if is_filtered else NOTHING_YET))
        with QSignalBlocker(self.table):
            self.table.choose(before.recording if before is not None else None)
        self._show_chosen()

    def _show_chosen(self) -> None:
        session = self.chosen
        self.form.show_session(session)
        self.open_button.setEnabled(session is not None and session.recording not in self._missing)
        self.delete_button.setEnabled(session is not None and bool(session.pseudonym) and self._task is None)
        self.relocate_button.setEnabled(self._task is None and self._may_relocate)
        shown = [] if session is None else [session]
        if session is not None and session.pseudonym:
            shown = select(self._sessions, pseudonym=session.pseudonym)
        self.chart.show_sessions(shown)
        self.chart_words.setText(_chart_words(shown))

    def _on_changed(self, recording: str) -> None:
        try:
            self._kept.library.change(recording, **self.form.values())
        except StoreError as error:
            self.state.setText(in_own_words(error))
        except KeyError:
            self.refresh()  # it was taken out of the library by another program
        else:
            self.refresh()

    # -- what is done with a session ------------------------------------------------------------

    def open_chosen(self) -> None:
        """Open the recording with its newest checkpoint and analysis, as it was looked at the last time."""
        session = self.chosen
        if session is None or not session.path.exists():
            return
        folder = next((score.folder for score in session.scores if score.folder.exists()), None)
        if folder is not None:
            self._workspace.open_analysis(folder, session.path)
        else:
            self._workspace.open_recording(session.path)
        self.accept()

    def _ask_where(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, translate("Library", "Where moved recordings may be"))
        if folder:
            self.relocate(Path(folder))

    def relocate(self, folder: Path) -> None:
        """Look for missing recordings below a folder."""
        library = self._kept.library
        self._task = self._workspace.run_side_task(
            lambda: relocate(library, folder),
            translate("Library", "The folder was not searched"),
            self._on_value,
            self._on_relocated,
            "library",
        )
        self._show_chosen()

    def _on_value(self, value: Progress | Session) -> None:
        if isinstance(value, Progress):
            stage, unit = translate("Core", value.stage), translate("Core", value.unit)
            text = translate("Library", "{stage} · {done} of {total} {unit}")
            self.state.setText(text.format(stage=stage, done=value.done, total=value.total, unit=unit))

    def _on_relocated(self, state: str, message: UserMessage | None) -> None:
        self._task = None
        self.refresh()
        missing = len(self._missing)
        if message is not None:
            self.state.setText(f"{message.title}. {message.text}")
        elif state == "done":
            self.state.setText(
                translate("Library", "{number} still missing.").format(number=missing)
                if missing
                else translate("Library", "All recordings are found.")
            )

    def _ask_to_delete(self) -> None:
        self.form.flush()
        session = self.chosen
        if session is None:
            return
        dialog = ForgetDialog(self._workspace, self._kept, session.pseudonym, self)
        dialog.forgotten.connect(self.refresh)
        dialog.open()

    def done(self, result: int) -> None:
        """Keep what is written, and end a search that is under way."""
        self.form.flush()
        if self._task is not None:
            self._workspace.abandon_side_task(self._task)
            self._task = None
        super().done(result)


def _chart_words(sessions: list[Session]) -> str:
    if not any(one.points is not None or one.known_points is not None for one in sessions):
        return translate("Library", "Nothing to draw yet.")
    networks = {one.scores[0].checkpoint_identity for one in sessions if one.scores}
    words = translate("Library", "Circles: the network's score. Diamonds: BDI-II scores known otherwise.")
    if len(networks) > 1:
        more = translate("Library", "The scores come from different checkpoints: they do not compare.")
        return f"{words} {more}"
    return words
