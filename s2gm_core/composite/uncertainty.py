"""Standard uncertainty of a composite, per pixel and band.

The input model is specs section 10's: the standard uncertainty of one surface reflectance is the root of the squares of
a floor and of a share of the reflectance. One standard uncertainty is meant everywhere (coverage factor 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..radiometry.scaling import INVALID, reflectance_from_scaled
from .stack import Composite, Observations


@dataclass(frozen=True)
class InputUncertainty:
    """Uncertainty of one observation of surface reflectance."""

    floor: float = 0.005  # reflectance
    relative: float = 0.05  # of the reflectance
    correlation: float = 0.4  # between the errors of the dates of one pixel: calibration and aerosol model

    def of(self, reflectance: np.ndarray) -> np.ndarray:
        """Standard uncertainty of reflectance 0..1, (..., y, x) float32 in and out."""
        return np.sqrt(np.float32(self.floor) ** 2 + np.square(np.float32(self.relative) * reflectance))


def of_selection(observations: Observations, composite: Composite, options: Any, model: InputUncertainty) -> np.ndarray:
    """Uncertainty of genuine observations: that of their measurement; (band, y, x) float32 reflectance, NaN = empty."""
    taken = np.maximum(composite.index, 0)
    values = np.take_along_axis(observations.reflectance, taken[np.newaxis, np.newaxis].astype(np.int64), axis=0)[0]
    result = model.of(reflectance_from_scaled(values))
    result[(values == INVALID) | (composite.index < 0)] = np.nan
    return result
