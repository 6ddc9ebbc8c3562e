"""How many bytes a pixel takes in files, by kind of raster: the figures that `products/estimate.py` rests on.

PYTHONPATH=. .venv/bin/python benchmarks/stored_size.py '../shared/data/croatia_33T_2023/cog/*.tif'
"""

from __future__ import annotations

import argparse
import glob
import re
from collections import defaultdict
from pathlib import Path

import rasterio

_KIND = re.compile(r"(B\d[\dA]|SCL|AOT|CLD|SNW)(PRB)?(_\d\dm)?$")


def main() -> None:
    """Print a table of the files that match a pattern."""
    parser = argparse.ArgumentParser(description="Stored bytes per pixel by kind of raster, without overviews.")
    parser.add_argument("pattern", help="such as archive/**/*.tif, in quotes")
    totals: dict[str, list[float]] = defaultdict(lambda: [0, 0.0, 0])
    for path in map(Path, glob.glob(parser.parse_args().pattern, recursive=True)):
        kind = _KIND.search(path.stem)
        if kind is None:
            continue
        with rasterio.open(path) as file:
            pixels = file.width * file.height
            all_pixels = pixels * (1 + sum(1 / factor**2 for factor in file.overviews(1)))
        total = totals["reflectance" if kind[1].startswith("B") else kind[1]]
        total[0] += 1
        total[1] += path.stat().st_size * pixels / all_pixels
        total[2] += pixels
    print("| raster | files | bytes per pixel |\n|---|---:|---:|")
    for name, (files, size, count) in sorted(totals.items()):
        print(f"| {name} | {files} | {size / count:.3f} |")


if __name__ == "__main__":
    main()
