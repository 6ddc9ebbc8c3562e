"""Parallax: what floats is seen displaced by bands that look one after the other.

Source: cloud displacement index, Frantz et al., Remote Sensing of Environment 215 (2018) 471-481. B07 and B8A look at
almost the same moment, B08 almost two seconds before; so over a cloud the ratio of B08 to B8A varies much and that of
B07 to B8A little, and over the ground both vary alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import binary_dilation, binary_erosion, binary_propagation, label, uniform_filter

from ...radiometry.scaling import INVALID, SCALED_PER_REFLECTANCE
from .cells import AROUND
from .clear_look import haze_blue
from .thresholds import Thresholds

PARALLAX_BANDS = ("B07", "B08", "B8A")
WINDOW = 7
"""Cells of 20 m on a side in which ratios vary (Frantz 2018)."""


@dataclass(frozen=True)
class Parallax:
    """What parallax tells of one scene; planes (y, x) bool on fine cells."""

    floats: np.ndarray  # clouds, also such as the classification has missed
    grounded: np.ndarray  # small flagged objects that stand on the ground


def displacement_index(b07: np.ndarray, b08: np.ndarray, b8a: np.ndarray) -> np.ndarray:
    """CDI = (V7 - V8) / (V7 + V8), V the local variances of B07/B8A and B08/B8A; (y, x) float32, -1..1.

    The bands are (y, x) int16, reflectance x 10^4, on cells of 20 m; 0 where they have no data or no variance.
    """
    there = (b07 != INVALID) & (b08 != INVALID) & (b8a != INVALID) & (b8a > 0)
    base = np.where(there, b8a, 1).astype(np.float32)
    seven, eight = (_local_variance(np.where(there, band, b8a).astype(np.float32) / base, there) for band in (b07, b08))
    total = seven + eight
    return np.divide(seven - eight, total, out=np.zeros_like(total), where=(total > 1e-9) & there)


def parallax_of(
    index: np.ndarray, flagged: np.ndarray, white: np.ndarray, cell_area: float, limits: Thresholds
) -> Parallax:
    """Clouds and small objects on the ground by the displacement index.

    index: (y, x) float32; flagged: (y, x) bool, called cloud by the classification; white: (y, x) bool, where a cloud
    can be; cell_area in square metres.
    """
    seeds = binary_erosion((index <= limits.displaced) & white, AROUND)
    floats = binary_propagation(seeds, AROUND, mask=(index < limits.grounded) & white) if seeds.any() else seeds
    objects, count = label(flagged, AROUND)
    if count == 0:
        return Parallax(floats, np.zeros(flagged.shape, dtype=bool))
    cells = np.bincount(objects.ravel(), minlength=count + 1)
    # The rim counts too: only there the brightness of a small object changes.
    around = binary_dilation(flagged, AROUND)
    wide, wide_count = label(around, AROUND)
    displaced = np.bincount(wide.ravel(), (index <= limits.displaced).ravel(), wide_count + 1)
    share = displaced / np.maximum(np.bincount(wide.ravel(), minlength=wide_count + 1), 1)
    still = share[wide] < MOST_DISPLACED
    small = cells[objects] * cell_area < limits.largest_grounded
    return Parallax(floats, flagged & small & still)


MOST_DISPLACED = 0.10
"""Part of an object with its rim that may look displaced by noise alone."""


def white_enough(blue: np.ndarray, red: np.ndarray, limits: Thresholds) -> np.ndarray:
    """Where a cloud can be by its haze-optimised blue, (y, x) int16 reflectance x 10^4 to bool."""
    hot = haze_blue(blue, red)
    return (hot != INVALID) & (hot > limits.displaced_haze * SCALED_PER_REFLECTANCE)


def _local_variance(plane: np.ndarray, there: np.ndarray) -> np.ndarray:
    mean = plane[there].mean() if there.any() else np.float32(0.0)
    centred = plane - mean
    return np.maximum(uniform_filter(centred * centred, WINDOW) - uniform_filter(centred, WINDOW) ** 2, 0.0)
