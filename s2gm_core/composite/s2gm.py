"""The method of the Copernicus Sentinel-2 Global Mosaic service.

Source: S2GM ATBD v1.3.3, sections 2.1 and 2.4: the medoid of four or more valid observations, the short-term composite
of two or three, a single observation as it is. Where the scenes lack bands of the short-term composite, the rule is
this project's own and is recorded in the product (`REDUCED_RULE`).
"""

from __future__ import annotations

import numpy as np

from . import medoid, stc
from .method import Method, selecting
from .stack import Observations, Selection

BANDS = ("B02", "B03", "B04", "B06", "B08", "B8A", "B11", "B12")
MINIMUM_BANDS = ("B02", "B03", "B04")
MIN_OBSERVATIONS_FOR_MEDOID = 4
REDUCED_MIN_OBSERVATIONS_FOR_MEDOID = 3
REDUCED_RULE = (
    "Three or more valid observations: medoid on the bands that the scenes have; two: the lower sum of B02, B03 and "
    "B04; one: that observation."
)


def select(observations: Observations) -> Selection:
    """The service's choice for every pixel; index -1 where nothing is valid or STC rule 5 refuses."""
    observations = observations.counted
    count = observations.valid.sum(axis=0)
    complete = all(band in observations.bands for band in stc.BANDS)
    minimum = MIN_OBSERVATIONS_FOR_MEDOID if complete else REDUCED_MIN_OBSERVATIONS_FOR_MEDOID
    selection = medoid.medoid_where(observations, count >= minimum)
    few = (count >= 2) & (count < minimum)
    if complete:
        selection.index[few] = stc.stc_where(observations, few).index[few]
    else:
        selection.index[few] = _darkest_visible(observations, few)
    single = count == 1
    selection.index[single] = observations.valid.argmax(axis=0)[single]
    return selection


def _darkest_visible(observations: Observations, wanted: np.ndarray) -> np.ndarray:
    """Time index of the lowest B02 + B03 + B04 for the pixels in ``wanted`` (y, x) bool; (pixel,) int16."""
    total = sum(observations.plane(band)[:, wanted].astype(np.int32) for band in MINIMUM_BANDS)
    return np.where(observations.valid[:, wanted], total, np.iinfo(np.int32).max).argmin(axis=0).astype(np.int16)


METHOD = Method(
    name="s2gm",
    label="S2GM (medoid, short-term composite, single)",
    summary="As the service: medoid of four or more valid observations, short-term composite of two or three.",
    masks="Any; with three observations or fewer missed shadows are preferred.",
    source="S2GM ATBD v1.3.3, sections 2.1 and 2.4",
    selects=True,
    composite=selecting(select),
    bands=BANDS,
    minimum_bands=MINIMUM_BANDS,
    reduced_rule=REDUCED_RULE,
    layers=("medoid_mos",),
    short_calls=True,
)
