"""The clear reference that all overpasses are matched to, and what lies over an overpass like a veil.

The reference of a cell is the lower median of its clear balanced observations: a veil of haze brightens, so that of two
observations the darker one is the clearer, while the median leaves out single shadows that a mask missed. An overpass
is then matched to it at low frequencies (specs methods.md 8.2, low-pass variant): what it is brighter or darker over
kilometres is taken off, what differs from field to field stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..radiometry.scaling import INVALID, SCALED_PER_REFLECTANCE
from .pyramid import Smooth, filled, low_pass

STRIP_CELLS = 200_000
"""Cells that are sorted at a time."""

HAZE_SIGMA_METRES = 2400.0
MOST_DIFFERENCE = 0.04
"""Reflectance; what differs more in a single cell is a change of the ground and no veil."""

HOLD = 0.05


@dataclass(frozen=True)
class Reference:
    """The clear reference. plane: (band, y, x) float32 reflectance, filled where nothing is known; known: (y, x)."""

    plane: np.ndarray
    known: np.ndarray  # bool


def reference_of(balanced: np.ndarray, clear: np.ndarray, valid: np.ndarray) -> Reference:
    """The lower median of clear observations, of all valid ones where none is clear.

    balanced (time, band, y, x) int16, reflectance x 10^4; clear and valid (time, y, x) bool.
    """
    usable = np.where(clear.any(axis=0), clear, valid)
    plane = np.zeros(balanced.shape[1:], dtype=np.float32)
    for rows in _strips(plane.shape[1], plane.shape[2]):
        plane[:, rows] = _lower_median(balanced[:, :, rows], usable[:, rows])
    known = usable.any(axis=0)
    return Reference(filled(plane, known.astype(np.float32)), known)


def haze_of(image: np.ndarray, clear: np.ndarray, reference: Reference, cell_metres: float) -> Smooth:
    """What lies over an overpass beside the reference at low frequencies: a plane (band, y, x) of reflectance.

    image (band, y, x) float32 balanced reflectance; clear (y, x) bool.
    """
    difference = np.clip(image - reference.plane, -MOST_DIFFERENCE, MOST_DIFFERENCE)
    known = (clear & reference.known).astype(np.float32)
    return low_pass(difference, known, HAZE_SIGMA_METRES / cell_metres, HOLD)


def haziness(haze: np.ndarray) -> np.ndarray:
    """How much veil there is, (y, x) float32 reflectance, 0 or more: blue above half of red, as of HOT.

    haze (band, y, x) along B02, B03, B04. Source: Zhang et al. 2002, haze optimized transformation; specs methods.md 7.
    """
    return np.maximum(haze[0] - 0.5 * haze[2], 0.0)


def _strips(height: int, width: int) -> Iterator[slice]:
    step = max(1, STRIP_CELLS // max(width, 1))
    for row in range(0, height, step):
        yield slice(row, row + step)


def _lower_median(balanced: np.ndarray, usable: np.ndarray) -> np.ndarray:
    """(band, y, x) float32 reflectance of (time, band, y, x) int16; 0 where nothing is usable."""
    ordered = np.sort(np.where(usable[:, np.newaxis], balanced, np.int16(INVALID)), axis=0)
    count = usable.sum(axis=0, dtype=np.int64)
    place = np.broadcast_to((np.maximum(count, 1) - 1) // 2, balanced.shape[1:])
    middle = np.take_along_axis(ordered, place[np.newaxis], axis=0)[0]
    return np.where(count > 0, middle / np.float32(SCALED_PER_REFLECTANCE), np.float32(0)).astype(np.float32)
