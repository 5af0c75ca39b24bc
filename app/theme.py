"""Colours, fonts and the style sheet of the window: one palette for dark (faces), one for light (print-like work)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from app.style_sheet import style_sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ThemeMode = Literal["dark", "light", "system"]


@dataclass(frozen=True)
class Palette:
    """Colours of the interface as hex strings; those that carry data (severity, signs) keep their hue."""

    background: str
    surface: str
    surface_raised: str
    border: str
    text: str
    text_muted: str
    accent: str
    accent_text: str
    warning: str
    error: str
    ok: str
    pane_background: str
    severity: tuple[str, str, str, str]
    positive: str
    negative: str
    playhead: str
    face_found: str
    face_held: str
    face_none: str
    grid: str
    is_dark: bool = True


DARK = Palette(
    background="#0e1014",
    surface="#14171c",
    surface_raised="#1d2128",
    border="#2a2f38",
    text="#e9ebef",
    text_muted="#929aa7",
    accent="#4cb8a9",
    accent_text="#06120f",
    warning="#e2ad5b",
    error="#e8747c",
    ok="#6fbf8e",
    pane_background="#08090b",
    severity=("#3e385c", "#5d5091", "#8875c8", "#bcacf4"),
    positive="#e58a2b",
    negative="#4f9ade",
    playhead="#f7f8fa",
    face_found="#3f6f72",
    face_held="#a9834a",
    face_none="#cfc8bb",
    grid="#20242c",
    is_dark=True,
)
LIGHT = Palette(
    background="#f3f4f6",
    surface="#ffffff",
    surface_raised="#f7f8fa",
    border="#d7dbe2",
    text="#1a1d23",
    text_muted="#5c6573",
    accent="#11796c",
    accent_text="#ffffff",
    warning="#8f5a05",
    error="#b0323a",
    ok="#22734a",
    pane_background="#e7e9ed",
    severity=("#e2ddf3", "#baaee2", "#8875c4", "#543e94"),
    positive="#c46d10",
    negative="#2a74b8",
    playhead="#0f1216",
    face_found="#8dbdb8",
    face_held="#d6b272",
    face_none="#4b515b",
    grid="#e5e8ed",
    is_dark=False,
)

_TEXT_FAMILIES = (
    "Inter",
    "Segoe UI",
    "SF Pro Text",
    "Helvetica Neue",
    "Noto Sans",
    "Cantarell",
    "Ubuntu",
    "DejaVu Sans",
)
_CHINESE_FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei")
_FIGURE_FAMILIES = (
    "JetBrains Mono",
    "Cascadia Mono",
    "SF Mono",
    "Menlo",
    "Noto Sans Mono",
    "DejaVu Sans Mono",
    "Consolas",
)
TEXT_POINTS = 10
_current = DARK


def current() -> Palette:
    """The palette in use."""
    return _current


def use(palette: Palette) -> None:
    """Choose a palette without touching the application; ``apply`` does both."""
    global _current
    _current = palette


def resolve(mode: ThemeMode) -> Palette:
    """The palette for a wish; ``system`` asks the desktop, and is dark where the desktop does not say."""
    if mode == "system":
        scheme = QGuiApplication.styleHints().colorScheme()
        return LIGHT if scheme == Qt.ColorScheme.Light else DARK
    return DARK if mode == "dark" else LIGHT


def apply(app: QApplication, mode: ThemeMode = "dark") -> Palette:
    """Dress the whole application. Widgets that paint by themselves get a palette change event and ask ``current``."""
    palette = resolve(mode)
    use(palette)
    app.setStyle("Fusion")
    _ensure_fonts()
    app.setFont(text_font())
    app.setPalette(_qt_palette(palette))
    app.setStyleSheet(style_sheet(colours(palette), palette.is_dark, '", "'.join(figures_font().families())))
    return palette


def colours(palette: Palette) -> dict[str, str]:
    """Every single colour by its name."""
    return {field.name: value for field in fields(palette) if isinstance(value := getattr(palette, field.name), str)}


def text_font(points: float = TEXT_POINTS) -> QFont:
    """The font of words."""
    font = QFont([_first_installed(_TEXT_FAMILIES, QFontDatabase.SystemFont.GeneralFont), *_chinese_families()])
    font.setPointSizeF(points)
    return font


def figures_font(points: float = TEXT_POINTS) -> QFont:
    """The fixed-width font of numbers, so that they do not dance while they change."""
    font = QFont([_first_installed(_FIGURE_FAMILIES, QFontDatabase.SystemFont.FixedFont), *_chinese_families()])
    font.setPointSizeF(points)
    return font


def has_chinese_font() -> bool:
    """Whether an installed font has Chinese characters: Qt takes them from it where the window's own font has none."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))


@cache
def _chinese_families() -> tuple[str, ...]:
    """Named, as what Qt takes by itself may be bold, or in the forms of another script."""
    installed = set(QFontDatabase.families())
    return tuple(name for name in _CHINESE_FAMILIES if name in installed)


@cache
def _first_installed(families: tuple[str, ...], system: QFontDatabase.SystemFont) -> str:
    installed = set(QFontDatabase.families())
    return next((name for name in families if name in installed), QFontDatabase.systemFont(system).family())


def _ensure_fonts() -> None:
    """A machine without any font (a bare container) shows boxes: take the ones that come with matplotlib."""
    if QFontDatabase.families():
        return
    # A third of a second, on bare machines only.
    from matplotlib import get_data_path

    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf"):
        QFontDatabase.addApplicationFont(f"{get_data_path()}/fonts/ttf/{name}")


def _qt_palette(palette: Palette) -> QPalette:
    result = QPalette()
    role = QPalette.ColorRole
    for target, colour in {
        role.Window: palette.background,
        role.WindowText: palette.text,
        role.Base: palette.surface,
        role.AlternateBase: palette.surface_raised,
        role.Text: palette.text,
        role.PlaceholderText: palette.text_muted,
        role.Button: palette.surface_raised,
        role.ButtonText: palette.text,
        role.BrightText: palette.error,
        role.ToolTipBase: palette.surface_raised,
        role.ToolTipText: palette.text,
        role.Highlight: palette.accent,
        role.HighlightedText: palette.accent_text,
        role.Link: palette.accent,
        role.Mid: palette.border,
        role.Dark: palette.background,
        role.Light: palette.surface_raised,
    }.items():
        result.setColor(target, QColor(colour))
    muted = QColor(palette.text_muted)
    muted.setAlphaF(0.55)
    for target in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, target, muted)
    return result
