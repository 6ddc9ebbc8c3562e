"""Minimum visible: per pixel the observation with the lowest B02 + B03 + B04; ties go to the newest.

As minimum blue, with less weight on haze and more on the colour of the ground: the darkest moment is taken. Cloud
shadows win: the mask must find them. Source: this project; the sum is the one that S2GM's short-term composite V1.0
compares (ATBD v1.1, table 2-4).
"""

from __future__ import annotations

import numpy as np

from .extremes import in_runs, lowest_sum
from .method import Method
from .stack import Observations

BANDS = ("B02", "B03", "B04")


def choose(observations: Observations) -> np.ndarray:
    """Time index of the lowest sum of the visible bands, (y, x) int16, -1 where nothing is valid."""
    return lowest_sum(observations, BANDS)


METHOD = Method(
    name="min_visible",
    label="Minimum visible",
    summary="The darkest observation in the visible: no cloud where one date is clear, but shadows and wet ground.",
    masks="Those that find cloud shadows, also where they miss clouds.",
    source="The sum of B02, B03 and B04 as in S2GM ATBD v1.1, table 2-4",
    selects=True,
    composite=in_runs(choose),
    bands=BANDS,
    minimum_bands=BANDS,
)
