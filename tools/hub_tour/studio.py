"""The camera and what all rooms know: the window, its pages, the archive."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from in_window import guarded, pause
from qgis.core import QgsGeometry, QgsRectangle
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt, QTimer
from qgis.PyQt.QtGui import QCursor, QGuiApplication, QHelpEvent, QPixmap
from qgis.PyQt.QtWidgets import QApplication, QToolTip, QWidget
from qgis.utils import iface, plugins

Steps = Iterator[Callable[[], bool]]

PICTURES = os.environ["S2GM_PICTURES"]
SOURCE = os.environ["S2GM_SOURCE"]
START = date.fromisoformat(os.environ["S2GM_START"])
SHOWN_FOLDER = Path(SOURCE).parent.parent
WIDTH = int(os.environ.get("S2GM_HUB_WIDTH", "500"))
WHOLE_WIDTH = 720  # of pictures of all of QGIS
MARGIN = 6  # around parts
DIALOG_AFTER = 700  # milliseconds
SMALLEST = 0
"""Quality of PNG files: slow to write, small."""


def hub() -> Any:
    """The S2GM window."""
    return plugins["s2gm"].hub


def mosaic_page() -> Any:
    """Its page of mosaics."""
    return hub().order_pages["s2gm:temporalmosaic"]


def archive_box() -> QgsRectangle:
    """Where the archive lies, in degrees."""
    west, east, south, north = (float(one) for one in os.environ["S2GM_EXTENT"].split(","))
    return QgsRectangle(west, south, east, north)


def inner_area(share: float = 1.0) -> QgsGeometry:
    """The archive's extent, or a part of it around its middle."""
    box = archive_box()
    box.scale(share)
    return QgsGeometry.fromRect(box)


def settle() -> None:
    """Let Qt draw, with the costs that else come a moment later."""
    for page in hub().order_pages.values():
        page.cost.count()
    for _ in range(20):
        QCoreApplication.processEvents()


def scroll_to(scroll: Any, widget: QWidget, above: int = 40) -> None:
    """Show a widget at the top of a page that scrolls."""
    scroll.verticalScrollBar().setValue(widget.mapTo(scroll.widget(), QPoint(0, 0)).y() - above)
    settle()


def photograph(name: str, of: QWidget | None = None) -> None:
    """Save a picture of a window, the S2GM window where none is named."""
    settle()
    save((hub() if of is None else of).grab(), name)


def photograph_qgis(name: str) -> None:
    """A small picture of all of QGIS."""
    settle()
    save(iface.mainWindow().grab().scaledToWidth(WHOLE_WIDTH, Qt.TransformationMode.SmoothTransformation), name)


def photograph_part(name: str, *widgets: QWidget) -> None:
    """The part of QGIS's window in which widgets stand."""
    settle()
    window = iface.mainWindow()
    around = QRect()
    for widget in widgets:
        around = around.united(rect_in(window, widget))
    photograph_rect(name, around.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))


def photograph_rect(name: str, part: QRect) -> None:
    """A part of QGIS's window, in its pixels."""
    window = iface.mainWindow()
    settle()
    save(window.grab(part.intersected(window.rect())), name)


def rect_in(window: QWidget, widget: QWidget) -> QRect:
    """Where a widget stands in a window."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def photograph_tip(name: str, widget: QWidget) -> Steps:
    """The S2GM window with the tooltip of a widget, which is a window of its own: from the screen."""
    place = QPoint(widget.width() // 3, widget.height() // 2)
    at = widget.mapToGlobal(place)
    QCursor.setPos(at)

    def is_told() -> bool:
        """Ask for the tooltip; it is seen at the next look."""
        if not _tips():
            QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, at))
            return False
        return True

    yield pause(0.3)
    yield is_told
    part = QRect(hub().mapToGlobal(QPoint(0, 0)), hub().size()).united(_tips()[0].geometry())
    screen = QGuiApplication.primaryScreen()
    save(screen.grabWindow(0, part.x(), part.y(), part.width(), part.height()), name)
    QToolTip.hideText()


def _tips() -> list[QWidget]:
    """Qt's window of tooltips, while there is one."""
    return [one for one in QApplication.topLevelWidgets() if one.inherits("QTipLabel") and one.isVisible()]


def photograph_dialog(name: str, ask: Callable[[], Any]) -> Steps:
    """Have something asked, photograph the question and answer no."""
    seen: list[QWidget] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            raise RuntimeError(f"{name}: nothing was asked")
        save(dialog.grab(), name)
        seen.append(dialog)
        dialog.reject()

    QTimer.singleShot(DIALOG_AFTER, guarded(answer))
    ask()
    yield lambda: bool(seen)


def save(picture: QPixmap, name: str) -> None:
    """Write a picture; one of a single colour is none."""
    image = picture.toImage()
    some = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    if len(some) < 2 or not picture.save(f"{PICTURES}_{name}.png", "PNG", SMALLEST):
        raise RuntimeError(f"{name}: the picture is empty or cannot be written")
