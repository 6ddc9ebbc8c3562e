"""Bringing pixels from one grid to another: pure functions on arrays.

The rule (docs/resampling.md): to a coarser grid a cell takes the mean of the native pixels whose centres lie in it,
counted over those with data, or, for classes, the most frequent class; to an equal or finer grid it takes the pixel
in which its own centre lies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..planes import put_where

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


@dataclass(frozen=True)
class _Runs:
    """Source rows or columns that fall into equal output ones, one run behind the other."""

    inside: slice  # of the source axis
    starts: np.ndarray  # where runs begin in it
    cells: np.ndarray  # output row or column of each run

    @classmethod
    def of(cls, places: np.ndarray, size: int) -> _Runs | None:
        """The runs of ascending output places (source,) int64 within 0 to ``size``; None where all lie outside."""
        inside = slice(*np.searchsorted(places, [0, size]).tolist())
        kept = places[inside]
        if not kept.size:
            return None
        starts = np.concatenate([[0], np.flatnonzero(np.diff(kept)) + 1])
        return cls(inside, starts, kept[starts])


def _sums_by_axis(values: np.ndarray, target: Target) -> tuple[np.ndarray, tuple[np.ndarray, ...]] | None:
    """Sums of source values (y, x) over the cells of a separable target, int64, and the cells' rows and columns."""
    rows, cols = _Runs.of(target.rows, target.height), _Runs.of(target.cols, target.width)
    if rows is None or cols is None:
        return None
    lines = _added(values[rows.inside, cols.inside], rows.starts)
    sums = _added(np.ascontiguousarray(lines.T), cols.starts).T
    return sums, np.ix_(rows.cells, cols.cells)


def _added(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Sums of runs of lines that begin at ``starts``, (line, pixel) to (run, pixel) int64.

    The first lines of all runs at once, then the second ones, and so on: `np.add.reduceat` converts its input to the
    sums' type through a small buffer, which is slower, and so is a call per line.
    """
    lengths = np.diff(starts, append=len(values))
    sums: np.ndarray = values[starts].astype(np.int64)
    for place in range(1, int(lengths.max())):
        longer = np.flatnonzero(lengths > place)
        if longer.size == len(starts):
            sums += values[starts + place]
        else:
            sums[longer] += values[starts[longer] + place]
    return sums


class MeanOfCells:
    """Accumulates source pixels into cell means. ``zero_is_data`` False: 0 = no data and does not count."""

    def __init__(self, target_size: int, zero_is_data: bool) -> None:
        self._sum = np.zeros(target_size + 1, dtype=np.float64)
        self._count = np.zeros(target_size + 1, dtype=np.int64)
        self._zero_is_data = zero_is_data

    def add(self, pixels: np.ndarray, target: Target) -> None:
        """Add source pixels (y, x), unsigned integers."""
        counts_all = self._zero_is_data or pixels.min() > 0
        counted = np.ones(pixels.shape, dtype=np.uint8) if counts_all else (pixels != 0).view(np.uint8)
        if target.rows.ndim == 1:
            for total, values in ((self._sum, pixels), (self._count, counted)):
                found = _sums_by_axis(values, target)
                if found is not None:
                    total[:-1].reshape(target.height, target.width)[found[1]] += found[0]
            return
        cells = target.flat().ravel()
        self._sum += np.bincount(cells, weights=pixels.ravel(), minlength=len(self._sum))
        self._count += np.bincount(cells[counted.ravel() != 0], minlength=len(self._count))

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
        if target.rows.ndim == 1:
            for value, count in enumerate(self._count):
                here = (pixels == value if value else (pixels == 0) | (pixels >= CLASSES)).view(np.uint8)
                found = _sums_by_axis(here, target) if here.any() else None
                if found is not None:
                    count[:-1].reshape(target.height, target.width)[found[1]] += found[0].astype(np.int32)
            return
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
    number = np.uint32 if step <= LARGEST_STEP_IN_32_BITS else np.uint64
    total = _sums_of_cells(pixels, step, number)
    total *= number(2)
    if zero_is_data or pixels.min() > 0:  # one divisor for all, by which numpy divides many times as fast
        total += number(step * step)
        return (total // number(2 * step * step)).astype(pixels.dtype)
    count = _sums_of_cells(pixels != 0, step, number)
    total += count
    return (total // np.maximum(number(2) * count, number(1))).astype(pixels.dtype)


def block_majority(pixels: np.ndarray, step: int) -> np.ndarray:
    """Most frequent class of whole step x step cells; the fast case of `MajorityOfCells` with the same result.

    pixels (y, x) uint8 scene classes, both sides multiples of ``step``; values above 11 count as no data. Returns
    (y/step, x/step) uint8.
    """
    number = np.uint8 if step * step <= np.iinfo(np.uint8).max else np.uint32
    shape = pixels.shape[0] // step, pixels.shape[1] // step
    winner, most = np.zeros(shape, dtype=np.uint8), np.zeros(shape, dtype=number)
    for value in CLASS_PRECEDENCE:
        here = pixels == value
        if value == 0:
            here |= pixels >= CLASSES
        if not here.any():
            continue
        count = _sums_of_cells(here, step, number)
        put_where(winner, value, count > most)
        np.maximum(most, count, out=most)
    return winner


def _sums_of_cells(pixels: np.ndarray, step: int, number: type) -> np.ndarray:
    """Sums of whole step x step cells, (y, x) to (y/step, x/step) of a type that holds them.

    Rows first, then columns, each as a few additions of whole planes: numpy's sum over short axes is many times slower.
    """
    rows: np.ndarray = pixels[::step].astype(number)
    for row in range(1, step):
        rows += pixels[row::step]
    total = rows[:, ::step].copy()
    for col in range(1, step):
        total += rows[:, col::step]
    return total


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
