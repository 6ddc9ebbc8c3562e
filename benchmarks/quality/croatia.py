"""Clear dates of August 2023 over two real tiles around Zagreb, each predicted from the month's other dates, 120 m."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

import numpy as np
import rasterio

from benchmarks.quality.prediction import DATA, Errors, errors
from benchmarks.quality.rows import PLAIN, Row
from s2gm_core.area import area_from_bounds
from s2gm_core.catalog.sources import open_source
from s2gm_core.layers import REFLECTANCE_NODATA
from s2gm_core.order import Order
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import RunSettings, run

CATALOGUE = DATA / "croatia_33T_2023" / "catalog.json"
AREA = (15.4, 45.6, 16.2, 46.4)
"""Across the border of the tiles and the edge of a swath."""

BANDS = ("B02", "B03", "B04", "B08")
CLEAR_DATES = (date(2023, 8, 13), date(2023, 8, 15), date(2023, 8, 20))
"""Dates with less than 10 percent of clouds and shadows; the others, 10 and 18 August, have more than half."""


def predictions(row: Row) -> Iterator[Errors]:
    """The errors of every date that is left out; `S2GMError` where the method needs a band that the data lack.

    The date itself is the product of that date alone, with the usual mask, and with angles and sensors normalised where
    the method does it, so that both are seen in the same way.
    """
    for day in CLEAR_DATES:
        with tempfile.TemporaryDirectory() as folder:
            product = run(_order(row, row.normalised, _scenes(day)), folder, RunSettings())
            yield errors(_values(product), _seen(day, row.normalised))


@cache
def _seen(day: date, normalised: bool) -> np.ndarray:
    others = tuple(scene for other in _days() if other != day for scene in _scenes(other))
    with tempfile.TemporaryDirectory() as folder:
        return _values(run(_order(PLAIN["newest"], normalised, others), folder, RunSettings()))


def _order(row: Row, normalised: bool, left_out: tuple[str, ...]) -> Order:
    return Order(
        source=str(CATALOGUE),
        area=area_from_bounds(*AREA),
        start=date(2023, 8, 1),
        resolution=120,
        crs="EPSG:32633",
        method=row.method,
        options=row.options,
        bands=BANDS,
        layers=("none",),
        nbar="on" if normalised else "off",
        harmonise="on" if normalised else "off",
        regularise=dict(row.changes).get("regularise", False),
        exclude_scenes=left_out,
    )


@lru_cache(maxsize=1)
def _by_day() -> dict[date, tuple[str, ...]]:
    scenes = list(open_source(str(CATALOGUE)).scenes())
    days = sorted({scene.acquired.date() for scene in scenes})
    return {day: tuple(scene.id for scene in scenes if scene.acquired.date() == day) for day in days}


def _days() -> tuple[date, ...]:
    return tuple(_by_day())


def _scenes(day: date) -> tuple[str, ...]:
    return _by_day()[day]


def _values(product: Product) -> np.ndarray:
    """Reflectance (band, y, x) float32, NaN where there is none."""
    planes = []
    for band in BANDS:
        with rasterio.open(product.layers[band]) as file:
            stored = file.read(1)
        planes.append(np.where(stored == REFLECTANCE_NODATA, np.nan, stored / np.float32(10000)))
    return np.stack(planes).astype(np.float32)
