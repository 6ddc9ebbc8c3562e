"""What is kept of an order: what was asked, where it goes, how far it is. Plain values, no window."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from enum import Enum
from typing import Any


class Status(Enum):
    """How far an order is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"  # by the user, or because QGIS ended
    FAILED = "failed"
    UNREADABLE = "unreadable"  # its row in the list is damaged

    @property
    def is_open(self) -> bool:
        """Whether it is still to end."""
        return self in (Status.WAITING, Status.RUNNING)


@dataclass(frozen=True)
class OrderRecord:
    """One order of the list."""

    algorithm: str  # id of the Processing algorithm
    name: str  # shown in the list, and the name of its group of layers
    parameters: dict[str, Any]  # of the algorithm, plain JSON values, without destinations
    folder: str  # where its files are
    created: datetime  # UTC
    status: Status = Status.WAITING
    message: str = ""  # why it failed, or what it warned of
    size: int = 0  # bytes of its files
    repeats: bool = False  # whether the next period is offered when it is complete
    results: dict[str, Any] = field(default_factory=dict)  # what the algorithm returned
    identifier: int = 0  # in the store; 0 = not stored yet
    is_elsewhere: bool = False  # whether it waits or runs in another window of QGIS

    def with_changes(self, **changes: Any) -> OrderRecord:
        """The same order with some fields changed."""
        return replace(self, **changes)


def now() -> datetime:
    """This moment, to the second, UTC."""
    return datetime.now(timezone.utc).replace(microsecond=0)


def new_record(algorithm: str, name: str, parameters: dict[str, Any], folder: str = "") -> OrderRecord:
    """An order that was just placed."""
    return OrderRecord(algorithm, name, parameters, folder, now())
