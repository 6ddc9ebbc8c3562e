"""Whittaker's smoother with automatic strength.

Source: Eilers 2003, A perfect smoother, Analytical Chemistry 75, 3631-3636: z minimises
``sum w (y - z)^2 + penalty x sum (second difference of z)^2`` on regular steps, here days; days without observations
have the weight 0 and are filled by the same minimum. The penalty is chosen by cross validation, as Eilers does, with
every fifth day with observations left out in turn: that which tells the omitted ones best, by absolute errors, of which
leaked clouds that stayed make up less than of squares. Spikes are left out (`robust`).
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import solveh_banded

from .curve import Curve, DailyGrid, Smoother
from .robust import without_spikes

PENALTIES = 10.0 ** np.arange(0.0, 7.01, 0.5)
"""Among these cross validation chooses; on daily steps they pass waves of some 6 to 350 days."""

FOLDS = 5

UPPER = 0.9
"""Weight of values above an envelope; 1 - `UPPER` below it."""

ENVELOPE_REPETITIONS = 10


def whittaker(values: np.ndarray, weights: np.ndarray, penalty: float) -> np.ndarray:
    """The smooth series of regular steps: values and weights (n,) float64, n of 3 or more, weights 0 in gaps; (n,)."""
    count = len(values)
    bands = penalty * _second_differences(count)
    bands[2] += weights + 1e-10  # positive definite also where all but one weight are 0
    return solveh_banded(bands, weights * values, check_finite=False)


def chosen_penalty(values: np.ndarray, weights: np.ndarray) -> float:
    """The penalty with which omitted observations are told best; values and weights (n,) float64, weight 0 = none."""
    known = np.flatnonzero(weights > 0)
    errors = np.zeros(len(PENALTIES))
    for fold in range(FOLDS):
        omitted = known[fold::FOLDS]
        others = weights.copy()
        others[omitted] = 0.0
        for number, penalty in enumerate(PENALTIES):
            apart = whittaker(values, others, penalty)[omitted] - values[omitted]
            errors[number] += float(np.sum(weights[omitted] * np.abs(apart)))
    return float(PENALTIES[errors.argmin()])


def smooth_whittaker(day: np.ndarray, value: np.ndarray) -> Curve:
    """The robust curve of observations in order of time, both (time,) float64; `LEAST_OBSERVATIONS` or more."""
    grid = DailyGrid.over(day)
    if len(grid.day) < 3:
        return Curve(grid.day, np.full(len(grid.day), value.mean()), np.ones(len(value)), "mean of two days")
    weights = without_spikes(day, value).astype(np.float64)
    placed = grid.placed(value, weights)
    penalty = chosen_penalty(*placed)
    note = f"Whittaker, penalty 10^{np.log10(penalty):.2f} by cross validation"
    return Curve(grid.day, whittaker(*placed, penalty), weights, note)


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
    penalty = chosen_penalty(*grid.placed(value, weights))
    smooth = np.zeros(len(grid.day))
    for _ in range(ENVELOPE_REPETITIONS):
        smooth = whittaker(*grid.placed(value, weights), penalty)
        latest = np.where(value > smooth[grid.place], UPPER, 1.0 - UPPER)
        if (latest == weights).all():
            break
        weights = latest
    note = f"Whittaker, upper envelope {UPPER:g}, penalty 10^{np.log10(penalty):.2f} by cross validation"
    return Curve(grid.day, smooth, weights / UPPER, note)


ENVELOPE = Smoother(
    "whittaker_envelope",
    "Whittaker, upper envelope (for vegetation indices)",
    "Atzberger and Eilers 2011, International Journal of Digital Earth 4, 365-386; Eilers 2003 as for whittaker",
    smooth_envelope,
)

SMOOTHER = Smoother(
    "whittaker",
    "Whittaker",
    "Eilers 2003, Analytical Chemistry 75, 3631-3636",
    smooth_whittaker,
)
