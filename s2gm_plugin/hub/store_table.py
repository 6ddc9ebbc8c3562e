"""The table of orders as this version knows it; lists of older versions get what they lack."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timezone
from pathlib import Path

VERSION = 1
"""Of the table, in the file's ``user_version``; lists from before it was written have 0."""

_COLUMNS = {
    "algorithm": "TEXT NOT NULL DEFAULT ''",
    "name": "TEXT NOT NULL DEFAULT ''",
    "parameters": "TEXT NOT NULL DEFAULT '{}'",
    "folder": "TEXT NOT NULL DEFAULT ''",
    "created": "TEXT NOT NULL DEFAULT '1970-01-01T00:00:00+00:00'",
    "status": "TEXT NOT NULL DEFAULT 'stopped'",
    "message": "TEXT NOT NULL DEFAULT ''",
    "size": "INTEGER NOT NULL DEFAULT 0",
    "repeats": "INTEGER NOT NULL DEFAULT 0",
    "results": "TEXT NOT NULL DEFAULT '{}'",
    "owner": "TEXT NOT NULL DEFAULT ''",
}


def make_table(database: sqlite3.Connection) -> None:
    """Make the table, or add the columns that an older one lacks. Raises `sqlite3.DatabaseError` for a damaged file."""
    (health,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if health != "ok":
        raise sqlite3.DatabaseError(health)
    (version,) = database.execute("PRAGMA user_version").fetchone()
    described = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
    database.execute(f"CREATE TABLE IF NOT EXISTS orders (identifier INTEGER PRIMARY KEY AUTOINCREMENT, {described})")
    there = {row[1] for row in database.execute("PRAGMA table_info(orders)")}
    if "identifier" not in there:
        raise sqlite3.DatabaseError("the table of orders has no identifiers")
    for name, kind in _COLUMNS.items():
        if name not in there:
            database.execute(f"ALTER TABLE orders ADD COLUMN {name} {kind}")
    if version < VERSION:
        database.execute(f"PRAGMA user_version = {VERSION}")


def set_aside(path: Path) -> Path:
    """Rename a file that is no list of orders; returns its new place. Raises `OSError`."""
    moment = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H%M%S.%fZ")
    aside = path.with_name(f"{path.name}.damaged-{moment}")
    path.rename(aside)
    return aside
