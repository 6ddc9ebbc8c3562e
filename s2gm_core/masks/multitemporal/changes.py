"""One scene against the clear reference: where it is hazier, where it is alike, where it is darker."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...radiometry.scaling import INVALID, SCALED_PER_REFLECTANCE
from .cells import local_correlation
from .findings import MaskStack
from .reference import Reference, haze_blue
from .thresholds import Thresholds


@dataclass(frozen=True)
class Change:
    """One scene beside the reference; planes (y, x) on coarse cells."""

    seen: np.ndarray  # bool, the scene has all bands that are compared
    haze: np.ndarray  # float32, change of haze-optimised blue in thresholds; NaN where nothing can be compared
    hazy: np.ndarray  # bool, more than ground alone can be
    strong: np.ndarray  # bool, likewise, whatever speaks against it
    alike: np.ndarray  # bool, as the reference
    dark: np.ndarray  # bool, may be shadow
    very_dark: np.ndarray  # bool, is shadow where one can be
    snow: np.ndarray  # bool, by its colours
    water: np.ndarray  # bool, by the colours of the reference


def change_of(stack: MaskStack, time: int, reference: Reference, limits: Thresholds) -> Change:
    """What changed between the reference and the scene number ``time``; planes (y, x) on coarse cells."""
    one = _Scene.of(stack, time)
    scale = np.float32(SCALED_PER_REFLECTANCE)
    with np.errstate(invalid="ignore", divide="ignore"):
        usual = limits.haze * scale + limits.haze_share * np.abs(reference.haze_blue)
        haze = (one.haze_blue - reference.haze_blue) / usual
        haze[~(one.seen & reference.believed)] = np.nan
        d_blue, d_red = one.blue - reference.blue, one.red - reference.red
        d_infrared = one.infrared - reference.near_infrared
        snow = _snow(one, limits)
        water = _water(reference, limits)
        over_water = ~water | (one.infrared > limits.water_infrared * scale)
        hazy = (haze > 1.0) & (d_red < limits.red_per_blue * np.maximum(d_blue, 0.0)) & ~snow & over_water
        strong = hazy & (haze > limits.strong)
        weak = hazy & ~strong
        if weak.any():
            pattern = local_correlation(one.blue, reference.blue, limits.correlation_cells)
            hazy &= strong | (pattern < limits.correlation)
        alike = np.abs(haze) < limits.alike
        for difference, usual in ((d_red, reference.red), (d_infrared, reference.near_infrared)):
            alike &= np.abs(difference) < limits.alike_share * usual + limits.haze * scale
        dark, very_dark = _darkness(one, reference, limits)
    land = reference.believed & one.seen & ~water & ~snow
    return Change(one.seen, haze, hazy, strong, alike, dark & land, very_dark & land, snow, water)


@dataclass(frozen=True)
class _Scene:
    """The bands of one scene, (y, x) float32, reflectance x 10^4; NaN where there is none."""

    seen: np.ndarray
    haze_blue: np.ndarray
    blue: np.ndarray
    green: np.ndarray
    red: np.ndarray
    infrared: np.ndarray
    short_wave: np.ndarray | None

    @classmethod
    def of(cls, stack: MaskStack, time: int) -> _Scene:
        """One scene of a stack."""
        blue, red = stack.blue[time], stack.red[time]
        hot = haze_blue(blue, red)
        return cls(
            seen=(hot != INVALID) & (stack.near_infrared[time] != INVALID),
            haze_blue=_values(hot),
            blue=_values(blue),
            green=_values(stack.green[time]),
            red=_values(red),
            infrared=_values(stack.near_infrared[time]),
            short_wave=None if stack.short_wave is None else _values(stack.short_wave[time]),
        )


def _values(plane: np.ndarray) -> np.ndarray:
    return np.where(plane == INVALID, np.float32(np.nan), plane).astype(np.float32)


def _snow(one: _Scene, limits: Thresholds) -> np.ndarray:
    """Snow by MAJA's rule, (y, x) bool; nowhere without a band at 1.6 micrometres."""
    if one.short_wave is None:
        return np.zeros(one.seen.shape, dtype=bool)
    scale = np.float32(SCALED_PER_REFLECTANCE)
    index = (one.green - one.short_wave) / (one.green + one.short_wave)
    return (
        (index > limits.snow_index)
        & (one.red > limits.snow_red * scale)
        & (one.short_wave < limits.snow_short_wave * scale)
    )


def _water(reference: Reference, limits: Thresholds) -> np.ndarray:
    """Ground that is darker in the near infrared than land with anything on it, (y, x) bool."""
    infrared = reference.near_infrared
    return (infrared < limits.least_infrared * SCALED_PER_REFLECTANCE) | (
        (infrared < limits.water_infrared * SCALED_PER_REFLECTANCE) & (infrared < reference.red)
    )


def _darkness(one: _Scene, reference: Reference, limits: Thresholds) -> tuple[np.ndarray, np.ndarray]:
    """Where red, near and short-wave infrared are below a share of the reference; dark and very dark, (y, x) bool."""
    red, infrared = one.red / reference.red, one.infrared / reference.near_infrared
    dark = (red < limits.dark + 0.1) & (infrared < limits.dark)
    very_dark = (red < limits.very_dark + 0.1) & (infrared < limits.very_dark)
    if one.short_wave is not None and reference.short_wave is not None:
        short_wave = one.short_wave / reference.short_wave
        dark &= short_wave < limits.dark
        very_dark &= short_wave < limits.very_dark
    return dark, very_dark
