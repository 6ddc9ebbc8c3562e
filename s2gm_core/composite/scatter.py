"""One band of a run of pixels: what its observations are and how they scatter, for `uncertainty`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ..radiometry.scaling import INVALID, SCALED_PER_REFLECTANCE, reflectance_from_scaled
from .input_uncertainty import InputUncertainty
from .order_statistics import Ranks, linear_ranks, order_statistics, runs_of_pixels, statistics_at
from .small_samples import normal_at, sigma_over_mad
from .stack import Composite, Observations


@dataclass(frozen=True)
class Pixels:
    """One band of a run of pixels and what is known of it."""

    values: np.ndarray  # (time, pixel) int16, reflectance x 10^4, any value where not usable
    usable: np.ndarray  # (time, pixel) bool
    count: np.ndarray  # (pixel,) int16, usable observations
    centre: np.ndarray  # (pixel,) float32, the composite's reflectance
    aerosol: np.ndarray | None  # (time, pixel) float32, variance by the aerosol alone
    model: InputUncertainty
    days: float  # length of the period
    part: slice  # where on the pixel axis

    @property
    def noise(self) -> np.ndarray:
        """Variance of one measurement as bright as the composite, (pixel,) float32."""
        variance = self.model.variance(self.centre)
        if self.aerosol is None:
            return variance
        total = np.where(self.usable, self.aerosol, np.float32(0)).sum(axis=0)
        return variance + total / np.maximum(self.count, 1)

    @property
    def left_out(self) -> np.ndarray:
        """Share of the period's days that were not seen, (pixel,) float32."""
        return np.maximum(1 - self.count / np.float32(self.days), 0).astype(np.float32)

    def each(self) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
        """Time, deviation from the composite and variance of the measurement, both (pixel,) float32, of every date."""
        for time, values in enumerate(self.values):
            value = reflectance_from_scaled(values)
            variance = self.model.variance(value)
            yield time, value - self.centre, variance if self.aerosol is None else variance + self.aerosol[time]


def each_band(
    observations: Observations,
    composite: Composite,
    model: InputUncertainty,
    figure: Callable[[Pixels], np.ndarray],
) -> np.ndarray:
    """The root of what ``figure`` says, band by band and run by run of pixels; (band, y, x) float32, NaN = empty."""
    observations, composite = observations.counted, composite.complete
    valid = observations.valid.reshape(len(observations.valid), -1)
    result = np.full((len(observations.bands), valid.shape[1]), np.nan, dtype=np.float32)
    for number in range(len(observations.bands)):
        for part in runs_of_pixels(valid):
            pixels, filled = _pixels(observations, composite, model, number, part)
            result[number, part] = np.sqrt(figure(pixels), out=result[number, part].copy(), where=filled)
    return result.reshape(len(observations.bands), *observations.shape)


def _pixels(
    observations: Observations, composite: Composite, model: InputUncertainty, number: int, part: slice
) -> tuple[Pixels, np.ndarray]:
    """A run of pixels of one band, and which of them hold a value that counting observations made, (pixel,) bool."""
    index = composite.chosen.reshape(-1)[part]
    values = observations.reflectance[:, number].reshape(len(observations.valid), -1)[:, part]
    usable = observations.valid.reshape(len(observations.valid), -1)[:, part] & (values != INVALID)
    if composite.reflectance is None:
        centre = values[np.maximum(index, 0), np.arange(len(index))]
    else:
        centre = composite.reflectance[number].reshape(-1)[part]
    aerosol = None
    if observations.aerosol is not None:
        thickness = observations.aerosol.reshape(len(observations.valid), -1)[:, part]
        aerosol = model.aerosol_variance(observations.bands[number], thickness)
    count = usable.sum(axis=0, dtype=np.int16)
    filled = (index >= 0) & (centre != INVALID) & (count > 0)
    days = observations.period_days
    return Pixels(values, usable, count, reflectance_from_scaled(centre), aerosol, model, days, part), filled


@dataclass(frozen=True)
class AroundMedian:
    """How a pixel's observations lie about their median, and where the value taken lies; all (pixel,) float32."""

    own: np.ndarray  # variance of what is one measurement's own
    scatter: np.ndarray  # variance of the observations by their median absolute deviation
    offset: np.ndarray  # value taken minus median, reflectance
    kappa: np.ndarray  # variance of the median of as many standard normal values


def around_median(pixels: Pixels) -> AroundMedian:
    """The stack about its median, from each (pixel,) of a run."""
    times = len(pixels.usable)
    middle = order_statistics(pixels.values, pixels.usable, (0.5,))[0]
    # The median of an even number lies at half steps: distances are counted in these, and cut at 1.6 of reflectance.
    away = np.abs(np.int32(2) * pixels.values - np.nan_to_num(2 * middle).astype(np.int32))
    distance = order_statistics(np.minimum(away, INVALID - 1).astype(np.int16), pixels.usable, (0.5,))[0] / 2
    return AroundMedian(
        own=(1 - pixels.model.correlation) * pixels.noise,
        scatter=np.square(sigma_over_mad(times)[pixels.count] * distance / SCALED_PER_REFLECTANCE),
        offset=pixels.centre - middle / SCALED_PER_REFLECTANCE,
        kappa=normal_at(linear_ranks((0.5,), times))[1][0][pixels.count],
    )


def sample_variance(pixels: Pixels) -> np.ndarray:
    """Sample variance of the usable observations, (pixel,) float32, 0 where there is one."""
    first, second = (np.zeros(len(pixels.count), dtype=np.float32) for _ in range(2))
    for time, deviation, _ in pixels.each():
        seen = np.where(pixels.usable[time], deviation, np.float32(0))
        first += seen
        second += np.square(seen)
    n = np.maximum(pixels.count, 1).astype(np.float32)
    return np.maximum(second - first * first / n, 0) / np.maximum(n - 1, 1)


def variance_by_spacing(pixels: Pixels, p: float) -> np.ndarray:
    """Variance of the normal distribution that is as dense at the quantile p as the stack, (pixel,) float32.

    The value at probability q stands at rank n q - 1/2, counted from 0, as in a probability plot.
    """
    times = len(pixels.usable)
    count = np.arange(times + 1)
    step = np.sqrt(p * (1 - p) / np.maximum(count, 1))
    position = np.clip(count * (p + np.array([[-1.0], [1.0]]) * step) - 0.5, 0, np.maximum(count - 1, 0))
    below = np.minimum(np.floor(position), np.maximum(count - 2, 0)).astype(np.int64)
    ranks = Ranks(below, np.where(count > 0, position - below, np.nan))
    low, high = statistics_at(pixels.values, pixels.usable, ranks)
    expected = np.diff(normal_at(ranks)[0], axis=0)[0][pixels.count]
    distance = (high - low) / np.float32(SCALED_PER_REFLECTANCE)
    sigma = np.divide(distance, expected, out=np.zeros_like(distance), where=expected > 0)
    return np.square(sigma)
