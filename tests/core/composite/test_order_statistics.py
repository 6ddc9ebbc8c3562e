"""Order statistics against numpy's own, pixel by pixel."""

from __future__ import annotations

import math

import numpy as np
import pytest

from s2gm_core.composite import order_statistics as kernel
from s2gm_core.composite.order_statistics import linear_ranks, order_statistics, sorted_along_time, whole_ranks

INVALID = 32767
PROBABILITIES = (0.0, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9, 1.0)


def _stack(times: int, pixels: int, seed: int, share_valid: float = 0.65) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    values = rng.integers(-32767, 32767, (times, pixels)).astype(np.int16)
    values[:, ::3] = rng.integers(-2, 3, values[:, ::3].shape)
    valid = rng.random(values.shape) < share_valid
    return values, valid


@pytest.mark.parametrize("times", [*range(1, 18), 31, 32, 33, 75])
def test_the_network_sorts(times: int):
    values, valid = _stack(times, 200, times)
    found = sorted_along_time(values, valid)
    for pixel in range(200):
        expected = sorted(values[valid[:, pixel], pixel].tolist())
        assert found[:, pixel].tolist() == expected + [INVALID] * (times - len(expected))


@pytest.mark.parametrize("size", range(1, 11))
def test_the_network_sorts_every_pattern_of_zeros_and_ones(size: int):
    # What sorts all sequences of 0 and 1 sorts all sequences.
    patterns = ((np.arange(2**size) >> np.arange(size)[:, None]) & 1).astype(np.int16)
    for highest in range(size):
        planes, rows = kernel._sorted_planes(patterns, np.ones(patterns.shape, bool), highest)
        np.testing.assert_array_equal(planes[rows][: highest + 1], np.sort(patterns, axis=0)[: highest + 1])


@pytest.mark.parametrize("share_valid", [0.05, 0.65, 1.0])
@pytest.mark.parametrize("times", [1, 2, 3, 4, 7, 12, 30])
def test_quantiles_are_those_of_numpy(times: int, share_valid: float):
    values, valid = _stack(times, 150, times, share_valid)
    found = order_statistics(values, valid, PROBABILITIES)
    assert found.dtype == np.float32 and found.shape == (len(PROBABILITIES), 150)
    for pixel in range(150):
        seen = values[valid[:, pixel], pixel].astype(np.float64)
        expected = np.quantile(seen, PROBABILITIES) if seen.size else np.full(len(PROBABILITIES), np.nan)
        np.testing.assert_allclose(found[:, pixel], expected, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("probabilities", [(0.25,), (0.5,), (0.9, 0.1), (0.0,), (1.0,)])
def test_the_comparisons_that_are_left_out_were_not_needed(probabilities: tuple[float, ...]):
    values, valid = _stack(13, 500, 3)
    every = order_statistics(values, valid, (*probabilities, 1.0))
    np.testing.assert_array_equal(order_statistics(values, valid, probabilities), every[: len(probabilities)])
    few, every_rank = (kernel.comparisons(13, frozenset(range(size))) for size in (4, 13))
    assert len(few) < len(every_rank)


def test_the_cut_into_runs_of_pixels_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    values, valid = _stack(9, 1000, 5)
    valid[2, :300] = False
    valid[:, 300:350] = False
    expected, ascending = order_statistics(values, valid, PROBABILITIES), sorted_along_time(values, valid)
    monkeypatch.setattr(kernel, "OBSERVATIONS_AT_ONCE", 1)
    monkeypatch.setattr(kernel, "MIN_PIXELS_AT_ONCE", 37)
    np.testing.assert_array_equal(order_statistics(values, valid, PROBABILITIES), expected)
    np.testing.assert_array_equal(sorted_along_time(values, valid), ascending)


def test_what_stands_in_gaps_does_not_matter_and_nothing_is_nothing():
    values, valid = _stack(6, 100, 7)
    other = np.where(valid, values, np.int16(-32768))
    np.testing.assert_array_equal(order_statistics(values, valid, (0.5,)), order_statistics(other, valid, (0.5,)))
    assert np.isnan(order_statistics(values, np.zeros_like(valid), (0.25, 0.5))).all()
    assert order_statistics(values[:0], valid[:0], (0.5,)).shape == (1, 100)
    assert order_statistics(values[:, :0], valid[:, :0], (0.5,)).shape == (1, 0)


def test_whole_ranks_are_observed_values():
    ranks = whole_ranks((0.0, 0.25, 0.29, 0.5, 1.0), 100)
    for n in range(1, 101):
        expected = [min(hundredths * n // 100, n - 1) for hundredths in (0, 25, 29, 50, 100)]
        assert ranks.below[:, n].tolist() == expected
    assert (ranks.share[:, 1:] == 0).all() and np.isnan(ranks.share[:, 0]).all()


def test_linear_ranks_lie_between_the_first_and_the_last_value():
    ranks = linear_ranks((0.25, 0.5, 1.0), 9)
    assert ranks.below[:, 1].tolist() == [0, 0, 0] and ranks.share[:, 1].tolist() == [0, 0, 0]
    assert ranks.below[:, 4].tolist() == [0, 1, 3] and ranks.share[:, 4].tolist() == [0.75, 0.5, 0]
    assert math.isnan(ranks.share[0, 0])
