"""Maximum NDVI: per pixel the greenest observation.

NDVI = (B08 - B04) / (B08 + B04), negative reflectance counting as 0; ties go to the newest. Source: Holben 1986,
International Journal of Remote Sensing 7, 1417-1434.

Clouds and haze lower the NDVI of land, so that they lose without any mask. What else it does: it shows every pixel at
the height of its vegetation, prefers clouds and thin cloud edges over water, snow and bare rock, whose NDVI is lower
than a cloud's, and takes shadows and over-corrected pixels, where red is near or below 0.
"""

from __future__ import annotations

import numpy as np

from .extremes import in_runs, largest_ratio
from .method import Method
from .stack import Observations

BANDS = ("B04", "B08")


def choose(observations: Observations) -> np.ndarray:
    """Time index of the highest NDVI, (y, x) int16, -1 where nothing is valid."""
    return largest_ratio(observations, "B08", "B04")


METHOD = Method(
    name="max_ndvi",
    label="Maximum NDVI",
    summary="The greenest observation: the height of vegetation; not for water, snow and bare ground.",
    masks="Any over vegetation; over water and bare ground strict ones, because thin cloud edges are greener there.",
    source="Holben 1986, International Journal of Remote Sensing 7, 1417-1434",
    selects=True,
    composite=in_runs(choose),
    bands=BANDS,
    minimum_bands=BANDS,
)
