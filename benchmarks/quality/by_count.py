"""Error against truth on a simulated archive, per method and per number of valid observations.

Two truths are used, because a method may be judged by either: the surface on the date, and in the geometry, of the
observation that was taken (what a selecting method promises), and the surface's mean over the period, seen from nadir
under the mean sun (what an averaging method promises). Usage:

    python -m benchmarks.quality.by_count [--size PIXELS] [--dates N] [--cloudiness 0..1] [--bands B02,...]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.archive import add_archive_options, bench_archive
from benchmarks.quality.truth import CLOUD, SHADOW, THIN, Pixels, Truth, compare, make, percent, rmse, truth_of
from benchmarks.table import print_head, print_row
from s2gm_core.composite.registry import METHODS

BINS = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (6, 8), (9, 10**6))
COLUMNS = (
    "method",
    "valid obs",
    "pixels %",
    "missing %",
    "cloud %",
    "thin cloud %",
    "shadow %",
    "RMSE date",
    "bias date",
    "RMSE date, clear",
    "RMSE mean",
    "bias mean",
)


def print_method(method: str, pixels: Pixels) -> None:
    """One row per number of valid observations, and one for all."""
    everywhere = np.ones(pixels.count.shape, bool)
    for low, high in BINS:
        inside = (pixels.count >= low) & (pixels.count <= high)
        label = str(low) if low == high else f"{low} and more" if high > 1000 else f"{low} to {high}"
        if inside.any():
            print_row(method, label, *_figures(pixels, inside))
    print_row(method, "all", *_figures(pixels, everywhere))


def _figures(pixels: Pixels, inside: np.ndarray) -> list[str]:
    taken = inside & pixels.taken
    clear = taken & (pixels.mask & (CLOUD | SHADOW | THIN) == 0)
    bits = [((pixels.mask & bit) != 0)[taken] for bit in (CLOUD, THIN, SHADOW)]
    return [
        percent(inside.mean()),
        percent(1 - taken.sum() / inside.sum()),
        *(percent(bit.mean()) if bit.size else "" for bit in bits),
        rmse(pixels.against_date[:, taken]),
        _bias(pixels.against_date[:, taken]),
        rmse(pixels.against_date[:, clear]),
        rmse(pixels.against_mean[:, taken]),
        _bias(pixels.against_mean[:, taken]),
    ]


def _bias(difference: np.ndarray) -> str:
    return f"{np.mean(difference, dtype=np.float64):+.4f}" if difference.size else ""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_archive_options(parser, size=660, dates=12)
    parser.add_argument("--bands", default="B02,B03,B04,B08,B11,B12", help="bands that are compared")
    parser.add_argument("--method", nargs="+", choices=list(METHODS), default=["s2gm", "medoid", "stc"], help="methods")
    options = parser.parse_args()
    archive, bands = bench_archive(options), tuple(options.bands.split(","))
    print(f"{archive.folder.name}: {archive.start} to {archive.end}; {', '.join(bands)} together.")
    print("date: truth on the date and in the geometry of what was taken; mean: the period's mean from nadir.")
    print("Reflectance 0..1. Cloud, thin cloud, shadow: share of the pixels taken that truly are. 10 m.")
    print_head(*COLUMNS)
    truth: Truth | None = None
    for method in options.method:
        out = Path(tempfile.mkdtemp(prefix="s2gm-bench-"))
        try:
            product = make(archive, method, bands, out)
            truth = truth or truth_of(archive, product.grid, bands)
            print_method(method, compare(product, truth))
        finally:
            shutil.rmtree(out)


if __name__ == "__main__":
    main()
