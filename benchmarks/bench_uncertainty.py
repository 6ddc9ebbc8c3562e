"""How often the stated standard uncertainty holds the truth, per method and number of observations, and its speed.

Observations of a simulated period on different days drawn at random, with errors from the input model; the shares
within one and two standard uncertainties should be 68.3 % and 95.4 %. "Width" is the mean of the stated uncertainty
over that of a single observation. Usage:

    python benchmarks/bench_uncertainty.py [--side PIXELS] [--days N] [--first DATE]
"""

from __future__ import annotations

import argparse
import math
import time
import tracemalloc
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from benchmarks.bench_kernels import COLOUR_BANDS, Case, random_stack
from benchmarks.table import print_head, print_row
from s2gm_core.composite.input_uncertainty import InputUncertainty
from s2gm_core.composite.method import Method
from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Composite
from tests.core.reference.monte_carlo import (
    ANY_DAY,
    AVERAGING,
    MEAN,
    OF_DATE,
    OF_PERIOD,
    ON_DATE,
    SAME_STATISTIC,
    Period,
    Trial,
    Truth,
    coverage,
    simulated_period,
)

COUNTS = (1, 2, 3, 4, 6, 12, 30)
SURFACES = {"still surfaces": (0.0, 0.2), "changing surfaces": (1.0, math.inf)}
"""By the standard deviation of the surface within the period, in standard uncertainties of one observation."""


def print_coverage(
    period: Period,
    methods: Mapping[str, Method],
    truth: Truth,
    title: str,
    change: tuple[float, float] = (0.0, math.inf),
) -> None:
    """One table: methods down, numbers of observations across, each with shares within one and two u and the width."""
    print(f"\n{title}. Truth: {truth.name}. Period of {period.days} days. % within u / % within 2 u / width.\n")
    print_head("method", *(str(count) for count in COUNTS))
    for name, method in methods.items():
        found = (coverage(period, method, truth, Trial(count, change=change)) for count in COUNTS)
        print_row(name, *(f"{one.one:.1%} / {one.two:.1%} / {one.width:.2f}".replace("%", "") for one in found))


def with_registry(small: Mapping[str, Method], selects: bool) -> dict[str, Method]:
    """Methods of the tests and those of the registry that select or average, as the registry has them."""
    return {**small, **{name: row for name, row in METHODS.items() if row.selects == selects}}


def print_speed(size: int) -> None:
    """One thread, processor time, 12 dates, 4 bands, 65 % valid; memory beyond the input and the result's own."""
    stack = random_stack(Case("", 12, COLOUR_BANDS, size, 1, share_valid=0.65))
    index = np.where(stack.valid.any(axis=0), stack.valid.argmax(axis=0), -1).astype(np.int16)
    values = np.take_along_axis(stack.reflectance, np.maximum(index, 0)[None, None].astype(np.int64), axis=0)[0]
    print(f"\nSpeed: 12 dates, 4 bands, 65 % valid, {size} x {size}, one thread.\n")
    print_head("function", "seconds", "Mpx x dates / s", "stack MiB", "extra MiB")
    rows = {"of_selection": OF_PERIOD["newest"], "of_date": OF_DATE["newest"], **AVERAGING}
    for name, method in rows.items():
        composite = Composite(index) if method.selects else Composite(index, values)
        if name == "weighted mean":
            stack = replace(stack, cloud_weight=np.random.default_rng(1).random(stack.valid.shape, np.float32))
        seconds = []
        for _ in range(3):
            start = time.thread_time()
            method.uncertainty(stack, composite, None, InputUncertainty())
            seconds.append(time.thread_time() - start)
        tracemalloc.start()
        method.uncertainty(stack, composite, None, InputUncertainty())
        extra = tracemalloc.get_traced_memory()[1] >> 20
        tracemalloc.stop()
        print_row(name, min(seconds), 12 * size**2 / min(seconds) / 1e6, stack.reflectance.nbytes >> 20, extra)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--side", type=int, default=96, help="points of the landscape along each side")
    parser.add_argument("--days", type=int, nargs="+", default=[31, 92], help="lengths of the periods")
    parser.add_argument("--first", type=date.fromisoformat, default=date(2025, 6, 15), help="first day of the periods")
    parser.add_argument("--size", type=int, default=512, help="side of the block for the speed, pixels")
    options = parser.parse_args()
    print_speed(options.size)
    for days in options.days:
        period = simulated_period(options.first, days, options.side)
        averaging, selecting = with_registry(AVERAGING, False), with_registry(OF_PERIOD, True)
        for truth in (SAME_STATISTIC, MEAN):
            print_coverage(period, averaging, truth, "Averaging methods")
        print_coverage(period, selecting, ANY_DAY, "Selecting methods, as they are")
        for functions, methods in (("of_date", OF_DATE), ("of_selection", OF_PERIOD)):
            print_coverage(period, methods, ON_DATE, f"Selecting methods, {functions}")
        for surface, change in SURFACES.items():
            print_coverage(period, AVERAGING, SAME_STATISTIC, f"Averaging methods, {surface}", change)
            print_coverage(period, {"medoid": OF_PERIOD["medoid"]}, ANY_DAY, f"of_selection, {surface}", change)
            print_coverage(period, {"medoid": OF_DATE["medoid"]}, ON_DATE, f"of_date, {surface}", change)


if __name__ == "__main__":
    main()
