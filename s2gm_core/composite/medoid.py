"""Medoid: per pixel the observation nearest to all others.

Source: Flood 2013, Remote Sensing 5, 6481-6500, all-pairs form; S2GM ATBD v1.3.3, section 2.4.2: seven bands,
unweighted Euclidean distance, the sum includes the medoid itself, ties go to the first (newest) observation.

With weights (this project's addition, for sensors that count less) the sum over j is of w_j times the distance. Equal
observations tie exactly (`distance_sums.py`).
"""

from __future__ import annotations

import numpy as np

from ..planes import put_where
from ..short_calls import SHORT_CALLS
from .averages import flat, take_where
from .distance_sums import distance_sums, weighted_distance_sums
from .method import Method, selecting
from .spectra import Spectra, spectra_of
from .stack import NOT_A_MEDOID, Need, Observations, Selection

BANDS = ("B02", "B03", "B04", "B06", "B08", "B11", "B12")


def select(observations: Observations) -> Selection:
    """The medoid of all valid observations, on those of `BANDS` that the stack holds.

    One observation is taken as it is and has no spread. Of two, which are equally far from each other, the one with
    the larger weight wins, then the one with the lower cloud probability, then the one with the lower B02, then the
    newer.
    """
    observations = observations.counted
    count = observations.valid.sum(axis=0)
    selection = medoid_where(observations, count >= 1)
    selection.spread[count == 1] = NOT_A_MEDOID
    pairs = count == 2
    if pairs.any():
        selection.index[pairs] = _better_of_two(observations, pairs)
    return selection


def medoid_where(observations: Observations, wanted: np.ndarray) -> Selection:
    """The medoid of the pixels in ``wanted`` (y, x) bool; elsewhere index -1 and no spread.

    Every wanted pixel has a valid observation, and valid ones have weights above 0 (`Observations.counted`).
    """
    bands = [observations.bands.index(band) for band in BANDS if band in observations.bands]
    seen, weight = flat(observations.valid), observations.relative_weight
    if weight is not None:  # by a power of two, which is exact: so that sums stay below `NEVER`
        weight = np.ldexp(weight, -np.frexp(weight.max())[1])
    if not wanted.all():
        seen = seen & flat(wanted)
    index = np.full(seen.shape[1], -1, dtype=np.int16)
    spread = np.full(seen.shape[1], NOT_A_MEDOID, dtype=np.uint16)
    with SHORT_CALLS:
        for spectra in spectra_of(flat(observations.reflectance), seen, bands):
            index[spectra.pixels], spread[spectra.pixels] = _medoid_of_pixels(spectra, weight)
    return Selection(index.reshape(wanted.shape), spread.reshape(wanted.shape))


def _medoid_of_pixels(spectra: Spectra, weight: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Medoid of the observations that count, weight (time,) float64 or None.

    Returns the time index int16 and the spread uint16, both (pixel,); -1 and no spread where none counts.
    """
    if weight is None:
        sums, total = distance_sums(spectra), spectra.held.sum(axis=0)
    else:
        weights = spectra.of_date(weight)
        sums, total = weighted_distance_sums(spectra, weights), (weights * spectra.held).sum(axis=0)
    least, slot = sums[0].copy(), np.zeros(sums.shape[1], dtype=np.int16)
    for number, distance in enumerate(sums[1:], start=1):
        take_where(slot, number, distance < least)
        np.minimum(least, distance, out=least)
    time = spectra.time_of(slot)
    nothing = total == 0
    mean = np.rint(np.minimum(least / np.where(nothing, 1.0, total), NOT_A_MEDOID - 1))
    spread = mean.astype(np.int32).astype(np.uint16)  # the direct way from float takes many times as long
    put_where(time, -1, nothing)
    put_where(spread, NOT_A_MEDOID, nothing)
    return time, spread


def _better_of_two(observations: Observations, pairs: np.ndarray) -> np.ndarray:
    """Time index of the clearer of two observations, for the pixels in ``pairs`` (y, x) bool; (pixel,) int16."""
    valid = observations.valid[:, pairs]
    weight = observations.relative_weight
    if weight is not None:
        held = np.where(valid, weight[:, np.newaxis], 0.0)
        valid = held == held.max(axis=0)
    blue = observations.plane("B02")[:, pairs].astype(np.int64) + 2**15
    cloud = np.zeros_like(blue)
    if observations.cloud_probability is not None:
        cloud = observations.cloud_probability[:, pairs].astype(np.int64)
    rank = np.where(valid, (cloud << 17) + blue, np.iinfo(np.int64).max)
    return rank.argmin(axis=0).astype(np.int16)


METHOD = Method(
    name="medoid",
    label="Medoid",
    summary="The observation nearest to all others; representative of the period, robust to some missed clouds.",
    masks="Any that misses clouds in less than half of the observations.",
    source="Flood 2013, Remote Sensing 5, 6481-6500",
    selects=True,
    composite=selecting(select),
    bands=BANDS,
    minimum_bands=("B02",),
    reduced_rule="Medoid on the bands that the scenes have.",
    needs=frozenset({Need.CLOUD_PROBABILITY}),
    layers=("medoid_mos",),
    short_calls=True,
)
