"""Percentiles per orbit, blended by distance: against plain loops, by hand, and over overlapping tiles."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from s2gm_core.composite.orbit_percentile import METHOD, Options
from s2gm_core.composite.stack import Observations
from s2gm_core.errors import OrderError
from tests.core.reference.stacks import ALL_BANDS, INVALID, Recipe, composite, random_stack

BANDS = ("B02", "B8A", "B11")
RECIPES = [
    Recipe("one date", 1, 5, 7, bands=BANDS),
    Recipe("short", 4, 9, 13, bands=BANDS),
    Recipe("long", 14, 9, 13, bands=BANDS),
    Recipe("hardly any valid", 12, 9, 13, bands=BANDS, share_valid=0.12),
    Recipe("duplicates", 9, 9, 13, bands=BANDS, scene="duplicates"),
    Recipe("near black", 9, 9, 13, bands=BANDS, scene="near_black"),
]


def _with_tiles(stack: Observations, seed: int) -> Observations:
    """Three orbits, one of them unknown, two tiles; distances that are those of the orbit, sometimes 0."""
    rng = np.random.default_rng(seed)
    orbit = rng.choice(np.array([0, 22, 122], np.int16), len(stack.valid))
    of_orbit = rng.choice([0.0, 3.0, 900.0, 40_000.0, 150_000.0], (123, *stack.shape)).astype(np.float32)
    tile = tuple(rng.choice(["33TWL", "33TWM"], len(stack.valid)).tolist())
    return replace(stack, orbit=orbit, tile=tile, orbit_distance=of_orbit[orbit])


def _percentile(values: list[float], percent: float) -> float:
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _reference(stack: Observations, y: int, x: int, percent: float, power: float) -> dict[str, object]:
    """One pixel by loops: values per band (not rounded), day, count, and the orbit that is nearest."""
    tiles: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for t in range(len(stack.valid)):
        if stack.valid[t, y, x]:
            tiles[int(stack.orbit[t])][stack.tile[t]].append(t)
    weight, values, day, count, distances = {}, {}, {}, 0, {}
    for orbit, seen in tiles.items():
        distances[orbit] = min(float(stack.orbit_distance[t, y, x]) for times in seen.values() for t in times)
        weight[orbit] = 1 / max(distances[orbit], 10.0) ** power
        values[orbit] = [
            np.mean(
                [_percentile([int(stack.reflectance[t, b, y, x]) for t in times], percent) for times in seen.values()]
            )
            for b in range(len(stack.bands))
        ]
        day[orbit] = np.mean([np.mean([int(stack.day[t]) for t in times]) for times in seen.values()])
        count += max(len(times) for times in seen.values())
    if not tiles:
        return {"values": None, "count": 0}
    total = sum(weight.values())
    return {
        "values": [sum(weight[k] * values[k][b] for k in tiles) / total for b in range(len(stack.bands))],
        "day": sum(weight[k] * day[k] for k in tiles) / total,
        "count": count,
        "nearest": min(tiles, key=lambda k: (distances[k], k)),
    }


@pytest.mark.parametrize(("percent", "power"), [(50, 1), (25, 1), (75, 2.5), (0, 0), (100, 1)])
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: r.name)
def test_the_composite_is_that_of_plain_loops(recipe: Recipe, percent: float, power: float):
    stack = _with_tiles(random_stack(recipe, 5), 6)
    found = composite("pan_european", stack, f"percentiles={percent}", f"power={power}")
    for y, x in np.ndindex(stack.shape):
        expected = _reference(stack, y, x, percent, power)
        assert found.layers["valid_obs"][y, x] == expected["count"]
        index = int(found.index[y, x])
        if not expected["count"]:
            assert index == -1
            assert (found.reflectance[:, y, x] == INVALID).all()
            assert np.isnan(found.day[y, x])
            continue
        # Half a unit of rounding, and what single precision leaves of a percentile.
        assert found.reflectance[:, y, x] == pytest.approx(expected["values"], abs=0.502)
        assert found.day[y, x] == pytest.approx(expected["day"], abs=0.01)
        assert stack.valid[index, y, x]
        assert stack.orbit[index] == expected["nearest"]
        squared = [_squared(stack, t, found.reflectance[:, y, x], y, x) for t in range(len(stack.valid))]
        rivals = [t for t in range(len(squared)) if stack.valid[t, y, x] and stack.orbit[t] == expected["nearest"]]
        assert index == min(rivals, key=lambda t: (squared[t], t))


def _squared(stack: Observations, t: int, values: np.ndarray, y: int, x: int) -> int:
    return sum((int(a) - int(b)) ** 2 for a, b in zip(stack.reflectance[t, :, y, x], values))


def _pixel(values: list[int], orbits: list[int], metres: list[float], tiles: list[str] | None = None) -> Observations:
    """One pixel in one band, newest first, on the days 30, 29, ..."""
    shape = (len(values), 1, 1)
    return Observations(
        reflectance=np.array(values, np.int16).reshape(len(values), 1, 1, 1),
        valid=np.ones(shape, bool),
        bands=("B04",),
        scene_class=np.full(shape, 4, np.uint8),
        day=np.arange(30, 30 - len(values), -1).astype(np.int32),
        orbit=np.array(orbits, np.int16),
        orbit_distance=np.array(metres, np.float32).reshape(shape),
        tile=tuple(tiles or ["33TWL"] * len(values)),
    )


def test_an_orbit_three_times_as_far_counts_a_third():
    stack = _pixel([1000, 3000, 2000, 500], [22, 122, 22, 22], [30_000, 90_000, 30_000, 30_000])
    found = composite("pan_european", stack)
    assert found.reflectance[0, 0, 0] == (1000 * 3 + 3000) / 4
    assert found.day[0, 0] == pytest.approx((30 + 28 + 27) / 3 * 0.75 + 29 * 0.25, abs=1e-4)
    assert found.layers["valid_obs"][0, 0] == 4
    assert found.index[0, 0] == 0  # of orbit 22: 1000 and 2000 are equally far from 1500, 1000 is newer


def test_the_power_sharpens_the_transition_between_orbits():
    stack = _pixel([1000, 3000], [22, 122], [30_000, 90_000])
    assert composite("pan_european", stack, "power=0").reflectance[0, 0, 0] == 2000
    assert composite("pan_european", stack, "power=2").reflectance[0, 0, 0] == (1000 * 9 + 3000) / 10


def test_on_the_centre_line_an_orbit_counts_as_at_ten_metres():
    stack = _pixel([1000, 3000], [22, 122], [0, 40])
    assert composite("pan_european", stack).reflectance[0, 0, 0] == (1000 * 4 + 3000) / 5


def test_overlapping_tiles_of_an_orbit_are_averaged_and_counted_once():
    tiles = ["33TWL", "33TWM", "33TWM", "33TWM"]
    stack = _pixel([1000, 2000, 4000, 8000], [22] * 4, [5000] * 4, tiles)
    found = composite("pan_european", stack)
    assert found.reflectance[0, 0, 0] == (1000 + 4000) / 2
    assert found.layers["valid_obs"][0, 0] == 3
    assert found.day[0, 0] == (30 + 28) / 2


def test_observations_without_tiles_are_of_one_tile():
    stack = replace(_pixel([1000, 2000, 4000], [22] * 3, [5000] * 3), tile=())
    assert composite("pan_european", stack).reflectance[0, 0, 0] == 2000


def test_further_percentiles_are_layers_of_every_band():
    stack = _with_tiles(random_stack(RECIPES[2], 7), 8)
    found = composite("pan_european", stack, "percentiles=50,25,75")
    rows = METHOD.band_layers(METHOD.make_options([("percentiles", "50,25,75")]), stack.bands)
    assert [row.name for row in rows] == ["B02_p25", "B8A_p25", "B11_p25", "B02_p75", "B8A_p75", "B11_p75"]
    assert set(found.layers) == {row.name for row in rows} | {"valid_obs"}
    for percent in (25, 75):
        alone = composite("pan_european", stack, f"percentiles={percent}").reflectance
        for band, plane in zip(stack.bands, alone):
            layer = found.layers[f"{band}_p{percent}"]
            assert layer.dtype == np.uint16
            np.testing.assert_array_equal(layer, np.where(plane == INVALID, 65535, np.maximum(plane, 0)))


def test_a_percentile_given_twice_is_made_once():
    assert METHOD.band_layers(Options((50.0, 50.0)), ("B02",)) == ()


def test_a_sensor_of_weight_0_is_left_out_and_other_weights_play_no_role():
    stack = _with_tiles(random_stack(RECIPES[2], 9), 10)
    weight = np.where(np.arange(len(stack.valid)) % 3, 1.0, 0.0).astype(np.float32)
    without = replace(stack, valid=stack.valid & (weight > 0)[:, None, None])
    found, expected = composite("pan_european", replace(stack, weight=weight)), composite("pan_european", without)
    np.testing.assert_array_equal(found.reflectance, expected.reflectance)
    uneven = replace(without, weight=np.linspace(0.1, 1, len(weight)).astype(np.float32))
    np.testing.assert_array_equal(composite("pan_european", uneven).reflectance, expected.reflectance)


def test_no_observation_at_all_is_an_empty_composite():
    stack = random_stack(Recipe("none", 2, 4, 5, bands=ALL_BANDS, share_valid=0.0), 1)
    found = composite("pan_european", stack)
    assert (found.reflectance == INVALID).all()
    assert (found.index == -1).all()
    assert (found.layers["valid_obs"] == 0).all()


@pytest.mark.parametrize("text", ["", "101", "-1", "x"])
def test_percentiles_are_numbers_from_0_to_100(text: str):
    with pytest.raises(OrderError, match="percentiles"):
        METHOD.make_options([("percentiles", text)])
