"""Whittaker's smoother with automatic strength.

Source: Eilers 2003, A perfect smoother, Analytical Chemistry 75, 3631-3636: z minimises
``sum w (y - z)^2 + penalty x sum (second difference of z)^2`` on regular steps, here days; days without observations
have the weight 0 and are filled by the same minimum. The penalty is chosen by the V-curve (Frasso and Eilers 2015, L-
and V-curves for optimal smoothing, Statistical Modelling 15, 91-111), which does not take correlated errors for signal
as cross validation does. Outliers lose their weight in repetitions (`robust`), starting without single spikes.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import solveh_banded

from .curve import Curve, DailyGrid, Smoother
from .robust import biweight, without_spikes

PENALTIES = 10.0 ** np.arange(2.0, 7.01, 0.25)
"""Among these the V-curve chooses; on daily steps they pass waves of some 20 to 350 days."""

UPPER = 0.9
"""Weight of values above an envelope; 1 - `UPPER` below it."""

REPETITIONS = 5
ENVELOPE_REPETITIONS = 10
CONVERGED = 1e-3


def whittaker(values: np.ndarray, weights: np.ndarray, penalty: float) -> np.ndarray:
    """The smooth series of regular steps: values and weights (n,) float64, n of 3 or more, weights 0 in gaps; (n,)."""
    count = len(values)
    bands = penalty * _second_differences(count)
    bands[2] += weights + 1e-10  # positive definite also where all but one weight are 0
    return solveh_banded(bands, weights * values, check_finite=False)


def chosen_penalty(values: np.ndarray, weights: np.ndarray) -> float:
    """The penalty at the bottom of the V-curve; values and weights (n,) float64."""
    fits, roughness = [], []
    for penalty in PENALTIES:
        smooth = whittaker(values, weights, penalty)
        fits.append(np.log(max(float(np.sum(weights * (values - smooth) ** 2)), 1e-300)))
        roughness.append(np.log(max(float(np.sum(np.diff(smooth, 2) ** 2)), 1e-300)))
    distances = np.hypot(np.diff(fits), np.diff(roughness))
    at = int(np.argmin(distances))
    return float(np.sqrt(PENALTIES[at] * PENALTIES[at + 1]))


def smooth_whittaker(day: np.ndarray, value: np.ndarray) -> Curve:
    """The robust curve of observations in order of time, both (time,) float64; `LEAST_OBSERVATIONS` or more."""
    grid = DailyGrid.over(day)
    if len(grid.day) < 3:
        return Curve(grid.day, np.full(len(grid.day), value.mean()), np.ones(len(value)), "mean of two days")
    weights = without_spikes(value).astype(np.float64)
    penalty, smooth = 0.0, np.zeros(len(grid.day))
    for _ in range(REPETITIONS):
        placed = grid.placed(value, weights)
        penalty = chosen_penalty(*placed)
        smooth = whittaker(*placed, penalty)
        latest = biweight(value - smooth[grid.place])
        settled = bool(np.max(np.abs(latest - weights)) < CONVERGED)
        weights = latest
        if settled:
            break
    return Curve(grid.day, smooth, weights, f"Whittaker, penalty 10^{np.log10(penalty):.2f} by the V-curve")


def _second_differences(count: int) -> np.ndarray:
    """D'D of second differences in upper banded form, (3, n) float64."""
    ones = np.ones(count - 2)
    main, next_, second = np.zeros(count), np.zeros(count), np.zeros(count)
    main[:-2] += ones
    main[1:-1] += 4 * ones
    main[2:] += ones
    next_[1:-1] -= 2 * ones
    next_[2:] -= 2 * ones
    second[2:] += ones
    return np.stack([second, next_, main])


def smooth_envelope(day: np.ndarray, value: np.ndarray) -> Curve:
    """The curve near the upper rim of observations in order of time, both (time,) float64, as of `smooth_whittaker`.

    For indices that clouds, shadows and snow lower, where masks leak often: values above the curve weigh `UPPER`, those
    below it the rest (asymmetric least squares).
    """
    grid = DailyGrid.over(day)
    if len(grid.day) < 3:
        return smooth_whittaker(day, value)
    weights = np.ones(len(value))
    penalty, smooth = 0.0, np.zeros(len(grid.day))
    for _ in range(ENVELOPE_REPETITIONS):
        placed = grid.placed(value, weights)
        penalty = chosen_penalty(*placed)
        smooth = whittaker(*placed, penalty)
        latest = np.where(value > smooth[grid.place], UPPER, 1.0 - UPPER)
        if (latest == weights).all():
            break
        weights = latest
    note = f"Whittaker, upper envelope {UPPER:g}, penalty 10^{np.log10(penalty):.2f} by the V-curve"
    return Curve(grid.day, smooth, weights / UPPER, note)


ENVELOPE = Smoother(
    "whittaker_envelope",
    "Whittaker, upper envelope (for vegetation indices)",
    "Atzberger and Eilers 2011, International Journal of Digital Earth 4, 365-386; Eilers 2003 and Frasso and Eilers "
    "2015 as for whittaker",
    smooth_envelope,
)

SMOOTHER = Smoother(
    "whittaker",
    "Whittaker",
    "Eilers 2003, Analytical Chemistry 75, 3631-3636; Frasso and Eilers 2015, Statistical Modelling 15, 91-111",
    smooth_whittaker,
)
