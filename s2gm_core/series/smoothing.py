"""The one table of smoothers; commands and dialogs derive their lists from it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from ..errors import OrderError
from . import harmonic, savitzky_golay, whittaker
from .curve import LEAST_OBSERVATIONS, Curve, Smoother

SMOOTHERS: Mapping[str, Smoother] = MappingProxyType(
    {one.name: one for one in (whittaker.SMOOTHER, whittaker.ENVELOPE, savitzky_golay.SMOOTHER, harmonic.SMOOTHER)}
)
"""All smoothers by name."""


def smoother(name: str) -> Smoother:
    """The smoother of a name; `OrderError` lists the names that exist."""
    if name not in SMOOTHERS:
        raise OrderError(f"Unknown smoother '{name}'. Choose among {', '.join(SMOOTHERS)}.")
    return SMOOTHERS[name]


def smooth_curve(day: np.ndarray, value: np.ndarray, name: str) -> Curve | None:
    """The curve of observations, days since 1970-01-01 and values, (time,) float64 in any order, NaN = gap.

    None where fewer than `LEAST_OBSERVATIONS` have a value. The weights of the curve follow the given order.
    """
    row = smoother(name)
    known = np.flatnonzero(np.isfinite(value) & np.isfinite(day))
    if len(known) < LEAST_OBSERVATIONS:
        return None
    known = known[np.argsort(day[known], kind="stable")]
    curve = row.smooth(day[known], value[known])
    weight = np.zeros(len(day))
    weight[known] = curve.weight
    return Curve(curve.day, curve.value, weight, curve.note)
