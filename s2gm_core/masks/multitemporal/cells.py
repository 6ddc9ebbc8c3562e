"""Small tools on planes of cells: between coarse and fine ones, growth, local correlation."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import binary_dilation, uniform_filter

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
    """Coarse cells repeated on the fine ones, (y, x) to (y * factor, x * factor)."""
    return plane if factor == 1 else np.repeat(np.repeat(plane, factor, axis=0), factor, axis=1)


def grown(plane: np.ndarray, metres: float, cell: tuple[float, float]) -> np.ndarray:
    """A mask (y, x) bool widened by a disc of a radius in metres; ``cell`` is the height and width of a cell."""
    down, across = int(metres / cell[0]), int(metres / cell[1])
    if not plane.any() or max(down, across) == 0:
        return plane
    rows, cols = np.ogrid[-down : down + 1, -across : across + 1]
    disc = (rows * cell[0]) ** 2 + (cols * cell[1]) ** 2 <= metres**2
    return binary_dilation(plane, disc)


def local_correlation(one: np.ndarray, other: np.ndarray, size: int) -> np.ndarray:
    """Correlation of two planes over size x size cells around each, (y, x) float32 both and returned, -1..1.

    Cells without a value (NaN) count as the mean of the plane; 0 where one of both is flat.
    """
    one, other = _centred(one), _centred(other)
    mean_one, mean_other = uniform_filter(one, size), uniform_filter(other, size)
    both = uniform_filter(one * other, size) - mean_one * mean_other
    spread_one = uniform_filter(one * one, size) - mean_one * mean_one
    spread_other = uniform_filter(other * other, size) - mean_other * mean_other
    product = np.maximum(spread_one, 0.0) * np.maximum(spread_other, 0.0)
    return np.divide(both, np.sqrt(product), out=np.zeros_like(both), where=product > FLAT)


FLAT = 1.0
"""Product of variances, (reflectance x 10^4)^4, below which there is no pattern to compare."""


def _centred(plane: np.ndarray) -> np.ndarray:
    """A plane less its mean, which keeps the sums of squares small; NaN becomes 0."""
    there = np.isfinite(plane)
    mean = plane[there].mean() if there.any() else 0.0
    return np.where(there, plane - mean, 0.0).astype(np.float32)
