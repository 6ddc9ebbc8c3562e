"""What it costs a medoid to close up the observations of cells of 32, 8 and 1 pixels.

Pixels are valid in squares of 32 x 32 or 8 x 8. The second columns are what moving an observation of a cell costs, in
comparisons of two observations: `s2gm_core.composite.spectra.FETCH` should lie there. Usage:

    PYTHONPATH=. .venv/bin/python benchmarks/bench_layouts.py
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from unittest.mock import patch

import numpy as np

from benchmarks.table import print_head, print_row
from s2gm_core.composite import medoid, spectra
from s2gm_core.composite.averages import flat
from s2gm_core.composite.stack import Observations
from s2gm_core.composite.strips import rows_of

ROWS, COLUMNS = 128, 1024
STRIP = 64
COLOUR = ("B02", "B03", "B04", "B08")
CASES = (
    (6, 0.65, 32),
    (12, 0.3, 32),
    (12, 0.65, 32),
    (12, 0.65, 8),
    (12, 0.9, 32),
    (30, 0.3, 32),
    (30, 0.65, 8),
    (73, 0.4, 8),
)
"""Dates, share of valid observations, sides of squares."""


def observations(bands: tuple[str, ...], dates: int, share: float, side: int) -> Observations:
    """Random spectra of which a share is valid, in squares."""
    random = np.random.default_rng(1)
    reflectance = random.integers(200, 4000, (dates, len(bands), ROWS, COLUMNS)).astype(np.int16)
    squares = random.random((dates, ROWS // side, COLUMNS // side)) < share
    valid = np.kron(squares, np.ones((side, side), dtype=bool))
    return Observations(reflectance, valid, bands, np.full(valid.shape, 4, dtype=np.uint8))


def laid_out(stack: Observations) -> int:
    """Lay a strip out and do nothing with it; returns observations of cells times their pixels."""
    bands = list(range(len(stack.bands)))
    parts = spectra.spectra_of(flat(stack.reflectance), flat(stack.valid), bands)
    return sum(one.time.size * one.width for one in parts)


def nanoseconds(strips: list[Observations], step: Callable[[Observations], object], repeat: int) -> float:
    """Of processor time per pixel, the best of some runs."""

    def once() -> float:
        start = time.process_time()
        for strip in strips:
            step(strip)
        return (time.process_time() - start) * 1e9 / (ROWS * COLUMNS)

    return min(once() for _ in range(repeat))


def costs(strips: list[Observations], width: int, repeat: int) -> tuple[float, float]:
    """Nanoseconds of a medoid per pixel in cells of one width, and what moving costs in comparisons."""
    only = {one: 1.0 if one == width else 1e9 for one in spectra.FETCH}
    with patch.object(spectra, "FETCH", only):
        moving, all_in_all = (nanoseconds(strips, step, repeat) for step in (laid_out, medoid.select))
        moved = sum(map(laid_out, strips)) / (ROWS * COLUMNS)
    count = np.concatenate([_of_cells(strip.valid, width) for strip in strips]).astype(float)
    pairs = (count * (count - 1.0) / 2.0).mean()
    return all_in_all, (moving / moved) / ((all_in_all - moving) / pairs)


def _of_cells(valid: np.ndarray, width: int) -> np.ndarray:
    """How many dates count for every cell; (cell,)."""
    return flat(valid).reshape(len(valid), -1, width).any(axis=2).sum(axis=0)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="the best of so many is printed (3)")
    options = parser.parse_args()
    titles = [f"{title} {width}" for width in spectra.FETCH for title in ("ns per pixel, cells of", "moving, cells of")]
    print_head("bands", "dates", "valid", "squares", *titles)
    for bands in (COLOUR, medoid.BANDS):
        for dates, share, side in CASES:
            stack = observations(bands, dates, share, side)
            strips = [rows_of(stack, slice(row, row + STRIP)) for row in range(0, ROWS, STRIP)]
            figures = [figure for width in spectra.FETCH for figure in costs(strips, width, options.runs)]
            print_row(len(bands), dates, f"{share:.0%}", side, *figures)


if __name__ == "__main__":
    main()
