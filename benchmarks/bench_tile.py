"""A whole tile against the time of reading it: how much does everything but decoding cost?

The floor is the time that rasterio takes to read the bands and the scene classification of all dates, each block once,
on as many threads and with one handle per thread and file. Floor and mosaic run in turn in processes of their own; both
are timed without the start of Python. Usage:

    python benchmarks/bench_tile.py [--clouds scattered|patches] [--valid SHARE] [--method median medoid]
        [--bands B02,B03,B04,B08] [--resolution 10 60 320] [--memory 1GiB] [--runs 3]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import shutil
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import rasterio
import rasterio.warp
from rasterio.windows import Window as RasterioWindow
from shapely.geometry import box

from benchmarks.bench_job import alone
from benchmarks.table import print_head, print_row
from benchmarks.tile_archive import BLOCK, add_tile_options, tile_archive, tile_settings
from s2gm_core.engine.budget import parse_memory
from s2gm_core.order import Order
from s2gm_core.products.run_settings import RunSettings
from s2gm_core.products.temporal_mosaic import run
from s2gm_core.raster.environment import gdal_environment

MIB = 2**20
COLUMNS = (
    "method",
    "bands",
    "metres",
    "seconds of reading alone",
    "seconds",
    "ratio",
    "ratio of processor time",
    "peak MiB",
    "decoded share",
)


@dataclass(frozen=True)
class Job:
    """One mosaic of the archive."""

    folder: Path
    start: str
    end: str
    method: str
    bands: tuple[str, ...]
    resolution: float
    workers: int
    memory: int

    def files(self) -> list[Path]:
        """The rasters that it may read, date by date."""
        names = ("SCL", *self.bands)
        items = sorted(path for path in (self.folder / "items").iterdir())
        return [item / f"{name}.tif" for item in items for name in names]

    def order(self) -> Order:
        """The order, on the tile's own grid."""
        first = self.files()[1]
        with rasterio.open(first) as file:
            bounds, crs = file.bounds, file.crs
        west, south, east, north = rasterio.warp.transform_bounds(crs, "EPSG:4326", *bounds)
        grid: dict[str, Any] = {"like": str(first)} if self.resolution == 10 else {"crs": crs.to_string()}
        return Order(
            source=str(self.folder / "catalog.json"),
            area=box(west, south, east, north),
            start=self.start,
            end=self.end,
            period="custom",
            method=self.method,
            bands=self.bands,
            layers=("valid_obs",),
            resolution=self.resolution,
            clip="box",
            **grid,
        )


@dataclass(frozen=True)
class Cost:
    """What one process spent."""

    seconds: float
    processor_seconds: float
    peak_bytes: int
    decoded_bytes: int
    record: dict[str, Any]


def spent(start: float, processor_start: float, decoded_bytes: int, record: dict[str, Any]) -> Cost:
    """The cost of this process since some moment."""
    seconds, processor = time.perf_counter() - start, time.process_time() - processor_start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Cost(seconds, processor, peak, decoded_bytes, record)


def read_all(job: Job, answers: multiprocessing.Queue[Cost]) -> None:
    """Read every block of every raster once."""

    def some(part: list[Path]) -> int:
        size = 0
        with gdal_environment():
            for path in part:
                with rasterio.open(path, sharing=False) as file:
                    for row, col in product(range(0, file.height, BLOCK), range(0, file.width, BLOCK)):
                        size += file.read(1, window=RasterioWindow(col, row, BLOCK, BLOCK)).nbytes
        return size

    start, processor_start, files = time.perf_counter(), time.process_time(), job.files()
    with ThreadPoolExecutor(job.workers) as pool:
        size = sum(pool.map(some, [files[i :: job.workers] for i in range(job.workers)]))
    answers.put(spent(start, processor_start, size, {}))


def make(job: Job, answers: multiprocessing.Queue[Cost]) -> None:
    """Make the mosaic."""
    out = Path(tempfile.mkdtemp(prefix="s2gm-bench-", dir=job.folder.parent))
    try:
        order = job.order()
        start, processor_start = time.perf_counter(), time.process_time()
        done = run(order, out, RunSettings(job.workers, job.memory))
        record = json.loads((done.path / "run.json").read_text())
        answers.put(spent(start, processor_start, record["bytes_decoded"], record))
    finally:
        shutil.rmtree(out)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_tile_options(parser)
    parser.add_argument("--method", nargs="+", default=["median", "medoid"], help="methods (median medoid)")
    parser.add_argument("--resolution", nargs="+", type=float, default=[10.0], help="metres (10)")
    parser.add_argument("--workers", type=int, default=2, help="threads (2)")
    parser.add_argument("--memory", default="1GiB", help="memory budget (1GiB)")
    parser.add_argument("--runs", type=int, default=3, help="how often both are timed; medians are printed (3)")
    parser.add_argument("--record", action="store_true", help="print the last run's record, too")
    options = parser.parse_args()
    archive = tile_archive(tile_settings(options))
    print(f"{archive.folder.name}, {options.workers} threads, budget {options.memory}, {options.runs} runs")
    print_head(*COLUMNS)
    for method, metres in product(options.method, options.resolution):
        bands, memory = tuple(options.bands.split(",")), parse_memory(options.memory)
        job = Job(archive.folder, archive.start, archive.end, method, bands, metres, options.workers, memory)
        pairs = [(alone(read_all, job), alone(make, job)) for _ in range(options.runs)]
        floor, seconds = (statistics.median(pair[k].seconds for pair in pairs) for k in (0, 1))
        ratio = statistics.median(made.seconds / read.seconds for read, made in pairs)
        processor = statistics.median(made.processor_seconds / read.processor_seconds for read, made in pairs)
        peak = max(made.peak_bytes for _, made in pairs) // MIB
        read, made = pairs[-1]
        share = f"{made.decoded_bytes / read.decoded_bytes:.0%}"
        print_row(method, len(bands), metres, floor, seconds, ratio, processor, peak, share)
        if options.record:
            print(json.dumps(made.record, indent=1))


if __name__ == "__main__":
    main()
