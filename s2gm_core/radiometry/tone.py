"""Tone curves: from reflectance to pictures.

Every curve is fixed: a reflectance has the same colour in every picture, so that neighbours and months match. Nothing
is stretched to what a picture holds.

Sources: linear 0 to 0.2 is ESA's true colour image (specs methods.md 8.4). ``natural``: the optimised natural colour of
Sentinel Hub for level 2A, custom script ``l2a_optimized`` (same place): highlights are compressed, contrast is raised
by a power, colours are saturated a little, and the result is encoded as sRGB (IEC 61966-2-1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..errors import OrderError

NATURAL_COLOUR_BANDS = ("B04", "B03", "B02")
NATURAL_COLOUR_MAX = 0.2
"""Reflectance that is shown white in linear pictures."""

NATURAL, LINEAR, LIMITS = "natural", "linear", "limits"
LEAST_DISTANCE = 0.01
"""Reflectance between two limits."""

_BRIGHTEST, _MIDDLE, _SATURATION, _POWER, _LIFT = 3.0, 0.13, 1.2, 1.8, 0.01


@dataclass(frozen=True)
class ToneCurve:
    """A tone curve. ``apply``: (3, y, x) float32 reflectance, red, green, blue; gives the same shape, 0 to 1."""

    name: str  # as orders write it
    apply: Callable[[np.ndarray], np.ndarray]


def tone_curve(text: str) -> ToneCurve:
    """The curve of a text: ``natural``, ``linear`` or ``limits:0.02,0.3`` (reflectance shown as black and white)."""
    word, _, numbers = str(text).strip().lower().partition(":")
    if word == NATURAL and not numbers:
        return ToneCurve(NATURAL, natural)
    if word == LINEAR and not numbers:
        return ToneCurve(LINEAR, lambda reflectance: between(reflectance, 0.0, NATURAL_COLOUR_MAX))
    if word == LIMITS:
        low, high = _limits(numbers)
        return ToneCurve(f"{LIMITS}:{low:g},{high:g}", lambda reflectance: between(reflectance, low, high))
    raise OrderError(f"Unknown tone '{text}'. Write natural, linear, or limits with two reflectances: limits:0.02,0.3.")


def between(reflectance: np.ndarray, low: float, high: float) -> np.ndarray:
    """Reflectance linearly from ``low`` = 0 to ``high`` = 1, cut there; any shape, float32."""
    return np.clip((reflectance - np.float32(low)) * np.float32(1.0 / (high - low)), 0.0, 1.0)


def natural(reflectance: np.ndarray) -> np.ndarray:
    """The optimised natural colour of (3, y, x) float32 reflectance, 0 to 1 of the same shape."""
    share = np.clip(reflectance / np.float32(_BRIGHTEST), 0.0, 1.0)
    adjusted = _middle_raised(share, _MIDDLE, 1.0, _BRIGHTEST)
    base = _LIFT**_POWER
    toned = ((adjusted + _LIFT) ** _POWER - base) / ((1.0 + _LIFT) ** _POWER - base)
    grey = toned.mean(axis=0, keepdims=True)
    saturated = np.clip(grey * (1.0 - _SATURATION) + toned * _SATURATION, 0.0, 1.0)
    return srgb_encoded(saturated)


def srgb_encoded(linear: np.ndarray) -> np.ndarray:
    """Linear light 0 to 1 as sRGB encodes it; any shape."""
    bright = 1.055 * np.power(linear, 1.0 / 2.4) - 0.055
    return np.where(linear <= 0.0031308, 12.92 * linear, bright).astype(np.float32)


def picture_bytes(toned: np.ndarray, empty: np.ndarray) -> np.ndarray:
    """Values 0 to 1, (band, y, x) float, as bytes 1 to 255, and 0 for no data, where ``empty`` (y, x) bool."""
    stored = np.clip(toned * np.float32(255.0), 1, 255).astype(np.uint8)
    stored[:, empty] = 0
    return stored


def natural_colour(
    values: np.ndarray, nodata: float, scale: float, offset: float = 0.0, tone: str = LINEAR
) -> np.ndarray:
    """A natural-colour picture of product values.

    values (band, y, x) uint16 or uint8 with 1 (grey) or 3 bands (red, green, blue); reflectance = value x scale +
    offset. Returns (4, y, x) uint8 red, green, blue, alpha; data are 1..255, pixels without data are 0 and transparent.
    """
    empty = (values == nodata).any(axis=0)
    colours = np.repeat(values, 3, axis=0) if len(values) == 1 else values
    bright = picture_bytes(tone_curve(tone).apply((colours * scale + offset).astype(np.float32)), empty)
    alpha = np.where(empty, 0, 255).astype(np.uint8)
    return np.concatenate([bright, alpha[np.newaxis]])


def _middle_raised(share: np.ndarray, middle: float, target: float, brightest: float) -> np.ndarray:
    """The rational curve of the source that compresses highlights; ``share`` 0 to 1 of the brightest reflectance."""
    at = middle / brightest
    return np.asarray(share * (share * (at + target - 1.0) - target) / (share * (2.0 * at - 1.0) - at))


def _limits(numbers: str) -> tuple[float, float]:
    try:
        low, high = (float(number) for number in numbers.split(","))
    except ValueError:
        text = f"The limits '{numbers}' are no two reflectances. Write limits:0.02,0.3 (in QGIS 0.02,0.3)."
        raise OrderError(text) from None
    if not 0.0 <= low < high <= 2.0:
        raise OrderError(
            f"The limits {low:g} and {high:g} are no reflectances from 0 to 2 in growing order, such as 0.02,0.3."
        )
    if round(high - low, 9) < LEAST_DISTANCE:
        raise OrderError(
            f"The limits {numbers.strip()} lie less than {LEAST_DISTANCE:g} apart: the picture would be black and "
            "white. Write limits farther apart, as limits:0.02,0.3."
        )
    return low, high
