"""Output grids: snapping, zones, blocks, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyproj import Transformer
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform

from s2gm_core.area import area_from_bounds
from s2gm_core.errors import OrderError
from s2gm_core.grid import (
    BlockEdges,
    Grid,
    Window,
    footprint,
    grid_of_area,
    lon_lat_bounds,
    project_area,
    utm_crs,
)

NORTH, SOUTH = box(15.0, 45.5, 15.1, 45.6), box(-52.0, -32.1, -51.9, -32.0)


def _lon_lat(crs: str, bounds: tuple[float, float, float, float]) -> BaseGeometry:
    to_lon_lat = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    return transform(to_lon_lat.transform, box(*bounds))


@pytest.mark.parametrize("resolution", [10, 20, 30, 60, 120, 45])
@pytest.mark.parametrize(("area", "crs", "origin"), [(NORTH, "EPSG:32633", 0), (SOUTH, "EPSG:32722", 10_000_000)])
def test_the_origin_is_a_multiple_of_the_pixel_counted_from_the_false_northing(
    area: BaseGeometry, crs: str, origin: int, resolution: int
):
    grid = grid_of_area(area, resolution)
    assert grid.crs == crs
    assert grid.pixel_width == grid.pixel_height == resolution
    assert grid.west % resolution == 0
    assert (grid.north - origin) % resolution == 0


@pytest.mark.parametrize("area", [NORTH, SOUTH], ids=["north", "south"])
def test_coarser_pixels_hold_whole_finer_ones(area: BaseGeometry):
    fine, coarse = grid_of_area(area, 10), grid_of_area(area, 60)
    assert (fine.west - coarse.west) % 10 == 0
    assert (coarse.north - fine.north) % 10 == 0
    assert 0 <= fine.west - coarse.west < 60
    assert 0 <= coarse.north - fine.north < 60


@pytest.mark.parametrize(
    ("area", "crs"),
    [(area, crs) for area in (NORTH, SOUTH) for crs in ("auto", "EPSG:4326", "EPSG:3857")] + [(NORTH, "EPSG:3035")],
)
def test_the_grid_holds_the_area_and_hardly_more(area: BaseGeometry, crs: str):
    grid = grid_of_area(area, 60, crs)
    west, south, east, north = project_area(area, grid.crs).bounds
    left, bottom, right, top = grid.bounds
    pixel, slack = grid.pixel_width, grid.pixel_width * 1.1e-3
    assert -slack <= west - left < pixel + slack
    assert -slack <= right - east < pixel + slack
    assert -slack <= south - bottom < pixel + slack
    assert -slack <= top - north < pixel + slack


def test_degrees_follow_the_documented_length():
    grid = grid_of_area(NORTH, 10, "EPSG:4326")
    assert grid.pixel_width == pytest.approx(10 / 111_320)
    assert grid.west == pytest.approx(15.0, abs=1e-4)


def test_a_crs_in_feet_gets_pixels_of_the_same_length_on_the_ground():
    grid = grid_of_area(box(-74.1, 40.6, -74.0, 40.7), 10, "EPSG:2263")  # New York, US survey feet
    assert grid.pixel_width == pytest.approx(10 * 3937 / 1200)


@pytest.mark.parametrize(
    ("lon", "lat", "crs"),
    [
        (15.0, 45.0, "EPSG:32633"),
        (-180.0, 10.0, "EPSG:32601"),
        (179.99, 10.0, "EPSG:32660"),
        (180.0, 10.0, "EPSG:32660"),
        (12.0, -0.1, "EPSG:32733"),
        (12.0, 0.0, "EPSG:32633"),
        (5.0, 60.0, "EPSG:32632"),  # south-western Norway is in zone 32
        (2.9, 60.0, "EPSG:32631"),
        (5.0, 55.9, "EPSG:32631"),
        (8.0, 75.0, "EPSG:32631"),  # Svalbard: 31, 33, 35, 37 only
        (10.0, 75.0, "EPSG:32633"),
        (20.9, 75.0, "EPSG:32633"),
        (21.0, 75.0, "EPSG:32635"),
        (41.9, 75.0, "EPSG:32637"),
        (42.0, 75.0, "EPSG:32638"),
    ],
)
def test_zones_are_those_of_mgrs(lon: float, lat: float, crs: str):
    assert utm_crs(lon, lat) == crs


def _items(shared_data: Path) -> Iterator[dict[str, Any]]:
    for folder in ("croatia_33T_2023/metadata", "safe_metadata/stactools", "stac_json"):
        for path in sorted((shared_data / folder).rglob("*.json")):
            document = json.loads(path.read_text())
            if isinstance(document, dict) and document.get("type") == "Feature":
                yield document


def _real_tiles(shared_data: Path) -> set[tuple[str, float, float]]:
    """CRS and upper left corner of the real MGRS tiles in the items: rasters of 109.8 km in a UTM zone."""
    tiles = set()
    for item in _items(shared_data):
        properties = item["properties"]
        code = str(properties.get("proj:epsg") or properties.get("proj:code") or "").replace("EPSG:", "")
        for asset in item["assets"].values():
            place, shape = asset.get("proj:transform"), asset.get("proj:shape")
            if code[:3] in ("326", "327") and place and shape and place[0] * shape[1] == 109_800:
                tiles.add((f"EPSG:{code}", place[2], place[5]))
    return tiles


@pytest.mark.parametrize("resolution", [10, 20, 60])
def test_products_share_the_pixels_of_real_tiles_in_both_hemispheres(shared_data: Path, resolution: int):
    tiles = _real_tiles(shared_data)
    assert len(tiles) >= 12
    assert {crs[:8] for crs, _, _ in tiles} == {"EPSG:326", "EPSG:327"}
    for crs, left, top in tiles:
        # A piece as near to the zone's middle as the tile goes: near its rim the 180th meridian may pass.
        x = min(max(500_003, left + 3), left + 108_003)
        area = _lon_lat(crs, (x, top - 50_007, x + 998, top - 49_009))
        grid = grid_of_area(area, resolution, crs)
        assert (grid.west - left) % resolution == 0, (crs, left, top)
        assert (top - grid.north) % resolution == 0, (crs, left, top)


def test_an_extent_that_is_a_grid_is_not_enlarged_by_rounding():
    grid = grid_of_area(NORTH, 20)
    again = grid_of_area(_lon_lat_polygon(grid), 20, grid.crs)
    assert (again.west, again.north, again.width, again.height) == (grid.west, grid.north, grid.width, grid.height)


def _lon_lat_polygon(grid: Grid) -> BaseGeometry:
    west, south, east, north = grid.bounds
    steps = np.linspace(0, 1, 200)
    ring = [(west + (east - west) * s, south) for s in steps]
    ring += [(east, south + (north - south) * s) for s in steps]
    ring += [(east - (east - west) * s, north) for s in steps]
    ring += [(west, north - (north - south) * s) for s in steps]
    to_lon_lat = Transformer.from_crs(grid.crs, "EPSG:4326", always_xy=True)
    return Polygon([to_lon_lat.transform(x, y) for x, y in ring])


@pytest.mark.parametrize("crs", ["EPSG:32633", "EPSG:32610", "EPSG:2056", "EPSG:3035"])
def test_a_crs_without_the_area_is_refused(crs: str):
    with pytest.raises(OrderError, match=r"not made for the area|cannot be shown"):
        grid_of_area(box(140.0, -30.0, 140.1, -29.9), 10, crs)


def test_the_neighbouring_zone_is_allowed():
    assert grid_of_area(NORTH, 10, "EPSG:32632").crs == "EPSG:32632"


@pytest.mark.parametrize("crs", ["EPSG:999999", "nonsense"])
def test_an_unknown_crs_is_refused_with_an_example(crs: str):
    with pytest.raises(OrderError, match="EPSG:32633"):
        grid_of_area(NORTH, 10, crs)


@pytest.mark.parametrize("resolution", [0, -10, float("nan"), float("inf")])
def test_a_resolution_that_is_no_size_is_refused(resolution: float):
    with pytest.raises(OrderError, match="resolution"):
        grid_of_area(NORTH, resolution)


def test_an_area_smaller_than_a_pixel_gets_one():
    grid = grid_of_area(box(15.05001, 45.55001, 15.05002, 45.55002), 60)
    assert grid.shape == (1, 1)


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_blocks_cover_the_grid_once(size: int):
    grid = Grid("EPSG:32633", 0, 0, 10, 10, width=100, height=37)
    seen = np.zeros(grid.shape, int)
    for window in grid.blocks(size):
        assert window.height <= size
        assert window.width <= size
        seen[window.slices] += 1
    assert (seen == 1).all()


@pytest.mark.parametrize(("row", "col"), [(0, 0), (3, 0), (0, 6), (5, 2)])
def test_blocks_begin_where_their_edges_say(row: int, col: int):
    windows = list(BlockEdges(7, row, col).windows(37, 100))
    seen = np.zeros((37, 100), int)
    for window in windows:
        seen[window.slices] += 1
        assert window.row == 0 or window.row % 7 == row
        assert window.col == 0 or window.col % 7 == col
        assert max(window.shape) <= 7
    assert (seen == 1).all()


@pytest.mark.parametrize(("row", "col"), [(0, 0), (3, 0), (0, 10), (8, 13)])
def test_the_blocks_of_a_pair_follow_each_other(row: int, col: int):
    """What lies on a coarser grid is left by all blocks before the next is begun."""
    windows = list(BlockEdges(7, row, col).windows(37, 100))
    coarse = [((window.row - row) // 14, (window.col - col) // 14) for window in windows]
    assert [key for key, _ in groupby(coarse)] == sorted(set(coarse))


def test_edges_beyond_a_small_grid_leave_one_block():
    assert list(BlockEdges(1024, 500, 700).windows(300, 400)) == [Window(0, 0, 300, 400)]


def test_a_part_lies_where_its_window_says():
    grid = Grid("EPSG:32633", 500000, 5000000, 20, 20, width=50, height=40)
    part = grid.part(Window(row=10, col=5, height=7, width=9))
    assert (part.transform.c, part.transform.f) == (500100, 4999800)
    assert (part.west, part.north, part.height, part.width) == (500100, 4999800, 7, 9)
    assert np.array_equal(part.centres()[0], grid.centres()[0][5:14])
    assert np.array_equal(part.centres()[1], grid.centres()[1][10:17])


def test_windows_share_their_overlap_or_nothing():
    a = Window(0, 0, 10, 10)
    assert a.intersection(Window(5, 8, 10, 10)) == Window(5, 8, 5, 2)
    assert a.intersection(Window(10, 0, 5, 5)) is None


def test_the_footprint_holds_what_is_projected_back():
    grid = grid_of_area(NORTH, 60)
    assert footprint(grid).buffer(1e-6).contains(NORTH)
    west, south, east, north = lon_lat_bounds(grid)
    assert west <= 15.0 < 15.1 <= east
    assert south <= 45.5 < 45.6 <= north


@pytest.mark.parametrize(
    ("bounds", "crs"),
    [((-179, -80, 179, 80), "auto"), ((-20, 40, 40, 50), "EPSG:32633"), ((-60, 30, 10, 60), "EPSG:3035")],
)
def test_an_area_that_reaches_far_out_of_a_crs_is_refused(bounds: tuple[float, ...], crs: str):
    with pytest.raises(OrderError, match="not made for the area"):
        grid_of_area(box(*bounds), 10_000.0, crs)


@pytest.mark.parametrize("crs", ["EPSG:5773", "EPSG:4978", "EPSG:4979"])
def test_heights_and_space_are_no_map_plane(crs: str):
    with pytest.raises(OrderError, match="no map plane"):
        grid_of_area(box(15, 46, 16, 47), 10.0, crs)


def test_of_a_compound_crs_the_plane_counts():
    assert grid_of_area(box(15, 46, 16, 47), 100.0, "EPSG:32633+5773").crs == "EPSG:32633"


def test_an_area_across_the_antimeridian_has_one_compact_grid():
    area = area_from_bounds(179.9, -17.1, -179.8, -17.0)
    grid = grid_of_area(area, 100.0)
    assert grid.crs == "EPSG:32701"
    assert (grid.width, grid.height) == pytest.approx((320, 111), abs=8)
    with pytest.raises(OrderError, match="180th meridian"):
        grid_of_area(area, 100.0, "EPSG:4326")
