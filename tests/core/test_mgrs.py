"""Tiles of Sentinel-2: the whole published grid, the tiles of real products, and the homes of points."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Point, Polygon, box

from s2gm_core.errors import OrderError
from s2gm_core.grid import grid_of_area, utm_crs
from s2gm_core.mgrs import Tile, home_tiles, tile_named, tiles_of_area
from s2gm_core.order import Order

TILES_OF_THE_PUBLISHED_GRID = 56_686
DIGEST_OF_THE_PUBLISHED_GRID = "aade06c9c32d7851a9813b2a05801bf0d5cc42d604a229477361b9e9efa924ff"
"""SHA-256 of the lines "33TWL 32633 499980 5100000", sorted and joined by newlines, made from the published grid."""


@lru_cache(maxsize=1)
def _whole_grid() -> dict[str, Tile]:
    """Every name that is a tile."""
    tiles = {}
    columns = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
    for zone in range(1, 61):
        for letters in product("CDEFGHJKLMNPQRSTUVWX", columns[zone % 3], "ABCDEFGHJKLMNPQRSTUV"):
            try:
                tile = tile_named(f"{zone:02d}{''.join(letters)}")
            except OrderError:
                continue
            tiles[tile.name] = tile
    return tiles


def test_the_grid_is_the_published_one_tile_by_tile() -> None:
    tiles = _whole_grid()
    assert len(tiles) == TILES_OF_THE_PUBLISHED_GRID
    lines = sorted(f"{name} {tile.crs[5:]} {tile.corner[0]} {tile.corner[1]}" for name, tile in tiles.items())
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == DIGEST_OF_THE_PUBLISHED_GRID


@pytest.mark.parametrize(
    ("name", "crs", "corner"),
    [
        ("33TWL", "EPSG:32633", (499980, 5100000)),
        ("33TWN", "EPSG:32633", (499980, 5300040)),
        ("01WCQ", "EPSG:32601", (300000, 7500000)),
        ("60VXH", "EPSG:32660", (600000, 6300000)),
        ("32VLH", "EPSG:32632", (300000, 6300000)),  # zone 32 is wider in Norway
        ("33XVP", "EPSG:32633", (399960, 9400020)),  # Svalbard
        ("23KPQ", "EPSG:32723", (600000, 7500040)),
        ("13SFR", "EPSG:32613", (600000, 3600000)),  # half of it in band R
        ("01NAA", "EPSG:32601", (99960, 100020)),
    ],
)
def test_names_and_corners_of_known_tiles(name: str, crs: str, corner: tuple[int, int]) -> None:
    tile = tile_named(name)
    assert (tile.name, tile.crs, tile.corner) == (name, crs, corner)
    assert tile_named(f" t{name.lower()}") == tile


@pytest.mark.parametrize(
    "name",
    [
        "",
        "33",
        "33TW",
        "33TWML",
        "61TWM",
        "00TWM",
        "33IWM",
        "33TIM",
        "33TWO",
        "33TAM",
        "33SWM",
        "34XDH",
        "33TWW",
        "047027",
    ],
)
def test_names_without_a_tile_are_refused(name: str) -> None:
    with pytest.raises(OrderError, match="no tile"):
        tile_named(name)


def _real_tiles(shared_data: Path) -> Iterator[tuple[str, str, float, float]]:
    """Name, CRS and upper left corner in items and in granule metadata."""
    for path in sorted(path for path in shared_data.rglob("*") if path.is_file()):
        if path.suffix == ".xml" and "TL" in path.name:
            text = path.read_text(errors="replace")
            name = re.search(r"<TILE_ID[^>]*>[^<]*_T(\d\d[A-Z]{3})_", text)
            code = re.search(r"<HORIZONTAL_CS_CODE>(EPSG:\d+)<", text)
            x, y = re.search(r"<ULX>([\d.]+)<", text), re.search(r"<ULY>([\d.]+)<", text)
            if name and code and x and y:
                yield name.group(1), code.group(1), float(x.group(1)), float(y.group(1))
        elif path.suffix in (".json", ".geojson") or path.name.endswith("_L2A"):
            yield from _tiles_of_item(path)


def _tiles_of_item(path: Path) -> Iterator[tuple[str, str, float, float]]:
    document = json.loads(path.read_text())
    items = document.get("features", [document]) if isinstance(document, dict) else []
    for item in items:
        properties = item.get("properties", {})
        code = str(properties.get("proj:epsg") or properties.get("proj:code") or "").replace("EPSG:", "")
        name = re.search(r"T?(\d{2}[C-X][A-Z]{2})(?=_|$)", str(item.get("id", "")))
        name = re.search(r"(\d{2}[C-X][A-Z]{2})", str(properties.get("s2:mgrs_tile") or "")) or name
        for asset in item.get("assets", {}).values():
            place, shape = asset.get("proj:transform"), asset.get("proj:shape")
            if name and code[:3] in ("326", "327") and place and shape and place[0] * shape[1] == 109_800:
                yield name.group(1), f"EPSG:{code}", place[2], place[5]


def test_tiles_of_real_products(shared_data: Path) -> None:
    found = set(_real_tiles(shared_data))
    assert len({name for name, *_ in found}) >= 20
    assert {crs[:8] for _, crs, _, _ in found} == {"EPSG:326", "EPSG:327"}
    for name, crs, x, y in sorted(found):
        tile = tile_named(name)
        assert (tile.crs, *map(float, tile.corner)) == (crs, x, y), name


def test_a_tile_and_its_pixels() -> None:
    tile = tile_named("33TWN")
    assert tile.square.bounds == (500_000, 5_200_000, 600_000, 5_300_000)
    assert tile.extent.bounds == (499_980, 5_190_240, 609_780, 5_300_040)
    grid = tile.grid(20)
    assert (grid.crs, grid.west, grid.north, grid.width, grid.height) == ("EPSG:32633", 499_980, 5_300_040, 5490, 5490)
    assert grid.bounds == tile.extent.bounds
    assert tile.grid(10).shape == (10_980, 10_980)
    assert tile.grid(2.5).width == 43_920
    for resolution in (0, -10, 70, 11, 1e6):
        with pytest.raises(OrderError, match="do not fill a tile"):
            tile.grid(resolution)


def test_pixels_of_tiles_are_those_of_the_grid_of_an_area() -> None:
    tile = tile_named("23KPQ")
    part = grid_of_area(_lon_lat(tile.crs, 640_003, 7_440_001, 650_000, 7_450_000), 60, tile.crs)
    assert (part.west - tile.grid(60).west) % 60 == 0
    assert (tile.grid(60).north - part.north) % 60 == 0


def test_tiles_of_an_area_that_lies_in_the_overlap() -> None:
    area = _lon_lat("EPSG:32633", 603_000, 5_195_000, 604_000, 5_196_000)  # in four tiles, at home in one
    assert [tile.name for tile in tiles_of_area(area)] == ["33TWM", "33TWN", "33TXM", "33TXN"]
    assert [tile.name for tile in home_tiles(area)] == ["33TXM"]


def _lon_lat(crs: str, west: float, south: float, east: float, north: float) -> Polygon:
    to_lon_lat = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    ring = [(west, south), (east, south), (east, north), (west, north)]
    return Polygon([to_lon_lat.transform(x, y) for x, y in ring])


ACROSS_180 = MultiPolygon([box(178.0, 64.0, 180.0, 66.5), box(-180.0, 64.0, -177.0, 66.5)])
AREAS = {
    "Zagreb": box(15.05, 45.2, 16.35, 46.8),
    "two zones": box(11.4, 47.3, 12.9, 48.4),
    "two bands": box(22.0, 39.0, 23.0, 41.0),
    "a square without a tile": box(5.95, 42.5, 6.2, 43.1),
    "equator": box(35.1, -0.9, 36.9, 0.8),
    "south": box(143.0, -38.6, 145.1, -37.2),
    "180th meridian": ACROSS_180,
    "180th meridian at the equator": MultiPolygon([box(179.0, -1.0, 180.0, 1.0), box(-180.0, -1.0, -179.2, 1.0)]),
    "Norway": box(2.0, 55.2, 13.0, 64.8),
    "Svalbard": box(5.0, 71.0, 44.0, 83.9),
    "Antarctica": box(164.0, -79.9, 170.5, -77.0),
    "a triangle": Polygon([(8.0, 50.0), (14.1, 52.0), (9.0, 53.5)]),
    "a point's surroundings": Point(30.0, 72.0).buffer(0.01),
}
every_area = pytest.mark.parametrize("name", list(AREAS))


def _home_of(longitude: float, latitude: float) -> str:
    """The definition for one point: the square of its zone, else of the next zones on its side of the zone."""
    own = int(utm_crs(longitude, latitude)[8:])
    hemisphere = 32600 if latitude >= 0 else 32700
    side = 0
    for aside in range(3):
        zone = (own - 1 + side * aside) % 60 + 1
        x, y = _to_utm(hemisphere + zone).transform(longitude, latitude)
        side = side or (-1 if x < 500_000 else 1)
        name = _squares().get((f"EPSG:{hemisphere + zone}", int(x // 100_000), int(y // 100_000)))
        if name:
            return name
    raise AssertionError((longitude, latitude))


@lru_cache(maxsize=128)
def _to_utm(code: int) -> Transformer:
    return Transformer.from_crs(4326, code, always_xy=True)


@lru_cache(maxsize=1)
def _squares() -> dict[tuple[str, int, int], str]:
    tiles = _whole_grid().values()
    return {(tile.crs, tile.easting // 100_000, tile.northing // 100_000): tile.name for tile in tiles}


def _points_in(area: Polygon | MultiPolygon, count: int) -> list[tuple[float, float]]:
    rng = np.random.default_rng(5)
    points = []
    for part in getattr(area, "geoms", [area]):
        west, south, east, north = part.bounds
        drawn = rng.uniform((west, south), (east, north), (count, 2))
        points += [(x, y) for x, y in drawn if part.contains(Point(x, y))]
    return points


@every_area
def test_every_point_has_its_home_among_the_tiles(name: str) -> None:
    area = AREAS[name]
    homes = {tile.name: tile for tile in home_tiles(area)}
    seen = {_home_of(x, y) for x, y in _points_in(area, 600)}
    assert seen <= set(homes)
    # Homes of no drawn point are those with a sliver of the area.
    for missed in set(homes) - seen:
        assert _shared_area(homes[missed], area) < 0.03 * _total_area(area, homes[missed].crs), missed


@every_area
def test_points_lie_inside_their_home_and_homes_are_among_all_tiles(name: str) -> None:
    area = AREAS[name]
    every = {tile.name: tile for tile in tiles_of_area(area)}
    assert {tile.name for tile in home_tiles(area)} <= set(every)
    for x, y in _points_in(area, 60):
        home = every[_home_of(x, y)]
        assert home.square.contains(Point(_to_utm(int(home.crs[5:])).transform(x, y)))
        assert home.extent.contains(Point(_to_utm(int(home.crs[5:])).transform(x, y)))


PLACES = {  # longitudes and latitudes to draw from
    "anywhere": ((-180.0, 180.0), (-80.0, 84.0)),
    "high in the north": ((-180.0, 180.0), (70.0, 84.0)),
    "180th meridian, east": ((176.0, 180.0), (-80.0, 84.0)),
    "180th meridian, west": ((-180.0, -176.0), (-80.0, 84.0)),
    "equator": ((-180.0, 180.0), (-0.1, 0.1)),
    "Norway": ((-1.0, 13.0), (55.0, 65.0)),
    "Svalbard": ((-2.0, 44.0), (71.0, 84.0)),
}


@pytest.mark.parametrize("name", list(PLACES))
def test_home_and_tiles_of_single_points(name: str) -> None:
    rng = np.random.default_rng(7)
    (west, east), (south, north) = PLACES[name]
    for longitude, latitude in rng.uniform((west, south), (east, north), (60, 2)):
        if rng.random() < 0.5:  # near the rim of a zone, where squares have no tile
            rim = np.clip(round(longitude / 6) * 6 + rng.normal(0, 0.3), -179.999, 179.999)
            longitude = float(rim)
        spot = box(longitude - 1e-6, latitude - 1e-6, longitude + 1e-6, latitude + 1e-6)
        assert [tile.name for tile in home_tiles(spot)] == [_home_of(longitude, latitude)]
        assert {tile.name for tile in tiles_of_area(spot)} == _tiles_over(longitude, latitude)


def _tiles_over(longitude: float, latitude: float) -> set[str]:
    """The tiles that show a point: of all zones around it, in both hemispheres near the equator."""
    own = int((longitude + 180) // 6)
    hemispheres = (32600, 32700) if abs(latitude) < 1 else (32600,) if latitude > 0 else (32700,)
    found = set()
    for code in (hemisphere + (own + k) % 60 + 1 for k in range(-3, 4) for hemisphere in hemispheres):
        x, y = _to_utm(code).transform(longitude, latitude)
        for column, row in product((x // 1e5 - 1, x // 1e5, x // 1e5 + 1), (y // 1e5 - 1, y // 1e5, y // 1e5 + 1)):
            name = _squares().get((f"EPSG:{code}", int(column), int(row)))
            if name and _whole_grid()[name].extent.contains(Point(x, y)):
                found.add(name)
    return found


def _shared_area(tile: Tile, area: Polygon | MultiPolygon) -> float:
    return _in_utm(area, tile.crs).intersection(tile.square).area


def _total_area(area: Polygon | MultiPolygon, crs: str) -> float:
    return _in_utm(area, crs).area


def _in_utm(area: Polygon | MultiPolygon, crs: str) -> Polygon | MultiPolygon:
    to_utm = _to_utm(int(crs[5:]))
    parts = [
        Polygon([to_utm.transform(x, y) for x, y in part.exterior.coords]) for part in getattr(area, "geoms", [area])
    ]
    return MultiPolygon(parts).buffer(0)


def test_across_the_180th_meridian_both_sides_have_their_tiles() -> None:
    names = {tile.name[:2] for tile in home_tiles(ACROSS_180)}
    assert names == {"60", "01"}


def test_no_tile_is_taken_for_a_touching_rim() -> None:
    tile = tile_named("33TWN")  # whose western side is the zone's middle meridian
    west, south, east, north = 500_000, 5_200_000, 600_000, 5_300_000
    inner = _lon_lat(tile.crs, west + 50, south + 600, east - 50, north - 600)
    assert [home.name for home in home_tiles(inner)] == ["33TWN"]


@pytest.mark.parametrize("area", [box(10, 83.0, 11, 84.1), box(10, -80.2, 11, -79.0), box(10, -89, 11, -88)])
def test_poles_are_refused(area: Polygon) -> None:
    for tiles in (home_tiles, tiles_of_area):
        with pytest.raises(OrderError, match="zones end at -80 and 84"):
            tiles(area)


def test_an_area_at_the_limits_is_taken() -> None:
    assert {tile.name[2] for tile in home_tiles(box(10, 83.5, 11, 84.0))} == {"X"}
    assert {tile.name[2] for tile in home_tiles(box(10, -80.0, 11, -79.5))} == {"C"}


def test_the_area_of_an_order_can_be_used() -> None:
    order = Order("archive", "15.05,45.2,16.35,46.8", "2024-06-01")
    assert [tile.name for tile in home_tiles(order.area)] == ["33TWL", "33TWM", "33TXL", "33TXM"]
