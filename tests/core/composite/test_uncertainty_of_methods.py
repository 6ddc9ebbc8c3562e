"""Every method states an uncertainty, and the weights that those of averages use are the ones that were averaged by."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from s2gm_core.composite import weighted_average, weighted_average_trimmed
from s2gm_core.composite.input_uncertainty import InputUncertainty
from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.uncertainty import of_date
from s2gm_core.radiometry.scaling import INVALID
from tests.core.reference.stacks import Recipe, composite, random_stack

RECIPE = Recipe("some dates", 7, 12, 17)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_states_an_uncertainty_where_it_has_a_value(method: str):
    row, stack = METHODS[method], random_stack(RECIPE, 3)
    made = composite(method, stack)
    found = row.uncertainty(stack, made, row.make_options(()), InputUncertainty())
    assert (found.dtype, found.shape) == (np.float32, (len(stack.bands), *stack.shape))
    known = np.isfinite(found)
    assert not known[:, made.index < 0].any()
    of_valid = (made.index >= 0) & stack.valid.any(axis=0)
    assert known[:, of_valid].all()
    assert (found[known] > 0.001).all()


def test_methods_that_average_do_not_pass_for_single_observations():
    assert [row.name for row in METHODS.values() if not row.selects and row.uncertainty is of_date] == []


@pytest.mark.parametrize("water", ["last", "mean"])
@pytest.mark.parametrize(
    ("method", "weights", "options"),
    [
        ("weighted_average", weighted_average.weights, weighted_average.WeightedAverageOptions),
        ("weighted_average_trimmed", weighted_average_trimmed.weights, weighted_average_trimmed.TrimmedOptions),
    ],
)
def test_the_weights_are_those_of_the_average(method: str, weights: Callable, options: type, water: str):
    stack = random_stack(RECIPE, 4)
    made = composite(method, stack, f"water={water}", "fill_clouded=no")
    weight = weights(stack, options(water=water, fill_clouded=False)).astype(np.float64)
    assert not weight[~stack.valid].any()
    there = made.index >= 0
    assert np.array_equal(weight.sum(axis=0) > 0, there)
    expected = (weight[:, np.newaxis] * np.where(stack.valid[:, np.newaxis], stack.reflectance, 0)).sum(axis=0)
    expected = expected[:, there] / weight.sum(axis=0)[there]
    assert np.abs(made.reflectance[:, there] - expected).max() <= 0.51
    assert (made.reflectance[:, ~there] == INVALID).all()
