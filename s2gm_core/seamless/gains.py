"""One radiometry for all overpasses: a gain and an offset of each, solved for all of them at once.

Least squares over all overlaps, for every band by itself (specs methods.md 8.2): balanced means and balanced standard
deviations of the two overpasses of a pair shall agree, weighted by the clear ground that they share, and gain and
offset shall stay near 1 and 0. The terms that hold them there are scaled by the brightness of the overlaps, so that
they mean the same in a forest and in a desert. Smaller gains for all would make all differences smaller: the mean gain
is held at 1 and the mean offset at 0, and at last all are shifted together, so that the usual overpass keeps its mean
brightness. Pairs that do not fit count less in a second and third round (weights of Huber), and no gain or offset
leaves its bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular
from scipy.optimize import lsq_linear
from scipy.sparse import csr_matrix, diags

from ..progress import Progress, SilentProgress, stop_if_cancelled
from .overlaps import Overlap

GAIN_BOUNDS = (0.8, 1.25)
OFFSET_BOUND = 0.02
"""Reflectance."""

HOLD_GAIN, HOLD_OFFSET = 0.01, 0.02
"""How strongly gain 1 and offset 0 are held, in parts of the mean weight of an overlap."""

HOLD_MEANS = 100.0
"""The same for the mean gain and offset of all."""

ROUNDS = 3
HUBER = 1.345
LEAST_MISFIT = 0.001
"""Reflectance; smaller misfits of a pair are no reason to hear it less."""


@dataclass(frozen=True)
class Balance:
    """Balanced reflectance = gain x reflectance + offset; (time, band) float64, offset in reflectance 0..1."""

    gain: np.ndarray
    offset: np.ndarray

    @classmethod
    def none(cls, overpasses: int, bands: int) -> Balance:
        """Nothing is changed."""
        return cls(np.ones((overpasses, bands)), np.zeros((overpasses, bands)))


def solve_balance(
    overlaps: Sequence[Overlap], overpasses: int, bands: int, progress: Progress | None = None
) -> Balance:
    """The gains and offsets of all overpasses; 1 and 0 for one that shares no ground with another.

    Raises `Cancelled`.
    """
    progress = progress or SilentProgress()
    balance = Balance.none(overpasses, bands)
    if not overlaps:
        return balance
    for band in range(bands):
        stop_if_cancelled(progress)
        progress.step(band, bands, f"Gains of band {band + 1} of {bands}")
        balance.gain[:, band], balance.offset[:, band] = _solve_band(overlaps, overpasses, band)
    return balance


def residuals(overlaps: Sequence[Overlap], balance: Balance) -> np.ndarray:
    """Differences of the means of every pair once balanced, (pair, band) float64, reflectance 0..1."""
    found = [_balanced(one.mean, one, balance) for one in overlaps]
    return np.array([pair[0] - pair[1] for pair in found]).reshape(len(overlaps), balance.gain.shape[1])


def weighted_residual(overlaps: Sequence[Overlap], balance: Balance) -> float:
    """Root mean square of `residuals`, weighted by the cells that pairs share; 0 without overlaps."""
    if not overlaps:
        return 0.0
    squares = np.square(residuals(overlaps, balance)).mean(axis=1)
    return float(np.sqrt(np.average(squares, weights=[one.cells for one in overlaps])))


def _balanced(mean: np.ndarray, one: Overlap, balance: Balance) -> np.ndarray:
    at = [one.first, one.second]
    return np.asarray(balance.gain[at] * mean + balance.offset[at])


def _solve_band(overlaps: Sequence[Overlap], overpasses: int, band: int) -> tuple[np.ndarray, np.ndarray]:
    cells = np.array([one.cells for one in overlaps], dtype=float)
    share = cells / cells.mean()
    bright = float(np.average([one.mean[:, band].mean() for one in overlaps], weights=cells)) or 1.0
    trust = np.ones(len(overlaps))
    held = np.concatenate([_held(overpasses, bright), _held_means(overlaps, overpasses, bright)])
    held_squares, held_at = held.T @ held, held.T @ (held @ np.repeat([1.0, 0.0], overpasses))
    low = np.repeat([GAIN_BOUNDS[0], -OFFSET_BOUND], overpasses)
    high = np.repeat([GAIN_BOUNDS[1], OFFSET_BOUND], overpasses)
    means, spreads = _rows(overlaps, band, overpasses)
    for _ in range(ROUNDS):
        weight = diags(share * trust)
        squares = (means.T @ weight @ means + spreads.T @ weight @ spreads).toarray() + held_squares
        # The triangle of the normal equations: the same least squares, in as many rows as there are unknowns.
        triangle = np.linalg.cholesky(squares)
        found = lsq_linear(triangle.T, solve_triangular(triangle, held_at, lower=True), bounds=(low, high)).x
        misfit = np.abs(means @ found)
        usual = max(1.4826 * float(np.median(misfit)), LEAST_MISFIT)
        trust = np.minimum(1.0, HUBER * usual / np.maximum(misfit, 1e-12))
    gain, offset = found[:overpasses], found[overpasses:]
    shift = _usual_shift(overlaps, band, gain, offset)
    seen = _cells_of(overlaps, overpasses) > 0
    return gain, np.where(seen, np.clip(offset - shift, -OFFSET_BOUND, OFFSET_BOUND), 0.0)


def _rows(overlaps: Sequence[Overlap], band: int, overpasses: int) -> tuple[csr_matrix, csr_matrix]:
    """What pairs ask for, each (pair, unknown): equal means, equal standard deviations; gains first, then offsets."""
    pairs = np.arange(len(overlaps))
    times = np.array([[one.first, one.second] for one in overlaps])
    signs = np.array([1.0, -1.0])
    means = signs * [one.mean[:, band] for one in overlaps]
    spreads = signs * [one.spread[:, band] for one in overlaps]
    shape, twice = (len(overlaps), 2 * overpasses), np.repeat(pairs, 2)
    offsets = np.tile(signs, len(overlaps))
    rows, cols = np.concatenate([twice, twice]), np.concatenate([times.ravel(), overpasses + times.ravel()])
    return (
        csr_matrix((np.concatenate([means.ravel(), offsets]), (rows, cols)), shape=shape),
        csr_matrix((spreads.ravel(), (twice, times.ravel())), shape=shape),
    )


def _held(overpasses: int, bright: float) -> np.ndarray:
    """What holds every gain and offset, (unknown, unknown)."""
    strength = np.repeat([np.sqrt(HOLD_GAIN) * bright, np.sqrt(HOLD_OFFSET)], overpasses)
    return np.diag(strength)


def _held_means(overlaps: Sequence[Overlap], overpasses: int, bright: float) -> np.ndarray:
    """What holds the mean gain and the mean offset, (2, unknown)."""
    share = _cells_of(overlaps, overpasses)
    share = share / share.sum()
    rows = np.zeros((2, 2 * overpasses))
    rows[0, :overpasses] = share * bright
    rows[1, overpasses:] = share
    return np.sqrt(HOLD_MEANS * len(overlaps)) * rows


def _cells_of(overlaps: Sequence[Overlap], overpasses: int) -> np.ndarray:
    """The cells that every overpass shares with others, (time,) float64."""
    cells = np.zeros(overpasses)
    for one in overlaps:
        cells[[one.first, one.second]] += one.cells
    return cells


def _usual_shift(overlaps: Sequence[Overlap], band: int, gain: np.ndarray, offset: np.ndarray) -> float:
    """By how much balancing brightens the usual overpass: the median over overlaps, weighted by their cells."""
    shifts, weights = [], []
    for one in overlaps:
        for time, mean in ((one.first, one.mean[0, band]), (one.second, one.mean[1, band])):
            shifts.append((gain[time] - 1.0) * mean + offset[time])
            weights.append(one.cells)
    ordered = np.argsort(shifts)
    running = np.cumsum(np.array(weights)[ordered])
    middle = [np.searchsorted(running, running[-1] / 2, side) for side in ("left", "right")]
    return float(np.array(shifts)[ordered][middle].mean())
