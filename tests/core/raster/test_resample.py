"""Cells of a coarser grid: means, classes, nearest pixels, against the plain reference."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core.raster.resample import (
    CLASS_PRECEDENCE,
    MajorityOfCells,
    MeanOfCells,
    Target,
    block_majority,
    block_mean,
    take_nearest,
)
from tests.core.reference.resampling import box_mean, nearest_finer


def _raster(seed: int, height: int, width: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    pixels = rng.integers(1, 20000, (height, width)).astype(np.uint16)
    pixels[rng.random(pixels.shape) < 0.3] = 0
    pixels[:3, :3] = 0
    return pixels


def _reference(pixels: np.ndarray, factor: int, zero_is_data: bool) -> np.ndarray:
    means, _ = box_mean(pixels.tolist(), ((pixels != 0) | zero_is_data).tolist(), factor)
    # Halves go up; means of integers are exact enough here.
    return np.array([[0 if m is None else int(np.floor(m + 0.5)) for m in row] for row in means])


def _target(height: int, width: int, factor: int) -> Target:
    return Target(np.arange(height) // factor, np.arange(width) // factor, height // factor, width // factor)


@pytest.mark.parametrize("factor", [1, 2, 3, 6])
@pytest.mark.parametrize("zero_is_data", [False, True])
def test_both_ways_of_averaging_equal_the_reference(factor: int, zero_is_data: bool):
    pixels = _raster(factor, 24, 36)
    expected = _reference(pixels, factor, zero_is_data)
    assert np.array_equal(block_mean(pixels, factor, zero_is_data), expected)
    cells = MeanOfCells(expected.size, zero_is_data)
    cells.add(pixels, _target(24, 36, factor))
    values, empty = cells.result(*expected.shape, "uint16")
    assert np.array_equal(values, expected)
    assert zero_is_data or np.array_equal(empty, expected == 0)


def test_means_do_not_depend_on_strips():
    pixels, target = _raster(3, 24, 36), _target(24, 36, 3)
    cells = MeanOfCells(8 * 12, zero_is_data=False)
    for rows in (slice(0, 1), slice(1, 14), slice(14, 24)):
        cells.add(pixels[rows], target.strip(rows))
    assert np.array_equal(cells.result(8, 12, "uint16")[0], block_mean(pixels, 3))


def test_large_cells_of_bright_pixels_do_not_overflow():
    assert block_mean(np.full((1000, 1000), 20000, np.uint16), 1000).tolist() == [[20000]]
    assert block_mean(np.full((500, 500), 65535, np.uint16), 500).tolist() == [[65535]]


def test_pixels_outside_the_output_do_not_count():
    target = Target(np.array([-1, 0, 1]), np.array([0, 1, 2]), height=1, width=2)
    cells = MeanOfCells(2, zero_is_data=False)
    cells.add(np.full((3, 3), 9, np.uint16), target)
    values, empty = cells.result(1, 2, "uint16")
    assert values.tolist() == [[9, 9]]
    assert not empty.any()


def test_the_most_frequent_class_wins_and_cloud_wins_ties():
    pixels = np.array([[4, 4, 8, 4], [5, 4, 8, 4], [3, 2, 0, 0], [2, 3, 0, 6]], np.uint8)
    cells = MajorityOfCells(4)
    cells.add(pixels, _target(4, 4, 2))
    assert cells.result(2, 2, "uint8")[0].tolist() == [[4, 8], [3, 0]]
    assert block_majority(pixels, 2).tolist() == [[4, 8], [3, 0]]


def test_large_cells_of_classes_are_counted_in_full():
    pixels = np.full((40, 40), 4, np.uint8)
    pixels[:, :19] = 9
    assert block_majority(pixels, 40).tolist() == [[4]]
    pixels[:, 19] = 9
    assert block_majority(pixels, 40).tolist() == [[9]]  # 800 against 800


@pytest.mark.parametrize("factor", [2, 3])
def test_classes_equal_a_plain_count(factor: int):
    rng = np.random.default_rng(5)
    pixels = rng.integers(0, 14, (12, 18)).astype(np.uint8)
    cells = MajorityOfCells((12 // factor) * (18 // factor))
    cells.add(pixels, _target(12, 18, factor))
    found, _ = cells.result(12 // factor, 18 // factor, "uint8")
    np.testing.assert_array_equal(block_majority(pixels, factor), found)
    for y, x in np.ndindex(found.shape):
        inside = pixels[y * factor : (y + 1) * factor, x * factor : (x + 1) * factor].ravel().tolist()
        inside = [value if value <= 11 else 0 for value in inside]
        most = max(inside.count(value) for value in inside)
        expected = next(value for value in CLASS_PRECEDENCE if inside.count(value) == most)
        assert found[y, x] == expected


def test_a_finer_grid_repeats_pixels():
    pixels = _raster(1, 4, 5)
    taken = take_nearest(pixels, np.arange(12) // 3, np.arange(15) // 3, fill=0)
    assert taken.tolist() == nearest_finer(pixels.tolist(), 3)


def test_places_outside_the_source_are_filled():
    taken = take_nearest(np.array([[7]], np.uint8), np.array([-1, 0, 1]), np.array([-1, 0, 1]), fill=0)
    assert taken.tolist() == [[0, 0, 0], [0, 7, 0], [0, 0, 0]]
