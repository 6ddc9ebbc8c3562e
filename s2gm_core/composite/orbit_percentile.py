"""Percentiles per relative orbit, blended across orbits: the recipe of the pan-European seasonal mosaics.

Source: Open Data Science Europe, Sentinel-2 seasonal mosaics (MultiOne; OpenGeoHub Summer School 2021, talk
doi:10.5446/55261), as written down in specs methods.md, section 3:

1. Per relative orbit, tile and band the percentile of the valid observations.
2. Where tiles of one orbit overlap, the arithmetic mean of theirs.
3. Across the orbits k that have data, v = sum v_k / d_k^p / sum 1 / d_k^p, with d_k the distance of the pixel to the
   centre line of orbit k and p = 1. So the seams between swaths vanish, and where a pixel is seen from straight above
   that view counts most.

This project's own: d_k is at least 10 m; p is an option; the percentile lies linearly between the neighbouring values
(the talk does not say how). ``valid_obs`` is the sum over orbits of the observations, those of tiles that overlap
counted once (the larger number of the two). The day is the mean day of each orbit, blended as the reflectance is. The
observation that stands for a pixel is, of the nearest orbit with data, the one closest to the result over all bands.

Sensors of weight 0 are left out; other weights play no role, since a percentile counts observations. Observations
without a relative orbit are one orbit of their own, at the least distance among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..layers import Layer, percentile_layer
from ..radiometry.scaling import INVALID, SIXTEEN_BITS, product_from_scaled
from .method import Method
from .options import option
from .order_statistics import order_statistics
from .stack import Composite, Need, Observations
from .uncertainty import of_quantile

LEAST_DISTANCE = 10.0
"""Metres: nearer pixels lie on the centre line."""

PIXELS_AT_ONCE = 32 * 1024


@dataclass(frozen=True)
class Options:
    """How the mosaic is made."""

    percentiles: tuple[float, ...] = option(
        (50.0,), "Percentiles; the bands hold the first, further ones are layers such as B02_p25", 0, 100
    )
    power: float = option(1.0, "Power of the distance to the centre line of an orbit in its weight", 0, 8)


@dataclass(frozen=True)
class _Pixels:
    """The observations of some pixels: views of a stack."""

    reflectance: np.ndarray  # (time, band, pixel) int16
    valid: np.ndarray  # (time, pixel) bool
    distance: np.ndarray  # (time, pixel) float32
    day: np.ndarray  # (time,) int32


@dataclass(frozen=True)
class _Seen:
    """What one orbit, or all orbits together, saw of some pixels; any value where the count is 0."""

    values: np.ndarray  # (percentile, band, pixel) float64
    day: np.ndarray  # (pixel,) float64
    count: np.ndarray  # (pixel,) int64


def composite(observations: Observations, options: Options) -> Composite:
    """Percentiles of every band that the stack holds, blended over its orbits."""
    observations = observations.counted
    percentiles = tuple(dict.fromkeys(options.percentiles))
    orbits, bands, shape = _tiles_by_orbit(observations), observations.bands, observations.shape
    values = np.empty((len(percentiles), len(bands), shape[0] * shape[1]), dtype=np.int16)
    index, count, day = (np.empty(shape[0] * shape[1], dtype) for dtype in (np.int16, np.uint16, np.float32))
    for part, pixels in _parts(observations):
        seen, nearest = _blended(pixels, orbits, np.array(percentiles) / 100, options.power)
        values[..., part] = np.where(seen.count > 0, np.rint(seen.values), INVALID)
        day[part] = np.where(seen.count > 0, seen.day, np.nan)
        count[part] = seen.count
        index[part] = _closest(pixels, nearest, values[0, :, part])
    values = values.reshape(*values.shape[:2], *shape)
    layers = {
        percentile_layer(band, percentile).name: product_from_scaled(plane, SIXTEEN_BITS)[0]
        for percentile, planes in zip(percentiles[1:], values[1:])
        for band, plane in zip(bands, planes)
    }
    layers["valid_obs"] = count.reshape(shape)
    return Composite(index.reshape(shape), values[0], day.reshape(shape), layers)


def _tiles_by_orbit(observations: Observations) -> list[list[np.ndarray]]:
    """Time indices of every tile of every orbit, both in ascending order."""
    tiles = observations.tile or ("",) * len(observations.orbit)
    keys = sorted(set(zip(observations.orbit.tolist(), tiles)))
    orbits: dict[int, list[np.ndarray]] = {orbit: [] for orbit, _ in keys}
    for orbit, tile in keys:
        orbits[orbit].append(np.flatnonzero((observations.orbit == orbit) & (np.array(tiles) == tile)))
    return list(orbits.values())


def _parts(observations: Observations) -> Iterator[tuple[slice, _Pixels]]:
    """The pixels in runs that stay in the processor's cache, with their place among all."""
    stack, valid, distance = observations.reflectance, observations.valid, observations.orbit_distance
    if distance is None:
        raise ValueError("The observations came without orbit_distance, which this method's needs name.")
    stack = stack.reshape(*stack.shape[:2], -1)
    valid, distance = valid.reshape(len(valid), -1), distance.reshape(len(valid), -1)
    for start in range(0, valid.shape[1], PIXELS_AT_ONCE):
        part = slice(start, start + PIXELS_AT_ONCE)
        yield part, _Pixels(stack[..., part], valid[:, part], distance[:, part], observations.day)


def _blended(
    pixels: _Pixels, orbits: list[list[np.ndarray]], probabilities: np.ndarray, power: float
) -> tuple[_Seen, np.ndarray]:
    """All orbits together, and for every observation whether its orbit is the nearest with data, (time, pixel) bool."""
    times, size = pixels.valid.shape
    values = np.zeros((len(probabilities), pixels.reflectance.shape[1], size))
    day, weights, count = np.zeros(size), np.zeros(size), np.zeros(size, np.int64)
    distances = np.full((len(orbits), size), np.inf)
    for tiles, distance in zip(orbits, distances):
        every = np.concatenate(tiles)
        distance[:] = np.where(pixels.valid[every], pixels.distance[every], np.inf).min(axis=0)
        if np.isinf(distance).all():
            continue
        weight = np.maximum(distance, LEAST_DISTANCE) ** -power
        weight[np.isinf(distance)] = 0.0
        seen = _seen_from(pixels, tiles, probabilities)
        values += weight * seen.values
        day += weight * seen.day
        weights += weight
        count += seen.count
    weights[count == 0] = 1.0
    nearest = np.zeros((times, size), dtype=bool)
    first = distances.argmin(axis=0) if orbits else np.zeros(size, np.int64)
    for number, tiles in enumerate(orbits):
        nearest[np.concatenate(tiles)] = first == number
    return _Seen(values / weights, day / weights, count), nearest


def _seen_from(pixels: _Pixels, tiles: list[np.ndarray], probabilities: np.ndarray) -> _Seen:
    """What one orbit saw: the mean over its tiles of percentiles and mean days, the larger of the tiles' counts."""
    bands, size = pixels.reflectance.shape[1:]
    values = np.zeros((len(probabilities), bands, size))
    day, count, tiles_seen = np.zeros(size), np.zeros(size, np.int64), np.zeros(size, np.int64)
    for times in tiles:
        valid = pixels.valid[times]
        here = valid.sum(axis=0)
        seen = here > 0
        if not seen.any():
            continue
        for band in range(bands):
            found = order_statistics(pixels.reflectance[times, band], valid, tuple(probabilities))
            np.add(values[:, band], found, out=values[:, band], where=seen)
        day += pixels.day[times] @ valid / np.maximum(here, 1)
        tiles_seen += seen
        np.maximum(count, here, out=count)
    divisor = np.maximum(tiles_seen, 1)
    return _Seen(values / divisor, day / divisor, count)


def _closest(pixels: _Pixels, candidates: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Time index of the valid observation among ``candidates`` (time, pixel) bool that is nearest to the result.

    values (band, pixel) int16. Returns (pixel,) int16; ties go to the newest, -1 where there is no candidate.
    """
    index = np.full(values.shape[1], -1, dtype=np.int16)
    least = np.full(values.shape[1], np.inf)
    for time in range(len(pixels.valid)):
        difference = pixels.reflectance[time].astype(np.float64) - values
        squared = np.where(pixels.valid[time] & candidates[time], (difference**2).sum(axis=0), np.inf)
        closer = squared < least
        index[closer] = time
        least[closer] = squared[closer]
    return index


def _layers(options: Options, bands: tuple[str, ...]) -> tuple[Layer, ...]:
    return tuple(
        percentile_layer(band, percentile)
        for percentile in tuple(dict.fromkeys(options.percentiles))[1:]
        for band in bands
    )


def _first_probability(options: Options) -> float:
    """The percentile that the bands hold, 0..1."""
    return options.percentiles[0] / 100


METHOD = Method(
    name="pan_european",
    label="Pan-European (percentile per orbit)",
    summary="A percentile per relative orbit, orbits blended by the distance to their centre lines: even over large "
    "areas and long periods, without seams between swaths.",
    masks="Any for low percentiles; for the median any that misses clouds in less than half of the observations.",
    source="Open Data Science Europe, talk doi:10.5446/55261",
    selects=False,
    composite=composite,
    uncertainty=of_quantile(_first_probability),
    options=Options,
    needs=frozenset({Need.EVERY_TILE, Need.ORBIT_DISTANCE}),
    band_layers=_layers,
)
