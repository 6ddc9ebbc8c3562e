"""The same mosaic by this project, by s2mosaic and by odc-stac with Dask: time, memory, and whether the pixels agree.

One tile of one archive, local files, B02, B03, B04 and B08 at 10 m, all dates of the archive. Every tool runs in a
process of its own, one after the other; the peers' in their own environment (benchmarks/peers/requirements.txt), with
their own defaults and every processor. All files are read once before, so that every tool finds them in memory where
they fit. Observations seen from 11 degrees and more, which only this project leaves out, are taken here, so that all
tools make the mosaic of the same observations. Pixels agree where both have nothing, or no band differs by more than 1;
medoids are not compared, because s2mosaic's is another one. Without --peers-python only this project runs. Usage:

    python benchmarks/bench_peers.py --archive FOLDER --peers-python PATH [--methods median medoid] [--runs N]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import rasterio
from rasterio.windows import Window

from benchmarks.archive import BenchArchive, add_archive_options, bench_archive
from benchmarks.bench_job import alone
from benchmarks.peers.job import ASSETS, BANDS, JobReport, report, tile_items
from benchmarks.table import print_head, print_row
from s2gm_core import __version__
from s2gm_core.engine.budget import parse_memory
from s2gm_core.layers import REFLECTANCE_NODATA
from s2gm_core.order import Order
from s2gm_core.products import block_masks
from s2gm_core.products.target import area_of_raster
from s2gm_core.products.temporal_mosaic import RunSettings, run
from s2gm_core.raster.environment import gdal_environment

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "benchmarks" / "peers"
COLUMNS = ("name", "version", "method", "seconds", "ratio to ours", "peak MiB", "pixels that agree")
METHODS = ("median", "medoid")
SAME = 1
"""Digital numbers by which a median may differ: between two middle values the tools round differently."""

STRIP = 512
"""Rows that are compared at once."""

READ_BYTES = 16 * 2**20


@dataclass(frozen=True)
class Peer:
    """One of the other tools."""

    name: str
    script: str
    methods: tuple[str, ...]
    compared: tuple[str, ...]  # methods that mean the same as ours


PEERS = (
    Peer("s2mosaic", "s2mosaic_job.py", ("median", "medoid"), ("median",)),
    Peer("odc-stac", "odc_stac_job.py", ("median",), ("median",)),
)


@dataclass(frozen=True)
class OurRun:
    """What our process reports."""

    report: JobReport
    bands: Mapping[str, Path]


def our_order(archive: BenchArchive, items: Sequence[Path], method: str) -> Order:
    """The order that asks for what the peers make: the grid of the tile and its scenes only."""
    raster = band_file(items[0], "B02")
    others = {path.stem for path in archive.folder.glob("items/*/*.json")} - {path.stem for path in items}
    return Order(
        source=archive.catalogue,
        area=area_of_raster(str(raster)),
        start=archive.start,
        end=archive.end,
        period="custom",
        method=method,
        bands=BANDS,
        layers=("valid_obs",),
        like=str(raster),
        clip="box",
        exclude_scenes=tuple(others),
    )


def run_ours(
    order_json: dict[str, Any], settings: RunSettings, out: Path, answers: multiprocessing.Queue[OurRun]
) -> None:
    """Make the product in the folder, whatever the view zenith, and send the figures."""
    order = Order.from_json(order_json)
    with patch.object(block_masks, "MAX_VIEW_ZENITH_DEG", 90.0):
        start = time.perf_counter()
        product = run(order, out, settings)
        seconds = time.perf_counter() - start
    answers.put(OurRun(report("S2GM", __version__, seconds), {band: product.layers[band] for band in BANDS}))


def run_peer(python: Path, peer: Peer, catalogue: str, method: str, out: Path) -> JobReport:
    """Run a peer's script in its own environment."""
    command = [str(python), str(SCRIPTS / peer.script), catalogue, str(out), "--method", method]
    done = subprocess.run(
        [*command, "--bands", ",".join(BANDS)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{peer.name} ended with code {done.returncode}; see its message above.")
    return JobReport.of_line(done.stdout.splitlines()[-1])


def band_file(item: Path, band: str) -> Path:
    """The raster of a band of an item."""
    return asset_file(item, ASSETS[band])


def asset_file(item: Path, key: str) -> Path:
    """The file of an asset of an item."""
    return item.parent / str(json.loads(item.read_text())["assets"][key]["href"])


def read_once(items: Sequence[Path]) -> None:
    """Let the system keep the files in memory, so that the first tool is not the slowest for that reason."""
    for item in items:
        for key in (*ASSETS.values(), "scl"):
            with asset_file(item, key).open("rb") as file:
                while file.read(READ_BYTES):
                    pass


def agreement(ours: Mapping[str, Path], theirs: Path, bands: Sequence[str] = BANDS) -> float:
    """Share of the pixels where both have nothing, or every band differs by at most `SAME`.

    ours: one uint16 raster per band, nodata `REFLECTANCE_NODATA`; theirs: one with all ``bands`` in this order, 0 =
    nothing. `ValueError` where they are not of one grid.
    """
    with ExitStack() as opened:
        # GDAL's own cache would make this process large, and the system counts a new process's peak from its parent's.
        opened.enter_context(gdal_environment())
        files = {band: opened.enter_context(rasterio.open(path)) for band, path in ours.items()}
        other = opened.enter_context(rasterio.open(theirs))
        for file in files.values():
            if (file.shape, file.transform, file.crs) != (other.shape, other.transform, other.crs):
                raise ValueError(f"{theirs} is not on the grid of {file.name}.")
        same = 0
        for row in range(0, other.height, STRIP):
            window = Window(0, row, other.width, min(STRIP, other.height - row))
            agree = np.ones((window.height, window.width), bool)
            for number, band in enumerate(bands, 1):
                mine, its = files[band].read(1, window=window), other.read(number, window=window)
                near = np.abs(mine.astype(np.int32) - its) <= SAME
                agree &= np.where(mine == REFLECTANCE_NODATA, its == 0, (its != 0) & near)
            same += int(agree.sum())
        return same / (other.width * other.height)


def best(job: Callable[[], JobReport], runs: int) -> JobReport:
    """The fastest of some runs."""
    return min((job() for _ in range(runs)), key=lambda one: one.seconds)


def compare(archive: BenchArchive, options: argparse.Namespace, method: str) -> None:
    """Print the rows of a method."""
    items = tile_items(Path(archive.catalogue))
    order = our_order(archive, items, method)
    settings = RunSettings(options.workers, parse_memory(options.memory))
    with tempfile.TemporaryDirectory(prefix="s2gm-bench-") as folder:
        runs = [alone(run_ours, order.to_json(), settings, Path(folder) / str(n)) for n in range(options.runs)]
        ours = min(runs, key=lambda one: one.report.seconds)
        print_row(*cells(ours.report, method, ours.report.seconds, "–"))
        for peer in PEERS if options.peers_python else ():
            if method not in peer.methods or peer.name not in options.peers:
                continue
            out = Path(folder) / f"{peer.name}.tif"

            def job(peer: Peer = peer, out: Path = out) -> JobReport:
                return run_peer(options.peers_python, peer, archive.catalogue, method, out)

            its = best(job, options.runs)
            share = f"{agreement(ours.bands, out):.2%}" if method in peer.compared else "–"
            print_row(*cells(its, method, ours.report.seconds, share))


def cells(done: JobReport, method: str, our_seconds: float, share: str) -> tuple[object, ...]:
    """One row under `COLUMNS`."""
    ratio = done.seconds / our_seconds
    return done.name, done.version, method, float(done.seconds), f"{ratio:.2f}", round(done.peak_mib), share


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_archive_options(parser, size=1320, dates=12)
    parser.add_argument("--peers-python", type=Path, help="the Python of the peers' environment; without it only ours")
    parser.add_argument("--peers", nargs="+", choices=[peer.name for peer in PEERS], help="only these (all)")
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=METHODS, help="methods (median medoid)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="our threads (one per processor)")
    parser.add_argument("--memory", default="1GiB", help="our memory budget (1GiB)")
    parser.add_argument("--runs", type=int, default=1, help="runs of each tool; the fastest counts (1)")
    options = parser.parse_args()
    options.peers = options.peers or [peer.name for peer in PEERS]
    archive = bench_archive(options)
    items = tile_items(Path(archive.catalogue))
    with rasterio.open(band_file(items[0], "B02")) as file:
        size = f"{file.width} x {file.height} pixels"
    print(f"{archive.folder.name}: {size}, {len(items)} scenes, {options.workers} threads, budget {options.memory}")
    if not options.peers_python:
        print("Only this project: --peers-python names no environment (benchmarks/README.md).")
    read_once(items)
    print_head(*COLUMNS)
    for method in options.methods:
        compare(archive, options, method)


if __name__ == "__main__":
    main()
