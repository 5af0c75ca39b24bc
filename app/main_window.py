"""The main window: assembles the parts, and turns menus, keys and drops into commands of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QDockWidget,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import NAME, theme
from app.actions import Actions
from app.analyse_all import AnalyseAll
from app.banner import Banners
from app.batch_button import BatchButton
from app.command import MENU_TITLES
from app.compare_commands import enable_compare_commands
from app.compare_view import CompareView
from app.compared import ComparedCheckpoints
from app.copying import Copying
from app.kept_sessions import KeptSessions
from app.messages import UserMessage
from app.panels import Inspector, SessionPanel
from app.player import PlayerViews
from app.preferences import Recent
from app.region_outline import RegionOutline
from app.region_panel import RegionPanel
from app.region_track import RegionTrack
from app.regions import Regions
from app.start_page import StartPage, dropped_paths
from app.status import StatusBar
from app.timeline import Timeline
from app.tool_bar import ToolBar
from app.translation import translate
from app.trust_badge import TrustBadges
from app.window_dialogs import WindowDialogs

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from app.compared import Mode
    from app.theme import ThemeMode
    from app.workspace import Workspace
    from stadrn_core.types import RecordingInfo

LAYOUT_VERSION = 1
DOCK_TITLES = {
    "session": translate("MainWindow", "Session"),
    "inspector": translate("MainWindow", "Inspector"),
    "timeline": translate("MainWindow", "Timeline"),
}
WIDE_PX = 1500
LOW_PX = 860
"""In a lower window the regions' row is folded at the first start, so that the views have room."""
WIDTHS_PX, NARROW_WIDTHS_PX = (256, 330), (216, 310)
"""Session panel and inspector, at the first start."""
TIMELINE_SHARE, TIMELINE_MOST = 0.30, 0.36


class MainWindow(QMainWindow):
    """Tool bar, session, views, inspector, timeline, status; the start page until a recording is open."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.setWindowTitle(NAME)
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(False)
        self.start_page = StartPage(workspace)
        self.views = PlayerViews(workspace)
        self.compared = ComparedCheckpoints(workspace, self)
        self.compare_view = CompareView(workspace, self.compared)
        self.analyse_all = AnalyseAll(workspace, self)
        self.regions = Regions(workspace, self)
        self.timeline = Timeline(workspace, self.regions)
        self.session = SessionPanel(workspace)
        self.region_outline = RegionOutline(workspace, self.regions, self.views.panes["face"].view)
        self.inspector = Inspector(workspace)
        self.region_panel = RegionPanel(workspace, self.regions)
        self.inspector.insertTab(1, self.region_panel, translate("MainWindow", "Regions"))
        self.trust_badges = TrustBadges(workspace, self.views.panes)
        self.banners = Banners()
        self.copying = Copying(workspace, self)
        self.kept_sessions = KeptSessions(workspace, self)
        self.dialogs = WindowDialogs(self, workspace, self.kept_sessions)
        self.actions_ = Actions(self, workspace)
        self.tool_bar = ToolBar(workspace, self.actions_)
        self.batch_button = BatchButton(workspace.batch)
        self.status = StatusBar(workspace, self.batch_button)
        self._may_close = False
        self._lay_out()
        self._make_menus()
        self._connect()
        self._restore()
        self.actions_.show_keys()
        self.kept_sessions.open_kept_project()
        self._show_recording(workspace.recording)
        self._show_marks()
        self.dialogs.offer_unfinished_batch()

    # -- assembling ------------------------------------------------------------

    def _lay_out(self) -> None:
        self.addToolBar(self.tool_bar)
        self.setStatusBar(self.status)
        self.stack = QStackedWidget()
        self._start = QScrollArea()
        self._start.setWidgetResizable(True)
        self._start.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._start.setWidget(self.start_page)
        self.stack.addWidget(self._start)
        self.stack.addWidget(self.views)
        self.stack.addWidget(self.compare_view)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addWidget(self.stack, 1)
        self.setCentralWidget(centre)
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            self.setCorner(corner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.session_dock = self._dock("session", self.session, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.inspector_dock = self._dock("inspector", self.inspector, Qt.DockWidgetArea.RightDockWidgetArea)
        self.timeline_dock = self._dock("timeline", self.timeline, Qt.DockWidgetArea.BottomDockWidgetArea)
        self._session_wanted = self._inspector_wanted = True
        # A click must not take Space and the arrows away from playing and stepping; Tab reaches everything.
        for kind in (QAbstractButton, QComboBox, QAbstractSlider):
            for control in self.findChildren(kind):
                if control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                    control.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _dock(self, name: str, contents: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(DOCK_TITLES[name])
        dock.setObjectName(name)
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setTitleBarWidget(QWidget())
        contents.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dock.setWidget(contents)
        self.addDockWidget(area, dock)
        return dock

    def _make_menus(self) -> None:
        bar = self.menuBar()
        for name in MENU_TITLES:
            menu = bar.addMenu(MENU_TITLES[name])
            for action in self.actions_.group(name):
                menu.addAction(action)
            if name == "File":
                self._recent_menu = menu.addMenu(translate("MainWindow", "Recent"))
                menu.insertMenu(self.actions_.by_name["demo"], self._recent_menu)
                self._recent_menu.aboutToShow.connect(self._fill_recent)
                menu.insertSeparator(self.actions_.by_name["export"])
                menu.insertSeparator(self.actions_.by_name["preferences"])

    def _connect(self) -> None:
        workspace = self.workspace
        workspace.message_raised.connect(self.banners.show_message)
        self.copying.told.connect(self.banners.show_message)
        self.kept_sessions.message_raised.connect(self.banners.show_message)
        workspace.opening_started.connect(self.banners.clear)
        workspace.kind_needed.connect(self.dialogs.ask_kind)
        workspace.recording_changed.connect(self._show_recording)
        workspace.checkpoint_changed.connect(self._show_title)
        workspace.looks.changed.connect(self._show_title)
        workspace.checkpoints_changed.connect(self._show_state)
        workspace.task_state_changed.connect(self._show_state)
        workspace.store_changed.connect(self._show_state)
        workspace.marking.changed.connect(self._show_marks)
        workspace.marking.undo_stack.indexChanged.connect(self._show_marks)
        self.inspector.marks.chosen_changed.connect(self._show_marks)
        self.trust_badges.wanted.connect(self.show_trust)
        self.compare_view.analyses_wanted.connect(self.analyse_all.start)
        self.banners.action_wanted.connect(self.dialogs.do_action)
        for part in (self.start_page, self.session):
            part.checkpoint_wanted.connect(self.dialogs.ask_for_checkpoint)
        self.start_page.recording_wanted.connect(self.dialogs.ask_for_recording)
        self.start_page.demo_wanted.connect(workspace.open_demo)
        self.batch_button.clicked.connect(self.dialogs.show_batch)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        self.actions_.yield_keys_to(new)

    # -- what is open ------------------------------------------------------------

    def _show_recording(self, recording: RecordingInfo | None) -> None:
        is_open = recording is not None
        self.stack.setCurrentWidget(self._centre() if is_open else self._start)
        self.timeline_dock.setVisible(is_open)
        self.session_dock.setVisible(is_open and self._session_wanted)
        self.inspector_dock.setVisible(is_open and self._inspector_wanted)
        self._show_title()
        self._show_state()
        if is_open:
            self.views.setFocus()

    def _centre(self) -> QWidget:
        return self.compare_view if self.compared.is_wanted else self.views

    def _show_title(self, _checkpoint: object = None) -> None:
        recording, checkpoint = self.workspace.recording, self.workspace.checkpoint
        parts = [recording.path.name] if recording else []
        parts += [self.workspace.looks.of(checkpoint).name] if checkpoint else []
        self.setWindowTitle(" · ".join(parts) + f" – {NAME}" if parts else NAME)
        self._show_state()

    def _show_state(self, _changed: object = None) -> None:
        named, workspace = self.actions_.by_name, self.workspace
        named["analyse"].setEnabled(workspace.can_analyse)
        named["cancel"].setEnabled(workspace.task_state == "running")
        for name in ("export", "figure", "report", "copy frame", "copy figure"):
            named[name].setEnabled(workspace.store is not None and workspace.recording is not None)
        named["methods"].setEnabled(workspace.store is not None)
        enable_compare_commands(self)

    def set_mark(self) -> None:
        """Set a mark and write its note, where the list of marks is."""
        if not self.workspace.marking.can_edit:
            return
        if not self._inspector_wanted:
            self.toggle_inspector()
        self.inspector.setCurrentWidget(self.inspector.marks)
        self.inspector.marks.set_mark()

    def show_trust(self, map_name: str) -> None:
        """Show the tests of a map, where the tab about trust is."""
        if not self._inspector_wanted:
            self.toggle_inspector()
        self.inspector.setCurrentWidget(self.inspector.trust)
        self.inspector.trust.show_tests(map_name)

    def _show_marks(self) -> None:
        named, marking = self.actions_.by_name, self.workspace.marking
        named["mark"].setEnabled(marking.can_edit)
        for name in ("mark on", "mark back"):
            named[name].setEnabled(bool(marking.marks))
        named["move mark"].setEnabled(self.inspector.marks.chosen is not None)
        named["undo"].setEnabled(marking.undo_stack.canUndo())
        named["redo"].setEnabled(marking.undo_stack.canRedo())

    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        preferences = self.workspace.preferences
        for kind in get_args(Recent):
            for path in preferences.recent(kind)[:6]:
                action = self._recent_menu.addAction(path.name)
                action.setToolTip(str(path))
                action.triggered.connect(lambda _checked=False, path=path: self.workspace.open_paths([path]))
            self._recent_menu.addSeparator()
        if not self._recent_menu.actions():
            self._recent_menu.addAction(translate("MainWindow", "None yet")).setEnabled(False)

    # -- dropping ------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders are welcome anywhere."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped, by what it is."""
        event.acceptProposedAction()
        self.workspace.open_paths(dropped_paths(event.mimeData()))

    @property
    def dialog(self) -> QDialog | None:
        """The dialog opened last."""
        return self.dialogs.last

    # -- looks ------------------------------------------------------------

    def show_compared(self, mode: Mode | None) -> None:
        """The open checkpoints in one of the ways of comparing; again, or None: the four views of the active one."""
        if self.workspace.recording is not None:
            self.compared.show(None if self.compared.is_wanted and mode == self.compared.mode else mode)
            self.stack.setCurrentWidget(self._centre())
            self._centre().setFocus()

    def toggle_pane(self, name: str) -> None:
        """Fill the centre with a pane, or show all."""
        if self.compared.is_wanted:
            self.show_compared(None)
        self.views.toggle_maximised(name)

    def back(self) -> None:
        """All four views again; when they are, close the newest message."""
        if self.compared.is_wanted:
            self.show_compared(None)
        elif self.views.maximised is not None:
            self.views.restore()
        else:
            self.banners.close_newest()

    def toggle_session(self) -> None:
        """Show or hide the left panel."""
        if self.workspace.recording is not None:
            self._session_wanted = not self._session_wanted
            self.session_dock.setVisible(self._session_wanted)

    def toggle_inspector(self) -> None:
        """Show or hide the right panel."""
        if self.workspace.recording is not None:
            self._inspector_wanted = not self._inspector_wanted
            self.inspector_dock.setVisible(self._inspector_wanted)

    def toggle_full_screen(self) -> None:
        """The whole screen, or a window."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def set_theme(self, mode: ThemeMode) -> None:
        """Change and remember the theme."""
        self.workspace.preferences.theme = mode
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, mode)

    def _scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self.workspace.preferences.theme == "system":
            self.set_theme("system")

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icons anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "tool_bar"):
            self.tool_bar.tint()

    # -- remembering ------------------------------------------------------------

    def _restore(self) -> None:
        preferences = self.workspace.preferences
        geometry, state = preferences.window_state("geometry"), preferences.window_state("docks")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(self._first_size())
        if state is None or not self.restoreState(state, LAYOUT_VERSION):
            self._first_docks()
        hidden = preferences.hidden_panels
        self._session_wanted, self._inspector_wanted = "session" not in hidden, "inspector" not in hidden
        panes = [preferences.window_state(f"panes {i}") for i in range(3)]
        if all(panes):
            self.views.restore_layout([pane for pane in panes if pane is not None])
        is_first = geometry is None
        too_low = (RegionTrack.title,) if self.height() < LOW_PX else ()
        self.timeline.set_collapsed_tracks(too_low if is_first else preferences.folded_tracks)
        screen = self.screen()
        if screen is not None:
            self.workspace.set_display_rate(screen.refreshRate())

    def _first_size(self) -> QSize:
        available = self.screen().availableGeometry()
        return QSize(min(round(available.width() * 0.86), 2200), min(round(available.height() * 0.88), 1400))

    def _first_docks(self) -> None:
        horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        widths = WIDTHS_PX if self.width() >= WIDE_PX else NARROW_WIDTHS_PX
        self.resizeDocks([self.session_dock, self.inspector_dock], list(widths), horizontal)
        self.resizeDocks([self.timeline_dock], [round(self.height() * TIMELINE_SHARE)], vertical)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The timeline never takes more than its share from the views."""
        super().resizeEvent(event)
        most = round(self.height() * TIMELINE_MOST)
        if self.timeline_dock.height() > most:
            self.resizeDocks([self.timeline_dock], [most], Qt.Orientation.Vertical)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout and ask the threads to end; finished clips are on disk already."""
        if self.workspace.batch.is_active and not self._may_close:
            event.ignore()
            self.dialogs.ask_to_close(self._close_all_the_same)
            return
        preferences = self.workspace.preferences
        preferences.keep_window_state("geometry", self.saveGeometry())
        preferences.keep_window_state("docks", self.saveState(LAYOUT_VERSION))
        for i, state in enumerate(self.views.save_layout()):
            preferences.keep_window_state(f"panes {i}", state)
        wanted = {"session": self._session_wanted, "inspector": self._inspector_wanted}
        preferences.hidden_panels = tuple(name for name, shown in wanted.items() if not shown)
        preferences.folded_tracks = self.timeline.collapsed_tracks
        self.kept_sessions.keep_view()
        self.workspace.request_stop()
        super().closeEvent(event)

    def _close_all_the_same(self) -> None:
        self._may_close = True
        self.close()

    def say_unexpected(self, error: BaseException) -> None:
        """A fault of the program, in the same place as everything else."""
        text = translate(
            "MainWindow", "{type}: {error}. The log has the details. Your files and results are as they were."
        ).format(type=type(error).__name__, error=error)
        self.banners.show_message(UserMessage("error", translate("MainWindow", "Something unexpected happened"), text))
