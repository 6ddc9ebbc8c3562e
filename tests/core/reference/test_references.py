"""The references themselves reproduce the specification's worked examples."""

from __future__ import annotations

import pytest

from tests.core.reference import spectra
from tests.core.reference.decision import Seen, stc
from tests.core.reference.worked_examples import CASES, EXAMPLES, Case, Example


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda e: e.name)
def test_reference_reproduces_the_worked_indices(example: Example):
    values = [f(example.spectrum) for f in (spectra.ndvi, spectra.mndwi, spectra.tcb, spectra.haze)]
    assert values == pytest.approx([example.ndvi, example.mndwi, example.tcb, example.haze], abs=6e-5)
    assert spectra.is_cloud_or_snow(example.spectrum) == example.cloud
    assert spectra.is_snow(example.spectrum, example.scene_class) == example.snow


@pytest.mark.parametrize("case", CASES, ids=lambda c: "+".join(c.seen))
def test_reference_takes_the_worked_observation_by_the_worked_rule(case: Case):
    pick = stc([Seen(EXAMPLES[name].spectrum, EXAMPLES[name].scene_class) for name in case.seen])
    taken = None if pick.index is None else case.seen[pick.index]
    assert (taken, pick.rule) == (case.taken, case.rule)
