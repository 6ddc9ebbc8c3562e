"""Series as CSV: one row per record, one row per pixel with a column per date, or one row per season."""

from __future__ import annotations

import csv
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

from .columns import Cell
from .order import SeriesOrder
from .records import PixelSeries, SeriesRecord
from .sites import Site
from .smoothed import smoothed, smoothed_names
from .table import Table

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

WIDE_PLACE = ("site", "longitude", "latitude", "row", "col")
SEASON_COLUMNS = (
    *WIDE_PLACE,
    "variable",
    "season",
    "start",
    "peak",
    "end",
    "length_days",
    "base",
    "maximum",
    "amplitude",
    "method",
)


class TidyCsv:
    """One row per record, columns of `columns`: comma, ISO dates, empty where nothing is known."""

    def __init__(self, path: Path, order: SeriesOrder, sites: Sequence[Site], smoother: str) -> None:
        self._table = Table.of(order, sites, smoother)
        self._file, self._rows = _opened(path)
        self._rows.writerow(self._table.names)

    def write(self, series: PixelSeries) -> None:
        """Append the records of one series."""
        self._rows.writerows(map(_texts, self._table.rows(series)))

    def close(self, is_complete: bool) -> None:
        """Close the file."""
        self._file.close()


class SeasonsCsv:
    """One row per season of a smooth curve; see `s2gm_core.series.phenology` for the definitions."""

    def __init__(self, path: Path, order: SeriesOrder, sites: Sequence[Site], smoother: str) -> None:
        self._names, self._smoother = smoothed_names(order.bands, order.indices), smoother or "whittaker"
        self._file, self._rows = _opened(path)
        self._rows.writerow(SEASON_COLUMNS)

    def write(self, series: PixelSeries) -> None:
        """Append the seasons of one series."""
        for name in self._names:
            curve = smoothed(series, name, self._smoother)
            for number, season in enumerate(curve.seasons if curve is not None else (), 1):
                dates = (season.start, season.peak, season.end, season.length_days)
                figures = (round(season.base, 4), round(season.maximum, 4), round(season.amplitude, 4))
                row = [*_place(series), name, number, *dates, *figures, curve.note if curve is not None else ""]
                self._rows.writerow(_texts(row))

    def close(self, is_complete: bool) -> None:
        """Close the file."""
        self._file.close()


class WideCsv:
    """One row per pixel, a column per variable and date with the valid values.

    The dates are known when all series are there: until then values lie in a database beside the file.
    """

    def __init__(self, path: Path, order: SeriesOrder, sites: Sequence[Site], smoother: str) -> None:
        self._path, self._names = path, (*sorted(order.bands), *order.indices)
        self._of_observations = order.is_observations
        self._every = not order.bands and not order.indices
        self._store_path = path.with_name(path.name + ".sqlite")
        self._store_path.unlink(missing_ok=True)
        self._store = sqlite3.connect(str(self._store_path), isolation_level=None)
        self._store.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE series(id INTEGER PRIMARY KEY, site, longitude, latitude, row, col);"
            "CREATE TABLE cell(series INTEGER, variable TEXT, day TEXT, orbit INTEGER, value REAL);"
        )
        self._count = 0

    def write(self, series: PixelSeries) -> None:
        """Keep the valid values of one series."""
        self._count += 1
        names = series.variables if self._every else self._names
        self._store.execute("INSERT INTO series VALUES (?,?,?,?,?,?)", (self._count, *_place(series)))
        self._store.execute("BEGIN")
        self._store.executemany(
            "INSERT INTO cell VALUES (?,?,?,?,?)",
            (
                (self._count, name, *self._step(record), record.values.get(name) if record.valid else None)
                for record in series.records
                for name in names
            ),
        )
        self._store.execute("COMMIT")

    def _step(self, record: SeriesRecord) -> tuple[str, int]:
        """The day, and what tells several observations of a day apart at all sites alike; 0 of composites."""
        orbit = record.absolute_orbit if self._of_observations else None
        return record.period_start.strftime("%Y%m%d"), orbit or 0

    def close(self, is_complete: bool) -> None:
        """Write the table, unless the run did not come to its end."""
        try:
            if is_complete:
                self._pivot()
        finally:
            self._store.close()
            self._store_path.unlink(missing_ok=True)

    def _pivot(self) -> None:
        keys = self._store.execute("SELECT DISTINCT variable, day, orbit FROM cell ORDER BY 1, 2, 3").fetchall()
        columns = {key: number for number, key in enumerate(keys)}
        self._store.execute("CREATE INDEX by_series ON cell(series)")
        file, rows = _opened(self._path)
        with file:
            rows.writerow([*WIDE_PLACE, *_headings(keys)])
            for number, *place in self._store.execute("SELECT * FROM series ORDER BY id").fetchall():
                cells: list[Cell] = [None] * len(columns)
                found = self._store.execute("SELECT variable, day, orbit, value FROM cell WHERE series = ?", (number,))
                for *key, value in found:
                    cells[columns[tuple(key)]] = value
                rows.writerow(_texts([*place, *cells]))


def _headings(keys: Sequence[tuple[str, str, int]]) -> Iterator[str]:
    """The names of columns of variable, day and orbit, in this order; further orbits of a day are numbered."""
    seen: Counter[tuple[str, str]] = Counter()
    for variable, day, _ in keys:
        seen[variable, day] += 1
        count = seen[variable, day]
        yield f"{variable}_{day}" if count == 1 else f"{variable}_{day}_{count}"


def _place(series: PixelSeries) -> tuple[Cell, ...]:
    return series.site.name, round(series.longitude, 8), round(series.latitude, 8), series.row, series.col


def _opened(path: Path) -> tuple[TextIO, Any]:
    file = path.open("w", encoding="utf-8", newline="")
    return file, csv.writer(file, lineterminator="\n")


def _texts(row: Sequence[Cell]) -> list[str]:
    return [_text(cell) for cell in row]


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(cell, date):
        return cell.isoformat()
    return _harmless(cell) if isinstance(cell, str) else str(cell)


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: names of sites come from anywhere. Numbers stay as they are."""
    if not text.startswith(_FORMULA_SIGNS):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text
