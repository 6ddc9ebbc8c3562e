"""JPEG 2000: written without loss, and read without its resolution levels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio

from s2gm_core.catalog.records import Asset
from s2gm_core.errors import OutputError, ReadError
from s2gm_core.grid import Grid
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.pool import RasterPool
from s2gm_core.raster.read import Resampling, read_on_grid
from s2gm_core.raster.write import BlockWriter, RasterFormat
from s2gm_core.raster.write_jp2 import convert_to_jp2, write_jp2

SIDE = 1200
FINE = Grid("EPSG:32633", 500_000.0, 5_000_040.0, 20.0, 20.0, SIDE, SIDE)
COARSE = Grid("EPSG:32633", 500_000.0, 5_000_040.0, 40.0, 40.0, SIDE // 2, SIDE // 2)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16"])
def test_pixels_come_back_bit_by_bit_with_their_place(tmp_path: Path, dtype: str):
    limits = np.iinfo(dtype)
    pixels = np.random.default_rng(1).integers(limits.min, limits.max, (SIDE, SIDE), dtype=dtype, endpoint=True)
    pixels[:300, :300], pixels[300:600, :300] = limits.min, limits.max
    write_jp2(tmp_path / "a.jp2", pixels, FINE)
    with rasterio.open(tmp_path / "a.jp2") as file:
        np.testing.assert_array_equal(file.read(1), pixels)
        assert file.overviews(1)  # so the next test has something to stay away from
    with RasterPool() as pool:
        assert pool.header(str(tmp_path / "a.jp2")).grid == FINE
    assert [path.name for path in tmp_path.iterdir()] == ["a.jp2"]


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16"])
def test_a_converted_layer_is_the_same_with_what_the_format_cannot_hold_beside_it(tmp_path: Path, dtype: str):
    limits = np.iinfo(dtype)
    pixels = np.random.default_rng(2).integers(limits.min, limits.max, (SIDE, SIDE), dtype=dtype, endpoint=True)
    layout = RasterFormat(dtype, int(limits.max), ("a & b",), 0.01, "Degree", offset=-1.5)
    with BlockWriter(tmp_path / "a.raw", FINE, layout) as writer:
        writer.write(pixels, FINE.window)
    convert_to_jp2(tmp_path / "a.raw", tmp_path / "a.jp2", layout, SilentProgress())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jp2", "a.jp2.aux.xml", "a.raw"]
    with rasterio.open(tmp_path / "a.jp2") as file:
        np.testing.assert_array_equal(file.read(1), pixels)
        assert (file.nodata, file.scales, file.offsets) == (limits.max, (0.01,), (-1.5,))
        assert (file.descriptions, file.units) == (("a & b",), ("Degree",))
        assert file.tags(ns="IMAGE_STRUCTURE")["COMPRESSION_REVERSIBILITY"] == "LOSSLESS"


@pytest.mark.parametrize("shape", [(1, 1), (3, 2000), (1025, 7), (31, 900), (32, 32)])
def test_odd_sizes_are_converted(tmp_path: Path, shape: tuple[int, int]):
    grid = Grid("EPSG:32633", 500_000.0, 5_000_040.0, 20.0, 20.0, shape[1], shape[0])
    pixels, layout = (
        np.arange(shape[0] * shape[1], dtype="uint16").reshape(shape),
        RasterFormat("uint16", 65535, ("a",)),
    )
    with BlockWriter(tmp_path / "a.raw", grid, layout) as writer:
        writer.write(pixels, grid.window)
    convert_to_jp2(tmp_path / "a.raw", tmp_path / "a.jp2", layout, SilentProgress())
    with rasterio.open(tmp_path / "a.jp2") as file:
        np.testing.assert_array_equal(file.read(1), pixels)


def test_a_raw_layer_that_cannot_be_read_is_an_error_and_leaves_nothing(tmp_path: Path):
    (tmp_path / "a.raw").write_bytes(b"no raster")
    with pytest.raises(OutputError, match=r"a\.jp2"):
        convert_to_jp2(tmp_path / "a.raw", tmp_path / "a.jp2", RasterFormat("uint16", 0, ("a",)), SilentProgress())
    assert [path.name for path in tmp_path.iterdir()] == ["a.raw"]


def test_classes_at_a_coarser_grid_are_classes_of_the_raster(tmp_path: Path):
    """Vegetation 4 and cloud 9 side by side: a filtered resolution level would hold the classes between them."""
    classes = np.where(np.arange(SIDE)[None, :] % 6 < 3, 4, 9).astype(np.uint8).repeat(SIDE, axis=0)
    write_jp2(tmp_path / "SCL.jp2", classes, FINE)
    with RasterPool() as pool:
        seen = read_on_grid(pool, Asset(str(tmp_path / "SCL.jp2"), 1.0, 0.0), COARSE, Resampling.CLASS)
    assert seen is not None
    assert set(np.unique(seen)) == {4, 9}


def test_means_at_a_coarser_grid_are_those_of_the_pixels(tmp_path: Path):
    ramp = np.arange(SIDE, dtype=np.uint16)[None, :].repeat(SIDE, axis=0) * 4 + 1
    write_jp2(tmp_path / "B02.jp2", ramp, FINE)
    with RasterPool() as pool:
        seen = read_on_grid(pool, Asset(str(tmp_path / "B02.jp2"), 1e-4, 0.0), COARSE, Resampling.MEAN)
    assert seen is not None
    np.testing.assert_array_equal(seen[0], np.arange(SIDE // 2) * 8 + 3)


def test_a_file_of_another_kind_under_the_extension_is_refused(tmp_path: Path):
    """A VRT could point at any file of the machine."""
    (tmp_path / "a.jp2").write_text('<VRTDataset rasterXSize="1" rasterYSize="1"></VRTDataset>')
    with RasterPool() as pool, pytest.raises(ReadError):
        pool.header(str(tmp_path / "a.jp2"))
