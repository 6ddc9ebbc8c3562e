"""What every compositing method is given and what a selecting one returns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

NOT_A_MEDOID = 65535
"""Value of `Selection.spread` where no medoid was taken."""


@dataclass(frozen=True)
class Observations:
    """The observations of one block, one per overpass, newest first.

    reflectance: (time, band, y, x) int16, reflectance x 10^4; any value where not valid.
    valid: (time, y, x) bool, True = usable.
    bands: names along the band axis.
    scene_class: (time, y, x) uint8, Sen2Cor's classes.
    cloud_probability: (time, y, x) uint8, percent, 255 = unknown; None where the method did not ask for it.
    weight: (time,) float32, 0 or more, how much an observation counts; None = all alike. Only ratios matter.
    """

    reflectance: np.ndarray
    valid: np.ndarray
    bands: tuple[str, ...]
    scene_class: np.ndarray
    cloud_probability: np.ndarray | None = None
    weight: np.ndarray | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width) of the block."""
        return self.valid.shape[1], self.valid.shape[2]

    def plane(self, band: str) -> np.ndarray:
        """One band of all observations, (time, y, x) int16 view."""
        return self.reflectance[:, self.bands.index(band)]

    @property
    def relative_weight(self) -> np.ndarray | None:
        """The weights, (time,) float64, or None where all are alike, so that they play no role."""
        if self.weight is None or len(np.unique(self.weight)) < 2:
            return None
        return self.weight.astype(np.float64)

    @property
    def counted(self) -> Observations:
        """The same observations, of which those with weight 0 beside others with more are not valid."""
        weight = self.relative_weight
        if weight is None or (weight > 0).all():
            return self
        return replace(self, valid=self.valid & (weight > 0)[:, np.newaxis, np.newaxis])


@dataclass(frozen=True)
class Selection:
    """Which observation each pixel takes.

    index: (y, x) int16, index on the time axis, -1 where none is taken.
    spread: (y, x) uint16, ``medoid_mos`` x 10^4: mean distance of the medoid to all valid observations, itself
    included; 65535 where no medoid was taken.
    """

    index: np.ndarray
    spread: np.ndarray


def nothing_selected(shape: tuple[int, int]) -> Selection:
    """A selection of a block (height, width) without any valid observation; both planes (y, x)."""
    return Selection(np.full(shape, -1, dtype=np.int16), np.full(shape, NOT_A_MEDOID, dtype=np.uint16))


def times_of_valid(valid: np.ndarray) -> np.ndarray:
    """Time indices of each pixel's valid observations in their order, then any.

    valid (time, pixel) bool, at least one True somewhere. Returns (slot, pixel) int64.
    There are as many slots as the pixel with most observations needs, so that two or three observations out of a
    year's overpasses cost no more than out of a month's.
    """
    running = np.cumsum(valid, axis=0, dtype=np.int16)
    slots = int(running[-1].max())
    return np.stack([(running == slot + 1).argmax(axis=0) for slot in range(slots)])
