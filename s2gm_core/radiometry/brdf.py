"""How bright one surface looks from other directions, and the factor that brings it to one geometry (NBAR).

Sources: D. P. Roy et al., "A general method to normalize Landsat reflectance data to nadir BRDF adjusted
reflectance", Remote Sens. Environ. 176 (2016), and "Examination of Sentinel-2A MSI reflectance anisotropy and the
suitability of a general method to normalize MSI reflectance to nadir BRDF adjusted reflectance", Remote Sens.
Environ. 199 (2017), tables of fixed MODIS parameters; red edge: Roy, Li, Zhang, Remote Sensing 9 (2017) 1325. Kernels:
Ross-Thick and Li-Sparse-Reciprocal with h/b = 2, b/r = 1 (Lucht, Schaaf, Strahler, IEEE TGRS 38 (2000)). B8A takes
B08's parameters and B01 takes B02's, for which no own ones were published.

WASP's code (CNES/WASP 88d3f64) multiplies the volumetric coefficient by the Li-type kernel and the geometric one by the
Ross-type kernel (specs methods.md 1). That exchange is not repeated here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np


@dataclass(frozen=True)
class BrdfParameters:
    """Weights of one band in the kernel model, reflectance 0..1."""

    isotropic: float
    geometric: float
    volumetric: float


BRDF_PARAMETERS: Mapping[str, BrdfParameters] = MappingProxyType(
    {
        "B01": BrdfParameters(0.0774, 0.0079, 0.0372),
        "B02": BrdfParameters(0.0774, 0.0079, 0.0372),
        "B03": BrdfParameters(0.1306, 0.0178, 0.0580),
        "B04": BrdfParameters(0.1690, 0.0227, 0.0574),
        "B05": BrdfParameters(0.2085, 0.0256, 0.0845),
        "B06": BrdfParameters(0.2316, 0.0273, 0.1003),
        "B07": BrdfParameters(0.2599, 0.0294, 0.1197),
        "B08": BrdfParameters(0.3093, 0.0330, 0.1535),
        "B8A": BrdfParameters(0.3093, 0.0330, 0.1535),
        "B11": BrdfParameters(0.3430, 0.0453, 0.1154),
        "B12": BrdfParameters(0.2658, 0.0387, 0.0639),
    }
)
"""Fixed parameters of all bands (specs tables/brdf_roy2017.json)."""


@dataclass(frozen=True)
class Kernels:
    """The two kernels of one geometry, arrays of one shape, such as (y, x)."""

    volumetric: np.ndarray  # Ross-Thick
    geometric: np.ndarray  # Li-Sparse-R


def ross_li_kernels(sun_zenith: np.ndarray, view_zenith: np.ndarray, relative_azimuth: np.ndarray) -> Kernels:
    """Kernels of angles in degrees, arrays of one shape; float64 of that shape.

    ``relative_azimuth`` is that of the sun minus that of the sensor, both from the ground: 0 on the hot spot's side.
    """
    sun, view, azimuth = np.radians(sun_zenith), np.radians(view_zenith), np.radians(relative_azimuth)
    cos_phase = np.cos(sun) * np.cos(view) + np.sin(sun) * np.sin(view) * np.cos(azimuth)
    phase = np.arccos(np.clip(cos_phase, -1.0, 1.0))
    volume = ((np.pi / 2 - phase) * cos_phase + np.sin(phase)) / (np.cos(sun) + np.cos(view)) - np.pi / 4
    secants = 1.0 / np.cos(sun) + 1.0 / np.cos(view)
    distance2 = np.tan(sun) ** 2 + np.tan(view) ** 2 - 2.0 * np.tan(sun) * np.tan(view) * np.cos(azimuth)
    root = np.sqrt(np.maximum(distance2 + (np.tan(sun) * np.tan(view) * np.sin(azimuth)) ** 2, 0.0))
    t = np.arccos(np.clip(2.0 * root / secants, -1.0, 1.0))
    overlap = (t - np.sin(t) * np.cos(t)) * secants / np.pi
    geometry = overlap - secants + 0.5 * (1.0 + cos_phase) / (np.cos(sun) * np.cos(view))
    return Kernels(volume, geometry)


def model_reflectance(band: str, kernels: Kernels) -> np.ndarray:
    """Reflectance 0..1 of the fixed surface of a band, shaped as the kernels and of their float type."""
    weights = BRDF_PARAMETERS[band]
    return weights.isotropic + weights.volumetric * kernels.volumetric + weights.geometric * kernels.geometric


def c_factor(band: str, observed: Kernels, target_sun_zenith: float) -> np.ndarray:
    """Roy's c: nadir reflectance under the target's sun (degrees) / reflectance in the observed geometry.

    NBAR = c x observed reflectance. Returns an array shaped as the kernels, (y, x) as a rule, and of their float type.
    """
    return _nadir_reflectance(band, target_sun_zenith) / model_reflectance(band, observed)


def directional_factor(
    band: str,
    sun_zenith: np.ndarray,
    view_zenith: np.ndarray,
    relative_azimuth: np.ndarray,
    reference_sun_zenith: float,
) -> np.ndarray:
    """Reflectance in a geometry divided by that seen from nadir with the reference sun; 1 / c of Roy et al.

    Angles in degrees, arrays of one shape; returns float64 of that shape.
    """
    seen = model_reflectance(band, ross_li_kernels(sun_zenith, view_zenith, relative_azimuth))
    return seen / _nadir_reflectance(band, reference_sun_zenith)


def c_uncertainty(c: np.ndarray) -> np.ndarray:
    """Standard uncertainty of c, 0.3 |c - 1| + 0.005, any shape, float.

    An estimate, not a measurement (specs methods.md 5): about a third of the correction is taken to be wrong for a
    given surface, as one set of parameters stands for all of them, and 0.005 for view angles that are means over bands
    and detectors (docs/radiometry.md). NBAR's uncertainty is u^2 = (c u_reflectance)^2 + (reflectance u_c)^2.
    """
    return 0.3 * np.abs(c - 1.0) + 0.005


def _nadir_reflectance(band: str, sun_zenith: float) -> float:
    nadir = ross_li_kernels(np.array(sun_zenith), np.array(0.0), np.array(0.0))
    return float(model_reflectance(band, nadir))
