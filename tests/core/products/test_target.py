"""Where a product lies: on another raster's grid, inside an area or its box, with a rim around it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from pyproj import Geod, Transformer
from shapely.geometry import MultiPolygon, Point, Polygon, box
from shapely.ops import transform

from s2gm_core.errors import OrderError
from s2gm_core.order import Order
from s2gm_core.products import fetch as fetching
from s2gm_core.products.estimate import read_estimates
from s2gm_core.products.fetch import fetch
from s2gm_core.products.parts import places_of
from s2gm_core.products.scenes import query_of
from s2gm_core.products.target import area_of_raster, target_of
from s2gm_core.products.temporal_mosaic import run
from s2gm_core.raster import extract
from tests.core.archive import NORTH, PIXELS, WEST, TinyScene, write_archive
from tests.core.products.orders import plane, polygon, rectangle, tiny_order
from tests.core.products.planes import plan_of

GEOD = Geod(ellps="WGS84")


def _raster(path: Path, crs: str, affine: Affine, width: int = 40, height: int = 30, **profile: Any) -> Path:
    shape = {"driver": "GTiff", "dtype": "uint8", "count": 1, "width": width, "height": height, **profile}
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(path, "w", crs=crs, transform=affine, **shape):
        pass
    return path


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """One scene of 1.2 km, whose B04 tells its column: 1000 + column at 20 m."""
    columns = 1000 + np.tile(np.arange(60), (60, 1))
    reflectance = {**dict.fromkeys(PIXELS, 1000), "B04": np.kron(columns, np.ones((2, 2), int))}
    return write_archive(tmp_path / "archive", [TinyScene("a", reflectance=reflectance)])


def _order(catalogue: Path, like: Path | str, **changes: Any) -> Order:
    return tiny_order(catalogue, **{"like": str(like), "area": area_of_raster(str(like)), "bands": "B04", **changes})


# --- the grid of a raster


def test_the_grid_of_a_raster_is_taken_exactly_whatever_its_origin(catalogue: Path, tmp_path: Path):
    affine = Affine(20, 0, WEST + 103, 0, -20, NORTH - 57)
    product = run(_order(catalogue, _raster(tmp_path / "like.tif", "EPSG:32633", affine)), tmp_path / "out")
    with rasterio.open(product.layers["B04"]) as file:
        assert (file.transform, file.crs.to_epsg(), file.shape) == (affine, 32633, (30, 40))
        red = file.read(1)
    # The centre of column k lies at 103 + 20 k + 10: in column 5 + k of the scene.
    assert np.array_equal(red, np.tile(1005 + np.arange(40), (30, 1)))


def test_a_raster_in_degrees_gives_its_grid_and_the_true_resolution_is_told(catalogue: Path, tmp_path: Path):
    lon, lat = Transformer.from_crs("EPSG:32633", "EPSG:4326", always_xy=True).transform(WEST + 300, NORTH - 300)
    affine = Affine(0.0004, 0, lon, 0, -0.0003, lat)
    order = _order(catalogue, _raster(tmp_path / "like.tif", "EPSG:4326", affine, 10, 8), resolution=10)
    product = run(order, tmp_path / "out")
    metadata = json.loads(product.metadata.read_text(encoding="utf-8"))
    with rasterio.open(product.layers["B04"]) as file:
        assert (file.transform, file.crs.to_epsg(), file.shape) == (affine, 4326, (8, 10))
        assert (file.read(1) != 65535).all()
    assert metadata["Resolution_distance"] == pytest.approx(0.0004 * 111_320)
    assert "_M45_" in product.layers["B04"].name and "_M45_" in product.name


def test_a_raster_of_another_zone_gives_its_grid(catalogue: Path, tmp_path: Path):
    x, y = Transformer.from_crs("EPSG:32633", "EPSG:32634", always_xy=True).transform(WEST + 600, NORTH - 600)
    affine = Affine(30, 0, round(x) - 150, 0, -30, round(y) + 150)
    product = run(_order(catalogue, _raster(tmp_path / "like.tif", "EPSG:32634", affine, 10, 10)), tmp_path / "out")
    assert (product.grid.crs, product.grid.transform) == ("EPSG:32634", affine)
    assert abs(int(plane(product, "B04")[5, 5]) - 1030) <= 3  # near the middle of the scene


def test_outside_the_area_a_raster_stays_empty_unless_the_clip_is_a_box(catalogue: Path, tmp_path: Path):
    like = _raster(tmp_path / "like.tif", "EPSG:32633", Affine(20, 0, WEST, 0, -20, NORTH), 60, 60)
    for area in (rectangle(east=WEST + 600), polygon(east=WEST + 600)):
        target = target_of(_order(catalogue, like, area=area))
        assert target.cut is not None and target.grid.shape == (60, 60)
        product = run(_order(catalogue, like, area=area, layers="none"), tmp_path / "out")
        seen = plane(product, "B04") != 65535
        assert seen[:, :29].all() and not seen[:, 31:].any()
    boxed = run(_order(catalogue, like, area=rectangle(east=WEST + 600), clip="box", layers="none"), tmp_path / "box")
    assert (plane(boxed, "B04") != 65535).all()


def test_the_raster_s_own_outline_leaves_no_pixel_out(catalogue: Path, tmp_path: Path):
    for crs in ("EPSG:32633", "EPSG:3035", "EPSG:4326"):
        x, y = Transformer.from_crs("EPSG:32633", crs, always_xy=True).transform(WEST + 300, NORTH - 300)
        size = 20 / 111_320 if crs == "EPSG:4326" else 20
        like = _raster(tmp_path / f"{crs[5:]}.tif", crs, Affine(size, 0, x, 0, -size, y))
        assert target_of(_order(catalogue, like)).cut is None


def test_scenes_are_looked_for_where_area_and_raster_meet(catalogue: Path, tmp_path: Path):
    like = _raster(tmp_path / "like.tif", "EPSG:32633", Affine(20, 0, WEST, 0, -20, NORTH), 60, 60)
    wide = target_of(_order(catalogue, like, area=box(10, 40, 20, 50)))
    assert wide.cut is None
    assert wide.searched.bounds == pytest.approx(area_of_raster(str(like)).bounds)
    with pytest.raises(OrderError, match="outside the raster"):
        target_of(_order(catalogue, like, area=box(20, 40, 21, 41)))


def test_the_whole_world_s_grid_can_be_taken_for_a_small_area(catalogue: Path, tmp_path: Path):
    like = _raster(tmp_path / "world.tif", "EPSG:4326", Affine(0.1, 0, -180, 0, -0.1, 90), 3600, 1800, tiled=True)
    order = _order(catalogue, like, area=rectangle())
    target = target_of(order)
    assert target.grid.shape == (1800, 3600)
    assert target.searched.area < 0.001
    assert area_of_raster(str(like)).bounds == (-180, -90, 180, 90)


def _hostile(folder: Path) -> dict[str, Path]:
    folder.mkdir()
    text = folder / "text.tif"
    text.write_text("no raster")
    north = Affine(20, 0, WEST, 0, -20, NORTH)
    local = 'LOCAL_CS["site",UNIT["metre",1]]'
    huge = Affine(50_000, 0, WEST, 0, -50_000, NORTH)
    return {
        "missing": folder / "missing.tif",
        "folder": folder,
        "text": text,
        "rotated": _raster(folder / "rotated.tif", "EPSG:32633", north * Affine.rotation(10)),
        "south-up": _raster(folder / "south.tif", "EPSG:32633", Affine(20, 0, WEST, 0, 20, NORTH)),
        "without a CRS": _raster(folder / "bare.tif", "", north),
        "of a site": _raster(folder / "site.tif", local, north),
        "geocentric": _raster(folder / "centre.tif", "EPSG:4978", north),
        "from 0 to 360 degrees": _raster(folder / "turn.tif", "EPSG:4326", Affine(1, 0, 0, 0, -1, 90), 360, 180),
        "off the globe": _raster(folder / "off.tif", "EPSG:3857", Affine(1e9, 0, 1e12, 0, -1e9, 1e12)),
        "of tiny pixels": _raster(folder / "fine.tif", "EPSG:32633", Affine(0.1, 0, WEST, 0, -0.1, NORTH)),
        "of huge pixels": _raster(folder / "coarse.tif", "EPSG:32633", huge, 1, 1),
    }


HOSTILE = (
    "missing", "folder", "text", "rotated", "south-up", "without a CRS", "of a site", "geocentric", "off the globe",
    "from 0 to 360 degrees", "of tiny pixels", "of huge pixels",
)  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_raster_that_is_no_grid_is_refused_by_name(catalogue: Path, tmp_path: Path, kind: str):
    like = _hostile(tmp_path / "like")[kind]
    with pytest.raises(OrderError, match=r"grid of .*" + like.name):
        places_of(tiny_order(catalogue, like=str(like)))


def test_a_fetch_for_a_raster_is_as_wide_as_its_pixels_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(extract, "TILE_SIZE", 16)
    monkeypatch.setattr(fetching, "MARGIN_METRES", 1.0)
    catalogue = write_archive(tmp_path / "archive", [TinyScene("a", reflectance={"B04": 1234})])
    x, y = WEST + 400, NORTH - 400
    like = _raster(tmp_path / "like.tif", "EPSG:32633", Affine(200, 0, x, 0, -200, y), 2, 2)
    order = _order(catalogue, like, resolution=10, method="newest")
    fetched = fetch(order, tmp_path / "fetched")
    purpose = json.loads(fetched.catalogue.read_text(encoding="utf-8"))
    assert any(isinstance(value, dict) and value.get("resolution") == 200 for value in purpose.values())
    again = run(order.with_changes(source=str(fetched.catalogue)), tmp_path / "out")
    assert np.unique(plane(again, "B04")).tolist() == [1234]
    # Two of the raster's pixels on every side: all of the scene.
    with rasterio.open(next((tmp_path / "fetched").rglob("B04.tif"))) as file:
        assert (file.read(1) != 0).all()


# --- clip and buffer

TRIANGLE = Polygon([(15.0, 45.0), (16.0, 45.0), (15.0, 46.0)])


def test_a_box_is_searched_up_to_its_corners(catalogue: Path):
    order = tiny_order(catalogue, area=TRIANGLE, clip="box", resolution=100)
    target = target_of(order)
    assert target.cut is None
    assert target.searched.contains(Point(15.95, 45.95)) and not TRIANGLE.contains(Point(15.95, 45.95))
    assert query_of(order).area.contains(Point(15.95, 45.95))
    cut = target_of(order.with_changes(clip="polygon"))
    assert cut.cut is not None and cut.grid == target.grid
    assert cut.searched.equals(TRIANGLE)


@pytest.mark.parametrize("crs", ["auto", "EPSG:4326", "EPSG:3035"])
@pytest.mark.parametrize("clip", ["polygon", "box"])
def test_a_buffer_is_in_metres_on_the_ground(catalogue: Path, crs: str, clip: str):
    metres = 5000.0
    order = tiny_order(catalogue, area=TRIANGLE, buffer=metres, clip=clip, crs=crs, resolution=100)
    target = target_of(order)
    west, south, east, north = transform(
        Transformer.from_crs(target.grid.crs, "EPSG:4326", always_xy=True).transform, box(*target.grid.bounds)
    ).bounds
    assert west < 14.95 and east > 16.05 and south < 44.96 and north > 46.03
    if clip == "polygon":
        assert target.cut is not None
        rim = list(target.searched.exterior.coords)[::7]
        nearest = [_metres_to(TRIANGLE, Point(*at)) for at in rim]
        assert min(nearest) == pytest.approx(metres, rel=0.01) and max(nearest) == pytest.approx(metres, rel=0.01)


def _metres_to(shape: Polygon, point: Point) -> float:
    """Distance on the ellipsoid to the nearest of many points of an outline."""
    outline = [shape.exterior.interpolate(k / 4000, normalized=True) for k in range(4000)]
    _, _, metres = GEOD.inv(
        [point.x] * len(outline), [point.y] * len(outline), [p.x for p in outline], [p.y for p in outline]
    )
    return float(np.min(metres))


def test_the_buffer_of_a_rectangle_fills_its_corners_and_is_searched_there(catalogue: Path):
    target = target_of(tiny_order(catalogue, area=box(15, 45, 15.1, 45.1), buffer=100_000, resolution=100))
    assert target.cut is None
    corner = Point(15 - 1.2, 45.1 + 0.85)  # 94 km off on both axes
    assert target.searched.contains(corner)
    assert _metres_to(box(15, 45, 15.1, 45.1), corner) > 100_000


def test_a_buffer_reaches_across_the_antimeridian(catalogue: Path):
    near = target_of(tiny_order(catalogue, area=box(179.8, 10, 179.95, 10.1), buffer=20_000, resolution=100))
    assert near.grid.width < 700 and near.grid.height < 700
    assert near.searched.contains(Point(-179.93, 10.05)) and near.searched.contains(Point(179.7, 10.05))
    assert not near.searched.contains(Point(0, 10.05))
    across = MultiPolygon([box(179.9, 10, 180, 10.1), box(-180, 10, -179.9, 10.1)])
    wide = target_of(tiny_order(catalogue, area=across, buffer=20_000, resolution=100))
    assert wide.searched.contains(Point(-179.8, 10.05)) and wide.searched.contains(Point(179.8, 10.05))
    assert not wide.searched.contains(Point(0, 10.05))
    assert wide.searched.area < 0.6**2


def test_a_buffer_over_a_pole_is_refused(catalogue: Path):
    with pytest.raises(OrderError, match="pole"):
        target_of(tiny_order(catalogue, area=box(10, 89.5, 20, 89.8), buffer=80_000, resolution=1000))


def test_a_buffer_is_delivered(catalogue: Path, tmp_path: Path):
    inner = polygon(WEST + 400, NORTH - 800, WEST + 800, NORTH - 400)
    order = tiny_order(catalogue, area=inner, bands="B04", layers="none", method="newest")
    narrow, wide = run(order, tmp_path / "a"), run(order.with_changes(buffer=200), tmp_path / "b")
    assert narrow.grid.shape == (20, 20)
    # The polygon's edges lie a metre inside: 199 metres beyond the edges, in pixels of 20.
    assert wide.grid.shape == (40, 40)
    seen = plane(wide, "B04") != 65535
    assert seen[20, 0] and seen[0, 20] and not seen[0, 0]  # corners are round
    share = (400**2 + 4 * 400 * 200 + math.pi * 200**2) / 800**2
    assert share < seen.mean() < share + 0.07  # pixels that the rim touches count


@pytest.mark.parametrize("value", [-1, math.nan, math.inf, 100_001, "wide"])
def test_buffers_that_cannot_be_are_refused(catalogue: Path, value: object):
    with pytest.raises(OrderError, match="buffer"):
        tiny_order(catalogue, buffer=value)


def test_the_estimate_counts_the_buffer(tmp_path: Path):
    catalogue = write_archive(tmp_path / "archive", [TinyScene("a", side=30_000.0, bands=("B02", "B03", "B04"))])
    area = rectangle(WEST + 10_000, NORTH - 11_000, WEST + 11_000, NORTH - 10_000)
    order = tiny_order(catalogue, area=area, method="min_blue", layers="none", resolution=10)
    scenes = [granule.scene for granule in plan_of(order).granules]
    small, large = (sum(read_estimates(one, scenes).values()) for one in (order, order.with_changes(buffer=10_000)))
    assert large > 2 * small
