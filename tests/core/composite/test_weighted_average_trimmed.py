"""The trimmed weighted average: its outliers pixel by pixel, and what it is worth where masks miss clouds."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

import numpy as np
import pytest

from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Observations
from s2gm_core.composite.weighted_average_trimmed import TrimmedOptions, odd
from tests.core.reference.stacks import INVALID, Recipe, composite, random_stack

BANDS = ("B02", "B04", "B08", "B11")
MEADOW, SOIL, CLOUD = (300, 300, 4000, 1800), (900, 1600, 2500, 3200), (5500, 5500, 6000, 4500)


def _odd_ones(stack: Observations, y: int, x: int) -> list[int]:
    """Times of the odd observations of one pixel, by loops."""
    times = [t for t in range(len(stack.valid)) if stack.valid[t, y, x] and stack.scene_class[t, y, x] not in (6, 11)]
    if len(times) < 3:
        return []
    difference, limit = {}, {}
    for band, floor in (("B02", 300), ("B04", 0), ("B08", 600)):
        plane = stack.plane(band)[:, y, x]
        middle = median(int(plane[t]) for t in times)
        difference[band] = {t: plane[t] - middle for t in times}
        limit[band] = max(floor, 3 * median(abs(int(plane[t]) - middle) for t in times))
    found = []
    for t in times:
        blue, red, nir = (difference[band][t] for band in ("B02", "B04", "B08"))
        if (blue > limit["B02"] and red <= 1.5 * blue) or (-nir > limit["B08"] and blue <= 0):
            found.append(t)
    return found


@pytest.mark.parametrize("scene", ["mixed", "uniform", "near_black"])
@pytest.mark.parametrize("times", [1, 2, 3, 4, 7, 12])
def test_odd_observations_are_those_of_plain_loops(times: int, scene: str):
    bands = ("B02", "B03", "B04", "B08", "B8A", "B11", "B12")
    stack = random_stack(Recipe("x", times, 9, 13, bands=bands, scene=scene), times)
    found = odd(stack, TrimmedOptions())
    unclear = 0
    for y, x in np.ndindex(*stack.shape):
        expected = _odd_ones(stack, y, x)
        if np.flatnonzero(found[:, y, x]).tolist() != expected:
            unclear += 1  # absolute differences are rounded to a unit where the median lies between two values
    assert unclear <= 0.02 * found[0].size
    assert found.any() == (times >= 3 and scene != "near_black")


def _pixel(*spectra: tuple[int, ...], bands: tuple[str, ...] = BANDS) -> Observations:
    """One pixel of land, all observations in the middle of the period."""
    values = np.array([spectrum[: len(bands)] for spectrum in spectra], np.int16)[:, :, None, None]
    valid = np.ones((len(values), 1, 1), bool)
    day = np.full(len(values), 14, np.int32)
    return Observations(values, valid, bands, np.full(valid.shape, 4, np.uint8), day=day, middle_day=14.5)


def _blend(share: float) -> tuple[int, ...]:
    return tuple(round((1 - share) * low + share * high) for low, high in zip(MEADOW, CLOUD))


def _shaded() -> tuple[int, ...]:
    return tuple(round(0.4 * value) for value in MEADOW)


def _mean(stack: Observations, *options: str) -> list[int]:
    return composite("weighted_average_trimmed", stack, *options).reflectance[:, 0, 0].tolist()


@pytest.mark.parametrize("share", [0.1, 0.3, 1.0])
def test_a_missed_cloud_is_dropped(share: float):
    stack = _pixel(MEADOW, _blend(share), MEADOW, MEADOW)
    assert _mean(stack) == list(MEADOW)
    assert composite("weighted_average_trimmed", stack).layers["weight"].tolist() == [[3000]]
    assert composite("weighted_average", stack).reflectance[0, 0, 0] > 400


def test_a_missed_shadow_is_dropped_unless_there_is_no_test_for_it():
    stack = _pixel(MEADOW, MEADOW, _shaded(), MEADOW)
    assert _mean(stack) == list(MEADOW)
    assert _mean(stack, "dark_floor=1")[2] == 3400


def test_soil_laid_bare_by_harvest_is_kept():
    stack = _pixel(SOIL, MEADOW, MEADOW, MEADOW)
    assert _mean(stack) == [450, 625, 3625, 2150]
    assert _mean(replace(stack, reflectance=stack.reflectance[:, [0, 2]], bands=("B02", "B08"))) == [300, 4000]


def test_of_two_observations_both_are_kept():
    assert _mean(_pixel(MEADOW, CLOUD)) == [2900, 2900, 5000, 3150]
    stack = _pixel(MEADOW, CLOUD, MEADOW)
    stack.valid[2] = False
    assert _mean(stack, "deviations=0") == [2900, 2900, 5000, 3150]


def test_water_and_snow_are_not_trimmed():
    stack = _pixel(CLOUD, MEADOW, MEADOW, MEADOW)
    assert _mean(replace(stack, scene_class=np.full((4, 1, 1), 6, np.uint8))) == list(CLOUD)
    classes = np.array([11, 4, 4, 4], np.uint8).reshape(4, 1, 1)
    assert not odd(replace(stack, scene_class=classes), TrimmedOptions()).any()


def test_observations_of_weight_zero_have_no_part_in_the_medians():
    stack = _pixel(CLOUD, CLOUD, CLOUD, MEADOW, MEADOW)
    weighted = replace(stack, weight=np.array([0, 0, 0, 1, 1], np.float32))
    assert _mean(weighted) == list(MEADOW)


def test_gaps_in_single_bands_are_no_outliers():
    stack = _pixel(MEADOW, MEADOW, MEADOW, MEADOW)
    stack.reflectance[0, 0] = INVALID
    stack.reflectance[0, 3] = 2600
    stack.reflectance[1, 1] = INVALID
    stack.reflectance[2:, 2] = INVALID
    assert not odd(stack, TrimmedOptions()).any()
    assert _mean(stack) == [300, 300, 4000, 2000]


def _scene(leaks: float, shadows: float) -> tuple[Observations, np.ndarray]:
    """12 dates of meadow and soil with noise, of which the masks miss some clouds and shadows, and the truth."""
    rng = np.random.default_rng(11)
    truth = np.array([MEADOW, SOIL])[rng.integers(0, 2, (40, 50))].transpose(2, 0, 1)
    values = truth * rng.normal(1, 0.05, (12, 4, 40, 50))
    kind = rng.random((12, 1, 40, 50))
    share = rng.choice([0.15, 0.4, 0.8], kind.shape)
    cloud = np.array(CLOUD)[:, None, None]
    values = np.where(kind < leaks, (1 - share) * values + share * cloud, values)
    values = np.where(kind > 1 - shadows, values * 0.4, values)
    valid = np.ones((12, 40, 50), bool)
    day = np.full(12, 14, np.int32)
    return Observations(
        values.astype(np.int16), valid, BANDS, np.full(valid.shape, 4, np.uint8), day=day, middle_day=14.5
    ), truth


def _errors(method: str, leaks: float, shadows: float) -> np.ndarray:
    """RMSE x 10^4 of every band, (band,)."""
    stack, truth = _scene(leaks, shadows)
    return np.sqrt(np.square(composite(method, stack).reflectance - truth).mean(axis=(1, 2)))


def test_where_masks_miss_clouds_the_error_is_a_fraction_of_the_plain_averages():
    plain, trimmed = _errors("weighted_average", 0.1, 0.05), _errors("weighted_average_trimmed", 0.1, 0.05)
    assert (trimmed < 0.35 * plain).all()


def test_where_masks_are_right_it_costs_next_to_nothing():
    plain, trimmed = _errors("weighted_average", 0.0, 0.0), _errors("weighted_average_trimmed", 0.0, 0.0)
    assert (trimmed < 1.03 * plain).all()


def test_it_works_without_the_bands_of_its_further_tests():
    row = METHODS["weighted_average_trimmed"]
    assert row.usable_bands(("B02", "B11")) == ("B02",)
    assert _mean(_pixel(MEADOW, CLOUD, MEADOW, bands=("B02",))) == [300]
