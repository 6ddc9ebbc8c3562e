"""Between digital numbers, scaled reflectance and reflectance.

A *digital number* (DN) is what a provider stores: reflectance = DN x scale + offset, DN 0 = no data. A *scaled
reflectance* is int16, reflectance x 10^4, signed, `INVALID` where there is none: the number type of all stacks.
*Reflectance* is float32, 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..planes import put_where

SCALED_PER_REFLECTANCE = 10_000
INVALID = 32767
"""Scaled reflectance of a pixel without data."""

NODATA_DN = 0


def scaled_from_dn(dn: np.ndarray, scale: float, offset: float, out: np.ndarray | None = None) -> np.ndarray:
    """Scaled reflectance of digital numbers.

    dn (..., y, x) uint16 or uint8, 0 = no data; reflectance = dn x scale + offset. Returns (..., y, x) int16 with
    `INVALID` where dn is 0; negative reflectance is kept, values above 3.2766 are cut to it, those below -3.2767 to
    that. ``out`` takes the result where it is given; it may lie on dn.
    """
    scaled = np.empty(dn.shape, dtype=np.int16) if out is None else out
    lowest, highest = (int(dn.min()), int(dn.max())) if dn.size else (1, 1)
    gaps = dn == NODATA_DN if lowest == NODATA_DN else None
    shift = round(offset * SCALED_PER_REFLECTANCE)
    if scale * SCALED_PER_REFLECTANCE == 1.0 and abs(shift) < INVALID and lowest + shift >= -INVALID:
        # The usual case: one addition, which cannot overflow.
        small = dn if highest + shift < INVALID else np.minimum(dn, np.uint16(INVALID - 1 - shift))
        if shift or small is not dn or not np.may_share_memory(dn, scaled):
            np.add(small, np.int16(shift), out=scaled, dtype=np.int16, casting="unsafe")
    else:
        values = np.rint((dn * scale + offset) * SCALED_PER_REFLECTANCE)
        np.clip(values, -INVALID, INVALID - 1, out=values)
        scaled[...] = values
    if gaps is not None:
        put_where(scaled, INVALID, gaps)
    return scaled


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
    if stored == SIXTEEN_BITS:  # INVALID, the largest number, becomes the nodata by what is added to it
        negative = int(np.count_nonzero(scaled < 0)) if scaled.min(initial=0) < 0 else 0
        values = np.maximum(scaled, 0).view(np.uint16)
        values += (scaled == INVALID).view(np.uint8) * np.uint16(SIXTEEN_BITS.nodata - INVALID)
        return values, negative
    empty = scaled == INVALID
    negative = int(np.count_nonzero(scaled < 0))
    positive = np.maximum(scaled, 0)
    largest = np.iinfo(stored.dtype).max - (stored.nodata != 0)
    steps = (positive.astype(np.float32) / SCALED_PER_REFLECTANCE - stored.offset) / stored.scale
    values = np.minimum(np.rint(steps), largest).astype(stored.dtype)
    values[empty] = stored.nodata
    return values, negative
