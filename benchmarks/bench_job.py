"""A whole job: time, observations per second, peak memory, and the share of the time that decoding takes.

The job runs in a process of its own; then another process reads exactly the same windows of the same files with
rasterio alone, on the same number of threads. Usage:

    python benchmarks/bench_job.py [--size PIXELS] [--dates N] [--workers N] [--memory SIZE] [--resolution METRES]

A quarter of a real tile with thirty dates: --size 5490 --dates 30 (the archive takes a while and some gigabytes).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.windows import Window as RasterioWindow

from benchmarks.archive import add_archive_options, bench_archive
from benchmarks.table import print_head, print_row
from s2gm_core.catalog.sources import open_source
from s2gm_core.composite.registry import METHODS
from s2gm_core.engine.budget import Workload, parse_memory, plan_budget
from s2gm_core.grid import Window
from s2gm_core.layers import LAYERS
from s2gm_core.order import Order
from s2gm_core.products.temporal_mosaic import RunSettings, run
from s2gm_core.raster.environment import gdal_environment
from s2gm_core.raster.pool import RasterPool
from s2gm_core.sensors.bands import BANDS

MIB = 2**20
COLUMNS = (
    "method",
    "Mpx",
    "overpasses",
    "seconds",
    "Mpx x overpasses / s",
    "valid Mobs / s",
    "peak MiB",
    "planned MiB",
    "block",
    "decoded MiB",
    "seconds of decoding alone",
    "its share",
)


@dataclass(frozen=True)
class Read:
    """One window of one file."""

    href: str
    level: int  # overview number, -1 = full resolution
    window: Window


@dataclass(frozen=True)
class JobFigures:
    """What the job's process reports."""

    seconds: float
    peak_bytes: int
    pixels: int
    overpasses: int
    valid_observations: int
    decoded_bytes: int
    block_size: int
    expected_bytes: int
    reads: tuple[Read, ...]


def note_reads() -> list[Read]:
    """Let every pool of this process write down what it reads."""
    reads: list[Read] = []
    read = RasterPool.read

    def noting(
        self: RasterPool, href: str, level: int, window: Window, band: int = 1, out: np.ndarray | None = None
    ) -> np.ndarray:
        reads.append(Read(href, level, window))
        return read(self, href, level, window, band, out)

    RasterPool.read = noting  # type: ignore[method-assign]
    return reads


def do_job(order_json: dict[str, Any], settings: RunSettings, answers: multiprocessing.Queue[JobFigures]) -> None:
    """Make the product in a temporary folder and send the figures."""
    order, reads, out = Order.from_json(order_json), note_reads(), Path(tempfile.mkdtemp(prefix="s2gm-bench-"))
    try:
        start = time.perf_counter()
        product = run(order, out, settings)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        record = json.loads((product.path / "run.json").read_text())
        with rasterio.open(product.layers["valid_obs"]) as file:
            count = file.read(1)
            observations = int(count[count != file.nodata].sum(dtype=np.int64))
        scenes = {scene.id: scene for scene in open_source(order.source).scenes()}
        answers.put(
            JobFigures(
                seconds=seconds,
                peak_bytes=peak,
                pixels=product.grid.width * product.grid.height,
                overpasses=len({scenes[name].overpass for name in product.scenes}),
                valid_observations=observations,
                decoded_bytes=record["bytes_decoded"],
                block_size=record["block_size"],
                expected_bytes=record["memory_expected_bytes"],
                reads=tuple(reads),
            )
        )
    finally:
        shutil.rmtree(out)


def read_again(reads: Sequence[Read], workers: int, answers: multiprocessing.Queue[float]) -> None:
    """Read the same windows with rasterio alone, each thread with its own handles, and send the seconds."""

    def some(part: Sequence[Read]) -> None:
        handles: dict[tuple[str, int], rasterio.DatasetReader] = {}
        with gdal_environment():
            for one in part:
                key = (one.href, one.level)
                if key not in handles:
                    options = {"overview_level": one.level} if one.level >= 0 else {}
                    handles[key] = rasterio.open(one.href, sharing=False, **options)
                w = one.window
                handles[key].read(1, window=RasterioWindow(w.col, w.row, w.width, w.height))
            for handle in handles.values():
                handle.close()

    start = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(some, [reads[i::workers] for i in range(workers)]))
    answers.put(time.perf_counter() - start)


def alone(target: Any, *arguments: Any) -> Any:
    """The answer of a function that runs in a new process."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=target, args=(*arguments, answers))
    process.start()
    while process.is_alive() and answers.empty():
        time.sleep(0.05)
    if answers.empty():
        raise SystemExit(f"{target.__name__} ended with code {process.exitcode}; see its message above.")
    answer = answers.get()
    process.join()
    return answer


def cells(method: str, job: JobFigures, decoding: float) -> tuple[object, ...]:
    """One row under `COLUMNS`; ``decoding`` is the seconds of reading alone."""
    return (
        method,
        job.pixels / 1e6,
        job.overpasses,
        job.seconds,
        job.pixels * job.overpasses / job.seconds / 1e6,
        job.valid_observations / job.seconds / 1e6,
        job.peak_bytes // MIB,
        job.expected_bytes // MIB,
        job.block_size,
        job.decoded_bytes // MIB,
        decoding,
        f"{decoding / job.seconds:.0%}",
    )


def print_budget(memory: int) -> None:
    """What the budget makes of a whole tile with thirty dates."""
    output = 2 * len(BANDS) + sum(np.dtype(layer.dtype).itemsize for layer in LAYERS.values())
    print(f"\nBudget of {memory // MIB} MiB, 10980 x 10980 pixels, 11 bands and all layers ({output} bytes a pixel)")
    print_head("method", "method bands", "dates", "threads", "at a time", "block", "in flight", "expected MiB")
    for name, bands in [("medoid", 7), ("s2gm", len(METHODS["s2gm"].bands))]:
        for dates, threads in [(30, 2), (30, 8), (146, 2), (146, 8)]:
            work = Workload(overpasses=dates, method_bands=bands, output_bytes=output, largest_source_ratio=1.0)
            b = plan_budget(work, memory, threads, 10980, 10980)
            print_row(name, bands, dates, threads, b.workers, b.block_size, b.in_flight, b.expected_bytes // MIB)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_archive_options(parser, size=1320, dates=12)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="threads (one per processor)")
    parser.add_argument("--memory", default="2GiB", help="memory budget (2GiB)")
    parser.add_argument("--resolution", type=float, default=10.0, help="metres (10)")
    parser.add_argument("--method", nargs="+", default=["s2gm", "medoid"], help="methods (s2gm medoid)")
    options = parser.parse_args()
    archive, memory = bench_archive(options), parse_memory(options.memory)
    print(f"{archive.folder.name}, {options.resolution:g} m, {options.workers} threads, budget {memory // MIB} MiB")
    print_head(*COLUMNS)
    for method in options.method:
        order = Order(
            source=archive.catalogue,
            area=archive.area,
            start=archive.start,
            end=archive.end,
            period="custom",
            method=method,
            resolution=options.resolution,
        )
        job = alone(do_job, order.to_json(), RunSettings(options.workers, memory))
        print_row(*cells(method, job, alone(read_again, job.reads, options.workers)))
    print_budget(memory)


if __name__ == "__main__":
    main()
