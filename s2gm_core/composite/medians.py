"""Medians of all bands of a block, exact, at several hundred million observations a second.

Clouds leave every pixel another number of observations, so that the middle of a sorted column lies elsewhere in each.
Here it does not: the gaps of a pixel are filled with the smallest and the largest number in turn, half of them below
all values and half above. So the middle of n values is always the middle of the T places, and a sorting network
(`order_statistics`) needs only those comparisons on which the two middle ranks depend, for all pixels alike.

With T dates and m = (T - 1) // 2 the median of an odd n is the value at rank m, of an even n the mean of those at m and
m + 1. That holds where the number of small fillings among k = T - n gaps is k // 2 for an even T and (k + 1) // 2 for
an odd one: they alternate, and for an odd T begin with a small one.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..radiometry.scaling import INVALID
from ..rooms import Rooms
from .order_statistics import comparisons

SAMPLES_AT_ONCE = 640 * 1024
"""Dates times bands times pixels worked on together: they fit into a core's own cache."""

MIN_PIXELS_AT_ONCE = 2048
"""Fewer pixels than this cost more in calls than the cache saves."""


_ROOMS = Rooms()
"""Planes that are sorted in place, used again by the next run of pixels."""


def medians(stack: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Median of every band's valid values: of an even number the mean of both, rounded, halves to the even number.

    stack (time, band, pixel) int16 with values from -32767 to 32766 where valid; valid (time, pixel) bool, True =
    usable. Returns (band, pixel) int16, `INVALID` where nothing is valid.
    """
    result = np.empty(stack.shape[1:], dtype=np.int16)
    for part in _parts(stack.shape):
        seen = valid[:, part]
        times = np.flatnonzero(seen.any(axis=1))
        if len(times):
            result[:, part] = _medians_of(stack[:, :, part], seen, times)
        else:
            result[:, part] = INVALID
    return result


def _parts(shape: tuple[int, ...]) -> Iterator[slice]:
    times, bands, pixels = shape
    at_once = max(SAMPLES_AT_ONCE // max(times * bands, 1), MIN_PIXELS_AT_ONCE)
    for start in range(0, pixels, at_once):
        yield slice(start, min(start + at_once, pixels))


def _medians_of(stack: np.ndarray, seen: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Medians of the dates ``times`` (time,) int64; stack and seen as in `medians`; (band, pixel) int16."""
    planes, count = _filled(stack, seen, times)
    middle = (len(times) - 1) // 2
    upper = min(middle + 1, len(times) - 1)
    for low, high, needs_low, needs_high in comparisons(len(times), frozenset({middle, upper})):
        first, second = planes[low], planes[high]
        if needs_low and needs_high:
            np.minimum(first, second, out=planes[-1])
            np.maximum(first, second, out=second)
            planes[low], planes[-1] = planes[-1], first
        elif needs_low:
            np.minimum(first, second, out=first)
        else:
            np.maximum(first, second, out=second)
    return _mean_where_even(planes[middle], planes[upper], count)


def _filled(stack: np.ndarray, seen: np.ndarray, times: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """The dates with their gaps filled, and a spare plane, each (band, pixel) int16; valid values, (pixel,) uint16."""
    planes = list(_ROOMS.array("planes", (len(times) + 1, *stack.shape[1:]), np.int16))
    pixels = seen.shape[1]
    is_low = np.full(pixels, len(times) % 2, dtype=np.uint8)
    count = np.zeros(pixels, dtype=np.uint16)
    keep, filling = np.empty(pixels, dtype=np.int16), np.empty(pixels, dtype=np.int16)
    for plane, time in zip(planes, times):
        is_seen = seen[time].view(np.uint8)
        np.negative(is_seen, out=keep, dtype=np.int16, casting="unsafe")  # all bits set where valid
        np.add(is_low, np.int16(INVALID), out=filling, dtype=np.int16)  # 32767, or one more, which is -32768
        filling &= ~keep
        np.bitwise_and(stack[time], keep, out=plane)
        plane |= filling
        is_low ^= is_seen ^ np.uint8(1)
        count += is_seen
    return planes, count


def _mean_where_even(lower: np.ndarray, upper: np.ndarray, count: np.ndarray) -> np.ndarray:
    """``lower`` where the count is odd, else the mean of both, halves to the even number; (band, pixel) int16.

    The mean is the bits that both have and half of those that differ, which cannot overflow.
    """
    half = lower ^ upper
    mean = (lower & upper) + (half >> 1)
    mean += half & mean & np.int16(1)
    is_odd = np.negative((count & 1).astype(np.int16))
    mean ^= (mean ^ lower) & is_odd
    empty = count == 0
    if empty.any():
        mean[:, empty] = INVALID
    return mean
