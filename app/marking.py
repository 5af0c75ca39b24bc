"""The marks of the open recording: set, changed, undone, and kept at each change."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app import tasks
from app.core_sentences import in_own_words
from app.messages import UserMessage
from app.translation import translate
from stadrn_core.errors import MarksError
from stadrn_core.marks.marks import DEFAULT_CATEGORY, Change, History, Mark, in_order
from stadrn_core.marks.timing import Timing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.workspace import Workspace
    from stadrn_core.types import RecordingInfo

MOST_CHANGES = 100
"""That can be undone."""
TITLE = translate("Marking", "The marks of this recording")


class Marking(QObject):
    """Marks and ranges with text and category.

    Editing waits until what was kept before is read, so that nothing of it is overwritten; a file of marks that cannot
    be read is told and never written over. What can be undone is kept as well until the recording is closed: a program
    that is cut off loses neither.
    """

    changed = Signal()
    """other marks, or whether they can be edited"""
    picked = Signal(str)
    """id: a mark was clicked on the timeline"""
    message_raised = Signal(object)
    """UserMessage"""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._loaded: tasks.MarksLoaded | None = None
        self._marks: tuple[Mark, ...] = ()
        self._task: int | None = None
        self._is_restoring = False
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(MOST_CHANGES)
        self.undo_stack.indexChanged.connect(self._keep)
        workspace.recording_changed.connect(self._on_recording)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """In order of time."""
        return self._marks

    @property
    def can_edit(self) -> bool:
        """A recording is open and its marks are read."""
        return self._loaded is not None

    @property
    def recording_sha256(self) -> str | None:
        """Of the open recording's content; None until it is known."""
        return self._loaded.file.recording_sha256 if self._loaded else None

    @property
    def timing(self) -> Timing | None:
        """When the recording's frames are shown."""
        return self._loaded.timing if self._loaded else None

    @property
    def categories(self) -> list[str]:
        """Those in use, and the one of new marks."""
        return sorted({DEFAULT_CATEGORY, *(mark.category for mark in self._marks)})

    def add(self, first_frame: int, last_frame: int, text: str = "", category: str = DEFAULT_CATEGORY) -> Mark | None:
        """Set a mark; None where none can be set now."""
        if not self.can_edit:
            return None
        mark = Mark(first_frame=first_frame, last_frame=last_frame, text=text, category=category)
        self._change((*self._marks, mark), translate("Marking", "set a mark"))
        return mark

    def edit(self, mark_id: str, **values: str) -> None:
        """Change text or category of a mark."""
        self._replace(mark_id, values, translate("Marking", "change a mark"))

    def move(self, mark_id: str, first_frame: int, last_frame: int) -> None:
        """Put a mark elsewhere, or make it longer or shorter."""
        place = {"first_frame": first_frame, "last_frame": last_frame}
        self._replace(mark_id, place, translate("Marking", "move a mark"))

    def _replace(self, mark_id: str, values: Mapping[str, object], what: str) -> None:
        before = next(mark for mark in self._marks if mark.id == mark_id)
        after = Mark.model_validate({**before.model_dump(), **values})
        if after != before:
            self._change(tuple(after if mark is before else mark for mark in self._marks), what)

    def remove(self, mark_id: str) -> None:
        """Take a mark away."""
        self._change(tuple(mark for mark in self._marks if mark.id != mark_id), translate("Marking", "remove a mark"))

    def add_all(self, marks: Sequence[Mark]) -> None:
        """Add marks that were read from a file, as one change; those that are there already are not doubled."""
        known = {(mark.first_frame, mark.last_frame, mark.category, mark.text) for mark in self._marks}
        new = [m for m in marks if (m.first_frame, m.last_frame, m.category, m.text) not in known]
        if new and self.can_edit:
            self._change((*self._marks, *new), translate("Marking", "import {count} marks").format(count=len(new)))

    def neighbour(self, direction: int) -> Mark | None:
        """The next mark after the playhead, or the last one before it."""
        playhead = self._workspace.playhead
        if direction > 0:
            return next((mark for mark in self._marks if mark.first_frame > playhead), None)
        return next((mark for mark in reversed(self._marks) if mark.first_frame < playhead), None)

    def close(self) -> None:
        """The recording is closed in order: nothing more is undone, and no text that was removed stays on the disk."""
        if self._loaded is not None and self.undo_stack.count():
            self._save(History())
        self._loaded, self._marks = None, ()
        self._restore(History())

    def _change(self, marks: tuple[Mark, ...], text: str) -> None:
        before, after = set(self._marks), set(marks)
        removed = tuple(mark for mark in self._marks if mark not in after)
        added = tuple(mark for mark in marks if mark not in before)
        if removed or added:
            self.undo_stack.push(_Command(self, Change(text=text, removed=removed, added=added)))

    def exchange(self, removed: Sequence[Mark], added: Sequence[Mark]) -> None:
        """Take marks away and put others in their place: what a change and its undoing do."""
        if not self._is_restoring:
            gone = set(removed)
            self._marks = in_order([*(mark for mark in self._marks if mark not in gone), *added])
            self.changed.emit()

    def _keep(self) -> None:
        """Marks and history, after each change and each undoing."""
        if self._loaded is not None and not self._is_restoring:
            stack = self.undo_stack
            commands = [cast("_Command", stack.command(i)) for i in range(stack.count())]
            self._save(History(changes=tuple(command.change for command in commands), num_done=stack.index()))

    def _save(self, history: History) -> None:
        if self._loaded is None:
            return
        try:
            self._loaded.file.save(self._marks, history)
        except MarksError as error:
            self.message_raised.emit(
                UserMessage("error", translate("Marking", "The marks could not be kept"), in_own_words(error))
            )

    def _restore(self, history: History) -> None:
        """Make the stack that of a history; the marks stay."""
        self._is_restoring = True
        try:
            self.undo_stack.clear()
            for change in history.changes:
                self.undo_stack.push(_Command(self, change))
            self.undo_stack.setIndex(history.num_done)
        finally:
            self._is_restoring = False

    # -- another recording ------------------------------------------------------------

    def _on_recording(self, info: RecordingInfo | None) -> None:
        if self._task is not None:
            self._workspace.abandon_side_task(self._task)
            self._task = None
        self.close()
        self.changed.emit()
        if info is not None:
            timing = Timing(info.pts_seconds, info.duration_seconds)
            self._task = self._workspace.run_side_task(
                lambda: tasks.load_marks(info.path, timing), TITLE, self._on_loaded, self._on_end
            )

    def _on_loaded(self, loaded: object) -> None:
        if isinstance(loaded, tasks.MarksLoaded):
            self._loaded, self._marks = loaded, loaded.marks
            self._restore(loaded.history)
            self.changed.emit()

    def _on_end(self, _state: str, message: UserMessage | None) -> None:
        self._task = None
        if message is not None:
            self.message_raised.emit(message)


class _Command(QUndoCommand):
    """A change on the stack."""

    def __init__(self, marking: Marking, change: Change) -> None:
        super().__init__(change.text)
        self._marking, self.change = marking, change

    def redo(self) -> None:
        """Do it, for the first time too."""
        self._marking.exchange(self.change.removed, self.change.added)

    def undo(self) -> None:
        """As it was."""
        self._marking.exchange(self.change.added, self.change.removed)
