"""How a document looks that Qt has read from Markdown: named sections, tables with lines, pictures that fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import (
    QBrush,
    QColor,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from .pages import section_name

CELL_PADDING = 4
LINK_IN_DARK = "#6fb1f5"
"""Where the text is light; themes forget links."""

LINES, STRIPES = 0.25, 0.07
"""How much of the text's colour there is in the lines of tables and behind code and the heads of tables."""

PictureSize = Callable[[str], QSize]


def lay_out(document: QTextDocument, palette: QPalette, width: int, size_of: PictureSize) -> dict[str, QSize]:
    """Give a document that was just read its look; returns the size of each picture by its link.

    ``width`` is that of the text in pixels, ``size_of`` tells a picture's own size; empty where there is none.
    """
    text = palette.color(QPalette.ColorRole.Text)
    line, stripe = (_mixed(palette, share) for share in (LINES, STRIPES))
    for table in _tables(document):
        _draw_lines(table, line, stripe)
    taken: set[str] = set()
    for block in _blocks(document):
        if block.blockFormat().headingLevel():
            _name(block, taken)
        if _is_code(block) and (block.text() or _is_code(block.next())):  # Qt ends code with an empty line
            _shade(block, stripe)
    link = QColor(LINK_IN_DARK) if text.lightness() > 127 else palette.color(QPalette.ColorRole.Link)
    sizes: dict[str, QSize] = {}
    for start, end, format_ in list(_fragments(document)):
        if format_.isImageFormat():
            name = format_.toImageFormat().name()
            sizes[name] = _fit(_cursor(document, start, end), width, size_of(name))
        elif format_.isAnchor() and format_.anchorHref():
            colour = QTextCharFormat()
            colour.setForeground(QBrush(link))
            _cursor(document, start, end).mergeCharFormat(colour)
    return sizes


def _tables(document: QTextDocument) -> list[QTextTable]:
    return [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _fragments(document: QTextDocument) -> Iterator[tuple[int, int, QTextCharFormat]]:
    """Start, end and format of every run of text of one format."""
    for block in _blocks(document):
        part = block.begin()
        while not part.atEnd():
            fragment = part.fragment()
            yield fragment.position(), fragment.position() + fragment.length(), fragment.charFormat()
            part += 1


def _cursor(document: QTextDocument, start: int, end: int) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _name(block: QTextBlock, taken: set[str]) -> None:
    """Make a heading the target of links; of several with one title the first has the plain name."""
    name = first = section_name(block.text())
    number = 0
    while name in taken:
        number += 1
        name = f"{first}-{number}"
    taken.add(name)
    anchor = QTextCharFormat()
    anchor.setAnchor(True)
    anchor.setAnchorNames([name])
    cursor = QTextCursor(block)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    cursor.mergeCharFormat(anchor)


def _is_code(block: QTextBlock) -> bool:
    return block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeLanguage)


def _shade(block: QTextBlock, colour: QColor) -> None:
    shaded = QTextBlockFormat()
    shaded.setNonBreakableLines(True)
    shaded.setBackground(QBrush(colour))
    QTextCursor(block).mergeBlockFormat(shaded)


def _draw_lines(table: QTextTable, line: QColor, stripe: QColor) -> None:
    look = table.format()
    look.setBorder(1)
    look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    look.setBorderBrush(QBrush(line))
    look.setBorderCollapse(True)
    look.setCellPadding(CELL_PADDING)
    look.setCellSpacing(0)
    look.setColumnWidthConstraints([QTextLength()] * table.columns())
    table.setFormat(look)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        head = cell.format()
        head.setBackground(QBrush(stripe))
        cell.setFormat(head)


def _fit(picture: QTextCursor, width: int, size: QSize) -> QSize:
    """Make a selected picture as wide as its column at most; tables with pictures share the width evenly."""
    table = picture.currentTable()
    if table is not None:
        width = (width - 2) // table.columns() - 2 * CELL_PADDING - 2
    if size.width() > width:
        size = size.scaled(QSize(max(width, 1), size.height()), Qt.AspectRatioMode.KeepAspectRatio)
    if not size.isEmpty():
        look = picture.charFormat().toImageFormat()
        look.setWidth(size.width())
        look.setHeight(size.height())
        picture.setCharFormat(look)
    return size


def _mixed(palette: QPalette, share: float) -> QColor:
    """The background with a share of the text's colour."""
    text, base = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    mixed = (round(share * a + (1 - share) * b) for a, b in zip(text.getRgb()[:3], base.getRgb()[:3]))
    return QColor(*mixed)
