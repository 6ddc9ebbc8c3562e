"""The text of one page of the documents, anew for each width and theme."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QEvent, QSize, Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QImage, QImageReader, QResizeEvent
from qgis.PyQt.QtWidgets import QTextBrowser, QWidget

from .layout import lay_out
from .pages import Place, document_file

SETTLES = 150  # milliseconds after the last change of the width


class PageBrowser(QTextBrowser):
    """Shows pages; what a click on a link does is its owner's. Pictures are those below the documents' folder only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self._place = Place("")
        self._text = ""
        self._sizes: dict[str, QSize] = {}  # of pictures as they are shown, by their links
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLES)
        self._timer.timeout.connect(self._draw_again)

    def show_page(self, place: Place, file: Path) -> None:
        """Show a page at one of its sections. Raises `OSError` where its file cannot be read."""
        self._text = file.read_text(encoding="utf-8", errors="replace")
        if file.suffix != ".md":
            self._text = "\n".join(f"    {line}" for line in self._text.splitlines())  # as code
        self._place = place
        self._draw()
        if place.section:
            self.scrollToAnchor(place.section)

    def has_section(self, section: str) -> bool:
        """Whether the page that is shown has a section of that name."""
        block = self.document().begin()
        while block.isValid():
            if section in block.begin().fragment().charFormat().anchorNames():
                return True
            block = block.next()
        return False

    def loadResource(self, kind: int, name: QUrl) -> Any:
        """A picture in the size in which it is shown, when Qt draws it first; nothing for all else."""
        file = self._picture(name.toString())
        if file is None:
            return None
        picture, size = QImage(str(file)), self._sizes.get(name.toString())
        if size is None or picture.isNull():
            return picture
        ratio = self.devicePixelRatioF()
        picture = picture.scaled(
            size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        picture.setDevicePixelRatio(ratio)
        return picture

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Another width, other pictures."""
        super().resizeEvent(event)
        self._timer.start()

    def changeEvent(self, event: QEvent | None) -> None:
        """Another theme, other colours."""
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._timer.start()

    def _draw_again(self) -> None:
        """The same part of the page stays in sight."""
        bar = self.verticalScrollBar()
        share = bar.value() / max(bar.maximum(), 1)
        self._draw()
        bar.setValue(round(share * bar.maximum()))

    def _draw(self) -> None:
        self._sizes = {}
        self.clear()
        if not hasattr(self, "setMarkdown"):  # Qt before 5.14
            self.setPlainText(self._text)
            return
        self.setMarkdown(self._text)
        document = self.document()
        width = self.viewport().width() - 2 * round(document.documentMargin())
        self._sizes = lay_out(document, self.palette(), width, self._size_of)

    def _size_of(self, link: str) -> QSize:
        file = self._picture(link)
        return QImageReader(str(file)).size() if file is not None else QSize()

    def _picture(self, link: str) -> Path | None:
        return document_file(self._place.linked(link).page)
