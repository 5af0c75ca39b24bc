"""What the application remembers from one start to the next, in one INI file that can be read and deleted."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from PySide6.QtCore import QByteArray, QSettings

from app.translation import LANGUAGES
from stadrn_core.folders import config_folder
from stadrn_core.manifest import AnalysisSettings, Guided
from stadrn_core.types import Deidentify
from stadrn_core.view import ViewSettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.theme import ThemeMode
    from app.translation import Language

FILE_NAME = "window.ini"
MOST_RECENT = 12
Recent = Literal["recordings", "checkpoints", "analyses"]
DEFAULT_CACHE_GB = 5
LOUDEST = 100
DEVICES = ("auto", "cpu", "cuda", "mps")


class Preferences:
    """Preferences, recent files and the window's state. Values that cannot be read are as if never set."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_folder() / FILE_NAME
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._settings = QSettings(str(self.path), QSettings.Format.IniFormat)

    def flush(self) -> None:
        """Write now."""
        self._settings.sync()

    # -- choices ------------------------------------------------------------

    @property
    def theme(self) -> ThemeMode:
        """``dark``, ``light``, or ``system``, which follows the desktop."""
        return cast("ThemeMode", self._one_of("theme", ("system", "dark", "light")))

    @theme.setter
    def theme(self, mode: ThemeMode) -> None:
        self._settings.setValue("theme", mode)

    @property
    def language(self) -> Language:
        """Of the window; ``system`` follows the desktop."""
        return cast("Language", self._one_of("language", LANGUAGES))

    @language.setter
    def language(self, language: Language) -> None:
        self._settings.setValue("language", language)

    @property
    def device(self) -> str:
        """Device asked for; ``auto`` takes a GPU where there is one."""
        return self._one_of("device", DEVICES)

    @device.setter
    def device(self, device: str) -> None:
        self._settings.setValue("device", device)

    @property
    def landmark_model(self) -> Path | None:
        """Dlib's 68-landmark file; None takes the installed package's."""
        text = self._text("landmark_model")
        return Path(text) if text else None

    @landmark_model.setter
    def landmark_model(self, path: Path | None) -> None:
        self._settings.setValue("landmark_model", str(path) if path else "")

    @property
    def guided(self) -> Guided:
        """How guided maps are kept in new analyses."""
        return cast("Guided", self._one_of("guided", get_args(Guided)))

    @guided.setter
    def guided(self, guided: Guided) -> None:
        self._settings.setValue("guided", guided)

    @property
    def deidentify(self) -> Deidentify:
        """What becomes of the face in exported and copied pictures."""
        return cast("Deidentify", self._one_of("deidentify", get_args(Deidentify)))

    @deidentify.setter
    def deidentify(self, mode: Deidentify) -> None:
        self._settings.setValue("deidentify", mode)

    @property
    def cache_gb(self) -> int:
        """What the aligned faces that are kept for further checkpoints may take; 0 keeps none."""
        text = self._text("cache_gb")
        return int(text) if text.isdecimal() else DEFAULT_CACHE_GB

    @cache_gb.setter
    def cache_gb(self, gigabytes: int) -> None:
        self._settings.setValue("cache_gb", str(gigabytes))

    @property
    def sound_is_on(self) -> bool:
        """Whether recordings are heard when they are played."""
        return self._one_of("sound", ("on", "off")) == "on"

    @sound_is_on.setter
    def sound_is_on(self, on: bool) -> None:
        self._settings.setValue("sound", "on" if on else "off")

    @property
    def volume(self) -> int:
        """Of the sound, 0 to 100."""
        text = self._text("volume")
        return min(int(text), LOUDEST) if text.isdecimal() else LOUDEST

    @volume.setter
    def volume(self, volume: int) -> None:
        self._settings.setValue("volume", str(volume))

    @property
    def checkpoint_looks(self) -> dict[str, dict[str, str]]:
        """Names and colours that the user gave to checkpoints, by their identity."""
        try:
            kept = json.loads(self._text("checkpoint_looks") or "{}")
            return {str(one): {str(key): str(text) for key, text in look.items()} for one, look in kept.items()}
        except (ValueError, AttributeError):
            return {}

    @checkpoint_looks.setter
    def checkpoint_looks(self, looks: Mapping[str, Mapping[str, str]]) -> None:
        self._settings.setValue("checkpoint_looks", json.dumps({one: dict(look) for one, look in looks.items()}))

    @property
    def pinned_checkpoint(self) -> str:
        """Identity of the checkpoint that others are compared with; empty where none is pinned."""
        return self._text("pinned_checkpoint")

    @pinned_checkpoint.setter
    def pinned_checkpoint(self, identity: str) -> None:
        self._settings.setValue("pinned_checkpoint", identity)

    @property
    def unfinished_batch(self) -> Path | None:
        """Folder of the batch that is being done, or was when the window was closed."""
        text = self._text("unfinished_batch")
        return Path(text) if text else None

    @unfinished_batch.setter
    def unfinished_batch(self, folder: Path | None) -> None:
        self._settings.setValue("unfinished_batch", str(folder) if folder else "")
        self.flush()

    @property
    def project(self) -> Path | None:
        """Folder of the open project; None where the user's own library is open."""
        text = self._text("project")
        return Path(text) if text else None

    @project.setter
    def project(self, folder: Path | None) -> None:
        self._settings.setValue("project", str(folder) if folder else "")
        self.flush()

    def analysis_settings(self) -> AnalysisSettings:
        """Settings of a new analysis before a checkpoint says more."""
        return AnalysisSettings(guided=self.guided)

    def view(self) -> ViewSettings:
        """The view of the last time."""
        known = {field.name for field in dataclasses.fields(ViewSettings)}
        try:
            values = {name: value for name, value in json.loads(self._text("view") or "{}").items() if name in known}
            if values.get("manual_limits"):
                low, high = values["manual_limits"]
                values["manual_limits"] = (float(low), float(high))
            return ViewSettings(**values)
        except (ValueError, TypeError, AttributeError):
            return ViewSettings()

    def keep_view(self, view: ViewSettings) -> None:
        """Remember a view. Manual limits belong to a recording: they are not kept."""
        mode = "recording" if view.scale_mode == "manual" else view.scale_mode
        kept = dataclasses.replace(view, scale_mode=mode, manual_limits=None)
        self._settings.setValue("view", json.dumps(dataclasses.asdict(kept)))

    def rebound_keys(self) -> dict[str, tuple[str, ...]]:
        """Keys that the user chose, by command."""
        try:
            return {
                str(name): tuple(str(key) for key in keys)
                for name, keys in json.loads(self._text("keys") or "{}").items()
            }
        except (ValueError, TypeError, AttributeError):
            return {}

    def keep_rebound_keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Remember them."""
        self._settings.setValue("keys", json.dumps(dict(keys)))

    # -- recent files ------------------------------------------------------------

    def recent(self, kind: Recent) -> list[Path]:
        """Files opened last, newest first, those that still exist."""
        try:
            listed = json.loads(self._text(f"recent_{kind}") or "[]")
            return [path for text in listed if (path := Path(text)).exists()]
        except (ValueError, TypeError, OSError):
            return []

    def add_recent(self, kind: Recent, path: Path) -> None:
        """Put a file first."""
        self._write_recent(kind, [path, *(other for other in self.recent(kind) if other != path)])

    def forget_recent(self, kind: Recent, path: Path) -> None:
        """Take a file off the list."""
        self._write_recent(kind, [other for other in self.recent(kind) if other != path])

    def clear_recent(self) -> None:
        """Forget all recent files: names of recordings may tell who was recorded."""
        for kind in get_args(Recent):
            self._write_recent(kind, [])

    def _write_recent(self, kind: Recent, paths: Sequence[Path]) -> None:
        self._settings.setValue(f"recent_{kind}", json.dumps([str(path) for path in paths[:MOST_RECENT]]))

    # -- the window ------------------------------------------------------------

    def window_state(self, name: str) -> QByteArray | None:
        """Bytes that a widget saved of its layout."""
        value = self._settings.value(f"window/{name}")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def keep_window_state(self, name: str, state: QByteArray) -> None:
        """Remember them."""
        self._settings.setValue(f"window/{name}", state)

    @property
    def hidden_panels(self) -> tuple[str, ...]:
        """Names of the panels that were put away."""
        return tuple(name for name in self._text("window/hidden").split(",") if name)

    @hidden_panels.setter
    def hidden_panels(self, names: Sequence[str]) -> None:
        self._settings.setValue("window/hidden", ",".join(names))

    @property
    def folded_tracks(self) -> tuple[str, ...]:
        """Rows of the timeline that were folded."""
        return tuple(name for name in self._text("window/folded").split("|") if name)

    @folded_tracks.setter
    def folded_tracks(self, names: Sequence[str]) -> None:
        self._settings.setValue("window/folded", "|".join(names))

    def _one_of(self, name: str, choices: Sequence[str]) -> str:
        text = self._text(name)
        return text if text in choices else choices[0]

    def _text(self, name: str) -> str:
        value: Any = self._settings.value(name, "")
        return value if isinstance(value, str) else ""
