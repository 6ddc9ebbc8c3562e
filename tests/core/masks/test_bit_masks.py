"""Every number that a bit mask can hold gives the class that its bits mean, decided here bit by bit."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core.masks.bit_masks import EDGE_TABLE, MAJA_CLOUD_TABLE, MAJA_GEOPHYSICAL_TABLE, QA_PIXEL_TABLE
from s2gm_core.masks.class_rules import CLASS_RULES


def _bits(number: int, names: tuple[str, ...]) -> set[str]:
    """Names of the bits that are set, read off the binary digits."""
    digits = format(number, "b")[::-1]
    return {name for name, digit in zip(names, digits) if digit == "1"}


def _cloud_class(number: int) -> int:
    seen = _bits(number, ("all", "cloud", "one_date", "many_dates", "thinnest", "shadow", "far_shadow", "high"))
    if "high" in seen and not seen & {"one_date", "many_dates"}:
        return 10
    if seen & {"cloud", "one_date", "many_dates"}:
        return 9
    if seen & {"shadow", "far_shadow"}:
        return 3
    if "all" in seen:
        return 9
    return 7 if "thinnest" in seen else 0


def _geophysical_class(number: int) -> int:
    seen = _bits(number, ("water", "cloud", "snow", "shadow", "relief", "hidden", "low_sun", "tangent_sun"))
    for name, scene_class in (("cloud", 9), ("shadow", 3), ("hidden", 1), ("snow", 11), ("water", 6)):
        if name in seen:
            return scene_class
    return 2 if seen else 5


def _landsat_class(number: int) -> int:
    seen = _bits(number, ("fill", "dilated", "cirrus", "cloud", "shadow", "snow", "clear", "water"))
    if number == 0 or "fill" in seen:
        return 0
    ranking = (("cloud", 9), ("dilated", 8), ("cirrus", 10), ("shadow", 3), ("snow", 11), ("water", 6), ("clear", 5))
    return next((scene_class for name, scene_class in ranking if name in seen), 7)


def test_every_number_of_majas_cloud_mask():
    assert MAJA_CLOUD_TABLE.tolist() == [_cloud_class(number) for number in range(256)]


def test_every_number_of_majas_geophysical_mask():
    assert MAJA_GEOPHYSICAL_TABLE.tolist() == [_geophysical_class(number) for number in range(256)]


def test_every_number_of_landsats_mask():
    assert QA_PIXEL_TABLE.tolist() == [_landsat_class(number) for number in range(65536)]


@pytest.mark.parametrize(
    ("number", "scene_class"),
    [(1, 0), (21824, 5), (21952, 6), (22280, 9), (21826, 8), (23888, 3), (30048, 11), (54596, 10), (54852, 10)],
)
def test_numbers_that_landsat_images_hold(number: int, scene_class: int):
    assert QA_PIXEL_TABLE[number] == scene_class


def test_the_edge_of_a_maja_image_wins_over_every_other_mask():
    rule = CLASS_RULES["maja"]
    edge, cloud, ground = np.array([[0, 1, 1, 0, 255]]), np.array([[0, 2, 0, 32, 0]]), np.array([[4, 0, 1, 1, 0]])
    by_asset = {"EDG": EDGE_TABLE[edge], "CLM": MAJA_CLOUD_TABLE[cloud], "MG2": MAJA_GEOPHYSICAL_TABLE[ground]}
    combined = rule.combined([by_asset[asset] for asset in rule.assets])
    assert combined.tolist() == [[11, 0, 0, 3, 0]]
    assert combined.dtype == np.uint8


def test_a_mask_keeps_the_arrays_it_is_given():
    planes = [np.ones((1, 1), np.uint8), np.full((1, 1), 9, np.uint8), np.full((1, 1), 5, np.uint8)]
    CLASS_RULES["maja"].combined(planes)
    assert [int(plane[0, 0]) for plane in planes] == [1, 9, 5]


def test_tables_cannot_be_changed_by_accident():
    with pytest.raises(ValueError, match="read-only"):
        QA_PIXEL_TABLE[0] = 4
