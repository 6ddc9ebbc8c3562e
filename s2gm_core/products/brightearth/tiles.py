"""Tiles of one overpass, each for itself.

Tiles of one overpass are processed each with an aerosol of its own, so that their brightness may differ by a step at
the edge of a tile. A seamless mosaic takes every tile as an image of its own, to be balanced and joined like overpasses
are; their overlap of 10 km tells how. Masks are made of whole overpasses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...grid import Grid
from ..block_plan import BlockPlan
from ..observation_masks import ObservationMask, Seen
from ..overpasses import Overpass


def tile_by_tile(plan: BlockPlan) -> BlockPlan:
    """The plan with an overpass for each tile of an overpass; ``passes`` numbers these."""
    overpasses = tuple(one for overpass in plan.overpasses for one in overpass.by_tile)
    number = {one.granules[0].index: place for place, one in enumerate(overpasses)}
    return replace(plan, overpasses=overpasses, passes=tuple(number[index] for index in range(len(plan.passes))))


def images_of(plan: BlockPlan) -> int:
    """How many images there are, tile by tile."""
    return sum(len(overpass.granules) for overpass in plan.overpasses)


@dataclass(frozen=True)
class MaskOfTiles:
    """The mask of whole overpasses for single tiles."""

    whole: ObservationMask
    overpass_of: dict[int, Overpass]  # by granule index

    @classmethod
    def over(cls, whole: ObservationMask, plan: BlockPlan) -> MaskOfTiles:
        """The mask of the overpasses of a plan, for their tiles."""
        return cls(whole, {granule.index: one for one in plan.overpasses for granule in one.granules})

    def valid(self, overpass: Overpass, seen: Seen, block: Grid) -> np.ndarray:
        """Where a tile shows the ground on a block, (y, x) bool."""
        return self.whole.valid(self.overpass_of[overpass.granules[0].index], seen, block)
