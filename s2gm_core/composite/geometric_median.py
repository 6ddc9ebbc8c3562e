"""Geometric median: per pixel the spectrum with the least sum of distances to all observations.

    y = argmin over y of  sum over i of  w_i |x_i - y|

with the Euclidean distance over all bands of the stack together and the weights of the sensors. Source: Roberts,
Mueller & McIntyre 2017, IEEE Transactions on Geoscience and Remote Sensing 55, 6254-6264; the iteration is in
`weiszfeld`. Half of the observations may be clouds before the result goes with them.

- All delivered bands count alike. So a band's value depends a little on which other bands are ordered, and an
  observation without data (DN 0) in any ordered band is left out of all.
- One observation is its own median. Of two that count alike any place between them is one: their mean is taken. Where
  other observations leave a choice, which takes an even number of them on one straight line (always so with a single
  band), the place is one of the medians and between the middle two.
- Of two that do not count alike the heavier one is the median, as the sum above says.

The day is the mean of the days with the weights w_i / |x_i - y|: the weights with which the observations make up y, so
that a cloudy date hardly counts. Where y is an observation, its day is the day.

The layers are the three median absolute deviations of Roberts, Dunn & Mueller 2018 (IGARSS 2018), unweighted
medians over the observations of weight above 0: ``emad`` of the Euclidean distance, ``smad`` of 1 - cosine, ``bcmad``
of the Bray-Curtis distance sum |x - y| / sum |x + y|. A single observation has none. Where a spectrum is zero in all
bands, both last ones are 0 to another such spectrum and 1 to all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..layers import LAYERS
from ..radiometry.scaling import INVALID, SCALED_PER_REFLECTANCE
from .method import Method
from .options import option
from .stack import Composite, Observations
from .uncertainty import of_geometric_median
from .weiszfeld import added, distances, geometric_medians, weighted_mean

NUMBERS_AT_ONCE = 256 * 1024
"""Pixels times observations times bands worked on together: they stay in the processor's cache."""

FIRST_ITERATIONS = 16
"""Pixels that take longer go on in larger groups, since few of them remain of every first one."""

DEVIATIONS = ("emad", "smad", "bcmad")


@dataclass(frozen=True)
class GeometricMedianOptions:
    """How exactly the median is sought."""

    tolerance: float = option(1e-5, "Reflectance: the iteration ends with steps shorter than this.", 1e-6, 1e-2)
    iterations: int = option(200, "Most iterations of one pixel.", 1, 10_000)


@dataclass(frozen=True)
class _Pixels:
    """Pixels with the same number of valid observations, slots being these from the newest on."""

    places: np.ndarray  # (pixel,) flat index
    time: np.ndarray  # (slot, pixel) index on the time axis
    spectra: np.ndarray  # (slot, band, pixel) float32, reflectance x 10^4
    weight: np.ndarray  # (slot, pixel) float32, 1 for the heaviest sensor


class _Stack:
    """Observations with flat pixels and bands in the order of their names, so that their order changes nothing."""

    def __init__(self, observations: Observations) -> None:
        observations = observations.counted
        times = len(observations.valid)
        self.order = np.argsort(observations.bands)
        self.valid = observations.valid.reshape(times, -1)
        self.reflectance = observations.reflectance.reshape(times, len(self.order), -1)
        weight = observations.relative_weight
        self.alike = weight is None
        self.weight = (np.ones(times) if weight is None else weight / weight.max()).astype(np.float32)
        self.count = self.valid.sum(axis=0)

    def pixels(self, places: np.ndarray) -> Iterator[_Pixels]:
        """Some pixels, ``places`` (pixel,) flat indices, in groups of one number of observations."""
        for count in np.unique(self.count[places]):
            here = places[self.count[places] == count]
            at_once = max(NUMBERS_AT_ONCE // (int(count) * len(self.order)), 64)
            for start in range(0, len(here), at_once):
                yield self._gathered(here[start : start + at_once], int(count))

    def _gathered(self, part: np.ndarray, count: int) -> _Pixels:
        time = np.ascontiguousarray(np.nonzero(self.valid[:, part].T)[1].reshape(-1, count).T)
        spectra = np.empty((count, len(self.order), len(part)), dtype=np.float32)
        for slot, band in np.ndindex(*spectra.shape[:2]):
            spectra[slot, band] = self.reflectance[time[slot], self.order[band], part]
        return _Pixels(part, time, spectra, self.weight[time])


def composite(observations: Observations, options: GeometricMedianOptions) -> Composite:
    """The geometric median of every pixel with a valid observation, with its deviations."""
    stack = _Stack(observations)
    median = _medians(stack, options)
    size = len(stack.count)
    index, day = np.full(size, -1, dtype=np.int16), np.full(size, np.nan, dtype=np.float32)
    layers = {name: np.full(size, LAYERS[name].nodata, dtype=LAYERS[name].dtype) for name in DEVIATIONS}
    for pixels in stack.pixels(np.flatnonzero(stack.count)):
        place = median[:, pixels.places]
        distance = distances(pixels.spectra, place)
        nearest = distance.argmin(axis=0)
        index[pixels.places] = pixels.time[nearest, np.arange(len(nearest))]
        day[pixels.places] = _mean_day(observations.day, pixels, distance)
        if len(distance) > 1:
            for name, values in zip(DEVIATIONS, _deviations(pixels.spectra, place, distance)):
                layers[name][pixels.places] = _stored(name, values)
    reflectance = np.full(median.shape, INVALID, dtype=np.int16)
    filled = stack.count > 0
    reflectance[np.ix_(stack.order, filled)] = np.rint(median[:, filled]).astype(np.int16)
    shape = observations.shape
    return Composite(
        index=index.reshape(shape),
        reflectance=reflectance.reshape(-1, *shape),
        day=day.reshape(shape),
        layers={name: plane.reshape(shape) for name, plane in layers.items()},
    )


def _medians(stack: _Stack, options: GeometricMedianOptions) -> np.ndarray:
    """Geometric medians, (band by name, pixel) float32, reflectance x 10^4; 0 where nothing is valid."""
    median = np.zeros((len(stack.order), len(stack.count)), dtype=np.float32)
    slow = np.zeros(len(stack.count), dtype=bool)
    tolerance = options.tolerance * SCALED_PER_REFLECTANCE
    first = min(FIRST_ITERATIONS, options.iterations)
    for pixels in stack.pixels(np.flatnonzero(stack.count)):
        start, here = weighted_mean(pixels.spectra, pixels.weight), pixels.places
        if len(pixels.spectra) <= 2 and stack.alike:
            median[:, here] = start
        else:
            median[:, here], settled = geometric_medians(pixels.spectra, pixels.weight, start, tolerance, first)
            slow[here] = ~settled
    if options.iterations > first:
        for pixels in stack.pixels(np.flatnonzero(slow)):
            start, left = median[:, pixels.places], options.iterations - first
            median[:, pixels.places], _ = geometric_medians(pixels.spectra, pixels.weight, start, tolerance, left)
    return median


def _mean_day(day: np.ndarray, pixels: _Pixels, distance: np.ndarray) -> np.ndarray:
    """Mean day with the weights that make up the median, (pixel,) float32; day (time,), distance (slot, pixel)."""
    at_median = distance == 0
    share = pixels.weight / np.where(at_median, np.float32(1), distance)
    share = np.where(at_median.any(axis=0), np.where(at_median, pixels.weight, np.float32(0)), share)
    days = (day - day[0]).astype(np.float32)[pixels.time]
    return added(share * days) / added(share) + np.float32(day[0])


def _deviations(spectra: np.ndarray, place: np.ndarray, distance: np.ndarray) -> Iterator[np.ndarray]:
    """Median Euclidean, cosine and Bray-Curtis distance, each (pixel,) float32; the first in reflectance."""
    yield _median(distance) / np.float32(SCALED_PER_REFLECTANCE)
    bands = range(len(place))
    product = added(spectra[:, band] * place[band] for band in bands)
    lengths = np.sqrt(added(np.square(spectra[:, band]) for band in bands))
    lengths = lengths * np.sqrt(added(np.square(place)))
    both_zero = distance == 0
    cosine = np.divide(product, lengths, out=both_zero.astype(np.float32), where=lengths > 0)
    yield _median(np.maximum(1 - cosine, np.float32(0)))
    apart = added(np.abs(spectra[:, band] - place[band]) for band in bands)
    together = added(np.abs(spectra[:, band] + place[band]) for band in bands)
    yield _median(np.divide(apart, together, out=np.where(both_zero, np.float32(0), np.float32(1)), where=together > 0))


def _median(values: np.ndarray) -> np.ndarray:
    """Median over the slots, (slot, pixel) to (pixel,) float32; of an even number the mean of the middle two."""
    ordered = np.sort(values, axis=0)
    count = len(values)
    return (ordered[(count - 1) // 2] + ordered[count // 2]) / 2


def _stored(name: str, values: np.ndarray) -> np.ndarray:
    """Values (pixel,) as their layer stores them, cut to the largest number that is no nodata."""
    layer = LAYERS[name]
    return np.minimum(np.rint(values / np.float32(layer.scale or 1)), layer.nodata - 1).astype(layer.dtype)


METHOD = Method(
    name="geometric_median",
    label="Geometric median",
    summary="The middle of all observations in all bands at once: smooth, keeps the relations between bands, and "
    "outliers hardly move it.",
    masks="Any that misses clouds in less than half of the observations.",
    source="Roberts et al. 2017, IEEE TGRS 55, 6254-6264; Vardi & Zhang 2000, PNAS 97, 1423-1426",
    selects=False,
    composite=composite,
    uncertainty=of_geometric_median,
    options=GeometricMedianOptions,
    layers=DEVIATIONS,
)
