"""The methods that take the largest or smallest of something, against exact fractions pixel by pixel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from s2gm_core.composite import order_statistics
from s2gm_core.composite.stack import Observations
from tests.core.reference import exact
from tests.core.reference.stacks import Recipe, composite, random_stack, stack_of

RECIPES = [Recipe(f"{times} dates", times, 7, 9) for times in (1, 2, 3, 5, 12)] + [
    Recipe("hardly any valid", 9, 11, 11, share_valid=0.1),
    Recipe("near black", 8, 11, 13, scene="near_black"),
    Recipe("equal values", 8, 11, 9, scene="coarse"),
    Recipe("uniform noise", 30, 7, 9, scene="uniform"),
    Recipe("duplicate spectra", 8, 9, 11, scene="duplicates", share_valid=0.9),
]


def _ratio(over: str, under: str) -> Callable[[Observations, list[int], int, int], int]:
    def expected(stack: Observations, times: list[int], y: int, x: int) -> int:
        return exact.first_of_highest(
            times, lambda t: exact.ratio(exact.value(stack, t, over, y, x), exact.value(stack, t, under, y, x))
        )

    return expected


def _sum(*bands: str) -> Callable[[Observations, list[int], int, int], int]:
    def expected(stack: Observations, times: list[int], y: int, x: int) -> int:
        return exact.first_of_lowest(times, lambda t: sum(exact.value(stack, t, band, y, x) for band in bands))

    return expected


EXPECTED = {
    "max_ndvi": _ratio("B08", "B04"),
    "max_ratio": _ratio("B08", "B02"),
    "min_blue": _sum("B02"),
    "min_visible": _sum("B02", "B03", "B04"),
    "newest": lambda stack, times, y, x: times[0] if times else -1,
    "oldest": lambda stack, times, y, x: times[-1] if times else -1,
}
every_method = pytest.mark.parametrize("method", EXPECTED)


@every_method
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: r.name)
def test_the_first_of_the_best_is_taken(method: str, recipe: Recipe):
    stack = random_stack(recipe, 31)
    found = composite(method, stack)
    assert found.index.dtype == np.int16 and found.reflectance is None and found.day is None
    for y, x in np.ndindex(*stack.shape):
        assert found.index[y, x] == EXPECTED[method](stack, exact.valid_times(stack, y, x), y, x)


@every_method
def test_an_observation_of_weight_zero_is_as_if_it_were_not_there(method: str):
    stack = random_stack(Recipe("plain", 6, 9, 9), 32)
    weight = np.array([0, 1, 1, 0.5, 0, 0], np.float32)
    expected = composite(method, replace(stack, valid=stack.valid & (weight > 0)[:, None, None]))
    np.testing.assert_array_equal(composite(method, replace(stack, weight=weight)).index, expected.index)


@every_method
def test_runs_of_pixels_change_nothing(method: str, monkeypatch: pytest.MonkeyPatch):
    stack = random_stack(Recipe("plain", 5, 9, 13), 33)
    expected = composite(method, stack).index
    monkeypatch.setattr(order_statistics, "OBSERVATIONS_AT_ONCE", 1)
    monkeypatch.setattr(order_statistics, "MIN_PIXELS_AT_ONCE", 10)
    np.testing.assert_array_equal(composite(method, stack).index, expected)


def _spectra(**bands: tuple[float, ...]) -> Observations:
    rows = [dict(zip(bands, values)) for values in zip(*bands.values())]
    return stack_of([{"B02": 0.1, "B03": 0.1, **row} for row in rows])


def test_ratios_that_single_precision_cannot_tell_apart_are_told_apart():
    # 1 + 1/32765 is less than 1 + 1/32764, by 1e-9.
    stack = _spectra(B08=(3.2766, 3.2765), B04=(3.2765, 3.2764))
    assert composite("max_ndvi", stack).index.item() == 1


def test_equal_ratios_of_unequal_numbers_tie_for_the_newest():
    stack = _spectra(B08=(0.1, 0.3, 0.9, 0.3), B04=(0.1, 0.1, 0.3, 0.1))
    assert composite("max_ndvi", stack).index.item() == 1


def test_negative_red_makes_an_ndvi_of_one_and_nothing_at_all_one_of_zero():
    assert composite("max_ndvi", _spectra(B08=(0.4, 0.001), B04=(0.01, -0.01))).index.item() == 1
    # NDVI 0 of (0, 0) is above that of (0.1, 0.2) and below that of (0.2, 0.1).
    assert composite("max_ndvi", _spectra(B08=(0.1, -0.01), B04=(0.2, 0.0))).index.item() == 1
    assert composite("max_ndvi", _spectra(B08=(0.2, 0.0), B04=(0.1, 0.0))).index.item() == 0


def test_negative_blue_is_lower_than_none():
    stack = stack_of([{"B02": 0.0}, {"B02": -0.02}, {"B02": -0.01}])
    assert composite("min_blue", stack).index.item() == 1


def test_maximum_ndvi_prefers_a_cloud_over_water_as_the_documents_warn():
    water = {"B04": 0.02, "B08": 0.01, "B02": 0.04}
    thin_cloud = {"B04": 0.12, "B08": 0.12, "B02": 0.14}
    stack = stack_of([water, thin_cloud])
    assert composite("max_ndvi", stack).index.item() == 1
    assert composite("min_blue", stack).index.item() == 0


@pytest.mark.parametrize("method", ["newest", "oldest"])
def test_dates_need_no_band(method: str):
    stack = random_stack(Recipe("plain", 5, 7, 9), 34)
    bare = replace(stack, reflectance=stack.reflectance[:, :0], bands=())
    np.testing.assert_array_equal(composite(method, bare).index, composite(method, stack).index)
