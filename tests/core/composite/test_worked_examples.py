"""The kernels reproduce the worked examples pixel by pixel, and vectors for what those lack."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from s2gm_core.composite import stc as stc_kernel
from s2gm_core.composite.registry import METHODS
from s2gm_core.layers import LAYERS
from tests.core.reference.stacks import INVALID, composite, stack_of
from tests.core.reference.worked_examples import CASES, EXAMPLES, Case

SCATTERED = {"B02": 0.1, "B03": 0.1, "B04": 0.1, "B06": 0.1, "B08": 0.1, "B8A": 0.1, "B11": 0.1, "B12": 0.1}


def _case_stack(case: Case):
    examples = [EXAMPLES[name] for name in case.seen]
    return stack_of([e.spectrum for e in examples], [e.scene_class for e in examples])


@pytest.mark.parametrize("case", CASES, ids=lambda c: "+".join(c.seen))
@pytest.mark.parametrize("method", ["s2gm", "stc"])
def test_two_or_three_observations_give_the_worked_observation(case: Case, method: str):
    selection = composite(method, _case_stack(case))
    assert selection.index[0, 0] == (-1 if case.taken is None else case.seen.index(case.taken))
    assert selection.layers["medoid_mos"][0, 0] == 65535


@pytest.mark.parametrize("case", CASES, ids=lambda c: "+".join(c.seen))
def test_two_or_three_observations_fire_the_worked_rule(case: Case):
    assert stc_kernel.rule(_case_stack(case))[0, 0] == case.rule


def test_the_cases_fire_every_rule():
    assert {case.rule for case in CASES} == set(range(1, 9))


@pytest.mark.parametrize("case", CASES, ids=lambda c: "+".join(c.seen))
def test_the_order_of_the_dates_does_not_change_the_spectrum_that_is_taken(case: Case):
    turned = Case(tuple(reversed(case.seen)), case.taken, case.rule)
    index = composite("stc", _case_stack(turned)).index[0, 0]
    assert (None if index < 0 else turned.seen[index]) == case.taken


def test_a_medoid_worked_by_hand():
    # One band differs: 0.10 0.20 0.40 0.50 0.90. Sums of distances: 1.6, 1.3, 1.1, 1.2, 2.4. Least at 0.40:
    # 1.1 / 5 = 0.22.
    spectra = [{**SCATTERED, "B02": value} for value in (0.90, 0.10, 0.40, 0.20, 0.50)]
    selection = composite("s2gm", stack_of(spectra))
    assert selection.index[0, 0] == 2
    assert selection.layers["medoid_mos"][0, 0] == 2200


def test_the_distance_is_euclidean():
    # B04 and B12 away from the centre by (0.3, 0.4) is 0.5; the sum of the parts would be 0.7. Around the centre:
    # (0.3, 0.4), (-0.3, 0.4), (0, -0.5): sum of distances of the centre 1.5, over 4 observations 0.375.
    centre = {**SCATTERED, "B04": 0.5, "B12": 0.5}
    away = [{**centre, "B04": 0.5 + a, "B12": 0.5 + b} for a, b in ((0.3, 0.4), (-0.3, 0.4), (0.0, -0.5))]
    selection = composite("s2gm", stack_of([*away, centre]))
    assert selection.index[0, 0] == 3
    assert selection.layers["medoid_mos"][0, 0] == 3750


@pytest.mark.parametrize("band", ["B02", "B03", "B04", "B06", "B08", "B11", "B12"])
def test_each_of_the_seven_bands_decides_a_medoid(band: str):
    # Sums: 0.7: 1.95; 0.3: 0.75; 0.1: 1.05; 0.2: 0.75; 0.25: 0.45 + 0.05 + 0.15 + 0.05 = 0.7, the least; / 5 = 0.14.
    spectra = [{**SCATTERED, band: value} for value in (0.7, 0.3, 0.1, 0.2, 0.25)]
    selection = composite("s2gm", stack_of(spectra))
    assert (selection.index[0, 0], selection.layers["medoid_mos"][0, 0]) == (4, 1400)


def test_b8a_takes_no_part_in_the_medoid():
    spectra = [{**SCATTERED, "B8A": value, "B02": 0.1 + i * 0.01} for i, value in enumerate((0.9, 0.1, 0.5, 0.3))]
    # B02 0.10 0.11 0.12 0.13: sums 0.06, 0.04, 0.04, 0.06: one of the middle two, 0.04 / 4 = 0.01.
    selection = composite("s2gm", stack_of(spectra))
    assert selection.layers["medoid_mos"][0, 0] == 100


def test_of_equal_spectra_the_newest_is_taken():
    spectra = [{**SCATTERED, "B02": value} for value in (0.9, 0.3, 0.3, 0.3, 0.1)]
    assert composite("s2gm", stack_of(spectra)).index[0, 0] == 1
    assert composite("medoid", stack_of(spectra)).index[0, 0] == 1


def test_a_single_observation_is_taken_and_is_no_medoid():
    selection = composite("s2gm", stack_of([EXAMPLES["vbright"].spectrum], [5]))
    assert (selection.index[0, 0], selection.layers["medoid_mos"][0, 0]) == (0, 65535)


def test_no_observation_gives_nothing():
    stack = replace(stack_of([EXAMPLES["veg"].spectrum] * 4), day=np.arange(4, dtype=np.int32)[::-1])
    stack.valid[:] = False
    for method in METHODS.values():
        made = composite(method.name, stack)
        assert made.index[0, 0] == -1
        assert {name: plane[0, 0] for name, plane in made.layers.items()} == {n: LAYERS[n].nodata for n in made.layers}
        assert made.reflectance is None or (made.reflectance == INVALID).all()
