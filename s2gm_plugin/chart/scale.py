"""Scales of a chart: from days and values to pixels, and where ticks stand. Nothing of Qt."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

EPOCH = date(1970, 1, 1)
DAY_STEPS = (1, 2, 7, 14)
MONTH_STEPS = (1, 2, 3, 6)
YEAR_STEPS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True)
class Scale:
    """A linear scale; ``begin`` and ``end`` are the pixels of ``low`` and ``high``."""

    low: float
    high: float
    begin: float
    end: float

    def pixels(self, values: np.ndarray) -> np.ndarray:
        """Pixels of values, any shape, float64."""
        return self.begin + (values - self.low) * ((self.end - self.begin) / (self.high - self.low))

    def pixel(self, value: float) -> float:
        """The pixel of one value."""
        return self.begin + (value - self.low) * (self.end - self.begin) / (self.high - self.low)

    def value(self, pixel: float) -> float:
        """The value at a pixel."""
        return self.low + (pixel - self.begin) * (self.high - self.low) / (self.end - self.begin)


@dataclass(frozen=True)
class Tick:
    """A place on an axis with its text."""

    at: float
    text: str


@dataclass(frozen=True)
class DateNames:
    """How an axis writes its days and months; years are numbers."""

    day: Callable[[date], str] = date.isoformat
    month: Callable[[date], str] = "{:%Y-%m}".format


def _with_point(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}"


def value_ticks(low: float, high: float, most: int, written: Callable[[float, int], str] = _with_point) -> list[Tick]:
    """Round values from ``low`` to ``high``, at most ``most`` and two at least where that leaves a choice.

    ``written`` makes a text of a value and its number of decimals.
    """
    rough = (high - low) / max(most, 1)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [Tick(number * step, written(number * step, decimals)) for number in range(first, last + 1)]


def date_ticks(low: float, high: float, most: int, names: DateNames | None = None) -> list[Tick]:
    """At most ``most`` days, months or years between two days since 1970-01-01; ISO texts without names."""
    names = names or DateNames()
    days = high - low
    for step in DAY_STEPS:
        if days / step <= most:
            return _day_ticks(low, high, step, names)
    for step in MONTH_STEPS:
        if days / (step * 30.5) <= most:
            return _month_ticks(low, high, step, names)
    step = next((years for years in YEAR_STEPS if days / (years * 365.25) <= most), YEAR_STEPS[-1])
    return _month_ticks(low, high, 12 * step, names)


def _day_ticks(low: float, high: float, step: int, names: DateNames) -> list[Tick]:
    """Steps are counted from 1970, so that ticks stay where they are while a chart is moved."""
    first = math.ceil(low / step) * step
    return [Tick(day, names.day(day_of(day))) for day in range(first, math.floor(high) + 1, step)]


def _month_ticks(low: float, high: float, step: int, names: DateNames) -> list[Tick]:
    begin, end = day_of(low), day_of(high)
    first = (begin.year * 12 + begin.month - 1) // step * step
    ticks = []
    for month in range(first, end.year * 12 + end.month, step):
        day = date(month // 12, month % 12 + 1, 1)
        at = float((day - EPOCH).days)
        if low <= at <= high:
            ticks.append(Tick(at, f"{day.year}" if step % 12 == 0 else names.month(day)))
    return ticks


def day_of(day: float) -> date:
    """The date of days since 1970-01-01."""
    return EPOCH + timedelta(days=math.floor(day))


def value_range(values: np.ndarray, margin: float = 0.08) -> tuple[float, float]:
    """Ends of an axis for (n,) values without NaN, with some room; 0 to 1 where there are none."""
    if not len(values):
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    room = (high - low) * margin or max(abs(high) * margin, 0.01)
    return low - room, high + room
