"""The weighted average against WASP's own recursion in plain Python, and pixels whose result is known."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pytest

from s2gm_core.composite.options import option_infos
from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Observations
from s2gm_core.composite.weighted_average import SMALLEST_WEIGHT, day_of_year
from s2gm_core.errors import OrderError
from tests.core.reference.stacks import INVALID, Recipe, composite, random_stack

BANDS = ("B02", "B04", "B08")
FIRST = 19_570  # 2023-08-01
NO_DATA, CLOUD, SNOW, WATER, LAND = range(5)


def _stack(recipe: Recipe, seed: int, **changes: object) -> Observations:
    """A random stack with pixels of water, snow and cloud, in which refused observations keep their reflectance."""
    rng = np.random.default_rng(seed)
    stack = random_stack(recipe, seed)
    kinds = np.array([[4, 5, 2, 4], [6, 6, 6, 6], [11, 11, 11, 11], [6, 11, 6, 11], [4, 6, 11, 5]], np.uint8)
    kind = kinds[rng.integers(0, len(kinds), stack.shape)]
    scene_class = np.moveaxis(kind[..., rng.integers(0, 4, recipe.times)], -1, 0)
    valid = stack.valid & (rng.random(stack.shape) > 0.3)
    clouded = ~valid & ~valid.any(axis=0) & (rng.random(valid.shape) > 0.3)
    reflectance = rng.integers(-300, 9000, stack.reflectance.shape).astype(np.int16)
    reflectance[np.broadcast_to(~(valid | clouded)[:, None], reflectance.shape)] = INVALID
    aerosol = stack.aerosol * 1.2 - 0.05
    aerosol[rng.random(valid.shape) < 0.1] = np.nan
    cloud_weight = np.where(rng.random(valid.shape) < 0.1, 0, stack.cloud_weight).astype(np.float32)
    return replace(
        stack, valid=valid, clouded=clouded, reflectance=reflectance, scene_class=np.ascontiguousarray(scene_class),
        aerosol=aerosol.astype(np.float32), cloud_weight=cloud_weight, **changes,
    )  # fmt: skip


@dataclass
class State:
    """What WASP keeps of a pixel between two dates."""

    values: list[float | None]
    weight: float = 0.0
    day: float = math.nan
    flag: int = NO_DATA


def _wasp(stack: Observations, y: int, x: int, half: float) -> State:
    """One pixel as WASP updates it, oldest date first; days since 1970 in place of days of the year.

    Land has no part in pixels that are more often water: this project's departure.
    """
    state = State([None] * len(stack.bands))
    classes = [int(value) for value in stack.scene_class[stack.valid[:, y, x], y, x]]
    is_water = classes.count(6) > sum(value not in (6, 11) for value in classes)
    for time in reversed(range(len(stack.valid))):
        values = [int(value) if value != INVALID else None for value in stack.reflectance[time, :, y, x]]
        day = float(stack.day[time])
        if stack.valid[time, y, x]:
            scene_class = int(stack.scene_class[time, y, x])
            if scene_class in (6, 11):
                _water_or_snow(state, values, day, WATER if scene_class == 6 else SNOW)
            elif not is_water:
                _land(state, values, day, _weight(stack, time, y, x, half))
        elif stack.clouded[time, y, x]:
            _cloud(state, values, day)
    return state


def _weight(stack: Observations, time: int, y: int, x: int, half: float) -> float:
    aerosol = float(stack.aerosol[time, y, x])
    if math.isnan(aerosol):
        of_aerosol = 1.0
    elif aerosol < 0:
        of_aerosol = 0.0
    else:
        of_aerosol = 0.33 + (1 - 0.33) * (1 - aerosol / 0.8) if aerosol < 0.8 else 0.33
    of_date = max(1 - abs(stack.day[time] + 0.5 - stack.middle_day) / half * 0.5, 0.0)
    sensor = 1.0 if stack.weight is None else float(stack.weight[time])
    return max(of_aerosol * float(stack.cloud_weight[time, y, x]) * of_date * sensor, SMALLEST_WEIGHT)


def _land(state: State, values: list[float | None], day: float, weight: float) -> None:
    if state.weight == 0:
        state.values, state.weight, state.day = list(values), weight, day
    else:
        total = state.weight + weight
        pairs = zip(state.values, values)
        state.values = [(state.weight * old + weight * new) / total for old, new in pairs]
        state.day = (state.weight * state.day + weight * day) / total
        state.weight = total
    state.flag = LAND


def _water_or_snow(state: State, values: list[float | None], day: float, flag: int) -> None:
    if state.weight <= 0:
        state.values, state.day, state.flag = list(values), day, flag


def _cloud(state: State, values: list[float | None], day: float) -> None:
    if state.flag == NO_DATA or (state.flag == CLOUD and values[0] < state.values[0]):
        state.values, state.day, state.flag = list(values), day, CLOUD


RECIPES = [Recipe(f"{times} dates", times, 9, 13, bands=BANDS) for times in (1, 2, 3, 5, 12, 40)] + [
    Recipe("hardly any valid", 6, 15, 17, bands=BANDS, share_valid=0.15)
]


def _check(stack: Observations, method: str, half: float) -> list[int]:
    """Compare every pixel with the recursion; returns the flags that occurred."""
    found = composite(method, stack)
    flags = set()
    for y, x in np.ndindex(*stack.shape):
        state = _wasp(stack, y, x, half)
        flags.add(state.flag)
        assert found.layers["flag"][y, x] == state.flag
        if state.flag == NO_DATA:
            assert (found.reflectance[:, y, x] == INVALID).all()
            assert (found.index[y, x], found.layers["weight"][y, x], found.layers["dts"][y, x]) == (-1, -10000, -10000)
            assert math.isnan(found.day[y, x])
            continue
        assert np.abs(found.reflectance[:, y, x] - np.array(state.values)).max() <= 0.51
        assert found.layers["weight"][y, x] == pytest.approx(min(1000 * state.weight, 32767), abs=0.51)
        assert found.day[y, x] == pytest.approx(state.day, abs=0.003)
        low, high = (date(1970, 1, 1) + timedelta(math.floor(state.day + e)) for e in (-0.003, 0.003))
        assert found.layers["dts"][y, x] in (low.timetuple().tm_yday, high.timetuple().tm_yday)
    return sorted(flags)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: r.name)
def test_the_average_is_that_of_wasps_recursion(recipe: Recipe, seed: int):
    assert LAND in _check(_stack(recipe, seed), "weighted_average", 15.0)


def test_every_rule_of_the_recursion_occurs_in_these_stacks():
    flags = [_check(_stack(recipe, 1), "weighted_average", 15.0) for recipe in (RECIPES[0], RECIPES[-1])]
    assert flags == [[NO_DATA, CLOUD, SNOW, WATER, LAND], [CLOUD, SNOW, WATER, LAND]]


@pytest.mark.parametrize("weight", [0.33, 0.5])
def test_observations_of_another_sensor_have_their_weight(weight: float):
    stack = _stack(Recipe("two sensors", 8, 9, 11, bands=BANDS), 3)
    stack = replace(stack, weight=np.where(np.arange(8) % 3, 1, weight).astype(np.float32))
    _check(stack, "weighted_average", 15.0)


def test_sen2agri_has_a_half_period_of_25_days():
    _check(_stack(RECIPES[4], 4), "sen2agri", 25.0)


def test_layers_have_the_number_types_of_the_product():
    found = composite("weighted_average", _stack(RECIPES[3], 1))
    assert {name: plane.dtype.name for name, plane in found.layers.items()} == {
        "weight": "int16",
        "dts": "int16",
        "flag": "uint8",
    }
    assert (found.reflectance.dtype, found.index.dtype, found.day.dtype) == (np.int16, np.int16, np.float32)


def _pixel(*values: int, days: tuple[int, ...] = (), classes: tuple[int, ...] = (), **planes: object) -> Observations:
    """One pixel in one band, B02, newest first; the period is the 30 days from `FIRST` on, seen in its middle."""
    count = len(values)
    shape = (count, 1, 1)
    stack = Observations(
        reflectance=np.array(values, np.int16).reshape(count, 1, 1, 1),
        valid=np.ones(shape, bool),
        bands=("B02",),
        scene_class=np.array(classes or [4] * count, np.uint8).reshape(shape),
        day=FIRST + np.array(days or [14] * count, np.int32),
        middle_day=FIRST + 14.5,
        period_days=30.0,
    )
    return replace(stack, **{name: np.asarray(plane).reshape(shape) for name, plane in planes.items()})


def _value(stack: Observations, *options: str, method: str = "weighted_average") -> int:
    return int(composite(method, stack, *options).reflectance[0, 0, 0])


def test_without_anything_known_all_dates_of_the_middle_count_alike():
    stack = _pixel(100, 200, 600)
    assert _value(stack) == 300
    assert composite("weighted_average", stack).layers["weight"].tolist() == [[3000]]


def test_weights_of_aerosol():
    aerosol = np.array([0.0, 0.4, 0.8, 3.0, np.nan], np.float32)
    weight = [composite("weighted_average", _pixel(100, aerosol=a)).layers["weight"][0, 0] for a in aerosol]
    assert weight == [1000, 665, 330, 330, 1000]
    assert _value(_pixel(0, 1000, aerosol=np.array([0.8, 0.0], np.float32))) == round(1000 / 1.33)
    assert _value(_pixel(0, 1000, aerosol=np.array([0.8, 0], np.float32)), "aerosol_min=0.5", "aerosol_max=0.2") == 667


def test_weights_of_clouds():
    assert _value(_pixel(0, 1000, cloud_weight=np.array([1.0, 0.25], np.float32))) == 200


def test_the_weight_of_the_date_falls_linearly_to_one_half():
    """Not as in the code of WASP, whose whole numbers make 1 of everything before the very edge."""
    half_way = composite("weighted_average", _pixel(100, days=(14 + 8,)), "half_period_days=16").layers["weight"]
    edge = composite("weighted_average", _pixel(100, days=(14 + 16,)), "half_period_days=16").layers["weight"]
    beyond = composite("weighted_average", _pixel(100, days=(14 + 40,)), "half_period_days=16").layers["weight"]
    assert (half_way.tolist(), edge.tolist(), beyond.tolist()) == ([[750]], [[500]], [[0]])
    assert _value(_pixel(0, 1000, days=(14, 29))) == round(1000 * 0.5 / 1.5)
    assert _value(_pixel(0, 1000, days=(14, 29)), "date_min=1") == 500
    assert _value(_pixel(0, 1000, days=(39, 14)), method="sen2agri") == round(1000 / 1.5)


def test_where_all_weights_are_zero_the_observations_count_alike():
    found = composite("weighted_average", _pixel(100, 300, cloud_weight=np.zeros(2, np.float32)))
    assert (found.reflectance.item(), found.layers["flag"].item(), found.layers["weight"].item()) == (200, LAND, 0)


def test_land_comes_before_water_and_snow_whatever_their_order():
    for classes in [(6, 4, 11), (4, 6, 11), (11, 6, 4)]:
        values = [500 if one == 4 else 3000 for one in classes]
        found = composite("weighted_average", _pixel(*values, classes=classes))
        assert (found.reflectance.item(), found.layers["flag"].item(), found.index.item()) == (
            500,
            LAND,
            classes.index(4),
        )


def test_the_last_of_water_and_snow_counts():
    water, snow = _pixel(100, 900, 300, classes=(6, 11, 6)), _pixel(900, 100, classes=(11, 6))
    assert (_value(water), _value(snow)) == (100, 900)
    assert composite("weighted_average", water).layers["flag"].item() == WATER
    assert composite("weighted_average", snow).layers["flag"].item() == SNOW


def test_the_mean_of_water_can_be_asked_for():
    stack = _pixel(100, 900, 300, classes=(6, 11, 6))
    found = composite("weighted_average", stack, "water=mean")
    assert (found.reflectance.item(), found.layers["flag"].item(), found.layers["weight"].item()) == (200, WATER, 2000)
    assert _value(_pixel(900, 100, 300, classes=(11, 6, 6)), "water=mean") == 900
    assert _value(_pixel(900, 100, classes=(6, 4)), "water=mean") == 100


def test_a_pixel_that_is_never_clear_takes_the_observation_with_the_lowest_blue():
    clouds = replace(_pixel(900, 400, 400, 700, days=(20, 15, 10, 5)), valid=np.zeros((4, 1, 1), bool))
    clouds = replace(clouds, clouded=~clouds.valid)
    found = composite("weighted_average", clouds)
    assert (found.reflectance.item(), found.layers["flag"].item(), found.layers["weight"].item()) == (400, CLOUD, 0)
    assert (found.index.item(), found.day.item()) == (2, FIRST + 10)
    empty = composite("weighted_average", clouds, "fill_clouded=no")
    assert (empty.reflectance.item(), empty.layers["flag"].item(), empty.index.item()) == (INVALID, NO_DATA, -1)


def test_a_band_without_data_is_the_mean_of_the_other_dates():
    stack = _pixel(100, 200, 600)
    pairs = np.concatenate([stack.reflectance, stack.reflectance], axis=1)
    pairs[0, 1] = INVALID
    found = composite("weighted_average", replace(stack, reflectance=pairs, bands=("B02", "B03")))
    assert found.reflectance[:, 0, 0].tolist() == [300, 400]
    pairs[:, 1] = INVALID
    found = composite("weighted_average", replace(stack, reflectance=pairs, bands=("B02", "B03")))
    assert found.reflectance[:, 0, 0].tolist() == [300, INVALID]


def test_the_index_names_the_largest_weight_and_of_equal_ones_the_newest():
    assert composite("weighted_average", _pixel(1, 2, 3, days=(28, 14, 14))).index.tolist() == [[1]]
    assert composite("weighted_average", _pixel(1, 2, 3, days=(14, 14, 14))).index.tolist() == [[0]]


def test_a_sum_of_weights_beyond_the_layers_numbers_is_stored_as_the_largest_one():
    assert composite("weighted_average", _pixel(*[100] * 40)).layers["weight"].tolist() == [[32767]]


def test_a_cloud_beside_a_clear_observation_has_no_part_in_the_result():
    stack = random_stack(Recipe("two pixels", 2, 1, 2, bands=("B02",)), 1)
    stack.reflectance[:, 0, 0] = [[100, 800], [900, 700]]
    stack.scene_class[:] = 4
    stack.valid[:, 0] = [[False, False], [True, False]]
    found = composite("weighted_average", replace(stack, clouded=~stack.valid))
    assert (found.reflectance.tolist(), found.layers["flag"].tolist()) == ([[[900, 700]]], [[LAND, CLOUD]])


def test_the_mean_day_crosses_the_turn_of_the_year():
    first = (date(2023, 12, 20) - date(1970, 1, 1)).days
    stack = replace(_pixel(100, 200), day=np.array([first + 20, first + 2]), middle_day=first + 11.5)
    found = composite("weighted_average", stack)
    assert found.day.item() == first + 11
    assert found.layers["dts"].item() == 365
    later = composite("weighted_average", replace(stack, day=np.array([first + 25, first + 3])))
    assert later.layers["dts"].item() == (date(1970, 1, 1) + timedelta(int(later.day.item()))).timetuple().tm_yday < 9


def test_days_of_the_year_are_those_of_the_calendar():
    days = np.arange(18_200, 20_500)
    expected = [(date(1970, 1, 1) + timedelta(int(day))).timetuple().tm_yday for day in days]
    assert day_of_year(days.astype(np.float32) + np.float32(0.9)).tolist() == expected


def test_no_overpass_leaves_everything_empty():
    stack = random_stack(Recipe("none", 3, 4, 5, bands=BANDS), 1)
    planes = {name: value[:0] for name, value in _arrays(stack)}
    found = composite("weighted_average", replace(stack, **planes))
    assert (found.index == -1).all() and found.reflectance.shape == (3, 4, 5)


def _arrays(stack: Observations) -> Iterator[tuple[str, np.ndarray]]:
    return ((name, value) for name, value in vars(stack).items() if isinstance(value, np.ndarray))


def test_options_outside_their_limits_are_refused():
    for text in ("date_min=2", "water=first", "aerosol_max=0", "trim=yes"):
        with pytest.raises(OrderError):
            composite("weighted_average", _pixel(1), text)
    assert {info.name for info in option_infos(METHODS["sen2agri"].options)} == {
        info.name for info in option_infos(METHODS["weighted_average"].options)
    }
