"""Weighted average without the observations that clouds or shadows have changed although the masks let them through.

The weights and all rules are those of `weighted_average`. Before, observations of land are dropped that differ from the
median of the pixel's observations of land (specs section 4; the conditions on other bands are this project's):

- bright ones: B02 above its median by more than max(0.03, 3 MAD), MAD = median of the absolute differences from the
  median, without the factor 1.4826. With it the limit is as far as 4.4 MAD: on simulated pixels, 12 dates of which 25
  percent are missed clouds, the error (RMSE x 10^4) of B02 is then 220 instead of 177; without clouds both drop next to
  nothing, because 0.03 is the larger one. But not where B04 rises by more than 1.5 times as much: that is soil laid
  bare by harvest, not cloud. Detections of clouds that compare dates do so by the same ratio (Hagolle et al. 2010,
  Remote Sensing of Environment 114, 1747-1755; the number as others cite it).
- dark ones: B08 below its median by more than max(0.06, 3 MAD) while B02 is not above its own: a shadow. With 10
  percent of missed clouds and 5 percent of missed shadows this brings the error of B08 from 173 to 56; without any it
  costs nothing.

Fewer than three observations of land are left as they are: of two nobody can tell which is the odd one. An observation
without data in B02 has no part in this. Medians count observations alike, whatever their weights; those of sensors with
weight 0 are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..radiometry.scaling import INVALID, SCALED_PER_REFLECTANCE
from . import weighted_average
from .method import Method
from .options import option
from .order_statistics import order_statistics, runs_of_pixels
from .stack import Composite, Observations
from .uncertainty import weighted
from .weighted_average import WeightedAverageOptions, is_land

BANDS = ("B02", "B04", "B08")
MIN_OBSERVATIONS = 3
RED_PER_BLUE = 1.5
"""Rise of B04 over that of B02 above which it is no cloud."""


@dataclass(frozen=True)
class TrimmedOptions(WeightedAverageOptions):
    """The options of the weighted average, and when an observation is dropped."""

    bright_floor: float = option(0.03, "Reflectance above the median of B02 that is no cloud yet", 0.0, 1.0)
    dark_floor: float = option(0.06, "Reflectance below the median of B08 that is no shadow yet; 1 = no test", 0.0, 1.0)
    deviations: float = option(3.0, "Median absolute deviations from the median that are not odd yet", 0.0, 100.0)


def composite(observations: Observations, options: TrimmedOptions) -> Composite:
    """The weighted average of the observations that are not `odd`, with its layers, each (y, x)."""
    seen = observations.counted
    return weighted_average.composite(replace(seen, valid=seen.valid & ~odd(seen, options)), options)


def weights(observations: Observations, options: TrimmedOptions) -> np.ndarray:
    """What each observation weighs in the composite, (time, y, x) float32; 0 for the odd ones."""
    seen = observations.counted
    return weighted_average.weights(replace(seen, valid=seen.valid & ~odd(seen, options)), options)


def odd(observations: Observations, options: TrimmedOptions) -> np.ndarray:
    """Observations of land that look like clouds or shadows beside the pixel's others; (time, y, x) bool."""
    found = np.zeros(observations.valid.shape, dtype=bool)
    times = len(found)
    if times < MIN_OBSERVATIONS:
        return found
    planes = {name: observations.plane(name).reshape(times, -1) for name in BANDS if name in observations.bands}
    valid, scene_class = observations.valid.reshape(times, -1), observations.scene_class.reshape(times, -1)
    flat = found.reshape(times, -1)
    for pixels in runs_of_pixels(valid):
        land = is_land(valid[:, pixels], scene_class[:, pixels])
        enough = land.sum(axis=0, dtype=np.int16) >= MIN_OBSERVATIONS
        if enough.any():
            some = {name: plane[:, pixels] for name, plane in planes.items()}
            flat[:, pixels] = _odd_of_land(some, land & enough, options)
    return found


def _odd_of_land(planes: dict[str, np.ndarray], land: np.ndarray, options: TrimmedOptions) -> np.ndarray:
    """Odd ones among observations of land (time, pixel) bool; planes of bands (time, pixel) int16."""
    known = land & (planes["B02"] != INVALID)
    blue = _from_median(planes["B02"], known)
    bright = blue > _limit(blue, known, options.bright_floor, options.deviations)
    if "B04" in planes:
        red_known = known & (planes["B04"] != INVALID)
        bright &= ~(red_known & (_from_median(planes["B04"], red_known) > np.float32(RED_PER_BLUE) * blue))
    found = bright & known
    if "B08" in planes and options.dark_floor < 1.0:
        known &= planes["B08"] != INVALID
        nir = _from_median(planes["B08"], known)
        found |= known & (blue <= 0) & (-nir > _limit(nir, known, options.dark_floor, options.deviations))
    return found


def _from_median(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Values minus the median of the known ones of the pixel, (time, pixel) float32, in units of int16 ``values``."""
    median = order_statistics(values, known, (0.5,))[0]
    return values - np.where(np.isnan(median), np.float32(0.0), median)


def _limit(difference: np.ndarray, known: np.ndarray, floor: float, deviations: float) -> np.ndarray:
    """Largest usual difference from the median, (pixel,) float32; the MAD to a unit of 0.0001."""
    absolute = np.minimum(np.rint(np.abs(difference)), INVALID - 1).astype(np.int16)
    mad = order_statistics(absolute, known, (0.5,))[0]
    return np.fmax(np.float32(floor * SCALED_PER_REFLECTANCE), np.float32(deviations) * mad)


METHOD = Method(
    name="weighted_average_trimmed",
    label="Weighted average without outliers",
    summary="The weighted average, from which missed clouds and shadows are dropped first; good where three or more "
    "dates are clear.",
    masks="Any that misses clouds in less than half of a pixel's observations.",
    source="CNES WASP, doi:10.5281/zenodo.1401360; Hagolle et al. 2010, Remote Sensing of Environment 114, 1747-1755",
    selects=False,
    composite=composite,
    uncertainty=weighted(weights),
    bands=BANDS,
    minimum_bands=("B02",),
    reduced_rule="Without B04 bright soil counts as cloud, without B08 no shadows are dropped.",
    options=TrimmedOptions,
    needs=weighted_average.METHOD.needs,
    layers=weighted_average.METHOD.layers,
    normalises=True,
)
