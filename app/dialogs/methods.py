"""Other methods of explanation for the clip under the playhead, beside the window; imports the engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSlider,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.attention_view import AttentionView
from app.clip_methods import ClipMethods
from app.controls import label
from app.dialogs.frame import Dialog
from app.figures import format_time, group_digits
from app.method_grid import LIMITS_WORDS, MethodGrid
from app.method_list import MethodChoices, cost_words
from app.method_tasks import write
from app.status import time_left
from app.translation import translate

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from app.messages import UserMessage
    from app.method_tasks import Drawn, What
    from app.workspace import Workspace
    from stadrn_core.types import Progress

TEXT = translate(
    "Methods",
    "What other methods say of one clip. Each explains the network's score, not the person; they can disagree, and "
    "that one looks right does not make it so.",
)
BEGIN = translate(
    "Methods", "Choose methods at the left and press Compute. Their maps appear here, over the face at the playhead."
)
NO_MAPS = translate("Methods", "No map is computed for this clip yet. Choose methods at the left and press Compute.")
NO_VECTORS = translate(
    "Methods", "The attention of this clip is not computed. Choose “STA-DRN's attention” in the list and press Compute."
)
FIGURES = translate("Methods", "Figures (*.pdf *.svg *.png)")
SIZE = QSize(1240, 680)
CHOICES_PX = 392


class MethodsDialog(Dialog):
    """Methods at the left, maps and attention at the right; it stays open beside the window and ends its work."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(translate("Methods", "Other methods"), TEXT, parent, width_px=960)
        self._workspace = workspace
        self._saving: int | None = None
        self.model = ClipMethods(workspace, self)
        self.choices = MethodChoices(workspace, self.model)
        self.choices.setFixedWidth(CHOICES_PX)
        self.grid, self.attention = MethodGrid(), AttentionView()
        self.clip_text = label("", "strong")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(translate("Methods", "Sampled frame of the clip"))
        self.slider.setToolTip(translate("Methods", "Moves the playhead within the clip"))
        self.message = label(BEGIN, "muted", wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back_button = QPushButton()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(translate("Methods", "Progress"))
        self.state = label("", "small figures", wrap=True, selectable=True)
        self._lay_out()
        self._make_buttons()
        self._connect()
        self.resize(SIZE)
        self._show_progress(None)
        self.refresh()

    # -- assembling ------------------------------------------------------------

    def _lay_out(self) -> None:
        maps = QWidget()
        column = QVBoxLayout(maps)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(label(LIMITS_WORDS, "small", wrap=True))
        column.addWidget(self.grid, 1)
        vectors = QWidget()
        column = QVBoxLayout(vectors)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.attention)
        self.maps_stack, self.vectors_stack = _stack(maps), _stack(vectors)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.maps_stack, translate("Methods", "Maps"))
        self.tabs.addTab(self.vectors_stack, translate("Methods", "Attention"))
        away = QWidget()
        column = QVBoxLayout(away)
        column.addStretch(1)
        column.addWidget(self.message)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(away)
        self.stack.addWidget(self.tabs)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.clip_text)
        head.addWidget(self.slider, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.choices)
        body.addWidget(right, 1)
        self.column.addLayout(body, 1)
        self.add(self.bar, self.state)
        self.column.setSpacing(8)

    def _make_buttons(self) -> None:
        self.close_button = self.add_close()
        self.maps_button = self.add_button(translate("Methods", "Save maps…"))
        self.maps_button.setToolTip(
            translate("Methods", "Raw numbers of all finished maps (maps.npz) with a manifest, and attention curves")
        )
        self.figure_button = self.add_button(translate("Methods", "Save figure…"))
        self.figure_button.setToolTip(translate("Methods", "The shown tab as PDF, SVG or PNG, at the playhead"))
        self.cancel_button = self.add_button(translate("Methods", "Cancel"))
        self.cancel_button.setToolTip(translate("Methods", "Finished maps are kept"))
        self.compute_button = self.add_button(translate("Methods", "Compute"), primary=True)

    def _connect(self) -> None:
        self.model.changed.connect(self.refresh)
        self.model.moved.connect(self._show_playhead)
        self.model.progress_changed.connect(self._show_progress)
        self.model.drawn.connect(self._show_drawn)
        self.model.said.connect(self.state.setText)
        self.choices.changed.connect(self._show_state)
        self.compute_button.clicked.connect(self.compute)
        self.cancel_button.clicked.connect(self.model.cancel)
        self.back_button.clicked.connect(self._go_back)
        self.figure_button.clicked.connect(self._ask_figure)
        self.maps_button.clicked.connect(self._ask_folder)
        self.slider.valueChanged.connect(self._move_playhead)
        self.tabs.currentChanged.connect(self._show_tab)
        self.attention.module_chosen.connect(self._show_tab)
        self._workspace.store_changed.connect(self.choices.refresh)
        self._workspace.checkpoint_changed.connect(self.choices.refresh)

    # -- what is shown ------------------------------------------------------------

    def refresh(self) -> None:
        """What was found, and what can be done."""
        found = self.model.found
        if found is not None:
            self.grid.show_found(found)
            self.attention.show_found(found)
            if self.tabs.currentWidget() is self.vectors_stack and self.model.module != self.attention.chosen:
                self._show_tab()
        self.maps_stack.setCurrentIndex(int(found is not None and bool(found.explained.maps)))
        self.vectors_stack.setCurrentIndex(int(found is not None and bool(found.explained.attention)))
        _words_of(self.maps_stack).setText(NO_MAPS)
        _words_of(self.vectors_stack).setText(
            NO_VECTORS if self.model.has_attention else translate("Methods", "This network has none.")
        )
        self._show_playhead()

    def _show_playhead(self) -> None:
        """Which clip the playhead is in, and whether it is the one that was found."""
        shown, clip_index, plan = self.model.shown, self.model.clip_index, self._workspace.plan
        words = translate("Methods", "No clip")
        recording = self._workspace.recording
        if plan is not None and clip_index is not None and recording is not None:
            index = clip_index if shown is None else shown.clip.clip_index
            frame = self._workspace.playhead
            time = format_time(float(recording.pts_seconds[frame]))
            text = translate("Methods", "Clip {number} of {total} · frame {frame} · {time}")
            if shown is not None and not shown.clip.has_face[self.model.position]:
                text = translate(
                    "Methods",
                    "Clip {number} of {total} · frame {frame} · {time} · no face here: the nearest one is shown",
                )
            words = text.format(number=index + 1, total=plan.num_clips, frame=group_digits(frame), time=time)
        if self.clip_text.text() != words:
            self.clip_text.setText(words)
        self.stack.setCurrentIndex(int(shown is not None))
        self.slider.setVisible(shown is not None)
        found = self.model.found
        self.back_button.setVisible(found is not None and shown is None)
        self.message.setText(BEGIN)
        if shown is not None:
            with QSignalBlocker(self.slider):
                self.slider.setRange(0, len(shown.clip.frame_indices) - 1)
                self.slider.setValue(self.model.position)
        elif found is not None:
            number = found.explained.clip.clip_index + 1
            self.message.setText(
                translate("Methods", "The playhead has left clip {number}, whose maps are kept.").format(number=number)
            )
            self.back_button.setText(translate("Methods", "Back to clip {number}").format(number=number))
        self._show_state()

    def _show_state(self) -> None:
        """Cost, or why nothing can be computed, and which buttons can be pressed."""
        model, choices, shown = self.model, self.choices, self.model.shown
        methods, with_attention = choices.list.methods, choices.list.with_attention
        obstacle = model.obstacle
        self.compute_button.setEnabled(not obstacle and not model.is_running and bool(methods or with_attention))
        self._show_compute_or_cancel(model.is_running)
        is_attention = self.tabs.currentWidget() is self.vectors_stack
        has_figure = shown is not None and bool(shown.attention if is_attention else shown.maps)
        self.figure_button.setEnabled(has_figure and self._saving is None)
        self.maps_button.setEnabled(shown is not None and bool(shown.maps) and self._saving is None)
        if model.is_running:
            return
        if obstacle:
            self.compute_button.setToolTip(obstacle)
            self.state.setText(obstacle)
            return
        passes = model.cost(methods, choices.options, with_attention)
        text = ""
        if passes.forward:
            words = (
                translate("Methods", "Methods chosen: {number}, and attention; at most {cost}")
                if with_attention
                else translate("Methods", "Methods chosen: {number}; at most {cost}")
            )
            text = words.format(number=len(methods), cost=cost_words(passes, model.seconds(passes)))
        self.compute_button.setToolTip(text or translate("Methods", "Choose a method first"))
        self.state.setText(text or translate("Methods", "Nothing is chosen."))

    def _show_compute_or_cancel(self, is_running: bool) -> None:
        """One in the other's place; the keyboard stays there."""
        gone, come = self.cancel_button, self.compute_button
        if is_running:
            gone, come = come, gone
        had_focus = gone.hasFocus()
        come.show()
        if had_focus:
            come.setFocus()
        gone.hide()

    def _show_progress(self, progress: Progress | None) -> None:
        self.bar.setVisible(progress is not None)
        if progress is None:
            return
        self.bar.setRange(0, progress.total if progress.done or progress.unit == "passes" else 0)
        self.bar.setValue(progress.done)
        parts = [translate("Core", progress.stage)]
        if progress.unit == "passes":
            parts.append(
                translate("Methods", "pass {done} of {total}").format(done=progress.done, total=progress.total)
            )
        if progress.seconds_left is not None:
            parts.append(translate("Methods", "{time} left").format(time=time_left(progress.seconds_left)))
        self.state.setText(" · ".join(parts))

    def _show_drawn(self, drawn: Drawn) -> None:
        self.grid.show_drawn(drawn)
        shown = self.model.shown
        if shown is not None:
            frame = shown.clip.frame_indices[drawn.position]
            self.attention.show_drawn(drawn, float(shown.recording.pts_seconds[frame]))

    def _show_tab(self, _changed: object = None) -> None:
        is_attention = self.tabs.currentWidget() is self.vectors_stack
        if is_attention and self.model.found is not None:
            self.attention.show_found(self.model.found)
        self.model.show_module((self.attention.chosen or None) if is_attention else None)
        self._show_state()

    # -- what is done ------------------------------------------------------------

    def compute(self) -> None:
        """Compute what is chosen, for the clip under the playhead."""
        choices = self.choices
        self.model.compute(
            choices.list.methods,
            choices.options,
            with_attention=choices.list.with_attention,
            baseline=choices.baseline_from,
        )

    def _move_playhead(self, position: int) -> None:
        shown = self.model.shown
        if shown is not None:
            self._workspace.set_playing(False)
            self._workspace.set_playhead(int(shown.clip.frame_indices[position]))

    def _go_back(self) -> None:
        if self.model.found is not None:
            clip = self.model.found.explained.clip
            self._workspace.set_playing(False)
            self._workspace.set_playhead(int(clip.frame_indices[clip.position_near(None)]))

    def _ask_figure(self) -> None:
        is_attention = self.tabs.currentWidget() is self.vectors_stack
        name = "attention" if is_attention else "methods"
        path, _ = QFileDialog.getSaveFileName(self, translate("Methods", "Save figure"), f"{name}.pdf", FIGURES)
        if path:
            target = Path(path)
            if target.suffix.lower() not in (".pdf", ".svg", ".png"):
                target = target.with_name(f"{target.name}.pdf")
            self.save("attention" if is_attention else "methods", target)

    def _ask_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, translate("Methods", "Save maps into a folder"))
        if path:
            self.save("maps", Path(path))

    def save(self, what: What, target: Path) -> None:
        """Write a figure, or the raw maps into a folder."""
        explained, position = self.model.shown, self.model.position
        if explained is None or self._saving is not None:
            return

        def end(state: str, message: UserMessage | None) -> None:
            self._saving = None
            if not self.is_open:
                if message is not None:
                    self._workspace.message_raised.emit(message)
                return
            self._show_state()
            if message is not None:
                self.state.setText(f"{message.title}. {message.text}")
            elif state == "done":
                self.state.setText(translate("Methods", "Written: {target}").format(target=target))

        self._saving = self._workspace.run_side_task(
            lambda: write(explained, what, position, target, self._workspace.preferences.deidentify),
            translate("Methods", "The file was not written"),
            lambda _value: None,
            end,
        )
        self._show_state()

    # -- closing ------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins where the work does."""
        super().showEvent(event)
        self.compute_button.setFocus()

    def reject(self) -> None:
        """Stop, and close."""
        self.model.forget()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing goes on without the window that shows it."""
        self.model.forget()
        super().closeEvent(event)


def _stack(contents: QWidget) -> QStackedWidget:
    """Words until there are contents."""
    result = QStackedWidget()
    words = label("", "muted", wrap=True)
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    result.addWidget(words)
    result.addWidget(contents)
    return result


def _words_of(stack: QStackedWidget) -> QLabel:
    words = stack.widget(0)
    assert isinstance(words, QLabel)
    return words
