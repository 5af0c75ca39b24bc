"""Which open checkpoints are compared, in which way, and which two of them are held against each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from app import tasks
from app.translation import translate
from app.work import ComparedView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.messages import UserMessage
    from app.workspace import Workspace
    from stadrn_core.checkpoint import LoadedCheckpoint

Mode = Literal["side by side", "flip", "wipe", "difference", "numbers", "videos"]
MODES: dict[Mode, str] = {
    "side by side": translate("Compared", "Side by side"),
    "flip": "A/B",
    "wipe": translate("Compared", "Wipe"),
    "difference": translate("Compared", "Difference"),
    "numbers": translate("Compared", "Numbers"),
    "videos": translate("Compared", "Videos"),
}
MODE_COMMANDS: dict[Mode, str] = {
    "side by side": "compare",
    "flip": "flip",
    "wipe": "wipe",
    "difference": "difference",
    "numbers": "numbers",
    "videos": "videos",
}
"""The command of each, by which its key is known."""
MODE_TIPS: dict[Mode, str] = {
    "side by side": translate("Compared", "All checkpoints side by side, with one playhead, zoom and cursor"),
    "flip": translate("Compared", "Two checkpoints in one place, one after the other"),
    "wipe": translate("Compared", "Two checkpoints in one place, with a divider to drag"),
    "difference": translate("Compared", "Signed evidence less that of the reference, in points"),
    "numbers": translate("Compared", "Scores, agreement, regions and configurations compared"),
    "videos": translate("Compared", "Another recording beside this one, under the same checkpoint"),
}


class ComparedCheckpoints(QObject):
    """Keeps the workspace's comparison up to date with what is open, while it is wanted.

    Compared are all open checkpoints whose analysis of the recording, with the present settings, is stored.
    """

    changed = Signal()
    """checkpoints, which of them are analysed, what they look like, or how they are compared"""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._is_wanted = False
        self._task = 0
        self.found: tuple[Path, ...] = ()
        """Where their analyses lie, in the order of ``analysed``."""
        self.checkpoints: Sequence[LoadedCheckpoint] = ()
        """All open ones, in the order they were opened."""
        self.analysed: tuple[LoadedCheckpoint, ...] = ()
        """Those among them that are drawn, in the order of ``workspace.compared_shown``."""
        self.lacks_some = False
        """Some of the open ones have no analysis of the recording."""
        self.mode: Mode = "side by side"
        self.view = ComparedView()
        """How their maps are drawn."""
        self.shows_partner = False
        """In the mode ``flip``: the partner, not the reference."""
        self._partner: LoadedCheckpoint | None = None
        self._active = self._before = workspace.checkpoint
        workspace.looks.changed.connect(self._update)
        workspace.checkpoint_changed.connect(self._remember)
        for signal in (
            workspace.checkpoints_changed,
            workspace.store_changed,
            workspace.settings_changed,
        ):
            signal.connect(self.look_up)
        workspace.recording_changed.connect(self._forget)

    @property
    def is_wanted(self) -> bool:
        """Whether the comparison is shown."""
        return self._is_wanted

    def show(self, mode: Mode | None) -> None:
        """Show a comparison in one of the ways, or end it."""
        compared_before = self._compares_checkpoints
        self._is_wanted = mode is not None
        if mode is not None:
            self.mode = mode
        if compared_before != self._compares_checkpoints:
            self.look_up()
        self._update()

    @property
    def _compares_checkpoints(self) -> bool:
        """Their pictures are needed."""
        return self._is_wanted and self.mode != "videos"

    # -- how ------------------------------------------------------------

    @property
    def reference(self) -> LoadedCheckpoint | None:
        """What the others are compared with: the pinned one if it is analysed, else the first that is."""
        pinned = self._workspace.looks.reference
        return next((one for one in self.analysed if one is pinned), self.analysed[0] if self.analysed else None)

    @property
    def partner(self) -> LoadedCheckpoint | None:
        """What is held against the reference where only two have room."""
        others = self.others
        return next((one for one in others if one is self._partner), others[0] if others else None)

    @property
    def others(self) -> list[LoadedCheckpoint]:
        """All that are analysed but the reference."""
        return [one for one in self.analysed if one is not self.reference]

    def set_partner(self, checkpoint: LoadedCheckpoint) -> None:
        """Hold another one against the reference."""
        self._partner = checkpoint
        self._update()

    def next(self) -> None:
        """Hold the next one against the reference."""
        others = self.others
        if self.partner is not None:
            here = next(i for i, one in enumerate(others) if one is self.partner)
            self.set_partner(others[(here + 1) % len(others)])

    def flip_pictures(self) -> None:
        """Show the other one of the two in the same place."""
        self.shows_partner = self.mode == "flip" and not self.shows_partner
        self.mode = "flip"
        self._update()

    def set_drawing(self, **changes: Any) -> None:
        """Change ``quantity`` or ``scale``. Magnitudes without a common unit begin on scales of their own."""
        if changes.get("quantity", self.view.quantity) != self.view.quantity:
            from stadrn_core.compare.drawn import DEFAULT_SCALES

            changes = {"scale": DEFAULT_SCALES[changes["quantity"]], **changes}
        self.view = replace(self.view, **changes)
        self._update()

    def toggle_scale(self) -> None:
        """One scale for all, or one for each."""
        self.set_drawing(scale="own" if self.view.scale == "shared" else "shared")

    def _update(self) -> None:
        """The frame thread and the widgets learn how things are."""
        reference = next((i for i, one in enumerate(self.analysed) if one is self.reference), 0)
        mode = self.mode
        self.view = replace(self.view, reference=reference, differences=mode == "difference", is_seen=mode != "numbers")
        self._workspace.set_compared_view(self.view)
        self.changed.emit()

    # -- which ------------------------------------------------------------

    def flip(self) -> None:
        """Make the checkpoint active that was so before; of two, the other one."""
        is_open = self._before is not None and any(self._before is one for one in self._workspace.checkpoints)
        others = [one for one in self._workspace.checkpoints if one is not self._workspace.checkpoint]
        other = self._before if is_open and self._before is not self._workspace.checkpoint else None
        if other is None and others:
            other = others[-1]
        if other is not None:
            self._workspace.activate_checkpoint(other)

    def look_up(self, _changed: object = None) -> None:
        """See again which analyses there are."""
        workspace = self._workspace
        workspace.abandon_side_task(self._task)
        recording, wanted = workspace.recording, workspace.settings_of_each()
        self.checkpoints = workspace.checkpoints
        if not self._compares_checkpoints or recording is None or not wanted:
            self._take((None,) * len(self.checkpoints))
            return
        path = recording.path
        self._task = workspace.run_side_task(
            lambda: tasks.find_compared(path, wanted),
            translate("Compared", "Analyses cannot be looked for"),
            self._take,
            self._end,
        )

    def _take(self, folders: tuple[Path | None, ...]) -> None:
        active, store = self._workspace.checkpoint, self._workspace.store
        if self._compares_checkpoints and store is not None and active is not None:
            # An analysis that was opened by its folder lies wherever it lies.
            folders = tuple(
                store.path if one is active else folder for one, folder in zip(self.checkpoints, folders, strict=True)
            )
        self.lacks_some = None in folders
        pairs = [(one, folder) for one, folder in zip(self.checkpoints, folders, strict=True) if folder is not None]
        # The same network opened from two files has one analysis.
        unique = {folder: one for one, folder in reversed(pairs)}
        found = tuple(folder for one, folder in pairs if unique[folder] is one)
        self.analysed = tuple(unique[folder] for folder in found)
        if found != self.found:
            self.found = found
            self._workspace.compare_with(found)
        self._update()

    def _forget(self, _recording: object) -> None:
        """Nothing that was found belongs to another recording."""
        self._take((None,) * len(self.checkpoints))
        self.look_up()

    def _end(self, _state: str, message: UserMessage | None) -> None:
        if message is not None:
            self._workspace.message_raised.emit(message)

    def _remember(self, checkpoint: LoadedCheckpoint | None) -> None:
        if checkpoint is not self._active:
            self._before, self._active = self._active, checkpoint
