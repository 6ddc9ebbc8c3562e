"""Which files a series can become, and that they appear only when they are complete."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from ...errors import OrderError, OutputError
from ...series.smoothing import smoother
from .chart import Chart
from .csv_files import SeasonsCsv, TidyCsv, WideCsv
from .geopackage import OWN_TABLES, GeoPackage, tables_of
from .order import SeriesOrder
from .parquet import Parquet
from .records import PixelSeries
from .sites import Site

PARTIAL_SUFFIX = ".partial"


class SeriesWriter(Protocol):
    """Writes series one after the other into a file that is not complete before `close`."""

    def write(self, series: PixelSeries) -> None:
        """Append one series."""

    def close(self, is_complete: bool) -> None:
        """Complete the file, or only let go of it where the run was stopped."""


@dataclass(frozen=True)
class FileKind:
    """One kind of file."""

    suffix: str
    layout: str
    title: str
    open: Callable[[Path, SeriesOrder, Sequence[Site], str], SeriesWriter]


_ROWS = (
    FileKind(".csv", "tidy", "one row per record", TidyCsv),
    FileKind(".csv", "wide", "one row per pixel, a column per variable and date", WideCsv),
    FileKind(".csv", "seasons", "one row per season of the smooth curve", SeasonsCsv),
    FileKind(".gpkg", "tidy", "a layer with one point per record", GeoPackage),
    FileKind(".parquet", "tidy", "one row per record", Parquet),
    FileKind(".png", "tidy", "a chart", Chart),
)

WRITERS: Mapping[tuple[str, str], FileKind] = MappingProxyType({(row.suffix, row.layout): row for row in _ROWS})
"""All kinds of files by suffix and layout."""

LAYOUTS = tuple(dict.fromkeys(row.layout for row in _ROWS))


@dataclass(frozen=True)
class SeriesOutput:
    """One file that is wanted; `OrderError` where there is no such kind of file."""

    path: Path
    layout: str = "tidy"
    smooth: str = ""  # key of SMOOTHERS: smooth columns beside the records; of seasons the curve that is taken

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", Path(self.path))
        if (self.path.suffix.lower(), self.layout) not in WRITERS:
            kinds = ", ".join(f"{row.suffix} ({row.layout})" for row in _ROWS)
            raise OrderError(f"A series cannot be written as {self.path.name} ({self.layout}). Choose among {kinds}.")
        if self.smooth:
            smoother(self.smooth)

    @property
    def kind(self) -> FileKind:
        """Its kind."""
        return WRITERS[self.path.suffix.lower(), self.layout]

    @property
    def partial(self) -> Path:
        """What the file is called until it is complete."""
        return self.path.with_name(self.path.name + PARTIAL_SUFFIX)


@contextmanager
def opened_outputs(
    outputs: Sequence[SeriesOutput], order: SeriesOrder, sites: Sequence[Site]
) -> Iterator[list[SeriesWriter]]:
    """Writers of some files. The files get their names when the block ends without an error; else nothing stays.

    Raises `OutputError` where a file cannot be written.
    """
    if len({one.path.resolve() for one in outputs}) < len(outputs):
        raise OrderError("Two outputs have the same path. Give every file a name of its own.")
    for one in outputs:
        _check_replaced(one.path)
    writers: list[SeriesWriter] = []
    complete = False
    try:
        for one in outputs:
            one.path.parent.mkdir(parents=True, exist_ok=True)
            writers.append(one.kind.open(one.partial, order, sites, one.smooth))
        yield writers
        complete = True
    except (OSError, sqlite3.Error) as problem:
        raise OutputError(f"The series cannot be written ({problem}). Choose another place.") from None
    finally:
        _close(writers, outputs, complete)


def _check_replaced(path: Path) -> None:
    """`OrderError` where a GeoPackage would go that holds something else: such files are replaced as a whole."""
    if path.suffix.lower() != ".gpkg" or not path.is_file():
        return
    others = sorted(set(tables_of(path)) - OWN_TABLES)
    if others:
        raise OrderError(
            f"{path} holds other layers ({', '.join(others[:5])}), and would be replaced as a whole. Choose a new file."
        )


def _close(writers: Sequence[SeriesWriter], outputs: Sequence[SeriesOutput], complete: bool) -> None:
    """Complete and name the files, or remove what there is of them."""
    try:
        for writer in writers:
            writer.close(complete)
        if complete:
            for one in outputs:
                os.replace(one.partial, one.path)
    except (OSError, sqlite3.Error) as problem:
        raise OutputError(f"The series cannot be written ({problem}). Choose another place.") from None
    finally:
        for one in outputs:
            one.partial.unlink(missing_ok=True)
