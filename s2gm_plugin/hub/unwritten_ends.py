"""How orders ended while their list could not be written, until it can."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QObject, QTimer

from .store import OrderStore

PAUSES = (2, 5, 15, 60, 300)
"""Seconds before each further try; the last one is repeated for as long as the window is open."""


class UnwrittenEnds(QObject):
    """Writes ends of orders to the store, again and again where another process locks it."""

    def __init__(self, store: OrderStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._ends: dict[int, dict[str, Any]] = {}  # what is to be written, by the order's number
        self._tries = 0
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.write_again)

    def __len__(self) -> int:
        """How many orders wait to be written."""
        return len(self._ends)

    def write(self, identifier: int, **changes: Any) -> bool:
        """Store how an order ended; False where its list cannot be written now, which is then tried again."""
        self._ends[identifier] = changes
        self._tries = 0
        self.write_again()
        return identifier not in self._ends

    def forget(self, identifier: int) -> None:
        """An order that runs anew has no end; its old one is not to be written over that."""
        self._ends.pop(identifier, None)

    def write_again(self) -> None:
        """Try to write what is left."""
        self.timer.stop()
        for identifier in tuple(self._ends):
            changes = self._ends.pop(identifier)
            if not self._store.change(identifier, **changes):
                self._ends[identifier] = changes
                break  # the others would wait for the same lock
        if self._ends:
            pause = PAUSES[min(self._tries, len(PAUSES) - 1)]
            self._tries += 1
            self.timer.start(1000 * pause)

    def shut(self) -> None:
        """Try once more, before the window goes; what cannot be written even now has stopped at the next start."""
        self.write_again()
        self.timer.stop()
