"""Best available pixel: per pixel the observation with the highest score (`best_pixel_scores`: equations, sources).

Of equal scores the newest wins. The score of an observation is multiplied by the weight of its sensor before it is
compared (White et al. 2014 score sensors alike); the layers tell it without. Where all observations are rejected the
pixel is empty, as in FORCE: ``off_season=yes`` takes those far from the target's day, ``reject_below=0`` all.
"""

from __future__ import annotations

import numpy as np

from .best_pixel_scores import (
    BANDS,
    LAYER_NAMES,
    MINIMUM_BANDS,
    NEEDS,
    REDUCED_RULE,
    BestPixelOptions,
    Scores,
    empty_layers,
    scores,
    stored,
)
from .method import Method
from .stack import Composite, Observations


def composite(observations: Observations, options: BestPixelOptions) -> Composite:
    """The observation with the highest score, and its scores."""
    index = np.full(observations.valid[0].size, -1, dtype=np.int16)
    layers = empty_layers(index.size)
    for part in scores(observations, options):
        best = np.where(part.accepted, part.rank, np.float32(-1)).argmax(axis=0)
        index[part.pixels] = np.where(part.accepted.any(axis=0), best, -1)
        _fill(layers, part, index[part.pixels])
    shape = observations.shape
    return Composite(index.reshape(shape), layers={name: plane.reshape(shape) for name, plane in layers.items()})


def acceptable(observations: Observations, options: BestPixelOptions) -> np.ndarray:
    """Observations that no score rejects, (time, y, x) bool."""
    accepted = np.zeros(observations.valid.shape, dtype=bool)
    flat = accepted.reshape(len(accepted), -1)
    for part in scores(observations, options):
        flat[:, part.pixels] = part.accepted
    return accepted


def describe(observations: Observations, options: BestPixelOptions, index: np.ndarray) -> dict[str, np.ndarray]:
    """The scores of the observations at ``index``, (y, x) int16 with -1 for none, by layer; each (y, x) int16."""
    chosen = index.ravel()
    layers = empty_layers(chosen.size)
    for part in scores(observations, options):
        _fill(layers, part, chosen[part.pixels])
    return {name: plane.reshape(index.shape) for name, plane in layers.items()}


def _fill(layers: dict[str, np.ndarray], part: Scores, chosen: np.ndarray) -> None:
    """Store the scores of the chosen observations, (pixel,) int16 with -1 for none, of some pixels."""
    there = np.flatnonzero(chosen >= 0)
    one = (chosen[there], there)
    for name, values in (("score", part.total), *part.parts.items()):
        layers[name][part.pixels][there] = stored(np.broadcast_to(values, part.total.shape)[one])


METHOD = Method(
    name="best_pixel",
    label="Best available pixel",
    summary="The observation that suits a target day best, far from clouds and free of haze; for seasons and years.",
    masks="Strict ones: near missed clouds and shadows only the score of haze protects.",
    source="FORCE (Frantz 2019, Remote Sensing 11, 1124); Griffiths et al. 2013; White et al. 2014",
    selects=True,
    composite=composite,
    acceptable=acceptable,
    describe=describe,
    bands=BANDS,
    minimum_bands=MINIMUM_BANDS,
    reduced_rule=REDUCED_RULE,
    options=BestPixelOptions,
    needs=NEEDS,
    layers=LAYER_NAMES,
)
