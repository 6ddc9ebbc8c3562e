"""The scores of the best available pixel: how well each observation suits the day, the year and the pixel.

Source: FORCE's parametric best available pixel (Frantz 2019, Remote Sensing 11, 1124; Frantz et al. 2017, Remote
Sensing of Environment 190, 331-347), after Griffiths et al. 2013 (IEEE JSTARS 6, 2088-2101) and White et al. 2014
(Canadian Journal of Remote Sensing 40, 192-212). Scores lie between 0 and 1; with the options' names:

    day of year  0.99 (side_score / 0.99) ^ (D / days)^2        a Gaussian: 0.99 at the target, side_score ``days``
                                                                away; D days to the nearest yearly return of the target,
                                                                days_before or days_after by its sign
    year         0.99 (side_score / 0.99) ^ (dy / ((years + 1) y_factor))^2     dy years from the target's year
    cloud        1 / (1 + exp(-10 / dreq (d - dreq / 2)))       d metres to the nearest cloud or shadow
    haze         1 / (1 + exp(500 (HOT - hreq)))                HOT = B02 - B04 / 2 - 0.08, reflectance
    correlation  1 / (1 + exp(-30 (c - 2/3)))                   c mean of |r| to the other observations, r over `BANDS`
    view         1 / (1 + exp(10 / vreq (v - vreq / 2)))        v view zenith, degrees

    total        sum of weight x score / sum of weights, or (product) the product of the scores of weight above 0

- A pixel whose observations are water (class 6) in more than 90 % is scored by 1 - B12, halved where the near infrared
  (B8A, else B08) is below B12; without these bands as land.
- Rejected is an observation whose score of the day of year (unless off_season), the cloud or the haze is below
  reject_below; for haze only where the pixel's scores of haze differ: mean and standard deviation above 0.01.
- A score of weight 0 is not computed, and rejects nothing.
- Exponents end at 80: no score is below 1e-35.
- What is not known (no view zenith, no correlation of a single observation, a plane that is missing) scores 0.5: it
  neither helps nor harms.

Departures from FORCE: an unknown view zenith scores 0 there; the year is that of the nearest return of the target, not
the calendar year, so that 20 December suits a target of 10 January; the step of the year is not cut to whole days;
targets at one end of a season (logistic curves) are left out; the product is not multiplied by the weights, which
changes neither choice nor mean; scores of water below 0 count as 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ..errors import OrderError
from ..layers import LAYERS
from ..radiometry.scaling import reflectance_from_scaled
from .options import option
from .stack import Need, Observations

BANDS = ("B02", "B03", "B04", "B08", "B8A", "B11", "B12")
MINIMUM_BANDS = ("B02", "B04")
REDUCED_RULE = (
    "Scores from the bands that the scenes have; water is scored as land where B12 or the near infrared is missing."
)
NEEDS = frozenset({Need.CLOUD_DISTANCE, Need.VIEW_ZENITH})
LAYER_NAMES = ("score", "score_doy", "score_year", "score_cloud", "score_haze", "score_correlation", "score_view")

NEUTRAL = np.float32(0.5)
LARGEST_EXPONENT = np.float32(80)
TARGET_SCORE = 0.99
WATER_CLASS = 6
WATER_SHARE = 0.9
HAZE_VARIES = 0.01
"""Mean and standard deviation of a pixel's scores of haze from which on haze may reject."""

OBSERVATIONS_AT_ONCE = 96 * 1024
"""Pixels times dates worked on together: few enough for the planes to stay in the processor's cache."""


@dataclass(frozen=True)
class BestPixelOptions:
    """What makes an observation good; defaults as in FORCE. Raises `OrderError` where no score has a weight."""

    target_doy: int = option(0, "Day of the year that suits best; 0 = the middle of the period.", 0, 366)
    days_before: float = option(60.0, "Days before the target at which the score has fallen to side_score.", 1, 366)
    days_after: float = option(60.0, "Days after the target at which the score has fallen to side_score.", 1, 366)
    side_score: float = option(0.01, "Score of the day of the year at these distances.", 1e-6, 0.98)
    years: int = option(2, "Years before and after that of the target that are still wanted.", 0, 100)
    y_factor: float = option(0.75, "How quickly other years lose: higher favours the day over the year.", 0.01, 100)
    dreq: float = option(3000.0, "Metres from the nearest cloud or shadow that suffice.", 1, 1e6)
    hreq: float = option(-0.015, "Haze (B02 - B04 / 2 - 0.08, reflectance) that is half good.", -1, 1)
    vreq: float = option(7.5, "View zenith in degrees from which on the score is near 0.", 0.1, 90)
    weight_doy: float = option(1.0, "Weight of the day of the year.", 0, 1000)
    weight_year: float = option(1.0, "Weight of the year.", 0, 1000)
    weight_cloud: float = option(0.4, "Weight of the distance to clouds and shadows.", 0, 1000)
    weight_haze: float = option(0.3, "Weight of the haze.", 0, 1000)
    weight_correlation: float = option(0.0, "Weight of the correlation with the other observations.", 0, 1000)
    weight_view: float = option(0.0, "Weight of the view zenith.", 0, 1000)
    combine: str = option("sum", "How the scores are put together.", choices=("sum", "product"))
    off_season: bool = option(False, "Whether observations far from the day of the year are taken, too.")
    reject_below: float = option(0.01, "Observations with a lower score of day, cloud or haze are rejected.", 0, 0.98)

    def __post_init__(self) -> None:
        if not any(self.weights.values()):
            raise OrderError("All weights of the best pixel's scores are 0. Give at least one score a weight.")

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each score by the name of its layer."""
        return {name: getattr(self, name.replace("score", "weight")) for name in LAYER_NAMES[1:]}


@dataclass(frozen=True)
class Scores:
    """The scores of some pixels.

    pixels: where they are among the flat pixels.
    total: (time, pixel) float32.
    rank: (time, pixel) float32, the total times the sensor's weight; 0 where not accepted.
    accepted: (time, pixel) bool, valid and not rejected.
    parts: the scores with a weight, by layer name, (time, pixel or 1) float32.
    """

    pixels: slice
    total: np.ndarray
    rank: np.ndarray
    accepted: np.ndarray
    parts: Mapping[str, np.ndarray]


def scores(observations: Observations, options: BestPixelOptions) -> Iterator[Scores]:
    """The scores of all observations, some flat pixels (y, x) at a time."""
    observations = observations.counted
    times, size = len(observations.valid), observations.valid[0].size
    weight = observations.relative_weight
    sensor = np.ones(times) if weight is None else weight / weight.max()
    of_time = {"score_doy": doy_scores, "score_year": year_scores}
    fixed = {name: score(observations, options)[:, np.newaxis] for name, score in of_time.items()}
    step = max(OBSERVATIONS_AT_ONCE // times, 256)
    for start in range(0, size, step):
        part = _Part(observations, slice(start, min(start + step, size)))
        found = {**fixed, **part.scores(options)}
        parts = {name: found[name] for name, weight in options.weights.items() if weight > 0}
        accepted = _accepted(parts, part.valid, options)
        total = part.of_water(_combined(parts, options, part.valid.shape))
        rank = np.where(accepted, total * sensor.astype(np.float32)[:, np.newaxis], np.float32(0))
        yield Scores(part.pixels, total, rank, accepted, parts)


def empty_layers(size: int) -> dict[str, np.ndarray]:
    """The layers of the scores by name, each (pixel,) int16, without a value anywhere."""
    return {name: np.full(size, LAYERS[name].nodata, dtype=LAYERS[name].dtype) for name in LAYER_NAMES}


def doy_scores(observations: Observations, options: BestPixelOptions) -> np.ndarray:
    """Scores of the day of the year, (time,) float32."""
    days, _ = _from_target(observations, options.target_doy)
    side = np.where(days < 0, options.days_before, options.days_after)
    return _falling(days / side, options)


def year_scores(observations: Observations, options: BestPixelOptions) -> np.ndarray:
    """Scores of the year, (time,) float32."""
    _, years = _from_target(observations, options.target_doy)
    return _falling(years / ((options.years + 1) * options.y_factor), options)


def stored(values: np.ndarray) -> np.ndarray:
    """Scores of any shape as their layers store them, int16."""
    layer = LAYERS["score"]
    return np.minimum(np.rint(values / np.float32(layer.scale or 1)), np.iinfo(layer.dtype).max).astype(layer.dtype)


def _falling(distance: np.ndarray, options: BestPixelOptions) -> np.ndarray:
    return (TARGET_SCORE * (options.side_score / TARGET_SCORE) ** np.square(distance)).astype(np.float32)


def _from_target(observations: Observations, target_doy: int) -> tuple[np.ndarray, np.ndarray]:
    """Days from the nearest yearly return of the target, negative before it, and years from its year; both (time,).

    An observation and a target given as day of the year stand for the middle of their day. Day 366 is 31 December in
    other years.
    """
    noon = observations.day + 0.5
    moments = np.append(noon, observations.middle_day)
    first, last = (_year_of(moment) for moment in (moments.min(), moments.max()))
    new_years = np.array([_new_year(year) for year in range(first - 1, last + 3)])
    offset = target_doy - 0.5
    if target_doy == 0:
        offset = observations.middle_day - _new_year(_year_of(observations.middle_day))
    returns = new_years[:-1] + np.minimum(offset, np.diff(new_years) - 0.5)
    nearest = np.abs(noon[:, np.newaxis] - returns).argmin(axis=1)
    wanted = int(np.abs(observations.middle_day - returns).argmin())
    return noon - returns[nearest], np.abs(nearest - wanted)


def _year_of(day: float) -> int:
    return int(np.datetime64(int(np.floor(day)), "D").astype("datetime64[Y]").astype(int)) + 1970


def _new_year(year: int) -> int:
    return int(np.datetime64(f"{year}-01-01", "D").astype(int))


class _Part:
    """Some of the pixels of a block, as (time, pixel) views."""

    def __init__(self, observations: Observations, pixels: slice) -> None:
        self.observations, self.pixels = observations, pixels
        self.valid = self._cut(observations.valid)

    def _cut(self, planes: np.ndarray) -> np.ndarray:
        return planes.reshape(len(planes), -1)[:, self.pixels]

    def band(self, name: str) -> np.ndarray:
        """Reflectance of one band, (time, pixel) float32."""
        return reflectance_from_scaled(self._cut(self.observations.plane(name)))

    def scores(self, options: BestPixelOptions) -> dict[str, np.ndarray]:
        """The scores that differ from pixel to pixel, (time, pixel) float32, where they have a weight."""
        found = {}
        if options.weight_cloud > 0:
            found["score_cloud"] = self._of_plane(self.observations.cloud_distance, options.dreq / 2, 10 / options.dreq)
        if options.weight_haze > 0:
            found["score_haze"] = _sigmoid(self.band("B02") - self.band("B04") / 2 - 0.08, options.hreq, -500.0)
        if options.weight_correlation > 0:
            found["score_correlation"] = _sigmoid(self._correlation(), 2 / 3, 30.0)
        if options.weight_view > 0:
            found["score_view"] = self._of_plane(self.observations.view_zenith, options.vreq / 2, -10 / options.vreq)
        return found

    def _of_plane(self, planes: np.ndarray | None, middle: float, slope: float) -> np.ndarray:
        if planes is None:
            return np.full(self.valid.shape, NEUTRAL)
        return _sigmoid(self._cut(planes), middle, slope)

    def _correlation(self) -> np.ndarray:
        """Mean of |r| with the other valid observations, (time, pixel) float32, NaN where there is none."""
        names = [name for name in BANDS if name in self.observations.bands]
        # Whole numbers, whose mean is exact where all bands are alike.
        spectra = np.stack([self._cut(self.observations.plane(name)) for name in names]).astype(np.float32)
        return mean_correlation(spectra, self.valid)

    def of_water(self, total: np.ndarray) -> np.ndarray:
        """The total scores, with those of water pixels put in their place; (time, pixel) float32."""
        near_infrared = [name for name in ("B8A", "B08") if name in self.observations.bands]
        if "B12" not in self.observations.bands or not near_infrared:
            return total
        water = (self._cut(self.observations.scene_class) == WATER_CLASS) & self.valid
        mostly = water.sum(axis=0) > WATER_SHARE * self.valid.sum(axis=0)
        if not mostly.any():
            return total
        swir = self.band("B12")
        score = np.maximum(1 - swir, np.float32(0))
        score = np.where(self.band(near_infrared[0]) < swir, score / 2, score)
        return np.where(mostly, score, total)


def mean_correlation(spectra: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Mean of |r| between each observation's spectrum and those of all other valid ones.

    spectra (band, time, pixel) float32; valid (time, pixel) bool. Returns (time, pixel) float32, NaN where there is no
    other, or the spectrum is the same in all bands.
    """
    centred = spectra - spectra.mean(axis=0)
    length = np.sqrt(np.square(centred).sum(axis=0))
    usable = valid & (length > 0)
    centred /= np.where(usable, length, np.float32(1))
    sums, count = np.zeros(valid.shape), np.zeros(valid.shape, dtype=np.int32)
    for time in range(len(valid) - 1):
        later = slice(time + 1, None)
        both = usable[time] & usable[later]
        product = np.zeros(both.shape, dtype=np.float32)
        for band in centred:
            product += band[later] * band[time]
        magnitude = np.where(both, np.abs(product), np.float32(0))
        sums[later] += magnitude
        count[later] += both
        for one, is_there in zip(magnitude, both):
            sums[time] += one
            count[time] += is_there
    return np.where(usable & (count > 0), sums / np.maximum(count, 1), np.nan).astype(np.float32)


def _sigmoid(values: np.ndarray, middle: float, slope: float) -> np.ndarray:
    """1 / (1 + exp(-slope (values - middle))), float32 of the same shape; `NEUTRAL` for NaN."""
    exponent = np.clip((values - np.float32(middle)) * np.float32(-slope), -LARGEST_EXPONENT, LARGEST_EXPONENT)
    score = 1 / (1 + np.exp(exponent))
    score[np.isnan(score)] = NEUTRAL
    return score


def _combined(parts: Mapping[str, np.ndarray], options: BestPixelOptions, shape: tuple[int, ...]) -> np.ndarray:
    """The total scores of land, (time, pixel) float32 of the shape."""
    if options.combine == "product":
        total = np.ones(shape, dtype=np.float32)
        for part in parts.values():
            total *= part
        return total
    weights = {name: options.weights[name] for name in parts}
    whole = sum(weights.values())
    total = np.zeros(shape, dtype=np.float32)
    for name, part in parts.items():
        total += np.float32(weights[name] / whole) * part
    return total


def _accepted(parts: Mapping[str, np.ndarray], valid: np.ndarray, options: BestPixelOptions) -> np.ndarray:
    """Observations that are valid and not rejected, (time, pixel) bool."""
    in_season = valid
    if "score_doy" in parts and not options.off_season:
        in_season = valid & (parts["score_doy"] >= options.reject_below)
    accepted = in_season
    if "score_cloud" in parts:
        accepted = accepted & (parts["score_cloud"] >= options.reject_below)
    if "score_haze" in parts:
        accepted = accepted & ~_too_hazy(parts["score_haze"], in_season, options.reject_below)
    return accepted


def _too_hazy(score: np.ndarray, in_season: np.ndarray, limit: float) -> np.ndarray:
    """Observations to be rejected for haze, where some others of the pixel are clearer; (time, pixel) bool."""
    hazy = score < limit
    if not hazy.any():
        return hazy
    count = in_season.sum(axis=0)
    mean = _sum_of(score, in_season) / np.maximum(count, 1)
    variance = _sum_of(np.square(score - mean), in_season) / np.maximum(count - 1, 1)
    return hazy & (mean > HAZE_VARIES) & (variance > HAZE_VARIES**2)


def _sum_of(values: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Sum over time in the order of the dates, (time, pixel) to (pixel,) float64."""
    total = np.zeros(values.shape[1])
    for plane, there in zip(values, where):
        total += np.where(there, plane, np.float32(0))
    return total
