"""Best available pixel: per pixel the observation with the highest score (`best_pixel_scores`: equations, sources).

Of equal scores the newest wins. The score of an observation is multiplied by the weight of its sensor before it is
compared (White et al. 2014 score sensors alike); the layers tell it without. Where all observations are rejected the
pixel is empty, as in FORCE: ``off_season=yes`` takes those far from the target's day, ``reject_below=0`` all.
"""

from __future__ import annotations

import numpy as np

from ..layers import LAYERS
from .best_pixel_scores import (
    BANDS,
    LAYER_NAMES,
    MINIMUM_BANDS,
    NEEDS,
    REDUCED_RULE,
    BestPixelOptions,
    scores,
    stored,
)
from .method import Method
from .stack import Composite, Observations


def composite(observations: Observations, options: BestPixelOptions) -> Composite:
    """The observation with the highest score, and its scores."""
    size = observations.valid[0].size
    index = np.full(size, -1, dtype=np.int16)
    layers = {name: np.full(size, LAYERS[name].nodata, dtype=LAYERS[name].dtype) for name in LAYER_NAMES}
    for part in scores(observations, options):
        best = np.where(part.accepted, part.rank, np.float32(-1)).argmax(axis=0)
        there = np.flatnonzero(part.accepted.any(axis=0))
        one = (best[there], there)
        index[part.pixels][there] = one[0]
        for name, values in (("score", part.total), *part.parts.items()):
            layers[name][part.pixels][there] = stored(np.broadcast_to(values, part.total.shape)[one])
    return Composite(
        index=index.reshape(observations.shape),
        layers={name: plane.reshape(observations.shape) for name, plane in layers.items()},
    )


METHOD = Method(
    name="best_pixel",
    label="Best available pixel",
    summary="The observation that suits a target day best, far from clouds and free of haze; for seasons and years.",
    masks="Strict ones: near missed clouds and shadows only the score of haze protects.",
    source="FORCE (Frantz 2019, Remote Sensing 11, 1124); Griffiths et al. 2013; White et al. 2014",
    selects=True,
    composite=composite,
    bands=BANDS,
    minimum_bands=MINIMUM_BANDS,
    reduced_rule=REDUCED_RULE,
    options=BestPixelOptions,
    needs=NEEDS,
    layers=LAYER_NAMES,
)
