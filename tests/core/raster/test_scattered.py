"""Pixels that lie apart are read as those of a block of the whole grid."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from affine import Affine

from s2gm_core.catalog.records import Asset
from s2gm_core.errors import OrderError
from s2gm_core.grid import Grid, Window
from s2gm_core.raster.pool import RasterPool
from s2gm_core.raster.read import Resampling, read_on_grid
from s2gm_core.raster.scattered import ScatteredGrid, ScatteredPart, read_scattered
from tests.core.archive import write_raster


@pytest.fixture
def asset(tmp_path: Path) -> Asset:
    plane = np.random.default_rng(1).integers(1, 5000, (120, 120)).astype(np.uint16)
    write_raster(tmp_path / "a.tif", plane, Affine(10, 0, 500_000, 0, -10, 5_000_040), "EPSG:32633")
    return Asset(str(tmp_path / "a.tif"), 1e-4, 0.0)


def _scattered(whole: Grid) -> tuple[ScatteredGrid, np.ndarray, np.ndarray]:
    """Three rectangles with some of their pixels, one of them off the raster; rows and columns on the whole grid."""
    windows = (Window(2, 3, 5, 7), Window(20, 1, 1, 1), Window(30, 60, 9, 9))
    rng = np.random.default_rng(2)
    parts = [ScatteredPart(one, rng.integers(0, one.height, 4), rng.integers(0, one.width, 4)) for one in windows]
    rows = np.concatenate([part.window.row + part.rows for part in parts])
    cols = np.concatenate([part.window.col + part.cols for part in parts])
    return ScatteredGrid.of(whole, parts), rows, cols


@pytest.mark.parametrize(
    ("crs", "west", "size"), [("EPSG:32633", 500_000, 10), ("EPSG:32633", 500_000, 30), ("EPSG:32632", 971_500, 20)]
)
def test_pixels_are_those_of_the_whole_grid(asset: Asset, crs: str, west: float, size: float):
    north = 5_000_040 if crs == "EPSG:32633" else 5_012_000
    whole = Grid(crs, west, north, size, size, 80, 50)
    grid, rows, cols = _scattered(whole)
    with RasterPool() as pool:
        found = read_scattered(pool, asset, grid, Resampling.MEAN)
        plane = read_on_grid(pool, asset, whole, Resampling.MEAN)
    if plane is None:
        assert found is None
    else:
        expected = plane[rows, cols]
        found = np.zeros((1, len(rows))) if found is None else found
        assert (found[0] == expected).mean() > 0.9  # between zones a place on an edge may fall to either side
        assert crs != "EPSG:32633" or (found[0] == expected).all()


def test_a_part_holds_a_range_of_the_pixels(asset: Asset):
    grid, _, _ = _scattered(Grid("EPSG:32633", 500_000, 5_000_040, 10, 10, 80, 50))
    assert grid.shape == (1, 12) and grid.part(grid.window) is grid
    with RasterPool() as pool:
        whole = read_scattered(pool, asset, grid, Resampling.MEAN)
        part = read_scattered(pool, asset, grid.part(Window(0, 3, 1, 6)), Resampling.MEAN)
    assert np.array_equal(part, whole[:, 3:9])
    with pytest.raises(OrderError, match="one row"):
        grid.part(Window(1, 0, 1, 1))


def test_places_are_told_in_any_crs():
    grid, rows, cols = _scattered(Grid("EPSG:32633", 500_000, 5_000_040, 10, 10, 80, 50))
    x, y = grid.centres_in("EPSG:32633")
    assert np.allclose(x[0], 500_005 + 10 * cols) and np.allclose(y[0], 5_000_035 - 10 * rows)
    longitude, latitude = grid.centres_in("EPSG:4326")
    assert longitude.shape == (1, 12) and abs(longitude - 15).max() < 0.1 and abs(latitude - 45.15).max() < 0.05
