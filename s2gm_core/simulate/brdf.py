"""The view-angle effect: how bright the same surface looks from another direction.

Sources: D. P. Roy et al., "A general method to normalize Landsat reflectance data to nadir BRDF adjusted
reflectance", Remote Sens. Environ. 176 (2016), and "Examination of Sentinel-2A MSI reflectance anisotropy and the
suitability of a general method to normalize MSI reflectance to nadir BRDF adjusted reflectance", Remote Sens.
Environ. 199 (2017), tables of fixed MODIS parameters; red edge: Roy, Li, Zhang, Remote Sensing 9 (2017) 1325. Kernels:
Ross-Thick and Li-Sparse-Reciprocal with h/b = 2, b/r = 1 (Lucht, Schaaf, Strahler, IEEE TGRS 38 (2000)). B8A takes
B08's parameters and B01 takes B02's, for which no own ones were published.
"""

from __future__ import annotations

import numpy as np

_PARAMETERS = {
    "B01": (0.0774, 0.0079, 0.0372),
    "B02": (0.0774, 0.0079, 0.0372),
    "B03": (0.1306, 0.0178, 0.0580),
    "B04": (0.1690, 0.0227, 0.0574),
    "B05": (0.2085, 0.0256, 0.0845),
    "B06": (0.2316, 0.0273, 0.1003),
    "B07": (0.2599, 0.0294, 0.1197),
    "B08": (0.3093, 0.0330, 0.1535),
    "B8A": (0.3093, 0.0330, 0.1535),
    "B11": (0.3430, 0.0453, 0.1154),
    "B12": (0.2658, 0.0387, 0.0639),
}


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
    isotropic, geometric, volumetric = _PARAMETERS[band]

    def reflectance(sun: np.ndarray, view: np.ndarray, azimuth: np.ndarray) -> np.ndarray:
        volume, geometry = _kernels(np.radians(sun), np.radians(view), np.radians(azimuth))
        return isotropic + volumetric * volume + geometric * geometry

    nadir = reflectance(np.array(reference_sun_zenith), np.array(0.0), np.array(0.0))
    return reflectance(sun_zenith, view_zenith, relative_azimuth) / nadir


def _kernels(sun: np.ndarray, view: np.ndarray, azimuth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ross-Thick and Li-Sparse-R kernels of angles in radians."""
    cos_phase = np.cos(sun) * np.cos(view) + np.sin(sun) * np.sin(view) * np.cos(azimuth)
    phase = np.arccos(np.clip(cos_phase, -1.0, 1.0))
    volume = ((np.pi / 2 - phase) * cos_phase + np.sin(phase)) / (np.cos(sun) + np.cos(view)) - np.pi / 4
    secants = 1.0 / np.cos(sun) + 1.0 / np.cos(view)
    distance2 = np.tan(sun) ** 2 + np.tan(view) ** 2 - 2.0 * np.tan(sun) * np.tan(view) * np.cos(azimuth)
    root = np.sqrt(np.maximum(distance2 + (np.tan(sun) * np.tan(view) * np.sin(azimuth)) ** 2, 0.0))
    t = np.arccos(np.clip(2.0 * root / secants, -1.0, 1.0))
    overlap = (t - np.sin(t) * np.cos(t)) * secants / np.pi
    geometry = overlap - secants + 0.5 * (1.0 + cos_phase) / (np.cos(sun) * np.cos(view))
    return volume, geometry
