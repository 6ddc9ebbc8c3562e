"""Statistics and comparisons of one pixel in exact fractions, for the methods that work on each band by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from s2gm_core.composite.stack import Observations


def half_even(value: Fraction) -> int:
    return round(value)


def quantile(values: Sequence[int], percent: int) -> Fraction:
    """Linear between the two neighbours of rank (n - 1) p."""
    ascending = sorted(values)
    position = Fraction((len(ascending) - 1) * percent, 100)
    below = position.numerator // position.denominator
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (ascending[above] - ascending[below]) * (position - below)


def ratio(over: int, under: int) -> tuple[int, Fraction]:
    """Sorts as over / under; negative ones count as 0, and 0 / 0 as 1."""
    over, under = max(over, 0), max(under, 0)
    if under == 0:
        return (0, Fraction(1)) if over == 0 else (1, Fraction(0))
    return (0, Fraction(over, under))


def valid_times(stack: Observations, y: int, x: int) -> list[int]:
    return [time for time in range(len(stack.valid)) if stack.valid[time, y, x]]


def value(stack: Observations, time: int, band: str, y: int, x: int) -> int:
    return int(stack.reflectance[time, stack.bands.index(band), y, x])


def nearest(stack: Observations, times: Sequence[int], wanted: Sequence[int], y: int, x: int) -> int:
    """The first of the times whose bands differ least from ``wanted`` in sum."""

    def difference(time: int) -> int:
        return sum(abs(value(stack, time, band, y, x) - one) for band, one in zip(stack.bands, wanted))

    return min(times, key=difference)


def first_of_lowest(times: Sequence[int], key: Callable[[int], object]) -> int:
    return min(times, key=key) if times else -1


def first_of_highest(times: Sequence[int], key: Callable[[int], object]) -> int:
    return max(times, key=key) if times else -1
