"""Points of a CSV table: coordinates are found by the names of columns, the CRS is told by them or by a column."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyproj import Transformer
from pyproj.exceptions import ProjError

from ...errors import OrderError
from ...grid import parse_crs

MAX_CSV_BYTES = 200 * 2**20

_LONGITUDE = ("longitude", "lon", "long", "lng", "x_wgs84")
_LATITUDE = ("latitude", "lat", "y_wgs84")
_EASTING = ("x", "easting", "east", "xcoord", "x_coord")
_NORTHING = ("y", "northing", "north", "ycoord", "y_coord")
_CRS = ("crs", "epsg", "srid")
_NAME = ("name", "id", "fid", "point", "point_id", "site", "label")


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
    ``crs`` or ``epsg`` names for every row, and degrees where there is none. Raises `OrderError` with the line.
    """
    try:
        if path.stat().st_size > MAX_CSV_BYTES:
            raise OrderError(f"{path} is larger than {MAX_CSV_BYTES >> 20} MiB. Split the table.")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise OrderError(f"The table {path} cannot be read ({problem}). Save it as CSV in UTF-8.") from None
    reader = csv.DictReader(lines, delimiter=_delimiter(lines[0] if lines else ""))
    columns = _columns(path, reader.fieldnames or ())
    return [_point(path, number, row, columns) for number, row in enumerate(reader, 2) if any(row.values())]


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _columns(path: Path, names: Sequence[str]) -> _Columns:
    by_name = {name.strip().lower(): name for name in names if name}

    def find(candidates: Sequence[str]) -> str | None:
        return next((by_name[name] for name in candidates if name in by_name), None)

    crs, name = find(_CRS), find(_NAME)
    longitude, latitude = find(_LONGITUDE), find(_LATITUDE)
    if longitude and latitude:
        return _Columns(longitude, latitude, None, name, True)
    x, y = find(_EASTING), find(_NORTHING)
    if x and y:
        return _Columns(x, y, crs, name, False)
    raise OrderError(
        f"The table {path} has no coordinates: its columns are {', '.join(names) or 'none'}. Name them longitude and "
        "latitude (degrees), or x and y with a column crs such as EPSG:32633."
    )


def _point(path: Path, line: int, row: Mapping[str, str | None], columns: _Columns) -> PointRow:
    name = (row.get(columns.name) or "").strip() if columns.name else ""
    try:
        x, y = (float((row.get(column) or "").strip()) for column in (columns.x, columns.y))
    except ValueError:
        raise OrderError(
            f"Line {line} of {path} has no coordinates: '{row.get(columns.x)}', '{row.get(columns.y)}'. Write numbers "
            "with a decimal point."
        ) from None
    crs = (row.get(columns.crs) or "").strip() if columns.crs else ""
    if crs:
        x, y = _in_degrees(path, line, x, y, crs)
    elif not columns.in_degrees and (abs(x) > 180.0 or abs(y) > 90.0):
        raise OrderError(
            f"Line {line} of {path}: {x:g}, {y:g} are no degrees, and no column tells their CRS. Add a column crs with "
            "values such as EPSG:32633."
        )
    return PointRow(name or str(line - 1), x, y)


def _in_degrees(path: Path, line: int, x: float, y: float, crs: str) -> tuple[float, float]:
    try:
        longitude, latitude = _to_degrees(crs).transform(x, y)
    except ProjError as problem:
        raise OrderError(f"Line {line} of {path} cannot be placed ({problem}).") from None
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise OrderError(f"Line {line} of {path}: {x:g}, {y:g} have no place in {crs}. Check the CRS.")
    return longitude, latitude


@lru_cache(maxsize=64)
def _to_degrees(crs: str) -> Transformer:
    return Transformer.from_crs(parse_crs(crs), "EPSG:4326", always_xy=True)
