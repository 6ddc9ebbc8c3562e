"""Says when a new day has begun, since periods become complete while QGIS is open."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from .periods import today

EVERY = 3_600_000
"""Milliseconds between two looks at the clock: a timer for midnight would not survive that the computer sleeps."""


class DayWatch(QObject):
    """Looks every hour, and whenever ``look`` is called."""

    looked = pyqtSignal()
    dayChanged = pyqtSignal()  # before ``looked``, in UTC

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._day = today()
        self.timer = QTimer(self)
        self.timer.setInterval(EVERY)
        self.timer.timeout.connect(self.look)
        self.timer.start()

    def look(self) -> None:
        """Look at the clock now."""
        was, self._day = self._day, today()
        if was != self._day:
            self.dayChanged.emit()
        self.looked.emit()
