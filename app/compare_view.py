"""The open checkpoints compared in the centre: side by side, A/B, wiped, subtracted, and in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app import theme
from app.colour_bar import limits_words
from app.compare_numbers import CompareNumbers
from app.compared import MODE_COMMANDS, MODE_TIPS, MODES
from app.compared_grid import ComparedGrid, Shown
from app.compared_pair import ComparedPair
from app.controls import Segmented, label
from app.core_sentences import in_own_words
from app.figures import format_difference
from app.key_tips import set_key_tip
from app.translation import translate
from app.two_videos import TwoVideos
from app.work import ComparedShown
from stadrn_core.colours import SIGNED_NAME
from stadrn_core.severity import format_score, severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.checkpoint_looks import Look
    from app.compared import ComparedCheckpoints
    from app.workspace import Workspace
    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.compare.drawn import Scale
    from stadrn_core.compare.pairs import ComparedQuantity
    from stadrn_core.render import DisplayFrame

TOO_FEW = translate("CompareView", "Two or more checkpoints are compared here. Open them, and analyse with each.")
PARTNER_CHARACTERS = 14
NOT_ANALYSED = translate("CompareView", "Not analysed with the present settings")
ANALYSED_ALONE = translate("CompareView", "Analysed: shown as soon as another one is, too")
NO_UNIT = translate(
    "CompareView",
    "Grad-CAM++ of different networks has no common unit: places can be compared, brightness and numbers cannot, "
    "whatever the scale.",
)
NO_DIFFERENCE = translate("CompareView", "Only signed evidence has a common unit and can be subtracted")
QUANTITIES: dict[ComparedQuantity, tuple[str, str]] = {
    "signed_points": (
        translate("CompareView", "Evidence"),
        translate("CompareView", "Signed evidence, BDI-II points for each cell: the same unit for all networks"),
    ),
    "gradcampp": (translate("CompareView", "Grad-CAM++"), NO_UNIT),
}
SCALES: dict[Scale, tuple[str, str]] = {
    "shared": (translate("CompareView", "One scale"), translate("CompareView", "One colour scale for all checkpoints")),
    "own": (
        translate("CompareView", "Own scales"),
        translate("CompareView", "Each checkpoint has the colour scale of its own maps: colours cannot be compared"),
    ),
}


class CompareView(QWidget):
    """Choices above, pictures or numbers below. It follows ``ComparedCheckpoints``."""

    analyses_wanted = Signal()
    """with all open checkpoints"""

    def __init__(self, workspace: Workspace, compared: ComparedCheckpoints) -> None:
        super().__init__()
        self._workspace, self._compared = workspace, compared
        self._pictures = ComparedShown()
        tips, commands = ({str(mode): text for mode, text in by.items()} for by in (MODE_TIPS, MODE_COMMANDS))
        words = {str(mode): text for mode, text in MODES.items()}
        self.modes = Segmented(translate("CompareView", "Way of comparing"), words, tips, small=True, commands=commands)
        self.quantity, self.scale = (
            _box(translate("CompareView", "What is compared"), QUANTITIES),
            _box(translate("CompareView", "Colour scale"), SCALES, "own scale"),
        )
        self.partner = QComboBox()
        # Long names are cut; they would push the panels beside it together.
        self.partner.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.partner.setMinimumContentsLength(PARTNER_CHARACTERS)
        self.partner.setAccessibleName(translate("CompareView", "Checkpoint held against the reference"))
        set_key_tip(
            self.partner,
            translate("CompareView", "Checkpoint held against the reference; the key holds the next"),
            "next pair",
        )
        self.warning = label(NO_UNIT, "warning", wrap=True)
        self.hint = label(TOO_FEW, "muted")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.analyse_all = QPushButton(translate("CompareView", "Analyse with all open checkpoints"))
        self.analyse_all.clicked.connect(self.analyses_wanted)
        set_key_tip(
            self.analyse_all,
            translate("CompareView", "One after the other; what is stored is not computed again"),
            "analyse all",
        )
        self.grid, self.pair = ComparedGrid(), ComparedPair()
        self.numbers = CompareNumbers(workspace, compared)
        self.videos = TwoVideos(workspace)
        self.stack = QStackedWidget()
        for page in (self.grid, self.pair, self.numbers, self.videos):
            self.stack.addWidget(page)
        self._lay_out()
        self.setAccessibleName(translate("CompareView", "Checkpoints compared"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.modes.chosen.connect(compared.show)
        self.quantity.activated.connect(lambda i: compared.set_drawing(quantity=self.quantity.itemData(i)))
        self.scale.activated.connect(lambda i: compared.set_drawing(scale=self.scale.itemData(i)))
        self.partner.activated.connect(lambda i: compared.set_partner(compared.others[i]))
        self.pair.flipped.connect(compared.flip_pictures)
        compared.changed.connect(self._refresh)
        workspace.compared_shown.connect(self._show)
        workspace.checkpoint_changed.connect(self._refresh)
        workspace.task_state_changed.connect(self._refresh)
        self._refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.modes, 1)
        for box in (self.partner, self.quantity, self.scale, self.videos.scale):
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(box)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(row)
        for widget in (self.warning, self.hint):
            column.addWidget(widget)
        column.addWidget(self.analyse_all, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.stack, 1)

    def _show(self, pictures: ComparedShown) -> None:
        had_pictures, self._pictures = bool(self._pictures.displays), pictures
        if had_pictures or pictures.displays:  # else nothing is compared, and every frame comes by here
            self._refresh()

    def _refresh(self, _changed: object = None) -> None:
        """Everything as it is compared now."""
        compared = self._compared
        mode, view = compared.mode, compared.view
        videos, numbers, pair = mode == "videos", mode == "numbers", mode in ("flip", "wipe")
        few = len(compared.analysed) < 2 and not videos
        self.modes.set_value(mode)
        self.quantity.setCurrentIndex(self.quantity.findData(view.quantity))
        self.scale.setCurrentIndex(self.scale.findData(view.scale))
        self.quantity.setVisible(not videos)
        self.videos.scale.setVisible(videos and self._workspace.second.recording is not None)
        self.scale.setVisible(not numbers and not videos)
        self.partner.setVisible(pair and len(compared.others) > 1)
        self.warning.setVisible(view.quantity == "gradcampp" and not videos)
        self.hint.setVisible(few)
        self.analyse_all.setVisible(compared.lacks_some and len(compared.checkpoints) > 1 and not videos)
        self.analyse_all.setEnabled(not self._workspace.is_busy)
        self._fill_partners()
        if pair:
            self._show_pair(wipe=mode == "wipe")
        elif mode == "difference":
            self.grid.show_panes([self._difference(one) for one in compared.others])
        elif mode == "side by side":
            self.grid.show_panes([self._map(one) for one in compared.checkpoints])
        page = self.videos if videos else self.numbers if numbers else self.pair if pair else self.grid
        self.stack.setCurrentWidget(page)
        self.stack.setVisible(not few or mode == "side by side")

    def _fill_partners(self) -> None:
        names = [self._look(one).name for one in self._compared.others]
        if names != [self.partner.itemText(i) for i in range(self.partner.count())]:
            self.partner.clear()
            self.partner.addItems(names)
        here = (i for i, one in enumerate(self._compared.others) if one is self._compared.partner)
        self.partner.setCurrentIndex(next(here, -1))

    def _show_pair(self, *, wipe: bool) -> None:
        compared = self._compared
        if compared.reference is not None and compared.partner is not None:
            pair = self._map(compared.reference, alone=False), self._map(compared.partner, alone=False)
            self.pair.show_pair(*pair, wipe=wipe, shows_partner=compared.shows_partner and not wipe)

    # -- what a pane shows ------------------------------------------------------------

    def _map(self, checkpoint: LoadedCheckpoint, *, alone: bool = True) -> Shown:
        """A checkpoint's map at the playhead; where it is not ``alone`` in its pane, the bar may be the other's."""
        look, place = self._look(checkpoint), self._place(checkpoint)
        pictures = self._pictures.displays
        display = pictures[place] if place is not None and place < len(pictures) else None
        if display is None:
            alone_analysed = place is not None and len(self._compared.analysed) < 2
            note, message = "", NOT_ANALYSED if place is None else ANALYSED_ALONE if alone_analysed else ""
        else:
            note, message = in_own_words(display.note or ""), ""
            if display.face is None:
                note, message = "", note or translate("CompareView", "No face")
        is_active = checkpoint is self._workspace.checkpoint
        words = [
            translate("CompareView", "reference")
            if len(self._compared.analysed) > 1 and checkpoint is self._compared.reference
            else "",
            translate("CompareView", "active") if is_active else "",
            _score_words(display),
            "" if alone or self._pictures.view.scale == "shared" else _scale_words(display),
        ]
        table = SIGNED_NAME if self._pictures.view.quantity == "signed_points" else self._workspace.view.colormap
        return Shown(look.name, look, display, table, " · ".join(filter(None, words)), note, message, is_active)

    def _difference(self, checkpoint: LoadedCheckpoint) -> Shown:
        """A checkpoint's signed evidence less the reference's."""
        look, place = self._look(checkpoint), self._place(checkpoint)
        reference = self._compared.reference
        title = look.name if reference is None else f"{look.name} − {self._look(reference).name}"
        pictures = self._pictures
        display, message = None, ""
        if place is not None and place < len(pictures.differences):
            display = pictures.differences[place]
            if display is None and pictures.view.differences:
                message = in_own_words(pictures.refusals[place]) or translate(
                    "CompareView", "Not explained in both, or no face"
                )
        if pictures.view.quantity != "signed_points":
            display, message = None, NO_DIFFERENCE
        if display is not None and display.face is None:
            message = in_own_words(display.note or "") or translate("CompareView", "No face")
        words = self._score_difference(place)
        note = "" if display is None else in_own_words(display.note or "")
        return Shown(
            title, look, display, SIGNED_NAME, words, "" if message else note, message[:1].upper() + message[1:]
        )

    def _score_difference(self, place: int | None) -> str:
        """The score under the playhead less the reference's."""
        displays, reference = self._pictures.displays, self._pictures.view.reference
        if place is None or max(place, reference) >= len(displays):
            return ""
        a, b = displays[reference].score, displays[place].score
        if a is None or b is None:
            return ""
        return translate("CompareView", "score {difference} points").format(difference=format_difference(b - a))

    def _look(self, checkpoint: LoadedCheckpoint) -> Look:
        return self._workspace.looks.of(checkpoint)

    def _place(self, checkpoint: LoadedCheckpoint) -> int | None:
        """Where its pictures stand among those of all; None where it is not analysed."""
        return next((i for i, one in enumerate(self._compared.analysed) if one is checkpoint), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground between the panes."""
        QPainter(self).fillRect(event.rect(), QColor(theme.current().background))


def _score_words(display: DisplayFrame | None) -> str:
    if display is None or display.score is None:
        return ""
    return translate("CompareView", "score {score} {severity}").format(
        score=format_score(display.score), severity=translate("Core", severity(display.score).label)
    )


def _scale_words(display: DisplayFrame | None) -> str:
    return (
        ""
        if display is None or display.limits is None
        else translate("CompareView", "scale {limits}").format(limits=limits_words(display.limits))
    )


def _box(name: str, choices: Mapping[Any, tuple[str, str]], *keys: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for value, (text, tip) in choices.items():
        box.addItem(text, value)
        box.setItemData(box.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
    box.currentIndexChanged.connect(
        lambda i: set_key_tip(box, box.itemData(i, Qt.ItemDataRole.ToolTipRole) or "", *keys)
    )
    return box
