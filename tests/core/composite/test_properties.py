"""What must hold for every selecting method, whatever the pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Observations, Selection
from s2gm_core.errors import MissingBandsError, OrderError
from tests.core.reference.stacks import ALL_BANDS, INVALID, Recipe, random_stack

SHORT, LONG = Recipe("short", 3, 23, 31), Recipe("long", 9, 23, 31)
every_method = pytest.mark.parametrize("method", sorted(METHODS))
short_and_long = pytest.mark.parametrize("recipe", [SHORT, LONG], ids=lambda r: r.name)


def _cut(stack: Observations, rows: slice, cols: slice) -> Observations:
    return Observations(
        stack.reflectance[:, :, rows, cols],
        stack.valid[:, rows, cols],
        stack.bands,
        stack.scene_class[:, rows, cols],
        stack.cloud_probability[:, rows, cols],
    )


def _same(a: Selection, b: Selection) -> bool:
    return np.array_equal(a.index, b.index) and np.array_equal(a.spread, b.spread)


@every_method
@short_and_long
def test_the_result_does_not_depend_on_how_blocks_are_cut(method: str, recipe: Recipe):
    stack = random_stack(recipe, 11)
    whole = METHODS[method].select(stack)
    for rows in (slice(0, 5), slice(5, 6), slice(6, 23)):
        for cols in (slice(0, 17), slice(17, 31)):
            part = METHODS[method].select(_cut(stack, rows, cols))
            assert np.array_equal(part.index, whole.index[rows, cols])
            assert np.array_equal(part.spread, whole.spread[rows, cols])


@every_method
@short_and_long
def test_the_order_of_bands_does_not_matter(method: str, recipe: Recipe):
    stack = random_stack(recipe, 12)
    order = np.random.default_rng(0).permutation(len(stack.bands))
    turned = replace(stack, reflectance=stack.reflectance[:, order], bands=tuple(stack.bands[i] for i in order))
    assert _same(METHODS[method].select(stack), METHODS[method].select(turned))


@every_method
@short_and_long
def test_a_band_that_the_method_does_not_use_changes_nothing(method: str, recipe: Recipe):
    stack = random_stack(recipe, 13)
    noise = np.random.default_rng(1).integers(-3000, 12000, stack.reflectance[:, :1].shape).astype(np.int16)
    more = replace(stack, reflectance=np.concatenate([noise, stack.reflectance], axis=1), bands=("B05", *stack.bands))
    assert _same(METHODS[method].select(stack), METHODS[method].select(more))


@every_method
@short_and_long
@pytest.mark.parametrize("place", [0, 2])
def test_an_invalid_observation_changes_nothing(method: str, recipe: Recipe, place: int):
    stack = random_stack(recipe, 14)
    more = Observations(
        np.insert(stack.reflectance, place, INVALID, axis=0),
        np.insert(stack.valid, place, False, axis=0),
        stack.bands,
        np.insert(stack.scene_class, place, 9, axis=0),
        np.insert(stack.cloud_probability, place, 0, axis=0),
    )
    before, after = METHODS[method].select(stack), METHODS[method].select(more)
    assert np.array_equal(before.index + (before.index >= place), after.index)
    assert np.array_equal(before.spread, after.spread)


@every_method
@short_and_long
@pytest.mark.parametrize("value", [INVALID, -32768, 0, 10000])
def test_what_stands_in_invalid_places_does_not_matter(method: str, recipe: Recipe, value: int):
    stack = random_stack(recipe, 15)
    other = stack.reflectance.copy()
    other[np.broadcast_to(~stack.valid[:, None], other.shape)] = value
    assert _same(METHODS[method].select(stack), METHODS[method].select(replace(stack, reflectance=other)))


@every_method
@short_and_long
def test_only_valid_observations_are_taken(method: str, recipe: Recipe):
    stack = random_stack(recipe, 16)
    index = METHODS[method].select(stack).index
    y, x = np.nonzero(index >= 0)
    assert stack.valid[index[y, x], y, x].all()


@every_method
def test_the_input_is_left_as_it_was(method: str):
    stack = random_stack(LONG, 17)
    before = stack.reflectance.copy(), stack.valid.copy(), stack.scene_class.copy()
    for array in (stack.reflectance, stack.valid, stack.scene_class):
        array.flags.writeable = False
    METHODS[method].select(stack)
    for old, new in zip(before, (stack.reflectance, stack.valid, stack.scene_class)):
        assert np.array_equal(old, new)


@every_method
def test_a_method_refuses_scenes_without_the_bands_that_it_cannot_do_without(method: str):
    row = METHODS[method]
    with pytest.raises(MissingBandsError, match=row.minimum_bands[0]):
        row.usable_bands(tuple(band for band in ALL_BANDS if band != row.minimum_bands[0]))


def test_the_service_method_works_on_visible_and_near_infrared_bands_alone():
    assert set(METHODS["s2gm"].usable_bands(("B02", "B03", "B04", "B08"))) == {"B02", "B03", "B04", "B08"}


def test_the_short_term_composite_refuses_scenes_without_short_wave_infrared():
    with pytest.raises(MissingBandsError, match="B11"):
        METHODS["stc"].usable_bands(("B02", "B03", "B04", "B08"))


def test_an_unknown_method_is_refused_with_the_names_that_exist():
    from s2gm_core.composite.registry import method

    with pytest.raises(OrderError, match="s2gm, medoid, stc"):
        method("best")
