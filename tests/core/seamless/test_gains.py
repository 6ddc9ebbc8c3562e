"""Gains and offsets of all overpasses from what they see in common."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core.seamless.gains import GAIN_BOUNDS, OFFSET_BOUND, Balance, residuals, solve_balance, weighted_residual
from s2gm_core.seamless.overlaps import LEAST_CELLS, Overlap, overlaps_of


def _overlap(first: int, second: int, balance: Balance, cells: int = 1000, truth: float = 0.1) -> Overlap:
    """What two overpasses say of ground of the same reflectance and spread, each seen through its own balance."""
    truths = np.array([truth, truth * 1.2, truth * 0.8])
    spread = np.array([0.03, 0.02, 0.04])
    at = [first, second]
    return Overlap(first, second, cells, (truths - balance.offset[at]) / balance.gain[at], spread / balance.gain[at])


def test_known_gains_and_offsets_are_found_up_to_what_all_share():
    gain = np.array([[1.0, 1.0, 1.0], [1.1, 0.95, 1.05], [0.92, 1.02, 0.98]])
    offset = np.array([[0.0, 0.0, 0.0], [-0.004, 0.003, 0.002], [0.005, -0.002, 0.0]])
    true = Balance(gain, offset)
    overlaps = [_overlap(a, b, true, truth=t) for a, b, t in ((0, 1, 0.1), (1, 2, 0.15), (0, 2, 0.07))]
    found = solve_balance(overlaps, 3, 3)
    assert np.abs(residuals(overlaps, found)).max() < 3e-4
    assert weighted_residual(overlaps, Balance.none(3, 3)) > 0.004
    ratio = found.gain / gain  # one common gain is free
    np.testing.assert_allclose(ratio - ratio.mean(axis=0), 0, atol=0.02)


def test_an_overpass_without_overlap_stays_as_it_is():
    true = Balance(np.array([[1.0] * 3, [1.1] * 3, [1.0] * 3]), np.zeros((3, 3)))
    found = solve_balance([_overlap(0, 1, true)], 3, 3)
    np.testing.assert_allclose(found.gain[2], 1.0, atol=1e-6)
    np.testing.assert_allclose(found.offset[2], 0.0, atol=1e-6)
    assert solve_balance([], 2, 3).gain.tolist() == [[1.0] * 3] * 2
    assert weighted_residual([], Balance.none(2, 3)) == 0.0


def test_gains_and_offsets_stay_in_their_bounds():
    true = Balance(np.array([[1.0] * 3, [3.0] * 3]), np.zeros((2, 3)))
    found = solve_balance([_overlap(0, 1, true)], 2, 3)
    assert found.gain.min() >= GAIN_BOUNDS[0] - 1e-9
    assert found.gain.max() <= GAIN_BOUNDS[1] + 1e-9
    assert np.abs(found.offset).max() <= OFFSET_BOUND + 1e-9


def test_one_pair_that_contradicts_the_others_is_heard_less():
    same = Balance.none(4, 3)
    pairs = [(a, b) for a in range(4) for b in range(a + 1, 4)]
    good = [_overlap(a, b, same) for a, b in pairs[:-1]]
    wrong = _overlap(2, 3, Balance(np.array([[1.0] * 3] * 3 + [[1.25] * 3]), np.zeros((4, 3))))
    found = solve_balance([*good, wrong], 4, 3)
    assert np.abs(residuals(good, found)).max() < 0.25 * np.abs(residuals([wrong], same)).max()


def test_gains_do_not_shrink_together():
    """Smaller gains for all would make the differences of pairs that contradict each other smaller."""
    rng = np.random.default_rng(0)
    overlaps = []
    for first in range(6):
        for second in range(first + 1, 6):
            mean = np.array([[0.1] * 3] * 2) + rng.normal(0, 0.01, (2, 3))
            overlaps.append(Overlap(first, second, 1000, mean, np.full((2, 3), 0.03) + rng.normal(0, 0.008, (2, 3))))
    found = solve_balance(overlaps, 6, 3)
    np.testing.assert_allclose(found.gain.mean(axis=0), 1, atol=0.01)
    shifts = [
        (found.gain[at] - 1) * one.mean + found.offset[at] for one in overlaps for at in ([one.first, one.second],)
    ]
    assert np.abs(np.median(np.concatenate(shifts), axis=0)).max() < 1e-3


def test_larger_overlaps_count_more():
    """Two pairs of the same overpasses that disagree: the result lies nearer to the larger one."""
    same, brighter = Balance.none(2, 3), Balance(np.array([[1.0] * 3, [1.0] * 3]), np.array([[0.0] * 3, [0.01] * 3]))
    few, many = _overlap(0, 1, same, cells=100), _overlap(0, 1, brighter, cells=10_000)
    found = solve_balance([few, many], 2, 3)
    assert np.abs(residuals([many], found)).mean() < np.abs(residuals([few], found)).mean()


@pytest.fixture
def pair() -> tuple[np.ndarray, np.ndarray]:
    """Two overpasses of 40 x 40 cells, the second 0.01 brighter; a tenth of the ground has changed by 0.2."""
    rng = np.random.default_rng(1)
    first = rng.integers(500, 1500, (3, 40, 40))
    second = first + 100
    second[:, :4] += 2000
    return np.stack([first, second]).astype(np.int16), np.ones((2, 40, 40), bool)


def test_changed_ground_does_not_count(pair: tuple[np.ndarray, np.ndarray]):
    (one,) = overlaps_of(*pair)
    assert one.cells == 36 * 40
    np.testing.assert_allclose(one.mean[1] - one.mean[0], 0.01, atol=1e-9)
    kept = pair[0][0, :, 4:].reshape(3, -1) / 10_000
    np.testing.assert_allclose(one.mean[0], kept.mean(axis=1))
    np.testing.assert_allclose(one.spread[0], kept.std(axis=1))


def test_pairs_that_share_too_little_are_no_overlap(pair: tuple[np.ndarray, np.ndarray]):
    reflectance, clear = pair
    clear[1] = False
    clear[1].flat[200 : 200 + LEAST_CELLS - 1] = True
    assert overlaps_of(reflectance, clear) == ()
    clear[1].flat[199] = True
    assert len(overlaps_of(reflectance, clear)) == 1
