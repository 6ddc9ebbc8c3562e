"""Series as a GeoPackage: one point feature per record, ready for QGIS's temporal controller.

Written with the standard library's sqlite3, because no vector driver is among the packages that the core needs. Source:
OGC GeoPackage Encoding Standard 1.3 (12-128r17): clauses 1.1.1 (file), 1.1.2 and 1.1.3 (reference systems, contents),
2.1 (features and geometry blobs). The layer's style with its temporal properties lies in the table ``layer_styles``, of
which QGIS takes the default style when it opens the layer.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime, timezone
from pathlib import Path

from pyproj import CRS

from .columns import Cell, Kind
from .order import SeriesOrder
from .records import PixelSeries
from .sites import Site
from .table import Table

LAYER = "series"
OWN_TABLES = frozenset({LAYER, "layer_styles"})
_APPLICATION_ID = 0x47504B47
_VERSION = 10300
_WGS84 = 4326
_TYPES = {
    Kind.TEXT: "TEXT",
    Kind.INTEGER: "INTEGER",
    Kind.REAL: "DOUBLE",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.DATE: "DATE",
    Kind.TIME: "DATETIME",
}
_GEOMETRY = struct.Struct("<2sBBiBIdd")
_LITTLE_ENDIAN, _POINT = 1, 1

_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
"""

_INSTANTS = 'mode="1" startField="acquired" endField="" fixedDuration="1" durationUnit="d" limitMode="0"'
_PERIODS = 'mode="2" startField="period_start" endField="period_end" fixedDuration="0" durationUnit="d" limitMode="1"'
_STYLE = """<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Temporal">
 <temporal enabled="1" accumulate="0" durationField="" startExpression="" endExpression="" {how}>
  <fixedRange><start></start><end></end></fixedRange>
 </temporal>
</qgis>
"""


class GeoPackage:
    """The layer ``series`` with a point in WGS 84 per record; columns as in CSV files."""

    def __init__(self, path: Path, order: SeriesOrder, sites: Sequence[Site], smoother: str) -> None:
        self._table = Table.of(order, sites, smoother)
        path.unlink(missing_ok=True)
        self._file = sqlite3.connect(str(path), isolation_level=None)
        self._file.executescript(
            f"PRAGMA application_id={_APPLICATION_ID}; PRAGMA user_version={_VERSION};"
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES}"
        )
        self._describe(_INSTANTS if order.is_observations else _PERIODS)
        marks = ",".join("?" * (len(self._table.columns) + 1))
        names = ",".join(f'"{name}"' for name in self._table.names)
        # Names come from the table of columns, values are bound.
        self._insert = f'INSERT INTO {LAYER} ("geom",{names}) VALUES ({marks})'  # noqa: S608
        self._bounds: list[float] = []

    def write(self, series: PixelSeries) -> None:
        """Append the records of one series."""
        x, y = series.longitude, series.latitude
        point = _GEOMETRY.pack(b"GP", 0, _LITTLE_ENDIAN, _WGS84, _LITTLE_ENDIAN, _POINT, x, y)
        self._file.execute("BEGIN")
        self._file.executemany(self._insert, ([point, *map(_stored, row)] for row in self._table.rows(series)))
        self._file.execute("COMMIT")
        west, south, east, north = self._bounds or (x, y, x, y)
        self._bounds = [min(west, x), min(south, y), max(east, x), max(north, y)]

    def close(self, is_complete: bool) -> None:
        """State the extent and close the file."""
        if self._bounds:
            self._file.execute(
                "UPDATE gpkg_contents SET min_x=?, min_y=?, max_x=?, max_y=? WHERE table_name=?", (*self._bounds, LAYER)
            )
        self._file.close()

    def _describe(self, temporal: str) -> None:
        """The tables that say what is in the file."""
        columns = ", ".join(f'"{column.name}" {_TYPES[column.kind]}' for column in self._table.columns)
        self._file.execute(f"CREATE TABLE {LAYER} (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom POINT, {columns})")
        wkt = CRS.from_epsg(_WGS84).to_wkt("WKT1_GDAL")
        self._file.executemany(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)",
            (
                ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian"),
                ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic"),
                ("WGS 84 geodetic", _WGS84, "EPSG", _WGS84, wkt, "longitude and latitude on the WGS 84 ellipsoid"),
            ),
        )
        self._file.executemany(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?,?,?,?)",
            ((LAYER, "features", LAYER, _WGS84), ("layer_styles", "attributes", "layer_styles", 0)),
        )
        self._file.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,?,?)", (LAYER, "geom", "POINT", _WGS84, 0, 0)
        )
        self._file.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, styleSLD, useAsDefault, description, owner) VALUES ('','',?,'geom','series',?,'',1,?,'')",
            (LAYER, _STYLE.format(how=temporal), "Temporal properties of a series"),
        )


def _stored(cell: Cell) -> str | int | float | None:
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, datetime):
        return cell.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return cell.isoformat() if isinstance(cell, date) else cell


def tables_of(path: Path) -> tuple[str, ...]:
    """The layers and tables that a GeoPackage tells of; none of a file that is no GeoPackage."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            return tuple(str(name) for (name,) in database.execute("SELECT table_name FROM gpkg_contents"))
    except sqlite3.Error:
        return ()
