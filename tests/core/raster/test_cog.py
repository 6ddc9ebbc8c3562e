"""Cloud-optimised GeoTIFFs that are put together here: read by GDAL, against overviews that are computed slowly."""

from __future__ import annotations

import math
import resource
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from pyproj import CRS

from s2gm_core import disk
from s2gm_core.errors import Cancelled, OutputError
from s2gm_core.grid import Grid, Window
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.cog import assemble_cog, write_cog
from s2gm_core.raster.environment import gdal_environment
from s2gm_core.raster.write import BandSteps, BlockWriter, RasterFormat, overview_factors

NAN = float("nan")
KINDS = [
    ("uint8", 255, False),
    ("uint8", 0, True),
    ("uint16", 65535, False),
    ("uint16", None, False),
    ("int16", -10000, False),
    ("int16", -1, True),
    ("int32", -1, False),
    ("float32", NAN, False),
    ("float64", -1.0, False),
]
SHAPES = [(1, 1), (37, 100), (257, 300), (512, 512), (120, 1100), (1030, 70)]


def _grid(shape: tuple[int, int], crs: str = "EPSG:32633", step: float = 10.0) -> Grid:
    return Grid(crs, 500_000.0 if step > 1 else 15.0, 5_000_040.0 if step > 1 else 45.0, step, step, *shape[::-1])


def _pixels(dtype: str, nodata: float | None, shape: tuple[int, int]) -> np.ndarray:
    """Noise with single pixels, and a corner, of nodata."""
    random = np.random.default_rng(3)
    limits = np.iinfo(dtype) if np.dtype(dtype).kind in "iu" else np.iinfo(np.int16)
    plane = random.integers(limits.min, limits.max, shape, endpoint=True).astype(dtype)
    if nodata is not None:
        plane[random.random(shape) < 0.3] = nodata
        plane[: shape[0] // 3, : shape[1] // 3] = nodata
    return plane


def _assemble(path: Path, plane: np.ndarray, layout: RasterFormat, workers: int = 2, **options: Any) -> Path:
    """A file of (band, y, x) or (y, x)."""
    cube = plane if plane.ndim == 3 else plane[np.newaxis]
    grid = options.pop("grid", _grid(cube.shape[1:]))

    def read(band: int, window: Window) -> np.ndarray:
        return cube[band][window.slices]

    assemble_cog(path, grid, layout, read, workers, SilentProgress(), **options)
    return path


def _slowly_halved(plane: np.ndarray, nodata: float | None, categorical: bool) -> np.ndarray:
    """Pixel by pixel."""
    height, width = plane.shape
    small = np.empty((math.ceil(height / 2), math.ceil(width / 2)), plane.dtype)
    for row, col in np.ndindex(small.shape):
        four = [value.item() for value in plane[2 * row : 2 * row + 2, 2 * col : 2 * col + 2].flat]
        data = [value for value in four if value != nodata and not math.isnan(value)]
        if categorical:
            small[row, col] = four[0]
        elif not data:
            small[row, col] = nodata
        elif plane.dtype.kind == "f":
            small[row, col] = math.fsum(data) / len(data)
        else:
            mean = math.floor(sum(data) / len(data) + 0.5)
            small[row, col] = mean if mean != nodata else mean + 1
    return small


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(("dtype", "nodata", "categorical"), KINDS)
def test_pixels_and_overviews_are_right(
    tmp_path: Path, dtype: str, nodata: float | None, categorical: bool, shape: tuple[int, int]
):
    plane = _pixels(dtype, nodata, shape)
    path = _assemble(tmp_path / "a.tif", plane, RasterFormat(dtype, nodata, ("a",), categorical=categorical))
    with rasterio.open(path) as file:
        np.testing.assert_array_equal(file.read(1), plane)
        factors = file.overviews(1)
        assert factors == overview_factors(*shape)
        assert file.block_shapes == [(512, 512)]
    for level in range(len(factors)):
        plane = _slowly_halved(plane, nodata, categorical)
        with rasterio.open(path, overview_level=level) as file:
            np.testing.assert_allclose(file.read(1), plane, 1e-9 if dtype == "float64" else 0, err_msg=f"{level}")
            np.testing.assert_equal(file.nodata, nodata)


@pytest.mark.parametrize("categorical", [False, True])
def test_overviews_of_even_sizes_are_those_of_gdal(tmp_path: Path, categorical: bool):
    plane = _pixels("uint16", 65535, (1024, 2048))
    layout = RasterFormat("uint16", 65535, ("a",), categorical=categorical)
    _assemble(tmp_path / "a.tif", plane, layout)
    with BlockWriter(tmp_path / "gdal.tif", _grid(plane.shape), layout) as writer:
        writer.write(plane, _grid(plane.shape).window)
    for level in range(3):
        seen = []
        for name in ("a.tif", "gdal.tif"):
            with rasterio.open(tmp_path / name, overview_level=level) as file:
                seen.append(file.read())
        np.testing.assert_array_equal(*seen)


@pytest.mark.parametrize(
    "layout",
    [
        RasterFormat("uint16", 65535, ("B04",), 0.0001, "1"),
        RasterFormat("uint8", 0, ("a & b",), 0.0012, "1", offset=-0.0012),
        RasterFormat("uint8", 255, ("classes",), categorical=True, colormap=((0, (0, 0, 0)), (4, (0, 160, 0)))),
        RasterFormat("int16", -32768, ("sun_zenith",), 0.01, "Degree"),
        RasterFormat("float32", NAN, ("x",)),
        RasterFormat("uint16", 0, ("B02", "B03", "B04"), steps=(BandSteps(0.1, 0.0),) * 3),
    ],
    ids=lambda layout: layout.band_names[0],
)
def test_the_header_says_what_gdals_says(tmp_path: Path, layout: RasterFormat):
    cube = np.stack([_pixels(layout.dtype, layout.nodata, (600, 700)) for _ in layout.band_names])
    _assemble(tmp_path / "a.tif", cube, layout)
    with BlockWriter(tmp_path / "gdal.tif", _grid(cube.shape[1:]), layout) as writer:
        writer.write(cube, _grid(cube.shape[1:]).window)
    with rasterio.open(tmp_path / "a.tif") as ours, rasterio.open(tmp_path / "gdal.tif") as theirs:
        np.testing.assert_array_equal(ours.read(), cube)
        assert str(ours.profile) == str(theirs.profile)
        for name in ("scales", "offsets", "units", "descriptions", "colorinterp", "transform", "crs", "bounds"):
            assert getattr(ours, name) == getattr(theirs, name), name
        assert (ours.tags(), ours.tags(1)) == (theirs.tags(), theirs.tags(1))
        assert ours.tags(ns="IMAGE_STRUCTURE")["PREDICTOR"] == theirs.tags(ns="IMAGE_STRUCTURE")["PREDICTOR"]
        if layout.colormap:
            assert ours.colormap(1) == theirs.colormap(1)
    with rasterio.open(tmp_path / "a.tif", overview_level=0) as ours:
        assert ours.colorinterp[0].name == ("palette" if layout.colormap else ours.colorinterp[0].name)
    assert not list(tmp_path.glob("a.tif.*"))


LOCAL = CRS.from_proj4("+proj=tmerc +lat_0=47 +lon_0=14 +k=1 +x_0=500000 +y_0=5000000 +ellps=bessel").to_wkt()


@pytest.mark.parametrize(
    ("crs", "step"), [("EPSG:32733", 10.0), ("EPSG:4326", 1e-4), ("EPSG:3035", 20.0), ("EPSG:2263", 20.0), (LOCAL, 5.0)]
)
def test_map_planes_are_kept(tmp_path: Path, crs: str, step: float):
    grid = _grid((40, 30), crs, step)
    path = _assemble(tmp_path / "a.tif", _pixels("uint8", 0, grid.shape), RasterFormat("uint8", 0, ("a",)), grid=grid)
    with gdal_environment(), rasterio.open(path) as file:
        assert CRS.from_wkt(file.crs.to_wkt()).equals(CRS.from_user_input(crs), ignore_axis_order=True)
        assert tuple(file.transform)[:6] == pytest.approx(tuple(grid.transform)[:6], rel=1e-12)


def _places(path: Path) -> list[list[tuple[int, int]]]:
    """Offset and size of every tile of band 1 by GDAL, row by row; the full resolution first, then its overviews."""
    with rasterio.open(path) as file:
        levels = []
        for level, factor in enumerate([1, *file.overviews(1)]):
            shape = [math.ceil(math.ceil(side / factor) / 512) for side in file.shape]
            tiles = [f"{col}_{row}" for row in range(shape[0]) for col in range(shape[1])]
            options = {} if level == 0 else {"ovr": level - 1}
            read = [
                [int(file.get_tag_item(f"BLOCK_{what}_{tile}", "TIFF", bidx=1, **options)) for tile in tiles]
                for what in ("OFFSET", "SIZE")
            ]
            levels.append(list(zip(*read)))
        return levels


@pytest.mark.parametrize("big_above", [0, 2**40], ids=["BigTIFF", "TIFF"])
def test_the_smallest_overview_comes_first_and_tiles_stand_between_their_sizes_and_ends(tmp_path: Path, big_above: int):
    plane = _pixels("uint16", 65535, (1300, 1700))
    path = _assemble(tmp_path / "a.tif", plane, RasterFormat("uint16", 65535, ("a",)), big_above=big_above)
    content = path.read_bytes()
    assert content[:4] == (b"II+\0" if big_above == 0 else b"II*\0")
    levels = _places(path)
    assert [len(level) for level in levels] == [12, 4, 1, 1]
    in_file = [place for level in reversed(levels) for place in level]
    assert in_file == sorted(in_file)
    ends = [offset + size + 8 for offset, size in in_file]
    assert [offset for offset, _ in in_file[1:]] == ends[:-1], "one tile follows the other"
    assert ends[-1] - 4 == len(content)
    for offset, size in in_file:
        assert int.from_bytes(content[offset - 4 : offset], "little") == size
        assert content[offset + size : offset + size + 4] == content[offset + size - 4 : offset + size]
    with rasterio.open(path) as file:
        np.testing.assert_array_equal(file.read(1), plane)
        assert file.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"


@pytest.mark.parametrize("big_above", [0, 2**40], ids=["BigTIFF", "TIFF"])
@pytest.mark.parametrize("bands", [1, 3])
def test_gdals_validator_has_nothing_to_say(tmp_path: Path, big_above: int, bands: int):
    """GDAL's own script, of the Python bindings that come with QGIS."""
    validator = pytest.importorskip("osgeo_utils.samples.validate_cloud_optimized_geotiff")
    names = ("a", "b", "c")[:bands]
    cube = np.stack([_pixels("int16", -1, (1300, 1100)) for _ in names])
    path = _assemble(tmp_path / "a.tif", cube, RasterFormat("int16", -1, names), big_above=big_above)
    warnings, errors, _ = validator.validate(str(path), full_check=True)
    assert (warnings, errors) == ([], [])


def test_several_bands_have_their_own_overviews(tmp_path: Path):
    cube = np.stack([_pixels("uint8", 0, (600, 1100)), _pixels("uint8", 0, (600, 1100))[::-1]])
    path = _assemble(tmp_path / "a.tif", cube, RasterFormat("uint8", 0, ("a", "b")))
    with rasterio.open(path, overview_level=0) as file:
        for band, plane in zip(file.read(), cube):
            np.testing.assert_array_equal(band, _slowly_halved(plane, 0, False))


def test_an_array_is_written_as_well(tmp_path: Path):
    plane = _pixels("uint16", 0, (300, 600))
    write_cog(tmp_path / "a.tif", plane, _grid(plane.shape), nodata=0)
    with rasterio.open(tmp_path / "a.tif") as file:
        np.testing.assert_array_equal(file.read(1), plane)
        assert (file.overviews(1), file.nodata) == ([2, 4], 0)


def test_threads_do_not_change_a_byte(tmp_path: Path):
    plane, layout = _pixels("uint16", 0, (1300, 5000)), RasterFormat("uint16", 0, ("a",))
    files = [_assemble(tmp_path / f"{workers}.tif", plane, layout, workers) for workers in (1, 2, 5)]
    assert len({path.read_bytes() for path in files}) == 1


def test_overviews_that_do_not_fit_into_memory_go_through_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    plane, layout = _pixels("uint16", 0, (1300, 1300)), RasterFormat("uint16", 0, ("a",))
    kept = _assemble(tmp_path / "a.tif", plane, layout).read_bytes()
    monkeypatch.setattr("s2gm_core.raster.cog.KEPT_BYTES", 1000)
    assert _assemble(tmp_path / "a.tif", plane, layout).read_bytes() == kept
    assert [path.name for path in tmp_path.iterdir()] == ["a.tif"]


def test_memory_depends_on_the_width_only(tmp_path: Path):
    strip = np.random.default_rng(1).integers(0, 5000, (512, 4096)).astype(np.uint16)
    peaks = []
    for strips in (8, 24):
        grid = _grid((512 * strips, 4096))
        tracemalloc.start()
        try:
            assemble_cog(
                tmp_path / "a.tif",
                grid,
                RasterFormat("uint16", 0, ("a",)),
                lambda band, window: strip[: window.height, window.col : window.col + window.width].copy(),
                2,
                SilentProgress(),
            )
            peaks.append(tracemalloc.get_traced_memory()[1] / 2**20)
        finally:
            tracemalloc.stop()
    assert max(peaks) < 60, peaks


# --- what goes wrong


class _StopsInTheMiddle(SilentProgress):
    """Cancelled once a row of tiles is written, or some pixels were read."""

    def __init__(self) -> None:
        self.stopped = False

    def is_cancelled(self) -> bool:
        return self.stopped


@pytest.mark.parametrize("reads", [3, 14], ids=["overviews", "full resolution"])
def test_a_cancel_is_heard_within_a_few_reads(tmp_path: Path, reads: int):
    progress, seen = _StopsInTheMiddle(), []
    plane = _pixels("uint8", 0, (512 * 10, 600))

    def read(band: int, window: Window) -> np.ndarray:
        seen.append(window)
        progress.stopped = len(seen) >= reads
        return plane[window.slices]

    with pytest.raises(Cancelled):
        assemble_cog(tmp_path / "a.tif", _grid(plane.shape), RasterFormat("uint8", 0, ("a",)), read, 2, progress)
    assert len(seen) <= reads + 4
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("reads", [1, 5])
def test_an_error_while_reading_leaves_nothing(tmp_path: Path, reads: int):
    plane, seen = _pixels("uint8", 0, (512 * 4, 600)), []

    def read(band: int, window: Window) -> np.ndarray:
        seen.append(window)
        if len(seen) == reads:
            raise OutputError("gone")
        return plane[window.slices]

    (tmp_path / "a.tif").write_bytes(b"older")
    with pytest.raises(OutputError, match="gone"):
        assemble_cog(
            tmp_path / "a.tif", _grid(plane.shape), RasterFormat("uint8", 0, ("a",)), read, 2, SilentProgress()
        )
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"older"]


@contextmanager
def _room_for(size: int) -> Iterator[None]:
    """The system lets no file grow beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [1000, 300_000, 900_000], ids=["header", "overviews", "tiles"])
def test_a_file_that_cannot_be_finished_never_has_its_name(tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch):
    plane, layout = _pixels("uint16", 0, (1024, 1024)), RasterFormat("uint16", 0, ("a",))
    with _room_for(size), pytest.raises(OutputError, match=r"Writing a\.tif failed .*Check that the disk has room"):
        _assemble(tmp_path / "a.tif", plane, layout)
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr(disk, "free_bytes", lambda folder: 4096)
    with _room_for(size), pytest.raises(OutputError, match=r"The disk of .* is full \(4\.0 KiB left\)"):
        _assemble(tmp_path / "a.tif", plane, layout)
    assert not list(tmp_path.iterdir())
