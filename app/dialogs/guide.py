"""The user guide, as it came with the program: read without a browser and without a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from app import theme
from app.dialogs.frame import Dialog
from app.guide_pages import FIRST_PAGE, PAGES, filled, guide_folder, title_of
from app.translation import translate

if TYPE_CHECKING:
    from app.actions import Actions

WIDTH_PX, HEIGHT_PX, CONTENTS_PX = 1120, 640, 260
MARGIN_PX = 18
_SOON_MS = 60
STYLE = """
a {{ color: {accent}; text-decoration: none; }}
h1 {{ font-size: 20pt; }} h2 {{ font-size: 14pt; margin-top: 22px; }} h3, h4 {{ font-size: 11pt; margin-top: 16px; }}
p, li {{ line-height: 130%; }}
pre {{ background-color: {raised}; font-family: "{figures}"; }}
code {{ font-family: "{figures}"; }}
table {{ border-collapse: collapse; margin-top: 8px; margin-bottom: 8px; }}
th, td {{ border: 1px solid {border}; padding: 5px 9px; }}
th {{ text-align: left; }}
"""


class GuidePage(QTextBrowser):
    """One page; pictures are as wide as there is room, and of the theme in use."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self.setAccessibleName(translate("GuideDialog", "Page of the guide"))
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)
        self.document().setDocumentMargin(MARGIN_PX)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._markdown = MarkdownIt("commonmark").enable("table")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # A page that is being laid out cannot be replaced.
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._show_again)
        self._dress()

    def open(self, page: str) -> None:
        """Show a page from its beginning."""
        self.setSource(QUrl.fromLocalFile(str(guide_folder() / f"{page}.md")), QTextDocument.ResourceType.HtmlResource)

    def _follow(self, url: QUrl) -> None:
        """Another page is shown here, anything else in the browser."""
        if url.isLocalFile() and Path(url.toLocalFile()).suffix == ".md":
            self.open(Path(url.toLocalFile()).stem)
        else:
            QDesktopServices.openUrl(url)

    def _dress(self) -> None:
        palette = theme.current()
        self.document().setDefaultStyleSheet(
            STYLE.format(
                accent=palette.accent,
                raised=palette.surface_raised,
                border=palette.border,
                figures=theme.figures_font().family(),
            )
        )

    @property
    def page(self) -> str:
        """Name of the page shown."""
        return Path(self.source().toLocalFile()).stem

    def loadResource(self, kind: int, url: QUrl | str) -> Any:
        """Pages with the program's own words in them, and pictures."""
        path = Path(self.source().resolved(QUrl(url)).toLocalFile())
        if path.suffix == ".md":
            text = self._markdown.render(filled(path.read_text(encoding="utf-8"), self._actions))
            # The room between lines is a share of their height, and a picture is a high line.
            return text.replace("<p><img", '<p style="line-height: 100%"><img')
        if path.suffix == ".webp":
            return self._picture(path)
        return super().loadResource(kind, url)

    def _picture(self, path: Path) -> QImage:
        mode = "dark" if theme.current().is_dark else "light"
        picture = QImage(str(path.with_stem(path.stem.rpartition("-")[0] + f"-{mode}")))
        ratio = self.devicePixelRatioF()
        room = round((self.viewport().width() - 2 * MARGIN_PX) * ratio)
        if picture.width() > room > 0:
            picture = picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
            picture.setDevicePixelRatio(ratio)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures, and stay at the place."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        """Take over the palette's colours and pictures."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_markdown"):
            self._dress()
            self._soon.start()

    def _show_again(self) -> None:
        if self.source().isEmpty():
            return
        bar = self.verticalScrollBar()
        place = bar.value() / max(bar.maximum(), 1)
        self.reload()
        bar.setValue(round(place * bar.maximum()))


class GuideDialog(Dialog):
    """Contents at the left, a page at the right; it stays open beside the window."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(translate("GuideDialog", "User guide"), "", parent, width_px=WIDTH_PX)
        self.setModal(False)
        self.contents = QListWidget()
        self.contents.setAccessibleName(translate("GuideDialog", "Contents of the guide"))
        self.contents.setFixedWidth(CONTENTS_PX)
        self.contents.setWordWrap(True)
        self.contents.setSpacing(3)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for page in (FIRST_PAGE, *PAGES):
            item = QListWidgetItem(title_of(page), self.contents)
            item.setData(Qt.ItemDataRole.UserRole, page)
        self.page = GuidePage(actions)
        self.page.setMinimumHeight(HEIGHT_PX)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.contents)
        row.addWidget(self.page, 1)
        self.column.addLayout(row, 1)
        self.add_close()
        self.contents.currentItemChanged.connect(self._open_chosen)
        self.page.sourceChanged.connect(self._choose_shown)
        self.contents.setCurrentRow(0)

    def _open_chosen(self, item: QListWidgetItem) -> None:
        self.page.open(str(item.data(Qt.ItemDataRole.UserRole)))

    def _choose_shown(self, url: QUrl) -> None:
        """A link was followed."""
        with QSignalBlocker(self.contents):
            self.contents.setCurrentRow((FIRST_PAGE, *PAGES).index(Path(url.toLocalFile()).stem))
