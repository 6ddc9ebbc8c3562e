"""Median, mean and percentiles against exact fractions, pixel by pixel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Composite, Observations
from s2gm_core.errors import OrderError
from tests.core.reference import exact
from tests.core.reference.stacks import Recipe, composite, random_stack

INVALID = 32767
BANDS = ("B02", "B03", "B08")
RECIPES = [Recipe(f"{times} dates", times, 6, 9, bands=BANDS) for times in (1, 2, 3, 4, 5, 8, 12)] + [
    Recipe("hardly any valid", 9, 8, 8, bands=BANDS, share_valid=0.1),
    Recipe("all valid", 6, 7, 5, bands=BANDS, share_valid=1.0),
    Recipe("near black", 7, 8, 9, bands=BANDS, scene="near_black"),
    Recipe("equal values", 8, 8, 9, bands=BANDS, scene="coarse"),
    Recipe("uniform noise", 40, 5, 7, bands=BANDS, scene="uniform"),
]
every_recipe = pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: r.name)


def _check(
    stack: Observations,
    found: Composite,
    statistic: Callable[[Sequence[int], Sequence[int]], Fraction],
    days_weigh: Sequence[Fraction],
) -> None:
    """``statistic`` of a band's values at the given times, the observation nearest to it, and its mean day."""
    assert found.reflectance.dtype == np.int16 and found.index.dtype == np.int16 and found.day.dtype == np.float32
    for y, x in np.ndindex(*stack.shape):
        times = exact.valid_times(stack, y, x)
        if not times:
            assert (found.reflectance[:, y, x] == INVALID).all() and found.index[y, x] == -1
            assert np.isnan(found.day[y, x])
            continue
        of_bands = [[exact.value(stack, time, band, y, x) for time in times] for band in stack.bands]
        expected = [exact.half_even(statistic(values, times)) for values in of_bands]
        assert found.reflectance[:, y, x].tolist() == expected
        assert found.index[y, x] == exact.nearest(stack, times, expected, y, x)
        day = sum(days_weigh[t] * int(stack.day[t]) for t in times) / sum(days_weigh[t] for t in times)
        assert found.day[y, x] == pytest.approx(float(day), abs=0.002)


def _alike(stack: Observations) -> list[Fraction]:
    return [Fraction(1)] * len(stack.valid)


@every_recipe
def test_the_median_is_the_exact_one(recipe: Recipe):
    stack = random_stack(recipe, 21)
    _check(stack, composite("median", stack), lambda values, times: exact.quantile(values, 50), _alike(stack))


@every_recipe
def test_the_mean_is_the_exact_one(recipe: Recipe):
    stack = random_stack(recipe, 22)
    _check(stack, composite("mean", stack), lambda values, times: Fraction(sum(values), len(values)), _alike(stack))


@every_recipe
def test_the_mean_honours_the_weights_of_sensors(recipe: Recipe):
    stack = random_stack(recipe, 23)
    weight = np.random.default_rng(5).choice([0.0, 0.25, 0.5, 1.0], recipe.times).astype(np.float32)
    weighted = replace(stack, weight=weight)
    share = [Fraction(float(one)) for one in weight] if len(set(weight.tolist())) > 1 else _alike(stack)
    counted = replace(stack, valid=stack.valid & (np.array(share) > 0)[:, None, None])

    def mean(values: Sequence[int], times: Sequence[int]) -> Fraction:
        return sum(share[t] * v for v, t in zip(values, times)) / sum(share[t] for t in times)

    _check(counted, composite("mean", weighted), mean, share)


@every_recipe
@pytest.mark.parametrize("percent", [0, 10, 25, 50, 83, 100])
def test_percentiles_are_the_exact_ones(recipe: Recipe, percent: int):
    stack = random_stack(recipe, 24)
    found = composite("percentile", stack, f"percentiles={percent}")
    assert found.layers == {}
    _check(stack, found, lambda values, times: exact.quantile(values, percent), _alike(stack))


@every_recipe
@pytest.mark.parametrize("percent", [0, 25, 29, 50, 100])
def test_without_interpolation_a_percentile_is_an_observed_value(recipe: Recipe, percent: int):
    stack = random_stack(recipe, 25)

    def observed(values: Sequence[int], times: Sequence[int]) -> Fraction:
        return Fraction(sorted(values)[min(len(values) * percent // 100, len(values) - 1)])

    found = composite("percentile", stack, f"percentiles={percent}", "interpolation=none")
    _check(stack, found, observed, _alike(stack))


@pytest.mark.parametrize("method", ["median", "percentile"])
def test_in_order_statistics_weights_only_say_what_counts(method: str):
    stack = random_stack(Recipe("plain", 8, 9, 9, bands=BANDS), 26)
    weight = np.array([1, 0, 0.33, 1, 0.1, 1, 0, 1], np.float32)
    expected = composite(method, replace(stack, valid=stack.valid & (weight > 0)[:, None, None]))
    found = composite(method, replace(stack, weight=weight))
    np.testing.assert_array_equal(found.reflectance, expected.reflectance)
    np.testing.assert_array_equal(found.index, expected.index)
    np.testing.assert_array_equal(found.day, expected.day)


def _pixel(values: Sequence[int], days: Sequence[int] = ()) -> Observations:
    """One pixel of band B02, newest first."""
    reflectance = np.array(values, np.int16)[:, None, None, None]
    valid = np.ones((len(values), 1, 1), bool)
    day = np.array(days or range(len(values), 0, -1), np.int32)
    return Observations(reflectance, valid, ("B02",), np.full(valid.shape, 4, np.uint8), day=day)


@pytest.mark.parametrize(
    ("values", "expected"),
    [((1, 2), 2), ((2, 3), 2), ((-1, -2), -2), ((-3, -2), -2), ((-32767, 32766), 0), ((5, 9, 1), 5), ((4,), 4)],
)
def test_a_median_of_two_is_their_mean_with_halves_to_the_even_number(values: tuple[int, ...], expected: int):
    # 1.5 -> 2, 2.5 -> 2, -1.5 -> -2, -2.5 -> -2, -0.5 -> 0
    assert composite("median", _pixel(values)).reflectance.ravel().tolist() == [expected]


def test_a_mean_of_many_extremes_does_not_overflow():
    assert composite("mean", _pixel([32766] * 400)).reflectance.item() == 32766
    assert composite("mean", _pixel([-32767] * 400)).reflectance.item() == -32767


def test_the_nearest_observation_of_a_tie_is_the_newest():
    found = composite("mean", _pixel([300, 100, 100, 300]))
    assert (found.reflectance.item(), found.index.item()) == (200, 0)


def test_quartiles_worked_by_hand():
    # Ranks of 4 values: 0.75, 1.5, 2.25: 100 + 0.75 * 100 = 175; 250; 300 + 0.25 * 600 = 450.
    found = composite("percentile", _pixel([900, 100, 300, 200]))
    assert found.reflectance.item() == 175
    assert {name: plane.item() for name, plane in found.layers.items()} == {
        "B02_p25": 175,
        "B02_p50": 250,
        "B02_p75": 450,
    }


def test_layers_of_a_set_are_those_that_the_method_announces():
    stack = random_stack(Recipe("plain", 7, 9, 9, bands=BANDS, scene="near_black", share_valid=0.2), 27)
    row = METHODS["percentile"]
    options = row.make_options((("percentiles", "90,2.5,50,90"),))
    found = row.composite(stack, options).complete
    layers = row.band_layers(options, stack.bands)
    assert sorted(layer.name for layer in layers) == sorted(found.layers)
    assert [layer.name for layer in layers][:3] == ["B02_p90", "B02_p2_5", "B02_p50"]
    for layer in layers:
        plane = found.layers[layer.name]
        assert (str(plane.dtype), plane.shape, layer.scale) == (layer.dtype, stack.shape, 0.0001)
        assert ((plane == layer.nodata) == (found.index < 0)).all()
        assert plane[found.index >= 0].max() < 100  # what was negative is 0, not a large number
    delivered = found.reflectance[0][found.index >= 0]
    np.testing.assert_array_equal(np.maximum(delivered, 0), found.layers["B02_p90"][found.index >= 0])


def test_a_set_of_one_has_no_layers():
    row = METHODS["percentile"]
    assert row.band_layers(row.make_options((("percentiles", "25"),)), BANDS) == ()


@pytest.mark.parametrize("text", ["101", "-1", "", "a"])
def test_percentiles_outside_their_limits_are_refused(text: str):
    with pytest.raises(OrderError, match="percentiles"):
        METHODS["percentile"].make_options((("percentiles", text),))


def test_of_one_day_only_the_latest_valid_observation_counts():
    # Days 9 9 7 7 7 3; the newest of day 9 is clouded, so that the other one counts; of day 7 the first.
    stack = _pixel([5000, 400, 300, 10, 20, 100], (9, 9, 7, 7, 7, 3))
    stack.valid[0] = False
    found = composite("percentile", stack, "percentiles=0", "one_per_day=yes")
    assert (found.reflectance.item(), found.index.item()) == (100, 5)
    assert found.layers["valid_obs"].item() == 3 and found.layers["valid_obs"].dtype == np.uint8
    assert found.day.item() == pytest.approx((9 + 7 + 3) / 3)
    assert composite("percentile", stack, "percentiles=0").reflectance.item() == 10


@pytest.mark.parametrize("seed", [1, 2])
def test_the_quarterly_recipe_pixel_by_pixel(seed: int):
    # First quartile of each band at rank floor(n/4), of several observations of one day the latest.
    stack = random_stack(Recipe("a quarter", 30, 8, 9, bands=BANDS), seed)
    day = np.sort(np.random.default_rng(seed).integers(0, 15, 30))[::-1].astype(np.int32)
    stack = replace(stack, day=day)
    found = composite("percentile", stack, "percentiles=25", "interpolation=none", "one_per_day=yes")
    for y, x in np.ndindex(*stack.shape):
        latest: dict[int, int] = {}
        for time in exact.valid_times(stack, y, x):
            latest.setdefault(int(day[time]), time)
        assert found.layers["valid_obs"][y, x] == len(latest)
        for number, band in enumerate(BANDS):
            ascending = sorted(exact.value(stack, time, band, y, x) for time in latest.values())
            assert found.reflectance[number, y, x] == ascending[len(ascending) // 4]
        assert found.index[y, x] in latest.values()


@pytest.mark.parametrize("method", ["median", "mean", "percentile"])
def test_no_date_at_all_gives_empty_pixels(method: str):
    stack = random_stack(Recipe("plain", 3, 4, 5, bands=BANDS), 28)
    none = replace(
        stack,
        reflectance=stack.reflectance[:0],
        valid=stack.valid[:0],
        scene_class=stack.scene_class[:0],
        day=stack.day[:0],
    )
    found = composite(method, none)
    assert (found.reflectance == INVALID).all() and (found.index == -1).all() and np.isnan(found.day).all()
