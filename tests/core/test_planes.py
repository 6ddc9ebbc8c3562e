"""Whole planes by arithmetic, against assignments through masks."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core import planes
from s2gm_core.planes import count_along_time, enlarged, is_any_of, put_where

RNG = np.random.default_rng(1)


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32"])
@pytest.mark.parametrize("is_number", [False, True])
def test_put_where_is_an_assignment_through_a_mask(dtype: str, is_number: bool):
    info = np.iinfo(dtype)
    target, source = RNG.integers(info.min, info.max, (2, 40, 50), endpoint=True).astype(dtype)
    where = RNG.random(target.shape) < 0.5
    expected = target.copy()
    expected[where] = info.max if is_number else source[where]
    put_where(target, info.max if is_number else source, where)
    np.testing.assert_array_equal(target, expected)


def test_put_where_works_on_a_part_of_a_plane():
    plane = np.zeros((10, 10), np.int16)
    put_where(plane[2:5, 3:7], 9, np.ones((10, 10), bool)[2:5, 3:7])
    assert plane.sum() == 9 * 12 == 9 * np.count_nonzero(plane[2:5, 3:7])


def test_is_any_of_several_values():
    plane = RNG.integers(0, 12, (30, 30)).astype(np.uint8)
    np.testing.assert_array_equal(is_any_of(plane, [2, 4, 11]), np.isin(plane, [2, 4, 11]))
    assert not is_any_of(plane, []).any()


@pytest.mark.parametrize("times", [0, 1, 255, 256, 300])
def test_counts_along_time_do_not_overflow(times: int):
    seen = np.ones((times, 3, 4), bool)
    assert count_along_time(seen).dtype == np.uint16
    assert (count_along_time(seen) == times).all()


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16"])
@pytest.mark.parametrize("factor", [1, 2, 3, 6])
def test_enlarged_repeats_every_pixel(dtype: str, factor: int):
    pixels = RNG.integers(0, 200, (5, 7)).astype(dtype)
    large = enlarged(pixels, factor)
    assert large.dtype == pixels.dtype
    np.testing.assert_array_equal(large, np.kron(pixels, np.ones((factor, factor), dtype)))


@pytest.mark.parametrize("pixels_at_once", [1, 40, 10**6])
def test_values_at_takes_each_pixel_from_its_own_time(pixels_at_once: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(planes, "PIXELS_AT_ONCE", pixels_at_once)
    random = np.random.default_rng(5)
    stack = random.integers(-500, 500, (4, 3, 9, 13)).astype(np.int16)
    index = random.integers(-1, 4, (9, 13)).astype(np.int16)
    expected = np.full((3, 9, 13), -7)
    for (y, x), time in np.ndenumerate(index):
        if time >= 0:
            expected[:, y, x] = stack[time, :, y, x]
    np.testing.assert_array_equal(planes.values_at(stack, index, [0, 1, 2], -7), expected)
    np.testing.assert_array_equal(planes.values_at(stack, index, [2, 0], -7), expected[[2, 0]])
    apart = np.zeros((4, 6, 9, 13), np.int16)
    apart[:, ::2] = stack
    np.testing.assert_array_equal(planes.values_at(apart[:, ::2], index, [0, 1, 2], -7), expected)


def test_values_at_of_no_dates_are_missing():
    values = planes.values_at(np.zeros((0, 2, 3, 4), np.int16), np.full((3, 4), -1, np.int16), [0, 1], 9)
    assert values.shape == (2, 3, 4) and (values == 9).all()
