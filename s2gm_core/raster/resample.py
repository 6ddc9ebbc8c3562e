"""Bringing pixels from one grid to another: pure functions on arrays.

The rule (docs/resampling.md): to a coarser grid a cell takes the mean of the native pixels whose centres lie in it,
counted over those with data, or, for classes, the most frequent class; to an equal or finer grid it takes the pixel
in which its own centre lies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CLASS_PRECEDENCE = (9, 8, 10, 3, 7, 1, 11, 2, 6, 5, 4, 0)
"""Which scene class wins when two are equally frequent in a cell: cloud before shadow before the ground."""

CLASSES = 12

LARGEST_STEP_IN_32_BITS = 181
"""Side of the largest cell whose doubled sum of 16-bit numbers fits into 32 bits: 2 x 65535 x 181^2 < 2^32."""


@dataclass(frozen=True)
class Target:
    """Where source pixels fall on the output, per axis or per pixel.

    rows, cols: flat output index parts of source pixels. Separable: rows (source y,), cols (source x,) int64; else both
    (source y, source x). Negative means outside.
    """

    rows: np.ndarray
    cols: np.ndarray
    height: int
    width: int

    def flat(self) -> np.ndarray:
        """Flat output index of every source pixel, (y, x) int64; height * width stands for outside."""
        rows, cols = (self.rows[:, None], self.cols[None, :]) if self.rows.ndim == 1 else (self.rows, self.cols)
        inside = (rows >= 0) & (rows < self.height) & (cols >= 0) & (cols < self.width)
        return np.where(inside, rows * self.width + cols, self.height * self.width)

    def strip(self, rows: slice) -> Target:
        """The same for some rows of the source."""
        cols = self.cols if self.cols.ndim == 1 else self.cols[rows]
        return Target(self.rows[rows], cols, self.height, self.width)


class MeanOfCells:
    """Accumulates source pixels into cell means. ``zero_is_data`` False: 0 = no data and does not count."""

    def __init__(self, target_size: int, zero_is_data: bool) -> None:
        self._sum = np.zeros(target_size + 1, dtype=np.float64)
        self._count = np.zeros(target_size + 1, dtype=np.int64)
        self._zero_is_data = zero_is_data

    def add(self, pixels: np.ndarray, target: Target) -> None:
        """Add source pixels (y, x), unsigned integers."""
        cells = target.flat().ravel()
        values = pixels.ravel()
        self._sum += np.bincount(cells, weights=values, minlength=len(self._sum))
        counted = cells if self._zero_is_data else cells[values != 0]
        self._count += np.bincount(counted, minlength=len(self._count))

    def result(self, height: int, width: int, dtype: str) -> tuple[np.ndarray, np.ndarray]:
        """Cell means rounded half up, 0 where no pixel has data, and cells without any pixel (True); both (y, x)."""
        total, count = self._sum[:-1], self._count[:-1]
        mean = np.floor(np.divide(total, count, out=np.zeros_like(total), where=count > 0) + 0.5)
        return mean.astype(dtype).reshape(height, width), (count == 0).reshape(height, width)


class MajorityOfCells:
    """Accumulates scene classes into the most frequent class of each cell."""

    def __init__(self, target_size: int) -> None:
        self._count = np.zeros((CLASSES, target_size + 1), dtype=np.int32)

    def add(self, pixels: np.ndarray, target: Target) -> None:
        """Add scene classes (y, x) uint8; values above 11 count as no data."""
        cells = target.flat().ravel().astype(np.int64)
        classes = np.where(pixels < CLASSES, pixels, 0).ravel().astype(np.int64)
        size = self._count.shape[1]
        self._count += np.bincount(classes * size + cells, minlength=self._count.size).reshape(CLASSES, size)

    def result(self, height: int, width: int, dtype: str) -> tuple[np.ndarray, np.ndarray]:
        """Most frequent class, ties by `CLASS_PRECEDENCE`, 0 in cells without any pixel (True); both (y, x)."""
        ranked = self._count[list(CLASS_PRECEDENCE), :-1]
        winner = np.array(CLASS_PRECEDENCE, dtype=dtype)[ranked.argmax(axis=0)]
        empty = ranked.sum(axis=0) == 0
        winner[empty] = 0  # of equal counts of nothing argmax takes the first class, which is cloud
        return winner.reshape(height, width), empty.reshape(height, width)


def block_mean(pixels: np.ndarray, step: int, zero_is_data: bool = False) -> np.ndarray:
    """Mean of whole step x step cells, rounded half up; the fast case of `MeanOfCells` with the same result.

    pixels (y, x) unsigned digital numbers, 0 = no data unless ``zero_is_data``, both sides multiples of ``step``.
    Returns (y/step, x/step) of the same dtype, 0 in cells without data.
    """
    height, width = pixels.shape[0] // step, pixels.shape[1] // step
    cells = pixels.reshape(height, step, width, step)
    number = np.uint32 if step <= LARGEST_STEP_IN_32_BITS else np.uint64
    total = cells.sum(axis=(1, 3), dtype=number)
    count = number(step * step) if zero_is_data else (cells != 0).sum(axis=(1, 3), dtype=number)
    mean = (number(2) * total + count) // np.maximum(number(2) * count, number(1))
    return mean.astype(pixels.dtype)


def take_nearest(pixels: np.ndarray, rows: np.ndarray, cols: np.ndarray, fill: int) -> np.ndarray:
    """Source pixels at given indices.

    pixels (source y, source x); rows and cols are indices into it, separable ((y,) and (x,)) or both (y, x); indices
    outside give ``fill``. Returns (y, x) of the source's dtype.
    """
    if rows.ndim == 1:
        rows, cols = rows[:, None], cols[None, :]
    inside = (rows >= 0) & (rows < pixels.shape[0]) & (cols >= 0) & (cols < pixels.shape[1])
    taken = pixels[np.clip(rows, 0, pixels.shape[0] - 1), np.clip(cols, 0, pixels.shape[1] - 1)]
    return np.where(inside, taken, np.array(fill, dtype=pixels.dtype))
