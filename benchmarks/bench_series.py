"""What a time series costs: one point and many points over a year of dates, from the disk and from a slow server.

"Blocks" are the bytes of the files' compressed blocks that hold a pixel of a point, counted from the files' own tables
of blocks, each once: what nobody can do without who reads every raster of every date. The server answers every request
after a while, as object stores do, and lies in a process of its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from pyproj import Transformer

from benchmarks.archive import BenchArchive, simulated
from benchmarks.bench_network import _serve
from benchmarks.table import print_head, print_row
from s2gm_core.catalog.records import SceneQuery
from s2gm_core.products.point_time_series import SeriesArchive
from s2gm_core.products.run_settings import RunSettings
from s2gm_core.products.series.order import SeriesOrder
from s2gm_core.products.series.sites import Site, site_at
from s2gm_core.simulate import SimulationSettings

READ = ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12", "SCL", "AOT", "CLD", "SNW")
"""Rasters of a scene that a series of all bands reads."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1098, help="side of the simulated tile in 10 m pixels (1098)")
    parser.add_argument("--dates", type=int, default=146, help="number of simulated overpasses (146)")
    parser.add_argument("--delay", type=float, default=0.02, help="seconds before each answer (0.02)")
    parser.add_argument("--points", type=int, nargs="+", default=[1, 1000], help="numbers of points (1 1000)")
    parser.add_argument("--period", default="observation", help="observation, or the period of composites")
    parser.add_argument("--click", action="store_true", help="only one point and NDVI, by what is ordered beside it")
    options = parser.parse_args()
    archive = simulated(SimulationSettings(size=options.size, dates=options.dates, tiles=1))
    told, tell = multiprocessing.Pipe()
    server = multiprocessing.Process(target=_serve, args=(archive.folder, options.delay, tell), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{told.recv()}/catalog.json"
    if options.click:
        _print_clicks(url, archive)
        server.terminate()
        return
    print_head("source", "points", "run", "records", "seconds", "requests", "MiB received", "MiB blocks", "peak MiB")
    for points in options.points:
        sites = _sites(archive, points)
        blocks = _block_bytes(archive, sites) / 2**20
        for source, label in ((archive.catalogue, "disk"), (url, f"{options.delay * 1000:.0f} ms away")):
            for run, figures in enumerate(_timed(source, archive, sites, options.period), 1):
                print_row(label, points, run, *figures, blocks, _peak_mib())
    server.terminate()


CLICKS: Mapping[str, dict[str, Any]] = {
    "NDVI as mosaics of s2gm": {"method": "s2gm"},
    "NDVI by its own bands": {},
    "NDVI without confidences": {"confidences": False},
}
"""What may be ordered, by labels; the last is what a click in QGIS orders."""


def _print_clicks(url: str, archive: BenchArchive) -> None:
    """What one point costs from opening the source on, and what finding the scenes costs of it."""
    print_head("what is read", "seconds", "requests", "MiB received")
    for label, more in {"": {}, **CLICKS}.items():
        order = SeriesOrder(url, archive.start, archive.end, bands=("B08", "B04"), indices=("NDVI",), **more)
        started = time.perf_counter()
        with SeriesArchive(url, RunSettings()) as opened:
            if label:
                opened.series(order, _sites(archive, 1))
            else:
                list(opened.catalogue.search(SceneQuery(area=None, period=order.periods[0])))
            network = opened.client.statistics
        seconds = time.perf_counter() - started
        print_row(label or "catalogue only", seconds, network.requests, network.bytes / 2**20)


def _sites(archive: BenchArchive, count: int) -> list[Site]:
    """Points at random in the archive's area."""
    west, south, east, north = archive.area.bounds
    random = np.random.default_rng(count)
    x, y = random.uniform(west, east, count), random.uniform(south, north, count)
    return [site_at(float(x[i]), float(y[i]), str(i)) for i in range(count)]


def _timed(
    source: str, archive: BenchArchive, sites: list[Site], period: str
) -> Iterator[tuple[int, float, int, float]]:
    """Records, seconds, requests and MiB of a first series, and of one that knows the headers already."""
    order = SeriesOrder(source, archive.start, archive.end, period=period, indices=("NDVI",))
    with SeriesArchive(source, RunSettings()) as opened:
        for _ in range(2):
            before, started = opened.client.statistics, time.perf_counter()
            counts = []
            opened.read(order, sites, lambda one, counts=counts: counts.append(len(one.records)))
            after = opened.client.statistics
            seconds = time.perf_counter() - started
            yield sum(counts), seconds, after.requests - before.requests, (after.bytes - before.bytes) / 2**20


def _block_bytes(archive: BenchArchive, sites: list[Site]) -> int:
    """Bytes of the compressed blocks below the points in all rasters, each block once."""
    total = 0
    for path in sorted((archive.folder / "items").rglob("*.tif")):
        if path.stem.partition("_")[0] in READ:
            total += sum(_blocks_of(path, sites))
    return total


def _blocks_of(path: Path, sites: list[Site]) -> Iterator[int]:
    with rasterio.open(path) as file:
        to_file = Transformer.from_crs("EPSG:4326", file.crs, always_xy=True)
        x, y = to_file.transform([site.geometry.x for site in sites], [site.geometry.y for site in sites])
        rows = np.floor((file.transform.f - np.array(y)) / -file.transform.e).astype(int)
        cols = np.floor((np.array(x) - file.transform.c) / file.transform.a).astype(int)
        height, width = file.block_shapes[0]
        inside = (rows >= 0) & (cols >= 0) & (rows < file.height) & (cols < file.width)
        for row, col in sorted(set(zip((rows[inside] // height).tolist(), (cols[inside] // width).tolist()))):
            size = file.get_tag_item(f"BLOCK_SIZE_{col}_{row}", "TIFF", bidx=1)
            yield int(size or 0)


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
