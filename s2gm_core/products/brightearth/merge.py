"""One block of the full resolution: details of each overpass in its patch, upon what was blended on the lattice.

A pixel is the low frequencies of all patches together, `Solution.low`, and the detail of its overpass: its balanced
reflectance less its own low frequencies. Both come from the lattice by bilinear expansion, and so do the weights of
patches at a seam: a pixel needs nothing of its neighbours, in whatever block they lie.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...radiometry.scaling import INVALID, SCALED_PER_REFLECTANCE
from ...seamless.solve import Solution
from ..coarse_lattice import Axis, expand

NOTHING = -1
DARKEST = 0.005
"""Reflectance; gains of darker ground are told as if it were so bright."""

MOST_GAIN = 6.0


@dataclass(frozen=True)
class Nodes:
    """The part of a solution that a block needs; beyond the rims of the solution its outermost cells count."""

    solution: Solution
    rows: Axis
    cols: Axis

    @property
    def labels(self) -> np.ndarray:
        """(cell y, cell x) int16."""
        return self._of(self.solution.labels)

    def low(self, band: int) -> np.ndarray:
        """The blended low frequencies of one band at the block's pixels, (y, x) float32 reflectance."""
        return expand(self._of(self.solution.low[band]), self.rows, self.cols)

    def own_low(self, time: int, band: int) -> np.ndarray:
        """The balanced low frequencies of one overpass at the block's pixels, (y, x) float32 reflectance."""
        cells = self._of(self.solution.coarse[time, band]).astype(np.float32)
        return expand(cells / np.float32(SCALED_PER_REFLECTANCE), self.rows, self.cols)

    def weight(self, time: int) -> np.ndarray:
        """The weight of an overpass at the block's pixels, (y, x) float32, 0..1: 1 inside its patches."""
        return expand((self.labels == time).astype(np.float32), self.rows, self.cols)

    def _of(self, plane: np.ndarray) -> np.ndarray:
        down = np.clip(np.arange(self.rows.first, self.rows.first + self.rows.cells), 0, plane.shape[0] - 1)
        across = np.clip(np.arange(self.cols.first, self.cols.first + self.cols.cells), 0, plane.shape[1] - 1)
        return np.asarray(plane[down[0] : down[-1] + 1, across[0] : across[-1] + 1])[
            np.ix_(down - down[0], across - across[0])
        ]


class Merge:
    """The pixels of one block as overpasses are added; for one thread."""

    def __init__(self, nodes: Nodes, shape: tuple[int, int], bands: int) -> None:
        self._nodes, self._bands = nodes, bands
        self._detail = np.zeros((bands, *shape), np.float32)
        self._weights = np.zeros(shape, np.float32)
        self._largest = np.zeros(shape, np.float32)
        self.overpass = np.full(shape, NOTHING, np.int16)

    @property
    def filled(self) -> np.ndarray:
        """Pixels with a value, (y, x) bool."""
        return self.overpass != NOTHING

    def add(self, time: int, scaled: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """Add an overpass with the weight of its patches; returns the pixels that are its own, (y, x) bool.

        scaled (band, y, x) int16, reflectance x 10^4 as observed; valid (y, x) bool.
        """
        weight = np.where(valid, self._nodes.weight(time), np.float32(0))
        own = weight > self._largest
        self._add(time, scaled, weight)
        self._largest[own] = weight[own]
        self.overpass[own] = time
        return own

    def fill(self, time: int, scaled: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """Add an overpass to pixels that are still empty; returns these, (y, x) bool. Arguments as of `add`."""
        own = valid & ~self.filled
        if own.any():
            self._add(time, scaled, own.astype(np.float32))
            self.overpass[own] = time
        return own

    def reflectance(self) -> np.ndarray:
        """The merged pixels, (band, y, x) int16 reflectance x 10^4, `INVALID` where nothing was added."""
        merged = np.full(self._detail.shape, INVALID, np.int16)
        weights = np.maximum(self._weights, np.float32(1e-6))
        for band in range(self._bands):
            value = (self._nodes.low(band) + self._detail[band] / weights) * np.float32(SCALED_PER_REFLECTANCE)
            np.copyto(merged[band], np.clip(np.rint(value), -INVALID, INVALID - 1).astype(np.int16), where=self.filled)
        return merged

    def gain(self) -> np.ndarray:
        """Balanced by observed brightness of the cells around each pixel, (y, x) float32; 1 where it is empty."""
        nodes, balance = self._nodes, self._nodes.solution.balance
        blended = sum(nodes.low(band) for band in range(self._bands))
        gain = np.ones(self.overpass.shape, np.float32)
        for time in np.unique(self.overpass[self.filled]):
            observed = sum(
                (nodes.own_low(time, band) - np.float32(balance.offset[time, band]))
                / np.float32(balance.gain[time, band])
                for band in range(self._bands)
            )
            ratio = np.maximum(blended, self._bands * DARKEST) / np.maximum(observed, self._bands * DARKEST)
            np.copyto(gain, ratio, where=self.overpass == time)
        return np.clip(gain, 0.0, MOST_GAIN)

    def _add(self, time: int, scaled: np.ndarray, weight: np.ndarray) -> None:
        balance = self._nodes.solution.balance
        for band in range(self._bands):
            own = scaled[band] * np.float32(balance.gain[time, band] / SCALED_PER_REFLECTANCE)
            own += np.float32(balance.offset[time, band])
            own -= self._nodes.own_low(time, band)
            self._detail[band] += np.where(weight > 0, own * weight, np.float32(0))
        self._weights += weight
