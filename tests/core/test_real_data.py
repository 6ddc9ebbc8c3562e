"""The main job on real scenes: two tiles around Zagreb, five dates, two orbits, August 2023, at 120 m."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import rasterio
from shapely.geometry import box

from s2gm_core.order import Order
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import run

CLEAR = (2, 4, 5, 6, 11)


@pytest.fixture(scope="module")
def data(shared_data: Path) -> Path:
    return shared_data / "croatia_33T_2023"


@pytest.fixture(scope="module")
def crop(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Product:
    """The windows of both tiles at their seam."""
    order = Order(str(data / "catalog_crop256.json"), box(15.80, 45.83, 16.14, 46.18), "2023-08-01", resolution=120)
    return run(order, tmp_path_factory.mktemp("crop"))


@pytest.fixture(scope="module")
def whole(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Product:
    """Both tiles, without their outermost rows and columns."""
    order = Order(str(data / "catalog.json"), box(15.05, 45.2, 16.35, 46.8), "2023-08-01", resolution=120)
    return run(order, tmp_path_factory.mktemp("whole"))


def _plane(product: Product, layer: str) -> np.ndarray:
    with rasterio.open(product.layers[layer]) as file:
        return file.read(1)


def _values_on(path: Path, product: Product) -> np.ndarray:
    """The pixel below the centre of every output pixel, 0 outside, (y, x); a centre on an edge belongs right, below."""
    with rasterio.open(path) as file:
        padded, bounds = np.pad(file.read(1), 1), file.bounds
    x, y = product.grid.centres()
    cols = np.floor((x - bounds.left) / 120 + 1e-6).astype(int) + 1
    rows = np.floor((bounds.top - y) / 120 + 1e-6).astype(int) + 1
    return padded[np.clip(rows, 0, padded.shape[0] - 1)][:, np.clip(cols, 0, padded.shape[1] - 1)]


def _classes_on(path: Path, product: Product) -> np.ndarray:
    classes = _values_on(path, product)
    return np.where(classes > 11, 0, classes)


def _clear_dates(folder: Path, product: Product) -> np.ndarray:
    """How many dates are clear by class at every output pixel; in the overlap the northern tile counts."""
    count = np.zeros(product.grid.shape, int)
    for date in ("20230810_S2B", "20230813_S2B", "20230815_S2A", "20230818_S2A", "20230820_S2B"):
        north = _classes_on(folder / f"{date}_33TWM_SCL.tif", product)
        south = _classes_on(folder / f"{date}_33TWL_SCL.tif", product)
        count += np.isin(np.where(north > 0, north, south), CLEAR)
    return count


def test_valid_observations_are_the_clear_dates_of_an_independent_count(crop: Product, data: Path):
    counted, expected = _plane(crop, "valid_obs"), _clear_dates(data / "cog_crop256", crop)
    assert expected.max() == 5
    assert (counted <= expected).all()
    # Less only at the swath border, which is seen too steeply, and where a band has no value.
    assert (counted == expected).mean() > 0.98


def test_a_pixel_is_filled_wherever_a_clear_date_exists(crop: Product, data: Path):
    expected = _clear_dates(data / "cog_crop256", crop)
    empty = _plane(crop, "B04") == 65535
    assert (expected > 0).mean() > 0.95
    assert (empty & (expected > 0)).mean() < 0.002


@pytest.mark.parametrize("size", ["crop", "whole"])
def test_no_chosen_pixel_is_cloud_or_shadow_by_its_class(size: str, request: pytest.FixtureRequest):
    product: Product = request.getfixturevalue(size)
    classes = _plane(product, "quality_scene_classification")
    assert set(np.unique(classes[_plane(product, "B04") != 65535])) <= set(CLEAR)


def test_every_pixel_is_the_genuine_value_of_the_scene_that_source_index_names(crop: Product, data: Path):
    index, red = _plane(crop, "source_index"), _plane(crop, "B04")
    with (data / "scenes.csv").open() as file:
        stems = {f"{row['satellite']}_{row['tile']}_{row['date']}": row for row in csv.DictReader(file)}
    for key, scene in enumerate(crop.scenes):
        row = stems[scene[:18]]
        path = data / "cog_crop256" / f"{row['date']}_{row['satellite']}_{row['tile']}_B04.tif"
        here = index == key
        truth = _values_on(path, crop)
        assert np.array_equal(red[here], truth[here]), scene


def test_the_record_says_what_the_source_lacks(crop: Product):
    notes = " ".join(crop.notes)
    assert all(word in notes for word in ("B8A", "B11", "B12", "quality_aot", "Snow was not refined"))
    assert crop.failures == ()


def test_the_whole_area_is_nearly_free_of_gaps(whole: Product):
    assert whole.valid_fraction > 0.985
    red = _plane(whole, "B04")
    # An offset applied twice or forgotten would move the whole scene by 1000.
    assert 300 < np.median(red[red != 65535]) < 700


def _step(upper: np.ndarray, lower: np.ndarray) -> float:
    """Median over the columns of the difference between two bands of rows."""
    upper, lower = np.where(upper == 65535, np.nan, upper), np.where(lower == 65535, np.nan, lower)
    return abs(float(np.nanmedian(np.nanmean(upper, axis=0) - np.nanmean(lower, axis=0))))


def _between_tiles(data: Path, product: Product, band: str) -> float:
    """Largest difference of one clear date's two tiles in their overlap: the atmospheric correction is made by tile."""
    found = []
    for date in ("20230813_S2B", "20230815_S2A", "20230820_S2B"):
        north, south = (
            _values_on(data / "cog" / f"{date}_{tile}_{band}.tif", product).astype(int) for tile in ("33TWM", "33TWL")
        )
        both = (north > 0) & (south > 0)
        found.append(abs(float(np.median((north - south)[both]))))
    return max(found)


@pytest.mark.filterwarnings("ignore:Mean of empty slice")
@pytest.mark.parametrize("band", ["B02", "B03", "B04", "B08"])
def test_the_step_between_tiles_is_no_larger_than_the_scenes_bring_along(whole: Product, data: Path, band: str):
    with rasterio.open(data / "cog" / "20230813_S2B_33TWM_B04.tif") as file:
        seam = round((whole.grid.north - file.bounds.bottom) / 120)
    values = _plane(whole, band).astype(float)
    rows = range(20, len(values) - 20, 5)
    usual = np.percentile([_step(values[row - 10 : row], values[row : row + 10]) for row in rows], 95)
    assert 200 < seam < len(values) - 200
    assert usual < 200
    assert _step(values[seam - 10 : seam], values[seam : seam + 10]) <= usual + _between_tiles(data, whole, band)


def test_the_step_at_the_swath_border_is_no_larger_than_the_orbits_differ(whole: Product, data: Path):
    """Reflectance stays directional: two orbits see the same ground 0.004 apart. The mosaic adds no step of its own."""
    index, red = _plane(whole, "source_index"), _plane(whole, "B04").astype(float)
    eastern = [key for key, scene in enumerate(whole.scenes) if scene[10:18] in ("20230810", "20230815", "20230820")]
    east, west = (_values_on(data / "cog" / f"{day}_33TWM_B04.tif", whole) for day in ("20230815_S2A", "20230813_S2B"))
    clear = [_classes_on(data / "cog" / f"{day}_33TWM_SCL.tif", whole) for day in ("20230815_S2A", "20230813_S2B")]
    both_clear = np.isin(clear[0], CLEAR) & np.isin(clear[1], CLEAR)
    steps, orbits = [], []
    for row, first in enumerate(np.argmax(np.isin(index, eastern), axis=1)[:800]):
        inside, beside = slice(first, first + 8), slice(first - 8, first)
        if first < 40 or 65535 in red[row, first - 8 : first + 8]:
            continue
        steps.append(red[row, inside].mean() - red[row, beside].mean())
        orbits += (east[row, inside].astype(float) - west[row, inside])[both_clear[row, inside]].tolist()
    assert len(steps) > 500
    assert abs(np.median(steps)) < abs(np.median(orbits)) + 25
