"""What the methods share that make a pixel of several observations.

Their values are numbers that nobody measured, but some layers of a product (angles, scene class, aerosol, source) can
only come from one observation. It is the one nearest to the values: the smallest sum over the bands of the absolute
differences, which is exact in integers; ties go to the newest.
"""

from __future__ import annotations

import numpy as np

from ..radiometry.scaling import INVALID
from .order_statistics import Ranks, runs_of_pixels, statistics_at
from .stack import Composite, Observations


def rounded(values: np.ndarray) -> np.ndarray:
    """Scaled reflectance of means and quantiles: halves to the even number.

    values (..., pixel) float, reflectance x 10^4, NaN where empty. Returns the same shape, int16, `INVALID` for NaN.
    """
    return np.where(np.isnan(values), INVALID, np.rint(values)).astype(np.int16)


def flat(planes: np.ndarray) -> np.ndarray:
    """The same with all pixels in one line, (..., y, x) to (..., pixel)."""
    height, width = planes.shape[-2:]
    return planes.reshape(*planes.shape[:-2], height * width)


def band_statistics(observations: Observations, ranks: Ranks) -> np.ndarray:
    """Order statistics of every band by itself, (probability, band, y, x) int16, `INVALID` where nothing is valid."""
    valid = flat(observations.valid)
    result = np.empty((len(ranks.below), len(observations.bands), valid.shape[1]), dtype=np.int16)
    for number, band in enumerate(observations.bands):
        result[:, number] = rounded(statistics_at(flat(observations.plane(band)), valid, ranks))
    return result.reshape(*result.shape[:2], *observations.shape)


def averaged(observations: Observations, reflectance: np.ndarray) -> Composite:
    """The composite of values made of all valid observations, with the mean of their days by weight.

    reflectance (band, y, x) int16 along `Observations.bands`, `INVALID` where nothing is valid. Which observation is
    nearest to the values is found out where it is asked for.
    """

    def observed() -> tuple[np.ndarray, np.ndarray]:
        return nearest_observation(observations, reflectance), mean_day(observations)

    return Composite(None, reflectance, observed=observed)


def nearest_observation(observations: Observations, reflectance: np.ndarray) -> np.ndarray:
    """Time index of the valid observation nearest to ``reflectance`` (band, y, x) int16; (y, x) int16, -1 = none."""
    stack, valid, wanted = flat(observations.reflectance), flat(observations.valid), flat(reflectance)
    index = np.full(valid.shape[1], -1, dtype=np.int16)
    for part in runs_of_pixels(valid):
        nearest = index[part]
        least = np.full(nearest.shape, np.iinfo(np.uint32).max, dtype=np.uint32)
        for time in np.flatnonzero(valid[:, part].any(axis=1)):
            distance = _distance(stack[time, :, part], wanted[:, part])
            distance |= valid[time, part].astype(np.uint32) - np.uint32(1)  # the largest number where not valid
            take_where(nearest, time, distance < least)
            np.minimum(least, distance, out=least)
    return index.reshape(observations.shape)


def take_where(index: np.ndarray, time: int, better: np.ndarray) -> None:
    """Set ``index`` (pixel,) int16 in place to a time where ``better`` (pixel,) bool.

    By arithmetic, which takes a fifth of the time of an assignment through the mask.
    """
    index += (np.int16(time) - index) * better


def _distance(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Sum over the bands of the absolute differences, (band, pixel) int16 twice to (pixel,) uint32."""
    total = np.zeros(first.shape[1], dtype=np.uint32)
    for one, other in zip(first, second):
        # The larger less the smaller wraps to the right number when it is read as unsigned.
        total += np.subtract(np.maximum(one, other), np.minimum(one, other)).view(np.uint16)
    return total


def mean_day(observations: Observations) -> np.ndarray:
    """Mean day of the valid observations by their sensors' weights, days since 1970-01-01; (y, x) float32, NaN = none.

    Days are counted from the first one, so that the sums stay exact.
    """
    weight = observations.relative_weight
    total, share = np.zeros(observations.shape), np.zeros(observations.shape)
    first = observations.day.min(initial=np.iinfo(np.int32).max)
    for time, valid in enumerate(observations.valid):
        counts = 1.0 if weight is None else weight[time]
        share += valid * counts
        total += valid * (counts * (observations.day[time] - first))
    mean = np.divide(total, share, out=np.full(observations.shape, np.nan), where=share > 0)
    return (mean + first).astype(np.float32)
