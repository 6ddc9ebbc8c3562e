"""An order as a row of the list on the disk, and back; a row that cannot be read is an order that says so."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from ...processing_provider.translation import translate
from .records import OrderRecord, Status
from .values import without_secrets

COLUMNS: Mapping[str, Callable[[Any], Any]] = {
    "algorithm": str,
    "name": str,
    "parameters": lambda value: json.dumps(without_secrets(value)),
    "folder": str,
    "created": datetime.isoformat,
    "status": lambda status: status.value,
    "message": str,
    "size": int,
    "repeats": int,
    "results": json.dumps,
}
"""Columns by the names of an order's fields, and how each is written."""

_LONG_AGO = datetime(1970, 1, 1, tzinfo=timezone.utc)


def columns_of(record: OrderRecord) -> dict[str, Any]:
    """All columns of an order, without passwords and tokens."""
    return {name: written(getattr(record, name)) for name, written in COLUMNS.items()}


def record_of_row(row: Sequence[Any], is_of_another: bool) -> OrderRecord:
    """The order of a row: its number, then `COLUMNS`; ``is_of_another`` says that another window wrote it."""
    values = dict(zip(("identifier", *COLUMNS), row))
    try:
        record = _record(values)
    except (KeyError, TypeError, ValueError, RecursionError) as problem:
        return _unreadable(values, problem)
    return record.with_changes(is_elsewhere=is_of_another and record.status.is_open)


def _record(values: Mapping[str, Any]) -> OrderRecord:
    read = {
        "parameters": _mapping(values["parameters"]),
        "created": _moment(values["created"]),
        "status": Status(values["status"]),
        "size": int(values["size"]),
        "repeats": bool(values["repeats"]),
        "results": _mapping(values["results"]),
    }
    texts = {name: str(values[name]) for name in ("algorithm", "name", "folder", "message")}
    return OrderRecord(**texts, **read, identifier=values["identifier"])


def _mapping(text: str) -> dict[str, Any]:
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError(f"{text[:40]} is no JSON object")
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _unreadable(values: Mapping[str, Any], problem: Exception) -> OrderRecord:
    text = translate("S2GM", "This order cannot be read ({reason}). It can only be deleted.")
    return OrderRecord(
        algorithm=str(values["algorithm"]),
        name=str(values["name"]),
        parameters={},
        folder=values["folder"] if isinstance(values["folder"], str) else "",
        created=_LONG_AGO,
        status=Status.UNREADABLE,
        message=text.format(reason=problem),
        identifier=values["identifier"],
    )
