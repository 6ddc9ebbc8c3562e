"""Every method on simulated archives of a month, a quarter and a year, with a perfect, a usual and a leaky cloud mask.

    python -m benchmarks.quality.by_method [--period month quarter year] [--mask true esa weak_4] [--method ...]

missing: pixels without data. bright, dark: pixels with data whose B02 is more than 0.03 above, or B08 more than 0.08
below, the period's mean surface: cloud and shadow that stayed. RMSE date: against the surface on the date and in the
geometry of the chosen one, for methods that select. RMSE mean: against the period's mean from nadir. noise: root
of the local variance (3 x 3 pixels) beyond that of the period's mean surface: what changes of the date add.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.ndimage import uniform_filter

from benchmarks.archive import BenchArchive, bench_archive
from benchmarks.quality.masks import with_true_masks
from benchmarks.quality.truth import Pixels, Truth, compare, make, percent, rmse, truth_of
from benchmarks.table import print_head, print_row
from s2gm_core.composite.registry import METHODS
from s2gm_core.errors import S2GMError

BANDS = ("B02", "B03", "B04", "B08", "B11", "B12")
BRIGHT, DARK = 0.03, 0.08
COLUMNS = ("period", "mask", "method", "missing %", "bright %", "dark %", "RMSE date", "RMSE mean", "noise", "seconds")


@dataclass(frozen=True)
class Length:
    """A period and the archive that it needs."""

    name: str
    dates: int
    size: int


LENGTHS = {row.name: row for row in (Length("month", 12, 660), Length("quarter", 36, 420), Length("year", 146, 300))}
MASKS = {"true": "esa", "esa": "esa", "weak_4": "weak_4"}
"""Quality of the mask by name, and the order's cloud mask; ``true`` has classifications that are right."""


def archive_of(length: Length, cloudiness: float) -> BenchArchive:
    """The simulated archive of a period."""
    return bench_archive(
        argparse.Namespace(archive=None, size=length.size, repeat=1, dates=length.dates, cloudiness=cloudiness, seed=1)
    )


def figures(pixels: Pixels, truth: Truth, selects: bool) -> list[str]:
    """Missing, bright, dark, RMSE date, RMSE mean, noise."""
    taken = pixels.taken
    blue, infrared = (pixels.against_mean[BANDS.index(band)] for band in ("B02", "B08"))
    return [
        percent(1 - taken.mean()),
        percent((blue[taken] > BRIGHT).mean()),
        percent((infrared[taken] < -DARK).mean()),
        rmse(pixels.against_date[:, taken]) if selects else "",
        rmse(pixels.against_mean[:, taken]),
        f"{_noise(pixels, truth):.4f}",
    ]


def _noise(pixels: Pixels, truth: Truth) -> float:
    """Root of the mean local variance of the product beyond that of the truth, over all bands."""
    mean = truth.period_mean()
    whole = uniform_filter(pixels.taken.astype(np.float64), 3, mode="nearest") > 0.999
    beyond = _local_variance(mean + pixels.against_mean) - _local_variance(mean)
    return float(np.sqrt(max(np.mean(beyond[:, whole]), 0.0))) if whole.any() else float("nan")


def _local_variance(values: np.ndarray) -> np.ndarray:
    """Variance in windows of 3 x 3 pixels, (band, y, x) float64."""
    size = (0, 3, 3)
    mean = uniform_filter(values.astype(np.float64), size, mode="nearest")
    return uniform_filter(np.square(values, dtype=np.float64), size, mode="nearest") - mean**2


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--period", nargs="+", choices=list(LENGTHS), default=list(LENGTHS))
    parser.add_argument("--mask", nargs="+", choices=list(MASKS), default=list(MASKS))
    parser.add_argument("--method", nargs="+", choices=list(METHODS), default=list(METHODS))
    parser.add_argument("--regularise", action="store_true", help="with spatial regularisation")
    parser.add_argument("--cloudiness", type=float, default=0.4)
    options = parser.parse_args()
    print_head(*COLUMNS)
    for name in options.period:
        usual = archive_of(LENGTHS[name], options.cloudiness)
        for mask in options.mask:
            archive = with_true_masks(usual) if mask == "true" else usual
            print_methods(name, mask, archive, options)


def print_methods(period: str, mask: str, archive: BenchArchive, options: argparse.Namespace) -> None:
    """One row per method."""
    truth: Truth | None = None
    for method in options.method:
        out, started = Path(tempfile.mkdtemp(prefix="s2gm-bench-")), time.perf_counter()
        try:
            smooth = options.regularise and METHODS[method].selects
            product = make(archive, method, BANDS, out, cloud_mask=MASKS[mask], regularise=smooth)
            seconds = time.perf_counter() - started
            truth = truth or truth_of(archive, product.grid, BANDS)
            row = figures(compare(product, truth), truth, METHODS[method].selects)
            print_row(period, mask, method, *row, f"{seconds:.1f}")
        except S2GMError as problem:
            print_row(period, mask, method, str(problem).split(".")[0], *[""] * 6)
        finally:
            shutil.rmtree(out)


if __name__ == "__main__":
    main()
