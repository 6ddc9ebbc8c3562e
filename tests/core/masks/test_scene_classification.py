"""Which scene classes count."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core.errors import OrderError
from s2gm_core.masks.scene_classification import MASK_PRESETS, mask_preset, valid_by_class

PUBLISHED = {
    "esa": {2, 4, 5, 6, 11},
    "weak_1": {2, 4, 5, 6, 11},
    "strongest": {4, 5, 6, 11},
    "weak_2": {2, 4, 5, 6, 7, 11},
    "weak_3": {2, 4, 5, 6, 7, 10, 11},
    "weak_4": {2, 3, 4, 5, 6, 7, 8, 10, 11},
    "maja": {2, 4, 5, 6, 7, 11},
}


OWN = {"multitemporal", "probability", "omnicloudmask"}
"""Masks that are made of more than classes."""


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_a_preset_keeps_the_published_classes_and_nothing_above_eleven(name: str):
    every_value = np.arange(256, dtype=np.uint8).reshape(1, 16, 16)
    valid = valid_by_class(every_value, mask_preset(name))
    assert valid.dtype == bool
    assert set(every_value[valid].tolist()) == PUBLISHED[name]


def test_every_preset_is_held_against_the_published_table():
    assert set(MASK_PRESETS) - OWN == {*PUBLISHED, "none"}


def test_without_a_mask_all_classes_with_data_are_kept():
    every_value = np.arange(256, dtype=np.uint8).reshape(1, 16, 16)
    assert set(every_value[valid_by_class(every_value, mask_preset("none"))].tolist()) == set(range(2, 12))


def test_an_unknown_mask_is_refused_with_the_names_that_exist():
    with pytest.raises(OrderError, match="weak_1"):
        mask_preset("magic")


def test_the_other_name_of_the_multitemporal_mask_gives_it():
    assert mask_preset("brightearth") is MASK_PRESETS["multitemporal"]
