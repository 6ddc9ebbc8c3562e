"""Weights of observations that keep leaked clouds and shadows from bending a curve.

Sources: the biweight of Beaton and Tukey (1974, Technometrics 16, 147-185) with the constant 4.685 and the scale
1.4826 x median absolute deviation, as usual in robust regression (Huber and Ronchetti 2009, Robust Statistics);
Hampel's identifier for single spikes (Davies and Gather 1993, Journal of the American Statistical Association 88,
782-792).
"""

from __future__ import annotations

import numpy as np

TUNING = 4.685
"""Residuals of so many scales have no weight; 95 % efficiency where there are no outliers."""

MAD_TO_SIGMA = 1.4826
NEIGHBOURS = 3
"""Observations on each side with which one is compared at first."""

HAMPEL_SIGMAS = 4.0
LEAST_SCALE = 0.005
"""Reflectances and indices are no more exact than this; a closer fit would make outliers of good observations."""


def robust_scale(residuals: np.ndarray) -> float:
    """Standard deviation of residuals (time,) float64 without NaN as the median absolute one tells it."""
    return max(float(MAD_TO_SIGMA * np.median(np.abs(residuals))), LEAST_SCALE)


def biweight(residuals: np.ndarray) -> np.ndarray:
    """Weights of residuals, (time,) float64 both ways: 1 at 0, 0 from `TUNING` scales on."""
    relative = residuals / (TUNING * robust_scale(residuals))
    return np.where(np.abs(relative) < 1.0, (1.0 - relative**2) ** 2, 0.0)


def without_spikes(values: np.ndarray) -> np.ndarray:
    """Which of some values in order of time are no single spikes, (time,) float64 to (time,) bool, True = kept.

    A value is one where it lies `HAMPEL_SIGMAS` scales away from the median of itself and `NEIGHBOURS` values on each
    side, of as many on both sides near the ends, so that a slope is none; the scale is that of all these differences.
    """
    last = len(values) - 1
    sides = [min(NEIGHBOURS, place, last - place) for place in range(len(values))]
    medians = np.array([np.median(values[place - side : place + side + 1]) for place, side in enumerate(sides)])
    differences = values - medians
    return np.abs(differences) <= HAMPEL_SIGMAS * robust_scale(differences)
