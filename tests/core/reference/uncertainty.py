"""Uncertainty of one pixel and band, from the equations of docs/uncertainty.md, in plain Python.

Observations are lists of valid reflectances; ``u`` is a function from a reflectance to the standard uncertainty of one
observation. Student's factor comes from scipy's distribution; the moments of normal order statistics are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from statistics import median, variance

from scipy import stats

MAD_OF_FEW = {2: 1.196, 3: 1.495, 4: 1.363, 5: 1.206, 6: 1.2, 7: 1.14, 8: 1.129, 9: 1.107}
ONE_SIGMA = 0.6826894921370859
Model = Callable[[float], float]


def student(freedom: float) -> float:
    return float(stats.t.ppf((1 + ONE_SIGMA) / 2, max(freedom, 1.0)))


def weighted(x: Sequence[float], w: Sequence[float], u: Model, r: float, days: float) -> float:
    """Standard uncertainty of the mean with weights, all above 0."""
    share = [one / sum(w) for one in w]
    middle = sum(p * value for p, value in zip(share, x))
    together = sum(p * u(value) for p, value in zip(share, x))
    own = sum(p * p * u(value) ** 2 for p, value in zip(share, x))
    squares = sum(p * p for p in share)
    surface = 0.0
    if len(x) > 1:
        spread = sum(p * (value - middle) ** 2 for p, value in zip(share, x))
        noise = sum(p * (1 - p) * (1 - r) * u(value) ** 2 for p, value in zip(share, x))
        surface = max((spread - noise) / (1 - squares), 0.0)
    sampled = max(squares - 1 / days, 0.0) * student(1 / squares - 1) ** 2 * surface
    return sqrt(r * together**2 + (1 - r) * own + sampled)


def _scatter(x: Sequence[float]) -> float:
    if len(x) == 1:
        return 0.0
    middle = median(x)
    factor = MAD_OF_FEW.get(len(x), len(x) / (len(x) - 0.8))
    return (1.4826 * factor * median(abs(value - middle) for value in x)) ** 2


def selection(x: Sequence[float], taken: float, u: Model, r: float, kappa: float) -> float:
    """Of the observation ``taken``, for any day of the period; kappa: variance of the median of n normal values."""
    own = (1 - r) * u(taken) ** 2
    change = max(_scatter(x) - own, 0.0) * student(len(x) - 1) ** 2
    return sqrt(r * u(taken) ** 2 + (taken - median(x)) ** 2 + kappa * (own + change) + change)


def date(x: Sequence[float], taken: float, u: Model, r: float, kappa: float) -> float:
    """Of the observation ``taken``, for its own date."""
    own = (1 - r) * u(taken) ** 2
    change = max(_scatter(x) - own, 0.0)
    f = own / (own + change)
    known = (f * (taken - median(x))) ** 2 + f * change + f * f * kappa * (own + change)
    return sqrt(r * u(taken) ** 2 + known)


def geometric_median(x: Sequence[float], value: float, u: Model, r: float, days: float) -> float:
    n = len(x)
    own = (1 - r) * u(value) ** 2
    surface = max((variance(x) if n > 1 else 0.0) - own, 0.0) * student(n - 1) ** 2 * max(1 - n / days, 0.0)
    of_errors, of_change = (1.1, 1.5707963267948966) if n > 2 else (1.0, 1.0)
    return sqrt(r * u(value) ** 2 + of_errors * own / n + of_change * surface / n)


def few_quantile(x: Sequence[float], value: float, u: Model, r: float, normal: Sequence[float]) -> float:
    """Of a quantile of fewer than five values in an endless period.

    normal: mean and variance of the quantile of n standard normal values, and its mean for all days.
    """
    z_n, kappa, z_all = normal
    own = (1 - r) * u(value) ** 2
    surface = max((variance(x) if len(x) > 1 else 0.0) - own, 0.0)
    widened = z_n * sqrt(own + surface) - z_all * sqrt(surface)
    return sqrt(r * u(value) ** 2 + kappa * (own + surface * student(len(x) - 1) ** 2) + widened**2)
