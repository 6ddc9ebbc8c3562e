"""A robust fit of yearly waves.

Sources: Roerink, Menenti and Verhoef 2000, International Journal of Remote Sensing 21, 1911-1917 (HANTS); Zhu and
Woodcock 2014, Remote Sensing of Environment 144, 152-171, whose models have one to three harmonics of the year and a
trend, by the number of observations. The fit repeats weighted least squares with biweights (`robust`); a small ridge
keeps waves from swinging in gaps, for which HANTS has a damping factor too.
"""

from __future__ import annotations

import numpy as np

from .curve import Curve, DailyGrid, Smoother
from .robust import without_spikes

YEAR_DAYS = 365.25
MOST_HARMONICS = 3
OBSERVATIONS_PER_TERM = 3
"""A model has no more terms than a third of the observations; Zhu and Woodcock ask the same."""

TREND_FROM_YEARS = 2.0
RIDGE = 1e-3
"""Of the number of observations, on the squares of all terms but the constant."""


def smooth_harmonic(day: np.ndarray, value: np.ndarray) -> Curve:
    """The robust curve of observations in order of time, both (time,) float64; `LEAST_OBSERVATIONS` or more."""
    grid = DailyGrid.over(day)
    has_trend = day[-1] - day[0] >= TREND_FROM_YEARS * YEAR_DAYS
    most = (len(value) // OBSERVATIONS_PER_TERM - 1 - has_trend) // 2
    harmonics = int(np.clip(most, 1, MOST_HARMONICS))
    terms = _terms(day, day[0], harmonics, has_trend)
    weights = without_spikes(day, value).astype(np.float64)
    coefficients = _fit(terms, value, weights)
    smooth = _terms(grid.day + 0.5, day[0], harmonics, has_trend) @ coefficients
    note = f"{harmonics} harmonic{'s' if harmonics > 1 else ''} of the year{' and a trend' if has_trend else ''}"
    return Curve(grid.day, smooth, weights, note)


def _terms(day: np.ndarray, first: float, harmonics: int, has_trend: bool) -> np.ndarray:
    """Constant, waves and trend at days (time,); (time, n) float64."""
    angle = 2.0 * np.pi * day / YEAR_DAYS
    waves = [wave(number * angle) for number in range(1, harmonics + 1) for wave in (np.cos, np.sin)]
    trend = [(day - first) / YEAR_DAYS] if has_trend else []
    return np.stack([np.ones(len(day)), *waves, *trend], axis=1)


def _fit(terms: np.ndarray, value: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted least squares with a ridge; terms (time, n), value and weights (time,); (n,) float64."""
    ridge = np.diag([0.0, *[RIDGE * max(weights.sum(), 1.0)] * (terms.shape[1] - 1)])
    normal = terms.T @ (weights[:, np.newaxis] * terms) + ridge
    return np.linalg.lstsq(normal, terms.T @ (weights * value), rcond=None)[0]


SMOOTHER = Smoother(
    "harmonic",
    "Harmonic fit",
    "Roerink, Menenti and Verhoef 2000, International Journal of Remote Sensing 21, 1911-1917; Zhu and Woodcock 2014, "
    "Remote Sensing of Environment 144, 152-171",
    smooth_harmonic,
)
