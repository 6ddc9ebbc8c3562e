"""Standard uncertainty of a composite, per pixel and band.

Every function here is what `Method.uncertainty` wants: from the observations, the composite made of them, the method's
options and the model of the input to (band, y, x) float32 reflectance along `Observations.bands`. It is one standard
uncertainty: value plus and minus it holds the truth with 68.3 %. NaN where the composite is empty or made of nothing
that counts (clouds that fill a gap: nothing is known of their error).

Two things make a composite wrong. Each observation has an error of its *measurement*, known from a model
(`InputUncertainty`); a part r of its variance is common to all dates of a pixel. And the surface changes, so that few
dates do not show the whole *period*; that is seen in the scatter of the stack, which holds the measurements' errors as
well. So that these count once and not twice, the scatter gives only what it holds beyond them:

    v  = (1 - r) u^2                   variance of one measurement that is its own
    s2 = max(scatter^2 - v, 0)         variance of the surface within the period
    u_composite^2 = r u^2 + k_v v + k_s t^2 s2

with factors k_v, k_s of the method (1/n for a mean) and t the half-width of Student's t for 68.3 % with as many degrees
of freedom as the scatter has, because few observations may show little of it by chance. One observation has no scatter:
there the measurement alone is stated, and what the surface did on other days is unknown. Sampling a period of N days on
n different ones leaves out only the N - n others: k_s has the factor 1 - n/N of finite populations.

The truth that each function's interval holds stands in its text; ``docs/uncertainty.md`` has the equations, their
sources, and how often the intervals hold the truth on simulated periods.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .input_uncertainty import InputUncertainty
from .order_statistics import linear_ranks
from .scatter import Pixels, around_median, each_band, sample_variance, variance_by_spacing
from .small_samples import normal_at, normal_quantile, student, student_by_count
from .stack import Composite, Observations

Uncertainty = Callable[[Observations, Composite, Any, InputUncertainty], np.ndarray]
Weights = Callable[[Observations, Any], np.ndarray]

ENOUGH_FOR_SPACING = 5
"""Observations from which on the distance of order statistics tells the density; below, their variance is steadier."""

LOSS_OF_GEOMETRIC_MEDIAN = 1.1
"""Variance of the geometric median of normal errors, alike in all bands, over that of their mean: 1.13 for four bands,
1.07 for seven (Brown 1983, Journal of the Royal Statistical Society B 45, 25-30)."""


def of_selection(observations: Observations, composite: Composite, options: Any, model: InputUncertainty) -> np.ndarray:
    """Uncertainty of a genuine observation as a picture of the period, (band, y, x) float32 reflectance.

    Truth: the surface on any one day of the period, each as likely. The period's middle is the stack's median, known to
    the variance kappa_n (v + t^2 s2), with kappa_n that of the median of n standard normal values; days scatter about
    it by s2 from the median absolute deviation; the observation taken lies D off it, whatever rule took it:

        u^2 = r u_1^2 + D^2 + kappa_n v + (1 + kappa_n) t^2 s2

    D^2 is in the mean what is left of the observation's own error. Of one observation u_1 is all that is known: the
    interval then holds the surface on that observation's date.
    """

    def figure(pixels: Pixels) -> np.ndarray:
        seen = around_median(pixels)
        t = student_by_count(len(pixels.usable))[pixels.count]
        change = np.maximum(seen.scatter - seen.own, 0) * t**2
        middle = seen.kappa * (seen.own + change)
        return model.correlation * pixels.noise + seen.offset**2 + middle + change

    return each_band(observations, composite, model, figure)


def of_date(observations: Observations, composite: Composite, options: Any, model: InputUncertainty) -> np.ndarray:
    """Uncertainty of a genuine observation as a picture of its own date, (band, y, x) float32 reflectance.

    Truth: the surface on the date, and in the geometry, of the observation that was taken. Without the other dates it
    is the measurement's, u_1. These tell more: the share f = v / (v + s2) of the scatter is measurement, so that of the
    distance D to the median of the stack f D is expected to be error (the mean of the error given the stack, as in a
    Kalman filter), known to the variance f s2 + f^2 kappa_n (v + s2). A medoid, which keeps away from errors, so gets
    the smaller uncertainty that it deserves:

        u^2 = r u_1^2 + (f D)^2 + f s2 + f^2 kappa_n (v + s2)
    """

    def figure(pixels: Pixels) -> np.ndarray:
        seen = around_median(pixels)
        total = np.maximum(seen.scatter, seen.own)
        share = np.divide(seen.own, total, out=np.ones_like(total), where=total > 0)
        error = np.square(share) * (seen.offset**2 + seen.kappa * total) + share * (total - seen.own)
        return model.correlation * pixels.noise + error

    return each_band(observations, composite, model, figure)


def weighted(weights: Weights) -> Uncertainty:
    """The uncertainty of a weighted mean.

    weights: the method's own function of observations and options; it returns (time, y, x) or (time, 1, 1) float, 0 or
    more, of any scale. Observations of weight 0 do not count; neither do those that are not valid, whatever it says.

    Truth: the mean of the surface over all days of the period, where the weights have nothing to do with the surface.
    Weights that prefer days make it the mean with these preferences. With normalised weights w:

        u^2 = r (sum w u)^2 + (1 - r) sum w^2 u^2 + t^2 s2 max(sum w^2 - 1/N, 0)
        s2  = max( (sum w (x - mean)^2 - (1 - r) sum w (1 - w) u^2) / (1 - sum w^2), 0)

    (1 - sum w^2, the number of observations plays no part: for two observations s2 + v is half the square of their
    difference for any weights). Degrees of freedom are 1 / (sum w^2) - 1, one at least.
    """

    def uncertainty(
        observations: Observations, composite: Composite, options: Any, model: InputUncertainty
    ) -> np.ndarray:
        observations = observations.counted
        weight = weights(observations, options)
        weight = weight.reshape(len(weight), -1)

        def figure(pixels: Pixels) -> np.ndarray:
            here = weight if weight.shape[1] == 1 else weight[:, pixels.part]
            return _of_weighted(pixels, here)

        return each_band(observations, composite, model, figure)

    return uncertainty


def _sensor_weights(observations: Observations, options: Any) -> np.ndarray:
    weight = observations.relative_weight
    return (np.ones(len(observations.valid)) if weight is None else weight)[:, np.newaxis, np.newaxis]


of_mean: Uncertainty = weighted(_sensor_weights)
"""`weighted` by the weights of the sensors, all alike as a rule; to (band, y, x) float32."""


def of_quantile(probability: float | Callable[[Any], float]) -> Uncertainty:
    """The uncertainty of a quantile of every band; ``probability`` 0..1, or the function of the options that gives it.

    Truth: the same quantile of the surface on all days of the period, without errors of measurement. kappa_n and z_n
    are variance and mean of the quantile of n standard normal values, N the days of the period:

        u^2 = r u_1^2 + kappa_n (v + (1 - n/N) t^2 s2) + (z_n sqrt(v + s2) - z_N sqrt(s2))^2

    The last term is what errors widen: the lower quartile of a surface that does not change lies below it. It is 0 for
    the median. The scatter is taken where it matters, around the quantile: the distance of the order statistics at p
    plus and minus its own standard error sqrt(p (1 - p) / n), over that of a normal sample. Below
    `ENOUGH_FOR_SPACING` observations it is their standard deviation.
    """

    def uncertainty(
        observations: Observations, composite: Composite, options: Any, model: InputUncertainty
    ) -> np.ndarray:
        p = probability(options) if callable(probability) else probability
        return each_band(observations, composite, model, lambda pixels: _of_quantile(pixels, p))

    return uncertainty


of_median: Uncertainty = of_quantile(0.5)
"""`of_quantile` of the median of every band; to (band, y, x) float32."""


def of_geometric_median(
    observations: Observations, composite: Composite, options: Any, model: InputUncertainty
) -> np.ndarray:
    """Uncertainty of a geometric median over all bands, (band, y, x) float32 reflectance.

    Truth: the geometric median of the surface on all days of the period. Errors of measurement are independent from
    band to band: of these the geometric median is nearly a mean (`LOSS_OF_GEOMETRIC_MEDIAN`). The surface changes in
    all bands together, along a line in the space of the bands: there it is nearly a median along that line, with the
    variance pi/2 of a mean's. From three observations on

        u^2 = r u_1^2 + 1.1 v / n + pi/(2 n) (1 - n/N) t^2 s2

    with s2 from the standard deviation of each band; of two observations it is their mean.
    """

    def figure(pixels: Pixels) -> np.ndarray:
        n = np.maximum(pixels.count, 1).astype(np.float32)
        of_errors = np.where(pixels.count > 2, np.float32(LOSS_OF_GEOMETRIC_MEDIAN), 1) / n
        of_change = np.where(pixels.count > 2, np.float32(np.pi / 2), 1) / n
        own = (1 - model.correlation) * pixels.noise
        t = student_by_count(len(pixels.usable))[pixels.count]
        change = np.maximum(sample_variance(pixels) - own, 0) * t**2 * pixels.left_out
        return model.correlation * pixels.noise + of_errors * own + of_change * change

    return each_band(observations, composite, model, figure)


def _of_weighted(pixels: Pixels, weight: np.ndarray) -> np.ndarray:
    """Square of `weighted`'s uncertainty, (pixel,) float32; weight (time, pixel or 1) float. NaN where none counts."""
    share = np.where(pixels.usable, weight, 0).astype(np.float32)
    total = share.sum(axis=0)
    share /= np.where(total > 0, total, np.nan)
    squares, scatter, together, own, noise = (np.zeros(len(total), dtype=np.float32) for _ in range(5))
    for time, deviation, variance in pixels.each():
        part = share[time]
        weighted_variance = part * variance
        squares += part * part
        scatter += part * np.square(deviation)
        together += part * np.sqrt(variance)
        noise += weighted_variance
        own += part * weighted_variance
    r = pixels.model.correlation
    rest = 1 - squares
    surplus = np.maximum(scatter - (1 - r) * (noise - own), 0)
    change = np.divide(surplus, rest, out=np.zeros_like(rest), where=rest > 1e-6)
    sampled = np.maximum(squares - np.float32(1 / pixels.days), 0)
    return r * np.square(together) + (1 - r) * own + student(1 / squares - 1) ** 2 * change * sampled


def _of_quantile(pixels: Pixels, p: float) -> np.ndarray:
    """Square of `of_quantile`'s uncertainty, (pixel,) float32."""
    times, count = len(pixels.usable), pixels.count
    z_n, kappa = (table[0][count] for table in normal_at(linear_ranks((p,), times)))
    z_all = np.float32(normal_quantile(p, max(round(pixels.days), 1)))
    own = (1 - pixels.model.correlation) * pixels.noise
    few = count < ENOUGH_FOR_SPACING
    scatter = variance_by_spacing(pixels, p)
    if few.any():
        scatter = np.where(few, sample_variance(pixels), scatter)
    change = np.maximum(scatter - own, 0)
    sampled = change * student_by_count(times)[count] ** 2 * pixels.left_out
    widened = z_n * np.sqrt(own + change) - z_all * np.sqrt(change)
    return pixels.model.correlation * pixels.noise + kappa * (own + sampled) + np.square(widened)
