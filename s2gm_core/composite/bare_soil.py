"""Bare-soil preference (configuration SOI): the least green observation that is neither cloud, water, snow nor shadow.

The service's product names have a code SOI for a configuration that prefers bare soil (S2GM user manual, naming
convention), but no public document says what it does. The rule here is this project's own: the lowest NDVI among the
valid observations that

    the ATBD's cloud test (`stc.looks_like_cloud`) does not call cloud or snow,
    have more B11 than B03 (mNDWI below 0: neither water nor snow, and hardly cloud),
    have a tasselled-cap brightness of 0.15 or more (no shadow; dark wet soil has about 0.2, shaded vegetation 0.1), and
    have none of the scene classes dark (2), water (6) and snow (11).

Where none is left, as over lakes, the lowest NDVI of those that the cloud test passes; where it passes none, the lowest
B02 of all valid ones. Ties go to the newest.
"""

from __future__ import annotations

import numpy as np

from . import stc
from .extremes import in_runs, largest_ratio, lowest_sum
from .indices import tasselled_cap_brightness
from .method import Method
from .stack import Observations
from .vegetation import looks_clear, or_else

MINIMUM_BANDS = ("B02", "B04", "B08")
MIN_BRIGHTNESS = 0.15
"""Tasselled-cap brightness below which an observation counts as shadow."""

NO_SOIL_CLASSES = (2, 6, 11)
"""Scene classes that are no soil: dark features and shadows, water, snow."""


def choose(observations: Observations) -> np.ndarray:
    """Time index of the lowest NDVI of observations of soil, (y, x) int16, -1 where nothing is valid."""
    clear = looks_clear(observations)
    least_green = largest_ratio(observations, "B04", "B08", or_else(clear & may_be_soil(observations), clear))
    return np.where(clear.any(axis=0), least_green, lowest_sum(observations, ("B02",)))


def may_be_soil(observations: Observations) -> np.ndarray:
    """Observations that are neither water, snow nor shadow, as far as the bands allow to tell; (time, y, x) bool."""
    soil = ~np.isin(observations.scene_class, NO_SOIL_CLASSES)
    if not set(stc.BANDS) <= set(observations.bands):
        return soil
    spectrum = observations.spectrum(stc.BANDS)
    bright = tasselled_cap_brightness(spectrum) >= MIN_BRIGHTNESS
    return soil & bright & (observations.plane("B11") > observations.plane("B03"))


METHOD = Method(
    name="bare_soil",
    label="Bare-soil preference (SOI)",
    summary="The least green observation that is no cloud, water, snow or shadow; this project's rule for SOI.",
    masks="Strict ones: thin clouds and shadows that a mask misses are less green than the ground and win.",
    source="This project's rule; cloud test of S2GM ATBD v1.3.3, figure 2-15",
    selects=True,
    composite=in_runs(choose),
    bands=stc.BANDS,
    minimum_bands=MINIMUM_BANDS,
    reduced_rule="The lowest NDVI of valid observations that are of no class dark, water or snow, without other tests.",
    configuration="SOI",
)
