"""What the mask is made from and what it finds: classes, reasons, and the arrays that go in and come out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np


class MaskClass(IntEnum):
    """What a pixel of a scene is in the end."""

    NO_DATA = 0
    CLEAR = 1
    WATER = 2
    SNOW = 3
    SHADOW = 4
    CLOUD = 5


USABLE = (MaskClass.CLEAR, MaskClass.WATER, MaskClass.SNOW)
"""Classes that show the ground."""

HIDDEN_FROM = 50
"""Confidence, percent, from which on a pixel is called cloud or shadow."""


@dataclass(frozen=True)
class Reason:
    """One bit of the reasons of a pixel."""

    bit: int  # number of the bit, 0 = the lowest
    name: str
    meaning: str

    @property
    def value(self) -> int:
        """The bit as a number."""
        return 1 << self.bit


CLASSIFIED = Reason(0, "classified", "the scene classification says cloud or shadow")
HAZE = Reason(1, "haze_change", "haze-optimised blue is above that of the clear reference")
GROWN = Reason(2, "grown", "beside a cloud and hazier than the reference, or within the rim of a cloud")
PARALLAX = Reason(3, "parallax", "bands that look in turn see it displaced: it floats")
PROJECTED = Reason(4, "projected_shadow", "where a cloud throws its shadow, and darker than the reference")
DARKENED = Reason(5, "darkened", "much darker than the reference in all bands, within reach of a cloud")
PERSISTENT = Reason(6, "cleared_persistent", "flagged on most clear dates and always alike: a bright surface")
ALIKE = Reason(7, "cleared_alike", "flagged on this date, but as on clear dates in brightness and pattern")
GROUNDED = Reason(8, "cleared_no_parallax", "a small flagged object without parallax: it stands on the ground")
SNOW = Reason(9, "cleared_snow", "flagged as cloud, but dark in the short-wave infrared: snow")
FEW_DATES = Reason(10, "few_dates", "too few dates for a comparison: classification and parallax only")
ENGINE = Reason(11, "engine", "found by an external engine")

REASONS: tuple[Reason, ...] = (
    CLASSIFIED, HAZE, GROWN, PARALLAX, PROJECTED, DARKENED, PERSISTENT, ALIKE, GROUNDED, SNOW, FEW_DATES, ENGINE,
)  # fmt: skip
"""All reasons, by bit."""


@dataclass(frozen=True)
class Directions:
    """Where the sun stands and from where a scene was seen, as ways on the ground per metre of height.

    (rows down, columns right) in metres of the cells' grid: a cloud of height h hides the ground at the place under it
    plus h x ``hidden``, and shades it at that place plus h x ``shade``.
    """

    hidden: tuple[float, float]
    shade: tuple[float, float]


@dataclass(frozen=True)
class MaskStack:
    """The scenes of a place, oldest or newest first, on cells; the classification may lie on finer ones.

    A coarse cell is ``factor`` x ``factor`` fine ones.
    """

    blue: np.ndarray  # (time, y, x) int16, reflectance x 10^4, 32767 = none; coarse cells
    green: np.ndarray | None  # where an engine asks for it
    red: np.ndarray
    near_infrared: np.ndarray
    short_wave: np.ndarray | None  # at 1.6 micrometres; None where the source has no such band
    scene_class: np.ndarray  # (time, y * factor, x * factor) uint8, Sen2Cor's classes, 0 = no data; fine cells
    factor: int
    cell: tuple[float, float]  # height and width of a coarse cell, metres
    directions: tuple[Directions | None, ...]  # of every scene, None where its angles are not known

    @property
    def fine_cell(self) -> tuple[float, float]:
        """Height and width of a fine cell, metres."""
        return self.cell[0] / self.factor, self.cell[1] / self.factor


@dataclass(frozen=True)
class SceneMask:
    """What was found in one scene; planes (y, x) on fine cells."""

    mask_class: np.ndarray  # uint8, numbers of `MaskClass`
    confidence: np.ndarray  # uint8, percent that a pixel is cloud or shadow; `HIDDEN_FROM` and more: it is
    reasons: np.ndarray  # uint16, sum of `Reason.value`

    @property
    def usable(self) -> np.ndarray:
        """Where the ground is seen, (y, x) bool."""
        return (self.mask_class >= MaskClass.CLEAR) & (self.mask_class <= MaskClass.SNOW)
