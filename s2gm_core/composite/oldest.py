"""Oldest: per pixel the earliest valid observation, of several of one day the one that stands last in the stack.

It trusts the mask as `newest` does, and reads the same bands for the same reasons.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..masks.snow import SNOW_BANDS
from . import newest
from .method import Method
from .options import NoOptions
from .stack import Composite, Observations


def composite(observations: Observations, options: NoOptions) -> Composite:
    """The last valid observation of every pixel, index (y, x) int16, -1 where there is none."""
    counted = observations.counted
    index = newest.composite(replace(counted, weight=None, valid=counted.valid[::-1]), options).chosen
    return Composite(np.where(index >= 0, len(counted.valid) - 1 - index, -1).astype(np.int16))


METHOD = Method(
    name="oldest",
    label="Oldest observation",
    summary="The earliest valid observation: the state of the ground at the beginning of the period.",
    masks="Only strict ones: what the mask misses is taken.",
    source="Rule by date; valid observations as in S2GM ATBD v1.3.3, section 2.4.1",
    selects=True,
    composite=composite,
    bands=SNOW_BANDS,
    reduced_rule=newest.METHOD.reduced_rule,
)
