"""Points of a CSV table: coordinates are found by the names of columns, the CRS is told by them or by a column."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from ...errors import OrderError
from ...grid import parse_crs

MAX_CSV_BYTES = 200 * 2**20

_LONGITUDE = ("longitude", "lon", "long", "lng", "x_wgs84")
_LATITUDE = ("latitude", "lat", "y_wgs84")
_EASTING = ("x", "easting", "east", "xcoord", "x_coord")
_NORTHING = ("y", "northing", "north", "ycoord", "y_coord")
_CRS = ("crs", "epsg", "srid")

NAME_FIELDS = ("name", "id", "fid", "point", "point_id", "site", "label")
"""Columns of a table, or fields of a layer, that name a site, the first that is there; else its number."""


@dataclass(frozen=True)
class PointRow:
    """One point of a table."""

    name: str
    longitude: float  # degrees
    latitude: float


@dataclass(frozen=True)
class _Columns:
    """Which columns say what; ``crs`` may differ from row to row."""

    x: str
    y: str
    crs: str | None
    name: str | None
    in_degrees: bool  # the names of the columns say so


def read_points_csv(path: Path) -> list[PointRow]:
    """The points of a table with a header; comma, semicolon or tab between columns.

    Columns ``longitude`` and ``latitude`` (``lon``, ``lat``) are degrees; ``x`` and ``y`` are in the CRS that a column
    ``crs`` or ``epsg`` names for every row, and degrees where there is none. Of a column for degrees that CRS must be
    one of degrees. Raises `OrderError` with the line.
    """
    try:
        if path.stat().st_size > MAX_CSV_BYTES:
            raise OrderError(f"{path} is larger than {MAX_CSV_BYTES >> 20} MiB. Split the table.")
        with path.open(encoding="utf-8-sig", newline="") as file:
            delimiter = _delimiter(file.readline())
            file.seek(0)
            reader = csv.DictReader(file, delimiter=delimiter)
            columns = _columns(path, reader.fieldnames or ())
            rows = (_Row(path, reader.line_num, row) for row in reader if any(row.values()))
            return [_point(row, columns, str(number)) for number, row in enumerate(rows, 1)]
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise OrderError(f"The table {path} cannot be read ({problem}). Save it as CSV in UTF-8.") from None


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _columns(path: Path, names: Sequence[str]) -> _Columns:
    by_name = {name.strip().lower(): name for name in names if name}

    def find(candidates: Sequence[str]) -> str | None:
        return next((by_name[name] for name in candidates if name in by_name), None)

    crs, name = find(_CRS), find(NAME_FIELDS)
    longitude, latitude = find(_LONGITUDE), find(_LATITUDE)
    if longitude and latitude:
        return _Columns(longitude, latitude, crs, name, True)
    x, y = find(_EASTING), find(_NORTHING)
    if x and y:
        return _Columns(x, y, crs, name, False)
    raise OrderError(
        f"The table {path} has no coordinates: its columns are {', '.join(names) or 'none'}. Name them longitude and "
        "latitude (degrees), or x and y with a column crs such as EPSG:32633."
    )


@dataclass(frozen=True)
class _Row:
    """One row of a table."""

    path: Path
    line: int  # the last one of the row
    cells: Mapping[str, str | None]

    def text(self, column: str | None) -> str:
        """What stands in a column, without blanks around it; nothing where there is no such column."""
        return (self.cells.get(column) or "").strip() if column else ""

    def error(self, what: str) -> OrderError:
        """An error that names the line."""
        return OrderError(f"Line {self.line} of {self.path}: {what}")


def _point(row: _Row, columns: _Columns, number: str) -> PointRow:
    try:
        x, y = float(row.text(columns.x)), float(row.text(columns.y))
    except ValueError:
        said = f"'{row.text(columns.x)}', '{row.text(columns.y)}'"
        raise row.error(f"{said} are no coordinates. Write numbers with a decimal point.") from None
    crs = row.text(columns.crs)
    if crs:
        x, y = _in_degrees(row, x, y, crs, columns.in_degrees)
    elif not columns.in_degrees and (abs(x) > 180.0 or abs(y) > 90.0):
        raise row.error(
            f"{x:g}, {y:g} are no degrees, and no column tells their CRS. Add a column crs with values such as "
            "EPSG:32633."
        )
    return PointRow(row.text(columns.name) or number, x, y)


def _in_degrees(row: _Row, x: float, y: float, crs: str, expects_degrees: bool) -> tuple[float, float]:
    known = _known_crs(row, crs)
    if expects_degrees and not known.is_geographic:
        raise row.error(f"the columns promise longitude and latitude, and {crs} has none. Call them x and y.")
    try:
        longitude, latitude = _to_degrees(crs).transform(x, y)
    except ProjError as problem:
        raise row.error(f"{x:g}, {y:g} cannot be placed ({problem}).") from None
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise row.error(f"{x:g}, {y:g} have no place in {crs}. Check the CRS.")
    return longitude, latitude


def _known_crs(row: _Row, crs: str) -> CRS:
    try:
        return _parsed(crs)
    except OrderError:
        raise row.error(f"'{crs}' is no known CRS. Write one such as EPSG:32633.") from None


@lru_cache(maxsize=64)
def _parsed(crs: str) -> CRS:
    return parse_crs(crs)


@lru_cache(maxsize=64)
def _to_degrees(crs: str) -> Transformer:
    return Transformer.from_crs(_parsed(crs), "EPSG:4326", always_xy=True)
