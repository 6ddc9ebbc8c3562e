"""What the methods share that take the observation with the largest or smallest of something.

All comparisons are of whole numbers and exact: sums of bands as they are, ratios of two bands by multiplying crosswise,
n_a / d_a > n_b / d_b where n_a d_b > n_b d_a, which fits in 32 bits. So equal observations tie exactly, and of these
the newest is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from .averages import flat, take_where
from .order_statistics import runs_of_pixels
from .stack import Composite, Observations

LOWEST_INT16 = -(2**15)


def in_runs(choose: Callable[[Observations], np.ndarray]) -> Callable[[Observations, Any], Composite]:
    """The composite of a choice without options, made for few enough pixels at a time to stay in the cache.

    ``choose`` is given observations of (1, pixel) pixels, without those of weight 0, and returns their time indices (y,
    x) int16, -1 where nothing is taken. It must look at reflectance, classes and cloud probability only.
    """

    def composite(observations: Observations, options: Any) -> Composite:
        observations = observations.counted
        valid = _in_a_row(observations.valid)
        index = np.full((1, valid.shape[2]), -1, dtype=np.int16)
        for part in runs_of_pixels(valid[:, 0]):
            cloud = observations.cloud_probability
            few = replace(
                observations,
                reflectance=_in_a_row(observations.reflectance)[..., part],
                valid=valid[..., part],
                scene_class=_in_a_row(observations.scene_class)[..., part],
                cloud_probability=None if cloud is None else _in_a_row(cloud)[..., part],
            )
            index[:, part] = choose(few)
        return Composite(index.reshape(observations.shape))

    return composite


def _in_a_row(planes: np.ndarray) -> np.ndarray:
    """The same as one row of pixels, (..., y, x) to (..., 1, pixel)."""
    return flat(planes)[..., np.newaxis, :]


def lowest_sum(observations: Observations, bands: tuple[str, ...]) -> np.ndarray:
    """Time index of the valid observation with the lowest sum of some bands, (y, x) int16, -1 = none."""
    index = np.full(observations.shape, -1, dtype=np.int16)
    lowest = np.full(observations.shape, np.iinfo(np.int32).max, dtype=np.int32)
    for time, valid in enumerate(observations.valid):
        total = np.zeros(observations.shape, dtype=np.int32)
        for band in bands:
            total += observations.plane(band)[time]
            total -= LOWEST_INT16  # from here on 0 or more, so that the next step can set all bits
        total |= (valid.astype(np.int32) - 1) & np.iinfo(np.int32).max  # the largest number where not valid
        take_where(index, time, total < lowest)
        np.minimum(lowest, total, out=lowest)
    return index


def largest_ratio(observations: Observations, over: str, under: str, eligible: np.ndarray | None = None) -> np.ndarray:
    """Time index of the largest quotient of bands ``over`` / ``under``, (y, x) int16, -1 = none.

    eligible (time, y, x) bool, True = may be taken; None stands for the valid ones. Negative reflectance counts as 0,
    and 0 / 0 as 1. The order of the normalised differences (over - under) / (over + under) is the same.
    """
    eligible = observations.valid if eligible is None else eligible
    index = np.full(observations.shape, -1, dtype=np.int16)
    best_over = np.full(observations.shape, -1, dtype=np.int32)  # below every quotient
    best_under = np.ones(observations.shape, dtype=np.int32)
    for time, allowed in enumerate(eligible):
        upper = np.maximum(observations.plane(over)[time], 0).astype(np.int32)
        lower = np.maximum(observations.plane(under)[time], 0).astype(np.int32)
        undefined = (upper | lower) == 0
        upper += undefined
        lower += undefined
        better = (upper * best_under > best_over * lower) & allowed
        take_where(index, time, better)
        best_over += (upper - best_over) * better
        best_under += (lower - best_under) * better
    return index
