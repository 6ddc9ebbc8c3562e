"""The list of orders on the disk: SQLite in QGIS's profile, one row per order.

Several windows of QGIS may share a profile. Each holds a lock as long as it lives, so that the orders of a window that
was closed or killed in the middle of a run are known, and only those.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QLockFile, QObject, pyqtSignal

from .records import OrderRecord, Status
from .values import without_secrets

_TABLE = """
CREATE TABLE IF NOT EXISTS orders (
    identifier INTEGER PRIMARY KEY AUTOINCREMENT,
    algorithm TEXT NOT NULL,
    name TEXT NOT NULL,
    parameters TEXT NOT NULL,
    folder TEXT NOT NULL,
    created TEXT NOT NULL,
    status TEXT NOT NULL,
    message TEXT NOT NULL,
    size INTEGER NOT NULL,
    repeats INTEGER NOT NULL,
    results TEXT NOT NULL,
    owner TEXT NOT NULL
)
"""
_COLUMNS = "algorithm, name, parameters, folder, created, status, message, size, repeats, results"
_ADD = f"INSERT INTO orders ({_COLUMNS}, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  # constants only
_UPDATE = (
    "UPDATE orders SET algorithm = ?, name = ?, parameters = ?, folder = ?, created = ?, status = ?, message = ?, "
    "size = ?, repeats = ?, results = ?, owner = ? WHERE identifier = ?"
)
_SELECT = f"SELECT identifier, {_COLUMNS} FROM orders"  # noqa: S608  # constants only
_PATIENCE = 10.0  # seconds that a write waits for another window


class OrderStore(QObject):
    """Orders by number. Whatever is changed is on the disk when the method returns."""

    changed = pyqtSignal()

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._owner = f"{path.stem}-{uuid.uuid4().hex}.lock"
        self._lock = QLockFile(str(path.parent / self._owner))
        self._lock.setStaleLockTime(0)  # only the end of its process makes a lock stale
        self._lock.tryLock(0)
        with self._opened() as database:
            database.execute(_TABLE)
        self._stop_abandoned()

    def close(self) -> None:
        """Let go of the lock; what runs is then an abandoned order."""
        self._lock.unlock()

    def orders(self) -> list[OrderRecord]:
        """All orders, newest first."""
        with self._opened() as database:
            return [_record(row) for row in database.execute(_SELECT + " ORDER BY identifier DESC")]

    def order(self, identifier: int) -> OrderRecord | None:
        """One order; None where it was deleted."""
        with self._opened() as database:
            row = database.execute(_SELECT + " WHERE identifier = ?", (identifier,)).fetchone()
        return _record(row) if row else None

    def add(self, record: OrderRecord) -> OrderRecord:
        """Store a new order; returns it with its number."""
        with self._opened() as database:
            number = database.execute(_ADD, self._row(record)).lastrowid
        self.changed.emit()
        return record.with_changes(identifier=int(number or 0))

    def update(self, record: OrderRecord) -> None:
        """Store what has changed of an order."""
        with self._opened() as database:
            database.execute(_UPDATE, (*self._row(record), record.identifier))
        self.changed.emit()

    def remove(self, identifier: int) -> None:
        """Forget an order; its files are another matter."""
        with self._opened() as database:
            database.execute("DELETE FROM orders WHERE identifier = ?", (identifier,))
        self.changed.emit()

    def _stop_abandoned(self) -> None:
        """Orders that were waiting or running in a window that is gone have stopped; its lock goes too."""
        open_ones = [status.value for status in Status if status.is_open]
        with self._opened() as database:
            rows = database.execute("SELECT identifier, owner FROM orders WHERE status IN (?, ?)", open_ones)
            gone = [(Status.STOPPED.value, number) for number, owner in rows.fetchall() if self._is_gone(owner)]
            database.executemany("UPDATE orders SET status = ? WHERE identifier = ?", gone)
        for lock in self.path.parent.glob(f"{self.path.stem}-*.lock"):
            self._is_gone(lock.name)

    def _is_gone(self, owner: str) -> bool:
        """Whether a window holds its lock no more; taking and releasing it removes its file."""
        if owner == self._owner:
            return False
        lock = QLockFile(str(self.path.parent / owner))
        lock.setStaleLockTime(0)
        return lock.tryLock(0)  # released again with this object

    def _row(self, record: OrderRecord) -> tuple[Any, ...]:
        return (
            record.algorithm,
            record.name,
            json.dumps(without_secrets(record.parameters)),
            record.folder,
            record.created.isoformat(),
            record.status.value,
            record.message,
            record.size,
            int(record.repeats),
            json.dumps(record.results),
            self._owner,
        )

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own per use: nothing is lost when QGIS is killed, and no thread holds another's."""
        database = sqlite3.connect(self.path, timeout=_PATIENCE)
        try:
            with database:
                yield database
        finally:
            database.close()


def _record(row: tuple[Any, ...]) -> OrderRecord:
    identifier, algorithm, name, parameters, folder, created, status, message, size, repeats, results = row
    return OrderRecord(
        algorithm=algorithm,
        name=name,
        parameters=json.loads(parameters),
        folder=folder,
        created=datetime.fromisoformat(created),
        status=Status(status),
        message=message,
        size=size,
        repeats=bool(repeats),
        results=json.loads(results),
        identifier=identifier,
    )
