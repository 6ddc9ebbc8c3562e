"""Minimum blue: per pixel the observation with the lowest B02; ties go to the newest.

Clouds, haze and snow are brightest in the blue, so that they lose without any mask. Cloud shadows are darkest there and
win: the mask must find shadows. Source: the rule of Theia's WASP for pixels that were never clear (CNES/WASP).
"""

from __future__ import annotations

import numpy as np

from .extremes import in_runs, lowest_sum
from .method import Method
from .stack import Observations

BANDS = ("B02",)


def choose(observations: Observations) -> np.ndarray:
    """Time index of the lowest B02, (y, x) int16, -1 where nothing is valid."""
    return lowest_sum(observations, BANDS)


METHOD = Method(
    name="min_blue",
    label="Minimum blue",
    summary="The observation with the lowest B02: least haze and cloud, but shadows and dark moments of the ground.",
    masks="Those that find cloud shadows, also where they miss clouds.",
    source="CNES/WASP, the rule for pixels that were never clear",
    selects=True,
    composite=in_runs(choose),
    bands=BANDS,
    minimum_bands=BANDS,
)
