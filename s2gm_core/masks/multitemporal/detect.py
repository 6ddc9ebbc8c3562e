"""The mask of every scene of a stack: from the classification, by comparing dates, objects and shadows, to classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...planes import is_any_of
from .cells import grown, on_fine, share_of, spread, with_neighbours
from .changes import Change, alike_of, change_of
from .clear_look import ClearLook, clear_look_of
from .findings import (
    ALIKE,
    CLASSIFIED,
    DARKENED,
    FEW_DATES,
    GROUNDED,
    GROWN,
    HAZE,
    PARALLAX,
    PERSISTENT,
    PROJECTED,
    SNOW,
    MaskClass,
    MaskStack,
    SceneMask,
)
from .parallax import Parallax
from .persistence import FlagCount
from .shadows import shadows_of
from .thresholds import DEFAULT, Thresholds

CLOUD_CLASSES = (7, 8, 9, 10)
"""Scene classes of clouds from uncertain to sure, and cirrus."""

UNCERTAIN_CLASS, SHADOW_CLASS, WATER_CLASS, SNOW_CLASS = 7, 3, 6, 11
NO_OBSERVATION = (0, 1)
CLASSES = 12

ParallaxOf = Callable[[int, np.ndarray], "Parallax | None"]
"""Parallax of a scene by its number, given what is flagged in it (y, x) bool; None where its bands are not there."""

_CONFIDENCE_OF_CLASS = np.array([0, 0, 20, 75, 3, 3, 3, 55, 70, 95, 65, 5], dtype=np.uint8)
"""Percent that a pixel of a scene class is hidden, our own choice."""


def detect(
    stack: MaskStack,
    wanted: Sequence[int],
    parallax: ParallaxOf = lambda time, flagged: None,
    limits: Thresholds = DEFAULT,
) -> Iterator[SceneMask]:
    """The masks of the scenes ``wanted`` (numbers on the time axis), one after the other, planes (y, x) on fine
    cells.

    ``parallax`` is asked for scenes with flagged cells where too few dates can be compared.
    """
    called_clear = np.stack([_called_clear(plane, stack.factor) for plane in stack.scene_class])
    reference = clear_look_of(stack, called_clear, limits)
    persistent = _persistent(stack, reference, limits)
    for time in wanted:
        yield _OneScene.of(stack, time, reference, persistent, limits).mask(parallax)


def _called_clear(scene_class: np.ndarray, factor: int) -> np.ndarray:
    """Coarse cells of which the classification calls all clear ground or water, (y, x) bool."""
    clear = (scene_class > 1) & (scene_class < CLOUD_CLASSES[0]) & (scene_class != SHADOW_CLASS)
    return share_of(clear, factor) == 1.0


def _persistent(stack: MaskStack, reference: ClearLook, limits: Thresholds) -> np.ndarray:
    """Fine cells that are flagged again and again although nothing changes, (y, x) bool."""
    counts = FlagCount((stack.scene_class.shape[1], stack.scene_class.shape[2]))
    for time, classes in enumerate(stack.scene_class):
        alike = alike_of(stack, time, reference, limits)
        counts.add(on_fine(alike, stack.factor), is_any_of(classes, CLOUD_CLASSES))
    return counts.persistent(limits)


@dataclass(frozen=True)
class _OneScene:
    """One scene while its mask is made."""

    stack: MaskStack
    time: int
    limits: Thresholds
    believed: np.ndarray  # (y, x) bool, coarse
    change: Change
    classes: np.ndarray  # (y, x) uint8, fine
    persistent: np.ndarray  # (y, x) bool, fine

    @classmethod
    def of(
        cls, stack: MaskStack, time: int, reference: ClearLook, persistent: np.ndarray, limits: Thresholds
    ) -> _OneScene:
        """The scene number ``time`` of a stack."""
        change = change_of(stack, time, reference, limits)
        return cls(stack, time, limits, reference.believed, change, stack.scene_class[time], persistent)

    def mask(self, parallax: ParallaxOf) -> SceneMask:
        """Classes, confidence and reasons on fine cells."""
        factor = self.stack.factor
        reasons = np.zeros(self.classes.shape, dtype=np.uint16)
        flagged = is_any_of(self.classes, CLOUD_CLASSES)
        few = on_fine(~self.believed, factor) & (self.classes > 1)
        seen_displaced = parallax(self.time, flagged) if self._asks_for_parallax(few, flagged) else None
        cleared = self._cleared(flagged, few, seen_displaced, reasons)
        cloud = flagged & ~cleared
        added = self._hazy(share_of(cloud, factor) >= HALF)
        fine_added = on_fine(added, factor)
        floats = seen_displaced.floats & few if seen_displaced is not None else np.zeros_like(cloud)
        shadow_flag = self.classes == SHADOW_CLASS
        shadow_cleared = shadow_flag & on_fine(self._as_bright(), factor)
        body = share_of(cloud | fine_added | floats, factor) >= HALF
        shaded = self._shadows(body, share_of(shadow_flag & ~shadow_cleared, factor) >= HALF)
        every = (cloud & on_fine(body, factor)) | fine_added | floats
        rim_metres, fine_cell = self.limits.rim_metres, self.stack.fine_cell
        rim = grown(every, rim_metres, fine_cell)
        for where, reason in (
            ((cloud | (shadow_flag & ~shadow_cleared)), CLASSIFIED),
            (fine_added, HAZE),
            (rim & ~cloud & ~fine_added & ~floats, GROWN),
            (floats, PARALLAX),
            (on_fine(shaded.projected, factor), PROJECTED),
            (on_fine(shaded.darkened, factor), DARKENED),
            (shadow_cleared, ALIKE),
            (few, FEW_DATES),
        ):
            reasons[where] |= reason.value
        hidden = cloud | fine_added | floats | rim
        shadow = (shadow_flag & ~shadow_cleared) | grown(on_fine(shaded.all, factor), rim_metres, fine_cell)
        return self._finished(hidden, shadow & ~hidden, flagged & cleared, reasons)

    def _asks_for_parallax(self, few: np.ndarray, flagged: np.ndarray) -> bool:
        """Whether enough cells (y, x) are flagged that cannot be compared; reading three more bands takes its time."""
        return int(np.count_nonzero(few & flagged)) > PARALLAX_SHARE * int(np.count_nonzero(self.classes > 1))

    def _cleared(
        self, flagged: np.ndarray, few: np.ndarray, seen_displaced: Parallax | None, reasons: np.ndarray
    ) -> np.ndarray:
        """Flagged cells that are no clouds, (y, x) bool, fine; ``reasons`` (y, x) uint16 are filled in."""
        factor, change = self.stack.factor, self.change
        calm = on_fine(change.alike & ~with_neighbours(change.hazy), factor)
        cleared = np.zeros(flagged.shape, dtype=bool)
        rules = [
            (on_fine(change.alike, factor) & self.persistent, PERSISTENT),
            (calm & (self.classes == UNCERTAIN_CLASS), ALIKE),
            (on_fine(change.sure_snow, factor), SNOW),
        ]
        if seen_displaced is not None:
            rules.append((seen_displaced.grounded & few, GROUNDED))
        for where, reason in rules:
            here = flagged & where
            reasons[here] |= reason.value
            cleared |= here
        return cleared

    def _hazy(self, called_cloud: np.ndarray) -> np.ndarray:
        """Clouds that the classification missed, with what is hazy around all clouds, (y, x) bool, coarse."""
        change, limits = self.change, self.limits
        added = change.hazy & ((_around(change.hazy | called_cloud) >= LEAST_AROUND) | change.strong)
        with np.errstate(invalid="ignore"):
            hazier = (change.haze > limits.growth) & ~change.snowed
        times = max(int(limits.growth_metres / max(self.stack.cell)), 1)
        clouds = added | called_cloud
        return (spread(clouds, hazier, times) & hazier) | added

    def _as_bright(self) -> np.ndarray:
        """Where a scene is no darker than the reference and not hazier, (y, x) bool, coarse."""
        return self.change.alike & ~with_neighbours(self.change.dark)

    def _shadows(self, clouds: np.ndarray, called_shadow: np.ndarray) -> _Shaded:
        """What clouds shade, (y, x) bool, coarse."""
        nothing = np.zeros(clouds.shape, dtype=bool)
        way = self.stack.directions[self.time]
        if way is None or not clouds.any():
            return _Shaded(nothing, nothing, nothing)
        change, limits, cell = self.change, self.limits, self.stack.cell
        known = self.believed & change.seen & ~change.water
        found = shadows_of(clouds, change.dark | called_shadow, known, way, cell, limits)
        projected = with_neighbours(found.projected) & change.dark
        darkened = with_neighbours(found.reach) & change.very_dark
        core = projected | darkened | called_shadow
        near = spread(core, change.dark, 2)
        return _Shaded(projected, darkened, near & ~called_shadow)

    def _finished(self, hidden: np.ndarray, shadow: np.ndarray, cleared: np.ndarray, reasons: np.ndarray) -> SceneMask:
        """Classes and confidence from what is hidden by clouds or shaded; (y, x), fine."""
        classes = np.full(self.classes.shape, MaskClass.CLEAR, dtype=np.uint8)
        classes[self.classes == WATER_CLASS] = MaskClass.WATER
        snow = (self.classes == SNOW_CLASS) | (cleared & on_fine(self.change.sure_snow, self.stack.factor))
        classes[snow] = MaskClass.SNOW
        classes[shadow] = MaskClass.SHADOW
        classes[hidden] = MaskClass.CLOUD
        nothing = is_any_of(self.classes, NO_OBSERVATION) | (self.classes >= CLASSES)
        classes[nothing] = MaskClass.NO_DATA
        confidence = self._confidence(hidden | shadow)
        confidence[nothing], reasons[nothing] = 0, 0
        return SceneMask(classes, confidence, reasons)

    def _confidence(self, hidden: np.ndarray) -> np.ndarray:
        """Percent, (y, x) uint8: by class, raised by the change of haze; at least 50 where hidden, below elsewhere."""
        haze = np.nan_to_num(self.change.haze, nan=0.0)
        by_change = on_fine(np.clip(50.0 * haze, 0.0, 100.0).astype(np.uint8), self.stack.factor)
        both = np.maximum(_CONFIDENCE_OF_CLASS[np.minimum(self.classes, CLASSES - 1)], by_change)
        return np.where(hidden, np.maximum(both, 50), np.minimum(both // 2, 49)).astype(np.uint8)


def _around(plane: np.ndarray) -> np.ndarray:
    """How many of a cell and its eight neighbours are True, (y, x) bool to uint8."""
    lines = np.pad(plane, 1).astype(np.uint8)
    rows = lines[:-2] + lines[1:-1] + lines[2:]
    return rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]


LEAST_AROUND = 3
"""Cells of 3 x 3 that are hazy or cloud where a weak change is believed: the cell itself and two more."""

PARALLAX_SHARE = 0.002
"""Part of a scene's cells that are flagged and cannot be compared from which on its parallax bands are read."""

HALF = 0.5
"""Part of a coarse cell from which on it is what its fine cells are."""


@dataclass(frozen=True)
class _Shaded:
    """Shadows by what found them; planes (y, x) bool, coarse."""

    projected: np.ndarray
    darkened: np.ndarray
    all: np.ndarray  # with what is dark around
