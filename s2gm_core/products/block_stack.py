"""The second step of a block: reflectance of what the masks left, and which observations are valid in the end.

Pixels of which the period has too few valid observations, also because a band has a gap there or cannot be read, get
those of the days around it: the masks and bands of these are read for such pixels only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from ..grid import Grid, Window
from ..masks.snow import SNOW_BANDS, SNOW_CLASS, is_snow
from ..planes import put_where
from ..progress import Progress, stop_if_cancelled
from ..radiometry.scaling import INVALID, reflectance_from_scaled, scaled_from_dn
from ..rooms import Rooms
from .block_masks import Masked, MaskStep
from .block_plan import BlockPlan
from .normalising import Normaliser
from .offset_check import OffsetSamples
from .overpasses import Granule, Overpass
from .reading import AssetReader, ReadAhead, Wanted

PART_STEP = 256
"""Only the part of a block with pixels that are wanted is read; its edges are multiples of this."""


@dataclass(frozen=True)
class Stack:
    """The observations of a block; (time, y, x), newest first."""

    masked: Masked
    reflectance: np.ndarray  # (time, band, y, x) int16 along `BlockPlan.stack_bands`; only `Masked.to_read` counts
    there: np.ndarray  # bool: read, with data in all of the method's bands
    valid: np.ndarray  # bool
    clouded: np.ndarray | None  # bool, see `Observations`
    samples: OffsetSamples  # of all that was read


@dataclass(frozen=True)
class _Into:
    """What reading fills."""

    name: str  # tells the rooms of one block apart
    stack: np.ndarray  # (time, band, y, x) int16
    samples: OffsetSamples


@dataclass(frozen=True)
class _IntoPart:
    """What reading one granule fills: the part of the block where it is wanted."""

    grid: Grid
    window: Window
    stack: np.ndarray  # (band, y, x) int16
    where: np.ndarray  # (y, x) bool
    there: np.ndarray  # (y, x) bool, cleared where a band is unreadable
    scene_class: np.ndarray  # (y, x) uint8
    samples: OffsetSamples
    is_alone: bool  # no other granule of the overpass is near, so that pixels beside ``where`` may be filled, too


class StackStep:
    """Reads stacks; one instance serves all threads. A stack lasts until its thread asks for the next one."""

    def __init__(self, plan: BlockPlan, masks: MaskStep, reader: AssetReader, normaliser: Normaliser) -> None:
        self._plan, self._masks, self._reader, self._normaliser = plan, masks, reader, normaliser
        self._rooms = Rooms()

    def run(self, block: Grid, inside: np.ndarray, near: frozenset[int], progress: Progress) -> Stack:
        """The stack of a block; ``inside`` (y, x) bool are the pixels that are wanted."""
        own, samples = self._masks.of_period(block, inside, near, progress), OffsetSamples()
        first = _met(self._plan.after_period, near)
        last = first + len(own.overpasses)
        size = last + _met(self._plan.before_period, near)
        room = self._rooms.array("stack", (size, len(self._plan.stack_bands), *block.shape), np.int16)
        stack = self._read(block, own, _Into("own", room[first:last], samples), progress)
        stack = self._with_clouds(block, stack, progress)
        looks_around = size > len(own.overpasses)
        needy = inside & (self._count(stack) < self._plan.min_obs) if looks_around else np.zeros_like(inside)
        if needy.any():
            after, before = self._masks.around_period(block, needy, near, progress)
            start, end = first - len(after.overpasses), last + len(before.overpasses)
            newer = self._read(block, after, _Into("after", room[start:first], samples), progress)
            older = self._read(block, before, _Into("before", room[last:end], samples), progress)
            stack = _joined((newer, stack, older), room[start:end])
        if self._plan.min_obs > 1:
            stack.valid[:] &= self._count(stack) >= self._plan.min_obs
        return stack

    def _read(self, block: Grid, masked: Masked, into: _Into, progress: Progress) -> Stack:
        """What the masks left, read into a stack."""
        there = self._fill(block, masked, masked.to_read, into, progress)
        valid = self._rooms.array(f"{into.name} valid", there.shape, np.bool_)
        np.logical_and(masked.valid, there, out=valid)
        self._refine_snow(into.stack, masked.scene_class, valid)
        return Stack(masked, into.stack, there, valid, None, into.samples)

    def _with_clouds(self, block: Grid, stack: Stack, progress: Progress) -> Stack:
        """With refused observations of pixels without a valid one, where the method asks for them."""
        masked, there = stack.masked, stack.there
        if masked.refused is None:
            return stack
        refused = (masked.refused | masked.valid) & ~stack.valid.any(axis=0)
        # Pixels whose only clear observations proved to have gaps, or to be no snow.
        late = refused & ~masked.to_read
        if late.any():
            into = _Into("late", stack.reflectance, stack.samples)
            there = there | self._fill(block, masked, late, into, progress)
        return replace(stack, there=there, clouded=refused & there)

    def _fill(self, block: Grid, masked: Masked, wanted: np.ndarray, into: _Into, progress: Progress) -> np.ndarray:
        """Read the observations ``wanted``; (time, y, x) bool both ways, True = all of the method's bands."""
        there = self._rooms.array(f"{into.name} there", wanted.shape, np.bool_)
        there[:] = wanted
        ahead = self._reader.ahead(block, bands_of(masked, wanted, self._plan.stack_bands))
        for time in range(len(masked.overpasses)):
            for granule, here in masked.granules_in(time, wanted[time]):
                window = part_of(here)
                inside = window.slices
                part = _IntoPart(
                    grid=block.part(window),
                    window=window,
                    stack=into.stack[time][:, inside[0], inside[1]],
                    where=here[inside],
                    there=there[time][inside],
                    scene_class=masked.scene_class[time][inside],
                    samples=into.samples,
                    is_alone=masked.is_alone(time),
                )
                self._fill_granule(granule, part, ahead)
                stop_if_cancelled(progress)
        return there

    def _fill_granule(self, granule: Granule, part: _IntoPart, ahead: ReadAhead) -> None:
        """Fill the pixels of one overpass with a granule."""
        for number, band in enumerate(self._plan.stack_bands):
            target = part.stack[number]
            room = target.view(np.uint16) if part.is_alone else None
            plane = ahead.take(Wanted(granule, band, part=part.window), room)
            decides = band in self._plan.method_bands  # what else was ordered must not decide
            if plane is None:
                for unread in part.stack[number:] if decides else [target]:
                    put_where(unread, INVALID, part.where)
                if decides:
                    part.there[:] &= ~part.where
                    return
                continue
            asset = granule.scene.assets[band]
            scaled = scaled_from_dn(plane, asset.scale, asset.offset, out=target if part.is_alone else None)
            part.samples.add(granule, band, scaled, part.where, part.grid)
            if decides and scaled.max(initial=0) == INVALID:
                part.there[:] &= ~part.where | (scaled != INVALID)
            normalised = self._normaliser.apply(granule, band, scaled, part.grid, part.scene_class)
            if not part.is_alone:
                put_where(target, normalised, part.where)
            elif normalised is not target:
                target[:] = normalised

    def _refine_snow(self, stack: np.ndarray, scene_class: np.ndarray, valid: np.ndarray) -> None:
        """Drop from ``valid`` (in place) the snow that does not look like snow, where the bands allow to tell."""
        bands = self._plan.stack_bands
        if not set(SNOW_BANDS) <= set(self._plan.method_bands):
            return
        called_snow = valid & (scene_class == SNOW_CLASS)
        if not called_snow.any():
            return
        pixels = np.moveaxis(stack, 1, 0)[:, called_snow]
        spectrum = {band: reflectance_from_scaled(pixels[bands.index(band)]) for band in SNOW_BANDS}
        valid[called_snow] = is_snow(spectrum, scene_class[called_snow])

    def _count(self, stack: Stack) -> np.ndarray:
        """Valid observations of every pixel, (y, x) int16; tiles of one pass that overlap count once."""
        count = np.zeros(stack.valid.shape[1:], dtype=np.int16)
        numbers = [self._plan.passes[overpass.granules[0].index] for overpass in stack.masked.overpasses]
        for _, times in groupby(range(len(numbers)), key=numbers.__getitem__):
            count += stack.valid[list(times)].any(axis=0)
        return count


def _met(overpasses: Sequence[Overpass], near: frozenset[int]) -> int:
    """How many overpasses have a granule near the block."""
    return sum(any(granule.index in near for granule in overpass.granules) for overpass in overpasses)


def _joined(parts: Sequence[Stack], reflectance: np.ndarray) -> Stack:
    """Stacks one after the other; their reflectance lies in one array (time, band, y, x) already."""
    masks = [part.masked for part in parts]
    keeps_clouds = any(part.clouded is not None for part in parts)
    masked = Masked(
        overpasses=tuple(overpass for mask in masks for overpass in mask.overpasses),
        scene_class=np.concatenate([mask.scene_class for mask in masks]),
        granule=tuple(granule for mask in masks for granule in mask.granule),
        valid=np.concatenate([mask.valid for mask in masks]),
        refused=None,
    )
    valid = np.concatenate([part.valid for part in parts])
    clouded = [np.zeros_like(part.valid) if part.clouded is None else part.clouded for part in parts]
    return Stack(
        masked=masked,
        reflectance=reflectance,
        there=np.concatenate([part.there for part in parts]),
        valid=valid,
        clouded=np.concatenate(clouded) & ~valid.any(axis=0) if keeps_clouds else None,
        samples=parts[0].samples,
    )


def scaled_plane(granule: Granule, band: str, plane: np.ndarray | None) -> np.ndarray | None:
    """Scaled reflectance of digital numbers of one band, (y, x) int16, or None where they could not be had."""
    if plane is None:
        return None
    asset = granule.scene.assets[band]
    return scaled_from_dn(plane, asset.scale, asset.offset)


def bands_of(masked: Masked, where: np.ndarray, bands: Sequence[str]) -> Iterator[Wanted]:
    """Assets of all granules with a pixel in ``where`` (time, y, x) bool, in the order in which they are asked for."""
    for time in range(len(masked.overpasses)):
        for granule, here in masked.granules_in(time, where[time]):
            part = part_of(here)
            yield from (Wanted(granule, band, part=part) for band in bands)


def part_of(here: np.ndarray) -> Window:
    """A window with all True pixels of a plane (y, x) bool that has some, on edges that other dates will share."""
    (top, bottom), (left, right) = (_span(here.any(axis=axis)) for axis in (1, 0))
    return Window(top, left, bottom - top, right - left)


def _span(seen: np.ndarray) -> tuple[int, int]:
    """First and last but one multiple of `PART_STEP` around the True pixels of a line, (pixel,) bool."""
    places = np.flatnonzero(seen)
    last = (int(places[-1]) // PART_STEP + 1) * PART_STEP
    return int(places[0]) // PART_STEP * PART_STEP, min(last, len(seen))
