"""From reflectance to stored pixels: residual atmospheric error, noise, offset of the baseline, rounding."""

from __future__ import annotations

import numpy as np

from .noise import hash_unit
from .orbits import Overpass
from .spectra import BAND_NAMES

NOISE_FLOOR = 0.0012
NOISE_PART = 0.006
"""Standard deviation of a pixel's noise at 10 m: NOISE_FLOOR + NOISE_PART x reflectance; less for larger pixels."""

RESIDUAL = 0.006
"""Largest error of the atmospheric correction in B02, the same over a scene; less in longer waves."""

_RESIDUAL_PART = (1.15, 1.0, 0.75, 0.55, 0.5, 0.4, 0.35, 0.3, 0.3, 0.15, 0.12)
_QUANTIFICATION = 10000.0
_LARGEST_DN = 65534


def residual_error(overpass: Overpass, band: str, seed: int) -> float:
    """The atmospheric correction's error of an overpass in a band, in reflectance."""
    draw = float(hash_unit(np.array([overpass.index]), np.array([31]), seed + 17)[0])
    return RESIDUAL * (2.0 * draw - 1.0) * _RESIDUAL_PART[BAND_NAMES.index(band)]


def digital_numbers(
    reflectance: np.ndarray, seen: np.ndarray, resolution: int, stored_offset: int, rng: np.random.Generator
) -> np.ndarray:
    """Stored pixels of a band: uint16 (y, x), 0 where not ``seen`` (bool), else at least 1.

    DN = reflectance x 10^4 + ``stored_offset``, with noise that shrinks with the pixel's size (metres).
    """
    noise = rng.standard_normal(reflectance.shape, dtype=np.float32)
    noise *= (np.float32(NOISE_FLOOR) + np.float32(NOISE_PART) * reflectance) * np.float32((10.0 / resolution) ** 0.5)
    stored = np.rint((reflectance + noise) * np.float32(_QUANTIFICATION)) + stored_offset
    return np.where(seen, np.clip(stored, 1, _LARGEST_DN), 0).astype(np.uint16)
