"""Whole planes by arithmetic, against assignments through masks."""

from __future__ import annotations

import numpy as np
import pytest

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
