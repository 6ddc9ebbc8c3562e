"""How fast one layer of a whole tile is written, from scratch blocks to the finished file, and by which encoder.

PYTHONPATH=. .venv/bin/python benchmarks/bench_writing.py --band RASTER
"""

from __future__ import annotations

import argparse
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
import rasterio.windows
from rasterio.enums import Resampling

from benchmarks.table import print_head, print_row
from s2gm_core.grid import Grid, Window
from s2gm_core.products.scratch import ScratchLayer
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.cog import assemble_cog
from s2gm_core.raster.environment import gdal_environment
from s2gm_core.raster.tile_codec import encode_tile
from s2gm_core.raster.write import TILE_SIZE, RasterFormat, file_profile, overview_factors

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
    print_head("encoder of tiles", "MB per processor second", f"MB/s, {threads} threads", "part of the size")
    shape = range(0, plane.shape[0] - TILE_SIZE + 1, TILE_SIZE), range(0, plane.shape[1] - TILE_SIZE + 1, TILE_SIZE)
    tiles = [plane[row : row + TILE_SIZE, col : col + TILE_SIZE] for row in shape[0] for col in shape[1]]
    size = sum(tile.nbytes for tile in tiles)
    for name, encoder in _encoders().items():
        alone, packed = _time_of(encoder, tiles, 1, time.process_time)
        together, _ = _time_of(encoder, tiles, threads, time.perf_counter)
        print_row(name, size / alone / 1e6, size / together / 1e6, packed / size)
    print()


def _encoders() -> dict[str, Encoder]:
    encoders: dict[str, Encoder] = {"ours": encode_tile}
    for level in range(1, 7):
        encoders[f"zlib level {level}"] = partial(_by_zlib, level, "")
    encoders["zlib Huffman only"] = partial(_by_zlib, 6, "Huffman only")
    for level in range(1, 7):
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
    return packer.compress(differences.data) + packer.flush()


def _by_gdal(options: dict[str, object], tile: np.ndarray) -> bytes:
    layout = {"dtype": str(tile.dtype), "count": 1, "height": TILE_SIZE, "width": TILE_SIZE, "tiled": True}
    sizes = {"blockxsize": TILE_SIZE, "blockysize": TILE_SIZE, "predictor": 2}
    with rasterio.MemoryFile() as memory:
        with memory.open(driver="GTiff", **{**layout, **sizes, **options}) as file:
            file.write(tile, 1)
        return bytes(memory.read())


def _time_of(
    encoder: Encoder, tiles: Sequence[np.ndarray], threads: int, clock: Callable[[], float]
) -> tuple[float, int]:
    """The best of three: seconds, and the bytes of all tiles."""
    best, size = float("inf"), 0
    for _ in range(3):
        started = clock()
        with ThreadPoolExecutor(threads) as pool:
            size = sum(map(len, pool.map(encoder, tiles)))
        best = min(best, clock() - started)
    return best, size


@dataclass(frozen=True)
class _Job:
    """One layer that lies in scratch blocks; each way runs in a process of its own, so that its memory can be told."""

    folder: Path
    grid: Grid
    layout: RasterFormat
    threads: int

    @property
    def windows(self) -> list[Window]:
        return list(self.grid.blocks(TILE_SIZE))

    def scratch(self) -> ScratchLayer:
        return ScratchLayer(self.folder / "B04.scratch", self.layout.dtype, self.windows)

    @property
    def path(self) -> Path:
        return self.folder / "B04.tif"


def _assembled(job: _Job) -> None:
    scratch = job.scratch()
    assemble_cog(job.path, job.grid, job.layout, lambda _, part: scratch.read(part), job.threads, SilentProgress())


def _assembled_alone(job: _Job) -> None:
    _assembled(replace(job, threads=1))


def _block_by_block(job: _Job, overviews: bool = True, **options: object) -> None:
    """As layers were written before: at GDAL's own level, from one thread for each layer."""
    profile = {**file_profile(job.grid, job.layout, TILE_SIZE), "zlevel": 6, **options}
    scratch = job.scratch()
    with rasterio.open(job.path, "w", **profile) as file:
        for window in job.windows:
            place = rasterio.windows.Window(window.col, window.row, window.width, window.height)
            file.write(scratch.read(window), 1, window=place)
    if overviews:
        with rasterio.open(job.path, "r+") as file:
            file.build_overviews(overview_factors(file.height, file.width), Resampling.average)


def _by_zstd(job: _Job) -> None:
    _block_by_block(job, compress="zstd", zstd_level=1)


def _uncompressed(job: _Job) -> None:
    _block_by_block(job, overviews=False, compress="none")


def _converted(job: _Job) -> None:
    _block_by_block(job, overviews=False)
    raw = job.path.rename(job.path.with_suffix(".raw"))
    options = {"COMPRESS": "DEFLATE", "PREDICTOR": "YES", "BLOCKSIZE": TILE_SIZE, "RESAMPLING": "AVERAGE"}
    rasterio.shutil.copy(raw, job.path, driver="COG", **options)
    raw.unlink()


_WAYS: dict[str, Callable[[_Job], None]] = {
    "assembled (format gtiff and cog)": _assembled,
    "assembled by one thread": _assembled_alone,
    "uncompressed, no overviews (before jp2 and netcdf)": _uncompressed,
    "block by block through GDAL, its overviews (gtiff before)": _block_by_block,
    "block by block, then GDAL's COG driver (cog before)": _converted,
    "block by block through GDAL as ZSTD, its overviews": _by_zstd,
}


def _measured(way: str, job: _Job) -> tuple[float, float, int]:
    """Seconds by the clock and of the processors, and the peak memory of this process, bytes."""
    with gdal_environment():
        started = time.perf_counter(), time.process_time()
        _WAYS[way](job)
        return time.perf_counter() - started[0], time.process_time() - started[1], _peak_bytes()


def _peak_bytes() -> int:
    """The peak memory of this process: by Linux's page of it, since the usual count takes over that of its parent."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def _compare_ways(plane: np.ndarray, nodata: float, threads: int, folder: Path) -> None:
    grid = Grid("EPSG:32633", 500_000.0, 5_000_040.0, 10.0, 10.0, plane.shape[1], plane.shape[0])
    job = _Job(folder, grid, RasterFormat(str(plane.dtype), nodata, ("B04",), 0.0001, "1"), threads)
    scratch = job.scratch()
    for window in job.windows:
        scratch.write(plane[window.slices], window)
    print_head(
        "from scratch blocks to a file",
        "seconds",
        "processor seconds",
        "MB/s",
        "file / pixels",
        "peak MiB of its process",
    )
    for name in _WAYS:
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            seconds, work, memory = pool.submit(_measured, name, job).result()
        part = job.path.stat().st_size / plane.nbytes
        job.path.unlink()
        print_row(name, seconds, work, plane.nbytes / seconds / 1e6, part, memory >> 20)


if __name__ == "__main__":
    main()
