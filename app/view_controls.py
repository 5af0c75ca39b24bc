"""How the map is shown: quantity, colour scale, cells, opacity, guided map, landmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDoubleValidator, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSlider, QWidget

from app.controls import Column, Segmented, heading, label, labelled, line
from app.key_tips import set_key_tip
from app.translation import translate
from stadrn_core.colours import SEQUENTIAL_NAMES, colour_table
from stadrn_core.view import QUANTITY_LABELS, QUANTITY_UNITS

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.workspace import Workspace
    from stadrn_core.view import ViewSettings

Control = TypeVar("Control", bound=QWidget)
_PAPERS_MAP = translate(
    "ViewControls",
    """
How far it can be believed: for the demo's network, which learned from synthetic faces, in recordings of
other people with one kind of action, Grad-CAM++ had its maximum where the face moved at 33 % (brow),
25 % (lids) and 79 % (mouth corners) of the moments; its mean over all recordings, which knows nothing
of the face, at 0, 0 and 88 %. Gradient × contrast with a face at rest (Analysis → Other methods) had it there
at 81, 90 and 92 %. Other networks may differ (resources/checkpoints/README.md).""",
)
QUANTITY_TIPS = {
    "weighted": translate(
        "ViewControls", "Grad-CAM++ times the score, as in the paper (eq. 18): stronger where the score is higher"
    )
    + _PAPERS_MAP,
    "unweighted": translate("ViewControls", "Grad-CAM++ without the score: where the evidence lies, whatever the score")
    + _PAPERS_MAP,
    "gradcam": translate("ViewControls", "Grad-CAM, for comparison"),
    "signed": translate(
        "ViewControls",
        "What each place adds to the raw score or takes from it, in BDI-II points (last stage, not in MDN)",
    ),
}
SCALE_LABELS = {
    "recording": translate("ViewControls", "Recording"),
    "clip": translate("ViewControls", "Clip"),
    "frame": translate("ViewControls", "Frame"),
    "manual": translate("ViewControls", "Manual"),
}
SCALE_TIPS = {
    "recording": translate("ViewControls", "One scale for the whole recording: frames can be compared"),
    "clip": translate("ViewControls", "One scale for each clip"),
    "frame": translate("ViewControls", "Each frame has its own scale: frames cannot be compared"),
    "manual": translate("ViewControls", "Limits of your own"),
}
SATURATION_LABELS = {"0.1": "10 %", "0.25": "25 %", "0.5": "50 %", "1": "100 %"}
COLOURMAP_LABELS = {
    "inferno": translate("ViewControls", "Inferno"),
    "cividis": translate("ViewControls", "Cividis"),
    "viridis": translate("ViewControls", "Viridis"),
    "jet": translate("ViewControls", "Jet (as in the paper)"),
}


class ViewControls(Column):
    """The inspector's tab of the same name."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(spacing=12)
        self._workspace = workspace
        self._make_controls()
        limits = QWidget()
        row = QHBoxLayout(limits)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.low)
        row.addWidget(label(translate("ViewControls", "to"), "muted"))
        row.addWidget(self.high)
        self.limits_row = limits
        self.add(
            heading(translate("ViewControls", "Heatmap")),
            labelled(translate("ViewControls", "Quantity"), self.quantity),
            self.unit,
        )
        self.add(
            labelled(translate("ViewControls", "Colour scale over"), self.scale),
            self.limits_row,
            labelled(translate("ViewControls", "Colours"), self.colormap),
        )
        self.add(labelled(translate("ViewControls", "Opacity over the face"), self._opacity_row), line())
        self.add(
            heading(translate("ViewControls", "Cells")),
            labelled(translate("ViewControls", "Drawn"), self.cells),
            labelled(translate("ViewControls", "Placed"), self.placement),
            line(),
        )
        self.add(
            heading(translate("ViewControls", "Guided backpropagation")),
            labelled(translate("ViewControls", "Shows"), self.guided),
        )
        self.add(labelled(translate("ViewControls", "Colours end at, of the largest value"), self.saturation), line())
        self.add(heading(translate("ViewControls", "Face")), self.landmarks)
        self.finish()
        workspace.view_changed.connect(self.show_view)
        self.show_view(workspace.view)

    def _make_controls(self) -> None:
        change = self._workspace.set_view
        self.quantity = quantity_box(self._workspace)
        self.unit = label("", "small", wrap=True)
        self.scale = Segmented(translate("ViewControls", "Colour scale over"), SCALE_LABELS, SCALE_TIPS)
        self.scale.chosen.connect(lambda value: change(scale_mode=value))
        self.low, self.high = QLineEdit(), QLineEdit()
        for field, name in (
            (self.low, translate("ViewControls", "Lower limit")),
            (self.high, translate("ViewControls", "Upper limit")),
        ):
            field.setAccessibleName(name)
            field.setToolTip(translate("ViewControls", "{name} of the colour scale").format(name=name))
            field.setValidator(QDoubleValidator(field))
            field.editingFinished.connect(self._take_limits)
        self.colormap = QComboBox()
        for name in SEQUENTIAL_NAMES:
            self.colormap.addItem(swatch(name), COLOURMAP_LABELS[name], name)
        self.colormap.setIconSize(QSize(44, 12))
        self.colormap.activated.connect(lambda i: change(colormap=self.colormap.itemData(i)))
        self.colormap.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._opacity_row = QWidget()
        self.opacity = opacity_slider(self._workspace)
        self.opacity_text = label("", "figures")
        self.opacity_text.setMinimumWidth(44)
        self.opacity_text.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self._opacity_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.opacity)
        row.addWidget(self.opacity_text)
        self.cells = Segmented(
            translate("ViewControls", "Cells"),
            {"interpolated": translate("ViewControls", "Interpolated"), "native": translate("ViewControls", "Native")},
            {
                "interpolated": translate("ViewControls", "Linear between the centres of cells"),
                "native": translate("ViewControls", "Every cell as it is"),
            },
            command="native",
        )
        self.cells.chosen.connect(lambda value: change(cells=value))
        self.placement = Segmented(
            translate("ViewControls", "Placement of cells"),
            {
                "centred": translate("ViewControls", "At their centres"),
                "resize": translate("ViewControls", "Usual resize"),
            },
            {
                "centred": translate("ViewControls", "Where the network's strides put them"),
                "resize": translate(
                    "ViewControls",
                    "As other people's figures do; STA-DRN's maps shift by 15.5 px and 3.5 sampled frames",
                ),
            },
        )
        self.placement.chosen.connect(lambda value: change(placement=value))
        self.guided = Segmented(
            translate("ViewControls", "Guided map"),
            {"signed": translate("ViewControls", "Sign"), "magnitude": translate("ViewControls", "Magnitude")},
            {
                "signed": translate("ViewControls", "Cyan below 0, yellow above, around neutral"),
                "magnitude": translate("ViewControls", "Largest absolute value"),
            },
        )
        self.guided.chosen.connect(lambda value: change(guided_style=value))
        self.saturation = Segmented(
            translate("ViewControls", "Colours of the guided map end at"),
            SATURATION_LABELS,
            dict.fromkeys(
                SATURATION_LABELS,
                translate("ViewControls", "Share of the largest value at which the colours end; few pixels reach it"),
            ),
        )
        self.saturation.chosen.connect(lambda value: change(guided_saturation=float(value)))
        self.landmarks = QCheckBox(translate("ViewControls", "Show the 68 landmarks"))
        self.landmarks.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.landmarks.toggled.connect(lambda on: change(show_landmarks=on))

    def show_view(self, view: ViewSettings) -> None:
        """Show settings that were changed elsewhere."""
        self.unit.setText(
            translate("ViewControls", "Unit: {unit}").format(unit=translate("Core", QUANTITY_UNITS[view.quantity]))
        )
        self.scale.set_value(view.scale_mode)
        self.limits_row.setVisible(view.scale_mode == "manual")
        if view.manual_limits is not None:
            for field, value in zip((self.low, self.high), view.manual_limits, strict=True):
                if not field.hasFocus():
                    field.setText(f"{value:.6g}")
        self.colormap.setCurrentIndex(self.colormap.findData(view.colormap))
        self.colormap.setEnabled(view.quantity != "signed")
        self.opacity_text.setText(f"{view.opacity:.0%}")
        self.cells.set_value(view.cells)
        self.placement.set_value(view.placement)
        self.guided.set_value(view.guided_style)
        self.saturation.set_value(f"{view.guided_saturation:g}")
        self.landmarks.setChecked(view.show_landmarks)

    def _take_limits(self) -> None:
        try:
            low, high = float(self.low.text()), float(self.high.text())
        except ValueError:
            return
        if low < high:
            self._workspace.set_view(manual_limits=(low, high))


def quantity_box(workspace: Workspace) -> QComboBox:
    """A box of the quantities, bound to the view."""
    box = QComboBox()
    box.setAccessibleName(translate("ViewControls", "Quantity"))
    set_key_tip(
        box, translate("ViewControls", "What the heatmap shows; the key weights it by the score, or not"), "weighted"
    )
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for value, label_ in QUANTITY_LABELS.items():
        text = translate("Core", label_)
        box.addItem(text[:1].upper() + text[1:], value)
        box.setItemData(box.count() - 1, QUANTITY_TIPS[value], Qt.ItemDataRole.ToolTipRole)
    box.activated.connect(lambda i: workspace.set_view(quantity=box.itemData(i)))
    return _bound(box, workspace, lambda view: box.setCurrentIndex(box.findData(view.quantity)))


def scale_box(workspace: Workspace) -> QComboBox:
    """A box of the scale modes, bound to the view."""
    box = QComboBox()
    box.setAccessibleName(translate("ViewControls", "Colour scale over"))
    box.setToolTip(translate("ViewControls", "Over what the limits of the colour scale are taken"))
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for value, text in SCALE_LABELS.items():
        box.addItem(translate("ViewControls", "Scale: {text}").format(text=text.lower()), value)
        box.setItemData(box.count() - 1, SCALE_TIPS[value], Qt.ItemDataRole.ToolTipRole)
    box.activated.connect(lambda i: workspace.set_view(scale_mode=box.itemData(i)))
    return _bound(box, workspace, lambda view: box.setCurrentIndex(box.findData(view.scale_mode)))


def opacity_slider(workspace: Workspace) -> QSlider:
    """A slider of the overlay's opacity, bound to the view."""
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setAccessibleName(translate("ViewControls", "Opacity of the heatmap over the face"))
    set_key_tip(slider, translate("ViewControls", "Opacity of the heatmap over the face"), "more", "less")
    slider.setRange(0, 100)
    slider.setPageStep(10)
    slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    slider.valueChanged.connect(lambda percent: workspace.set_view(opacity=percent / 100))
    return _bound(slider, workspace, lambda view: slider.setValue(round(view.opacity * 100)))


def _bound(control: Control, workspace: Workspace, show: Callable[[ViewSettings], None]) -> Control:
    workspace.view_changed.connect(show)
    show(workspace.view)
    return control


def swatch(name: str) -> QIcon:
    """A colour map as a strip."""
    table = colour_table(name)
    image = QImage(table.tobytes(), 256, 1, 256 * 3, QImage.Format.Format_RGB888)
    return QIcon(QPixmap.fromImage(image.scaled(132, 36)))
