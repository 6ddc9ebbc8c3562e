"""Stated uncertainties: that they hold the truth as often as they say, and that they are the equations' numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from math import sqrt

import numpy as np
import pytest

from s2gm_core.composite.input_uncertainty import InputUncertainty
from s2gm_core.composite.order_statistics import linear_ranks
from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.small_samples import normal_at, normal_quantile
from s2gm_core.composite.stack import Composite, Observations
from s2gm_core.composite.uncertainty import of_date, of_geometric_median, of_mean, of_quantile, of_selection, weighted
from tests.core.reference import uncertainty as reference
from tests.core.reference.monte_carlo import (
    ANY_DAY,
    AVERAGING,
    OF_DATE,
    OF_PERIOD,
    ON_DATE,
    SAME_STATISTIC,
    Period,
    Trial,
    coverage,
    draw,
    random_weights,
    simulated_period,
)
from tests.core.reference.stacks import INVALID, Recipe, composite, random_stack

MODEL = InputUncertainty()
WITHIN_ONE, WITHIN_TWO = 0.683, 0.954
TOLERANCE = 0.055
"""How far from `WITHIN_ONE` the share may lie; few observations hold less within two than `WITHIN_TWO`."""
LEAST_WITHIN_TWO = {2: 0.90, 3: 0.915, 4: 0.92}
several = pytest.mark.parametrize("count", [2, 3, 4, 6, 12, 30])


@pytest.fixture(scope="module")
def month() -> Period:
    """A month in which a part of the fields is harvested, and most of the land stays as it is."""
    return simulated_period(date(2025, 6, 15), 31, 36)


def _holds(found: object, count: int, tolerance: float = TOLERANCE) -> None:
    assert found.one == pytest.approx(WITHIN_ONE, abs=tolerance), found
    assert LEAST_WITHIN_TWO.get(count, 0.93) <= found.two <= 0.98, found


@several
@pytest.mark.parametrize("name", sorted(AVERAGING))
def test_averages_hold_the_same_statistic_of_all_days(month: Period, name: str, count: int):
    _holds(coverage(month, AVERAGING[name], SAME_STATISTIC, Trial(count)), count)


@several
@pytest.mark.parametrize("name", sorted(OF_PERIOD))
def test_selected_observations_hold_the_surface_of_any_day(month: Period, name: str, count: int):
    found = coverage(month, OF_PERIOD[name], ANY_DAY, Trial(count))
    assert found.one == pytest.approx(WITHIN_ONE, abs=0.085), found
    assert 0.88 <= found.two <= 0.985, found


@several
@pytest.mark.parametrize("name", sorted(OF_DATE))
def test_selected_observations_hold_the_surface_of_their_own_date(month: Period, name: str, count: int):
    _holds(coverage(month, OF_DATE[name], ON_DATE, Trial(count)), count)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_few_observations_of_a_changing_surface_are_not_trusted_too_much(month: Period, count: int):
    changing = Trial(count, change=(1.0, np.inf))
    for name in ("mean", "weighted mean", "median", "geometric median"):
        assert coverage(month, AVERAGING[name], SAME_STATISTIC, changing).one > 0.60
    assert coverage(month, OF_PERIOD["medoid"], ANY_DAY, changing).one > 0.58


@pytest.mark.parametrize("name", sorted(AVERAGING))
def test_noise_counts_once_where_the_surface_stays(month: Period, name: str):
    still = coverage(month, AVERAGING[name], SAME_STATISTIC, Trial(12, change=(0.0, 0.2)))
    assert still.one == pytest.approx(WITHIN_ONE, abs=TOLERANCE)


def test_the_error_of_normalised_angles_is_held_too(month: Period):
    model = MODEL.normalised(np.array([0.8, 0.9]))
    assert model.directional > 0.05
    _holds(coverage(month, AVERAGING["mean"], SAME_STATISTIC, Trial(4, model)), 4)
    _holds(coverage(month, OF_DATE["medoid"], ON_DATE, Trial(4, model)), 4)


@pytest.mark.parametrize("correlation", [0.0, 1.0])
def test_what_is_common_to_all_dates_does_not_average_out(month: Period, correlation: float):
    still = replace(month, surface=np.broadcast_to(month.surface[:1], month.surface.shape))
    model = InputUncertainty(correlation=correlation)
    found = coverage(still, AVERAGING["mean"], SAME_STATISTIC, Trial(16, model))
    assert found.one == pytest.approx(WITHIN_ONE, abs=0.03)
    assert found.width == pytest.approx(1.07 if correlation else 0.28, abs=0.03)


# Numbers of single pixels


def _u(value: float) -> float:
    return sqrt(0.005**2 + (0.05 * value) ** 2)


def _stack(values: np.ndarray, valid: np.ndarray, **more: object) -> Observations:
    """One band (time, y, x) of scaled reflectance in a very long period."""
    classes = np.full(valid.shape, 4, np.uint8)
    return Observations(values[:, None].astype(np.int16), valid, ("B04",), classes, period_days=1e9, **more)


@pytest.fixture(scope="module")
def noisy() -> Observations:
    """240 pixels with up to seven valid observations of a surface that changes in some."""
    rng = np.random.default_rng(3)
    ground = rng.integers(50, 6000, (1, 12, 20))
    values = ground + rng.normal(0, 1, (7, 12, 20)) * (0.04 * ground + 60) * rng.choice([0.3, 1.0, 4.0], (1, 12, 20))
    return _stack(np.rint(values), rng.random((7, 12, 20)) < 0.55)


def _each_pixel(stack: Observations) -> list[tuple[int, int, np.ndarray]]:
    height, width = stack.shape
    seen = [(y, x, np.flatnonzero(stack.valid[:, y, x])) for y in range(height) for x in range(width)]
    return [one for one in seen if len(one[2])]


def _composite_of(stack: Observations, figure: Callable[[np.ndarray], float]) -> Composite:
    """Scaled reflectance not rounded away from the observations' own figure, (1, y, x)."""
    made = np.full((1, *stack.shape), INVALID, np.int16)
    for y, x, times in _each_pixel(stack):
        made[0, y, x] = round(figure(stack.reflectance[times, 0, y, x] / 10000) * 10000)
    return Composite(np.where(made[0] == INVALID, -1, 0).astype(np.int16), made)


def _values(stack: Observations, y: int, x: int, times: np.ndarray) -> list[float]:
    return [int(stack.reflectance[time, 0, y, x]) / 10000 for time in times]


def test_weighted_means_have_the_uncertainty_of_the_reference(noisy: Observations):
    rng = np.random.default_rng(5)
    weights = rng.random(noisy.valid.shape).astype(np.float32) ** 3
    weights[rng.random(weights.shape) < 0.15] = 0
    counted = replace(noisy, valid=noisy.valid & (weights > 0), period_days=31.0)
    made = np.full((1, *noisy.shape), INVALID, np.int16)
    expected = np.full((1, *noisy.shape), np.nan)
    for y, x, times in _each_pixel(counted):
        values, w = _values(counted, y, x, times), weights[times, y, x].tolist()
        made[0, y, x] = round(np.average(values, weights=w) * 10000)
        expected[0, y, x] = reference.weighted(values, w, _u, 0.4, 31.0)
    index = np.where(made[0] == INVALID, -1, 0).astype(np.int16)
    found = weighted(lambda seen, options: weights)(counted, Composite(index, made), None, MODEL)
    # Weights of nearly 0 leave a spread of the size of the mean's rounding to 10^-4.
    np.testing.assert_allclose(found, expected, rtol=5e-3)


@pytest.mark.parametrize("share", [0.5, 0.7, 0.95])
def test_the_spread_of_two_observations_does_not_depend_on_their_weights(share: float):
    """Each of them is a draw of the same surface: its variance is half the squared difference, whatever they weigh."""
    stack = _stack(np.array([[[1000]], [[3000]]]), np.ones((2, 1, 1), bool))
    made = Composite(np.zeros((1, 1), np.int16), np.array([[[round(3000 - 2000 * share)]]], np.int16))
    weights = np.array([share, 1 - share]).reshape(2, 1, 1)
    exact = InputUncertainty(floor=0, relative=0)
    found = weighted(lambda seen, options: weights)(stack, made, None, exact)[0, 0, 0]
    standard_error = sqrt(0.2**2 / 2 * (share**2 + (1 - share) ** 2))
    assert found == pytest.approx(reference.student(1) * standard_error, rel=1e-3)


@pytest.mark.parametrize("function", [of_selection, of_date])
def test_selections_have_the_uncertainty_of_the_reference(noisy: Observations, function: Callable[..., np.ndarray]):
    last = len(noisy.valid) - 1 - noisy.valid[::-1].argmax(axis=0)
    index = np.where(noisy.valid.any(axis=0), last, -1).astype(np.int16)
    kappa = normal_at(linear_ranks((0.5,), 7))[1][0]
    plain = {of_selection: reference.selection, of_date: reference.date}[function]
    found = function(noisy, Composite(index), None, MODEL)
    for y, x, times in _each_pixel(noisy):
        values = _values(noisy, y, x, times)
        expected = plain(values, values[-1], _u, 0.4, float(kappa[len(values)]))
        assert found[0, y, x] == pytest.approx(expected, rel=2e-3)
    assert np.array_equal(np.isnan(found[0]), index < 0)


def test_geometric_medians_have_the_uncertainty_of_the_reference(noisy: Observations):
    made = _composite_of(noisy, np.median)
    found = of_geometric_median(replace(noisy, period_days=31.0), made, None, MODEL)
    for y, x, times in _each_pixel(noisy):
        value = int(made.reflectance[0, y, x]) / 10000
        expected = reference.geometric_median(_values(noisy, y, x, times), value, _u, 0.4, 31.0)
        assert found[0, y, x] == pytest.approx(expected, rel=2e-3)


@pytest.mark.parametrize("p", [0.5, 0.25, 0.0])
def test_quantiles_of_few_have_the_uncertainty_of_the_reference(noisy: Observations, p: float):
    few = replace(noisy, valid=noisy.valid & (noisy.valid.cumsum(axis=0) < 5), period_days=4000.0)
    made = _composite_of(few, lambda values: np.quantile(values, p))
    found = of_quantile(p)(few, made, None, MODEL)
    mean, variance = (table[0] for table in normal_at(linear_ranks((p,), 4)))
    for y, x, times in _each_pixel(few):
        values, n = _values(few, y, x, times), len(times)
        normal = (float(mean[n]), float(variance[n]), normal_quantile(p, 4000))
        expected = reference.few_quantile(values, int(made.reflectance[0, y, x]) / 10000, _u, 0.4, normal)
        assert found[0, y, x] == pytest.approx(expected, rel=3e-3)


@pytest.mark.parametrize("name", ["mean", "median", "geometric median"])
def test_the_part_that_averages_out_is_that_of_a_bootstrap_and_of_repeated_draws(month: Period, name: str):
    """Both scatter as the stated uncertainty without its common part says, over all pixels."""
    method, rng, free = AVERAGING[name], np.random.default_rng(8), InputUncertainty(correlation=0.0)
    small = replace(month, surface=month.surface[:, :, ::3, ::3])
    seen = replace(draw(small, 12, free, 4).observations, period_days=1e9)
    redrawn, repeated, stated = [], [], []
    for number in range(60):
        again = replace(seen, reflectance=seen.reflectance[rng.integers(0, 12, 12)])
        redrawn.append(method.composite(again, None).reflectance / 10000)
        other = draw(small, 12, free, 100 + number).observations
        made = method.composite(other, None)
        repeated.append(made.reflectance / 10000)
        stated.append(method.uncertainty(other, made, None, free))
    t = 1.0476  # Student's t of twelve, which neither of them has
    of_seen = method.uncertainty(seen, method.composite(seen, None), None, free)
    bootstrap = np.std(redrawn, axis=0) * sqrt(12 / 11)
    assert np.mean(np.square(stated)) / t == pytest.approx(np.mean(np.var(repeated, axis=0)), rel=0.15)
    # The bootstrap of a geometric median of few is wider than its draws really are.
    assert np.median(of_seen / bootstrap) / t == pytest.approx(0.9 if name == "geometric median" else 1, abs=0.1)


# Properties

RECIPE = Recipe("few", 5, 9, 13)
FUNCTIONS = {
    "of_selection": of_selection,
    "of_date": of_date,
    "of_mean": of_mean,
    "weighted": weighted(random_weights),
    "of_quantile": of_quantile(0.25),
    "of_geometric_median": of_geometric_median,
}
every_function = pytest.mark.parametrize("name", sorted(FUNCTIONS))


def _stated(name: str, stack: Observations, model: InputUncertainty = MODEL) -> np.ndarray:
    return FUNCTIONS[name](stack, composite("medoid", stack), None, model)


def _with_planes(stack: Observations, change: Callable[[np.ndarray], np.ndarray]) -> Observations:
    planes = {one.name: getattr(stack, one.name) for one in fields(stack)}
    return replace(stack, **{n: change(p) for n, p in planes.items() if isinstance(p, np.ndarray) and p.ndim > 2})


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_states_an_uncertainty_of_each_value_it_makes(method: str):
    stack, row = random_stack(RECIPE, 21), METHODS[method]
    made = composite(method, stack)
    found = row.uncertainty(stack, made, row.make_options(()), MODEL)
    assert found.shape == (len(stack.bands), *stack.shape)
    assert found.dtype == np.float32
    filled = np.broadcast_to((made.index >= 0) & stack.valid.any(axis=0), found.shape)
    assert np.array_equal(np.isfinite(found), filled)
    assert (found[filled] > 0.001).all()


@every_function
def test_it_does_not_depend_on_how_blocks_are_cut(name: str):
    stack = random_stack(RECIPE, 22)
    whole = _stated(name, stack)
    for rows in (slice(0, 1), slice(1, 9)):
        for cols in (slice(0, 5), slice(5, 6), slice(6, 13)):
            part = _stated(name, _with_planes(stack, lambda plane, r=rows, c=cols: plane[..., r, c]))
            np.testing.assert_array_equal(part, whole[:, rows, cols])


@every_function
def test_invalid_observations_play_no_role(name: str):
    stack = random_stack(RECIPE, 23)
    other = stack.reflectance.copy()
    other[np.broadcast_to(~stack.valid[:, None], other.shape)] = -32768
    np.testing.assert_array_equal(_stated(name, replace(stack, reflectance=other)), _stated(name, stack))
    more = _with_planes(stack, lambda plane: np.insert(plane, 2, plane[0], axis=0))
    more.valid[2] = False
    np.testing.assert_allclose(_stated(name, more), _stated(name, stack), rtol=1e-5)


@every_function
def test_sensors_of_weight_zero_play_no_role(name: str):
    stack = random_stack(RECIPE, 24)
    weighing = replace(stack, weight=np.array([1, 0, 1, 1, 0], np.float32))
    without = replace(stack, valid=stack.valid & np.array([1, 0, 1, 1, 0], bool)[:, None, None])
    np.testing.assert_array_equal(_stated(name, weighing), _stated(name, without))


@every_function
def test_a_band_without_a_value_at_a_valid_observation_leaves_that_out(name: str):
    stack = random_stack(replace(RECIPE, share_valid=1.0), 25)
    holed = stack.reflectance.copy()
    holed[3, 2] = INVALID
    without = replace(stack, valid=stack.valid & (np.arange(5) != 3)[:, None, None])
    made = composite("medoid", without)
    found = FUNCTIONS[name](replace(stack, reflectance=holed), made, None, MODEL)
    expected = FUNCTIONS[name](without, made, None, MODEL)
    np.testing.assert_allclose(found[2], expected[2], rtol=1e-6)
    assert not np.allclose(found[1], expected[1])


@every_function
def test_clouds_that_fill_a_gap_have_none(name: str):
    stack = random_stack(RECIPE, 26)
    empty = ~stack.valid.any(axis=0)
    stack.valid[:, 0, 0] = False
    made = composite("medoid", stack)
    made.index[0, 0] = 1
    found = FUNCTIONS[name](stack, replace(made, reflectance=stack.reflectance[1]), None, MODEL)
    assert np.isnan(found[:, 0, 0]).all()
    assert not empty.all()


@every_function
def test_one_observation_has_that_of_its_measurement(name: str):
    stack = replace(random_stack(replace(RECIPE, times=1, share_valid=1.0, scene="near_black"), 27), aerosol=None)
    expected = MODEL.of(stack.reflectance[0].astype(np.float32) / 10000)
    np.testing.assert_allclose(_stated(name, stack), expected, rtol=1e-5)


@every_function
def test_it_is_wider_for_a_worse_measurement_of_a_surface_that_stays(name: str):
    stack = random_stack(RECIPE, 28)
    still = replace(stack, reflectance=np.broadcast_to(stack.reflectance[:1].clip(0, 9000), stack.reflectance.shape))
    better, worse = _stated(name, still), _stated(name, still, InputUncertainty(0.05, 0.2, 0.4))
    assert (worse > 2 * better)[np.isfinite(better)].all()


@every_function
def test_the_input_is_left_as_it_was(name: str):
    stack = random_stack(RECIPE, 29)
    for array in (stack.reflectance, stack.valid, stack.aerosol, stack.cloud_weight):
        array.flags.writeable = False
    _stated(name, stack)


# The model of the input


def test_thick_aerosol_is_known_less_well_and_matters_most_in_the_blue():
    thickness = np.array([0.0, 0.1, 0.6, np.nan], np.float32)
    blue, infrared = (np.sqrt(MODEL.aerosol_variance(band, thickness)) for band in ("B02", "B12"))
    np.testing.assert_allclose(blue, [0.075 * 0.03, 0.075 * 0.04, 0.075 * 0.09, 0], rtol=1e-5)
    assert (infrared[:3] < blue[:3] / 5).all()


def test_unknown_aerosol_adds_nothing():
    stack = random_stack(RECIPE, 30)
    unknown = replace(stack, aerosol=np.full(stack.valid.shape, np.nan, np.float32))
    for name in FUNCTIONS:
        np.testing.assert_array_equal(_stated(name, unknown), _stated(name, replace(stack, aerosol=None)))


def test_factors_that_normalise_angles_add_their_own_uncertainty_to_the_relative_part():
    model = MODEL.normalised(np.array([0.9, np.nan, 0.9]))
    assert model.directional == pytest.approx((0.3 * 0.1 + 0.005) / 0.9)
    bright = model.of(np.float32(0.5))
    assert bright == pytest.approx(sqrt(0.005**2 + 0.5**2 * (0.05**2 + model.directional**2)), rel=1e-5)
    assert MODEL.normalised(np.array([1.0])).directional == pytest.approx(0.005)
