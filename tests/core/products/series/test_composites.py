"""A composite of a series is the pixel of the mosaic of the same scenes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from pyproj import Transformer

from s2gm_core.order import Order
from s2gm_core.products.record import Product
from s2gm_core.products.series.records import PixelSeries
from s2gm_core.products.series.sites import site_at
from s2gm_core.products.temporal_mosaic import run, run_series
from tests.core.products.orders import rectangle
from tests.core.products.series.places import random_places, read, series_order, site_of
from tests.core.products.varied_archive import AREA, Varied

EXACT = ("medoid_mos", "quality_aot", "quality_cloud_confidence", "quality_snow_confidence", "valid_obs")


def _same(product: Product, places: list[tuple[int, int]], series: list[PixelSeries], period: int = 0) -> int:
    """How many pixels have an observation, after all of them were compared."""
    filled = 0
    names = [name for name in (*product.bands, "NDVI", *EXACT) if name in product.layers]
    planes = {name: rasterio.open(product.layers[name]).read(1) for name in (*names, "source_index")}
    for (row, col), one in zip(places, series):
        record = one.records[period]
        index = planes["source_index"][row, col]
        assert (record.valid, record.scene) == (index >= 0, product.scenes[index] if index >= 0 else "")
        filled += record.valid
        for name in names if record.valid else ():
            layout = product.whole.layouts[name]
            stored = planes[name][row, col]
            expected = None if stored == layout.nodata else float(stored) * (layout.scale or 1.0)
            found = record.values.get(name, record.quality.get(name))
            assert (found is None) == (expected is None), (name, row, col)
            assert expected is None or found == pytest.approx(expected, abs=1e-6), (name, row, col)
    return filled


@pytest.mark.parametrize("method", ["s2gm", "medoid", "median", "geometric_median", "percentile", "max_ndvi"])
def test_composites_equal_the_mosaic(varied: Varied, tmp_path: Path, method: str):
    order = Order(
        str(varied.catalogue), AREA, "2023-08-01", resolution=20, method=method, indices=("NDVI",), layers=("all",)
    )
    product = run(order, tmp_path)
    places = random_places(80, 7, *product.grid.shape)
    sites = [site_of(*place) for place in places]
    series = read(series_order(varied.catalogue, period="month", method=method, indices=("NDVI",)), sites)
    assert _same(product, places, list(series)) > 60


@pytest.mark.parametrize("resolution", [10, 30, 60])
def test_composites_of_other_resolutions_equal_the_mosaic(varied: Varied, tmp_path: Path, resolution: int):
    product = run(Order(str(varied.catalogue), AREA, "2023-08-01", resolution=resolution), tmp_path)
    places = random_places(40, 8, product.grid.height, product.grid.width)
    x, y = product.grid.centres()
    to_degrees = Transformer.from_crs(product.grid.crs, "EPSG:4326", always_xy=True)
    sites = [site_at(*to_degrees.transform(x[col], y[row]), f"{row},{col}") for row, col in places]
    order = series_order(varied.catalogue, period="month", resolution=resolution)
    assert _same(product, places, list(read(order, sites))) > 20


def test_every_period_has_a_record_also_without_scenes(varied: Varied, tmp_path: Path):
    order = series_order(varied.catalogue, period="ten_days", start="2023-07-01", end="2023-08-31")
    places = random_places(30, 9)
    series = read(order, [site_of(*place) for place in places])
    assert {len(one.records) for one in series} == {6}
    assert {record.why for one in series for record in one.records[:2]} == {"no observation"}
    products = run_series(
        Order(str(varied.catalogue), AREA, "2023-08-01", period="ten_days", end="2023-08-31", resolution=20), tmp_path
    )
    for number, product in enumerate(products, 3):
        _same(product, places, list(series), number)


def test_filling_and_a_least_number_of_observations_follow_the_mosaic(varied: Varied, tmp_path: Path):
    changes = {"min_obs": 5, "fill_days": 10}
    product = run(Order(str(varied.catalogue), AREA, "2023-08-01", resolution=20, **changes), tmp_path)
    places = random_places(60, 10, *product.grid.shape)
    series = read(series_order(varied.catalogue, period="month", **changes), [site_of(*place) for place in places])
    _same(product, places, list(series))


def test_methods_that_look_around_and_nadir_reflectance_work_on_single_windows(varied: Varied, tmp_path: Path):
    """Their result depends on the cells of the area a little, so that only the order of magnitude is compared."""
    for changes in (
        {"method": "weighted_average", "nbar": "off"},
        {"method": "s2gm", "nbar": "on", "nbar_sun_zenith": 40},
    ):
        product = run(Order(str(varied.catalogue), rectangle(), "2023-08-01", resolution=20, **changes), tmp_path)
        places = random_places(20, 11, *product.grid.shape)
        series = read(series_order(varied.catalogue, period="month", **changes), [site_of(*place) for place in places])
        red = rasterio.open(product.layers["B04"]).read(1).astype(float)
        pairs = [
            (one.records[0].values["B04"], red[place] / 10000)
            for place, one in zip(places, series)
            if one.records[0].valid and red[place] != 65535
        ]
        assert len(pairs) > 10
        assert np.median([abs(found - expected) for found, expected in pairs]) < 0.01
