"""The window's main states, each brought about as a user would, and their pictures."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PIL import Image
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app import theme
from app.colour_bar import ColourBar
from app.main_window import NAME, MainWindow
from app.preferences import Preferences
from app.workspace import Workspace
from stadrn_core.batch import SUMMARY_FILE
from stadrn_core.batch_plan import BatchSettings, Plan
from stadrn_core.demo import find_demo
from stadrn_core.export.table import write_summary
from stadrn_core.folders import analyses_folder, resource
from stadrn_core.store import AnalysisStore
from stadrn_core.trust import Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QLabel, QWidget

    from app.theme import ThemeMode

WIDTH_PX, HEIGHT_PX = 1440, 900
PLAYHEAD = 270
FOLDER = "/home/me/recordings"
"""Where recordings are said to lie."""
MOST_SECONDS = 90
REST_MS = 250
"""Two pictures that far apart have to be equal before one is kept."""
QUALITY = 88
PACE = Pace(0.35, 0.9)
"""Seconds of a pass and of a map, as they are told before a test: a machine's own differ from picture to picture."""


class Studio:
    """The window, with means to wait and to take pictures of it in each theme."""

    def __init__(self, folder: Path, themes: Sequence[str]) -> None:
        self._folder, self._themes = folder, themes
        self.application = QApplication([NAME])
        self.application.setCursorFlashTime(0)
        theme.apply(self.application, "light")
        preferences = Preferences()
        preferences.theme = "light"
        preferences.device = "cpu"
        self.workspace = Workspace(preferences)
        self.window = MainWindow(self.workspace)
        self.window.resize(WIDTH_PX, HEIGHT_PX)
        self.window.show()

    def run(self, names: Sequence[str]) -> int:
        """Take the pictures of some states, or of all; the exit code."""
        unknown = set(names) - set(STATES)
        if unknown:
            print(f"No state is called {', '.join(sorted(unknown))}. There are: {', '.join(STATES)}", file=sys.stderr)
            return 2
        try:
            for name, state in STATES.items():
                # The first two open what all others show.
                if not names or name in names or name in ("start", "window"):
                    state(self, name)
        finally:
            self.window.close()
            self.workspace.close()
            self.window.deleteLater()
            self.rest()
        return 0

    # -- waiting ------------------------------------------------------------

    def rest(self, milliseconds: int = 50) -> None:
        """Let the window live; unlike ``QTest.qWait``, this leaves the interpreter to its other threads."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for a condition.

        Raises:
            TimeoutError: it did not come about.
        """
        stop = time.monotonic() + MOST_SECONDS
        while not condition():
            if time.monotonic() > stop:
                raise TimeoutError(f"waited in vain for {what}")
            self.rest()

    def until_drawn(self) -> None:
        """Wait until the frame under the playhead is shown with all its maps, and nothing is being opened."""
        workspace = self.workspace

        def is_drawn() -> bool:
            shown = workspace.display
            return (
                not workspace.activity
                and shown is not None
                and shown.frame_index == workspace.playhead
                and shown.guided is not None
            )

        self.until(is_drawn, "the frame under the playhead")

    # -- pictures ------------------------------------------------------------

    def take(self, name: str) -> None:
        """Take a picture of the window in each theme."""
        for mode in self._themes:
            self.window.set_theme(cast("ThemeMode", mode))
            self.window.setFocus()
            self._save(self.window, f"{name}-{mode}")
        print(name, flush=True)

    def take_dialog(self, name: str, command: str, prepare: Callable[[Any], object] = lambda _: None) -> None:
        """Open a dialog in each theme, take a picture of it when it is prepared, and close it."""
        for mode in self._themes:
            self.window.set_theme(cast("ThemeMode", mode))
            self.command(command)
            dialog = self.window.dialog
            assert dialog is not None
            prepare(dialog)
            self._save(dialog, f"{name}-{mode}")
            dialog.reject()
            self.rest()
        print(name, flush=True)

    def _save(self, widget: QWidget, name: str) -> None:
        picture = _as_pillow(self._at_rest(widget))
        picture.save(self._folder / f"{name}.webp", quality=QUALITY, method=6, exact=True)

    def _at_rest(self, widget: QWidget) -> QImage:
        # Limits that have changed stand out for longer than two pictures are apart.
        self.until(lambda: not any(bar.announces for bar in widget.findChildren(ColourBar)), "the colour bars")
        before = QImage()
        stop = time.monotonic() + MOST_SECONDS
        while time.monotonic() < stop:
            self.rest(REST_MS)
            now = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
            if now == before:
                return now
            before = now
        raise TimeoutError("the window did not come to rest")

    def command(self, name: str) -> None:
        """Do what a menu's entry does."""
        action = self.window.actions_.by_name[name]
        assert action.isEnabled(), f"{name} is not possible now"
        action.trigger()


def _as_pillow(picture: QImage) -> Image.Image:
    size = picture.width(), picture.height()
    return Image.frombytes("RGB", size, bytes(picture.constBits()), "raw", "RGB", picture.bytesPerLine())


# -- the states ------------------------------------------------------------


def _start(studio: Studio, name: str) -> None:
    studio.take(name)


def _window(studio: Studio, name: str) -> None:
    """The demo with two marks, where the score is highest."""
    workspace = studio.workspace
    demo = find_demo()
    workspace.open_paths([demo.recording, *demo.others, demo.checkpoint])
    studio.until(lambda: len(workspace.checkpoints) == 2 and workspace.store is not None, "the demo")
    studio.until(lambda: not workspace.activity, "the demo")
    store, checkpoint = workspace.store, workspace.checkpoint
    assert store is not None
    assert store.is_complete
    assert checkpoint is not None
    assert checkpoint.path == demo.checkpoint
    studio.until(lambda: workspace.marking.can_edit, "the marks")
    workspace.marking.add(96, 96, "Looks away")
    workspace.marking.add(330, 420, "Speaks, voice low", "speech")
    workspace.set_playhead(PLAYHEAD)
    workspace.preferences.clear_recent()
    studio.until_drawn()
    studio.take(name)


def _view(studio: Studio, name: str) -> None:
    """Signed evidence in native cells, and how that is chosen."""
    workspace, window = studio.workspace, studio.window
    before = workspace.view
    workspace.set_view(quantity="signed", cells="native")
    window.inspector.setCurrentWidget(window.inspector.view)
    studio.until_drawn()
    studio.take(name)
    workspace.set_view(quantity=before.quantity, cells=before.cells)


def _marks(studio: Studio, name: str) -> None:
    """The list of marks, and a range that is about to be marked."""
    workspace, window = studio.workspace, studio.window
    workspace.set_range(500, 590)
    window.inspector.setCurrentWidget(window.inspector.marks)
    studio.until_drawn()
    studio.take(name)
    workspace.clear_range()


def _regions(studio: Studio, name: str) -> None:
    """A region picked out in the raster, on the face and in the table."""
    from stadrn_core.regions.atlas import Region

    window = studio.window
    window.inspector.setCurrentWidget(window.region_panel)
    studio.until(lambda: window.regions.numbers is not None and window.regions.is_whole, "the regions")
    window.regions.select(Region.LIPS)
    folded, height = window.timeline.collapsed_tracks, window.timeline_dock.height()
    window.timeline.set_collapsed_tracks(("Evidence", "Quality"))
    studio.until_drawn()
    studio.take(name)
    window.regions.select(None)
    window.timeline.set_collapsed_tracks(folded)
    window.resizeDocks([window.timeline_dock], [height], Qt.Orientation.Vertical)


def _trust(studio: Studio, name: str) -> None:
    """The quick tests of the map under the playhead, which are stored, and what the others would cost."""
    window, trusting = studio.window, studio.workspace.trusting
    window.inspector.setCurrentWidget(window.inspector.trust)
    tests = window.inspector.trust.tests
    clip = trusting.clip
    assert clip is not None
    studio.until(lambda: trusting.pace("gradcampp") is not None and tests.rows, "the costs")
    studio.until(lambda: trusting.of_clip(clip, "gradcampp"), "the stored tests")
    studio.until(lambda: trusting.plan(clip, "gradcampp") is not None, "the costs of the other tests")
    for key in trusting._paces:
        trusting._paces[key] = PACE
    trusting.changed.emit()
    studio.until_drawn()
    studio.take(name)
    window.inspector.setCurrentWidget(window.inspector.score)


def _comparison(mode: str) -> Callable[[Studio, str], None]:
    def take(studio: Studio, name: str) -> None:
        window, drawn = studio.window, []
        compared = window.compared
        receive = studio.workspace.compared_shown.connect(lambda shown: drawn.append(len(shown.displays)))
        studio.command(mode)
        studio.until(lambda: len(compared.analysed) == 2 and drawn and drawn[-1] == 2, "both analyses")
        studio.workspace.compared_shown.disconnect(receive)
        studio.take(name)
        window.back()

    return take


def _numbers(studio: Studio, name: str) -> None:
    studio.command("numbers")
    numbers = studio.window.compare_view.numbers
    studio.until(lambda: numbers.pairs.isVisible() and numbers.pairs.rowCount() == 1, "the numbers")
    studio.take(name)
    studio.window.back()


def _export(studio: Studio, name: str) -> None:
    studio.take_dialog(name, "export", lambda dialog: dialog.path.setText(f"{FOLDER}/demo frame.png"))


def _figure(studio: Studio, name: str) -> None:
    def wait(dialog: Any) -> None:
        studio.until(lambda: dialog.picture.pixmap() and not dialog.state.text(), "the preview")

    studio.take_dialog(name, "figure", wait)


def _library(studio: Studio, name: str) -> None:
    place = str(find_demo().recording.parent)
    studio.take_dialog(name, "library", lambda dialog: _rename(dialog.form.analyses, place, FOLDER))


def _preferences(studio: Studio, name: str) -> None:
    def wait(dialog: Any) -> None:
        studio.until(lambda: dialog.cache_size.text(), "the size of what is kept")

    studio.take_dialog(name, "preferences", wait)


def _rename(words: QLabel, place: str, said: str) -> None:
    """Say another folder than that of this machine."""
    words.setText(words.text().replace(place, said))


def _batch(studio: Studio, name: str) -> None:
    """A batch with three analyses done and one left to do."""
    queue, demo = studio.workspace.batch, find_demo()
    recordings = [resource("demo_face.mp4"), demo.recording]
    with tempfile.TemporaryDirectory(prefix="stadrn") as folder:
        checkpoints = dict.fromkeys((demo.checkpoint, *demo.others))
        plan, jobs = Plan(Path(folder)).extended(recordings, checkpoints, BatchSettings())
        plan.save()
        for kept in analyses_folder().iterdir():
            with AnalysisStore.open(kept) as store:
                facts = store.manifest
                made_from = Path(facts.recording.path), Path(facts.checkpoint.path)
                job = next(job for job in jobs if (job.recording, job.checkpoint) == made_from)
                shutil.copytree(kept, job.store)
                write_summary(store, job.folder / SUMMARY_FILE)
        queue.open(plan.folder)
        studio.until(lambda: queue.jobs and not queue.is_reading, "the batch")
        studio.take_dialog(name, "batch", lambda dialog: _rename(dialog.where, folder, f"{FOLDER}/analysed"))


STATES: dict[str, Callable[[Studio, str], None]] = {
    "start": _start,
    "window": _window,
    "view": _view,
    "marks": _marks,
    "regions": _regions,
    "trust": _trust,
    "comparison": _comparison("compare"),
    "difference": _comparison("difference"),
    "numbers": _numbers,
    "export": _export,
    "figure": _figure,
    "library": _library,
    "batch": _batch,
    "preferences": _preferences,
}
"""Name → what brings it about and takes the picture; each leaves the window as the one before left it."""
