"""Indices and tests of one spectrum: a dictionary from band name to reflectance (0..1).

Sources: S2GM ATBD v1.3.3, figures 2-13 (indices, snow test) and 2-15 (cloud or snow test).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

Spectrum = Mapping[str, float]


def normalised_difference(a: float, b: float) -> float:
    """Negative reflectance counts as 0, so that the result stays within -1 and 1."""
    a, b = max(a, 0.0), max(b, 0.0)
    return (a - b) / (a + b) if a + b > 0 else 0.0


def ndvi(s: Spectrum) -> float:
    return normalised_difference(s["B08"], s["B04"])


def mndwi(s: Spectrum) -> float:
    """Also called NDSI."""
    return normalised_difference(s["B03"], s["B11"])


def _brightness(s: Spectrum, near_infrared: float) -> float:
    visible = 0.3029 * s["B02"] + 0.2786 * s["B03"] + 0.4733 * s["B04"]
    return visible + 0.5599 * near_infrared + 0.508 * s["B11"] + 0.1872 * s["B12"]


def tcb(s: Spectrum) -> float:
    """Tasselled cap brightness."""
    return _brightness(s, s["B8A"])


def haze(s: Spectrum) -> float:
    visible = -0.8239 * s["B02"] + 0.0849 * s["B03"] + 0.4396 * s["B04"]
    return visible - 0.058 * s["B8A"] + 0.2013 * s["B11"] - 0.2773 * s["B12"]


def is_snow(s: Spectrum, scene_class: int) -> bool:
    return scene_class == 11 and mndwi(s) > 0.6 and tcb(s) > 0.36


def green_to_swir(s: Spectrum) -> float:
    green, swir = max(s["B03"], 0.0), max(s["B11"], 0.0)
    if swir == 0:
        return math.inf if green > 0 else math.nan
    return green / swir


def is_cloud_or_snow(s: Spectrum) -> bool:
    """True where one of the three branches of figure 2-15 says so."""
    green_leads = green_to_swir(s) > 1
    return _snow_branch(s, green_leads) or _high_branch(s, green_leads) or _low_branch(s, green_leads)


def _snow_branch(s: Spectrum, green_leads: bool) -> bool:
    dark = green_leads and _brightness(s, s["B08"]) < 0.36
    return mndwi(s) > 0.7 and not dark


def _high_branch(s: Spectrum, green_leads: bool) -> bool:
    rgb = (s["B02"] + s["B03"] + s["B04"]) / 3
    h = haze(s)
    nd = normalised_difference(s["B08"], s["B11"])
    if h < -0.2:
        return True
    if green_leads and rgb > 0.3 and (h < -0.1 or (h > -0.08 and nd < 0.4)):
        return True
    if green_leads and rgb < 0.3:
        return h < -0.055 and rgb > 0.12
    return h < -0.09 and rgb > 0.12


def _low_branch(s: Spectrum, green_leads: bool) -> bool:
    rgb = (s["B02"] + s["B03"] + s["B04"]) / 3
    h = haze(s)
    nd = normalised_difference(s["B08"], s["B11"])
    swir_leads = 0 <= green_to_swir(s) < 1
    if h < -0.2:
        return True
    if swir_leads and rgb < 0.2 and (h < -0.1 or (h < -0.08 and nd < 0.4)):
        return True
    if green_leads and rgb < 0.2:
        return h < -0.055 and rgb > 0.12
    return h < -0.02 and rgb > 0.12
