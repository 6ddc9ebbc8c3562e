"""Snow refinement: which pixels called snow are snow.

Source: S2GM ATBD v1.3.3, section 2.4.2: a pixel of class 11 counts only where NDSI > 0.6 and tasselled-cap
brightness > 0.36, so that clouds taken for snow do not enter the composite.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..composite.indices import mndwi, tasselled_cap_brightness

SNOW_CLASS = 11
SNOW_BANDS = ("B02", "B03", "B04", "B8A", "B11", "B12")
"""Bands without which snow cannot be refined."""

MIN_NDSI = 0.6
MIN_BRIGHTNESS = 0.36


def is_snow(spectrum: Mapping[str, np.ndarray], scene_class: np.ndarray) -> np.ndarray:
    """Pixels that are classified as snow and look like it.

    spectrum: `SNOW_BANDS`, each (time, y, x) or (time, pixel) float32 reflectance; scene_class the same shape, uint8.
    Returns the same shape, bool, True = snow.
    """
    ndsi = mndwi(spectrum["B03"], spectrum["B11"])
    brightness = tasselled_cap_brightness(spectrum)
    return (scene_class == SNOW_CLASS) & (ndsi > MIN_NDSI) & (brightness > MIN_BRIGHTNESS)
