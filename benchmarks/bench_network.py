"""What reading over a slow network costs: a mosaic from a server that answers every request after a while.

The server runs in a process of its own and sends parts of files, as object stores do. Beside it the same mosaic from
the disk, and the bytes that a block-exact reader would need: the files' sizes bound them from above. A second table
has mosaics that share a cache: of the first half of the days, the same again, with another method, of the second half,
and of all.
"""

from __future__ import annotations

import argparse
import http.server
import json
import multiprocessing
import re
import tempfile
import time
from datetime import date, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from benchmarks.archive import BenchArchive, add_archive_options, bench_archive
from benchmarks.table import print_head, print_row
from s2gm_core.order import Order
from s2gm_core.products import reading
from s2gm_core.products.temporal_mosaic import RunSettings, run
from s2gm_core.raster.range_cache import CacheSettings


class _Delayed(http.server.BaseHTTPRequestHandler):
    """Files and parts of them, each after a delay."""

    protocol_version = "HTTP/1.1"
    folder: Path
    delay: float

    def do_GET(self) -> None:
        time.sleep(self.delay)
        path = self.folder / unquote(urlsplit(self.path).path).lstrip("/")
        size = path.stat().st_size
        wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        first, last = (int(wanted[1]), min(int(wanted[2]), size - 1)) if wanted else (0, size - 1)
        with path.open("rb") as file:
            file.seek(first)
            body = file.read(last - first + 1)
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'"{path.stat().st_mtime_ns:x}-{size:x}"')
        if wanted:
            self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


def _serve(folder: Path, delay: float, told: Connection) -> None:
    _Delayed.folder, _Delayed.delay = folder, delay
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Delayed)
    server.daemon_threads = True
    told.send(server.server_address[1])
    server.serve_forever()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_archive_options(parser, 660, 10)
    parser.add_argument("--delay", type=float, default=0.05, help="seconds before each answer (0.05)")
    parser.add_argument("--resolution", type=float, default=10.0)
    options = parser.parse_args()
    archive = bench_archive(options)
    told, tell = multiprocessing.Pipe()
    server = multiprocessing.Process(target=_serve, args=(archive.folder, options.delay, tell), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{told.recv()}/catalog.json"
    print_head("source", "planes ahead", "seconds", "requests", "MiB received", "MiB of the rasters")
    files = sum(path.stat().st_size for path in (archive.folder / "items").rglob("*.tif")) / 2**20
    for source, ahead in ((archive.catalogue, 0), (url, 0), (url, 4), (url, 16)):
        reading.PLANES_AHEAD = ahead
        record = _run(_order(source, archive, options.resolution), None)
        network, label = (
            record["network"],
            "disk" if source == archive.catalogue else f"{options.delay * 1000:.0f} ms away",
        )
        print_row(label, ahead, record["seconds"], network["requests"], network["bytes"] / 2**20, files)
    _print_cached(_order(url, archive, options.resolution))
    server.terminate()


def _order(source: str, archive: BenchArchive, resolution: float) -> Order:
    days = {"period": "custom", "start": archive.start, "end": archive.end}
    return Order(source=source, area=archive.area, resolution=resolution, **days)


def _print_cached(order: Order) -> None:
    """The table of mosaics that share a cache."""
    first, last = (date.fromisoformat(str(day)) for day in (order.start, order.end))
    middle = first + (last - first) // 2
    later = (middle + timedelta(days=1)).isoformat()
    half = order.with_changes(end=middle.isoformat())
    second = order.with_changes(start=later)
    rows = {
        "first half, empty cache": half,
        "the same again": half,
        "another method": half.with_changes(method="weighted_average"),
        "second half": second,
        "all days": order,
    }
    print()
    print_head(
        "with a cache", "seconds", "requests", "MiB received", "parts from cache", "MiB from cache", "MiB stored"
    )
    with tempfile.TemporaryDirectory() as folder:
        for label, one in rows.items():
            record = _run(one, CacheSettings(Path(folder) / "cache"))
            network, cache = record["network"], record["cache"]
            sizes = [cache[name] / 2**20 for name in ("bytes_from_cache", "bytes_stored")]
            print_row(label, record["seconds"], network["requests"], network["bytes"] / 2**20, cache["hits"], *sizes)


def _run(order: Order, cache: CacheSettings | None) -> dict[str, Any]:
    """The run's record."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        product = run(order, folder, RunSettings(cache=cache))
        record = json.loads((product.path / "run.json").read_text())
        return {**record, "seconds": time.perf_counter() - started}


if __name__ == "__main__":
    main()
