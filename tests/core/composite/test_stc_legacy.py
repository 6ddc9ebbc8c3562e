"""The short-term composite V1.0 against the published pair rules, written out one by one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Observations
from tests.core.reference import exact
from tests.core.reference.stacks import Recipe, composite, random_stack, stack_of

ALL_CLASSES = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], np.uint8)
RECIPES = [Recipe(f"{times} dates", times, 9, 11) for times in (1, 2, 3, 5, 12)] + [
    Recipe("hardly any valid", 9, 11, 11, share_valid=0.1),
    Recipe("near black", 4, 13, 13, scene="near_black"),
    Recipe("equal values", 4, 13, 13, scene="coarse"),
    Recipe("duplicate spectra", 5, 9, 11, scene="duplicates", share_valid=0.9),
]


def _index(over: int, under: int) -> Fraction:
    over, under = max(over, 0), max(under, 0)
    return Fraction(over - under, over + under) if over + under else Fraction(0)


class _One:
    """One observation of a pixel in whole numbers."""

    def __init__(self, stack: Observations, time: int, y: int, x: int) -> None:
        band = {name: exact.value(stack, time, name, y, x) for name in stack.bands}
        self.scl = int(stack.scene_class[time, y, x])
        self.cld = 255 if stack.cloud_probability is None else int(stack.cloud_probability[time, y, x])
        self.ndvi = _index(band["B08"], band["B04"])
        self.ndwi = _index(band["B03"], band["B08"])
        self.visible = band["B02"] + band["B03"] + band["B04"]
        self.swir = Fraction(band["B11"] + band["B12"], 2)


def _a_wins(a: _One, b: _One) -> bool:
    pair = (a.scl, b.scl)
    if pair == (4, 4):
        return (a.ndvi > b.ndvi and a.cld <= b.cld) or (a.ndvi < b.ndvi and a.cld <= b.cld)
    if pair in ((4, 5), (5, 4), (5, 5)):
        return a.visible < b.visible and a.cld <= b.cld
    if pair in ((11, 11), (2, 2), (3, 3)):
        return a.visible > b.visible and a.cld <= b.cld
    if pair == (6, 6):
        return (a.ndwi > b.ndwi or a.swir < b.swir) and a.cld <= b.cld
    if a.scl == b.scl:
        return a.visible < b.visible
    order = [4, 5, 11, 6, 2, 3, 7, 10, 8, 9, 1]
    return order.index(a.scl) < order.index(b.scl)


def _reference(stack: Observations, y: int, x: int) -> int:
    best = -1
    for time in exact.valid_times(stack, y, x):
        if best < 0 or _a_wins(_One(stack, time, y, x), _One(stack, best, y, x)):
            best = time
    return best


def _check(stack: Observations) -> np.ndarray:
    index = composite("stc_legacy", stack).index
    for y, x in np.ndindex(*stack.shape):
        assert index[y, x] == _reference(stack, y, x)
    return index


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: r.name)
def test_valid_classes_follow_the_published_rules(recipe: Recipe, seed: int):
    _check(random_stack(recipe, seed))


@pytest.mark.parametrize("scene_class", range(1, 12))
def test_pairs_of_one_class_follow_the_published_rules(scene_class: int):
    stack = random_stack(Recipe("pairs", 3, 12, 12, share_valid=0.9), scene_class)
    _check(replace(stack, scene_class=np.full(stack.valid.shape, scene_class, np.uint8)))


@pytest.mark.parametrize("seed", [3, 4])
def test_classes_of_weaker_masks_follow_them_too(seed: int):
    stack = random_stack(Recipe("every class", 3, 21, 21, share_valid=0.9), seed)
    classes = np.random.default_rng(seed).choice(ALL_CLASSES, stack.valid.shape)
    _check(replace(stack, scene_class=classes))


@pytest.mark.parametrize("known", [0.0, 0.5])
def test_an_unknown_cloud_probability_counts_as_higher_than_a_known_one(known: float):
    stack = random_stack(Recipe("plain", 4, 13, 13), 5)
    there = np.random.default_rng(5).random(stack.valid.shape) < known
    index = _check(replace(stack, cloud_probability=np.where(there, stack.cloud_probability, np.uint8(255))))
    if not known:
        np.testing.assert_array_equal(_check(replace(stack, cloud_probability=None)), index)


VEGETATION = {"B02": 0.03, "B03": 0.05, "B04": 0.03, "B08": 0.4, "B11": 0.18, "B12": 0.08}


def test_of_vegetation_the_oldest_of_the_least_cloudy_wins():
    spectra = [{**VEGETATION, "B08": near_infrared} for near_infrared in (0.45, 0.40, 0.35, 0.30)]
    stack = stack_of(spectra, [4, 4, 4, 4])
    cloud = np.array([10, 5, 5, 20], np.uint8)[:, None, None]
    assert composite("stc_legacy", replace(stack, cloud_probability=cloud)).index.item() == 2


def test_of_equal_observations_the_newest_stays():
    assert composite("stc_legacy", stack_of([VEGETATION] * 3, [4, 4, 4])).index.item() == 0


def test_it_asks_for_the_cloud_probability_and_for_no_band_of_the_snow_refinement_alone():
    row = METHODS["stc_legacy"]
    assert [need.value for need in row.needs] == ["cloud probability"]
    assert "B8A" not in row.bands
