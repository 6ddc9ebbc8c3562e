"""Vegetation and bare-soil preference against their rules written out for one pixel."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Observations
from tests.core.reference import exact
from tests.core.reference.decision import Pick, Seen
from tests.core.reference.spectra import is_cloud_or_snow, tcb
from tests.core.reference.stacks import Recipe, compare, composite, random_stack, stack_of
from tests.core.reference.worked_examples import EXAMPLES

RECIPES = [Recipe(f"{times} dates", times, 9, 11) for times in (1, 2, 4, 9)] + [
    Recipe("hardly any valid", 9, 11, 11, share_valid=0.1),
    Recipe("near black", 6, 11, 13, scene="near_black"),
    Recipe("uniform noise", 6, 10, 12, scene="uniform"),
    Recipe("duplicate spectra", 8, 9, 11, scene="duplicates", share_valid=0.9),
]


def _ratio(one: Seen, over: str, under: str) -> tuple[int, object]:
    return exact.ratio(round(one.spectrum[over] * 10000), round(one.spectrum[under] * 10000))


def _vegetation(seen: Sequence[Seen]) -> Pick:
    places = list(range(len(seen)))
    clear = [i for i in places if not is_cloud_or_snow(seen[i].spectrum)] or places
    return Pick(exact.first_of_highest(clear, lambda i: _ratio(seen[i], "B08", "B04")) if seen else None)


def _may_be_soil(one: Seen) -> bool:
    swir_leads = round(one.spectrum["B11"] * 10000) > round(one.spectrum["B03"] * 10000)
    return one.scene_class not in (2, 6, 11) and swir_leads and tcb(one.spectrum) >= 0.15


def _bare_soil(seen: Sequence[Seen]) -> Pick:
    if not seen:
        return Pick(None)
    clear = [i for i in range(len(seen)) if not is_cloud_or_snow(seen[i].spectrum)]
    if not clear:
        return Pick(exact.first_of_lowest(list(range(len(seen))), lambda i: round(seen[i].spectrum["B02"] * 10000)))
    soil = [i for i in clear if _may_be_soil(seen[i])] or clear
    return Pick(exact.first_of_highest(soil, lambda i: _ratio(seen[i], "B04", "B08")))


def _agrees(index: np.ndarray) -> Callable[[Pick, int, int, list[int]], bool]:
    return lambda pick, y, x, places: int(index[y, x]) == (-1 if pick.index is None else places[pick.index])


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: r.name)
@pytest.mark.parametrize(("method", "expected"), [("vegetation", _vegetation), ("bare_soil", _bare_soil)])
def test_the_rule_decides_every_pixel(method: str, expected: Callable, recipe: Recipe, seed: int):
    stack = random_stack(recipe, seed)
    result = compare(stack, expected, _agrees(composite(method, stack).index))
    assert result.different == ()
    assert result.within_rounding <= 0.02 * result.pixels + 1


def _of(*names: str) -> Observations:
    return stack_of([EXAMPLES[name].spectrum for name in names], [EXAMPLES[name].scene_class for name in names])


@pytest.mark.parametrize(
    ("method", "seen", "taken"),
    [
        ("vegetation", ("soil", "veg_haze", "veg"), "veg"),
        ("vegetation", ("water", "grey_cloud", "water2"), "water"),  # not the cloud, whose NDVI is higher
        ("vegetation", ("cloud_as_soil", "vbright"), "cloud_as_soil"),  # all look like cloud
        ("bare_soil", ("veg", "soil", "veg_haze"), "soil"),
        ("bare_soil", ("cloud_as_soil", "soil", "vbright"), "soil"),  # the clouds' NDVI is lower
        ("bare_soil", ("water", "veg", "snow"), "veg"),  # neither water nor snow
        ("bare_soil", ("water", "water2"), "water2"),  # nothing else there: the lowest NDVI
        ("bare_soil", ("vbright", "cloud_as_soil", "snow"), "cloud_as_soil"),  # all look like cloud: the lowest B02
    ],
)
def test_worked_examples(method: str, seen: tuple[str, ...], taken: str):
    assert seen[composite(method, _of(*seen)).index.item()] == taken


def test_a_dark_shadow_is_no_soil_whatever_its_class():
    soil = EXAMPLES["soil"].spectrum
    shadow = {band: value * 0.2 + (0.004 if band == "B04" else 0) for band, value in soil.items()}
    assert tcb(shadow) < 0.15
    assert composite("bare_soil", stack_of([shadow, soil], [5, 5])).index.item() == 1
    assert composite("bare_soil", stack_of([soil, soil], [2, 5])).index.item() == 1


@pytest.mark.parametrize("method", ["vegetation", "bare_soil"])
def test_without_the_bands_of_the_cloud_test_ndvi_and_classes_decide(method: str):
    bands = ("B02", "B03", "B04", "B08")
    assert set(METHODS[method].usable_bands(bands)) == set(bands)
    stack = random_stack(Recipe("colour", 6, 9, 9, bands=bands), 5)
    index = composite(method, stack).index
    for y, x in np.ndindex(*stack.shape):
        times = exact.valid_times(stack, y, x)
        over, under = ("B08", "B04") if method == "vegetation" else ("B04", "B08")
        if method == "bare_soil":
            times = [t for t in times if stack.scene_class[t, y, x] not in (2, 6, 11)] or times
        values = {t: exact.ratio(*(exact.value(stack, t, b, y, x) for b in (over, under))) for t in times}
        assert index[y, x] == exact.first_of_highest(times, values.__getitem__)


def test_they_name_the_configurations_of_the_service():
    codes = {name: row.configuration for name, row in METHODS.items()}
    assert {name for name, code in codes.items() if code != "STD"} == {"vegetation", "bare_soil"}
    assert (codes["vegetation"], codes["bare_soil"]) == ("VEG", "SOI")
