"""What statistics of few observations need: Student's factor, and how normal samples of n values behave.

All results are tables over n = 0, 1, 2 ... observations, to be looked up by the count of each pixel. A table's entry 0
belongs to pixels without an observation and holds 0 or NaN.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from scipy.special import gammaln, log_ndtr, stdtrit

from .order_statistics import Ranks

COVERAGE = math.erf(math.sqrt(0.5))
"""Probability that a normal error is within one standard deviation, 68.3 %."""

MAD_TO_SIGMA = 1.4826
"""A normal distribution's standard deviation over its median absolute deviation."""

_MAD_OF_FEW = (0.0, 0.0, 1.196, 1.495, 1.363, 1.206, 1.2, 1.14, 1.129, 1.107)
"""Croux & Rousseeuw 1992, COMPSTAT volume 1, 411-428: mean of sigma over 1.4826 MAD for n = 2 to 9."""

MANY = 150
"""Observations beyond which two neighbouring order statistics are as good as uniform ones."""

_GRID = np.linspace(-9.0, 9.0, 3601)
"""Places of the integrals over the normal density: no part of a sample of some hundred values lies outside."""

_LOG_DENSITY = -(_GRID**2) / 2.0 - math.log(2.0 * math.pi) / 2.0


def student(freedom: np.ndarray) -> np.ndarray:
    """Half-width that holds `COVERAGE` of Student's t, in its scale: 1.84 for one degree of freedom, 1 for many.

    freedom: degrees of freedom, any shape, taken as 1 where lower. Returns the same shape, float32.
    """
    # Nearly a straight line in 1/freedom, so that few nodes serve all numbers, whole or not.
    nodes = np.linspace(1e-6, 1.0, 65)
    factors = stdtrit(1.0 / nodes, (1.0 + COVERAGE) / 2.0)
    return np.interp(1.0 / np.maximum(freedom, 1.0), nodes, factors).astype(np.float32)


def student_by_count(times: int) -> np.ndarray:
    """`student` of a spread of n values, which has n - 1 degrees of freedom; (n,) float32 for 0 to ``times``."""
    return student(np.arange(times + 1) - 1.0)


def sigma_over_mad(times: int) -> np.ndarray:
    """Factor that makes the median absolute deviation of n normal values their standard deviation in the mean.

    (n,) float32 for n = 0 to ``times``; 0 where there is no spread. Beyond nine values n / (n - 0.8), as `_MAD_OF_FEW`.
    """
    count = np.arange(times + 1)
    factor = count / (count - 0.8)
    known = _MAD_OF_FEW[: times + 1]
    factor[: len(known)] = known
    return (MAD_TO_SIGMA * factor).astype(np.float32)


def normal_at(ranks: Ranks) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of values at given ranks of n standard normal ones, both (probability, n) float32.

    NaN where n is 0. A value between two ranks is the linear mixture of both, as in `order_statistics`.
    """
    mean, variance = np.full(ranks.share.shape, np.nan), np.full(ranks.share.shape, np.nan)
    for line, count in np.ndindex(*ranks.share.shape):
        if count:
            below, share = int(ranks.below[line, count]), float(ranks.share[line, count])
            mean[line, count], variance[line, count] = _normal_rank(count, below, share)
    return mean.astype(np.float32), variance.astype(np.float32)


def normal_quantile(probability: float, count: int) -> float:
    """Mean of the quantile of ``count`` standard normal values, at rank (count - 1) x probability; one number."""
    position = (count - 1) * probability
    return _normal_rank(count, math.floor(position), position - math.floor(position))[0]


@lru_cache(maxsize=4096)
def _normal_rank(count: int, below: int, share: float) -> tuple[float, float]:
    """Mean and variance of (1 - share) X(below) + share X(below + 1) of ``count`` standard normal values."""
    mean, square = _moments(count, below)
    if share == 0.0:
        return mean, square - mean**2
    next_mean, next_square = _moments(count, below + 1)
    both = (1.0 - share) * mean + share * next_mean
    mixed = 2.0 * share * (1.0 - share) * _product(count, below)
    return both, (1.0 - share) ** 2 * square + share**2 * next_square + mixed - both**2


def _moments(count: int, rank: int) -> tuple[float, float]:
    """First and second moment of the value at a rank, counted from 0, of ``count`` standard normal ones."""
    size = gammaln(count + 1) - gammaln(rank + 1) - gammaln(count - rank)
    density = np.exp(size + rank * log_ndtr(_GRID) + (count - rank - 1) * log_ndtr(-_GRID) + _LOG_DENSITY)
    return _integral(_GRID * density), _integral(_GRID**2 * density)


def _product(count: int, rank: int) -> float:
    """Mean product of the values at a rank and at the next one.

    Their joint density at x <= y is n!/(r! (n-r-2)!) F(x)^r (1 - F(y))^(n-r-2) f(x) f(y): two integrals, one in the
    other. Of many values, for which these factors leave the range of numbers, the correlation is that of uniform ones.
    """
    if count > MANY:
        (mean, square), (next_mean, next_square) = _moments(count, rank), _moments(count, rank + 1)
        spreads = math.sqrt((square - mean**2) * (next_square - next_mean**2))
        first, second = (rank + 1) / (count + 1), (rank + 2) / (count + 1)
        return mean * next_mean + spreads * math.sqrt(first * (1 - second) / (second * (1 - first)))
    root = (gammaln(count + 1) - gammaln(rank + 1) - gammaln(count - rank - 1)) / 2.0
    upper = _GRID * np.exp(root + (count - rank - 2) * log_ndtr(-_GRID) + _LOG_DENSITY)
    lower = _GRID * np.exp(root + rank * log_ndtr(_GRID) + _LOG_DENSITY)
    above = (upper[::-1].cumsum()[::-1] - upper / 2.0) * (_GRID[1] - _GRID[0])
    return _integral(lower * above)


def _integral(values: np.ndarray) -> float:
    return float(values.sum() * (_GRID[1] - _GRID[0]))
