"""Reflectance of the simulated surfaces: pure materials and how they mix through the year.

Every plot is a mixture of green vegetation, dry vegetation and soil (or one material that does not change). The
fractions follow a calendar per land cover, nodes (day of year, green, dry) with linear interpolation, moved by some
days from plot to plot. The numbers are plausible values for Central Europe, chosen for this simulation; they are no
measurements.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from types import MappingProxyType

import numpy as np

from ..sensors.bands import BANDS
from .noise import hash_unit

VARIANTS = 1024
"""Different plots per land cover; a plot of the landscape is one of them by its hash."""

BAND_NAMES: tuple[str, ...] = tuple(BANDS)
"""The eleven bands in spectral order; the band axis of every table here."""


class Cover(IntEnum):
    """Land covers of the landscape."""

    RIVER = 0
    LAKE = 1
    DECIDUOUS = 2
    CONIFER = 3
    MEADOW = 4
    CEREAL = 5
    RAPESEED = 6
    MAIZE = 7
    SOY = 8
    FALLOW = 9
    QUARRY = 10
    BRIGHT_ROOF = 11
    BUILT_UP = 12
    ROAD = 13
    GARDEN = 14


WATER = (Cover.RIVER, Cover.LAKE)

#                      B01    B02    B03    B04    B05    B06    B07    B08    B8A    B11    B12
_GREEN_CROP = np.array([0.020, 0.028, 0.060, 0.030, 0.100, 0.320, 0.420, 0.440, 0.460, 0.200, 0.100])
_GREEN_GRASS = np.array([0.028, 0.038, 0.075, 0.050, 0.115, 0.270, 0.330, 0.350, 0.370, 0.240, 0.130])
_GREEN_BROADLEAF = np.array([0.017, 0.023, 0.044, 0.022, 0.072, 0.250, 0.330, 0.350, 0.370, 0.165, 0.072])
_GREEN_NEEDLE = np.array([0.012, 0.017, 0.028, 0.018, 0.045, 0.130, 0.165, 0.175, 0.190, 0.090, 0.040])
_DRY = np.array([0.070, 0.100, 0.150, 0.190, 0.230, 0.260, 0.280, 0.300, 0.320, 0.360, 0.270])
_SOIL = np.array([0.065, 0.085, 0.115, 0.150, 0.175, 0.195, 0.210, 0.230, 0.245, 0.315, 0.285])
_LITTER = np.array([0.035, 0.045, 0.060, 0.075, 0.095, 0.120, 0.140, 0.160, 0.180, 0.210, 0.150])
_RIVER = np.array([0.030, 0.035, 0.050, 0.032, 0.030, 0.020, 0.019, 0.017, 0.015, 0.008, 0.006])
_LAKE = np.array([0.022, 0.026, 0.028, 0.014, 0.012, 0.009, 0.008, 0.007, 0.006, 0.004, 0.003])
_QUARRY = np.array([0.200, 0.240, 0.300, 0.340, 0.360, 0.370, 0.380, 0.390, 0.400, 0.440, 0.400])
_ROOF = np.array([0.420, 0.460, 0.480, 0.500, 0.500, 0.510, 0.510, 0.520, 0.520, 0.500, 0.460])
_TILES = np.array([0.070, 0.080, 0.105, 0.150, 0.165, 0.175, 0.185, 0.195, 0.205, 0.230, 0.210])
_ASPHALT = np.array([0.085, 0.095, 0.108, 0.118, 0.126, 0.133, 0.140, 0.148, 0.155, 0.180, 0.170])

SNOW = np.array([0.850, 0.880, 0.880, 0.870, 0.860, 0.840, 0.820, 0.800, 0.780, 0.100, 0.060])
"""Reflectance of settled snow, (band,)."""


@dataclass(frozen=True)
class _Recipe:
    """How a land cover mixes."""

    green: np.ndarray
    soil: np.ndarray
    calendar: tuple[tuple[int, float, float], ...]  # day of year, green fraction, dry fraction
    spread: float  # relative brightness differences between plots
    texture: float  # relative brightness differences inside a plot
    shift_days: float = 0.0  # plots are up to so many days early or late


_STABLE = ((1, 0.0, 0.0),)
_LEAVES = ((1, 0.05, 0.15), (95, 0.08, 0.12), (125, 1.0, 0.0), (270, 0.95, 0.0), (300, 0.4, 0.4), (325, 0.05, 0.2))
_NEEDLES = ((1, 0.92, 0.02), (180, 1.0, 0.0))
_MOWN = (
    (1, 0.45, 0.25), (90, 0.6, 0.1), (140, 0.95, 0.0), (152, 0.4, 0.2), (185, 0.85, 0.0), (204, 0.45, 0.2),
    (240, 0.8, 0.0), (300, 0.6, 0.1),
)  # fmt: skip
_CEREAL = (
    (1, 0.25, 0.0), (75, 0.35, 0.0), (118, 0.92, 0.0), (150, 0.9, 0.05), (170, 0.5, 0.4), (186, 0.08, 0.85),
    (195, 0.06, 0.85), (198, 0.03, 0.5), (220, 0.03, 0.35), (250, 0.02, 0.1), (285, 0.02, 0.0), (325, 0.22, 0.0),
)  # fmt: skip
_RAPESEED = (
    (1, 0.45, 0.0), (80, 0.6, 0.0), (110, 0.95, 0.0), (160, 0.8, 0.1), (182, 0.15, 0.7), (190, 0.05, 0.45),
    (225, 0.05, 0.2), (245, 0.02, 0.0), (285, 0.35, 0.0), (340, 0.45, 0.0),
)  # fmt: skip
_MAIZE = (
    (1, 0.02, 0.1), (122, 0.02, 0.0), (145, 0.12, 0.0), (190, 0.92, 0.0), (232, 0.9, 0.05), (262, 0.2, 0.7),
    (276, 0.1, 0.75), (281, 0.02, 0.35), (320, 0.02, 0.15),
)  # fmt: skip
_SOY = (
    (1, 0.02, 0.05), (128, 0.02, 0.0), (150, 0.15, 0.0), (200, 0.9, 0.0), (232, 0.85, 0.1), (254, 0.15, 0.7),
    (264, 0.08, 0.5), (268, 0.02, 0.2), (330, 0.1, 0.0),
)  # fmt: skip
_FALLOW = ((1, 0.05, 0.1), (140, 0.18, 0.05), (200, 0.12, 0.2), (300, 0.06, 0.12))

_RECIPES: Mapping[Cover, _Recipe] = MappingProxyType(
    {
        Cover.RIVER: _Recipe(_RIVER, _RIVER, _STABLE, 0.10, 0.02),
        Cover.LAKE: _Recipe(_LAKE, _LAKE, _STABLE, 0.10, 0.02),
        Cover.DECIDUOUS: _Recipe(_GREEN_BROADLEAF, _LITTER, _LEAVES, 0.10, 0.09, 6),
        Cover.CONIFER: _Recipe(_GREEN_NEEDLE, _LITTER, _NEEDLES, 0.10, 0.11),
        Cover.MEADOW: _Recipe(_GREEN_GRASS, _SOIL, _MOWN, 0.12, 0.04, 10),
        Cover.CEREAL: _Recipe(_GREEN_CROP, _SOIL, _CEREAL, 0.12, 0.03, 9),
        Cover.RAPESEED: _Recipe(_GREEN_CROP, _SOIL, _RAPESEED, 0.12, 0.03, 8),
        Cover.MAIZE: _Recipe(_GREEN_CROP, _SOIL, _MAIZE, 0.12, 0.03, 10),
        Cover.SOY: _Recipe(_GREEN_CROP * 1.04, _SOIL, _SOY, 0.12, 0.03, 10),
        Cover.FALLOW: _Recipe(_GREEN_GRASS, _SOIL, _FALLOW, 0.20, 0.04, 10),
        Cover.QUARRY: _Recipe(_QUARRY, _QUARRY, _STABLE, 0.10, 0.08),
        Cover.BRIGHT_ROOF: _Recipe(_ROOF, _ROOF, _STABLE, 0.12, 0.02),
        Cover.BUILT_UP: _Recipe(_TILES, _TILES, _STABLE, 0.25, 0.06),
        Cover.ROAD: _Recipe(_ASPHALT, _ASPHALT, _STABLE, 0.08, 0.04),
        Cover.GARDEN: _Recipe(_GREEN_GRASS * 0.9, _SOIL, _MOWN, 0.15, 0.12, 10),
    }
)


def plot_spectra(day: date) -> np.ndarray:
    """Reflectance of every plot on a day, (cover x VARIANTS, band) float32; row = cover * VARIANTS + variant."""
    variants = np.arange(VARIANTS)
    return np.concatenate([_cover_spectra(cover, day, variants) for cover in Cover]).astype(np.float32)


def texture_strength() -> np.ndarray:
    """Relative brightness variation inside each plot, (cover x VARIANTS,) float32, in `plot_spectra`'s row order."""
    return np.repeat([_RECIPES[cover].texture for cover in Cover], VARIANTS).astype(np.float32)


def _cover_spectra(cover: Cover, day: date, variants: np.ndarray) -> np.ndarray:
    recipe = _RECIPES[cover]
    shift, bright, vigour, soil_tone = (2.0 * hash_unit(variants, np.array([int(cover)]), k) - 1.0 for k in range(4))
    days, green, dry = (np.array(column, dtype=np.float64) for column in zip(*recipe.calendar))
    moment = day.timetuple().tm_yday + recipe.shift_days * shift
    green_part = np.interp(moment, days, green, period=365.25) * (1.0 - 0.12 * (1.0 + vigour) / 2.0)
    dry_part = np.interp(moment, days, dry, period=365.25)
    soil_part = 1.0 - green_part - dry_part
    mixed = (
        green_part[:, np.newaxis] * recipe.green
        + dry_part[:, np.newaxis] * _DRY
        + (soil_part * (1.0 + 0.25 * soil_tone * (recipe.shift_days > 0)))[:, np.newaxis] * recipe.soil
    )
    return mixed * (1.0 + recipe.spread * bright)[:, np.newaxis]
