"""Planes in several scales: gaps filled from their surroundings, and images blended scale by scale.

Source: Burt and Adelson, A multiresolution spline with application to image mosaics, ACM Transactions on Graphics 2
(1983): every scale of the images is blended over a width of its own. Without data there is no weight: each scale is
divided by the sum of the weights that it got.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import correlate1d, gaussian_filter

KERNEL = np.array([1.0, 4.0, 6.0, 4.0, 1.0], dtype=np.float32) / 16.0
SMALLEST = 4
"""Pyramids end where the shorter side would be less than this."""

NO_WEIGHT = 1e-6
LEAST_SIGMA = 2.5
"""Cells; smoother planes are made on larger cells."""


def levels_of(shape: tuple[int, int], most: int) -> int:
    """How many times a plane can be halved, at most ``most``."""
    levels, side = 0, min(shape)
    while levels < most and -(-side // 2) >= SMALLEST:
        side, levels = -(-side // 2), levels + 1
    return levels


def halved(plane: np.ndarray) -> np.ndarray:
    """A plane (..., y, x) float32 smoothed and every second of its pixels; beyond its rims it is mirrored."""
    smooth = correlate1d(plane, KERNEL, axis=-2, mode="reflect")[..., ::2, :]
    return np.asarray(correlate1d(smooth, KERNEL, axis=-1, mode="reflect")[..., ::2])


def doubled(plane: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """A plane (..., y, x) float32 bilinearly at twice its pixels, (..., *shape)."""
    return _doubled_along(_doubled_along(plane, -2, shape[0]), -1, shape[1])


def filled(plane: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """A plane (band, y, x) float32 whose gaps are filled smoothly from what is around them; 0 where nothing is known.

    ``weight`` (y, x) float32 is 0 in the gaps; what is known stays as it is where its weight is 1.
    """
    known = np.minimum(weight, 1.0)
    if min(plane.shape[-2:]) <= 1 or not (known < 1.0).any():
        return np.where(weight > 0, plane, np.float32(0.0))
    less = halved(known)
    smaller = halved(plane * known) / np.maximum(less, NO_WEIGHT)
    rest = filled(smaller, np.minimum(less * 4.0, 1.0)) if less.shape != known.shape else smaller
    around = doubled(rest, (plane.shape[-2], plane.shape[-1]))
    return np.asarray(known * plane + (1.0 - known) * around)


Layer = tuple[np.ndarray, np.ndarray]
"""An image (band, y, x) float32 without gaps, and its weight (y, x) float32."""


def blended(layers: Iterable[Layer], bands: int, shape: tuple[int, int], levels: int) -> np.ndarray:
    """Images joined over several scales, (band, y, x) float32; 0 where no image has a weight.

    The coarser a scale, the wider the transition: twice from level to level. Equal images stay what they are.
    """
    shapes = [shape]
    for _ in range(levels):
        shapes.append((-(-shapes[-1][0] // 2), -(-shapes[-1][1] // 2)))
    sums = [np.zeros((bands, *one), np.float32) for one in shapes]
    weights = [np.zeros(one, np.float32) for one in shapes]
    for image, weight in layers:
        for level in range(levels + 1):
            smaller = halved(image) if level < levels else None
            detail = image if smaller is None else image - doubled(smaller, shapes[level])
            sums[level] += weight * detail
            weights[level] += weight
            if smaller is not None:
                image, weight = smaller, halved(weight)
    return _joined(sums, weights, shapes)


def _joined(sums: list[np.ndarray], weights: list[np.ndarray], shapes: list[tuple[int, int]]) -> np.ndarray:
    scales = [total / np.maximum(weight, NO_WEIGHT) for total, weight in zip(sums, weights)]
    joined = scales[-1]
    for detail, shape in reversed(list(zip(scales[:-1], shapes[:-1]))):
        joined = detail + doubled(joined, shape)
    return joined


@dataclass(frozen=True)
class Smooth:
    """A smooth plane on as few cells as it needs; ``plane`` (band, y, x) float32, ``shapes`` of the larger ones."""

    plane: np.ndarray
    shapes: tuple[tuple[int, int], ...]  # the largest first

    def whole(self) -> np.ndarray:
        """The plane on all cells, (band, y, x) float32."""
        plane = self.plane
        for shape in reversed(self.shapes):
            plane = doubled(plane, shape)
        return plane


def low_pass(plane: np.ndarray, weight: np.ndarray, sigma: float, hold: float) -> Smooth:
    """What a plane (band, y, x) float32 is around, by its weight (y, x) 0..1; towards 0 where little is known.

    ``sigma`` in cells is that of a Gaussian. Where the mean weight is ``hold``, half is believed.
    """
    shapes, known = [], weight.astype(np.float32)
    sums = np.where(known > 0, plane * known, np.float32(0))
    while sigma >= 2 * LEAST_SIGMA and min(known.shape) > SMALLEST:
        shapes.append((known.shape[0], known.shape[1]))
        sums, known, sigma = halved(sums), halved(known), sigma / 2
    share = gaussian_filter(known, sigma, mode="reflect", truncate=3.0) + np.float32(hold)
    smooth = np.stack([gaussian_filter(one, sigma, mode="reflect", truncate=3.0) / share for one in sums])
    return Smooth(smooth, tuple(shapes))


def _doubled_along(plane: np.ndarray, axis: int, length: int) -> np.ndarray:
    shape = list(plane.shape)
    shape[axis] = length
    wide = np.empty(shape, dtype=plane.dtype)
    into, source = np.moveaxis(wide, axis, 0), np.moveaxis(plane, axis, 0)
    into[::2] = source
    between = into[1::2]
    between[:] = source[: len(between)]
    between[: len(source) - 1] += source[1 : len(between) + 1]
    between[: len(source) - 1] *= 0.5
    return wide
