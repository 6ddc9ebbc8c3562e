"""The fast kernels take what the slow, independent references take, on random and awkward stacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from s2gm_core.composite import stc as stc_kernel
from s2gm_core.composite.stack import Observations
from tests.core.reference import decision
from tests.core.reference.decision import Pick, Seen
from tests.core.reference.stacks import ALL_BANDS, Comparison, Recipe, agrees_with, compare, composite, random_stack

COLOUR_BANDS = ("B02", "B03", "B04", "B08")
RECIPES = [Recipe(f"{times} dates", times, 7, 13) for times in range(1, 13)] + [
    Recipe("one row", 5, 1, 37),
    Recipe("one column", 3, 41, 1),
    Recipe("all valid", 4, 9, 9, share_valid=1.0),
    Recipe("hardly any valid", 9, 11, 11, share_valid=0.1),
    Recipe("uniform noise", 6, 10, 12, scene="uniform"),
    Recipe("uniform noise, short", 3, 17, 11, scene="uniform"),
    Recipe("near black", 6, 11, 13, scene="near_black"),
    Recipe("near black, short", 3, 17, 11, scene="near_black"),
    Recipe("equal distances", 7, 11, 9, scene="coarse"),
    Recipe("equal distances, short", 3, 13, 9, scene="coarse"),
    Recipe("duplicate spectra", 8, 9, 11, scene="duplicates", share_valid=0.9),
    Recipe("duplicate spectra, short", 3, 11, 11, scene="duplicates", share_valid=0.9),
]


def _check(comparison: Comparison) -> None:
    assert comparison.different == ()
    assert comparison.within_rounding <= 0.02 * comparison.pixels + 1


def _medoid_comparison(stack: Observations, method: str, expected: Callable[[Sequence[Seen]], Pick]) -> Comparison:
    selection = composite(method, stack)
    assert selection.index.dtype == np.int16
    assert selection.layers["medoid_mos"].dtype == np.uint16
    return compare(stack, expected, agrees_with(selection.index, selection.layers["medoid_mos"]))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: r.name)
def test_s2gm_takes_what_the_reference_takes(recipe: Recipe, seed: int):
    _check_ties_leniently(recipe, _medoid_comparison(random_stack(recipe, seed), "s2gm", decision.s2gm))


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: r.name)
def test_medoid_takes_what_the_reference_takes(recipe: Recipe):
    _check_ties_leniently(recipe, _medoid_comparison(random_stack(recipe, 3), "medoid", decision.medoid_method))


def _check_ties_leniently(recipe: Recipe, comparison: Comparison) -> None:
    """Distances that are equal by construction, of different spectra, may be ordered by rounding."""
    if recipe.scene in ("coarse", "near_black"):
        assert comparison.different == ()
    else:
        _check(comparison)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: r.name)
def test_stc_takes_what_the_reference_takes_of_two_or_more(recipe: Recipe):
    stack = random_stack(recipe, 4)
    selection = composite("stc", stack)
    enough = stack.valid.sum(axis=0) >= 2
    agrees = agrees_with(selection.index, selection.layers["medoid_mos"])
    comparison = compare(stack, decision_or_nothing, lambda pick, y, x, p: not enough[y, x] or agrees(pick, y, x, p))
    _check_ties_leniently(recipe, comparison)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: r.name)
def test_stc_names_the_rule_that_the_reference_names(recipe: Recipe):
    stack = random_stack(recipe, 5)
    rules = stc_kernel.rule(stack)
    enough = stack.valid.sum(axis=0) >= 2
    assert rules.dtype == np.uint8

    def agrees(pick: Pick, y: int, x: int, places: list[int]) -> bool:
        return not enough[y, x] or rules[y, x] == pick.rule

    _check_ties_leniently(recipe, compare(stack, decision_or_nothing, agrees))


def decision_or_nothing(seen: Sequence[Seen]) -> Pick:
    return decision.stc(seen) if seen else Pick(None)


@pytest.mark.parametrize("times", [1, 2, 3, 4, 7])
def test_s2gm_without_short_wave_infrared_follows_its_documented_rule(times: int):
    recipe = Recipe("colour", times, 9, 11, bands=COLOUR_BANDS)
    _check(_medoid_comparison(random_stack(recipe, 6), "s2gm", decision.s2gm))


def test_the_medoid_on_fewer_bands_uses_those_that_are_there():
    recipe = Recipe("colour", 6, 9, 11, bands=COLOUR_BANDS)
    stack = random_stack(recipe, 7)
    _check(_medoid_comparison(stack, "medoid", lambda seen: decision.medoid_method(seen, COLOUR_BANDS)))


@pytest.mark.parametrize("times", [3, 5])
def test_s2gm_without_b06_keeps_the_short_term_composite(times: int):
    bands = tuple(band for band in ALL_BANDS if band != "B06")
    _check(_medoid_comparison(random_stack(Recipe("no B06", times, 9, 11, bands=bands), 8), "s2gm", decision.s2gm))
