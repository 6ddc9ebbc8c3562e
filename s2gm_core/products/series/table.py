"""Rows of tables: the columns of records, with the columns of a smoother where one was asked for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .columns import Cell, Column, Kind, columns_of
from .order import SeriesOrder
from .records import PixelSeries, SeriesRecord
from .sites import Site
from .smoothed import smoothed, smoothed_names

DECIMALS = 6


def _nothing(series: PixelSeries, record: SeriesRecord) -> Cell:
    return None


@dataclass(frozen=True)
class Table:
    """How records become rows."""

    columns: tuple[Column, ...]  # all of them; the last are those of the smoother
    smoothed: tuple[str, ...]  # variables of the last columns
    smoother: str  # "" = none

    @classmethod
    def of(cls, order: SeriesOrder, sites: Sequence[Site], smoother: str) -> Table:
        """The table of an order's records; ``smoother`` may be empty."""
        names = smoothed_names(order.bands, order.indices) if smoother else ()
        curves = tuple(Column(f"{name}_smooth", Kind.REAL, _nothing) for name in names)
        return cls((*columns_of(order, sites), *curves), names, smoother)

    @property
    def names(self) -> list[str]:
        """The header."""
        return [column.name for column in self.columns]

    def rows(self, series: PixelSeries) -> Iterator[list[Cell]]:
        """One row per record, oldest first."""
        plain = self.columns[: len(self.columns) - len(self.smoothed)]
        curves = [self._curve(series, name) for name in self.smoothed]
        for number, record in enumerate(series.records):
            yield [*(column.value(series, record) for column in plain), *(_cell(curve[number]) for curve in curves)]

    def _curve(self, series: PixelSeries, name: str) -> np.ndarray:
        """A smooth curve at the records, (time,) float64, NaN where there is none."""
        curve = smoothed(series, name, self.smoother)
        return np.full(len(series.records), np.nan) if curve is None else curve.at_records


def _cell(value: float) -> Cell:
    return None if math.isnan(value) else round(float(value), DECIMALS)
