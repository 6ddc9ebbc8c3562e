"""Medoid: per pixel the observation nearest to all others.

Source: Flood 2013, Remote Sensing 5, 6481-6500, all-pairs form; S2GM ATBD v1.3.3, section 2.4.2: seven bands,
unweighted Euclidean distance, the sum includes the medoid itself, ties go to the first (newest) observation.

Distances are computed in float32 and added up in float64: every float32 distance between int16 spectra has at most
24 significant bits between 2^-23 and 2^18, so that sums of some hundreds of them are exact. Equal observations
therefore tie exactly, and the result does not depend on the order of summation.

With weights (this project's addition, for sensors that count less) the sum over j is of w_j times the distance.
Products of a weight and a distance are exact in float64, and every observation adds its terms up in the order of the
dates, so that equal observations tie exactly here too.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .averages import take_where
from .method import Method, selecting
from .stack import NOT_A_MEDOID, Need, Observations, Selection

BANDS = ("B02", "B03", "B04", "B06", "B08", "B11", "B12")
OBSERVATIONS_AT_ONCE = 192 * 1024
"""Pixels times dates worked on together: few enough for the planes to stay in the processor's cache."""


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
    height, width = observations.shape
    index = np.full(height * width, -1, dtype=np.int16)
    spread = np.full(height * width, NOT_A_MEDOID, dtype=np.uint16)
    stack = observations.reflectance.reshape(*observations.reflectance.shape[:2], -1)
    valid = observations.valid.reshape(len(observations.valid), -1)
    weight = observations.relative_weight
    places = np.flatnonzero(wanted)
    at_once = max(OBSERVATIONS_AT_ONCE // max(len(valid), 1), 256)
    for start in range(0, len(places), at_once):
        part = places[start : start + at_once]
        index[part], spread[part] = _medoid_of_part(stack, valid, bands, weight, part)
    return Selection(index.reshape(height, width), spread.reshape(height, width))


def _medoid_of_part(
    stack: np.ndarray, valid: np.ndarray, bands: list[int], weight: np.ndarray | None, places: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Medoid of the pixels at flat indices ``places`` of a (time, band, pixel) stack and its (time, pixel) mask.

    Time index int16 and spread uint16, both (pixel,). Pixels with equally many valid observations are worked on
    together, on these observations alone: so no pair is computed that does not count.
    """
    here = places if places[-1] - places[0] + 1 != len(places) else slice(places[0], places[-1] + 1)
    seen = valid[:, here]
    times, pixels = seen.shape
    planes = [np.ascontiguousarray(stack[:, band, here]).reshape(-1) for band in bands]
    count = seen.view(np.uint8).sum(axis=0, dtype=np.uint16)
    order = np.argsort(count, kind="stable")
    valid_at = np.flatnonzero(seen.T[order])  # pixel by pixel: place in the order x times + time
    index, spread = np.empty(pixels, dtype=np.int16), np.empty(pixels, dtype=np.uint16)
    first = start = 0
    for number, size in enumerate(np.bincount(count)):
        if number * size:
            equal = order[start : start + size]
            time = valid_at[first : first + number * size].reshape(size, number).T
            time = time - np.arange(start, start + size) * times  # (slot, pixel)
            spectra = _gathered(planes, time * pixels + equal)
            slot, spread[equal] = _medoid_of_pixels(spectra, None if weight is None else weight[time])
            index[equal] = time[slot, np.arange(size)]
        first, start = first + number * size, start + size
    return index, spread


def _gathered(planes: list[np.ndarray], places: np.ndarray) -> np.ndarray:
    """Values of flat int16 planes at ``places`` (slot, pixel), (band, slot, pixel) float32."""
    spectra = np.empty((len(planes), *places.shape), dtype=np.float32)
    taken = np.empty(places.shape, dtype=np.int16)
    for spectrum, plane in zip(spectra, planes):
        np.take(plane, places, out=taken, mode="wrap")  # the places are there; this mode looks least
        spectrum[:] = taken
    return spectra


def _medoid_of_pixels(spectra: np.ndarray, weight: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Medoid of pixels whose observations are all valid.

    spectra (band, slot, pixel) float32, reflectance x 10^4; weight (slot, pixel) float64 or None. Returns the slot
    int16 and the spread uint16, both (pixel,).
    """
    if weight is None:
        sums, total = _distance_sums(spectra), np.float64(spectra.shape[1])
    else:
        sums, total = _weighted_distance_sums(spectra, weight), weight.sum(axis=0)
    least, slot = sums[0].copy(), np.zeros(sums.shape[1], dtype=np.int16)
    for number, distance in enumerate(sums[1:], start=1):
        take_where(slot, number, distance < least)
        np.minimum(least, distance, out=least)
    mean = np.rint(least / total).astype(np.int32)  # from there to uint16: the direct way takes many times as long
    return slot, np.minimum(mean, NOT_A_MEDOID - 1).astype(np.uint16)


def _distance_sums(spectra: np.ndarray) -> np.ndarray:
    """Sum of the distances of every observation to all, (band, slot, pixel) to (slot, pixel) float64."""
    sums = np.zeros(spectra.shape[1:], dtype=np.float64)
    for i, distance in _distances(spectra):
        sums[i + 1 :] += distance
        sums[i] += distance.sum(axis=0, dtype=np.float64)
    return sums


def _weighted_distance_sums(spectra: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Sum over all observations of weight times distance, (slot, pixel) float64.

    Observation i has its terms with the dates before it when its own turn comes and adds those after it one by one: so
    all sums run through the dates in the same order.
    """
    sums = np.zeros(weight.shape, dtype=np.float64)
    for i, distance in _distances(spectra):
        sums[i + 1 :] += weight[i] * distance
        for term in weight[i + 1 :] * distance:
            sums[i] += term
    return sums


def _distances(spectra: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """For every slot but the last: the distances to all later ones.

    spectra (band, slot, pixel) float32. Yields (slot, (later slot, pixel) float32), which the next turn overwrites.
    """
    bands, slots, pixels = spectra.shape
    differences = np.empty((bands, slots * pixels), dtype=np.float32)
    squared = np.empty((slots, pixels), dtype=np.float32)
    for i in range(slots - 1):
        later = slots - 1 - i
        step = differences[:, : later * pixels].reshape(bands, later, pixels)
        np.subtract(spectra[:, i + 1 :], spectra[:, i : i + 1], out=step)
        np.multiply(step, step, out=step)
        total = np.add.reduce(step, axis=0, out=squared[:later])
        yield i, np.sqrt(total, out=total)


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
)
