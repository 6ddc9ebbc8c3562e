"""What a place looks like when it is clear, told from a stack in which most dates may be cloudy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import label

from ...radiometry.scaling import INVALID, SCALED_PER_REFLECTANCE
from .cells import AROUND, LocalPattern
from .findings import MaskStack
from .thresholds import Thresholds

MIDDLE = 0.5


@dataclass(frozen=True)
class ClearLook:
    """The clear look of every cell; planes (y, x) float32, reflectance x 10^4, NaN where there is none."""

    haze_blue: np.ndarray  # blue - red / 2
    blue: np.ndarray
    red: np.ndarray
    near_infrared: np.ndarray
    short_wave: np.ndarray | None
    pattern: LocalPattern  # of the blue
    believed: np.ndarray  # (y, x) bool: enough dates agree on it
    by_classification: np.ndarray  # (y, x) bool: at least two of these were called clear
    dates: np.ndarray  # (y, x) uint16, observations


def haze_blue(blue: np.ndarray, red: np.ndarray) -> np.ndarray:
    """The haze-optimised blue, blue - red / 2: it hardly changes with plants and soil, and rises with any cloud.

    blue, red: (..., y, x) int16 reflectance x 10^4, `INVALID` = none. Returns int16, `INVALID` where either has none.
    Source: MAJA's multi-temporal test; the idea is that of Zhang et al. (2002).
    """
    there = (blue != INVALID) & (red != INVALID)
    return np.where(there, blue - red // 2, np.int16(INVALID)).astype(np.int16)


def clear_look_of(stack: MaskStack, clear: np.ndarray, limits: Thresholds) -> ClearLook:
    """The reference of a stack; ``clear`` (time, y, x) bool are the observations that the classification calls clear.

    Where at least two are called clear these make the reference, else all observations do, as on roofs that are always
    called cloud. Haze and clouds only add to the haze-optimised blue, so that a low share of the dates is clear of
    them. Thick clouds may look alike on several dates: what such dates agree on is not believed where it may be cloud.
    """
    hot = haze_blue(stack.blue, stack.red)
    seen = hot != INVALID
    clear = clear & seen
    by_class = clear.sum(axis=0, dtype=np.uint16) >= limits.least_agreeing
    taken = np.where(by_class, clear, seen)
    base = _quantile(hot, taken, limits.reference_share)
    tolerance = limits.agreement * SCALED_PER_REFLECTANCE + limits.agreement_share * np.abs(base)
    agree = np.stack([there & (np.abs(plane - base) <= tolerance) for plane, there in zip(hot, taken)])
    agreeing, dates = agree.sum(axis=0, dtype=np.uint16), seen.sum(axis=0, dtype=np.uint16)
    taken = np.where(by_class, taken, agree)
    least = np.where(by_class, limits.least_agreeing, limits.least_agreeing + 1)
    short_wave = None if stack.short_wave is None else _quantile(stack.short_wave, taken, MIDDLE)
    blue, red = _quantile(stack.blue, taken, MIDDLE), _quantile(stack.red, taken, MIDDLE)
    darker = (clear & (hot < base - tolerance)).any(axis=0)
    overcast = darker | _as_wide_as_clouds(~by_class & _as_clouds(base, blue, red, short_wave, limits), stack, limits)
    return ClearLook(
        haze_blue=base,
        blue=blue,
        pattern=LocalPattern.of(blue, limits.correlation_cells),
        red=red,
        near_infrared=_quantile(stack.near_infrared, taken, MIDDLE),
        short_wave=short_wave,
        believed=(dates >= limits.least_dates) & (agreeing >= least) & (by_class | ~overcast),
        by_classification=by_class,
        dates=dates,
    )


def _as_clouds(
    base: np.ndarray, blue: np.ndarray, red: np.ndarray, short_wave: np.ndarray | None, limits: Thresholds
) -> np.ndarray:
    """Where a look has the colours of clouds: as bright as these, and no snow; planes (y, x) float32 to bool."""
    scale = SCALED_PER_REFLECTANCE
    with np.errstate(invalid="ignore", divide="ignore"):
        bright = base > limits.displaced_haze * scale
        if short_wave is None:
            return bright
        index = (blue - short_wave) / (blue + short_wave)
        snow = (index > limits.snow_index) & (red > limits.snow_red * scale)
        return bright & ~(snow & (short_wave < limits.snow_short_wave * scale))


def _as_wide_as_clouds(plane: np.ndarray, stack: MaskStack, limits: Thresholds) -> np.ndarray:
    """The objects of a plane (y, x) bool that are larger than roofs and quarries."""
    objects, count = label(plane, AROUND)
    cells = np.bincount(objects.ravel(), minlength=count + 1)
    large = cells * (stack.cell[0] * stack.cell[1]) > limits.largest_bright
    large[0] = False
    return large[objects]


def _quantile(values: np.ndarray, taken: np.ndarray, share: float) -> np.ndarray:
    """The value below which a share of the taken ones lies, (time, y, x) int16 to (y, x) float32, NaN without any."""
    kept = np.where(taken & (values != INVALID), values, np.int16(INVALID))
    count = (kept != INVALID).sum(axis=0)
    kept.sort(axis=0)
    place = np.maximum(np.floor(share * (count - 1) + 0.5), 0).astype(np.intp)
    found = np.take_along_axis(kept, place[np.newaxis], axis=0)[0]
    return np.where(count > 0, found, np.float32(np.nan)).astype(np.float32)
