"""Every reason by itself, on stacks made by hand: what is added, what is cleared, and what is left alone."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core.masks.multitemporal.detect import detect
from s2gm_core.masks.multitemporal.findings import (
    ALIKE,
    CLASSIFIED,
    DARKENED,
    FEW_DATES,
    HAZE,
    HIDDEN_FROM,
    PERSISTENT,
    PROJECTED,
    REASONS,
    SNOW,
    MaskClass,
)
from s2gm_core.radiometry.scaling import INVALID
from tests.core.masks.multitemporal import stacks
from tests.core.masks.multitemporal.stacks import CLOUD, ROOF, STUBBLE, WATER, Place, fine, outside, square

SPOT, OTHER = square(20, 20), square(4, 30)


def _is(mask, place, kind) -> np.ndarray:
    return mask.mask_class[fine(place)] == kind


def test_ground_that_stays_is_clear():
    for mask in Place(6).masks():
        assert (mask.mask_class == MaskClass.CLEAR).all()
        assert (mask.reasons == 0).all()
        assert mask.usable.all()


def test_a_missed_cloud_is_found_on_its_date_only():
    place = Place(6)
    place.put(CLOUD, SPOT, 2)
    masks = place.masks()
    assert _is(masks[2], SPOT, MaskClass.CLOUD).all()
    assert (masks[2].reasons[fine(SPOT)] & HAZE.value > 0).all()
    assert (masks[2].confidence[fine(SPOT)] >= HIDDEN_FROM).all()
    assert (masks[2].mask_class[outside(SPOT)] == MaskClass.CLEAR).all()
    assert all((mask.mask_class == MaskClass.CLEAR).all() for number, mask in enumerate(masks) if number != 2)


def test_a_veil_that_one_sees_through_is_found():
    place = Place(6, noise=5.0)
    rng = np.random.default_rng(3)
    veil = {name: value * rng.normal(1.0, 0.2, (12, 12)) for name, value in CLOUD.items()}
    place.mix(veil, 0.2, square(10, 10, 12), 1)
    assert _is(place.masks()[1], square(11, 11, 10), MaskClass.CLOUD).mean() > 0.95


def test_a_harvested_field_is_no_cloud():
    place = Place(8)
    place.put(STUBBLE, SPOT, slice(5, 8))
    for mask in place.masks():
        assert _is(mask, SPOT, MaskClass.CLEAR).all()


def test_a_roof_that_is_always_called_cloud_is_cleared():
    place = Place(6)
    place.put(ROOF, SPOT)
    place.call(9, SPOT)
    for mask in place.masks():
        assert _is(mask, SPOT, MaskClass.CLEAR).all()
        assert (mask.reasons[fine(SPOT)] & PERSISTENT.value > 0).all()
        assert (mask.confidence[fine(SPOT)] < HIDDEN_FROM).all()


def test_a_roof_under_a_cloud_is_a_cloud():
    place = Place(6)
    place.put(ROOF, SPOT)
    place.call(9, SPOT)
    around = square(12, 12, 20)
    place.put({name: value * 1.5 for name, value in CLOUD.items()}, around, 3)
    place.call(9, around, 3)
    masks = place.masks()
    assert _is(masks[3], SPOT, MaskClass.CLOUD).all()
    assert _is(masks[2], SPOT, MaskClass.CLEAR).all()


def test_a_roof_smaller_than_a_coarse_cell_is_cleared():
    place = Place(6)
    for plane, name in ((place.planes[name], name) for name in place.planes):
        plane[:, 20, 20] = 0.75 * plane[:, 20, 20] + 0.25 * ROOF[name]
    place.classes[:, 41, 40] = 8
    for mask in place.masks():
        assert mask.mask_class[41, 40] == MaskClass.CLEAR


def test_a_cloud_that_is_called_cloud_stays_one():
    place = Place(6)
    place.put(CLOUD, SPOT, 2)
    place.call(9, SPOT, 2)
    mask = place.masks()[2]
    assert _is(mask, SPOT, MaskClass.CLOUD).all()
    assert (mask.reasons[fine(SPOT)] & CLASSIFIED.value > 0).all()


def test_an_uncertain_pixel_that_looks_as_ever_is_cleared():
    place = Place(6)
    place.call(7, SPOT, 2)
    mask = place.masks()[2]
    assert _is(mask, SPOT, MaskClass.CLEAR).all()
    assert (mask.reasons[fine(SPOT)] & ALIKE.value > 0).all()


def test_a_shadow_is_found_where_its_cloud_throws_it():
    """A cloud at 800 m: its shadow lies 14 cells up and 8 to the left."""
    place = Place(6)
    cloud, shadow = square(28, 28), square(28 - 14, 28 - 8)
    place.put(CLOUD, cloud, 2)
    place.call(9, cloud, 2)
    shade = {"blue": 0.5, "green": 0.55, "red": 0.6, "near_infrared": 0.7, "short_wave": 0.75}
    place.darken(shade, shadow, 2)
    mask = place.masks()[2]
    assert _is(mask, shadow, MaskClass.SHADOW).all()
    assert (mask.reasons[fine(shadow)] & (PROJECTED.value | DARKENED.value) > 0).all()
    assert (mask.mask_class[outside(cloud, shadow)] == MaskClass.CLEAR).all()


def test_ground_that_darkens_without_a_cloud_is_no_shadow():
    place = Place(6)
    place.darken({"blue": 0.4, "green": 0.5, "red": 0.5, "near_infrared": 0.6, "short_wave": 0.6}, SPOT, 2)
    assert (place.masks()[2].mask_class == MaskClass.CLEAR).all()


def test_without_angles_there_are_the_shadows_of_the_classification():
    place = Place(6)
    place.put(CLOUD, SPOT, 2)
    place.call(9, SPOT, 2)
    place.call(3, OTHER, 2)
    place.darken({"near_infrared": 0.6, "red": 0.5, "short_wave": 0.6}, OTHER, 2)
    mask = next(detect(place.stack(directions=None), [2]))
    assert _is(mask, OTHER, MaskClass.SHADOW).all()


def test_snow_that_is_called_cloud_is_snow():
    place = Place(6)
    place.put(stacks.SNOW, SPOT, 2)
    place.call(8, SPOT, 2)
    mask = place.masks()[2]
    assert _is(mask, SPOT, MaskClass.SNOW).all()
    assert (mask.reasons[fine(SPOT)] & SNOW.value > 0).all()


def test_new_snow_is_no_cloud():
    place = Place(6)
    place.put(stacks.SNOW, SPOT, slice(3, 6))
    place.call(11, SPOT, slice(3, 6))
    for mask in place.masks()[3:]:
        assert _is(mask, SPOT, MaskClass.SNOW).all()


def test_a_cloud_above_snow_is_brighter_in_the_short_wave_infrared():
    place = Place(6)
    place.put(stacks.SNOW, (slice(0, stacks.SIDE),) * 2)
    place.call(11, (slice(0, stacks.SIDE),) * 2)
    place.put(CLOUD, SPOT, 2)
    mask = place.masks()[2]
    assert _is(mask, SPOT, MaskClass.CLOUD).all()
    assert (mask.mask_class[outside(SPOT)] == MaskClass.SNOW).all()


def test_water_that_becomes_turbid_is_no_cloud_and_a_cloud_above_water_is_one():
    place = Place(6)
    lake = (slice(0, stacks.SIDE), slice(0, 20))
    place.put(WATER, lake)
    place.call(6, lake)
    place.put({"blue": 1000, "green": 1100, "red": 700, "near_infrared": 200, "short_wave": 60}, square(5, 5), 2)
    place.put(CLOUD, square(25, 5), 2)
    mask = place.masks()[2]
    assert _is(mask, square(5, 5), MaskClass.WATER).all()
    assert _is(mask, square(25, 5), MaskClass.CLOUD).all()


def test_without_a_short_wave_band_clouds_and_roofs_are_told_all_the_same():
    place = Place(6)
    place.put(ROOF, OTHER)
    place.call(9, OTHER)
    place.put(CLOUD, SPOT, 2)
    mask = place.masks(short_wave=False)[2]
    assert _is(mask, SPOT, MaskClass.CLOUD).all()
    assert _is(mask, OTHER, MaskClass.CLEAR).all()


@pytest.mark.parametrize("dates", [1, 2, 3])
def test_with_few_dates_the_classification_counts_and_the_mask_says_so(dates: int):
    place = Place(dates)
    place.put(CLOUD, SPOT, 0)
    place.call(9, SPOT, 0)
    place.put(CLOUD, OTHER, 0)
    for number, mask in enumerate(place.masks()):
        assert (mask.reasons & FEW_DATES.value > 0).all()
        assert _is(mask, SPOT, MaskClass.CLOUD).all() == (number == 0)
        assert _is(mask, OTHER, MaskClass.CLEAR).all()


def test_where_all_dates_are_cloudy_nothing_is_cleared():
    """Clouds that are unlike each other make no reference."""
    place = Place(5)
    rng = np.random.default_rng(7)
    for time in range(5):
        bright = rng.uniform(0.7, 1.7)
        place.put({name: value * bright for name, value in CLOUD.items()}, (slice(0, stacks.SIDE),) * 2, time)
    place.call(9, (slice(0, stacks.SIDE),) * 2)
    for mask in place.masks():
        assert (mask.mask_class == MaskClass.CLOUD).mean() > 0.9


@pytest.mark.parametrize("short_wave", [True, False])
def test_thick_clouds_that_look_alike_on_every_date_are_no_bright_ground(short_wave: bool):
    place, wide = Place(5), square(6, 6, 24)
    _put_alike_clouds(place, wide, range(5))
    for mask in place.masks(short_wave):
        assert _is(mask, wide, MaskClass.CLOUD).all()


def test_a_clear_date_among_clouds_that_look_alike_is_no_shadow():
    """A small place: clouds on five dates, once called clear, and dark as ground is beside clouds."""
    place = Place(6)
    _put_alike_clouds(place, SPOT, range(5))
    masks = place.masks()
    for mask in masks[:5]:
        assert _is(mask, SPOT, MaskClass.CLOUD).all()
    assert _is(masks[5], SPOT, MaskClass.CLEAR).all()


def _put_alike_clouds(place: Place, where: tuple[slice, slice], times: range) -> None:
    """Clouds whose brightness differs by 1 percent from date to date, and that the classification finds."""
    for time in times:
        place.put({name: value * (1.0 + 0.01 * time) for name, value in CLOUD.items()}, where, time)
    place.call(9, where, slice(times.start, times.stop))


def test_pixels_without_data_stay_so_and_disturb_no_other():
    place = Place(6)
    place.put(dict.fromkeys(CLOUD, INVALID / 1.2), square(0, 0), 2)
    for plane in place.planes.values():
        plane[(2, *square(0, 0))] = INVALID
    place.call(0, square(0, 0), 2)
    place.call(1, square(0, 10), 3)
    masks = place.masks()
    assert _is(masks[2], square(0, 0), MaskClass.NO_DATA).all()
    assert (masks[2].reasons[fine(square(0, 0))] == 0).all()
    assert (masks[2].mask_class[outside(square(0, 0), rim=0)] == MaskClass.CLEAR).all()
    assert _is(masks[3], square(0, 10), MaskClass.NO_DATA).all()


def test_an_empty_stack_has_no_masks():
    place = Place(3)
    assert list(detect(place.stack(), [])) == []


def test_hidden_and_confidence_agree_everywhere():
    place = Place(6)
    place.put(CLOUD, SPOT, 2)
    place.call(9, OTHER, 2)
    place.call(3, square(30, 4), 2)
    for mask in place.masks():
        hidden = (mask.mask_class == MaskClass.CLOUD) | (mask.mask_class == MaskClass.SHADOW)
        np.testing.assert_array_equal(mask.confidence >= HIDDEN_FROM, hidden)
        assert (mask.confidence <= 100).all()
        assert (mask.reasons[hidden] > 0).all()


def test_every_reason_has_a_bit_of_its_own():
    assert [reason.bit for reason in REASONS] == list(range(len(REASONS)))
    assert len({reason.name for reason in REASONS}) == len(REASONS)
