"""How fast the tiles of a COG are decoded: by GDAL, and without it between, by libdeflate and by Python's zlib.

    PYTHONPATH=. .venv/bin/python benchmarks/bench_decoding.py RASTER [--tiles 36] [--runs 3]

One thread; processor time of reading every tile once, in turns, and whether all give the same pixels.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from itertools import islice, product
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window as RasterioWindow

from benchmarks.table import print_head, print_row
from s2gm_core.grid import Window
from s2gm_core.raster import inflate
from s2gm_core.raster import stored_tiles as stored
from s2gm_core.raster.environment import gdal_environment
from s2gm_core.raster.kept_tiles import KeptTiles
from s2gm_core.raster.stored_tiles import LocalBytes, stored_tiles

Read = Callable[[Window, np.ndarray], object]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Million pixels a second of decoding.")
    parser.add_argument("raster", type=Path, help="a GeoTIFF in tiles, DEFLATE with horizontal differences")
    parser.add_argument("--tiles", type=int, default=36)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with gdal_environment(), rasterio.open(options.raster, sharing=False) as file:
        tiles = stored_tiles(
            file, LocalBytes(str(options.raster), lambda seconds, size: None), KeptTiles(0), options.raster
        )
        if tiles is None:
            raise SystemExit(f"{options.raster} is not stored as DEFLATE with horizontal differences in tiles.")
        windows = list(islice(_windows(file), options.tiles))

        def by_gdal(window: Window, out: np.ndarray) -> None:
            file.read(1, window=RasterioWindow(window.col, window.row, window.width, window.height), out=out)

        def by_tiles(window: Window, out: np.ndarray) -> None:
            tiles.read(1, window, out)

        library = inflate._library
        stored.is_fast = lambda: True
        ways: dict[str, tuple[Read, bool]] = {"GDAL": (by_gdal, True), "zlib": (by_tiles, False)}
        if library() is not None:
            ways["libdeflate"] = (by_tiles, True)
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        sums: dict[str, list[int]] = {}
        for _ in range(options.runs):
            for name, (read, has_library) in ways.items():
                inflate._library = library if has_library else lambda: None
                spent, sums[name] = _timed(read, windows, file.dtypes[0])
                seconds[name].append(spent)
    pixels = sum(window.height * window.width for window in windows) / 1e6
    print_head("way", "million pixels a second", "time of GDAL's", "same pixels")
    for name, spent in seconds.items():
        print_row(name, pixels / min(spent), min(spent) / min(seconds["GDAL"]), sums[name] == sums["GDAL"])


def _windows(file: rasterio.DatasetReader) -> list[Window]:
    height, width = file.block_shapes[0]
    corners = product(range(0, file.height, height), range(0, file.width, width))
    return [Window(row, col, min(height, file.height - row), min(width, file.width - col)) for row, col in corners]


def _timed(read: Read, windows: list[Window], dtype: str) -> tuple[float, list[int]]:
    """Processor seconds of reading all windows, and a sum of each."""
    sums, spent = [], 0.0
    for window in windows:
        out = np.empty(window.shape, dtype)
        started = time.process_time()
        read(window, out)
        spent += time.process_time() - started
        sums.append(int(out.sum(dtype=np.int64)))
    return spent, sums


if __name__ == "__main__":
    main()
