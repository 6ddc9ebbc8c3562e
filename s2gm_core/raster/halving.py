"""Overviews: an image shrunk by two, from which the next smaller one is made in turn."""

from __future__ import annotations

import numpy as np


def halved(plane: np.ndarray, nodata: float | None, categorical: bool) -> np.ndarray:
    """An image (y, x) shrunk by two to its number type: (ceil(y / 2), ceil(x / 2)).

    A pixel is the mean of its up to four pixels that are not ``nodata``, halves rounded up, and ``nodata`` where there
    are none; the upper left one of the four for categories. A last odd row or column stands for itself.
    """
    if categorical:
        return plane[::2, ::2].copy()
    padded = _even(plane)
    if nodata is None:
        return _means(padded)
    if plane.dtype.kind != "f" and nodata == np.iinfo(plane.dtype).max and padded.max() < nodata:
        return _means(padded)  # the usual case: a reflectance without gaps
    is_data = ~np.isnan(padded) if np.isnan(nodata) else padded != plane.dtype.type(nodata)
    if is_data.all():
        return _apart_from(nodata, _means(padded))
    if not is_data.any():
        return np.full((padded.shape[0] // 2, padded.shape[1] // 2), nodata, plane.dtype)
    return _valid_means(padded, is_data, nodata)


def _even(plane: np.ndarray) -> np.ndarray:
    """With a last row or column repeated where their number is odd."""
    height, width = plane.shape
    return np.pad(plane, ((0, height % 2), (0, width % 2)), mode="edge") if height % 2 or width % 2 else plane


def _means(plane: np.ndarray) -> np.ndarray:
    is_small = plane.dtype == np.uint16 and plane.max() < 2**14 - 1  # four of them and 2 fit into their own type
    sums = _sums_of_four(plane, plane.dtype if is_small else _wide(plane.dtype))
    if plane.dtype.kind == "f":
        return (sums / 4).astype(plane.dtype)
    sums += 2
    sums >>= 2
    return sums.astype(plane.dtype)


def _valid_means(plane: np.ndarray, is_data: np.ndarray, nodata: float) -> np.ndarray:
    wide = _wide(plane.dtype)
    sums = _sums_of_four(np.where(is_data, plane, plane.dtype.type(0)), wide)
    counts = _sums_of_four(is_data.view(np.uint8), np.dtype(np.uint8))
    divisors = np.maximum(counts, 1).astype(wide)
    if plane.dtype.kind == "f":
        means = (sums / divisors).astype(plane.dtype)
    else:
        sums += divisors >> 1
        sums //= divisors
        means = _apart_from(nodata, sums.astype(plane.dtype))
    means[counts == 0] = nodata
    return means


def _apart_from(nodata: float, means: np.ndarray) -> np.ndarray:
    """Means of valid pixels, of which one that happens to be the nodata value gives way by the smallest step."""
    if means.dtype.kind != "f" and nodata not in (np.iinfo(means.dtype).min, np.iinfo(means.dtype).max):
        means[means == nodata] += 1
    return means


def _sums_of_four(plane: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """Sums over 2 x 2 pixels of an image (y, x) with even sides."""
    rows = np.add(plane[::2], plane[1::2], dtype=dtype)
    return np.asarray(rows[:, ::2] + rows[:, 1::2])


def _wide(dtype: np.dtype) -> np.dtype:
    """A type that holds sums of four numbers."""
    if dtype.kind == "f":
        return np.dtype(np.float64)
    return np.dtype(f"{dtype.kind}{4 if dtype.itemsize < 4 else 8}")
