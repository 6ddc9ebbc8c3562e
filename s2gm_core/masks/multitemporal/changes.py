"""One scene against the clear reference: where it is hazier, where it is alike, where it is darker."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...radiometry.scaling import INVALID, SCALED_PER_REFLECTANCE
from .clear_look import ClearLook, haze_blue
from .findings import MaskStack
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
    snowed: np.ndarray  # bool, snow on a part of the ground, by how it changed; and what is snow
    sure_snow: np.ndarray  # bool, nothing floats above this snow
    water: np.ndarray  # bool, by the colours of the reference


def alike_of(stack: MaskStack, time: int, reference: ClearLook, limits: Thresholds) -> np.ndarray:
    """Where the scene number ``time`` looks as the reference, (y, x) bool, coarse cells."""
    one = _Scene.of(stack, time)
    with np.errstate(invalid="ignore"):
        return _alike(one, _haze(one, reference, limits), reference, limits)


def change_of(stack: MaskStack, time: int, reference: ClearLook, limits: Thresholds) -> Change:
    """What changed between the reference and the scene number ``time``; planes (y, x) on coarse cells."""
    one = _Scene.of(stack, time)
    with np.errstate(invalid="ignore", divide="ignore"):
        haze = _haze(one, reference, limits)
        snow, water = _snow(one, limits.snow_index, limits), _water(reference, limits)
        snowed = snow | _snowed(one, reference, limits)
        hazy, strong = _hazy(one, haze, reference, snowed, limits)
        dark, very_dark = _darkness(one, reference, limits)
        land = reference.believed & one.seen & ~water & ~snow
        return Change(
            seen=one.seen,
            haze=haze,
            hazy=hazy,
            strong=strong,
            alike=_alike(one, haze, reference, limits),
            dark=dark & land,
            very_dark=very_dark & land,
            snow=snow,
            snowed=snowed,
            sure_snow=_snow(one, limits.sure_snow_index, limits),
            water=water,
        )


def _haze(one: _Scene, reference: ClearLook, limits: Thresholds) -> np.ndarray:
    """Change of haze-optimised blue in thresholds, (y, x) float32; NaN where nothing can be compared."""
    usual = limits.haze * np.float32(SCALED_PER_REFLECTANCE) + limits.haze_share * np.abs(reference.haze_blue)
    haze = (one.haze_blue - reference.haze_blue) / usual
    haze[~(one.seen & reference.believed)] = np.nan
    return haze


def _hazy(
    one: _Scene, haze: np.ndarray, reference: ClearLook, snowed: np.ndarray, limits: Thresholds
) -> tuple[np.ndarray, np.ndarray]:
    """What is hazier than ground alone can be, and what is so whatever speaks against it; (y, x) bool.

    ``snowed`` (y, x) bool is what snow alone explains; over water a cloud is brighter in the near infrared.
    """
    above = ~_water(reference, limits) | (one.infrared > limits.water_infrared * SCALED_PER_REFLECTANCE)
    above &= ~snowed
    blue, red = one.blue - reference.blue, one.red - reference.red
    hazy = (haze > 1.0) & (red < limits.red_per_blue * np.maximum(blue, 0.0)) & above
    hazy |= _over_snow(one, reference, limits)
    strong = hazy & (haze > limits.strong)
    if (hazy & ~strong).any():
        hazy &= strong | (reference.pattern.correlation(one.blue) < limits.correlation)
    return hazy, strong


def _alike(one: _Scene, haze: np.ndarray, reference: ClearLook, limits: Thresholds) -> np.ndarray:
    """As the reference in haze, red and near infrared, (y, x) bool."""
    alike = np.abs(haze) < limits.alike
    least = limits.haze * np.float32(SCALED_PER_REFLECTANCE)
    for seen, usual in ((one.red, reference.red), (one.infrared, reference.near_infrared)):
        alike &= np.abs(seen - usual) < limits.alike_share * usual + least
    return alike


@dataclass(frozen=True)
class _Scene:
    """The bands of one scene, (y, x) float32, reflectance x 10^4; NaN where there is none."""

    seen: np.ndarray
    haze_blue: np.ndarray
    blue: np.ndarray
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
            red=_values(red),
            infrared=_values(stack.near_infrared[time]),
            short_wave=None if stack.short_wave is None else _values(stack.short_wave[time]),
        )


def _values(plane: np.ndarray) -> np.ndarray:
    return np.where(plane == INVALID, np.float32(np.nan), plane).astype(np.float32)


def _snow(one: _Scene, least: float, limits: Thresholds) -> np.ndarray:
    """Snow by MAJA's rule, (y, x) bool; nowhere without a band at 1.6 micrometres.

    Its index is that of snow (NDSI) with the blue for the green, which are alike over snow: one band less to read.
    """
    if one.short_wave is None:
        return np.zeros(one.seen.shape, dtype=bool)
    scale = np.float32(SCALED_PER_REFLECTANCE)
    index = (one.blue - one.short_wave) / (one.blue + one.short_wave)
    return (index > least) & (one.red > limits.snow_red * scale) & (one.short_wave < limits.snow_short_wave * scale)


def _snowed(one: _Scene, reference: ClearLook, limits: Thresholds) -> np.ndarray:
    """Where it became brighter, but darker in the short-wave infrared: snow on a part of the ground; (y, x) bool."""
    if one.short_wave is None or reference.short_wave is None:
        return np.zeros(one.seen.shape, dtype=bool)
    brighter, darker = one.blue - reference.blue, reference.short_wave - one.short_wave
    return (brighter > limits.snowed * SCALED_PER_REFLECTANCE) & (darker > limits.snowed_share * brighter)


def _over_snow(one: _Scene, reference: ClearLook, limits: Thresholds) -> np.ndarray:
    """Clouds over ground that is under snow in the reference: brighter in the short-wave infrared; (y, x) bool."""
    if one.short_wave is None or reference.short_wave is None:
        return np.zeros(one.seen.shape, dtype=bool)
    index = (reference.blue - reference.short_wave) / (reference.blue + reference.short_wave)
    under_snow = reference.believed & (index > limits.snow_index)
    under_snow &= reference.red > limits.snow_red * SCALED_PER_REFLECTANCE
    rise = one.short_wave - reference.short_wave
    bright = one.red > reference.red / 2
    return under_snow & bright & (rise > limits.cloud_over_snow * SCALED_PER_REFLECTANCE)


def _water(reference: ClearLook, limits: Thresholds) -> np.ndarray:
    """Ground that is darker in the near infrared than land with anything on it, (y, x) bool."""
    infrared = reference.near_infrared
    return (infrared < limits.least_infrared * SCALED_PER_REFLECTANCE) | (
        (infrared < limits.water_infrared * SCALED_PER_REFLECTANCE) & (infrared < reference.red)
    )


def _darkness(one: _Scene, reference: ClearLook, limits: Thresholds) -> tuple[np.ndarray, np.ndarray]:
    """Where red, near and short-wave infrared are below a share of the reference; dark and very dark, (y, x) bool."""
    red, infrared = one.red / reference.red, one.infrared / reference.near_infrared
    dark = (red < limits.dark + 0.1) & (infrared < limits.dark)
    very_dark = (red < limits.very_dark + 0.1) & (infrared < limits.very_dark)
    if one.short_wave is not None and reference.short_wave is not None:
        short_wave = one.short_wave / reference.short_wave
        dark &= short_wave < limits.dark
        very_dark &= short_wave < limits.very_dark
    return dark, very_dark
