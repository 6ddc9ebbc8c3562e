"""Savitzky and Golay's filter on regular steps of linearly filled observations.

Source: Savitzky and Golay 1964, Analytical Chemistry 36, 1627-1639: a polynomial fitted to a moving window. Series of
satellites are irregular: they are interpolated linearly to steps of five days first, as in Chen et al. 2004, Remote
Sensing of Environment 91, 332-344. Outliers are left out in repetitions (`robust`) instead of Chen's upper envelope,
which is for vegetation indices only.
"""

from __future__ import annotations

import numpy as np
from scipy.signal import savgol_filter

from .curve import Curve, DailyGrid, Smoother
from .robust import without_spikes

STEP_DAYS = 5.0
WINDOW_DAYS = 75.0
DEGREE = 2


def smooth_savitzky_golay(day: np.ndarray, value: np.ndarray) -> Curve:
    """The robust curve of observations in order of time, both (time,) float64; `LEAST_OBSERVATIONS` or more."""
    grid = DailyGrid.over(day)
    kept = without_spikes(day, value)
    smooth = _filtered(day, value, kept, grid.day)
    note = f"Savitzky-Golay, degree {DEGREE}, {WINDOW_DAYS:g} days on steps of {STEP_DAYS:g} days"
    return Curve(grid.day, smooth, kept.astype(np.float64), note)


def _filtered(day: np.ndarray, value: np.ndarray, kept: np.ndarray, daily: np.ndarray) -> np.ndarray:
    """The filter of observations (time,) that are ``kept``, on days (n,); (n,) float64."""
    steps = np.arange(daily[0], daily[-1] + STEP_DAYS, STEP_DAYS)
    regular = np.interp(steps, day[kept], value[kept])
    window = min(round(WINDOW_DAYS / STEP_DAYS), len(regular))
    window -= 1 - window % 2
    filtered = savgol_filter(regular, window, DEGREE) if window > DEGREE else regular
    return np.interp(daily, steps, filtered)


SMOOTHER = Smoother(
    "savitzky_golay",
    "Savitzky-Golay",
    "Savitzky and Golay 1964, Analytical Chemistry 36, 1627-1639; Chen et al. 2004, Remote Sensing of Environment 91, "
    "332-344",
    smooth_savitzky_golay,
)
