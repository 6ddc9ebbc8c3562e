"""Working on whole planes at the speed of the memory: what a branch per pixel would slow down tenfold.

Clouds are ragged, so that an assignment through a mask (``target[mask] = ...``, `np.copyto` with ``where``) guesses
wrong at every other pixel. The same by arithmetic on whole planes costs the same for every mask.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

PIXELS_AT_ONCE = 32 * 1024
"""Pixels whose places stay in the processor's cache."""


def put_where(target: np.ndarray, source: np.ndarray | int, where: np.ndarray) -> None:
    """Set ``target`` in place to ``source`` where a mask is True; all (..., y, x) of one shape, source may be a number.

    target: integers; source: of the same dtype; where: bool.
    """
    bits = np.negative(where.view(np.int8), dtype=f"i{target.itemsize}").view(target.dtype)  # all bits set where True
    change = np.bitwise_xor(target, np.asarray(source, dtype=target.dtype))
    change &= bits
    target ^= change


def values_at(stack: np.ndarray, index: np.ndarray, bands: Sequence[int], missing: int) -> np.ndarray:
    """The value of some bands at the time that a pixel takes, ``missing`` where it takes none.

    stack (time, band, y, x) of an integer type, C-contiguous (else it is copied); index (y, x) int16, -1 = none, below
    the number of times (not checked); bands: places along the band axis. Returns (band, y, x).
    """
    times, all_bands, height, width = stack.shape
    values = np.full((len(bands), height, width), missing, dtype=stack.dtype)
    if not times or not width:
        return values
    flat, size = stack.reshape(-1), height * width
    rows = max(PIXELS_AT_ONCE // width, 1)
    for row in range(0, height, rows):
        part = index[row : row + rows]
        place = np.maximum(part, 0).astype(np.intp) * (all_bands * size)  # in the flat stack, of its first band
        place += np.arange(row * width, row * width + part.size).reshape(part.shape)
        empty = part < 0
        has_empty = empty.any()
        for band, plane in zip(bands, values[:, row : row + rows]):
            np.take(flat[band * size :], place, out=plane, mode="wrap")  # places are there; this mode looks least
            if has_empty:
                put_where(plane, missing, empty)
    return values


def is_any_of(plane: np.ndarray, values: Iterable[int]) -> np.ndarray:
    """Pixels that hold one of a few values: (y, x) integers to (y, x) bool."""
    found = np.zeros(plane.shape, dtype=bool)
    for value in values:
        found |= plane == value
    return found


def count_along_time(seen: np.ndarray) -> np.ndarray:
    """How often a pixel is True, (time, y, x) bool to (y, x) uint16."""
    number = np.uint8 if len(seen) <= np.iinfo(np.uint8).max else np.uint16
    return seen.view(np.uint8).sum(axis=0, dtype=number).astype(np.uint16)


def enlarged(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Every pixel factor x factor times, (y, x) to (y * factor, x * factor)."""
    height, width = pixels.shape
    if factor == 2 and pixels.dtype.itemsize <= 4 and pixels.dtype.kind == "u":
        # Two equal neighbours are one number of twice the width: v + v * 2^bits.
        twice = np.dtype(f"u{2 * pixels.itemsize}").type
        wide = (pixels.astype(twice) * twice(2 ** (8 * pixels.itemsize) + 1)).view(pixels.dtype)
    else:
        wide = np.repeat(pixels, factor, axis=1)
    return np.broadcast_to(wide[:, np.newaxis], (height, factor, width * factor)).reshape(height * factor, -1)
