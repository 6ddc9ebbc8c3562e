"""Tiles of a picture against the picture, as other programs see them."""

from __future__ import annotations

import math
import sqlite3
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from pyproj import Transformer

from s2gm_core.errors import Cancelled, OutputError, ReadError
from s2gm_core.grid import Grid
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.cog import assemble_cog
from s2gm_core.raster.tile_stores import TILE_STORES
from s2gm_core.raster.web_tiles import TiledPicture, TileFacts
from s2gm_core.raster.write import RasterFormat

SIZE, PIXEL = 600, 20.0
GRID = Grid("EPSG:32633", 500_000.0, 5_000_000.0, PIXEL, PIXEL, SIZE, SIZE)
EMPTY = (slice(0, 200), slice(300, 600))


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Smooth colours of 600 x 600 pixels of 20 m at 15 E 45 N, without data in the upper right."""
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    colours = np.stack([20 + x * 200 // SIZE, 20 + y * 200 // SIZE, 240 - x * 200 // SIZE]).astype(np.uint8)
    colours[(slice(None), *EMPTY)] = 0
    path = tmp_path_factory.mktemp("picture") / "rgb.tif"
    layout = RasterFormat("uint8", 0, ("B04", "B03", "B02"))
    assemble_cog(path, GRID, layout, lambda band, window: colours[band][window.slices], 2, SilentProgress())
    return path


def _made(picture: Path, folder: Path, kind: str) -> Path:
    source = TiledPicture(picture)
    zooms = source.ranges[0].zoom, source.ranges[-1].zoom
    facts = TileFacts("A name", "What it is", "Contains modified Copernicus Sentinel data", source.bounds, zooms)
    with TILE_STORES[kind](folder / f"tiles.{kind}", facts) as store:
        source.write(store, 2, SilentProgress())
    return folder / f"tiles.{kind}"


def test_the_deepest_zoom_has_the_pixels_of_the_picture(picture: Path):
    """20 m at 45 degrees north are 28.3 m of Web Mercator: zoom 12 has 38 m, zoom 13 has 19 m."""
    ranges = TiledPicture(picture).ranges
    assert ranges[-1].zoom == math.ceil(math.log2(156543.034 / (20 / math.cos(math.radians(45)))) - 0.3)
    assert ranges[0].count == 1
    assert [one.zoom for one in ranges] == list(range(ranges[0].zoom, ranges[-1].zoom + 1))


def test_mbtiles_opened_by_gdal_show_the_picture(picture: Path, tmp_path: Path):
    with rasterio.open(picture) as file:
        own = file.read()
    with rasterio.open(_made(picture, tmp_path, "mbtiles"), driver="MBTiles") as file:
        seen, place, crs = file.read(), file.transform, file.crs
        assert file.count == 4
    assert crs.to_epsg() == 3857
    to_mercator = Transformer.from_crs("EPSG:32633", "EPSG:3857", always_xy=True)
    rows, cols = (axis.ravel() for axis in np.mgrid[30:570:40, 30:570:40])
    x, y = to_mercator.transform(GRID.west + (cols + 0.5) * PIXEL, GRID.north - (rows + 0.5) * PIXEL)
    across, down = ~place * (np.array(x), np.array(y))
    found = seen[:, down.astype(int), across.astype(int)].astype(int)
    wanted = own[:, rows, cols].astype(int)
    empty = (wanted == 0).all(axis=0)
    assert 20 < empty.sum() < 80
    np.testing.assert_array_equal(found[3] == 0, empty)
    np.testing.assert_allclose(found[:3, ~empty], wanted[:, ~empty], atol=3)


def test_mbtiles_say_what_they_are(picture: Path, tmp_path: Path):
    with sqlite3.connect(_made(picture, tmp_path, "mbtiles")) as file:
        facts = dict(file.execute("SELECT name, value FROM metadata"))
        rows = file.execute("SELECT zoom_level, tile_column, tile_row FROM tiles").fetchall()
    west, south, east, north = map(float, facts["bounds"].split(","))
    assert (west, north) == pytest.approx((15.0, 45.153), abs=0.01)
    assert (east - west, north - south) == pytest.approx((0.1527, 0.108), abs=0.002)
    assert (facts["format"], facts["name"], facts["type"]) == ("png", "A name", "baselayer")
    zooms = {row[0] for row in rows}
    assert (min(zooms), max(zooms)) == (int(facts["minzoom"]), int(facts["maxzoom"]))
    deepest = max(zooms)
    column = math.floor((15.05 + 180) / 360 * 2**deepest)
    assert column in {row[1] for row in rows if row[0] == deepest}
    latitude = math.radians(45.1)
    from_north = (1 - math.log(math.tan(latitude) + 1 / math.cos(latitude)) / math.pi) / 2 * 2**deepest
    assert 2**deepest - 1 - math.floor(from_north) in {row[2] for row in rows if row[0] == deepest}


def test_both_kinds_hold_the_same_tiles(picture: Path, tmp_path: Path):
    folder, database = _made(picture, tmp_path, "xyz"), _made(picture, tmp_path, "mbtiles")
    files = {tuple(map(int, path.relative_to(folder).with_suffix("").parts)): path for path in folder.rglob("*.png")}
    with sqlite3.connect(database) as file:
        rows = file.execute("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles").fetchall()
    assert {(z, x, 2**z - 1 - y): data for z, x, y, data in rows} == {
        key: path.read_bytes() for key, path in files.items()
    }


def test_tiles_without_data_are_left_out(tmp_path: Path):
    """A picture of which only one pixel far in the south-west has data."""
    path = tmp_path / "rgb.tif"
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 3, "height": 1024, "width": 1024, "nodata": 0}
    with rasterio.open(path, "w", crs="EPSG:3857", transform=Affine(10, 0, 0, 0, -10, 10240), **profile) as file:
        file.write(np.full((3, 64, 64), 100, np.uint8), window=rasterio.windows.Window(0, 960, 64, 64))
    folder = _made(path, tmp_path, "xyz")
    deepest = TiledPicture(path).ranges[-1]
    assert len(list((folder / str(deepest.zoom)).rglob("*.png"))) == 1
    assert deepest.count > 16


def test_a_cancel_stops_the_making(picture: Path, tmp_path: Path):
    class Stop(SilentProgress):
        def is_cancelled(self) -> bool:
            return True

    source = TiledPicture(picture)
    facts = TileFacts("", "", "", source.bounds, (0, 1))
    with pytest.raises(Cancelled), TILE_STORES["mbtiles"](tmp_path / "x.mbtiles", facts) as store:
        source.write(store, 1, Stop())


def test_what_cannot_be_read_or_written_is_an_error(tmp_path: Path):
    (tmp_path / "no.tif").write_bytes(b"no picture")
    with pytest.raises(ReadError):
        TiledPicture(tmp_path / "no.tif")
    facts = TileFacts("", "", "", (0, 0, 1, 1), (0, 1))
    for kind in TILE_STORES:
        with pytest.raises(OutputError), TILE_STORES[kind](tmp_path / "missing" / "x", facts):
            pass
