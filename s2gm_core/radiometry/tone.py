"""Tone curves: from reflectance to pictures."""

from __future__ import annotations

import numpy as np

NATURAL_COLOUR_BANDS = ("B04", "B03", "B02")
NATURAL_COLOUR_MAX = 0.2
"""Reflectance that is shown white: linear 0 to 0.2, as ESA's true colour image (specs 8.4)."""


def natural_colour(values: np.ndarray, nodata: float, scale: float, offset: float = 0.0) -> np.ndarray:
    """A natural-colour picture of product values.

    values (band, y, x) uint16 or uint8 with 1 (grey) or 3 bands (red, green, blue); reflectance = value x scale +
    offset. Returns (4, y, x) uint8 red, green, blue, alpha; data are 1..255, pixels without data are 0 and transparent.
    """
    empty = (values == nodata).any(axis=0)
    white = 255.0 / NATURAL_COLOUR_MAX
    bright = np.clip(values * (scale * white) + offset * white, 1, 255).astype(np.uint8)
    bright = np.repeat(bright, 3, axis=0) if len(bright) == 1 else bright
    alpha = np.where(empty, 0, 255).astype(np.uint8)
    picture = np.concatenate([bright, alpha[np.newaxis]])
    picture[:, empty] = 0
    return picture
