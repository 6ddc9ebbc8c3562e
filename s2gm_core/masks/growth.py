"""Masks that grow: clouds have thin rims that no classification finds."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import distance_transform_edt


def near_hidden(hidden: np.ndarray, metres: float, pixel: tuple[float, float]) -> np.ndarray:
    """Pixels within a distance of a hidden one, counted between centres; (y, x) bool both, hidden ones included.

    pixel: height and width of a pixel in metres.
    """
    if not hidden.any():
        return hidden
    return distance_transform_edt(~hidden, sampling=pixel) <= metres
