"""Every command of the window with its words and keys, in the groups that menus and the list of keys show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QTabBar,
    QWidget,
)

from app.command import Command
from app.compare_commands import compare_commands
from app.key_tips import follow_keys
from app.other_methods import show_other_methods
from app.quality_track import next_problem
from app.translation import translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.main_window import MainWindow
    from app.workspace import Workspace

FASTEST = 8.0
OPACITY_STEP = 0.05
PANE_COMMANDS = {
    "original": translate("Commands", "Fill the centre with the original"),
    "face": translate("Commands", "Fill the centre with the aligned face"),
    "heat": translate("Commands", "Fill the centre with the heatmap"),
    "guided": translate("Commands", "Fill the centre with the guided map"),
}
_SHOWN_KEYS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "-": "−", "Return": "Enter"}


class Actions(QObject):
    """All commands as actions of the window."""

    def __init__(self, window: MainWindow, workspace: Workspace) -> None:
        super().__init__(window)
        self._window, self._workspace = window, workspace
        self.commands = _commands(window, workspace, self)
        self._rebound = {
            name: keys for name, keys in workspace.preferences.rebound_keys().items() if name in self.commands
        }
        self.by_name: dict[str, QAction] = {}
        for name, command in self.commands.items():
            action = QAction(command.text, window)
            action.setShortcuts([QKeySequence(key) for key in self.keys_of(name)])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setAutoRepeat(command.repeats)
            action.triggered.connect(lambda _checked=False, run=command.run: run())
            action.setMenuRole(QAction.MenuRole.NoRole)
            window.addAction(action)
            self.by_name[name] = action
        self._arrow_actions = [a for name, a in self.by_name.items() if name in _ARROW_COMMANDS]

    def group(self, name: str) -> list[QAction]:
        """Actions of a group, in order."""
        return [self.by_name[key] for key, command in self.commands.items() if command.group == name]

    # -- keys ------------------------------------------------------------

    def keys_of(self, name: str) -> tuple[str, ...]:
        """A command's keys: those that the user chose, else the usual ones."""
        return self._rebound.get(name, self.commands[name].keys)

    def key_words(self, name: str) -> str:
        """The first two as they are written for people; empty where there is none."""
        return translate("Commands", " or ").join(shown_key(key) for key in self.keys_of(name)[:2])

    def is_rebound(self, name: str) -> bool:
        """Whether the user chose a command's keys."""
        return name in self._rebound

    @property
    def any_rebound(self) -> bool:
        """Whether the user chose any key."""
        return bool(self._rebound)

    def is_possible(self, name: str) -> bool:
        """Whether a command can be done now; that a focused button keeps Space for itself does not count."""
        return self.by_name[name].isEnabled() or name in ("play", *_ARROW_COMMANDS)

    def holder(self, sequence: QKeySequence) -> str | None:
        """The command that has a key."""
        return next((n for n in self.commands if sequence in (QKeySequence(key) for key in self.keys_of(n))), None)

    def rebind(self, name: str, keys: tuple[str, ...] | None) -> None:
        """Give a command keys, taking them from others; None gives back the usual ones. Kept for the next start."""
        if keys is None:
            self._rebound.pop(name, None)
            keys = self.commands[name].keys
        else:
            self._rebound[name] = keys
        wanted = [QKeySequence(key) for key in keys]
        for other in self.commands:
            left = tuple(key for key in self.keys_of(other) if QKeySequence(key) not in wanted)
            if other != name and left != self.keys_of(other):
                self._rebound[other] = left
        self._take_keys()

    def reset_keys(self) -> None:
        """Give back all usual keys."""
        self._rebound.clear()
        self._take_keys()

    def _take_keys(self) -> None:
        for name, command in self.commands.items():
            if self._rebound.get(name) == command.keys:
                del self._rebound[name]
            self.by_name[name].setShortcuts([QKeySequence(key) for key in self.keys_of(name)])
        self._workspace.preferences.keep_rebound_keys(self._rebound)
        self.show_keys()

    def show_keys(self) -> None:
        """In the tool tips of the window."""
        follow_keys(self._window, {name: self.key_words(name) for name in self.commands})

    def yield_keys_to(self, widget: QWidget | None) -> None:
        """A focused button is pressed by Space, a slider or list moved by arrows; elsewhere they play and step."""
        presses = isinstance(widget, QAbstractButton) or (isinstance(widget, QFrame) and bool(widget.property("drop")))
        moves = isinstance(widget, _MOVED_BY_ARROWS)
        self.by_name["play"].setEnabled(not presses)
        for action in self._arrow_actions:
            action.setEnabled(not moves)

    def shuttle(self, direction: int) -> None:
        """Play in a direction; again: twice as fast."""
        workspace = self._workspace
        speed = workspace.playback_speed
        faster = workspace.is_playing and speed * direction > 0
        new = min(abs(speed) * 2, FASTEST) if faster else 1.0
        workspace.set_playback_speed(new * direction)
        workspace.set_playing(True)

    def stop(self) -> None:
        """Stop, and go forward at normal speed next time."""
        self._workspace.set_playing(False)
        self._workspace.set_playback_speed(1.0)

    def toggle_playing(self) -> None:
        """Play forward, or stop."""
        workspace = self._workspace
        if not workspace.is_playing:
            workspace.set_playback_speed(abs(workspace.playback_speed))
        workspace.set_playing(not workspace.is_playing)

    def toggle_sound(self) -> None:
        """Hear the recording, or not."""
        sound = self._workspace.sound
        sound.set_on(not sound.is_on)

    def change_opacity(self, step: float) -> None:
        """More, or less, of the heatmap over the face."""
        opacity = round(min(max(self._workspace.view.opacity + step, 0.0), 1.0), 3)
        self._workspace.set_view(opacity=opacity)

    def toggle_weighted(self) -> None:
        """Weighted by the score, or not."""
        weighted = self._workspace.view.quantity == "weighted"
        self._workspace.set_view(quantity="unweighted" if weighted else "weighted")

    def toggle_native(self) -> None:
        """Native cells, or interpolated."""
        native = self._workspace.view.cells == "native"
        self._workspace.set_view(cells="interpolated" if native else "native")

    def toggle_landmarks(self) -> None:
        """Landmarks, or none."""
        self._workspace.set_view(show_landmarks=not self._workspace.view.show_landmarks)

    def go_to_mark(self, direction: int) -> None:
        """Stop, and go to the next mark, or the one before."""
        mark = self._workspace.marking.neighbour(direction)
        if mark is not None:
            self._workspace.set_playing(False)
            self._workspace.set_playhead(mark.first_frame)

    def go_to_problem(self, direction: int) -> None:
        """Stop, and go to the next frame from which on the face is hard to judge, or the one before."""
        found = next_problem(self._workspace.store, self._workspace.playhead, direction)
        if found is not None:
            self._workspace.set_playing(False)
            self._workspace.set_playhead(found)

    def begin_range(self) -> None:
        """The selected range begins at the playhead."""
        workspace = self._workspace
        if workspace.recording is not None:
            last = workspace.selected_range[1] if workspace.selected_range else workspace.recording.num_frames - 1
            workspace.set_range(workspace.playhead, max(last, workspace.playhead))

    def end_range(self) -> None:
        """The selected range ends at the playhead."""
        workspace = self._workspace
        first = workspace.selected_range[0] if workspace.selected_range else 0
        workspace.set_range(min(first, workspace.playhead), workspace.playhead)


_MOVED_BY_ARROWS = (QAbstractSlider, QComboBox, QTabBar, QAbstractSpinBox, QLineEdit, QAbstractItemView)
_ARROW_COMMANDS = ("back", "on", "back ten", "on ten", "clip back", "clip on", "first", "last")


def _file_commands(window: MainWindow, workspace: Workspace) -> dict[str, Command]:
    return {
        "open video": Command(
            "File", translate("Commands", "Open video…"), ("Ctrl+O",), window.dialogs.ask_for_recording
        ),
        "open images": Command(
            "File", translate("Commands", "Open folder of images…"), (), window.dialogs.ask_for_folder
        ),
        "open checkpoint": Command(
            "File", translate("Commands", "Open checkpoint…"), ("Ctrl+Shift+O",), window.dialogs.ask_for_checkpoint
        ),
        "open analysis": Command(
            "File", translate("Commands", "Open stored analysis…"), ("Ctrl+Alt+O",), window.dialogs.ask_for_analysis
        ),
        "library": Command("File", translate("Commands", "Session library…"), ("Ctrl+L",), window.dialogs.show_library),
        "batch": Command("File", translate("Commands", "Batch…"), ("Ctrl+B",), window.dialogs.show_batch),
        "demo": Command("File", translate("Commands", "Open the demo"), (), workspace.open_demo),
        "export": Command("File", translate("Commands", "Export…"), ("Ctrl+E",), window.dialogs.show_export),
        "figure": Command("File", translate("Commands", "Figure…"), ("Ctrl+Alt+E",), window.dialogs.show_figure),
        "report": Command(
            "File",
            translate("Commands", "Session report…"),
            ("Ctrl+Shift+E",),
            lambda: window.dialogs.show_export("report"),
        ),
        "copy frame": Command(
            "File", translate("Commands", "Copy frame"), ("Ctrl+Shift+C",), window.copying.copy_frame
        ),
        "copy figure": Command("File", translate("Commands", "Copy figure"), (), window.copying.copy_figure),
        "methods": Command(
            "File", translate("Commands", "Copy the methods paragraph"), (), window.copying.copy_methods
        ),
        "preferences": Command(
            "File", translate("Commands", "Preferences…"), ("Ctrl+,",), window.dialogs.show_preferences
        ),
        "quit": Command("File", translate("Commands", "Quit"), ("Ctrl+Q",), window.close),
    }


def _commands(window: MainWindow, workspace: Workspace, actions: Actions) -> dict[str, Command]:
    """In the order of the menus."""

    def pane(name: str) -> Callable[[], None]:
        return lambda: window.toggle_pane(name)

    panes = {
        f"pane {name}": Command("View", words, (str(number),), pane(name))
        for number, (name, words) in enumerate(PANE_COMMANDS.items(), start=1)
    }
    return {
        **_file_commands(window, workspace),
        **_analysis_commands(window, workspace),
        **_playback_commands(workspace, actions),
        **_mark_commands(window, workspace, actions),
        **panes,
        **compare_commands(window, workspace),
        **_view_commands(window, actions),
        **_window_commands(window),
    }


def _analysis_commands(window: MainWindow, workspace: Workspace) -> dict[str, Command]:
    return {
        "analyse": Command("Analysis", translate("Commands", "Analyse"), ("Ctrl+Return",), workspace.analyse),
        "analyse all": Command(
            "Analysis",
            translate("Commands", "Analyse with all open checkpoints"),
            ("Ctrl+Shift+Return",),
            window.analyse_all.start,
        ),
        "cancel": Command("Analysis", translate("Commands", "Cancel the analysis"), ("Ctrl+.",), workspace.cancel),
        "settings": Command(
            "Analysis",
            translate("Commands", "Analysis settings…"),
            ("Ctrl+Shift+A",),
            window.dialogs.show_analysis_settings,
        ),
        "other methods": Command(
            "Analysis", translate("Commands", "Other methods…"), ("Ctrl+M",), lambda: show_other_methods(window)
        ),
        "cohort": Command(
            "Analysis", translate("Commands", "Regions of many recordings…"), (), window.dialogs.show_cohort
        ),
        "largest face": Command(
            "Analysis", translate("Commands", "Follow the largest face"), (), workspace.follow_largest_face
        ),
    }


def _playback_commands(workspace: Workspace, actions: Actions) -> dict[str, Command]:
    def step(count: int) -> Callable[[], None]:
        return lambda: workspace.step_frames(count)

    def last_frame() -> None:
        if workspace.recording is not None:
            workspace.set_playhead(workspace.recording.num_frames - 1)

    return {
        "play": Command("Playback", translate("Commands", "Play or pause"), ("Space",), actions.toggle_playing),
        "back": Command("Playback", translate("Commands", "One frame back"), ("Left",), step(-1), repeats=True),
        "on": Command("Playback", translate("Commands", "One frame on"), ("Right",), step(1), repeats=True),
        "back ten": Command(
            "Playback", translate("Commands", "Ten frames back"), ("Shift+Left",), step(-10), repeats=True
        ),
        "on ten": Command("Playback", translate("Commands", "Ten frames on"), ("Shift+Right",), step(10), repeats=True),
        "clip back": Command(
            "Playback",
            translate("Commands", "One clip back"),
            ("Ctrl+Left",),
            lambda: workspace.step_clips(-1),
            repeats=True,
        ),
        "clip on": Command(
            "Playback",
            translate("Commands", "One clip on"),
            ("Ctrl+Right",),
            lambda: workspace.step_clips(1),
            repeats=True,
        ),
        "first": Command(
            "Playback", translate("Commands", "First frame"), ("Home",), lambda: workspace.set_playhead(0)
        ),
        "last": Command("Playback", translate("Commands", "Last frame"), ("End",), last_frame),
        "shuttle back": Command(
            "Playback", translate("Commands", "Play backwards, again for faster"), ("J",), lambda: actions.shuttle(-1)
        ),
        "shuttle stop": Command("Playback", translate("Commands", "Stop"), ("K",), actions.stop),
        "shuttle on": Command(
            "Playback", translate("Commands", "Play, again for faster"), ("L",), lambda: actions.shuttle(1)
        ),
        "sound": Command("Playback", translate("Commands", "Sound on or off"), ("Shift+M",), actions.toggle_sound),
        "problem on": Command(
            "Playback",
            translate("Commands", "Next face that is hard to judge"),
            ("Q",),
            lambda: actions.go_to_problem(1),
        ),
        "problem back": Command(
            "Playback",
            translate("Commands", "Previous face that is hard to judge"),
            ("Shift+Q",),
            lambda: actions.go_to_problem(-1),
        ),
    }


def _mark_commands(window: MainWindow, workspace: Workspace, actions: Actions) -> dict[str, Command]:
    return {
        "range in": Command("Range", translate("Commands", "Begin the range here"), ("I",), actions.begin_range),
        "range out": Command("Range", translate("Commands", "End the range here"), ("O",), actions.end_range),
        "range none": Command("Range", translate("Commands", "Select no range"), ("U",), workspace.clear_range),
        "mark": Command("Marks", translate("Commands", "Set a mark here, or on the range"), ("M",), window.set_mark),
        "move mark": Command(
            "Marks",
            translate("Commands", "Move the chosen mark here, or onto the range"),
            ("Ctrl+Shift+M",),
            window.inspector.marks.move_chosen,
        ),
        "mark on": Command(
            "Marks", translate("Commands", "Next mark"), ("Alt+Right",), lambda: actions.go_to_mark(1), repeats=True
        ),
        "mark back": Command(
            "Marks", translate("Commands", "Previous mark"), ("Alt+Left",), lambda: actions.go_to_mark(-1), repeats=True
        ),
        "undo": Command("Marks", translate("Commands", "Undo"), ("Ctrl+Z",), workspace.marking.undo_stack.undo),
        "redo": Command(
            "Marks", translate("Commands", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), workspace.marking.undo_stack.redo
        ),
    }


def _view_commands(window: MainWindow, actions: Actions) -> dict[str, Command]:
    return {
        "all panes": Command(
            "View", translate("Commands", "All four views; close a message"), ("Escape",), window.back
        ),
        "weighted": Command(
            "View", translate("Commands", "Weighted by the score or not"), ("W",), actions.toggle_weighted
        ),
        "native": Command("View", translate("Commands", "Native cells or interpolated"), ("N",), actions.toggle_native),
        "landmarks": Command("View", translate("Commands", "Landmarks"), ("P",), actions.toggle_landmarks),
        "more": Command(
            "View",
            translate("Commands", "Heatmap more opaque"),
            ("+", "="),
            lambda: actions.change_opacity(OPACITY_STEP),
            repeats=True,
        ),
        "less": Command(
            "View",
            translate("Commands", "Heatmap less opaque"),
            ("-",),
            lambda: actions.change_opacity(-OPACITY_STEP),
            repeats=True,
        ),
        "zoom in": Command(
            "View",
            translate("Commands", "Zoom the timeline in"),
            ("Ctrl++", "Ctrl+="),
            window.timeline.zoom_in,
            repeats=True,
        ),
        "zoom out": Command(
            "View", translate("Commands", "Zoom the timeline out"), ("Ctrl+-",), window.timeline.zoom_out, repeats=True
        ),
        "zoom all": Command(
            "View", translate("Commands", "Whole recording on the timeline"), ("Ctrl+0",), window.timeline.reset_zoom
        ),
    }


def _window_commands(window: MainWindow) -> dict[str, Command]:
    return {
        "left panel": Command("Window", translate("Commands", "Session panel"), ("F9",), window.toggle_session),
        "right panel": Command("Window", translate("Commands", "Inspector"), ("F10",), window.toggle_inspector),
        "full screen": Command("Window", translate("Commands", "Full screen"), ("F11",), window.toggle_full_screen),
        "guide": Command("Help", translate("Commands", "User guide"), (), window.dialogs.show_guide),
        "palette": Command(
            "Help", translate("Commands", "Find a command…"), ("Ctrl+Shift+P",), window.dialogs.show_palette
        ),
        "keys": Command("Help", translate("Commands", "Keys…"), ("?", "F1"), window.dialogs.show_keys),
        "log": Command("Help", translate("Commands", "Log and report…"), (), window.dialogs.show_log),
        "about": Command("Help", translate("Commands", "About"), (), window.dialogs.show_about),
    }


def shown_key(key: str) -> str:
    """A key as it is written for people."""
    if key in ("+", "="):
        return key
    parts = key.split("+") if not key.endswith("++") else [key[:-2], "+"]
    return "+".join(_SHOWN_KEYS.get(part, part) for part in parts)
