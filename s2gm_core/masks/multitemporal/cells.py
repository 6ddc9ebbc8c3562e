"""Small tools on planes of cells: between coarse and fine ones, growth, local correlation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import uniform_filter

from ...planes import enlarged

AROUND = np.ones((3, 3), dtype=bool)
"""A cell and its eight neighbours."""


def share_of(plane: np.ndarray, factor: int) -> np.ndarray:
    """How much of every coarse cell is True: (y * factor, x * factor) bool to (y, x) float32, 0..1."""
    if factor == 1:
        return plane.astype(np.float32)
    height, width = plane.shape[0] // factor, plane.shape[1] // factor
    total = np.zeros((height, width), dtype=np.float32)
    for row in range(factor):
        for col in range(factor):
            total += plane[row::factor, col::factor]
    return total / np.float32(factor * factor)


def on_fine(plane: np.ndarray, factor: int) -> np.ndarray:
    """Coarse cells repeated on the fine ones, (y, x) bool or uint8 to (y * factor, x * factor)."""
    return plane if factor == 1 else enlarged(plane.view(np.uint8), factor).view(plane.dtype)


def grown(plane: np.ndarray, metres: float, cell: tuple[float, float]) -> np.ndarray:
    """A mask (y, x) bool widened by a disc of a radius in metres; ``cell`` is the height and width of a cell."""
    down, across = int(metres / cell[0]), int(metres / cell[1])
    if not plane.any() or max(down, across) == 0:
        return plane
    found = plane.copy()
    for row in range(-down, down + 1):
        for col in range(-across, across + 1):
            if (row, col) != (0, 0) and (row * cell[0]) ** 2 + (col * cell[1]) ** 2 <= metres**2:
                _add_moved(found, plane, row, col)
    return found


def with_neighbours(plane: np.ndarray) -> np.ndarray:
    """A mask (y, x) bool with the eight neighbours of its cells; twice along an axis is cheaper than eight at once."""
    found = plane.copy()
    found[1:] |= plane[:-1]
    found[:-1] |= plane[1:]
    wide = found.copy()
    wide[:, 1:] |= found[:, :-1]
    wide[:, :-1] |= found[:, 1:]
    return wide


def spread(plane: np.ndarray, within: np.ndarray, times: int) -> np.ndarray:
    """A mask (y, x) bool that grows into its neighbours some times, where ``within`` (y, x) bool lets it."""
    for _ in range(times):
        grew = plane | (with_neighbours(plane) & within)
        if np.array_equal(grew, plane):
            break
        plane = grew
    return plane


def _add_moved(target: np.ndarray, plane: np.ndarray, down: int, across: int) -> None:
    """Set ``target`` (y, x) bool where a mask of its shape, moved by whole cells, is True."""
    height, width = plane.shape
    to = slice(max(down, 0), height + min(down, 0)), slice(max(across, 0), width + min(across, 0))
    of = slice(max(-down, 0), height + min(-down, 0)), slice(max(-across, 0), width + min(-across, 0))
    target[to] |= plane[of]


@dataclass(frozen=True)
class LocalPattern:
    """A plane with which others are correlated around every cell; all (y, x) float32."""

    centred: np.ndarray
    mean: np.ndarray  # over size x size cells
    variance: np.ndarray
    size: int

    @classmethod
    def of(cls, plane: np.ndarray, size: int) -> LocalPattern:
        """The pattern of a plane (y, x) float32; cells without a value (NaN) count as its mean."""
        centred = _centred(plane)
        mean = uniform_filter(centred, size)
        return cls(centred, mean, uniform_filter(centred * centred, size) - mean * mean, size)

    def correlation(self, plane: np.ndarray) -> np.ndarray:
        """Correlation with another plane over size x size cells around each, (y, x) float32, -1..1; 0 where flat."""
        other = LocalPattern.of(plane, self.size)
        both = uniform_filter(self.centred * other.centred, self.size) - self.mean * other.mean
        product = np.maximum(self.variance, 0.0) * np.maximum(other.variance, 0.0)
        return np.divide(both, np.sqrt(product), out=np.zeros_like(both), where=product > FLAT)


FLAT = 1.0
"""Product of variances, (reflectance x 10^4)^4, below which there is no pattern to compare."""


def _centred(plane: np.ndarray) -> np.ndarray:
    """A plane less its mean, which keeps the sums of squares small; NaN becomes 0."""
    there = np.isfinite(plane)
    mean = plane[there].mean() if there.any() else 0.0
    return np.where(there, plane - mean, 0.0).astype(np.float32)
