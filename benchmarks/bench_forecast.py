"""How many of the bytes that are expected a run reads and writes per second: the default rates of forecasts.

The source is a simulated archive on the disk, so nothing is said of networks. Usage:

    python benchmarks/bench_forecast.py [--size 1800] [--dates 8] [--methods s2gm median best_pixel]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from shapely.geometry import box

from benchmarks.table import print_head, print_row
from s2gm_core import Order, SilentProgress, run
from s2gm_core.simulate import SimulationSettings, simulate_archive

RESOLUTIONS = (10, 20)
MILLION = 1e6


def main() -> None:
    """Make the archive, and a mosaic of it by every method at every resolution."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1800)
    parser.add_argument("--dates", type=int, default=8)
    parser.add_argument("--methods", nargs="+", default=["s2gm", "median", "best_pixel"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="s2gm-bench-") as name:
        folder = Path(name)
        settings = SimulationSettings(size=options.size, dates=options.dates, tiles=1, cloudiness=0.4)
        simulate_archive(folder / "archive", settings, SilentProgress())
        west, south, east, north = json.loads((folder / "archive" / "archive.json").read_text(encoding="utf-8"))["bbox"]
        print_head("method and metres", "seconds", "MB to read", "MB read / s", "MB to write", "MB written / s")
        for method in options.methods:
            for metres in RESOLUTIONS:
                order = Order(
                    source=str(folder / "archive" / "catalog.json"),
                    area=box(west, south, east, north),
                    period="month",
                    start="2025-07-01",
                    method=method,
                    resolution=metres,
                    name=f"{method.replace('_', '-')}-{metres}",
                )
                _measure(order, folder / "out")


def _measure(order: Order, out: Path) -> None:
    record = json.loads((run(order, out).path / "run.json").read_text(encoding="utf-8"))
    read, write = (record["expected"][name] / MILLION for name in ("read_bytes", "write_bytes"))
    blocks, writing = record["seconds_of_blocks"], record["seconds_of_writing"]
    print_row(f"{order.method}, {order.resolution:g} m", record["seconds"], read, read / blocks, write, write / writing)


if __name__ == "__main__":
    main()
