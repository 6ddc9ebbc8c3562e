"""What every smoother is given and what it returns."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

LEAST_OBSERVATIONS = 5
"""A curve through fewer is none."""


@dataclass(frozen=True)
class Curve:
    """A smooth curve, one value per day from the day of the first observation to that of the last."""

    day: np.ndarray  # (n,) float64, whole days since 1970-01-01
    value: np.ndarray  # (n,) float64
    weight: np.ndarray  # (time,) float64, 0..1, of every given observation; 0 where it has no value or was an outlier
    note: str  # how it was made, with what was chosen automatically

    def at(self, day: np.ndarray) -> np.ndarray:
        """Its values on some days, (time,) float64 both ways, linear between days, NaN before and after it."""
        return np.interp(day, self.day, self.value, left=np.nan, right=np.nan)


@dataclass(frozen=True)
class Smoother:
    """One way of smoothing: from days and values without NaN, both (time,) float64 in order of time, to a curve."""

    name: str
    label: str
    source: str
    smooth: Callable[[np.ndarray, np.ndarray], Curve]


@dataclass(frozen=True)
class DailyGrid:
    """Whole days from the first observation to the last, and where every observation lies among them."""

    day: np.ndarray  # (n,) float64
    place: np.ndarray  # (time,) int64

    @classmethod
    def over(cls, day: np.ndarray) -> DailyGrid:
        """The days between observations at ``day``, (time,) float64 in any order."""
        whole = np.floor(day)
        first, last = math.floor(whole.min()), math.floor(whole.max())
        return cls(np.arange(first, last + 1, dtype=np.float64), (whole - first).astype(np.int64))

    def placed(self, values: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Observations (time,) on the days: their weighted means, 0 where there are none, and sums of weights; (n,)."""
        total = np.bincount(self.place, weights, len(self.day))
        sums = np.bincount(self.place, weights * values, len(self.day))
        return np.divide(sums, total, out=np.zeros_like(sums), where=total > 0), total
