"""Pixels of the tiny archives as sites, and orders of series of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from pyproj import Transformer

from s2gm_core.products.point_time_series import SeriesArchive
from s2gm_core.products.series.order import SeriesOrder
from s2gm_core.products.series.records import PixelSeries
from s2gm_core.products.series.sites import Site, site_at
from tests.core.archive import NORTH, WEST
from tests.core.products.varied_archive import ROWS

_TO_DEGREES = Transformer.from_crs("EPSG:32633", "EPSG:4326", always_xy=True)


def site_of(row: int, col: int, pixel: float = 20.0) -> Site:
    """The site in the middle of a pixel of the tiny archives' grid, named by it."""
    return site_at(*_TO_DEGREES.transform(WEST + (col + 0.5) * pixel, NORTH - (row + 0.5) * pixel), f"{row},{col}")


def random_places(count: int, seed: int, rows: int = ROWS, cols: int = 60) -> list[tuple[int, int]]:
    """Rows and columns, each pair once."""
    places = np.random.default_rng(seed).permutation(rows * cols)[:count]
    return [(int(place) // cols, int(place) % cols) for place in places]


def series_order(catalogue: Path | str, **changes: Any) -> SeriesOrder:
    """August 2023 at 20 m."""
    given = {"start": "2023-08-01", "end": "2023-08-31", "resolution": 20, **changes}
    return SeriesOrder(source=str(catalogue), **given)


def read(order: SeriesOrder, sites: list[Site]) -> tuple[PixelSeries, ...]:
    """The series of some sites in their order."""
    with SeriesArchive(order.source) as archive:
        return archive.series(order, sites)
