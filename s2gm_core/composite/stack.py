"""What every compositing method is given and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

import numpy as np

from ..radiometry.scaling import INVALID, reflectance_from_scaled

NOT_A_MEDOID = 65535
"""Value of `Selection.spread` where no medoid was taken."""


class Need(Enum):
    """What a method wants to know of its observations beside their reflectance; the value says it in words."""

    CLOUD_PROBABILITY = "cloud probability"
    AEROSOL = "aerosol optical thickness"
    VIEW_ZENITH = "view zenith"
    CLOUD_DISTANCE = "distance to the nearest cloud or shadow"
    CLOUD_WEIGHT = "weight by the clouds around"
    ORBIT_DISTANCE = "distance to the centre line of the orbit"
    CLOUDED = "observations of clouds, where nothing else is there"
    EVERY_TILE = "one observation per tile, also where tiles of one overpass overlap"


@dataclass(frozen=True)
class Observations:
    """The observations of one block, one per overpass (per granule for `Need.EVERY_TILE`), newest first.

    reflectance: (time, band, y, x) int16, reflectance x 10^4; any value where neither valid nor clouded.
    valid: (time, y, x) bool, True = usable.
    bands: names along the band axis.
    scene_class: (time, y, x) uint8, Sen2Cor's classes.
    cloud_probability: (time, y, x) uint8, percent, 255 = unknown; None where the method did not ask for it.
    weight: (time,) float32, 0 or more, how much an observation of its sensor counts; None = all alike. Only ratios
    matter.
    day: (time,) int32, days from 1970-01-01 to the day of the observation, UTC.
    middle_day: the middle of the compositing period in days since 1970-01-01 (a month of 30 days from day 0: 15.0).
    period_days: length of the period in days.
    orbit: (time,) int16, relative orbit, or 1000 + path of Landsat; 0 = unknown.
    tile: names of the tiles along the time axis where `Need.EVERY_TILE` asked for one observation per tile, else ().

    What follows is there where the method's `Need`s name it, else None:

    aerosol: (time, y, x) float32, aerosol optical thickness, NaN = unknown.
    view_zenith: (time, y, x) float32, degrees, NaN = unknown.
    cloud_distance: (time, y, x) float32, metres to the nearest cloud or shadow of the same overpass.
    cloud_weight: (time, y, x) float32, 0..1, smaller the more clouds or shadows are around.
    orbit_distance: (time, y, x) float32, metres to the centre line of the orbit.
    clouded: (time, y, x) bool, True = an observation that the masks refuse, with its reflectance, at a pixel that has
    no valid one at all.
    """

    reflectance: np.ndarray
    valid: np.ndarray
    bands: tuple[str, ...]
    scene_class: np.ndarray
    cloud_probability: np.ndarray | None = None
    weight: np.ndarray | None = None
    day: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    middle_day: float = 0.0
    period_days: float = 30.0
    orbit: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int16))
    aerosol: np.ndarray | None = None
    view_zenith: np.ndarray | None = None
    cloud_distance: np.ndarray | None = None
    cloud_weight: np.ndarray | None = None
    orbit_distance: np.ndarray | None = None
    clouded: np.ndarray | None = None
    tile: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width) of the block."""
        return self.valid.shape[1], self.valid.shape[2]

    def plane(self, band: str) -> np.ndarray:
        """One band of all observations, (time, y, x) int16 view."""
        return self.reflectance[:, self.bands.index(band)]

    def spectrum(self, bands: Iterable[str]) -> dict[str, np.ndarray]:
        """Reflectance of some bands by name, each (time, y, x) float32, 0..1; any value where not valid."""
        return {band: reflectance_from_scaled(self.plane(band)) for band in bands}

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


@dataclass(frozen=True)
class Composite:
    """What a method makes of the observations of one block.

    index: (y, x) int16, index on the time axis of the observation that a selecting method takes, or that stands for the
    pixel in the layers that only one observation can fill (an averaging method names the one with the largest weight,
    or the one nearest to the result); -1 where the pixel is empty. None where that takes work which most orders do not
    need: `complete` has it then.
    reflectance: (band, y, x) int16, reflectance x 10^4 along `Observations.bands`, `INVALID` where empty; None: the
    values are those of the observation at ``index``.
    day: (y, x) float32, days since 1970-01-01, NaN where empty; None: the day of the observation at ``index``.
    layers: the method's own layers by name, each (y, x) of the dtype and with the nodata of its `Layer`.
    observed: where ``index`` is None, what gives ``index`` and ``day``.
    """

    index: np.ndarray | None
    reflectance: np.ndarray | None = None
    day: np.ndarray | None = None
    layers: Mapping[str, np.ndarray] = field(default_factory=dict)
    observed: Callable[[], tuple[np.ndarray, np.ndarray]] | None = None

    @classmethod
    def of(cls, selection: Selection) -> Composite:
        """The composite of genuine observations, with the spread of the medoid as layer ``medoid_mos``, (y, x)."""
        return cls(selection.index, layers={"medoid_mos": selection.spread})

    @property
    def complete(self) -> Composite:
        """The same with the observation that stands for each pixel, and its day."""
        if self.observed is None:
            return self
        index, day = self.observed()
        return replace(self, index=index, day=day, observed=None)

    @property
    def chosen(self) -> np.ndarray:
        """``index``, found out where it is not known yet; (y, x) int16."""
        index = self.complete.index
        if index is None:
            raise AssertionError("a composite has an index, or what gives it")
        return index

    @property
    def filled(self) -> np.ndarray:
        """Pixels that are not empty, (y, x) bool."""
        if self.index is None and self.reflectance is not None:
            return (self.reflectance != INVALID).any(axis=0)
        return self.chosen >= 0


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
