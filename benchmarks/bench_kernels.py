"""Speed and memory of the compositing kernels, beside a plain numpy medoid.

Memory is what the kernel allocates beyond its input (tracemalloc counts numpy's arrays), in a run of its own, because
counting costs time. Usage:

    python benchmarks/bench_kernels.py [--size PIXELS] [--repeat N] [--kernel NAME ...]
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.table import print_head, print_row
from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Composite, Observations, Selection
from s2gm_core.radiometry.scaling import INVALID

BANDS = ("B02", "B03", "B04", "B06", "B08", "B8A", "B11", "B12")
COLOUR_BANDS = ("B02", "B03", "B04", "B08")
DATES = 12
MORE_DATES = (2, 3, 4, 6, 30, 73)
SHARE_VALID = 0.65
FIRST_DAY = 19570


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    kernel: str
    dates: int
    bands: tuple[str, ...]
    size: int
    repeat: int
    share_valid: float = SHARE_VALID


@dataclass(frozen=True)
class Figures:
    """What was measured."""

    seconds: float  # processor time, best of the repeats
    extra_bytes: int  # largest sum of what the kernel held at one time, input left out


def plain_medoid(stack: Observations) -> Composite:
    """All pairs at once in float32, as one would write it first: (time, time, y, x) distances."""
    bands = [stack.plane(band) for band in BANDS if band != "B8A" and band in stack.bands]
    spectra = np.stack(bands, axis=1).astype(np.float32) / 10000
    spectra[np.broadcast_to(~stack.valid[:, None], spectra.shape)] = np.nan
    distances = np.sqrt(((spectra[:, None] - spectra[None]) ** 2).sum(axis=2))
    sums = np.where(stack.valid, np.nansum(distances, axis=1), np.inf)
    spread = sums.min(axis=0) / np.maximum(stack.valid.sum(axis=0), 1)
    index = np.where(stack.valid.any(axis=0), sums.argmin(axis=0), -1)
    selection = Selection(index.astype(np.int16), np.minimum(spread * 10000, 65534).astype(np.uint16))
    return Composite.of(selection)


def kernel(method: str) -> Callable[[Observations], Composite]:
    """A method of the registry with its default options."""
    row = METHODS[method]
    return lambda stack: row.composite(stack, row.make_options(()))


PLAIN_MEDOID = "plain numpy medoid"
KERNELS: dict[str, Callable[[Observations], Composite]] = {
    PLAIN_MEDOID: plain_medoid,
    **{name: kernel(name) for name in METHODS},
}


def random_stack(case: Case) -> Observations:
    """A noisy landscape with gaps of a realistic size."""
    rng = np.random.default_rng(1)
    ground = rng.integers(200, 4000, (len(case.bands), case.size, case.size), dtype=np.int16)
    stack = np.empty((case.dates, len(case.bands), case.size, case.size), np.int16)
    for date in stack:
        date[:] = ground + rng.integers(-150, 150, ground.shape, dtype=np.int16)
    cells = rng.random((case.dates, -(-case.size // 32), -(-case.size // 32))) < case.share_valid
    valid = np.kron(cells, np.ones((1, 32, 32), bool))[:, : case.size, : case.size].astype(bool)
    stack[np.broadcast_to(~valid[:, None], stack.shape)] = INVALID
    observations = Observations(
        reflectance=stack,
        valid=valid,
        bands=case.bands,
        scene_class=rng.choice(np.array([2, 4, 5, 6], np.uint8), valid.shape, p=(0.05, 0.5, 0.4, 0.05)),
        cloud_probability=rng.integers(0, 100, valid.shape, dtype=np.uint8),
        day=FIRST_DAY + np.arange(5 * case.dates, 0, -5, dtype=np.int32),
        middle_day=FIRST_DAY + 2.5 * (case.dates + 1),
        period_days=5.0 * case.dates,
        orbit=np.where(np.arange(case.dates) % 2 == 0, 22, 122).astype(np.int16),
        clouded=~valid & ~valid.any(axis=0),
    )
    return replace(observations, **_surroundings(rng, valid.shape))


def _surroundings(rng: np.random.Generator, shape: tuple[int, ...]) -> dict[str, np.ndarray]:
    """What some methods ask for beside reflectance, each (time, y, x) float32."""
    largest = {
        "aerosol": 0.4,
        "view_zenith": 11.0,
        "cloud_distance": 9600.0,
        "cloud_weight": 1.0,
        "orbit_distance": 145_000.0,
    }
    return {name: rng.random(shape, dtype=np.float32) * np.float32(most) for name, most in largest.items()}


def measure(case: Case) -> Figures:
    """Run one case."""
    stack = random_stack(case)
    kernel = KERNELS[case.kernel]
    seconds = []
    for _ in range(case.repeat):
        start = time.thread_time()
        kernel(stack)
        seconds.append(time.thread_time() - start)
    tracemalloc.start()
    kernel(stack)
    extra = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return Figures(min(seconds), extra)


def cases(size: int, repeat: int) -> list[Case]:
    """Every method that can work on the bands, some on other numbers of dates; a plain one while it stays small."""
    rows = [
        Case(name, DATES, bands, size, repeat)
        for bands in (BANDS, COLOUR_BANDS)
        for name, method in METHODS.items()
        if set(method.minimum_bands) <= set(bands)
    ]
    rows += [Case(name, dates, BANDS, size, repeat) for name in ("s2gm", "medoid", "stc") for dates in MORE_DATES]
    # So cloudy that many dates leave two or three observations: the short-term composite in the middle of a long stack.
    rows += [Case("s2gm", dates, BANDS, size, repeat, share_valid=2.5 / dates) for dates in (12, 30, 73)]
    return rows + [Case(PLAIN_MEDOID, dates, BANDS, min(size, 256), repeat) for dates in (4, 6, 12, 30)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=512, help="side of the block, pixels")
    parser.add_argument("--repeat", type=int, default=3, help="runs per case; the best counts")
    parser.add_argument("--kernel", nargs="+", choices=list(KERNELS), help="only these")
    options = parser.parse_args()
    print("One thread, processor time. Extra memory: beyond the input stack.")
    print_head("kernel", "dates", "bands", "valid", "block", "seconds", "Mpx x dates / s", "stack MiB", "extra MiB")
    for case in cases(options.size, options.repeat):
        if options.kernel and case.kernel not in options.kernel:
            continue
        found = measure(case)
        observations = case.dates * case.size**2
        stack_bytes = 2 * observations * len(case.bands)
        speed = observations / found.seconds / 1e6
        what = (case.kernel, case.dates, len(case.bands), f"{case.share_valid:.0%}", case.size)
        print_row(*what, found.seconds, speed, stack_bytes >> 20, found.extra_bytes >> 20)


if __name__ == "__main__":
    main()
