"""Which observations show the ground: by their class, by a probability, or by a mask that is made of the stack."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol, Union

import numpy as np

from ..grid import Grid, Window
from ..masks.engines import ENGINES
from ..masks.growth import near_hidden
from ..masks.scene_classification import MaskPreset, valid_by_class
from ..planes import is_any_of
from ..raster.resample import CLASSES
from .angles import AngleStore
from .block_plan import BlockPlan
from .coarse_lattice import lattice_over
from .mask_regions import MaskRegions
from .overpasses import Overpass
from .reading import AssetReader, Wanted

NO_GRANULE = -1
NO_OBSERVATION = (0, 1)
"""Scene classes without any observation: no data, saturated or defective."""

GranulePlane = Union[np.ndarray, int]
"""Granule index of every pixel of an overpass: (y, x) int16, -1 = none, or the index of the only granule near."""


@dataclass(frozen=True)
class Seen:
    """What is known of one overpass on a block before it is masked; planes (y, x)."""

    scene_class: np.ndarray  # uint8
    granule: GranulePlane

    def part(self, inner: tuple[slice, slice]) -> tuple[np.ndarray, GranulePlane]:
        """Class (y, x) uint8 and granule of a part of the block."""
        granule = self.granule if isinstance(self.granule, int) else self.granule[inner]
        return self.scene_class[inner], granule


@dataclass(frozen=True)
class Growth:
    """By how much clouds and shadows of every mask are widened."""

    metres: float
    pixel: tuple[float, float]  # height and width on the ground, metres

    @classmethod
    def over(cls, grid: Grid, metres: float) -> Growth:
        """The growth on an output grid."""
        lattice = lattice_over(grid, 0.0)
        return cls(metres, (lattice.cell_height, lattice.cell_width))

    def widened(self, block: Grid) -> tuple[Grid, tuple[slice, slice]]:
        """A block with all that can grow into it, and where the block lies in that."""
        if self.metres == 0:
            return block, (slice(None), slice(None))
        down, across = (math.ceil(self.metres / size) for size in self.pixel)
        window = Window(-down, -across, block.height + 2 * down, block.width + 2 * across)
        return block.part(window), (slice(down, -down), slice(across, -across))

    def grown(self, valid: np.ndarray, seen: Seen) -> np.ndarray:
        """Valid observations (y, x) bool that are far enough from those that are not valid."""
        if self.metres == 0:
            return valid
        hidden = ~valid & ~is_any_of(seen.scene_class, NO_OBSERVATION) & (seen.scene_class < CLASSES)
        return valid & ~near_hidden(hidden, self.metres, self.pixel)


class ObservationMask(Protocol):
    """Tells which observations count."""

    def valid(self, overpass: Overpass, seen: Seen, block: Grid) -> np.ndarray:
        """Where an overpass shows the ground on a block, (y, x) bool; the array is the caller's."""


@dataclass(frozen=True)
class ClassMask:
    """By scene class."""

    preset: MaskPreset

    def valid(self, overpass: Overpass, seen: Seen, block: Grid) -> np.ndarray:
        """Pixels of valid classes, (y, x) bool."""
        return valid_by_class(seen.scene_class, self.preset)


@dataclass(frozen=True)
class ProbabilityMask:
    """By the scenes' own cloud probability, and by class for what is no cloud."""

    preset: MaskPreset
    limit: float  # percent, from which on a pixel is cloud
    reader: AssetReader

    def valid(self, overpass: Overpass, seen: Seen, block: Grid) -> np.ndarray:
        """Pixels of valid classes below the limit, (y, x) bool; False where the probability cannot be read."""
        valid = valid_by_class(seen.scene_class, self.preset)
        for granule in overpass.granules:
            here = seen.granule == granule.index
            if not np.any(here):
                continue
            plane = self.reader.read(Wanted(granule, "CLD"), block)
            clear = np.zeros(block.shape, dtype=bool) if plane is None else plane < self.limit
            valid &= ~np.broadcast_to(here, block.shape) | clear
        return valid


@dataclass(frozen=True)
class EngineMask:
    """By an engine that looks at the whole stack."""

    regions: MaskRegions

    def valid(self, overpass: Overpass, seen: Seen, block: Grid) -> np.ndarray:
        """Pixels with an observation that the engine calls ground, (y, x) bool."""
        valid = self.regions.usable(overpass, block)
        valid &= ~is_any_of(seen.scene_class, NO_OBSERVATION)
        return valid


def observation_mask(plan: BlockPlan, reader: AssetReader, angles: AngleStore) -> ObservationMask:
    """The mask that a plan wants."""
    preset = plan.preset
    if preset.engine:
        return EngineMask(MaskRegions(ENGINES[preset.engine], plan.grid, plan.overpasses, reader, angles))
    if preset.by_probability:
        return ProbabilityMask(preset, plan.cloud_probability, reader)
    return ClassMask(preset)
