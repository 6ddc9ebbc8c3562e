"""What the quality tables show of one product; every figure is defined here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import maximum_filter, minimum_filter, uniform_filter

from benchmarks.quality.truth import BANDS, CLOUD, SHADOW, THIN, Pixels, Truth

BRIGHTER, DARKER = 1.10, 0.80
BRIGHTER_BY, DARKER_BY = 0.02, 0.01
"""Beyond the range of the clear surface in the period, with room for angles, haze and noise."""

NAN = float("nan")


@dataclass(frozen=True)
class Figures:
    """Shares 0..1 of pixels, errors in reflectance 0..1; NaN where a figure has no meaning.

    missing: pixels of the area without a value.
    cloud, thin, shadow: of the pixels of a selecting method, those whose observation truly is opaque cloud; only thin
        cloud, cloud edge or haze; or only cloud shadow.
    bright, dark: pixels with B02 above, or B08 below, all that the clear surface shows in the period: cloud and shadow
        that stayed, whatever the method.
    error_date, error_own, error_mean: root mean square of the differences from the truths of `truth`, all bands pooled.
    typical: median of the absolute differences from the own truth, which clouds that stayed hardly move.
    bias: mean of the differences from the own truth.
    noise: what differences between neighbours of one plot add: root of the mean variance in windows of 3 x 3 pixels of
        the product divided by the texture of the ground (the mean truth, scaled to 1), in windows that lie 1 pixel or
        more inside a plot and have nothing missing, bright or dark.
    changes: of the pairs of neighbours inside a plot, those that a selecting method took from different dates.
    """

    missing: float
    cloud: float
    thin: float
    shadow: float
    bright: float
    dark: float
    error_date: float
    error_own: float
    error_mean: float
    typical: float
    bias: float
    noise: float
    changes: float


def figures(pixels: Pixels, truth: Truth, selects: bool) -> Figures:
    """The figures of one product."""
    taken, mask = pixels.taken, pixels.mask
    bright, dark = _bright(pixels, truth), _dark(pixels, truth)
    cloud = (mask & CLOUD) != 0
    shadow = ((mask & SHADOW) != 0) & ~cloud
    thin = ((mask & THIN) != 0) & ~cloud & ~shadow
    own = pixels.against_own[np.isfinite(pixels.against_own)].astype(np.float64)
    return Figures(
        missing=1 - float(taken.mean()),
        cloud=_share(cloud, taken) if selects else NAN,
        thin=_share(thin, taken) if selects else NAN,
        shadow=_share(shadow, taken) if selects else NAN,
        bright=_share(bright, taken),
        dark=_share(dark, taken),
        error_date=root_mean_square(pixels.against_date) if selects else NAN,
        error_own=root_mean_square(own),
        error_mean=root_mean_square(pixels.against_mean),
        typical=float(np.median(np.abs(own))) if own.size else NAN,
        bias=float(own.mean()) if own.size else NAN,
        noise=_noise(pixels, truth, taken & ~bright & ~dark),
        changes=_changes(pixels, truth) if selects else NAN,
    )


def root_mean_square(differences: np.ndarray) -> float:
    """Of the numbers that are there; NaN where there is none."""
    there = differences[np.isfinite(differences)]
    return float(np.sqrt(np.mean(np.square(there, dtype=np.float64)))) if there.size else NAN


def _share(what: np.ndarray, among: np.ndarray) -> float:
    return float(what[among].mean()) if among.any() else NAN


def _bright(pixels: Pixels, truth: Truth) -> np.ndarray:
    band = BANDS.index("B02")
    return pixels.values[band] > BRIGHTER * truth.statistic("max")[band] + BRIGHTER_BY


def _dark(pixels: Pixels, truth: Truth) -> np.ndarray:
    band = BANDS.index("B08")
    return pixels.values[band] < DARKER * truth.statistic("min")[band] - DARKER_BY


def _noise(pixels: Pixels, truth: Truth, good: np.ndarray) -> float:
    """See `Figures`; good (y, x) bool, the pixels that may be in a window."""
    plot = truth.series.plots.plot
    inside = maximum_filter(plot, 5) == minimum_filter(plot, 5)
    windows = inside & (uniform_filter(good.astype(np.float64), 3, mode="constant") > 0.999)
    if not windows.any():
        return NAN
    variances = []
    for values, mean in zip(pixels.values, truth.statistic("mean")):
        ratio = np.where(good, values, 0.0) / mean.astype(np.float64)
        variance = uniform_filter(ratio**2, 3) - uniform_filter(ratio, 3) ** 2
        variances.append((variance * uniform_filter(mean.astype(np.float64), 3) ** 2)[windows].mean())
    return float(np.sqrt(max(np.mean(variances), 0.0)))


def _changes(pixels: Pixels, truth: Truth) -> float:
    """Part of the pairs of neighbours in one plot whose overpasses differ."""
    plot, overpass, taken = truth.series.plots.plot, pixels.overpass, pixels.taken
    pairs = changed = 0
    for first, second in (((slice(None), slice(1, None)), (slice(None), slice(None, -1))),
                          ((slice(1, None), slice(None)), (slice(None, -1), slice(None)))):  # fmt: skip
        pair = taken[first] & taken[second] & (plot[first] == plot[second])
        pairs += int(pair.sum())
        changed += int((pair & (overpass[first] != overpass[second])).sum())
    return changed / pairs if pairs else NAN
