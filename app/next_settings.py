"""The settings of the next analysis."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.preferences import Preferences
    from app.tasks import CheckpointReady, Sources
    from stadrn_core.manifest import AnalysisSettings
    from stadrn_core.types import FaceChoice


class NextSettings(QObject):
    """What a stored analysis that was opened says, else what the checkpoint asks for, changed by what the user stated.

    Attributes:
        current: the settings as they are now.
        face_choice: the face that the user picked in the recording, if any.
    """

    changed = Signal(object)
    """AnalysisSettings"""

    def __init__(self, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._stated: dict[str, Any] = {}
        self.current: AnalysisSettings = preferences.analysis_settings()
        self.face_choice: FaceChoice | None = None

    def state(self, **changes: Any) -> None:
        """Fields of ``AnalysisSettings`` that the user wants otherwise, for this and the following analyses."""
        self._stated.update(changes)

    def of(self, ready: CheckpointReady | None) -> AnalysisSettings:
        """Those of a new analysis by a checkpoint."""
        base = ready.settings if ready else self._preferences.analysis_settings()
        stated = {"guided": self._preferences.guided, **self._stated}
        return replace(base, **stated, face_choice=self.face_choice)

    def follow(self, given: Sources | None, ready: CheckpointReady | None) -> bool:
        """Take those of a given analysis, else of a new one by the active checkpoint. Returns whether they changed."""
        settings = given.settings if given is not None else self.of(ready)
        if settings == self.current:
            return False
        self.current = settings
        self.changed.emit(settings)
        return True
