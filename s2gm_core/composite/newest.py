"""Newest: per pixel the latest valid observation. It trusts the mask: a missed cloud in the latest date is taken.

It needs no band. Those listed are read where the scenes have them, to tell empty pixels at the edges of the swath and
snow that is cloud (`masks.snow`); what is left is valid.
"""

from __future__ import annotations

import numpy as np

from ..masks.snow import SNOW_BANDS
from .method import Method
from .options import NoOptions
from .stack import Composite, Observations


def composite(observations: Observations, options: NoOptions) -> Composite:
    """The first valid observation of every pixel, index (y, x) int16, -1 where there is none."""
    valid = observations.counted.valid
    if not len(valid):
        return Composite(np.full(observations.shape, -1, dtype=np.int16))
    return Composite(np.where(valid.any(axis=0), valid.argmax(axis=0), -1).astype(np.int16))


METHOD = Method(
    name="newest",
    label="Newest observation",
    summary="The latest valid observation: the most recent state of the ground.",
    masks="Only strict ones: what the mask misses is taken.",
    source="Rule by date; valid observations as in S2GM ATBD v1.3.3, section 2.4.1",
    selects=True,
    composite=composite,
    bands=SNOW_BANDS,
    reduced_rule="The same; snow is not told from cloud, and empty pixels only by the bands that the scenes have.",
)
