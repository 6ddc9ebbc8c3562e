"""The parts of the mask against plain arithmetic: reference, correlation, parallax, shadows, growth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter, shift

from s2gm_core.masks.multitemporal.cells import LocalPattern, grown, on_fine, share_of
from s2gm_core.masks.multitemporal.clear_look import clear_look_of, haze_blue
from s2gm_core.masks.multitemporal.findings import Directions
from s2gm_core.masks.multitemporal.parallax import displacement_index, parallax_of
from s2gm_core.masks.multitemporal.shadows import shadows_of
from s2gm_core.masks.multitemporal.thresholds import DEFAULT
from s2gm_core.radiometry.scaling import INVALID
from tests.core.masks.multitemporal.stacks import CLOUD, ROOF, Place, square

SPOT = square(20, 20)


def _reference(place: Place):
    clear = np.stack([share_of(plane == 4, 2) == 1 for plane in place.classes])
    return clear_look_of(place.stack(), clear, DEFAULT)


def test_haze_blue_is_blue_less_half_of_the_red_and_keeps_gaps():
    blue, red = np.array([[300, INVALID, 50]], np.int16), np.array([[200, 10, INVALID]], np.int16)
    np.testing.assert_array_equal(haze_blue(blue, red), [[200, INVALID, INVALID]])


def test_the_reference_is_that_of_the_dates_that_are_called_clear():
    place = Place(6)
    place.put(CLOUD, SPOT, slice(0, 4))
    place.call(9, SPOT, slice(0, 4))
    reference = _reference(place)
    assert reference.believed.all()
    assert reference.by_classification.all()
    np.testing.assert_allclose(reference.blue[SPOT], 300, atol=80)


def test_where_nothing_is_called_clear_it_is_that_of_the_dates_that_agree():
    place = Place(8)
    place.put(ROOF, SPOT)
    place.put({name: value * 1.6 for name, value in CLOUD.items()}, SPOT, slice(0, 3))
    place.call(9, SPOT)
    reference = _reference(place)
    assert reference.believed.all()
    assert not reference.by_classification[SPOT].any()
    np.testing.assert_allclose(reference.red[SPOT], ROOF["red"], rtol=0.15)


def test_dates_that_do_not_agree_are_not_believed():
    place = Place(5)
    for time, bright in enumerate((0.5, 0.8, 1.1, 1.4, 1.7)):
        place.put({name: value * bright for name, value in CLOUD.items()}, SPOT, time)
    place.call(9, SPOT)
    reference = _reference(place)
    assert not reference.believed[SPOT].any()
    assert reference.believed[square(0, 0)].all()


def test_correlation_equals_that_of_the_cells_around():
    rng = np.random.default_rng(1)
    one = rng.normal(1000, 200, (15, 15)).astype(np.float32)
    other = (0.6 * one + rng.normal(0, 150, (15, 15))).astype(np.float32)
    found = LocalPattern.of(other, 7).correlation(one)
    expected = np.corrcoef(one[4:11, 4:11].ravel(), other[4:11, 4:11].ravel())[0, 1]
    assert found[7, 7] == pytest.approx(expected, abs=1e-3)
    assert (LocalPattern.of(one, 7).correlation(np.full((15, 15), 5.0, np.float32)) == 0).all()


def test_growth_is_a_disc_in_metres():
    plane = np.zeros((21, 21), bool)
    plane[10, 10] = True
    rows, cols = np.mgrid[:21, :21] - 10
    np.testing.assert_array_equal(grown(plane, 65.0, (20.0, 10.0)), (rows * 20.0) ** 2 + (cols * 10.0) ** 2 <= 65.0**2)


def test_shares_and_repeats_are_each_others_way_back():
    coarse = np.random.default_rng(2).random((5, 7)) > 0.5
    np.testing.assert_array_equal(share_of(on_fine(coarse, 2), 2), coarse)
    quarter = np.zeros((2, 2), bool)
    quarter[0, 1] = True
    assert share_of(quarter, 2)[0, 0] == 0.25


def _bands(moves: float) -> tuple[np.ndarray, ...]:
    """B07, B08 and B8A (y, x) of a field with a bright spot that B08 sees displaced by some cells."""
    rng = np.random.default_rng(4)
    ground = 3000 + gaussian_filter(rng.normal(0, 400, (60, 60)), 1.5)
    spot = np.zeros((60, 60))
    spot[26:34, 26:34] = 1.0
    spot = gaussian_filter(spot, 1.0)
    seen = [ground * (1 - moved) + 5500 * moved for moved in (spot, shift(spot, (moves, 0), order=1), spot)]
    noise = [rng.normal(0, 8, (60, 60)) for _ in seen]
    factors = (0.93, 0.97, 1.0)
    return tuple((plane * factor + extra).astype(np.int16) for plane, factor, extra in zip(seen, factors, noise))


def test_what_floats_has_a_low_displacement_index_and_what_stands_has_not():
    flagged = np.zeros((60, 60), bool)
    flagged[26:34, 26:34] = True
    white = np.ones((60, 60), bool)
    floating, standing = (displacement_index(*_bands(moves)) for moves in (1.5, 0.0))
    assert floating[24:36, 24:36].min() < DEFAULT.displaced
    assert standing[24:36, 24:36].min() > DEFAULT.displaced
    assert not parallax_of(floating, flagged, white, 400.0, DEFAULT).grounded.any()
    np.testing.assert_array_equal(parallax_of(standing, flagged, white, 400.0, DEFAULT).grounded, flagged)


def test_large_objects_are_never_cleared_for_want_of_parallax():
    flagged = np.ones((60, 60), bool)
    found = parallax_of(np.zeros((60, 60), np.float32), flagged, flagged, 400.0, DEFAULT)
    assert not found.grounded.any()


def test_only_what_is_white_floats():
    index = displacement_index(*_bands(1.5))
    nothing = np.zeros((60, 60), bool)
    assert parallax_of(index, nothing, ~nothing, 400.0, DEFAULT).floats.any()
    assert not parallax_of(index, nothing, nothing, 400.0, DEFAULT).floats.any()


@pytest.mark.parametrize("height", [600.0, 1500.0, 2500.0])
def test_each_object_throws_its_shadow_from_its_own_height(height: float):
    way, cell = Directions((0.1, 0.05), (-0.6, -0.5)), (40.0, 40.0)
    clouds, dark = np.zeros((120, 120), bool), np.zeros((120, 120), bool)
    clouds[90:96, 90:98] = True
    down = round((way.shade[0] - way.hidden[0]) * height / 40)
    across = round((way.shade[1] - way.hidden[1]) * height / 40)
    dark[90 + down : 96 + down, 90 + across : 98 + across] = True
    found = shadows_of(clouds, dark, np.ones_like(clouds), way, cell, DEFAULT)
    assert (found.projected & dark).sum() > 0.7 * dark.sum()
    assert (found.projected & ~dark).sum() < 0.3 * dark.sum()
    assert found.reach[dark].mean() > 0.8


def test_an_object_without_anything_dark_throws_no_shadow():
    clouds = np.zeros((60, 60), bool)
    clouds[30:36, 30:36] = True
    way = Directions((0.0, 0.0), (-0.6, -0.5))
    found = shadows_of(clouds, np.zeros_like(clouds), np.ones_like(clouds), way, (40.0, 40.0), DEFAULT)
    assert not found.projected.any()
    nothing = shadows_of(np.zeros_like(clouds), clouds, clouds, way, (40.0, 40.0), DEFAULT)
    assert not nothing.projected.any() and not nothing.reach.any()
