"""What must hold for every selecting method, whatever the pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest

from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Composite, Observations
from s2gm_core.errors import MissingBandsError, OrderError
from tests.core.reference.stacks import ALL_BANDS, INVALID, Recipe, composite, random_stack

SHORT, LONG = Recipe("short", 3, 23, 31), Recipe("long", 9, 23, 31)
every_method = pytest.mark.parametrize("method", sorted(METHODS))
selecting_method = pytest.mark.parametrize("method", sorted(name for name, row in METHODS.items() if row.selects))
short_and_long = pytest.mark.parametrize("recipe", [SHORT, LONG], ids=lambda r: r.name)


def _cut(stack: Observations, rows: slice, cols: slice) -> Observations:
    return _with_planes(stack, lambda plane: plane[..., rows, cols])


def _with_planes(stack: Observations, change: Callable[[np.ndarray], np.ndarray]) -> Observations:
    """The same observations with every array that has a (y, x) changed."""
    planes = {one.name: getattr(stack, one.name) for one in fields(stack)}
    return replace(stack, **{n: change(p) for n, p in planes.items() if isinstance(p, np.ndarray) and p.ndim > 2})


def _same(a: Composite, b: Composite) -> bool:
    pairs = [(a.index, b.index), *((plane, b.layers[name]) for name, plane in a.layers.items())]
    pairs += [(x, y) for x, y in ((a.reflectance, b.reflectance), (a.day, b.day)) if x is not None]
    return all(np.array_equal(x, y, equal_nan=x.dtype.kind == "f") for x, y in pairs)


def _cut_composite(whole: Composite, rows: slice, cols: slice) -> Composite:
    def cut(plane: np.ndarray | None) -> np.ndarray | None:
        return None if plane is None else plane[..., rows, cols]

    layers = {name: plane[rows, cols] for name, plane in whole.layers.items()}
    return Composite(whole.index[rows, cols], cut(whole.reflectance), cut(whole.day), layers)


@every_method
@short_and_long
def test_the_result_does_not_depend_on_how_blocks_are_cut(method: str, recipe: Recipe):
    stack = random_stack(recipe, 11)
    whole = composite(method, stack)
    for rows in (slice(0, 5), slice(5, 6), slice(6, 23)):
        for cols in (slice(0, 17), slice(17, 31)):
            part = composite(method, _cut(stack, rows, cols))
            assert _same(part, _cut_composite(whole, rows, cols))


@every_method
@short_and_long
def test_the_order_of_bands_does_not_matter(method: str, recipe: Recipe):
    stack = random_stack(recipe, 12)
    order = np.random.default_rng(0).permutation(len(stack.bands))
    turned = replace(stack, reflectance=stack.reflectance[:, order], bands=tuple(stack.bands[i] for i in order))
    expected, found = composite(method, stack), composite(method, turned)
    if expected.reflectance is not None:
        expected = replace(expected, reflectance=expected.reflectance[order])
    assert _same(expected, found)


@selecting_method
@short_and_long
def test_a_band_that_the_method_does_not_use_changes_nothing(method: str, recipe: Recipe):
    stack = random_stack(recipe, 13)
    noise = np.random.default_rng(1).integers(-3000, 12000, stack.reflectance[:, :1].shape).astype(np.int16)
    more = replace(stack, reflectance=np.concatenate([noise, stack.reflectance], axis=1), bands=("B05", *stack.bands))
    assert _same(composite(method, stack), composite(method, more))


@every_method
@short_and_long
@pytest.mark.parametrize("place", [0, 2])
def test_an_invalid_observation_changes_nothing(method: str, recipe: Recipe, place: int):
    stack = random_stack(recipe, 14)
    more = _with_planes(stack, lambda plane: np.insert(plane, place, plane[0], axis=0))
    more = replace(more, day=np.insert(stack.day, place, stack.day[place]), orbit=np.insert(stack.orbit, place, 22))
    more.valid[place] = False
    more.clouded[place] = False
    more.reflectance[place] = INVALID
    before, after = composite(method, stack), composite(method, more)
    assert _same(replace(before, index=before.index + (before.index >= place)), after)


@every_method
@short_and_long
@pytest.mark.parametrize("value", [INVALID, -32768, 0, 10000])
def test_what_stands_in_invalid_places_does_not_matter(method: str, recipe: Recipe, value: int):
    stack = random_stack(recipe, 15)
    other = stack.reflectance.copy()
    other[np.broadcast_to(~(stack.valid | stack.clouded)[:, None], other.shape)] = value
    assert _same(composite(method, stack), composite(method, replace(stack, reflectance=other)))


@selecting_method
@short_and_long
def test_only_valid_observations_are_taken(method: str, recipe: Recipe):
    stack = random_stack(recipe, 16)
    index = composite(method, stack).index
    y, x = np.nonzero(index >= 0)
    assert stack.valid[index[y, x], y, x].all()


@every_method
def test_the_input_is_left_as_it_was(method: str):
    stack = random_stack(LONG, 17)
    before = stack.reflectance.copy(), stack.valid.copy(), stack.scene_class.copy()
    for array in (stack.reflectance, stack.valid, stack.scene_class):
        array.flags.writeable = False
    composite(method, stack)
    for old, new in zip(before, (stack.reflectance, stack.valid, stack.scene_class)):
        assert np.array_equal(old, new)


@every_method
def test_a_method_refuses_scenes_without_the_bands_that_it_cannot_do_without(method: str):
    row = METHODS[method]
    if not row.minimum_bands:
        assert row.usable_bands(()) == ()
        return
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
