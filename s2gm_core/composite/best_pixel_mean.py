"""Mean of the available pixels, weighted by their scores (`best_pixel_scores`: equations, sources).

    y = sum of s_i w_i x_i / sum of s_i w_i     over the observations that are not rejected

with the total scores s and the weights w of the sensors, every band with the same weights. The day and the layers of
the scores are means with these weights, too; the observation with the largest weight stands for the pixel, the newest
of equal ones. Where all observations are rejected the pixel is empty (`best_pixel`); where all scores are 0 they count
alike.
"""

from __future__ import annotations

import numpy as np

from ..radiometry.scaling import INVALID
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
from .uncertainty import weighted


def composite(observations: Observations, options: BestPixelOptions) -> Composite:
    """The mean of all accepted observations by their scores."""
    times, bands = observations.reflectance.shape[:2]
    size = observations.valid[0].size
    stack = observations.reflectance.reshape(times, bands, size)
    reflectance = np.full((bands, size), INVALID, dtype=np.int16)
    index, day = np.full(size, -1, dtype=np.int16), np.full(size, np.nan, dtype=np.float32)
    layers = empty_layers(size)
    days = (observations.day - observations.day[0]).astype(np.float32)[:, np.newaxis]
    for part in scores(observations, options):
        share = _shares(part)
        there = np.flatnonzero(part.accepted.any(axis=0))
        index[part.pixels][there] = share.argmax(axis=0)[there]
        day[part.pixels][there] = _mean(days, share)[there] + observations.day[0]
        for band in range(bands):
            values = np.rint(_mean(stack[:, band, part.pixels], share)[there])
            reflectance[band, part.pixels][there] = values.astype(np.int16)
        for name, planes in (("score", part.total), *part.parts.items()):
            layers[name][part.pixels][there] = stored(_mean(planes, share)[there])
    shape = observations.shape
    return Composite(
        index=index.reshape(shape),
        reflectance=reflectance.reshape(bands, *shape),
        day=day.reshape(shape),
        layers={name: plane.reshape(shape) for name, plane in layers.items()},
    )


def weights(observations: Observations, options: BestPixelOptions) -> np.ndarray:
    """What each observation weighs in the mean, (time, y, x) float32, 1 in sum; 0 where not accepted."""
    result = np.zeros(observations.valid.shape, dtype=np.float32)
    flat = result.reshape(len(result), -1)
    for part in scores(observations, options):
        flat[:, part.pixels] = _shares(part)
    return result


def _shares(part: Scores) -> np.ndarray:
    """Weights that add up to 1, (time, pixel) float32; 0 where not accepted."""
    weight = np.where(part.rank.any(axis=0), part.rank, part.accepted.astype(np.float32))
    total = np.zeros(weight.shape[1], dtype=np.float32)
    for plane in weight:
        total += plane
    return weight / np.where(total > 0, total, np.float32(1))


def _mean(planes: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Sum of share times plane, (time, pixel or 1) to (pixel,) float32."""
    total = np.zeros(share.shape[1], dtype=np.float32)
    for plane, weight in zip(planes, share):
        total += weight * plane
    return total


METHOD = Method(
    name="best_pixel_mean",
    label="Mean by the scores of the best available pixel",
    summary="The mean of the observations that suit a target day, the better ones counting more; smoother than one.",
    masks="Strict ones: a missed cloud far from all others is averaged in.",
    source="FORCE (Frantz 2019, Remote Sensing 11, 1124); Griffiths et al. 2013; White et al. 2014",
    selects=False,
    composite=composite,
    uncertainty=weighted(weights),
    bands=BANDS,
    minimum_bands=MINIMUM_BANDS,
    reduced_rule=REDUCED_RULE,
    options=BestPixelOptions,
    needs=NEEDS,
    layers=LAYER_NAMES,
)
