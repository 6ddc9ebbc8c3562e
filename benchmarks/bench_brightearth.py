"""Time and memory of the mosaic in natural colour beside the medoid's, each in a process of its own.

    python -m benchmarks.bench_brightearth [--size PIXELS] [--dates N] [--cloudiness 0..1] [--repeat K] [--runs N]

Both make B02, B03 and B04 of a simulated month with 16 bits, the layers ``date`` and ``source_index``, and nadir
reflectance; runs take turns, the median of each figure counts. Wall time and peak resident memory of the process.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.archive import BenchArchive, add_archive_options, bench_archive
from benchmarks.table import print_head, print_row

COMMON = ("--period", "custom", "--layers", "date,source_index", "--nbar", "on", "--harmonise", "off")
ROWS = {
    "medoid, mask esa": ("mosaic", "--method", "medoid", "--bands", "B02,B03,B04"),
    "BrightEarth style, mask esa": ("brightearth", "--cloud-mask", "esa"),
    "medoid, mask multitemporal": (
        "mosaic", "--method", "medoid", "--bands", "B02,B03,B04", "--cloud-mask", "multitemporal",
    ),
    "BrightEarth style, mask multitemporal": ("brightearth",),
    "BrightEarth style, preview": ("brightearth", "--quicklook"),
}  # fmt: skip


def cost(archive: BenchArchive, row: tuple[str, ...]) -> tuple[float, float]:
    """Seconds and MiB of one run."""
    out = Path(tempfile.mkdtemp(prefix="s2gm-bench-"))
    area = ",".join(f"{value:.7f}" for value in archive.area.bounds)
    where = ("--source", archive.catalogue, "--area", area, "--start", archive.start, "--end", archive.end)
    command = [sys.executable, "-m", "s2gm_core", *row, *where, *COMMON, "--out", str(out)]
    began = time.perf_counter()
    try:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        with process.stderr as lines:  # type: ignore[union-attr]
            said = lines.read()
        _, status, used = os.wait4(process.pid, 0)
    finally:
        shutil.rmtree(out, ignore_errors=True)
    if status:
        raise SystemExit(said.decode())
    return time.perf_counter() - began, used.ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_archive_options(parser, size=2640, dates=12)
    parser.add_argument("--runs", type=int, default=3, help="of every row (3)")
    options = parser.parse_args()
    archive = bench_archive(options)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ROWS}
    for _ in range(options.runs):
        for name, row in ROWS.items():
            found[name].append(cost(archive, row))
    print(f"{archive.folder.name}, {os.cpu_count()} processors")
    print_head("mosaic", "seconds", "of medoid", "MiB", "of medoid")
    first: tuple[float, float] | None = None
    for name, costs in found.items():
        seconds, memory = (median(one) for one in zip(*costs))
        first = first or (seconds, memory)
        print_row(name, f"{seconds:.1f}", f"{seconds / first[0]:.2f}", f"{memory:.0f}", f"{memory / first[1]:.2f}")


if __name__ == "__main__":
    main()
