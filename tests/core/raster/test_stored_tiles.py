"""Tiles decoded without GDAL are those that GDAL reads, and what is stored otherwise is left to it."""

from __future__ import annotations

import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from rasterio.windows import Window as RasterioWindow

from s2gm.s2gm_core.errors import ReadError
from s2gm.s2gm_core.grid import Window
from s2gm.s2gm_core.raster import inflate as inflating
from s2gm.s2gm_core.raster import stored_tiles as stored
from s2gm.s2gm_core.raster.inflate import inflate
from s2gm.s2gm_core.raster.kept_tiles import KeptTiles
from s2gm.s2gm_core.raster.pool import FULL_RESOLUTION, RasterPool
from s2gm.s2gm_core.raster.stored_tiles import LocalBytes, StoredTiles, stored_tiles

TILED = {"tiled": True, "blockxsize": 64, "blockysize": 32, "compress": "deflate", "predictor": 2}


def write(path: Path, dtype: str = "uint16", **options: Any) -> np.ndarray:
    """Noise of 100 x 150 pixels over the whole range of a number type; what was written."""
    limits = np.iinfo(dtype)
    random = np.random.default_rng(1)
    pixels = random.integers(limits.min, limits.max, (100, 150), dtype=dtype, endpoint=True)
    options = {**TILED, **options}
    count = options.pop("count", 1)
    place = {"crs": "EPSG:32633", "transform": from_origin(500_000, 5_100_000, 10, 10)}
    with rasterio.open(path, "w", width=150, height=100, count=count, dtype=dtype, **place, **options) as file:
        for band in range(1, count + 1):
            file.write(pixels + np.array(band - 1, dtype), band)
    return pixels


def opened(path: Path) -> tuple[rasterio.DatasetReader, StoredTiles | None]:
    dataset = rasterio.open(path)
    return dataset, tiles_of(dataset)


def tiles_of(dataset: rasterio.DatasetReader, kept_bytes: int = 0) -> StoredTiles | None:
    return stored_tiles(
        dataset, LocalBytes(dataset.name, lambda seconds, size: None), KeptTiles(kept_bytes), dataset.name
    )


needs_libdeflate = pytest.mark.skipif(not inflating.is_fast(), reason="libdeflate is not on this machine")


@pytest.fixture(params=["libdeflate", "zlib"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "zlib":
        monkeypatch.setattr(inflating, "_library", lambda: None)
    elif inflating._library() is None:
        pytest.skip("libdeflate is not on this machine")


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16"])
@pytest.mark.parametrize(
    "window",
    [
        Window(0, 0, 100, 150),
        Window(0, 0, 32, 64),
        Window(64, 128, 36, 22),  # the tiles at the edge are filled up
        Window(5, 11, 70, 100),
        Window(33, 65, 30, 60),
    ],
)
def test_every_window_is_that_of_gdal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: None, dtype: str, window: Window
) -> None:
    monkeypatch.setattr(stored, "is_fast", lambda: True)
    pixels = write(tmp_path / "a.tif", dtype)
    dataset, tiles = opened(tmp_path / "a.tif")
    with dataset:
        assert tiles is not None
        read = tiles.read(1, window)
        assert read is not None and read.dtype == dtype
        assert np.array_equal(read, pixels[window.slices])
        assert np.array_equal(read, dataset.read(1, window=RasterioWindow(window.col, window.row, *window.shape[::-1])))


@needs_libdeflate
def test_a_part_of_a_larger_array_is_filled(tmp_path: Path) -> None:
    pixels = write(tmp_path / "a.tif")
    dataset, tiles = opened(tmp_path / "a.tif")
    room = np.zeros((110, 200), np.uint16)
    with dataset:
        assert tiles is not None
        part = room[4:104, 8:158]
        assert tiles.read(1, Window(0, 0, 100, 150), part) is part
    assert np.array_equal(part, pixels)
    room[4:104, 8:158] = 0
    assert not room.any()


@needs_libdeflate
def test_bands_that_lie_apart_and_overviews(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    write(path, count=2, interleave="band")
    with rasterio.open(path, "r+") as file:
        file.build_overviews([2])
    for level, shape in ((None, (100, 150)), (0, (50, 75))):
        options = {} if level is None else {"overview_level": level}
        with rasterio.open(path, **options) as dataset:
            tiles = tiles_of(dataset)
            assert tiles is not None
            read = tiles.read(2, Window(0, 0, *shape))
            assert read is not None and np.array_equal(read, dataset.read(2))


@pytest.mark.parametrize(
    "options",
    [
        {"compress": "lzw"},
        {"compress": None},
        {"predictor": 1},
        {"count": 2, "interleave": "pixel"},
        {"endianness": "big"},
        {"tiled": False, "blockxsize": None, "blockysize": None},
    ],
)
def test_what_is_stored_otherwise_is_left_to_gdal(tmp_path: Path, options: dict[str, Any]) -> None:
    path = tmp_path / "a.tif"
    write(path, **options)
    dataset, tiles = opened(path)
    with dataset, RasterPool() as pool:
        assert tiles is None
        assert np.array_equal(pool.read(str(path), FULL_RESOLUTION, Window(0, 0, 100, 150)), dataset.read(1))


def test_without_libdeflate_gdal_decodes_what_is_wanted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflating, "_library", lambda: None)
    pixels = write(tmp_path / "a.tif")
    with rasterio.open(tmp_path / "a.tif") as dataset:
        tiles = tiles_of(dataset, 2**20)
        assert tiles is not None and tiles.read(1, Window(0, 0, 100, 150)) is None
        part = tiles.read(1, Window(0, 0, 16, 32))
        assert part is not None and np.array_equal(part, pixels[:16, :32])


@needs_libdeflate
def test_the_pool_tells_what_was_read_from_files(tmp_path: Path) -> None:
    write(tmp_path / "a.tif")
    write(tmp_path / "whole.tif", compress="none")
    with rasterio.open(tmp_path / "a.tif") as file:
        stored = sum(
            int(file.get_tag_item(f"BLOCK_SIZE_{col}_{row}", "TIFF", bidx=1)) for row in range(2) for col in range(3)
        )
    with RasterPool() as pool:
        pool.read(str(tmp_path / "a.tif"), FULL_RESOLUTION, Window(0, 0, 64, 150))
        told = pool.statistics
        assert told.file_bytes == stored + len("II")  # the byte order is looked at, too
        assert 0 < told.file_seconds < 60
        pool.read(str(tmp_path / "whole.tif"), FULL_RESOLUTION, Window(0, 0, 64, 150))
        assert told.file_bytes == stored + len("II")  # GDAL reads what GDAL decodes
        assert told.bytes == 2 * 2 * 64 * 150


def test_small_parts_tiles_that_are_not_there_and_windows_beyond_are_left_to_gdal(tmp_path: Path) -> None:
    write(tmp_path / "a.tif")
    dataset, tiles = opened(tmp_path / "a.tif")
    with dataset:
        assert tiles is not None
        for window in (Window(0, 0, 10, 10), Window(90, 0, 20, 150), Window(-1, 0, 50, 150)):
            assert tiles.read(1, window) is None
    path = tmp_path / "b.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=64, height=64, count=1, dtype="uint16", sparse_ok=True, **TILED
    ):
        pass
    dataset, tiles = opened(path)
    with dataset:
        assert tiles is not None and tiles.read(1, Window(0, 0, 64, 64)) is None


def test_a_tile_of_which_windows_want_a_part_is_decoded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[int] = []
    monkeypatch.setattr(stored, "inflate", lambda packed, out: (decoded.append(len(packed)), inflate(packed, out))[1])
    pixels = write(tmp_path / "a.tif")
    one_tile = 32 * 64 * 2
    with rasterio.open(tmp_path / "a.tif") as dataset:
        for kept_bytes, times in ((0, 0), (one_tile - 1, 0), (one_tile, 2), (4 * one_tile, 2)):
            decoded.clear()
            tiles = tiles_of(dataset, kept_bytes)
            assert tiles is not None
            quarters = [Window(row, col, 16, 16) for col in (0, 64) for row in (0, 16)]
            for window in quarters:
                read = tiles.read(1, window)
                if kept_bytes < one_tile:  # GDAL keeps it
                    assert read is None
                else:
                    assert read is not None and np.array_equal(read, pixels[window.slices])
            assert len(decoded) == times
        tiles = tiles_of(dataset, one_tile)
        assert tiles is not None and tiles.read(1, Window(16, 32, 50, 64)) is None  # six tiles, and little of them


def test_threads_that_want_one_tile_wait_for_the_first() -> None:
    kept, begun = KeptTiles(2**20), threading.Event()
    made: list[int] = []

    def decode() -> np.ndarray:
        begun.wait(5)
        made.append(1)
        return np.zeros((4, 4), np.uint16)

    with ThreadPoolExecutor(4) as threads:
        futures = [threads.submit(kept.get, "a", decode) for _ in range(4)]
        begun.set()
        tiles = [future.result() for future in futures]
    assert len(made) == 1
    assert all(tile is tiles[0] for tile in tiles)
    assert kept.get("b", lambda: None) is None


def test_the_tiles_that_were_wanted_last_are_kept() -> None:
    kept, made = KeptTiles(100), []

    def tile(name: str) -> np.ndarray | None:
        return kept.get(name, lambda: (made.append(name), np.zeros(40, np.uint8))[1])

    for name in "abacab":
        tile(name)
    assert "".join(made) == "abcb"


@pytest.mark.usefixtures("library")
def test_a_damaged_tile_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    write(path)
    dataset, _ = opened(path)
    with dataset:
        start = int(dataset.get_tag_item("BLOCK_OFFSET_1_1", "TIFF", bidx=1))
    content = bytearray(path.read_bytes())
    content[start + 20 : start + 60] = bytes(40)
    path.write_bytes(content)
    with RasterPool() as pool, pytest.raises(ReadError, match=r"a\.tif cannot be read"):
        pool.read(str(path), FULL_RESOLUTION, Window(0, 0, 100, 150))


def test_a_tile_of_a_false_size_reads_nothing_beyond(tmp_path: Path) -> None:
    """The directory of a hostile file may say anything of its tiles."""
    path = tmp_path / "a.tif"
    write(path, blockxsize=160, blockysize=112)
    dataset, _ = opened(path)
    with dataset:
        size = int(dataset.get_tag_item("BLOCK_SIZE_0_0", "TIFF", bidx=1))
    content = path.read_bytes()
    assert content.count(struct.pack("<HHII", 325, 4, 1, size)) == 1
    path.write_bytes(content.replace(struct.pack("<HHII", 325, 4, 1, size), struct.pack("<HHII", 325, 4, 1, 2**31)))
    with RasterPool() as pool, pytest.raises(ReadError):
        pool.read(str(path), FULL_RESOLUTION, Window(0, 0, 100, 150))


@pytest.mark.usefixtures("library")
def test_streams_that_do_not_fill_the_array_exactly_are_refused() -> None:
    content = np.arange(1000, dtype=np.uint16)
    packed, out = zlib.compress(content.tobytes()), np.empty(1000, np.uint16)
    assert inflate(packed, out)
    assert np.array_equal(out, content)
    assert inflate(packed + b"behind", out)
    for wrong in (packed[:-1], packed[: len(packed) // 2], b"", b"no stream at all", packed[:-4] + b"\0\0\0\0"):
        assert not inflate(wrong, out)
    assert not inflate(packed, np.empty(999, np.uint16))
    assert not inflate(packed, np.empty(1001, np.uint16))
