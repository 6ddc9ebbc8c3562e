"""How fast one layer of a whole tile is written, from scratch blocks to the finished file, and by which encoder.

PYTHONPATH=. .venv/bin/python benchmarks/bench_writing.py --band RASTER
"""

from __future__ import annotations

import argparse
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil

from benchmarks.table import print_head, print_row
from s2gm_core.engine.budget import peak_memory_bytes
from s2gm_core.grid import Grid
from s2gm_core.products.scratch import ScratchLayer
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.cog import assemble_cog
from s2gm_core.raster.environment import gdal_environment
from s2gm_core.raster.tile_codec import encode_tile
from s2gm_core.raster.write import TILE_SIZE, BlockWriter, RasterFormat

Encoder = Callable[[np.ndarray], bytes]
_STRATEGIES = {"": zlib.Z_DEFAULT_STRATEGY, "Huffman only": zlib.Z_HUFFMAN_ONLY, "runs": zlib.Z_RLE}


def main() -> None:
    """Print a table of encoders and one of whole layers."""
    parser = argparse.ArgumentParser(description="Seconds and MB/s of writing one layer.")
    parser.add_argument("--band", type=Path, help="a raster whose pixels are repeated; else simulated noise")
    parser.add_argument("--size", type=int, default=10980)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    plane, nodata = _plane(options.band, options.size)
    with gdal_environment(), tempfile.TemporaryDirectory() as folder:
        _compare_encoders(plane[: 2 * TILE_SIZE], options.threads)
        _compare_ways(plane, nodata, options.threads, Path(folder))


def _plane(band: Path | None, size: int) -> tuple[np.ndarray, float]:
    """Pixels (y, x) of a whole layer and their nodata value."""
    if band is not None:
        with rasterio.open(band) as file:
            pixels, nodata = file.read(1), file.nodata
    else:
        random, nodata = np.random.default_rng(1), 65535
        fields = np.kron(random.integers(300, 3000, (61, 61)), np.ones((30, 30)))
        pixels = np.clip(fields * random.normal(1.0, 0.05, fields.shape), 1, 10000).astype(np.uint16)
        pixels[:200, :300] = nodata
    times = [-(-size // side) for side in pixels.shape]
    return np.tile(pixels, times)[:size, :size], nodata


def _compare_encoders(plane: np.ndarray, threads: int) -> None:
    print_head("encoder of tiles", "seconds, 1 thread", "MB/s", f"MB/s, {threads} threads", "part of the size")
    shape = range(0, plane.shape[0] - TILE_SIZE + 1, TILE_SIZE), range(0, plane.shape[1] - TILE_SIZE + 1, TILE_SIZE)
    tiles = [plane[row : row + TILE_SIZE, col : col + TILE_SIZE] for row in shape[0] for col in shape[1]]
    for name, encoder in _encoders().items():
        alone, size = _time_of(encoder, tiles, 1)
        together, _ = _time_of(encoder, tiles, threads)
        megabytes = sum(tile.nbytes for tile in tiles) / 1e6
        print_row(name, alone, megabytes / alone, megabytes / together, size / megabytes / 1e6)
    print()


def _encoders() -> dict[str, Encoder]:
    encoders: dict[str, Encoder] = {"ours": encode_tile}
    for level in range(1, 7):
        encoders[f"zlib level {level}"] = partial(_by_zlib, level, "")
    encoders["zlib Huffman only"] = partial(_by_zlib, 6, "Huffman only")
    for level in (1, 2, 6):
        encoders[f"GDAL DEFLATE level {level}"] = partial(_by_gdal, {"compress": "deflate", "zlevel": level})
    encoders["GDAL DEFLATE level 1, no predictor"] = partial(
        _by_gdal, {"compress": "deflate", "zlevel": 1, "predictor": 1}
    )
    encoders["GDAL ZSTD level 1"] = partial(_by_gdal, {"compress": "zstd", "zstd_level": 1})
    return encoders


def _by_zlib(level: int, strategy: str, tile: np.ndarray) -> bytes:
    differences = tile.copy()
    np.subtract(tile[:, 1:], tile[:, :-1], out=differences[:, 1:])
    packer = zlib.compressobj(level, zlib.DEFLATED, 15, 9, _STRATEGIES[strategy])
    return packer.compress(differences) + packer.flush()


def _by_gdal(options: dict[str, object], tile: np.ndarray) -> bytes:
    layout = {"dtype": str(tile.dtype), "count": 1, "height": TILE_SIZE, "width": TILE_SIZE, "tiled": True}
    sizes = {"blockxsize": TILE_SIZE, "blockysize": TILE_SIZE, "predictor": 2}
    with rasterio.MemoryFile() as memory:
        with memory.open(driver="GTiff", **{**layout, **sizes, **options}) as file:
            file.write(tile, 1)
        return bytes(memory.read())


def _time_of(encoder: Encoder, tiles: Sequence[np.ndarray], threads: int) -> tuple[float, int]:
    """The best of three: seconds, and the bytes of all tiles."""
    best, size = float("inf"), 0
    for _ in range(3):
        started = time.perf_counter()
        with ThreadPoolExecutor(threads) as pool:
            size = sum(map(len, pool.map(encoder, tiles)))
        best = min(best, time.perf_counter() - started)
    return best, size


def _compare_ways(plane: np.ndarray, nodata: float, threads: int, folder: Path) -> None:
    grid = Grid("EPSG:32633", 500_000.0, 5_000_040.0, 10.0, 10.0, plane.shape[1], plane.shape[0])
    layout = RasterFormat(str(plane.dtype), nodata, ("B04",), 0.0001, "1")
    windows = list(grid.blocks(TILE_SIZE))
    scratch = ScratchLayer(folder / "B04.scratch", layout.dtype, windows)
    for window in windows:
        scratch.write(plane[window.slices], window)
    print_head("from scratch blocks to a file", "seconds", "MB/s", "file / pixels", "peak memory MiB")
    ways: dict[str, Callable[[Path], None]] = {
        "single pass, COG": lambda path: assemble_cog(
            path, grid, layout, lambda _, part: scratch.read(part), threads, SilentProgress()
        ),
        "single pass, COG, one thread": lambda path: assemble_cog(
            path, grid, layout, lambda _, part: scratch.read(part), 1, SilentProgress()
        ),
        "uncompressed, no overviews (for jp2, netcdf)": lambda path: _block_by_block(
            path, grid, replace(layout, compression="none"), scratch, windows, overviews=False
        ),
        "block by block, GDAL's overviews": lambda path: _block_by_block(path, grid, layout, scratch, windows),
        "block by block, converted by GDAL's COG driver": lambda path: _converted(
            path, grid, layout, scratch, windows, threads
        ),
        "block by block with ZSTD level 1, GDAL's overviews": lambda path: _block_by_block(
            path, grid, replace(layout, compression="zstd"), scratch, windows
        ),
    }
    for name, way in ways.items():
        started = time.perf_counter()
        way(folder / "B04.tif")
        seconds = time.perf_counter() - started
        part = (folder / "B04.tif").stat().st_size / plane.nbytes
        print_row(name, seconds, plane.nbytes / seconds / 1e6, part, (peak_memory_bytes() or 0) >> 20)
    scratch.close()


def _block_by_block(
    path: Path, grid: Grid, layout: RasterFormat, scratch: ScratchLayer, windows: Sequence, overviews: bool = True
) -> None:
    writer = BlockWriter(path, grid, layout)
    for window in windows:
        writer.write(scratch.read(window), window)
    writer.close(overviews)


def _converted(
    path: Path, grid: Grid, layout: RasterFormat, scratch: ScratchLayer, windows: Sequence, threads: int
) -> None:
    raw = path.with_suffix(".raw")
    _block_by_block(raw, grid, layout, scratch, windows, overviews=False)
    options = {"COMPRESS": "DEFLATE", "PREDICTOR": "YES", "BLOCKSIZE": TILE_SIZE, "RESAMPLING": "AVERAGE"}
    rasterio.shutil.copy(raw, path, driver="COG", NUM_THREADS=threads, **options)
    raw.unlink()


if __name__ == "__main__":
    main()
