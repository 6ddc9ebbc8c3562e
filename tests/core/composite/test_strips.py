"""A block in strips is the block in one piece, for every method."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from s2gm_core.composite import strips as module
from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Composite, Observations
from s2gm_core.composite.strips import in_strips
from s2gm_core.rooms import Rooms
from tests.core.reference.stacks import Recipe, random_stack


def _same(one: Composite, other: Composite) -> None:
    for name in ("index", "reflectance", "day"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    assert sorted(one.layers) == sorted(other.layers)
    for name, plane in one.layers.items():
        np.testing.assert_array_equal(plane, other.layers[name], err_msg=name)


@pytest.mark.parametrize("name", list(METHODS))
def test_strips_do_not_show(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "STRIP_PIXELS", 40)  # two or three rows
    row = METHODS[name]
    stack = random_stack(Recipe("plain", 7, 13, 16), 5)
    options = row.make_options(())

    def method(part: Observations) -> Composite:
        return row.composite(part, options)

    whole, late = row.composite(stack, options), in_strips(stack, method, map, Rooms().array)
    _same(late.complete, whole.complete)
    np.testing.assert_array_equal(late.filled, whole.complete.index >= 0)
    with ThreadPoolExecutor(3) as pool:
        _same(in_strips(stack, lambda part: method(part).complete, pool.map, Rooms().array), whole.complete)
