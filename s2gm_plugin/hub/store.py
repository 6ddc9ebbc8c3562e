"""The list of orders on the disk: SQLite in QGIS's profile, one row per order.

Several windows of QGIS may share a profile. Each holds a lock as long as it lives, so that the orders of a window that
was closed or killed in the middle of a run are known, and only those. Nothing that is wrong with the file stops the
window: ``trouble`` and its signal say it in a sentence.
"""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from qgis.PyQt.QtCore import QLockFile, QObject, pyqtSignal

from ...processing_provider.translation import translate
from .records import OrderRecord, Status
from .store_rows import COLUMNS, columns_of, record_of_row
from .store_table import make_table, set_aside

PATIENCE = 1.0
"""Seconds that QGIS stands still at most while another window writes."""

_ORDERS = f"SELECT identifier, {', '.join(COLUMNS)}, owner FROM orders"  # noqa: S608  # constants only
_Answer = TypeVar("_Answer")


class OrderStore(QObject):
    """Orders by number. Whatever is changed is on the disk when the method returns, or ``troubled`` says why not."""

    changed = pyqtSignal()
    troubled = pyqtSignal(str)  # why the list could not be read or written

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.trouble = ""  # the last one
        self._is_ready = False
        self._tired_until = 0.0  # of waiting for another window, on the monotonic clock
        self._last: list[OrderRecord] = []  # as they were read
        self._owner = f"{path.stem}-{uuid.uuid4().hex}.lock"
        self._lock = QLockFile(str(path.parent / self._owner))
        self._lock.setStaleLockTime(0)  # only the end of its process makes a lock stale
        self._try(lambda database: None, None)

    def close(self) -> None:
        """Let go of the lock; what runs is then an abandoned order."""
        self._lock.unlock()

    def orders(self) -> list[OrderRecord]:
        """All orders, newest first; where the file cannot be read now, as they were read last."""
        self._last = self._try(lambda database: self._read(database, " ORDER BY identifier DESC"), self._last)
        return list(self._last)

    def order(self, identifier: int) -> OrderRecord | None:
        """One order; None where it was deleted."""
        last = [one for one in self._last if one.identifier == identifier]
        found = self._try(lambda database: self._read(database, " WHERE identifier = ?", identifier), last)
        return found[0] if found else None

    def add(self, record: OrderRecord) -> OrderRecord:
        """Store a new order; returns it with its number, which is 0 where it could not be stored."""
        values = {**columns_of(record), "owner": self._owner}
        marks = ", ".join("?" * len(values))
        statement = f"INSERT INTO orders ({', '.join(values)}) VALUES ({marks})"  # noqa: S608  # constants only
        number = self._write(statement, values.values())
        return record.with_changes(identifier=number or 0)

    def take(self, record: OrderRecord) -> bool:
        """Let a stored order wait in this window's queue; False where that could not be written."""
        return self._set(record.identifier, {"status": Status.WAITING.value, "message": "", "owner": self._owner})

    def change(self, identifier: int, **changes: Any) -> bool:
        """Store some fields of an order, whose others may have changed meanwhile; False where it failed."""
        return self._set(identifier, {name: COLUMNS[name](value) for name, value in changes.items()})

    def remove(self, identifier: int) -> None:
        """Forget an order; its files are another matter."""
        self._write("DELETE FROM orders WHERE identifier = ?", (identifier,))

    def _set(self, identifier: int, values: dict[str, Any]) -> bool:
        names = ", ".join(f"{name} = ?" for name in values)
        statement = f"UPDATE orders SET {names} WHERE identifier = ?"  # noqa: S608  # names of columns only
        return self._write(statement, (*values.values(), identifier)) is not None

    def _write(self, statement: str, values: Iterable[Any]) -> int | None:
        """The number of a new row, else any; None where it failed."""
        number = self._try(lambda database: database.execute(statement, tuple(values)).lastrowid or 0, None)
        if number is not None:
            self.changed.emit()
        return number

    def _read(self, database: sqlite3.Connection, which: str, *values: Any) -> list[OrderRecord]:
        return [record_of_row(row[:-1], row[-1] != self._owner) for row in database.execute(_ORDERS + which, values)]

    # The file

    def _try(self, do: Callable[[sqlite3.Connection], _Answer], otherwise: _Answer) -> _Answer:
        """What ``do`` answers; where the file is at fault, the trouble is told and the other is the answer."""
        try:
            self._prepare()
            with self._opened() as database:
                return do(database)
        except (OSError, sqlite3.Error) as problem:
            text = translate("S2GM", "The list of orders {file} cannot be used now ({reason}). Is another QGIS busy?")
            self._tell(text.format(file=self.path, reason=problem))
            self._tired_until = time.monotonic() + 2 * PATIENCE
        return otherwise

    def _prepare(self) -> None:
        """Once: the table as this version knows it, a damaged file out of the way, abandoned orders stopped."""
        if self._is_ready:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not self._lock.isLocked():
            self._lock.tryLock(0)
        try:
            with self._opened() as database:
                make_table(database)
        except sqlite3.OperationalError:  # another window writes, or the disk does not take it: nothing is damaged
            raise
        except sqlite3.DatabaseError:
            aside = set_aside(self.path)
            text = translate("S2GM", "The list of orders was damaged. It was set aside as {file}; a new one begins.")
            self._tell(text.format(file=aside))
            with self._opened() as database:
                make_table(database)
        self._stop_abandoned()
        self._is_ready = True

    def _tell(self, trouble: str) -> None:
        self.trouble = trouble
        self.troubled.emit(trouble)

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
        lock = QLockFile(str(self.path.parent / (owner or "nobody.lock")))
        lock.setStaleLockTime(0)
        return lock.tryLock(0)  # released again with this object

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own per use: nothing is lost when QGIS is killed, and no thread holds another's."""
        patience = 0.0 if time.monotonic() < self._tired_until else PATIENCE
        database = sqlite3.connect(self.path, timeout=patience)
        database.text_factory = partial(str, encoding="utf-8", errors="replace")
        try:
            with database:
                yield database
        finally:
            database.close()
