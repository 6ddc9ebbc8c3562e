"""Vegetation preference (configuration VEG): the greenest observation that does not look like cloud.

The service's product names have a code VEG for a configuration that prefers vegetation (S2GM user manual, naming
convention), but no public document says what it does. The rule here is this project's own:

    the highest NDVI among the valid observations that the ATBD's cloud test (`stc.looks_like_cloud`) does not call
    cloud or snow; where it calls all of them so, the highest NDVI of all valid ones; ties go to the newest.

Unlike `max_ndvi` it does not take clouds over water and bare ground that the mask has missed but the test sees.
"""

from __future__ import annotations

import numpy as np

from . import stc
from .extremes import in_runs, largest_ratio
from .method import Method
from .stack import Observations

MINIMUM_BANDS = ("B04", "B08")


def choose(observations: Observations) -> np.ndarray:
    """Time index of the highest NDVI of clear observations, (y, x) int16, -1 where nothing is valid."""
    eligible = or_else(looks_clear(observations), observations.valid)
    return largest_ratio(observations, "B08", "B04", eligible)


def looks_clear(observations: Observations) -> np.ndarray:
    """Valid observations that do not look like cloud or snow, (time, y, x) bool; all where bands of the test lack."""
    if not set(stc.BANDS) <= set(observations.bands):
        return observations.valid
    spectrum = observations.spectrum(stc.BANDS)
    return observations.valid & ~stc.looks_like_cloud(spectrum)


def or_else(preferred: np.ndarray, others: np.ndarray) -> np.ndarray:
    """``preferred`` where a pixel has one, else ``others``; all (time, y, x) bool."""
    return preferred | (others & ~preferred.any(axis=0))


METHOD = Method(
    name="vegetation",
    label="Vegetation preference (VEG)",
    summary="The greenest observation that does not look like cloud; this project's rule for VEG.",
    masks="Any over land; shadows that are missed may win.",
    source="This project's rule; cloud test of S2GM ATBD v1.3.3, figure 2-15",
    selects=True,
    composite=in_runs(choose),
    bands=stc.BANDS,
    minimum_bands=MINIMUM_BANDS,
    reduced_rule="The highest NDVI of all valid observations, without the test for clouds.",
    configuration="VEG",
)
