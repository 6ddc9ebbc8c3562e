"""Error against truth on a simulated archive, per method and per number of valid observations.

For methods that select; the truths are those of `benchmarks.quality.truth`. Usage:

    python -m benchmarks.quality.by_count [--size PIXELS] [--dates N] [--cloudiness 0..1] [--rows NAME ...]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.archive import add_archive_options, bench_archive
from benchmarks.quality.figures import root_mean_square
from benchmarks.quality.rows import ROWS
from benchmarks.quality.truth import BANDS, CLOUD, SHADOW, THIN, Pixels, Truth, compare, make, truth_of
from benchmarks.table import print_head, print_row

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
        _percent(inside.mean()),
        _percent(1 - taken.sum() / inside.sum()),
        *(_percent(bit.mean()) if bit.size else "" for bit in bits),
        _error(pixels.against_date[:, taken]),
        _bias(pixels.against_date[:, taken]),
        _error(pixels.against_date[:, clear]),
        _error(pixels.against_mean[:, taken]),
        _bias(pixels.against_mean[:, taken]),
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.2f}"


def _error(difference: np.ndarray) -> str:
    return f"{root_mean_square(difference):.4f}" if difference.size else ""


def _bias(difference: np.ndarray) -> str:
    return f"{np.mean(difference, dtype=np.float64):+.4f}" if difference.size else ""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_archive_options(parser, size=660, dates=12)
    selecting = [name for name, row in ROWS.items() if row.selects]
    parser.add_argument("--rows", nargs="+", choices=selecting, default=["s2gm", "medoid", "stc"], metavar="NAME")
    options = parser.parse_args()
    archive = bench_archive(options)
    print(f"{archive.folder.name}: {archive.start} to {archive.end}; {', '.join(BANDS)} together.")
    print("Reflectance 0..1. Cloud, thin cloud, shadow: share of the pixels taken that truly are. 10 m.")
    print_head(*COLUMNS)
    truth: Truth | None = None
    for name in options.rows:
        row, out = ROWS[name], Path(tempfile.mkdtemp(prefix="s2gm-bench-"))
        try:
            product = make(archive, row, out)
            truth = truth or truth_of(archive, product.grid)
            print_method(name, compare(product, truth, row))
        finally:
            shutil.rmtree(out)


if __name__ == "__main__":
    main()
