"""The columns of tables of records, one list for all formats.

Names and order are those that the specification proposes for the service's time series (period, place, source, bands,
quality, each by the name in the service's dialog); what a series knows beside stands between them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Union

from ...sensors.bands import BANDS
from .order import SeriesOrder
from .records import QUALITY, PixelSeries, SeriesRecord
from .sites import Site

Cell = Union[str, int, float, bool, date, datetime, None]


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"  # UTC


@dataclass(frozen=True)
class Column:
    """One column; ``value`` is None where nothing is known."""

    name: str
    kind: Kind
    value: Callable[[PixelSeries, SeriesRecord], Cell]


_BEFORE = (
    Column("site", Kind.TEXT, lambda series, record: series.site.name),
    Column("period_start", Kind.DATE, lambda series, record: record.period_start),
    Column("period_end", Kind.DATE, lambda series, record: record.period_end),
    Column("acquired", Kind.TIME, lambda series, record: record.acquired),
    Column("longitude", Kind.REAL, lambda series, record: round(series.longitude, 8)),
    Column("latitude", Kind.REAL, lambda series, record: round(series.latitude, 8)),
    Column("row", Kind.INTEGER, lambda series, record: series.row),
    Column("col", Kind.INTEGER, lambda series, record: series.col),
    Column("source_product", Kind.TEXT, lambda series, record: record.scene or None),
    Column("satellite", Kind.TEXT, lambda series, record: record.satellite or None),
    Column("relative_orbit", Kind.INTEGER, lambda series, record: record.relative_orbit),
    Column("absolute_orbit", Kind.INTEGER, lambda series, record: record.absolute_orbit),
    Column("tile", Kind.TEXT, lambda series, record: record.tile or None),
    Column("valid", Kind.BOOLEAN, lambda series, record: record.valid),
    Column("why_not", Kind.TEXT, lambda series, record: record.why or None),
    Column("count", Kind.INTEGER, lambda series, record: record.count),
    Column("pixels", Kind.INTEGER, lambda series, record: record.pixels),
)

_SCENE_CLASS = Column("quality_scene_classification", Kind.INTEGER, lambda series, record: record.scene_class)


def columns_of(order: SeriesOrder, sites: Sequence[Site]) -> tuple[Column, ...]:
    """The columns of an order's records; of all bands where the order names none.

    Standard deviations have columns where some site is several pixels.
    """
    names = value_names(order)
    several = order.aggregate or not all(site.is_point for site in sites)
    spreads = tuple(_spread(name) for name in names) if several else ()
    quality = sorted((*map(_quality, QUALITY), _SCENE_CLASS), key=lambda column: column.name)
    return (*_BEFORE, *map(_value, names), *spreads, *quality)


def value_names(order: SeriesOrder) -> tuple[str, ...]:
    """Bands in the order of the service's dialog (B8A last), then indices."""
    return (*sorted(order.bands or tuple(BANDS)), *order.indices)


def _value(name: str) -> Column:
    return Column(name, Kind.REAL, lambda series, record: record.values.get(name))


def _spread(name: str) -> Column:
    return Column(f"{name}_sd", Kind.REAL, lambda series, record: record.spread.get(name))


def _quality(name: str) -> Column:
    return Column(name, Kind.REAL, lambda series, record: record.quality.get(name))
