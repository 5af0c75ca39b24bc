"""The marks of the open recording: set, changed, undone, and kept at each change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app import tasks
from app.messages import UserMessage
from app.translation import translate
from stadrn_core.errors import MarksError
from stadrn_core.marks.marks import DEFAULT_CATEGORY, Mark, in_order
from stadrn_core.marks.timing import Timing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.workspace import Workspace
    from stadrn_core.types import RecordingInfo

TITLE = translate("Marking", "The marks of this recording")


class Marking(QObject):
    """Marks and ranges with text and category.

    Editing waits until what was kept before is read, so that nothing of it is overwritten; a file of marks that cannot
    be read is told and never written over.
    """

    changed = Signal()
    """other marks, or whether they can be edited"""
    message_raised = Signal(object)
    """UserMessage"""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._loaded: tasks.MarksLoaded | None = None
        self._marks: tuple[Mark, ...] = ()
        self._task: int | None = None
        self.undo_stack = QUndoStack(self)
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

    def edit(self, mark_id: str, **values: Any) -> None:
        """Change text, category or place of a mark."""
        before = next(mark for mark in self._marks if mark.id == mark_id)
        after = Mark.model_validate(before.model_dump() | values)
        if after != before:
            self._change(
                tuple(after if mark is before else mark for mark in self._marks), translate("Marking", "change a mark")
            )

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

    def _change(self, marks: tuple[Mark, ...], text: str) -> None:
        ordered = in_order(marks)
        if ordered != self._marks:
            self.undo_stack.push(_Change(self, self._marks, ordered, text))

    def put(self, marks: tuple[Mark, ...]) -> None:
        """Show and keep other marks: what a change and its undoing do."""
        self._marks = marks
        self.changed.emit()
        if self._loaded is None:
            return
        try:
            self._loaded.file.save(marks)
        except MarksError as error:
            self.message_raised.emit(
                UserMessage("error", translate("Marking", "The marks could not be kept"), str(error))
            )

    # -- another recording ------------------------------------------------------------

    def _on_recording(self, info: RecordingInfo | None) -> None:
        if self._task is not None:
            self._workspace.abandon_side_task(self._task)
            self._task = None
        self._loaded, self._marks = None, ()
        self.undo_stack.clear()
        self.changed.emit()
        if info is not None:
            timing = Timing(info.pts_seconds, info.duration_seconds)
            self._task = self._workspace.run_side_task(
                lambda: tasks.load_marks(info.path, timing), TITLE, self._on_loaded, self._on_end
            )

    def _on_loaded(self, loaded: object) -> None:
        if isinstance(loaded, tasks.MarksLoaded):
            self._loaded, self._marks = loaded, loaded.marks
            self.changed.emit()

    def _on_end(self, _state: str, message: UserMessage | None) -> None:
        self._task = None
        if message is not None:
            self.message_raised.emit(message)


class _Change(QUndoCommand):
    """All marks before and after: they are few, and so nothing can be undone by half."""

    def __init__(self, marking: Marking, before: tuple[Mark, ...], after: tuple[Mark, ...], text: str) -> None:
        super().__init__(text)
        self._marking, self._before, self._after = marking, before, after

    def redo(self) -> None:
        """Do it, for the first time too."""
        self._marking.put(self._after)

    def undo(self) -> None:
        """As it was."""
        self._marking.put(self._before)
