"""Mouse and keys on a real canvas, as Qt delivers them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

Pixel = tuple[int, int]


class Mouse:
    """A user's hand over the viewport of a canvas."""

    def __init__(self, canvas: Any) -> None:
        from qgis.PyQt.QtCore import Qt

        self.canvas, self._qt = canvas, Qt

    def move(self, at: Pixel, held: bool = False) -> None:
        """Move there; ``held``: with the left button down."""
        from qgis.PyQt.QtCore import QEvent, QPointF
        from qgis.PyQt.QtGui import QMouseEvent
        from qgis.PyQt.QtWidgets import QApplication

        buttons = self._qt.MouseButton
        pressed = buttons.LeftButton if held else buttons.NoButton
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(*at), buttons.NoButton, pressed, self._qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(self.canvas.viewport(), event)

    def press(self, at: Pixel) -> None:
        self._button("mousePress", at)

    def release(self, at: Pixel) -> None:
        self._button("mouseRelease", at)

    def click(self, at: Pixel, right: bool = False) -> None:
        """Move there and click."""
        self.move(at)
        self._button("mouseClick", at, right)

    def double_click(self, at: Pixel) -> None:
        """As Qt delivers it: a click, then a double click with its release."""
        self.click(at)
        self._button("mouseDClick", at)

    def drag(self, places: Sequence[Pixel]) -> None:
        """Press at the first place, move over the others, release at the last."""
        self.press(places[0])
        for place in places[1:]:
            self.move(place, held=True)
        self.release(places[-1])

    def key(self, name: str) -> None:
        """A key, such as Backspace."""
        from qgis.PyQt.QtTest import QTest

        QTest.keyClick(self.canvas, getattr(self._qt.Key, f"Key_{name}"))

    def _button(self, what: str, at: Pixel, right: bool = False) -> None:
        from qgis.PyQt.QtCore import QPoint
        from qgis.PyQt.QtTest import QTest

        button = self._qt.MouseButton.RightButton if right else self._qt.MouseButton.LeftButton
        getattr(QTest, what)(self.canvas.viewport(), button, self._qt.KeyboardModifier.NoModifier, QPoint(*at))


def show_canvas(app: Any, canvas: Any, size: Pixel, crs: Any, extent: Any) -> None:
    """A canvas of some pixels on the screen, with a CRS and an extent as QGIS has them."""
    canvas.resize(*size)
    canvas.setDestinationCrs(crs)
    canvas.setExtent(extent)
    canvas.show()
    app.processEvents()


def settled(app: Any, happened: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let QGIS run on until something has happened."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "waited too long"
        app.processEvents()
        time.sleep(0.01)
    app.processEvents()
