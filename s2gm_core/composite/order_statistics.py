"""Order statistics along time: medians, quantiles and sorted values of integer planes with gaps.

A sorting network (K. E. Batcher 1968, AFIPS Spring Joint Computer Conference 32, 307-314, odd-even merge sort) is a
fixed list of comparisons that does not depend on the values. So one comparison of two dates is done for a run of pixels
at once, as `np.minimum` and `np.maximum` of two int16 planes, which the processor does 16 or 32 pixels at a time; a
sort of each pixel's few dates in turn cannot use that. Comparisons that no wanted rank needs are left out beforehand.

Gaps need no branch either: an invalid observation counts as 32767 and so ends up behind the valid ones. The value and
its gap are joined by one maximum: the mask, 0 or 1, plus 32767 wraps to -32768, below all values, where it is 1.

The quantile of n valid values at probability p lies at rank (n - 1) p, counted from 0, linearly between its two
neighbours: definition 7 of Hyndman and Fan 1996, The American Statistician 50, 361-365, the default of numpy. p = 0.5
of an even number is the mean of the two middle values.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..radiometry.scaling import INVALID

OBSERVATIONS_AT_ONCE = 256 * 1024
"""Pixels times dates sorted together: 512 kB of int16, so that all planes stay in the processor's cache."""

MIN_PIXELS_AT_ONCE = 4096
"""Fewer pixels than this cost more in calls than the cache saves."""


@dataclass(frozen=True)
class Ranks:
    """Where the statistics of n valid values lie among them in ascending order, for every n.

    below: (probability, n) int64, the rank at or below the position, 0 where n is 0.
    share: (probability, n) float64, how far towards the next rank, 0 to 1; NaN where n is 0, which makes empty pixels.
    """

    below: np.ndarray
    share: np.ndarray


def linear_ranks(probabilities: tuple[float, ...], times: int) -> Ranks:
    """Ranks of quantiles between two values, for (probability, n = 0 to ``times``); probabilities 0..1."""
    count = np.arange(times + 1)
    position = np.maximum(count - 1, 0) * np.array(probabilities, dtype=np.float64)[:, np.newaxis]
    below = np.floor(position).astype(np.int64)
    return Ranks(below, np.where(count == 0, np.nan, position - below))


def whole_ranks(probabilities: tuple[float, ...], times: int) -> Ranks:
    """Ranks floor(n p), n - 1 at most, for (probability, n = 0 to ``times``): always a value that was observed."""
    count = np.arange(times + 1)
    # Rounding first: 100 x 0.29 is a little below 29.
    rank = np.floor(np.round(count * np.array(probabilities, dtype=np.float64)[:, np.newaxis], 9)).astype(np.int64)
    below = np.clip(rank, 0, np.maximum(count - 1, 0))
    return Ranks(below, np.broadcast_to(np.where(count == 0, np.nan, 0.0), below.shape))


def order_statistics(values: np.ndarray, valid: np.ndarray, probabilities: tuple[float, ...]) -> np.ndarray:
    """Quantiles of the valid values of every pixel, linear between neighbouring ranks.

    values (time, pixel) int16, below 32767 where valid; valid (time, pixel) bool, True = usable; probabilities 0..1.
    Returns (probability, pixel) float32, in the unit of the values, NaN where nothing is valid.
    """
    return statistics_at(values, valid, linear_ranks(probabilities, len(valid)))


def statistics_at(values: np.ndarray, valid: np.ndarray, ranks: Ranks) -> np.ndarray:
    """Values at given ranks of the valid values of every pixel.

    values (time, pixel) int16, below 32767 where valid; valid (time, pixel) bool, True = usable. Returns (probability,
    pixel) float32, NaN where nothing is valid: the float32 nearest to the value between the two ranks.
    """
    result = np.empty((len(ranks.below), valid.shape[1]), dtype=np.float32)
    highest = np.where(ranks.share > 0, ranks.below + 1, ranks.below).max(axis=0)
    for part in runs_of_pixels(valid):
        seen = valid[:, part]
        count = seen.view(np.uint8).sum(axis=0, dtype=np.int16)
        planes, row_of_rank = _sorted_planes(values[:, part], seen, int(highest[: count.max(initial=0) + 1].max()))
        for number in range(len(result)):
            result[number, part] = _between(planes, row_of_rank, count, ranks.below[number], ranks.share[number])
    return result


def sorted_along_time(values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """The valid values of every pixel in ascending order, `INVALID` behind them.

    values (time, pixel) int16, below 32767 where valid; valid (time, pixel) bool, True = usable. Returns (rank, pixel)
    int16, as many ranks as times.
    """
    result = np.full(valid.shape, INVALID, dtype=np.int16)
    for part in runs_of_pixels(valid):
        planes, row_of_rank = _sorted_planes(values[:, part], valid[:, part], len(valid) - 1)
        for rank, row in enumerate(row_of_rank):
            result[rank, part] = planes[row]
    return result


def runs_of_pixels(valid: np.ndarray) -> Iterator[slice]:
    """Cuts of the pixel axis of a (time, pixel) array that are worked on together in the processor's cache."""
    times, pixels = valid.shape
    at_once = max(OBSERVATIONS_AT_ONCE // max(times, 1), MIN_PIXELS_AT_ONCE)
    for start in range(0, pixels, at_once):
        yield slice(start, min(start + at_once, pixels))


def _between(
    planes: np.ndarray, row_of_rank: np.ndarray, count: np.ndarray, below: np.ndarray, share: np.ndarray
) -> np.ndarray:
    """One statistic of sorted ``planes`` (row, pixel) int16 with ``count`` (pixel,) valid values; (pixel,) float64.

    below (n,) int64 and share (n,) float64 are one line of `Ranks`.
    """
    pixels = np.arange(planes.shape[1])
    last = len(row_of_rank) - 1
    flat = planes.reshape(-1)
    lower = flat[row_of_rank[np.minimum(below, last)][count] * len(pixels) + pixels]
    if not (share > 0).any():
        return lower + share[count]
    upper = flat[row_of_rank[np.minimum(below + 1, last)][count] * len(pixels) + pixels]
    return lower + (upper.astype(np.float64) - lower) * share[count]


def _sorted_planes(values: np.ndarray, valid: np.ndarray, highest: int) -> tuple[np.ndarray, np.ndarray]:
    """Sort along time, right up to rank ``highest``; values (time, pixel) int16, valid (time, pixel) bool.

    Returns planes (row, pixel) int16 and the row of each rank, (rank,) int64: planes change places by name, not by
    copying. Dates without a valid pixel are left out; where there are none at all one plane of `INVALID` is returned.
    """
    times = np.flatnonzero(valid.any(axis=1))
    planes = np.empty((len(times) + 1, values.shape[1]), dtype=np.int16)
    for plane, time in zip(planes, times):
        np.add(valid[time].view(np.uint8), np.int16(INVALID), out=plane, dtype=np.int16)
        np.maximum(plane, values[time], out=plane)
    if not len(times):
        planes[:] = INVALID
        return planes, np.zeros(1, dtype=np.int64)
    rows = list(range(len(times)))
    spare = len(times)
    wanted = frozenset(range(min(highest, len(times) - 1) + 1))
    for low, high, _, needs_high in comparisons(len(times), wanted):
        first, second = planes[rows[low]], planes[rows[high]]
        if not needs_high:
            np.minimum(first, second, out=first)
            continue
        np.minimum(first, second, out=planes[spare])
        np.maximum(first, second, out=second)
        rows[low], spare = spare, rows[low]
    return planes, np.array(rows, dtype=np.int64)


@lru_cache(maxsize=256)
def comparisons(size: int, ranks: frozenset[int]) -> tuple[tuple[int, int, bool, bool], ...]:
    """Comparisons that bring the values of some ranks, counted from 0, to these places out of ``size`` values.

    Each is (low, high, whether the smaller value at low is needed, whether the larger one at high is).
    """
    wanted, kept = set(ranks), []
    for low, high in reversed(list(_merge_sort(size))):
        if low in wanted or high in wanted:
            kept.append((low, high, low in wanted, high in wanted))
            wanted |= {low, high}
    return tuple(reversed(kept))


def _merge_sort(size: int) -> Iterator[tuple[int, int]]:
    """Batcher's odd-even merge sort of any number of values: pairs (low, high) to be put in order."""
    for level in range(math.ceil(math.log2(size)) if size > 1 else 0):
        merged = 2**level
        step = merged
        while step:
            for start in range(step % merged, size - step, 2 * step):
                for low in range(start, min(start + step, size - step)):
                    if low // (2 * merged) == (low + step) // (2 * merged):
                        yield low, low + step
            step //= 2
