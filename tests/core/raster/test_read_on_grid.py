"""A raster on a block of another grid equals a slow oracle, however the block is cut out."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.shutil
from affine import Affine
from pyproj import Transformer

from s2gm_core.catalog.records import Asset
from s2gm_core.errors import ReadError
from s2gm_core.grid import Grid, Window
from s2gm_core.raster.environment import gdal_environment
from s2gm_core.raster.pool import RasterPool
from s2gm_core.raster.read import Resampling, plan_read, read_on_grid
from s2gm_core.raster.resample import CLASS_PRECEDENCE
from tests.core.archive import write_raster

WEST, NORTH = 500_000.0, 5_000_040.0
DEGREE = 111_320.0
UTM_33, UTM_34, LON_LAT = "EPSG:32633", "EPSG:32634", "EPSG:4326"


class Source:
    """A raster of random numbers, a third of them 0, at 10 m in a CRS."""

    def __init__(self, folder: Path, pixels: np.ndarray, crs: str = UTM_33, overviews: tuple[int, ...] = ()) -> None:
        self.pixels, self.crs = pixels, crs
        self.west, self.north = WEST, NORTH if crs == UTM_33 else 6_100_020.0
        self.path = folder / "source.tif"
        write_raster(self.path, pixels, Affine(10, 0, self.west, 0, -10, self.north), crs, overviews)

    def read(self, block: Grid, how: Resampling = Resampling.MEAN) -> np.ndarray | None:
        with RasterPool() as pool, gdal_environment():
            return read_on_grid(pool, Asset(str(self.path), 1.0, 0.0), block, how)

    def cells(self, grid: Grid) -> dict[tuple[int, int], list[int]]:
        """All source pixels by the output cell that holds their centre, one by one."""
        height, width = self.pixels.shape
        rows, cols = np.mgrid[:height, :width]
        to_grid = Transformer.from_crs(self.crs, grid.crs, always_xy=True)
        x, y = to_grid.transform(self.west + 10 * (cols + 0.5), self.north - 10 * (rows + 0.5))
        found: dict[tuple[int, int], list[int]] = {}
        for row, col, value in zip(np.ravel(grid.north - y), np.ravel(x - grid.west), np.ravel(self.pixels)):
            key = (math.floor(row / grid.pixel_height + 1e-6), math.floor(col / grid.pixel_width + 1e-6))
            found.setdefault(key, []).append(int(value))
        return found

    def nearest(self, grid: Grid) -> np.ndarray:
        """The source pixel below every output centre, one by one; 0 outside."""
        to_source = Transformer.from_crs(grid.crs, self.crs, always_xy=True)
        found = np.zeros(grid.shape, self.pixels.dtype)
        for row, col in np.ndindex(grid.shape):
            x, y = grid.west + (col + 0.5) * grid.pixel_width, grid.north - (row + 0.5) * grid.pixel_height
            x, y = to_source.transform(x, y)
            at = (math.floor((self.north - y) / 10 + 1e-6), math.floor((x - self.west) / 10 + 1e-6))
            if 0 <= at[0] < self.pixels.shape[0] and 0 <= at[1] < self.pixels.shape[1]:
                found[row, col] = self.pixels[at]
        return found


def _random(shape: tuple[int, int], dtype: str = "uint16", top: int = 20000) -> np.ndarray:
    rng = np.random.default_rng(shape[0])
    return (rng.integers(1, top, shape) * (rng.random(shape) > 0.33)).astype(dtype)


def _mean(values: list[int]) -> int:
    data = [value for value in values if value]
    return math.floor(sum(data) / len(data) + 0.5) if data else 0


def _percent(values: list[int]) -> int:
    return math.floor(sum(values) / len(values) + 0.5)


def _majority(values: list[int]) -> int:
    count = Counter(value if value < 12 else 0 for value in values)
    return next(value for value in CLASS_PRECEDENCE if count[value] == max(count.values()))


ORACLES = {Resampling.MEAN: _mean, Resampling.PERCENT: _percent, Resampling.CLASS: _majority}
INSIDE = {
    "aligned": Grid(UTM_33, WEST + 60, NORTH - 60, 60, 60, 17, 15),
    "half a pixel off": Grid(UTM_33, WEST + 65, NORTH - 65, 60, 60, 17, 15),
    "another origin": Grid(UTM_33, WEST + 47, NORTH - 91, 60, 60, 17, 15),
    "no whole multiple": Grid(UTM_33, WEST + 50, NORTH - 50, 25, 25, 40, 41),
    "wider than high": Grid(UTM_33, WEST + 60, NORTH - 60, 60, 40, 16, 24),
    "many to one": Grid(UTM_33, WEST, NORTH, 600, 600, 2, 2),
}


@pytest.mark.parametrize("grid", INSIDE.values(), ids=INSIDE)
@pytest.mark.parametrize("how", list(Resampling), ids=lambda how: how.value)
def test_coarser_cells_are_made_of_the_pixels_whose_centres_they_hold(tmp_path: Path, grid: Grid, how: Resampling):
    top = {Resampling.MEAN: 20000, Resampling.PERCENT: 101, Resampling.CLASS: 14}[how]
    source = Source(tmp_path, _random((121, 120), "uint16" if top > 255 else "uint8", top))
    cells = source.cells(grid)
    expected = [[ORACLES[how](cells[y, x]) for x in range(grid.width)] for y in range(grid.height)]
    assert source.read(grid, how).tolist() == expected


ABROAD = {
    "next zone": Grid(UTM_34, 28_440.0, 5_017_440.0, 60, 60, 16, 16),
    "degrees": Grid(LON_LAT, 15.0015, 45.1530, 60 / DEGREE, 60 / DEGREE, 14, 14),
}


@pytest.mark.parametrize("grid", ABROAD.values(), ids=ABROAD)
def test_cells_in_another_crs_equal_those_of_exact_coordinates(tmp_path: Path, grid: Grid):
    source = Source(tmp_path, _random((120, 120)))
    cells = source.cells(grid)
    found = source.read(grid)
    assert found is not None
    pairs = [(int(found[key]), _mean(cells[key])) for key in np.ndindex(grid.shape) if len(cells.get(key, [])) > 20]
    assert len(pairs) > 60
    # Coordinates are interpolated between nodes: one pixel in thousands may change its cell.
    assert sum(one != two for one, two in pairs) <= 0.02 * len(pairs)


FINER = {
    "native": Grid(UTM_33, WEST + 100, NORTH - 100, 10, 10, 40, 50),
    "native, half a pixel off": Grid(UTM_33, WEST + 105, NORTH - 105, 10, 10, 40, 50),
    "finer": Grid(UTM_33, WEST + 100, NORTH - 100, 4, 4, 100, 90),
    "over the edges": Grid(UTM_33, WEST - 55, NORTH + 35, 10, 10, 140, 140),
    "next zone": Grid(UTM_34, 28_440.0, 5_017_440.0, 10, 10, 60, 60),
    "degrees": Grid(LON_LAT, 15.0005, 45.1535, 10 / DEGREE, 10 / DEGREE, 90, 90),
}


@pytest.mark.parametrize("grid", FINER.values(), ids=FINER)
def test_an_equal_or_finer_grid_takes_the_nearest_pixel(tmp_path: Path, grid: Grid):
    source = Source(tmp_path, _random((120, 120)))
    found, expected = source.read(grid), source.nearest(grid)
    assert found is not None
    assert np.count_nonzero(expected) > 500
    assert np.count_nonzero(found != expected) <= (0 if grid.crs == UTM_33 else 0.002 * expected.size)


@pytest.mark.parametrize("how", list(Resampling), ids=lambda how: how.value)
def test_blocks_over_the_edge_count_only_the_pixels_that_exist(tmp_path: Path, how: Resampling):
    top = {Resampling.MEAN: 20000, Resampling.PERCENT: 101, Resampling.CLASS: 12}[how]
    source = Source(tmp_path, _random((115, 113), "uint16" if top > 255 else "uint8", top))
    grid = Grid(UTM_33, WEST - 120, NORTH + 60, 60, 60, 24, 23)
    cells = source.cells(grid)
    expected = [[ORACLES[how](cells[y, x]) if (y, x) in cells else 0 for x in range(24)] for y in range(23)]
    assert source.read(grid, how).tolist() == expected


def test_a_tile_of_the_southern_hemisphere_reads_alike(tmp_path: Path):
    source = Source(tmp_path, _random((120, 120)), "EPSG:32733")
    grid = Grid("EPSG:32733", WEST + 60, 6_100_020.0 - 60, 60, 60, 17, 15)
    cells = source.cells(grid)
    assert source.read(grid).tolist() == [[_mean(cells[y, x]) for x in range(17)] for y in range(15)]
    north = Grid(UTM_33, WEST + 60, 6_100_020.0 - 10_000_000 - 60, 60, 60, 17, 15)  # the same ground by its other name
    assert source.read(north).tolist() == source.read(grid).tolist()


@pytest.mark.parametrize(
    "grid",
    [
        Grid(UTM_33, WEST, NORTH, 20, 20, 192, 192),
        Grid(UTM_33, WEST - 100, NORTH + 80, 10, 10, 384, 384),
        Grid(UTM_33, WEST + 5, NORTH - 5, 30, 30, 128, 128),
        Grid(UTM_34, 28_300.0, 5_017_600.0, 20, 20, 192, 192),
        Grid(LON_LAT, 15.0, 45.1535, 20 / DEGREE, 20 / DEGREE, 192, 192),
        Grid(LON_LAT, 15.0, 45.1535, 60 / DEGREE, 60 / DEGREE, 64, 64),
    ],
    ids=["aligned", "native", "shifted", "next zone", "degrees", "coarse degrees"],
)
def test_blocks_cut_differently_hold_the_same_pixels(tmp_path: Path, grid: Grid):
    source = Source(tmp_path, _random((360, 365)))
    whole = source.read(grid)
    assert np.count_nonzero(whole) > 1000
    for size in (32, 64, 128):
        joined = np.zeros_like(whole)
        for window in grid.blocks(size):
            part = source.read(grid.part(window))
            joined[window.slices] = 0 if part is None else part
        assert np.array_equal(joined, whole), size


@pytest.mark.parametrize("latitude", [55.0, 56.0, 57.0])
def test_every_block_of_a_product_reads_a_raster_in_the_same_way(tmp_path: Path, latitude: float):
    """At 56 degrees 20 m in degrees are about one and a half native pixels: the border between mean and nearest."""
    to_utm = Transformer.from_crs(LON_LAT, UTM_33, always_xy=True)
    pixels = _random((400, 400))
    x, y = to_utm.transform(15.0, latitude)
    write_raster(tmp_path / "a.tif", pixels, Affine(1000, 0, x - 200_000, 0, -1000, y + 200_000), UTM_33)
    size = 2000 / DEGREE
    grid = Grid(LON_LAT, 13.0, latitude + 1.6, size, size, 200, 160)
    with RasterPool() as pool:
        header = pool.header(str(tmp_path / "a.tif"))
        plans = [plan_read(header, grid.part(window)) for window in grid.blocks(32)]
    assert len({plan.nearest for plan in plans if plan}) == 1


def _plan(folder: Path, overviews: tuple[int, ...], side: int, pixel: float, shift: float = 0) -> int:
    source = Source(folder, _random((side, side)), overviews=overviews)
    with RasterPool() as pool:
        plan = plan_read(pool.header(str(source.path)), Grid(UTM_33, WEST + shift, NORTH, pixel, pixel, 2, 2))
    return round(plan.source.pixel_width / 10)


@pytest.mark.parametrize(
    ("side", "pixel", "shift", "factor"),
    [
        (240, 20, 0, 2),
        (240, 40, 0, 4),
        (240, 60, 0, 2),  # 4 does not divide 6
        (240, 80, 0, 8),
        (240, 50, 0, 1),
        (240, 60, 5, 2),  # not aligned: at least two overview pixels across a cell
        (240, 30, 5, 1),
        (244, 80, 0, 4),  # the overview of 8 has no whole pixels
        (241, 70, 0, 1),  # nothing divides 241, and four pixels of the smallest overview are 80 m
        (241, 80, 0, 2),
        (241, 160, 0, 4),
        (241, 150, 0, 2),
        (240, 10, 0, 1),
    ],
)
def test_an_overview_stands_in_only_where_its_pixels_divide_the_cell(
    tmp_path: Path, side: int, pixel: float, shift: float, factor: int
):
    assert _plan(tmp_path, (2, 4, 8), side, pixel, shift) == factor


@pytest.mark.parametrize("side", [15, 16])
def test_overviews_that_were_rounded_up_or_down_are_read_where_they_lie(tmp_path: Path, side: int):
    """Numbers grow from column to column: pixels of the overview that are placed wrongly would show in the means."""
    pixels = np.tile(np.arange(1000, 1000 + 4 * 62, 4, dtype=np.uint16), (62, 1))
    source = Source(tmp_path, pixels, overviews=(4,) if side == 16 else ())
    if side == 15:  # GDAL's own driver rounds down
        plain, source.path = source.path, tmp_path / "cog.tif"
        rasterio.shutil.copy(plain, source.path, driver="COG", BLOCKSIZE=16, RESAMPLING="AVERAGE")
    with RasterPool() as pool:
        factors = pool.header(str(source.path)).overviews
        assert pool.shape(str(source.path), factors.index(4)) == (side, side)
    found = source.read(Grid(UTM_33, WEST, NORTH, 160.0, 160.0, 3, 3))
    assert found is not None
    truth = pixels[:48, :48].reshape(3, 16, 3, 16).mean(axis=(1, 3))
    assert np.abs(found - truth).max() <= 2 * 4  # half of a pixel of the overview, which is four columns


@pytest.mark.parametrize(("pixel", "factor"), [(310, 4), (320, 16)])
def test_previews_are_read_from_two_pixels_of_a_rounded_overview(tmp_path: Path, pixel: float, factor: int):
    assert _plan(tmp_path, (2, 4, 8, 16), 250, pixel, 0) == pytest.approx(factor, rel=0.05)


def test_a_mean_of_an_overview_is_the_mean_of_its_pixels(tmp_path: Path):
    pixels = np.arange(1, 1 + 24 * 24, dtype=np.uint16).reshape(24, 24) * 4
    source = Source(tmp_path, pixels, overviews=(2,))
    found = source.read(Grid(UTM_33, WEST, NORTH, 60, 60, 4, 4))
    exact = pixels.reshape(4, 6, 4, 6).mean(axis=(1, 3))
    assert np.abs(found - exact).max() <= 1


@pytest.mark.parametrize(
    "grid",
    [
        Grid(UTM_33, WEST + 5000, NORTH, 10, 10, 10, 10),
        Grid(UTM_33, WEST, NORTH + 5000, 60, 60, 10, 10),
        Grid(UTM_34, 600_000, 5_000_000, 60, 60, 10, 10),
        Grid(LON_LAT, -120.0, -40.0, 1e-3, 1e-3, 10, 10),
        Grid("EPSG:32601", 500_000, 5_000_000, 60, 60, 10, 10),
    ],
)
def test_a_block_elsewhere_reads_nothing(tmp_path: Path, grid: Grid):
    found = Source(tmp_path, _random((120, 120))).read(grid)
    assert found is None or not found.any()


def _cut(path: Path, part: float) -> str:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    return str(path)


GRID = Grid(UTM_33, WEST, NORTH, 10, 10, 120, 120)


@pytest.mark.filterwarnings("ignore")  # rasterio says that a cut header states no place
@pytest.mark.parametrize("part", [0.0, 0.001, 0.01])
def test_a_truncated_header_is_a_read_error_that_names_the_file(tmp_path: Path, part: float):
    source = Source(tmp_path, _random((120, 120)))
    _cut(source.path, part)
    with pytest.raises(ReadError, match=r"source\.tif"):
        source.read(GRID)


@pytest.mark.parametrize("how", list(Resampling))
@pytest.mark.parametrize("pixel", [10, 25, 60])
def test_truncated_data_is_a_read_error(tmp_path: Path, pixel: float, how: Resampling):
    source = Source(tmp_path, _random((480, 480)))
    _cut(source.path, 0.5)
    with pytest.raises(ReadError, match=r"source\.tif"):
        source.read(Grid(UTM_33, WEST, NORTH, pixel, pixel, 4700 // pixel, 4700 // pixel), how)


def test_the_reason_of_a_failure_is_the_same_whichever_part_failed_first(tmp_path: Path):
    source = Source(tmp_path, np.random.default_rng(1).integers(1, 9999, (480, 480)).astype(np.uint16))
    _cut(source.path, 0.3)
    reasons = set()
    for window in (Window(400, 0, 40, 40), Window(440, 440, 40, 40)):
        with pytest.raises(ReadError) as caught, RasterPool() as pool:
            pool.read(str(source.path), -1, window)
        reasons.add(str(caught.value))
    assert len(reasons) == 1


@pytest.mark.parametrize("dtype", ["float32", "int16", "int32", "complex64"])
def test_rasters_of_other_number_types_are_refused(tmp_path: Path, dtype: str):
    source = Source(tmp_path, np.ones((120, 120), dtype))
    with pytest.raises(ReadError, match=dtype):
        source.read(GRID)


def test_a_file_of_another_format_is_refused_although_gdal_could_read_it(tmp_path: Path):
    source = Source(tmp_path, _random((120, 120)))
    vrt = tmp_path / "a.vrt"
    vrt.write_text(
        f'<VRTDataset rasterXSize="120" rasterYSize="120"><VRTRasterBand dataType="UInt16" band="1"><SimpleSource>'
        f"<SourceFilename>{source.path}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"
    )
    source.path = vrt
    with pytest.raises(ReadError):
        source.read(GRID)
    source.path = vrt.rename(tmp_path / "disguised.tif")
    with pytest.raises(ReadError):
        source.read(GRID)


def test_a_raster_without_crs_is_refused(tmp_path: Path):
    write_raster(tmp_path / "a.tif", _random((20, 20)), Affine(10, 0, 0, 0, -10, 0), "")
    with RasterPool() as pool, pytest.raises(ReadError, match="no CRS"):
        pool.header(str(tmp_path / "a.tif"))


def test_a_raster_that_is_not_north_up_is_refused(tmp_path: Path):
    write_raster(tmp_path / "a.tif", _random((20, 20)), Affine(10, 1, 0, 0, -10, 0), UTM_33)
    with RasterPool() as pool, pytest.raises(ReadError, match="north-up"):
        pool.header(str(tmp_path / "a.tif"))


def test_a_raster_that_is_one_giant_block_is_refused(tmp_path: Path):
    path = tmp_path / "bomb.tif"
    options = {"driver": "GTiff", "dtype": "uint16", "count": 1, "width": 9000, "height": 9000, "crs": UTM_33}
    options |= {"transform": Affine(10, 0, WEST, 0, -10, NORTH), "blockysize": 9000, "compress": "deflate"}
    with rasterio.open(path, "w", sparse_ok=True, **options):
        pass
    with RasterPool() as pool, gdal_environment(), pytest.raises(ReadError, match="blocks of 9000 x 9000"):
        pool.header(str(path))
