"""What makers of blocks share: which scenes lie near a block, and how its planes are stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from shapely.geometry import box
from shapely.prepared import prep

from ..grid import Window
from ..radiometry.scaling import StoredReflectance, product_from_scaled
from ..raster.area_mask import AreaCutter
from .block_plan import BlockPlan, BlockTask


@dataclass(frozen=True)
class Ahead:
    """With what a maker may work before the first block."""

    notes: Path  # folder that outlives a stopped run
    memory_bytes: int
    threads: int
    shared_bytes: int  # of the memory, what all blocks of the product share


class BlockFrame:
    """The frame of the blocks of one plan."""

    def __init__(self, plan: BlockPlan) -> None:
        self._plan = plan
        self._footprints = [prep(footprint) for footprint in plan.footprints]
        self._cutter = AreaCutter(plan.area)

    def task(self, window: Window, read: Window) -> BlockTask:
        """What a thread needs to know of a window, of which ``read`` is looked at; from one thread only."""
        block = self._plan.grid.part(read)
        rectangle = box(*block.bounds)
        near = frozenset(i for i, footprint in enumerate(self._footprints) if footprint.intersects(rectangle))
        return BlockTask(window, self._cutter.relation(block), near)

    def stored(self, planes: Mapping[str, np.ndarray], inside: np.ndarray) -> tuple[dict[str, np.ndarray], int]:
        """The delivered layers as the product stores them, empty outside, and how many reflectances were negative.

        planes (y, x) by layer, bands as scaled reflectance int16; inside (y, x) bool.
        """
        negative, stored, everywhere = 0, {}, bool(inside.all())
        for name, layer in self._plan.layers.items():
            plane = planes[name]
            if name in self._plan.bands:
                as_stored = StoredReflectance(layer.dtype, layer.nodata, layer.scale or 1.0, layer.offset)
                plane, cut = product_from_scaled(plane, as_stored)
                negative += cut
            stored[name] = plane if everywhere else np.where(inside, plane, np.array(layer.nodata, dtype=layer.dtype))
        return stored, negative
