"""The spectral indices that S2GM decides by.

Source: S2GM ATBD v1.3.3, section 2.4.2 and figure 2-13. Tasselled-cap coefficients as printed there.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

_BRIGHTNESS = {"B02": 0.3029, "B03": 0.2786, "B04": 0.4733, "B8A": 0.5599, "B11": 0.508, "B12": 0.1872}
_HAZE = {"B02": -0.8239, "B03": 0.0849, "B04": 0.4396, "B8A": -0.058, "B11": 0.2013, "B12": -0.2773}


def normalised_difference(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """(first - second) / (first + second), 0 where the sum is 0; always within -1 and 1.

    first, second (time, pixel) or (time, y, x) float32 reflectance; returns the same shape, float32. Negative
    reflectance, usual over dark water from processing baseline 04.00 on, counts as 0: otherwise a sum near 0 would make
    an index of any size.
    """
    first, second = np.maximum(first, 0), np.maximum(second, 0)
    total = first + second
    return np.divide(first - second, total, out=np.zeros_like(total), where=total > 0)


def ndvi(b04: np.ndarray, b08: np.ndarray) -> np.ndarray:
    """Normalised difference vegetation index (B08 - B04)/(B08 + B04); (time, y, x) or (time, pixel) float32."""
    return normalised_difference(b08, b04)


def mndwi(b03: np.ndarray, b11: np.ndarray) -> np.ndarray:
    """Modified water index, the same as the snow index NDSI: (B03 - B11)/(B03 + B11); (time, y, x) float32."""
    return normalised_difference(b03, b11)


def tasselled_cap_brightness(spectrum: Mapping[str, np.ndarray]) -> np.ndarray:
    """Tasselled-cap brightness of bands B02 B03 B04 B8A B11 B12, each (time, y, x) or (time, pixel) float32."""
    return _weighted_sum(spectrum, _BRIGHTNESS)


def haze(spectrum: Mapping[str, np.ndarray]) -> np.ndarray:
    """Tasselled-cap haze of bands B02 B03 B04 B8A B11 B12, each (time, y, x) or (time, pixel) float32."""
    return _weighted_sum(spectrum, _HAZE)


def _weighted_sum(spectrum: Mapping[str, np.ndarray], weights: Mapping[str, float]) -> np.ndarray:
    total = np.zeros_like(spectrum["B02"])
    for band, weight in weights.items():
        total += np.float32(weight) * spectrum[band]
    return total
