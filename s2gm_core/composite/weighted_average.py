"""Weighted average of the clear observations of land: WASP, the level 3A synthesis of Theia.

Sources: WASP of CNES (github.com/CNES/WASP, commit 88d3f64) and its defaults; the document "DPM WASP",
doi:10.5281/zenodo.1401360. Every observation of land has the weight

    w = w_aerosol x w_cloud x w_date x w_sensor
    w_aerosol = 1 - (1 - 0.33) AOT / 0.8, not below 0.33
    w_cloud = (1 - G2)(1 - G10), Gaussians of the mask of clouds (`Observations.cloud_weight`)
    w_date = 1 - (1 - 0.5) |day - middle of the period| / half period
    w_sensor = `Observations.weight`

and a pixel is the mean of its observations of land with these weights. Where none is of land the newest one of snow or
water is taken as it is; where the masks leave none, the observation with the lowest B02 of those that they refuse.
Layer ``flag`` tells which: 4 land, 3 water, 2 snow, 1 cloud or shadow, 0 no data.

WASP goes from date to date and keeps one state per pixel. What it comes to does not need the states: an observation of
land replaces snow, water or cloud and is then only averaged with other land; snow and water replace each other and
cloud; a cloud replaces a cloud with a higher B02 only. So the sums are taken over all dates at once.

Departures, with reasons:

- The weight of the date is linear, as WASP's documents have it; its code divides two integers, which gives 1 to all
  dates but those at the very edge. It goes on beyond the half period, down to 0 at twice that.
- Where a pixel is more often water than land, land has no part in it. In WASP a single missed cloud, which is no water,
  beats any number of observations of water: on a simulated quarter a third of the water became such a mean.
- No observation has less than `SMALLEST_WEIGHT`: WASP divides by zero where all weights are 0, amid clouds.
- An aerosol that is not known (products without it) has the weight of clear air, 1; a negative one 0, as in WASP.
- The mean day is taken of days, not of numbers of days in the year, so that it is right across the turn of a year.
- A mean is rounded to the next 0.0001, not cut.
- Snow, water and clouds keep all bands of one observation, also where one of them has no data.
- Angles are normalised before, on land and elsewhere (`Method.normalises`). WASP does it with the coefficients of Roy
  et al. 2016 but with the two kernels exchanged: the coefficient of the volume goes with the geometric kernel. At a sun
  zenith of 60 and a view zenith of 11 degrees that makes a factor of 0.795 in B02 where 0.944 is right. It is not
  followed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..radiometry.scaling import INVALID
from .method import Method
from .options import option
from .order_statistics import runs_of_pixels
from .stack import Composite, Need, Observations
from .uncertainty import weighted

WATER_CLASS, SNOW_CLASS = 6, 11
NO_DATA_FLAG, CLOUD_FLAG, SNOW_FLAG, WATER_FLAG, LAND_FLAG = 0, 1, 2, 3, 4

SMALLEST_WEIGHT = 1e-6
LAYER_NODATA = -10000
WEIGHT_STEPS = 1000
LARGEST_STORED_WEIGHT = 32.767
"""Sum of weights that layer ``weight``, an Int16 in thousandths, can hold; larger ones are stored as this."""


@dataclass(frozen=True)
class WeightedAverageOptions:
    """What may be changed of the weights and of the pixels without land."""

    half_period_days: float = option(
        0.0, "Days from the middle of the period to the smallest weight of date; 0 = half the period", 0.0, 366.0
    )
    date_min: float = option(0.5, "Weight of an observation so far from the middle of the period", 0.0, 1.0)
    aerosol_max: float = option(0.8, "Aerosol optical thickness that has the smallest weight", 0.01, 5.0)
    aerosol_min: float = option(0.33, "Weight of an observation with so much aerosol", 0.0, 1.0)
    water: str = option("last", "What water is: its last observation, or the mean of all", choices=("last", "mean"))
    fill_clouded: bool = option(True, "Whether pixels that are never clear take the observation with the lowest B02")


@dataclass(frozen=True)
class _Part:
    """Some pixels of the observations; (time, pixel) but for the stack."""

    stack: np.ndarray  # (time, band, pixel) int16
    blue: np.ndarray  # int16
    valid: np.ndarray  # bool
    scene_class: np.ndarray  # uint8
    clouded: np.ndarray | None  # bool
    weight: np.ndarray  # float32, at least SMALLEST_WEIGHT
    day: np.ndarray  # (time,) float32, from the middle of the period


@dataclass(frozen=True)
class _Result:
    """A composite while it is made, mutable arrays: reflectance (band, pixel), the others (pixel,)."""

    reflectance: np.ndarray  # int16
    index: np.ndarray  # int16
    day: np.ndarray  # float32, from the middle of the period
    weight: np.ndarray  # float32
    flag: np.ndarray  # uint8

    @classmethod
    def empty(cls, bands: int, pixels: int) -> _Result:
        """Nothing yet."""
        return cls(
            reflectance=np.full((bands, pixels), INVALID, dtype=np.int16),
            index=np.full(pixels, -1, dtype=np.int16),
            day=np.full(pixels, np.nan, dtype=np.float32),
            weight=np.zeros(pixels, dtype=np.float32),
            flag=np.full(pixels, NO_DATA_FLAG, dtype=np.uint8),
        )

    def part(self, pixels: slice) -> _Result:
        """Views of some pixels."""
        return _Result(
            self.reflectance[:, pixels], self.index[pixels], self.day[pixels], self.weight[pixels], self.flag[pixels]
        )


def composite(observations: Observations, options: WeightedAverageOptions) -> Composite:
    """The weighted average of one block, with the layers ``weight``, ``dts`` and ``flag``, each (y, x).

    ``weight`` is the sum of the weights, 0 where no mean was taken; ``dts`` the day of the year of the mean day, cut to
    whole days; ``index`` names the observation with the largest weight, or the one that was taken.
    """
    height, width = observations.shape
    result = _Result.empty(len(observations.bands), height * width)
    seen = observations.counted
    of_date = _date_weight(seen, options)
    if len(seen.valid):
        for pixels in runs_of_pixels(_flat(seen.valid)):
            _fill(result.part(pixels), _part_of(seen, pixels, of_date, options), options)
    day = (result.day.astype(np.float64) + np.floor(seen.middle_day)).astype(np.float32)
    planes = {"weight": _stored_weight(result), "dts": day_of_year(day), "flag": result.flag}
    return Composite(
        index=result.index.reshape(height, width),
        reflectance=result.reflectance.reshape(-1, height, width),
        day=day.reshape(height, width),
        layers={name: plane.reshape(height, width) for name, plane in planes.items()},
    )


def weights(observations: Observations, options: WeightedAverageOptions) -> np.ndarray:
    """What each observation weighs in the composite, (time, y, x) float32; 0 where it plays no part, as clouds do not.

    Where nothing is averaged (water and snow by their last observation) that observation alone has weight 1.
    """
    seen = observations.counted
    of_date = _date_weight(seen, options)
    result = np.zeros(seen.valid.shape, dtype=np.float32)
    flat = _flat(result)
    for pixels in runs_of_pixels(_flat(seen.valid)) if len(seen.valid) else ():
        part = _part_of(seen, pixels, of_date, options)
        averaged = _land_of(part)
        others = np.flatnonzero(part.valid.any(axis=0) & ~averaged.any(axis=0))
        newest = _not_land(part)[:, others].argmax(axis=0)
        here = part.weight * averaged
        here[newest, others] = 1.0
        if options.water == "mean":
            water = others[part.scene_class[newest, others] == WATER_CLASS]
            here[:, water] = (part.weight * (part.valid & (part.scene_class == WATER_CLASS)))[:, water]
        flat[:, pixels] = here
    return result


def is_land(valid: np.ndarray, scene_class: np.ndarray) -> np.ndarray:
    """Valid observations of neither water nor snow; (time, y, x) or (time, pixel) bool and uint8, the same bool."""
    return valid & (scene_class != WATER_CLASS) & (scene_class != SNOW_CLASS)


def day_of_year(day: np.ndarray) -> np.ndarray:
    """The day of the year, 1 to 366, of days since 1970-01-01, float32 of any shape with NaN: int16, -10000 for NaN."""
    known = np.isfinite(day)
    if not known.any():
        return np.full(day.shape, LAYER_NODATA, dtype=np.int16)
    whole = np.floor(np.where(known, day, np.nanmin(day))).astype(np.int64)
    first = whole.min()
    dates = np.arange(first, whole.max() + 1).astype("datetime64[D]")
    number = ((dates - dates.astype("datetime64[Y]")).astype(np.int64) + 1).astype(np.int16)
    return np.where(known, number[whole - first], np.int16(LAYER_NODATA))


def _flat(plane: np.ndarray) -> np.ndarray:
    """(time, y, x) as (time, pixel)."""
    return plane.reshape(len(plane), -1)


def _date_weight(observations: Observations, options: WeightedAverageOptions) -> np.ndarray:
    """Weight by date and sensor, (time,) float64; a day counts from its noon."""
    half = options.half_period_days or max(observations.period_days / 2, 1.0)
    away = np.abs(observations.day + 0.5 - observations.middle_day)
    weight = np.maximum(1.0 - (1.0 - options.date_min) * away / half, 0.0)
    sensor = observations.relative_weight
    return weight if sensor is None else weight * sensor


def _aerosol_weight(aerosol: np.ndarray, options: WeightedAverageOptions) -> np.ndarray:
    """Weight by aerosol optical thickness, (time, pixel) float32 with NaN for unknown; the same shape."""
    slope = np.float32((1.0 - options.aerosol_min) / options.aerosol_max)
    weight = np.fmin(np.float32(1.0) - slope * aerosol, np.float32(1.0))  # NaN becomes 1
    np.maximum(weight, np.float32(options.aerosol_min), out=weight)
    weight[aerosol < 0] = 0.0
    return weight


def _part_of(observations: Observations, pixels: slice, of_date: np.ndarray, options: WeightedAverageOptions) -> _Part:
    """Some pixels of the observations, with their weights."""
    valid, clouded = _flat(observations.valid)[:, pixels], observations.clouded
    weight = np.empty(valid.shape, dtype=np.float32)
    weight[:] = of_date[:, np.newaxis]
    if observations.cloud_weight is not None:
        weight *= _flat(observations.cloud_weight)[:, pixels]
    if observations.aerosol is not None:
        weight *= _aerosol_weight(_flat(observations.aerosol)[:, pixels], options)
    return _Part(
        stack=observations.reflectance.reshape(*observations.reflectance.shape[:2], -1)[:, :, pixels],
        blue=_flat(observations.plane("B02"))[:, pixels],
        valid=valid,
        scene_class=_flat(observations.scene_class)[:, pixels],
        clouded=None if clouded is None or not options.fill_clouded else _flat(clouded)[:, pixels],
        weight=np.maximum(weight, np.float32(SMALLEST_WEIGHT), out=weight),
        day=(observations.day - np.floor(observations.middle_day)).astype(np.float32),
    )


def _fill(result: _Result, part: _Part, options: WeightedAverageOptions) -> None:
    """Make some pixels of the result."""
    averaged = _land_of(part)
    land, seen = averaged.any(axis=0), part.valid.any(axis=0)
    result.flag[land] = LAND_FLAG
    without_land = np.flatnonzero(seen & ~land)
    newest = _not_land(part)[:, without_land].argmax(axis=0)
    water = part.scene_class[newest, without_land] == WATER_CLASS
    result.flag[without_land] = np.where(water, WATER_FLAG, SNOW_FLAG)
    if options.water == "mean":
        averaged[:, without_land[water]] = (part.valid & (part.scene_class == WATER_CLASS))[:, without_land[water]]
        without_land, newest = without_land[~water], newest[~water]
    _average(result, part, averaged)
    _take(result, part, without_land, newest)
    if part.clouded is not None and not seen.all():
        _fill_with_clouds(result, part, part.clouded & ~seen & (part.blue != INVALID))


def _land_of(part: _Part) -> np.ndarray:
    """Observations of land, (time, pixel) bool, of pixels that are not more often water."""
    land = is_land(part.valid, part.scene_class)
    water = part.valid & (part.scene_class == WATER_CLASS)
    return land & (land.sum(axis=0, dtype=np.int16) >= water.sum(axis=0, dtype=np.int16))


def _not_land(part: _Part) -> np.ndarray:
    """Observations of water and snow, (time, pixel) bool."""
    return part.valid & ~is_land(part.valid, part.scene_class)


def _fill_with_clouds(result: _Result, part: _Part, clouded: np.ndarray) -> None:
    """Fill the pixels with observations in ``clouded`` (time, pixel) bool with those of them with the lowest B02."""
    pixels = np.flatnonzero(clouded.any(axis=0))
    blue = np.where(clouded[:, pixels], part.blue[:, pixels], INVALID)
    darkest = len(blue) - 1 - blue[::-1].argmin(axis=0)  # of equal ones the oldest, which WASP meets first
    result.flag[pixels] = CLOUD_FLAG
    _take(result, part, pixels, darkest)


def _average(result: _Result, part: _Part, averaged: np.ndarray) -> None:
    """Fill the pixels that have observations in ``averaged`` (time, pixel) bool with their weighted means."""
    weight = part.weight * averaged
    total = _sum(weight)
    there = total > 0
    if not there.any():
        return
    for band, mean in enumerate(result.reflectance):
        values = part.stack[:, band]
        gaps = (values == INVALID) & averaged
        of_band, band_total = weight, total
        if gaps.any():
            of_band = np.where(gaps, np.float32(0.0), weight)
            band_total = _sum(of_band)
        known = band_total > 0
        exact = _weighted_sum(of_band, values) / np.where(known, band_total, np.float32(1.0))
        np.copyto(mean, np.rint(exact).astype(np.int16), where=known)
    divisor = np.where(there, total, np.float32(1.0))
    np.copyto(result.day, _weighted_sum(weight, part.day[:, np.newaxis]) / divisor, where=there)
    np.copyto(result.index, _place_of_largest(weight), where=there)
    np.copyto(result.weight, total, where=there)


def _place_of_largest(weight: np.ndarray) -> np.ndarray:
    """The first time of the largest weight, (time, pixel) float32 to (pixel,) int16."""
    largest = weight.max(axis=0)
    place = np.full(weight.shape[1], len(weight) - 1, dtype=np.int16)
    for time in range(len(weight) - 2, -1, -1):
        # The same as place[weight[time] == largest] = time, several times faster.
        place -= (place - np.int16(time)) * (weight[time] == largest)
    return place


def _take(result: _Result, part: _Part, pixels: np.ndarray, time: np.ndarray) -> None:
    """Fill the pixels at places ``pixels`` (pixel,) with their observations at ``time`` (pixel,)."""
    result.reflectance[:, pixels] = part.stack[time, :, pixels].T
    result.index[pixels] = time
    result.day[pixels] = part.day[time]


def _sum(planes: np.ndarray) -> np.ndarray:
    """Sum over the time of (time, pixel) float32, one date after the other: so it does not depend on the pixels."""
    total = np.zeros(planes.shape[1], dtype=np.float32)
    for plane in planes:
        total += plane
    return total


def _weighted_sum(weight: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Sum over the time of weight (time, pixel) float32 times values (time, pixel or 1), as `_sum`."""
    total = np.zeros(weight.shape[1], dtype=np.float32)
    term = np.empty_like(total)
    for of_date, plane in zip(weight, values):
        np.multiply(of_date, plane, out=term)
        total += term
    return total


def _stored_weight(result: _Result) -> np.ndarray:
    """Layer ``weight``, (pixel,) int16 in thousandths."""
    steps = np.rint(np.minimum(result.weight, LARGEST_STORED_WEIGHT) * WEIGHT_STEPS)
    return np.where(result.flag == NO_DATA_FLAG, LAYER_NODATA, steps).astype(np.int16)


METHOD = Method(
    name="weighted_average",
    label="Weighted average (WASP, Theia L3A)",
    summary="The mean of all clear dates, with less weight near clouds, in hazy air and far from the middle of the "
    "period: little noise and no patches of single dates.",
    masks="Only masks that miss next to no clouds, such as MAJA's: a missed cloud goes into the mean.",
    source="CNES WASP, Theia level 3A, doi:10.5281/zenodo.1401360",
    selects=False,
    composite=composite,
    uncertainty=weighted(weights),
    bands=("B02",),
    minimum_bands=("B02",),
    options=WeightedAverageOptions,
    needs=frozenset({Need.AEROSOL, Need.CLOUD_WEIGHT, Need.CLOUDED}),
    layers=("weight", "dts", "flag"),
    normalises=True,
)
