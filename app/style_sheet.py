"""The style sheet: spacing, borders and focus rings. Colours come from the palette by name.

Dynamic properties choose a look: ``role`` of labels (heading, muted, title, figures, score), ``primary``, ``flat``,
``chip`` and ``item`` of buttons, ``card``, ``line``, ``drop`` and ``banner`` of frames.
"""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

RESOURCES = Path(__file__).parent / "resources"

_SHEET = Template(
    """
* { outline: none; }
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[ground="true"] { background: $background; }
QMainWindow::separator { background: $border; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QWidget[panel="true"] { background: $surface; }
QToolTip { background: $surface_raised; color: $text; border: 1px solid $border; padding: 5px 7px; }

QLabel { background: transparent; }
QLabel[role="heading"] { color: $text_muted; font-size: 8.5pt; font-weight: 600; letter-spacing: 1px; }
QLabel[role="muted"] { color: $text_muted; }
QLabel[role="small"] { color: $text_muted; font-size: 9pt; }
QLabel[role="title"] { font-size: 12pt; font-weight: 600; }
QLabel[role="display"] { font-size: 22pt; font-weight: 600; }
QLabel[role="lead"] { font-size: 11pt; color: $text_muted; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="figures"] { font-family: "$figures"; }
QLabel[role="small figures"] { font-family: "$figures"; color: $text_muted; font-size: 9pt; }
QLabel[role="score"] { font-size: 40pt; font-weight: 600; }
QLabel[role="warning"] { color: $warning; }
QLabel[role="badge"] {
    color: $warning; border: 1px solid $warning; border-radius: 4px; padding: 0 5px; font-size: 8.5pt;
}
QLabel[role="key"] {
    font-family: "$figures"; font-size: 9pt; background: $surface_raised; border: 1px solid $border; border-radius: 4px;
    padding: 2px 6px;
}

QMenuBar { background: $surface; padding: 2px 6px; }
QMenuBar::item { background: transparent; padding: 4px 9px; border-radius: 4px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $surface_raised; }
QMenu { background: $surface_raised; border: 1px solid $border; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent; color: $accent_text; }
QMenu::item:disabled { color: $text_muted; background: transparent; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { width: 14px; height: 14px; padding-left: 6px; }
QMenu::indicator:checked { image: url("$resources/tick-$variant.svg"); }
QMenu::indicator:checked:selected { image: url("$resources/tick-on-accent-$variant.svg"); }

QToolBar { background: $surface; border: 0; border-bottom: 1px solid $border; padding: 7px 10px; spacing: 6px; }
QToolBar::separator { background: $border; width: 1px; margin: 4px 8px; }

QPushButton, QToolButton {
    background: $surface_raised; border: 1px solid $border; border-radius: 6px; padding: 5px 12px; min-height: 18px;
}
QPushButton:hover, QToolButton:hover { border-color: $text_muted; }
QPushButton:pressed, QToolButton:pressed { background: $border; }
QPushButton:focus, QToolButton:focus { border: 1px solid $accent; background: $surface_raised; }
QPushButton:disabled, QToolButton:disabled { color: $text_muted; background: transparent; border-color: $border; }
QPushButton[primary="true"], QToolButton[primary="true"] {
    background: $accent; border-color: $accent; color: $accent_text; font-weight: 600;
}
QPushButton[primary="true"]:hover, QToolButton[primary="true"]:hover { border-color: $text; }
QPushButton[primary="true"]:focus, QToolButton[primary="true"]:focus { border: 2px solid $text; padding: 4px 11px; }
QPushButton[primary="true"]:disabled { background: transparent; color: $text_muted; border-color: $border; }
QPushButton[flat="true"], QToolButton[flat="true"] { background: transparent; border-color: transparent; }
QPushButton[flat="true"]:hover, QToolButton[flat="true"]:hover { background: $surface_raised; }
QPushButton[flat="true"]:focus, QToolButton[flat="true"]:focus { border-color: $accent; }
QPushButton[chip="true"] {
    background: transparent; color: $text_muted; border: 1px solid $border; border-radius: 6px; padding: 4px 9px;
}
QPushButton[chip="true"][small="true"] { padding: 1px 6px; font-size: 9pt; min-height: 16px; }
QPushButton[flat="true"][small="true"] { padding: 0 4px; font-size: 9pt; min-height: 16px; color: $accent; }
QPushButton[chip="true"]:hover { color: $text; border-color: $text_muted; }
QPushButton[chip="true"]:checked { background: $chip; color: $accent; border-color: $accent; }
QPushButton[chip="true"]:focus { border: 1px solid $text; }
QToolButton::menu-indicator { image: none; }

QComboBox, QLineEdit, QSpinBox, QDoubleSpinBox {
    background: $surface_raised; border: 1px solid $border; border-radius: 6px; padding: 4px 9px; min-height: 18px;
    selection-background-color: $accent; selection-color: $accent_text;
}
QPlainTextEdit {
    background: $surface_raised; border: 1px solid $border; border-radius: 6px; padding: 2px 5px;
    selection-background-color: $accent; selection-color: $accent_text;
}
QPlainTextEdit:focus { border: 1px solid $accent; }
QComboBox { padding-right: 22px; }
QComboBox:hover, QLineEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover { border-color: $text_muted; }
QComboBox:focus, QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus { border: 1px solid $accent; }
QComboBox:disabled, QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled {
    color: $text_muted; background: transparent;
}
QComboBox::drop-down { border: 0; width: 20px; }
QComboBox::down-arrow { image: url("$resources/chevron-$variant.svg"); width: 10px; height: 10px; }
QComboBox QAbstractItemView {
    background: $surface_raised; border: 1px solid $border; padding: 4px; selection-background-color: $accent;
    selection-color: $accent_text;
}
QSpinBox QLineEdit, QDoubleSpinBox QLineEdit { border: 0; background: transparent; padding: 0 0 0 4px; min-height: 0; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
    border: 0; width: 16px; background: transparent;
}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {
    image: url("$resources/chevron-up-$variant.svg"); width: 8px; height: 8px;
}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
    image: url("$resources/chevron-$variant.svg"); width: 8px; height: 8px;
}

QCheckBox, QRadioButton { spacing: 8px; padding: 3px 2px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; border: 1px solid $text_muted; background: $surface;
}
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$resources/tick-on-accent-$variant.svg");
}
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; background: $accent_text; }

QSlider::groove:horizontal { height: 4px; background: $border; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: $text; }
QSlider::sub-page:horizontal:disabled { background: $border; }
QSlider::handle:horizontal:disabled { background: $text_muted; }
QSlider::handle:horizontal:focus { background: $accent; border: 2px solid $text; width: 10px; height: 10px; }

QProgressBar { background: $border; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QTabWidget::pane { border: 0; border-top: 1px solid $border; background: $surface; }
QTabBar { background: $surface; }
QTabBar::tab { background: transparent; color: $text_muted; padding: 9px 14px; border-bottom: 2px solid transparent; }
QTabWidget[panel="true"] QTabBar::tab { padding: 9px 5px; font-size: 9pt; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { background: $surface_raised; }

QDockWidget { background: $surface; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { width: 10px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 10px; background: transparent; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $text_muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QFrame[card="true"] { background: $surface_raised; border: 1px solid $border; border-radius: 8px; }
QFrame[line="true"] { background: $border; border: 0; max-height: 1px; min-height: 1px; }
QFrame[drop="true"] { background: $surface; border: 2px dashed $border; border-radius: 12px; }
QFrame[drop="true"]:hover, QFrame[drop="true"]:focus { border-color: $accent; }
QFrame[drop="true"][over="true"] { border-color: $accent; background: $chip; }
QFrame[drop="true"][filled="true"] { border-style: solid; border-color: $accent; }
QFrame[banner="true"] {
    background: $surface_raised; border: 1px solid $border; border-left: 4px solid $text_muted; border-radius: 6px;
}
QFrame[banner="true"][kind="error"] { border-left-color: $error; }
QFrame[banner="true"][kind="warning"] { border-left-color: $warning; }
QFrame[banner="true"][kind="info"] { border-left-color: $accent; }

QPushButton[item="true"] {
    background: transparent; border: 1px solid transparent; border-radius: 8px; padding: 0; min-height: 0;
}
QPushButton[item="true"]:hover { background: $surface_raised; }
QPushButton[item="true"]:checked { background: $surface_raised; border-color: $border; }
QPushButton[item="true"]:focus { border-color: $accent; }

QPushButton[trust="true"] {
    background: transparent; color: $text_muted; border: 1px solid transparent; border-radius: 4px; padding: 0 3px;
    font-size: 9pt; text-align: left; min-height: 16px;
}
QPushButton[trust="true"]:hover { color: $text; border-color: $border; }
QPushButton[trust="true"]:focus { color: $text; border-color: $accent; }

QStatusBar { background: $surface; border-top: 1px solid $border; }
QStatusBar::item { border: 0; }
QStatusBar QPushButton { padding: 1px 10px; min-height: 16px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $border; }
QTableView, QTreeView, QListView { background: $surface; border: 1px solid $border; gridline-color: $border; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {
    background: $accent; color: $accent_text;
}
QListView::item { padding: 2px 3px; }
QTreeView::item { padding: 3px 4px; }
QTreeView::item:disabled { color: $text_muted; }
QHeaderView::section { background: $surface_raised; border: 0; padding: 5px; }
"""
)


def style_sheet(colours: Mapping[str, str], is_dark: bool, figures_family: str) -> str:
    """Fill in a palette.

    Args:
        colours: palette field → hex string.
        is_dark: which variant of the small pictures is used.
        figures_family: family of the fixed-width font.
    """
    chip = blended(colours["accent"], colours["surface"], 0.14)
    return _SHEET.substitute(
        colours,
        figures=figures_family,
        chip=chip,
        resources=RESOURCES.as_posix(),
        variant="dark" if is_dark else "light",
    )


def blended(colour: str, ground: str, share: float) -> str:
    """A colour laid thinly over another, both as #rrggbb."""
    pairs = ((int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(over * share + under * (1 - share)):02x}" for over, under in pairs)
