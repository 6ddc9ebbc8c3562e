"""Weighted observations: the medoid against plain loops, and the rules that weights leave alone."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from s2gm_core.composite.stack import NOT_A_MEDOID, Observations
from tests.core.reference.stacks import Recipe, composite, random_stack

BANDS = ("B02", "B03", "B04", "B8A", "B11", "B12")
RECIPES = [Recipe(f"{times} dates", times, 7, 11, bands=BANDS) for times in (2, 3, 4, 7, 12)] + [
    Recipe("hardly any valid", 9, 11, 11, bands=BANDS, share_valid=0.15),
    Recipe("duplicates", 8, 9, 11, bands=BANDS, scene="duplicates", share_valid=0.9),
]


def _weights(times: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).choice([0.0, 0.1, 0.33, 0.5, 1.0], times).astype(np.float32)


def _reference(stack: Observations, y: int, x: int) -> tuple[int, float | None]:
    """Time index and spread (reflectance x 10^4) of the weighted medoid of one pixel, by loops."""
    bands = [stack.bands.index(band) for band in ("B02", "B03", "B04", "B06", "B08", "B11", "B12") if band in BANDS]
    weight = [float(w) for w in stack.weight]
    times = [t for t in range(len(weight)) if stack.valid[t, y, x] and weight[t] > 0]
    if not times:
        return -1, None
    spectra = {t: [float(stack.reflectance[t, band, y, x]) for band in bands] for t in times}
    sums = {t: sum(weight[o] * math.dist(spectra[t], spectra[o]) for o in times) for t in times}
    best = min(times, key=lambda t: (round(sums[t], 3), t))
    return best, sums[best] / sum(weight[t] for t in times)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: r.name)
def test_the_weighted_medoid_is_that_of_plain_loops(recipe: Recipe, seed: int):
    stack = random_stack(recipe, seed)
    stack = replace(stack, weight=_weights(recipe.times, seed))
    if len(set(stack.weight.tolist())) == 1:
        stack.weight[0] = 0.7
    chosen = composite("medoid", stack)
    for y, x in np.ndindex(*stack.shape):
        counted = stack.valid[:, y, x] & (stack.weight > 0)
        index, spread = _reference(stack, y, x)
        if counted.sum() == 2 and len(set(stack.weight[counted].tolist())) == 1:
            continue  # two of one weight are equally far: cloud probability and B02 decide, as without weights
        assert chosen.index[y, x] == index
        if counted.sum() > 1:
            assert abs(int(chosen.layers["medoid_mos"][y, x]) - spread) <= 0.51
        else:
            assert chosen.layers["medoid_mos"][y, x] == NOT_A_MEDOID


@pytest.mark.parametrize("method", ["medoid", "s2gm"])
@pytest.mark.parametrize("weight", [0.0, 0.33, 1.0])
def test_equal_weights_change_no_bit(method: str, weight: float):
    stack = random_stack(Recipe("plain", 7, 11, 13, bands=BANDS), 4)
    plain = composite(method, stack)
    weighted = composite(method, replace(stack, weight=np.full(7, weight, np.float32)))
    np.testing.assert_array_equal(plain.index, weighted.index)
    np.testing.assert_array_equal(plain.layers["medoid_mos"], weighted.layers["medoid_mos"])


@pytest.mark.parametrize("method", ["medoid", "s2gm", "stc"])
def test_an_observation_of_weight_zero_is_as_if_it_were_not_there(method: str):
    stack = random_stack(Recipe("plain", 6, 9, 9), 6)
    weight = np.array([1, 0, 1, 1, 0, 1], np.float32)
    without = replace(stack, valid=stack.valid & (weight > 0)[:, None, None])
    expected = composite(method, without)
    found = composite(method, replace(stack, weight=weight))
    np.testing.assert_array_equal(found.index, expected.index)
    np.testing.assert_array_equal(found.layers["medoid_mos"], expected.layers["medoid_mos"])
    assert (found.index >= 0).any()


def test_equal_observations_tie_for_the_newest_whatever_their_weights():
    rng = np.random.default_rng(8)
    reflectance = rng.integers(0, 9000, (7, len(BANDS), 1, 4000)).astype(np.int16)
    reflectance[4] = reflectance[1]
    reflectance[6] = reflectance[1]
    weight = np.array([0.33, 0.1, 1, 0.33, 0.7, 1, 0.1], np.float32)
    valid = np.ones((7, 1, 4000), bool)
    stack = Observations(reflectance, valid, BANDS, np.full(valid.shape, 4, np.uint8), None, weight)
    index = composite("medoid", stack).index
    assert (index == 1).any()
    assert not np.isin(index, (4, 6)).any()


def test_a_heavier_observation_draws_the_medoid():
    values = np.array([0, 1000, 2000, 9000, 10000], np.int16)
    reflectance = np.repeat(values[:, None, None, None], len(BANDS), axis=1)
    valid = np.ones((5, 1, 1), bool)
    scene_class = np.full(valid.shape, 4, np.uint8)

    def chosen(*weight: float) -> int:
        stack = Observations(reflectance, valid, BANDS, scene_class, None, np.array(weight, np.float32))
        return int(composite("medoid", stack).index[0, 0])

    assert chosen(1, 1, 1, 1, 1) == 2
    assert chosen(0.1, 0.1, 0.1, 1, 1) == 3


def test_of_two_the_heavier_wins_with_medoid_but_not_with_s2gm():
    reflectance = np.zeros((2, len(BANDS), 1, 1), np.int16)
    reflectance[0], reflectance[1] = 3000, 200
    valid = np.ones((2, 1, 1), bool)
    weight = np.array([1, 0.33], np.float32)
    stack = Observations(reflectance, valid, BANDS, np.full(valid.shape, 4, np.uint8), None, weight)
    assert composite("medoid", stack).index.tolist() == [[0]]
    assert composite("s2gm", stack).index.tolist() == [[1]]
