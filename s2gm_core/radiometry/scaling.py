"""Between digital numbers, scaled reflectance and reflectance.

A *digital number* (DN) is what a provider stores: reflectance = DN x scale + offset, DN 0 = no data. A *scaled
reflectance* is int16, reflectance x 10^4, signed, `INVALID` where there is none: the number type of all stacks.
*Reflectance* is float32, 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SCALED_PER_REFLECTANCE = 10_000
INVALID = 32767
"""Scaled reflectance of a pixel without data."""

NODATA_DN = 0


def scaled_from_dn(dn: np.ndarray, scale: float, offset: float) -> np.ndarray:
    """Scaled reflectance of digital numbers.

    dn (..., y, x) uint16, 0 = no data; reflectance = dn x scale + offset. Returns (..., y, x) int16 with `INVALID`
    where dn is 0; negative reflectance is kept, values above 3.2766 are cut to it.
    """
    if scale * SCALED_PER_REFLECTANCE == 1.0:  # the usual case, exact in integers
        scaled = dn.astype(np.int32)
        scaled += round(offset * SCALED_PER_REFLECTANCE)
    else:
        scaled = np.rint((dn * scale + offset) * SCALED_PER_REFLECTANCE).astype(np.int32)
    np.clip(scaled, -INVALID, INVALID - 1, out=scaled)
    scaled[dn == NODATA_DN] = INVALID
    return scaled.astype(np.int16)


def reflectance_from_scaled(scaled: np.ndarray) -> np.ndarray:
    """Reflectance, float32 0..1, of valid scaled reflectances, int16; any shape, (time, band, y, x) as a rule."""
    return scaled.astype(np.float32) / np.float32(SCALED_PER_REFLECTANCE)


@dataclass(frozen=True)
class StoredReflectance:
    """How a product stores reflectance: value x scale + offset, 0..1."""

    dtype: str  # uint8 with nodata 0, uint16 with nodata 65535
    nodata: int
    scale: float
    offset: float


SIXTEEN_BITS = StoredReflectance("uint16", 65535, 1 / SCALED_PER_REFLECTANCE, 0.0)
"""As the service stored it."""


def product_from_scaled(scaled: np.ndarray, stored: StoredReflectance) -> tuple[np.ndarray, int]:
    """Product values of scaled reflectances, and how many negative ones were cut to 0.

    scaled (y, x) int16, `INVALID` where empty. Returns (y, x) of the stored dtype with its nodata where empty, and the
    count. Reflectances above what the dtype holds are cut to its largest.
    """
    empty = scaled == INVALID
    negative = int(np.count_nonzero(scaled < 0))
    positive = np.maximum(scaled, 0)
    if stored.scale * SCALED_PER_REFLECTANCE == 1.0 and stored.offset == 0.0:
        values = positive.astype(stored.dtype)
    else:
        largest = np.iinfo(stored.dtype).max - (stored.nodata != 0)
        steps = (positive.astype(np.float32) / SCALED_PER_REFLECTANCE - stored.offset) / stored.scale
        values = np.minimum(np.rint(steps), largest).astype(stored.dtype)
    values[empty] = stored.nodata
    return values, negative
