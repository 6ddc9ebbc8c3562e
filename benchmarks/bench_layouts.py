"""What it costs a medoid to compare all dates where they lie, and to close each pixel's observations up before.

Pixels are valid in squares of 32 x 32. The last column is the cost of closing one observation up, in comparisons of two
observations, at which both ways would cost the same: `s2gm_core.composite.spectra.FETCH` should lie within them. Usage:

    PYTHONPATH=. .venv/bin/python benchmarks/bench_layouts.py
"""

from __future__ import annotations

import argparse
import time
from unittest.mock import patch

import numpy as np

from benchmarks.table import print_head, print_row
from s2gm_core.composite import medoid, spectra
from s2gm_core.composite.stack import Observations

ROWS, COLUMNS = 128, 1024
STRIP = 64
COLOUR = ("B02", "B03", "B04", "B08")
AS_THEY_LIE, CLOSED_UP = 1e9, -1e9
"""Values of `FETCH` that force one of the ways."""


def observations(bands: tuple[str, ...], dates: int, share: float) -> Observations:
    """Random spectra of which a share is valid."""
    random = np.random.default_rng(1)
    reflectance = random.integers(200, 4000, (dates, len(bands), ROWS, COLUMNS)).astype(np.int16)
    squares = random.random((dates, ROWS // 32, COLUMNS // 32)) < share
    valid = np.kron(squares, np.ones((32, 32), dtype=bool))
    return Observations(reflectance, valid, bands, np.full(valid.shape, 4, dtype=np.uint8))


def nanoseconds(stack: Observations, fetch: float, repeat: int) -> float:
    """Of processor time per pixel, the best of some runs, in strips as the engine cuts them."""

    def once() -> float:
        start = time.process_time()
        for row in range(0, ROWS, STRIP):
            rows = slice(row, row + STRIP)
            medoid.select(
                Observations(
                    stack.reflectance[:, :, rows], stack.valid[:, rows], stack.bands, stack.scene_class[:, rows]
                )
            )
        return (time.process_time() - start) * 1e9 / (ROWS * COLUMNS)

    with patch.object(spectra, "FETCH", fetch):
        return min(once() for _ in range(repeat))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="the best of so many is printed (3)")
    options = parser.parse_args()
    print_head("bands", "dates", "valid", "as they lie, ns per pixel", "closed up, ns per pixel", "equal at")
    for bands in (COLOUR, medoid.BANDS):
        for dates, share in ((6, 0.65), (12, 0.3), (12, 0.65), (12, 0.9), (30, 0.3), (30, 0.65), (73, 0.4)):
            stack = observations(bands, dates, share)
            lying, closed = (nanoseconds(stack, way, options.runs) for way in (AS_THEY_LIE, CLOSED_UP))
            count = stack.valid.sum(axis=0).astype(float)
            pairs = dates * (dates - 1) / 2
            equal = (pairs * closed / lying - (count * (count - 1) / 2).mean()) / count.mean()
            print_row(len(bands), dates, f"{share:.0%}", lying, closed, equal)


if __name__ == "__main__":
    main()
