"""A product that is split into tiles of MGRS: nothing is missing, nothing is there twice, pixels are the same."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from pyproj import Transformer
from shapely.geometry import Point, box

from s2gm_core.area import area_from_bounds
from s2gm_core.errors import OrderError
from s2gm_core.order import Order
from s2gm_core.products.parts import Place, places_of
from s2gm_core.products.record import ProductPart
from s2gm_core.products.temporal_mosaic import run
from s2gm_core.products.validation import validate_product
from tests.core.archive import TinyScene, write_archive
from tests.core.products.orders import plane, polygon, tiny_order

IN_ONE_ZONE, ACROSS_ZONES, BEYOND_NORWAY = (13.2, 45.1, 16.4, 46.9), (11.5, 45.5, 12.5, 46.5), (5.0, 59.0, 7.0, 61.0)
ACROSS_THE_EQUATOR, ACROSS_THE_DATE_LINE = (14.0, -1.0, 16.0, 1.0), (179.0, -17.0, -179.0, -16.0)


def _places(*bounds: float, resolution: float = 60.0) -> tuple[Place, ...]:
    area = area_from_bounds(*bounds)
    return places_of(Order(source="x", area=area, start="2023-08-01", resolution=resolution, tiling="mgrs"))[1]


def _holds(place: Place, longitude: float, latitude: float) -> bool:
    grid = place.target.grid
    x, y = Transformer.from_crs("EPSG:4326", grid.crs, always_xy=True).transform(longitude, latitude)
    west, south, east, north = grid.bounds
    return west <= x <= east and south <= y <= north and place.target.cut.buffer(1.0).contains(Point(x, y))


@pytest.mark.parametrize(
    "bounds", [IN_ONE_ZONE, ACROSS_ZONES, BEYOND_NORWAY, ACROSS_THE_EQUATOR, ACROSS_THE_DATE_LINE], ids=str
)
def test_every_point_of_the_area_is_in_a_part(bounds: tuple[float, ...]):
    west, south, east, north = bounds
    places, rng = _places(*bounds), np.random.default_rng(1)
    width = (east - west) % 360
    for _ in range(150):
        longitude = (west + 0.001 + rng.random() * (width - 0.002) + 180) % 360 - 180
        latitude = south + 0.001 + rng.random() * (north - south - 0.002)
        assert any(_holds(place, longitude, latitude) for place in places), (longitude, latitude)


def test_parts_of_one_zone_share_no_more_than_a_pixel():
    places = _places(*IN_ONE_ZONE)
    assert {place.target.grid.crs for place in places} == {"EPSG:32633"}
    for place in places:
        for other in places:
            if place is not other:
                shared = box(*place.target.grid.bounds).intersection(box(*other.target.grid.bounds)).bounds or (0,) * 4
                assert min(shared[2] - shared[0], shared[3] - shared[1]) <= 60.0
        assert max(place.target.grid.shape) <= 1668


def test_an_order_with_a_grid_of_its_own_cannot_be_split(tmp_path: Path):
    for changes in ({"crs": "EPSG:3035"}, {"like": "grid.tif"}):
        with pytest.raises(OrderError, match="auto"):
            tiny_order(tmp_path / "catalog.json", tiling="mgrs", **changes)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three dates over the line between 33TWK and 33TWL, with noise."""
    rng = np.random.default_rng(2)
    scenes = [
        TinyScene(
            f"s{day}",
            f"2023-08-{day:02}T10:00:00Z",
            100 + day,
            reflectance={"B02": rng.integers(200, 900, (120, 120)), "B04": rng.integers(200, 900, (120, 120))},
        )
        for day in (3, 8, 13, 18)
    ]
    return write_archive(tmp_path_factory.mktemp("archive"), scenes)


def _read(part: ProductPart, layer: str) -> np.ndarray:
    with rasterio.open(part.layers[layer]) as file:
        return file.read(1)


def test_a_split_product_holds_the_pixels_of_the_whole_one(catalogue: Path, tmp_path: Path):
    whole = run(tiny_order(catalogue, area=polygon()), tmp_path / "whole")
    split = run(tiny_order(catalogue, area=polygon(), tiling="mgrs"), tmp_path / "split")
    assert [part.name for part in split.parts] == ["33TWK", "33TWL"]
    counted = np.zeros(whole.grid.shape, dtype=int)
    for part in split.parts:
        row = round((whole.grid.north - part.grid.north) / 20)
        col = round((part.grid.west - whole.grid.west) / 20)
        here = np.s_[row : row + part.grid.height, col : col + part.grid.width]
        for layer in ("B02", "B8A", "source_index", "valid_obs", "medoid_mos"):
            np.testing.assert_array_equal(_read(part, layer), plane(whole, layer)[here])
        counted[here] += 1
    assert (counted == 1).all()
    assert split.valid_fraction == whole.valid_fraction


def test_a_split_product_follows_the_specification(catalogue: Path, tmp_path: Path):
    product = run(tiny_order(catalogue, area=polygon(), tiling="mgrs"), tmp_path)
    assert validate_product(product.path).is_ok
    names = {json.loads(part.stac_item.read_text())["id"] for part in product.parts}
    assert names == {f"{product.name}_33TWK", f"{product.name}_33TWL"}
    assert set(json.loads((product.path / "run.json").read_text())["parts"]) == {"33TWK", "33TWL"}


def test_a_part_without_a_scene_is_left_out(catalogue: Path, tmp_path: Path):
    tall = area_from_bounds(15.0, 45.14, 15.02, 46.1)  # as far as 33TWM
    product = run(tiny_order(catalogue, area=tall, tiling="mgrs", resolution=60), tmp_path)
    assert [part.name for part in product.parts] == ["33TWK", "33TWL"]
