"""The whole solve on made-up ground that is seen through gains, haze and clouds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from s2gm_core.errors import Cancelled
from s2gm_core.progress import SilentProgress
from s2gm_core.seamless.patches import Candidate
from s2gm_core.seamless.solve import CoarseStack, solve

SHAPE, CELL = (120, 150), 100.0


def _ground(seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.stack([0.1 + 0.3 * gaussian_filter(rng.normal(size=SHAPE), 2) for _ in range(3)]).clip(0.01, 0.5)


def _stack(images: list[np.ndarray], valid: list[np.ndarray]) -> CoarseStack:
    scaled = np.rint(np.stack(images) * 1e4).astype(np.int16)
    count = len(images)
    middle = np.linspace(-10, 10, count) if count > 1 else [0.0]
    candidates = [Candidate(float(day), 15.0, True) for day in middle]
    return CoarseStack(scaled, np.stack(valid), np.ones(SHAPE, bool), candidates, CELL)


def _seen(fraction: float, seed: int) -> np.ndarray:
    clouds = gaussian_filter(np.random.default_rng(seed).normal(size=SHAPE), 8)
    return clouds < np.quantile(clouds, fraction)


def test_one_radiometry_comes_out_of_several():
    ground = _ground()
    gains = [1.0, 1.08, 0.93, 1.04]
    valid = [_seen(0.6, seed) for seed in range(4)]
    stack = _stack([ground * gain for gain in gains], valid)
    solution = solve(stack)
    assert solution.residual_before > 0.004
    assert solution.residual_after < 0.1 * solution.residual_before
    there = np.stack(valid).any(axis=0)
    ratio = (solution.low / ground)[:, there]
    for band in ratio:
        assert np.percentile(np.abs(band / np.median(band) - 1), 90) < 0.02
    assert len(np.unique(solution.labels)) <= 4


class _StopAt(SilentProgress):
    """Cancels once something of this name is worked on; keeps how far the work was."""

    def __init__(self, word: str) -> None:
        self.word, self.shares = word, [0.0]

    def step(self, done: int, total: int, message: str) -> None:
        self.shares.append(done / total)
        self.is_there = message.startswith(self.word)

    def is_cancelled(self) -> bool:
        return getattr(self, "is_there", False)


@pytest.mark.parametrize("word", ["Overlaps", "Gains", "Haze", "Patches", "Blending image 1"])
def test_it_stops_between_its_steps(word: str):
    progress = _StopAt(word)
    with pytest.raises(Cancelled):
        solve(_stack([_ground()] * 3, [np.ones(SHAPE, bool)] * 3), progress)
    assert progress.is_there
    assert progress.shares == sorted(progress.shares)


def test_haze_is_taken_off():
    """A veil of 0.03 in blue over a part of one of three dates does not show."""
    ground = _ground(1)
    veil = np.zeros((3, *SHAPE))
    veil[:, :, 100:] = np.array([0.03, 0.02, 0.01])[:, np.newaxis, np.newaxis]
    every = np.ones(SHAPE, bool)
    only = np.zeros(SHAPE, bool)
    only[40:80, 20:130] = True  # here the hazy date is the only one
    stack = _stack([ground, ground + veil, ground], [every & ~only, every, every & ~only])
    error = solve(stack).low - ground
    assert abs(error[0, 45:75, 115:125].mean()) < 0.017  # 0.03 in the data
    assert np.abs(error[:, :30]).mean() < 0.003


def test_one_overpass_alone_is_itself():
    ground = _ground(2)
    solution = solve(_stack([ground], [np.ones(SHAPE, bool)]))
    np.testing.assert_allclose(solution.low, ground, atol=2e-4)
    assert (solution.labels == 0).all()
    assert (solution.residual_before, solution.residual_after) == (0.0, 0.0)


def test_overpasses_without_common_ground_stand_side_by_side():
    ground, left = _ground(3), np.zeros(SHAPE, bool)
    left[:, :75] = True
    solution = solve(_stack([ground, ground * 1.1], [left, ~left]))
    np.testing.assert_array_equal(solution.balance.gain, 1.0)
    assert (solution.labels[:, :70] == 0).all()
    assert (solution.labels[:, 80:] == 1).all()
    np.testing.assert_allclose(solution.low[:, :, 2:20], ground[:, :, 2:20], atol=0.01)


@pytest.mark.parametrize("count", [1, 3])
def test_ground_that_nobody_sees_gives_no_patch(count: int):
    solution = solve(_stack([_ground()] * count, [np.zeros(SHAPE, bool)] * count))
    assert (solution.labels == -1).all()
    assert np.isfinite(solution.low).all()


def test_a_day_outside_the_period_shows_gaps_only():
    ground = _ground(4)
    own = np.ones(SHAPE, bool)
    own[50:80, 50:90] = False
    stack = _stack([ground, ground], [own, np.ones(SHAPE, bool)])
    stack.candidates[1] = Candidate(20.0, 15.0, False)
    labels = solve(stack).labels
    assert (labels[55:75, 55:85] == 1).all()
    assert (labels[:40] == 0).all()
    assert (labels == 1).mean() < 0.2
