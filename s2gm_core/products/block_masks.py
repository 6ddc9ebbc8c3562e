"""The first step of a block: masks of every overpass, and which observations they leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..composite.stack import Need
from ..grid import Grid
from ..layers import LAYERS
from ..masks.class_rules import CLASS_RULES
from ..masks.scene_classification import MAX_VIEW_ZENITH_DEG
from ..planes import is_any_of, put_where
from ..progress import Progress, stop_if_cancelled
from ..raster.resample import CLASSES
from ..rooms import Rooms
from .angles import AngleStore
from .block_plan import BlockPlan
from .observation_masks import NO_GRANULE, NO_OBSERVATION, GranulePlane, Growth, ObservationMask, Seen, observation_mask
from .overpasses import Granule, Overpass
from .reading import AssetReader, ReadAhead, Wanted, masks_of


@dataclass(frozen=True)
class Row:
    """One overpass while masks are read; planes (y, x)."""

    overpass: Overpass
    scene_class: np.ndarray  # uint8
    granule: GranulePlane
    valid: np.ndarray  # bool
    clear: np.ndarray | None = None  # bool, what the mask alone says, where somebody asks for it

    def refused(self, inside: np.ndarray) -> np.ndarray:
        """Observations with data that are not valid, of the pixels ``inside`` (y, x) bool; (y, x) bool."""
        return inside & ~self.valid & ~is_any_of(self.scene_class, NO_OBSERVATION)


@dataclass(frozen=True)
class Masked:
    """What the masks leave of a block; (time, y, x), time = overpasses with a pixel to be read, newest first."""

    overpasses: tuple[Overpass, ...]
    scene_class: np.ndarray  # uint8
    granule: tuple[GranulePlane, ...]  # of every overpass
    valid: np.ndarray  # bool
    refused: np.ndarray | None  # bool, inside the area, with data but not valid; None where nobody asks for clouds
    clear: np.ndarray | None = None  # bool, what the mask alone says; None where nobody asks for it

    @classmethod
    def of(cls, rows: Sequence[Row], inside: np.ndarray, keeps_clouds: bool, room: Callable[..., np.ndarray]) -> Masked:
        """Rows of overpasses as one; ``inside`` (y, x) bool are the pixels that are wanted.

        ``room`` gives arrays for them, by name, shape and dtype.
        """
        shape = (len(rows), *inside.shape)
        refused = [row.refused(inside) for row in rows] if keeps_clouds else []
        clear = [row.clear for row in rows if row.clear is not None]
        return cls(
            overpasses=tuple(row.overpass for row in rows),
            scene_class=_stacked([row.scene_class for row in rows], room("scene_class", shape, np.uint8)),
            granule=tuple(row.granule for row in rows),
            valid=_stacked([row.valid for row in rows], room("valid", shape, np.bool_)),
            refused=_stacked(refused, room("refused", shape, np.bool_)) if keeps_clouds else None,
            clear=np.stack(clear) if clear else None,
        )

    @property
    def in_period(self) -> np.ndarray:
        """Which overpasses are of the period itself, (time,) bool."""
        return np.array([overpass.in_period for overpass in self.overpasses], dtype=bool)

    @property
    def to_read(self) -> np.ndarray:
        """Observations whose reflectance is needed, (time, y, x) bool.

        With those that the masks refuse, where they leave none.
        """
        return self.valid if self.refused is None else self.valid | (self.refused & ~self.valid.any(axis=0))

    def granules_in(self, time: int, where: np.ndarray) -> list[tuple[Granule, np.ndarray]]:
        """The granules of one overpass that lie in ``where`` (y, x) bool, each with its pixels there."""
        index = self.granule[time]
        if isinstance(index, int):
            only = next(granule for granule in self.overpasses[time].granules if granule.index == index)
            return [(only, where)] if where.any() else []
        each = ((granule, where & (index == granule.index)) for granule in self.overpasses[time].granules)
        return [(granule, here) for granule, here in each if here.any()]

    def is_alone(self, time: int) -> bool:
        """Whether only one granule of an overpass lies near."""
        return isinstance(self.granule[time], int)

    def granule_plane(self, time: int) -> np.ndarray:
        """Granule index of one overpass, (y, x) int16, -1 = none."""
        index = self.granule[time]
        if not isinstance(index, int):
            return index
        return np.where(_has_data(self.scene_class[time]), np.int16(index), np.int16(NO_GRANULE))


class MaskStep:
    """Reads masks; one instance serves all threads. Masks last until their thread asks for those of the next block."""

    keeps_clear = False
    """Whether `Masked.clear` is filled."""

    def __init__(
        self, plan: BlockPlan, reader: AssetReader, angles: AngleStore, clear: ObservationMask | None = None
    ) -> None:
        """``clear`` tells which observations show the ground; None: the mask of the plan."""
        self._plan, self._reader, self._angles = plan, reader, angles
        self._clear = clear or observation_mask(plan, reader, angles)
        self._growth = Growth.over(plan.grid, plan.mask_growth)
        self._keeps_clouds = Need.CLOUDED in plan.method.needs and plan.min_obs == 1
        self._rooms = {name: Rooms() for name in ("own", "after", "before")}

    def of_period(self, block: Grid, inside: np.ndarray, near: frozenset[int], progress: Progress) -> Masked:
        """What the masks leave of the period's own overpasses; ``inside`` (y, x) bool are the pixels wanted."""
        own = [one for one in self._plan.overpasses if one.in_period]
        rows = self._rows(block, own, inside, near, progress)
        return Masked.of(rows, inside, self._keeps_clouds, self._rooms["own"].array)

    def around_period(
        self, block: Grid, needy: np.ndarray, near: frozenset[int], progress: Progress
    ) -> tuple[Masked, Masked]:
        """The same of the overpasses after the period and before it, where a pixel is ``needy`` (y, x) bool."""
        after, before = (
            Masked.of(self._rows(block, overpasses, needy, near, progress), needy, False, self._rooms[name].array)
            for name, overpasses in (("after", self._plan.after_period), ("before", self._plan.before_period))
        )
        return after, before

    def _rows(
        self,
        block: Grid,
        overpasses: Sequence[Overpass],
        wanted: np.ndarray,
        near: frozenset[int],
        progress: Progress,
    ) -> list[Row]:
        """Masks of overpasses with a pixel to be read, valid only where ``wanted`` (y, x) bool."""
        rows, everywhere = [], bool(wanted.all())
        wide, inner = self._growth.widened(block)
        there = [[one for one in overpass.granules if one.index in near] for overpass in overpasses]
        ahead = self._reader.ahead(wide, [mask for granules in there for one in granules for mask in masks_of(one)])
        for overpass, granules in zip(overpasses, there):
            scene_class, granule = self._classify(wide, granules, ahead, progress)
            if scene_class is None:
                continue
            seen = Seen(scene_class, granule)
            valid = self._growth.grown(self._clear.valid(overpass, seen, wide), seen)[inner]
            scene_class, granule = seen.part(inner)
            clear = valid.copy() if self.keeps_clear else None
            if not everywhere:
                valid &= wanted
            self._drop_slanting(valid, granules, granule, block)
            row = Row(overpass, scene_class, granule, valid, clear)
            if valid.any() or (self._keeps_clouds and overpass.in_period and row.refused(wanted).any()):
                rows.append(row)
        return rows

    def _drop_slanting(
        self, valid: np.ndarray, granules: Sequence[Granule], granule: GranulePlane, block: Grid
    ) -> None:
        """Clear ``valid`` (y, x) bool in place where a granule is seen at too large a zenith angle."""
        for one in granules:
            here = granule == one.index if isinstance(granule, np.ndarray) else None
            if (here is None and granule != one.index) or not (valid if here is None else valid & here).any():
                continue
            is_steep = self._angles.view_zenith_below(one, block, MAX_VIEW_ZENITH_DEG)
            if is_steep is not True:
                valid &= is_steep if here is None else ~here | is_steep

    def _classify(
        self, block: Grid, granules: Sequence[Granule], ahead: ReadAhead, progress: Progress
    ) -> tuple[np.ndarray | None, GranulePlane]:
        """Scene class, (y, x) uint8, None where the granules are elsewhere, and the granule of every pixel."""
        planes = []
        for granule in granules:
            stop_if_cancelled(progress)
            seen = _scene_class(granule, ahead)
            if seen is not None:
                planes.append((granule, seen))
        if len(planes) < 2:
            return (planes[0][1], planes[0][0].index) if planes else (None, NO_GRANULE)
        chosen = np.full(block.shape, NO_GRANULE, dtype=np.int16)
        classes = np.zeros(block.shape, dtype=np.uint8)
        for granule, seen in planes:
            has_data = _has_data(seen)
            take = has_data & (
                (chosen == NO_GRANULE) | self._has_clearer_air(granule, chosen, has_data, granules, block)
            )
            put_where(classes, seen, take)
            put_where(chosen, granule.index, take)
        return classes, chosen

    def _has_clearer_air(
        self, granule: Granule, chosen: np.ndarray, has_data: np.ndarray, granules: Sequence[Granule], block: Grid
    ) -> np.ndarray:
        """Pixels of an overlap where a granule of equal standing has the lower aerosol optical thickness, (y, x)."""
        better = np.zeros(block.shape, dtype=bool)
        for other in granules:
            shared = has_data & (chosen == other.index)
            if not shared.any() or not granule.equals_before_aerosol(other):
                continue
            mine, theirs = (self._reader.read(Wanted(one, "AOT"), block) for one in (granule, other))
            if mine is not None and theirs is not None:
                clearer = mine * aerosol_step(granule) < theirs * aerosol_step(other)
                better |= shared & (mine > 0) & (theirs > 0) & clearer
        return better


def _has_data(scene_class: np.ndarray) -> np.ndarray:
    """Where a scene has an observation, (y, x) bool."""
    return (scene_class > 0) & (scene_class < CLASSES)


def _stacked(planes: Sequence[np.ndarray], room: np.ndarray) -> np.ndarray:
    """Planes (y, x) put into an array (time, y, x)."""
    for target, plane in zip(room, planes):
        target[:] = plane
    return room


def aerosol_step(granule: Granule) -> float:
    """Aerosol optical thickness of one step of a granule's raster; a catalogue's 1 says that it tells none."""
    scale = granule.scene.assets["AOT"].scale
    own = LAYERS["quality_aot"].scale
    return own if scale == 1.0 and own is not None else scale


def _scene_class(granule: Granule, ahead: ReadAhead) -> np.ndarray | None:
    """Scene class by the rule of the granule's product family, (y, x) uint8; None where it cannot be told."""
    planes: list[np.ndarray] = []
    for wanted in masks_of(granule):
        seen = ahead.take(wanted)
        if seen is None:
            return None
        planes.append(seen)
    return CLASS_RULES[granule.scene.class_rule].combined(planes)
