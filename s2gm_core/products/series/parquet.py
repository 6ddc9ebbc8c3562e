"""Series as Parquet, where pyarrow is installed: columns as in CSV files, with types."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...errors import OutputError
from .columns import Cell, Kind
from .order import SeriesOrder
from .records import PixelSeries
from .sites import Site
from .table import Table

ROWS_AT_ONCE = 50_000


class Parquet:
    """One row per record, written in groups of `ROWS_AT_ONCE` rows."""

    def __init__(self, path: Path, order: SeriesOrder, sites: Sequence[Site], smoother: str) -> None:
        try:
            import pyarrow
            from pyarrow import parquet
        except ImportError:
            raise OutputError(
                "Writing Parquet needs the package pyarrow, which is not installed (pip install pyarrow). "
                "Choose a file that ends with .csv or .gpkg instead."
            ) from None
        self._arrow, self._table = pyarrow, Table.of(order, sites, smoother)
        self._schema = pyarrow.schema([(column.name, self._type(column.kind)) for column in self._table.columns])
        self._file = parquet.ParquetWriter(str(path), self._schema)
        self._rows: list[list[Cell]] = []

    def write(self, series: PixelSeries) -> None:
        """Append the records of one series."""
        self._rows += self._table.rows(series)
        if len(self._rows) >= ROWS_AT_ONCE:
            self._flush()

    def close(self, is_complete: bool) -> None:
        """Write what is left and close the file."""
        if is_complete:
            self._flush()
        self._file.close()

    def _flush(self) -> None:
        columns = list(zip(*self._rows)) if self._rows else [()] * len(self._table.columns)
        arrays = [self._arrow.array(list(column), type=kind.type) for column, kind in zip(columns, self._schema)]
        self._file.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []

    def _type(self, kind: Kind) -> Any:
        arrow = self._arrow
        return {
            Kind.TEXT: arrow.string(),
            Kind.INTEGER: arrow.int32(),
            Kind.REAL: arrow.float64(),
            Kind.BOOLEAN: arrow.bool_(),
            Kind.DATE: arrow.date32(),
            Kind.TIME: arrow.timestamp("s", tz="UTC"),
        }[kind]
