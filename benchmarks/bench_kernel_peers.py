"""The median and the medoid beside numpy, bottleneck and plain numba loops, on one and on two threads.

Of two threads one at a time is in this project's kernels; the last column shows what they do where both may be.

A stack of int16 with a mask goes in, a composite of int16 comes out: what a library wants else (floats with NaN) is
made inside the clock. Rows of libraries that are not installed are left out, with a line that says so. Usage:

    python benchmarks/bench_kernel_peers.py [--size PIXELS] [--repeat N]
"""

from __future__ import annotations

import argparse
import importlib
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.table import print_head, print_row
from s2gm_core.composite import medians as median_module
from s2gm_core.composite import medoid as medoid_module
from s2gm_core.composite.medians import medians
from s2gm_core.composite.medoid import BANDS as MEDOID_BANDS
from s2gm_core.composite.medoid import select
from s2gm_core.composite.stack import Observations
from s2gm_core.radiometry.scaling import INVALID

OURS = "S2GM"
COLUMNS = ("figure", "kernel", "dates", "bands", "Mpx x dates / s, one thread", "two threads", "at once", "agrees")
SHARE_VALID = 0.65
SHAPES = ((12, 4), (12, 7), (30, 4))  # dates, bands
STRIP = 64 * 1024
"""Pixels that are handed to a kernel at a time, as the program does."""

Kernel = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""A composite of a strip: (time, band, pixel) int16 and (time, pixel) bool to (band, pixel) or (pixel,) int16."""


@dataclass(frozen=True)
class Row:
    """One kernel of the table."""

    name: str
    kernel: Kernel
    figure: str  # median or medoid: all of one figure must agree


def our_medoid(stack: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """The time index of this project's medoid."""
    bands, pixels = MEDOID_BANDS[: stack.shape[1]], stack.shape[2]
    observations = Observations(
        reflectance=stack.reshape(*stack.shape[:2], 1, pixels),
        valid=valid.reshape(-1, 1, pixels),
        bands=bands,
        scene_class=np.full((len(valid), 1, pixels), 4, np.uint8),
    )
    return select(observations).index[0]


def with_gaps(stack: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Floats with NaN, as most libraries want them."""
    return np.where(valid[:, np.newaxis], stack.astype(np.float32), np.float32(np.nan))


def as_stored(values: np.ndarray) -> np.ndarray:
    """Rounded to int16, `INVALID` where NaN."""
    return np.where(np.isnan(values), INVALID, np.rint(values)).astype(np.int16)


def numpy_median(stack: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """`numpy.nanmedian`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of pixels without any value
        return as_stored(np.nanmedian(with_gaps(stack, valid), axis=0))


def numpy_medoid(stack: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """All pairs at once, as one would write it first; a few thousand pixels at a time."""
    index = np.empty(stack.shape[2], np.int16)
    for start in range(0, stack.shape[2], 4096):
        part = slice(start, start + 4096)
        spectra = with_gaps(stack[:, :, part], valid[:, part])
        distances = np.sqrt(((spectra[:, np.newaxis] - spectra) ** 2).sum(axis=2))
        sums = np.where(valid[:, part], np.nansum(distances, axis=1), np.inf)
        index[part] = np.where(valid[:, part].any(axis=0), sums.argmin(axis=0), -1)
    return index


def bottleneck_rows(bottleneck: Any) -> list[Row]:
    """`bottleneck.nanmedian`."""
    return [Row("bottleneck", lambda s, v: as_stored(bottleneck.nanmedian(with_gaps(s, v), axis=0)), "median")]


def median_loops(stack: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Insertion sort of every pixel's valid values; to be compiled."""
    times, bands, pixels = stack.shape
    result = np.full((bands, pixels), INVALID, np.int16)
    values = np.empty(times, np.int16)
    for pixel in range(pixels):
        for band in range(bands):
            count = 0
            for time_index in range(times):
                if valid[time_index, pixel]:
                    value, place = stack[time_index, band, pixel], count
                    while place > 0 and values[place - 1] > value:
                        values[place] = values[place - 1]
                        place -= 1
                    values[place] = value
                    count += 1
            if count:
                middle = (np.float64(values[(count - 1) // 2]) + values[count // 2]) / 2
                result[band, pixel] = np.int16(np.rint(middle))
    return result


def medoid_loops(stack: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Every pair of every pixel; to be compiled."""
    times, bands, pixels = stack.shape
    index = np.full(pixels, -1, np.int16)
    for pixel in range(pixels):
        least = np.inf
        for one in range(times):
            if not valid[one, pixel]:
                continue
            total = 0.0
            for other in range(times):
                if valid[other, pixel]:
                    squared = np.float32(0)
                    for band in range(bands):
                        step = np.float32(stack[one, band, pixel]) - np.float32(stack[other, band, pixel])
                        squared += step * step
                    total += np.sqrt(squared)
            if total < least:
                least = total
                index[pixel] = one
    return index


def medoid_in_runs(stack: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Every pair of dates for a run of pixels at a time, which a compiler makes vectors of; to be compiled.

    What a compiled kernel could do that is written for the processor: the most that such an extra would bring.
    """
    times, bands, pixels = stack.shape
    index, run = np.full(pixels, -1, np.int16), 64
    values, held = np.empty((times, bands, run), np.float32), np.empty((times, run), np.float32)
    squared, sums = np.empty(run, np.float32), np.empty((times, run), np.float64)
    for start in range(0, pixels, run):
        size = min(run, pixels - start)
        values[:, :, :size] = stack[:, :, start : start + size]
        held[:, :size] = valid[:, start : start + size]
        sums[:] = 0
        for one in range(times):
            for other in range(one + 1, times):
                squared[:] = 0
                for band in range(bands):
                    for pixel in range(size):
                        step = values[one, band, pixel] - values[other, band, pixel]
                        squared[pixel] += step * step
                for pixel in range(size):
                    distance = np.sqrt(squared[pixel]) * held[one, pixel] * held[other, pixel]
                    sums[one, pixel] += distance
                    sums[other, pixel] += distance
        for pixel in range(size):
            least = np.inf
            for one in range(times):
                if held[one, pixel] and sums[one, pixel] < least:
                    least = sums[one, pixel]
                    index[start + pixel] = one
    return index


def numba_rows(numba: Any) -> list[Row]:
    """Plain loops, one pixel after the other, and a kernel in runs of pixels, compiled."""
    plain, runs = "numba, plain loops", "numba, runs of pixels"
    loops = (
        Row(plain, median_loops, "median"),
        Row(plain, medoid_loops, "medoid"),
        Row(runs, medoid_in_runs, "medoid"),
    )
    return [replace(row, kernel=numba.njit(nogil=True)(row.kernel)) for row in loops]


def rows() -> list[Row]:
    """All kernels that can run here."""
    found = [
        Row(OURS, medians, "median"),
        Row("numpy nanmedian", numpy_median, "median"),
        Row(OURS, our_medoid, "medoid"),
        Row("numpy, all pairs", numpy_medoid, "medoid"),
    ]
    for name, make in (("bottleneck", bottleneck_rows), ("numba", numba_rows)):
        try:
            found += make(importlib.import_module(name))
        except ImportError:
            print(f"{name} is not installed here; its rows are left out.")
    return sorted(found, key=lambda row: row.figure)


def stack_of(dates: int, bands: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """A noisy landscape (time, band, pixel) int16 and its mask (time, pixel), clouds in squares of 32 pixels."""
    rng = np.random.default_rng(1)
    ground = rng.integers(200, 4000, (bands, size * size), dtype=np.int16)
    noise = rng.integers(-150, 150, (dates, bands, size * size), dtype=np.int16)
    cells = rng.random((dates, size // 32, size // 32)) < SHARE_VALID
    return ground + noise, np.kron(cells, np.ones((1, 32, 32), bool)).reshape(dates, -1)


def at_once(row: Row, stack: np.ndarray, valid: np.ndarray, repeat: int) -> float | str:
    """`speed` of two threads where both may be in this project's kernel at a time; of other kernels a dash."""
    if row.name != OURS:
        return "–"
    with (
        patch.object(median_module, "SHORT_CALLS", nullcontext()),
        patch.object(medoid_module, "SHORT_CALLS", nullcontext()),
    ):
        return max(speed(row.kernel, stack, valid, 2) for _ in range(repeat))


def speed(kernel: Kernel, stack: np.ndarray, valid: np.ndarray, threads: int) -> float:
    """Million pixels times dates a second by the clock."""
    strips = [slice(start, start + STRIP) for start in range(0, stack.shape[2], STRIP)]
    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda part: kernel(stack[:, :, part], valid[:, part]), strips))
    return valid.size / (time.perf_counter() - start) / 1e6


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1024, help="side of the block, pixels, a multiple of 32 (1024)")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each; the fastest counts (3)")
    options = parser.parse_args()
    every = rows()
    print_head(*COLUMNS)
    for dates, bands in SHAPES:
        stack, valid = stack_of(dates, bands, options.size)
        expected = {row.figure: row.kernel(stack, valid) for row in every if row.name == OURS}
        for row in every:
            # Of two observations, equally far from each other, the project's medoid takes the one with the lower B02.
            compared = valid.sum(axis=0) > 2
            found = row.kernel(stack, valid)
            agrees = np.mean(found[..., compared] == expected[row.figure][..., compared])
            one, two = (max(speed(row.kernel, stack, valid, n) for _ in range(options.repeat)) for n in (1, 2))
            freely = at_once(row, stack, valid, options.repeat)
            print_row(row.figure, row.name, dates, bands, one, two, freely, f"{agrees:.2%}")


if __name__ == "__main__":
    main()
